/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-dns-host-private.h"

#include "core/catalog/sp-host-pattern.h"

#include <string.h>

/* RFC 2181 §8: a TTL has 31 bits. */
#define MAX_TTL 2147483647

static const SpSchemaWord apex_words[] = {
  { "@", SP_APEX_AT },
  { "blank", SP_APEX_BLANK },
  { "full", SP_APEX_FULL },
  { NULL, 0 },
};

static const SpSchemaWord names_words[] = {
  { "relative", FALSE },
  { "full", TRUE },
  { NULL, 0 },
};

const SpSchemaWord sp_dot_words[] = {
  { "none", SP_DOT_NONE },
  { "optional", SP_DOT_OPTIONAL },
  { "required", SP_DOT_REQUIRED },
  { NULL, 0 },
};

static const SpSchemaWord priority_words[] = {
  { "field", SP_PRIORITY_FIELD },
  { "unlabelled", SP_PRIORITY_UNLABELLED },
  { "in-value", SP_PRIORITY_IN_VALUE },
  { "word", SP_PRIORITY_WORD },
  { NULL, 0 },
};

static const SpSchemaWord quote_words[] = {
  { "none", SP_QUOTE_NONE },
  { "required", SP_QUOTE_REQUIRED },
  { NULL, 0 },
};

static const SpSchemaWord null_mx_words[] = {
  { "accepted", SP_NULL_MX_ACCEPTED },
  { "refused", SP_NULL_MX_REFUSED },
  { NULL, 0 },
};

static const SpSchemaWord scope_words[] = {
  { "each", SP_TTL_EACH },
  { "zone", SP_TTL_ZONE },
  { "fixed", SP_TTL_FIXED },
  { NULL, 0 },
};

static const char *const label_fields[] = { "type",      "type-txt",    "type-spf", "name",
                                            "mx-name",   "txt-name",    "value",    "mx-value",
                                            "txt-value", "cname-value", "priority", "ttl",
                                            "add",       "edit",        "create",   "save",
                                            NULL };

static char *
dup_fact (SpDnsHost *self, SpSchema *schema, JsonObject *object, const char *key)
{
  SpTrust trust = SP_TRUST_GUESS;
  const char *value = sp_schema_get_fact (schema, object, key, &trust);

  if (value != NULL)
    sp_dns_host_note_trust (self, key, trust);
  return g_strdup (value);
}

/* What a panel makes of names and values: a company that tells none of it has no dialect. */
static int
read_habit (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *key,
            const SpSchemaWord *words, int fallback)
{
  if (root != NULL && json_object_has_member (root, key))
    self->has_dialect = TRUE;
  return sp_dns_host_read_word (self, schema, root, key, words, fallback);
}

static void
read_servers (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *servers = sp_schema_get_object (schema, root, "servers");
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  sp_schema_allow (schema, servers, "patterns beside trust source");
  if (servers != NULL)
    sp_schema_get_trust (schema, servers);
  self->servers = sp_schema_dup_patterns (schema, servers, "patterns");
  self->beside = sp_schema_dup_patterns (schema, servers, "beside");
  for (guint i = 0; i < self->servers->len; i++)
    g_strv_builder_add (texts, sp_host_pattern_get_text (self->servers->pdata[i]));
  self->server_patterns = g_strv_builder_end (texts);
}

static GPtrArray *
dup_ranges (SpSchema *schema, JsonObject *object, const char *key)
{
  g_auto (GStrv) texts = sp_schema_has (schema, object, key)
                           ? sp_schema_dup_strings (schema, object, key)
                           : NULL;
  GPtrArray *ranges = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      GInetAddressMask *range = g_inet_address_mask_new_from_string (texts[i], NULL);

      if (range != NULL && strchr (texts[i], '/') != NULL)
        g_ptr_array_add (ranges, g_steal_pointer (&range));
      else
        sp_schema_fail (schema, object, key, "“%s” is no range of addresses", texts[i]);
      g_clear_object (&range);
    }
  return ranges;
}

/* Where the company's web proxy answers in place of the computers behind it. */
static void
read_proxy (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *proxy = sp_schema_get_object (schema, root, "proxy");

  if (proxy == NULL)
    return;
  sp_schema_allow (schema, proxy, "ranges mail trust source");
  sp_dns_host_note_trust (self, "proxy", sp_schema_get_trust (schema, proxy));
  self->proxy = dup_ranges (schema, proxy, "ranges");
  self->proxy_mail = dup_ranges (schema, proxy, "mail");
}

static void
read_labels (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *labels = sp_schema_get_object (schema, root, "labels");

  sp_schema_allow (
    schema, labels,
    "type type-txt type-spf name mx-name txt-name value mx-value txt-value cname-value "
    "priority ttl add edit create save");
  for (gsize i = 0; label_fields[i] != NULL; i++)
    {
      SpTrust trust = SP_TRUST_GUESS;
      const char *label = sp_schema_get_fact (schema, labels, label_fields[i], &trust);
      g_autofree char *fact = g_strconcat ("label-", label_fields[i], NULL);

      if (label == NULL)
        continue;
      g_hash_table_insert (self->labels, g_strdup (label_fields[i]), g_strdup (label));
      sp_dns_host_note_trust (self, fact, trust);
    }
}

static void
read_switch (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *object = sp_schema_get_object (schema, root, "switch");

  if (object == NULL)
    return;
  sp_schema_allow (schema, object, "where to conditional with_spf trust source");
  sp_dns_host_note_trust (self, "switch", sp_schema_get_trust (schema, object));
  self->switch_where = g_strdup (sp_schema_get_string (schema, object, "where"));
  self->switch_to = g_strdup (sp_schema_get_string (schema, object, "to"));
  self->switch_conditional = sp_schema_get_flag (schema, object, "conditional");
  self->switch_owns_spf = sp_schema_get_flag (schema, object, "with_spf");
}

static void
read_ttl (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *ttl = sp_schema_get_object (schema, root, "ttl");

  if (ttl == NULL)
    return;
  sp_schema_allow (schema, ttl, "scope least most default choices list custom trust source");
  sp_dns_host_note_trust (self, "ttl", sp_schema_get_trust (schema, ttl));
  if (sp_schema_has (schema, ttl, "scope"))
    self->ttl_scope = (SpTtlScope) sp_schema_get_word (schema, ttl, "scope", scope_words);
  self->least_ttl = (uint32_t) sp_schema_get_number (schema, ttl, "least", 0, MAX_TTL, 0);
  self->most_ttl = (uint32_t) sp_schema_get_number (schema, ttl, "most", 0, MAX_TTL, 0);
  self->default_ttl = (uint32_t) sp_schema_get_number (schema, ttl, "default", 0, MAX_TTL, 0);
  g_array_unref (self->ttl_choices);
  self->ttl_choices = sp_schema_dup_numbers (schema, ttl, "choices", 1, MAX_TTL);
  self->ttl_is_list = sp_schema_get_flag (schema, ttl, "list");
  self->custom_ttl = g_strdup (sp_schema_get_optional_string (schema, ttl, "custom"));
  if (self->ttl_choices->len > 0)
    {
      self->least_ttl = g_array_index (self->ttl_choices, uint32_t, 0);
      self->most_ttl = g_array_index (self->ttl_choices, uint32_t, self->ttl_choices->len - 1);
    }
  if (self->ttl_scope == SP_TTL_FIXED)
    self->least_ttl = self->most_ttl = self->default_ttl;
  if (self->most_ttl != 0 && self->most_ttl < self->least_ttl)
    sp_schema_fail (schema, ttl, "most", "is below the least");
}

static void
read_txt_limit (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *limit = sp_schema_get_object (schema, root, "txt_limit");

  if (limit == NULL)
    return;
  sp_schema_allow (schema, limit, "value trust source");
  sp_dns_host_note_trust (self, "txt-limit", sp_schema_get_trust (schema, limit));
  self->txt_limit = (guint) sp_schema_get_number (schema, limit, "value", 1, G_MAXUINT16, 0);
}

static void
check_url (SpSchema *schema, JsonObject *root, const char *key, const char *url)
{
  g_autoptr (GString) plain = g_string_new (url);

  g_string_replace (plain, "{domain}", "x.example", 0);
  if (url != NULL
      && (!g_str_has_prefix (url, "https://") || strpbrk (plain->str, "{}") != NULL
          || !g_uri_is_valid (plain->str, G_URI_FLAGS_NONE, NULL)))
    sp_schema_fail (schema, root, key, "is no https address");
}

static void
check_id (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *file)
{
  g_autofree char *expected = g_strconcat (self->id, ".json", NULL);
  g_autofree char *base = g_path_get_basename (file);

  if (!g_str_equal (expected, base))
    sp_schema_fail (schema, root, "id", "differs from the name of the file");
}

static void
read_dialect (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  self->apex = (SpApexStyle) read_habit (self, schema, root, "apex", apex_words, SP_APEX_AT);
  self->full_names = read_habit (self, schema, root, "names", names_words, FALSE);
  self->dot = (SpDotStyle) read_habit (self, schema, root, "dot", sp_dot_words, SP_DOT_NONE);
  self->priority = (SpPriorityStyle) read_habit (self, schema, root, "priority", priority_words,
                                                 SP_PRIORITY_FIELD);
  self->quotes = (SpQuoteStyle) read_habit (self, schema, root, "quotes", quote_words,
                                            SP_QUOTE_NONE);
  self->null_mx = (SpNullMx) read_habit (self, schema, root, "null_mx", null_mx_words,
                                         SP_NULL_MX_UNKNOWN);
}

/**
 * sp_dns_host_new_from_json:
 * @file: name of the data file, for messages
 * @bytes: what is in it
 * @error: return location for %SP_CATALOG_ERROR_SCHEMA
 *
 * Returns: (transfer full) (nullable): the DNS host
 */
SpDnsHost *
sp_dns_host_new_from_json (const char *file, GBytes *bytes, GError **error)
{
  g_autoptr (SpDnsHost) self = g_object_new (SP_TYPE_DNS_HOST, NULL);
  g_autoptr (SpSchema) schema = sp_schema_new (file, bytes);
  JsonObject *root = sp_schema_get_root (schema);

  sp_schema_allow (
    schema, root,
    "id name sources parking servers login editor menu mx_menu labels apex names "
    "dot priority quotes null_mx txt_limit switch ttl proxy order rows mx_dot extra blocks "
    "txt_longer equal_numbers most_mx subdomain_first delay");
  sp_schema_read_sources (schema, root);
  self->id = g_strdup (sp_schema_get_string (schema, root, "id"));
  self->name = g_strdup (sp_schema_get_string (schema, root, "name"));
  check_id (self, schema, root, file);
  self->is_parking = sp_schema_get_flag (schema, root, "parking");
  read_servers (self, schema, root);
  self->login_url = dup_fact (self, schema, root, "login");
  self->editor_url = dup_fact (self, schema, root, "editor");
  self->menu = dup_fact (self, schema, root, "menu");
  check_url (schema, root, "login", self->login_url);
  check_url (schema, root, "editor", self->editor_url);
  read_labels (self, schema, root);
  read_dialect (self, schema, root);
  read_txt_limit (self, schema, root);
  read_switch (self, schema, root);
  read_ttl (self, schema, root);
  sp_dns_host_read_forms (self, schema, root);
  read_proxy (self, schema, root);
  if (!sp_schema_finish (schema, error))
    return NULL;
  return g_steal_pointer (&self);
}
