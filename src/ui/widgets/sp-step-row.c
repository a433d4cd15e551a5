/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-step-row.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-tick-button.h"

struct _SpStepRow {
  AdwExpanderRow parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  SpStep *step;
  gboolean is_updating; /* the check boxes follow the step, nobody pressed them */

  GtkImage *state_image;
  GtkLabel *text_label;
  GtkBox *ticks_box;
  GtkWidget *why_button;
  GtkLabel *why_label;
  GtkButton *edits_button;
  GtkButton *skip_time_button;
  GtkWidget *skip_button;
  GtkWidget *put_back_button;
};

G_DEFINE_FINAL_TYPE (SpStepRow, sp_step_row, ADW_TYPE_EXPANDER_ROW)

static const char *
get_icon (SpStepState state)
{
  switch (state)
    {
    case SP_STEP_LATER:
      return "sp-step-later-symbolic";
    case SP_STEP_READY:
      return "sp-step-ready-symbolic";
    case SP_STEP_CHECKING:
    case SP_STEP_LIVE:
    case SP_STEP_WAITING:
      return "sp-step-waiting-symbolic";
    case SP_STEP_DONE:
      return "sp-in-order-symbolic";
    case SP_STEP_SLIPPED:
      return "sp-may-bounce-symbolic";
    case SP_STEP_BLOCKED:
      return "sp-locked-symbolic";
    case SP_STEP_SKIPPED:
      return "sp-step-skipped-symbolic";
    }
  return "sp-step-later-symbolic";
}

static const char *
get_style (SpStepState state)
{
  switch (state)
    {
    case SP_STEP_READY:
      return "accent";
    case SP_STEP_DONE:
      return "success";
    case SP_STEP_SLIPPED:
      return "warning";
    case SP_STEP_LATER:
    case SP_STEP_CHECKING:
    case SP_STEP_LIVE:
    case SP_STEP_WAITING:
    case SP_STEP_BLOCKED:
    case SP_STEP_SKIPPED:
      return "dimmed";
    }
  return "dimmed";
}

static const char *
get_provider_name (SpStepRow *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  SpProvider *chosen = report != NULL ? sp_report_get_chosen_provider (report) : NULL;

  return chosen != NULL ? sp_provider_get_name (chosen) : NULL;
}

/* The time that counts for the state: from when it may be done, or until when it is waited. */
static gint64
get_time (SpStep *step)
{
  switch (sp_step_get_state (step))
    {
    case SP_STEP_LATER:
    case SP_STEP_READY:
    case SP_STEP_BLOCKED:
    case SP_STEP_SLIPPED:
      return sp_step_get_earliest (step);
    case SP_STEP_CHECKING:
    case SP_STEP_LIVE:
    case SP_STEP_WAITING:
      return sp_step_get_latest (step);
    case SP_STEP_DONE:
    case SP_STEP_SKIPPED:
      break;
    }
  return 0;
}

static char *
dup_subtitle (SpStepRow *self)
{
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  SpStepState state = sp_step_get_state (self->step);
  gint64 time = get_time (self->step);
  g_autofree char *word = sp_explain_step_state (state);
  g_autofree char *text = NULL;

  if (time <= sp_clock_get_now (clock))
    return g_steal_pointer (&word);
  text = sp_time_text_dup (clock, time);
  if (state == SP_STEP_CHECKING || state == SP_STEP_LIVE || state == SP_STEP_WAITING)
    /* Translators: %1$s is “Waiting” or “Live”, %2$s a time. */
    return g_strdup_printf (_ ("%1$s · until %2$s"), word, text);
  if (sp_step_is_about (self->step))
    /* Translators: %1$s is “Later” or “Ready”, %2$s a time that is only an estimate. */
    return g_strdup_printf (_ ("%1$s · from about %2$s"), word, text);
  /* Translators: %1$s is “Later” or “Ready”, %2$s a time. */
  return g_strdup_printf (_ ("%1$s · from %2$s"), word, text);
}

static void
show_why (SpStepRow *self)
{
  GPtrArray *why = sp_step_get_why (self->step);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; why != NULL && i < why->len; i++)
    {
      g_autofree char *line = sp_explain_why (why->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  gtk_label_set_label (self->why_label, text->str);
  gtk_widget_set_visible (self->why_button, text->len > 0);
}

static void
on_ticked (SpStepRow *self, SpTickButton *button)
{
  g_autoptr (GError) error = NULL;

  if (self->is_updating)
    return;

  if (!sp_workspace_tick (self->workspace, self->domain, sp_tick_button_get_id (button),
                          gtk_check_button_get_active (GTK_CHECK_BUTTON (button)), &error))
    g_warning ("Cannot keep tick: %s", error->message);
}

static SpTickButton *
find_tick (SpStepRow *self, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->ticks_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (sp_tick_button_get_id (SP_TICK_BUTTON (child)), id) == 0)
      return SP_TICK_BUTTON (child);
  return NULL;
}

/* The ticks of a step never change, only whether they are done: so focus stays. */
static void
show_ticks (SpStepRow *self)
{
  GPtrArray *ticks = sp_step_get_ticks (self->step);

  for (guint i = 0; ticks != NULL && i < ticks->len; i++)
    {
      const SpTick *tick = ticks->pdata[i];
      SpTickButton *button = find_tick (self, tick->id);

      if (button == NULL)
        {
          button = sp_tick_button_new (tick);
          g_signal_connect_object (button, "toggled", G_CALLBACK (on_ticked), self,
                                   G_CONNECT_SWAPPED);
          gtk_box_append (self->ticks_box, GTK_WIDGET (button));
        }
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), tick->is_done);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->ticks_box), ticks != NULL && ticks->len > 0);
}

static void
show_buttons (SpStepRow *self)
{
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  SpStepState state = sp_step_get_state (self->step);
  gint64 time = get_time (self->step);
  guint n_edits = g_list_model_get_n_items (sp_step_get_edits (self->step));
  gboolean can_skip_time = sp_clock_can_jump (clock) && time > sp_clock_get_now (clock);
  g_autofree char *edits = g_strdup_printf (ngettext ("Show %u Edit", "Show %u Edits", n_edits),
                                            n_edits);

  gtk_button_set_label (self->edits_button, edits);
  gtk_widget_set_visible (GTK_WIDGET (self->edits_button),
                          n_edits > 0 && state != SP_STEP_DONE && state != SP_STEP_SKIPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_time_button), can_skip_time);
  if (can_skip_time)
    {
      g_autofree char *text = sp_time_text_dup (clock, time);
      /* Translators: %s is a time such as “13:56”. */
      g_autofree char *label = g_strdup_printf (_ ("Skip _to %s"), text);

      gtk_button_set_label (self->skip_time_button, label);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->skip_time_button), "x", time);
    }
  gtk_widget_set_visible (self->skip_button, state == SP_STEP_READY || state == SP_STEP_SLIPPED
                                               || state == SP_STEP_BLOCKED);
  gtk_widget_set_visible (self->put_back_button, state == SP_STEP_SKIPPED);
}

static void
show_step (SpStepRow *self)
{
  const char *provider = get_provider_name (self);
  SpStepState state = sp_step_get_state (self->step);
  g_autofree char *title = sp_explain_step_title (self->step, provider);
  g_autofree char *text = sp_explain_step_text (self->step, provider);
  g_autofree char *subtitle = dup_subtitle (self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->state_image, get_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_image),
                              (const char *[]) { "mark", get_style (state), NULL });
  gtk_label_set_label (self->text_label, text);
  show_ticks (self);
  show_why (self);
  show_buttons (self);
}

static void
set_skipped (SpStepRow *self, gboolean skipped)
{
  g_autoptr (GError) error = NULL;

  if (!sp_workspace_skip_step (self->workspace, self->domain, sp_step_get_id (self->step), skipped,
                               &error))
    g_warning ("Cannot keep step: %s", error->message);
}

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (widget);

  adw_expander_row_set_expanded (row, !adw_expander_row_get_expanded (row));
}

static void
skip_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_skipped (SP_STEP_ROW (widget), TRUE);
}

static void
put_back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_skipped (SP_STEP_ROW (widget), FALSE);
}

static void
sp_step_row_dispose (GObject *object)
{
  SpStepRow *self = SP_STEP_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_STEP_ROW);
  g_clear_object (&self->step);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_step_row_parent_class)->dispose (object);
}

static void
sp_step_row_class_init (SpStepRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_step_row_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, state_image);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, ticks_box);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, why_button);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, why_label);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, edits_button);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, skip_time_button);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, skip_button);
  gtk_widget_class_bind_template_child (widget_class, SpStepRow, put_back_button);
  gtk_widget_class_install_action (widget_class, "step.toggle", NULL, toggle_cb);
  gtk_widget_class_install_action (widget_class, "step.skip", NULL, skip_cb);
  gtk_widget_class_install_action (widget_class, "step.put-back", NULL, put_back_cb);
}

static void
sp_step_row_init (SpStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_step_row_new:
 * @workspace: the workspace of @domain
 * @domain: the domain that is moved
 * @step: the step shown
 */
SpStepRow *
sp_step_row_new (SpWorkspace *workspace, SpDomain *domain, SpStep *step)
{
  SpStepRow *self = g_object_new (SP_TYPE_STEP_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  sp_step_row_set_step (self, step);
  return self;
}

/**
 * sp_step_row_set_step:
 * @step: the same step, as it is now
 */
void
sp_step_row_set_step (SpStepRow *self, SpStep *step)
{
  g_return_if_fail (SP_IS_STEP_ROW (self));

  g_set_object (&self->step, step);
  self->is_updating = TRUE;
  show_step (self);
  self->is_updating = FALSE;
}

/**
 * sp_step_row_get_id:
 *
 * Returns: id of the step
 */
const char *
sp_step_row_get_id (SpStepRow *self)
{
  g_return_val_if_fail (SP_IS_STEP_ROW (self), NULL);

  return sp_step_get_id (self->step);
}
