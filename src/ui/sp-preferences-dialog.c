/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-preferences-dialog.h"

struct _SpPreferencesDialog {
  AdwPreferencesDialog parent_instance;

  AdwSwitchRow *check_row;
};

G_DEFINE_FINAL_TYPE (SpPreferencesDialog, sp_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static void
sp_preferences_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_PREFERENCES_DIALOG);
  G_OBJECT_CLASS (sp_preferences_dialog_parent_class)->dispose (object);
}

static void
sp_preferences_dialog_class_init (SpPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_preferences_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/sp-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPreferencesDialog, check_row);
}

static void
sp_preferences_dialog_init (SpPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_preferences_dialog_new:
 * @settings: (nullable): where choices are kept; without it they cannot be changed
 */
SpPreferencesDialog *
sp_preferences_dialog_new (GSettings *settings)
{
  SpPreferencesDialog *self = g_object_new (SP_TYPE_PREFERENCES_DIALOG, NULL);

  if (settings != NULL)
    g_settings_bind (settings, "check-when-opened", self->check_row, "active",
                     G_SETTINGS_BIND_DEFAULT);
  else
    gtk_widget_set_sensitive (GTK_WIDGET (self->check_row), FALSE);
  return self;
}
