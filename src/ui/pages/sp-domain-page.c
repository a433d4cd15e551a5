/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-domain-page.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/pages/sp-changes-tab.h"
#include "ui/pages/sp-overview-tab.h"
#include "ui/pages/sp-records-tab.h"
#include "ui/pages/sp-route-tab.h"
#include "ui/pages/sp-timeline-tab.h"
#include "ui/sp-next-step.h"
#include "ui/sp-panel-dialog.h"
#include "ui/sp-place-text.h"
#include "ui/sp-sheet-export.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-edit-card.h"

/* Answers older than this are asked for again when a domain is opened. */
#define STALE_AFTER (60 * G_USEC_PER_SEC)
/* "Asking…" stays at least this long, so that every press is seen. */
#define LEAST_ASKING_MS 600

struct _SpDomainPage {
  AdwNavigationPage parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  guint asking_id; /* "asking" is still shown though the answers are here */

  AdwWindowTitle *narrow_title;
  AdwBanner *state_banner;
  GtkLabel *name_label;
  GtkLabel *kept_label;
  GtkLabel *checked_label;
  GtkStack *content;
  AdwViewStack *views;
  AdwViewStackPage *changes_page;
  AdwViewStackPage *timeline_page;
  SpOverviewTab *overview;
  SpRouteTab *route;
  SpRecordsTab *records;
  SpChangesTab *changes;
  SpTimelineTab *timeline;
};

G_DEFINE_FINAL_TYPE (SpDomainPage, sp_domain_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_checked (SpDomainPage *self, SpReport *report)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  guint n_servers = sp_snapshot_get_servers (snapshot)->len;
  g_autofree char *time = sp_time_text_dup (clock, sp_snapshot_get_checked_at (snapshot));

  if (!sp_domain_is_busy (self->domain) && self->asking_id == 0)
    /* Translators: %s is a time such as “14:02”. */
    return g_strdup_printf (_ ("Checked %s"), time);
  if (n_servers == 0)
    /* Translators: %s is a time such as “14:02”. */
    return g_strdup_printf (_ ("Checked %s · asking…"), time);
  return g_strdup_printf (
    /* Translators: %1$s is a time such as “14:02”, %2$u a number of DNS servers. */
    ngettext ("Checked %1$s · asking %2$u server…", "Checked %1$s · asking %2$u servers…",
              n_servers),
    time, n_servers);
}

static void
update_banner (SpDomainPage *self, SpReport *report)
{
  SpSnapshotFlags flags = report != NULL ? sp_snapshot_get_flags (sp_report_get_snapshot (report))
                                         : 0;
  gboolean in_practice = sp_workspace_get_practice (self->workspace) != NULL;
  const char *title = "";

  if (flags & SP_SNAPSHOT_OFFLINE)
    title = _ ("Offline: the servers cannot be reached from here");
  else if (flags & SP_SNAPSHOT_INTERCEPTED)
    title = _ ("This network hides answers of the domain’s own servers. Results may lag.");
  else if (in_practice)
    title = _ ("Practice: nothing here is real");
  adw_banner_set_title (self->state_banner, title);
  adw_banner_set_button_label (self->state_banner, in_practice ? _ ("Leave") : NULL);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->state_banner),
                                  in_practice ? "app.leave-practice" : NULL);
  adw_banner_set_revealed (self->state_banner, *title != '\0');
}

static void
update_view (SpDomainPage *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autofree char *kept = NULL;
  g_autofree char *checked = NULL;
  SpNextStep next;

  gtk_stack_set_visible_child_name (self->content, report != NULL ? "views" : "waiting");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "domain.check-again",
                                 !sp_domain_is_busy (self->domain));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               sp_domain_is_busy (self->domain), -1);
  update_banner (self, report);
  if (report == NULL)
    return;

  kept = sp_place_text_dup_kept_at (report);
  checked = dup_checked (self, report);
  gtk_label_set_label (self->kept_label, kept);
  gtk_label_set_label (self->checked_label, checked);

  next = sp_next_step_find (self->domain);
  adw_view_stack_page_set_badge_number (self->changes_page,
                                        sp_changes_tab_count_open (self->changes));
  adw_view_stack_page_set_needs_attention (self->timeline_page, next.kind == SP_NEXT_MOVE_STEP);
}

static gboolean
asking_over_cb (gpointer user_data)
{
  SpDomainPage *self = user_data;

  self->asking_id = 0;
  update_view (self);
  return G_SOURCE_REMOVE;
}

static void
check_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  if (self->asking_id == 0)
    self->asking_id = g_timeout_add (LEAST_ASKING_MS, asking_over_cb, self);
  sp_workspace_refresh (self->workspace, self->domain);
  update_view (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->checked_label),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

/* In a card the next step is to say that its change was made. */
static gboolean
finish_focused_card (SpDomainPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *card = focus != NULL ? gtk_widget_get_ancestor (focus, SP_TYPE_EDIT_CARD) : NULL;

  return card != NULL && gtk_widget_activate_action (card, "card.done", NULL);
}

static void
next_step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);
  SpNextStep next = sp_next_step_find (self->domain);

  if (finish_focused_card (self))
    return;
  switch (next.kind)
    {
    case SP_NEXT_NOTHING:
      break;
    case SP_NEXT_PROVIDER:
      gtk_widget_activate_action (widget, "win.choose-provider", NULL);
      break;
    case SP_NEXT_PLAN_MOVE:
    case SP_NEXT_MOVE_STEP:
    case SP_NEXT_MOVE_WAIT:
      sp_domain_page_show_view (self, "timeline");
      break;
    case SP_NEXT_EDIT:
    case SP_NEXT_WATCH:
      gtk_widget_activate_action (widget, "domain.show-edit", "s", sp_edit_get_id (next.edit));
      break;
    }
}

static void
find_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  sp_domain_page_show_view (self, "records");
  sp_records_tab_find (self->records);
}

/* What was chosen, or what speaks against it. */
static char *
dup_chosen (SpReport *report)
{
  SpFinding *obstacle = sp_report_get_obstacle (report);
  g_autofree char *panel = NULL;

  if (obstacle != NULL)
    return sp_explain_finding_title (obstacle);
  panel = sp_place_text_dup_panel (report);
  /* Translators: %s is a panel such as “cPanel”. */
  return g_strdup_printf (_ ("Panel for edits: %s"), panel);
}

static void
on_panel_chosen (SpDomainPage *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (sp_workspace_choose_dns_host (self->workspace, self->domain, id, &error))
    text = dup_chosen (sp_domain_get_report (self->domain));
  else
    {
      g_warning ("Cannot keep the panel: %s", error->message);
      text = g_strdup (_ ("The choice could not be saved."));
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", text);
}

static void
choose_panel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);
  SpPanelDialog *dialog;

  if (sp_domain_get_report (self->domain) == NULL)
    return;
  dialog = sp_panel_dialog_new (sp_workspace_get_catalog (self->workspace), self->domain);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_panel_chosen), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

static void
print_sheet_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  if (sp_domain_get_report (self->domain) != NULL)
    sp_sheet_export_print (widget, self->workspace, self->domain);
}

static void
save_sheet_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  if (sp_domain_get_report (self->domain) != NULL)
    sp_sheet_export_save (widget, self->workspace, self->domain,
                          g_variant_get_string (parameter, NULL));
}

static void
mail_sheet_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  if (sp_domain_get_report (self->domain) != NULL)
    sp_sheet_export_mail (widget, self->workspace, self->domain);
}

static void
show_view_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  sp_domain_page_show_view (SP_DOMAIN_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
show_edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  sp_domain_page_show_view (self, "changes");
  sp_changes_tab_show_edit (self->changes, g_variant_get_string (parameter, NULL));
}

static void
remove_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);

  gtk_widget_activate_action (widget, "win.remove-domain", "s",
                              sp_name_get_text (sp_domain_get_name (self->domain)));
}

static void
ask_watches_now (SpDomainPage *self)
{
  GListModel *watches = sp_domain_get_watches (self->domain);

  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);

      sp_edit_watch_ask_now (watch);
    }
}

/* A wait of the practice world, taken in one step. */
static void
skip_to_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);
  SpClock *clock = sp_workspace_get_clock (self->workspace);

  if (!sp_clock_can_jump (clock) || g_variant_get_int64 (parameter) <= sp_clock_get_now (clock))
    return;
  sp_clock_jump_to (clock, g_variant_get_int64 (parameter));
  ask_watches_now (self);
  sp_workspace_refresh (self->workspace, self->domain);
}

static void
start_over_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (widget);
  SpPracticeWorld *world = sp_workspace_get_practice (self->workspace);

  if (world == NULL)
    return;
  if (sp_domain_is_moving (self->domain))
    sp_workspace_end_move (self->workspace, self->domain, NULL);
  sp_practice_world_start_over (world, sp_domain_get_name (self->domain));
  sp_workspace_refresh (self->workspace, self->domain);
  gtk_widget_activate_action (widget, "win.toast", "s", _ ("The story starts over"));
}

static void
on_view_changed (SpDomainPage *self)
{
  if (self->domain != NULL)
    update_view (self);
}

static void
on_report_changed (SpDomainPage *self)
{
  update_view (self);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), gtk_label_get_label (self->checked_label),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
sp_domain_page_shown (AdwNavigationPage *page)
{
  gtk_widget_child_focus (GTK_WIDGET (SP_DOMAIN_PAGE (page)->views), GTK_DIR_TAB_FORWARD);
}

static void
sp_domain_page_dispose (GObject *object)
{
  SpDomainPage *self = SP_DOMAIN_PAGE (object);

  g_clear_handle_id (&self->asking_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_DOMAIN_PAGE);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_domain_page_parent_class)->dispose (object);
}

static void
sp_domain_page_class_init (SpDomainPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_domain_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = sp_domain_page_shown;

  g_type_ensure (SP_TYPE_CHANGES_TAB);
  g_type_ensure (SP_TYPE_OVERVIEW_TAB);
  g_type_ensure (SP_TYPE_RECORDS_TAB);
  g_type_ensure (SP_TYPE_ROUTE_TAB);
  g_type_ensure (SP_TYPE_TIMELINE_TAB);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-domain-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, state_banner);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, name_label);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, kept_label);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, checked_label);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, content);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, views);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, changes_page);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, timeline_page);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, overview);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, route);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, records);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, changes);
  gtk_widget_class_bind_template_child (widget_class, SpDomainPage, timeline);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);

  gtk_widget_class_install_action (widget_class, "domain.check-again", NULL, check_again_cb);
  gtk_widget_class_install_action (widget_class, "domain.next-step", NULL, next_step_cb);
  gtk_widget_class_install_action (widget_class, "domain.find", NULL, find_cb);
  gtk_widget_class_install_action (widget_class, "domain.show-view", "s", show_view_cb);
  gtk_widget_class_install_action (widget_class, "domain.show-edit", "s", show_edit_cb);
  gtk_widget_class_install_action (widget_class, "domain.choose-panel", NULL, choose_panel_cb);
  gtk_widget_class_install_action (widget_class, "domain.print-sheet", NULL, print_sheet_cb);
  gtk_widget_class_install_action (widget_class, "domain.save-sheet", "s", save_sheet_cb);
  gtk_widget_class_install_action (widget_class, "domain.mail-sheet", NULL, mail_sheet_cb);
  gtk_widget_class_install_action (widget_class, "domain.remove", NULL, remove_cb);
  gtk_widget_class_install_action (widget_class, "domain.skip-to", "x", skip_to_cb);
  gtk_widget_class_install_action (widget_class, "domain.start-over", NULL, start_over_cb);
}

static void
sp_domain_page_init (SpDomainPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow_domain (SpDomainPage *self)
{
  g_signal_connect_object (self->domain, "notify::report", G_CALLBACK (on_report_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain, "notify::busy", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->domain, "notify::timeline", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
}

/**
 * sp_domain_page_new:
 * @workspace: the workspace of @domain
 * @domain: the domain shown
 */
SpDomainPage *
sp_domain_page_new (SpWorkspace *workspace, SpDomain *domain)
{
  SpDomainPage *self = g_object_new (SP_TYPE_DOMAIN_PAGE, NULL);
  g_autofree char *name = sp_name_dup_unicode (sp_domain_get_name (domain));

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  adw_window_title_set_title (self->narrow_title, name);
  gtk_label_set_label (self->name_label, name);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "domain.start-over",
                                 sp_workspace_get_practice (workspace) != NULL);

  sp_overview_tab_set_domain (self->overview, workspace, domain);
  sp_route_tab_set_domain (self->route, workspace, domain);
  sp_records_tab_set_domain (self->records, workspace, domain);
  sp_changes_tab_set_domain (self->changes, workspace, domain);
  sp_timeline_tab_set_domain (self->timeline, workspace, domain);
  follow_domain (self);
  update_view (self);
  return self;
}

/**
 * sp_domain_page_get_domain:
 *
 * Returns: (transfer none): the domain shown
 */
SpDomain *
sp_domain_page_get_domain (SpDomainPage *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN_PAGE (self), NULL);

  return self->domain;
}

/**
 * sp_domain_page_show_view:
 * @name: `overview`, `route`, `records`, `changes` or `timeline`; another name does nothing
 */
void
sp_domain_page_show_view (SpDomainPage *self, const char *name)
{
  g_return_if_fail (SP_IS_DOMAIN_PAGE (self));

  if (adw_view_stack_get_child_by_name (self->views, name) != NULL)
    adw_view_stack_set_visible_child_name (self->views, name);
}

/**
 * sp_domain_page_check_stale:
 *
 * Asks again if there are no answers yet, or only old ones.
 */
void
sp_domain_page_check_stale (SpDomainPage *self)
{
  SpReport *report;
  gint64 now;

  g_return_if_fail (SP_IS_DOMAIN_PAGE (self));

  report = sp_domain_get_report (self->domain);
  now = sp_clock_get_now (sp_workspace_get_clock (self->workspace));
  if (report == NULL
      || now - sp_snapshot_get_checked_at (sp_report_get_snapshot (report)) > STALE_AFTER)
    sp_workspace_refresh (self->workspace, self->domain);
}
