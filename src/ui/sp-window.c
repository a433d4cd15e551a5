/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-window.h"

#include <glib/gi18n.h>

#include "ui/pages/sp-domain-page.h"
#include "ui/pages/sp-domains-page.h"
#include "ui/pages/sp-panel-page.h"
#include "ui/pages/sp-practice-page.h"
#include "ui/pages/sp-provider-page.h"
#include "ui/pages/sp-reading-page.h"
#include "ui/pages/sp-subdomain-page.h"
#include "ui/pages/sp-welcome-page.h"

/* The least size that the pages are made for. */
#define LEAST_WIDTH 360
#define LEAST_HEIGHT 294
/* A word such as "Value copied" needs no longer. */
#define TOAST_SECONDS 2

struct _SpWindow {
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  SpWorkspace *workspace;
  SpDomain *removing; /* taken out of the list, not yet out of the store */

  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
};

G_DEFINE_FINAL_TYPE (SpWindow, sp_window, ADW_TYPE_APPLICATION_WINDOW)

static void open_domain (SpWindow *self, SpDomain *domain);

static void
show_toast (SpWindow *self, const char *text)
{
  AdwToast *toast = adw_toast_new ("");

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static SpDomainPage *
get_domain_page (SpWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_find_page (self->navigation, "domain");

  return page != NULL ? SP_DOMAIN_PAGE (page) : NULL;
}

static gboolean
in_practice (SpWindow *self)
{
  return self->workspace != NULL && sp_workspace_get_practice (self->workspace) != NULL;
}

static void
push_page (SpWindow *self, AdwNavigationPage *page)
{
  AdwNavigationPage *old = adw_navigation_view_find_page (self->navigation,
                                                          adw_navigation_page_get_tag (page));

  if (old != NULL && old == adw_navigation_view_get_visible_page (self->navigation))
    adw_navigation_view_pop (self->navigation);
  adw_navigation_view_push (self->navigation, page);
}

/* Saves what was chosen. Returns NULL, and says so, if that cannot be done. */
static SpDomain *
keep_choice (SpWindow *self, const char *provider, const char *host, SpProviderPage *page)
{
  SpReport *report = sp_provider_page_get_report (page);
  SpName *name = sp_snapshot_get_domain (sp_report_get_snapshot (report));
  SpDomain *domain = sp_workspace_find_domain (self->workspace, name);
  g_autoptr (GError) error = NULL;

  if (domain == NULL)
    domain = sp_workspace_add_domain (self->workspace, report, provider, &error);
  else if (!sp_workspace_choose_provider (self->workspace, domain, provider, &error))
    domain = NULL;
  if (domain != NULL && host != NULL
      && !sp_workspace_set_value (self->workspace, domain, "host", host, &error))
    domain = NULL;
  if (domain == NULL)
    {
      g_warning ("Cannot save domain: %s", error->message);
      show_toast (self, _ ("The domain could not be saved."));
    }
  return domain;
}

static void
on_provider_chosen (SpWindow *self, const char *provider, const char *host, SpProviderPage *page)
{
  SpDomain *domain = keep_choice (self, provider, host, page);

  if (domain != NULL)
    open_domain (self, domain);
}

/* Whoever sets up a subdomain came for its edits. */
static void
on_subdomain_provider_chosen (SpWindow *self, const char *provider, const char *host,
                              SpProviderPage *page)
{
  SpDomain *domain = keep_choice (self, provider, host, page);

  if (domain == NULL)
    return;
  open_domain (self, domain);
  if (provider != NULL)
    sp_window_show_view (self, "changes");
}

static void
push_provider_page (SpWindow *self, SpReport *report, GCallback on_chosen)
{
  SpProviderPage *page = sp_provider_page_new (self->workspace, report);

  g_signal_connect_object (page, "chosen", on_chosen, self, G_CONNECT_SWAPPED);
  push_page (self, ADW_NAVIGATION_PAGE (page));
}

static void
ask_provider (SpWindow *self, SpReport *report)
{
  push_provider_page (self, report, G_CALLBACK (on_provider_chosen));
}

static void
ask_subdomain_provider (SpWindow *self, SpReport *report)
{
  push_provider_page (self, report, G_CALLBACK (on_subdomain_provider_chosen));
}

static SpWelcomePage *
make_welcome_page (SpWindow *self)
{
  SpWelcomePage *page = sp_welcome_page_new (self->workspace);
  SpDomainField *field = sp_welcome_page_get_field (page);

  g_signal_connect_object (field, "inspected", G_CALLBACK (ask_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "known", G_CALLBACK (open_domain), self, G_CONNECT_SWAPPED);
  return page;
}

/* The wizard begins at the page that is there already, below others perhaps. */
static SpWelcomePage *
show_welcome (SpWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_find_page (self->navigation, "welcome");

  if (page == NULL)
    {
      page = ADW_NAVIGATION_PAGE (make_welcome_page (self));
      adw_navigation_view_push (self->navigation, page);
    }
  else if (page != adw_navigation_view_get_visible_page (self->navigation))
    adw_navigation_view_pop_to_page (self->navigation, page);
  return SP_WELCOME_PAGE (page);
}

static void
look_up (SpWindow *self, const char *typed)
{
  sp_domain_field_look_up (sp_welcome_page_get_field (show_welcome (self)), typed);
}

static void
finish_removing (SpWindow *self)
{
  g_autoptr (SpDomain) domain = g_steal_pointer (&self->removing);
  g_autoptr (GError) error = NULL;

  if (domain == NULL)
    return;
  if (!sp_workspace_remove_domain (self->workspace, domain, &error))
    g_warning ("Cannot remove domain: %s", error->message);
}

static AdwNavigationPage *
make_root_page (SpWindow *self)
{
  SpDomainsPage *page;

  if (g_list_model_get_n_items (sp_workspace_get_domains (self->workspace)) == 0)
    return ADW_NAVIGATION_PAGE (make_welcome_page (self));
  page = sp_domains_page_new (self->workspace);
  g_signal_connect_object (page, "chosen", G_CALLBACK (open_domain), self, G_CONNECT_SWAPPED);
  return ADW_NAVIGATION_PAGE (page);
}

static void
show_root (SpWindow *self)
{
  AdwNavigationPage *page = make_root_page (self);

  adw_navigation_view_replace (self->navigation, &page, 1);
}

static void
on_undo_removing (SpWindow *self)
{
  g_autoptr (SpDomain) domain = g_steal_pointer (&self->removing);

  if (domain != NULL)
    open_domain (self, domain);
}

static void
remove_domain (SpWindow *self, SpDomain *domain)
{
  g_autofree char *name = sp_name_dup_unicode (sp_domain_get_name (domain));
  g_autofree char *text = NULL;
  AdwToast *toast;
  AdwNavigationPage *page;

  finish_removing (self);
  self->removing = g_object_ref (domain);
  page = make_root_page (self);
  if (SP_IS_DOMAINS_PAGE (page))
    {
      sp_domains_page_hide_domain (SP_DOMAINS_PAGE (page), domain);
      if (sp_domains_page_is_empty (SP_DOMAINS_PAGE (page)))
        {
          g_object_ref_sink (page);
          g_object_unref (page);
          page = ADW_NAVIGATION_PAGE (make_welcome_page (self));
        }
    }
  adw_navigation_view_replace (self->navigation, &page, 1);

  /* Translators: %s is a domain. */
  text = g_strdup_printf (_ ("%s removed"), name);
  toast = adw_toast_new ("");
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_undo_removing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (finish_removing), self,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
remember_domain (SpWindow *self, SpDomain *domain)
{
  if (self->settings != NULL && !in_practice (self))
    g_settings_set_string (self->settings, "last-domain",
                           sp_name_get_text (sp_domain_get_name (domain)));
}

static gboolean
should_check_when_opened (SpWindow *self)
{
  return self->settings == NULL || g_settings_get_boolean (self->settings, "check-when-opened");
}

static void
open_domain (SpWindow *self, SpDomain *domain)
{
  SpReport *report = sp_domain_get_report (domain);
  AdwNavigationPage *pages[2];

  if (domain == self->removing)
    g_clear_object (&self->removing);
  pages[0] = make_root_page (self);
  pages[1] = ADW_NAVIGATION_PAGE (sp_domain_page_new (self->workspace, domain));
  adw_navigation_view_replace (self->navigation, pages, G_N_ELEMENTS (pages));
  remember_domain (self, domain);
  if (report == NULL || should_check_when_opened (self))
    sp_domain_page_check_stale (SP_DOMAIN_PAGE (pages[1]));
}

static void
open_or_look_up (SpWindow *self, SpName *name)
{
  SpDomain *domain = sp_workspace_find_domain (self->workspace, name);

  if (domain != NULL)
    open_domain (self, domain);
  else
    look_up (self, sp_name_get_text (name));
}

static SpDomain *
find_last_domain (SpWindow *self)
{
  GListModel *domains = sp_workspace_get_domains (self->workspace);
  g_autofree char *last = NULL;
  g_autoptr (SpName) name = NULL;

  if (self->settings != NULL)
    last = g_settings_get_string (self->settings, "last-domain");
  if (last != NULL && *last != '\0')
    name = sp_name_parse (last, NULL);
  if (name != NULL && sp_workspace_find_domain (self->workspace, name) != NULL)
    return sp_workspace_find_domain (self->workspace, name);
  if (g_list_model_get_n_items (domains) == 1)
    {
      g_autoptr (SpDomain) only = g_list_model_get_item (domains, 0);

      return only;
    }
  return NULL;
}

static void
add_domain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_welcome (SP_WINDOW (widget));
}

static void
choose_provider_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  SpDomainPage *page = get_domain_page (self);

  if (page != NULL && sp_domain_get_report (sp_domain_page_get_domain (page)) != NULL)
    ask_provider (self, sp_domain_get_report (sp_domain_page_get_domain (page)));
}

static void
add_subdomain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  SpDomainPage *domain_page = get_domain_page (self);
  SpSubdomainPage *page;
  SpDomainField *field;

  if (domain_page == NULL)
    return;
  page = sp_subdomain_page_new (self->workspace,
                                sp_domain_get_name (sp_domain_page_get_domain (domain_page)));
  field = sp_subdomain_page_get_field (page);
  g_signal_connect_object (field, "inspected", G_CALLBACK (ask_subdomain_provider), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "known", G_CALLBACK (open_domain), self, G_CONNECT_SWAPPED);
  push_page (self, ADW_NAVIGATION_PAGE (page));
}

static void
open_domain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  g_autoptr (SpName) wanted = sp_name_parse (g_variant_get_string (parameter, NULL), NULL);
  SpDomain *domain = wanted != NULL ? sp_workspace_find_domain (self->workspace, wanted) : NULL;

  if (domain != NULL)
    open_domain (self, domain);
}

static void
remove_domain_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  SpDomainPage *page = get_domain_page (self);
  g_autoptr (SpName) wanted = sp_name_parse (g_variant_get_string (parameter, NULL), NULL);
  SpDomain *domain = NULL;

  if (wanted != NULL)
    domain = sp_workspace_find_domain (self->workspace, wanted);
  else if (page != NULL)
    domain = sp_domain_page_get_domain (page);
  if (domain != NULL)
    remove_domain (self, domain);
}

static void
open_panel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  SpDomainPage *page = get_domain_page (self);

  if (page == NULL || !in_practice (self))
    return;
  push_page (self, ADW_NAVIGATION_PAGE (
                     sp_panel_page_new (self->workspace, sp_domain_page_get_domain (page))));
}

static void
read_back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sp_window_read_back (SP_WINDOW (widget));
}

static void
show_view_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sp_window_show_view (SP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

/* Window actions of the same name as a page's hand on to the visible page. */
static void
forward_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWindow *self = SP_WINDOW (widget);
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);
  g_autofree char *target = g_strconcat ("domain.", name + strlen ("win."), NULL);

  if (SP_IS_DOMAIN_PAGE (page))
    gtk_widget_activate_action (GTK_WIDGET (page), target, NULL);
}

static void
toast_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_toast (SP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_visible_page_changed (SpWindow *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->navigation);
  gboolean is_domain = SP_IS_DOMAIN_PAGE (page);
  const char *const names[] = { "win.check-again", "win.next-step", "win.find", "win.print-sheet" };

  gtk_window_set_title (GTK_WINDOW (self),
                        page != NULL ? adw_navigation_page_get_title (page) : _ ("Signpost"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], is_domain);
}

static void
remember_size (SpWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, LEAST_WIDTH));
  g_settings_set_int (self->settings, "window-height", MAX (height, LEAST_HEIGHT));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
restore_size (SpWindow *self)
{
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
sp_window_close_request (GtkWindow *window)
{
  SpWindow *self = SP_WINDOW (window);

  remember_size (self);
  finish_removing (self);
  return GTK_WINDOW_CLASS (sp_window_parent_class)->close_request (window);
}

static void
sp_window_dispose (GObject *object)
{
  SpWindow *self = SP_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_WINDOW);
  g_clear_object (&self->removing);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (sp_window_parent_class)->dispose (object);
}

static void
sp_window_class_init (SpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = sp_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/signpost_mail/Signpost/sp-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SpWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SpWindow, navigation);
  gtk_widget_class_bind_template_callback (widget_class, on_visible_page_changed);

  gtk_widget_class_install_action (widget_class, "win.add-domain", NULL, add_domain_cb);
  gtk_widget_class_install_action (widget_class, "win.add-subdomain", NULL, add_subdomain_cb);
  gtk_widget_class_install_action (widget_class, "win.open-domain", "s", open_domain_cb);
  gtk_widget_class_install_action (widget_class, "win.choose-provider", NULL, choose_provider_cb);
  gtk_widget_class_install_action (widget_class, "win.remove-domain", "s", remove_domain_cb);
  gtk_widget_class_install_action (widget_class, "win.open-panel", NULL, open_panel_cb);
  gtk_widget_class_install_action (widget_class, "win.read-back", NULL, read_back_cb);
  gtk_widget_class_install_action (widget_class, "win.show-view", "s", show_view_cb);
  gtk_widget_class_install_action (widget_class, "win.check-again", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.next-step", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.print-sheet", NULL, forward_cb);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_cb);
}

static void
sp_window_init (SpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_window_new:
 * @application: the application
 * @settings: (nullable): where size and last domain are remembered
 */
SpWindow *
sp_window_new (GtkApplication *application, GSettings *settings)
{
  SpWindow *self = g_object_new (SP_TYPE_WINDOW, "application", application, NULL);

  g_set_object (&self->settings, settings);
  restore_size (self);
  return self;
}

/**
 * sp_window_set_workspace:
 * @workspace: whose domains are shown from now on
 *
 * Leaves every page and starts anew: on the domain opened last, else on the list, else with the
 * wizard.
 */
void
sp_window_set_workspace (SpWindow *self, SpWorkspace *workspace)
{
  SpDomain *last;

  g_return_if_fail (SP_IS_WINDOW (self));

  finish_removing (self);
  g_set_object (&self->workspace, workspace);
  if (in_practice (self))
    gtk_widget_add_css_class (GTK_WIDGET (self), "practice");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "practice");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.open-panel", in_practice (self));

  last = find_last_domain (self);
  if (last != NULL)
    open_domain (self, last);
  else
    show_root (self);
}

/**
 * sp_window_show_practice:
 *
 * Shows the practice domains and their stories; the workspace must be one of practice.
 */
void
sp_window_show_practice (SpWindow *self)
{
  SpPracticePage *page;
  AdwNavigationPage *visible;

  g_return_if_fail (SP_IS_WINDOW (self));
  g_return_if_fail (in_practice (self));

  visible = adw_navigation_view_get_visible_page (self->navigation);
  if (SP_IS_PRACTICE_PAGE (visible))
    return;
  page = sp_practice_page_new (self->workspace);
  g_signal_connect_object (page, "chosen", G_CALLBACK (open_or_look_up), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (page));
}

/**
 * sp_window_read_back:
 *
 * Shows the page that reads headers of received messages, and bounces.
 */
void
sp_window_read_back (SpWindow *self)
{
  SpReadingPage *page;

  g_return_if_fail (SP_IS_WINDOW (self));

  if (self->workspace == NULL
      || adw_navigation_view_find_page (self->navigation, "reading") != NULL)
    return;
  page = sp_reading_page_new (self->workspace);
  g_signal_connect_object (page, "chosen", G_CALLBACK (open_or_look_up), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, ADW_NAVIGATION_PAGE (page));
}

/**
 * sp_window_show_trouble:
 * @text: why nothing can be shown, a plain sentence
 *
 * Replaces every page when there is no workspace to show.
 */
void
sp_window_show_trouble (SpWindow *self, const char *text)
{
  AdwToolbarView *view;
  AdwNavigationPage *page;
  GtkWidget *status;
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_return_if_fail (SP_IS_WINDOW (self));

  status = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "sp-lost-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _ ("Signpost Cannot Start"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), escaped);
  view = ADW_TOOLBAR_VIEW (adw_toolbar_view_new ());
  adw_toolbar_view_add_top_bar (view, adw_header_bar_new ());
  adw_toolbar_view_set_content (view, status);
  page = adw_navigation_page_new (GTK_WIDGET (view), _ ("Signpost"));
  adw_navigation_view_replace (self->navigation, &page, 1);
}

/**
 * sp_window_look_up:
 * @typed: a domain or email address
 *
 * Does what typing @typed in the wizard does; a saved domain is opened.
 */
void
sp_window_look_up (SpWindow *self, const char *typed)
{
  g_return_if_fail (SP_IS_WINDOW (self));

  look_up (self, typed);
}

/**
 * sp_window_show_view:
 * @view: `overview`, `route`, `records`, `changes` or `timeline`
 *
 * Shows a view of the domain that is open; nothing happens without one.
 */
void
sp_window_show_view (SpWindow *self, const char *view)
{
  SpDomainPage *page;

  g_return_if_fail (SP_IS_WINDOW (self));

  page = get_domain_page (self);
  if (page != NULL)
    sp_domain_page_show_view (page, view);
}
