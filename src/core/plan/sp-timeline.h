/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-observation.h"
#include "core/plan/sp-edit-plan.h"
#include "core/plan/sp-step.h"

G_BEGIN_DECLS

/**
 * SpStrategy:
 *
 * Which way a move goes (design §8).
 */
typedef enum {
  SP_STRATEGY_GRADUAL,
  SP_STRATEGY_ONE_SITTING,
} SpStrategy;

const char *sp_strategy_to_string (SpStrategy strategy);
gboolean sp_strategy_from_string (const char *text, SpStrategy *strategy);
SpStrategy sp_strategy_propose (SpProvider *provider);

/**
 * SpMove:
 * @domain: what is moved
 * @provider: id of the new provider
 * @filter: (nullable): id of the filter in front
 * @dns_host: (nullable): id of the panel
 * @strategy: which way
 * @started_at: when the move was begun, or is to begin, microseconds since 1970
 * @origin: the snapshot with which the move began; edits are computed from it
 * @values: (element-type utf8 utf8): the `--set` values
 * @ticks: (element-type utf8): ids ticked
 * @skipped: (element-type utf8): ids of steps skipped
 *
 * A move as it is stored: what was decided, not what was computed.
 */
typedef struct {
  SpName *domain;
  char *provider;
  char *filter;
  char *dns_host;
  SpStrategy strategy;
  gint64 started_at;
  SpSnapshot *origin;
  GHashTable *values;
  GHashTable *ticks;
  GHashTable *skipped;
} SpMove;

SpMove *sp_move_new (SpName *domain, const char *provider, SpStrategy strategy, gint64 started_at,
                     SpSnapshot *origin);
void sp_move_free (SpMove *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMove, sp_move_free)

/**
 * SpTimeline:
 *
 * The dated steps of a move: a pure function of the move, everything observed, and a clock.
 */
#define SP_TYPE_TIMELINE (sp_timeline_get_type ())
G_DECLARE_FINAL_TYPE (SpTimeline, sp_timeline, SP, TIMELINE, GObject)

SpTimeline *sp_timeline_new (const SpMove *move, SpCatalog *catalog, GPtrArray *servers,
                             GPtrArray *observations, gint64 now);
GListModel *sp_timeline_get_steps (SpTimeline *self);
SpStep *sp_timeline_find (SpTimeline *self, const char *id);
SpStep *sp_timeline_find_awaiting (SpTimeline *self, const char *edit_id);
SpStrategy sp_timeline_get_strategy (SpTimeline *self);

G_END_DECLS
