/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pages/sp-domain-page.h"
#include "ui/sp-sheet-export.h"
#include "ui/sp-sheet-print.h"
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-field-row.h"

#include <glib/gstdio.h>
#include <string.h>

/* Streams of a PDF file are compressed; what tells of its pages stands in them. */
static char *
inflate_at (const char *bytes, gsize length, gsize *n_out)
{
  g_autoptr (GConverter)
    inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_data (bytes, length, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, inflater);
  char *text = g_malloc0 (1 << 20);

  if (!g_input_stream_read_all (stream, text, (1 << 20) - 1, n_out, NULL, NULL) && *n_out == 0)
    g_clear_pointer (&text, g_free);
  return text;
}

static guint
count_in (const char *bytes, gsize length, const char *wanted)
{
  gsize size = strlen (wanted);
  guint n = 0;

  for (gsize i = 0; i + size < length; i++)
    n += memcmp (bytes + i, wanted, size) == 0 && !g_ascii_isalpha (bytes[i + size]);
  return n;
}

static guint
count_pages (const char *bytes, gsize length)
{
  guint n = count_in (bytes, length, "/Type /Page");

  for (gsize i = 0; i + 8 < length; i++)
    {
      g_autofree char *text = NULL;
      gsize n_text = 0;

      if (memcmp (bytes + i, "\nstream\n", 8) != 0)
        continue;
      text = inflate_at (bytes + i + 8, length - i - 8, &n_text);
      if (text != NULL)
        n += count_in (text, n_text, "/Type /Page");
    }
  return n;
}

static char *
read_file (GFile *file, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &bytes, length, NULL, &error));
  g_assert_no_error (error);
  return bytes;
}

static GFile *
new_file (const char *name)
{
  const char *kept = g_getenv ("SIGNPOST_SHEETS");
  g_autofree char *folder = kept != NULL ? g_strdup (kept) : g_dir_make_tmp (NULL, NULL);

  return g_file_new_build_filename (folder, name, NULL);
}

static void
remove_file (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (g_getenv ("SIGNPOST_SHEETS") != NULL)
    return;
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

static void
test_export (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  static const char *const formats[] = { "pdf", "text", "zone", "ics", "json" };
  static const char *const begins[] = { "%PDF-", "Email of harbor-bakery.example", "; harbor-",
                                        "BEGIN:VCALENDAR\r\n", "{\n  \"schema\" : 1,\n" };

  g_assert_true (sp_workspace_begin_move (workspace, domain, SP_STRATEGY_GRADUAL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GFile) file = new_file (formats[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (sp_sheet_export_write (workspace, domain, formats[i], file, &error));
      g_assert_no_error (error);
      bytes = read_file (file, &length);
      g_assert_true (g_str_has_prefix (bytes, begins[i]));
      if (i == 0)
        {
          guint n_pages = count_pages (bytes, length);

          g_assert_cmpuint (n_pages, >=, 2);
          g_assert_cmpuint (n_pages, <=, 5);
        }
      remove_file (file);
    }
  sp_test_ui_drop_practice (workspace);
}

/* Without a move the file has the edits, as the terminal prints them; with one, its steps. */
static void
test_json (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  static const char *const members[] = { "\"edits\" : [\n", "\"steps\" : [\n" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autoptr (GFile) file = new_file ("json");
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (sp_sheet_export_write (workspace, domain, "json", file, &error));
      g_assert_no_error (error);
      bytes = read_file (file, &length);
      g_assert_nonnull (g_strstr_len (bytes, (gssize) length, "\n  \"provider\" : \"fastmail\""));
      g_assert_nonnull (g_strstr_len (bytes, (gssize) length, members[i]));
      g_assert_cmpint (bytes[length - 1], ==, '\n');
      remove_file (file);
      g_assert_true (sp_workspace_begin_move (workspace, domain, SP_STRATEGY_GRADUAL, NULL));
    }
  sp_test_ui_drop_practice (workspace);
}

static int
print_to (GFile *file, SpSheet *sheet)
{
  g_autoptr (GtkPrintOperation) operation = sp_sheet_print_new (sheet);
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  GtkPrintOperationResult result;

  gtk_print_operation_set_export_filename (operation, path);
  result = gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  return gtk_print_operation_get_n_pages_to_print (operation);
}

/* One value that fills a page is cut by nothing, and pages never run away. */
static void
test_long (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  SpSheet *sheet = sp_sheet_export_new_sheet (workspace, domain);
  g_autoptr (GFile) file = new_file ("long.pdf");
  g_autofree char *bytes = NULL;
  SpSheetSection *section = g_ptr_array_index (sheet->sections, 1);
  SpSheetLine *line = g_ptr_array_index (section->lines, 0);
  gsize length;
  int n_pages;

  g_free (line->text);
  line->text = g_strnfill (8000, 'x');
  n_pages = print_to (file, sheet);
  bytes = read_file (file, &length);
  g_assert_cmpint (n_pages, >=, 3);
  g_assert_cmpint (n_pages, <=, 9);
  g_assert_cmpuint (count_pages (bytes, length), ==, n_pages);
  remove_file (file);
  sp_test_ui_drop_practice (workspace);
}

/* Every record tells how to ask the same in a terminal; the servers of practice have their port. */
static void
test_terminal_line (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  GtkWidget *page = GTK_WIDGET (sp_domain_page_new (workspace, domain));
  GtkWidget *window = sp_test_ui_present (page);
  SpNetwork *network = sp_workspace_get_network (workspace);
  g_autofree char *wanted = g_strdup_printf (" -p %u harbor-bakery.example MX +norecurse",
                                             network->dns_port);
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (page, SP_TYPE_FIELD_ROW);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const char *value = adw_action_row_get_subtitle (rows->pdata[i]);

      n += value != NULL && g_str_has_prefix (value, "dig @127.53.") && strstr (value, wanted);
    }
  g_assert_cmpuint (n, ==, 1);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char **argv)
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/ui/sheet-print/export", test_export);
  g_test_add_func ("/ui/sheet-print/json", test_json);
  g_test_add_func ("/ui/sheet-print/long", test_long);
  g_test_add_func ("/ui/sheet-print/terminal-line", test_terminal_line);
  return g_test_run ();
}
