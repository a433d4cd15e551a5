/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pages/sp-provider-page.h"
#include "ui/pages/sp-subdomain-page.h"
#include "ui/pages/sp-welcome-page.h"
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-choice-row.h"
#include "ui/widgets/sp-domain-field.h"

typedef struct {
  SpReport *report;
  char *provider;
  char *host;
  guint n_chosen;
} Seen;

static void
on_inspected (SpWelcomePage *page, SpReport *report, Seen *seen)
{
  g_set_object (&seen->report, report);
}

static void
on_chosen (SpProviderPage *page, const char *provider, const char *host, Seen *seen)
{
  g_set_str (&seen->provider, provider);
  g_set_str (&seen->host, host);
  seen->n_chosen++;
}

static void
clear_seen (Seen *seen)
{
  g_clear_object (&seen->report);
  g_clear_pointer (&seen->provider, g_free);
  g_clear_pointer (&seen->host, g_free);
}

static gboolean
has_report (gpointer data)
{
  return ((Seen *) data)->report != NULL;
}

static GtkWidget *
present_page (gpointer page)
{
  GtkWidget *view = adw_navigation_view_new ();

  adw_navigation_view_push (ADW_NAVIGATION_VIEW (view), page);
  return sp_test_ui_present (view);
}

static GtkAccessible *
get_field (GtkWidget *page)
{
  GtkWidget *row = sp_test_ui_find (page, ADW_TYPE_ENTRY_ROW);

  return GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row)));
}

static void
type_into (GtkWidget *page, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (sp_test_ui_find (page, ADW_TYPE_ENTRY_ROW)), text);
}

static gboolean
go_on (GtkWidget *page)
{
  return gtk_widget_activate_action (sp_test_ui_find (page, SP_TYPE_DOMAIN_FIELD), "field.continue",
                                     NULL);
}

/* What cannot be a domain is said in place, and the field is marked until something else is typed.
 */
static void
test_welcome_refuses (void)
{
  static const char *const bad[] = { "bookshop", "192.0.2.1", "a..example",
                                     "shop.example/\xe2\x80\xae.x y", "co.uk" };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *page = GTK_WIDGET (sp_welcome_page_new (workspace));
  GtkWidget *window = present_page (page);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      type_into (page, bad[i]);
      g_assert_true (go_on (page));
      gtk_test_accessible_assert_state (get_field (page), GTK_ACCESSIBLE_STATE_INVALID,
                                        GTK_ACCESSIBLE_INVALID_TRUE);
      g_assert_true (
        gtk_test_accessible_has_relation (get_field (page), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
    }
  type_into (page, "shop.example");
  g_assert_false (gtk_test_accessible_has_state (get_field (page), GTK_ACCESSIBLE_STATE_INVALID));

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static void
test_welcome_cleans (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *page = GTK_WIDGET (sp_welcome_page_new (workspace));
  GtkWidget *window = present_page (page);
  Seen seen = { NULL };

  g_signal_connect (sp_welcome_page_get_field (SP_WELCOME_PAGE (page)), "inspected",
                    G_CALLBACK (on_inspected), &seen);
  type_into (page, " https://www.Corner-Books.example./contact ");
  g_assert_true (go_on (page));
  sp_test_ui_await (has_report, &seen);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_domain (sp_report_get_snapshot (seen.report))),
                   ==, "corner-books.example");

  clear_seen (&seen);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static gboolean
says_not_registered (gpointer page)
{
  return sp_test_ui_shows_text (page, "not registered");
}

/* A name that does not exist keeps the person on the page. */
static void
test_welcome_not_registered (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *page = GTK_WIDGET (sp_welcome_page_new (workspace));
  GtkWidget *window = present_page (page);
  Seen seen = { NULL };

  g_signal_connect (sp_welcome_page_get_field (SP_WELCOME_PAGE (page)), "inspected",
                    G_CALLBACK (on_inspected), &seen);
  sp_domain_field_look_up (sp_welcome_page_get_field (SP_WELCOME_PAGE (page)),
                           "there-is-no-such-shop.example");
  sp_test_ui_await (says_not_registered, page);
  g_assert_null (seen.report);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* A page that is left while it waits comes to no harm. */
static void
test_welcome_left (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  GtkWidget *page = GTK_WIDGET (sp_welcome_page_new (workspace));
  GtkWidget *window = present_page (page);

  sp_domain_field_look_up (sp_welcome_page_get_field (SP_WELCOME_PAGE (page)),
                           "corner-books.example");
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static SpName *
parse (const char *text)
{
  SpName *name = sp_name_parse (text, NULL);

  g_assert_nonnull (name);
  return name;
}

/* Only a name below the domain is taken; what it will be is said while it is typed. */
static void
test_subdomain (void)
{
  static const char *const bad[] = {
    "harbor-bakery.example", "www", "corner-books.example", "eu.support", "_dmarc", "my support"
  };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  g_autoptr (SpName) domain = parse ("harbor-bakery.example");
  GtkWidget *page = GTK_WIDGET (sp_subdomain_page_new (workspace, domain));
  GtkWidget *window = present_page (page);
  Seen seen = { NULL };

  g_signal_connect (sp_subdomain_page_get_field (SP_SUBDOMAIN_PAGE (page)), "inspected",
                    G_CALLBACK (on_inspected), &seen);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      type_into (page, bad[i]);
      g_assert_false (sp_test_ui_shows_text (page, "Mail addresses end in"));
      g_assert_true (go_on (page));
      gtk_test_accessible_assert_state (get_field (page), GTK_ACCESSIBLE_STATE_INVALID,
                                        GTK_ACCESSIBLE_INVALID_TRUE);
    }
  type_into (page, "support");
  g_assert_false (gtk_test_accessible_has_state (get_field (page), GTK_ACCESSIBLE_STATE_INVALID));
  g_assert_true (sp_test_ui_shows_text (page, "\u2068support.harbor-bakery.example\u2069"));
  g_assert_true (go_on (page));
  sp_test_ui_await (has_report, &seen);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_domain (sp_report_get_snapshot (seen.report))),
                   ==, "support.harbor-bakery.example");

  clear_seen (&seen);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* A name that is not there yet can get mail; the zone above it is known. */
static void
test_subdomain_new (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  g_autoptr (SpName) domain = parse ("harbor-bakery.example");
  GtkWidget *page = GTK_WIDGET (sp_subdomain_page_new (workspace, domain));
  GtkWidget *window = present_page (page);
  Seen seen = { NULL };

  g_signal_connect (sp_subdomain_page_get_field (SP_SUBDOMAIN_PAGE (page)), "inspected",
                    G_CALLBACK (on_inspected), &seen);
  type_into (page, "orders");
  g_assert_true (go_on (page));
  sp_test_ui_await (has_report, &seen);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (sp_report_get_snapshot (seen.report))),
                   ==, "harbor-bakery.example");

  clear_seen (&seen);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static SpChoiceRow *
find_choice (GtkWidget *page, const char *title)
{
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (page, SP_TYPE_CHOICE_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (adw_preferences_row_get_title (rows->pdata[i]), title) == 0)
      return rows->pdata[i];
  g_error ("no row is called %s", title);
}

static void
test_provider (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  GtkWidget *page = GTK_WIDGET (sp_provider_page_new (workspace, sp_domain_get_report (domain)));
  GtkWidget *window = present_page (page);
  GtkWidget *first = sp_test_ui_find (page, SP_TYPE_CHOICE_ROW);
  GtkWidget *own;
  Seen seen = { NULL };

  g_signal_connect (page, "chosen", G_CALLBACK (on_chosen), &seen);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (first)), ==, "Zoho Mail");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (first)), ==, "Used now");

  gtk_widget_activate_action (GTK_WIDGET (find_choice (page, "Fastmail")), "row.activate", NULL);
  g_assert_cmpstr (seen.provider, ==, "fastmail");
  g_assert_null (seen.host);
  gtk_widget_activate_action (GTK_WIDGET (find_choice (page, "Not Decided – Just Check")),
                              "row.activate", NULL);
  g_assert_null (seen.provider);
  g_assert_cmpuint (seen.n_chosen, ==, 2);

  own = sp_test_ui_find (page, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (own), "not a server");
  gtk_widget_activate_action (page, "provider.use-host", NULL);
  g_assert_cmpuint (seen.n_chosen, ==, 2);
  gtk_editable_set_text (GTK_EDITABLE (own), " Mail.Corner-Books.example ");
  gtk_widget_activate_action (page, "provider.use-host", NULL);
  g_assert_cmpstr (seen.provider, ==, "own-server");
  g_assert_cmpstr (seen.host, ==, "mail.corner-books.example");

  clear_seen (&seen);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/welcome/refuses", test_welcome_refuses);
  g_test_add_func ("/welcome/cleans", test_welcome_cleans);
  g_test_add_func ("/welcome/not-registered", test_welcome_not_registered);
  g_test_add_func ("/welcome/left", test_welcome_left);
  g_test_add_func ("/subdomain", test_subdomain);
  g_test_add_func ("/subdomain/new", test_subdomain_new);
  g_test_add_func ("/provider", test_provider);
  return g_test_run ();
}
