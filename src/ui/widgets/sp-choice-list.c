/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-choice-list.h"

#include "ui/widgets/sp-choice-row.h"

struct _SpChoiceList {
  GtkBox parent_instance;

  GtkSearchEntry *search_entry;
  GtkListBox *list;
  GtkLabel *empty_label;
};

G_DEFINE_FINAL_TYPE (SpChoiceList, sp_choice_list, GTK_TYPE_BOX)

enum {
  SIGNAL_CHOSEN,
  SIGNAL_STOPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

enum {
  PROP_LABEL = 1,
  PROP_SEARCH_LABEL,
  PROP_EMPTY_TEXT,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static gboolean
row_matches (GtkListBoxRow *row, gpointer user_data)
{
  SpChoiceList *self = user_data;
  const char *wanted = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  return g_str_match_string (wanted, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                             TRUE);
}

static void
on_row_activated (SpChoiceList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, sp_choice_row_get_id (SP_CHOICE_ROW (row)));
}

static void
on_search_changed (SpChoiceList *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
on_search_stopped (SpChoiceList *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0')
    g_signal_emit (self, signals[SIGNAL_STOPPED], 0);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
set_accessible_label (gpointer widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
sp_choice_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SpChoiceList *self = SP_CHOICE_LIST (object);
  const char *text = g_value_get_string (value);

  switch (id)
    {
    case PROP_LABEL:
      set_accessible_label (self->list, text);
      break;
    case PROP_SEARCH_LABEL:
      gtk_search_entry_set_placeholder_text (self->search_entry, text);
      set_accessible_label (self->search_entry, text);
      break;
    case PROP_EMPTY_TEXT:
      gtk_label_set_label (self->empty_label, text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_choice_list_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_CHOICE_LIST);

  G_OBJECT_CLASS (sp_choice_list_parent_class)->dispose (object);
}

static void
sp_choice_list_class_init (SpChoiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = sp_choice_list_set_property;
  object_class->dispose = sp_choice_list_dispose;

  /**
   * SpChoiceList:label:
   *
   * What the list is called.
   */
  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  /**
   * SpChoiceList:search-label:
   *
   * What the field above it is called.
   */
  props[PROP_SEARCH_LABEL] = g_param_spec_string ("search-label", NULL, NULL, NULL, flags);
  /**
   * SpChoiceList:empty-text:
   *
   * What is said when no name fits.
   */
  props[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-choice-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SpChoiceList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SpChoiceList, list);
  gtk_widget_class_bind_template_child (widget_class, SpChoiceList, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, sp_choice_list_focus_first);
}

static void
sp_choice_list_init (SpChoiceList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, row_matches, self, NULL);
}

/**
 * sp_choice_list_append:
 * @id: (nullable): what the row stands for
 * @title: plain text
 * @subtitle: (nullable): plain text
 *
 * Adds a row at the end.
 */
void
sp_choice_list_append (SpChoiceList *self, const char *id, const char *title, const char *subtitle)
{
  g_return_if_fail (SP_IS_CHOICE_LIST (self));

  gtk_list_box_append (self->list, GTK_WIDGET (sp_choice_row_new (id, title, subtitle)));
}

/**
 * sp_choice_list_focus_first:
 *
 * Leads the focus to the first row that fits what is searched for.
 */
void
sp_choice_list_focus_first (SpChoiceList *self)
{
  g_return_if_fail (SP_IS_CHOICE_LIST (self));

  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);

      if (row == NULL)
        return;
      if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
        {
          gtk_widget_grab_focus (GTK_WIDGET (row));
          return;
        }
    }
}
