/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-edit-card.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "core/plan/sp-panel-fields.h"
#include "ui/sp-change-list.h"
#include "ui/widgets/sp-diff-line.h"
#include "ui/widgets/sp-field-row.h"
#include "ui/widgets/sp-need-row.h"
#include "ui/widgets/sp-watch-strip.h"

/*
 * ASKING: cannot be written before a value is given, here or on a card before it. OPEN: to be made.
 * LOCKED: not yet; it says from when. WATCHED: the person says that it was made;
 * fields stay, for a second look. LIVE: every server serves it; the card is one line.
 */
typedef enum {
  CARD_ASKING,
  CARD_OPEN,
  CARD_LOCKED,
  CARD_WATCHED,
  CARD_LIVE,
} CardState;

struct _SpEditCard {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  SpEdit *edit;
  char *lock;
  GPtrArray *field_rows; /* rows of the list: fields, and headings between records */
  GPtrArray *name_rows;  /* those of them that show the name */
  GPtrArray *step_rows;
  GPtrArray *need_rows; /* rows of the list around a SpNeedRow */
  gboolean name_is_guess;
  char *link; /* where the zone is edited */
  gulong watch_handler;
  SpEditWatch *watch;

  GtkListBoxRow *header_row;
  GtkImage *state_image;
  GtkLabel *title_label;
  GtkLabel *place_label;
  GtkLabel *why_label;
  GtkLabel *lookups_label;
  GtkLabel *lock_label;
  GtkLabel *lack_label;
  GtkBox *diff_box;
  AdwExpanderRow *steps_row;
  AdwSwitchRow *full_name_row;
  AdwButtonRow *link_row;
  AdwButtonRow *done_row;
  AdwButtonRow *back_row;
  GtkListBoxRow *strip_row;
  SpWatchStrip *strip;
};

G_DEFINE_FINAL_TYPE (SpEditCard, sp_edit_card, ADW_TYPE_BIN)

static SpDnsHost *
get_host (SpEditCard *self)
{
  SpReport *report = sp_domain_get_report (self->domain);

  return report != NULL ? sp_report_get_dns_host (report) : NULL;
}

static CardState
get_state (SpEditCard *self)
{
  if (self->watch != NULL)
    return sp_edit_watch_get_state (self->watch) == SP_EDIT_STATE_LIVE ? CARD_LIVE : CARD_WATCHED;
  if (sp_edit_is_waiting (self->edit))
    return CARD_ASKING;
  return self->lock != NULL ? CARD_LOCKED : CARD_OPEN;
}

static void
update_view (SpEditCard *self)
{
  CardState state = get_state (self);
  gboolean has_fields = state == CARD_OPEN || state == CARD_WATCHED;
  gboolean has_strip = state == CARD_WATCHED || state == CARD_LIVE;
  gboolean leads_back = g_str_has_prefix (sp_edit_get_id (self->edit), SP_EDIT_BACK_PREFIX);

  gtk_label_set_label (self->lock_label, self->lock != NULL ? self->lock : "");
  gtk_widget_set_visible (GTK_WIDGET (self->lock_label), state == CARD_LOCKED);
  gtk_widget_set_visible (GTK_WIDGET (self->lack_label),
                          state == CARD_ASKING && sp_edit_get_keys (self->edit)[0] != NULL);
  for (guint i = 0; i < self->need_rows->len; i++)
    gtk_widget_set_visible (self->need_rows->pdata[i], !has_strip);
  gtk_widget_set_visible (GTK_WIDGET (self->state_image),
                          state == CARD_LOCKED || state == CARD_LIVE);
  if (state == CARD_LIVE)
    {
      gtk_image_set_from_icon_name (self->state_image, "sp-in-order-symbolic");
      gtk_widget_add_css_class (GTK_WIDGET (self->state_image), "success");
    }
  else
    {
      gtk_image_set_from_icon_name (self->state_image, "sp-locked-symbolic");
      gtk_widget_remove_css_class (GTK_WIDGET (self->state_image), "success");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->why_label), state != CARD_LIVE);
  gtk_widget_set_visible (GTK_WIDGET (self->lookups_label),
                          state != CARD_LIVE && *gtk_label_get_label (self->lookups_label) != '\0');
  for (guint i = 0; i < self->field_rows->len; i++)
    gtk_widget_set_visible (self->field_rows->pdata[i], has_fields);
  gtk_widget_set_visible (GTK_WIDGET (self->full_name_row), has_fields && self->name_rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->steps_row), has_fields);
  gtk_widget_set_visible (GTK_WIDGET (self->diff_box), state != CARD_LIVE && state != CARD_ASKING);
  gtk_widget_set_visible (GTK_WIDGET (self->link_row), has_fields && self->link != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->done_row), state == CARD_OPEN);
  gtk_widget_set_visible (GTK_WIDGET (self->strip_row), has_strip);
  gtk_widget_set_visible (GTK_WIDGET (self->back_row), state == CARD_LIVE && !leads_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.done", state == CARD_OPEN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.open-panel",
                                 has_fields && self->link != NULL);
  if (self->watch != NULL)
    sp_watch_strip_set_watch (self->strip, self->workspace, self->domain, self->watch);
}

static void
on_watch_changed (SpEditCard *self)
{
  update_view (self);
}

static void
find_watch (SpEditCard *self)
{
  SpEditWatch *watch = sp_domain_find_watch (self->domain, sp_edit_get_id (self->edit));

  if (watch == self->watch)
    return;
  if (self->watch != NULL)
    g_clear_signal_handler (&self->watch_handler, self->watch);
  g_set_object (&self->watch, watch);
  if (watch != NULL)
    self->watch_handler = g_signal_connect_object (watch, "changed", G_CALLBACK (on_watch_changed),
                                                   self, G_CONNECT_SWAPPED);
  update_view (self);
}

static SpFieldRow *
make_field_row (const SpPanelField *field)
{
  g_autofree char *label = sp_explain_panel_label (field);
  g_autofree char *value = sp_explain_panel_value (field);
  g_autofree char *note = sp_explain_panel_note (field);
  /* Translators: %s is the word of a panel for one of its fields, such as “Name”. */
  g_autofree char *what = g_strdup_printf (_ ("Copy %s"), label);
  g_autofree char *done = g_strdup_printf (_ ("%s copied"), label);
  SpFieldRow *row = sp_field_row_new (
    label, value, sp_explain_panel_can_be_pasted (field) ? field->value : NULL, what, done);

  if (note != NULL)
    sp_field_row_set_note (row, note);
  return row;
}

static GtkListBox *
get_list (SpEditCard *self)
{
  return GTK_LIST_BOX (adw_bin_get_child (ADW_BIN (self)));
}

static void
append_row (SpEditCard *self, GtkWidget *row)
{
  int at = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self->full_name_row));

  gtk_list_box_insert (get_list (self), row, at);
  g_ptr_array_add (self->field_rows, row);
}

static void
append_record_heading (SpEditCard *self, guint index, guint n_records)
{
  g_autofree char *text = NULL;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label;

  /* Translators: one of several records that are to be typed in a panel. */
  text = g_strdup_printf (_ ("Record %1$u of %2$u"), index + 1, n_records);
  label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (row, "record-heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  append_row (self, row);
}

static void
append_fields (SpEditCard *self, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const SpPanelField *field = fields->pdata[i];
      SpFieldRow *row = make_field_row (field);

      if (field->kind == SP_PANEL_FIELD_NAME)
        {
          g_ptr_array_add (self->name_rows, row);
          self->name_is_guess = field->is_guess;
        }
      append_row (self, GTK_WIDGET (row));
    }
}

static void
fill_fields (SpEditCard *self)
{
  g_autoptr (GPtrArray) forms = sp_panel_forms_new (
    self->edit, get_host (self), adw_switch_row_get_active (self->full_name_row));

  for (guint i = 0; i < forms->len; i++)
    {
      if (forms->len > 1)
        append_record_heading (self, i, forms->len);
      append_fields (self, forms->pdata[i]);
    }
}

static void
update_names (SpEditCard *self)
{
  gboolean is_full = adw_switch_row_get_active (self->full_name_row);
  g_autofree char *name = sp_panel_fields_dup_name (self->edit, get_host (self), is_full);
  const char *full = sp_name_get_text (sp_edit_get_full_name (self->edit));
  g_autofree char *note = NULL;

  if (self->name_is_guess && (*name == '\0' || g_str_equal (name, "@")))
    {
      const SpPanelField field = { .kind = SP_PANEL_FIELD_NAME, .is_guess = TRUE, .value = name };

      note = sp_explain_panel_note (&field);
    }
  else if (!g_str_equal (name, full))
    /* Translators: %s is a domain name. */
    note = g_strdup_printf (_ ("full name: %s"), full);
  for (guint i = 0; i < self->name_rows->len; i++)
    {
      sp_field_row_set_value (self->name_rows->pdata[i], *name != '\0' ? name : _ ("(leave empty)"),
                              name);
      sp_field_row_set_note (self->name_rows->pdata[i], note);
    }
}

static void
on_full_name_changed (SpEditCard *self)
{
  if (self->edit != NULL)
    update_names (self);
}

static void
append_diff (SpEditCard *self, GPtrArray *rows, SpDiffKind kind)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = rows->pdata[i];

      gtk_box_append (self->diff_box,
                      GTK_WIDGET (sp_diff_line_new (kind, row->priority, row->value)));
    }
}

static void
on_value_given (SpEditCard *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (sp_workspace_set_value (self->workspace, self->domain, key, value, &error))
    return;
  g_warning ("Cannot keep value: %s", error->message);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("The value could not be saved."));
}

static GtkWidget *
make_need_row (SpEditCard *self, const SpAsk *ask)
{
  GtkWidget *row = gtk_list_box_row_new ();
  SpNeedRow *need = sp_need_row_new (ask->provider, ask->need, ask->value);

  g_signal_connect_object (need, "given", G_CALLBACK (on_value_given), self, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (need));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  ask->need->label, -1);
  return row;
}

static SpNeedRow *
get_need_row (SpEditCard *self, guint index)
{
  return SP_NEED_ROW (gtk_list_box_row_get_child (self->need_rows->pdata[index]));
}

static gboolean
asks_are_shown (SpEditCard *self, GPtrArray *asks)
{
  if (asks->len != self->need_rows->len)
    return FALSE;
  for (guint i = 0; i < asks->len; i++)
    if (!g_str_equal (sp_need_row_get_key (get_need_row (self, i)),
                      ((const SpAsk *) asks->pdata[i])->need->key))
      return FALSE;
  return TRUE;
}

static GtkWidget *
make_step_row (guint number, const SpPanelStep *step)
{
  g_autofree char *sentence = sp_explain_panel_step (step);
  g_autofree char *place = g_strdup_printf ("%u", number);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (place);

  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), label);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sentence);
  return row;
}

static void
fill_steps (SpEditCard *self)
{
  SpDnsHost *host = get_host (self);
  SpReport *report = sp_domain_get_report (self->domain);
  SpSnapshot *snapshot = report != NULL ? sp_report_get_snapshot (report) : NULL;
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (self->edit, host, snapshot);
  gboolean is_editor = FALSE;

  for (guint i = 0; i < steps->len; i++)
    {
      GtkWidget *row = make_step_row (i + 1, steps->pdata[i]);

      adw_expander_row_add_row (self->steps_row, row);
      g_ptr_array_add (self->step_rows, row);
    }
  g_clear_pointer (&self->link, g_free);
  /* In practice mode there is no company behind the panel. */
  if (sp_workspace_get_practice (self->workspace) == NULL)
    self->link = sp_panel_dup_link (host, sp_edit_get_zone (self->edit), &is_editor);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->link_row),
                                 is_editor ? _ ("Open the List of _Records")
                                           : _ ("Open the Page for _Signing In"));
}

static void
clear_edit (SpEditCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->diff_box))) != NULL)
    gtk_box_remove (self->diff_box, child);
  for (guint i = 0; i < self->field_rows->len; i++)
    gtk_list_box_remove (get_list (self), self->field_rows->pdata[i]);
  for (guint i = 0; i < self->step_rows->len; i++)
    adw_expander_row_remove (self->steps_row, self->step_rows->pdata[i]);
  g_ptr_array_set_size (self->field_rows, 0);
  g_ptr_array_set_size (self->name_rows, 0);
  g_ptr_array_set_size (self->step_rows, 0);
}

/* A list that costs its readers too much is no detail. */
static void
show_lookups (SpEditCard *self)
{
  g_autofree char *text = sp_explain_edit_lookups (self->edit);
  gboolean is_over = sp_edit_get_detail (self->edit, "lookups-over") != NULL;

  gtk_label_set_label (self->lookups_label, text != NULL ? text : "");
  gtk_widget_remove_css_class (GTK_WIDGET (self->lookups_label), is_over ? "dimmed" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->lookups_label), is_over ? "warning" : "dimmed");
}

static void
show_edit (SpEditCard *self)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  SpDnsHost *host = get_host (self);
  g_autofree char *title = sp_explain_edit_title (self->edit, catalog);
  g_autofree char *why = sp_explain_edit_why (self->edit, catalog);

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->why_label, why);
  show_lookups (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  /* A row that took no focus would keep Tab from the rows behind it. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->header_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  clear_edit (self);
  if (sp_edit_is_waiting (self->edit))
    return;
  append_diff (self, sp_edit_get_removed (self->edit), SP_DIFF_REMOVE);
  append_diff (self, sp_edit_get_kept (self->edit), SP_DIFF_KEEP);
  append_diff (self, sp_edit_get_added (self->edit), SP_DIFF_ADD);
  adw_switch_row_set_active (self->full_name_row,
                             host != NULL && sp_dns_host_wants_full_names (host));
  fill_fields (self);
  fill_steps (self);
  update_names (self);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpEditCard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error)
      || g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;
  g_warning ("Cannot open the panel: %s", error->message);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("The page could not be opened."));
}

static void
open_panel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpEditCard *self = SP_EDIT_CARD (widget);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (self->link);
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                           launched_cb, g_object_ref (self));
}

static void
done_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpEditCard *self = SP_EDIT_CARD (widget);

  if (sp_workspace_watch_edit (self->workspace, self->domain, self->edit) != NULL)
    find_watch (self);
}

/* A row that opens has no action of its own that an assistive technology could do. */
static void
toggle_steps_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwExpanderRow *row = SP_EDIT_CARD (widget)->steps_row;

  adw_expander_row_set_expanded (row, !adw_expander_row_get_expanded (row));
}

/* The page shows the card that takes this change back. */
static void
put_back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "changes.put-back", "s",
                              sp_edit_get_id (SP_EDIT_CARD (widget)->edit));
}

static void
sp_edit_card_dispose (GObject *object)
{
  SpEditCard *self = SP_EDIT_CARD (object);

  if (self->watch != NULL)
    g_clear_signal_handler (&self->watch_handler, self->watch);
  g_clear_object (&self->watch);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_EDIT_CARD);
  g_clear_pointer (&self->field_rows, g_ptr_array_unref);
  g_clear_pointer (&self->name_rows, g_ptr_array_unref);
  g_clear_pointer (&self->step_rows, g_ptr_array_unref);
  g_clear_pointer (&self->need_rows, g_ptr_array_unref);
  g_clear_object (&self->edit);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_edit_card_parent_class)->dispose (object);
}

static void
sp_edit_card_finalize (GObject *object)
{
  g_free (SP_EDIT_CARD (object)->lock);
  g_free (SP_EDIT_CARD (object)->link);
  G_OBJECT_CLASS (sp_edit_card_parent_class)->finalize (object);
}

static void
sp_edit_card_class_init (SpEditCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sp_edit_card_dispose;
  object_class->finalize = sp_edit_card_finalize;

  g_type_ensure (SP_TYPE_WATCH_STRIP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-edit-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, header_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, state_image);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, place_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, why_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, lookups_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, lock_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, lack_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, diff_box);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, steps_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, full_name_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, link_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, done_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, back_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, strip_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditCard, strip);
  gtk_widget_class_bind_template_callback (widget_class, on_full_name_changed);
  gtk_widget_class_install_action (widget_class, "card.done", NULL, done_cb);
  gtk_widget_class_install_action (widget_class, "card.put-back", NULL, put_back_cb);
  gtk_widget_class_install_action (widget_class, "card.toggle-steps", NULL, toggle_steps_cb);
  gtk_widget_class_install_action (widget_class, "card.open-panel", NULL, open_panel_cb);
}

static void
sp_edit_card_init (SpEditCard *self)
{
  self->field_rows = g_ptr_array_new ();
  self->name_rows = g_ptr_array_new ();
  self->step_rows = g_ptr_array_new ();
  self->need_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->done_row),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  sp_watch_strip_get_summary (self->strip), NULL, -1);
}

/**
 * sp_edit_card_new:
 * @workspace: the workspace of @domain
 * @domain: the domain that is edited
 * @edit: the edit shown
 */
SpEditCard *
sp_edit_card_new (SpWorkspace *workspace, SpDomain *domain, SpEdit *edit)
{
  SpEditCard *self = g_object_new (SP_TYPE_EDIT_CARD, NULL);

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  self->edit = g_object_ref (edit);
  show_edit (self);
  find_watch (self);
  update_view (self);
  g_signal_connect_object (sp_domain_get_watches (domain), "items-changed", G_CALLBACK (find_watch),
                           self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * sp_edit_card_get_edit:
 *
 * Returns: (transfer none): the edit shown
 */
SpEdit *
sp_edit_card_get_edit (SpEditCard *self)
{
  g_return_val_if_fail (SP_IS_EDIT_CARD (self), NULL);

  return self->edit;
}

/**
 * sp_edit_card_get_domain:
 *
 * Returns: (transfer none): the domain that is edited
 */
SpDomain *
sp_edit_card_get_domain (SpEditCard *self)
{
  g_return_val_if_fail (SP_IS_EDIT_CARD (self), NULL);

  return self->domain;
}

/**
 * sp_edit_card_set_edit:
 * @edit: what the card's edit has become, now that a value was given or corrected
 */
void
sp_edit_card_set_edit (SpEditCard *self, SpEdit *edit)
{
  g_return_if_fail (SP_IS_EDIT_CARD (self));
  g_return_if_fail (SP_IS_EDIT (edit));

  if (!g_set_object (&self->edit, edit))
    return;
  show_edit (self);
  update_view (self);
}

/**
 * sp_edit_card_set_place:
 * @position: place among the cards, from 0
 * @n_cards: how many there are; 0 shows no place
 */
void
sp_edit_card_set_place (SpEditCard *self, guint position, guint n_cards)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SP_IS_EDIT_CARD (self));

  /* Translators: place of a card among all, such as “2 of 4”. */
  text = n_cards > 1 ? g_strdup_printf (_ ("%1$u of %2$u"), position + 1, n_cards) : g_strdup ("");
  gtk_label_set_label (self->place_label, text);
}

/**
 * sp_edit_card_set_lock:
 * @reason: (nullable): why it must not be made yet, a plain sentence; %NULL if it may
 */
void
sp_edit_card_set_lock (SpEditCard *self, const char *reason)
{
  g_return_if_fail (SP_IS_EDIT_CARD (self));

  g_set_str (&self->lock, reason);
  update_view (self);
}

/**
 * sp_edit_card_set_asks:
 * @asks: (element-type SpAsk): values that the card asks for
 * @lacks: (nullable): label of a value that a card before it asks for
 */
void
sp_edit_card_set_asks (SpEditCard *self, GPtrArray *asks, const char *lacks)
{
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;
  int at;

  g_return_if_fail (SP_IS_EDIT_CARD (self));

  label = lacks != NULL ? sp_explain_isolate (lacks) : NULL;
  if (label != NULL)
    /* Translators: %s is a value of the mail provider, such as “MX host”. */
    text = g_strdup_printf (_ ("Waits for “%s”, which is asked for above."), label);
  else
    text = g_strdup (_ ("The rest of this card appears when the value is known."));
  gtk_label_set_label (self->lack_label, text);
  if (!asks_are_shown (self, asks))
    {
      for (guint i = 0; i < self->need_rows->len; i++)
        gtk_list_box_remove (get_list (self), self->need_rows->pdata[i]);
      g_ptr_array_set_size (self->need_rows, 0);
      at = gtk_list_box_row_get_index (self->header_row) + 1;
      for (guint i = 0; i < asks->len; i++)
        {
          GtkWidget *row = make_need_row (self, asks->pdata[i]);

          gtk_list_box_insert (get_list (self), row, at + (int) i);
          g_ptr_array_add (self->need_rows, row);
        }
    }
  update_view (self);
}
