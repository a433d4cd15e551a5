/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"
#include "core/dns/sp-rr-type.h"

G_BEGIN_DECLS

#define SP_DATAGRAM_HEADER_SIZE 12

/* Bits of the header's second word (RFC 1035 §4.1.1). */
#define SP_DATAGRAM_QR 0x8000
#define SP_DATAGRAM_OPCODE 0x7800
#define SP_DATAGRAM_TC 0x0200
#define SP_DATAGRAM_RCODE 0x000f

/* Number of a header word. */
#define SP_DATAGRAM_ID 0
#define SP_DATAGRAM_BITS 1
#define SP_DATAGRAM_QDCOUNT 2
#define SP_DATAGRAM_ANCOUNT 3
#define SP_DATAGRAM_NSCOUNT 4
#define SP_DATAGRAM_ARCOUNT 5

uint16_t sp_datagram_get_word (const uint8_t *data, guint index);
void sp_datagram_set_word (uint8_t *data, guint index, uint16_t value);
gboolean sp_datagram_is_askable (const SpName *name);
GBytes *sp_datagram_new_question (const SpName *name, SpRrType type, gboolean askable);
gboolean sp_datagram_has_question (const uint8_t *data, gsize length, GBytes *question);
gboolean sp_datagram_is_sound (const uint8_t *data, gsize length);
gsize sp_datagram_add_opt (uint8_t *data, gsize length, uint16_t udp_size);
gsize sp_datagram_strip_options (uint8_t *data, gsize length, gsize question_length);
gsize sp_datagram_reduce (uint8_t *data, gsize size, GBytes *question);

G_END_DECLS
