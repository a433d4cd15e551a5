/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pages/sp-domain-page.h"
#include "ui/pages/sp-domains-page.h"
#include "ui/pages/sp-provider-page.h"
#include "ui/pages/sp-subdomain-page.h"
#include "ui/pages/sp-welcome-page.h"
#include "ui/sp-panel-dialog.h"
#include "ui/sp-test-ui.h"
#include "ui/sp-window.h"
#include "ui/widgets/sp-choice-row.h"
#include "ui/widgets/sp-domain-field.h"
#include "ui/widgets/sp-domain-row.h"
#include "ui/widgets/sp-edit-card.h"
#include "ui/widgets/sp-field-row.h"
#include "ui/widgets/sp-finding-row.h"
#include "ui/widgets/sp-need-row.h"
#include "ui/widgets/sp-step-row.h"
#include "ui/widgets/sp-watch-strip.h"

static GtkWidget *
open_window (SpWorkspace *workspace)
{
  SpWindow *window = sp_window_new (NULL, NULL);

  sp_window_set_workspace (window, workspace);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WIDGET (window);
}

static GtkWidget *
get_visible_page (GtkWidget *window)
{
  GtkWidget *view = sp_test_ui_find (window, ADW_TYPE_NAVIGATION_VIEW);

  return GTK_WIDGET (adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (view)));
}

static gboolean
shows_finding (gpointer window)
{
  return sp_test_ui_shows_text (window, "Two lists of allowed senders");
}

/* The finding leads to the card of its edit; the card is watched when the person says so. */
static void
test_finding_to_watch (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  GtkWidget *window = open_window (workspace);
  GtkWidget *stack, *card;
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (SP_IS_DOMAIN_PAGE (get_visible_page (window)));
  sp_test_ui_await (shows_finding, window);
  rows = sp_test_ui_find_all (window, SP_TYPE_FINDING_ROW);
  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (sp_finding_get_id (sp_finding_row_get_finding (rows->pdata[i])), "spf-two"))
      g_assert_true (gtk_widget_activate_action (rows->pdata[i], "finding.show-edit", NULL));
  stack = sp_test_ui_find (window, ADW_TYPE_VIEW_STACK);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)), ==, "changes");

  card = sp_test_ui_find (window, SP_TYPE_EDIT_CARD);
  gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_GROUP);
  g_assert_true (gtk_widget_activate_action (card, "card.done", NULL));
  g_assert_cmpuint (g_list_model_get_n_items (sp_domain_get_watches (domain)), ==, 1);
  g_assert_true (
    gtk_widget_get_visible (gtk_widget_get_parent (sp_test_ui_find (card, SP_TYPE_WATCH_STRIP))));

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* Without domains the wizard is shown; what is removed can be brought back. */
static void
test_remove_and_undo (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain;
  GtkWidget *window;

  window = open_window (workspace);
  g_assert_true (SP_IS_WELCOME_PAGE (get_visible_page (window)));
  sp_test_ui_assert_freed (window);

  domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  sp_test_ui_add_domain (workspace, "sunny-studio.example", NULL);
  window = open_window (workspace);
  g_assert_true (SP_IS_DOMAINS_PAGE (get_visible_page (window)));
  gtk_widget_activate_action (window, "win.remove-domain", "s", "corner-books.example");
  g_assert_nonnull (sp_workspace_find_domain (workspace, sp_domain_get_name (domain)));
  {
    g_autoptr (GPtrArray) rows = sp_test_ui_find_all (window, SP_TYPE_DOMAIN_ROW);

    g_assert_cmpuint (rows->len, ==, 1);
    g_assert_cmpstr (adw_preferences_row_get_title (rows->pdata[0]), ==, "sunny-studio.example");
  }
  gtk_window_close (GTK_WINDOW (window));
  while (g_list_model_get_n_items (sp_workspace_get_domains (workspace)) != 1)
    g_main_context_iteration (NULL, TRUE);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  sp_test_ui_drop_practice (workspace);
}

/* Every view can be reached by its name, for every practice domain, without a warning. */
static void
test_every_view (void)
{
  static const char *const views[] = { "overview", "route", "records", "changes", "timeline" };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GPtrArray *domains = sp_practice_world_get_domains (sp_workspace_get_practice (workspace));

  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *practice = domains->pdata[i];
      SpDomain *domain = sp_test_ui_add_domain (workspace, sp_name_get_text (practice->name),
                                                practice->move_to);
      GtkWidget *page = GTK_WIDGET (sp_domain_page_new (workspace, domain));
      GtkWidget *window = sp_test_ui_present (page);
      GtkWidget *stack = sp_test_ui_find (page, ADW_TYPE_VIEW_STACK);

      for (gsize v = 0; v < G_N_ELEMENTS (views); v++)
        {
          gtk_widget_activate_action (page, "domain.show-view", "s", views[v]);
          g_assert_cmpstr (adw_view_stack_get_visible_child_name (ADW_VIEW_STACK (stack)), ==,
                           views[v]);
          while (g_main_context_iteration (NULL, FALSE))
            ;
        }
      sp_test_ui_assert_freed (window);
    }
  sp_test_ui_drop_practice (workspace);
}

/* By name, but a subdomain stands below the domain that it belongs to. */
static void
test_order (void)
{
  static const char *const names[] = { "support.harbor-bakery.example", "quiet.example",
                                       "harbor-bakery.example" };
  static const char *const order[] = { "harbor-bakery.example", "support.harbor-bakery.example",
                                       "quiet.example" };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *window;
  g_autoptr (GPtrArray) rows = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    sp_test_ui_add_domain (workspace, names[i], NULL);
  window = open_window (workspace);
  rows = sp_test_ui_find_all (window, SP_TYPE_DOMAIN_ROW);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (order));
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    g_assert_cmpstr (adw_preferences_row_get_title (rows->pdata[i]), ==, order[i]);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static gboolean
asks_provider (gpointer window)
{
  return SP_IS_PROVIDER_PAGE (get_visible_page (window));
}

static gboolean
shows_changes (gpointer window)
{
  return sp_test_ui_find (window, SP_TYPE_EDIT_CARD) != NULL;
}

static SpDomainRow *
find_domain_row (GtkWidget *root, const char *title)
{
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (root, SP_TYPE_DOMAIN_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (adw_preferences_row_get_title (rows->pdata[i]), title))
      return rows->pdata[i];
  return NULL;
}

/* The edits of a subdomain are in the zone above it, and nothing of the domain itself is touched;
 * each of the two leads to the other. */
static void
test_subdomain (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *parent = sp_test_ui_add_domain (workspace, "harbor-bakery.example", NULL);
  GtkWidget *window = open_window (workspace);
  g_autoptr (SpName) name = sp_name_parse ("support.harbor-bakery.example", NULL);
  g_autoptr (GPtrArray) cards = NULL;
  GtkWidget *page;
  SpDomain *domain;

  gtk_widget_activate_action (window, "win.add-subdomain", NULL);
  page = get_visible_page (window);
  g_assert_true (SP_IS_SUBDOMAIN_PAGE (page));
  gtk_editable_set_text (GTK_EDITABLE (sp_test_ui_find (page, ADW_TYPE_ENTRY_ROW)), "Support");
  gtk_widget_activate_action (sp_test_ui_find (page, SP_TYPE_DOMAIN_FIELD), "field.continue", NULL);
  sp_test_ui_await (asks_provider, window);
  g_signal_emit_by_name (get_visible_page (window), "chosen", "zoho-mail", NULL);
  sp_test_ui_await (shows_changes, window);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (
                     ADW_VIEW_STACK (sp_test_ui_find (window, ADW_TYPE_VIEW_STACK))),
                   ==, "changes");

  domain = sp_workspace_find_domain (workspace, name);
  g_assert_cmpstr (sp_domain_get_provider (domain), ==, "zoho-mail");
  g_assert_null (sp_domain_get_provider (parent));
  cards = sp_test_ui_find_all (window, SP_TYPE_EDIT_CARD);
  g_assert_cmpuint (cards->len, >=, 3);
  for (guint i = 0; i < cards->len; i++)
    {
      SpEdit *edit = sp_edit_card_get_edit (cards->pdata[i]);

      g_assert_true (sp_name_is_at_or_below (sp_edit_get_full_name (edit), name));
      g_assert_cmpstr (sp_name_get_text (sp_edit_get_zone (edit)), ==, "harbor-bakery.example");
      g_assert_true (g_str_has_suffix (sp_edit_get_name (edit), "support"));
    }

  page = get_visible_page (window);
  gtk_widget_activate_action (GTK_WIDGET (find_domain_row (page, "harbor-bakery.example")),
                              "row.activate", NULL);
  page = get_visible_page (window);
  g_assert_true (sp_domain_page_get_domain (SP_DOMAIN_PAGE (page)) == parent);
  gtk_widget_activate_action (GTK_WIDGET (find_domain_row (page, "support.harbor-bakery.example")),
                              "row.activate", NULL);
  page = get_visible_page (window);
  g_assert_true (sp_domain_page_get_domain (SP_DOMAIN_PAGE (page)) == domain);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* Chooses a panel as a person does: opens the dialog and activates a row. */
static void
choose_panel (GtkWidget *window, const char *title)
{
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *dialog;
  gboolean found = FALSE;

  gtk_widget_activate_action (get_visible_page (window), "domain.choose-panel", NULL);
  dialog = sp_test_ui_find (window, SP_TYPE_PANEL_DIALOG);
  g_assert_nonnull (dialog);
  rows = sp_test_ui_find_all (dialog, SP_TYPE_CHOICE_ROW);
  for (guint i = 0; !found && i < rows->len; i++)
    if (g_str_equal (adw_preferences_row_get_title (rows->pdata[i]), title))
      found = gtk_widget_activate_action (rows->pdata[i], "row.activate", NULL);
  g_assert_true (found);
  while (sp_test_ui_find (window, SP_TYPE_PANEL_DIALOG) != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_field_label (GtkWidget *window, guint place)
{
  g_autoptr (GPtrArray)
    rows = sp_test_ui_find_all (sp_test_ui_find (window, SP_TYPE_EDIT_CARD), SP_TYPE_FIELD_ROW);

  g_assert_cmpuint (rows->len, >, place);
  return adw_preferences_row_get_title (rows->pdata[place]);
}

/* Cards take the words of the panel that is chosen. A company that does not keep the records is
 * answered, and the cards stay those of the one that does. */
static void
test_panel (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  GtkWidget *window = open_window (workspace);

  gtk_widget_activate_action (window, "win.show-view", "s", "changes");
  sp_test_ui_await (shows_changes, window);
  g_assert_true (sp_test_ui_shows_text (window, "in this panel: Namecheap."));
  g_assert_true (sp_test_ui_shows_text (window, "Kept at Namecheap"));
  g_assert_true (g_str_has_prefix (get_field_label (window, 1), "Host"));

  choose_panel (window, "cPanel");
  g_assert_cmpstr (sp_domain_get_dns_host (domain), ==, "cpanel");
  g_assert_true (sp_test_ui_shows_text (window, "in this panel: cPanel."));
  g_assert_true (sp_test_ui_shows_text (window, "Kept at Namecheap"));
  g_assert_true (g_str_has_prefix (get_field_label (window, 1), "Name"));

  choose_panel (window, "GoDaddy");
  g_assert_cmpstr (sp_domain_get_dns_host (domain), ==, "godaddy");
  g_assert_true (sp_test_ui_shows_text (window, "Nobody sees a change that is made at"));
  g_assert_true (sp_test_ui_shows_text (window, "in this panel: Namecheap."));
  g_assert_true (g_str_has_prefix (get_field_label (window, 1), "Host"));

  choose_panel (window, "As the Name Servers Say");
  g_assert_null (sp_domain_get_dns_host (domain));
  g_assert_false (sp_test_ui_shows_text (window, "Nobody sees a change that is made at"));

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static gboolean
has_timeline (gpointer domain)
{
  return sp_domain_get_timeline (domain) != NULL;
}

/* A move is planned by one press, and its ticks are kept. */
static void
test_move (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  GtkWidget *page = GTK_WIDGET (sp_domain_page_new (workspace, domain));
  GtkWidget *window = sp_test_ui_present (page);
  GtkWidget *stack = sp_test_ui_find (page, ADW_TYPE_VIEW_STACK);
  g_autoptr (GPtrArray) steps = NULL;

  gtk_widget_activate_action (page, "domain.show-view", "s", "timeline");
  g_assert_true (gtk_widget_activate_action (
    adw_view_stack_get_child_by_name (ADW_VIEW_STACK (stack), "timeline"), "timeline.begin", NULL));
  sp_test_ui_await (has_timeline, domain);
  steps = sp_test_ui_find_all (page, SP_TYPE_STEP_ROW);
  g_assert_cmpuint (
    steps->len, ==,
    g_list_model_get_n_items (sp_timeline_get_steps (sp_domain_get_timeline (domain))));
  g_assert_true (sp_domain_is_moving (domain));

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/window/finding-to-watch", test_finding_to_watch);
  g_test_add_func ("/window/remove-and-undo", test_remove_and_undo);
  g_test_add_func ("/window/every-view", test_every_view);
  g_test_add_func ("/window/order", test_order);
  g_test_add_func ("/window/subdomain", test_subdomain);
  g_test_add_func ("/window/panel", test_panel);
  g_test_add_func ("/window/move", test_move);
  return g_test_run ();
}
