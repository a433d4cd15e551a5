/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-domains-page.h"

#include "ui/widgets/sp-domain-row.h"
#include "ui/widgets/sp-menu-button.h"

struct _SpDomainsPage {
  AdwNavigationPage parent_instance;

  SpWorkspace *workspace;
  GtkFilterListModel *shown;
  GtkSortListModel *sorted;
  SpDomain *hidden;

  AdwBanner *banner;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SpDomainsPage, sp_domains_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  return item != SP_DOMAINS_PAGE (user_data)->hidden;
}

/* The saved domain that a name belongs to, or itself. */
static SpName *
get_family (SpDomainsPage *self, SpName *name)
{
  GListModel *domains = sp_workspace_get_domains (self->workspace);
  SpName *family = name;

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (SpDomain) domain = g_list_model_get_item (domains, i);

      /* The list keeps it alive. */
      if (sp_name_is_at_or_below (family, sp_domain_get_name (domain)))
        family = sp_domain_get_name (domain);
    }
  return family;
}

/* By name; a subdomain follows the domain that it belongs to. */
static int
compare_domains (gconstpointer a, gconstpointer b, gpointer user_data)
{
  SpName *first = sp_domain_get_name ((SpDomain *) a);
  SpName *second = sp_domain_get_name ((SpDomain *) b);
  int order = g_strcmp0 (sp_name_get_text (get_family (user_data, first)),
                         sp_name_get_text (get_family (user_data, second)));

  return order != 0 ? order : sp_name_compare (first, second);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  SpDomainsPage *self = user_data;

  return GTK_WIDGET (sp_domain_row_new (self->workspace, item));
}

static void
on_row_activated (SpDomainsPage *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, sp_domain_row_get_domain (SP_DOMAIN_ROW (row)));
}

static void
sp_domains_page_dispose (GObject *object)
{
  SpDomainsPage *self = SP_DOMAINS_PAGE (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  if (self->sorted != NULL)
    gtk_sort_list_model_set_sorter (self->sorted, NULL);
  if (self->shown != NULL)
    gtk_filter_list_model_set_filter (self->shown, NULL);
  g_clear_object (&self->sorted);
  g_clear_object (&self->shown);
  g_clear_object (&self->hidden);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_DOMAINS_PAGE);

  G_OBJECT_CLASS (sp_domains_page_parent_class)->dispose (object);
}

static void
sp_domains_page_class_init (SpDomainsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_domains_page_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_DOMAIN);

  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-domains-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpDomainsPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpDomainsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
sp_domains_page_init (SpDomainsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_domains_page_new:
 * @workspace: whose domains are listed
 */
SpDomainsPage *
sp_domains_page_new (SpWorkspace *workspace)
{
  SpDomainsPage *self = g_object_new (SP_TYPE_DOMAINS_PAGE, NULL);
  GtkCustomFilter *filter = gtk_custom_filter_new (is_shown, self, NULL);

  self->workspace = g_object_ref (workspace);
  self->shown = gtk_filter_list_model_new (g_object_ref (sp_workspace_get_domains (workspace)),
                                           GTK_FILTER (filter));
  self->sorted = gtk_sort_list_model_new (
    g_object_ref (G_LIST_MODEL (self->shown)),
    GTK_SORTER (gtk_custom_sorter_new (compare_domains, self, NULL)));
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->sorted), make_row, self, NULL);
  adw_banner_set_revealed (self->banner, sp_workspace_get_practice (workspace) != NULL);
  return self;
}

/**
 * sp_domains_page_hide_domain:
 * @domain: a domain that is about to be removed
 *
 * Shows the list as if @domain were gone, while it can still be brought back.
 */
void
sp_domains_page_hide_domain (SpDomainsPage *self, SpDomain *domain)
{
  g_return_if_fail (SP_IS_DOMAINS_PAGE (self));

  if (g_set_object (&self->hidden, domain))
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown),
                        GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * sp_domains_page_is_empty:
 *
 * Whether no domain is shown.
 */
gboolean
sp_domains_page_is_empty (SpDomainsPage *self)
{
  g_return_val_if_fail (SP_IS_DOMAINS_PAGE (self), TRUE);

  return g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0;
}
