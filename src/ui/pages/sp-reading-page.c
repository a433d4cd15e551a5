/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-reading-page.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain-reading.h"
#include "core/explain/sp-explain.h"
#include "core/sp-reading.h"
#include "ui/widgets/sp-menu-button.h"
#include "ui/widgets/sp-result-row.h"

typedef enum { STATE_IDLE, STATE_READING, STATE_READY } State;

struct _SpReadingPage {
  AdwNavigationPage parent_instance;

  SpWorkspace *workspace;
  SpReading *reading;
  GCancellable *cancellable;
  State state;

  GtkTextView *text_view;
  GtkWidget *busy_box;
  GtkWidget *result_box;
  GtkListBox *verdict_list;
  GtkWidget *cause_group;
  GtkListBox *cause_list;
  GtkWidget *recipient_group;
  GtkListBox *recipient_list;
  GtkWidget *proof_group;
  GtkListBox *proof_list;
  GtkWidget *hop_group;
  GtkListBox *hop_list;
  GtkWidget *claim_group;
  GtkListBox *claim_list;
};

G_DEFINE_FINAL_TYPE (SpReadingPage, sp_reading_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static SpResultRow *
add_row (GtkListBox *list, char *title, char *subtitle)
{
  SpResultRow *row = sp_result_row_new (title, subtitle);

  g_free (title);
  g_free (subtitle);
  gtk_list_box_append (list, GTK_WIDGET (row));
  return row;
}

static void
show_verdict (SpReadingPage *self)
{
  SpResultRow *row = add_row (self->verdict_list, sp_explain_reading_title (self->reading),
                              sp_explain_reading_text (self->reading));
  SpLevel level = SP_LEVEL_IN_ORDER;

  if (sp_reading_get_level (self->reading, &level))
    sp_result_row_show_level (row, level);
  else
    sp_result_row_show_unknown (row);
}

static void
show_cause_mark (SpResultRow *row, const SpReadingCause *cause)
{
  SpLevel level = SP_LEVEL_IN_ORDER;

  for (guint i = 0; i < cause->findings->len; i++)
    level = MAX (level, sp_finding_get_level (cause->findings->pdata[i]));
  switch (cause->state)
    {
    case SP_RECHECK_STILL_SO:
    case SP_RECHECK_NOT_SO:
      sp_result_row_show_level (row, level);
      break;
    case SP_RECHECK_UNKNOWN:
    case SP_RECHECK_NOT_IN_DNS:
    case SP_RECHECK_NOT_ASKED:
      sp_result_row_show_unknown (row);
      break;
    }
}

/* A cause, and below it the findings that show it now; those lead to the domain. */
static void
show_cause (SpReadingPage *self, const SpReadingCause *cause)
{
  g_autofree char *text = sp_explain_cause_text (cause->cause);
  g_autofree char *place = sp_explain_cause_place (cause);
  g_autofree char *fix = sp_explain_cause_fix (cause->cause);
  g_autofree char *now = sp_explain_recheck (cause);
  SpResultRow *row = add_row (self->cause_list, sp_explain_cause_title (cause->cause),
                              g_strjoin ("\n", text, place, fix, now, NULL));

  show_cause_mark (row, cause);
  for (guint i = 0; i < cause->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (cause->findings, i);
      g_autofree char *domain = sp_explain_isolate (sp_name_get_text (cause->domain));
      /* Translators: %s is a domain. */
      SpResultRow *link = add_row (self->cause_list, sp_explain_finding_title (finding),
                                   g_strdup_printf (_ ("Show at %s"), domain));

      sp_result_row_show_level (link, sp_finding_get_level (finding));
      sp_result_row_lead_to (link, cause->domain);
    }
}

static void
show_bounce (SpReadingPage *self, const SpBounce *bounce)
{
  for (guint i = 0; bounce != NULL && i < bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (bounce->recipients, i);

      add_row (self->recipient_list, sp_explain_recipient (recipient),
               sp_explain_safe_text (recipient->said, -1));
    }
  gtk_widget_set_visible (self->recipient_group, bounce != NULL);
}

static void
show_arrival (SpReadingPage *self, const SpArrival *arrival)
{
  gboolean has_proof = arrival != NULL && arrival->proofs->len > 0;
  gboolean has_hop = arrival != NULL && arrival->hops->len > 0;
  gboolean has_claim = arrival != NULL && arrival->claims->len > 0;

  for (guint i = 0; has_proof && i < arrival->proofs->len; i++)
    add_row (self->proof_list, sp_explain_proof (arrival->proofs->pdata[i], arrival), NULL);
  for (guint i = 0; has_hop && i < arrival->hops->len; i++)
    add_row (self->hop_list, sp_explain_hop (arrival->hops->pdata[i]),
             sp_explain_hop_delay (arrival->hops->pdata[i]));
  if (has_hop && arrival->entry != NULL)
    add_row (self->hop_list, sp_explain_entry (arrival), NULL);
  for (guint i = 0; has_claim && i < arrival->claims->len; i++)
    add_row (self->claim_list, sp_explain_claim (arrival->claims->pdata[i]), NULL);
  gtk_widget_set_visible (self->proof_group, has_proof);
  gtk_widget_set_visible (self->hop_group, has_hop);
  gtk_widget_set_visible (self->claim_group, has_claim);
}

static void
show_reading (SpReadingPage *self)
{
  GPtrArray *causes = sp_reading_get_causes (self->reading);
  GtkListBox *const lists[] = { self->verdict_list, self->cause_list, self->recipient_list,
                                self->proof_list,   self->hop_list,   self->claim_list };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    gtk_list_box_remove_all (lists[i]);
  show_verdict (self);
  for (guint i = 0; i < causes->len; i++)
    show_cause (self, causes->pdata[i]);
  gtk_widget_set_visible (self->cause_group, causes->len > 0);
  show_bounce (self, sp_reading_get_bounce (self->reading));
  show_arrival (self, sp_reading_get_arrival (self->reading));
}

static void
update_view (SpReadingPage *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);

  gtk_widget_set_visible (self->busy_box, self->state == STATE_READING);
  gtk_widget_set_visible (self->result_box, self->state == STATE_READY);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reading.read",
                                 self->state != STATE_READING
                                   && gtk_text_buffer_get_char_count (buffer) > 0);
}

/* The verdict comes into view and is the first thing behind the field. */
static void
go_to_verdict (SpReadingPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->verdict_list, 0);

  gtk_widget_grab_focus (GTK_WIDGET (row));
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpReadingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpReading) reading = sp_reading_new_finish (result, &error);

  if (reading == NULL)
    return;
  g_set_object (&self->reading, reading);
  self->state = STATE_READY;
  show_reading (self);
  update_view (self);
  go_to_verdict (self);
}

static void
renew_cancellable (SpReadingPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
read_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpReadingPage *self = SP_READING_PAGE (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text_view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  renew_cancellable (self);
  self->state = STATE_READING;
  update_view (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Reading…"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  sp_reading_new_async (self->workspace, text, -1, NULL, self->cancellable, read_cb,
                        g_object_ref (self));
}

static void
tell_trouble (SpReadingPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", _ ("The file cannot be read."));
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpReadingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL)
    {
      tell_trouble (self);
      return;
    }
  text = sp_reading_dup_shown_text (bytes);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text_view), text, -1);
  gtk_widget_activate_action (GTK_WIDGET (self), "reading.read", NULL);
}

static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpReadingPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (stream == NULL)
    tell_trouble (self);
  else
    g_input_stream_read_bytes_async (G_INPUT_STREAM (stream), SP_HEADER_MAX_BYTES,
                                     G_PRIORITY_DEFAULT, self->cancellable, file_read_cb,
                                     g_object_ref (self));
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpReadingPage) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL && self->cancellable != NULL && !g_cancellable_is_cancelled (self->cancellable))
    g_file_read_async (file, G_PRIORITY_DEFAULT, self->cancellable, file_opened_cb,
                       g_object_ref (self));
}

static void
open_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpReadingPage *self = SP_READING_PAGE (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (widget);

  renew_cancellable (self);
  if (self->state == STATE_READING)
    self->state = STATE_IDLE;
  update_view (self);
  gtk_file_dialog_set_title (dialog, _ ("Open a Message or Report"));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->cancellable,
                        file_chosen_cb, g_object_ref (self));
}

static void
on_row_activated (SpReadingPage *self, GtkListBoxRow *row)
{
  SpName *domain = sp_result_row_get_domain (SP_RESULT_ROW (row));

  if (domain != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, domain);
}

static void
sp_reading_page_shown (AdwNavigationPage *page)
{
  SpReadingPage *self = SP_READING_PAGE (page);

  if (self->state == STATE_IDLE)
    gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

static void
sp_reading_page_dispose (GObject *object)
{
  SpReadingPage *self = SP_READING_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_READING_PAGE);
  g_clear_object (&self->reading);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_reading_page_parent_class)->dispose (object);
}

static void
sp_reading_page_class_init (SpReadingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_reading_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = sp_reading_page_shown;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_NAME);

  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-reading-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, text_view);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, result_box);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, verdict_list);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, cause_group);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, cause_list);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, recipient_group);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, recipient_list);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, proof_group);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, proof_list);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, hop_group);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, hop_list);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, claim_group);
  gtk_widget_class_bind_template_child (widget_class, SpReadingPage, claim_list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "reading.read", NULL, read_action_cb);
  gtk_widget_class_install_action (widget_class, "reading.open", NULL, open_action_cb);
}

static void
sp_reading_page_init (SpReadingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text_view), "changed",
                           G_CALLBACK (update_view), self, G_CONNECT_SWAPPED);
}

/**
 * sp_reading_page_new:
 * @workspace: its way to DNS
 */
SpReadingPage *
sp_reading_page_new (SpWorkspace *workspace)
{
  SpReadingPage *self = g_object_new (SP_TYPE_READING_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  update_view (self);
  return self;
}
