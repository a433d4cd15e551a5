/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce-cause.h"

/**
 * sp_bounce_cause_decide:
 * @text: (nullable): what a server said, or what stands in a report
 * @status: (nullable): an enhanced status code that is given apart from it (RFC 3464 §2.3.4)
 *
 * Words that mean one thing come first, since servers often put a code of their own or a general
 * one before them; then codes that mean one thing, then words and codes that are general.
 *
 * Returns: (transfer none): the cause, "unknown" if nothing tells it
 */
const SpBounceCause *
sp_bounce_cause_decide (const char *text, const char *status)
{
  gboolean is_exact = FALSE;
  g_autofree char *prepared = sp_bounce_phrase_prepare (text != NULL ? text : "");
  const SpBounceCause *worded = sp_bounce_phrase_find (prepared, &is_exact);
  const SpBounceCause *coded = NULL;
  const SpBounceCause *given;
  char code[12];

  if (worded != NULL && is_exact)
    return worded;
  for (gsize at = 0; text != NULL && sp_bounce_code_scan (text, &at, code);)
    {
      const SpBounceCause *cause = sp_bounce_code_find (code, &is_exact);

      if (cause != NULL && is_exact)
        return cause;
      coded = coded != NULL ? coded : cause;
    }
  given = status != NULL ? sp_bounce_code_find (status, &is_exact) : NULL;
  if (given != NULL && is_exact)
    return given;
  if (worded != NULL)
    return worded;
  if (coded == NULL && given == NULL)
    coded = sp_bounce_code_find_basic (sp_bounce_code_scan_basic (text != NULL ? text : ""));
  if (coded == NULL)
    coded = given;
  return coded != NULL ? coded : sp_bounce_cause_find ("unknown");
}
