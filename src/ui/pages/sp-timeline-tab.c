/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-timeline-tab.h"

#include <glib/gi18n.h>

#include "ui/sp-next-step.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-step-row.h"

struct _SpTimelineTab {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;

  AdwStatusPage *none_page;
  GtkWidget *begin_button;
  GtkWidget *choose_button;
  GtkLabel *heading;
  GtkLabel *now_label;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SpTimelineTab, sp_timeline_tab, ADW_TYPE_BIN)

static const char *
get_target_name (SpTimelineTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  SpProvider *chosen = report != NULL ? sp_report_get_chosen_provider (report) : NULL;

  return chosen != NULL ? sp_provider_get_name (chosen) : NULL;
}

static void
show_offer (SpTimelineTab *self)
{
  gboolean is_move = sp_next_step_is_move (self->domain);
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (adw_bin_get_child (ADW_BIN (self))), "none");
  gtk_widget_set_visible (self->begin_button, is_move);
  gtk_widget_set_visible (self->choose_button, !is_move);
  adw_status_page_set_title (self->none_page,
                             is_move ? _ ("Move in Dated Steps") : _ ("No Move Planned"));
  if (is_move)
    /* Translators: %s is a company. */
    text = g_strdup_printf (_ ("Every step to %s gets a time: when it may be done, and when "
                               "everyone has noticed. Nothing changes until an edit is made."),
                            get_target_name (self));
  else
    text = g_strdup (_ ("Choose another mail provider to see the dated steps of a move."));
  escaped = g_markup_escape_text (text, -1);
  adw_status_page_set_description (self->none_page, escaped);
}

static gboolean
is_worth_opening (SpStepState state)
{
  return state == SP_STEP_READY || state == SP_STEP_SLIPPED;
}

static SpStepRow *
get_row (SpTimelineTab *self, guint index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);

  return row != NULL ? SP_STEP_ROW (row) : NULL;
}

static gboolean
rows_fit (SpTimelineTab *self, GListModel *steps)
{
  guint n_steps = g_list_model_get_n_items (steps);

  for (guint i = 0; i < n_steps; i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);
      SpStepRow *row = get_row (self, i);

      if (row == NULL || g_strcmp0 (sp_step_row_get_id (row), sp_step_get_id (step)) != 0)
        return FALSE;
    }
  return get_row (self, n_steps) == NULL;
}

/* Rows are made once for a move, and the first step that is ready is opened; later they follow. */
static void
make_rows (SpTimelineTab *self, GListModel *steps)
{
  gboolean has_opened = FALSE;

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);
      SpStepRow *row = sp_step_row_new (self->workspace, self->domain, step);
      gboolean opens = !has_opened && is_worth_opening (sp_step_get_state (step));

      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), opens);
      has_opened = has_opened || opens;
      gtk_list_box_append (self->list, GTK_WIDGET (row));
    }
}

static void
fill_steps (SpTimelineTab *self, SpTimeline *timeline)
{
  GListModel *steps = sp_timeline_get_steps (timeline);

  if (!rows_fit (self, steps))
    {
      make_rows (self, steps);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      sp_step_row_set_step (get_row (self, i), step);
    }
}

static void
show_steps (SpTimelineTab *self, SpTimeline *timeline)
{
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  const char *target = get_target_name (self);
  g_autofree char *heading = NULL;
  g_autofree char *time = sp_time_text_dup (clock, sp_clock_get_now (clock));
  g_autofree char *now = NULL;

  /* Translators: %s is a company. */
  heading = target != NULL ? g_strdup_printf (_ ("Move to %s"), target) : g_strdup (_ ("Move"));
  /* Translators: %s is a time. */
  now = g_strdup_printf (_ ("Now: %s"), time);
  gtk_stack_set_visible_child_name (GTK_STACK (adw_bin_get_child (ADW_BIN (self))), "steps");
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->now_label, now);
  fill_steps (self, timeline);
}

static void
update_view (SpTimelineTab *self)
{
  SpTimeline *timeline = sp_domain_get_timeline (self->domain);

  if (timeline != NULL)
    show_steps (self, timeline);
  else
    show_offer (self);
}

static void
begin_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpTimelineTab *self = SP_TIMELINE_TAB (widget);
  SpReport *report = sp_domain_get_report (self->domain);
  SpProvider *chosen = report != NULL ? sp_report_get_chosen_provider (report) : NULL;
  g_autoptr (GError) error = NULL;

  if (chosen == NULL)
    return;
  if (!sp_workspace_begin_move (self->workspace, self->domain, sp_strategy_propose (chosen),
                                &error))
    {
      g_warning ("Cannot begin move: %s", error->message);
      gtk_widget_activate_action (widget, "win.toast", "s", _ ("The move could not be planned."));
    }
}

static void
abort_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpTimelineTab *self = SP_TIMELINE_TAB (widget);
  g_autoptr (GError) error = NULL;

  if (!sp_workspace_end_move (self->workspace, self->domain, &error))
    g_warning ("Cannot end move: %s", error->message);
}

static void
sp_timeline_tab_dispose (GObject *object)
{
  SpTimelineTab *self = SP_TIMELINE_TAB (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_TIMELINE_TAB);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_timeline_tab_parent_class)->dispose (object);
}

static void
sp_timeline_tab_class_init (SpTimelineTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_timeline_tab_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-timeline-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, none_page);
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, begin_button);
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, choose_button);
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, heading);
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, now_label);
  gtk_widget_class_bind_template_child (widget_class, SpTimelineTab, list);
  gtk_widget_class_install_action (widget_class, "timeline.begin", NULL, begin_cb);
  gtk_widget_class_install_action (widget_class, "timeline.abort", NULL, abort_cb);
}

static void
sp_timeline_tab_init (SpTimelineTab *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_timeline_tab_set_domain:
 * @workspace: the workspace of @domain
 * @domain: the domain shown, once and for all
 */
void
sp_timeline_tab_set_domain (SpTimelineTab *self, SpWorkspace *workspace, SpDomain *domain)
{
  g_return_if_fail (SP_IS_TIMELINE_TAB (self));
  g_return_if_fail (self->domain == NULL);

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::timeline", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  update_view (self);
}
