/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpRrType:
 *
 * The type of a DNS record, with the numbers of the IANA registry. Every number from 1 to 65535
 * is a valid value; the names are those that Signpost reads.
 */
typedef enum {
  SP_RR_A = 1,
  SP_RR_NS = 2,
  SP_RR_CNAME = 5,
  SP_RR_SOA = 6,
  SP_RR_PTR = 12,
  SP_RR_MX = 15,
  SP_RR_TXT = 16,
  SP_RR_AAAA = 28,
  SP_RR_SRV = 33,
  SP_RR_DNAME = 39,
  SP_RR_OPT = 41,
  SP_RR_DS = 43,
  SP_RR_RRSIG = 46,
  SP_RR_DNSKEY = 48,
  SP_RR_TLSA = 52,
  SP_RR_HTTPS = 65,
  SP_RR_SPF = 99,
  SP_RR_ANY = 255,
  SP_RR_CAA = 257,
} SpRrType;

char *sp_rr_type_to_string (SpRrType type);
gboolean sp_rr_type_from_string (const char *text, SpRrType *type);

G_END_DECLS
