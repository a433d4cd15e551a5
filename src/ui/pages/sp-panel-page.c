/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-panel-page.h"

#include <glib/gi18n.h>

#include "ui/sp-record-dialog.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-panel-row.h"

struct _SpPanelPage {
  AdwNavigationPage parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  SpName *zone;

  GtkLabel *pending_label;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SpPanelPage, sp_panel_page, ADW_TYPE_NAVIGATION_PAGE)

/* The panel keeps SOA and NS itself. */
static gboolean
is_editable (SpRecord *record)
{
  SpRrType type = sp_record_get_rr_type (record);

  return type == SP_RR_A || type == SP_RR_AAAA || type == SP_RR_CNAME || type == SP_RR_MX
         || type == SP_RR_TXT;
}

static void
update_pending (SpPanelPage *self)
{
  SpPracticeWorld *world = sp_workspace_get_practice (self->workspace);
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  gint64 next = sp_practice_world_get_next_event (world, sp_domain_get_name (self->domain));
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (next <= sp_clock_get_now (clock))
    {
      gtk_label_set_label (self->pending_label,
                           _ ("Every server has what this panel holds. Select a record to change "
                              "it, or add one."));
      return;
    }
  time = sp_time_text_dup (clock, next);
  /* Translators: %s is a time. */
  text = g_strdup_printf (_ ("Published. The servers take it over one by one; the next does at "
                             "%s."),
                          time);
  gtk_label_set_label (self->pending_label, text);
}

static void
update_view (SpPanelPage *self)
{
  SpPracticeWorld *world = sp_workspace_get_practice (self->workspace);
  g_autoptr (SpZone) zone = sp_practice_world_dup_published_zone (world, self->zone);
  GPtrArray *records = zone != NULL ? sp_zone_get_records (zone) : NULL;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; records != NULL && i < records->len; i++)
    if (is_editable (records->pdata[i]))
      gtk_list_box_append (self->list,
                           GTK_WIDGET (sp_panel_row_new (self->zone, records->pdata[i])));
  update_pending (self);
}

static void
on_world_changed (SpPanelPage *self)
{
  update_view (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("Published"));
}

static void
show_dialog (SpPanelPage *self, SpRecord *record)
{
  adw_dialog_present (ADW_DIALOG (sp_record_dialog_new (sp_workspace_get_practice (self->workspace),
                                                        self->zone, record)),
                      GTK_WIDGET (self));
}

static void
on_row_activated (SpPanelPage *self, GtkListBoxRow *row)
{
  show_dialog (self, sp_panel_row_get_record (SP_PANEL_ROW (row)));
}

static void
add_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_dialog (SP_PANEL_PAGE (widget), NULL);
}

static void
sp_panel_page_dispose (GObject *object)
{
  SpPanelPage *self = SP_PANEL_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_PANEL_PAGE);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_panel_page_parent_class)->dispose (object);
}

static void
sp_panel_page_class_init (SpPanelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_panel_page_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-panel-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPanelPage, pending_label);
  gtk_widget_class_bind_template_child (widget_class, SpPanelPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "panel.add", NULL, add_cb);
}

static void
sp_panel_page_init (SpPanelPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_panel_page_new:
 * @workspace: a workspace of practice
 * @domain: the domain whose panel is shown
 */
SpPanelPage *
sp_panel_page_new (SpWorkspace *workspace, SpDomain *domain)
{
  SpPanelPage *self = g_object_new (SP_TYPE_PANEL_PAGE, NULL);
  SpPracticeWorld *world = sp_workspace_get_practice (workspace);
  const SpPracticeDomain *practice = sp_practice_world_find_domain (world,
                                                                    sp_domain_get_name (domain));
  g_autofree char *title = NULL;

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  self->zone = sp_name_ref (practice != NULL ? practice->zone : sp_domain_get_name (domain));
  /* Translators: %s is a domain. */
  title = g_strdup_printf (_ ("Pretend DNS Panel of %s"), sp_name_get_text (self->zone));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  g_signal_connect_object (world, "changed", G_CALLBACK (on_world_changed), self,
                           G_CONNECT_SWAPPED);
  update_view (self);
  return self;
}
