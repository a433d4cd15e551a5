/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-cure.h"

static void
edited_set_free (gpointer data)
{
  SpEditedSet *edited = data;

  g_clear_pointer (&edited->set, sp_record_set_unref);
  g_free (edited);
}

/* What the checks say once the first @n_edits are made. */
static SpVerdict *
judge_after (GListModel *edits, guint n_edits, const SpCheckFacts *facts)
{
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func (edited_set_free);
  g_autoptr (SpSnapshot) after = NULL;
  SpCheckFacts then = *facts;

  for (guint i = 0; i < n_edits; i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      SpEditedSet *edited = g_new0 (SpEditedSet, 1);

      edited->name = sp_edit_get_full_name (edit);
      edited->type = sp_edit_get_rr_type (edit);
      edited->set = sp_edit_dup_wanted_set (edit);
      g_ptr_array_add (sets, edited);
    }
  after = sp_snapshot_new_edited (facts->snapshot, sets);
  then.snapshot = after;
  return sp_checks_run (&then);
}

/* Whether it is still there; what was worse than a hint and is one now counts as mended. */
static gboolean
has_finding (SpVerdict *verdict, SpFinding *finding)
{
  GListModel *findings = sp_verdict_get_findings (verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) other = g_list_model_get_item (findings, i);

      if (g_str_equal (sp_finding_get_id (other), sp_finding_get_id (finding))
          && g_str_equal (sp_finding_get_subject (other), sp_finding_get_subject (finding)))
        return sp_finding_get_level (other) > SP_LEVEL_TIDY_UP
               || sp_finding_get_level (finding) <= SP_LEVEL_TIDY_UP;
    }
  return FALSE;
}

/* Whether there is something to mend: level 0 is worth knowing only, and what slows an edit down is
 * not mended by that edit. */
static gboolean
is_fault (SpFinding *finding)
{
  static const char *const delays[] = { "ttl-long", "negative-ttl-long", NULL };

  return sp_finding_get_level (finding) != SP_LEVEL_IN_ORDER
         && !g_strv_contains (delays, sp_finding_get_id (finding));
}

/* What all edits together mend. */
static GPtrArray *
dup_cured (SpVerdict *before, SpVerdict *after)
{
  GListModel *findings = sp_verdict_get_findings (before);
  GPtrArray *cured = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (is_fault (finding) && !has_finding (after, finding))
        g_ptr_array_add (cured, g_steal_pointer (&finding));
    }
  return cured;
}

/**
 * sp_cure_judge:
 * @edits: (element-type SpEdit): edits in the order in which they are made
 * @facts: what the checks looked at
 * @verdict: what they said
 *
 * Tells every edit which findings it mends, by asking the checks about the zone as it will be:
 * the edit after which a finding is gone for good is its cure. No rule is written down twice, and
 * no edit can claim what it does not do.
 */
void
sp_cure_judge (GListModel *edits, const SpCheckFacts *facts, SpVerdict *verdict)
{
  guint n_edits = g_list_model_get_n_items (edits);
  g_autoptr (SpVerdict) last = NULL;
  g_autoptr (GPtrArray) cured = NULL;

  g_return_if_fail (facts != NULL && SP_IS_VERDICT (verdict));

  if (n_edits == 0 || g_list_model_get_n_items (sp_verdict_get_findings (verdict)) == 0)
    return;
  last = judge_after (edits, n_edits, facts);
  cured = dup_cured (verdict, last);
  for (guint i = 0; i < n_edits && cured->len > 0; i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autoptr (SpVerdict) then = i + 1 == n_edits ? g_object_ref (last)
                                                    : judge_after (edits, i + 1, facts);

      for (guint k = 0; k < cured->len;)
        {
          SpFinding *finding = g_ptr_array_index (cured, k);

          if (has_finding (then, finding))
            {
              k++;
              continue;
            }
          sp_edit_add_cure (edit, sp_finding_get_id (finding), sp_finding_get_subject (finding));
          g_ptr_array_remove_index (cured, k);
        }
    }
}

/**
 * sp_cure_find:
 * @plan: the edits
 * @finding: what is to be cured
 *
 * Returns: (nullable) (transfer none): the edit of @plan that cures it
 */
SpEdit *
sp_cure_find (SpEditPlan *plan, SpFinding *finding)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      if (sp_edit_cures (edit, sp_finding_get_id (finding), sp_finding_get_subject (finding)))
        return edit; /* the plan keeps it */
    }
  return NULL;
}
