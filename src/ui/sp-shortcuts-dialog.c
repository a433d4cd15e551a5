/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-shortcuts-dialog.h"

#include <glib/gi18n.h>

struct _SpShortcutsDialog {
  AdwDialog parent_instance;

  AdwPreferencesGroup *general_group;
  AdwPreferencesGroup *domain_group;
  AdwPreferencesGroup *change_group;
};

G_DEFINE_FINAL_TYPE (SpShortcutsDialog, sp_shortcuts_dialog, ADW_TYPE_DIALOG)

typedef struct {
  const char *title;
  const char *keys;
} Shortcut;

static const Shortcut general[] = {
  { N_ ("Add a domain"), "<Ctrl>n" },
  { N_ ("Read what came back"), "<Ctrl>b" },
  { N_ ("Preferences"), "<Ctrl>comma" },
  { N_ ("Keyboard shortcuts"), "<Ctrl>question" },
  { N_ ("Back"), "<Alt>Left" },
  { N_ ("Remove the selected domain"), "Delete" },
  { N_ ("Quit"), "<Ctrl>q" },
};

static const Shortcut of_domain[] = {
  { N_ ("Check again"), "F5" },
  { N_ ("Check again"), "<Ctrl>r" },
  { N_ ("Next step"), "<Ctrl>Return" },
  { N_ ("Overview, Route, Records, Changes, Timeline"), "<Ctrl>1" },
  { N_ ("Find in records"), "<Ctrl>f" },
  { N_ ("Print the sheet for whoever manages the domain"), "<Ctrl>p" },
};

static const Shortcut of_change[] = {
  { N_ ("Copy the value of the selected row"), "<Ctrl>c" },
  { N_ ("Copy the name of the selected record"), "<Shift><Ctrl>c" },
  { N_ ("I’ve made this change"), "<Ctrl>Return" },
};

static char *
dup_label (const char *keys)
{
  guint key;
  GdkModifierType modifiers;

  if (!gtk_accelerator_parse (keys, &key, &modifiers))
    return g_strdup (keys);
  if (key == GDK_KEY_1)
    {
      g_autofree char *first = gtk_accelerator_get_label (key, modifiers);

      return g_strconcat (first, "…5", NULL);
    }
  return gtk_accelerator_get_label (key, modifiers);
}

static void
fill_group (AdwPreferencesGroup *group, const Shortcut *shortcuts, gsize n_shortcuts)
{
  for (gsize i = 0; i < n_shortcuts; i++)
    {
      g_autofree char *keys = dup_label (shortcuts[i].keys);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *label = gtk_label_new (keys);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcuts[i].title));
      gtk_widget_add_css_class (label, "keys");
      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (group, row);
    }
}

static void
sp_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_SHORTCUTS_DIALOG);
  G_OBJECT_CLASS (sp_shortcuts_dialog_parent_class)->dispose (object);
}

static void
sp_shortcuts_dialog_class_init (SpShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_shortcuts_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/sp-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpShortcutsDialog, general_group);
  gtk_widget_class_bind_template_child (widget_class, SpShortcutsDialog, domain_group);
  gtk_widget_class_bind_template_child (widget_class, SpShortcutsDialog, change_group);
}

static void
sp_shortcuts_dialog_init (SpShortcutsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_group (self->general_group, general, G_N_ELEMENTS (general));
  fill_group (self->domain_group, of_domain, G_N_ELEMENTS (of_domain));
  fill_group (self->change_group, of_change, G_N_ELEMENTS (of_change));
}

/**
 * sp_shortcuts_dialog_new:
 *
 * Returns: (transfer floating): the list of keys
 */
SpShortcutsDialog *
sp_shortcuts_dialog_new (void)
{
  return g_object_new (SP_TYPE_SHORTCUTS_DIALOG, NULL);
}
