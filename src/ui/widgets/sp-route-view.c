/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-route-view.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-route-line.h"
#include "ui/widgets/sp-stop-button.h"

#define LINE_GAP 96 /* between the sender and the stops */
#define BOX_GAP 56  /* between the stops and the mailboxes */
#define RAIL_GAP 60 /* start of the narrow form, where the rail runs */
#define STOP_SPACING 14
#define STOP_LEAST 250 /* narrower stops belong on a rail */
#define STOP_MOST 420

typedef struct {
  GtkWidget *button;
  GtkWidget *number; /* the number on the line; its colour is the line's */
  gsize box;         /* index of the mailboxes it leads to */
  GtkAllocation place;
} Stop;

typedef struct {
  GtkWidget *widget;
  GtkAllocation place;
} Box;

struct _SpRouteView {
  GtkWidget parent_instance;

  GtkWidget *sender;
  GtkAllocation sender_place;
  GArray *stops; /* Stop */
  GArray *boxes; /* Box: mailboxes */
  gboolean is_wide;
};

G_DEFINE_FINAL_TYPE (SpRouteView, sp_route_view, GTK_TYPE_WIDGET)

#define stop_at(self, i) (&g_array_index ((self)->stops, Stop, i))
#define box_at(self, i) (&g_array_index ((self)->boxes, Box, i))

static int
get_width (GtkWidget *widget, gboolean natural)
{
  int least, wanted;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
  return natural ? wanted : least;
}

static int
get_height (GtkWidget *widget, int width)
{
  int least, wanted;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
  return wanted;
}

static int
get_stops_width (SpRouteView *self, gboolean natural)
{
  int width = 0;

  for (guint i = 0; i < self->stops->len; i++)
    width = MAX (width, get_width (stop_at (self, i)->button, natural));
  return width;
}

static int
get_boxes_width (SpRouteView *self)
{
  int width = 0;

  for (guint i = 0; i < self->boxes->len; i++)
    width = MAX (width, get_width (box_at (self, i)->widget, TRUE));
  return width;
}

static int
get_fixed_width (SpRouteView *self)
{
  int boxes = get_boxes_width (self);

  return get_width (self->sender, TRUE) + LINE_GAP + (boxes > 0 ? BOX_GAP + boxes : 0);
}

static gboolean
fits_wide (SpRouteView *self, int width)
{
  return width >= get_fixed_width (self) + MAX (STOP_LEAST, get_stops_width (self, FALSE));
}

/* Each at the height of its stops, none over another; returns where the last one ends. */
static int
place_boxes (SpRouteView *self, int x)
{
  int width = get_boxes_width (self);
  int free_y = 0;

  for (guint b = 0; b < self->boxes->len; b++)
    {
      Box *box = box_at (self, b);
      int height = get_height (box->widget, width);
      int top = G_MAXINT, bottom = 0;

      for (guint i = 0; i < self->stops->len; i++)
        if (stop_at (self, i)->box == b)
          {
            top = MIN (top, stop_at (self, i)->place.y);
            bottom = MAX (bottom, stop_at (self, i)->place.y + stop_at (self, i)->place.height);
          }
      box->place = (GtkAllocation) { x, MAX (free_y, (top + bottom - height) / 2), width, height };
      free_y = box->place.y + height + STOP_SPACING;
    }
  return MAX (0, free_y - STOP_SPACING);
}

static int
place_wide (SpRouteView *self, int width)
{
  int sender_width = get_width (self->sender, TRUE);
  int stop_width = MIN (width - get_fixed_width (self), STOP_MOST);
  int spare = width - get_fixed_width (self) - stop_width;
  int start = spare / 2;
  int stop_x = start + sender_width + LINE_GAP;
  int y = 0;
  int sender_height = get_height (self->sender, sender_width);
  int total;

  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = stop_at (self, i);
      int height = get_height (stop->button, stop_width);

      stop->place = (GtkAllocation) { stop_x, y, stop_width, height };
      y += height + STOP_SPACING;
    }
  total = MAX (y - STOP_SPACING, sender_height);
  self->sender_place = (GtkAllocation) { start, (total - sender_height) / 2, sender_width,
                                         sender_height };

  return MAX (total, place_boxes (self, stop_x + stop_width + BOX_GAP));
}

static int
place_narrow (SpRouteView *self, int width)
{
  int y = get_height (self->sender, MIN (width, get_width (self->sender, TRUE)));

  self->sender_place = (GtkAllocation) { 0, 0, MIN (width, get_width (self->sender, TRUE)), y };
  for (guint i = 0; i < self->stops->len; i++)
    {
      Stop *stop = stop_at (self, i);
      int height = get_height (stop->button, width - RAIL_GAP);

      y += STOP_SPACING;
      stop->place = (GtkAllocation) { RAIL_GAP, y, width - RAIL_GAP, height };
      y += height;
    }
  return y;
}

static int
place_all (SpRouteView *self, int width)
{
  self->is_wide = fits_wide (self, width);
  return self->is_wide ? place_wide (self, width) : place_narrow (self, width);
}

static float
mirror (SpRouteView *self, float x)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
           ? gtk_widget_get_width (GTK_WIDGET (self)) - x
           : x;
}

static graphene_point_t
point_at (SpRouteView *self, float x, float y)
{
  return GRAPHENE_POINT_INIT (mirror (self, x), y);
}

static SpRouteLine
get_line (SpRouteView *self, const Stop *stop)
{
  const GtkAllocation *sender = &self->sender_place;
  float y = stop->place.y + stop->place.height / 2.f;
  SpRouteLine line = { .is_upright = !self->is_wide };

  line.to = point_at (self, stop->place.x - 1, y);
  line.from = self->is_wide
                ? point_at (self, sender->x + sender->width, sender->y + sender->height / 2.f)
                : point_at (self, 16, sender->height);
  gtk_widget_get_color (stop->number, &line.color);
  return line;
}

static gboolean
get_box_line (SpRouteView *self, const Stop *stop, SpRouteLine *line)
{
  const Box *box;

  if (!self->is_wide || stop->box >= self->boxes->len)
    return FALSE;
  box = box_at (self, stop->box);
  *line = (SpRouteLine) {
    .from = point_at (self, stop->place.x + stop->place.width,
                      stop->place.y + stop->place.height / 2.f),
    .to = point_at (self, box->place.x - 1, box->place.y + box->place.height / 2.f),
  };
  gtk_widget_get_color (stop->number, &line->color);
  return TRUE;
}

static void
draw_lines (SpRouteView *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->stops->len; i++)
    {
      const Stop *place = stop_at (self, i);
      SpStop *stop = sp_stop_button_get_stop (SP_STOP_BUTTON (place->button));
      SpRouteLine line = get_line (self, place);

      if (sp_stop_is_removed (stop))
        continue;
      sp_route_line_draw (&line, stop, TRUE, snapshot);
      if (get_box_line (self, place, &line))
        sp_route_line_draw (&line, stop, FALSE, snapshot);
    }
}

static void
allocate_at (SpRouteView *self, GtkWidget *child, const GtkAllocation *place)
{
  GtkAllocation where = *place;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    where.x = gtk_widget_get_width (GTK_WIDGET (self)) - where.x - where.width;
  gtk_widget_size_allocate (child, &where, -1);
}

static void
allocate_number (SpRouteView *self, const Stop *stop)
{
  SpRouteLine line = get_line (self, stop);
  graphene_point_t at = self->is_wide
                          ? sp_route_line_get_point (&line, 0.62f)
                          : GRAPHENE_POINT_INIT (mirror (self, RAIL_GAP / 2.f - 2), line.to.y);
  int width = get_width (stop->number, TRUE);
  int height = get_height (stop->number, width);
  GtkAllocation where = { (int) at.x - width / 2, (int) at.y - height / 2, width, height };

  gtk_widget_size_allocate (stop->number, &where, -1);
}

static void
clear_children (SpRouteView *self)
{
  for (guint i = 0; i < self->stops->len; i++)
    {
      gtk_widget_unparent (stop_at (self, i)->number);
      gtk_widget_unparent (stop_at (self, i)->button);
    }
  for (guint i = 0; i < self->boxes->len; i++)
    gtk_widget_unparent (box_at (self, i)->widget);
  g_array_set_size (self->stops, 0);
  g_array_set_size (self->boxes, 0);
}

static GtkWidget *
make_node (const char *icon_name, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (text);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_image_set_pixel_size (GTK_IMAGE (image), 32);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 14);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "route-node");
  return box;
}

static char *
dup_box_text (SpStop *stop)
{
  const char *provider = sp_stop_get_provider_name (stop);

  if (sp_stop_is_removed (stop))
    return NULL;
  switch (sp_stop_get_state (stop))
    {
    case SP_STOP_WANTED:
    case SP_STOP_ALIAS:
    case SP_STOP_UNKNOWN:
      if (provider == NULL)
        return g_strdup (_ ("Mailboxes"));
      /* Translators: %s is a company. */
      return g_strdup_printf (_ ("Mailboxes at %s"), provider);
    case SP_STOP_LEFT_OVER:
      if (provider == NULL)
        return g_strdup (_ ("Old mailboxes: does anybody read them?"));
      /* Translators: %s is a company. */
      return g_strdup_printf (_ ("Old mailboxes at %s: does anybody read them?"), provider);
    case SP_STOP_DEAD:
    case SP_STOP_IP:
    case SP_STOP_NULL:
    case SP_STOP_WEBSITE:
      break;
    }
  return NULL;
}

/* Stops of one company lead to the same mailboxes. */
static gsize
find_box (SpRouteView *self, SpStop *stop, GPtrArray *texts)
{
  g_autofree char *text = dup_box_text (stop);
  Box box = { NULL };
  guint index;

  if (text == NULL)
    return G_MAXSIZE;
  if (g_ptr_array_find_with_equal_func (texts, text, g_str_equal, &index))
    return index;
  box.widget = make_node (sp_stop_get_state (stop) == SP_STOP_LEFT_OVER ? "sp-old-mailbox-symbolic"
                                                                        : "sp-mailbox-symbolic",
                          text);
  gtk_widget_set_parent (box.widget, GTK_WIDGET (self));
  g_array_append_val (self->boxes, box);
  g_ptr_array_add (texts, g_steal_pointer (&text));
  return self->boxes->len - 1;
}

static GtkWidget *
make_number (SpStop *stop)
{
  g_autofree char *text = sp_stop_get_priority (stop) >= 0
                            ? g_strdup_printf ("%d", sp_stop_get_priority (stop))
                            : g_strdup ("");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (label, "route-number");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, sp_stop_button_get_line_class (stop));
  gtk_widget_set_tooltip_text (label, sp_stop_is_shared (stop)
                                        ? _ ("Shared at random: several servers have this order")
                                        : _ ("Order: lower is tried first"));
  return label;
}

static int
find_focus (SpRouteView *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; child != NULL && i < self->stops->len; i++)
    if (stop_at (self, i)->button == child)
      return (int) i;
  return -1;
}

static gboolean
focus_stop (SpRouteView *self, int index)
{
  if (index < 0 || index >= (int) self->stops->len)
    return FALSE;
  return gtk_widget_grab_focus (stop_at (self, (guint) index)->button);
}

/* Tab enters once; arrows move in the order of attempt. */
static gboolean
sp_route_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SpRouteView *self = SP_ROUTE_VIEW (widget);
  int at = find_focus (self);
  gboolean is_inside = at >= 0;

  switch (direction)
    {
    case GTK_DIR_TAB_FORWARD:
      return !is_inside && focus_stop (self, 0);
    case GTK_DIR_TAB_BACKWARD:
      return !is_inside && focus_stop (self, (int) self->stops->len - 1);
    case GTK_DIR_UP:
    case GTK_DIR_LEFT:
      return focus_stop (self, is_inside ? at - 1 : (int) self->stops->len - 1);
    case GTK_DIR_DOWN:
    case GTK_DIR_RIGHT:
      return focus_stop (self, at + 1);
    }
  return FALSE;
}

static gboolean
move_to_end_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  SpRouteView *self = SP_ROUTE_VIEW (widget);

  return focus_stop (self, g_variant_get_boolean (arguments) ? (int) self->stops->len - 1 : 0);
}

static GtkSizeRequestMode
sp_route_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
sp_route_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  SpRouteView *self = SP_ROUTE_VIEW (widget);
  int least = MAX (get_width (self->sender, FALSE), RAIL_GAP + get_stops_width (self, FALSE));
  int wanted = get_fixed_width (self) + CLAMP (get_stops_width (self, TRUE), STOP_LEAST, STOP_MOST);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (wanted, least);
      return;
    }
  *minimum = *natural = place_all (self, for_size < 0 ? MAX (wanted, least) : for_size);
}

static void
sp_route_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SpRouteView *self = SP_ROUTE_VIEW (widget);

  place_all (self, width);
  allocate_at (self, self->sender, &self->sender_place);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      gtk_widget_set_child_visible (box_at (self, i)->widget, self->is_wide);
      if (self->is_wide)
        allocate_at (self, box_at (self, i)->widget, &box_at (self, i)->place);
    }
  for (guint i = 0; i < self->stops->len; i++)
    {
      const Stop *stop = stop_at (self, i);

      allocate_at (self, stop->button, &stop->place);
      allocate_number (self, stop);
    }
}

static void
sp_route_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SpRouteView *self = SP_ROUTE_VIEW (widget);

  draw_lines (self, snapshot);
  gtk_widget_snapshot_child (widget, self->sender, snapshot);
  for (guint i = 0; i < self->boxes->len; i++)
    if (gtk_widget_get_child_visible (box_at (self, i)->widget))
      gtk_widget_snapshot_child (widget, box_at (self, i)->widget, snapshot);
  for (guint i = 0; i < self->stops->len; i++)
    {
      const Stop *stop = stop_at (self, i);

      gtk_widget_snapshot_child (widget, stop->button, snapshot);
      if (!sp_stop_is_removed (sp_stop_button_get_stop (SP_STOP_BUTTON (stop->button)))
          && *gtk_label_get_label (GTK_LABEL (stop->number)) != '\0')
        gtk_widget_snapshot_child (widget, stop->number, snapshot);
    }
}

static void
sp_route_view_dispose (GObject *object)
{
  SpRouteView *self = SP_ROUTE_VIEW (object);

  clear_children (self);
  g_clear_pointer (&self->sender, gtk_widget_unparent);

  G_OBJECT_CLASS (sp_route_view_parent_class)->dispose (object);
}

static void
sp_route_view_finalize (GObject *object)
{
  SpRouteView *self = SP_ROUTE_VIEW (object);

  g_array_unref (self->stops);
  g_array_unref (self->boxes);

  G_OBJECT_CLASS (sp_route_view_parent_class)->finalize (object);
}

static void
sp_route_view_class_init (SpRouteViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sp_route_view_dispose;
  object_class->finalize = sp_route_view_finalize;
  widget_class->get_request_mode = sp_route_view_get_request_mode;
  widget_class->measure = sp_route_view_measure;
  widget_class->size_allocate = sp_route_view_size_allocate;
  widget_class->snapshot = sp_route_view_snapshot;
  widget_class->focus = sp_route_view_focus;

  gtk_widget_class_set_css_name (widget_class, "route");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, move_to_end_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, move_to_end_cb, "b", TRUE);
}

static void
sp_route_view_init (SpRouteView *self)
{
  self->stops = g_array_new (FALSE, TRUE, sizeof (Stop));
  self->boxes = g_array_new (FALSE, TRUE, sizeof (Box));
  self->sender = make_node ("sp-sender-symbolic", _ ("A sender"));
  gtk_widget_set_parent (self->sender, GTK_WIDGET (self));
}

/**
 * sp_route_view_new:
 *
 * Returns: (transfer floating): an empty picture
 */
SpRouteView *
sp_route_view_new (void)
{
  return g_object_new (SP_TYPE_ROUTE_VIEW, NULL);
}

static gboolean
stops_equal (SpStop *a, SpStop *b)
{
  return g_strcmp0 (sp_stop_get_host (a), sp_stop_get_host (b)) == 0
         && g_strcmp0 (sp_stop_get_provider_id (a), sp_stop_get_provider_id (b)) == 0
         && g_strcmp0 (sp_stop_get_alias (a), sp_stop_get_alias (b)) == 0
         && g_strv_equal (sp_stop_get_addresses (a), sp_stop_get_addresses (b))
         && sp_stop_get_priority (a) == sp_stop_get_priority (b)
         && sp_stop_get_rank (a) == sp_stop_get_rank (b)
         && sp_stop_get_state (a) == sp_stop_get_state (b)
         && sp_stop_is_shared (a) == sp_stop_is_shared (b)
         && sp_stop_is_new (a) == sp_stop_is_new (b)
         && sp_stop_is_removed (a) == sp_stop_is_removed (b);
}

/* Whether the picture shows a route already; then focus and open stops are left alone. */
static gboolean
is_shown (SpRouteView *self, GListModel *stops)
{
  if (g_list_model_get_n_items (stops) != self->stops->len)
    return FALSE;
  for (guint i = 0; i < self->stops->len; i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);

      if (!stops_equal (stop, sp_stop_button_get_stop (SP_STOP_BUTTON (stop_at (self, i)->button))))
        return FALSE;
    }
  return TRUE;
}

/**
 * sp_route_view_set_route:
 * @route: what is shown from now on
 */
void
sp_route_view_set_route (SpRouteView *self, SpRoute *route)
{
  GListModel *stops;
  guint n_stops;
  int focus;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (SP_IS_ROUTE_VIEW (self));

  stops = sp_route_get_stops (route);
  if (is_shown (self, stops))
    return;
  focus = find_focus (self);
  clear_children (self);
  n_stops = g_list_model_get_n_items (stops);
  for (guint i = 0; i < n_stops; i++)
    {
      g_autoptr (SpStop) item = g_list_model_get_item (stops, i);
      Stop stop = { .button = GTK_WIDGET (sp_stop_button_new (item, i, n_stops)) };

      stop.number = make_number (item);
      stop.box = find_box (self, item, texts);
      gtk_widget_set_parent (stop.button, GTK_WIDGET (self));
      gtk_widget_set_parent (stop.number, GTK_WIDGET (self));
      g_array_append_val (self->stops, stop);
    }
  if (focus >= 0)
    focus_stop (self, MIN (focus, (int) n_stops - 1));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
