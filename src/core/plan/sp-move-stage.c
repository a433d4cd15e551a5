/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-move-stage.h"

/* The step that takes the old hosts out of the MX set. */
static SpStep *
find_removal (SpTimeline *timeline)
{
  switch (sp_timeline_get_strategy (timeline))
    {
    case SP_STRATEGY_GRADUAL:
      return sp_timeline_find (timeline, "remove-old");
    case SP_STRATEGY_ONE_SITTING:
      return sp_timeline_find (timeline, "switch");
    }
  g_return_val_if_reached (NULL);
}

static gboolean
is_over (SpStep *step)
{
  switch (sp_step_get_state (step))
    {
    case SP_STEP_LATER:
    case SP_STEP_READY:
    case SP_STEP_CHECKING:
    case SP_STEP_SLIPPED:
    case SP_STEP_BLOCKED:
      return FALSE;
    case SP_STEP_LIVE:
    case SP_STEP_WAITING:
    case SP_STEP_DONE:
    case SP_STEP_SKIPPED:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * sp_move_stage_is_settled:
 * @timeline: the steps of a move
 *
 * Returns: whether all that a move changes has been changed: the domain is judged like any other
 */
gboolean
sp_move_stage_is_settled (SpTimeline *timeline)
{
  SpStep *settle = NULL;

  g_return_val_if_fail (SP_IS_TIMELINE (timeline), FALSE);

  settle = sp_timeline_find (timeline, "settle");
  return settle != NULL && is_over (settle);
}

/**
 * sp_move_stage_dup_hosts:
 * @move: a move
 * @timeline: its steps
 *
 * Which hosts of the old MX set belong where they are at this stage: all of them, until the step
 * that removes them is live. After that whatever is left of them is a leftover.
 *
 * Returns: (transfer full) (array zero-terminated=1): host names, empty if none belongs
 */
char **
sp_move_stage_dup_hosts (const SpMove *move, SpTimeline *timeline)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  SpStep *removal = NULL;
  SpFact *fact = NULL;
  SpRecordSet *set = NULL;

  g_return_val_if_fail (move != NULL, NULL);
  g_return_val_if_fail (SP_IS_TIMELINE (timeline), NULL);

  removal = find_removal (timeline);
  fact = sp_snapshot_get_fact (move->origin, move->domain, SP_RR_MX);
  set = fact != NULL ? sp_fact_get_set (fact) : NULL;
  for (guint i = 0; set != NULL && (removal == NULL || !is_over (removal))
                    && i < sp_record_set_get_n_records (set);
       i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      if (!sp_name_is_root (host))
        g_strv_builder_add (hosts, sp_name_get_text (host));
    }
  return g_strv_builder_end (hosts);
}
