/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-stop-button.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-mark.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpStopButton {
  GtkButton parent_instance;

  SpStop *stop;

  GtkLabel *rank_label;
  GtkLabel *name_label;
  GtkLabel *badge_label;
  GtkLabel *host_label;
  GtkImage *mark;
  GtkLabel *state_label;
  GtkRevealer *revealer;
  GtkLabel *details_label;
};

G_DEFINE_FINAL_TYPE (SpStopButton, sp_stop_button, GTK_TYPE_BUTTON)

/* A host that the changes bring need not have been looked up. */
static gboolean
is_coming (SpStop *stop)
{
  const char *const *addresses = sp_stop_get_addresses (stop);
  SpStopState state = sp_stop_get_state (stop);

  return sp_stop_is_new (stop) && (addresses == NULL || addresses[0] == NULL)
         && (state == SP_STOP_UNKNOWN || state == SP_STOP_WANTED);
}

static char *
dup_state (SpStop *stop)
{
  const char *const *addresses = sp_stop_get_addresses (stop);
  guint n_addresses = addresses != NULL ? g_strv_length ((char **) addresses) : 0;
  g_autofree char *alias = NULL;

  if (sp_stop_is_removed (stop))
    return g_strdup (_ ("No longer tried"));
  switch (sp_stop_get_state (stop))
    {
    case SP_STOP_WANTED:
      if (is_coming (stop))
        return g_strdup (_ ("Comes with the changes"));
      return g_strdup_printf (ngettext ("Found · %u address", "Found · %u addresses", n_addresses),
                              n_addresses);
    case SP_STOP_LEFT_OVER:
      return g_strdup (_ ("Left over: to be removed"));
    case SP_STOP_DEAD:
      return g_strdup (_ ("Has no address: mail sent here is lost"));
    case SP_STOP_ALIAS:
      alias = sp_explain_safe_text (sp_stop_get_alias (stop), -1);
      /* Translators: %s is the name of a server. */
      return g_strdup_printf (_ ("Only a nickname of %s: some senders refuse it"), alias);
    case SP_STOP_IP:
      return g_strdup (_ ("A number where a name belongs: no sender finds it"));
    case SP_STOP_UNKNOWN:
      return g_strdup (is_coming (stop) ? _ ("Comes with the changes") : _ ("Could not check"));
    case SP_STOP_NULL:
      return g_strdup (_ ("Says that the domain takes no mail"));
    case SP_STOP_WEBSITE:
      return g_strdup (_ ("No mail delivery set: senders try the website"));
    }
  return g_strdup ("");
}

static void
show_mark (GtkImage *mark, SpStop *stop)
{
  switch (sp_stop_get_state (stop))
    {
    case SP_STOP_WANTED:
      sp_mark_show_level (mark, SP_LEVEL_IN_ORDER);
      break;
    case SP_STOP_LEFT_OVER:
    case SP_STOP_ALIAS:
    case SP_STOP_WEBSITE:
      sp_mark_show_level (mark, SP_LEVEL_MAY_BOUNCE);
      break;
    case SP_STOP_DEAD:
    case SP_STOP_IP:
    case SP_STOP_NULL:
      sp_mark_show_level (mark, SP_LEVEL_LOST);
      break;
    case SP_STOP_UNKNOWN:
      sp_mark_show_unknown (mark);
      break;
    }
  gtk_widget_set_visible (GTK_WIDGET (mark), !sp_stop_is_removed (stop) && !is_coming (stop));
}

/* How the stop stands in the order, for those who do not see the picture. */
static const char *
get_turn (SpStop *stop, guint position, guint n_stops)
{
  if (sp_stop_is_removed (stop))
    return _ ("removed");
  if (sp_stop_is_shared (stop))
    return _ ("shared at random with others of the same order");
  if (position == 0)
    return _ ("tried first");
  if (position + 1 == n_stops)
    return _ ("tried last");
  return _ ("tried next");
}

static const char *
get_plain_name (SpStopState state)
{
  if (state == SP_STOP_WEBSITE)
    return _ ("The Website");
  return state == SP_STOP_NULL ? _ ("No Server") : _ ("Mail Server");
}

static char *
dup_details (SpStop *stop)
{
  const char *const *addresses = sp_stop_get_addresses (stop);
  g_autofree char *list = NULL;

  if (addresses == NULL || addresses[0] == NULL)
    return g_strdup (_ ("No addresses are known."));
  list = g_strjoinv ("\n", (char **) addresses);
  /* Translators: %s is a list of addresses of a server, one a line. */
  return g_strdup_printf (_ ("Addresses:\n%s"), list);
}

static void
show_stop (SpStopButton *self, guint position, guint n_stops)
{
  SpStop *stop = self->stop;
  g_autofree char *host = sp_explain_safe_text (sp_stop_get_host (stop), -1);
  g_autofree char *rank = g_strdup_printf ("%u", sp_stop_get_rank (stop));
  g_autofree char *state = dup_state (stop);
  g_autofree char *details = dup_details (stop);
  g_autofree char *label = NULL;
  const char *name = sp_stop_get_provider_name (stop);

  if (name == NULL)
    name = get_plain_name (sp_stop_get_state (stop));
  gtk_label_set_label (self->rank_label, rank);
  gtk_widget_set_visible (GTK_WIDGET (self->rank_label), !sp_stop_is_removed (stop));
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->host_label, host);
  gtk_label_set_label (self->state_label, state);
  gtk_label_set_label (self->details_label, details);
  show_mark (self->mark, stop);
  gtk_widget_set_visible (GTK_WIDGET (self->badge_label),
                          sp_stop_is_new (stop) || sp_stop_is_removed (stop));
  gtk_label_set_label (self->badge_label,
                       sp_stop_is_removed (stop) ? C_ ("stop", "Removed") : C_ ("stop", "New"));
  if (sp_stop_is_removed (stop))
    gtk_widget_add_css_class (GTK_WIDGET (self), "removed");
  /* Translators: a stop of the route as it is read aloud. %1$u of %2$u is its place, %3$s when it
   * is tried, %4$s a company, %5$s a server, %6$d the number in the record, %7$s how it is. */
  label = g_strdup_printf (_ ("%1$u of %2$u, %3$s, %4$s, %5$s, order %6$d, %7$s"), position + 1,
                           n_stops, get_turn (stop, position, n_stops), name, host,
                           sp_stop_get_priority (stop), state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
sp_stop_button_clicked (GtkButton *button)
{
  SpStopButton *self = SP_STOP_BUTTON (button);
  gboolean is_open = !gtk_revealer_get_reveal_child (self->revealer);

  gtk_revealer_set_reveal_child (self->revealer, is_open);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, is_open, -1);
}

static void
sp_stop_button_dispose (GObject *object)
{
  SpStopButton *self = SP_STOP_BUTTON (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_STOP_BUTTON);
  g_clear_object (&self->stop);

  G_OBJECT_CLASS (sp_stop_button_parent_class)->dispose (object);
}

static void
sp_stop_button_class_init (SpStopButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_stop_button_dispose;
  GTK_BUTTON_CLASS (klass)->clicked = sp_stop_button_clicked;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-stop-button.ui");
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, rank_label);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, name_label);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, badge_label);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, host_label);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, mark);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, state_label);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, revealer);
  gtk_widget_class_bind_template_child (widget_class, SpStopButton, details_label);
}

static void
sp_stop_button_init (SpStopButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE, -1);
}

/**
 * sp_stop_button_new:
 * @stop: the stop shown
 * @position: its place in the list, from 0
 * @n_stops: how many stops there are
 */
SpStopButton *
sp_stop_button_new (SpStop *stop, guint position, guint n_stops)
{
  SpStopButton *self = g_object_new (SP_TYPE_STOP_BUTTON, NULL);

  self->stop = g_object_ref (stop);
  show_stop (self, position, n_stops);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_stop_button_get_stop:
 *
 * Returns: (transfer none): the stop shown
 */
SpStop *
sp_stop_button_get_stop (SpStopButton *self)
{
  g_return_val_if_fail (SP_IS_STOP_BUTTON (self), NULL);

  return self->stop;
}

/**
 * sp_stop_button_get_line_class:
 * @stop: a stop
 *
 * The style class of the line that leads to @stop.
 */
const char *
sp_stop_button_get_line_class (SpStop *stop)
{
  if (sp_stop_is_removed (stop))
    return "removed";
  switch (sp_stop_get_state (stop))
    {
    case SP_STOP_WANTED:
      return "wanted";
    case SP_STOP_LEFT_OVER:
    case SP_STOP_ALIAS:
    case SP_STOP_WEBSITE:
      return "left-over";
    case SP_STOP_DEAD:
    case SP_STOP_IP:
    case SP_STOP_NULL:
      return "dead";
    case SP_STOP_UNKNOWN:
      return is_coming (stop) ? "wanted" : "unknown";
    }
  return "unknown";
}
