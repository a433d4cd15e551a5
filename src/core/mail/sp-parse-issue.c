/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-parse-issue.h"

/* A hostile record may be wrong in every byte; a person reads the first few. */
#define MAX_ISSUES 64

/**
 * sp_parse_issues_new:
 *
 * Returns: (transfer full) (element-type SpParseIssue): an empty list of issues
 */
GArray *
sp_parse_issues_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (SpParseIssue));
}

/**
 * sp_parse_issues_add:
 * @issues: the list
 * @code: (not nullable): a static string
 * @offset: where, in bytes
 * @length: how many bytes are concerned
 * @is_error: whether a receiver gives up because of it
 *
 * Notes an issue. Beyond 64 only the first error is still taken.
 */
void
sp_parse_issues_add (GArray *issues, const char *code, gsize offset, gsize length,
                     gboolean is_error)
{
  SpParseIssue issue = { code, offset, length, is_error };

  g_return_if_fail (issues != NULL);
  g_return_if_fail (code != NULL);

  if (issues->len >= MAX_ISSUES && !(is_error && sp_parse_issues_find_error (issues) == NULL))
    return;
  g_array_append_val (issues, issue);
}

/**
 * sp_parse_issues_find:
 * @issues: the list
 * @code: which issue
 *
 * Returns: (transfer none) (nullable): the first issue with this code
 */
const SpParseIssue *
sp_parse_issues_find (GArray *issues, const char *code)
{
  g_return_val_if_fail (issues != NULL, NULL);

  for (guint i = 0; i < issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (issues, SpParseIssue, i);

      if (g_str_equal (issue->code, code))
        return issue;
    }
  return NULL;
}

/**
 * sp_parse_issues_find_error:
 * @issues: the list
 *
 * Returns: (transfer none) (nullable): the first issue that is an error
 */
const SpParseIssue *
sp_parse_issues_find_error (GArray *issues)
{
  g_return_val_if_fail (issues != NULL, NULL);

  for (guint i = 0; i < issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (issues, SpParseIssue, i);

      if (issue->is_error)
        return issue;
    }
  return NULL;
}
