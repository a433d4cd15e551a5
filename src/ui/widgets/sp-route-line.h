/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/plan/sp-route.h"

G_BEGIN_DECLS

/**
 * SpRouteLine:
 * @from: where it starts
 * @to: where it ends, with an arrow
 * @is_upright: whether it leaves downwards (the narrow form), not sideways
 * @color: its colour; the kind is told by the style too
 *
 * A connector of the route picture: solid if wanted, dashed if left over, dotted with a cross if
 * the host does not exist, double if the order is shared.
 */
typedef struct {
  graphene_point_t from;
  graphene_point_t to;
  gboolean is_upright;
  GdkRGBA color;
} SpRouteLine;

void sp_route_line_draw (const SpRouteLine *self, SpStop *stop, gboolean has_cross,
                         GtkSnapshot *snapshot);
graphene_point_t sp_route_line_get_point (const SpRouteLine *self, float t);

G_END_DECLS
