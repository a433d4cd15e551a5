/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"

G_BEGIN_DECLS

/**
 * SpMessage:
 *
 * A DNS message as a practice server or a test sees it: header, one question, three sections.
 * The codec is c-ares; its types do not leave it.
 */
typedef struct {
  uint16_t id;
  gboolean is_response;
  gboolean recursion_desired;
  gboolean has_edns;
  uint16_t udp_size;
  uint16_t rcode;
  SpAnswerFlags flags;
  SpName *name;
  SpRrType type;
  GPtrArray *answer;
  GPtrArray *authority;
  GPtrArray *additional;
} SpMessage;

SpMessage *sp_message_new (void);
void sp_message_free (SpMessage *self);
SpMessage *sp_message_decode (GBytes *bytes, GError **error);
GBytes *sp_message_encode (const SpMessage *self, gsize max_size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMessage, sp_message_free)

G_END_DECLS
