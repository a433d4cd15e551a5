/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-route-view.h"
#include "ui/widgets/sp-stop-button.h"

static void
allocate (GtkWidget *view, int width)
{
  int height;

  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >, 0);
  gtk_widget_size_allocate (view, &(GtkAllocation) { 0, 0, width, height }, -1);
}

static void
get_place (GtkWidget *widget, GtkWidget *view, graphene_rect_t *place)
{
  g_assert_true (gtk_widget_compute_bounds (widget, view, place));
}

/* Stops are list items in the order of attempt, wide and narrow, and mirrored right to left. */
static void
test_forms (gconstpointer data)
{
  GtkTextDirection direction = GPOINTER_TO_INT (data);
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  GtkWidget *view = GTK_WIDGET (sp_route_view_new ());
  GtkWidget *window;
  g_autoptr (GPtrArray) stops = NULL;
  graphene_rect_t first, second, wide;

  gtk_widget_set_direction (view, direction);
  sp_route_view_set_route (SP_ROUTE_VIEW (view),
                           sp_report_get_route_now (sp_domain_get_report (domain)));
  window = sp_test_ui_present (view);
  gtk_test_accessible_assert_role (view, GTK_ACCESSIBLE_ROLE_LIST);
  stops = sp_test_ui_find_all (view, SP_TYPE_STOP_BUTTON);
  g_assert_cmpuint (stops->len, ==, 3);
  gtk_test_accessible_assert_role (stops->pdata[0], GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  allocate (view, 900);
  get_place (stops->pdata[0], view, &first);
  get_place (stops->pdata[1], view, &second);
  wide = first;
  g_assert_cmpfloat (second.origin.y, >=, first.origin.y + first.size.height);
  allocate (view, 340);
  get_place (stops->pdata[0], view, &first);
  get_place (stops->pdata[1], view, &second);
  g_assert_cmpfloat (second.origin.y, >=, first.origin.y + first.size.height);
  g_assert_cmpfloat (first.origin.x, >=, 0);
  g_assert_cmpfloat (first.origin.x + first.size.width, <=, 340);
  if (direction == GTK_TEXT_DIR_RTL)
    g_assert_cmpfloat (first.origin.x, ==, 0);
  else
    g_assert_cmpfloat (first.origin.x + first.size.width, ==, 340);
  g_assert_cmpfloat (wide.origin.x, >, 100);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* Tab enters once; arrows move from stop to stop. */
static void
test_focus (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "corner-books.example", NULL);
  GtkWidget *view = GTK_WIDGET (sp_route_view_new ());
  GtkWidget *window;
  g_autoptr (GPtrArray) stops = NULL;

  sp_route_view_set_route (SP_ROUTE_VIEW (view),
                           sp_report_get_route_now (sp_domain_get_report (domain)));
  window = sp_test_ui_present (view);
  stops = sp_test_ui_find_all (view, SP_TYPE_STOP_BUTTON);
  gtk_root_set_focus (GTK_ROOT (window), NULL);
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == stops->pdata[0]);
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_DOWN));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == stops->pdata[1]);
  g_assert_false (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_UP));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == stops->pdata[0]);

  g_assert_true (gtk_widget_activate (stops->pdata[0]));
  while (!gtk_revealer_get_reveal_child (
    GTK_REVEALER (sp_test_ui_find (stops->pdata[0], GTK_TYPE_REVEALER))))
    g_main_context_iteration (NULL, TRUE);
  gtk_test_accessible_assert_state (stops->pdata[0], GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_data_func ("/route-view/left-to-right", GINT_TO_POINTER (GTK_TEXT_DIR_LTR),
                        test_forms);
  g_test_add_data_func ("/route-view/right-to-left", GINT_TO_POINTER (GTK_TEXT_DIR_RTL),
                        test_forms);
  g_test_add_func ("/route-view/focus", test_focus);
  return g_test_run ();
}
