/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-provider-page.h"

#include <glib/gi18n.h>

#include "ui/widgets/sp-choice-list.h"
#include "ui/widgets/sp-choice-row.h"
#include "ui/widgets/sp-menu-button.h"

#define OWN_SERVER_ID "own-server"

struct _SpProviderPage {
  AdwNavigationPage parent_instance;

  SpWorkspace *workspace;
  SpReport *report;

  AdwBanner *banner;
  GtkLabel *heading;
  GtkLabel *now_label;
  SpChoiceList *provider_list;
  AdwExpanderRow *own_row;
  AdwEntryRow *host_row;
  SpChoiceRow *check_row;
  GtkLabel *message_label;
};

G_DEFINE_FINAL_TYPE (SpProviderPage, sp_provider_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static int
compare_by_name (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (sp_provider_get_name (*(SpProvider *const *) a),
                         sp_provider_get_name (*(SpProvider *const *) b));
}

/* A company can be chosen when the catalogue knows what to publish for it. */
static gboolean
can_be_chosen (SpProvider *provider)
{
  return !sp_provider_is_recognise_only (provider)
         && sp_provider_get_kind (provider) == SP_PROVIDER_HOSTING;
}

/* What is only recognised is kept as it is: the id stays empty. */
static void
append_current (SpProviderPage *self, SpProvider *current)
{
  if (current == NULL)
    return;
  sp_choice_list_append (self->provider_list,
                         can_be_chosen (current) ? sp_provider_get_id (current) : NULL,
                         sp_provider_get_name (current), _ ("Used now"));
}

static void
fill_list (SpProviderPage *self)
{
  SpProvider *current = sp_report_get_current_provider (self->report);
  GListModel *providers = sp_catalog_get_providers (sp_workspace_get_catalog (self->workspace));
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);

  append_current (self, current);
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SpProvider) provider = g_list_model_get_item (providers, i);

      if (provider != current && can_be_chosen (provider))
        g_ptr_array_add (others, g_steal_pointer (&provider));
    }
  g_ptr_array_sort (others, compare_by_name);
  for (guint i = 0; i < others->len; i++)
    sp_choice_list_append (self->provider_list, sp_provider_get_id (others->pdata[i]),
                           sp_provider_get_name (others->pdata[i]), NULL);
}

static void
show_question (SpProviderPage *self)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (self->report);
  SpProvider *current = sp_report_get_current_provider (self->report);
  SpFact *mx = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  g_autofree char *name = sp_name_dup_unicode (sp_snapshot_get_domain (snapshot));
  g_autofree char *isolated = g_strdup_printf ("\u2068%s\u2069", name);
  g_autofree char *heading = NULL;
  g_autofree char *now = NULL;

  /* Translators: %s is a domain. */
  heading = g_strdup_printf (_ ("Where should mail for %s go?"), isolated);
  gtk_label_set_label (self->heading, heading);
  if (current != NULL)
    /* Translators: %s is a company. */
    now = g_strdup_printf (_ ("It goes to %s now."), sp_provider_get_name (current));
  else if (mx != NULL && sp_fact_get_state (mx) == SP_FACT_PRESENT)
    now = g_strdup (_ ("It goes to a server of no known company now."));
  else if (mx != NULL && sp_fact_get_state (mx) == SP_FACT_ABSENT)
    now = g_strdup (_ ("No mail provider is set now."));
  else
    now = g_strdup (_ ("Where it goes now could not be checked."));
  gtk_label_set_label (self->now_label, now);
}

static void
choose (SpProviderPage *self, const char *provider, const char *host)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, provider, host);
}

static void
on_chosen (SpProviderPage *self, const char *id)
{
  choose (self, id, NULL);
}

static void
on_row_activated (SpProviderPage *self, GtkListBoxRow *row)
{
  if (SP_IS_CHOICE_ROW (row))
    on_chosen (self, sp_choice_row_get_id (SP_CHOICE_ROW (row)));
}

static void
show_message (SpProviderPage *self, const char *message)
{
  GtkEditable *field = gtk_editable_get_delegate (GTK_EDITABLE (self->host_row));

  gtk_label_set_label (self->message_label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message != NULL);
  if (message == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->host_row), "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }
  gtk_widget_add_css_class (GTK_WIDGET (self->host_row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_host_changed (SpProviderPage *self)
{
  show_message (self, NULL);
}

static void
on_use_host (SpProviderPage *self)
{
  g_autofree char *typed = g_strstrip (
    g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->host_row))));
  g_autoptr (SpName) host = sp_name_parse_idn (typed, NULL);

  if (host == NULL || sp_name_get_n_labels (host) < 2 || !sp_name_is_hostname (host))
    {
      show_message (self,
                    _ ("This is not the name of a server. It looks like “mail.shop.example”."));
      return;
    }
  choose (self, OWN_SERVER_ID, sp_name_get_text (host));
}

static void
use_host_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_use_host (SP_PROVIDER_PAGE (widget));
}

static void
sp_provider_page_dispose (GObject *object)
{
  SpProviderPage *self = SP_PROVIDER_PAGE (object);

  g_clear_object (&self->report);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_PROVIDER_PAGE);

  G_OBJECT_CLASS (sp_provider_page_parent_class)->dispose (object);
}

static void
sp_provider_page_class_init (SpProviderPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_provider_page_dispose;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                         G_TYPE_STRING);

  g_type_ensure (SP_TYPE_CHOICE_LIST);
  g_type_ensure (SP_TYPE_CHOICE_ROW);
  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, banner);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, heading);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, now_label);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, provider_list);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, own_row);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, host_row);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, check_row);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, message_label);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, sp_choice_list_focus_first);
  gtk_widget_class_bind_template_callback (widget_class, on_host_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_use_host);
  gtk_widget_class_install_action (widget_class, "provider.use-host", NULL, use_host_action_cb);
}

static void
sp_provider_page_init (SpProviderPage *self)
{
  GtkEditable *field;

  gtk_widget_init_template (GTK_WIDGET (self));
  field = gtk_editable_get_delegate (GTK_EDITABLE (self->host_row));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->message_label, NULL, -1);
}

/**
 * sp_provider_page_new:
 * @workspace: whose catalogue is shown
 * @report: what was found about the domain
 */
SpProviderPage *
sp_provider_page_new (SpWorkspace *workspace, SpReport *report)
{
  SpProviderPage *self = g_object_new (SP_TYPE_PROVIDER_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  self->report = g_object_ref (report);
  adw_banner_set_revealed (self->banner, sp_workspace_get_practice (workspace) != NULL);
  show_question (self);
  fill_list (self);
  return self;
}

/**
 * sp_provider_page_get_report:
 *
 * Returns: (transfer none): the report that the page asks about
 */
SpReport *
sp_provider_page_get_report (SpProviderPage *self)
{
  g_return_val_if_fail (SP_IS_PROVIDER_PAGE (self), NULL);

  return self->report;
}
