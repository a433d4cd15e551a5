/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpKeepingState:
 * @SP_KEEPING_FITS: nothing speaks against what the person says, or nothing was said
 * @SP_KEEPING_ELSEWHERE: none of that company's servers is in the delegation
 * @SP_KEEPING_UNKNOWN: the name servers could not be seen, or go by a name that tells nothing
 *
 * Whether the records are kept where the person says that they edit them.
 */
typedef enum {
  SP_KEEPING_FITS,
  SP_KEEPING_ELSEWHERE,
  SP_KEEPING_UNKNOWN,
} SpKeepingState;

/**
 * SpKeeping:
 * @state: whether what the person says can be
 * @said: (nullable): where the person says that the records are edited
 * @keeper: (nullable): who keeps them, as far as the name servers tell it
 * @panel: (nullable): in whose panel edits are to be made; %NULL for one that nobody knows
 *
 * Where the records of a domain are kept. The catalogue owns the companies.
 */
typedef struct {
  SpKeepingState state;
  SpDnsHost *said;
  SpDnsHost *keeper;
  SpDnsHost *panel;
} SpKeeping;

void sp_keeping_judge (SpKeeping *self, SpCatalog *catalog, SpSnapshot *snapshot, const char *said);
SpDnsHost *sp_keeping_find_panel (SpCatalog *catalog, SpSnapshot *snapshot, const char *said);

G_END_DECLS
