/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "cli/sp-cli.h"
#include "cli/sp-json.h"
#include "core/inspect/sp-spf-evaluator.h"

typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  SpSpfVerdict *verdict;
} Evaluation;

static gboolean
on_interrupt (gpointer data)
{
  Evaluation *evaluation = data;

  g_cancellable_cancel (evaluation->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
evaluated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Evaluation *evaluation = user_data;

  evaluation->verdict = sp_spf_evaluate_finish (result, NULL);
  g_main_loop_quit (evaluation->loop);
}

static SpSpfVerdict *
evaluate (SpWorkspace *workspace, const SpSpfRequest *request)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Evaluation evaluation = { .loop = loop, .cancellable = cancellable };
  guint handler = g_unix_signal_add (SIGINT, on_interrupt, &evaluation);

  sp_spf_evaluate_async (sp_workspace_get_network (workspace), sp_workspace_get_clock (workspace),
                         request, cancellable, evaluated_cb, &evaluation);
  g_main_loop_run (loop);
  g_source_remove (handler);
  return evaluation.verdict;
}

static void
add_text (JsonBuilder *builder, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  sp_json_add_string (builder, key, valid);
}

static void
add_question (JsonBuilder *builder, const SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autoptr (SpRecordSet) set = sp_answer_dup_final_set (answer);
  g_autofree char *type = sp_rr_type_to_string (fields->type);

  json_builder_begin_object (builder);
  sp_json_add_name (builder, "name", fields->name);
  sp_json_add_string (builder, "type", type);
  sp_json_add_string (builder, "outcome", sp_outcome_to_string (fields->outcome));
  sp_json_begin_array (builder, "records");
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      g_autofree char *value = sp_record_dup_value (sp_record_set_get_record (set, i));

      json_builder_add_string_value (builder, value);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder, const SpSpfStep *step)
{
  json_builder_begin_object (builder);
  sp_json_add_int (builder, "depth", step->depth);
  add_text (builder, "domain", step->domain);
  add_text (builder, "term", step->term);
  add_text (builder, "target", step->target);
  add_text (builder, "record", step->record);
  sp_json_add_string (builder, "result", step->outcome);
  sp_json_add_boolean (builder, "void", step->is_void);
  sp_json_begin_array (builder, "questions");
  for (guint i = 0; i < step->answers->len; i++)
    add_question (builder, g_ptr_array_index (step->answers, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const SpSpfVerdict *verdict, const SpSpfRequest *request)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *address = g_inet_address_to_string (request->address);

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  add_text (builder, "domain", request->domain);
  sp_json_add_string (builder, "ip", address);
  sp_json_add_string (builder, "result", sp_spf_result_to_string (verdict->result));
  sp_json_add_string (builder, "problem", sp_spf_problem_to_string (verdict->problem));
  add_text (builder, "explanation", verdict->explanation);
  add_text (builder, "mechanism", verdict->mechanism);
  sp_json_add_int (builder, "lookups", verdict->lookups);
  sp_json_add_int (builder, "void_lookups", verdict->void_lookups);
  sp_json_begin_array (builder, "trace");
  for (guint i = 0; i < verdict->steps->len; i++)
    add_step (builder, g_ptr_array_index (verdict->steps, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  sp_json_print (builder, TRUE);
}

static const char *
get_problem_text (SpSpfProblem problem)
{
  switch (problem)
    {
    case SP_SPF_PROBLEM_NONE:
      return NULL;
    case SP_SPF_PROBLEM_BAD_DOMAIN:
      return _ ("This is not a domain that could have a list of allowed senders.");
    case SP_SPF_PROBLEM_NO_RECORD:
      return _ ("The domain has no list of allowed senders.");
    case SP_SPF_PROBLEM_TWO_RECORDS:
      return _ ("There is more than one list of allowed senders, so that none counts.");
    case SP_SPF_PROBLEM_SYNTAX:
      return _ ("The list of allowed senders has a mistake in it, so that none of it counts.");
    case SP_SPF_PROBLEM_LOOKUPS:
      return _ ("The list needs more than ten look-ups.");
    case SP_SPF_PROBLEM_VOID_LOOKUPS:
      return _ ("More than two look-ups found nothing.");
    case SP_SPF_PROBLEM_WIDE_MX:
      return _ ("More than ten mail servers stand behind one “mx”.");
    case SP_SPF_PROBLEM_DEAD_TARGET:
      return _ ("A list that it leads to does not exist.");
    case SP_SPF_PROBLEM_DNS:
      return _ ("A question was not answered. Try again later.");
    case SP_SPF_PROBLEM_TIMEOUT:
      return _ ("It took too long. Try again later.");
    }
  g_return_val_if_reached (NULL);
}

/* Records are written by strangers: what a terminal would obey is not printed. */
static char *
dup_tame (const char *text)
{
  GString *tame = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p < 0x20 || *p > 0x7e)
        g_string_append_printf (tame, "\\x%02x", (guint8) *p);
      else
        g_string_append_c (tame, *p);
    }
  return g_string_free_and_steal (tame);
}

static void
print_step (const SpSpfStep *step)
{
  const char *text = step->term != NULL     ? step->term
                     : step->record != NULL ? step->record
                                            : step->domain;
  g_autofree char *tame = dup_tame (text);
  int indent = (int) (step->depth * 4 + (step->term != NULL ? 2 : 0));

  g_print ("  %*s%s: %s\n", indent, "", tame, step->outcome != NULL ? step->outcome : "…");
}

static void
print_text (const SpSpfVerdict *verdict)
{
  const char *problem = get_problem_text (verdict->problem);

  g_print ("%s\n", sp_spf_result_to_string (verdict->result));
  if (problem != NULL)
    g_print ("%s\n", problem);
  if (verdict->mechanism != NULL)
    {
      g_autofree char *tame = dup_tame (verdict->mechanism);

      /* Translators: %s is a term of an SPF record, such as “-all”. */
      g_print (_ ("Decided by: %s"), tame);
      g_print ("\n");
    }
  if (verdict->explanation != NULL)
    {
      g_autofree char *tame = dup_tame (verdict->explanation);

      /* Translators: %s is text that the owner of a domain published. */
      g_print (_ ("The domain’s owner says: %s"), tame);
      g_print ("\n");
    }
  /* Translators: look-ups of an SPF record; both numbers have a limit. */
  g_print (_ ("Look-ups: %u of 10, without an answer: %u of 2"), verdict->lookups,
           verdict->void_lookups);
  g_print ("\n\n");
  for (guint i = 0; i < verdict->steps->len; i++)
    print_step (g_ptr_array_index (verdict->steps, i));
}

/* An empty sender is often written as "<>". */
static char *
dup_bare_sender (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '<' && text[length - 1] == '>')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

static GInetAddress *
take_address (const char *text)
{
  GInetAddress *address = text != NULL ? g_inet_address_new_from_string (text) : NULL;

  if (text == NULL)
    sp_cli_complain (_ ("Who sends? Give the address with --ip."));
  else if (address == NULL)
    sp_cli_complain (_ ("“%s” is not an address, such as 192.0.2.1 or 2001:db8::1."), text);
  return address;
}

/**
 * sp_cli_spf:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl spf`: check_host of RFC 7208. Any domain can be asked about: what a client says
 * need not be one, and then the result is "none".
 *
 * Returns: the exit status
 */
SpExit
sp_cli_spf (SpCli *self, int argc, char **argv)
{
  g_autofree char *ip = NULL, *sender = NULL, *helo = NULL, *bare = NULL;
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (SpSpfVerdict) verdict = NULL;
  SpSpfRequest request = { 0 };
  const GOptionEntry entries[] = {
    { "ip", 0, 0, G_OPTION_ARG_STRING, &ip, N_ ("Address that the message comes from"), "ADDRESS" },
    { "sender", 0, 0, G_OPTION_ARG_STRING, &sender, N_ ("Sender of the message (MAIL FROM)"),
      "ADDRESS" },
    { "helo", 0, 0, G_OPTION_ARG_STRING, &helo, N_ ("Name that the sending server gives (HELO)"),
      "NAME" },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "DOMAIN", entries, argc, argv))
    return SP_EXIT_USAGE;
  if (g_strv_length (self->arguments) != 1 || *self->arguments[0] == '\0')
    {
      sp_cli_complain (_ ("One domain is needed."));
      return SP_EXIT_USAGE;
    }
  address = take_address (ip);
  if (address == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;

  bare = sender != NULL ? dup_bare_sender (sender) : NULL;
  request.domain = self->arguments[0];
  request.address = address;
  request.sender = bare;
  request.helo = helo;
  verdict = evaluate (self->workspace, &request);
  if (verdict == NULL)
    return SP_EXIT_UNKNOWN;
  if (self->json)
    print_json (verdict, &request);
  else
    print_text (verdict);
  /* A receiver would try again later: nothing has been found out. */
  return verdict->result != SP_SPF_RESULT_TEMPERROR ? SP_EXIT_OK : SP_EXIT_UNKNOWN;
}
