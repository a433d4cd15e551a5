/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-subdomain-page.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-menu-button.h"

struct _SpSubdomainPage {
  AdwNavigationPage parent_instance;

  AdwBanner *banner;
  GtkLabel *text_label;
  SpDomainField *field;
};

G_DEFINE_FINAL_TYPE (SpSubdomainPage, sp_subdomain_page, ADW_TYPE_NAVIGATION_PAGE)

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

  G_OBJECT_CLASS (klass)->dispose = sp_subdomain_page_dispose;

  g_type_ensure (SP_TYPE_DOMAIN_FIELD);
  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-subdomain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, text_label);
  gtk_widget_class_bind_template_child (widget_class, SpSubdomainPage, field);
  gtk_widget_class_bind_template_callback (widget_class, sp_domain_field_start);
  gtk_widget_class_bind_template_callback (widget_class, sp_domain_field_stop);
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

/**
 * sp_subdomain_page_get_field:
 *
 * Returns: (transfer none): the field, which tells what was typed
 */
SpDomainField *
sp_subdomain_page_get_field (SpSubdomainPage *self)
{
  g_return_val_if_fail (SP_IS_SUBDOMAIN_PAGE (self), NULL);

  return self->field;
}
