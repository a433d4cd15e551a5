/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-checks.h"
#include "core/inspect/sp-question.h"
#include "core/plan/sp-edit-plan.h"
#include "core/plan/sp-route.h"

G_BEGIN_DECLS

/**
 * SpReport:
 *
 * All that follows from one inspection: the snapshot, the verdict, the edits to the chosen
 * provider (or repairs), and the route now and after them. Immutable.
 */
#define SP_TYPE_REPORT (sp_report_get_type ())
G_DECLARE_FINAL_TYPE (SpReport, sp_report, SP, REPORT, GObject)

SpQuestion *sp_report_get_question (SpReport *self);
SpSnapshot *sp_report_get_snapshot (SpReport *self);
SpVerdict *sp_report_get_verdict (SpReport *self);
SpEditPlan *sp_report_get_plan (SpReport *self);
SpRoute *sp_report_get_route_now (SpReport *self);
SpRoute *sp_report_get_route_after (SpReport *self);
SpProvider *sp_report_get_current_provider (SpReport *self);
SpProvider *sp_report_get_chosen_provider (SpReport *self);
SpDnsHost *sp_report_get_dns_host (SpReport *self);

G_END_DECLS
