/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-message.h"
#include "core/dns/sp-resolver.h"

G_BEGIN_DECLS

/*
 * SpReplyState:
 * @SP_REPLY_MESSAGE: a message that answers the question asked
 * @SP_REPLY_MALFORMED: only bytes that are no answer to it
 * @SP_REPLY_SILENCE: nothing, as long as c-ares was willing to wait
 * @SP_REPLY_CLOSED: port closed, connection cut, no way there
 * @SP_REPLY_UNASKED: nothing was sent
 *
 * How one try at one address ended.
 */
typedef enum {
  SP_REPLY_MESSAGE,
  SP_REPLY_MALFORMED,
  SP_REPLY_SILENCE,
  SP_REPLY_CLOSED,
  SP_REPLY_UNASKED,
} SpReplyState;

/*
 * SpReply:
 * @state: how it ended
 * @rcode: response code, of a message
 * @used_edns: whether the latest query for it had EDNS; c-ares sometimes does without by itself
 * @flags: header flags of a message; also without one %SP_ANSWER_TRUNCATED when the answer was
 *   too long for UDP and did not come over TCP
 * @n_lost: how many packets were sent in vain before it came
 * @answer: (nullable): answer section
 * @authority: (nullable): authority section
 * @additional: (nullable): additional section
 *
 * What one try at one address brought.
 */
typedef struct {
  SpReplyState state;
  uint16_t rcode;
  gboolean used_edns;
  SpAnswerFlags flags;
  guint n_lost;
  GPtrArray *answer;
  GPtrArray *authority;
  GPtrArray *additional;
} SpReply;

/* EDNS of a version that the server does not speak (RFC 6891 §9). */
#define SP_RCODE_BADVERS 16

SpReply *sp_reply_new (SpReplyState state);
void sp_reply_free (SpReply *self);
SpOutcome sp_reply_classify (const SpReply *self, const SpName *name, SpRrType type,
                             SpAskFlags asked, SpAnswerFlags *flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpReply, sp_reply_free)

G_END_DECLS
