/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/dns/sp-record.h"

G_BEGIN_DECLS

/**
 * SpPanelRow:
 *
 * A record in the pretend DNS panel, as a panel shows it: name, type, value.
 *
 * ## Actions
 *
 * `row.activate`: opens the form.
 */
#define SP_TYPE_PANEL_ROW (sp_panel_row_get_type ())
G_DECLARE_FINAL_TYPE (SpPanelRow, sp_panel_row, SP, PANEL_ROW, AdwActionRow)

SpPanelRow *sp_panel_row_new (SpName *zone, SpRecord *record);
SpRecord *sp_panel_row_get_record (SpPanelRow *self);

G_END_DECLS
