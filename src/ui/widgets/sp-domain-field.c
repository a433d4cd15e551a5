/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-domain-field.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/sp-wizard.h"

/* A spinner for less than this only flickers. */
#define SPINNER_DELAY_MS 400

typedef enum {
  STATE_IDLE,
  STATE_CHECKING,
  STATE_SLOW,
  STATE_FAILED,
} FieldState;

/*
 * IDLE: waits for a domain. CHECKING: questions are out, nothing shown yet. SLOW: the same, after
 * SPINNER_DELAY_MS, with spinner and words. FAILED: the sentence under the field says why; typing
 * leads back to IDLE.
 */
struct _SpDomainField {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpName *parent; /* of the subdomain that is asked for, NULL for any domain */
  GCancellable *cancellable;
  FieldState state;
  char *message;
  guint spinner_id;

  GtkListBox *list;
  AdwEntryRow *domain_row;
  GtkLabel *message_label;
  AdwSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (SpDomainField, sp_domain_field, ADW_TYPE_BIN)

enum {
  SIGNAL_INSPECTED,
  SIGNAL_KNOWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Reads what was typed: a domain, or one below the parent. */
static SpName *
clean (SpDomainField *self, GError **error)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->domain_row));

  return self->parent != NULL ? sp_question_clean_below (typed, self->parent, error)
                              : sp_question_clean (typed, error);
}

static char *
dup_isolated_name (const SpName *name)
{
  g_autofree char *text = sp_name_dup_unicode (name);

  return g_strdup_printf ("\u2068%s\u2069", text);
}

/* While a word is typed that stands for a subdomain: the whole name that it stands for. */
static char *
dup_hint (SpDomainField *self)
{
  g_autoptr (SpName) name = self->parent != NULL ? clean (self, NULL) : NULL;
  g_autofree char *shown = name != NULL ? dup_isolated_name (name) : NULL;

  if (shown == NULL)
    return NULL;
  /* Translators: %s is a domain. */
  return g_strdup_printf (_ ("Mail addresses end in @%s."), shown);
}

static void
update_view (SpDomainField *self)
{
  GtkEditable *field = gtk_editable_get_delegate (GTK_EDITABLE (self->domain_row));
  g_autofree char *hint = self->state == STATE_IDLE ? dup_hint (self) : NULL;
  const char *message = self->message != NULL ? self->message : hint;
  gboolean is_busy = self->state == STATE_CHECKING || self->state == STATE_SLOW;
  gboolean has_failed = self->state == STATE_FAILED;
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->domain_row));

  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), self->state == STATE_SLOW);
  gtk_editable_set_editable (GTK_EDITABLE (self->domain_row), !is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "field.continue", !is_busy && *typed != '\0');

  if (has_failed)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->domain_row), "error");
      gtk_widget_add_css_class (GTK_WIDGET (self->message_label), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->domain_row), "error");
      gtk_widget_remove_css_class (GTK_WIDGET (self->message_label), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, is_busy, -1);
}

static void
set_state (SpDomainField *self, FieldState state, const char *message)
{
  self->state = state;
  g_set_str (&self->message, message);
  if (state != STATE_CHECKING)
    g_clear_handle_id (&self->spinner_id, g_source_remove);
  update_view (self);
  if (message != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), message,
                             state == STATE_FAILED ? GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM
                                                   : GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static char *
trouble_to_sentence (SpWizardTrouble trouble, const char *name)
{
  switch (trouble)
    {
    case SP_WIZARD_NOT_REGISTERED:
      /* Translators: %s is a domain. */
      return g_strdup_printf (
        _ ("%s is not registered, or it has expired. Nothing else can be checked."), name);
    case SP_WIZARD_OFFLINE:
      return g_strdup (_ ("No server could be reached. This computer seems to be offline."));
    case SP_WIZARD_NO_ANSWER:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("No clear answer came about %s. Another try may help."), name);
    case SP_WIZARD_NO_TROUBLE:
      break;
    }
  return NULL;
}

static SpFactState
get_mx_state (SpSnapshot *snapshot)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);

  return fact != NULL ? sp_fact_get_state (fact) : SP_FACT_UNKNOWN;
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpDomainField) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpReport) report = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *name = NULL;
  SpSnapshot *snapshot;
  SpWizardTrouble trouble;

  report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (report == NULL)
    {
      g_warning ("Inspection failed: %s", error->message);
      set_state (self, STATE_FAILED, _ ("The questions could not be asked. Another try may help."));
      return;
    }

  snapshot = sp_report_get_snapshot (report);
  trouble = sp_wizard_find_trouble (sp_snapshot_get_delegation (snapshot),
                                    sp_snapshot_get_flags (snapshot), get_mx_state (snapshot));
  name = dup_isolated_name (sp_snapshot_get_domain (snapshot));
  sentence = trouble_to_sentence (trouble, name);
  set_state (self, sentence != NULL ? STATE_FAILED : STATE_IDLE, sentence);
  if (sp_wizard_next_step (FALSE, trouble) == SP_WIZARD_PROVIDER)
    g_signal_emit (self, signals[SIGNAL_INSPECTED], 0, report);
}

static gboolean
spinner_due_cb (gpointer user_data)
{
  SpDomainField *self = user_data;

  self->spinner_id = 0;
  set_state (self, STATE_SLOW, _ ("Asking the domain’s servers…"));
  return G_SOURCE_REMOVE;
}

static void
look_up (SpDomainField *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) name = NULL;
  g_autoptr (SpQuestion) question = NULL;
  SpDomain *domain;

  if (self->state == STATE_CHECKING || self->state == STATE_SLOW)
    return;
  name = clean (self, &error);
  if (name == NULL)
    {
      g_autofree char *sentence = sp_explain_question_error (error);

      set_state (self, STATE_FAILED, sentence);
      return;
    }
  domain = sp_workspace_find_domain (self->workspace, name);
  if (sp_wizard_next_step (domain != NULL, SP_WIZARD_NO_TROUBLE) == SP_WIZARD_DOMAIN)
    {
      g_signal_emit (self, signals[SIGNAL_KNOWN], 0, domain);
      return;
    }

  set_state (self, STATE_CHECKING, NULL);
  self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spinner_due_cb, self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  question = sp_question_new (name, NULL, NULL, NULL);
  sp_workspace_inspect_async (self->workspace, question, self->cancellable, inspected_cb,
                              g_object_ref (self));
}

static void
on_domain_changed (SpDomainField *self)
{
  if (self->state == STATE_FAILED)
    set_state (self, STATE_IDLE, NULL);
  else
    update_view (self);
}

static void
on_continue (SpDomainField *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->domain_row)) != '\0')
    look_up (self);
}

static void
continue_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_continue (SP_DOMAIN_FIELD (widget));
}

static void
sp_domain_field_dispose (GObject *object)
{
  SpDomainField *self = SP_DOMAIN_FIELD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->parent, sp_name_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_DOMAIN_FIELD);

  G_OBJECT_CLASS (sp_domain_field_parent_class)->dispose (object);
}

static void
sp_domain_field_finalize (GObject *object)
{
  g_free (SP_DOMAIN_FIELD (object)->message);
  G_OBJECT_CLASS (sp_domain_field_parent_class)->finalize (object);
}

static void
sp_domain_field_class_init (SpDomainFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sp_domain_field_dispose;
  object_class->finalize = sp_domain_field_finalize;

  signals[SIGNAL_INSPECTED] = g_signal_new ("inspected", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                            SP_TYPE_REPORT);
  signals[SIGNAL_KNOWN] = g_signal_new ("known", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_DOMAIN);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-domain-field.ui");
  gtk_widget_class_bind_template_child (widget_class, SpDomainField, list);
  gtk_widget_class_bind_template_child (widget_class, SpDomainField, domain_row);
  gtk_widget_class_bind_template_child (widget_class, SpDomainField, message_label);
  gtk_widget_class_bind_template_child (widget_class, SpDomainField, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_domain_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  gtk_widget_class_install_action (widget_class, "field.continue", NULL, continue_action_cb);
}

static void
sp_domain_field_init (SpDomainField *self)
{
  GtkEditable *field;

  gtk_widget_init_template (GTK_WIDGET (self));
  field = gtk_editable_get_delegate (GTK_EDITABLE (self->domain_row));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->message_label, NULL, -1);
  update_view (self);
}

/**
 * sp_domain_field_set_workspace:
 * @workspace: where domains are inspected and saved
 * @parent: (nullable): the domain below which a name is wanted, %NULL for any domain
 *
 * Says, once and for all, what is asked for.
 */
void
sp_domain_field_set_workspace (SpDomainField *self, SpWorkspace *workspace, SpName *parent)
{
  g_return_if_fail (SP_IS_DOMAIN_FIELD (self));
  g_return_if_fail (SP_IS_WORKSPACE (workspace));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  if (parent == NULL)
    return;
  self->parent = sp_name_ref (parent);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->domain_row), _ ("Subdomain"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Subdomain"), -1);
}

/**
 * sp_domain_field_look_up:
 * @typed: a domain or email address, in any form
 *
 * Does what typing @typed and pressing Enter does.
 */
void
sp_domain_field_look_up (SpDomainField *self, const char *typed)
{
  g_return_if_fail (SP_IS_DOMAIN_FIELD (self));

  gtk_editable_set_text (GTK_EDITABLE (self->domain_row), typed);
  on_continue (self);
}

/**
 * sp_domain_field_start:
 *
 * Leads the focus here, when the page is shown.
 */
void
sp_domain_field_start (SpDomainField *self)
{
  g_return_if_fail (SP_IS_DOMAIN_FIELD (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->domain_row));
}

/**
 * sp_domain_field_stop:
 *
 * Waits for no answer any more, when the page is left.
 */
void
sp_domain_field_stop (SpDomainField *self)
{
  g_return_if_fail (SP_IS_DOMAIN_FIELD (self));

  g_cancellable_cancel (self->cancellable);
  if (self->state != STATE_FAILED)
    set_state (self, STATE_IDLE, NULL);
}
