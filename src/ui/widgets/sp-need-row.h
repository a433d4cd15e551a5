/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpNeedRow:
 *
 * Asks for a value that the plan waits for, such as a key that the provider computes. What is
 * pasted is cleaned and held against the pattern at once, and what belongs elsewhere is named.
 *
 * ## Signals
 *
 * `SpNeedRow::given` (key, value).
 */
#define SP_TYPE_NEED_ROW (sp_need_row_get_type ())
G_DECLARE_FINAL_TYPE (SpNeedRow, sp_need_row, SP, NEED_ROW, AdwBin)

SpNeedRow *sp_need_row_new (SpProvider *provider, const SpNeed *need, const char *value);
const char *sp_need_row_get_key (SpNeedRow *self);

G_END_DECLS
