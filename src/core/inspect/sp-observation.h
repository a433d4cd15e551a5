/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/dns/sp-answer.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpObservation:
 * @seen_at: when, in microseconds since 1970
 * @server: which of the domain's servers was asked
 * @name: the name asked
 * @type: the type asked
 * @outcome: how it ended
 * @set: (nullable): the records, %NULL if there were none or no answer came
 * @negative_ttl: how long "nothing there" may be remembered, in seconds; -1 if not said
 *
 * One sighting of one record set at one server: what times are computed from. Every poll of a
 * move is kept.
 */
typedef struct {
  gint64 seen_at;
  SpName *server;
  SpName *name;
  SpRrType type;
  SpOutcome outcome;
  SpRecordSet *set;
  gint64 negative_ttl;
} SpObservation;

#define SP_TYPE_OBSERVATION (sp_observation_get_type ())
GType sp_observation_get_type (void);
SpObservation *sp_observation_new (gint64 seen_at, SpName *server, SpName *name, SpRrType type,
                                   SpOutcome outcome, SpRecordSet *set, gint64 negative_ttl);
SpObservation *sp_observation_new_from_answer (const SpAnswer *answer);
SpObservation *sp_observation_ref (SpObservation *self);
void sp_observation_unref (SpObservation *self);
GPtrArray *sp_observations_from_snapshot (const SpSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpObservation, sp_observation_unref)

G_END_DECLS
