/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpTimelineTab:
 *
 * The dated steps of a move, or the offer to plan one.
 *
 * ## Actions
 *
 * `timeline.begin`, `timeline.abort`.
 */
#define SP_TYPE_TIMELINE_TAB (sp_timeline_tab_get_type ())
G_DECLARE_FINAL_TYPE (SpTimelineTab, sp_timeline_tab, SP, TIMELINE_TAB, AdwBin)

void sp_timeline_tab_set_domain (SpTimelineTab *self, SpWorkspace *workspace, SpDomain *domain);

G_END_DECLS
