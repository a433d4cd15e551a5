/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-record-row.h"

#include <glib/gi18n.h>

#include "core/dns/sp-dig-line.h"
#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-copy-button.h"
#include "ui/widgets/sp-field-row.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpRecordRow {
  AdwExpanderRow parent_instance;

  char *name;
  char *value;
};

G_DEFINE_FINAL_TYPE (SpRecordRow, sp_record_row, ADW_TYPE_EXPANDER_ROW)

static void
copy (SpRecordRow *self, const char *text, const char *done)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", done);
}

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (widget);

  adw_expander_row_set_expanded (row, !adw_expander_row_get_expanded (row));
}

static void
copy_value_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy (SP_RECORD_ROW (widget), SP_RECORD_ROW (widget)->value, _ ("Value copied"));
}

static void
copy_name_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy (SP_RECORD_ROW (widget), SP_RECORD_ROW (widget)->name, _ ("Name copied"));
}

static void
sp_record_row_finalize (GObject *object)
{
  SpRecordRow *self = SP_RECORD_ROW (object);

  g_free (self->name);
  g_free (self->value);
  G_OBJECT_CLASS (sp_record_row_parent_class)->finalize (object);
}

static void
sp_record_row_class_init (SpRecordRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sp_record_row_finalize;
  gtk_widget_class_install_action (widget_class, "record.toggle", NULL, toggle_cb);
  gtk_widget_class_install_action (widget_class, "record.copy-value", NULL, copy_value_cb);
  gtk_widget_class_install_action (widget_class, "record.copy-name", NULL, copy_name_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "record.copy-value", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "record.copy-name", NULL);
}

static void
sp_record_row_init (SpRecordRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_expander_row_set_subtitle_lines (ADW_EXPANDER_ROW (self), 2);
}

static void
add_plain (SpRecordRow *self, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
}

/* What a server says, beside what counts. */
static const char *
compare_answer (SpFact *fact, SpAnswer *answer)
{
  g_autoptr (SpRecordSet) set = NULL;

  if (!sp_outcome_is_conclusive (sp_answer_get_outcome (answer)))
    return _ ("no answer");
  set = sp_answer_dup_final_set (answer);
  if (set == NULL)
    return _ ("nothing there");
  if (sp_fact_get_set (fact) != NULL && sp_record_set_equal (set, sp_fact_get_set (fact)))
    return _ ("the same");
  return _ ("something else");
}

static void
add_servers (SpRecordRow *self, SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      SpAnswer *answer = answers->pdata[i];
      const SpAnswerFields *fields = sp_answer_get_fields (answer);

      if (fields->server == NULL)
        continue;
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "",
                              sp_name_get_text (fields->server), compare_answer (fact, answer));
    }
  if (text->len > 0)
    add_plain (self, _ ("What Each Server Says"), text->str);
}

/* The same question, asked of the server whose answer is shown; of the resolver if none was asked.
 */
static char *
dup_terminal_line (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      const SpAnswerFields *fields = sp_answer_get_fields (answers->pdata[i]);

      if (fields->server != NULL && sp_outcome_is_conclusive (fields->outcome))
        return sp_dig_line_new (fields->server, fields->endpoint, sp_fact_get_name (fact),
                                sp_fact_get_rr_type (fact));
    }
  return sp_dig_line_new (NULL, NULL, sp_fact_get_name (fact), sp_fact_get_rr_type (fact));
}

/* The value as it is shown: an MX or SRV record begins with its number. */
static char *
dup_shown (SpRecord *record, const char *value)
{
  g_autofree char *safe = sp_explain_safe_text (value, -1);

  if (sp_record_get_rr_type (record) == SP_RR_MX)
    return g_strdup_printf ("%u %s", sp_record_get_preference (record), safe);
  return g_steal_pointer (&safe);
}

static char *
dup_subtitle (const char *name, const char *domain, const char *shown)
{
  if (g_strcmp0 (name, domain) == 0)
    return g_strdup (shown);
  return g_strdup_printf ("%s\n%s", name, shown);
}

/**
 * sp_record_row_new:
 * @title: the plain name of the record
 * @domain: the domain shown, whose name is not repeated
 * @fact: where it was seen
 * @record: the record
 */
SpRecordRow *
sp_record_row_new (const char *title, const char *domain, SpFact *fact, SpRecord *record)
{
  SpRecordRow *self = g_object_new (SP_TYPE_RECORD_ROW, "title", title, NULL);
  g_autofree char *type = sp_rr_type_to_string (sp_record_get_rr_type (record));
  g_autofree char *value = sp_record_dup_value (record);
  g_autofree char *shown = dup_shown (record, value);
  g_autofree char *subtitle = NULL;
  g_autofree char *ttl = sp_explain_ttl (sp_record_get_ttl (record));
  g_autofree char *line = NULL;
  GtkWidget *type_label = gtk_label_new (type);

  self->name = g_strdup (sp_name_get_text (sp_fact_get_name (fact)));
  self->value = g_steal_pointer (&value);
  gtk_widget_add_css_class (type_label, "caption");
  gtk_widget_add_css_class (type_label, "badge");
  gtk_widget_set_valign (type_label, GTK_ALIGN_CENTER);
  adw_expander_row_add_suffix (ADW_EXPANDER_ROW (self), type_label);
  subtitle = dup_subtitle (self->name, domain, shown);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);

  adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                            GTK_WIDGET (sp_field_row_new (_ ("Name"), self->name, self->name,
                                                          _ ("Copy Name"), _ ("Name copied"))));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self),
                            GTK_WIDGET (sp_field_row_new (_ ("Value"), shown, self->value,
                                                          _ ("Copy Value"), _ ("Value copied"))));
  add_plain (self, _ ("May Be Remembered For"), ttl);
  add_servers (self, fact);
  line = dup_terminal_line (fact);
  adw_expander_row_add_row (
    ADW_EXPANDER_ROW (self),
    GTK_WIDGET (sp_field_row_new (_ ("Same Question in a Terminal"), line, line,
                                  _ ("Copy Line for a Terminal"), _ ("Line copied"))));
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_record_row_matches:
 * @wanted: what somebody searches for
 *
 * Whether title, name or value hold @wanted.
 */
gboolean
sp_record_row_matches (SpRecordRow *self, const char *wanted)
{
  const char *title;
  g_autofree char *folded = NULL;
  g_autofree char *all = NULL;
  g_autofree char *all_folded = NULL;

  g_return_val_if_fail (SP_IS_RECORD_ROW (self), FALSE);

  title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  folded = g_utf8_casefold (wanted, -1);
  all = g_strjoin ("\n", title, self->name, adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (self)),
                   NULL);
  all_folded = g_utf8_casefold (all, -1);
  return strstr (all_folded, folded) != NULL;
}
