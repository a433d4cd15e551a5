/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/explain/sp-json-plan.h"
#include "cli/sp-json.h"
#include "cli/sp-text-plan.h"
#include "core/explain/sp-calendar.h"

#define FORMATS "text|json|ics|sheet"

typedef struct {
  char *to;
  char *filter;
  char *dns_host;
  char *strategy;
  char *start;
  char *format;
  char **ticks;
  char **skipped;
  gboolean abort;
} Options;

static void
options_clear (Options *options)
{
  g_clear_pointer (&options->to, g_free);
  g_clear_pointer (&options->filter, g_free);
  g_clear_pointer (&options->dns_host, g_free);
  g_clear_pointer (&options->strategy, g_free);
  g_clear_pointer (&options->start, g_free);
  g_clear_pointer (&options->format, g_free);
  g_clear_pointer (&options->ticks, g_strfreev);
  g_clear_pointer (&options->skipped, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_request (SpCli *self, const Options *options, SpMoveRequest *request)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);

  if (sp_cli_check_provider (self, options->to) == NULL
      || !sp_cli_check_filter (self, options->filter)
      || !sp_cli_check_values (self, options->to, options->filter)
      || !sp_cli_check_dns_host (self, options->dns_host))
    return FALSE;
  request->choices = (SpChoices) { options->to, options->filter, options->dns_host, self->values };
  request->strategy = sp_strategy_propose (sp_catalog_get_provider (catalog, options->to));
  request->is_any_strategy = options->strategy == NULL;
  request->is_any_filter = options->filter == NULL;
  if (options->strategy != NULL && !sp_strategy_from_string (options->strategy, &request->strategy))
    {
      sp_cli_complain (_ ("A move goes “gradual” or “one-sitting”."));
      return FALSE;
    }
  if (options->start != NULL && !sp_cli_parse_time (options->start, &request->start))
    {
      sp_cli_complain (_ ("“%s” is not a time, such as 2026-11-23T10:00:00Z."), options->start);
      return FALSE;
    }
  return TRUE;
}

static gboolean
mark_all (SpCli *self, const SpName *domain, const Options *options)
{
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; options->ticks != NULL && options->ticks[i] != NULL; i++)
    {
      if (!sp_workspace_mark_tick (self->workspace, domain, options->ticks[i], TRUE, &error))
        {
          sp_cli_complain ("%s", error->message);
          return FALSE;
        }
    }
  for (gsize i = 0; options->skipped != NULL && options->skipped[i] != NULL; i++)
    {
      if (!sp_workspace_mark_skipped (self->workspace, domain, options->skipped[i], TRUE, &error))
        {
          sp_cli_complain ("%s", error->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
has_tick (SpStep *step, const char *id)
{
  GPtrArray *ticks = sp_step_get_ticks (step);

  for (guint i = 0; i < ticks->len; i++)
    if (strcmp (((const SpTick *) g_ptr_array_index (ticks, i))->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* Ids that no step of this move has are a slip of the keyboard, and are told before anything. */
static gboolean
knows_marks (SpTimeline *timeline, const Options *options)
{
  GListModel *steps = sp_timeline_get_steps (timeline);

  for (gsize i = 0; options->skipped != NULL && options->skipped[i] != NULL; i++)
    {
      if (sp_timeline_find (timeline, options->skipped[i]) == NULL)
        {
          sp_cli_complain (_ ("This move has no step “%s”."), options->skipped[i]);
          return FALSE;
        }
    }
  for (gsize i = 0; options->ticks != NULL && options->ticks[i] != NULL; i++)
    {
      gboolean is_known = FALSE;

      for (guint j = 0; j < g_list_model_get_n_items (steps); j++)
        {
          g_autoptr (SpStep) step = g_list_model_get_item (steps, j);

          is_known = is_known || has_tick (step, options->ticks[i]);
        }
      if (!is_known)
        {
          sp_cli_complain (_ ("This move asks for no tick “%s”."), options->ticks[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static void
print_calendar (SpCli *self, SpTimeline *timeline, SpName *domain, SpProvider *provider)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const SpCalendarInput input = {
    .timeline = timeline,
    .domain = domain,
    .provider = provider,
    .catalog = sp_workspace_get_catalog (self->workspace),
    .now = sp_clock_get_now (sp_workspace_get_clock (self->workspace)),
    .time_zone = zone,
  };
  g_autofree char *text = sp_calendar_dup_text (&input);

  if (text != NULL)
    g_print ("%s", text);
  else
    sp_cli_complain (_ ("No step of this move has a date."));
}

static SpExit
print_move (SpCli *self, SpTimeline *timeline, SpReport *seen, SpName *domain,
            const Options *options)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  SpProvider *provider = sp_catalog_get_provider (catalog, options->to);
  g_autoptr (SpReport) report = sp_workspace_derive_move_report (self->workspace, seen);

  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      sp_json_add_timeline (builder, timeline, sp_report_get_snapshot (report),
                            sp_report_get_dns_host (report),
                            sp_edit_plan_get_waiting (sp_report_get_plan (report)), options->to);
      sp_json_print (builder, TRUE);
    }
  else if (g_strcmp0 (options->format, "ics") == 0)
    print_calendar (self, timeline, domain, provider);
  else if (g_strcmp0 (options->format, "sheet") == 0)
    sp_text_print_sheet (report, timeline, catalog);
  else
    {
      sp_text_print_timeline (timeline, report, catalog, provider,
                              sp_clock_get_now (sp_workspace_get_clock (self->workspace)),
                              !self->no_color && isatty (STDOUT_FILENO));
    }
  return SP_EXIT_OK;
}

static SpExit
abort_move (SpCli *self, const SpName *domain)
{
  g_autoptr (GError) error = NULL;

  if (sp_workspace_abort_move (self->workspace, domain, &error))
    return SP_EXIT_OK;
  sp_cli_complain ("%s", error->message);
  return SP_EXIT_UNKNOWN;
}

static SpExit
run (SpCli *self, SpName *domain, const Options *options)
{
  SpMoveRequest request = { 0 };
  g_autoptr (SpQuestion) plain = NULL;
  g_autoptr (SpQuestion) question = NULL;
  g_autoptr (SpReport) report = NULL;
  g_autoptr (SpTimeline) timeline = NULL;
  g_autoptr (GError) error = NULL;

  if (!read_request (self, options, &request))
    return SP_EXIT_USAGE;
  plain = sp_workspace_make_move_question (self->workspace, domain, options->to, options->filter);
  question = sp_workspace_add_values (self->workspace, plain, self->values);
  report = sp_cli_inspect (self, question);
  if (report == NULL)
    return SP_EXIT_UNKNOWN;
  if (sp_snapshot_get_delegation (sp_report_get_snapshot (report)) != SP_DELEGATION_FOUND)
    {
      sp_cli_complain (_ ("%s cannot be moved: its name servers are not known."),
                       sp_name_get_text (domain));
      return SP_EXIT_UNKNOWN;
    }

  timeline = sp_workspace_plan_move (self->workspace, report, &request, &error);
  if (timeline != NULL && (options->ticks != NULL || options->skipped != NULL))
    {
      if (!knows_marks (timeline, options) || !mark_all (self, domain, options))
        return SP_EXIT_USAGE;
      g_clear_object (&timeline);
      timeline = sp_workspace_plan_move (self->workspace, report, &request, &error);
    }
  if (timeline == NULL)
    {
      sp_cli_complain ("%s", error->message);
      return SP_EXIT_UNKNOWN;
    }
  return print_move (self, timeline, report, domain, options);
}

/**
 * sp_cli_move:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl move`: begins a move or goes on with it, and prints its dated steps.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_move (SpCli *self, int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (SpName) domain = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("Where mail should go"), "ID" },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &options.filter, N_ ("The filter in front"), "ID" },
    { "dns-host", 0, 0, G_OPTION_ARG_STRING, &options.dns_host, N_ ("Whose panel is used"), "ID" },
    { "strategy", 0, 0, G_OPTION_ARG_STRING, &options.strategy, N_ ("Which way"),
      "gradual|one-sitting" },
    { "start", 0, 0, G_OPTION_ARG_STRING, &options.start, N_ ("When it begins"), "TIME" },
    { "tick", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.ticks,
      N_ ("Confirm what only a person can know (may repeat)"), "ID" },
    { "skip", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.skipped, N_ ("Skip a step (may repeat)"),
      "STEP" },
    { "abort", 0, 0, G_OPTION_ARG_NONE, &options.abort, N_ ("Forget the move"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, N_ ("How to print"), FORMATS },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "DOMAIN --to PROVIDER", entries, argc, argv)
      || !sp_cli_take_format (self, options.format, FORMATS))
    return SP_EXIT_USAGE;
  if (options.to == NULL && !options.abort)
    {
      sp_cli_complain (_ ("Where should mail go? Give “--to PROVIDER”."));
      return SP_EXIT_USAGE;
    }
  domain = sp_cli_take_domain (self);
  if (domain == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, FALSE) == NULL)
    return SP_EXIT_UNKNOWN;
  return options.abort ? abort_move (self, domain) : run (self, domain, &options);
}
