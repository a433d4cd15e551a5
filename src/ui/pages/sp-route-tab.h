/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpRouteTab:
 *
 * Where mail goes: now, and after the changes.
 *
 * ## Actions
 *
 * `route.show` (`now` or `after`).
 */
#define SP_TYPE_ROUTE_TAB (sp_route_tab_get_type ())
G_DECLARE_FINAL_TYPE (SpRouteTab, sp_route_tab, SP, ROUTE_TAB, AdwBin)

void sp_route_tab_set_domain (SpRouteTab *self, SpWorkspace *workspace, SpDomain *domain);

G_END_DECLS
