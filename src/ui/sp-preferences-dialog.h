/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpPreferencesDialog:
 *
 * The few things that can be chosen for all domains.
 */
#define SP_TYPE_PREFERENCES_DIALOG (sp_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SpPreferencesDialog, sp_preferences_dialog, SP, PREFERENCES_DIALOG,
                      AdwPreferencesDialog)

SpPreferencesDialog *sp_preferences_dialog_new (GSettings *settings);

G_END_DECLS
