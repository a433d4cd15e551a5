/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpShortcutsDialog:
 *
 * The keys, as boxed lists.
 */
#define SP_TYPE_SHORTCUTS_DIALOG (sp_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpShortcutsDialog, sp_shortcuts_dialog, SP, SHORTCUTS_DIALOG, AdwDialog)

SpShortcutsDialog *sp_shortcuts_dialog_new (void);

G_END_DECLS
