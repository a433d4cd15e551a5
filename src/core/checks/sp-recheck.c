/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-recheck.h"

/**
 * sp_recheck_to_string:
 * @recheck: what DNS says now
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_recheck_to_string (SpRecheck recheck)
{
  switch (recheck)
    {
    case SP_RECHECK_NOT_ASKED:
      return "not-asked";
    case SP_RECHECK_NOT_IN_DNS:
      return "not-in-dns";
    case SP_RECHECK_UNKNOWN:
      return "unknown";
    case SP_RECHECK_NOT_SO:
      return "not-so";
    case SP_RECHECK_STILL_SO:
      return "still-so";
    }
  g_return_val_if_reached ("unknown");
}

static gboolean
names_rule (const SpBounceCause *cause, const char *id)
{
  return g_strv_contains (cause->rules, id);
}

/**
 * sp_recheck_cause:
 * @cause: why a message came back
 * @verdict: what the checks say of the domain now
 * @findings: (element-type SpFinding): findings that explain it are added here
 *
 * Compares a cause with the present. A rule that could not be decided leaves it open, and so does
 * a verdict without the most important questions; "not so" is said of causes in DNS only.
 *
 * Returns: what DNS says now
 */
SpRecheck
sp_recheck_cause (const SpBounceCause *cause, SpVerdict *verdict, GPtrArray *findings)
{
  GListModel *found = sp_verdict_get_findings (verdict);
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);
  const char *const *known = sp_checks_get_ids ();
  gboolean can_show = FALSE;
  guint n_before = findings->len;

  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (found, i);

      if (names_rule (cause, sp_finding_get_id (finding)))
        g_ptr_array_add (findings, g_steal_pointer (&finding));
    }
  if (findings->len > n_before)
    return SP_RECHECK_STILL_SO;

  for (gsize i = 0; cause->rules[i] != NULL; i++)
    can_show = can_show || g_strv_contains (known, cause->rules[i]);
  if (!can_show)
    return SP_RECHECK_NOT_IN_DNS;
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) rule = g_list_model_get_item (unchecked, i);

      if (names_rule (cause, sp_unchecked_get_id (rule)))
        return SP_RECHECK_UNKNOWN;
    }
  if (sp_verdict_get_status (verdict) == SP_STATUS_UNKNOWN)
    return SP_RECHECK_UNKNOWN;
  return cause->place == SP_BOUNCE_PLACE_DNS ? SP_RECHECK_NOT_SO : SP_RECHECK_NOT_IN_DNS;
}
