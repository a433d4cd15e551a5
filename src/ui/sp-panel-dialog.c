/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-panel-dialog.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-choice-list.h"
#include "ui/widgets/sp-choice-row.h"

/* Of no company: its words fit every panel. */
#define GENERIC_ID "generic"

struct _SpPanelDialog {
  AdwDialog parent_instance;

  SpCatalog *catalog;
  SpDomain *domain;

  GtkLabel *keeper_label;
  GtkListBox *special_list;
  SpChoiceList *company_list;
};

G_DEFINE_FINAL_TYPE (SpPanelDialog, sp_panel_dialog, ADW_TYPE_DIALOG)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
compare_by_name (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = g_utf8_casefold (sp_dns_host_get_name (*(SpDnsHost *const *) a), -1);
  g_autofree char *second = g_utf8_casefold (sp_dns_host_get_name (*(SpDnsHost *const *) b), -1);

  return g_utf8_collate (first, second);
}

static const char *
get_subtitle (SpPanelDialog *self, const char *id, const char *subtitle)
{
  return g_strcmp0 (id, sp_domain_get_dns_host (self->domain)) == 0 ? _ ("Chosen now") : subtitle;
}

static void
append_special (SpPanelDialog *self, const char *id, const char *title, const char *subtitle)
{
  gtk_list_box_append (self->special_list, GTK_WIDGET (sp_choice_row_new (
                                             id, title, get_subtitle (self, id, subtitle))));
}

static gboolean
is_company (SpDnsHost *host)
{
  return sp_dns_host_get_server_patterns (host)[0] != NULL && !sp_dns_host_is_parking (host);
}

static GPtrArray *
dup_hosts (SpPanelDialog *self, gboolean (*fits) (SpDnsHost *host))
{
  GListModel *all = sp_catalog_get_dns_hosts (self->catalog);
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (SpDnsHost) host = g_list_model_get_item (all, i);

      if (fits (host))
        g_ptr_array_add (hosts, g_steal_pointer (&host));
    }
  g_ptr_array_sort (hosts, compare_by_name);
  return hosts;
}

static void
append_programs (SpPanelDialog *self)
{
  g_autoptr (GPtrArray) hosts = dup_hosts (self, sp_dns_host_is_program);

  for (guint i = 0; i < hosts->len; i++)
    append_special (self, sp_dns_host_get_id (hosts->pdata[i]),
                    sp_dns_host_get_name (hosts->pdata[i]), _ ("At many web hosts"));
}

static void
append_companies (SpPanelDialog *self)
{
  g_autoptr (GPtrArray) hosts = dup_hosts (self, is_company);

  for (guint i = 0; i < hosts->len; i++)
    {
      const char *id = sp_dns_host_get_id (hosts->pdata[i]);

      sp_choice_list_append (self->company_list, id, sp_dns_host_get_name (hosts->pdata[i]),
                             get_subtitle (self, id, NULL));
    }
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

  append_special (self, NULL, _ ("As the Name Servers Say"),
                  keeper != NULL ? sp_dns_host_get_name (keeper) : _ ("No known company"));
  append_programs (self);
  append_special (self, GENERIC_ID, _ ("Another Panel"), _ ("Plain words that fit every panel"));
  append_companies (self);
}

static void
on_chosen (SpPanelDialog *self, const char *id)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_row_activated (SpPanelDialog *self, GtkListBoxRow *row)
{
  on_chosen (self, sp_choice_row_get_id (SP_CHOICE_ROW (row)));
}

static void
on_stopped (SpPanelDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
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

  g_type_ensure (SP_TYPE_CHOICE_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/sp-panel-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, keeper_label);
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, special_list);
  gtk_widget_class_bind_template_child (widget_class, SpPanelDialog, company_list);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_stopped);
}

static void
sp_panel_dialog_init (SpPanelDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
