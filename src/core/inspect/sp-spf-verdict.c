/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-verdict.h"

/**
 * sp_spf_result_to_string:
 * @result: a result
 *
 * Returns: its name in RFC 7208 §2.6
 */
const char *
sp_spf_result_to_string (SpSpfResult result)
{
  switch (result)
    {
    case SP_SPF_RESULT_NONE:
      return "none";
    case SP_SPF_RESULT_NEUTRAL:
      return "neutral";
    case SP_SPF_RESULT_PASS:
      return "pass";
    case SP_SPF_RESULT_FAIL:
      return "fail";
    case SP_SPF_RESULT_SOFTFAIL:
      return "softfail";
    case SP_SPF_RESULT_TEMPERROR:
      return "temperror";
    case SP_SPF_RESULT_PERMERROR:
      return "permerror";
    }
  g_return_val_if_reached (NULL);
}

/**
 * sp_spf_problem_to_string:
 * @problem: a problem
 *
 * Returns: (nullable): its code, %NULL for %SP_SPF_PROBLEM_NONE
 */
const char *
sp_spf_problem_to_string (SpSpfProblem problem)
{
  switch (problem)
    {
    case SP_SPF_PROBLEM_NONE:
      return NULL;
    case SP_SPF_PROBLEM_BAD_DOMAIN:
      return "bad-domain";
    case SP_SPF_PROBLEM_NO_RECORD:
      return "no-record";
    case SP_SPF_PROBLEM_TWO_RECORDS:
      return "two-records";
    case SP_SPF_PROBLEM_SYNTAX:
      return "syntax";
    case SP_SPF_PROBLEM_LOOKUPS:
      return "too-many-lookups";
    case SP_SPF_PROBLEM_VOID_LOOKUPS:
      return "too-many-void-lookups";
    case SP_SPF_PROBLEM_WIDE_MX:
      return "too-many-mx";
    case SP_SPF_PROBLEM_DEAD_TARGET:
      return "dead-target";
    case SP_SPF_PROBLEM_DNS:
      return "dns";
    case SP_SPF_PROBLEM_TIMEOUT:
      return "timeout";
    }
  g_return_val_if_reached (NULL);
}

static void
step_free (SpSpfStep *step)
{
  g_free (step->domain);
  g_free (step->term);
  g_free (step->target);
  g_free (step->record);
  g_ptr_array_unref (step->answers);
  g_free (step);
}

/**
 * sp_spf_verdict_new:
 *
 * Returns: (transfer full): a verdict of "none" without steps
 */
SpSpfVerdict *
sp_spf_verdict_new (void)
{
  SpSpfVerdict *self = g_new0 (SpSpfVerdict, 1);

  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  return self;
}

/**
 * sp_spf_verdict_free:
 * @self: (transfer full): a verdict
 */
void
sp_spf_verdict_free (SpSpfVerdict *self)
{
  g_free (self->mechanism);
  g_free (self->explanation);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

/**
 * sp_spf_verdict_add_step:
 * @self: a verdict
 * @depth: how many includes are open
 * @domain: whose record it is
 * @term: (nullable): the term as written
 *
 * Returns: (transfer none): a step that has not been finished
 */
SpSpfStep *
sp_spf_verdict_add_step (SpSpfVerdict *self, guint depth, const char *domain, const char *term)
{
  SpSpfStep *step = g_new0 (SpSpfStep, 1);

  step->depth = depth;
  step->domain = g_strdup (domain);
  step->term = g_strdup (term);
  step->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  g_ptr_array_add (self->steps, step);
  return step;
}
