/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-next-step.h"

#include "core/plan/sp-cure.h"

static gboolean
plan_adds_mx (SpReport *report)
{
  GListModel *edits = sp_edit_plan_get_cards (sp_report_get_plan (report));

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      if (sp_edit_get_rr_type (edit) == SP_RR_MX
          && (sp_edit_get_added (edit)->len > 0 || sp_edit_is_waiting (edit)))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_next_step_is_move:
 * @domain: a domain
 *
 * Whether mail goes somewhere now and is wanted elsewhere.
 */
gboolean
sp_next_step_is_move (SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  SpProvider *chosen;

  if (sp_domain_is_moving (domain))
    return TRUE;
  if (report == NULL)
    return FALSE;
  chosen = sp_report_get_chosen_provider (report);
  return chosen != NULL && chosen != sp_report_get_current_provider (report)
         && sp_route_get_state (sp_report_get_route_now (report)) == SP_ROUTE_FOUND
         && plan_adds_mx (report);
}

static gboolean
find_step_of_move (SpTimeline *timeline, SpNextStep *next)
{
  GListModel *steps = sp_timeline_get_steps (timeline);
  SpStep *waiting = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      switch (sp_step_get_state (step))
        {
        case SP_STEP_READY:
        case SP_STEP_SLIPPED:
          *next = (SpNextStep) { SP_NEXT_MOVE_STEP, NULL, step };
          return TRUE;
        case SP_STEP_CHECKING:
        case SP_STEP_LIVE:
        case SP_STEP_WAITING:
        case SP_STEP_BLOCKED:
          waiting = waiting != NULL ? waiting : step;
          break;
        case SP_STEP_LATER:
        case SP_STEP_DONE:
        case SP_STEP_SKIPPED:
          break;
        }
    }
  if (waiting == NULL)
    return FALSE;
  *next = (SpNextStep) { SP_NEXT_MOVE_WAIT, NULL, waiting };
  return TRUE;
}

static gboolean
find_open_edit (SpDomain *domain, SpNextStep *next)
{
  GListModel *edits = sp_edit_plan_get_edits (sp_report_get_plan (sp_domain_get_report (domain)));
  SpEdit *watched = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      SpEditWatch *watch = sp_domain_find_watch (domain, sp_edit_get_id (edit));

      if (sp_edit_get_action (edit) == SP_EDIT_KEEP)
        continue;
      if (watch == NULL || sp_edit_watch_get_state (watch) == SP_EDIT_STATE_DIFFERENT)
        {
          *next = (SpNextStep) { SP_NEXT_EDIT, edit, NULL };
          return TRUE;
        }
      if (sp_edit_watch_get_state (watch) != SP_EDIT_STATE_LIVE)
        watched = watched != NULL ? watched : edit;
    }
  if (watched == NULL)
    return FALSE;
  *next = (SpNextStep) { SP_NEXT_WATCH, watched, NULL };
  return TRUE;
}

/* Whether something is wrong with receiving that can only be repaired when it is known where mail
 * should go. */
static gboolean
needs_provider (SpReport *report)
{
  GListModel *findings = sp_verdict_get_findings (sp_report_get_verdict (report));

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (sp_finding_get_level (finding) >= SP_LEVEL_LATER
          && sp_checks_get_area (sp_finding_get_id (finding)) == SP_AREA_RECEIVING
          && sp_cure_find (sp_report_get_plan (report), finding) == NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_next_step_find:
 * @domain: a domain
 *
 * What to do next. A pure function of the domain: pages ask it whenever something changed.
 */
SpNextStep
sp_next_step_find (SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  SpNextStep next = { SP_NEXT_NOTHING, NULL, NULL };

  if (report == NULL)
    return next;
  if (sp_domain_is_moving (domain))
    {
      if (sp_domain_get_timeline (domain) != NULL)
        find_step_of_move (sp_domain_get_timeline (domain), &next);
      return next;
    }
  if (sp_next_step_is_move (domain))
    next.kind = SP_NEXT_PLAN_MOVE;
  else if (!find_open_edit (domain, &next) && sp_report_get_chosen_provider (report) == NULL
           && needs_provider (report))
    next.kind = SP_NEXT_PROVIDER;
  return next;
}
