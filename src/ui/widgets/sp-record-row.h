/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpRecordRow:
 *
 * One published record in plain words; opened it shows name, value, how long it may be remembered,
 * and what each server says.
 *
 * ## Actions
 *
 * `record.toggle`, `record.copy-value` (Ctrl+C), `record.copy-name` (Shift+Ctrl+C).
 */
#define SP_TYPE_RECORD_ROW (sp_record_row_get_type ())
G_DECLARE_FINAL_TYPE (SpRecordRow, sp_record_row, SP, RECORD_ROW, AdwExpanderRow)

SpRecordRow *sp_record_row_new (const char *title, const char *domain, SpFact *fact,
                                SpRecord *record);
gboolean sp_record_row_matches (SpRecordRow *self, const char *wanted);

G_END_DECLS
