/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/explain/sp-json-plan.h"
#include "cli/sp-json.h"
#include "core/plan/sp-edit-zone.h"
#include "core/sp-report-private.h"
#include "core/sp-workspace.h"
#include "support/sp-test-snapshot.h"

#include <stdio.h>

/* Plans without a network, for tests that are not in C: each line of standard input is a request
 *
 *     { "domain": …, "zone": TEXT, "provider": ID, "filter": ID, "hosts": [ID, …], "values": {…} }
 *
 * where "zone" is as for sp_test_snapshot_new, and gets a line with the documents of `signpostctl
 * edits --format json`, one a DNS host. Without "zone" name servers are asked: then there has to be
 * a "resolver", and behind each document stands what `edits --format zone` prints. */

static SpCatalog *catalog;
static SpWorkspace *workspace;

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
open_workspace (const char *resolver)
{
  g_autoptr (GPtrArray) recursors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  SpWorkspaceOptions options = {
    .recursors = recursors, .allow_private = TRUE, .read_only = TRUE, .data_dir = "/nonexistent"
  };

  g_ptr_array_add (recursors, g_inet_socket_address_new_from_string (resolver, 53));
  workspace = sp_workspace_new (&options, &error);
  g_assert_no_error (error);
}

static void
inspected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpReport **report = user_data;
  g_autoptr (GError) error = NULL;

  *report = sp_workspace_inspect_finish (SP_WORKSPACE (object), result, &error);
  g_assert_no_error (error);
}

static SpSnapshot *
look (JsonObject *request, SpQuestion *question, GHashTable *values)
{
  g_autoptr (SpQuestion) whole = NULL;
  SpReport *report = NULL;
  g_autoptr (SpReport) seen = NULL;

  if (json_object_has_member (request, "zone"))
    return sp_test_snapshot_new_for (question, catalog, get_text (request, "zone"));
  if (workspace == NULL)
    open_workspace (get_text (request, "resolver"));
  whole = sp_workspace_add_values (workspace, question, values);
  sp_workspace_inspect_async (workspace, whole, NULL, inspected_cb, &report);
  while (report == NULL)
    g_main_context_iteration (NULL, TRUE);
  seen = report;
  return sp_snapshot_ref (sp_report_get_snapshot (seen));
}

static void
add_zone_text (JsonBuilder *builder, SpReport *report)
{
  g_autofree char *text = sp_edit_zone_dup_text (
    sp_report_get_snapshot (report), sp_edit_plan_get_edits (sp_report_get_plan (report)));

  json_builder_add_string_value (builder, text);
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
  snapshot = look (request, question, values);
  for (guint i = 0; i < json_array_get_length (hosts); i++)
    {
      const char *host = json_array_get_string_element (hosts, i);
      SpReportContext context = { .choices = { provider, filter, host, values } };
      g_autoptr (SpReport) report = sp_report_new (question, snapshot, catalog, &context);

      sp_json_add_plan (builder, report, provider, catalog);
      if (!json_object_has_member (request, "zone"))
        add_zone_text (builder, report);
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
  g_clear_object (&workspace);
  g_clear_object (&catalog);
  return 0;
}
