/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpPanelPage:
 *
 * The pretend DNS panel of a practice domain: the records it holds, which can be edited, mistyped
 * and published, and then become live server by server.
 *
 * ## Actions
 *
 * `panel.add`.
 */
#define SP_TYPE_PANEL_PAGE (sp_panel_page_get_type ())
G_DECLARE_FINAL_TYPE (SpPanelPage, sp_panel_page, SP, PANEL_PAGE, AdwNavigationPage)

SpPanelPage *sp_panel_page_new (SpWorkspace *workspace, SpDomain *domain);

G_END_DECLS
