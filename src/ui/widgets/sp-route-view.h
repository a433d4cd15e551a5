/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/plan/sp-route.h"

G_BEGIN_DECLS

/**
 * SpRouteView:
 *
 * The picture of a route: a sender, the stops in the order in which they are tried, and the
 * mailboxes behind them. Stops are real widgets, only the lines are drawn. Where there is room the
 * picture runs sideways, else the stops hang on a rail. Arrow keys move from stop to stop.
 */
#define SP_TYPE_ROUTE_VIEW (sp_route_view_get_type ())
G_DECLARE_FINAL_TYPE (SpRouteView, sp_route_view, SP, ROUTE_VIEW, GtkWidget)

SpRouteView *sp_route_view_new (void);
void sp_route_view_set_route (SpRouteView *self, SpRoute *route);

G_END_DECLS
