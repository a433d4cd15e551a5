/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cli/sp-json-plan.h"
#include "cli/sp-json.h"
#include "core/sp-report-private.h"
#include "support/sp-test-snapshot.h"

#include <stdio.h>

/* Plans without a network, for tests that are not in C: each line of standard input is a request
 *
 *     { "domain": …, "zone": TEXT, "provider": ID, "filter": ID, "hosts": [ID, …], "values": {…} }
 *
 * where "zone" is as for sp_test_snapshot_new, and gets a line with the documents of `signpostctl
 * edits --format json`, one a DNS host. */

static SpCatalog *catalog;

static void
add_value (JsonObject *object, const char *key, JsonNode *node, gpointer data)
{
  g_hash_table_insert (data, (gpointer) key, (gpointer) json_node_get_string (node));
}

static const char *
get_text (JsonObject *request, const char *key)
{
  return json_object_get_string_member_with_default (request, key, NULL);
}

static void
add_documents (JsonBuilder *builder, JsonObject *request)
{
  const char *provider = get_text (request, "provider");
  const char *filter = get_text (request, "filter");
  JsonArray *hosts = json_object_get_array_member (request, "hosts");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) domain = sp_name_parse (get_text (request, "domain"), &error);
  g_autoptr (SpQuestion) question = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_no_error (error);
  if (json_object_has_member (request, "values"))
    json_object_foreach_member (json_object_get_object_member (request, "values"), add_value,
                                values);
  question = sp_question_new (domain, provider, filter, NULL);
  snapshot = sp_test_snapshot_new_for (question, catalog, get_text (request, "zone"));
  for (guint i = 0; i < json_array_get_length (hosts); i++)
    {
      const char *host = json_array_get_string_element (hosts, i);
      SpReportContext context = { .choices = { provider, filter, host, values } };
      g_autoptr (SpReport) report = sp_report_new (question, snapshot, catalog, &context);

      sp_json_add_plan (builder, report, provider);
    }
}

static void
answer (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (line, &error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  json_builder_begin_array (builder);
  add_documents (builder, json_node_get_object (node));
  json_builder_end_array (builder);
  text = sp_json_dup_text (builder, FALSE);
  puts (text);
  fflush (stdout);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (fileno (stdin));
  g_autofree char *line = NULL;

  catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  while (g_io_channel_read_line (input, &line, NULL, NULL, &error) == G_IO_STATUS_NORMAL)
    {
      answer (line);
      g_clear_pointer (&line, g_free);
    }
  g_assert_no_error (error);
  g_clear_object (&catalog);
  return 0;
}
