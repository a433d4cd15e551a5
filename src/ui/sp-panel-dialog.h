/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpPanelDialog:
 *
 * Asks in whose panel the edits of a domain are made: at the company that the name servers tell,
 * in a program of web hosts, or elsewhere.
 *
 * ## Signals
 *
 * `SpPanelDialog::chosen` (id): id of a DNS host, %NULL for what the name servers tell. The dialog
 * closes itself after it.
 */
#define SP_TYPE_PANEL_DIALOG (sp_panel_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpPanelDialog, sp_panel_dialog, SP, PANEL_DIALOG, AdwDialog)

SpPanelDialog *sp_panel_dialog_new (SpCatalog *catalog, SpDomain *domain);

G_END_DECLS
