/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-provider-private.h"

#include <string.h>

#define MAX_SET_VALUE 4096

G_DEFINE_FINAL_TYPE (SpProvider, sp_provider, G_TYPE_OBJECT)

SpMxEntry *
sp_mx_entry_new (uint16_t priority, const char *host)
{
  SpMxEntry *self = g_new0 (SpMxEntry, 1);

  self->priority = priority;
  self->host = g_strdup (host);
  return self;
}

void
sp_mx_entry_free (SpMxEntry *self)
{
  g_free (self->host);
  g_free (self);
}

void
sp_mx_set_free (SpMxSet *self)
{
  g_free (self->id);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

void
sp_provider_record_free (SpProviderRecord *self)
{
  g_free (self->purpose);
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

void
sp_set_choice_free (SpSetChoice *self)
{
  g_free (self->value);
  g_free (self->label);
  g_clear_pointer (&self->sets, g_hash_table_unref);
  g_free (self);
}

void
sp_set_key_free (SpSetKey *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->where);
  g_free (self->pattern);
  g_free (self->fallback);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
}

void
sp_client_server_free (SpClientServer *self)
{
  g_free (self->protocol);
  g_free (self->host);
  g_free (self->security);
  g_free (self);
}

static guint
match_patterns (GPtrArray *patterns, const SpName *name)
{
  guint best = 0;

  for (guint i = 0; i < patterns->len; i++)
    {
      const SpHostPattern *pattern = g_ptr_array_index (patterns, i);

      if (sp_host_pattern_get_weight (pattern) > best && sp_host_pattern_matches (pattern, name))
        best = sp_host_pattern_get_weight (pattern);
    }
  return best;
}

static const SpSetChoice *
find_choice (const SpSetKey *key, const char *value)
{
  for (guint i = 0; key->choices != NULL && i < key->choices->len; i++)
    {
      const SpSetChoice *choice = g_ptr_array_index (key->choices, i);

      if (g_str_equal (choice->value, value))
        return choice;
    }
  return NULL;
}

static const char *
get_value (const SpSetKey *key, GHashTable *values)
{
  const char *value = values != NULL ? g_hash_table_lookup (values, key->key) : NULL;

  return value != NULL ? value : key->fallback;
}

static const char *
look_up_choice (SpProvider *self, const char *name, GHashTable *values)
{
  for (guint i = 0; i < self->set_keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (self->set_keys, i);
      const char *value = get_value (key, values);
      const SpSetChoice *choice = value != NULL ? find_choice (key, value) : NULL;

      if (choice != NULL && g_hash_table_contains (choice->sets, name))
        return g_hash_table_lookup (choice->sets, name);
    }
  return NULL;
}

/* What stands for a placeholder other than the domain: a value that was given, what follows from
 * a choice, or a fallback. */
static const char *
look_up_placeholder (SpProvider *self, const char *name, GHashTable *values)
{
  const SpSetKey *own = sp_provider_find_set_key (self, name);
  const char *given = own != NULL && values != NULL ? g_hash_table_lookup (values, name) : NULL;
  const char *chosen = given == NULL ? look_up_choice (self, name, values) : NULL;

  if (given != NULL)
    return given;
  if (chosen != NULL)
    return chosen;
  return own != NULL ? own->fallback : NULL;
}

/* Panels show host names with a final dot, and people copy it; no value means anything by it. */
static char *
dup_without_final_dot (const char *value)
{
  gsize length = value != NULL ? strlen (value) : 0;

  if (length > 1 && value[length - 1] == '.')
    return g_strndup (value, length - 1);
  return g_strdup (value);
}

static char *
dup_placeholder (SpProvider *self, const char *name, const SpName *domain, GHashTable *values)
{
  if (g_str_equal (name, "domain"))
    return domain != NULL ? g_strdup (sp_name_get_text (domain)) : NULL;
  if (g_str_equal (name, "domain-dashes"))
    return domain != NULL ? g_strdelimit (g_strdup (sp_name_get_text (domain)), ".", '-') : NULL;
  return dup_without_final_dot (look_up_placeholder (self, name, values));
}

static void
sp_provider_finalize (GObject *object)
{
  SpProvider *self = SP_PROVIDER (object);

  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->mx_sets, g_ptr_array_unref);
  g_clear_pointer (&self->mx_patterns, g_ptr_array_unref);
  g_clear_pointer (&self->mx_shared, g_ptr_array_unref);
  g_clear_pointer (&self->host_patterns, g_ptr_array_unref);
  g_clear_pointer (&self->spf_own, g_ptr_array_unref);
  g_clear_pointer (&self->spf_others, g_ptr_array_unref);
  g_strfreev (self->mx_suffixes);
  g_strfreev (self->spf_terms);
  g_strfreev (self->spf_accepts);
  g_free (self->spf_ending);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_strfreev (self->other_selectors);
  g_clear_pointer (&self->set_keys, g_ptr_array_unref);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_strfreev (self->support_urls);
  g_free (self->import_url);

  G_OBJECT_CLASS (sp_provider_parent_class)->finalize (object);
}

static void
sp_provider_class_init (SpProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_provider_finalize;
}

static void
sp_provider_init (SpProvider *self)
{
  self->mx_sets = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_mx_set_free);
  self->mx_shared = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  self->mx_patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  self->host_patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  self->spf_own = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  self->spf_others = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_provider_record_free);
  self->set_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_set_key_free);
  self->clients = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_client_server_free);
}

/**
 * sp_provider_kind_to_string:
 * @kind: a kind
 *
 * Returns: its word in data files and JSON
 */
const char *
sp_provider_kind_to_string (SpProviderKind kind)
{
  switch (kind)
    {
    case SP_PROVIDER_HOSTING:
      return "hosting";
    case SP_PROVIDER_FORWARDING:
      return "forwarding";
    case SP_PROVIDER_FILTER:
      return "filter";
    case SP_PROVIDER_SELF_HOSTED:
      return "self-hosted";
    case SP_PROVIDER_OWN:
      return "own";
    case SP_PROVIDER_SPARE:
      return "spare";
    case SP_PROVIDER_SENDING:
      return "sending";
    case SP_PROVIDER_CONSUMER:
      return "consumer";
    case SP_PROVIDER_PARKED:
      return "parked";
    }
  g_return_val_if_reached ("hosting");
}

/**
 * sp_alone_to_string:
 * @alone: what the provider says of other MX records
 *
 * Returns: its word in data files and JSON
 */
const char *
sp_alone_to_string (SpAlone alone)
{
  switch (alone)
    {
    case SP_ALONE_UNKNOWN:
      return "unknown";
    case SP_ALONE_PREFERRED:
      return "preferred";
    case SP_ALONE_REQUIRED:
      return "required";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * sp_set_key_accepts:
 * @self: a key
 * @value: a value as typed; may be hostile
 *
 * Returns: whether the whole of @value matches the key's pattern
 */
gboolean
sp_set_key_accepts (const SpSetKey *self, const char *value)
{
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *whole = NULL;

  if (strlen (value) > MAX_SET_VALUE || !g_utf8_validate (value, -1, NULL))
    return FALSE;
  whole = g_strdup_printf ("\\A(?:%s)\\z", self->pattern);
  regex = g_regex_new (whole, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  return regex != NULL && g_regex_match (regex, value, G_REGEX_MATCH_DEFAULT, NULL);
}

const char *
sp_provider_get_id (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->id;
}

/**
 * sp_provider_get_name:
 * @self: a provider
 *
 * Returns: its name as people know it; a brand, so never translated
 */
const char *
sp_provider_get_name (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->name;
}

SpProviderKind
sp_provider_get_kind (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), SP_PROVIDER_HOSTING);
  return self->kind;
}

SpAlone
sp_provider_get_alone (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), SP_ALONE_UNKNOWN);
  return self->alone;
}

/**
 * sp_provider_is_recognise_only:
 * @self: a provider
 *
 * Returns: whether too little is known to make records for it
 */
gboolean
sp_provider_is_recognise_only (SpProvider *self)
{
  return sp_provider_get_current_mx_set (self) == NULL;
}

/**
 * sp_provider_get_mx_sets:
 * @self: a provider
 *
 * Returns: (transfer none) (element-type SpMxSet): the documented sets, old ones too
 */
GPtrArray *
sp_provider_get_mx_sets (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->mx_sets;
}

/**
 * sp_provider_get_current_mx_set:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): the set to publish now
 */
SpMxSet *
sp_provider_get_current_mx_set (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);

  for (guint i = 0; i < self->mx_sets->len; i++)
    {
      SpMxSet *set = g_ptr_array_index (self->mx_sets, i);

      if (set->is_current)
        return set;
    }
  return NULL;
}

/**
 * sp_provider_get_mx_suffixes:
 * @self: a provider
 *
 * Returns: (transfer none): patterns of the names of its MX hosts, for showing; to compare, use
 *   [method@Provider.is_mx_host]
 */
const char *const *
sp_provider_get_mx_suffixes (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return (const char *const *) self->mx_suffixes;
}

/**
 * sp_provider_get_spf_terms:
 * @self: a provider
 *
 * Returns: (transfer none): terms to publish, such as "include:_spf.google.com"; they may hold
 *   placeholders
 */
const char *const *
sp_provider_get_spf_terms (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return (const char *const *) self->spf_terms;
}

/**
 * sp_provider_get_spf_accepts:
 * @self: a provider
 *
 * Returns: (transfer none): patterns of names whose inclusion means this provider, besides those
 *   of the terms: older ones, other regions
 */
const char *const *
sp_provider_get_spf_accepts (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return (const char *const *) self->spf_accepts;
}

/**
 * sp_provider_get_spf_ending:
 * @self: a provider
 *
 * Returns: (nullable): how the provider's own example ends, such as "~all"
 */
const char *
sp_provider_get_spf_ending (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->spf_ending;
}

/**
 * sp_provider_is_spf_guess:
 * @self: a provider
 *
 * Returns: whether no source was found for its SPF terms
 */
gboolean
sp_provider_is_spf_guess (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), FALSE);
  return self->is_spf_guess;
}

/**
 * sp_provider_get_records:
 * @self: a provider
 *
 * Returns: (transfer none) (element-type SpProviderRecord): what else it wants published
 */
GPtrArray *
sp_provider_get_records (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->records;
}

/**
 * sp_provider_dup_dkim_selectors:
 * @self: a provider
 * @values: (nullable) (element-type utf8 utf8): the `--set` values
 *
 * The key names at which the provider's DKIM keys are found (RFC 6376 §3.1): those it wants
 * published now and those it used before. Names that hold a value nobody gave are left out.
 *
 * Returns: (transfer full): selectors, without "._domainkey"
 */
char **
sp_provider_dup_dkim_selectors (SpProvider *self, GHashTable *values)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (self->records, i);
      g_autofree char *name = NULL;

      if (!g_str_equal (record->purpose, "dkim"))
        continue;
      name = sp_provider_expand (self, record->name, NULL, values);
      if (name != NULL && g_str_has_suffix (name, "._domainkey"))
        g_strv_builder_take (builder, g_strndup (name, strlen (name) - strlen ("._domainkey")));
    }
  g_strv_builder_addv (builder, (const char **) self->other_selectors);
  return g_strv_builder_end (builder);
}

/**
 * sp_provider_get_set_keys:
 * @self: a provider
 *
 * Returns: (transfer none) (element-type SpSetKey): what may be given with `--set`: the
 *   provider's own keys first, then those that every provider has
 */
GPtrArray *
sp_provider_get_set_keys (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->set_keys;
}

/**
 * sp_provider_find_set_key:
 * @self: a provider
 * @key: a key
 *
 * Returns: (transfer none) (nullable): what is known of the key
 */
const SpSetKey *
sp_provider_find_set_key (SpProvider *self, const char *key)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);

  for (guint i = 0; i < self->set_keys->len; i++)
    {
      const SpSetKey *set_key = g_ptr_array_index (self->set_keys, i);

      if (g_str_equal (set_key->key, key))
        return set_key;
    }
  return NULL;
}

/**
 * sp_provider_get_clients:
 * @self: a provider
 *
 * Returns: (transfer none) (element-type SpClientServer): where mail programs connect
 */
GPtrArray *
sp_provider_get_clients (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->clients;
}

const char *const *
sp_provider_get_support_urls (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return (const char *const *) self->support_urls;
}

/**
 * sp_provider_get_import_url:
 * @self: a provider
 *
 * Returns: (nullable): the provider's own page or tool for bringing old mail along
 */
const char *
sp_provider_get_import_url (SpProvider *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);
  return self->import_url;
}

guint
sp_provider_match_mx (SpProvider *self, const SpName *host)
{
  return match_patterns (self->mx_patterns, host);
}

guint
sp_provider_match_host (SpProvider *self, const SpName *host)
{
  return MAX (match_patterns (self->mx_patterns, host), match_patterns (self->host_patterns, host));
}

guint
sp_provider_match_spf (SpProvider *self, const SpName *include)
{
  /* Who tells customers to publish a name has more right to it than who only accepts it. */
  return MAX (2 * match_patterns (self->spf_own, include),
              match_patterns (self->spf_others, include));
}

/**
 * sp_provider_is_mx_host:
 * @self: a provider
 * @host: target of an MX record
 *
 * Returns: whether the name is one of the provider's mail servers; to find the provider of a
 *   host use [method@Catalog.recognise_mx], which knows who has the more exact claim
 */
gboolean
sp_provider_is_mx_host (SpProvider *self, const SpName *host)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), FALSE);
  return sp_provider_match_mx (self, host) > 0 || match_patterns (self->mx_shared, host) > 0;
}

/**
 * sp_provider_is_known_host:
 * @self: a provider
 * @host: any host name, such as the target of an autodiscover or a DKIM alias
 *
 * Returns: whether the name is one of the provider's
 */
gboolean
sp_provider_is_known_host (SpProvider *self, const SpName *host)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), FALSE);
  return sp_provider_match_host (self, host) > 0;
}

/**
 * sp_provider_is_spf_include:
 * @self: a provider
 * @include: target of an include, redirect or `a` in an SPF record
 *
 * Returns: whether a record with it allows the provider to send, as far as names tell: also where
 *   the name belongs to a parent company, for which [method@Catalog.recognise_spf] gives another
 *   provider
 */
gboolean
sp_provider_is_spf_include (SpProvider *self, const SpName *include)
{
  g_return_val_if_fail (SP_IS_PROVIDER (self), FALSE);
  return sp_provider_match_spf (self, include) > 0;
}

/**
 * sp_provider_expand:
 * @self: a provider
 * @template: a text with placeholders in braces
 * @domain: (nullable): the customer's mail domain
 * @values: (nullable) (element-type utf8 utf8): the `--set` values
 *
 * Fills in `{domain}`, `{domain-dashes}` (dots become dashes), the provider's `--set` keys (their
 * fallback if no value was given) and what follows from a choice. Values are taken as they are
 * but for a final dot: check them with [func@set_key_accepts] first.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if a value is not known
 */
char *
sp_provider_expand (SpProvider *self, const char *template, const SpName *domain,
                    GHashTable *values)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = template;
  const char *open;

  g_return_val_if_fail (SP_IS_PROVIDER (self), NULL);

  while ((open = strchr (at, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (close == NULL)
        break;
      name = g_strndup (open + 1, (gsize) (close - open - 1));
      value = dup_placeholder (self, name, domain, values);
      if (value == NULL)
        return NULL;
      g_string_append_len (out, at, open - at);
      g_string_append (out, value);
      at = close + 1;
    }
  g_string_append (out, at);
  return g_string_free_and_steal (g_steal_pointer (&out));
}
