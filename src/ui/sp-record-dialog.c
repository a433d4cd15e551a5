/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-record-dialog.h"

#include <glib/gi18n.h>

#include "core/practice/sp-practice-panel.h"

struct _SpRecordDialog {
  AdwDialog parent_instance;

  SpPracticeWorld *world;
  SpName *zone;
  SpRecord *record; /* the record that is edited, NULL for a new one */

  AdwComboRow *type_row;
  AdwEntryRow *name_row;
  AdwEntryRow *value_row;
  AdwEntryRow *priority_row;
  AdwEntryRow *ttl_row;
  GtkLabel *message_label;
  GtkWidget *remove_list;
};

G_DEFINE_FINAL_TYPE (SpRecordDialog, sp_record_dialog, ADW_TYPE_DIALOG)

/* In the order of the form's list. */
static const SpRrType types[] = { SP_RR_MX, SP_RR_TXT, SP_RR_CNAME, SP_RR_A, SP_RR_AAAA };

static SpRrType
get_type (SpRecordDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->type_row);

  return types[selected < G_N_ELEMENTS (types) ? selected : 0];
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
show_message (SpRecordDialog *self, const char *message)
{
  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static const char *
get_sentence (SpPracticeError code)
{
  switch (code)
    {
    case SP_PRACTICE_ERROR_NAME:
      return _ ("The panel does not take this name.");
    case SP_PRACTICE_ERROR_VALUE:
      return _ ("The panel does not take this value for this type.");
    case SP_PRACTICE_ERROR_PRIORITY:
      return _ ("The priority is a number from 0 to 65535.");
    case SP_PRACTICE_ERROR_TTL:
      return _ ("The TTL is a number of seconds that the panel allows.");
    case SP_PRACTICE_ERROR_OUTSIDE:
      return _ ("This name is not in the domain’s list of records.");
    case SP_PRACTICE_ERROR_READ_ONLY:
      return _ ("The panel keeps this record itself.");
    case SP_PRACTICE_ERROR_ALIAS:
      return _ ("A nickname (CNAME) cannot stand beside other records of the same name.");
    case SP_PRACTICE_ERROR_LIMIT:
      return _ ("The list of records is full.");
    case SP_PRACTICE_ERROR_DATA:
    case SP_PRACTICE_ERROR_PORT:
    case SP_PRACTICE_ERROR_UNKNOWN_ZONE:
    case SP_PRACTICE_ERROR_RECORDS:
      break;
    }
  return _ ("The panel could not take this record.");
}

static void
show_error (SpRecordDialog *self, const GError *error)
{
  if (error->domain == SP_PRACTICE_ERROR)
    show_message (self, get_sentence (error->code));
  else
    show_message (self, _ ("The panel could not take this record."));
}

static void
on_changed (SpRecordDialog *self)
{
  show_message (self, NULL);
}

static void
on_type_changed (SpRecordDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->priority_row), get_type (self) == SP_RR_MX);
  show_message (self, NULL);
}

static void
on_publish (SpRecordDialog *self)
{
  const SpPracticeRow row = {
    .name = get_text (self->name_row),
    .type = get_type (self),
    .value = get_text (self->value_row),
    .priority = get_text (self->priority_row),
    .ttl = get_text (self->ttl_row),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecord) record = sp_practice_panel_read_row (self->world, self->zone, &row, &error);

  if (record == NULL
      || !sp_practice_panel_change (self->world, self->zone, self->record, record, &error))
    show_error (self, error);
  else
    adw_dialog_close (ADW_DIALOG (self));
}

static void
publish_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_publish (SP_RECORD_DIALOG (widget));
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpRecordDialog *self = SP_RECORD_DIALOG (widget);
  g_autoptr (GError) error = NULL;

  if (self->record == NULL)
    return;
  if (sp_practice_panel_change (self->world, self->zone, self->record, NULL, &error))
    adw_dialog_close (ADW_DIALOG (self));
  else
    show_error (self, error);
}

static void
sp_record_dialog_dispose (GObject *object)
{
  SpRecordDialog *self = SP_RECORD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_RECORD_DIALOG);
  g_clear_object (&self->world);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_clear_pointer (&self->record, sp_record_unref);

  G_OBJECT_CLASS (sp_record_dialog_parent_class)->dispose (object);
}

static void
sp_record_dialog_class_init (SpRecordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_record_dialog_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/sp-record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, type_row);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, value_row);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, priority_row);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, ttl_row);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, message_label);
  gtk_widget_class_bind_template_child (widget_class, SpRecordDialog, remove_list);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_publish);
  gtk_widget_class_bind_template_callback (widget_class, on_type_changed);
  gtk_widget_class_install_action (widget_class, "record.publish", NULL, publish_cb);
  gtk_widget_class_install_action (widget_class, "record.remove", NULL, remove_cb);
}

static void
sp_record_dialog_init (SpRecordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
dup_shown_value (SpRecord *record)
{
  switch ((guint) sp_record_get_rr_type (record))
    {
    case SP_RR_TXT:
      return g_strdup (sp_record_get_text (record, NULL));
    case SP_RR_MX:
    case SP_RR_CNAME:
      return g_strdup (sp_name_is_root (sp_record_get_target (record))
                         ? "."
                         : sp_name_get_text (sp_record_get_target (record)));
    default:
      return sp_record_dup_value (record);
    }
}

static void
show_record (SpRecordDialog *self, SpRecord *record)
{
  g_autofree char *name = sp_name_dup_relative (sp_record_get_owner (record), self->zone);
  g_autofree char *value = dup_shown_value (record);
  g_autofree char *ttl = g_strdup_printf ("%u", sp_record_get_ttl (record));

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i] == sp_record_get_rr_type (record))
      adw_combo_row_set_selected (self->type_row, i);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_editable_set_text (GTK_EDITABLE (self->value_row), value);
  gtk_editable_set_text (GTK_EDITABLE (self->ttl_row), ttl);
  if (sp_record_get_rr_type (record) == SP_RR_MX)
    {
      g_autofree char *priority = g_strdup_printf ("%u", sp_record_get_preference (record));

      gtk_editable_set_text (GTK_EDITABLE (self->priority_row), priority);
    }
}

/**
 * sp_record_dialog_new:
 * @world: the practice world
 * @zone: the zone that the panel edits
 * @record: (nullable): the record to edit, %NULL for a new one
 */
SpRecordDialog *
sp_record_dialog_new (SpPracticeWorld *world, SpName *zone, SpRecord *record)
{
  SpRecordDialog *self = g_object_new (SP_TYPE_RECORD_DIALOG, NULL);

  self->world = g_object_ref (world);
  self->zone = sp_name_ref (zone);
  self->record = record != NULL ? sp_record_ref (record) : NULL;
  adw_dialog_set_title (ADW_DIALOG (self), record != NULL ? _ ("Edit Record") : _ ("Add Record"));
  gtk_widget_set_visible (self->remove_list, record != NULL);
  if (record != NULL)
    show_record (self, record);
  on_type_changed (self);
  return self;
}
