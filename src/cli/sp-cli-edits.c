/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "core/explain/sp-json-plan.h"
#include "cli/sp-json.h"
#include "cli/sp-text-plan.h"
#include "core/plan/sp-edit-zone.h"

#define FORMATS "text|json|zone|sheet"

typedef struct {
  char *provider;
  char *filter;
  char *dns_host;
  char *format;
} Options;

static gboolean
can_use (SpCli *self, const Options *options)
{
  return (options->provider == NULL || sp_cli_check_provider (self, options->provider) != NULL)
         && sp_cli_check_filter (self, options->filter)
         && sp_cli_check_values (self, options->provider, options->filter)
         && sp_cli_check_dns_host (self, options->dns_host);
}

static void
print_zone (SpReport *report)
{
  g_autofree char *text = sp_edit_zone_dup_text (
    sp_report_get_snapshot (report), sp_edit_plan_get_edits (sp_report_get_plan (report)));

  g_print ("%s", text);
}

static SpExit
print_plan (SpCli *self, SpReport *report, const Options *options)
{
  SpEditPlan *plan = sp_report_get_plan (report);
  SpSnapshot *snapshot = sp_report_get_snapshot (report);

  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      sp_json_add_plan (builder, report, options->provider,
                        sp_workspace_get_catalog (self->workspace));
      sp_json_print (builder, TRUE);
    }
  else if (g_strcmp0 (options->format, "zone") == 0)
    print_zone (report);
  else if (g_strcmp0 (options->format, "sheet") == 0)
    sp_text_print_sheet (report, NULL, sp_workspace_get_catalog (self->workspace));
  else
    {
      sp_text_print_plan (report, sp_workspace_get_catalog (self->workspace),
                          !self->no_color && isatty (STDOUT_FILENO));
    }
  /* A plan that rests on what could not be seen is no answer yet. */
  if (sp_snapshot_get_delegation (snapshot) != SP_DELEGATION_FOUND
      || g_list_model_get_n_items (sp_edit_plan_get_unchecked (plan)) > 0)
    return SP_EXIT_UNKNOWN;
  return SP_EXIT_OK;
}

/**
 * sp_cli_edits:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl edits`: the edits from what is published to a provider's set, or repairs.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_edits (SpCli *self, int argc, char **argv)
{
  g_autofree char *provider = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *dns_host = NULL;
  g_autofree char *format = NULL;
  g_autoptr (SpName) domain = NULL;
  g_autoptr (SpQuestion) plain = NULL;
  g_autoptr (SpQuestion) question = NULL;
  g_autoptr (SpReport) seen = NULL;
  g_autoptr (SpReport) report = NULL;
  Options options = { 0 };
  SpChoices choices = { 0 };
  const char *none[] = { NULL };
  const GOptionEntry entries[] = {
    { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_ ("Where mail should go"), "ID" },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &filter, N_ ("The filter in front"), "ID" },
    { "dns-host", 0, 0, G_OPTION_ARG_STRING, &dns_host, N_ ("Whose panel is used"), "ID" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, N_ ("How to print"), FORMATS },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "DOMAIN", entries, argc, argv)
      || !sp_cli_take_format (self, format, FORMATS))
    return SP_EXIT_USAGE;
  domain = sp_cli_take_domain (self);
  if (domain == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;
  options = (Options) { provider, filter, dns_host, format };
  if (!can_use (self, &options))
    return SP_EXIT_USAGE;

  plain = sp_question_new (domain, provider, filter, none);
  question = sp_workspace_add_values (self->workspace, plain, self->values);
  seen = sp_cli_inspect (self, question);
  if (seen == NULL)
    return SP_EXIT_UNKNOWN;
  choices = (SpChoices) { provider, filter, dns_host, self->values };
  report = sp_workspace_derive_report (self->workspace, seen, &choices);
  return print_plan (self, report, &options);
}
