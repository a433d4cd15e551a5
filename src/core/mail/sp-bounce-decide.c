/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce-cause.h"

/* Whether the trouble is said to pass by itself: 4yz, 4.X.Y (RFC 5321 §4.2.1, RFC 3463 §2). */
static gboolean
is_passing (const char *text, const char *status)
{
  guint reply = text != NULL ? sp_bounce_code_scan_basic (text) : 0;
  gsize at = 0;
  char code[12];

  if (reply > 0)
    return reply / 100 == 4;
  if (text != NULL && sp_bounce_code_scan (text, &at, code) && code[0] != '2')
    return code[0] == '4';
  return status != NULL && *status == '4';
}

static const SpBounceCause *
decide (const char *prepared, const char *text, const char *status)
{
  gboolean is_exact = FALSE;
  const SpBounceCause *worded = sp_bounce_phrase_find (prepared, &is_exact);
  const SpBounceCause *coded = NULL;
  const SpBounceCause *given;
  char code[12];

  if (worded != NULL && is_exact)
    return worded;
  for (gsize at = 0; sp_bounce_code_scan (text, &at, code);)
    {
      const SpBounceCause *cause = sp_bounce_code_find (code, &is_exact);

      if (cause != NULL && is_exact)
        return cause;
      coded = coded != NULL ? coded : cause;
    }
  given = status != NULL ? sp_bounce_code_find (status, &is_exact) : NULL;
  if (given != NULL && is_exact)
    return given;
  /* "Try again later" is said of much; it is meant only where the code says so. */
  if (worded != NULL && g_str_equal (worded->id, "server-busy") && !is_passing (text, status))
    worded = NULL;
  /* 450 says it of mailboxes that will be there again (RFC 5321 §4.2.3). */
  if (worded != NULL && g_str_equal (worded->id, "mailbox-unknown") && is_passing (text, status))
    worded = NULL;
  if (worded != NULL)
    return worded;
  if (coded == NULL && given == NULL)
    coded = sp_bounce_code_find_basic (sp_bounce_code_scan_basic (text));
  if (coded == NULL)
    coded = given;
  return coded != NULL ? coded : sp_bounce_cause_find ("unknown");
}

/**
 * sp_bounce_cause_decide:
 * @text: (nullable): what a server said, or what stands in a report
 * @status: (nullable): an enhanced status code that is given apart from it (RFC 3464 §2.3.4)
 * @stage: when it was said, if that is known from elsewhere
 *
 * Words that mean one thing come first, since servers often put a code of their own or a general
 * one before them; then codes that mean one thing, then words and codes that are general. What was
 * found is judged by the command that was refused.
 *
 * Returns: (transfer none): the cause, "unknown" if nothing tells it
 */
const SpBounceCause *
sp_bounce_cause_decide (const char *text, const char *status, SpBounceStage stage)
{
  g_autofree char *prepared = sp_bounce_phrase_prepare (text != NULL ? text : "");

  if (stage == SP_BOUNCE_STAGE_UNKNOWN)
    stage = sp_bounce_stage_find (prepared);
  return sp_bounce_stage_judge (stage, decide (prepared, text != NULL ? text : "", status));
}
