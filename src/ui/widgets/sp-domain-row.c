/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-domain-row.h"

#include <glib/gi18n.h>

#include "ui/sp-time-text.h"
#include "ui/sp-verdict-text.h"
#include "ui/widgets/sp-mark.h"

struct _SpDomainRow {
  AdwActionRow parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  GtkWidget *mark;
};

G_DEFINE_FINAL_TYPE (SpDomainRow, sp_domain_row, ADW_TYPE_ACTION_ROW)

static char *
dup_subtitle (SpDomainRow *self, SpReport *report)
{
  gint64 checked_at = sp_snapshot_get_checked_at (sp_report_get_snapshot (report));
  g_autofree char *summary = sp_verdict_text_dup_summary (sp_report_get_verdict (report));
  g_autofree char *time = sp_time_text_dup (sp_workspace_get_clock (self->workspace), checked_at);

  /* Translators: %1$s is a sentence, %2$s a time such as “14:02”. */
  return g_strdup_printf (_ ("%1$s Checked %2$s."), summary, time);
}

static void
update_row (SpDomainRow *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autofree char *subtitle = NULL;

  if (report == NULL)
    {
      sp_mark_show_unknown (GTK_IMAGE (self->mark));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("Not checked yet"));
      return;
    }
  sp_mark_show_status (GTK_IMAGE (self->mark),
                       sp_verdict_get_status (sp_report_get_verdict (report)));
  subtitle = dup_subtitle (self, report);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
}

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainRow *self = SP_DOMAIN_ROW (widget);

  gtk_widget_activate_action (widget, "win.remove-domain", "s",
                              sp_name_get_text (sp_domain_get_name (self->domain)));
}

static void
sp_domain_row_dispose (GObject *object)
{
  SpDomainRow *self = SP_DOMAIN_ROW (object);

  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (sp_domain_row_parent_class)->dispose (object);
}

static void
sp_domain_row_class_init (SpDomainRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_domain_row_dispose;
  gtk_widget_class_install_action (widget_class, "row.activate", NULL, activate_cb);
  gtk_widget_class_install_action (widget_class, "row.remove", NULL, remove_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "row.remove", NULL);
}

static void
sp_domain_row_init (SpDomainRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (arrow, "dimmed");
  self->mark = sp_mark_new ();
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->mark);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

/**
 * sp_domain_row_new:
 * @workspace: for its clock
 * @domain: the domain shown
 */
SpDomainRow *
sp_domain_row_new (SpWorkspace *workspace, SpDomain *domain)
{
  SpDomainRow *self = g_object_new (SP_TYPE_DOMAIN_ROW, NULL);
  g_autofree char *name = sp_name_dup_unicode (sp_domain_get_name (domain));

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_row), self,
                           G_CONNECT_SWAPPED);
  update_row (self);
  return self;
}

/**
 * sp_domain_row_get_domain:
 *
 * Returns: (transfer none): the domain shown
 */
SpDomain *
sp_domain_row_get_domain (SpDomainRow *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN_ROW (self), NULL);

  return self->domain;
}
