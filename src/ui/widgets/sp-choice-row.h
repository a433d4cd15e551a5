/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpChoiceRow:
 *
 * A row that leads elsewhere when activated and stands for something with an id. It has an
 * accessible action, which plain rows lack.
 *
 * ## Actions
 *
 * `row.activate`: does what Enter does.
 */
#define SP_TYPE_CHOICE_ROW (sp_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (SpChoiceRow, sp_choice_row, SP, CHOICE_ROW, AdwActionRow)

SpChoiceRow *sp_choice_row_new (const char *id, const char *title, const char *subtitle);
const char *sp_choice_row_get_id (SpChoiceRow *self);

G_END_DECLS
