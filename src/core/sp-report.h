/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-checks.h"
#include "core/inspect/sp-question.h"
#include "core/plan/sp-edit-plan.h"
#include "core/plan/sp-route.h"

G_BEGIN_DECLS

/**
 * SpChoices:
 * @provider: (nullable): id of the provider wanted, %NULL to judge and repair what is there
 * @filter: (nullable): id of the filter in front
 * @dns_host: (nullable): id of the panel, %NULL for the recognised one
 * @values: (nullable) (element-type utf8 utf8): values given for keys of the provider
 *
 * What a person decided about a domain.
 */
typedef struct {
  const char *provider;
  const char *filter;
  const char *dns_host;
  GHashTable *values;
} SpChoices;

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
SpDnsHost *sp_report_get_keeper (SpReport *self);
SpFinding *sp_report_get_obstacle (SpReport *self);

G_END_DECLS
