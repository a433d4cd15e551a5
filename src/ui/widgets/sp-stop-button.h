/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/plan/sp-route.h"

G_BEGIN_DECLS

/**
 * SpStopButton:
 *
 * A stop of the route picture: a list item that opens its details when pressed.
 */
#define SP_TYPE_STOP_BUTTON (sp_stop_button_get_type ())
G_DECLARE_FINAL_TYPE (SpStopButton, sp_stop_button, SP, STOP_BUTTON, GtkButton)

SpStopButton *sp_stop_button_new (SpStop *stop, guint position, guint n_stops);
SpStop *sp_stop_button_get_stop (SpStopButton *self);
const char *sp_stop_button_get_line_class (SpStop *stop);

G_END_DECLS
