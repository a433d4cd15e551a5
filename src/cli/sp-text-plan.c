/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-text-plan.h"

#include <glib/gi18n.h>

#include "cli/sp-text-report.h"
#include "core/explain/sp-explain.h"
#include "core/explain/sp-sheet.h"

static void
print_rows (GPtrArray *rows, const char *sign, const char *word)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);
      g_autofree char *value = sp_explain_safe_text (row->value, -1);

      if (row->priority >= 0)
        g_print ("     %s %-7s %d %s\n", sign, word, row->priority, value);
      else
        g_print ("     %s %-7s %s\n", sign, word, value);
    }
}

/* What to type in the panel of the company that keeps the records, in its own words. */
static void
print_forms (SpEdit *edit, SpDnsHost *host)
{
  g_autoptr (GPtrArray)
    forms = sp_panel_forms_new (edit, host, host != NULL && sp_dns_host_wants_full_names (host));

  for (guint i = 0; i < forms->len; i++)
    {
      GPtrArray *fields = g_ptr_array_index (forms, i);

      g_print ("\n");
      if (forms->len > 1)
        /* Translators: one of several records that are to be typed in a panel. */
        g_print (_ ("     Record %1$u of %2$u\n"), i + 1, forms->len);
      for (guint j = 0; j < fields->len; j++)
        {
          const SpPanelField *field = g_ptr_array_index (fields, j);
          g_autofree char *label = sp_explain_panel_label (field);
          g_autofree char *value = sp_explain_panel_value (field);
          g_autofree char *note = sp_explain_panel_note (field);
          g_auto (GStrv) lines = g_strsplit (value, "\n", -1);

          for (gsize k = 0; lines[k] != NULL; k++)
            g_print ("       %s%*s  %s\n", k == 0 ? label : "",
                     (int) MAX (0, 16 - (k == 0 ? g_utf8_strlen (label, -1) : 0)), "", lines[k]);
          if (note != NULL)
            g_print ("       %*s    (%s)\n", 14, "", note);
        }
    }
}

static void
print_panel (SpEdit *edit, SpDnsHost *host, SpSnapshot *snapshot)
{
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, snapshot);

  print_forms (edit, host);
  g_print ("\n");
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *sentence = sp_explain_panel_step (g_ptr_array_index (steps, i));

      g_print ("     %u) %s\n", i + 1, sentence);
    }
}

static void
print_edit (SpEdit *edit, guint number, SpCatalog *catalog, SpDnsHost *host, gboolean with_color)
{
  g_autofree char *title = sp_explain_edit_title (edit, catalog);
  g_autofree char *why = sp_explain_edit_why (edit, catalog);
  g_autofree char *lookups = sp_explain_edit_lookups (edit);
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));
  g_autofree char *ttl = sp_explain_ttl (sp_edit_get_ttl (edit));
  g_autofree char *heading = g_strdup_printf ("%2u. %s", number, title);

  g_print ("\n");
  sp_text_print_heading (heading, with_color);
  g_print ("     %s\n", why);
  if (lookups != NULL)
    g_print ("     %s\n", lookups);
  g_print ("     %s  %s  (%s)\n", type, sp_edit_get_name (edit),
           sp_name_get_text (sp_edit_get_full_name (edit)));
  print_rows (sp_edit_get_removed (edit), "−", C_ ("edit", "Remove"));
  print_rows (sp_edit_get_added (edit), "+", C_ ("edit", "Add"));
  print_rows (sp_edit_get_kept (edit), "=", C_ ("edit", "Keep"));
  if (host == NULL || sp_dns_host_get_ttl_scope (host) != SP_TTL_FIXED)
    /* Translators: %1$u is a number of seconds, %2$s the same in words. */
    g_print (_ ("     TTL %1$u (%2$s)\n"), sp_edit_get_ttl (edit), ttl);
}

/* @snapshot is %NULL where the way through a panel is not asked for. */
static void
print_edits (GListModel *edits, SpCatalog *catalog, SpDnsHost *host, SpSnapshot *snapshot,
             gboolean with_color)
{
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      print_edit (edit, i + 1, catalog, host, with_color);
      if (snapshot != NULL)
        print_panel (edit, host, snapshot);
    }
}

/* What cannot be written as long as another service has the name. */
static void
print_held (GListModel *waiting, SpCatalog *catalog)
{
  for (guint i = 0; i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (waiting, i);
      g_autofree char *title = sp_explain_edit_title (edit, catalog);
      g_autofree char *why = sp_explain_edit_why (edit, catalog);

      if (sp_edit_get_detail (edit, "holder") != NULL)
        g_print ("\n!   %s\n    %s\n", title, why);
    }
}

/* What is not to be taken away along with the rest. */
static void
print_keeps (GPtrArray *keeps, SpCatalog *catalog)
{
  g_autofree char *last = NULL;

  for (guint i = 0; i < keeps->len; i++)
    {
      const SpKeep *keep = g_ptr_array_index (keeps, i);
      g_autofree char *title = sp_explain_keep_title (keep, catalog);
      g_autofree char *why = sp_explain_keep_why (keep, catalog);

      if (i == 0)
        g_print ("\n%s\n", _ ("Stays as it is:"));
      if (g_strcmp0 (title, last) == 0)
        continue;
      g_set_str (&last, title);
      g_print ("=   %s\n    %s\n", title, why);
    }
}

/* What cannot be written yet. */
static void
print_waiting (GListModel *waiting, SpCatalog *catalog)
{
  gboolean has_any = FALSE;

  print_held (waiting, catalog);
  for (guint i = 0; i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (waiting, i);
      g_autofree char *title = sp_explain_edit_title (edit, catalog);
      g_autofree char *keys = g_strjoinv (", ", (char **) sp_edit_get_keys (edit));

      if (sp_edit_get_detail (edit, "holder") != NULL)
        continue;
      if (!has_any)
        g_print ("\n%s\n", _ ("Waiting for a value:"));
      has_any = TRUE;
      /* Translators: %1$s is the title of a change, %2$s one or more words to type after “--set”.
       */
      g_print (_ ("–   %1$s (--set %2$s)\n"), title, keys);
    }
}

static void
print_place (SpReport *report)
{
  SpDnsHost *host = sp_report_get_dns_host (report);
  SpName *zone = sp_snapshot_get_zone (sp_report_get_snapshot (report));
  g_autofree char *link = zone != NULL ? sp_panel_dup_link (host, zone, NULL) : NULL;

  if (host == NULL || sp_dns_host_is_generic (host))
    return;
  if (sp_dns_host_is_program (host))
    /* Translators: %s is a program such as “cPanel”. */
    g_print (_ ("To be made in %s:\n"), sp_dns_host_get_name (host));
  else
    g_print (_ ("To be made at %s:\n"), sp_dns_host_get_name (host));
  if (link != NULL)
    g_print ("  %s\n", link);
}

/* What could not be seen is not edited: the names, by what stood in the way. */
static void
print_unplanned (GListModel *unchecked)
{
  SpReason last = SP_REASON_NONE;

  g_print ("\n%s\n", _ ("No edit can be planned over what could not be seen:"));
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);
      g_autofree char *reason = sp_explain_reason (sp_unchecked_get_reason (item));

      if (sp_unchecked_get_reason (item) != last)
        g_print ("–   %s\n", reason);
      g_print ("    %s (%s)\n", sp_unchecked_get_subject (item), sp_unchecked_get_id (item));
      last = sp_unchecked_get_reason (item);
    }
}

/**
 * sp_text_print_plan:
 * @report: a report
 * @catalog: to name providers
 * @with_color: whether the terminal shows bold text
 *
 * Writes the edits for a person to standard output.
 */
void
sp_text_print_plan (SpReport *report, SpCatalog *catalog, gboolean with_color)
{
  SpEditPlan *plan = sp_report_get_plan (report);
  GListModel *edits = sp_edit_plan_get_edits (plan);
  GListModel *unchecked = sp_edit_plan_get_unchecked (plan);
  GPtrArray *needs = sp_edit_plan_get_needs (plan);

  if (sp_report_get_obstacle (report) != NULL)
    sp_text_print_finding (sp_report_get_obstacle (report), with_color);
  if (g_list_model_get_n_items (edits) > 0)
    print_place (report);
  print_edits (edits, catalog, sp_report_get_dns_host (report), sp_report_get_snapshot (report),
               with_color);
  if (g_list_model_get_n_items (edits) == 0 && g_list_model_get_n_items (unchecked) == 0
      && g_list_model_get_n_items (sp_edit_plan_get_waiting (plan)) == 0)
    g_print ("%s\n", _ ("No edits are needed."));
  if (g_list_model_get_n_items (edits) > 0)
    print_keeps (sp_edit_plan_get_keeps (plan), catalog);
  print_waiting (sp_edit_plan_get_waiting (plan), catalog);
  for (guint i = 0; i < needs->len; i++)
    {
      const SpNeed *need = g_ptr_array_index (needs, i);

      if (need->is_required)
        /* Translators: %1$s is what is needed, %2$s a word to type. */
        g_print (_ ("\nNeeded: %1$s. Give it as --set %2$s=…\n"), need->label, need->key);
      else if (need->fallback != NULL)
        /* Translators: %1$s is a value to give, %2$s a word to type, %3$s what is taken without. */
        g_print (_ ("\nOptional: %1$s. Give it as --set %2$s=… (now: %3$s)\n"), need->label,
                 need->key, need->fallback);
      else
        /* Translators: %1$s is a value to give, %2$s a word to type. */
        g_print (_ ("\nOptional: %1$s. Give it as --set %2$s=…\n"), need->label, need->key);
      if (need->where != NULL && *need->where != '\0')
        g_print (_ ("  Where to find it: %s\n"), need->where);
    }
  if (g_list_model_get_n_items (unchecked) > 0)
    print_unplanned (unchecked);
}

/**
 * sp_text_print_sheet:
 * @report: a report
 * @timeline: (nullable): the dated steps, if it is the sheet of a move
 * @catalog: to name providers
 *
 * Writes the sheet for whoever manages the domain to standard output.
 */
void
sp_text_print_sheet (SpReport *report, SpTimeline *timeline, SpCatalog *catalog)
{
  SpEditPlan *plan = sp_report_get_plan (report);
  GListModel *edits = sp_edit_plan_get_edits (plan);
  guint n = g_list_model_get_n_items (edits);
  g_autofree SpSheetChange *changes = g_new0 (SpSheetChange, n + 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (SpSheet) sheet = NULL;
  g_autofree char *text = NULL;
  SpSheetInput input = { 0 };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      changes[i].edit = edit; /* the list keeps it */
    }
  input = (SpSheetInput) {
    .snapshot = sp_report_get_snapshot (report),
    .catalog = catalog,
    .dns_host = sp_report_get_dns_host (report),
    .provider = sp_report_get_chosen_provider (report),
    .changes = changes,
    .n_changes = n,
    .needs = sp_edit_plan_get_needs (plan),
    .waiting = sp_edit_plan_get_waiting (plan),
    .unchecked = sp_edit_plan_get_unchecked (plan),
    .obstacle = sp_report_get_obstacle (report),
    .time_zone = zone,
  };
  sheet = timeline != NULL ? sp_sheet_new_for_move (&input, timeline) : sp_sheet_new (&input);
  text = sp_sheet_dup_text (sheet);
  g_print ("%s", text);
}

/* The way through the panel is told for what may be done now; later it is told again. */
static gboolean
is_to_be_made (SpStep *step)
{
  SpStepState state = sp_step_get_state (step);

  return state == SP_STEP_READY || state == SP_STEP_SLIPPED || state == SP_STEP_CHECKING;
}

static void
print_step (SpStep *step, SpReport *report, SpCatalog *catalog, SpProvider *provider, gint64 now,
            gboolean with_color)
{
  const char *name = sp_provider_get_name (provider);
  g_autofree char *title = sp_explain_step_title (step, name);
  g_autofree char *text = sp_explain_step_text (step, name);
  g_autofree char *state = sp_explain_step_state (sp_step_get_state (step));
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *earliest = sp_explain_time (sp_step_get_earliest (step), now, zone);
  g_autofree char *latest = sp_explain_time (sp_step_get_latest (step), now, zone);
  g_autofree char *heading = g_strdup_printf ("%s  [%s]", title, state);
  GPtrArray *ticks = sp_step_get_ticks (step);
  gboolean is_due = is_to_be_made (step);

  g_print ("\n");
  sp_text_print_heading (heading, with_color);
  g_print ("  %s\n", text);
  if (sp_step_get_earliest (step) != 0 && sp_step_is_about (step))
    g_print (_ ("  From about %s\n"), earliest);
  else if (sp_step_get_earliest (step) != 0)
    g_print (_ ("  From %s\n"), earliest);
  if (sp_step_get_latest (step) != 0)
    g_print (_ ("  Everyone follows by %s\n"), latest);
  print_edits (sp_step_get_edits (step), catalog, sp_report_get_dns_host (report),
               is_due ? sp_report_get_snapshot (report) : NULL, with_color);
  for (guint i = 0; i < ticks->len; i++)
    {
      const SpTick *tick = g_ptr_array_index (ticks, i);
      g_autofree char *sentence = sp_explain_tick (tick->id);

      g_print ("  [%c] %s (%s)\n", tick->is_done ? 'x' : ' ', sentence, tick->id);
    }
}

/**
 * sp_text_print_timeline:
 * @timeline: the dated steps
 * @report: what is published now, seen with what was decided about the move
 * @catalog: to name providers
 * @provider: where the move goes
 * @now: microseconds since 1970
 * @with_color: whether the terminal shows bold text
 *
 * Writes a move for a person to standard output, with local times.
 */
void
sp_text_print_timeline (SpTimeline *timeline, SpReport *report, SpCatalog *catalog,
                        SpProvider *provider, gint64 now, gboolean with_color)
{
  GListModel *steps = sp_timeline_get_steps (timeline);

  if (sp_report_get_obstacle (report) != NULL)
    sp_text_print_finding (sp_report_get_obstacle (report), with_color);
  print_place (report);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      print_step (step, report, catalog, provider, now, with_color);
    }
  print_waiting (sp_edit_plan_get_waiting (sp_report_get_plan (report)), catalog);
}
