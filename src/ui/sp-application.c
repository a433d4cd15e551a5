/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-application.h"

#include <glib/gi18n.h>

#include "core/dns/sp-address.h"
#include "core/sp-workspace.h"
#include "ui/sp-preferences-dialog.h"
#include "ui/sp-shortcuts-dialog.h"
#include "ui/sp-window.h"

#define RESOURCE_PATH "/io/github/signpost_mail/Signpost"

/*
 * The workspace of the internet is made at the start and kept; that of the practice world is made
 * when it is entered, and dropped (with its servers) when it is left.
 */
struct _SpApplication {
  AdwApplication parent_instance;

  GSettings *settings;
  SpWorkspace *workspace;
  SpWorkspace *practice;

  gboolean wants_practice;
  char *domain;
  char *view;
  char *data_dir;
  GPtrArray *resolvers;
  gboolean allow_private;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (SpApplication, sp_application, ADW_TYPE_APPLICATION)

static const GOptionEntry option_entries[] = {
  { "practice", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Start in the practice world, without a network"), NULL },
  { "domain", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Open or look up this domain"), N_ ("NAME") },
  { "view", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Show overview, route, records, changes or timeline"), N_ ("VIEW") },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Keep domains in this folder"), N_ ("FOLDER") },
  { "resolver", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_ ("Ask this look-up server instead of the system’s"), N_ ("ADDRESS[:PORT]") },
  { "allow-private", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Also ask private addresses found in DNS"),
    NULL },
  { "now", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Use a fixed clock"), N_ ("RFC3339") },
  G_OPTION_ENTRY_NULL
};

static SpWindow *
get_window (SpApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *item = windows; item != NULL; item = item->next)
    if (SP_IS_WINDOW (item->data))
      return item->data;
  return NULL;
}

/* A programme that was not installed has no schema: then nothing is remembered. */
static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SP_APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static SpWorkspace *
make_workspace (SpApplication *self, gboolean practice, GError **error)
{
  SpWorkspaceOptions options = {
    .practice = practice,
    .recursors = self->resolvers,
    .allow_private = self->allow_private,
    .now = self->now,
    .data_dir = self->data_dir,
  };

  return sp_workspace_new (&options, error);
}

static void
update_actions (SpApplication *self)
{
  GAction *leave = g_action_map_lookup_action (G_ACTION_MAP (self), "leave-practice");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (leave), self->practice != NULL);
}

static void
show_practice_world (SpApplication *self)
{
  g_autoptr (GError) error = NULL;
  SpWindow *window = get_window (self);

  if (self->practice == NULL)
    {
      self->practice = make_workspace (self, TRUE, &error);
      if (self->practice == NULL)
        {
          g_warning ("Cannot start the practice world: %s", error->message);
          gtk_widget_activate_action (GTK_WIDGET (window), "win.toast", "s",
                                      _ ("The practice world could not be started."));
          return;
        }
      sp_window_set_workspace (window, self->practice);
    }
  update_actions (self);
}

static void
show_real_world (SpApplication *self)
{
  g_autoptr (GError) error = NULL;
  SpWindow *window = get_window (self);

  if (self->workspace == NULL)
    self->workspace = make_workspace (self, FALSE, &error);
  if (self->workspace != NULL)
    sp_window_set_workspace (window, self->workspace);
  else
    {
      g_warning ("Cannot open the store: %s", error->message);
      sp_window_show_trouble (window, _ ("The saved domains cannot be opened."));
    }
  g_clear_object (&self->practice);
  update_actions (self);
}

static void
practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpApplication *self = user_data;

  show_practice_world (self);
  if (self->practice != NULL)
    sp_window_show_practice (get_window (self));
}

static void
leave_practice_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_real_world (SP_APPLICATION (user_data));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpApplication *self = user_data;

  adw_dialog_present (ADW_DIALOG (sp_preferences_dialog_new (self->settings)),
                      GTK_WIDGET (get_window (self)));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (ADW_DIALOG (sp_shortcuts_dialog_new ()),
                      GTK_WIDGET (get_window (SP_APPLICATION (user_data))));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwAboutDialog *dialog = ADW_ABOUT_DIALOG (adw_about_dialog_new ());

  adw_about_dialog_set_application_name (dialog, _ ("Signpost"));
  adw_about_dialog_set_application_icon (dialog, SP_APP_ID);
  adw_about_dialog_set_version (dialog, SP_VERSION);
  adw_about_dialog_set_developer_name (dialog, _ ("The Signpost contributors"));
  adw_about_dialog_set_comments (dialog, _ ("Set up, check and move the email of your domain"));
  adw_about_dialog_set_license_type (dialog, GTK_LICENSE_GPL_3_0);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (get_window (SP_APPLICATION (user_data))));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SpWindow *window = get_window (SP_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

static const GActionEntry action_entries[] = {
  { "practice", practice_cb },
  { "leave-practice", leave_practice_cb },
  { "preferences", preferences_cb },
  { "shortcuts", shortcuts_cb },
  { "about", about_cb },
  { "quit", quit_cb },
};

static const struct {
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.read-back", { "<Ctrl>b" } },
  { "win.add-domain", { "<Ctrl>n" } },
  { "win.check-again", { "<Ctrl>r", "F5" } },
  { "win.next-step", { "<Ctrl>Return" } },
  { "win.find", { "<Ctrl>f" } },
  { "win.show-view::overview", { "<Ctrl>1" } },
  { "win.show-view::route", { "<Ctrl>2" } },
  { "win.show-view::records", { "<Ctrl>3" } },
  { "win.show-view::changes", { "<Ctrl>4" } },
  { "win.show-view::timeline", { "<Ctrl>5" } },
  { "win.print-sheet", { "<Ctrl>p" } },
  { "app.preferences", { "<Ctrl>comma" } },
  { "app.shortcuts", { "<Ctrl>question" } },
  { "app.quit", { "<Ctrl>q" } },
};

static void
take_arguments (SpApplication *self)
{
  g_autofree char *domain = g_steal_pointer (&self->domain);
  g_autofree char *view = g_steal_pointer (&self->view);
  SpWindow *window = get_window (self);

  if (domain != NULL)
    sp_window_look_up (window, domain);
  if (view != NULL)
    sp_window_show_view (window, view);
}

static void
sp_application_activate (GApplication *application)
{
  SpApplication *self = SP_APPLICATION (application);
  SpWindow *window = get_window (self);

  if (window == NULL)
    {
      window = sp_window_new (GTK_APPLICATION (self), self->settings);
      if (self->wants_practice)
        show_practice_world (self);
      if (self->practice == NULL)
        show_real_world (self);
      take_arguments (self);
    }
  gtk_window_present (GTK_WINDOW (window));
}

static void
sp_application_startup (GApplication *application)
{
  SpApplication *self = SP_APPLICATION (application);

  G_APPLICATION_CLASS (sp_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (SP_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), action_entries,
                                   G_N_ELEMENTS (action_entries), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accelerators[i].action,
                                           accelerators[i].keys);
  self->settings = open_settings ();
  update_actions (self);
}

static gboolean
take_resolvers (SpApplication *self, const char *const *texts)
{
  self->resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GSocketConnectable) parsed = NULL;
      g_autoptr (GInetAddress) address = NULL;

      parsed = g_network_address_parse (texts[i], 53, NULL);
      if (parsed != NULL)
        address = g_inet_address_new_from_string (
          g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed)));
      if (address == NULL)
        return FALSE;
      g_ptr_array_add (self->resolvers,
                       g_inet_socket_address_new (
                         address, g_network_address_get_port (G_NETWORK_ADDRESS (parsed))));
    }
  return TRUE;
}

static gboolean
take_now (SpApplication *self, const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (time == NULL)
    return FALSE;
  self->now = g_date_time_to_unix_usec (time);
  return TRUE;
}

/* Options that choose another world must not end in a window that is already up. */
static int
sp_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  SpApplication *self = SP_APPLICATION (application);
  g_autofree const char **resolvers = NULL;
  const char *now = NULL;

  g_variant_dict_lookup (options, "practice", "b", &self->wants_practice);
  g_variant_dict_lookup (options, "allow-private", "b", &self->allow_private);
  g_variant_dict_lookup (options, "domain", "s", &self->domain);
  g_variant_dict_lookup (options, "view", "s", &self->view);
  g_variant_dict_lookup (options, "data", "^ay", &self->data_dir);
  if (g_variant_dict_lookup (options, "resolver", "^a&s", &resolvers)
      && !take_resolvers (self, resolvers))
    {
      g_printerr ("%s\n", _ ("--resolver needs an IP address."));
      return 64;
    }
  if (g_variant_dict_lookup (options, "now", "&s", &now) && !take_now (self, now))
    {
      g_printerr ("%s\n", _ ("--now needs a time such as 2026-11-23T10:00:00Z."));
      return 64;
    }
  if (self->wants_practice || self->data_dir != NULL || self->resolvers != NULL || self->now != 0)
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
sp_application_dispose (GObject *object)
{
  SpApplication *self = SP_APPLICATION (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->resolvers, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_application_parent_class)->dispose (object);
}

static void
sp_application_finalize (GObject *object)
{
  SpApplication *self = SP_APPLICATION (object);

  g_free (self->domain);
  g_free (self->view);
  g_free (self->data_dir);

  G_OBJECT_CLASS (sp_application_parent_class)->finalize (object);
}

static void
sp_application_class_init (SpApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->dispose = sp_application_dispose;
  object_class->finalize = sp_application_finalize;
  application_class->activate = sp_application_activate;
  application_class->startup = sp_application_startup;
  application_class->handle_local_options = sp_application_handle_local_options;
}

static void
sp_application_init (SpApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), option_entries);
}

/**
 * sp_application_new:
 *
 * Returns: (transfer full): the application, not yet registered
 */
SpApplication *
sp_application_new (void)
{
  return g_object_new (SP_TYPE_APPLICATION, "application-id", SP_APP_ID, "resource-base-path",
                       RESOURCE_PATH, NULL);
}
