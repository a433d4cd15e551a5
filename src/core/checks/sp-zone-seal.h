/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpZoneSealState:
 * @SP_ZONE_SEAL_NONE: the parent has no DS: the zone is not sealed
 * @SP_ZONE_SEAL_FITS: a DS of the parent names a key of the zone
 * @SP_ZONE_SEAL_BROKEN: none does, and resolvers that check take the zone for forged
 * @SP_ZONE_SEAL_UNKNOWN: could not be decided
 *
 * DNSSEC between a zone and its parent (RFC 4035 §5.2).
 */
typedef enum {
  SP_ZONE_SEAL_NONE,
  SP_ZONE_SEAL_FITS,
  SP_ZONE_SEAL_BROKEN,
  SP_ZONE_SEAL_UNKNOWN,
} SpZoneSealState;

SpZoneSealState sp_zone_seal_judge (const SpSnapshot *snapshot, SpFact **unknown);
const char *sp_zone_seal_state_to_string (SpZoneSealState state);

G_END_DECLS
