/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-json.h"

#include "core/explain/sp-explain.h"

/**
 * sp_json_add_string:
 * @builder: inside an object
 * @key: name of the member
 * @value: (nullable): its value, %NULL for null
 */
void
sp_json_add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/**
 * sp_json_add_name:
 * @builder: inside an object
 * @key: name of the member
 * @name: (nullable): a domain name, %NULL for null
 */
void
sp_json_add_name (JsonBuilder *builder, const char *key, const SpName *name)
{
  sp_json_add_string (builder, key, name != NULL ? sp_name_get_text (name) : NULL);
}

/**
 * sp_json_add_int:
 * @builder: inside an object
 * @key: name of the member
 * @value: its value
 */
void
sp_json_add_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

/**
 * sp_json_add_boolean:
 * @builder: inside an object
 * @key: name of the member
 * @value: its value
 */
void
sp_json_add_boolean (JsonBuilder *builder, const char *key, gboolean value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_boolean_value (builder, value);
}

/**
 * sp_json_add_time:
 * @builder: inside an object
 * @key: name of the member
 * @time: microseconds since 1970, 0 for null
 *
 * Writes a time as RFC 3339 does, in UTC, to the second.
 */
void
sp_json_add_time (JsonBuilder *builder, const char *key, gint64 time)
{
  g_autoptr (GDateTime) date = NULL;
  g_autofree char *text = NULL;

  if (time != 0)
    {
      date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);
      text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    }
  sp_json_add_string (builder, key, text);
}

/**
 * sp_json_add_strings:
 * @builder: inside an object
 * @key: name of the member
 * @values: (nullable) (array zero-terminated=1): its elements
 */
void
sp_json_add_strings (JsonBuilder *builder, const char *key, const char *const *values)
{
  sp_json_begin_array (builder, key);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

/**
 * sp_json_begin_object:
 * @builder: inside an object, or an array
 * @key: (nullable): name of the member, %NULL inside an array
 */
void
sp_json_begin_object (JsonBuilder *builder, const char *key)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
}

/**
 * sp_json_begin_array:
 * @builder: inside an object, or an array
 * @key: (nullable): name of the member, %NULL inside an array
 */
void
sp_json_begin_array (JsonBuilder *builder, const char *key)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
}

/**
 * sp_json_dup_text:
 * @builder: a complete document
 * @pretty: whether a person reads it; else it is one line
 *
 * Returns: (transfer full): the document as text, without a line end
 */
char *
sp_json_dup_text (JsonBuilder *builder, gboolean pretty)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, pretty);
}

/**
 * sp_json_add_finding:
 * @builder: where a value is expected
 * @finding: a finding
 *
 * Writes a finding with its words, and until when to wait if that is all there is to do.
 */
void
sp_json_add_finding (JsonBuilder *builder, SpFinding *finding)
{
  g_autofree char *title = sp_explain_finding_title (finding);
  g_autofree char *text = sp_explain_finding_text (finding);
  g_autofree char *fix = sp_explain_finding_fix (finding);
  const char *until = sp_finding_get_detail (finding, "until");

  sp_json_begin_object (builder, NULL);
  sp_json_add_string (builder, "id", sp_finding_get_id (finding));
  sp_json_add_int (builder, "level", sp_finding_get_level (finding));
  sp_json_add_string (builder, "subject", sp_finding_get_subject (finding));
  sp_json_add_string (builder, "title", title);
  sp_json_add_string (builder, "explanation", text);
  sp_json_add_string (builder, "fix", fix);
  sp_json_add_string (builder, "reference", sp_finding_get_reference (finding));
  sp_json_add_strings (builder, "evidence", sp_finding_get_evidence (finding));
  if (until != NULL)
    sp_json_add_time (builder, "wait_until", g_ascii_strtoll (until, NULL, 10) * G_USEC_PER_SEC);
  json_builder_end_object (builder);
}
