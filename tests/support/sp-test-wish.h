/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit-plan.h"

G_BEGIN_DECLS

/**
 * SpTestWish:
 * @domain: (nullable): the domain, "shop.example" if it is not said
 * @zone: (nullable): its zone, if that is another
 * @provider: (nullable): who is to have the mail
 * @filter: (nullable): the filter in front
 * @dns_host: (nullable): whose panel is used
 * @is_open: whether a move is under way
 * @values: keys and values that the person gave, by turns
 * @marks: (nullable): marks of the snapshot, see sp_test_snapshot_new()
 *
 * What a person wants, in short.
 */
typedef struct {
  const char *domain;
  const char *zone;
  const char *provider;
  const char *filter;
  const char *dns_host;
  gboolean is_open;
  const char *values[9];
  const char *marks;
} SpTestWish;

/* What an inspection made with @wish sees of a zone. */
SpSnapshot *sp_test_wish_look (const SpTestWish *wish, SpCatalog *catalog, const char *zone_text);

/* The edits that lead from there to what is wished for. */
SpEditPlan *sp_test_wish_plan (const SpTestWish *wish, SpCatalog *catalog, SpSnapshot *snapshot);

/* Both in one. */
SpEditPlan *sp_test_wish_plan_zone (const SpTestWish *wish, SpCatalog *catalog,
                                    const char *zone_text);

/* One line an edit: "id: TYPE name -removed +added". */
char *sp_test_wish_describe (SpEditPlan *plan);

G_END_DECLS
