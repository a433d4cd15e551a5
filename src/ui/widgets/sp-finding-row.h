/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/checks/sp-finding.h"

G_BEGIN_DECLS

/**
 * SpFindingRow:
 *
 * A finding as one sentence; opened it explains, says how to fix it, leads to the edit, and shows
 * what was seen.
 *
 * ## Actions
 *
 * `finding.toggle`: opens or closes it. `finding.show-edit`: leads to the edit that cures it.
 * `finding.copy`: copies what was seen.
 */
#define SP_TYPE_FINDING_ROW (sp_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (SpFindingRow, sp_finding_row, SP, FINDING_ROW, AdwExpanderRow)

SpFindingRow *sp_finding_row_new (SpFinding *finding, const char *edit_id);
SpFinding *sp_finding_row_get_finding (SpFindingRow *self);

G_END_DECLS
