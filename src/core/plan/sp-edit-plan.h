/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/checks/sp-checks.h"
#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-keep.h"
#include "core/plan/sp-published.h"

G_BEGIN_DECLS

/**
 * SpPlanInput:
 * @snapshot: what is published
 * @catalog: providers and DNS hosts
 * @provider: (nullable): id of the provider wanted; %NULL repairs what is there
 * @filter: (nullable): id of the filter in front
 * @dns_host: (nullable): id of the panel; %NULL takes the recognised one
 * @values: (nullable) (element-type utf8 utf8): the `--set` values
 * @is_open: a move or a first set-up not yet verified is open, so TTLs stay at 300
 * @facts: (nullable): what the checks looked at, of the same snapshot; else what follows from the
 *   above
 * @verdict: (nullable): what they said of @facts; %NULL runs them
 *
 * All that a plan may look at.
 */
typedef struct {
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  const char *provider;
  const char *filter;
  const char *dns_host;
  GHashTable *values;
  gboolean is_open;
  const SpCheckFacts *facts;
  SpVerdict *verdict;
} SpPlanInput;

/* What the ids of edits that lead back begin with. */
#define SP_EDIT_BACK_PREFIX "back-"

/**
 * SpEditPlan:
 *
 * The edits from what is published to what is wanted, in the safe order, and the values still
 * needed. Pure: the same input gives the same plan. A record set that could not be seen gets no
 * edit: it stands in the unchecked list instead, with the id that its edit would have.
 */
#define SP_TYPE_EDIT_PLAN (sp_edit_plan_get_type ())
G_DECLARE_FINAL_TYPE (SpEditPlan, sp_edit_plan, SP, EDIT_PLAN, GObject)

SpEditPlan *sp_edit_plan_new (const SpPlanInput *input);
SpEditPlan *sp_edit_plan_new_back (SpPublished *before, SpPublished *now, GListModel *edits);
GListModel *sp_edit_plan_get_edits (SpEditPlan *self);
GListModel *sp_edit_plan_get_cards (SpEditPlan *self);
GListModel *sp_edit_plan_get_waiting (SpEditPlan *self);
GPtrArray *sp_edit_plan_get_needs (SpEditPlan *self);
GPtrArray *sp_edit_plan_get_keeps (SpEditPlan *self);
GListModel *sp_edit_plan_get_unchecked (SpEditPlan *self);
SpEdit *sp_edit_plan_find (SpEditPlan *self, const char *id);

G_END_DECLS
