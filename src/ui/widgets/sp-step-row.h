/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpStepRow:
 *
 * A step of a move: its state and times; opened it says what to do, asks for what only a person
 * can confirm, and shows the sum behind its time.
 *
 * ## Actions
 *
 * `step.toggle`, `step.skip`, `step.put-back`.
 */
#define SP_TYPE_STEP_ROW (sp_step_row_get_type ())
G_DECLARE_FINAL_TYPE (SpStepRow, sp_step_row, SP, STEP_ROW, AdwExpanderRow)

SpStepRow *sp_step_row_new (SpWorkspace *workspace, SpDomain *domain, SpStep *step);
void sp_step_row_set_step (SpStepRow *self, SpStep *step);
const char *sp_step_row_get_id (SpStepRow *self);

G_END_DECLS
