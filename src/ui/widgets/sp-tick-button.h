/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/plan/sp-step.h"

G_BEGIN_DECLS

/**
 * SpTickButton:
 *
 * A check box for something that only a person can confirm.
 */
#define SP_TYPE_TICK_BUTTON (sp_tick_button_get_type ())
G_DECLARE_FINAL_TYPE (SpTickButton, sp_tick_button, SP, TICK_BUTTON, GtkCheckButton)

SpTickButton *sp_tick_button_new (const SpTick *tick);
const char *sp_tick_button_get_id (SpTickButton *self);

G_END_DECLS
