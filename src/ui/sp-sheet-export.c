/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-sheet-export.h"

#include <glib/gi18n.h>

#include "core/explain/sp-calendar.h"
#include "core/explain/sp-json-plan.h"
#include "core/explain/sp-json.h"
#include "core/plan/sp-edit-zone.h"
#include "ui/sp-change-list.h"
#include "ui/sp-sheet-print.h"

/* What a file dialog needs until somebody has chosen a file. */
typedef struct {
  GtkWidget *widget;
  SpWorkspace *workspace;
  SpDomain *domain;
  char *format;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->widget);
  g_object_unref (saving->workspace);
  g_object_unref (saving->domain);
  g_free (saving->format);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static GtkWindow *
get_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
show_toast (GtkWidget *widget, const char *text)
{
  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

/* The changes that are still to be made. */
static GPtrArray *
dup_open_changes (SpWorkspace *workspace, SpDomain *domain)
{
  GPtrArray *changes = sp_change_list_new (domain, sp_workspace_get_catalog (workspace),
                                           sp_clock_get_now (sp_workspace_get_clock (workspace)));

  for (guint i = changes->len; i > 0; i--)
    {
      const SpChange *change = changes->pdata[i - 1];

      if (change->group == SP_CHANGE_DONE || sp_edit_is_waiting (change->edit))
        g_ptr_array_remove_index (changes, i - 1);
    }
  return changes;
}

/**
 * sp_sheet_export_new_sheet:
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 *
 * Returns: (transfer full): the sheet with the changes that are still to be made
 */
SpSheet *
sp_sheet_export_new_sheet (SpWorkspace *workspace, SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree SpSheetChange *for_sheet = NULL;
  SpSheetInput input = { 0 };

  g_return_val_if_fail (report != NULL, NULL);

  changes = dup_open_changes (workspace, domain);
  for_sheet = g_new0 (SpSheetChange, changes->len + 1);
  for (guint i = 0; i < changes->len; i++)
    {
      const SpChange *change = changes->pdata[i];

      for_sheet[i] = (SpSheetChange) { change->edit, change->not_before };
    }
  input = (SpSheetInput) {
    .snapshot = sp_report_get_snapshot (report),
    .catalog = sp_workspace_get_catalog (workspace),
    .dns_host = sp_report_get_dns_host (report),
    .provider = sp_report_get_chosen_provider (report),
    .changes = for_sheet,
    .n_changes = changes->len,
    .needs = sp_edit_plan_get_needs (sp_report_get_plan (report)),
    .waiting = sp_edit_plan_get_waiting (sp_report_get_plan (report)),
    .unchecked = sp_edit_plan_get_unchecked (sp_report_get_plan (report)),
    .obstacle = sp_report_get_obstacle (report),
  };
  return sp_sheet_new (&input);
}

static gboolean
holds_set (GListStore *edits, SpEdit *edit)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (edits)); i++)
    {
      g_autoptr (SpEdit) other = g_list_model_get_item (G_LIST_MODEL (edits), i);

      if (sp_edit_get_rr_type (other) == sp_edit_get_rr_type (edit)
          && sp_name_equal (sp_edit_get_full_name (other), sp_edit_get_full_name (edit)))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_sheet_export_dup_zone:
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 *
 * Returns: (transfer full): the sets that are still to be changed as zone text; a set that a move
 *   leads through several versions as the next one
 */
char *
sp_sheet_export_dup_zone (SpWorkspace *workspace, SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GListStore) edits = g_list_store_new (SP_TYPE_EDIT);

  g_return_val_if_fail (report != NULL, NULL);

  changes = dup_open_changes (workspace, domain);
  for (guint i = 0; i < changes->len; i++)
    if (!holds_set (edits, ((SpChange *) changes->pdata[i])->edit))
      g_list_store_append (edits, ((SpChange *) changes->pdata[i])->edit);
  return sp_edit_zone_dup_text (sp_report_get_snapshot (report), G_LIST_MODEL (edits));
}

static gboolean
write_pdf (SpSheet *sheet, GFile *file, GError **error)
{
  g_autoptr (GtkPrintOperation) operation = sp_sheet_print_new (sheet);
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not a local file");
      return FALSE;
    }
  gtk_print_operation_set_export_filename (operation, path);
  return gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, error)
         != GTK_PRINT_OPERATION_RESULT_ERROR;
}

static char *
dup_calendar (SpWorkspace *workspace, SpDomain *domain)
{
  SpProvider *provider = sp_report_get_chosen_provider (sp_domain_get_report (domain));
  const SpCalendarInput input = {
    .timeline = sp_domain_get_timeline (domain),
    .domain = sp_domain_get_name (domain),
    .provider = provider,
    .catalog = sp_workspace_get_catalog (workspace),
    .now = sp_clock_get_now (sp_workspace_get_clock (workspace)),
  };

  return input.timeline != NULL && provider != NULL ? sp_calendar_dup_text (&input) : NULL;
}

/* The same documents as those of `signpostctl edits` and `move`. */
static char *
dup_json (SpWorkspace *workspace, SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  SpTimeline *timeline = sp_domain_get_timeline (domain);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  if (timeline != NULL)
    sp_json_add_timeline (
      builder, timeline, sp_report_get_snapshot (report), sp_report_get_dns_host (report),
      sp_edit_plan_get_waiting (sp_report_get_plan (report)), sp_domain_get_provider (domain));
  else
    sp_json_add_plan (builder, report, sp_domain_get_provider (domain),
                      sp_workspace_get_catalog (workspace));
  text = sp_json_dup_text (builder, TRUE);
  return g_strconcat (text, "\n", NULL);
}

/**
 * sp_sheet_export_write:
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 * @format: `pdf`, `text`, `zone`, `json`, or `ics` for the dates of the move
 * @file: where to
 * @error: return location
 *
 * Writes the changes that are still to be made to a file, or their dates.
 *
 * Returns: whether it is written
 */
gboolean
sp_sheet_export_write (SpWorkspace *workspace, SpDomain *domain, const char *format, GFile *file,
                       GError **error)
{
  g_autofree char *text = NULL;

  if (g_str_equal (format, "zone"))
    text = sp_sheet_export_dup_zone (workspace, domain);
  else if (g_str_equal (format, "json"))
    text = dup_json (workspace, domain);
  else if (g_str_equal (format, "ics"))
    text = dup_calendar (workspace, domain);
  else
    {
      g_autoptr (SpSheet) sheet = sp_sheet_export_new_sheet (workspace, domain);

      if (g_str_equal (format, "pdf"))
        return write_pdf (g_steal_pointer (&sheet), file, error);
      text = sp_sheet_dup_text (sheet);
    }
  if (text == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no step has a date");
      return FALSE;
    }
  return g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  NULL, error);
}

static void
file_chosen_cb (GObject *dialog, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);

  if (file == NULL)
    return;
  if (sp_sheet_export_write (saving->workspace, saving->domain, saving->format, file, &error))
    {
      show_toast (saving->widget, _ ("Saved"));
      return;
    }
  g_warning ("cannot save: %s", error->message);
  show_toast (saving->widget, _ ("The file could not be saved."));
}

static char *
dup_file_name (SpDomain *domain, const char *format)
{
  const char *name = sp_name_get_text (sp_domain_get_name (domain));
  const char *ending = g_str_equal (format, "text") ? "txt" : format;
  g_autofree char *file_name = g_strdup_printf ("%s.%s", name, ending);

  return g_strdelimit (g_steal_pointer (&file_name), "/\\", '_');
}

/**
 * sp_sheet_export_save:
 * @widget: what asks; its window gets the dialog
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 * @format: `pdf`, `text`, `zone`, `json` or `ics`
 *
 * Asks for a file and writes the changes that are still to be made to it.
 */
void
sp_sheet_export_save (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain,
                      const char *format)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *file_name = dup_file_name (domain, format);
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->workspace = g_object_ref (workspace);
  saving->domain = g_object_ref (domain);
  saving->format = g_strdup (format);
  gtk_file_dialog_set_title (dialog,
                             g_str_equal (format, "ics") ? _ ("Save Calendar") : _ ("Save Sheet"));
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, get_window (widget), NULL, file_chosen_cb, saving);
}

static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *widget)
{
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    show_toast (widget, _ ("The sheet could not be printed."));
}

/**
 * sp_sheet_export_print:
 * @widget: what asks; its window gets the dialog
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 *
 * Shows the print dialog for the sheet, which also writes PDF files.
 */
void
sp_sheet_export_print (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain)
{
  g_autoptr (GtkPrintOperation)
    operation = sp_sheet_print_new (sp_sheet_export_new_sheet (workspace, domain));

  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_printed), widget, G_CONNECT_DEFAULT);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, get_window (widget),
                           NULL);
}

static void
copy_sheet (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain)
{
  g_autoptr (SpSheet) sheet = sp_sheet_export_new_sheet (workspace, domain);
  g_autofree char *text = sp_sheet_dup_text (sheet);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  show_toast (widget, _ ("Sheet copied: it can be pasted into an email"));
}

static void
launched_cb (GObject *launcher, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (launcher), result, &error)
      || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;
  copy_sheet (saving->widget, saving->workspace, saving->domain);
}

/**
 * sp_sheet_export_mail:
 * @widget: what asks
 * @workspace: the workspace of @domain
 * @domain: a domain with a report
 *
 * Opens a draft in the person's mail program. A sheet that is too long for that, or a machine
 * without a mail program, gets it on the clipboard instead.
 */
void
sp_sheet_export_mail (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain)
{
  g_autoptr (SpSheet) sheet = sp_sheet_export_new_sheet (workspace, domain);
  g_autofree char *uri = sp_sheet_dup_mail_uri (sheet);
  g_autoptr (GtkUriLauncher) launcher = NULL;
  Saving *saving;

  if (uri == NULL)
    {
      copy_sheet (widget, workspace, domain);
      return;
    }
  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->workspace = g_object_ref (workspace);
  saving->domain = g_object_ref (domain);
  launcher = gtk_uri_launcher_new (uri);
  gtk_uri_launcher_launch (launcher, get_window (widget), NULL, launched_cb, saving);
}
