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
  AdwComboRow *choice_row;
  GPtrArray *choices;  /* of the provider; NULL if the value is typed */
  gboolean is_filling; /* the program writes into the field, not the person */
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
  g_autoptr (SpPastedValue) typed = NULL;
  g_autofree char *message = NULL;

  if (self->is_filling)
    return;
  typed = read_typed (self);
  message = sp_explain_pasted (typed);
  show_message (self, message);
}

static void
fill (SpNeedRow *self, const char *value)
{
  self->is_filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry_row), value);
  self->is_filling = FALSE;
}

/* An emptied field takes the value back. */
static void
on_apply (SpNeedRow *self)
{
  g_autoptr (SpPastedValue) typed = read_typed (self);

  if (typed->state == SP_PASTED_EMPTY)
    g_signal_emit (self, signals[SIGNAL_GIVEN], 0, self->key, NULL);
  else if (typed->state == SP_PASTED_FIT)
    {
      fill (self, typed->value);
      g_signal_emit (self, signals[SIGNAL_GIVEN], 0, self->key, typed->value);
    }
  else if (gtk_widget_get_visible (GTK_WIDGET (self->message_label)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->message_label),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_selected (SpNeedRow *self)
{
  guint index = adw_combo_row_get_selected (self->choice_row);

  if (self->is_filling || self->choices == NULL || index > self->choices->len)
    return;
  g_signal_emit (self, signals[SIGNAL_GIVEN], 0, self->key,
                 index > 0 ? ((const SpSetChoice *) self->choices->pdata[index - 1])->value : NULL);
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
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, choice_row);
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, where_label);
  gtk_widget_class_bind_template_child (widget_class, SpNeedRow, message_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
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

/* The first row means that the person has not decided. */
static void
offer_choices (SpNeedRow *self, const SpSetKey *key, const char *title, const char *value)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  self->choices = key->choices;
  gtk_string_list_append (names, key->fallback != NULL ? _ ("Usual") : _ ("Not Chosen"));
  for (guint i = 0; i < key->choices->len; i++)
    {
      const SpSetChoice *choice = key->choices->pdata[i];

      gtk_string_list_append (names, choice->label != NULL ? choice->label : choice->value);
      if (g_strcmp0 (choice->value, value) == 0)
        selected = i + 1;
    }
  self->is_filling = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->choice_row), title);
  adw_combo_row_set_model (self->choice_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->choice_row, selected);
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->choice_row), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->entry_row), FALSE);
}

static void
show_where (SpNeedRow *self, const SpNeed *need)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (need->where != NULL && *need->where != '\0')
    /* Translators: %s is a page of a provider, or the way to it through menus. */
    g_string_append_printf (text, _ ("Where to find it: %s"), need->where);
  if (need->fallback != NULL)
    {
      g_autofree char *fallback = sp_explain_isolate (need->fallback);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* Translators: %s is the usual value, such as “google”. */
      g_string_append_printf (text, _ ("Without it “%s” is taken."), fallback);
    }
  gtk_label_set_label (self->where_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->where_label), text->len > 0);
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
  const SpSetKey *key = sp_provider_find_set_key (provider, need->key);
  g_autofree char *title =
    need->is_required ? g_strdup (need->label)
                      /* Translators: %s is a value that may be given, such as “DKIM selector”. */
                      : g_strdup_printf (_ ("%s (optional)"), need->label);

  self->key = g_strdup (need->key);
  self->provider = g_object_ref (provider);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry_row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  show_where (self, need);
  if (key != NULL && key->choices != NULL)
    offer_choices (self, key, title, value);
  else if (value != NULL)
    fill (self, value);
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
