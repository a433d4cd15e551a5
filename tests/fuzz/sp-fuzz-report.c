/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-fuzz"

#include "fuzz/sp-fuzz-report.h"

#include "core/explain/sp-json-plan.h"
#include "cli/sp-json-report.h"
#include "core/checks/sp-keeping.h"
#include "core/explain/sp-calendar.h"
#include "core/explain/sp-explain.h"
#include "core/plan/sp-edit-diff.h"
#include "core/plan/sp-panel-fields.h"

#include <string.h>

/*
 * sp_fuzz_get_catalog:
 *
 * Returns: (transfer none): the catalogue, read once
 */
SpCatalog *
sp_fuzz_get_catalog (void)
{
  static SpCatalog *catalog;
  g_autoptr (GError) error = NULL;

  if (catalog == NULL)
    catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  return catalog;
}

/*
 * sp_fuzz_take_provider:
 * @id: (nullable): what an input says
 *
 * Returns: (nullable): @id, if it is one that a person could choose
 */
const char *
sp_fuzz_take_provider (const char *id)
{
  SpProvider *provider = id != NULL ? sp_catalog_get_provider (sp_fuzz_get_catalog (), id) : NULL;

  return provider != NULL && !sp_provider_is_recognise_only (provider) ? id : NULL;
}

/*
 * sp_fuzz_check_words:
 * @text: what is shown to a person
 *
 * It says something, in UTF-8, without control characters, and has nothing left to be filled in.
 */
void
sp_fuzz_check_words (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, !=, "");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    g_assert_true (*at == '\n' || !g_unichar_iscntrl (g_utf8_get_char (at)));
}

static void
take_words (char *words)
{
  g_autofree char *text = words;

  sp_fuzz_check_words (text);
}

static void
add_once (GHashTable *seen, const char *id, const char *subject)
{
  char *key = g_strconcat (id, " ", subject, NULL);

  if (g_hash_table_contains (seen, key))
    g_error ("said twice: %s", key);
  g_hash_table_add (seen, key);
}

static void
check_findings (GListModel *findings, GHashTable *seen, GHashTable *ids)
{
  SpLevel last = SP_LEVEL_LOST;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      const char *const *evidence = sp_finding_get_evidence (finding);

      add_once (seen, sp_finding_get_id (finding), sp_finding_get_subject (finding));
      g_hash_table_add (ids, (gpointer) sp_finding_get_id (finding));
      g_assert_cmpint (sp_finding_get_level (finding), <=, last);
      last = sp_finding_get_level (finding);
      take_words (sp_explain_finding_title (finding));
      take_words (sp_explain_finding_text (finding));
      g_free (sp_explain_finding_fix (finding));
      for (gsize j = 0; evidence[j] != NULL; j++)
        g_assert_true (g_utf8_validate (evidence[j], -1, NULL));
    }
}

static void
check_unchecked (GListModel *unchecked, GHashTable *seen, GHashTable *ids)
{
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) rule = g_list_model_get_item (unchecked, i);

      add_once (seen, sp_unchecked_get_id (rule), sp_unchecked_get_subject (rule));
      g_hash_table_add (ids, (gpointer) sp_unchecked_get_id (rule));
      g_assert_cmpint (sp_unchecked_get_reason (rule), !=, SP_REASON_NONE);
      take_words (sp_explain_unchecked (rule));
    }
}

/* Each rule is found, or could not be checked, or is in order, and once for a subject. */
static void
check_verdict (SpVerdict *verdict)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const *all = sp_checks_get_ids ();
  const char *const *in_order = sp_verdict_get_in_order (verdict);

  check_findings (sp_verdict_get_findings (verdict), seen, ids);
  check_unchecked (sp_verdict_get_unchecked (verdict), seen, ids);
  for (gsize i = 0; all[i] != NULL; i++)
    if (g_strv_contains (in_order, all[i]) == g_hash_table_contains (ids, all[i]))
      g_error ("neither or both found and in order: %s", all[i]);
}

static void
check_rows (SpEdit *edit, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);
      g_autoptr (SpRecord) record = sp_edit_row_dup_record (row, sp_edit_get_full_name (edit),
                                                            sp_edit_get_rr_type (edit), 300);
      g_autofree char *line = NULL;

      if (record == NULL)
        g_error ("no record can be made of “%s” in %s", row->value, sp_edit_get_id (edit));
      line = sp_record_dup_line (record);
    }
}

static void
check_fields (SpEdit *edit, SpDnsHost *host)
{
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, NULL);

  g_assert_cmpuint (steps->len, >, 2);
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *said = sp_explain_panel_step (g_ptr_array_index (steps, i));

      g_assert_cmpuint (strlen (said), >, 0);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) forms = sp_panel_forms_new (edit, host, i == 1);

      for (guint j = 0; j < forms->len; j++)
        g_assert_cmpuint (((GPtrArray *) g_ptr_array_index (forms, j))->len, >, 0);
    }
}

/* An edit is one of a record set inside the zone, can be carried out, and can be told. */
static void
check_edit (SpEdit *edit, SpDnsHost *host)
{
  g_autoptr (SpRecordSet) wanted = sp_edit_dup_wanted_set (edit);

  g_assert_true (sp_name_is_at_or_below (sp_edit_get_full_name (edit), sp_edit_get_zone (edit)));
  check_rows (edit, sp_edit_get_added (edit));
  check_rows (edit, sp_edit_get_kept (edit));
  check_fields (edit, host);
  take_words (sp_explain_edit_title (edit, sp_fuzz_get_catalog ()));
  take_words (sp_explain_edit_why (edit, sp_fuzz_get_catalog ()));
}

static void
check_plan (SpEditPlan *plan, SpDnsHost *host)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *edits = sp_edit_plan_get_edits (plan);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));

      add_once (ids, sp_edit_get_id (edit), "");
      add_once (places, type, sp_name_get_text (sp_edit_get_full_name (edit)));
      check_edit (edit, host);
    }
}

static void
check_route (SpRoute *route)
{
  GListModel *stops = sp_route_get_stops (route);

  for (guint i = 0; i < g_list_model_get_n_items (stops); i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);

      g_assert_nonnull (sp_stop_state_to_string (sp_stop_get_state (stop)));
    }
}

/* A document is JSON, in UTF-8. */
static void
check_document (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) again = NULL;

  g_assert_nonnull (root);
  text = json_to_string (root, FALSE);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  again = json_from_string (text, NULL);
  g_assert_nonnull (again);
}

static void
check_json (SpReport *report, SpCatalog *catalog, const char *provider)
{
  g_autoptr (JsonBuilder) first = json_builder_new ();
  g_autoptr (JsonBuilder) second = json_builder_new ();

  sp_json_add_report (first, report, catalog);
  check_document (first);
  sp_json_add_plan (second, report, provider, catalog);
  check_document (second);
}

/*
 * sp_fuzz_check_report:
 * @snapshot: anything
 * @context: what else counts
 *
 * Derives all that follows: verdict, plan, routes, their words, and the documents.
 */
void
sp_fuzz_check_report (SpSnapshot *snapshot, const SpReportContext *context)
{
  SpCatalog *catalog = sp_fuzz_get_catalog ();
  g_autoptr (SpQuestion) question = sp_question_new (
    sp_snapshot_get_domain (snapshot), context->choices.provider, context->choices.filter, NULL);
  g_autoptr (SpReport) report = sp_report_new (question, snapshot, catalog, context);

  check_verdict (sp_report_get_verdict (report));
  check_plan (sp_report_get_plan (report), sp_report_get_dns_host (report));
  check_route (sp_report_get_route_now (report));
  check_route (sp_report_get_route_after (report));
  check_json (report, catalog, context->choices.provider);
}

/*
 * sp_fuzz_check_saving:
 * @snapshot: anything
 *
 * What is saved is read as the same.
 */
void
sp_fuzz_check_saving (SpSnapshot *snapshot)
{
  g_autoptr (JsonNode) node = sp_snapshot_to_json (snapshot);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (JsonNode) read = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpSnapshot) again = sp_snapshot_from_json (read, &error);
  g_autoptr (JsonNode) other = NULL;
  g_autofree char *other_text = NULL;

  g_assert_no_error (error);
  other = sp_snapshot_to_json (again);
  other_text = json_to_string (other, FALSE);
  g_assert_cmpstr (text, ==, other_text);
}

static void
check_step (SpStep *step, const char *provider)
{
  GPtrArray *why = sp_step_get_why (step);
  GListModel *edits = sp_step_get_edits (step);
  const char *const *blockers = sp_step_get_blocked_by (step);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  take_words (sp_explain_step_title (step, provider));
  take_words (sp_explain_step_text (step, provider));
  take_words (sp_explain_step_state (sp_step_get_state (step)));
  for (guint i = 0; i < why->len; i++)
    {
      take_words (sp_explain_why (g_ptr_array_index (why, i)));
      take_words (sp_explain_why_at (g_ptr_array_index (why, i), 0, zone));
    }
  for (gsize i = 0; blockers[i] != NULL; i++)
    take_words (sp_explain_blocker (blockers[i], provider));
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      check_edit (edit, NULL);
    }
}

/* Lines of at most 75 octets that end with CRLF, and no character torn apart (RFC 5545 §3.1). */
static void
check_calendar (const SpMove *move, SpTimeline *timeline, gint64 now)
{
  SpCatalog *catalog = sp_fuzz_get_catalog ();
  const SpCalendarInput input = { timeline, move->domain,
                                  sp_catalog_get_provider (catalog, move->provider), catalog, now };
  g_autofree char *text = input.provider != NULL ? sp_calendar_dup_text (&input) : NULL;
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\r\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_null (strpbrk (lines[i], "\r\n"));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    }
}

/*
 * sp_fuzz_check_timeline:
 * @move: any move
 * @servers: (element-type SpZoneServer): the zone's servers
 * @observations: (element-type SpObservation): what was seen
 * @now: when it is looked at
 *
 * Derives the dated steps, their words, the document, and the calendar.
 */
void
sp_fuzz_check_timeline (const SpMove *move, GPtrArray *servers, GPtrArray *observations, gint64 now)
{
  SpCatalog *catalog = sp_fuzz_get_catalog ();
  g_autoptr (SpTimeline) timeline = sp_timeline_new (move, catalog, servers, observations, now);
  GListModel *steps = sp_timeline_get_steps (timeline);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      check_step (step, move->provider);
    }
  sp_json_add_timeline (builder, timeline, move->origin,
                        sp_keeping_find_panel (catalog, move->origin, move->dns_host), NULL,
                        move->provider);
  check_document (builder);
  check_calendar (move, timeline, now);
}
