/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"

G_BEGIN_DECLS

/**
 * SpReason:
 * @SP_REASON_NONE: nothing stood in the way
 * @SP_REASON_BLOCKED: this network blocks the port or the protocol
 * @SP_REASON_LIMIT: beyond the bounds of one inspection
 * @SP_REASON_NOT_ASKED: the way of asking cannot tell, or nobody asked
 * @SP_REASON_DISAGREE: the domain's own servers hold different versions, and nobody can tell which
 *   one the panel holds; see [func@Snapshot.new_settled]
 *
 * Why something could not be checked; the others are the outcomes of the same name.
 */
typedef enum {
  SP_REASON_NONE,
  SP_REASON_TIMEOUT,
  SP_REASON_SERVFAIL,
  SP_REASON_REFUSED,
  SP_REASON_LAME,
  SP_REASON_MALFORMED,
  SP_REASON_INTERCEPTED,
  SP_REASON_BLOCKED,
  SP_REASON_LIMIT,
  SP_REASON_UNREACHABLE,
  SP_REASON_NOT_ASKED,
  SP_REASON_DISAGREE,
} SpReason;

const char *sp_reason_to_string (SpReason reason);
gboolean sp_reason_from_string (const char *text, SpReason *reason);
SpReason sp_reason_from_outcome (SpOutcome outcome);

/**
 * SpFactState:
 * @SP_FACT_PRESENT: there are records (behind aliases, if any)
 * @SP_FACT_ABSENT: a server that counts said "nothing there" (NXDOMAIN or NODATA)
 * @SP_FACT_UNKNOWN: could not be checked; [method@Fact.get_reason] says why
 */
typedef enum {
  SP_FACT_PRESENT,
  SP_FACT_ABSENT,
  SP_FACT_UNKNOWN,
} SpFactState;

/**
 * SpFact:
 *
 * What is known of one name and type after every answer was weighed. The first conclusive answer
 * of an authoritative server decides; the others are kept to be compared. An alias is followed to
 * its end: the set is the one at the end, the aliases are the names passed on the way. Immutable,
 * counted.
 */
#define SP_TYPE_FACT (sp_fact_get_type ())
typedef struct _SpFact SpFact;

GType sp_fact_get_type (void);
SpFact *sp_fact_ref (SpFact *self);
void sp_fact_unref (SpFact *self);

SpName *sp_fact_get_name (const SpFact *self);
SpRrType sp_fact_get_rr_type (const SpFact *self);
SpFactState sp_fact_get_state (const SpFact *self);
SpReason sp_fact_get_reason (const SpFact *self);
gboolean sp_fact_name_exists (const SpFact *self);
SpRecordSet *sp_fact_get_set (const SpFact *self);
GPtrArray *sp_fact_get_aliases (const SpFact *self);
SpName *sp_fact_dup_new_place (const SpFact *self);
gboolean sp_fact_has_alias_loop (const SpFact *self);
gint64 sp_fact_get_negative_ttl (const SpFact *self);
GPtrArray *sp_fact_get_answers (const SpFact *self);
gboolean sp_fact_servers_disagree (const SpFact *self);
char **sp_fact_dup_silent_servers (const SpFact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpFact, sp_fact_unref)

G_END_DECLS
