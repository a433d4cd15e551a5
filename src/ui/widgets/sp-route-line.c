/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-route-line.h"

#define LINE_WIDTH 2.f
#define DOUBLE_GAP 2.5f
#define ARROW_LENGTH 8.f
#define ARROW_HALF_WIDTH 5.f
#define CROSS_REACH 5.f

typedef enum {
  STROKE_SOLID,
  STROKE_DASHED,
  STROKE_DOTTED,
} StrokeKind;

static StrokeKind
get_kind (SpStop *stop)
{
  switch (sp_stop_get_state (stop))
    {
    case SP_STOP_WANTED:
      return STROKE_SOLID;
    case SP_STOP_UNKNOWN:
      return sp_stop_is_new (stop) ? STROKE_SOLID : STROKE_DASHED;
    case SP_STOP_LEFT_OVER:
    case SP_STOP_ALIAS:
    case SP_STOP_WEBSITE:
      return STROKE_DASHED;
    case SP_STOP_DEAD:
    case SP_STOP_IP:
    case SP_STOP_NULL:
      return STROKE_DOTTED;
    }
  return STROKE_DASHED;
}

static GskStroke *
make_stroke (StrokeKind kind)
{
  static const float dashes[] = { 7, 5 };
  static const float dots[] = { 0.1f, 5 };
  GskStroke *stroke = gsk_stroke_new (LINE_WIDTH);

  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  switch (kind)
    {
    case STROKE_SOLID:
      break;
    case STROKE_DASHED:
      gsk_stroke_set_dash (stroke, dashes, G_N_ELEMENTS (dashes));
      break;
    case STROKE_DOTTED:
      gsk_stroke_set_dash (stroke, dots, G_N_ELEMENTS (dots));
      break;
    }
  return stroke;
}

/* The line bends so that it leaves and arrives square to the cards. */
static void
get_controls (const SpRouteLine *self, graphene_point_t *first, graphene_point_t *second)
{
  float middle = (self->from.x + self->to.x) / 2;

  if (self->is_upright)
    {
      *first = GRAPHENE_POINT_INIT (self->from.x, self->to.y);
      *second = *first;
      return;
    }
  *first = GRAPHENE_POINT_INIT (middle, self->from.y);
  *second = GRAPHENE_POINT_INIT (middle, self->to.y);
}

static GskPath *
make_path (const SpRouteLine *self, float shift, float shorten)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  graphene_point_t first, second;
  float toward = self->to.x >= self->from.x ? 1 : -1;

  get_controls (self, &first, &second);
  gsk_path_builder_move_to (builder, self->from.x + (self->is_upright ? shift : 0),
                            self->from.y + (self->is_upright ? 0 : shift));
  gsk_path_builder_cubic_to (builder, first.x + (self->is_upright ? shift : 0), first.y + shift,
                             second.x, second.y + shift, self->to.x - toward * shorten,
                             self->to.y + shift);
  return gsk_path_builder_to_path (builder);
}

static void
draw_stroke (const SpRouteLine *self, StrokeKind kind, float shift, float shorten,
             GtkSnapshot *snapshot)
{
  g_autoptr (GskPath) path = make_path (self, shift, shorten);
  GskStroke *stroke = make_stroke (kind);

  gtk_snapshot_append_stroke (snapshot, path, stroke, &self->color);
  gsk_stroke_free (stroke);
}

static void
draw_arrow (const SpRouteLine *self, GtkSnapshot *snapshot)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  float back = self->to.x >= self->from.x ? -ARROW_LENGTH : ARROW_LENGTH;

  gsk_path_builder_move_to (builder, self->to.x, self->to.y);
  gsk_path_builder_line_to (builder, self->to.x + back, self->to.y - ARROW_HALF_WIDTH);
  gsk_path_builder_line_to (builder, self->to.x + back, self->to.y + ARROW_HALF_WIDTH);
  gsk_path_builder_close (builder);
  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &self->color);
}

static void
draw_cross (const SpRouteLine *self, GtkSnapshot *snapshot)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  float toward = self->to.x >= self->from.x ? -1 : 1;
  float x = self->to.x + toward * (CROSS_REACH + 1);
  float y = self->to.y;
  GskStroke *stroke = make_stroke (STROKE_SOLID);

  gsk_path_builder_move_to (builder, x - CROSS_REACH, y - CROSS_REACH);
  gsk_path_builder_line_to (builder, x + CROSS_REACH, y + CROSS_REACH);
  gsk_path_builder_move_to (builder, x - CROSS_REACH, y + CROSS_REACH);
  gsk_path_builder_line_to (builder, x + CROSS_REACH, y - CROSS_REACH);
  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &self->color);
  gsk_stroke_free (stroke);
}

/**
 * sp_route_line_draw:
 * @stop: the stop that the line leads to, or comes from
 * @has_cross: whether a dead end is marked here
 * @snapshot: where it is drawn
 */
void
sp_route_line_draw (const SpRouteLine *self, SpStop *stop, gboolean has_cross,
                    GtkSnapshot *snapshot)
{
  StrokeKind kind = get_kind (stop);
  gboolean is_dead = kind == STROKE_DOTTED && has_cross;
  float shorten = is_dead ? 2 * CROSS_REACH + 4 : ARROW_LENGTH - 1;

  if (sp_stop_is_shared (stop))
    {
      draw_stroke (self, kind, -DOUBLE_GAP, shorten, snapshot);
      draw_stroke (self, kind, DOUBLE_GAP, shorten, snapshot);
    }
  else
    draw_stroke (self, kind, 0, shorten, snapshot);
  if (is_dead)
    draw_cross (self, snapshot);
  else
    draw_arrow (self, snapshot);
}

/**
 * sp_route_line_get_point:
 * @t: how far along, from 0 to 1
 *
 * Returns: the point of the curve there
 */
graphene_point_t
sp_route_line_get_point (const SpRouteLine *self, float t)
{
  graphene_point_t a, b;
  float u = 1 - t;

  get_controls (self, &a, &b);
  return GRAPHENE_POINT_INIT (
    u * u * u * self->from.x + 3 * u * u * t * a.x + 3 * u * t * t * b.x + t * t * t * self->to.x,
    u * u * u * self->from.y + 3 * u * u * t * a.y + 3 * u * t * t * b.y + t * t * t * self->to.y);
}
