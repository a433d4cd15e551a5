/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpCopyButton:
 *
 * Copies one text. After a press it shows a tick for two seconds, a toast appears, and screen
 * readers hear of it.
 */
#define SP_TYPE_COPY_BUTTON (sp_copy_button_get_type ())
G_DECLARE_FINAL_TYPE (SpCopyButton, sp_copy_button, SP, COPY_BUTTON, GtkButton)

SpCopyButton *sp_copy_button_new (const char *what, const char *done, const char *text);
void sp_copy_button_set_text (SpCopyButton *self, const char *text);
void sp_copy_button_copy (SpCopyButton *self);

G_END_DECLS
