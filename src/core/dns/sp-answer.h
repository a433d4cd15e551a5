/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"

G_BEGIN_DECLS

/**
 * SpOutcome:
 * @SP_OUTCOME_ANSWER: records of the type, or an alias that leads on
 * @SP_OUTCOME_NXDOMAIN: the name does not exist
 * @SP_OUTCOME_NODATA: the name exists without records of the type (RFC 2308 §2.2)
 * @SP_OUTCOME_SERVFAIL: the server could not answer; other error codes count here too
 * @SP_OUTCOME_REFUSED: the server does not answer this question
 * @SP_OUTCOME_LAME: asked as the zone's own server it answered without authority, or sent us on
 * @SP_OUTCOME_MALFORMED: bytes came that are no answer to the question
 * @SP_OUTCOME_TIMEOUT: silence until the deadline
 * @SP_OUTCOME_UNREACHABLE: no route, or the port is closed
 * @SP_OUTCOME_INTERCEPTED: the network answered in the server's place
 *
 * How a question ended. Only %SP_OUTCOME_NXDOMAIN and %SP_OUTCOME_NODATA mean "nothing there".
 */
typedef enum {
  SP_OUTCOME_ANSWER,
  SP_OUTCOME_NXDOMAIN,
  SP_OUTCOME_NODATA,
  SP_OUTCOME_SERVFAIL,
  SP_OUTCOME_REFUSED,
  SP_OUTCOME_LAME,
  SP_OUTCOME_MALFORMED,
  SP_OUTCOME_TIMEOUT,
  SP_OUTCOME_UNREACHABLE,
  SP_OUTCOME_INTERCEPTED,
} SpOutcome;

const char *sp_outcome_to_string (SpOutcome outcome);
gboolean sp_outcome_from_string (const char *text, SpOutcome *outcome);
gboolean sp_outcome_is_conclusive (SpOutcome outcome);

/**
 * SpAnswerFlags:
 * @SP_ANSWER_AUTHORITATIVE: AA
 * @SP_ANSWER_TRUNCATED: TC
 * @SP_ANSWER_RECURSION_AVAILABLE: RA
 * @SP_ANSWER_AUTHENTIC: AD
 * @SP_ANSWER_REFERRAL: no answer, but NS records below the zone asked (set by the resolver)
 * @SP_ANSWER_OVER_TCP: the answer came over TCP
 */
typedef enum {
  SP_ANSWER_NO_FLAGS = 0,
  SP_ANSWER_AUTHORITATIVE = 1 << 0,
  SP_ANSWER_TRUNCATED = 1 << 1,
  SP_ANSWER_RECURSION_AVAILABLE = 1 << 2,
  SP_ANSWER_AUTHENTIC = 1 << 3,
  SP_ANSWER_REFERRAL = 1 << 4,
  SP_ANSWER_OVER_TCP = 1 << 5,
} SpAnswerFlags;

/**
 * SpAnswerFields:
 * @name: the name asked
 * @type: the type asked
 * @outcome: how it ended
 * @rcode: response code of the header (RFC 1035 §4.1.1), 0 without a reply
 * @flags: header flags
 * @server: (nullable): name of the server asked, %NULL for a recursive resolver
 * @endpoint: (nullable): address that gave the answer, or was asked last
 * @answer: (nullable) (element-type SpRecord): answer section
 * @authority: (nullable) (element-type SpRecord): authority section
 * @additional: (nullable) (element-type SpRecord): additional section, without OPT
 * @received_at: wall-clock time of the end, in microseconds since 1970 (UTC)
 * @elapsed: how long it took, in microseconds
 *
 * What an [struct@Answer] is made of; [func@Answer.new] takes references of its own.
 */
typedef struct {
  SpName *name;
  SpRrType type;
  SpOutcome outcome;
  uint16_t rcode;
  SpAnswerFlags flags;
  SpName *server;
  GInetSocketAddress *endpoint;
  GPtrArray *answer;
  GPtrArray *authority;
  GPtrArray *additional;
  gint64 received_at;
  gint64 elapsed;
} SpAnswerFields;

/**
 * SpAnswer:
 *
 * What one server said to one question, or that it said nothing. Immutable, counted.
 */
#define SP_TYPE_ANSWER (sp_answer_get_type ())
typedef struct _SpAnswer SpAnswer;

GType sp_answer_get_type (void);
SpAnswer *sp_answer_new (const SpAnswerFields *fields);
SpAnswer *sp_answer_ref (SpAnswer *self);
void sp_answer_unref (SpAnswer *self);

const SpAnswerFields *sp_answer_get_fields (const SpAnswer *self);
SpOutcome sp_answer_get_outcome (const SpAnswer *self);
gboolean sp_answer_has_flag (const SpAnswer *self, SpAnswerFlags flag);

SpRecordSet *sp_answer_dup_set (const SpAnswer *self, const SpName *owner, SpRrType type);
SpRecordSet *sp_answer_dup_final_set (const SpAnswer *self);
GPtrArray *sp_answer_dup_aliases (const SpAnswer *self);
SpRecord *sp_answer_get_soa (const SpAnswer *self);
gint64 sp_answer_get_negative_ttl (const SpAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAnswer, sp_answer_unref)

G_END_DECLS
