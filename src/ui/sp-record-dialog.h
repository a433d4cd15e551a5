/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/practice/sp-practice-world.h"

G_BEGIN_DECLS

/**
 * SpRecordDialog:
 *
 * The form of the pretend DNS panel: one record, typed by hand.
 *
 * ## Actions
 *
 * `record.publish`, `record.remove`.
 */
#define SP_TYPE_RECORD_DIALOG (sp_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpRecordDialog, sp_record_dialog, SP, RECORD_DIALOG, AdwDialog)

SpRecordDialog *sp_record_dialog_new (SpPracticeWorld *world, SpName *zone, SpRecord *record);

G_END_DECLS
