/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-change-list.h"

static void
ask_free (gpointer data)
{
  SpAsk *self = data;

  g_object_unref (self->provider);
  sp_need_free (self->need);
  g_free (self->value);
  g_free (self);
}

static void
change_free (gpointer data)
{
  SpChange *self = data;

  g_clear_object (&self->edit);
  g_clear_object (&self->waits_for);
  g_clear_pointer (&self->asks, g_ptr_array_unref);
  g_free (self->lacks);
  g_free (self);
}

static gboolean
leads_back (SpEdit *edit)
{
  return g_str_has_prefix (sp_edit_get_id (edit), SP_EDIT_BACK_PREFIX);
}

static gboolean
is_live (SpDomain *domain, const char *id)
{
  SpEditWatch *watch = sp_domain_find_watch (domain, id);

  return watch != NULL && sp_edit_watch_get_state (watch) == SP_EDIT_STATE_LIVE;
}

static SpChange *
find_change (GPtrArray *changes, const char *id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      SpChange *change = changes->pdata[i];

      if (g_strcmp0 (sp_edit_get_id (change->edit), id) == 0)
        return change;
    }
  return NULL;
}

/* An edit that is watched is shown as it was when it was made, not as a new plan would word it. */
static void
add_edit (GPtrArray *changes, SpDomain *domain, SpEdit *edit, gint64 step_not_before, int index)
{
  SpEditWatch *watch = sp_domain_find_watch (domain, sp_edit_get_id (edit));
  SpChange *change;

  if ((sp_edit_get_action (edit) == SP_EDIT_KEEP && watch == NULL && !sp_edit_is_waiting (edit))
      || find_change (changes, sp_edit_get_id (edit)) != NULL)
    return;
  change = g_new0 (SpChange, 1);
  change->asks = g_ptr_array_new_with_free_func (ask_free);
  change->edit = g_object_ref (watch != NULL ? sp_edit_watch_get_edit (watch) : edit);
  change->not_before = MAX (sp_edit_get_not_before (edit), step_not_before);
  g_ptr_array_insert (changes, index, change);
}

static void
add_edits (GPtrArray *changes, SpDomain *domain, GListModel *edits, gint64 not_before)
{
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      add_edit (changes, domain, edit, not_before, -1);
    }
}

/* What waits for a value stands where its step has it. */
static void
add_waiting_of_step (GPtrArray *changes, SpDomain *domain, SpStep *step)
{
  SpReport *report = sp_domain_get_report (domain);
  GListModel *waiting = report != NULL ? sp_edit_plan_get_waiting (sp_report_get_plan (report))
                                       : NULL;

  for (guint i = 0; waiting != NULL && i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (waiting, i);

      if (sp_timeline_find_awaiting (sp_domain_get_timeline (domain), sp_edit_get_id (edit))
          == step)
        add_edit (changes, domain, edit, 0, -1);
    }
}

/* A move gets its edits stage by stage: those of steps that are open, and the next ones locked. */
static void
add_edits_of_move (GPtrArray *changes, SpDomain *domain)
{
  GListModel *steps = sp_timeline_get_steps (sp_domain_get_timeline (domain));
  gboolean has_later = FALSE;

  add_waiting_of_step (changes, domain, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);
      GListModel *edits = sp_step_get_edits (step);

      add_waiting_of_step (changes, domain, step);
      if (has_later)
        continue;
      switch (sp_step_get_state (step))
        {
        case SP_STEP_READY:
        case SP_STEP_SLIPPED:
        case SP_STEP_CHECKING:
          add_edits (changes, domain, edits, 0);
          break;
        case SP_STEP_LATER:
        case SP_STEP_BLOCKED:
        case SP_STEP_WAITING:
          add_edits (changes, domain, edits, MAX (sp_step_get_earliest (step), 1));
          has_later = g_list_model_get_n_items (edits) > 0;
          break;
        case SP_STEP_LIVE:
        case SP_STEP_DONE:
        case SP_STEP_SKIPPED:
          break;
        }
    }
}

/* Whose value it is: the chosen provider's or filter's, else that of a recognised one. */
static SpProvider *
find_asking (SpDomain *domain, SpCatalog *catalog, const char *key, const SpNeed *need)
{
  GListModel *all = sp_catalog_get_providers (catalog);
  SpReport *report = sp_domain_get_report (domain);
  SpProvider *candidates[] = { NULL, NULL, NULL, NULL };
  const char *chosen[] = { sp_domain_get_provider (domain), sp_domain_get_filter (domain) };

  for (gsize i = 0; i < G_N_ELEMENTS (chosen); i++)
    candidates[i] = chosen[i] != NULL ? sp_catalog_get_provider (catalog, chosen[i]) : NULL;
  candidates[2] = report != NULL ? sp_report_get_current_provider (report) : NULL;
  candidates[3] = sp_catalog_get_provider (catalog, "own-server");
  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && sp_provider_find_set_key (candidates[i], key) != NULL)
      return candidates[i];
  for (guint i = 0; need != NULL && i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (SpProvider) provider = g_list_model_get_item (all, i);
      const SpSetKey *set_key = sp_provider_find_set_key (provider, key);

      if (set_key != NULL && g_strcmp0 (set_key->pattern, need->pattern) == 0)
        return provider; /* the catalogue keeps it */
    }
  return NULL;
}

static const SpNeed *
find_need (SpDomain *domain, const char *key)
{
  GPtrArray *needs = sp_edit_plan_get_needs (sp_report_get_plan (sp_domain_get_report (domain)));

  for (guint i = 0; i < needs->len; i++)
    if (g_str_equal (((SpNeed *) needs->pdata[i])->key, key))
      return needs->pdata[i];
  return NULL;
}

/* Each value is asked for on the first card that uses it; later ones say that they wait for it. */
static void
add_asks (SpChange *change, SpDomain *domain, SpCatalog *catalog, GHashTable *asked)
{
  const char *const *keys = sp_edit_get_keys (change->edit);
  gboolean is_required = FALSE;

  for (gsize i = 0; keys[i] != NULL; i++)
    {
      const SpNeed *missing = find_need (domain, keys[i]);
      SpProvider *provider = find_asking (domain, catalog, keys[i], missing);
      SpAsk *ask;

      if (provider == NULL)
        continue;
      is_required |= missing != NULL && missing->is_required;
      if (!g_hash_table_add (asked, g_strdup (keys[i])))
        {
          if (missing != NULL && missing->is_required && change->lacks == NULL)
            change->lacks = g_strdup (missing->label);
          continue;
        }
      ask = g_new0 (SpAsk, 1);
      ask->provider = g_object_ref (provider);
      ask->need = sp_need_new (sp_provider_find_set_key (provider, keys[i]));
      ask->value = g_strdup (sp_domain_get_value (domain, keys[i]));
      g_ptr_array_add (change->asks, ask);
    }
  /* Without a value to give, somebody else has the name: that is no wish but an obstacle. */
  if (sp_edit_is_waiting (change->edit) && keys[0] != NULL && !is_required)
    change->group = SP_CHANGE_OPTIONAL;
}

static void
decide_group (SpChange *change, GPtrArray *changes, SpDomain *domain, gint64 now)
{
  const char *const *after = sp_edit_get_after (change->edit);
  const char *id = sp_edit_get_id (change->edit);

  if (is_live (domain, id))
    {
      change->group = SP_CHANGE_DONE;
      return;
    }
  if (sp_domain_find_watch (domain, id) != NULL)
    return;
  for (gsize i = 0; after != NULL && after[i] != NULL; i++)
    {
      SpChange *first = find_change (changes, after[i]);

      if (first != NULL && !is_live (domain, after[i]))
        {
          g_set_object (&change->waits_for, first->edit);
          change->group = SP_CHANGE_LATER;
        }
    }
  if (change->not_before > now || change->not_before == 1)
    change->group = SP_CHANGE_LATER;
}

/**
 * sp_change_list_new:
 * @domain: a domain
 * @catalog: providers and their values
 * @now: the time, microseconds since 1970
 *
 * The edits that the changes view shows, in the safe order: those of the plan, or of the stage
 * that a move is in; before them those that were made and are in the plan no longer; and in their
 * place those that wait for a value of the customer.
 *
 * Returns: (transfer full) (element-type SpChange): the changes
 */
GPtrArray *
sp_change_list_new (SpDomain *domain, SpCatalog *catalog, gint64 now)
{
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  GListModel *watches = sp_domain_get_watches (domain);
  SpReport *report = sp_domain_get_report (domain);

  if (sp_domain_is_moving (domain) && sp_domain_get_timeline (domain) != NULL)
    add_edits_of_move (changes, domain);
  else if (report != NULL)
    add_edits (changes, domain, sp_edit_plan_get_cards (sp_report_get_plan (report)), 0);
  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);
      SpEdit *edit = sp_edit_watch_get_edit (watch);

      if (!leads_back (edit))
        add_edit (changes, domain, edit, 0, MIN ((int) i, (int) changes->len));
    }
  for (guint i = 0; i < changes->len; i++)
    decide_group (changes->pdata[i], changes, domain, now);
  for (guint i = 0; report != NULL && i < changes->len; i++)
    add_asks (changes->pdata[i], domain, catalog, asked);
  return changes;
}

/**
 * sp_change_list_add_back:
 * @changes: (element-type SpChange): the changes
 * @domain: a domain
 *
 * Adds the edits that put back what was there before the changes, and those of them that are being
 * watched or live already.
 */
void
sp_change_list_add_back (GPtrArray *changes, SpDomain *domain)
{
  g_autoptr (SpEditPlan) back = sp_domain_dup_way_back (domain);
  GListModel *watches = sp_domain_get_watches (domain);
  guint first = changes->len;

  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);

      if (leads_back (sp_edit_watch_get_edit (watch)))
        add_edit (changes, domain, sp_edit_watch_get_edit (watch), 0, -1);
    }
  if (back != NULL)
    add_edits (changes, domain, sp_edit_plan_get_edits (back), 0);
  for (guint i = first; i < changes->len; i++)
    {
      SpChange *change = changes->pdata[i];

      decide_group (change, changes, domain, 0);
      change->group = SP_CHANGE_BACK;
    }
}

/**
 * sp_change_list_count_open:
 * @changes: (element-type SpChange): the changes
 *
 * How many are not live yet.
 */
guint
sp_change_list_count_open (GPtrArray *changes)
{
  guint count = 0;

  for (guint i = 0; i < changes->len; i++)
    switch (((SpChange *) changes->pdata[i])->group)
      {
      case SP_CHANGE_NOW:
      case SP_CHANGE_LATER:
        count++;
        break;
      case SP_CHANGE_DONE:
      case SP_CHANGE_OPTIONAL:
      case SP_CHANGE_BACK:
        break;
      }
  return count;
}
