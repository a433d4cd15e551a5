/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-panel-dialog.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-choice-row.h"

/* Of no company: its words fit every panel. */
#define GENERIC_ID "generic"

struct _SpPanelDialog {
  AdwDialog parent_instance;

  SpCatalog *catalog;
  SpDomain *domain;

  GtkLabel *keeper_label;
  GtkListBox *special_list;
  GtkSearchEntry *search_entry;
  GtkListBox *company_list;
};

G_DEFINE_FINAL_TYPE (SpPanelDialog, sp_panel_dialog, ADW_TYPE_DIALOG)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
row_matches (GtkListBoxRow *row, gpointer user_data)
{
  SpPanelDialog *self = user_data;
  const char *wanted = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  return g_str_match_string (wanted, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                             TRUE);
}

static int
compare_by_name (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = g_utf8_casefold (sp_dns_host_get_name (*(SpDnsHost *const *) a), -1);
  g_autofree char *second = g_utf8_casefold (sp_dns_host_get_name (*(SpDnsHost *const *) b), -1);

  return g_utf8_collate (first, second);
}

static void
append_row (SpPanelDialog *self, GtkListBox *list, const char *id, const char *title,
            const char *subtitle)
{
  gboolean is_chosen = g_strcmp0 (id, sp_domain_get_dns_host (self->domain)) == 0;

  gtk_list_box_append (
    list, GTK_WIDGET (sp_choice_row_new (id, title, is_chosen ? _ ("Chosen now") : subtitle)));
}

static gboolean
is_company (SpDnsHost *host)
{
  return sp_dns_host_get_server_patterns (host)[0] != NULL && !sp_dns_host_is_parking (host);
}

static void
append_hosts (SpPanelDialog *self, GtkListBox *list, gboolean (*fits) (SpDnsHost *host),
              const char *subtitle)
{
  GListModel *all = sp_catalog_get_dns_hosts (self->catalog);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (SpDnsHost) host = g_list_model_get_item (all, i);

      if (fits (host))
        g_ptr_array_add (hosts, g_steal_pointer (&host));
    }
  g_ptr_array_sort (hosts, compare_by_name);
  for (guint i = 0; i < hosts->len; i++)
    append_row (self, list, sp_dns_host_get_id (hosts->pdata[i]),
                sp_dns_host_get_name (hosts->pdata[i]), subtitle);
}

static void
show_domain (SpPanelDialog *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  SpDnsHost *keeper = report != NULL ? sp_report_get_keeper (report) : NULL;
  g_autofree char *text = NULL;

  if (keeper != NULL)
    text = g_strdup_printf (
      /* Translators: %1$s is a company that keeps DNS records. */
      _ ("The name servers say that the records are kept at %1$s. Web hosts often have them edited "
         "in cPanel or Plesk; choose one of these only if %1$s offers it."),
      sp_dns_host_get_name (keeper));
  else
    text = g_strdup (_ ("The name servers belong to no known company. Web hosts often have the "
                        "records edited in cPanel or Plesk; choose the panel that the company "
                        "offers."));
  gtk_label_set_label (self->keeper_label, text);

  append_row (self, self->special_list, NULL, _ ("As the Name Servers Say"),
              keeper != NULL ? sp_dns_host_get_name (keeper) : _ ("No known company"));
  append_hosts (self, self->special_list, sp_dns_host_is_program, _ ("At many web hosts"));
  append_row (self, self->special_list, GENERIC_ID, _ ("Another Panel"),
              _ ("Plain words that fit every panel"));
  append_hosts (self, self->company_list, is_company, NULL);
}

static void
on_row_activated (SpPanelDialog *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, sp_choice_row_get_id (SP_CHOICE_ROW (row)));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_search_changed (SpPanelDialog *self)
{
  gtk_list_box_invalidate_filter (self->company_list);
}

static void
on_search_stopped (SpPanelDialog *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0')
    adw_dialog_close (ADW_DIALOG (self));
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

static void
on_search_activated (SpPanelDialog *self)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->company_list, i);

      if (row == NULL)
        return;
      if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
        {
          gtk_widget_grab_focus (GTK_WIDGET (row));
          return;
        }
    }
}

static void
sp_panel_dialog_dispose (GObject *object)
{
  SpPanelDialog *self = SP_PANEL_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_PANEL_DIALOG);
  g_clear_object (&self->catalog);
  g_clear_object (&self->domain);

  G_OBJECT_CLASS (sp_panel_dialog_parent_class)->dispose (object);
}

static void
sp_panel_dialog_class_init (SpPanelDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_panel_dialog_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/sp-panel-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, keeper_label);
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, special_list);
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, company_list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
}

static void
sp_panel_dialog_init (SpPanelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->company_list, row_matches, self, NULL);
}

/**
 * sp_panel_dialog_new:
 * @catalog: whose DNS hosts are offered
 * @domain: whose records are edited
 */
SpPanelDialog *
sp_panel_dialog_new (SpCatalog *catalog, SpDomain *domain)
{
  SpPanelDialog *self = g_object_new (SP_TYPE_PANEL_DIALOG, NULL);

  self->catalog = g_object_ref (catalog);
  self->domain = g_object_ref (domain);
  show_domain (self);
  return self;
}
