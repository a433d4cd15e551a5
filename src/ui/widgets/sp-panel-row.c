/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-panel-row.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpPanelRow {
  AdwActionRow parent_instance;

  SpRecord *record;
};

G_DEFINE_FINAL_TYPE (SpPanelRow, sp_panel_row, ADW_TYPE_ACTION_ROW)

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
sp_panel_row_dispose (GObject *object)
{
  g_clear_pointer (&SP_PANEL_ROW (object)->record, sp_record_unref);
  G_OBJECT_CLASS (sp_panel_row_parent_class)->dispose (object);
}

static void
sp_panel_row_class_init (SpPanelRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_panel_row_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "row.activate", NULL, activate_cb);
}

static void
sp_panel_row_init (SpPanelRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "panel-row");
}

/**
 * sp_panel_row_new:
 * @zone: the zone that the panel edits
 * @record: the record shown
 */
SpPanelRow *
sp_panel_row_new (SpName *zone, SpRecord *record)
{
  SpPanelRow *self = g_object_new (SP_TYPE_PANEL_ROW, NULL);
  g_autofree char *name = sp_name_dup_relative (sp_record_get_owner (record), zone);
  g_autofree char *type = sp_rr_type_to_string (sp_record_get_rr_type (record));
  g_autofree char *value = sp_record_dup_value (record);
  g_autofree char *safe = sp_explain_safe_text (value, -1);
  g_autofree char *shown = NULL;
  g_autofree char *ttl = g_strdup_printf ("%u", sp_record_get_ttl (record));
  GtkWidget *type_label = gtk_label_new (type);
  GtkWidget *ttl_label = gtk_label_new (ttl);

  self->record = sp_record_ref (record);
  gtk_widget_add_css_class (type_label, "badge");
  gtk_widget_add_css_class (type_label, "caption");
  gtk_widget_set_valign (type_label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (ttl_label, "dimmed");
  gtk_widget_add_css_class (ttl_label, "numeric");
  gtk_widget_set_tooltip_text (ttl_label, _ ("TTL in seconds"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  if (sp_record_get_rr_type (record) == SP_RR_MX)
    shown = g_strdup_printf ("%u %s", sp_record_get_preference (record), safe);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown != NULL ? shown : safe);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), ttl_label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), type_label);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_panel_row_get_record:
 *
 * Returns: (transfer none): the record shown
 */
SpRecord *
sp_panel_row_get_record (SpPanelRow *self)
{
  g_return_val_if_fail (SP_IS_PANEL_ROW (self), NULL);

  return self->record;
}
