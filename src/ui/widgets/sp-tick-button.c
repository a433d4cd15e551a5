/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-tick-button.h"

#include "core/explain/sp-explain.h"

struct _SpTickButton {
  GtkCheckButton parent_instance;

  char *id;
};

G_DEFINE_FINAL_TYPE (SpTickButton, sp_tick_button, GTK_TYPE_CHECK_BUTTON)

static void
sp_tick_button_finalize (GObject *object)
{
  g_free (SP_TICK_BUTTON (object)->id);
  G_OBJECT_CLASS (sp_tick_button_parent_class)->finalize (object);
}

static void
sp_tick_button_class_init (SpTickButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_tick_button_finalize;
}

static void
sp_tick_button_init (SpTickButton *self)
{
}

/**
 * sp_tick_button_new:
 * @tick: what is to be confirmed
 */
SpTickButton *
sp_tick_button_new (const SpTick *tick)
{
  SpTickButton *self = g_object_new (SP_TYPE_TICK_BUTTON, "active", tick->is_done, NULL);
  g_autofree char *text = sp_explain_tick (tick->id);
  GtkWidget *label = gtk_label_new (text);

  self->id = g_strdup (tick->id);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return self;
}

/**
 * sp_tick_button_get_id:
 *
 * Returns: id of what is to be confirmed
 */
const char *
sp_tick_button_get_id (SpTickButton *self)
{
  g_return_val_if_fail (SP_IS_TICK_BUTTON (self), NULL);

  return self->id;
}
