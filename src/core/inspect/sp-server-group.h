/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspection.h"

G_BEGIN_DECLS

/**
 * SpGroupMember:
 * @known: what the snapshot says of the server
 * @server: (nullable): set once its addresses are known and may be asked
 * @is_settled: whether it is known if and where the server can be asked
 * @is_alive: whether it has given a conclusive answer
 * @n_failures: questions to which it gave none
 * @failure: the last failure
 * @has_failed: whether it has failed for good, and is asked nothing more
 * @n_flying: questions that it has not answered yet
 * @heard_a: whether its IPv4 addresses have been looked up
 * @heard_aaaa: whether its IPv6 addresses have been looked up
 * @grace: source that stops waiting for the other kind
 *
 * One server of a zone, as it is being asked.
 */
typedef struct {
  SpServerGroup *group;
  SpZoneServer *known;
  SpServer *server;
  gboolean is_settled;
  gboolean is_alive;
  guint n_failures;
  SpOutcome failure;
  gboolean has_failed;
  guint n_flying;
  gboolean heard_a;
  gboolean heard_aaaa;
  guint grace;
} SpGroupMember;

/**
 * SpServerGroup:
 *
 * The servers of one zone (or the resolvers, which count as one member), and what is asked of
 * them. A question for every server waits for those whose addresses are still being looked for;
 * one for two servers goes to the first two that answer, and on to others if those fail or are
 * slow; a guess goes to a second one only where the first has something, or once @differs tells
 * that the servers do not hold the same zone, since it would then depend on who is quickest. A
 * server that has been silent so far gets no further questions until it speaks; one that says at
 * once that it cannot answer gets a few, since its trouble may be with one question only.
 */
struct _SpServerGroup {
  SpInspection *inspection;
  SpName *zone;         /* NULL for the resolvers */
  SpServerGroup *above; /* who named these servers, unless it was a resolver */
  GPtrArray *members;
  GHashTable *askings;
  GPtrArray *order; /* SpAsking, as they were added */
  gboolean waits_for_life;
  gboolean differs;
  gboolean is_from_resolver; /* whether the resolver named the servers */
};

SpServerGroup *sp_server_group_new (SpInspection *inspection, SpName *zone);
SpServerGroup *sp_server_group_new_recursors (SpInspection *inspection);
void sp_server_group_stop (SpServerGroup *self);
void sp_server_group_free (SpServerGroup *self);

SpGroupMember *sp_server_group_add (SpServerGroup *self, SpName *name, GPtrArray *glue);
SpGroupMember *sp_server_group_find (SpServerGroup *self, const SpName *name);
SpAsking *sp_server_group_ask (SpServerGroup *self, SpName *name, SpRrType type, SpBreadth breadth,
                               SpAskFlags flags, SpHeard heard, gpointer data);
void sp_server_group_note_failure (SpGroupMember *member, SpOutcome failure);
void sp_server_group_advance (SpServerGroup *self);
void sp_server_group_start_member (SpGroupMember *member);
SpReason sp_server_group_get_reason (const SpServerGroup *self);
void sp_server_group_finish_members (SpServerGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpServerGroup, sp_server_group_free)

G_END_DECLS
