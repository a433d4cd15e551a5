/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-welcome-page.h"

#include "ui/widgets/sp-menu-button.h"

struct _SpWelcomePage {
  AdwNavigationPage parent_instance;

  AdwBanner *banner;
  SpDomainField *field;
};

G_DEFINE_FINAL_TYPE (SpWelcomePage, sp_welcome_page, ADW_TYPE_NAVIGATION_PAGE)

static void
sp_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (sp_welcome_page_parent_class)->dispose (object);
}

static void
sp_welcome_page_class_init (SpWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_welcome_page_dispose;

  g_type_ensure (SP_TYPE_DOMAIN_FIELD);
  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpWelcomePage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpWelcomePage, field);
  gtk_widget_class_bind_template_callback (widget_class, sp_domain_field_start);
  gtk_widget_class_bind_template_callback (widget_class, sp_domain_field_stop);
}

static void
sp_welcome_page_init (SpWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_welcome_page_new:
 * @workspace: where domains are inspected and saved
 */
SpWelcomePage *
sp_welcome_page_new (SpWorkspace *workspace)
{
  SpWelcomePage *self = g_object_new (SP_TYPE_WELCOME_PAGE, NULL);

  sp_domain_field_set_workspace (self->field, workspace, NULL);
  adw_banner_set_revealed (self->banner, sp_workspace_get_practice (workspace) != NULL);
  return self;
}

/**
 * sp_welcome_page_get_field:
 *
 * Returns: (transfer none): the field, which tells what was typed
 */
SpDomainField *
sp_welcome_page_get_field (SpWelcomePage *self)
{
  g_return_val_if_fail (SP_IS_WELCOME_PAGE (self), NULL);

  return self->field;
}
