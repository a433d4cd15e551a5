/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/dns/sp-address.h"
#include "core/dns/sp-clock.h"
#include "core/dns/sp-zone.h"
#include "core/inspect/sp-fact-private.h"
#include "core/inspect/sp-snapshot-private.h"

#include <gio/gio.h>
#include <string.h>

#define SCHEMA 1
/* More than any inspection can make; a file that says otherwise was not written by us. */
#define MAX_ANSWERS 4096
#define MAX_SERVERS 64
#define MAX_ADDRESSES 256

typedef struct {
  int value;
  const char *word;
} Word;

static const Word delegations[] = {
  { SP_DELEGATION_FOUND, "found" },
  { SP_DELEGATION_ABSENT, "absent" },
  { SP_DELEGATION_UNKNOWN, "unknown" },
};

static const Word snapshot_flags[] = {
  { SP_SNAPSHOT_RESOLVER_ONLY, "resolver-only" },
  { SP_SNAPSHOT_INTERCEPTED, "intercepted" },
  { SP_SNAPSHOT_ALLOW_PRIVATE, "allow-private" },
  { SP_SNAPSHOT_PRACTICE, "practice" },
  { SP_SNAPSHOT_LIMITED, "limited" },
  { SP_SNAPSHOT_OFFLINE, "offline" },
};

static const Word answer_flags[] = {
  { SP_ANSWER_AUTHORITATIVE, "aa" },       { SP_ANSWER_TRUNCATED, "tc" },
  { SP_ANSWER_RECURSION_AVAILABLE, "ra" }, { SP_ANSWER_AUTHENTIC, "ad" },
  { SP_ANSWER_REFERRAL, "referral" },      { SP_ANSWER_OVER_TCP, "tcp" },
};

static void
add_words (JsonBuilder *out, const char *member, const Word *words, gsize n_words, int flags)
{
  json_builder_set_member_name (out, member);
  json_builder_begin_array (out);
  for (gsize i = 0; i < n_words; i++)
    {
      if (flags & words[i].value)
        json_builder_add_string_value (out, words[i].word);
    }
  json_builder_end_array (out);
}

static void
add_string (JsonBuilder *out, const char *member, const char *value)
{
  json_builder_set_member_name (out, member);
  if (value != NULL)
    json_builder_add_string_value (out, value);
  else
    json_builder_add_null_value (out);
}

static void
add_name (JsonBuilder *out, const char *member, const SpName *name)
{
  add_string (out, member, name != NULL ? sp_name_get_text (name) : NULL);
}

static void
add_int (JsonBuilder *out, const char *member, gint64 value)
{
  json_builder_set_member_name (out, member);
  json_builder_add_int_value (out, value);
}

static void
add_boolean (JsonBuilder *out, const char *member, gboolean value)
{
  json_builder_set_member_name (out, member);
  json_builder_add_boolean_value (out, value);
}

static void
add_server (JsonBuilder *out, const SpZoneServer *server)
{
  json_builder_begin_object (out);
  add_name (out, "name", server->name);
  json_builder_set_member_name (out, "addresses");
  json_builder_begin_array (out);
  for (guint i = 0; i < server->addresses->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (server->addresses, i));

      json_builder_add_string_value (out, text);
    }
  json_builder_end_array (out);
  add_string (out, "state", sp_server_state_to_string (server->state));
  add_boolean (out, "no_route", server->no_route);
  if (server->has_serial)
    add_int (out, "serial", server->serial);
  add_boolean (out, "in_parent", server->in_parent);
  add_boolean (out, "in_child", server->in_child);
  json_builder_end_object (out);
}

static char *
dup_text (GPtrArray *records)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = sp_zone_new (root, records);

  return sp_zone_dup_text (zone);
}

static gboolean
reads_back (const char *text, guint n_records)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, NULL);

  return zone != NULL && sp_zone_get_records (zone)->len == n_records;
}

/* Zone text has no times above 68 years (RFC 2181 §8), a SOA on the wire may. */
static SpRecord *
dup_tame (SpRecord *record)
{
  const SpSoa *soa = sp_record_get_soa (record);
  SpSoa tame;

  if (soa == NULL)
    return sp_record_ref (record);
  tame = *soa;
  tame.refresh = MIN (soa->refresh, G_MAXINT32);
  tame.retry = MIN (soa->retry, G_MAXINT32);
  tame.expire = MIN (soa->expire, G_MAXINT32);
  tame.minimum = MIN (soa->minimum, G_MAXINT32);
  return sp_record_new_soa (sp_record_get_owner (record), sp_record_get_ttl (record), &tame);
}

/* Records are kept as zone text: short, complete, and a person can read it. One that a stranger
 * made so odd that its text cannot be read is left out, so that the others are kept. */
static void
add_section (JsonBuilder *out, const char *member, GPtrArray *records)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autofree char *text = NULL;

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (SpRecord) record = dup_tame (g_ptr_array_index (records, i));
      g_autoptr (GPtrArray) alone = g_ptr_array_new ();
      g_autofree char *line = NULL;

      g_ptr_array_add (alone, record);
      line = dup_text (alone);
      if (reads_back (line, 1))
        g_ptr_array_add (kept, g_steal_pointer (&record));
    }
  if (kept->len == 0)
    return;
  text = dup_text (kept);
  add_string (out, member, text);
}

static void
add_answer (JsonBuilder *out, const SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autofree char *type = sp_rr_type_to_string (fields->type);
  g_autofree char *endpoint = NULL;

  if (fields->endpoint != NULL)
    endpoint = sp_address_dup_endpoint_text (fields->endpoint);
  json_builder_begin_object (out);
  add_name (out, "name", fields->name);
  add_string (out, "type", type);
  add_string (out, "outcome", sp_outcome_to_string (fields->outcome));
  add_int (out, "rcode", fields->rcode);
  add_words (out, "flags", answer_flags, G_N_ELEMENTS (answer_flags), fields->flags);
  add_name (out, "server", fields->server);
  add_string (out, "endpoint", endpoint);
  add_int (out, "received_at", fields->received_at);
  add_int (out, "elapsed", fields->elapsed);
  add_section (out, "answer", fields->answer);
  add_section (out, "authority", fields->authority);
  add_section (out, "additional", fields->additional);
  json_builder_end_object (out);
}

static void
add_answers (JsonBuilder *out, const SpSnapshot *self)
{
  json_builder_set_member_name (out, "answers");
  json_builder_begin_array (out);
  for (guint i = 0; i < self->facts->len; i++)
    {
      GPtrArray *answers = sp_fact_get_answers (g_ptr_array_index (self->facts, i));

      for (guint j = 0; j < answers->len; j++)
        add_answer (out, g_ptr_array_index (answers, j));
    }
  json_builder_end_array (out);
}

static void
add_remembered (JsonBuilder *out, const SpSnapshot *self)
{
  json_builder_set_member_name (out, "remembered");
  json_builder_begin_array (out);
  for (guint i = 0; i < self->remembered->len; i++)
    add_answer (out, g_ptr_array_index (self->remembered, i));
  json_builder_end_array (out);
}

/* Questions that were to be asked and got no answer of any kind. */
static void
add_unknowns (JsonBuilder *out, const SpSnapshot *self)
{
  json_builder_set_member_name (out, "unknown");
  json_builder_begin_array (out);
  for (guint i = 0; i < self->facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (self->facts, i);
      g_autofree char *type = sp_rr_type_to_string (sp_fact_get_rr_type (fact));

      if (sp_fact_get_answers (fact)->len > 0)
        continue;
      json_builder_begin_object (out);
      add_name (out, "name", sp_fact_get_name (fact));
      add_string (out, "type", type);
      add_string (out, "reason", sp_reason_to_string (sp_fact_get_reason (fact)));
      json_builder_end_object (out);
    }
  json_builder_end_array (out);
}

/* A text that is no text is kept in another way, so that all bytes come back. */
static void
add_policy_text (JsonBuilder *out, const SpPolicyFact *policy)
{
  gsize length = 0;
  const char *text = sp_policy_fact_get_text (policy, &length);
  g_autofree char *kept = NULL;

  if (g_utf8_validate_len (text, length, NULL))
    kept = g_strndup (text, length);
  else
    kept = g_base64_encode ((const guchar *) text, length);
  add_string (out, g_utf8_validate_len (text, length, NULL) ? "text" : "base64", kept);
}

static void
add_policy (JsonBuilder *out, const SpPolicyFact *policy)
{
  json_builder_set_member_name (out, "policy");
  json_builder_begin_object (out);
  switch (sp_policy_fact_get_state (policy))
    {
    case SP_FACT_PRESENT:
      add_policy_text (out, policy);
      break;
    case SP_FACT_ABSENT:
      add_string (out, "fault", sp_policy_fault_to_string (sp_policy_fact_get_fault (policy)));
      break;
    case SP_FACT_UNKNOWN:
      add_string (out, "reason", sp_reason_to_string (sp_policy_fact_get_reason (policy)));
      break;
    }
  json_builder_end_object (out);
}

/**
 * sp_snapshot_to_json:
 * @self: a snapshot
 *
 * Writes everything that sp_snapshot_from_json() needs to make the same snapshot again.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sp_snapshot_to_json (const SpSnapshot *self)
{
  g_autoptr (JsonBuilder) out = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  out = json_builder_new ();
  json_builder_begin_object (out);
  add_int (out, "schema", SCHEMA);
  add_name (out, "domain", self->domain);
  add_int (out, "checked_at", self->checked_at);
  add_words (out, "flags", snapshot_flags, G_N_ELEMENTS (snapshot_flags), self->flags);
  add_int (out, "questions", self->n_questions);
  add_int (out, "elapsed", self->elapsed);
  add_string (out, "delegation", delegations[self->delegation].word);
  add_string (out, "delegation_reason", sp_reason_to_string (self->delegation_reason));
  add_name (out, "zone", self->zone);
  add_name (out, "parent", self->parent);
  add_name (out, "probe", self->probe);
  json_builder_set_member_name (out, "servers");
  json_builder_begin_array (out);
  for (guint i = 0; i < self->servers->len; i++)
    add_server (out, g_ptr_array_index (self->servers, i));
  json_builder_end_array (out);
  add_answers (out, self);
  add_remembered (out, self);
  add_unknowns (out, self);
  if (self->policy != NULL)
    add_policy (out, self->policy);
  json_builder_end_object (out);
  return json_builder_get_root (out);
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "saved snapshot: bad %s", what);
  return FALSE;
}

static const char *
read_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static gint64
read_int (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return 0;
  return json_node_get_int (node);
}

static gboolean
read_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

static JsonArray *
read_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static JsonObject *
read_element (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static SpName *
read_name (JsonObject *object, const char *member)
{
  const char *text = read_string (object, member);

  return text != NULL ? sp_name_parse (text, NULL) : NULL;
}

static int
read_words (JsonObject *object, const char *member, const Word *words, gsize n_words)
{
  JsonArray *array = read_array (object, member);
  int flags = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      for (gsize j = 0; json_node_get_value_type (node) == G_TYPE_STRING && j < n_words; j++)
        {
          if (g_strcmp0 (json_node_get_string (node), words[j].word) == 0)
            flags |= words[j].value;
        }
    }
  return flags;
}

static gboolean
read_section (JsonObject *object, const char *member, GPtrArray **records, GError **error)
{
  const char *text = read_string (object, member);
  g_autoptr (SpName) root = NULL;
  g_autoptr (SpZone) zone = NULL;

  if (text == NULL)
    return TRUE;
  root = sp_name_new_root ();
  zone = sp_zone_parse (text, -1, root, error);
  if (zone == NULL)
    return FALSE;
  *records = g_ptr_array_ref (sp_zone_get_records (zone));
  return TRUE;
}

static gboolean
read_type (JsonObject *object, SpRrType *type)
{
  const char *text = read_string (object, "type");

  return text != NULL && sp_rr_type_from_string (text, type);
}

typedef void (*TakeAnswer) (SpSnapshotBuilder *builder, SpAnswer *answer);

static gboolean
read_answer (JsonObject *object, SpSnapshotBuilder *builder, TakeAnswer take, GError **error)
{
  SpAnswerFields fields = { 0 };
  g_autoptr (SpName) name = read_name (object, "name");
  g_autoptr (SpName) server = read_name (object, "server");
  g_autoptr (GInetSocketAddress) endpoint = NULL;
  g_autoptr (GPtrArray) answer = NULL;
  g_autoptr (GPtrArray) authority = NULL;
  g_autoptr (GPtrArray) additional = NULL;
  g_autoptr (SpAnswer) result = NULL;
  const char *outcome = read_string (object, "outcome");
  const char *endpoint_text = read_string (object, "endpoint");

  if (name == NULL || !read_type (object, &fields.type) || outcome == NULL
      || !sp_outcome_from_string (outcome, &fields.outcome)
      || !sp_clock_is_time (read_int (object, "received_at")))
    return fail (error, "answer");
  if (!read_section (object, "answer", &answer, error)
      || !read_section (object, "authority", &authority, error)
      || !read_section (object, "additional", &additional, error))
    return FALSE;
  if (endpoint_text != NULL)
    endpoint = sp_address_parse_endpoint (endpoint_text, SP_DNS_PORT, NULL);
  fields.name = name;
  fields.rcode = (uint16_t) read_int (object, "rcode");
  fields.flags = read_words (object, "flags", answer_flags, G_N_ELEMENTS (answer_flags));
  fields.server = server;
  fields.endpoint = endpoint;
  fields.answer = answer;
  fields.authority = authority;
  fields.additional = additional;
  fields.received_at = read_int (object, "received_at");
  fields.elapsed = read_int (object, "elapsed");
  result = sp_answer_new (&fields);
  take (builder, result);
  return TRUE;
}

static gboolean
read_answers (JsonObject *object, const char *member, SpSnapshotBuilder *builder, TakeAnswer take,
              GError **error)
{
  JsonArray *array = read_array (object, member);

  if (array == NULL || json_array_get_length (array) > MAX_ANSWERS)
    return fail (error, member);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = read_element (array, i);

      if (element == NULL)
        return fail (error, "answer");
      if (!read_answer (element, builder, take, error))
        return FALSE;
    }
  return TRUE;
}

/* Snapshots of earlier versions have none. */
static gboolean
read_remembered (JsonObject *object, SpSnapshotBuilder *builder, GError **error)
{
  return !json_object_has_member (object, "remembered")
         || read_answers (object, "remembered", builder, sp_snapshot_builder_add_remembered, error);
}

static gboolean
read_unknowns (JsonObject *object, SpSnapshotBuilder *builder, GError **error)
{
  JsonArray *array = read_array (object, "unknown");

  if (array == NULL || json_array_get_length (array) > MAX_ANSWERS)
    return fail (error, "list of unknown facts");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = read_element (array, i);
      g_autoptr (SpName) name = element != NULL ? read_name (element, "name") : NULL;
      const char *text = element != NULL ? read_string (element, "reason") : NULL;
      SpRrType type;
      SpReason reason;

      if (name == NULL || text == NULL || !read_type (element, &type)
          || !sp_reason_from_string (text, &reason) || reason == SP_REASON_NONE)
        return fail (error, "unknown fact");
      sp_snapshot_builder_add_unknown (builder, name, type, reason);
    }
  return TRUE;
}

static GBytes *
read_policy_text (JsonObject *object)
{
  const char *text = read_string (object, "text");
  const char *encoded = read_string (object, "base64");
  gsize length = 0;
  guchar *bytes;

  if (text != NULL)
    return g_bytes_new (text, strlen (text));
  if (encoded == NULL)
    return NULL;
  bytes = g_base64_decode (encoded, &length);
  return g_bytes_new_take (bytes, length);
}

static gboolean
read_policy (JsonObject *object, SpSnapshotBuilder *builder, GError **error)
{
  JsonNode *node = json_object_get_member (object, "policy");
  JsonObject *saved = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                    : NULL;
  g_autoptr (GBytes) text = saved != NULL ? read_policy_text (saved) : NULL;
  const char *fault_word = saved != NULL ? read_string (saved, "fault") : NULL;
  const char *reason_word = saved != NULL ? read_string (saved, "reason") : NULL;
  g_autoptr (SpPolicyFact) policy = NULL;
  SpPolicyFault fault;
  SpReason reason;

  if (node == NULL)
    return TRUE;
  if (text != NULL && g_bytes_get_size (text) <= SP_POLICY_MAX_LENGTH)
    policy = sp_policy_fact_new_present (text);
  else if (fault_word != NULL && sp_policy_fault_from_string (fault_word, &fault))
    policy = sp_policy_fact_new_absent (fault);
  else if (reason_word != NULL && sp_reason_from_string (reason_word, &reason))
    policy = sp_policy_fact_new_unknown (reason);
  if (policy == NULL)
    return fail (error, "policy");
  sp_snapshot_builder_set_policy (builder, policy);
  return TRUE;
}

static SpZoneServer *
read_server (JsonObject *object)
{
  g_autoptr (SpName) name = read_name (object, "name");
  g_autoptr (SpZoneServer) server = NULL;
  JsonArray *addresses = read_array (object, "addresses");
  const char *state = read_string (object, "state");

  if (name == NULL || addresses == NULL || state == NULL
      || json_array_get_length (addresses) > MAX_ADDRESSES)
    return NULL;
  server = sp_zone_server_new (name);
  if (!sp_server_state_from_string (state, &server->state))
    return NULL;
  for (guint i = 0; i < json_array_get_length (addresses); i++)
    {
      JsonNode *node = json_array_get_element (addresses, i);
      GInetAddress *address = NULL;

      if (json_node_get_value_type (node) == G_TYPE_STRING)
        address = g_inet_address_new_from_string (json_node_get_string (node));
      if (address == NULL)
        return NULL;
      g_ptr_array_add (server->addresses, address);
    }
  server->no_route = read_boolean (object, "no_route");
  server->has_serial = json_object_has_member (object, "serial");
  server->serial = (uint32_t) read_int (object, "serial");
  server->in_parent = read_boolean (object, "in_parent");
  server->in_child = read_boolean (object, "in_child");
  return g_steal_pointer (&server);
}

static gboolean
read_servers (JsonObject *object, SpSnapshotBuilder *builder, GError **error)
{
  JsonArray *array = read_array (object, "servers");

  if (array == NULL || json_array_get_length (array) > MAX_SERVERS)
    return fail (error, "servers");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = read_element (array, i);
      SpZoneServer *server = element != NULL ? read_server (element) : NULL;

      if (server == NULL)
        return fail (error, "server");
      sp_snapshot_builder_take_server (builder, server);
    }
  return TRUE;
}

/* A zone that was found holds the domain: names on cards are relative to it. */
static gboolean
is_zone_of (const SpName *zone, SpDelegation delegation, const SpName *domain)
{
  return zone != NULL ? sp_name_is_at_or_below (domain, zone) : delegation != SP_DELEGATION_FOUND;
}

static gboolean
read_delegation (JsonObject *object, const SpName *domain, SpSnapshotBuilder *builder,
                 GError **error)
{
  const char *word = read_string (object, "delegation");
  const char *reason_word = read_string (object, "delegation_reason");
  g_autoptr (SpName) zone = read_name (object, "zone");
  g_autoptr (SpName) parent = read_name (object, "parent");
  SpReason reason;

  if (reason_word == NULL || !sp_reason_from_string (reason_word, &reason))
    return fail (error, "reason");
  for (gsize i = 0; i < G_N_ELEMENTS (delegations); i++)
    {
      if (g_strcmp0 (word, delegations[i].word) == 0)
        {
          if (!is_zone_of (zone, (SpDelegation) delegations[i].value, domain))
            return fail (error, "zone");
          sp_snapshot_builder_set_delegation (builder, delegations[i].value, reason, zone, parent);
          return TRUE;
        }
    }
  return fail (error, "delegation");
}

/**
 * sp_snapshot_from_json:
 * @node: what sp_snapshot_to_json() wrote; may be anything
 *
 * Returns: (transfer full): the snapshot, or %NULL with %G_IO_ERROR_INVALID_DATA or
 *   [error@DnsError] if @node is not a saved snapshot
 */
SpSnapshot *
sp_snapshot_from_json (JsonNode *node, GError **error)
{
  g_autoptr (SpSnapshotBuilder) builder = NULL;
  g_autoptr (SpName) domain = NULL;
  g_autoptr (SpName) probe = NULL;
  JsonObject *object;

  g_return_val_if_fail (node != NULL, NULL);

  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  domain = object != NULL ? read_name (object, "domain") : NULL;
  if (domain == NULL || read_int (object, "schema") != SCHEMA)
    {
      fail (error, "schema");
      return NULL;
    }
  if (!sp_clock_is_time (read_int (object, "checked_at")))
    {
      fail (error, "time");
      return NULL;
    }
  builder = sp_snapshot_builder_new (domain, read_int (object, "checked_at"));
  sp_snapshot_builder_add_flags (
    builder, read_words (object, "flags", snapshot_flags, G_N_ELEMENTS (snapshot_flags)));
  sp_snapshot_builder_set_cost (builder, (guint) read_int (object, "questions"),
                                read_int (object, "elapsed"));
  probe = read_name (object, "probe");
  if (probe != NULL)
    sp_snapshot_builder_set_probe_name (builder, probe);
  if (!read_delegation (object, domain, builder, error) || !read_servers (object, builder, error)
      || !read_answers (object, "answers", builder, sp_snapshot_builder_add_answer, error)
      || !read_remembered (object, builder, error) || !read_unknowns (object, builder, error)
      || !read_policy (object, builder, error))
    return NULL;
  return sp_snapshot_builder_build (builder);
}
