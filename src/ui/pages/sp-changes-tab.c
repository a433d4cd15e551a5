/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-changes-tab.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/sp-change-list.h"
#include "ui/sp-next-step.h"
#include "ui/sp-time-text.h"
#include "ui/widgets/sp-edit-card.h"
#include "ui/widgets/sp-edit-place.h"
#include "ui/widgets/sp-result-row.h"

struct _SpChangesTab {
  AdwBin parent_instance;

  SpWorkspace *workspace;
  SpDomain *domain;
  GPtrArray *cards;
  GHashTable *watches; /* SpEditWatch → handler of "changed" */
  guint n_open;
  guint scroll_id;
  SpDnsHost *panel;  /* in whose words the cards are */
  char *wanted_edit; /* card to be brought into view once there is a size */

  AdwStatusPage *none_page;
  GtkWidget *choose_button;
  GtkScrolledWindow *scrolled;
  SpEditPlace *place;
  GtkWidget *move_box;
  GtkWidget *now_box;
  GtkWidget *later_box;
  GtkWidget *optional_box;
  GtkWidget *unseen_box;
  GtkListBox *unseen_list;
  GtkWidget *keep_box;
  GtkListBox *keep_list;
  GtkWidget *back_box;
  GtkLabel *back_label;
  GtkWidget *back_button;
  GListModel *shown_unseen;
  GPtrArray *shown_keeps;
  gboolean shows_back; /* the person asked for the way back */
};

static void update_view (SpChangesTab *self);

G_DEFINE_FINAL_TYPE (SpChangesTab, sp_changes_tab, ADW_TYPE_BIN)

static GtkBox *
get_box (SpChangesTab *self, SpChangeGroup group)
{
  switch (group)
    {
    case SP_CHANGE_NOW:
    case SP_CHANGE_DONE:
      return GTK_BOX (self->now_box);
    case SP_CHANGE_LATER:
      return GTK_BOX (self->later_box);
    case SP_CHANGE_OPTIONAL:
      return GTK_BOX (self->optional_box);
    case SP_CHANGE_BACK:
      return GTK_BOX (self->back_box);
    }
  return NULL;
}

static gboolean
rows_equal (GPtrArray *a, GPtrArray *b, SpRrType type)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!sp_edit_row_equal (a->pdata[i], b->pdata[i], type))
      return FALSE;
  return TRUE;
}

/* Whether a card may go on showing what it shows. */
static gboolean
edits_equal (SpEdit *a, SpEdit *b)
{
  SpRrType type = sp_edit_get_rr_type (a);

  return g_strcmp0 (sp_edit_get_id (a), sp_edit_get_id (b)) == 0
         && sp_edit_is_waiting (a) == sp_edit_is_waiting (b) && type == sp_edit_get_rr_type (b)
         && sp_edit_get_ttl (a) == sp_edit_get_ttl (b)
         && rows_equal (sp_edit_get_added (a), sp_edit_get_added (b), type)
         && rows_equal (sp_edit_get_removed (a), sp_edit_get_removed (b), type)
         && rows_equal (sp_edit_get_kept (a), sp_edit_get_kept (b), type);
}

static SpEditCard *
find_card (GPtrArray *cards, SpEdit *edit)
{
  for (guint i = 0; i < cards->len; i++)
    if (edits_equal (sp_edit_card_get_edit (cards->pdata[i]), edit))
      return cards->pdata[i];
  return NULL;
}

/* A card whose value was just given goes on as the card of the edit: the field in which it was
 * typed stays where it is, with the focus. */
static SpEditCard *
find_waiting_card (GPtrArray *cards, SpEdit *edit)
{
  for (guint i = 0; i < cards->len; i++)
    {
      SpEdit *shown = sp_edit_card_get_edit (cards->pdata[i]);

      if ((sp_edit_get_keys (edit)[0] != NULL || sp_edit_is_waiting (shown))
          && g_str_equal (sp_edit_get_id (shown), sp_edit_get_id (edit))
          && sp_domain_find_watch (sp_edit_card_get_domain (cards->pdata[i]), sp_edit_get_id (edit))
               == NULL)
        return cards->pdata[i];
    }
  return NULL;
}

static char *
dup_lock (SpChangesTab *self, const SpChange *change)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  SpClock *clock = sp_workspace_get_clock (self->workspace);
  g_autofree char *text = NULL;

  if (change->group != SP_CHANGE_LATER
      && (change->group != SP_CHANGE_BACK || change->waits_for == NULL))
    return NULL;
  if (change->not_before > sp_clock_get_now (clock))
    {
      text = sp_time_text_dup (clock, change->not_before);
      /* Translators: %s is a time such as “tomorrow 9:44”. */
      return g_strdup_printf (_ ("Not before %s"), text);
    }
  if (change->waits_for == NULL)
    return g_strdup (_ ("When the steps before it are done"));
  text = sp_explain_edit_title (change->waits_for, catalog);
  /* Translators: %s is the title of another change. */
  return g_strdup_printf (_ ("When this is live: %s"), text);
}

/* Places are those in which the cards are read: first what may be made now. */
static void
number_cards (SpChangesTab *self)
{
  GtkWidget *boxes[] = { self->now_box, self->later_box, self->optional_box };
  guint position = 0, n_back = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (self->back_box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_back += SP_IS_EDIT_CARD (child);
  for (gsize b = 0; b < G_N_ELEMENTS (boxes); b++)
    for (GtkWidget *child = gtk_widget_get_first_child (boxes[b]); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      if (SP_IS_EDIT_CARD (child))
        sp_edit_card_set_place (SP_EDIT_CARD (child), position++, self->cards->len - n_back);
}

static void
move_card (GtkWidget *card, GtkBox *box)
{
  if (gtk_widget_get_parent (card) != NULL)
    gtk_box_remove (GTK_BOX (gtk_widget_get_parent (card)), card);
  gtk_box_append (box, card);
}

/* What stands above the cards of a box. */
static GtkWidget *
get_head (SpChangesTab *self, GtkBox *box)
{
  return GTK_WIDGET (box) == self->back_box ? self->back_button
                                            : gtk_widget_get_first_child (GTK_WIDGET (box));
}

/* Cards are kept while they say the same, so that focus and scroll position stay. */
static void
update_cards (SpChangesTab *self, GPtrArray *changes)
{
  g_autoptr (GPtrArray) former = g_steal_pointer (&self->cards);
  GtkWidget *previous[SP_CHANGE_BACK + 1] = { NULL };

  self->cards = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < changes->len; i++)
    {
      const SpChange *change = changes->pdata[i];
      GtkBox *box = get_box (self, change->group);
      GtkWidget **before =
        &previous[change->group == SP_CHANGE_DONE ? SP_CHANGE_NOW : change->group];
      SpEditCard *card = find_card (former, change->edit);
      g_autofree char *lock = dup_lock (self, change);

      if (card == NULL && (card = find_waiting_card (former, change->edit)) != NULL)
        sp_edit_card_set_edit (card, change->edit);
      if (card == NULL)
        card = g_object_ref_sink (sp_edit_card_new (self->workspace, self->domain, change->edit));
      else
        g_object_ref (card);
      if (gtk_widget_get_parent (GTK_WIDGET (card)) != GTK_WIDGET (box))
        move_card (GTK_WIDGET (card), box);
      gtk_box_reorder_child_after (box, GTK_WIDGET (card),
                                   *before != NULL ? *before : get_head (self, box));
      *before = GTK_WIDGET (card);
      sp_edit_card_set_lock (card, lock);
      sp_edit_card_set_asks (card, change->asks, change->lacks);
      g_ptr_array_add (self->cards, card);
    }
  for (guint i = 0; i < former->len; i++)
    {
      GtkWidget *card = former->pdata[i];

      if (!g_ptr_array_find (self->cards, card, NULL))
        gtk_box_remove (GTK_BOX (gtk_widget_get_parent (card)), card);
    }
  number_cards (self);
  gtk_widget_set_visible (self->now_box, previous[SP_CHANGE_NOW] != NULL);
  gtk_widget_set_visible (self->later_box, previous[SP_CHANGE_LATER] != NULL);
  gtk_widget_set_visible (self->optional_box, previous[SP_CHANGE_OPTIONAL] != NULL);
}

/* Cards in the words of another panel are made anew. */
static void
drop_cards (SpChangesTab *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = self->cards->pdata[i];

      gtk_box_remove (GTK_BOX (gtk_widget_get_parent (card)), card);
    }
  g_ptr_array_set_size (self->cards, 0);
}

static void
update_where (SpChangesTab *self, SpReport *report)
{
  if (g_set_object (&self->panel, sp_report_get_dns_host (report)))
    drop_cards (self);
  sp_edit_place_show (self->place, report, sp_workspace_get_practice (self->workspace) != NULL);
}

static void
update_none (SpChangesTab *self)
{
  gboolean needs_provider = sp_next_step_find (self->domain).kind == SP_NEXT_PROVIDER;

  gtk_widget_set_visible (self->choose_button, needs_provider);
  adw_status_page_set_description (
    self->none_page, needs_provider
                       ? _ ("The edits can be worked out when it is known where mail should go.")
                       : _ ("Edits appear here when something should be changed."));
}

static gboolean
is_said_before (GListModel *unseen, guint index)
{
  g_autoptr (SpUnchecked) item = g_list_model_get_item (unseen, index);

  for (guint i = 0; i < index; i++)
    {
      g_autoptr (SpUnchecked) earlier = g_list_model_get_item (unseen, i);

      if (g_str_equal (sp_unchecked_get_subject (earlier), sp_unchecked_get_subject (item))
          && sp_unchecked_get_reason (earlier) == sp_unchecked_get_reason (item))
        return TRUE;
    }
  return FALSE;
}

/* Without these it would look as if nothing had to be changed there. */
static void
update_unseen (SpChangesTab *self)
{
  SpEditPlan *plan = sp_report_get_plan (sp_domain_get_report (self->domain));
  GListModel *unseen = sp_edit_plan_get_unchecked (plan);

  gtk_widget_set_visible (self->unseen_box, g_list_model_get_n_items (unseen) > 0
                                              && !sp_domain_is_moving (self->domain));
  if (!g_set_object (&self->shown_unseen, unseen))
    return;
  gtk_list_box_remove_all (self->unseen_list);
  for (guint i = 0; i < g_list_model_get_n_items (unseen); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unseen, i);
      g_autofree char *subject = sp_explain_isolate (sp_unchecked_get_subject (item));
      g_autofree char *reason = sp_explain_reason (sp_unchecked_get_reason (item));
      SpResultRow *row;

      if (is_said_before (unseen, i))
        continue;
      row = sp_result_row_new (subject, reason);
      sp_result_row_show_unknown (row);
      gtk_list_box_append (self->unseen_list, GTK_WIDGET (row));
    }
}

/* What somebody in a hurry would take away along with the rest. */
static void
update_keeps (SpChangesTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  GPtrArray *keeps = sp_edit_plan_get_keeps (sp_report_get_plan (report));

  gtk_widget_set_visible (self->keep_box, keeps->len > 0 && self->n_open > 0);
  if (keeps == self->shown_keeps)
    return;
  gtk_list_box_remove_all (self->keep_list);
  for (guint i = 0; i < keeps->len; i++)
    {
      g_autofree char *title = sp_explain_keep_title (keeps->pdata[i], catalog);
      gboolean is_said = FALSE;

      /* Addresses of both kinds are one website. */
      for (guint k = 0; k < i && !is_said; k++)
        {
          g_autofree char *other = sp_explain_keep_title (keeps->pdata[k], catalog);

          is_said = g_str_equal (title, other);
        }
      if (!is_said)
        {
          g_autofree char *why = sp_explain_keep_why (keeps->pdata[i], catalog);

          gtk_list_box_append (self->keep_list, GTK_WIDGET (sp_result_row_new (title, why)));
        }
    }
  g_clear_pointer (&self->shown_keeps, g_ptr_array_unref);
  self->shown_keeps = g_ptr_array_ref (keeps);
}

static gboolean
is_being_put_back (SpChangesTab *self)
{
  GListModel *watches = sp_domain_get_watches (self->domain);

  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);

      if (g_str_has_prefix (sp_edit_get_id (sp_edit_watch_get_edit (watch)), SP_EDIT_BACK_PREFIX))
        return TRUE;
    }
  return FALSE;
}

/* Offered as soon as something differs from what was there before; the cards only when asked. */
static gboolean
update_back (SpChangesTab *self)
{
  g_autoptr (SpEditPlan) back = sp_domain_dup_way_back (self->domain);
  gboolean is_possible = back != NULL
                         && g_list_model_get_n_items (sp_edit_plan_get_edits (back)) > 0;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  if (is_being_put_back (self))
    self->shows_back = TRUE;
  else if (!is_possible)
    self->shows_back = FALSE;
  gtk_widget_set_visible (self->back_box, is_possible || self->shows_back);
  gtk_widget_set_visible (self->back_button, is_possible && !self->shows_back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "changes.put-back", is_possible);
  time = sp_time_text_dup (sp_workspace_get_clock (self->workspace),
                           sp_domain_get_origin_time (self->domain));
  /* Translators: %s is a time such as “today 9:44”. */
  text = g_strdup_printf (_ ("The records are kept as they were before the changes (%s). Until the "
                             "old mailboxes are gone, everything can be put back."),
                          time);
  gtk_label_set_label (self->back_label, text);
  return self->shows_back;
}

static void
put_back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpChangesTab *self = SP_CHANGES_TAB (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  self->shows_back = TRUE;
  update_view (self);
  if (*id != '\0')
    {
      g_autofree char *back_id = g_strconcat (SP_EDIT_BACK_PREFIX, id, NULL);

      sp_changes_tab_show_edit (self, back_id);
    }
}

static void
update_view (SpChangesTab *self)
{
  SpReport *report = sp_domain_get_report (self->domain);
  g_autoptr (GPtrArray) changes = NULL;

  if (report == NULL)
    return;
  changes = sp_change_list_new (self->domain, sp_workspace_get_catalog (self->workspace),
                                sp_clock_get_now (sp_workspace_get_clock (self->workspace)));
  self->n_open = sp_change_list_count_open (changes);
  update_keeps (self);
  update_unseen (self);
  if (update_back (self))
    sp_change_list_add_back (changes, self->domain);
  update_where (self, report);
  update_none (self);
  update_cards (self, changes);
  gtk_widget_set_visible (self->move_box, self->n_open > 0 && !sp_domain_is_moving (self->domain)
                                            && sp_next_step_is_move (self->domain));
  gtk_stack_set_visible_child_name (GTK_STACK (adw_bin_get_child (ADW_BIN (self))),
                                    changes->len > 0 || gtk_widget_get_visible (self->unseen_box)
                                        || gtk_widget_get_visible (self->back_box)
                                      ? "cards"
                                      : "none");
}

static void
follow_watches (SpChangesTab *self)
{
  GListModel *watches = sp_domain_get_watches (self->domain);

  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);

      if (g_hash_table_add (self->watches, g_object_ref (watch)))
        g_signal_connect_object (watch, "changed", G_CALLBACK (update_view), self,
                                 G_CONNECT_SWAPPED);
    }
  update_view (self);
}

static gboolean
scroll_cb (gpointer user_data)
{
  SpChangesTab *self = user_data;

  self->scroll_id = 0;
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = self->cards->pdata[i];
      graphene_point_t top;

      if (g_strcmp0 (sp_edit_get_id (sp_edit_card_get_edit (SP_EDIT_CARD (card))),
                     self->wanted_edit)
          != 0)
        continue;
      if (gtk_widget_compute_point (
            card, gtk_widget_get_parent (gtk_widget_get_parent (gtk_widget_get_parent (card))),
            &GRAPHENE_POINT_INIT (0, 0), &top))
        gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled),
                                  MAX (0, top.y - 12));
      gtk_widget_child_focus (card, GTK_DIR_TAB_FORWARD);
    }
  g_clear_pointer (&self->wanted_edit, g_free);
  return G_SOURCE_REMOVE;
}

static void
sp_changes_tab_dispose (GObject *object)
{
  SpChangesTab *self = SP_CHANGES_TAB (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_object (&self->shown_unseen);
  g_clear_pointer (&self->shown_keeps, g_ptr_array_unref);
  g_clear_pointer (&self->watches, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_CHANGES_TAB);
  g_clear_object (&self->panel);
  g_clear_object (&self->domain);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (sp_changes_tab_parent_class)->dispose (object);
}

static void
sp_changes_tab_finalize (GObject *object)
{
  g_free (SP_CHANGES_TAB (object)->wanted_edit);
  G_OBJECT_CLASS (sp_changes_tab_parent_class)->finalize (object);
}

static void
sp_changes_tab_class_init (SpChangesTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sp_changes_tab_dispose;
  object_class->finalize = sp_changes_tab_finalize;

  g_type_ensure (SP_TYPE_EDIT_PLACE);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-changes-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, none_page);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, choose_button);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, place);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, move_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, now_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, later_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, optional_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, unseen_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, unseen_list);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, keep_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, keep_list);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, back_box);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, back_label);
  gtk_widget_class_bind_template_child (widget_class, SpChangesTab, back_button);
  gtk_widget_class_install_action (widget_class, "changes.put-back", "s", put_back_cb);
}

static void
sp_changes_tab_init (SpChangesTab *self)
{
  self->cards = g_ptr_array_new_with_free_func (g_object_unref);
  self->watches = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_changes_tab_set_domain:
 * @workspace: the workspace of @domain
 * @domain: the domain shown, once and for all
 */
void
sp_changes_tab_set_domain (SpChangesTab *self, SpWorkspace *workspace, SpDomain *domain)
{
  g_return_if_fail (SP_IS_CHANGES_TAB (self));
  g_return_if_fail (self->domain == NULL);

  self->workspace = g_object_ref (workspace);
  self->domain = g_object_ref (domain);
  g_signal_connect_object (domain, "notify::report", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (domain, "notify::timeline", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sp_domain_get_watches (domain), "items-changed",
                           G_CALLBACK (follow_watches), self, G_CONNECT_SWAPPED);
  follow_watches (self);
}

/**
 * sp_changes_tab_show_edit:
 * @edit_id: id of an edit
 *
 * Brings the card of an edit into view and leads the focus there.
 */
void
sp_changes_tab_show_edit (SpChangesTab *self, const char *edit_id)
{
  g_return_if_fail (SP_IS_CHANGES_TAB (self));

  g_set_str (&self->wanted_edit, edit_id);
  /* Not before the view has its size. */
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add (50, scroll_cb, self);
}

/**
 * sp_changes_tab_count_open:
 *
 * How many changes are not live yet.
 */
guint
sp_changes_tab_count_open (SpChangesTab *self)
{
  g_return_val_if_fail (SP_IS_CHANGES_TAB (self), 0);

  return self->n_open;
}
