/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/checks/sp-spf-tree.h"

G_BEGIN_DECLS

/**
 * SpSpfRow:
 *
 * A list of allowed senders with everything that it leads to, and what each part costs. Opened it
 * shows the parts; those that lead to further lists are such rows again.
 *
 * ## Actions
 *
 * `spf.toggle`
 */
#define SP_TYPE_SPF_ROW (sp_spf_row_get_type ())
G_DECLARE_FINAL_TYPE (SpSpfRow, sp_spf_row, SP, SPF_ROW, AdwExpanderRow)

SpSpfRow *sp_spf_row_new (const SpSpfTree *tree);
gboolean sp_spf_row_matches (SpSpfRow *self, const char *wanted);

G_END_DECLS
