/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"

G_BEGIN_DECLS

/* Response codes that a server needs (RFC 1035 §4.1.1, RFC 6895 §2.3). */
#define SP_RCODE_NOERROR 0
#define SP_RCODE_FORMERR 1
#define SP_RCODE_SERVFAIL 2
#define SP_RCODE_NXDOMAIN 3
#define SP_RCODE_NOTIMP 4
#define SP_RCODE_REFUSED 5

/* What fits into UDP without EDNS (RFC 1035 §4.2.1), and what passes every network unbroken. */
#define SP_MESSAGE_UDP_MIN 512
#define SP_MESSAGE_UDP_MAX 1232
#define SP_MESSAGE_MAX 65535

/**
 * SpMessage:
 * @id: id of the question, repeated in the answer
 * @opcode: kind of the message; 0 is a question
 * @is_response: QR
 * @recursion_desired: RD
 * @has_edns: whether an OPT record is there (RFC 6891)
 * @udp_size: the largest UDP message that the sender takes; 512 without EDNS
 * @rcode: response code
 * @flags: the other header flags
 * @name: the name asked for
 * @type: the type asked for
 * @dns_class: the class asked for; 1 is IN
 * @answer: (element-type SpRecord): answer section
 * @authority: (element-type SpRecord): authority section
 * @additional: (element-type SpRecord): additional section, without OPT
 *
 * A DNS message as a practice server or a test sees it: header, one question, three sections.
 * The codec is c-ares; its types do not leave it.
 */
typedef struct {
  uint16_t id;
  uint8_t opcode;
  gboolean is_response;
  gboolean recursion_desired;
  gboolean has_edns;
  uint16_t udp_size;
  uint16_t rcode;
  SpAnswerFlags flags;
  SpName *name;
  SpRrType type;
  uint16_t dns_class;
  GPtrArray *answer;
  GPtrArray *authority;
  GPtrArray *additional;
} SpMessage;

SpMessage *sp_message_new (void);
void sp_message_free (SpMessage *self);
SpMessage *sp_message_decode (GBytes *bytes, GError **error);
GBytes *sp_message_encode (const SpMessage *self, gsize max_size, GError **error);
GBytes *sp_message_write_bare_reply (GBytes *query, uint16_t rcode);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMessage, sp_message_free)

G_END_DECLS
