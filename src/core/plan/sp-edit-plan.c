/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit-plan.h"

#include "core/checks/sp-keeping.h"
#include "core/checks/sp-spf-tree.h"
#include "core/plan/sp-cure.h"
#include "core/plan/sp-edit-diff.h"
#include "core/plan/sp-target.h"

#include <string.h>

/* RFC 7208 §4.6.4. */
#define MAX_SPF_LOOKUPS 10

struct _SpEditPlan {
  GObject parent_instance;

  GListStore *edits;
  GListStore *waiting;
  GListStore *cards;
  GPtrArray *keeps;
  GPtrArray *needs;
  GListStore *unchecked;
};

G_DEFINE_FINAL_TYPE (SpEditPlan, sp_edit_plan, G_TYPE_OBJECT)

static void
sp_edit_plan_finalize (GObject *object)
{
  SpEditPlan *self = SP_EDIT_PLAN (object);

  g_object_unref (self->edits);
  g_object_unref (self->waiting);
  g_object_unref (self->cards);
  g_ptr_array_unref (self->keeps);
  g_ptr_array_unref (self->needs);
  g_object_unref (self->unchecked);
  G_OBJECT_CLASS (sp_edit_plan_parent_class)->finalize (object);
}

static void
sp_edit_plan_class_init (SpEditPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_edit_plan_finalize;
}

static void
sp_edit_plan_init (SpEditPlan *self)
{
  self->edits = g_list_store_new (SP_TYPE_EDIT);
  self->waiting = g_list_store_new (SP_TYPE_EDIT);
  self->cards = g_list_store_new (SP_TYPE_EDIT);
  self->keeps = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_keep_free);
  self->needs = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_need_free);
  self->unchecked = g_list_store_new (SP_TYPE_UNCHECKED);
}

/* A settled domain whose MX set is as wanted but still has a moving day's TTL, or one of weeks. */
static void
want_settled_ttl (SpTarget *target, const SpTtlRule *rule)
{
  const SpPublishedSet *mx = sp_published_get (target->published, target->domain, SP_RR_MX);
  SpWanted *wanted = sp_target_find (target, target->domain, SP_RR_MX);
  SpSnapshot *snapshot = sp_published_get_snapshot (target->published);
  uint32_t ttl = sp_ttl_rule_get (rule);

  if (!target->is_chosen || rule->is_open || wanted == NULL || mx->state != SP_FACT_PRESENT
      || (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_RESOLVER_ONLY) != 0
      || (mx->ttl >= SP_TTL_SHORT && mx->ttl <= SP_TTL_LONG) || mx->ttl == ttl
      || (rule->dns_host != NULL && mx->ttl == sp_dns_host_get_default_ttl (rule->dns_host)))
    return;
  for (guint i = 0; i < wanted->rows->len; i++)
    if (!sp_edit_rows_find (mx->rows, g_ptr_array_index (wanted->rows, i), SP_RR_MX))
      return;
  if (wanted->rows->len != mx->rows->len)
    return;
  wanted->ttl = ttl;
  wanted->why = "ttl-settle";
  g_free (wanted->id);
  wanted->id = g_strdup ("ttl-mx");
}

/* The same where nobody was chosen, but the days of the move are known to be over. */
static void
want_settled_ttl_again (SpTarget *target, const SpTtlRule *rule)
{
  const SpPublishedSet *mx = sp_published_get (target->published, target->domain, SP_RR_MX);
  SpWanted *wanted;

  if (target->is_chosen || rule->is_open || mx->state != SP_FACT_PRESENT
      || sp_target_find_finding (target, "ttl-short", NULL) == NULL
      || sp_target_find (target, target->domain, SP_RR_MX) != NULL)
    return;
  wanted = sp_target_add (target, SP_PART_MX, "ttl-mx", "ttl-settle", SP_RR_MX, target->domain);
  wanted->ttl = sp_ttl_rule_get (rule);
  for (guint i = 0; i < mx->rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (mx->rows, i)));
}

/* New hosts are used only when what they need is in place. */
static gboolean
brings_hosts (SpEdit *edit)
{
  return sp_edit_get_rr_type (edit) == SP_RR_MX && sp_edit_get_added (edit)->len > 0;
}

static void
link_edits (SpTarget *target, GPtrArray *edits, GPtrArray *parts)
{
  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *edit = g_ptr_array_index (edits, i);
      SpPart part = GPOINTER_TO_INT (g_ptr_array_index (parts, i));

      for (guint j = 0; j < edits->len; j++)
        {
          const char *other = sp_edit_get_id (g_ptr_array_index (edits, j));
          SpPart other_part = GPOINTER_TO_INT (g_ptr_array_index (parts, j));

          if (part == SP_PART_MX && brings_hosts (edit)
              && (other_part == SP_PART_ADDRESS || (target->is_chosen && other_part < part)))
            sp_edit_add_after (edit, other);
          if (part == SP_PART_PROGRAMS && other_part == SP_PART_MX)
            sp_edit_add_after (edit, other);
        }
    }
}

static gboolean
is_pending (GPtrArray *edits, const gboolean *is_placed, const char *id)
{
  for (guint i = 0; i < edits->len; i++)
    if (!is_placed[i] && g_str_equal (sp_edit_get_id (g_ptr_array_index (edits, i)), id))
      return TRUE;
  return FALSE;
}

static gboolean
is_free (GPtrArray *edits, const gboolean *is_placed, guint index)
{
  const char *const *after = sp_edit_get_after (g_ptr_array_index (edits, index));

  for (guint i = 0; after[i] != NULL; i++)
    if (is_pending (edits, is_placed, after[i]))
      return FALSE;
  return TRUE;
}

/* Puts every edit behind those that it waits for, else in the order of the parts. */
static void
store_in_order (SpEditPlan *self, GPtrArray *edits)
{
  g_autofree gboolean *is_placed = g_new0 (gboolean, edits->len + 1);

  for (guint n = 0; n < edits->len; n++)
    {
      guint chosen = edits->len;

      for (guint i = 0; i < edits->len && chosen == edits->len; i++)
        if (!is_placed[i] && is_free (edits, is_placed, i))
          chosen = i;
      for (guint i = 0; i < edits->len && chosen == edits->len; i++)
        if (!is_placed[i])
          chosen = i;
      is_placed[chosen] = TRUE;
      g_list_store_append (self->edits, g_ptr_array_index (edits, chosen));
    }
}

/* Mail programs follow the mail: as long as it cannot be told to go to the new provider, they stay.
 */
static gboolean
is_held_back (SpTarget *target, SpPart part)
{
  return part == SP_PART_PROGRAMS && target->is_chosen
         && sp_target_find (target, target->domain, SP_RR_MX) == NULL;
}

static void
set_number (SpEdit *edit, const char *key, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  sp_edit_set_detail (edit, key, text);
}

static const char *
find_senders (GPtrArray *rows, guint *n)
{
  const char *found = NULL;

  *n = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      const char *text = ((const SpEditRow *) g_ptr_array_index (rows, i))->value;

      if (!sp_spf_is_record (text, strlen (text)))
        continue;
      (*n)++;
      found = text;
    }
  return found;
}

/* RFC 7208 §4.6.4: what a list of senders costs those who read it, now and afterwards. */
static void
count_lookups (SpEdit *edit, SpTarget *target)
{
  const SpSnapshot *snapshot = sp_published_get_snapshot (target->published);
  guint n_before, n_after;
  const char *before = find_senders (sp_edit_get_removed (edit), &n_before);
  const char *after = find_senders (sp_edit_get_added (edit), &n_after);
  g_autoptr (SpSpfTree) old = NULL;
  g_autoptr (SpSpfTree) new = NULL;

  if (sp_edit_get_rr_type (edit) != SP_RR_TXT || n_after != 1)
    return;
  new = sp_spf_tree_new (snapshot, target->domain, after, -1);
  set_number (edit, "lookups-after", new->lookups);
  if (!new->is_complete)
    sp_edit_set_detail (edit, "lookups-open", "yes");
  if (new->lookups > MAX_SPF_LOOKUPS)
    sp_edit_set_detail (edit, "lookups-over", "yes");
  if (n_before != 1)
    return;
  old = sp_spf_tree_new (snapshot, target->domain, before, -1);
  set_number (edit, "lookups-before", old->lookups);
}

static void
add_details (SpEdit *edit, SpTarget *target, const SpWanted *wanted)
{
  if (wanted->doubt != NULL)
    sp_edit_set_detail (edit, "doubt", wanted->doubt);
  if (wanted->holder != NULL)
    sp_edit_set_detail (edit, "holder", wanted->holder);
  if (target->provider != NULL)
    sp_edit_set_detail (edit, "provider", sp_provider_get_id (target->provider));
  if (target->filter != NULL)
    sp_edit_set_detail (edit, "filter", sp_provider_get_id (target->filter));
  if (wanted->is_unnamed)
    sp_edit_set_detail (edit, "unnamed", "name");
  for (guint i = 0; i < wanted->keys->len; i++)
    sp_edit_add_key (edit, g_ptr_array_index (wanted->keys, i));
}

static void
add_edits (SpEditPlan *self, SpTarget *target, const SpTtlRule *rule)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  for (SpPart part = SP_PART_ADDRESS; part <= SP_PART_CLEANUP; part++)
    for (guint i = 0; i < target->wanted->len; i++)
      {
        const SpWanted *wanted = g_ptr_array_index (target->wanted, i);
        SpEdit *edit;

        if (wanted->part != part || is_held_back (target, part))
          continue;
        edit = sp_edit_diff (target->published, wanted, rule);
        if (edit == NULL)
          continue;
        add_details (edit, target, wanted);
        count_lookups (edit, target);
        g_ptr_array_add (edits, edit);
        g_ptr_array_add (parts, GINT_TO_POINTER (part));
      }
  link_edits (target, edits, parts);
  store_in_order (self, edits);
}

/* A set that is edited anyway takes up the values that it lacks. */
static SpEdit *
find_edit_of (SpEditPlan *self, const SpWanted *awaited)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->edits)); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->edits), i);

      if (g_str_equal (sp_edit_get_id (edit), awaited->id) && !awaited->is_unnamed
          && sp_name_equal (sp_edit_get_full_name (edit), awaited->name))
        return edit; /* the list keeps it */
    }
  return NULL;
}

static SpPart
get_part (SpTarget *target, SpEdit *edit)
{
  const SpWanted *wanted = sp_target_find (target, sp_edit_get_full_name (edit),
                                           sp_edit_get_rr_type (edit));

  return wanted != NULL ? wanted->part : SP_PART_CLEANUP;
}

/* Among the edits, each has the place that it will have when it can be written. */
static void
insert_card (SpEditPlan *self, SpTarget *target, SpEdit *waiting, SpPart part)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->cards));
  guint at;

  for (at = 0; at < n; at++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->cards), at);

      if (!sp_edit_is_waiting (edit) && get_part (target, edit) > part)
        break;
    }
  g_list_store_insert (self->cards, at, waiting);
}

static void
add_waiting (SpEditPlan *self, SpTarget *target)
{
  SpName *zone = sp_published_get_zone (target->published);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->edits)); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->edits), i);

      g_list_store_append (self->cards, edit);
    }
  for (SpPart part = SP_PART_ADDRESS; part <= SP_PART_CLEANUP; part++)
    for (guint i = 0; i < target->awaited->len; i++)
      {
        const SpWanted *awaited = g_ptr_array_index (target->awaited, i);
        g_autoptr (SpEdit) waiting = NULL;
        SpEdit *edit;

        if (awaited->part != part || (awaited->keys->len == 0 && awaited->holder == NULL))
          continue;
        edit = find_edit_of (self, awaited);
        for (guint k = 0; edit != NULL && k < awaited->keys->len; k++)
          sp_edit_add_key (edit, g_ptr_array_index (awaited->keys, k));
        if (edit != NULL)
          continue;
        waiting = sp_edit_new (awaited->id, awaited->type, awaited->name, zone, awaited->why);
        sp_edit_set_waiting (waiting);
        add_details (waiting, target, awaited);
        g_list_store_append (self->waiting, waiting);
        insert_card (self, target, waiting, part);
      }
}

/**
 * sp_edit_plan_new:
 * @input: what the plan may look at
 *
 * Works out the edits from what is published to what the chosen provider documents, or, without
 * one, the repairs of what is there. Where the domain's servers hold different records it begins
 * with what the panel holds, or leaves that set alone ([func@Snapshot.new_settled]). Additions and
 * removals of one record set stand on one edit. The domain is never without MX between two edits,
 * and never has two lists of senders.
 *
 * Returns: (transfer full): the plan
 */
SpEditPlan *
sp_edit_plan_new (const SpPlanInput *input)
{
  SpEditPlan *self = g_object_new (SP_TYPE_EDIT_PLAN, NULL);
  g_autoptr (SpSnapshot) settled = NULL;
  g_autoptr (SpPublished) published = NULL;
  g_autoptr (SpTarget) target = NULL;
  SpTtlRule rule = { NULL, FALSE };

  g_return_val_if_fail (input != NULL && input->snapshot != NULL && input->catalog != NULL, self);

  if (sp_snapshot_get_delegation (input->snapshot) == SP_DELEGATION_ABSENT)
    return self;
  rule.dns_host = sp_keeping_find_panel (input->catalog, input->snapshot, input->dns_host);
  rule.is_open = input->is_open;
  settled = sp_snapshot_new_settled (input->snapshot);
  published = sp_published_new (settled);
  target = sp_target_new (input, published);
  sp_target_fill (target);
  want_settled_ttl (target, &rule);
  want_settled_ttl_again (target, &rule);
  add_edits (self, target, &rule);
  add_waiting (self, target);
  g_ptr_array_unref (self->keeps);
  self->keeps = sp_keeps_new (published, input->catalog, G_LIST_MODEL (self->edits));
  sp_cure_judge (G_LIST_MODEL (self->edits), &target->facts, target->verdict);

  g_ptr_array_unref (self->needs);
  self->needs = g_ptr_array_ref (target->needs);
  g_set_object (&self->unchecked, target->unchecked);
  return self;
}

static SpWanted *
new_wanted_back (SpEdit *edit, const SpPublishedSet *former)
{
  g_autofree char *id = g_strconcat (SP_EDIT_BACK_PREFIX, sp_edit_get_id (edit), NULL);
  SpWanted *wanted = sp_wanted_new (SP_PART_CLEANUP, id, "put-back", sp_edit_get_rr_type (edit),
                                    sp_edit_get_full_name (edit));

  wanted->ttl = former->ttl;
  wanted->is_exact = former->state == SP_FACT_PRESENT;
  for (guint i = 0; i < former->rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (former->rows, i)));
  return wanted;
}

static void
add_unseen (SpEditPlan *self, const SpWanted *wanted, const SpPublishedSet *set)
{
  static const char *const none[] = { NULL };
  const char *const *servers = set->silent != NULL ? (const char *const *) set->silent : none;
  g_autoptr (SpUnchecked) unchecked = sp_unchecked_new (wanted->id, sp_name_get_text (wanted->name),
                                                        set->reason, servers);

  g_list_store_append (self->unchecked, unchecked);
}

static gboolean
touches (SpEdit *edit, SpEdit *other)
{
  return sp_edit_get_rr_type (edit) == sp_edit_get_rr_type (other)
         && sp_name_equal (sp_edit_get_full_name (edit), sp_edit_get_full_name (other));
}

/* A set that several edits lead through, as in a move, goes back once: in the place of the first.
 */
static gboolean
was_touched_before (GPtrArray *edits, guint index)
{
  for (guint i = 0; i < index; i++)
    if (touches (g_ptr_array_index (edits, i), g_ptr_array_index (edits, index)))
      return TRUE;
  return FALSE;
}

/* What another edit waited for goes back only when that one has. */
static void
link_back (SpEditPlan *self, GPtrArray *edits, SpEdit *edit, SpEdit *back)
{
  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *other = g_ptr_array_index (edits, i);
      g_autofree char *id = g_strconcat (SP_EDIT_BACK_PREFIX, sp_edit_get_id (other), NULL);

      if (g_strv_contains (sp_edit_get_after (other), sp_edit_get_id (edit))
          && sp_edit_plan_find (self, id) != NULL)
        sp_edit_add_after (back, id);
    }
}

/**
 * sp_edit_plan_new_back:
 * @before: what was published before the edits
 * @now: what is published now; an edit that was made may be applied already
 * @edits: a list of [class@Edit]: those that may have been made, in their order
 *
 * Works out the way back: from what is published now to what was there before, for those record
 * sets, and only those, that the edits touch. The order is that of the edits backwards, since what
 * was safe one way is safe the other way: a domain that had MX is never without, and has two lists
 * of senders only if it had two before. A set that could not be seen is unchecked.
 *
 * Returns: (transfer full): the plan, empty if everything is as it was
 */
SpEditPlan *
sp_edit_plan_new_back (SpPublished *before, SpPublished *now, GListModel *edits)
{
  SpEditPlan *self = g_object_new (SP_TYPE_EDIT_PLAN, NULL);
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_object_unref);
  const SpTtlRule rule = { NULL, FALSE };

  g_return_val_if_fail (before != NULL && now != NULL, self);
  g_return_val_if_fail (G_IS_LIST_MODEL (edits), self);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    g_ptr_array_add (made, g_list_model_get_item (edits, i));
  for (guint i = made->len; i > 0; i--)
    {
      SpEdit *edit = g_ptr_array_index (made, i - 1);
      SpName *name = sp_edit_get_full_name (edit);
      SpRrType type = sp_edit_get_rr_type (edit);
      const SpPublishedSet *former = sp_published_get (before, name, type);
      const SpPublishedSet *current = sp_published_get (now, name, type);
      g_autoptr (SpWanted) wanted = NULL;
      g_autoptr (SpEdit) back = NULL;

      if (was_touched_before (made, i - 1))
        continue;
      wanted = new_wanted_back (edit, former);
      if (former->state == SP_FACT_UNKNOWN || current->state == SP_FACT_UNKNOWN)
        {
          add_unseen (self, wanted, former->state == SP_FACT_UNKNOWN ? former : current);
          continue;
        }
      back = sp_edit_diff (now, wanted, &rule);
      if (back == NULL)
        continue;
      link_back (self, made, edit, back);
      g_list_store_append (self->edits, back);
    }
  return self;
}

/**
 * sp_edit_plan_get_edits:
 * @self: a plan
 *
 * Returns: (transfer none): its [class@Edit] items, in the safe order
 */
GListModel *
sp_edit_plan_get_edits (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return G_LIST_MODEL (self->edits);
}

/**
 * sp_edit_plan_get_cards:
 * @self: a plan
 *
 * Returns: (transfer none): the edits, and those that wait for a value, all in the safe order
 */
GListModel *
sp_edit_plan_get_cards (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return G_LIST_MODEL (self->cards);
}

/**
 * sp_edit_plan_get_waiting:
 * @self: a plan
 *
 * Returns: (transfer none): the [class@Edit] items that cannot be written yet, because a value of
 *   the customer is missing or a sending service has the name, in the order in which the edits will
 * stand
 */
GListModel *
sp_edit_plan_get_waiting (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return G_LIST_MODEL (self->waiting);
}

/**
 * sp_edit_plan_get_needs:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type SpNeed): values that the plan waits for
 */
GPtrArray *
sp_edit_plan_get_needs (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return self->needs;
}

/**
 * sp_edit_plan_get_keeps:
 * @self: a plan
 *
 * Returns: (transfer none) (element-type SpKeep): what is published and stays as it is
 */
GPtrArray *
sp_edit_plan_get_keeps (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return self->keeps;
}

/**
 * sp_edit_plan_get_unchecked:
 * @self: a plan
 *
 * Returns: (transfer none): [class@Unchecked] items: record sets that could not be seen, with the
 * id that their edit would have; no edit is planned over them
 */
GListModel *
sp_edit_plan_get_unchecked (SpEditPlan *self)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self), NULL);
  return G_LIST_MODEL (self->unchecked);
}

/**
 * sp_edit_plan_find:
 * @self: a plan
 * @id: id of an edit
 *
 * Returns: (transfer none) (nullable): the edit
 */
SpEdit *
sp_edit_plan_find (SpEditPlan *self, const char *id)
{
  g_return_val_if_fail (SP_IS_EDIT_PLAN (self) && id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->edits)); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->edits), i);

      if (g_str_equal (sp_edit_get_id (edit), id))
        return edit; /* the list keeps it */
    }
  return NULL;
}
