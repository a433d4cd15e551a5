/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-name-key.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/* @facts are in the order of name and type; @index holds the same by their keys. @not_asked
 * keeps what getters made up for questions that nobody asked. @policy is %NULL where nobody looked.
 * @remembered are answers of the resolver, in the order of name and type. */
struct _SpSnapshot {
  SpName *domain;
  gint64 checked_at;
  SpSnapshotFlags flags;
  guint n_questions;
  gint64 elapsed;
  SpDelegation delegation;
  SpReason delegation_reason;
  SpName *zone;
  SpName *parent;
  SpName *probe;
  GPtrArray *servers;
  GPtrArray *facts;
  GPtrArray *remembered;
  SpPolicyFact *policy;
  GHashTable *index;
  GHashTable *not_asked;
};

SpSnapshot *sp_snapshot_new (SpName *domain, gint64 checked_at);
void sp_snapshot_take_fact (SpSnapshot *self, SpFact *fact);
gboolean sp_server_state_from_string (const char *text, SpServerState *state);
SpZoneServer *sp_zone_server_copy (const SpZoneServer *self);

G_END_DECLS
