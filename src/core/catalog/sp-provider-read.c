/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-provider-private.h"
#include "core/catalog/sp-schema.h"

#include <string.h>

static const SpSchemaWord kind_words[] = {
  { "hosting", SP_PROVIDER_HOSTING }, { "forwarding", SP_PROVIDER_FORWARDING },
  { "filter", SP_PROVIDER_FILTER },   { "self-hosted", SP_PROVIDER_SELF_HOSTED },
  { "own", SP_PROVIDER_OWN },         { "spare", SP_PROVIDER_SPARE },
  { "sending", SP_PROVIDER_SENDING }, { "consumer", SP_PROVIDER_CONSUMER },
  { "parked", SP_PROVIDER_PARKED },   { NULL, 0 },
};

static const SpSchemaWord alone_words[] = {
  { "unknown", SP_ALONE_UNKNOWN },
  { "preferred", SP_ALONE_PREFERRED },
  { "required", SP_ALONE_REQUIRED },
  { NULL, 0 },
};

static const SpSchemaWord type_words[] = {
  { "A", SP_RR_A }, { "CNAME", SP_RR_CNAME }, { "TXT", SP_RR_TXT }, { "SRV", SP_RR_SRV },
  { NULL, 0 },
};

static const char *const purposes[] = { "address", "autodiscover", "dkim",         "dmarc",
                                        "mta-sts", "return-path",  "verification", NULL };
static const char *const protocols[] = { "imap", "pop", "smtp", NULL };
static const char *const securities[] = { "tls", "starttls", NULL };
static const char *const endings[] = { "-all", "~all", "?all", NULL };

static const char *
get_one_of (SpSchema *schema, JsonObject *object, const char *key, const char *const *allowed)
{
  const char *text = sp_schema_get_string (schema, object, key);

  if (!g_strv_contains (allowed, text))
    sp_schema_fail (schema, object, key, "is none of the words that are known here");
  return text;
}

static gboolean
is_placeholder_known (SpProvider *self, const char *name)
{
  if (g_str_equal (name, "domain") || g_str_equal (name, "domain-dashes")
      || sp_provider_find_set_key (self, name) != NULL)
    return TRUE;
  for (guint i = 0; i < self->set_keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (self->set_keys, i);
      const SpSetChoice *first = key->choices != NULL ? g_ptr_array_index (key->choices, 0) : NULL;

      if (first != NULL && g_hash_table_contains (first->sets, name))
        return TRUE;
    }
  return FALSE;
}

static void
check_placeholders (SpProvider *self, SpSchema *schema, JsonObject *object, const char *key,
                    const char *template)
{
  const char *at = template;

  while ((at = strpbrk (at, "{}")) != NULL)
    {
      const char *close = *at == '{' ? strpbrk (at + 1, "{}") : NULL;
      g_autofree char *name = NULL;

      if (close == NULL || *close != '}')
        {
          sp_schema_fail (schema, object, key, "has a brace without its partner");
          return;
        }
      name = g_strndup (at + 1, (gsize) (close - at - 1));
      if (!is_placeholder_known (self, name))
        sp_schema_fail (schema, object, key, "has {%s}, which nothing fills", name);
      at = close + 1;
    }
}

static const char *
get_template (SpProvider *self, SpSchema *schema, JsonObject *object, const char *key)
{
  const char *text = sp_schema_get_string (schema, object, key);

  check_placeholders (self, schema, object, key, text);
  return text;
}

static void
read_choice (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpSetKey *key = user_data;
  g_autoptr (SpSetChoice) choice = g_new0 (SpSetChoice, 1);
  JsonObject *sets = sp_schema_get_object (schema, object, "sets");
  g_autoptr (GList) members = sets != NULL ? json_object_get_members (sets) : NULL;

  sp_schema_allow (schema, object, "value label sets");
  choice->value = g_strdup (sp_schema_get_string (schema, object, "value"));
  choice->label = g_strdup (sp_schema_get_string (schema, object, "label"));
  choice->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (GList *at = members; at != NULL; at = at->next)
    g_hash_table_insert (choice->sets, g_strdup (at->data),
                         g_strdup (sp_schema_get_string (schema, sets, at->data)));
  if (key->choices->len > 0)
    {
      const SpSetChoice *first = g_ptr_array_index (key->choices, 0);

      for (GList *at = members; at != NULL; at = at->next)
        {
          if (!g_hash_table_contains (first->sets, at->data))
            sp_schema_fail (schema, sets, at->data, "is not set by the first choice");
        }
    }
  if (!sp_set_key_accepts (key, choice->value))
    sp_schema_fail (schema, object, "value", "does not match the pattern of its key");
  g_ptr_array_add (key->choices, g_steal_pointer (&choice));
}

/* A template must be fillable whatever was chosen, if need be by asking. */
static void
check_choices (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  for (guint i = 0; i < self->set_keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (self->set_keys, i);
      guint n_choices = key->choices != NULL ? key->choices->len : 0;

      for (guint j = 1; j < n_choices; j++)
        {
          const SpSetChoice *first = g_ptr_array_index (key->choices, 0);
          const SpSetChoice *choice = g_ptr_array_index (key->choices, j);
          GHashTableIter iter;
          gpointer name;

          g_hash_table_iter_init (&iter, first->sets);
          while (g_hash_table_iter_next (&iter, &name, NULL))
            if (!g_hash_table_contains (choice->sets, name)
                && sp_provider_find_set_key (self, name) == NULL)
              sp_schema_fail (schema, root, "set", "has the choice %s, which does not set %s",
                              choice->value, (char *) name);
        }
    }
}

static void
read_set_key (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpProvider *self = user_data;
  g_autoptr (SpSetKey) key = g_new0 (SpSetKey, 1);
  g_autoptr (GRegex) regex = NULL;

  sp_schema_allow (schema, object, "key label where pattern fallback required choices");
  key->key = g_strdup (sp_schema_get_string (schema, object, "key"));
  key->label = g_strdup (sp_schema_get_string (schema, object, "label"));
  key->where = g_strdup (sp_schema_get_string (schema, object, "where"));
  key->pattern = g_strdup (sp_schema_get_string (schema, object, "pattern"));
  key->fallback = g_strdup (sp_schema_get_optional_string (schema, object, "fallback"));
  key->is_required = sp_schema_get_flag (schema, object, "required");
  regex = g_regex_new (key->pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  if (regex == NULL)
    sp_schema_fail (schema, object, "pattern", "is no regular expression");
  if (key->fallback != NULL && !sp_set_key_accepts (key, key->fallback))
    sp_schema_fail (schema, object, "fallback", "does not match the pattern");
  if (sp_provider_find_set_key (self, key->key) != NULL)
    sp_schema_fail (schema, object, "key", "stands twice");
  if (sp_schema_has (schema, object, "choices"))
    {
      key->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_set_choice_free);
      sp_schema_each (schema, object, "choices", read_choice, key);
      if (key->choices->len == 0)
        sp_schema_fail (schema, object, "choices", "is empty");
    }
  if (key->choices != NULL && key->choices->len == 0)
    g_clear_pointer (&key->choices, g_ptr_array_unref);
  g_ptr_array_add (self->set_keys, g_steal_pointer (&key));
}

/* Keys such as "spare" that every provider has: one file for all. */
static void
read_common_keys (SpProvider *self, GBytes *bytes, SpSchema *schema)
{
  g_autoptr (SpSchema) common = sp_schema_new ("set-keys.json", bytes);
  g_autoptr (GError) error = NULL;
  JsonObject *root = sp_schema_get_root (common);

  sp_schema_allow (common, root, "set");
  sp_schema_each (common, root, "set", read_set_key, self);
  if (!sp_schema_finish (common, &error))
    sp_schema_fail (schema, NULL, NULL, "%s", error->message);
}

static void
read_recognised (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  GPtrArray *into = user_data;

  sp_schema_allow (schema, object, "hosts trust source");
  sp_schema_get_trust (schema, object);
  g_ptr_array_extend_and_steal (into, sp_schema_dup_patterns (schema, object, "hosts"));
}

/* A reseller's customers have hosts by which the maker is recognised. */
static void
read_mx_recognised (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpProvider *self = user_data;
  gboolean is_shared = sp_schema_get_flag (schema, object, "shared");

  sp_schema_allow (schema, object, "hosts shared trust source");
  sp_schema_get_trust (schema, object);
  g_ptr_array_extend_and_steal (is_shared ? self->mx_shared : self->mx_patterns,
                                sp_schema_dup_patterns (schema, object, "hosts"));
}

static void
read_mx_host (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  GPtrArray *entries = user_data;
  uint16_t priority;

  sp_schema_allow (schema, object, "priority host");
  priority = (uint16_t) sp_schema_get_number (schema, object, "priority", 0, G_MAXUINT16, -1);
  g_ptr_array_add (entries,
                   sp_mx_entry_new (priority, sp_schema_get_string (schema, object, "host")));
}

static void
check_mx_host (SpProvider *self, SpSchema *schema, JsonObject *object, const char *host)
{
  g_autoptr (SpName) name = NULL;

  check_placeholders (self, schema, object, "hosts", host);
  if (strchr (host, '{') != NULL)
    return;
  name = sp_name_parse (host, NULL);
  if (name == NULL || !sp_name_is_hostname (name))
    sp_schema_fail (schema, object, "hosts", "has \"%s\", which is no host name", host);
  else if (sp_provider_match_mx (self, name) == 0)
    sp_schema_fail (schema, object, "hosts", "has \"%s\", which \"recognise\" does not know", host);
}

static void
read_mx_set (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpProvider *self = user_data;
  g_autoptr (SpMxSet) set = g_new0 (SpMxSet, 1);

  sp_schema_allow (schema, object, "id current trust source guessed_numbers hosts");
  set->id = g_strdup (sp_schema_get_string (schema, object, "id"));
  set->is_current = sp_schema_get_flag (schema, object, "current");
  set->trust = sp_schema_get_trust (schema, object);
  set->has_guessed_numbers = sp_schema_get_flag (schema, object, "guessed_numbers");
  set->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_mx_entry_free);
  sp_schema_each (schema, object, "hosts", read_mx_host, set->entries);
  if (set->entries->len == 0)
    sp_schema_fail (schema, object, "hosts", "is empty");
  for (guint i = 0; i < set->entries->len; i++)
    {
      const SpMxEntry *entry = g_ptr_array_index (set->entries, i);

      check_mx_host (self, schema, object, entry->host);
    }
  g_ptr_array_add (self->mx_sets, g_steal_pointer (&set));
}

static void
read_mx (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *mx = sp_schema_get_object (schema, root, "mx");
  g_autoptr (GStrvBuilder) suffixes = g_strv_builder_new ();

  sp_schema_allow (schema, mx, "recognise sets");
  sp_schema_each (schema, mx, "recognise", read_mx_recognised, self);
  sp_schema_each (schema, mx, "sets", read_mx_set, self);
  for (guint i = 0; i < self->mx_patterns->len; i++)
    g_strv_builder_add (suffixes, sp_host_pattern_get_text (self->mx_patterns->pdata[i]));
  self->mx_suffixes = g_strv_builder_end (suffixes);
}

/* The name behind a term: "include:x" and "a:x" → "x"; %NULL for a bare "mx". */
static const char *
get_term_name (const char *term)
{
  const char *sign = strpbrk (term, ":=");

  return sign != NULL ? sign + 1 : NULL;
}

static void
add_spf_pattern (GPtrArray *into, SpSchema *schema, JsonObject *spf, const char *key,
                 const char *name)
{
  SpHostPattern *pattern;

  if (name == NULL || strchr (name, '{') != NULL)
    return;
  pattern = sp_host_pattern_new (name);
  if (pattern == NULL)
    sp_schema_fail (schema, spf, key, "has \"%s\", which is no host pattern", name);
  else
    g_ptr_array_add (into, pattern);
}

static void
read_spf (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *spf = sp_schema_get_object (schema, root, "spf");
  gboolean is_shared = spf != NULL && sp_schema_get_flag (schema, spf, "shared");

  sp_schema_allow (schema, spf, "terms accepts ending shared trust source");
  self->spf_terms = sp_schema_dup_strings (schema, spf, "terms");
  self->spf_accepts = sp_schema_dup_strings (schema, spf, "accepts");
  if (spf == NULL)
    return;
  self->is_spf_guess = sp_schema_get_trust (schema, spf) == SP_TRUST_GUESS;
  if (sp_schema_has (schema, spf, "ending"))
    self->spf_ending = g_strdup (get_one_of (schema, spf, "ending", endings));
  for (gsize i = 0; self->spf_terms[i] != NULL; i++)
    {
      check_placeholders (self, schema, spf, "terms", self->spf_terms[i]);
      add_spf_pattern (is_shared ? self->spf_others : self->spf_own, schema, spf, "terms",
                       get_term_name (self->spf_terms[i]));
    }
  for (gsize i = 0; self->spf_accepts[i] != NULL; i++)
    add_spf_pattern (self->spf_others, schema, spf, "accepts", self->spf_accepts[i]);
}

static void
read_record (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpProvider *self = user_data;
  g_autoptr (SpProviderRecord) record = g_new0 (SpProviderRecord, 1);
  gboolean is_srv;

  sp_schema_allow (schema, object,
                   "purpose type name value priority weight port required trust source");
  record->purpose = g_strdup (get_one_of (schema, object, "purpose", purposes));
  record->type = (SpRrType) sp_schema_get_word (schema, object, "type", type_words);
  record->name = g_strdup (get_template (self, schema, object, "name"));
  record->value = g_strdup (get_template (self, schema, object, "value"));
  record->is_required = sp_schema_get_flag (schema, object, "required");
  record->trust = sp_schema_get_trust (schema, object);
  is_srv = record->type == SP_RR_SRV;
  if (is_srv)
    {
      record->priority = (uint16_t) sp_schema_get_number (schema, object, "priority", 0,
                                                          G_MAXUINT16, -1);
      record->weight = (uint16_t) sp_schema_get_number (schema, object, "weight", 0, G_MAXUINT16,
                                                        -1);
      record->port = (uint16_t) sp_schema_get_number (schema, object, "port", 0, G_MAXUINT16, -1);
    }
  else if (sp_schema_has (schema, object, "port"))
    sp_schema_fail (schema, object, "port", "belongs to SRV records only");
  if (g_str_equal (record->purpose, "dkim") && !g_str_has_suffix (record->name, "._domainkey"))
    sp_schema_fail (schema, object, "name", "does not end in ._domainkey");
  g_ptr_array_add (self->records, g_steal_pointer (&record));
}

static void
read_client (SpSchema *schema, JsonObject *object, gpointer user_data)
{
  SpProvider *self = user_data;
  g_autoptr (SpClientServer) client = g_new0 (SpClientServer, 1);

  sp_schema_allow (schema, object, "protocol host port security trust source");
  client->protocol = g_strdup (get_one_of (schema, object, "protocol", protocols));
  client->host = g_strdup (get_template (self, schema, object, "host"));
  client->port = (uint16_t) sp_schema_get_number (schema, object, "port", 1, G_MAXUINT16, -1);
  client->security = g_strdup (get_one_of (schema, object, "security", securities));
  client->trust = sp_schema_get_trust (schema, object);
  g_ptr_array_add (self->clients, g_steal_pointer (&client));
}

static void
read_alone (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *alone = sp_schema_get_object (schema, root, "alone");

  if (alone == NULL)
    return;
  sp_schema_allow (schema, alone, "value trust source");
  self->alone = (SpAlone) sp_schema_get_word (schema, alone, "value", alone_words);
  sp_schema_get_trust (schema, alone);
}

static void
read_selectors (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *selectors = sp_schema_get_object (schema, root, "dkim_selectors");

  sp_schema_allow (schema, selectors, "also trust source");
  if (selectors != NULL)
    sp_schema_get_trust (schema, selectors);
  self->other_selectors = sp_schema_dup_strings (schema, selectors, "also");
}

static void
check_urls (SpProvider *self, SpSchema *schema, JsonObject *root)
{
  for (gsize i = 0; self->support_urls[i] != NULL; i++)
    {
      if (!g_str_has_prefix (self->support_urls[i], "https://"))
        sp_schema_fail (schema, root, "support", "has an address that is not https");
    }
  if (self->import_url != NULL && !g_str_has_prefix (self->import_url, "https://"))
    sp_schema_fail (schema, root, "import", "is an address that is not https");
}

static void
check_file_name (SpProvider *self, SpSchema *schema, JsonObject *root, const char *file)
{
  g_autofree char *expected = g_strconcat (self->id, ".json", NULL);
  g_autofree char *base = g_path_get_basename (file);

  if (!g_str_equal (expected, base))
    sp_schema_fail (schema, root, "id", "differs from the name of the file");
  for (const char *at = self->id; *at != '\0'; at++)
    {
      if (!g_ascii_islower (*at) && !g_ascii_isdigit (*at) && *at != '-')
        sp_schema_fail (schema, root, "id", "has other characters than a-z, 0-9 and -");
    }
}

/**
 * sp_provider_new_from_json:
 * @file: name of the data file, for messages
 * @bytes: what is in it
 * @common_keys: (nullable): the data file with the keys that every provider has
 * @error: return location for %SP_CATALOG_ERROR_SCHEMA
 *
 * Returns: (transfer full) (nullable): the provider or sending service
 */
SpProvider *
sp_provider_new_from_json (const char *file, GBytes *bytes, GBytes *common_keys, GError **error)
{
  g_autoptr (SpProvider) self = g_object_new (SP_TYPE_PROVIDER, NULL);
  g_autoptr (SpSchema) schema = sp_schema_new (file, bytes);
  JsonObject *root = sp_schema_get_root (schema);
  JsonObject *hosts = NULL;

  sp_schema_allow (schema, root,
                   "id name kind sources alone mx hosts spf records dkim_selectors set clients "
                   "support import");
  sp_schema_read_sources (schema, root);
  self->id = g_strdup (sp_schema_get_string (schema, root, "id"));
  self->name = g_strdup (sp_schema_get_string (schema, root, "name"));
  self->kind = (SpProviderKind) sp_schema_get_word (schema, root, "kind", kind_words);
  check_file_name (self, schema, root, file);
  sp_schema_each (schema, root, "set", read_set_key, self);
  check_choices (self, schema, root);
  if (common_keys != NULL)
    read_common_keys (self, common_keys, schema);
  read_alone (self, schema, root);
  read_mx (self, schema, root);
  hosts = sp_schema_get_object (schema, root, "hosts");
  if (hosts != NULL)
    read_recognised (schema, hosts, self->host_patterns);
  read_spf (self, schema, root);
  sp_schema_each (schema, root, "records", read_record, self);
  read_selectors (self, schema, root);
  sp_schema_each (schema, root, "clients", read_client, self);
  self->support_urls = sp_schema_dup_strings (schema, root, "support");
  self->import_url = g_strdup (sp_schema_get_fact (schema, root, "import", NULL));
  check_urls (self, schema, root);
  if (!sp_schema_finish (schema, error))
    return NULL;
  return g_steal_pointer (&self);
}
