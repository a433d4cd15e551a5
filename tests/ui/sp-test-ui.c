/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sp-test-ui.h"

#include <glib/gstdio.h>

/* Enough for a sanitised build on a busy machine. */
#define PATIENCE_SECONDS 30

/**
 * sp_test_ui_init:
 *
 * Starts the test, GTK and libadwaita.
 */
void
sp_test_ui_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/io/github/signpost_mail/Signpost/icons");
}

/**
 * sp_test_ui_new_practice:
 *
 * Returns: (transfer full): a workspace on a practice world of its own
 */
SpWorkspace *
sp_test_ui_new_practice (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("signpost-ui-XXXXXX", &error);
  const SpWorkspaceOptions options = { .practice = TRUE, .data_dir = folder };
  SpWorkspace *workspace;

  g_assert_no_error (error);
  workspace = sp_workspace_new (&options, &error);
  g_assert_no_error (error);
  return workspace;
}

/**
 * sp_test_ui_drop_practice:
 * @workspace: (transfer full): from sp_test_ui_new_practice()
 *
 * Frees a workspace, and insists that nobody else holds it.
 */
void
sp_test_ui_drop_practice (SpWorkspace *workspace)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (workspace);
}

typedef struct {
  SpReport *report;
} Inspection;

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Inspection *inspection = user_data;
  g_autoptr (GError) error = NULL;

  inspection->report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
has_report (gpointer data)
{
  return ((Inspection *) data)->report != NULL;
}

static gboolean
is_quiet (gpointer data)
{
  return !sp_domain_is_busy (data);
}

/**
 * sp_test_ui_add_domain:
 * @name: a practice domain
 * @provider: (nullable): id of the provider to choose
 *
 * Returns: (transfer none): the saved domain, looked at
 */
SpDomain *
sp_test_ui_add_domain (SpWorkspace *workspace, const char *name, const char *provider)
{
  g_autoptr (SpName) domain_name = sp_name_parse (name, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain_name, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  Inspection inspection = { NULL };
  SpDomain *domain;

  sp_workspace_inspect_async (workspace, question, NULL, inspected_cb, &inspection);
  sp_test_ui_await (has_report, &inspection);
  domain = sp_workspace_add_domain (workspace, inspection.report, provider, &error);
  g_assert_no_error (error);
  g_clear_object (&inspection.report);
  sp_test_ui_await (is_quiet, domain);
  return domain;
}

static gboolean
too_late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * sp_test_ui_await:
 * @condition: asked after every turn of the main loop
 * @data: for @condition
 *
 * Lets the program run until @condition holds.
 */
void
sp_test_ui_await (SpTestCondition condition, gpointer data)
{
  gboolean too_late = FALSE;
  guint id = g_timeout_add_seconds (PATIENCE_SECONDS, too_late_cb, &too_late);

  while (!condition (data) && !too_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (too_late);
  g_source_remove (id);
}

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

/**
 * sp_test_ui_find_all:
 *
 * Returns: (transfer container): every widget of a type in @root, in reading order
 */
GPtrArray *
sp_test_ui_find_all (GtkWidget *root, GType type)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (root, type, found);
  return found;
}

/**
 * sp_test_ui_find:
 *
 * Returns: (nullable): the first widget of a type in @root
 */
GtkWidget *
sp_test_ui_find (GtkWidget *root, GType type)
{
  g_autoptr (GPtrArray) found = sp_test_ui_find_all (root, type);

  return found->len > 0 ? found->pdata[0] : NULL;
}

/**
 * sp_test_ui_shows_text:
 *
 * Whether a label that can be seen in @root holds @text.
 */
gboolean
sp_test_ui_shows_text (GtkWidget *root, const char *text)
{
  g_autoptr (GPtrArray) labels = sp_test_ui_find_all (root, GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (gtk_widget_get_mapped (labels->pdata[i])
        && strstr (gtk_label_get_text (labels->pdata[i]), text) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_test_ui_present:
 * @content: (transfer full): what is shown
 *
 * Returns: (transfer none): a window with @content, mapped
 */
GtkWidget *
sp_test_ui_present (GtkWidget *content)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 800, 700);
  adw_window_set_content (ADW_WINDOW (window), content);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (content))
    g_main_context_iteration (NULL, TRUE);
  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/**
 * sp_test_ui_assert_freed:
 * @window: a window
 *
 * Closes @window and waits until nothing holds it any more.
 */
void
sp_test_ui_assert_freed (GtkWidget *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_destroy (GTK_WINDOW (window));
  sp_test_ui_await (is_gone, &watched);
}
