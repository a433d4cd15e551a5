/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-choice-row.h"

struct _SpChoiceRow {
  AdwActionRow parent_instance;

  char *id;
};

G_DEFINE_FINAL_TYPE (SpChoiceRow, sp_choice_row, ADW_TYPE_ACTION_ROW)

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
sp_choice_row_finalize (GObject *object)
{
  g_free (SP_CHOICE_ROW (object)->id);
  G_OBJECT_CLASS (sp_choice_row_parent_class)->finalize (object);
}

static void
sp_choice_row_class_init (SpChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_choice_row_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "row.activate", NULL, activate_cb);
}

static void
sp_choice_row_init (SpChoiceRow *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (arrow, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), arrow);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

/**
 * sp_choice_row_new:
 * @id: (nullable): what the row stands for
 * @title: plain text
 * @subtitle: (nullable): plain text
 */
SpChoiceRow *
sp_choice_row_new (const char *id, const char *title, const char *subtitle)
{
  SpChoiceRow *self = g_object_new (SP_TYPE_CHOICE_ROW, "title", title, NULL);

  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  self->id = g_strdup (id);
  return self;
}

/**
 * sp_choice_row_get_id:
 *
 * Returns: (nullable): what the row stands for
 */
const char *
sp_choice_row_get_id (SpChoiceRow *self)
{
  g_return_val_if_fail (SP_IS_CHOICE_ROW (self), NULL);

  return self->id;
}
