/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-timeline.h"

#include "core/plan/sp-cache-clear.h"
#include "core/plan/sp-edit-match.h"
#include "core/plan/sp-move-edits.h"
#include "core/plan/sp-step-private.h"

#define DAY ((gint64) 24 * 60 * 60)

struct _SpTimeline {
  GObject parent_instance;

  SpStrategy strategy;
  GListStore *steps;
  GHashTable *awaiting; /* id of an edit → SpStep, owned by @steps */
};

G_DEFINE_FINAL_TYPE (SpTimeline, sp_timeline, G_TYPE_OBJECT)

/* What is known of a step: first from sightings alone, then with what is assumed. Times are
 * microseconds since 1970. */
typedef struct {
  const SpStepRule *rule;
  SpStep *step;
  gboolean is_skipped;
  gboolean is_live;  /* seen, not assumed */
  gboolean is_done;  /* likewise */
  gboolean is_begun; /* some servers have it */
  gboolean has_slipped;
  gboolean is_about;
  gint64 ready_at;
  gint64 earliest;
  gint64 live_at;
  gint64 clear_at;
  gint64 done_at;
  SpCacheClear worst; /* of the set that decides C */
} Result;

typedef struct {
  const SpMove *move;
  const SpStepRule *rules;
  guint n_rules;
  SpMoveEdits *edits;
  SpHistory *history;
  gint64 now;
  Result *results;
} Work;

static void
sp_timeline_finalize (GObject *object)
{
  SpTimeline *self = SP_TIMELINE (object);

  g_hash_table_unref (self->awaiting);
  g_object_unref (self->steps);
  G_OBJECT_CLASS (sp_timeline_parent_class)->finalize (object);
}

static void
sp_timeline_class_init (SpTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_timeline_finalize;
}

static void
sp_timeline_init (SpTimeline *self)
{
  self->steps = g_list_store_new (SP_TYPE_STEP);
  self->awaiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static Result *
find_result (Work *work, const char *id)
{
  for (guint i = 0; i < work->n_rules; i++)
    if (g_str_equal (work->rules[i].id, id))
      return &work->results[i];
  g_return_val_if_reached (NULL);
}

static gboolean
is_ticked (Work *work, const char *tick)
{
  return g_hash_table_contains (work->move->ticks, tick);
}

static gboolean
are_ticked (Work *work, const char *const *ticks)
{
  for (guint i = 0; ticks[i] != NULL; i++)
    if (!is_ticked (work, ticks[i]))
      return FALSE;
  return TRUE;
}

typedef struct {
  SpMoveEdits *edits;
  SpStepEdits kind;
} MxTest;

static gboolean
mx_fits (const SpRecordSet *set, gpointer data)
{
  const MxTest *test = data;

  return sp_move_edits_mx_fits (test->edits, test->kind, set);
}

typedef struct {
  SpEdit *edit;
  SpEdit *later; /* an edit of a later step, which replaces the set */
} EditTest;

static gboolean
edit_fits (const SpRecordSet *set, gpointer data)
{
  const EditTest *test = data;

  return sp_edit_match (test->edit, set) == SP_EDIT_MATCH_NEW
         || (test->later != NULL && sp_edit_match (test->later, set) == SP_EDIT_MATCH_NEW);
}

static SpEdit *
find_later_edit (Work *work, SpStepEdits kind, SpEdit *edit)
{
  for (guint later = kind + 1; later <= SP_STEP_EDITS_LAST; later++)
    for (guint i = 0; i < work->edits->edits[later]->len; i++)
      {
        SpEdit *other = g_ptr_array_index (work->edits->edits[later], i);

        if (sp_edit_get_rr_type (other) == sp_edit_get_rr_type (edit)
            && sp_name_equal (sp_edit_get_full_name (other), sp_edit_get_full_name (edit)))
          return other;
      }
  return NULL;
}

static gboolean
edits_mx (SpStepEdits kind)
{
  switch (kind)
    {
    case SP_STEP_EDITS_LOWER_TTL:
    case SP_STEP_EDITS_ADD_NEW:
    case SP_STEP_EDITS_FLIP:
    case SP_STEP_EDITS_REMOVE_OLD:
    case SP_STEP_EDITS_SWITCH:
      return TRUE;
    case SP_STEP_EDITS_NONE:
    case SP_STEP_EDITS_PREPARE:
    case SP_STEP_EDITS_SETTLE:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/* How far the step's own sets have come; @total adds up over them. */
static void
add_look (SpCacheClear *total, const SpCacheClear *look, gboolean is_first)
{
  gboolean is_live = look->is_live && (is_first || total->is_live);
  gboolean is_about = look->is_about || (!is_first && total->is_about);
  gboolean has_slipped = look->has_slipped || (!is_first && total->has_slipped);
  guint n_live = look->n_live + (is_first ? 0 : total->n_live);
  gint64 live_at = MAX (look->live_at, is_first ? 0 : total->live_at);

  if (is_first || look->clear_at > total->clear_at)
    *total = *look;
  total->is_live = is_live;
  total->is_about = is_about;
  total->has_slipped = has_slipped;
  total->n_live = n_live;
  total->live_at = live_at;
}

static SpCacheClear
look_at_sets (Work *work, SpStepEdits kind)
{
  GPtrArray *edits = work->edits->edits[kind];
  SpCacheClear total = { .is_live = TRUE, .old_ttl = -1 };

  if (edits_mx (kind))
    {
      MxTest test = { work->edits, kind };

      sp_history_look (work->history, work->move->domain, SP_RR_MX, mx_fits, &test, &total);
      return total;
    }
  total.live_at = MAX (sp_snapshot_get_checked_at (work->move->origin), work->move->started_at);
  total.clear_at = total.live_at;
  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *edit = g_ptr_array_index (edits, i);
      EditTest test = { edit, find_later_edit (work, kind, edit) };
      SpCacheClear look;

      sp_history_look (work->history, sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit),
                       edit_fits, &test, &look);
      add_look (&total, &look, i == 0);
    }
  return total;
}

/* Counts the step's edits as made, each not before its own time. */
static void
assume_edits (Work *work, SpStepEdits kind, gint64 at)
{
  GPtrArray *edits = work->edits->edits[kind];

  if (edits_mx (kind))
    sp_history_assume (work->history, work->move->domain, SP_RR_MX, work->edits->mx_sets[kind], at);
  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *edit = g_ptr_array_index (edits, i);
      g_autoptr (SpRecordSet) set = sp_edit_dup_wanted_set (edit);

      if (!edits_mx (kind) || sp_edit_get_rr_type (edit) != SP_RR_MX)
        sp_history_assume (work->history, sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit),
                           set, MAX (at, sp_edit_get_not_before (edit)));
    }
}

static gint64
get_term_time (Work *work, const SpStepTerm *term)
{
  const Result *other = find_result (work, term->step);

  return (term->from_clear ? other->clear_at : other->live_at) + term->seconds * G_USEC_PER_SEC;
}

/* "The latest of", without the steps that were skipped. */
static const SpStepTerm *
find_latest_term (Work *work, const SpStepTerm *terms, gint64 *time, gboolean *is_about)
{
  const SpStepTerm *latest = NULL;

  *time = 0;
  for (guint i = 0; i < SP_STEP_MAX_LIST && terms[i].step != NULL; i++)
    {
      const Result *other = find_result (work, terms[i].step);
      gint64 at = get_term_time (work, &terms[i]);

      if (other->is_skipped)
        continue;
      *is_about |= other->is_about;
      if (latest == NULL || at > *time)
        {
          latest = &terms[i];
          *time = at;
        }
    }
  return latest;
}

static gint64
get_ready_time (Work *work, const SpStepRule *rule, gint64 earliest)
{
  gint64 ready_at = MAX (earliest, work->move->started_at);

  for (guint i = 0; rule->after[i].step != NULL; i++)
    {
      const Result *other = find_result (work, rule->after[i].step);

      ready_at = MAX (ready_at, rule->after[i].is_done ? other->done_at : other->live_at);
    }
  return ready_at;
}

static void
explain_clear (SpStep *step, const SpCacheClear *clear, gboolean is_seen)
{
  gint64 from = clear->old_ttl >= 0 ? clear->old_last : clear->live_at;

  sp_step_add_why (step, clear->old_ttl >= 0 ? "last-served" : "live", 0, is_seen ? from : 0);
  sp_step_add_why (step,
                   clear->old_is_absence ? "negative-ttl"
                   : clear->old_ttl >= 0 ? "old-ttl"
                                         : "unseen-ttl",
                   clear->old_ttl >= 0 ? clear->old_ttl : clear->ttl, clear->old_seen);
  sp_step_add_why (step, "margin", clear->margin, 0);
}

static void
explain_term (Work *work, SpStep *step, const SpStepTerm *term)
{
  const Result *other = find_result (work, term->step);

  if (term->from_clear)
    explain_clear (step, &other->worst, other->is_live);
  else
    sp_step_add_why (step, "live", 0, other->is_live ? other->live_at : 0);
  if (term->code != NULL)
    sp_step_add_why (step, term->code, term->seconds, 0);
}

/* In one sitting the TTL goes back long before the old provider leaves the list of senders. */
static void
set_not_before (Work *work, Result *result)
{
  GPtrArray *edits = work->edits->edits[result->rule->edits];
  gboolean is_late = work->move->strategy == SP_STRATEGY_ONE_SITTING
                     && result->rule->edits == SP_STEP_EDITS_SETTLE;
  gint64 late = 0;

  if (is_late)
    {
      const Result *other = find_result (work, "switch");

      late = MAX (other->live_at + 14 * DAY * G_USEC_PER_SEC,
                  other->clear_at + 7 * DAY * G_USEC_PER_SEC);
    }
  for (guint i = 0; i < edits->len; i++)
    {
      SpEdit *edit = g_ptr_array_index (edits, i);
      gboolean is_ttl = g_str_equal (sp_edit_get_why (edit), "ttl-settle");

      sp_edit_set_not_before (edit, is_late && !is_ttl ? late : result->earliest);
    }
}

static void
take_look (Result *result, const SpCacheClear *look)
{
  result->worst = *look;
  result->live_at = look->live_at;
  result->clear_at = look->clear_at;
  result->done_at = look->clear_at;
}

static gboolean
has_all_needs (Work *work, SpStepEdits kind)
{
  if (edits_mx (kind))
    return kind == SP_STEP_EDITS_LOWER_TTL || work->edits->new_hosts->len > 0;
  return kind != SP_STEP_EDITS_PREPARE
         || (work->edits->needs->len == 0 && work->edits->preparation_is_known);
}

static gboolean
are_predecessors_live (Work *work, const SpStepRule *rule)
{
  for (guint i = 0; rule->after[i].step != NULL; i++)
    {
      const Result *other = find_result (work, rule->after[i].step);

      if (!other->is_skipped && !(rule->after[i].is_done ? other->is_done : other->is_live))
        return FALSE;
    }
  return TRUE;
}

/* A step that edits: what was seen, else what is assumed. Sets that hold what is wanted without
 * anything to be edited count as live, but a settled state needs its predecessors. */
static void
compute_edits (Work *work, Result *result)
{
  SpStepEdits kind = result->rule->edits;
  SpCacheClear look = look_at_sets (work, kind);
  gboolean is_empty = !edits_mx (kind) && work->edits->edits[kind]->len == 0;

  result->is_begun = look.n_live > 0;
  result->has_slipped = look.has_slipped;
  result->is_live = look.is_live && has_all_needs (work, kind)
                    && (!is_empty || are_predecessors_live (work, result->rule));
  if (is_empty && kind != SP_STEP_EDITS_PREPARE)
    look.live_at = look.clear_at = result->ready_at;
  if (!result->is_live)
    {
      gint64 at = MAX (result->ready_at, work->now);

      result->is_about = TRUE;
      assume_edits (work, kind, at);
      look = look_at_sets (work, kind);
      if (!look.is_live || is_empty)
        {
          look = (SpCacheClear) { .ttl = work->edits->low_ttl, .old_ttl = -1, .live_at = at };
          look.margin = sp_cache_margin (look.ttl);
          look.clear_at = at + (is_empty ? 0 : (look.ttl + look.margin) * G_USEC_PER_SEC);
        }
    }
  take_look (result, &look);
  result->is_about |= look.is_about;
  result->is_done = result->is_live && work->now >= result->clear_at;
}

static void
compute_wait (Work *work, Result *result)
{
  gint64 until;
  const SpStepTerm *term = find_latest_term (work, result->rule->wait, &until, &result->is_about);

  result->done_at = MAX (until, result->ready_at);
  result->live_at = result->clear_at = result->done_at;
  result->is_live = are_predecessors_live (work, result->rule);
  result->is_done = result->is_live && work->now >= result->done_at;
  if (term != NULL)
    explain_term (work, result->step, term);
}

static void
compute_ticks (Work *work, Result *result)
{
  gboolean needs_ticks = result->rule->finished_by[0] != NULL;

  result->live_at = result->clear_at = result->done_at = needs_ticks
                                                           ? MAX (result->ready_at, work->now)
                                                           : result->ready_at;
  result->is_done = are_ticked (work, result->rule->finished_by);
  if (!needs_ticks)
    result->done_at = result->live_at = sp_snapshot_get_checked_at (work->move->origin);
  result->is_live = result->is_done;
  result->is_about |= !result->is_done;
}

static void
skip (Work *work, Result *result)
{
  result->is_skipped = TRUE;
  result->live_at = result->clear_at = result->done_at = result->ready_at;
}

static gboolean
is_time_lock (const SpStepRule *rule)
{
  return rule->earliest[0].step != NULL;
}

static void
compute_step (Work *work, Result *result)
{
  const SpStepRule *rule = result->rule;
  gboolean is_earliest_about = FALSE;
  const SpStepTerm *term = find_latest_term (work, rule->earliest, &result->earliest,
                                             &is_earliest_about);
  gint64 latest = 0;

  result->step = sp_step_new (rule->id);
  result->ready_at = get_ready_time (work, rule, result->earliest);
  if (term != NULL)
    explain_term (work, result->step, term);
  if (is_time_lock (rule))
    set_not_before (work, result);

  if (g_hash_table_contains (work->move->skipped, rule->id))
    skip (work, result);
  else if (rule->edits != SP_STEP_EDITS_NONE)
    {
      compute_edits (work, result);
      latest = result->clear_at;
    }
  else if (rule->wait[0].step != NULL)
    {
      compute_wait (work, result);
      latest = result->done_at;
    }
  else
    compute_ticks (work, result);

  if (rule->edits != SP_STEP_EDITS_NONE && !is_time_lock (rule) && !result->is_skipped)
    explain_clear (result->step, &result->worst, result->is_live);
  sp_step_set_times (result->step, result->earliest, latest,
                     (result->earliest != 0 && is_earliest_about)
                       || (latest != 0 && result->is_about));
}

/* Names what the step waits for; the first kind found decides its state. */
static SpStepState
find_obstacle (Work *work, Result *result)
{
  const SpStepRule *rule = result->rule;
  gboolean is_late = !are_predecessors_live (work, rule);
  gboolean is_blocked = FALSE;

  for (guint i = 0; rule->after[i].step != NULL; i++)
    {
      const Result *other = find_result (work, rule->after[i].step);

      if (!other->is_skipped && !(rule->after[i].is_done ? other->is_done : other->is_live))
        sp_step_add_blocked_by (result->step, rule->after[i].step);
    }
  for (guint i = 0; rule->gates[i] != NULL; i++)
    if (!is_ticked (work, rule->gates[i]))
      {
        sp_step_add_blocked_by (result->step, rule->gates[i]);
        is_blocked = TRUE;
      }
  if (rule->edits != SP_STEP_EDITS_NONE && !has_all_needs (work, rule->edits))
    for (guint i = 0; i < work->edits->needs->len; i++)
      {
        sp_step_add_blocked_by (result->step, g_ptr_array_index (work->edits->needs, i));
        is_blocked |= edits_mx (rule->edits);
      }
  if (edits_mx (rule->edits) && !work->edits->mx_is_known)
    {
      sp_step_add_blocked_by (result->step, "mx-unknown");
      is_blocked = TRUE;
    }
  if (rule->edits == SP_STEP_EDITS_PREPARE && !work->edits->preparation_is_known)
    {
      sp_step_add_blocked_by (result->step, "senders-unknown");
      is_blocked = TRUE;
    }
  if (is_late)
    return SP_STEP_LATER;
  if (is_blocked)
    return SP_STEP_BLOCKED;
  return result->earliest > work->now || work->move->started_at > work->now ? SP_STEP_LATER
                                                                            : SP_STEP_READY;
}

static SpStepState
judge (Work *work, Result *result)
{
  const SpStepRule *rule = result->rule;
  gboolean is_wait = rule->wait[0].step != NULL;

  if (result->is_skipped)
    return SP_STEP_SKIPPED;
  if (rule->edits != SP_STEP_EDITS_NONE && result->is_live)
    {
      if (result->is_done)
        return SP_STEP_DONE;
      /* Nothing waits for new names to be usable everywhere. */
      return rule->edits == SP_STEP_EDITS_PREPARE ? SP_STEP_LIVE : SP_STEP_WAITING;
    }
  if (result->has_slipped)
    return SP_STEP_SLIPPED;
  if (rule->edits != SP_STEP_EDITS_NONE && result->is_begun && has_all_needs (work, rule->edits))
    return SP_STEP_CHECKING;
  if (is_wait && result->is_live)
    return result->is_done ? SP_STEP_DONE : SP_STEP_WAITING;
  if (!is_wait && rule->edits == SP_STEP_EDITS_NONE && result->is_done
      && (rule->earliest[0].step == NULL || work->now >= result->earliest))
    return SP_STEP_DONE;
  return find_obstacle (work, result);
}

static void
publish (SpTimeline *self, Work *work, Result *result)
{
  const SpStepRule *rule = result->rule;
  GPtrArray *edits = work->edits->edits[rule->edits];

  for (guint i = 0; i < edits->len; i++)
    sp_step_add_edit (result->step, g_ptr_array_index (edits, i));
  for (guint i = 0; rule->ticks[i] != NULL; i++)
    sp_step_add_tick (result->step, rule->ticks[i], is_ticked (work, rule->ticks[i]),
                      sp_move_rules_is_gate (self->strategy, rule->ticks[i]));
  sp_step_set_state (result->step, judge (work, result));
  g_list_store_append (self->steps, result->step);
}

static void
note_awaited (SpTimeline *self, Work *work)
{
  GHashTableIter iter;
  gpointer id, kind;

  g_hash_table_iter_init (&iter, work->edits->awaited);
  while (g_hash_table_iter_next (&iter, &id, &kind))
    for (guint i = 0; i < work->n_rules; i++)
      if (work->rules[i].edits == (SpStepEdits) GPOINTER_TO_INT (kind))
        g_hash_table_insert (self->awaiting, g_strdup (id), work->results[i].step);
}

/**
 * sp_timeline_new:
 * @move: what was decided
 * @catalog: the catalogue
 * @servers: (element-type SpZoneServer): the servers of the zone now
 * @observations: (element-type SpObservation): everything recorded, in any order
 * @now: the time, microseconds since 1970
 *
 * Computes the dated steps. What has not been seen yet is counted as done when its step is ready
 * (not before @now and the start of the move), live at once, with its ticks given; times that rest
 * on this are only about right.
 *
 * Returns: (transfer full): the timeline
 */
SpTimeline *
sp_timeline_new (const SpMove *move, SpCatalog *catalog, GPtrArray *servers,
                 GPtrArray *observations, gint64 now)
{
  SpTimeline *self = g_object_new (SP_TYPE_TIMELINE, NULL);
  g_autoptr (SpMoveEdits) edits = NULL;
  g_autoptr (SpHistory) history = NULL;
  g_autoptr (GPtrArray) first = NULL;
  g_autofree Result *results = NULL;
  Work work = { .move = move, .now = now };
  gint64 negative_ttl;

  g_return_val_if_fail (move != NULL && catalog != NULL && observations != NULL, self);

  self->strategy = move->strategy;
  first = sp_observations_from_snapshot (move->origin);
  history = sp_history_new (servers, observations, now);
  sp_history_add (history, first);
  negative_ttl = sp_snapshot_get_zone_negative_ttl (move->origin);
  if (negative_ttl >= 0)
    sp_history_set_negative_ttl (history, negative_ttl);
  edits = sp_move_edits_new (move, catalog);

  work.rules = sp_move_rules_get (move->strategy, &work.n_rules);
  work.edits = edits;
  work.history = history;
  results = g_new0 (Result, work.n_rules);
  work.results = results;
  for (guint i = 0; i < work.n_rules; i++)
    {
      results[i].rule = &work.rules[i];
      compute_step (&work, &results[i]);
    }
  note_awaited (self, &work);
  for (guint i = 0; i < work.n_rules; i++)
    {
      publish (self, &work, &results[i]);
      g_object_unref (results[i].step);
    }
  return self;
}

/**
 * sp_timeline_get_steps:
 * @self: a timeline
 *
 * Returns: (transfer none): its [class@Step] items in their order
 */
GListModel *
sp_timeline_get_steps (SpTimeline *self)
{
  g_return_val_if_fail (SP_IS_TIMELINE (self), NULL);
  return G_LIST_MODEL (self->steps);
}

/**
 * sp_timeline_find:
 * @self: a timeline
 * @id: id of a step
 *
 * Returns: (transfer none) (nullable): the step
 */
SpStep *
sp_timeline_find (SpTimeline *self, const char *id)
{
  g_return_val_if_fail (SP_IS_TIMELINE (self) && id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      if (g_str_equal (sp_step_get_id (step), id))
        return step; /* the list keeps it */
    }
  return NULL;
}

/**
 * sp_timeline_find_awaiting:
 * @self: a timeline
 * @edit_id: id of an edit that a value of the customer is missing for
 *
 * Returns: (transfer none) (nullable): the step that will have it: MX records are no matter of the
 *   preparation, nor is what mail programs ask for; %NULL if nothing is known of such an edit
 */
SpStep *
sp_timeline_find_awaiting (SpTimeline *self, const char *edit_id)
{
  g_return_val_if_fail (SP_IS_TIMELINE (self) && edit_id != NULL, NULL);

  return g_hash_table_lookup (self->awaiting, edit_id);
}

/**
 * sp_timeline_get_strategy:
 * @self: a timeline
 *
 * Returns: which way the move goes
 */
SpStrategy
sp_timeline_get_strategy (SpTimeline *self)
{
  g_return_val_if_fail (SP_IS_TIMELINE (self), SP_STRATEGY_GRADUAL);
  return self->strategy;
}
