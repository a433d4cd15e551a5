/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record.h"

G_BEGIN_DECLS

/**
 * SpSealMatch:
 * @SP_SEAL_MATCH_YES: the DS record names this key
 * @SP_SEAL_MATCH_NO: it names another one
 * @SP_SEAL_MATCH_UNKNOWN: it may name this key: number and algorithm fit, the digest is of a kind
 *   that cannot be computed here
 *
 * How a DS record at the parent and a DNSKEY record of the zone go together.
 */
typedef enum {
  SP_SEAL_MATCH_YES,
  SP_SEAL_MATCH_NO,
  SP_SEAL_MATCH_UNKNOWN,
} SpSealMatch;

int sp_zone_key_get_tag (const SpRecord *key);
SpSealMatch sp_zone_key_match (const SpRecord *key, const SpRecord *ds);
gboolean sp_zone_seal_is_understood (const SpRecord *ds);

G_END_DECLS
