/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-move-edits.h"

#include "core/checks/sp-keeping.h"
#include "core/plan/sp-move-numbers.h"

typedef struct {
  SpMoveEdits *result;
  SpPublished *published; /* with the edits of the stages before */
  SpTarget *target;
  SpTtlRule rule;
  GPtrArray *new_rows;
  GPtrArray *old_rows;
} Stages;

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
}

static gboolean
has_host (GPtrArray *hosts, const char *host)
{
  for (guint i = 0; i < hosts->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (hosts, i), host) == 0)
      return TRUE;
  return FALSE;
}

static const SpPublishedSet *
get_mx (Stages *stages)
{
  return sp_published_get (stages->published, stages->target->domain, SP_RR_MX);
}

/* Makes the edit, if there is one, and goes on from its result. */
static void
add_edit (Stages *stages, SpStepEdits kind, const SpWanted *wanted, gboolean is_settled)
{
  SpTtlRule rule = { stages->rule.dns_host, !is_settled };
  SpEdit *edit = sp_edit_diff (stages->published, wanted, &rule);

  if (edit == NULL)
    return;
  if (stages->target->provider != NULL)
    sp_edit_set_detail (edit, "provider", sp_provider_get_id (stages->target->provider));
  sp_published_apply (stages->published, edit);
  g_ptr_array_add (stages->result->edits[kind], edit);
}

static SpRecordSet *
dup_mx_set (Stages *stages)
{
  const SpPublishedSet *mx = get_mx (stages);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  for (guint i = 0; i < mx->rows->len; i++)
    {
      SpRecord *record = sp_edit_row_dup_record (g_ptr_array_index (mx->rows, i),
                                                 stages->target->domain, SP_RR_MX, mx->ttl);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records->len > 0 ? sp_record_set_new (records) : NULL;
}

/* A stage that is reached already is left as it is. */
static void
add_mx_stage (Stages *stages, SpStepEdits kind, const char *id, const char *why, GPtrArray *rows,
              uint32_t ttl)
{
  g_autoptr (SpWanted)
    wanted = sp_wanted_new (SP_PART_MX, id, why, SP_RR_MX, stages->target->domain);
  g_autoptr (SpRecordSet) now = dup_mx_set (stages);
  gboolean is_reached = sp_move_edits_mx_fits (stages->result, kind, now);

  for (guint i = 0; i < rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (rows, i)));
  wanted->ttl = ttl;
  if (rows->len > 0 && !is_reached)
    add_edit (stages, kind, wanted, FALSE);
  g_clear_pointer (&stages->result->mx_sets[kind], sp_record_set_unref);
  stages->result->mx_sets[kind] = dup_mx_set (stages);
}

static uint32_t
get_short_ttl (Stages *stages)
{
  const SpPublishedSet *mx = get_mx (stages);

  return mx->state == SP_FACT_PRESENT ? MIN (mx->ttl, stages->result->low_ttl)
                                      : stages->result->low_ttl;
}

/* The TTL goes back up with the last edit of the set; the rows stay where only that is left. */
static void
add_last_mx (Stages *stages, SpStepEdits kind, const char *id, const char *why)
{
  const SpPublishedSet *mx = get_mx (stages);
  g_autoptr (SpWanted)
    wanted = sp_wanted_new (SP_PART_MX, id, why, SP_RR_MX, stages->target->domain);
  uint32_t ttl = sp_ttl_rule_nearest (&stages->rule, SP_TTL_SETTLED);

  for (guint i = 0; i < mx->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (mx->rows, i);

      if (has_host (stages->result->new_hosts, row->value))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
  wanted->ttl = mx->ttl < SP_TTL_SHORT || mx->ttl > SP_TTL_LONG || wanted->rows->len < mx->rows->len
                  ? ttl
                  : mx->ttl;
  if (wanted->rows->len > 0)
    add_edit (stages, kind, wanted, TRUE);
  g_clear_pointer (&stages->result->mx_sets[kind], sp_record_set_unref);
  stages->result->mx_sets[kind] = dup_mx_set (stages);
}

static void
add_programs (Stages *stages, SpStepEdits kind, const char *after)
{
  for (guint i = 0; i < stages->target->wanted->len; i++)
    {
      SpWanted *wanted = g_ptr_array_index (stages->target->wanted, i);
      GPtrArray *edits = stages->result->edits[kind];
      guint n_before = edits->len;

      if (wanted->part != SP_PART_PROGRAMS)
        continue;
      add_edit (stages, kind, wanted, FALSE);
      if (edits->len > n_before)
        sp_edit_add_after (g_ptr_array_index (edits, n_before), after);
    }
}

static void
add_parts (Stages *stages, SpStepEdits kind, const SpPart *parts, guint n_parts)
{
  for (guint part = 0; part < n_parts; part++)
    for (guint i = 0; i < stages->target->wanted->len; i++)
      {
        SpWanted *wanted = g_ptr_array_index (stages->target->wanted, i);

        if (wanted->part == parts[part])
          add_edit (stages, kind, wanted, kind == SP_STEP_EDITS_SETTLE);
      }
}

/* A policy names hosts, and a new id makes senders read it again (RFC 8461 §3.1): first both sets
 * of hosts, at the end the new one. The file itself is the person's to change. */
static void
add_sts (Stages *stages, SpStepEdits kind, const char *id, const char *why, const SpMove *move,
         char letter)
{
  g_autoptr (SpName) name = sp_name_prepend (stages->target->domain, "_mta-sts");
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc_usec (move->started_at);
  g_autofree char *time = start != NULL ? g_date_time_format (start, "%Y%m%d%H%M%S") : NULL;
  g_autofree char *text = NULL;
  g_autoptr (SpWanted) wanted = NULL;
  const SpPublishedSet *now;

  if (name == NULL || time == NULL || stages->old_rows->len == 0)
    return;
  now = sp_published_get (stages->published, name, SP_RR_TXT);
  if (now->rows->len != 1
      || !g_str_has_prefix (((SpEditRow *) g_ptr_array_index (now->rows, 0))->value, "v=STSv1"))
    return;
  text = g_strdup_printf ("v=STSv1; id=%s%c", time, letter);
  wanted = sp_wanted_new (SP_PART_POLICY, id, why, SP_RR_TXT, name);
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, text));
  add_edit (stages, kind, wanted, kind == SP_STEP_EDITS_SETTLE);
}

static void
add_preparation (Stages *stages, const SpMove *move)
{
  static const SpPart parts[] = { SP_PART_ADDRESS, SP_PART_SENDERS, SP_PART_SEAL };

  add_parts (stages, SP_STEP_EDITS_PREPARE, parts, G_N_ELEMENTS (parts));
  add_sts (stages, SP_STEP_EDITS_PREPARE, "mta-sts", "mta-sts-both", move, 'a');
}

static void
lower_ttl (Stages *stages)
{
  const SpPublishedSet *mx = get_mx (stages);

  if (mx->state == SP_FACT_PRESENT)
    add_mx_stage (stages, SP_STEP_EDITS_LOWER_TTL, "ttl-mx", "ttl-lower", mx->rows,
                  get_short_ttl (stages));
}

static void
add_gradual (Stages *stages)
{
  g_autoptr (GPtrArray)
    behind = sp_move_numbers_behind (stages->old_rows, stages->new_rows, stages->old_rows);
  g_autoptr (GPtrArray)
    before = sp_move_numbers_behind (stages->new_rows, stages->old_rows, stages->old_rows);

  add_mx_stage (stages, SP_STEP_EDITS_ADD_NEW, "mx-add-new", "mx-add-new", behind,
                get_short_ttl (stages));
  add_mx_stage (stages, SP_STEP_EDITS_FLIP, "mx-flip", "mx-flip", before, get_short_ttl (stages));
  add_programs (stages, SP_STEP_EDITS_FLIP, "mx-flip");
  add_last_mx (stages, SP_STEP_EDITS_REMOVE_OLD, "mx-remove-old", "mx-remove-old");
}

static void
add_one_sitting (Stages *stages)
{
  add_mx_stage (stages, SP_STEP_EDITS_SWITCH, "mx-switch", "mx-switch", stages->new_rows,
                get_short_ttl (stages));
  add_programs (stages, SP_STEP_EDITS_SWITCH, "mx-switch");
  add_last_mx (stages, SP_STEP_EDITS_SETTLE, "ttl-mx-back", "ttl-settle");
}

/* Every set that got a short TTL for the move, and is not edited again, gets its closing card. */
static void
restore_ttls (Stages *stages, SpStepEdits kind)
{
  GPtrArray *edits = stages->result->edits[kind];
  uint32_t ttl = sp_ttl_rule_nearest (&stages->rule, SP_TTL_SETTLED);

  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *edit = g_ptr_array_index (edits, i);
      SpRrType type = sp_edit_get_rr_type (edit);
      const SpPublishedSet *now = sp_published_get (stages->published, sp_edit_get_full_name (edit),
                                                    type);
      g_autofree char *id = g_strdup_printf ("ttl-%s", sp_edit_get_id (edit));
      g_autoptr (SpWanted) wanted = NULL;

      if (type == SP_RR_MX || now->state != SP_FACT_PRESENT || now->ttl >= SP_TTL_SHORT)
        continue;
      wanted = sp_wanted_new (SP_PART_CLEANUP, id, "ttl-settle", type,
                              sp_edit_get_full_name (edit));
      for (guint j = 0; j < now->rows->len; j++)
        sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (now->rows, j)));
      wanted->ttl = ttl;
      add_edit (stages, SP_STEP_EDITS_SETTLE, wanted, TRUE);
    }
}

static void
add_settling (Stages *stages, const SpMove *move)
{
  static const SpPart parts[] = { SP_PART_POLICY, SP_PART_CLEANUP };
  SpMoveOld old = { stages->target, stages->published, stages->old_rows,
                    g_hash_table_contains (move->ticks, "website-sends-mail") };
  g_autoptr (GPtrArray) wanted = sp_move_old_dup_wanted (&old);

  for (guint i = 0; i < wanted->len; i++)
    add_edit (stages, SP_STEP_EDITS_SETTLE, g_ptr_array_index (wanted, i), TRUE);
  add_parts (stages, SP_STEP_EDITS_SETTLE, parts, G_N_ELEMENTS (parts));
  add_sts (stages, SP_STEP_EDITS_SETTLE, "mta-sts-settle", "mta-sts-new", move, 'b');
  restore_ttls (stages, SP_STEP_EDITS_PREPARE);
  restore_ttls (stages, SP_STEP_EDITS_FLIP);
  restore_ttls (stages, SP_STEP_EDITS_SWITCH);
}

static void
sort_hosts (Stages *stages)
{
  const SpPublishedSet *mx = get_mx (stages);

  for (guint i = 0; i < stages->new_rows->len; i++)
    g_ptr_array_add (stages->result->new_hosts,
                     g_strdup (((SpEditRow *) g_ptr_array_index (stages->new_rows, i))->value));
  for (guint i = 0; i < mx->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (mx->rows, i);

      if (has_host (stages->result->new_hosts, row->value) || g_str_equal (row->value, "."))
        continue;
      g_ptr_array_add (stages->old_rows, sp_edit_row_copy (row));
      g_ptr_array_add (stages->result->old_hosts, g_strdup (row->value));
    }
}

static void
collect_needs (Stages *stages)
{
  SpProvider *providers[] = { stages->target->provider, stages->target->filter };

  for (guint i = 0; i < stages->target->needs->len; i++)
    {
      const SpNeed *need = g_ptr_array_index (stages->target->needs, i);

      for (guint j = 0; j < G_N_ELEMENTS (providers); j++)
        {
          const SpSetKey *key = providers[j] != NULL
                                  ? sp_provider_find_set_key (providers[j], need->key)
                                  : NULL;

          if (key == NULL || !key->is_required)
            continue;
          g_ptr_array_add (stages->result->needs, g_strdup (need->key));
          break;
        }
    }
}

/* Which kind of step edits the first of a part. */
static SpStepEdits
get_first_step (SpPart part, SpStrategy strategy)
{
  gboolean is_gradual = strategy == SP_STRATEGY_GRADUAL;

  switch (part)
    {
    case SP_PART_ADDRESS:
    case SP_PART_SENDERS:
    case SP_PART_SEAL:
      return SP_STEP_EDITS_PREPARE;
    case SP_PART_MX:
      return is_gradual ? SP_STEP_EDITS_ADD_NEW : SP_STEP_EDITS_SWITCH;
    case SP_PART_PROGRAMS:
      return is_gradual ? SP_STEP_EDITS_FLIP : SP_STEP_EDITS_SWITCH;
    case SP_PART_POLICY:
    case SP_PART_CLEANUP:
      return SP_STEP_EDITS_SETTLE;
    }
  g_return_val_if_reached (SP_STEP_EDITS_NONE);
}

static void
collect_awaited (Stages *stages, SpStrategy strategy)
{
  for (guint i = 0; i < stages->target->awaited->len; i++)
    {
      const SpWanted *awaited = g_ptr_array_index (stages->target->awaited, i);

      if (awaited->keys->len > 0 || awaited->holder != NULL)
        g_hash_table_insert (stages->result->awaited, g_strdup (awaited->id),
                             GINT_TO_POINTER (get_first_step (awaited->part, strategy)));
    }
}

/* Sets that could not be seen get no edit, which must not look as if they needed none. */
static gboolean
is_preparation_known (Stages *stages)
{
  GListModel *unchecked = G_LIST_MODEL (stages->target->unchecked);

  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);

      if (g_str_has_prefix (sp_unchecked_get_id (item), "dkim"))
        return FALSE;
    }
  return sp_published_get (stages->published, stages->target->domain, SP_RR_TXT)->state
         != SP_FACT_UNKNOWN;
}

static void
fill_stages (Stages *stages, const SpMove *move)
{
  SpMoveEdits *result = stages->result;

  sp_target_fill (stages->target);
  collect_needs (stages);
  collect_awaited (stages, move->strategy);
  result->mx_is_known = get_mx (stages)->state != SP_FACT_UNKNOWN;
  result->preparation_is_known = is_preparation_known (stages);
  result->low_ttl = sp_ttl_rule_nearest (&stages->rule, SP_TTL_MOVING);
  if (get_mx (stages)->state == SP_FACT_PRESENT && sp_ttl_rule_is_fixed (&stages->rule))
    result->low_ttl = MAX (result->low_ttl, get_mx (stages)->ttl);
  if (result->mx_is_known)
    stages->new_rows = sp_target_dup_mx_rows (stages->target, get_mx (stages), FALSE);
  if (stages->new_rows == NULL)
    stages->new_rows = rows_new ();
  stages->old_rows = rows_new ();
  sort_hosts (stages);

  add_preparation (stages, move);
  lower_ttl (stages);
  switch (move->strategy)
    {
    case SP_STRATEGY_GRADUAL:
      add_gradual (stages);
      break;
    case SP_STRATEGY_ONE_SITTING:
      add_one_sitting (stages);
      break;
    }
  add_settling (stages, move);
}

/**
 * sp_move_edits_new:
 * @move: a move
 * @catalog: the catalogue
 *
 * Returns: (transfer full): the edits of its steps
 */
SpMoveEdits *
sp_move_edits_new (const SpMove *move, SpCatalog *catalog)
{
  SpMoveEdits *self = g_new0 (SpMoveEdits, 1);
  g_autoptr (SpSnapshot) settled = sp_snapshot_new_settled (move->origin);
  g_autoptr (SpPublished) published = sp_published_new (settled);
  SpPlanInput input = {
    .snapshot = move->origin,
    .catalog = catalog,
    .provider = move->provider,
    .filter = move->filter,
    .dns_host = move->dns_host,
    .values = move->values,
    .is_open = TRUE,
  };
  g_autoptr (SpTarget) target = NULL;
  Stages stages = { .result = self, .published = published };

  for (guint i = 0; i < G_N_ELEMENTS (self->edits); i++)
    self->edits[i] = g_ptr_array_new_with_free_func (g_object_unref);
  self->new_hosts = g_ptr_array_new_with_free_func (g_free);
  self->old_hosts = g_ptr_array_new_with_free_func (g_free);
  self->needs = g_ptr_array_new_with_free_func (g_free);
  self->awaited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->low_ttl = SP_TTL_MOVING;
  target = sp_target_new (&input, published);
  if (!target->is_chosen)
    return self;

  stages.target = target;
  stages.rule.dns_host = sp_keeping_find_panel (catalog, move->origin, move->dns_host);
  stages.rule.is_open = TRUE;
  fill_stages (&stages, move);
  g_ptr_array_unref (stages.new_rows);
  g_ptr_array_unref (stages.old_rows);
  return self;
}

/**
 * sp_move_edits_free:
 * @self: (nullable): edits of a move
 */
void
sp_move_edits_free (SpMoveEdits *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->edits); i++)
    {
      g_ptr_array_unref (self->edits[i]);
      g_clear_pointer (&self->mx_sets[i], sp_record_set_unref);
    }
  g_ptr_array_unref (self->new_hosts);
  g_ptr_array_unref (self->old_hosts);
  g_ptr_array_unref (self->needs);
  g_hash_table_unref (self->awaited);
  g_free (self);
}

typedef struct {
  guint n_new;
  guint n_old;
  int last_new;
  int first_old;
} Tally;

static Tally
count_hosts (SpMoveEdits *self, const SpRecordSet *set)
{
  Tally tally = { 0, 0, -1, G_MAXINT };

  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      const char *host = sp_name_get_text (sp_record_get_target (record));
      int number = sp_record_get_preference (record);

      if (has_host (self->new_hosts, host))
        {
          tally.n_new++;
          tally.last_new = MAX (tally.last_new, number);
        }
      else if (has_host (self->old_hosts, host))
        {
          tally.n_old++;
          tally.first_old = MIN (tally.first_old, number);
        }
    }
  return tally;
}

/**
 * sp_move_edits_mx_fits:
 * @self: edits of a move
 * @kind: a kind of step that edits the MX set
 * @set: (nullable): an MX set that was served
 *
 * Whether a served set is what the step leads to, or a later step. Exact numbers are not insisted
 * on, only the order.
 *
 * Returns: whether the step is reached
 */
gboolean
sp_move_edits_mx_fits (SpMoveEdits *self, SpStepEdits kind, const SpRecordSet *set)
{
  Tally tally;
  gboolean has_new;

  if (set == NULL)
    return kind == SP_STEP_EDITS_LOWER_TTL;
  tally = count_hosts (self, set);
  has_new = self->new_hosts->len > 0 && tally.n_new >= self->new_hosts->len;
  switch (kind)
    {
    case SP_STEP_EDITS_LOWER_TTL:
      return sp_record_set_get_ttl (set) <= self->low_ttl || self->old_hosts->len == 0
             || (has_new && tally.n_old == 0);
    case SP_STEP_EDITS_ADD_NEW:
      return has_new;
    case SP_STEP_EDITS_FLIP:
      return has_new && tally.last_new < tally.first_old;
    case SP_STEP_EDITS_REMOVE_OLD:
    case SP_STEP_EDITS_SWITCH:
      return has_new && tally.n_old == 0;
    case SP_STEP_EDITS_NONE:
    case SP_STEP_EDITS_PREPARE:
    case SP_STEP_EDITS_SETTLE:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}
