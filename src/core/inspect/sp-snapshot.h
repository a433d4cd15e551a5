/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/inspect/sp-fact.h"
#include "core/inspect/sp-policy-fact.h"

G_BEGIN_DECLS

/**
 * SpServerState:
 * @SP_SERVER_ANSWERS: answers for the zone with authority
 * @SP_SERVER_LAME: answers, but not for this zone
 * @SP_SERVER_SILENT: did not answer
 * @SP_SERVER_REFUSED: refuses the question
 * @SP_SERVER_UNREACHABLE: no address, no route from here, port closed
 * @SP_SERVER_NOT_ASKED: was not asked: over the limit, or its address may not be asked
 */
typedef enum {
  SP_SERVER_ANSWERS,
  SP_SERVER_LAME,
  SP_SERVER_SILENT,
  SP_SERVER_REFUSED,
  SP_SERVER_UNREACHABLE,
  SP_SERVER_NOT_ASKED,
} SpServerState;

const char *sp_server_state_to_string (SpServerState state);

/**
 * SpZoneServer:
 * @name: name in the NS set
 * @addresses: (element-type GInetAddress): addresses found, empty if none
 * @state: how it behaved
 * @no_route: every address belongs to an address family that this machine has no route for
 * @has_serial: whether it answered with a SOA
 * @serial: serial of its SOA
 * @in_parent: whether the parent's delegation names it
 * @in_child: whether the zone's own NS set names it
 *
 * One authoritative server of the zone.
 */
typedef struct {
  SpName *name;
  GPtrArray *addresses;
  SpServerState state;
  gboolean no_route;
  gboolean has_serial;
  uint32_t serial;
  gboolean in_parent;
  gboolean in_child;
} SpZoneServer;

gboolean sp_serial_is_older (uint32_t a, uint32_t b);
SpZoneServer *sp_zone_server_new (SpName *name);
void sp_zone_server_free (SpZoneServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpZoneServer, sp_zone_server_free)

/**
 * SpDelegation:
 * @SP_DELEGATION_FOUND: the zone and its servers are known
 * @SP_DELEGATION_ABSENT: the registry says that the name does not exist
 * @SP_DELEGATION_UNKNOWN: could not be decided
 */
typedef enum {
  SP_DELEGATION_FOUND,
  SP_DELEGATION_ABSENT,
  SP_DELEGATION_UNKNOWN,
} SpDelegation;

/**
 * SpSnapshotFlags:
 * @SP_SNAPSHOT_RESOLVER_ONLY: nothing was asked of the domain's own servers
 * @SP_SNAPSHOT_INTERCEPTED: the network answers in place of the domain's servers
 * @SP_SNAPSHOT_ALLOW_PRIVATE: private addresses were asked and are not judged
 * @SP_SNAPSHOT_PRACTICE: taken in the practice world
 * @SP_SNAPSHOT_LIMITED: a bound was reached; what lies beyond is unknown
 * @SP_SNAPSHOT_OFFLINE: no server of any kind could be reached
 */
typedef enum {
  SP_SNAPSHOT_NO_FLAGS = 0,
  SP_SNAPSHOT_RESOLVER_ONLY = 1 << 0,
  SP_SNAPSHOT_INTERCEPTED = 1 << 1,
  SP_SNAPSHOT_ALLOW_PRIVATE = 1 << 2,
  SP_SNAPSHOT_PRACTICE = 1 << 3,
  SP_SNAPSHOT_LIMITED = 1 << 4,
  SP_SNAPSHOT_OFFLINE = 1 << 5,
} SpSnapshotFlags;

/**
 * SpSnapshot:
 *
 * Everything that one inspection asked and what came back. Immutable, counted, can be saved and
 * read back; checks and plan read nothing else. What the probes see after it makes a further
 * snapshot, which holds the same facts and theirs.
 */
#define SP_TYPE_SNAPSHOT (sp_snapshot_get_type ())
typedef struct _SpSnapshot SpSnapshot;

GType sp_snapshot_get_type (void);
SpSnapshot *sp_snapshot_ref (SpSnapshot *self);
void sp_snapshot_unref (SpSnapshot *self);

SpName *sp_snapshot_get_domain (const SpSnapshot *self);
gint64 sp_snapshot_get_checked_at (const SpSnapshot *self);
SpSnapshotFlags sp_snapshot_get_flags (const SpSnapshot *self);
guint sp_snapshot_get_n_questions (const SpSnapshot *self);
gint64 sp_snapshot_get_elapsed (const SpSnapshot *self);

SpDelegation sp_snapshot_get_delegation (const SpSnapshot *self);
SpReason sp_snapshot_get_delegation_reason (const SpSnapshot *self);
SpName *sp_snapshot_get_zone (const SpSnapshot *self);
SpName *sp_snapshot_get_parent_zone (const SpSnapshot *self);
GPtrArray *sp_snapshot_get_servers (const SpSnapshot *self);
gint64 sp_snapshot_get_zone_negative_ttl (const SpSnapshot *self);

GPtrArray *sp_snapshot_get_facts (const SpSnapshot *self);
SpFact *sp_snapshot_get_fact (const SpSnapshot *self, const SpName *name, SpRrType type);
SpFact *sp_snapshot_get_fact_at (const SpSnapshot *self, const char *labels, SpRrType type);
SpName *sp_snapshot_get_probe_name (const SpSnapshot *self);

GPtrArray *sp_snapshot_get_remembered (const SpSnapshot *self);
SpAnswer *sp_snapshot_find_remembered (const SpSnapshot *self, const SpName *name, SpRrType type);

SpSnapshot *sp_snapshot_with_policy (const SpSnapshot *self, SpPolicyFact *policy);
SpPolicyFact *sp_snapshot_get_policy (const SpSnapshot *self);

JsonNode *sp_snapshot_to_json (const SpSnapshot *self);
SpSnapshot *sp_snapshot_from_json (JsonNode *node, GError **error);

/**
 * SpEditedSet:
 * @name: (transfer none): a name of the zone
 * @type: a type
 * @set: (nullable) (transfer none): what it holds, %NULL for nothing
 *
 * A record set as it will be.
 */
typedef struct {
  SpName *name;
  SpRrType type;
  SpRecordSet *set;
} SpEditedSet;

SpSnapshot *sp_snapshot_new_edited (const SpSnapshot *self, GPtrArray *edits);
SpSnapshot *sp_snapshot_new_settled (SpSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSnapshot, sp_snapshot_unref)

/**
 * SpSnapshotBuilder:
 *
 * Collects answers and makes a [struct@Snapshot] of them: the inspector's tool, and the tests'.
 */
typedef struct _SpSnapshotBuilder SpSnapshotBuilder;

SpSnapshotBuilder *sp_snapshot_builder_new (SpName *domain, gint64 checked_at);
void sp_snapshot_builder_free (SpSnapshotBuilder *self);
void sp_snapshot_builder_add_flags (SpSnapshotBuilder *self, SpSnapshotFlags flags);
void sp_snapshot_builder_set_cost (SpSnapshotBuilder *self, guint n_questions, gint64 elapsed);
void sp_snapshot_builder_set_delegation (SpSnapshotBuilder *self, SpDelegation delegation,
                                         SpReason reason, SpName *zone, SpName *parent);
void sp_snapshot_builder_take_server (SpSnapshotBuilder *self, SpZoneServer *server);
void sp_snapshot_builder_set_probe_name (SpSnapshotBuilder *self, SpName *probe);
void sp_snapshot_builder_set_policy (SpSnapshotBuilder *self, SpPolicyFact *policy);
void sp_snapshot_builder_add_answer (SpSnapshotBuilder *self, SpAnswer *answer);
void sp_snapshot_builder_add_remembered (SpSnapshotBuilder *self, SpAnswer *answer);
void sp_snapshot_builder_add_unknown (SpSnapshotBuilder *self, SpName *name, SpRrType type,
                                      SpReason reason);
SpSnapshot *sp_snapshot_builder_build (SpSnapshotBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSnapshotBuilder, sp_snapshot_builder_free)

G_END_DECLS
