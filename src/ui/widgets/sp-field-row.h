/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpFieldRow:
 *
 * A field to be typed elsewhere: its label, its value in monospace, and one copy button. Enter and
 * Ctrl+C copy.
 *
 * ## Actions
 *
 * `field.copy`.
 */
#define SP_TYPE_FIELD_ROW (sp_field_row_get_type ())
G_DECLARE_FINAL_TYPE (SpFieldRow, sp_field_row, SP, FIELD_ROW, AdwActionRow)

SpFieldRow *sp_field_row_new (const char *label, const char *shown, const char *copied,
                              const char *what, const char *done);
void sp_field_row_set_value (SpFieldRow *self, const char *shown, const char *copied);
void sp_field_row_set_note (SpFieldRow *self, const char *note);

G_END_DECLS
