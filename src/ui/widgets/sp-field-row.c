/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-field-row.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-copy-button.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpFieldRow {
  AdwActionRow parent_instance;

  SpCopyButton *copy_button;
  char *label;
};

G_DEFINE_FINAL_TYPE (SpFieldRow, sp_field_row, ADW_TYPE_ACTION_ROW)

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sp_copy_button_copy (SP_FIELD_ROW (widget)->copy_button);
}

static void
sp_field_row_activate (AdwActionRow *row)
{
  sp_copy_button_copy (SP_FIELD_ROW (row)->copy_button);
}

static void
sp_field_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_FIELD_ROW);
  G_OBJECT_CLASS (sp_field_row_parent_class)->dispose (object);
}

static void
sp_field_row_finalize (GObject *object)
{
  g_free (SP_FIELD_ROW (object)->label);
  G_OBJECT_CLASS (sp_field_row_parent_class)->finalize (object);
}

static void
sp_field_row_class_init (SpFieldRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_field_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sp_field_row_finalize;
  ADW_ACTION_ROW_CLASS (klass)->activate = sp_field_row_activate;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-field-row.ui");
  gtk_widget_class_install_action (widget_class, "field.copy", NULL, copy_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "field.copy",
                                       NULL);
}

static void
sp_field_row_init (SpFieldRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Words that say what to choose are no value: they look like words, and nothing can be copied. */
static void
show_value (SpFieldRow *self, const char *shown, const char *copied)
{
  gboolean can_copy = copied != NULL && *copied != '\0';

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), can_copy);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), can_copy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.copy", can_copy);
  if (can_copy)
    gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "monospace");
}

/**
 * sp_field_row_new:
 * @label: the field's name, in the panel's words
 * @shown: its value, fit to be shown
 * @copied: (nullable): its value, as it is to be typed; %NULL or empty if there is nothing to copy
 * @what: what the copy button does, such as "Copy Name"
 * @done: what is said afterwards, such as "Name copied"
 */
SpFieldRow *
sp_field_row_new (const char *label, const char *shown, const char *copied, const char *what,
                  const char *done)
{
  SpFieldRow *self = g_object_new (SP_TYPE_FIELD_ROW, "title", label, NULL);

  self->label = g_strdup (label);
  self->copy_button = sp_copy_button_new (what, done, copied != NULL ? copied : "");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->copy_button));
  show_value (self, shown, copied);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_field_row_set_value:
 * @shown: the value, fit to be shown
 * @copied: the value, as it is to be typed
 */
void
sp_field_row_set_value (SpFieldRow *self, const char *shown, const char *copied)
{
  g_return_if_fail (SP_IS_FIELD_ROW (self));

  sp_copy_button_set_text (self->copy_button, copied);
  show_value (self, shown, copied);
}

/**
 * sp_field_row_set_note:
 * @note: (nullable): a short remark beside the label
 */
void
sp_field_row_set_note (SpFieldRow *self, const char *note)
{
  g_autofree char *title = NULL;

  g_return_if_fail (SP_IS_FIELD_ROW (self));

  /* Translators: %1$s is the label of a field, %2$s a short remark on its value. */
  title = note != NULL ? g_strdup_printf (_ ("%1$s (%2$s)"), self->label, note)
                       : g_strdup (self->label);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
}
