/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sp-reading.h"
#include "ui/pages/sp-domain-page.h"
#include "ui/pages/sp-provider-page.h"
#include "ui/pages/sp-reading-page.h"
#include "ui/sp-test-ui.h"
#include "ui/sp-window.h"
#include "ui/widgets/sp-result-row.h"

static const char bounce[] = "Sender Address: a@corner-books.example\n\n"
                             "<info@quiet.example>: 550 5.7.23 SPF validation failed\n";

static GtkWidget *
open_page (SpWorkspace *workspace, GtkWidget **window)
{
  GtkWidget *view;

  *window = GTK_WIDGET (sp_window_new (NULL, NULL));
  sp_window_set_workspace (SP_WINDOW (*window), workspace);
  gtk_window_present (GTK_WINDOW (*window));
  g_assert_true (gtk_widget_activate_action (*window, "win.read-back", NULL));
  view = sp_test_ui_find (*window, ADW_TYPE_NAVIGATION_VIEW);
  return GTK_WIDGET (adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (view)));
}

static void
paste (GtkWidget *page, const char *text)
{
  GtkWidget *view = sp_test_ui_find (page, GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static gboolean
can_read (GtkWidget *page)
{
  g_autoptr (GPtrArray) buttons = sp_test_ui_find_all (page, GTK_TYPE_BUTTON);

  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_actionable_get_action_name (buttons->pdata[i]), "reading.read") == 0)
      return gtk_widget_get_sensitive (buttons->pdata[i]);
  g_assert_not_reached ();
}

static gboolean
shows_still_so (gpointer page)
{
  return sp_test_ui_shows_text (page, "Still so");
}

static gboolean
shows_provider_page (gpointer window)
{
  return sp_test_ui_find (window, SP_TYPE_PROVIDER_PAGE) != NULL
         || sp_test_ui_find (window, SP_TYPE_DOMAIN_PAGE) != NULL;
}

/* A bounce is read, and its finding leads to the domain. */
static void
test_bounce (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *window = NULL;
  GtkWidget *page = open_page (workspace, &window);
  g_autoptr (GPtrArray) rows = NULL;
  guint n_links = 0;

  g_assert_true (SP_IS_READING_PAGE (page));
  g_assert_false (can_read (page));
  paste (page, bounce);
  g_assert_true (can_read (page));
  g_assert_true (gtk_widget_activate_action (page, "reading.read", NULL));
  sp_test_ui_await (shows_still_so, page);
  g_assert_true (sp_test_ui_shows_text (page, "not among those allowed"));
  g_assert_true (sp_test_ui_shows_text (page, "has nothing to edit"));
  g_assert_true (sp_test_ui_shows_text (page, "info@quiet.example"));

  rows = sp_test_ui_find_all (page, SP_TYPE_RESULT_ROW);
  for (guint i = 0; i < rows->len && n_links == 0; i++)
    if (sp_result_row_get_domain (rows->pdata[i]) != NULL)
      {
        n_links++;
        g_assert_true (gtk_widget_activate_action (rows->pdata[i], "row.activate", NULL));
      }
  g_assert_cmpuint (n_links, ==, 1);
  sp_test_ui_await (shows_provider_page, window);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static gboolean
shows_verdict (gpointer page)
{
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (page, SP_TYPE_RESULT_ROW);

  return rows->len > 0;
}

/* Whatever is pasted, each time anew, there is a verdict; warnings of Pango or GTK end the test. */
static void
test_hostile (void)
{
  static const char *const texts[] = {
    "From: <b>&amp;</b>@x.example\nReceived: from \xe2\x80\xae<i> (\x1b[31m) by \x01; never\n"
    "Authentication-Results: <b>&; spf=<i> smtp.mailfrom=<u>\n",
    "<a@<b>.example>: 550 5.1.1 <span size='99999'> user unknown &\n",
    "<b>&nonsense;</b>",
  };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *window = NULL;
  GtkWidget *page = open_page (workspace, &window);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      paste (page, texts[i]);
      g_assert_true (gtk_widget_activate_action (page, "reading.read", NULL));
      sp_test_ui_await (shows_verdict, page);
    }
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* A page that is left while it asks comes to no harm. */
static void
test_left (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *window = NULL;
  GtkWidget *page = open_page (workspace, &window);

  paste (page, bounce);
  g_assert_true (gtk_widget_activate_action (page, "reading.read", NULL));
  g_assert_true (gtk_widget_activate_action (page, "navigation.pop", NULL));
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static void
test_file (void)
{
  static const char data[] = "a\0b\xff";
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, sizeof data - 1);
  g_autofree char *text = sp_reading_dup_shown_text (bytes);

  g_assert_cmpstr (text, ==, "a b\xef\xbf\xbd");
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/reading-page/bounce", test_bounce);
  g_test_add_func ("/reading-page/hostile", test_hostile);
  g_test_add_func ("/reading-page/left", test_left);
  g_test_add_func ("/reading-page/file", test_file);
  return g_test_run ();
}
