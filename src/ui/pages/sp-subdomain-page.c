/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-subdomain-page.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-domain-field.h"
#include "ui/widgets/sp-menu-button.h"

struct _SpSubdomainPage {
  AdwNavigationPage parent_instance;

  AdwBanner *banner;
  GtkLabel *text_label;
  SpDomainField *field;
};

G_DEFINE_FINAL_TYPE (SpSubdomainPage, sp_subdomain_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_INSPECTED,
  SIGNAL_KNOWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_inspected (SpSubdomainPage *self, SpReport *report)
{
  g_signal_emit (self, signals[SIGNAL_INSPECTED], 0, report);
}

static void
on_known (SpSubdomainPage *self, SpDomain *domain)
{
  g_signal_emit (self, signals[SIGNAL_KNOWN], 0, domain);
}

static void
sp_subdomain_page_shown (AdwNavigationPage *page)
{
  sp_domain_field_start (SP_SUBDOMAIN_PAGE (page)->field);
}

static void
sp_subdomain_page_hidden (AdwNavigationPage *page)
{
  sp_domain_field_stop (SP_SUBDOMAIN_PAGE (page)->field);
}

static void
sp_subdomain_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_SUBDOMAIN_PAGE);

  G_OBJECT_CLASS (sp_subdomain_page_parent_class)->dispose (object);
}

static void
sp_subdomain_page_class_init (SpSubdomainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_subdomain_page_dispose;
  page_class->shown = sp_subdomain_page_shown;
  page_class->hidden = sp_subdomain_page_hidden;

  signals[SIGNAL_INSPECTED] = g_signal_new ("inspected", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                            SP_TYPE_REPORT);
  signals[SIGNAL_KNOWN] = g_signal_new ("known", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_DOMAIN);

  g_type_ensure (SP_TYPE_DOMAIN_FIELD);
  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-subdomain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, text_label);
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, field);
  gtk_widget_class_bind_template_callback (widget_class, on_inspected);
  gtk_widget_class_bind_template_callback (widget_class, on_known);
}

static void
sp_subdomain_page_init (SpSubdomainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_domain (SpSubdomainPage *self, SpName *domain)
{
  g_autofree char *unicode = sp_name_dup_unicode (domain);
  g_autofree char *name = g_strdup_printf ("\u2068%s\u2069", unicode);
  g_autofree char *text = NULL;

  text = g_strdup_printf (
    /* Translators: %1$s is a domain. */
    _ ("A name below %1$s, such as “support”, can have a mail provider of its own. Mail for %1$s "
       "itself stays as it is."),
    name);
  gtk_label_set_label (self->text_label, text);
}

/**
 * sp_subdomain_page_new:
 * @workspace: where domains are inspected and saved
 * @domain: the domain below which a name is wanted
 */
SpSubdomainPage *
sp_subdomain_page_new (SpWorkspace *workspace, SpName *domain)
{
  SpSubdomainPage *self = g_object_new (SP_TYPE_SUBDOMAIN_PAGE, NULL);

  sp_domain_field_set_workspace (self->field, workspace, domain);
  adw_banner_set_revealed (self->banner, sp_workspace_get_practice (workspace) != NULL);
  show_domain (self, domain);
  return self;
}
