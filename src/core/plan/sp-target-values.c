/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-values.h"

#include <string.h>

/* Values are pasted by people: longer ones than any record are not looked at. */
#define MAX_VALUE 8192

static void
take_given (SpTarget *target, SpProvider *provider, GHashTable *given, GHashTable *values)
{
  GHashTableIter iter;
  gpointer key, value;

  if (provider == NULL || given == NULL)
    return;
  g_hash_table_iter_init (&iter, given);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const SpSetKey *set_key = sp_provider_find_set_key (provider, key);

      if (set_key == NULL || strlen (value) > MAX_VALUE || !sp_set_key_accepts (set_key, value))
        continue;
      g_hash_table_replace (values, g_strdup (key), g_strdup (value));
      g_hash_table_add (target->given, g_strdup (key));
    }
}

typedef struct {
  GRegex *regex;
  GPtrArray *keys; /* one a group */
} Template;

static void
template_clear (Template *self)
{
  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Template, template_clear)

static void
append_literal (GString *pattern, const char *text, gssize length)
{
  g_autofree char *escaped = g_regex_escape_string (text, length < 0 ? (int) strlen (text)
                                                                     : (int) length);

  g_string_append (pattern, escaped);
}

/* Whether the person settled a placeholder: its own key, or the choice that it follows from. */
static gboolean
is_settled (SpTarget *target, SpProvider *provider, const char *name)
{
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  if (g_str_has_prefix (name, "domain") || g_hash_table_contains (target->given, name))
    return TRUE;
  for (guint i = 0; i < keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (keys, i);

      if (!g_hash_table_contains (target->given, key->key))
        continue;
      for (guint j = 0; key->choices != NULL && j < key->choices->len; j++)
        {
          const SpSetChoice *choice = g_ptr_array_index (key->choices, j);

          if (choice->sets != NULL && g_hash_table_contains (choice->sets, name))
            return TRUE;
        }
    }
  return FALSE;
}

/* Turns "mx.{region}" into a pattern with a group for each value that the person did not give. */
static void
template_init (Template *self, SpTarget *target, SpProvider *provider, const char *text)
{
  g_autoptr (GString) pattern = g_string_new ("^");
  const char *at = text;
  const char *open;

  self->keys = g_ptr_array_new_with_free_func (g_free);
  while ((open = strchr (at, '{')) != NULL && strchr (open, '}') != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *key = g_strndup (open + 1, close - open - 1);
      g_autofree char *placeholder = g_strndup (open, close - open + 1);
      g_autofree char *value = NULL;

      if (is_settled (target, provider, key))
        value = sp_provider_expand (provider, placeholder, target->domain, target->values);

      append_literal (pattern, at, open - at);
      if (value != NULL)
        append_literal (pattern, value, -1);
      else
        {
          g_string_append (pattern, "(.+)");
          g_ptr_array_add (self->keys, g_steal_pointer (&key));
        }
      at = close + 1;
    }
  append_literal (pattern, at, -1);
  g_string_append (pattern, "\\.?$");
  self->regex = g_regex_new (pattern->str,
                             G_REGEX_CASELESS | G_REGEX_DOTALL | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
}

static gboolean
template_match (Template *self, SpProvider *provider, const char *value, GHashTable *captured)
{
  g_autoptr (GMatchInfo) match = NULL;

  if (self->regex == NULL || strlen (value) > MAX_VALUE || !g_utf8_validate (value, -1, NULL)
      || !g_regex_match (self->regex, value, 0, &match))
    return FALSE;
  for (guint i = 0; i < self->keys->len; i++)
    {
      const char *key = g_ptr_array_index (self->keys, i);
      const SpSetKey *set_key = sp_provider_find_set_key (provider, key);
      g_autofree char *found = g_match_info_fetch (match, i + 1);

      if (found == NULL || (set_key != NULL && !sp_set_key_accepts (set_key, found)))
        return FALSE;
      if (captured != NULL && set_key != NULL)
        g_hash_table_replace (captured, g_strdup (key), g_strdup (found));
    }
  return TRUE;
}

static gboolean
has_row_for (GPtrArray *rows, const char *host)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_ascii_strcasecmp (((SpEditRow *) g_ptr_array_index (rows, i))->value, host) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
choice_fits (SpTarget *target, SpProvider *provider, const char *key, const char *choice,
             GHashTable *values, GPtrArray *rows)
{
  g_autoptr (GHashTable) trial = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (trial, name, value);
  g_hash_table_insert (trial, (gpointer) key, (gpointer) choice);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->entries->len; j++)
        {
          const SpMxEntry *entry = g_ptr_array_index (set->entries, j);
          g_autofree char *host = sp_provider_expand (provider, entry->host, target->domain, trial);

          if (host != NULL && strchr (entry->host, '{') != NULL && has_row_for (rows, host))
            return TRUE;
        }
    }
  return FALSE;
}

static void
infer_from_choices (SpTarget *target, SpProvider *provider, GHashTable *values, GPtrArray *rows)
{
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  for (guint i = 0; i < keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (keys, i);

      for (guint j = 0; key->choices != NULL && j < key->choices->len; j++)
        {
          const SpSetChoice *choice = g_ptr_array_index (key->choices, j);

          if (g_hash_table_contains (values, key->key))
            break;
          if (choice_fits (target, provider, key->key, choice->value, values, rows))
            g_hash_table_replace (values, g_strdup (key->key), g_strdup (choice->value));
        }
    }
}

static void
infer_from_hosts (SpTarget *target, SpProvider *provider, GHashTable *values, GPtrArray *rows)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->entries->len; j++)
        {
          const SpMxEntry *entry = g_ptr_array_index (set->entries, j);
          g_auto (Template) template = { NULL, NULL };

          template_init (&template, target, provider, entry->host);
          for (guint k = 0; k < rows->len && template.keys->len > 0; k++)
            {
              const SpEditRow *row = g_ptr_array_index (rows, k);
              g_autoptr (SpName) host = sp_name_parse (row->value, NULL);
              g_autoptr (GHashTable)
                captured = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
              GHashTableIter iter;
              gpointer key, value;

              if (host == NULL || !sp_provider_is_mx_host (provider, host)
                  || !template_match (&template, provider, row->value, captured))
                continue;
              g_hash_table_iter_init (&iter, captured);
              while (g_hash_table_iter_next (&iter, &key, &value))
                if (!g_hash_table_contains (values, key))
                  g_hash_table_insert (values, g_strdup (key), g_strdup (value));
            }
        }
    }
}

/**
 * sp_target_values_new:
 * @target: a target whose providers are known
 * @given: (nullable) (element-type utf8 utf8): the `--set` values
 *
 * Values that do not fit their pattern count as not given. What was not given may be told by
 * what is published: the region of a host name, a customer's own MX host.
 *
 * Returns: (transfer full) (element-type utf8 utf8): the values to work with
 */
GHashTable *
sp_target_values_new (SpTarget *target, GHashTable *given)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SpProvider *providers[] = { target->provider, target->filter };
  const SpPublishedSet *mx = sp_published_get (target->published, target->domain, SP_RR_MX);

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    take_given (target, providers[i], given, values);
  if (target->provider == NULL)
    take_given (target, sp_catalog_get_provider (target->catalog, "own-server"), given, values);
  target->values = values;
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    if (providers[i] != NULL)
      {
        infer_from_choices (target, providers[i], values, mx->rows);
        infer_from_hosts (target, providers[i], values, mx->rows);
      }
  return g_steal_pointer (&values);
}

/**
 * sp_target_template_matches:
 * @self: a target
 * @provider: whose template it is
 * @template: a value with placeholders
 * @value: a published value
 *
 * Returns: whether @value is what the template describes, whatever stands for the values that
 *   the person did not give
 */
gboolean
sp_target_template_matches (SpTarget *self, SpProvider *provider, const char *template,
                            const char *value)
{
  g_auto (Template) pattern = { NULL, NULL };

  template_init (&pattern, self, provider, template);
  return template_match (&pattern, provider, value, NULL);
}

/**
 * sp_target_expand:
 * @self: a target
 * @provider: whose template it is
 * @template: a text with placeholders
 *
 * Returns: (transfer full) (nullable): the text, %NULL if a value is not known
 */
char *
sp_target_expand (SpTarget *self, SpProvider *provider, const char *template)
{
  return sp_provider_expand (provider, template, self->domain, self->values);
}

/**
 * sp_target_get_value:
 * @self: a target
 * @key: a `--set` key
 *
 * Returns: (nullable): its value
 */
const char *
sp_target_get_value (SpTarget *self, const char *key)
{
  return g_hash_table_lookup (self->values, key);
}

static gboolean
has_need (SpTarget *self, const char *key)
{
  for (guint i = 0; i < self->needs->len; i++)
    if (g_str_equal (((SpNeed *) g_ptr_array_index (self->needs, i))->key, key))
      return TRUE;
  return FALSE;
}

/* Its own placeholder, or one that follows from the choice. */
static gboolean
fills (const SpSetKey *key, const char *template)
{
  const SpSetChoice *first = key->choices != NULL ? g_ptr_array_index (key->choices, 0) : NULL;
  g_autofree char *own = g_strdup_printf ("{%s}", key->key);
  GHashTableIter iter;
  gpointer name;

  if (strstr (template, own) != NULL)
    return TRUE;
  if (first == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, first->sets);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *placeholder = g_strdup_printf ("{%s}", (char *) name);

      if (strstr (template, placeholder) != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_target_offer_choices:
 * @self: a target
 * @provider: whose choices they are
 *
 * Lists the choices, such as a region, for which the plan takes the usual one.
 */
void
sp_target_offer_choices (SpTarget *self, SpProvider *provider)
{
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  for (guint i = 0; i < keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (keys, i);

      if (key->choices != NULL && key->fallback != NULL
          && !g_hash_table_contains (self->values, key->key) && !has_need (self, key->key))
        g_ptr_array_add (self->needs, sp_need_new (key));
    }
}

static gboolean
has_key (const SpWanted *wanted, const char *key)
{
  return g_ptr_array_find_with_equal_func (wanted->keys, key, g_str_equal, NULL);
}

static void
add_key (SpWanted *wanted, const char *key)
{
  if (!has_key (wanted, key))
    g_ptr_array_add (wanted->keys, g_strdup (key));
}

/**
 * sp_target_await:
 * @self: a target
 * @part: what the set is for
 * @id: id of the edit; a number is appended if another set waits under it
 * @why: code of the reason
 * @type: type of the set
 * @name: owner of the set, as far as it is known
 *
 * Names a set that cannot be written yet. It counts only if a value is asked for on its behalf.
 *
 * Returns: (transfer none): the awaited set, an older one if there is one with this id, name and
 *   type
 */
SpWanted *
sp_target_await (SpTarget *self, SpPart part, const char *id, const char *why, SpRrType type,
                 SpName *name)
{
  SpWanted *awaited;

  for (guint i = 0; i < self->awaited->len; i++)
    {
      awaited = g_ptr_array_index (self->awaited, i);
      if (awaited->type == type && sp_name_equal (awaited->name, name)
          && g_str_equal (awaited->id, id))
        return awaited;
    }
  awaited = sp_wanted_new (part, id, why, type, name);
  g_ptr_array_add (self->awaited, awaited);
  return awaited;
}

/**
 * sp_target_add_needs:
 * @self: a target
 * @awaited: the set that the values are for
 * @provider: whose template it is
 * @template: a text with placeholders that could not be filled in
 * @optional_too: whether to ask for values that the provider does not insist on
 *
 * Asks the person for the values that are missing.
 */
void
sp_target_add_needs (SpTarget *self, SpWanted *awaited, SpProvider *provider, const char *template,
                     gboolean optional_too)
{
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  for (guint i = 0; i < keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (keys, i);

      if (!fills (key, template) || g_hash_table_contains (self->values, key->key)
          || !(key->is_required || optional_too) || (key->fallback != NULL && !self->is_chosen))
        continue;
      add_key (awaited, key->key);
      if (!has_need (self, key->key))
        g_ptr_array_add (self->needs, sp_need_new (key));
    }
}

/* What was given, or may be given and for now has its usual value. */
static gboolean
is_in_use (SpTarget *self, const SpSetKey *key)
{
  return g_hash_table_contains (self->given, key->key)
         || (key->fallback != NULL && has_need (self, key->key));
}

static gboolean
is_template_of (SpTarget *self, SpProvider *provider, const SpWanted *wanted, const SpSetKey *key)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  GPtrArray *records = sp_provider_get_records (provider);
  const char *const *terms = sp_provider_get_spf_terms (provider);
  gboolean is_apex = sp_name_equal (wanted->name, self->domain);

  if (wanted->part == SP_PART_MX && is_apex && self->is_chosen)
    {
      for (guint i = 0; sets != NULL && i < sets->len; i++)
        {
          const SpMxSet *set = g_ptr_array_index (sets, i);

          for (guint j = 0; j < set->entries->len; j++)
            if (fills (key, ((const SpMxEntry *) g_ptr_array_index (set->entries, j))->host))
              return TRUE;
        }
      return g_str_equal (key->key, "spare");
    }
  if (wanted->part == SP_PART_POLICY)
    return g_str_equal (key->key, "dmarc-reports");
  for (gsize i = 0; is_apex && wanted->type == SP_RR_TXT && terms != NULL && terms[i] != NULL; i++)
    if (fills (key, terms[i]))
      return TRUE;
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);
      g_autofree char *labels = sp_target_expand (self, provider, record->name);
      g_autoptr (SpName) owner = NULL;

      if (labels == NULL || record->type != wanted->type)
        continue;
      owner = g_str_equal (labels, "@") ? sp_name_ref (self->domain)
                                        : sp_name_prepend (self->domain, labels);
      if (owner != NULL && sp_name_equal (owner, wanted->name)
          && (fills (key, record->name) || fills (key, record->value)))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_target_link_keys:
 * @self: a target that is filled
 *
 * Notes with each wanted set which values of the customer it is made of, so that they can be
 * looked at and corrected where they are used.
 */
void
sp_target_link_keys (SpTarget *self)
{
  SpProvider *providers[] = { self->provider, self->filter };

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      GPtrArray *keys = providers[i] != NULL ? sp_provider_get_set_keys (providers[i]) : NULL;

      for (guint j = 0; keys != NULL && j < keys->len; j++)
        {
          const SpSetKey *key = g_ptr_array_index (keys, j);

          if (!is_in_use (self, key))
            continue;
          for (guint k = 0; k < self->wanted->len; k++)
            {
              SpWanted *wanted = g_ptr_array_index (self->wanted, k);

              if (is_template_of (self, providers[i], wanted, key))
                add_key (wanted, key->key);
            }
        }
    }
}
