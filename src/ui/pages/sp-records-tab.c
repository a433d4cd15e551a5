/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-records-tab.h"

#include <glib/gi18n.h>

#include "ui/sp-record-purpose.h"
#include "ui/widgets/sp-record-row.h"
#include "ui/widgets/sp-spf-row.h"

struct _SpRecordsTab {
  AdwBin parent_instance;

  SpDomain *domain;
  GPtrArray *groups; /* one AdwPreferencesGroup a purpose */
  GPtrArray *rows[SP_N_PURPOSES];
  SpSpfRow *spf_row; /* among the records for sending, behind them; NULL without such a list */
  char *shown;       /* the records, to leave open rows alone while they are the same */

  GtkSearchEntry *search_entry;
  GtkBox *groups_box;
  GtkLabel *nothing_label;
};

G_DEFINE_FINAL_TYPE (SpRecordsTab, sp_records_tab, ADW_TYPE_BIN)

static void
filter_rows (SpRecordsTab *self)
{
  const char *wanted = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  guint n_shown = 0;

  for (guint p = 0; p < SP_N_PURPOSES; p++)
    {
      guint n_in_group = 0;

      for (guint i = 0; i < self->rows[p]->len; i++)
        {
          GtkWidget *row = self->rows[p]->pdata[i];
          gboolean is_shown = sp_record_row_matches (SP_RECORD_ROW (row), wanted);

          gtk_widget_set_visible (row, is_shown);
          n_in_group += is_shown;
        }
      if (p == SP_PURPOSE_SENDING && self->spf_row != NULL)
        {
          gboolean is_shown = sp_spf_row_matches (self->spf_row, wanted);

          gtk_widget_set_visible (GTK_WIDGET (self->spf_row), is_shown);
          n_in_group += is_shown;
        }
      gtk_widget_set_visible (self->groups->pdata[p], n_in_group > 0);
      n_shown += n_in_group;
    }
  gtk_label_set_label (self->nothing_label, *wanted != '\0' ? _ ("No record holds this.")
                                                            : _ ("No records could be read."));
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_label), n_shown == 0);
}

static void
clear_rows (SpRecordsTab *self)
{
  for (guint p = 0; p < SP_N_PURPOSES; p++)
    {
      for (guint i = 0; i < self->rows[p]->len; i++)
        adw_preferences_group_remove (self->groups->pdata[p], self->rows[p]->pdata[i]);
      g_ptr_array_set_size (self->rows[p], 0);
    }
  if (self->spf_row != NULL)
    adw_preferences_group_remove (self->groups->pdata[SP_PURPOSE_SENDING],
                                  GTK_WIDGET (self->spf_row));
  self->spf_row = NULL;
}

static void
add_spf_tree (SpRecordsTab *self, SpSnapshot *snapshot)
{
  g_autoptr (SpSpfTree) tree = sp_spf_tree_new_own (snapshot);

  if (tree == NULL)
    return;
  self->spf_row = sp_spf_row_new (tree);
  adw_preferences_group_add (self->groups->pdata[SP_PURPOSE_SENDING], GTK_WIDGET (self->spf_row));
}

static void
add_record (SpRecordsTab *self, SpSnapshot *snapshot, SpFact *fact, SpRecord *record)
{
  SpName *asked = sp_fact_get_name (fact);
  SpRecordPurpose purpose = sp_record_purpose_find (snapshot, record, asked);
  const char *title = sp_record_purpose_get_record_title (purpose, record, asked);
  const char *domain = sp_name_get_text (sp_snapshot_get_domain (snapshot));
  GtkWidget *row = GTK_WIDGET (sp_record_row_new (title, domain, fact, record));

  adw_preferences_group_add (self->groups->pdata[purpose], row);
  g_ptr_array_add (self->rows[purpose], row);
}

/* A nickname is one record, whatever types were asked of it. */
static SpRecordSet *
dup_alias_set (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      SpRecordSet *set = sp_answer_dup_set (answers->pdata[i], sp_fact_get_name (fact),
                                            SP_RR_CNAME);

      if (set != NULL)
        return set;
    }
  return NULL;
}

static void
add_fact (SpRecordsTab *self, SpSnapshot *snapshot, SpFact *fact, GHashTable *nicknames)
{
  GPtrArray *aliases = sp_fact_get_aliases (fact);
  g_autoptr (SpRecordSet) set = NULL;

  if (aliases != NULL && aliases->len > 0)
    {
      if (!g_hash_table_add (nicknames, sp_fact_get_name (fact)))
        return;
      set = dup_alias_set (fact);
    }
  else if (sp_fact_get_set (fact) != NULL)
    set = sp_record_set_ref (sp_fact_get_set (fact));
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    add_record (self, snapshot, fact, sp_record_set_get_record (set, i));
}

/* What was found in the domain's own list of records, and not by a guess that a catch-all record
 * answers. */
static gboolean
is_own (SpSnapshot *snapshot, SpFact *fact)
{
  SpName *name = sp_fact_get_name (fact);
  SpName *zone = sp_snapshot_get_zone (snapshot);
  SpName *probe = sp_snapshot_get_probe_name (snapshot);

  return sp_name_is_at_or_below (name, zone != NULL ? zone : sp_snapshot_get_domain (snapshot))
         && (probe == NULL || !sp_name_equal (name, probe));
}

/* Names, records and what each server says of them. */
static char *
dup_key (SpSnapshot *snapshot)
{
  GPtrArray *facts = sp_snapshot_get_facts (snapshot);
  g_autoptr (GString) key = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = facts->pdata[i];
      SpRecordSet *set = sp_fact_get_set (fact);
      GPtrArray *answers = sp_fact_get_answers (fact);

      g_string_append_printf (key, "\n%s %d", sp_name_get_text (sp_fact_get_name (fact)),
                              sp_fact_get_rr_type (fact));
      for (guint r = 0; set != NULL && r < sp_record_set_get_n_records (set); r++)
        {
          g_autofree char *line = sp_record_dup_line (sp_record_set_get_record (set, r));

          g_string_append_printf (key, "\n%s", line);
        }
      for (guint a = 0; answers != NULL && a < answers->len; a++)
        g_string_append_printf (key, " %d", sp_answer_get_outcome (answers->pdata[a]));
      g_string_append_printf (key, " %d", sp_fact_servers_disagree (fact));
    }
  return g_string_free_and_steal (g_steal_pointer (&key));
}

static void
update_view (SpRecordsTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autoptr (GHashTable) nicknames = g_hash_table_new (sp_name_hash, sp_name_equal);
  g_autofree char *key = NULL;
  SpSnapshot *snapshot;
  GPtrArray *facts;

  if (report == NULL)
    return;
  snapshot = sp_report_get_snapshot (report);
  key = dup_key (snapshot);
  if (!g_set_str (&self->shown, key))
    return;
  clear_rows (self);
  facts = sp_snapshot_get_facts (snapshot);
  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = facts->pdata[i];

      if (is_own (snapshot, fact))
        add_fact (self, snapshot, fact, nicknames);
    }
  add_spf_tree (self, snapshot);
  filter_rows (self);
}

static void
on_search_changed (SpRecordsTab *self)
{
  filter_rows (self);
}

static void
on_search_stopped (SpRecordsTab *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
sp_records_tab_dispose (GObject *object)
{
  SpRecordsTab *self = SP_RECORDS_TAB (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_RECORDS_TAB);
  for (guint p = 0; p < SP_N_PURPOSES; p++)
    g_clear_pointer (&self->rows[p], g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (sp_records_tab_parent_class)->dispose (object);
}

static void
sp_records_tab_class_init (SpRecordsTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_records_tab_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-records-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, SpRecordsTab, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SpRecordsTab, groups_box);
  gtk_widget_class_bind_template_child (widget_class, SpRecordsTab, nothing_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
}

static void
sp_records_tab_init (SpRecordsTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->groups = g_ptr_array_new ();
  for (guint p = 0; p < SP_N_PURPOSES; p++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                       sp_record_purpose_get_title (p));
      gtk_box_append (self->groups_box, group);
      g_ptr_array_add (self->groups, group);
      self->rows[p] = g_ptr_array_new ();
    }
}

/**
 * sp_records_tab_set_domain:
 * @workspace: the workspace of @domain
 * @domain: the domain shown, once and for all
 */
void
sp_records_tab_set_domain (SpRecordsTab *self, SpWorkspace *workspace, SpDomain *domain)
{
  g_return_if_fail (SP_IS_RECORDS_TAB (self));
  g_return_if_fail (self->domain == NULL);

  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  update_view (self);
}

/**
 * sp_records_tab_find:
 *
 * Leads to the search field.
 */
void
sp_records_tab_find (SpRecordsTab *self)
{
  g_return_if_fail (SP_IS_RECORDS_TAB (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
