/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/sp-crew.h"
#include "cli/sp-domain-list.h"
#include "cli/sp-json-report.h"
#include "cli/sp-json.h"
#include "cli/sp-text-report.h"
#include "core/explain/sp-explain.h"

/* How many domains are looked at together; each asks some hundred questions. */
#define MAX_TOGETHER 64

/* How many are handed to a crew: as many again wait at the workers, so that none of them is idle,
 * and whoever is quicker gets more of the rest. */
#define MAX_HANDED_OUT (2 * MAX_TOGETHER)

/* How many processes share a list. */
#define MAX_WORKERS 4

/* How many may have been looked at and wait for a slow one before them. A line of JSON is small;
 * what the text is made from is not. */
#define MAX_AHEAD_JSON 1024
#define MAX_AHEAD_TEXT 96

/*
 * Domains are read one by one and answered in the same order: a queue of running inspections and
 * of finished ones, of which only the oldest may print. So memory does not grow with the number
 * of domains.
 */
typedef struct {
  SpCli *cli;
  SpDomainList *list;
  const char *provider;
  const char *filter;
  const char *const *selectors;
  SpCrew *crew; /* who does the work, if it is not this process */
  guint max_together;
  GMainLoop *loop;
  GCancellable *cancellable;
  GQueue *jobs;
  gboolean many;
  gboolean is_read;
  gboolean is_interrupted;
  gboolean is_broken;
  gboolean is_worker;
  guint n_running;
  guint n_done;
  gboolean found;
  gboolean unknown;
  gboolean unusable;
} Bulk;

typedef struct {
  Bulk *bulk;
  char *typed;
  GError *mistake;
  SpReport *report;
  char *line; /* what is printed of the report, once it is made */
  gboolean is_done;
} Job;

static void
job_free (Job *job)
{
  g_free (job->typed);
  g_clear_error (&job->mistake);
  g_clear_object (&job->report);
  g_free (job->line);
  g_free (job);
}

static char *
dup_mistake (Job *job, const char *sentence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_string (builder, "domain", job->typed);
  sp_json_add_string (builder, "error", sentence);
  json_builder_end_object (builder);
  return sp_json_dup_text (builder, FALSE);
}

static void
note_mistake (Bulk *bulk, Job *job)
{
  g_autofree char *sentence = sp_explain_question_error (job->mistake);

  bulk->unusable = TRUE;
  if (bulk->cli->json && bulk->many)
    job->line = dup_mistake (job, sentence);
  else
    sp_cli_complain ("%s", sentence);
}

static void
note_status (Bulk *bulk, SpReport *report)
{
  SpVerdict *verdict = sp_report_get_verdict (report);
  GListModel *findings = sp_verdict_get_findings (verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (sp_finding_get_level (finding) >= SP_LEVEL_MAY_BOUNCE)
        bulk->found = TRUE;
    }
  if (sp_verdict_get_status (verdict) == SP_STATUS_UNKNOWN)
    bulk->unknown = TRUE;
}

/* The line is all that is kept of a report until its turn comes. */
static void
make_line (Bulk *bulk, Job *job)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (job->report == NULL)
    return;
  note_status (bulk, job->report);
  if (!bulk->cli->json)
    return;
  builder = json_builder_new ();
  sp_json_add_report (builder, job->report, sp_workspace_get_catalog (bulk->cli->workspace));
  job->line = sp_json_dup_text (builder, !bulk->many);
  g_clear_object (&job->report);
}

static void
print_job (Bulk *bulk, Job *job)
{
  bulk->n_done++;
  if (job->mistake != NULL)
    note_mistake (bulk, job);
  if (job->line != NULL)
    sp_json_print_text (job->line);
  else if (job->report != NULL)
    sp_text_print_report (job->report, !bulk->cli->no_color && isatty (STDOUT_FILENO));
  if (bulk->many && !bulk->is_worker && isatty (STDERR_FILENO))
    g_printerr ("\r%u ", bulk->n_done);
}

static void go_on (Bulk *bulk);

/* Whole lines have been printed so far, and no more are. */
static void
stop (Bulk *bulk)
{
  bulk->is_interrupted = TRUE;
  g_cancellable_cancel (bulk->cancellable);
  if (bulk->crew != NULL)
    sp_crew_stop (bulk->crew);
  go_on (bulk);
}

static gboolean
is_head_done (Bulk *bulk)
{
  Job *head = g_queue_peek_head (bulk->jobs);

  return head != NULL && head->is_done;
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;

  job->report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, NULL);
  job->is_done = TRUE;
  job->bulk->n_running--;
  if (!job->bulk->is_interrupted)
    make_line (job->bulk, job);
  go_on (job->bulk);
}

/* A worker that ends with a domain in hand has found the options wrong, or has been killed. */
static void
answered (gpointer data, char *answer, gpointer user_data)
{
  Job *job = data;
  Bulk *bulk = user_data;

  job->line = answer;
  job->is_done = TRUE;
  bulk->n_running--;
  if (answer == NULL && !bulk->is_interrupted && !bulk->is_broken)
    {
      bulk->is_broken = TRUE;
      sp_crew_stop (bulk->crew);
    }
  go_on (bulk);
}

static void
start (Bulk *bulk, const char *typed, gboolean is_long)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (SpName) domain = NULL;
  g_autoptr (SpQuestion) plain = NULL;
  g_autoptr (SpQuestion) question = NULL;

  job->bulk = bulk;
  job->typed = g_utf8_make_valid (typed, -1);
  g_queue_push_tail (bulk->jobs, job);
  if (bulk->crew != NULL && !is_long)
    {
      bulk->n_running++;
      sp_crew_hand_out (bulk->crew, typed, job);
      return;
    }
  if (is_long)
    job->mistake = g_error_new (SP_QUESTION_ERROR, SP_QUESTION_ERROR_NAME_LONG, "line too long");
  else
    domain = sp_question_clean (typed, &job->mistake);
  if (domain == NULL)
    {
      job->is_done = TRUE;
      return;
    }
  plain = sp_question_new (domain, bulk->provider, bulk->filter, bulk->selectors);
  question = sp_workspace_add_values (bulk->cli->workspace, plain, bulk->cli->values);
  bulk->n_running++;
  sp_workspace_inspect_async (bulk->cli->workspace, question, bulk->cancellable, inspected_cb, job);
}

static void
fill (Bulk *bulk)
{
  guint max_ahead = bulk->cli->json ? MAX_AHEAD_JSON : MAX_AHEAD_TEXT;

  while (!bulk->is_read && !bulk->is_broken && bulk->n_running < bulk->max_together
         && g_queue_get_length (bulk->jobs) < max_ahead)
    {
      g_autofree char *typed = NULL;
      SpDomainListState state = sp_domain_list_next (bulk->list, &typed);

      switch (state)
        {
        case SP_DOMAIN_LIST_LINE:
        case SP_DOMAIN_LIST_LONG_LINE:
          start (bulk, typed, state == SP_DOMAIN_LIST_LONG_LINE);
          break;
        case SP_DOMAIN_LIST_WAIT:
          return;
        case SP_DOMAIN_LIST_FAILED:
          sp_cli_complain (_ ("The rest of the file cannot be read."));
          bulk->unusable = TRUE;
          bulk->is_read = TRUE;
          break;
        case SP_DOMAIN_LIST_END:
          bulk->is_read = TRUE;
          break;
        }
    }
}

/* Takes in as many as there is room for, and prints what is complete at the head of the queue,
 * which makes room for more. */
static void
go_on (Bulk *bulk)
{
  if (bulk->is_interrupted || bulk->is_broken)
    {
      if (bulk->n_running == 0)
        g_main_loop_quit (bulk->loop);
      return;
    }
  fill (bulk);
  while (is_head_done (bulk))
    {
      print_job (bulk, g_queue_peek_head (bulk->jobs));
      job_free (g_queue_pop_head (bulk->jobs));
      if (!is_head_done (bulk))
        fill (bulk);
    }
  if (fflush (stdout) != 0)
    stop (bulk);
  else if (bulk->is_read && g_queue_is_empty (bulk->jobs))
    g_main_loop_quit (bulk->loop);
}

static void
on_list_ready (gpointer data)
{
  go_on (data);
}

static gboolean
start_in_loop (gpointer data)
{
  go_on (data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_interrupt (gpointer data)
{
  stop (data);
  return G_SOURCE_CONTINUE;
}

static void
note_exit (Bulk *bulk, int status)
{
  switch (status)
    {
    case SP_EXIT_OK:
    case SP_EXIT_INTERRUPTED:
      break;
    case SP_EXIT_FOUND:
      bulk->found = TRUE;
      break;
    case SP_EXIT_USAGE:
      bulk->unusable = TRUE;
      break;
    default:
      bulk->unknown = TRUE;
    }
}

static void
end_crew (Bulk *bulk)
{
  g_autoptr (GArray) statuses = g_array_new (FALSE, FALSE, sizeof (int));

  if (bulk->crew == NULL)
    return;
  sp_crew_finish (bulk->crew, statuses);
  for (guint i = 0; i < statuses->len; i++)
    note_exit (bulk, g_array_index (statuses, int, i));
  g_clear_pointer (&bulk->crew, sp_crew_free);
}

static SpExit
run (Bulk *bulk)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, bulk);

  if (bulk->is_worker)
    sp_crew_listen_to_interrupt ();
  bulk->loop = g_main_loop_new (NULL, FALSE);
  bulk->cancellable = g_cancellable_new ();
  bulk->jobs = g_queue_new ();
  sp_domain_list_set_ready (bulk->list, on_list_ready, bulk);
  if (bulk->crew != NULL)
    sp_crew_set_answered (bulk->crew, answered, bulk);
  g_idle_add (start_in_loop, bulk);
  g_main_loop_run (bulk->loop);
  end_crew (bulk);
  g_source_remove (interrupt);
  sp_domain_list_set_ready (bulk->list, NULL, NULL);
  g_main_loop_unref (bulk->loop);
  g_object_unref (bulk->cancellable);
  g_queue_free_full (bulk->jobs, (GDestroyNotify) job_free);
  if (bulk->many && !bulk->is_worker && isatty (STDERR_FILENO))
    g_printerr ("\n");

  if (bulk->is_interrupted)
    return SP_EXIT_INTERRUPTED;
  if (bulk->is_broken)
    return bulk->unusable ? SP_EXIT_USAGE : SP_EXIT_UNKNOWN;
  if (bulk->found)
    return SP_EXIT_FOUND;
  if (bulk->unknown)
    return SP_EXIT_UNKNOWN;
  return bulk->unusable ? SP_EXIT_USAGE : SP_EXIT_OK;
}

/* The practice world lives in one process, and a text is for one pair of eyes. */
static guint
count_workers (SpCli *self, const char *from)
{
  gboolean is_for_crew = from != NULL && self->arguments[0] == NULL && self->json
                         && !self->practice;

  return is_for_crew ? MIN (g_get_num_processors (), MAX_WORKERS) : 1;
}

/* Leaves the work to others if there is enough of it. Returns from here several times then. */
static void
share_work (Bulk *bulk, char **from)
{
  guint n_workers = count_workers (bulk->cli, *from);
  guint worker;

  bulk->max_together = MAX_TOGETHER;
  if (n_workers < 2)
    return;
  bulk->crew = sp_crew_new (n_workers, &worker);
  if (bulk->crew != NULL)
    {
      bulk->max_together = MAX_HANDED_OUT;
      return;
    }
  bulk->is_worker = TRUE;
  bulk->max_together = MAX_TOGETHER / n_workers;
  bulk->cli->n_sharers = n_workers;
  g_free (*from);
  *from = g_strdup ("-");
}

/**
 * sp_cli_check:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl check`: what is wrong with the mail of one or many domains.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_check (SpCli *self, int argc, char **argv)
{
  g_autofree char *provider = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *from = NULL;
  g_auto (GStrv) selectors = NULL;
  g_autoptr (SpDomainList) list = NULL;
  g_autoptr (GError) error = NULL;
  Bulk bulk = { 0 };
  const char *none[] = { NULL };
  const GOptionEntry entries[] = {
    { "provider", 0, 0, G_OPTION_ARG_STRING, &provider, N_ ("Where mail should go"), "ID" },
    { "filter", 0, 0, G_OPTION_ARG_STRING, &filter, N_ ("The filter in front"), "ID" },
    { "selector", 0, 0, G_OPTION_ARG_STRING_ARRAY, &selectors,
      N_ ("A further key name (may repeat)"), "NAME" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from,
      N_ ("Read the domains from a file, “-” is standard input"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "DOMAIN…", entries, argc, argv))
    return SP_EXIT_USAGE;
  if (self->arguments[0] == NULL && from == NULL)
    {
      sp_cli_complain (_ ("One domain is needed."));
      return SP_EXIT_USAGE;
    }
  bulk.cli = self;
  share_work (&bulk, &from);
  list = sp_domain_list_new (self->arguments, from, &error);
  if (list == NULL)
    {
      sp_cli_complain ("%s", error->message);
      end_crew (&bulk);
      return SP_EXIT_USAGE;
    }
  bulk.list = list;
  bulk.many = from != NULL || g_strv_length (self->arguments) > 1;
  if (bulk.crew != NULL)
    return run (&bulk);
  self->is_list = bulk.many;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;
  if ((provider != NULL && sp_cli_check_provider (self, provider) == NULL)
      || !sp_cli_check_filter (self, filter) || !sp_cli_check_values (self, provider, filter))
    return SP_EXIT_USAGE;

  bulk.provider = provider;
  bulk.filter = filter;
  bulk.selectors = selectors != NULL ? (const char *const *) selectors : none;
  return run (&bulk);
}
