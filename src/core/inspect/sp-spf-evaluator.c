/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-evaluator.h"

#include "core/inspect/sp-spf-run-private.h"

/* RFC 7208 §4.6.4. */
#define MAX_LOOKUPS 10

static void read_on (SpSpfRun *self);
static void fetch_record (SpSpfRun *self);

static SpSpfResult
get_result (const SpSpfTerm *term)
{
  switch (term->qualifier)
    {
    case '-':
      return SP_SPF_RESULT_FAIL;
    case '~':
      return SP_SPF_RESULT_SOFTFAIL;
    case '?':
      return SP_SPF_RESULT_NEUTRAL;
    default:
      return SP_SPF_RESULT_PASS;
    }
}

/* A record has come to a result. For an include only "pass" is a match (§5.2). */
static void
end_record (SpSpfRun *self, SpSpfResult result)
{
  if (self->frames->len > 1)
    {
      sp_spf_run_pop (self);
      sp_spf_run_settle (self, result == SP_SPF_RESULT_PASS);
      return;
    }
  self->verdict->mechanism = g_strdup (sp_spf_run_get_frame (self)->current);
  if (result == SP_SPF_RESULT_FAIL)
    sp_spf_run_explain (self);
  else
    sp_spf_run_end (self, result, SP_SPF_PROBLEM_NONE);
}

/*
 * sp_spf_run_settle:
 * @self: an evaluation that looks at a mechanism
 * @is_match: whether it matches
 *
 * Goes on after a mechanism: the first match decides (RFC 7208 §4.6.2).
 */
void
sp_spf_run_settle (SpSpfRun *self, gboolean is_match)
{
  self->step->outcome = is_match ? "match" : "no-match";
  if (is_match)
    end_record (self, get_result (sp_spf_run_get_term (self)));
  else
    read_on (self);
}

/* An include or redirect whose target was told "nothing there" is a void look-up of that term; it
 * ends the evaluation anyway. */
static void
note_void_target (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  SpSpfFrame *above = self->frames->len > 1
                        ? g_ptr_array_index (self->frames, self->frames->len - 2)
                        : NULL;
  SpSpfStep *step = frame->is_redirected ? frame->step : above != NULL ? above->step : NULL;
  const SpAnswer *answer = self->step->answers->len > 0
                             ? g_ptr_array_index (self->step->answers, self->step->answers->len - 1)
                             : NULL;
  SpOutcome outcome = answer != NULL ? sp_answer_get_outcome (answer) : SP_OUTCOME_ANSWER;

  if (step == NULL || step->is_void
      || (outcome != SP_OUTCOME_NXDOMAIN && outcome != SP_OUTCOME_NODATA))
    return;
  step->is_void = TRUE;
  self->verdict->void_lookups++;
}

/* No record where one was to be: only the domain asked about may do without. */
static void
end_without_record (SpSpfRun *self, SpSpfProblem problem)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);

  self->step->outcome = "none";
  note_void_target (self);
  if (self->frames->len > 1 || frame->is_redirected)
    sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_DEAD_TARGET);
  else
    sp_spf_run_end (self, SP_SPF_RESULT_NONE, problem);
}

/* The grammar of the whole record comes first (§4.6). */
static void
open_record (SpSpfRun *self, SpRecord *record)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  gsize length = 0;
  const char *text = sp_record_get_text (record, &length);

  self->step->record = g_utf8_make_valid (text, (gssize) length);
  g_clear_pointer (&frame->spf, sp_spf_free);
  frame->spf = sp_spf_parse (text, (gssize) length);
  frame->next = 0;
  if (sp_spf_is_valid (frame->spf))
    {
      self->step->outcome = "found";
      g_clear_pointer (&frame->current, g_free);
      read_on (self);
      return;
    }
  if (frame->current == NULL)
    {
      const SpSpfTerm *broken = sp_spf_find (frame->spf, SP_SPF_BROKEN);

      frame->current = broken != NULL ? g_utf8_make_valid (broken->text, -1) : NULL;
    }
  sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_SYNTAX);
}

/* §4.4 and §4.5. */
static void
record_then (SpSpfRun *self)
{
  g_autoptr (SpRecordSet) set = NULL;
  g_autoptr (GPtrArray) records = NULL;
  SpSpfFound found = sp_spf_run_take (self, 0, &set);

  if (found == SP_SPF_FOUND_FAILURE)
    {
      sp_spf_run_end (self, SP_SPF_RESULT_TEMPERROR, SP_SPF_PROBLEM_DNS);
      return;
    }
  records = sp_spf_select (set);
  if (records->len == 0)
    end_without_record (self, SP_SPF_PROBLEM_NO_RECORD);
  else if (records->len > 1)
    sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_TWO_RECORDS);
  else
    open_record (self, g_ptr_array_index (records, 0));
}

/* Looks up the record of the frame's domain (§4.3, §4.4). An address in brackets is no domain. */
static void
fetch_record (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  g_autoptr (SpName) name = sp_spf_parse_target (frame->domain);

  self->step = sp_spf_verdict_add_step (self->verdict, self->frames->len - 1, frame->domain, NULL);
  if (name == NULL || sp_name_get_n_labels (name) < 2 || frame->domain[0] == '[')
    end_without_record (self, SP_SPF_PROBLEM_BAD_DOMAIN);
  else
    sp_spf_run_ask (self, name, SP_RR_TXT, record_then);
}

static void
follow_redirect (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  const SpSpfTerm *term = sp_spf_find (frame->spf, SP_SPF_REDIRECT);
  g_autofree char *target = sp_spf_run_expand_domain (self, term->domain);

  self->step->target = g_strdup (target);
  self->step->outcome = "follow";
  frame->is_redirected = TRUE;
  g_free (frame->domain);
  frame->domain = g_steal_pointer (&target);
  self->scene.domain = frame->domain;
  fetch_record (self);
}

static void
evaluate_mechanism (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  const SpSpfTerm *term = sp_spf_run_get_term (self);

  if (term->domain != NULL)
    self->step->target = sp_spf_run_expand_domain (self, term->domain);
  else if (sp_spf_kind_asks (term->kind))
    self->step->target = g_strdup (frame->domain);
  if (term->kind != SP_SPF_INCLUDE)
    {
      sp_spf_run_match (self);
      return;
    }
  sp_spf_run_push (self, self->step->target);
  fetch_record (self);
}

/* Begins a mechanism, or a redirect; what it needs to know of the client is found out first. */
static void
begin_term (SpSpfRun *self, const SpSpfTerm *term, SpSpfThen evaluate)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);

  g_free (frame->current);
  frame->current = g_strdup (term->text);
  self->step = sp_spf_verdict_add_step (self->verdict, self->frames->len - 1, frame->domain,
                                        term->text);
  frame->step = self->step;
  if (sp_spf_kind_asks (term->kind) && ++self->verdict->lookups > MAX_LOOKUPS)
    sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_LOOKUPS);
  else if (self->names == NULL
           && (term->kind == SP_SPF_PTR
               || (term->domain != NULL && sp_spf_asks_for_names (term->domain))))
    sp_spf_run_find_names (self, evaluate);
  else
    evaluate (self);
}

/* The next mechanism; behind the last one a redirect, else "neutral" (§4.7). */
static void
take_next_term (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  const SpSpfTerm *redirect;

  while (frame->next < frame->spf->terms->len)
    {
      const SpSpfTerm *term = g_ptr_array_index (frame->spf->terms, frame->next++);

      if (term->qualifier != '\0')
        {
          begin_term (self, term, evaluate_mechanism);
          return;
        }
    }
  redirect = sp_spf_find (frame->spf, SP_SPF_REDIRECT);
  if (redirect != NULL)
    {
      begin_term (self, redirect, follow_redirect);
      return;
    }
  g_clear_pointer (&frame->current, g_free);
  end_record (self, SP_SPF_RESULT_NEUTRAL);
}

/* Thousands of terms may follow each other without a question in between: called from inside
 * itself it leaves the next one to the loop, so that the stack stays flat. */
static void
read_on (SpSpfRun *self)
{
  self->has_more = TRUE;
  if (self->is_reading)
    return;
  self->is_reading = TRUE;
  while (self->has_more)
    {
      self->has_more = FALSE;
      take_next_term (self);
    }
  self->is_reading = FALSE;
}

static gboolean
on_deadline (gpointer user_data)
{
  SpSpfRun *self = user_data;

  self->is_late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
start_deadline (SpSpfRun *self)
{
  self->deadline = g_timeout_source_new (self->network->timeout);
  g_source_set_static_name (self->deadline, "[signpost] SPF deadline");
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
}

/**
 * sp_spf_evaluate_async:
 * @network: whom to ask: its recursors, as a receiver does; its time-out bounds the evaluation
 * @clock: (nullable): what says which time it is, %NULL for the machine's clock
 * @request: the arguments of check_host
 * @cancellable: (nullable): to give up
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Evaluates check_host (RFC 7208 §4): may this client send mail for this domain? The record of a
 * domain is looked up and read term by term, with everything it includes. Whatever is wrong with
 * domain, sender and records is a result, never an error.
 */
void
sp_spf_evaluate_async (SpNetwork *network, SpClock *clock, const SpSpfRequest *request,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *domain = NULL;
  SpSpfRun *run;

  g_return_if_fail (network != NULL && request != NULL);
  g_return_if_fail (request->domain != NULL && G_IS_INET_ADDRESS (request->address));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_spf_evaluate_async);
  run = sp_spf_run_new (task, network, clock, request);
  g_task_set_task_data (task, run, (GDestroyNotify) sp_spf_run_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (cancellable != NULL)
    run->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                               g_object_ref (run->cancellable), g_object_unref);
  start_deadline (run);
  domain = sp_spf_dup_plain_domain (request->domain);
  sp_spf_run_push (run, domain);
  fetch_record (run);
}

/**
 * sp_spf_evaluate_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the verdict, or %NULL with %G_IO_ERROR_CANCELLED
 */
SpSpfVerdict *
sp_spf_evaluate_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
