/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-watch-strip.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-no-hyphens.h"

/* Screen readers hear of progress at most this often. */
#define ANNOUNCE_EVERY (10 * G_USEC_PER_SEC)

struct _SpWatchStrip {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  SpEditWatch *watch;
  gulong watch_handler;
  guint tick_id; /* "asked 3 s ago" grows while the strip is seen */
  SpEditState announced;
  gint64 announced_at;

  AdwWrapBox *servers_box;
  GtkLabel *summary_label;
  GtkWidget *mistake_box;
  GtkLabel *mistake_label;
  GtkLabel *found_label;
  GtkButton *skip_button;
};

G_DEFINE_FINAL_TYPE (SpWatchStrip, sp_watch_strip, ADW_TYPE_BIN)

static const char *
get_symbol (SpSightingState state)
{
  switch (state)
    {
    case SP_SIGHTING_ASKING:
      return "◌";
    case SP_SIGHTING_NEW:
      return "●";
    case SP_SIGHTING_OLD:
      return "○";
    case SP_SIGHTING_OTHER:
      return "◆";
    case SP_SIGHTING_SILENT:
      return "–";
    }
  return "";
}

static const char *
get_word (SpSightingState state)
{
  switch (state)
    {
    case SP_SIGHTING_ASKING:
      return C_ ("server", "asking");
    case SP_SIGHTING_NEW:
      return C_ ("server", "new");
    case SP_SIGHTING_OLD:
      return C_ ("server", "old");
    case SP_SIGHTING_OTHER:
      return C_ ("server", "something else");
    case SP_SIGHTING_SILENT:
      return C_ ("server", "no answer");
    }
  return "";
}

static const char *
get_style (SpSightingState state)
{
  switch (state)
    {
    case SP_SIGHTING_NEW:
      return "success";
    case SP_SIGHTING_OTHER:
      return "warning";
    case SP_SIGHTING_ASKING:
    case SP_SIGHTING_OLD:
    case SP_SIGHTING_SILENT:
      return "dimmed";
    }
  return "dimmed";
}

static GtkWidget *
make_server (SpSighting *sighting)
{
  SpSightingState state = sp_sighting_get_state (sighting);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *symbol = gtk_label_new (get_symbol (state));
  GtkWidget *name = gtk_label_new (sp_sighting_get_server (sighting));
  GtkWidget *word = gtk_label_new (get_word (state));

  gtk_accessible_update_state (GTK_ACCESSIBLE (symbol), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (symbol, "sighting");
  gtk_widget_add_css_class (symbol, get_style (state));
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (name, sp_sighting_get_server (sighting));
  gtk_widget_add_css_class (word, "dimmed");
  gtk_box_append (GTK_BOX (box), symbol);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), word);
  return box;
}

static void
update_servers (SpWatchStrip *self)
{
  GListModel *sightings = sp_edit_watch_get_sightings (self->watch);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->servers_box))) != NULL)
    adw_wrap_box_remove (self->servers_box, child);
  for (guint i = 0; i < g_list_model_get_n_items (sightings); i++)
    {
      g_autoptr (SpSighting) sighting = g_list_model_get_item (sightings, i);

      adw_wrap_box_append (self->servers_box, make_server (sighting));
    }
}

static char *
dup_live (SpWatchStrip *self)
{
  guint n_servers = g_list_model_get_n_items (sp_edit_watch_get_sightings (self->watch));
  guint n_live = sp_edit_watch_get_n_live (self->watch);

  if (sp_edit_watch_get_asked_at (self->watch) == 0)
    return g_strdup_printf (ngettext ("Asking %u server…", "Asking %u servers…", n_servers),
                            n_servers);
  /* Translators: %1$u of %2$u servers of the domain serve what is wanted. */
  return g_strdup_printf (
    ngettext ("Live on %1$u of %2$u server", "Live on %1$u of %2$u servers", n_servers), n_live,
    n_servers);
}

static char *
dup_summary (SpWatchStrip *self)
{
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  gint64 clear_at = sp_edit_watch_get_clear_at (self->watch);
  gint64 asked_at = sp_edit_watch_get_asked_at (self->watch);
  g_autofree char *live = dup_live (self);
  g_autofree char *ago = NULL;
  g_autofree char *clear = NULL;

  if (asked_at == 0)
    return g_steal_pointer (&live);
  ago = sp_time_text_dup_ago (clock, asked_at);
  if (clear_at == 0)
    return g_strdup_printf ("%s · %s", live, ago);
  if (clear_at <= sp_clock_get_now (clock))
    /* Translators: %1$s is “Live on 2 of 2 servers”, %2$s “asked 3 seconds ago”. */
    return g_strdup_printf (_ ("%1$s · %2$s · everyone sees it"), live, ago);
  clear = sp_time_text_dup (clock, clear_at);
  /* Translators: %1$s is “Live on 2 of 4 servers”, %2$s “asked 3 seconds ago”, %3$s a time. */
  return g_strdup_printf (_ ("%1$s · %2$s · everyone by %3$s"), live, ago, clear);
}

static void
update_summary (SpWatchStrip *self)
{
  g_autofree char *summary = dup_summary (self);

  gtk_label_set_label (self->summary_label, summary);
}

static void
update_mistake (SpWatchStrip *self)
{
  const char *mistake = sp_edit_watch_get_mistake (self->watch);
  const char *const *found = sp_edit_watch_get_found (self->watch);
  gboolean is_different = sp_edit_watch_get_state (self->watch) == SP_EDIT_STATE_DIFFERENT;
  g_autofree char *sentence = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  gtk_widget_set_visible (self->mistake_box, mistake != NULL || is_different);
  if (mistake == NULL && !is_different)
    return;
  sentence = mistake != NULL ? sp_explain_mistake (mistake)
                             : g_strdup (_ ("Something else is published than what was wanted."));
  gtk_label_set_label (self->mistake_label, sentence);
  for (gsize i = 0; found != NULL && found[i] != NULL; i++)
    {
      g_autofree char *safe = sp_explain_safe_text (found[i], -1);

      /* Translators: %s is the text of a record as it was found. */
      g_string_append_printf (text, i > 0 ? "\n%s" : "%s", safe);
    }
  if (text->len > 0)
    g_string_prepend (text, _ ("Found:\n"));
  gtk_label_set_label (self->found_label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->found_label), text->len > 0);
}

static void
update_skip (SpWatchStrip *self)
{
  SpPracticeWorld *world = sp_workspace_get_practice (self->workspace);
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  gint64 next = 0;
  g_autofree char *time = NULL;
  g_autofree char *label = NULL;

  if (world != NULL && sp_edit_watch_get_state (self->watch) != SP_EDIT_STATE_LIVE)
    next = sp_practice_world_get_next_event (world, sp_domain_get_name (self->domain));
  else if (world != NULL)
    next = sp_edit_watch_get_clear_at (self->watch);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), next > sp_clock_get_now (clock));
  if (next <= sp_clock_get_now (clock))
    return;
  time = sp_time_text_dup (clock, next);
  /* Translators: %s is a time such as “13:56”. */
  label = g_strdup_printf (_ ("_Skip to %s"), time);
  gtk_button_set_label (self->skip_button, label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->skip_button), "x", next);
}

/* One sentence for those who do not see the strip; not more than one every ten seconds, except
 * when the state itself changes. */
static void
announce (SpWatchStrip *self)
{
  SpEditState state = sp_edit_watch_get_state (self->watch);
  gint64 now = g_get_monotonic_time ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean is_live = state == SP_EDIT_STATE_LIVE;

  if (root == NULL || sp_edit_watch_get_asked_at (self->watch) == 0 || state == self->announced)
    return;
  if (!is_live && now - self->announced_at < ANNOUNCE_EVERY)
    return;
  self->announced = state;
  self->announced_at = now;
  /* By the window, which is heard whatever view is shown. */
  gtk_accessible_announce (GTK_ACCESSIBLE (root), gtk_label_get_label (self->summary_label),
                           is_live ? GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM
                                   : GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
update_view (SpWatchStrip *self)
{
  update_servers (self);
  update_summary (self);
  update_mistake (self);
  update_skip (self);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY,
                               sp_edit_watch_is_asking (self->watch), -1);
  announce (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  SpWatchStrip *self = user_data;

  if (self->watch != NULL)
    {
      update_summary (self);
      update_skip (self);
    }
  return G_SOURCE_CONTINUE;
}

static void
ask_now_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpWatchStrip *self = SP_WATCH_STRIP (widget);

  if (self->watch != NULL)
    sp_edit_watch_ask_now (self->watch);
}

static void
sp_watch_strip_map (GtkWidget *widget)
{
  SpWatchStrip *self = SP_WATCH_STRIP (widget);

  GTK_WIDGET_CLASS (sp_watch_strip_parent_class)->map (widget);
  if (self->tick_id == 0)
    self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
}

static void
sp_watch_strip_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&SP_WATCH_STRIP (widget)->tick_id, g_source_remove);
  GTK_WIDGET_CLASS (sp_watch_strip_parent_class)->unmap (widget);
}

static void
drop_watch (SpWatchStrip *self)
{
  if (self->watch != NULL)
    g_clear_signal_handler (&self->watch_handler, self->watch);
  g_clear_object (&self->watch);
}

static void
sp_watch_strip_dispose (GObject *object)
{
  SpWatchStrip *self = SP_WATCH_STRIP (object);

  drop_watch (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_WATCH_STRIP);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_watch_strip_parent_class)->dispose (object);
}

static void
sp_watch_strip_class_init (SpWatchStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_watch_strip_dispose;
  widget_class->map = sp_watch_strip_map;
  widget_class->unmap = sp_watch_strip_unmap;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-watch-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, servers_box);
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, summary_label);
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, mistake_box);
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, mistake_label);
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, found_label);
  gtk_widget_class_bind_template_child (widget_class, SpWatchStrip, skip_button);
  gtk_widget_class_install_action (widget_class, "strip.ask-now", NULL, ask_now_cb);
}

static void
sp_watch_strip_init (SpWatchStrip *self)
{
  self->announced = SP_EDIT_STATE_UNKNOWN;
  gtk_widget_init_template (GTK_WIDGET (self));
  sp_no_hyphens_apply (GTK_WIDGET (self->found_label));
}

/**
 * sp_watch_strip_set_watch:
 * @workspace: for its clock, and for the practice world
 * @domain: the domain that is edited
 * @watch: what is shown from now on
 */
void
sp_watch_strip_set_watch (SpWatchStrip *self, SpWorkspace *workspace, SpDomain *domain,
                          SpEditWatch *watch)
{
  g_return_if_fail (SP_IS_WATCH_STRIP (self));

  if (self->watch == watch)
    return;
  drop_watch (self);
  g_set_object (&self->workspace, workspace);
  g_set_object (&self->domain, domain);
  self->watch = g_object_ref (watch);
  self->watch_handler = g_signal_connect_object (watch, "changed", G_CALLBACK (update_view), self,
                                                 G_CONNECT_SWAPPED);
  update_view (self);
}

/**
 * sp_watch_strip_get_summary:
 *
 * Returns: (transfer none): the label that says it all in one sentence
 */
GtkWidget *
sp_watch_strip_get_summary (SpWatchStrip *self)
{
  g_return_val_if_fail (SP_IS_WATCH_STRIP (self), NULL);

  return GTK_WIDGET (self->summary_label);
}
