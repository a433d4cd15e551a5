/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-snapshot.h"
#include "ui/pages/sp-domain-page.h"
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-spf-row.h"

static SpSpfTree *
make_tree (const char *zone)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", zone);
  SpSpfTree *tree = sp_spf_tree_new_own (snapshot);

  g_assert_nonnull (tree);
  return tree;
}

static void
open_all (GtkWidget *window)
{
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (window, SP_TYPE_SPF_ROW);

  for (guint i = 0; i < rows->len; i++)
    {
      g_assert_false (adw_expander_row_get_expanded (rows->pdata[i]));
      g_assert_true (gtk_widget_activate_action (rows->pdata[i], "spf.toggle", NULL));
      g_assert_true (adw_expander_row_get_expanded (rows->pdata[i]));
    }
}

/* Every list is a row that opens, with its cost in words; searching finds what is deep inside. */
static void
test_nested (void)
{
  g_autoptr (SpSpfTree)
    tree = make_tree ("@ TXT \"v=spf1 a include:one.test -all\"\n"
                      "@ A 198.18.0.80\n"
                      "one.test. TXT \"v=spf1 include:two.test include:gone.test ?all\"\n"
                      "two.test. TXT \"v=spf1 ip4:198.18.7.0/24 ~all\"\n");
  GtkWidget *group = adw_preferences_group_new ();
  SpSpfRow *row = sp_spf_row_new (tree);
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *window;

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (row));
  window = sp_test_ui_present (group);
  rows = sp_test_ui_find_all (window, SP_TYPE_SPF_ROW);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_true (sp_test_ui_shows_text (window, "4 look-ups of the ten that are allowed"));
  open_all (window);
  gtk_test_accessible_assert_property (rows->pdata[1], GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "\u2068include:one.test\u2069");
  gtk_test_accessible_assert_property (rows->pdata[1], GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Whoever may send for \u2068one.test\u2069\n"
                                       "Costs 3 look-ups");
  g_assert_true (sp_test_ui_shows_text (window, "There is no such list, so receivers ignore the "
                                                "whole list."));
  g_assert_true (sp_spf_row_matches (row, "198.18.7"));
  g_assert_true (sp_spf_row_matches (row, "INCLUDE:two"));
  g_assert_false (sp_spf_row_matches (row, "three.test"));
  sp_test_ui_assert_freed (window);
}

/* A stranger's list of any length and any words: so many rows and no more, and no markup. */
static void
test_bounded (void)
{
  g_autoptr (GString)
    zone = g_string_new ("@ TXT \"v=spf1 include:one.test include:<b>.test -all\"\n"
                         "one.test. TXT \"v=spf1\"");
  g_autoptr (SpSpfTree) tree = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *window;

  for (guint i = 0; i < 90; i++)
    g_string_append_printf (zone, " \" ip4:198.18.7.%u\"", i);
  g_string_append (zone, "\n");
  tree = make_tree (zone->str);
  window = sp_test_ui_present (GTK_WIDGET (sp_spf_row_new (tree)));
  open_all (window);
  rows = sp_test_ui_find_all (window, ADW_TYPE_ACTION_ROW);
  g_assert_cmpuint (rows->len, <, 60);
  g_assert_true (sp_test_ui_shows_text (window, "50 more parts are not shown"));
  g_assert_true (sp_test_ui_shows_text (window, "\u2068include:<b>.test\u2069"));
  sp_test_ui_assert_freed (window);
}

/* It stands in the records view, among what sends. */
static void
test_view (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", NULL);
  GtkWidget *page = GTK_WIDGET (sp_domain_page_new (workspace, domain));
  GtkWidget *window = sp_test_ui_present (page);
  GtkWidget *row;

  gtk_widget_activate_action (page, "domain.show-view", "s", "records");
  row = sp_test_ui_find (page, SP_TYPE_SPF_ROW);
  g_assert_nonnull (row);
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "2 look-ups of the ten that are allowed");
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/spf-row/nested", test_nested);
  g_test_add_func ("/spf-row/bounded", test_bounded);
  g_test_add_func ("/spf-row/view", test_view);
  return g_test_run ();
}
