/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-route-tab.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-route-view.h"

struct _SpRouteTab {
  AdwBin parent_instance;

  SpDomain *domain;

  AdwToggleGroup *when_group;
  GtkLabel *title_label;
  SpRouteView *view;
  GtkLabel *note_label;
};

G_DEFINE_FINAL_TYPE (SpRouteTab, sp_route_tab, ADW_TYPE_BIN)

static gboolean
is_after (SpRouteTab *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->when_group), "after") == 0;
}

static char *
dup_title (SpRoute *route)
{
  guint n_stops = g_list_model_get_n_items (sp_route_get_stops (route));
  g_autofree char *unicode = sp_name_dup_unicode (sp_route_get_domain (route));
  g_autofree char *name = g_strdup_printf ("\u2068%s\u2069", unicode);

  switch (sp_route_get_state (route))
    {
    case SP_ROUTE_FOUND:
      if (n_stops == 1)
        /* Translators: %s is a domain. */
        return g_strdup_printf (_ ("Mail for %s has one stop"), name);
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("Mail for %s is tried in this order"), name);
    case SP_ROUTE_WEBSITE:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("No mail delivery is set for %s: senders try its website"), name);
    case SP_ROUTE_NONE:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("Mail for %s goes nowhere"), name);
    case SP_ROUTE_NULL:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("%s says that it takes no mail"), name);
    case SP_ROUTE_UNKNOWN:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("Where mail for %s goes could not be checked"), name);
    }
  return g_strdup ("");
}

static void
count_changes (SpRoute *route, guint *n_kept, guint *n_new, guint *n_removed)
{
  GListModel *stops = sp_route_get_stops (route);

  *n_kept = *n_new = *n_removed = 0;
  for (guint i = 0; i < g_list_model_get_n_items (stops); i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);

      if (sp_stop_is_removed (stop))
        *n_removed += 1;
      else if (sp_stop_is_new (stop))
        *n_new += 1;
      else
        *n_kept += 1;
    }
}

static char *
dup_note (SpRoute *route)
{
  guint n_kept, n_new, n_removed;

  if (!sp_route_is_after (route))
    return g_strdup (_ ("The number on a line is the order in the record: lower is tried first. "
                        "A later stop is only tried when the earlier ones cannot be reached."));
  count_changes (route, &n_kept, &n_new, &n_removed);
  if (n_new + n_removed == 0)
    return g_strdup (_ ("The suggested changes leave the route as it is."));
  /* Translators: numbers of stops. */
  return g_strdup_printf (_ ("After the changes: %1$u kept, %2$u new, %3$u removed."), n_kept,
                          n_new, n_removed);
}

static void
update_view (SpRouteTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autofree char *title = NULL;
  g_autofree char *note = NULL;
  SpRoute *route;

  if (report == NULL)
    return;
  route = is_after (self) ? sp_report_get_route_after (report) : sp_report_get_route_now (report);
  title = dup_title (route);
  note = dup_note (route);
  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->note_label, note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  sp_route_view_set_route (self->view, route);
}

static void
on_when_changed (SpRouteTab *self)
{
  if (self->domain == NULL)
    return;
  update_view (self);
  if (is_after (self))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->note_label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_toggle_group_set_active_name (SP_ROUTE_TAB (widget)->when_group,
                                    g_variant_get_string (parameter, NULL));
}

static void
sp_route_tab_dispose (GObject *object)
{
  SpRouteTab *self = SP_ROUTE_TAB (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_ROUTE_TAB);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (sp_route_tab_parent_class)->dispose (object);
}

static void
sp_route_tab_class_init (SpRouteTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_route_tab_dispose;

  g_type_ensure (SP_TYPE_ROUTE_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-route-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, SpRouteTab, when_group);
  gtk_widget_class_bind_template_child (widget_class, SpRouteTab, title_label);
  gtk_widget_class_bind_template_child (widget_class, SpRouteTab, view);
  gtk_widget_class_bind_template_child (widget_class, SpRouteTab, note_label);
  gtk_widget_class_bind_template_callback (widget_class, on_when_changed);
  gtk_widget_class_install_action (widget_class, "route.show", "s", show_cb);
}

static void
sp_route_tab_init (SpRouteTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_route_tab_set_domain:
 * @workspace: the workspace of @domain
 * @domain: the domain shown, once and for all
 */
void
sp_route_tab_set_domain (SpRouteTab *self, SpWorkspace *workspace, SpDomain *domain)
{
  g_return_if_fail (SP_IS_ROUTE_TAB (self));
  g_return_if_fail (self->domain == NULL);

  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  update_view (self);
}
