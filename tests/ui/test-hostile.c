/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-diff-line.h"
#include "ui/widgets/sp-field-row.h"
#include "ui/widgets/sp-finding-row.h"
#include "ui/widgets/sp-panel-row.h"

/* Text that strangers may publish: markup, control bytes, direction overrides, no UTF-8. Any
 * warning of Pango or GTK about it ends the test. */
static const char *const texts[] = {
  "<b>bold</b> & <span size='999999'>",
  "&amp;&lt;&#x202e;",
  "a\x01\x1b[31m\x7f\ttab\nline",
  "\xe2\x80\xaemoc.elgoog\xe2\x80\xac \xe2\x81\xa6\xe2\x81\xa7",
  "\xff\xfe\xc3\x28",
  "",
};

static void
present_briefly (GtkWidget *widget)
{
  GtkWidget *window = sp_test_ui_present (widget);

  for (int i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  sp_test_ui_assert_freed (window);
}

static void
show_everywhere (const char *text)
{
  g_autoptr (SpFinding)
    finding = sp_finding_new ("spf-syntax", SP_LEVEL_MAY_BOUNCE, text, "RFC 7208");
  GtkWidget *row;
  GtkWidget *list = gtk_list_box_new ();

  sp_finding_add_evidence (finding, text);
  sp_finding_set_detail (finding, "word", text);
  row = GTK_WIDGET (sp_finding_row_new (finding, NULL));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (sp_diff_line_new (SP_DIFF_ADD, 10, text)));
  present_briefly (list);
}

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    show_everywhere (texts[i]);
}

static void
test_long (void)
{
  g_autofree char *text = g_malloc0 (60001);

  memset (text, 'x', 60000);
  show_everywhere (text);
}

/* A record is shown as it is in the panel, byte for byte where that is possible. */
static void
test_panel_row (void)
{
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SpRecord) record = sp_record_new_txt (zone, 300, texts[i]);
      GtkWidget *list = gtk_list_box_new ();

      gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (sp_panel_row_new (zone, record)));
      present_briefly (list);
    }
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/hostile/texts", test_texts);
  g_test_add_func ("/hostile/long", test_long);
  g_test_add_func ("/hostile/panel-row", test_panel_row);
  return g_test_run ();
}
