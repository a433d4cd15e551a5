/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpAutoconfigState:
 * @SP_AUTOCONFIG_NONE: nothing leads mail programs anywhere
 * @SP_AUTOCONFIG_PROVIDER: everything leads to the provider that has the mail
 * @SP_AUTOCONFIG_OTHER: something leads elsewhere
 * @SP_AUTOCONFIG_UNKNOWN: could not be checked
 *
 * Where mail programs are sent that look for their servers.
 */
typedef enum {
  SP_AUTOCONFIG_NONE,
  SP_AUTOCONFIG_PROVIDER,
  SP_AUTOCONFIG_OTHER,
  SP_AUTOCONFIG_UNKNOWN,
} SpAutoconfigState;

SpAutoconfigState sp_autoconfig_find (SpSnapshot *snapshot, SpCatalog *catalog, SpProvider *current,
                                      SpProvider **owner);
SpName *sp_autoconfig_get_target (SpFact *fact);
SpFact *sp_autoconfig_get_fact (SpSnapshot *snapshot, const SpProviderRecord *record);

G_END_DECLS
