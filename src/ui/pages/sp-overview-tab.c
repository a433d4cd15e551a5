/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-overview-tab.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "core/plan/sp-cure.h"
#include "ui/sp-next-step.h"
#include "ui/sp-place-text.h"
#include "ui/sp-verdict-text.h"
#include "ui/widgets/sp-choice-row.h"
#include "ui/widgets/sp-domain-row.h"
#include "ui/widgets/sp-finding-row.h"
#include "ui/widgets/sp-mark.h"
#include "ui/widgets/sp-summary-card.h"

struct _SpOverviewTab {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  GPtrArray *rows;      /* of findings, unchecked and in-order rows */
  GPtrArray *relatives; /* rows of saved domains above and below this one */
  char *shown;          /* what they say, to leave open rows alone while it is the same */
  char *panel_url;

  GtkLabel *headline;
  GtkLabel *summary;
  SpSummaryCard *receiving_card;
  SpSummaryCard *sending_card;
  AdwPreferencesGroup *next_group;
  AdwButtonRow *next_row;
  AdwPreferencesGroup *findings_group;
  AdwPreferencesGroup *unchecked_group;
  AdwActionRow *kept_row;
  GtkButton *panel_button;
  AdwActionRow *place_row;
  AdwActionRow *provider_row;
  AdwExpanderRow *order_row;
  AdwPreferencesGroup *above_group;
  AdwPreferencesGroup *below_group;
  GtkWidget *subdomain_row;
};

G_DEFINE_FINAL_TYPE (SpOverviewTab, sp_overview_tab, ADW_TYPE_BIN)

static void
remove_rows (SpOverviewTab *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      if (gtk_widget_get_ancestor (gtk_widget_get_parent (row), ADW_TYPE_EXPANDER_ROW)
          == GTK_WIDGET (self->order_row))
        adw_expander_row_remove (self->order_row, row);
      else if (group != NULL)
        adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
take_row (SpOverviewTab *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, g_object_ref (row));
}

static void
fill_findings (SpOverviewTab *self, SpReport *report)
{
  GListModel *findings = sp_verdict_get_findings (sp_report_get_verdict (report));
  guint n_findings = g_list_model_get_n_items (findings);

  for (guint i = 0; i < n_findings; i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      SpEdit *cure = sp_cure_find (sp_report_get_plan (report), finding);

      take_row (
        self, self->findings_group,
        GTK_WIDGET (sp_finding_row_new (finding, cure != NULL ? sp_edit_get_id (cure) : NULL)));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->findings_group), n_findings > 0);
}

static GtkWidget *
make_plain_row (const char *title, const char *subtitle, gboolean is_unknown)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *mark = sp_mark_new ();

  if (is_unknown)
    sp_mark_show_unknown (GTK_IMAGE (mark));
  else
    sp_mark_show_level (GTK_IMAGE (mark), SP_LEVEL_IN_ORDER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), mark);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
fill_unchecked (SpOverviewTab *self, SpVerdict *verdict)
{
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);
  guint n_unchecked = g_list_model_get_n_items (unchecked);

  for (guint i = 0; i < n_unchecked; i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);
      g_autofree char *title = sp_explain_rule_name (sp_unchecked_get_id (item));
      g_autofree char *why = sp_explain_unchecked (item);

      take_row (self, self->unchecked_group, make_plain_row (title, why, TRUE));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->unchecked_group), n_unchecked > 0);
}

static void
fill_in_order (SpOverviewTab *self, SpVerdict *verdict)
{
  const char *const *ids = sp_verdict_get_in_order (verdict);
  guint n_ids = g_strv_length ((char **) ids);
  g_autofree char *count = g_strdup_printf (ngettext ("%u check", "%u checks", n_ids), n_ids);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->order_row), _ ("Checked and in Order"));
  adw_expander_row_set_subtitle (self->order_row, count);
  for (guint i = 0; i < n_ids; i++)
    {
      g_autofree char *title = sp_explain_rule_name (ids[i]);
      GtkWidget *row = make_plain_row (title, NULL, FALSE);

      adw_expander_row_add_row (self->order_row, row);
      g_ptr_array_add (self->rows, g_object_ref (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->order_row), n_ids > 0);
}

static char *
dup_verdict_key (SpReport *report)
{
  SpVerdict *verdict = sp_report_get_verdict (report);
  GListModel *findings = sp_verdict_get_findings (verdict);
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);
  g_autofree char *in_order = g_strjoinv (" ", (char **) sp_verdict_get_in_order (verdict));
  g_autoptr (GString) key = g_string_new (in_order);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      SpEdit *cure = sp_cure_find (sp_report_get_plan (report), finding);
      const char *const *evidence = sp_finding_get_evidence (finding);
      g_autofree char *lines = evidence != NULL ? g_strjoinv ("\n", (char **) evidence) : NULL;

      g_string_append_printf (key, "\n%s %s %d %s\n%s", sp_finding_get_id (finding),
                              sp_finding_get_subject (finding), sp_finding_get_level (finding),
                              cure != NULL ? sp_edit_get_id (cure) : "",
                              lines != NULL ? lines : "");
    }
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);

      g_string_append_printf (key, "\n? %s %s %d", sp_unchecked_get_id (item),
                              sp_unchecked_get_subject (item), sp_unchecked_get_reason (item));
    }
  return g_string_free_and_steal (g_steal_pointer (&key));
}

static void
update_rows (SpOverviewTab *self, SpReport *report)
{
  g_autofree char *key = dup_verdict_key (report);

  if (!g_set_str (&self->shown, key))
    return;
  remove_rows (self);
  fill_findings (self, report);
  fill_unchecked (self, sp_report_get_verdict (report));
  fill_in_order (self, sp_report_get_verdict (report));
}

static char *
dup_receiving_detail (SpReport *report)
{
  SpRoute *route = sp_report_get_route_now (report);
  SpProvider *current = sp_report_get_current_provider (report);
  guint n_stops = g_list_model_get_n_items (sp_route_get_stops (route));

  switch (sp_route_get_state (route))
    {
    case SP_ROUTE_FOUND:
      if (current == NULL)
        return g_strdup_printf (ngettext ("%u mail server", "%u mail servers", n_stops), n_stops);
      return g_strdup_printf (
        /* Translators: %1$s is a company, %2$u a number. */
        ngettext ("%1$s, %2$u mail server", "%1$s, %2$u mail servers", n_stops),
        sp_provider_get_name (current), n_stops);
    case SP_ROUTE_WEBSITE:
      return g_strdup (_ ("No mail delivery (MX) is set"));
    case SP_ROUTE_NONE:
      return g_strdup (_ ("No mail yet"));
    case SP_ROUTE_NULL:
      return g_strdup (_ ("Marked as taking no mail"));
    case SP_ROUTE_UNKNOWN:
      break;
    }
  return g_strdup (_ ("Could not be checked"));
}

static const char *
get_next_title (SpOverviewTab *self, const SpNextStep *next, char **owned)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  SpProvider *chosen = sp_report_get_chosen_provider (sp_domain_get_report (self->domain));
  const char *provider = chosen != NULL ? sp_provider_get_name (chosen) : NULL;

  switch (next->kind)
    {
    case SP_NEXT_NOTHING:
      return NULL;
    case SP_NEXT_PROVIDER:
      return _ ("Choose a Mail Provider");
    case SP_NEXT_PLAN_MOVE:
      /* Translators: %s is a company. */
      return *owned = g_strdup_printf (_ ("Plan the Move to %s"), provider);
    case SP_NEXT_MOVE_STEP:
    case SP_NEXT_MOVE_WAIT:
      return *owned = sp_explain_step_title (next->step, provider);
    case SP_NEXT_EDIT:
    case SP_NEXT_WATCH:
      return *owned = sp_explain_edit_title (next->edit, catalog);
    }
  return NULL;
}

static const char *
get_next_description (SpNextStepKind kind)
{
  switch (kind)
    {
    case SP_NEXT_EDIT:
      return _ ("An edit to make where the records are kept.");
    case SP_NEXT_WATCH:
      return _ ("The change was made; it is not live everywhere yet.");
    case SP_NEXT_MOVE_WAIT:
      return _ ("Nothing to do now. Signpost may be closed.");
    case SP_NEXT_PLAN_MOVE:
      return _ ("In dated steps, so that no mail is lost.");
    case SP_NEXT_NOTHING:
    case SP_NEXT_PROVIDER:
    case SP_NEXT_MOVE_STEP:
      break;
    }
  return NULL;
}

static void
update_next (SpOverviewTab *self)
{
  SpNextStep next = sp_next_step_find (self->domain);
  g_autofree char *owned = NULL;
  const char *title = get_next_title (self, &next, &owned);

  gtk_widget_set_visible (GTK_WIDGET (self->next_group), title != NULL);
  if (title == NULL)
    return;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->next_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->next_row), title);
  adw_preferences_group_set_description (self->next_group, get_next_description (next.kind));
}

static void
update_keeping (SpOverviewTab *self, SpReport *report)
{
  SpDnsHost *keeper = sp_report_get_keeper (report);
  SpDnsHost *panel = sp_report_get_dns_host (report);
  SpProvider *chosen = sp_report_get_chosen_provider (report);
  SpProvider *current = sp_report_get_current_provider (report);
  GPtrArray *servers = sp_snapshot_get_servers (sp_report_get_snapshot (report));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *panel_name = sp_place_text_dup_panel (report);
  gboolean in_practice = sp_workspace_get_practice (self->workspace) != NULL;

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = servers->pdata[i];

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", sp_name_get_text (server->name));
    }
  if (keeper != NULL)
    {
      g_string_prepend (names, names->len > 0 ? " · " : "");
      g_string_prepend (names, sp_dns_host_get_name (keeper));
    }
  adw_action_row_set_subtitle (self->kept_row,
                               names->len > 0 ? names->str : _ ("Could not be checked"));
  adw_action_row_set_subtitle (self->place_row, panel_name);

  g_clear_pointer (&self->panel_url, g_free);
  if (panel != NULL && !in_practice)
    self->panel_url = sp_dns_host_dup_editor_url (
      panel, sp_name_get_text (sp_snapshot_get_zone (sp_report_get_snapshot (report))));
  gtk_widget_set_visible (GTK_WIDGET (self->panel_button), in_practice || self->panel_url != NULL);
  gtk_button_set_label (self->panel_button, in_practice ? _ ("_Pretend Panel") : _ ("_Open Panel"));

  adw_action_row_set_subtitle (self->provider_row, chosen != NULL ? sp_provider_get_name (chosen)
                                                   : current != NULL
                                                     ? sp_provider_get_name (current)
                                                     : _ ("Not decided"));
}

static void
on_relative_activated (SpDomainRow *row)
{
  SpName *name = sp_domain_get_name (sp_domain_row_get_domain (row));

  gtk_widget_activate_action (GTK_WIDGET (row), "win.open-domain", "s", sp_name_get_text (name));
}

static gboolean
take_relatives (SpOverviewTab *self, AdwPreferencesGroup *group, gboolean are_above)
{
  GListModel *domains = sp_workspace_get_domains (self->workspace);
  SpName *own = sp_domain_get_name (self->domain);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (SpDomain) domain = g_list_model_get_item (domains, i);
      SpName *name = sp_domain_get_name (domain);
      SpDomainRow *row;

      if (domain == self->domain
          || !sp_name_is_at_or_below (are_above ? own : name, are_above ? name : own))
        continue;
      row = sp_domain_row_new (self->workspace, domain);
      g_signal_connect (row, "activated", G_CALLBACK (on_relative_activated), NULL);
      adw_preferences_group_add (group, GTK_WIDGET (row));
      g_ptr_array_add (self->relatives, row);
      found = TRUE;
    }
  return found;
}

/* Saved domains that this one belongs to, and those that belong to it. */
static void
update_relatives (SpOverviewTab *self)
{
  for (guint i = 0; i < self->relatives->len; i++)
    {
      GtkWidget *row = self->relatives->pdata[i];
      GtkWidget *group = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP);

      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), row);
    }
  g_ptr_array_set_size (self->relatives, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->above_group),
                          take_relatives (self, self->above_group, TRUE));
  /* The row that adds one stands below them. */
  adw_preferences_group_remove (self->below_group, self->subdomain_row);
  take_relatives (self, self->below_group, FALSE);
  adw_preferences_group_add (self->below_group, self->subdomain_row);
}

static void
update_view (SpOverviewTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autofree char *headline = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *receiving = NULL;
  SpVerdict *verdict;

  if (report == NULL)
    return;
  verdict = sp_report_get_verdict (report);
  headline = sp_verdict_text_dup_headline (report);
  summary = sp_verdict_text_dup_summary (verdict);
  receiving = dup_receiving_detail (report);
  gtk_label_set_label (self->headline, headline);
  gtk_label_set_label (self->summary, summary);
  sp_summary_card_show (self->receiving_card, verdict, SP_AREA_RECEIVING, receiving);
  sp_summary_card_show (self->sending_card, verdict, SP_AREA_SENDING,
                        _ ("Allowed senders, mail seal, rule for forged mail"));
  update_next (self);
  update_keeping (self, report);
  update_rows (self, report);
}

static void
on_panel_clicked (SpOverviewTab *self)
{
  g_autoptr (GtkUriLauncher) launcher = NULL;

  if (self->panel_url == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-panel", NULL);
      return;
    }
  launcher = gtk_uri_launcher_new (self->panel_url);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                           NULL, NULL);
}

static void
sp_overview_tab_dispose (GObject *object)
{
  SpOverviewTab *self = SP_OVERVIEW_TAB (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_OVERVIEW_TAB);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->relatives, g_ptr_array_unref);
  g_clear_pointer (&self->panel_url, g_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_overview_tab_parent_class)->dispose (object);
}

static void
sp_overview_tab_class_init (SpOverviewTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_overview_tab_dispose;

  g_type_ensure (SP_TYPE_CHOICE_ROW);
  g_type_ensure (SP_TYPE_SUMMARY_CARD);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-overview-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, headline);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, summary);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, receiving_card);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, sending_card);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, next_group);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, next_row);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, findings_group);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, unchecked_group);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, kept_row);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, panel_button);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, place_row);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, provider_row);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, order_row);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, above_group);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, below_group);
  gtk_widget_class_bind_template_child (widget_class, SpOverviewTab, subdomain_row);
  gtk_widget_class_bind_template_callback (widget_class, on_panel_clicked);
}

static void
sp_overview_tab_init (SpOverviewTab *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->relatives = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_overview_tab_set_domain:
 * @workspace: the workspace of @domain
 * @domain: the domain shown, once and for all
 */
void
sp_overview_tab_set_domain (SpOverviewTab *self, SpWorkspace *workspace, SpDomain *domain)
{
  g_return_if_fail (SP_IS_OVERVIEW_TAB (self));
  g_return_if_fail (self->domain == NULL);

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::timeline", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sp_workspace_get_domains (workspace), "items-changed",
                           G_CALLBACK (update_relatives), self, G_CONNECT_SWAPPED);
  update_relatives (self);
  update_view (self);
}
