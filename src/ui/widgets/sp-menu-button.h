/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpMenuButton:
 *
 * The primary menu, the same at the end of every header bar.
 */
#define SP_TYPE_MENU_BUTTON (sp_menu_button_get_type ())
G_DECLARE_FINAL_TYPE (SpMenuButton, sp_menu_button, SP, MENU_BUTTON, AdwBin)

G_END_DECLS
