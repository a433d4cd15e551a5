/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-copy-button.h"

#include <glib/gi18n.h>

#define TICK_SECONDS 2

struct _SpCopyButton {
  GtkButton parent_instance;

  char *what;
  char *done;
  char *text;
  guint tick_id; /* the tick is shown until this fires */
};

G_DEFINE_FINAL_TYPE (SpCopyButton, sp_copy_button, GTK_TYPE_BUTTON)

enum {
  PROP_WHAT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
update_view (SpCopyButton *self)
{
  gtk_button_set_icon_name (GTK_BUTTON (self),
                            self->tick_id != 0 ? "object-select-symbolic" : "edit-copy-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->what != NULL ? self->what : "", -1);
}

static gboolean
tick_over_cb (gpointer user_data)
{
  SpCopyButton *self = user_data;

  self->tick_id = 0;
  update_view (self);
  return G_SOURCE_REMOVE;
}

static void
sp_copy_button_clicked (GtkButton *button)
{
  SpCopyButton *self = SP_COPY_BUTTON (button);
  const char *done = self->done != NULL ? self->done : _ ("Copied");

  if (self->text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->text);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->tick_id = g_timeout_add_seconds (TICK_SECONDS, tick_over_cb, self);
  update_view (self);
  /* The toast is announced by itself. */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", done);
}

static void
sp_copy_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_WHAT:
      g_value_set_string (value, SP_COPY_BUTTON (object)->what);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_copy_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SpCopyButton *self = SP_COPY_BUTTON (object);

  switch (id)
    {
    case PROP_WHAT:
      if (g_set_str (&self->what, g_value_get_string (value)))
        update_view (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_copy_button_dispose (GObject *object)
{
  g_clear_handle_id (&SP_COPY_BUTTON (object)->tick_id, g_source_remove);
  G_OBJECT_CLASS (sp_copy_button_parent_class)->dispose (object);
}

static void
sp_copy_button_finalize (GObject *object)
{
  SpCopyButton *self = SP_COPY_BUTTON (object);

  g_free (self->what);
  g_free (self->done);
  g_free (self->text);
  G_OBJECT_CLASS (sp_copy_button_parent_class)->finalize (object);
}

static void
sp_copy_button_class_init (SpCopyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sp_copy_button_get_property;
  object_class->set_property = sp_copy_button_set_property;
  object_class->dispose = sp_copy_button_dispose;
  object_class->finalize = sp_copy_button_finalize;
  GTK_BUTTON_CLASS (klass)->clicked = sp_copy_button_clicked;

  props[PROP_WHAT] = g_param_spec_string ("what", NULL, NULL, NULL,
                                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sp_copy_button_init (SpCopyButton *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  update_view (self);
}

/**
 * sp_copy_button_new:
 * @what: what pressing does, such as "Copy Name"; tooltip and accessible name
 * @done: (nullable): what the toast says afterwards, such as "Name copied"
 * @text: what is copied
 */
SpCopyButton *
sp_copy_button_new (const char *what, const char *done, const char *text)
{
  SpCopyButton *self = g_object_new (SP_TYPE_COPY_BUTTON, "what", what, NULL);

  self->done = g_strdup (done);
  self->text = g_strdup (text);
  return self;
}

/**
 * sp_copy_button_set_text:
 * @text: (nullable): what is copied from now on
 */
void
sp_copy_button_set_text (SpCopyButton *self, const char *text)
{
  g_return_if_fail (SP_IS_COPY_BUTTON (self));

  g_set_str (&self->text, text);
}

/**
 * sp_copy_button_copy:
 *
 * Does what a press does.
 */
void
sp_copy_button_copy (SpCopyButton *self)
{
  g_return_if_fail (SP_IS_COPY_BUTTON (self));

  g_signal_emit_by_name (self, "clicked");
}
