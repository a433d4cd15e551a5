/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpWindow:
 *
 * The one window. It owns the order of the pages; pages know the workspace, not each other.
 *
 * ## Actions
 *
 * `win.add-domain`, `win.choose-provider`, `win.remove-domain`, `win.open-panel`,
 * `win.read-back`, `win.show-view` (name), `win.check-again`, `win.next-step`, `win.toast` (text).
 */
#define SP_TYPE_WINDOW (sp_window_get_type ())
G_DECLARE_FINAL_TYPE (SpWindow, sp_window, SP, WINDOW, AdwApplicationWindow)

SpWindow *sp_window_new (GtkApplication *application, GSettings *settings);
void sp_window_set_workspace (SpWindow *self, SpWorkspace *workspace);
void sp_window_read_back (SpWindow *self);
void sp_window_show_practice (SpWindow *self);
void sp_window_show_trouble (SpWindow *self, const char *text);
void sp_window_look_up (SpWindow *self, const char *typed);
void sp_window_show_view (SpWindow *self, const char *view);

G_END_DECLS
