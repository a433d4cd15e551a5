/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-welcome-page.h"

#include "ui/widgets/sp-domain-field.h"
#include "ui/widgets/sp-menu-button.h"

struct _SpWelcomePage {
  AdwNavigationPage parent_instance;

  AdwBanner *banner;
  SpDomainField *field;
};

G_DEFINE_FINAL_TYPE (SpWelcomePage, sp_welcome_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_INSPECTED,
  SIGNAL_KNOWN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_inspected (SpWelcomePage *self, SpReport *report)
{
  g_signal_emit (self, signals[SIGNAL_INSPECTED], 0, report);
}

static void
on_known (SpWelcomePage *self, SpDomain *domain)
{
  g_signal_emit (self, signals[SIGNAL_KNOWN], 0, domain);
}

static void
sp_welcome_page_shown (AdwNavigationPage *page)
{
  sp_domain_field_start (SP_WELCOME_PAGE (page)->field);
}

static void
sp_welcome_page_hidden (AdwNavigationPage *page)
{
  sp_domain_field_stop (SP_WELCOME_PAGE (page)->field);
}

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
  AdwNavigationPageClass *page_class = ADW_NAVIGATION_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_welcome_page_dispose;
  page_class->shown = sp_welcome_page_shown;
  page_class->hidden = sp_welcome_page_hidden;

  signals[SIGNAL_INSPECTED] = g_signal_new ("inspected", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                            SP_TYPE_REPORT);
  signals[SIGNAL_KNOWN] = g_signal_new ("known", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_DOMAIN);

  g_type_ensure (SP_TYPE_DOMAIN_FIELD);
  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpWelcomePage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpWelcomePage, field);
  gtk_widget_class_bind_template_callback (widget_class, on_inspected);
  gtk_widget_class_bind_template_callback (widget_class, on_known);
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
 * sp_welcome_page_look_up:
 * @typed: a domain or email address, in any form
 *
 * Does what typing @typed and pressing Enter does.
 */
void
sp_welcome_page_look_up (SpWelcomePage *self, const char *typed)
{
  g_return_if_fail (SP_IS_WELCOME_PAGE (self));

  sp_domain_field_look_up (self->field, typed);
}
