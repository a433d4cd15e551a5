/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-run-private.h"

#include <string.h>

#include "core/mail/sp-spf-macro.h"

/*
 * What the owner of a domain says to a "fail" (RFC 7208 §6.2). Whatever goes wrong on the way
 * means that nothing is said; the result stays. Nothing here counts against the limits.
 */

static void
give_up (SpSpfRun *self)
{
  self->step->outcome = "ignored";
  sp_spf_run_end (self, SP_SPF_RESULT_FAIL, SP_SPF_PROBLEM_NONE);
}

/* It goes into a reply of SMTP, in which there is one line of ASCII. */
static gboolean
is_printable (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] < 0x20 || text[i] > 0x7e)
      return FALSE;
  return TRUE;
}

static void
say (SpSpfRun *self)
{
  g_autofree char *text = sp_spf_run_expand_text (self, self->step->record);

  if (!is_printable (text, strlen (text)))
    {
      give_up (self);
      return;
    }
  self->step->outcome = "explained";
  self->verdict->explanation = g_steal_pointer (&text);
  sp_spf_run_end (self, SP_SPF_RESULT_FAIL, SP_SPF_PROBLEM_NONE);
}

static void
text_then (SpSpfRun *self)
{
  g_autoptr (SpRecordSet) set = NULL;
  const char *text = NULL;
  gsize length = 0, where = 0;

  if (sp_spf_run_take (self, 0, &set) == SP_SPF_FOUND_RECORDS
      && sp_record_set_get_n_records (set) == 1)
    text = sp_record_get_text (sp_record_set_get_record (set, 0), &length);
  if (text == NULL || !is_printable (text, length)
      || sp_spf_macro_check_string (text, length, TRUE, &where) != NULL)
    {
      give_up (self);
      return;
    }
  self->step->record = g_strndup (text, length);
  if (self->names == NULL && sp_spf_asks_for_names (self->step->record))
    sp_spf_run_find_names (self, say);
  else
    say (self);
}

static void
ask_text (SpSpfRun *self)
{
  const SpSpfTerm *term = sp_spf_find (sp_spf_run_get_frame (self)->spf, SP_SPF_EXP);
  g_autoptr (SpName) name = NULL;

  self->step->target = sp_spf_run_expand_domain (self, term->domain);
  name = sp_spf_parse_target (self->step->target);
  if (name != NULL)
    sp_spf_run_ask (self, name, SP_RR_TXT, text_then);
  else
    give_up (self);
}

/*
 * sp_spf_run_explain:
 * @self: an evaluation that comes to "fail"
 *
 * Looks up what the record gives as a reason, then ends.
 */
void
sp_spf_run_explain (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);
  const SpSpfTerm *term = sp_spf_find (frame->spf, SP_SPF_EXP);

  if (term == NULL)
    {
      sp_spf_run_end (self, SP_SPF_RESULT_FAIL, SP_SPF_PROBLEM_NONE);
      return;
    }
  self->is_explaining = TRUE;
  self->step = sp_spf_verdict_add_step (self->verdict, 0, frame->domain, term->text);
  if (self->names == NULL && sp_spf_asks_for_names (term->domain))
    sp_spf_run_find_names (self, ask_text);
  else
    ask_text (self);
}
