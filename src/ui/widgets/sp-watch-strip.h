/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpWatchStrip:
 *
 * What each server of the domain serves of an edit, and when everyone will see it.
 */
#define SP_TYPE_WATCH_STRIP (sp_watch_strip_get_type ())
G_DECLARE_FINAL_TYPE (SpWatchStrip, sp_watch_strip, SP, WATCH_STRIP, AdwBin)

void sp_watch_strip_set_watch (SpWatchStrip *self, SpWorkspace *workspace, SpDomain *domain,
                               SpEditWatch *watch);
GtkWidget *sp_watch_strip_get_summary (SpWatchStrip *self);

G_END_DECLS
