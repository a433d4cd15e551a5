/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-need-row.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"

struct _SpNeedRow {
  AdwBin parent_instance;

  char *key;
  SpProvider *provider;

  GtkListBox *list;
  AdwEntryRow *entry_row;
  GtkLabel *where_label;
  GtkLabel *message_label;
};

G_DEFINE_FINAL_TYPE (SpNeedRow, sp_need_row, ADW_TYPE_BIN)

enum {
  SIGNAL_GIVEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static SpPastedValue *
read_typed (SpNeedRow *self)
{
  return sp_pasted_value_new (self->provider, self->key,
                              gtk_editable_get_text (GTK_EDITABLE (self->entry_row)));
}

static void
show_message (SpNeedRow *self, const char *message)
{
  GtkEditable *field = gtk_editable_get_delegate (GTK_EDITABLE (self->entry_row));

  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  if (message != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->entry_row), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry_row), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
on_changed (SpNeedRow *self)
{
  g_autoptr (SpPastedValue) typed = read_typed (self);
  g_autofree char *message = sp_explain_pasted (typed);

  show_message (self, message);
}

static void
on_apply (SpNeedRow *self)
{
  g_autoptr (SpPastedValue) typed = read_typed (self);

  if (typed->state == SP_PASTED_FIT)
    g_signal_emit (self, signals[SIGNAL_GIVEN], 0, self->key, typed->value);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->message_label)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->message_label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
sp_need_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_NEED_ROW);
  G_OBJECT_CLASS (sp_need_row_parent_class)->dispose (object);
}

static void
sp_need_row_finalize (GObject *object)
{
  SpNeedRow *self = SP_NEED_ROW (object);

  g_free (self->key);
  g_clear_object (&self->provider);
  G_OBJECT_CLASS (sp_need_row_parent_class)->finalize (object);
}

static void
sp_need_row_class_init (SpNeedRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sp_need_row_dispose;
  object_class->finalize = sp_need_row_finalize;

  signals[SIGNAL_GIVEN] = g_signal_new ("given", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                        G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-need-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, list);
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, entry_row);
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, where_label);
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, message_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
}

static void
sp_need_row_init (SpNeedRow *self)
{
  GtkEditable *field;

  gtk_widget_init_template (GTK_WIDGET (self));
  field = gtk_editable_get_delegate (GTK_EDITABLE (self->entry_row));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->message_label, self->where_label, NULL, -1);
}

/**
 * sp_need_row_new:
 * @provider: whose value it is
 * @need: the value that is wanted
 * @value: (nullable): what was given before
 */
SpNeedRow *
sp_need_row_new (SpProvider *provider, const SpNeed *need, const char *value)
{
  SpNeedRow *self = g_object_new (SP_TYPE_NEED_ROW, NULL);
  g_autofree char *title =
    need->is_required ? g_strdup (need->label)
                      /* Translators: %s is a value that may be given, such as “DKIM selector”. */
                      : g_strdup_printf (_ ("%s (optional)"), need->label);

  self->key = g_strdup (need->key);
  self->provider = g_object_ref (provider);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry_row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_label_set_label (self->where_label, need->where != NULL ? need->where : "");
  gtk_widget_set_visible (GTK_WIDGET (self->where_label), need->where != NULL);
  if (value != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry_row), value);
  return self;
}

/**
 * sp_need_row_get_key:
 *
 * Returns: the key that is asked for
 */
const char *
sp_need_row_get_key (SpNeedRow *self)
{
  g_return_val_if_fail (SP_IS_NEED_ROW (self), NULL);

  return self->key;
}
