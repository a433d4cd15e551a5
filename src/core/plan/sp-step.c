/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-step-private.h"

struct _SpStep {
  GObject parent_instance;

  char *id;
  SpStepState state;
  gint64 earliest;
  gint64 latest;
  gboolean is_about;
  GPtrArray *why;
  GListStore *edits;
  GPtrArray *ticks;
  GPtrArray *blocked_by; /* ends with NULL */
};

G_DEFINE_FINAL_TYPE (SpStep, sp_step, G_TYPE_OBJECT)

static void
why_free (SpWhy *why)
{
  g_free (why->what);
  g_free (why);
}

static void
tick_free (SpTick *tick)
{
  g_free (tick->id);
  g_free (tick);
}

static void
sp_step_finalize (GObject *object)
{
  SpStep *self = SP_STEP (object);

  g_free (self->id);
  g_ptr_array_unref (self->why);
  g_object_unref (self->edits);
  g_ptr_array_unref (self->ticks);
  g_ptr_array_unref (self->blocked_by);
  G_OBJECT_CLASS (sp_step_parent_class)->finalize (object);
}

static void
sp_step_class_init (SpStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_step_finalize;
}

static void
sp_step_init (SpStep *self)
{
  self->why = g_ptr_array_new_with_free_func ((GDestroyNotify) why_free);
  self->edits = g_list_store_new (SP_TYPE_EDIT);
  self->ticks = g_ptr_array_new_with_free_func ((GDestroyNotify) tick_free);
  self->blocked_by = g_ptr_array_new_null_terminated (1, g_free, TRUE);
}

/**
 * sp_step_state_to_string:
 * @state: a state
 *
 * Returns: its word in JSON
 */
const char *
sp_step_state_to_string (SpStepState state)
{
  switch (state)
    {
    case SP_STEP_LATER:
      return "later";
    case SP_STEP_READY:
      return "ready";
    case SP_STEP_CHECKING:
      return "checking";
    case SP_STEP_LIVE:
      return "live";
    case SP_STEP_WAITING:
      return "waiting";
    case SP_STEP_DONE:
      return "done";
    case SP_STEP_SLIPPED:
      return "slipped";
    case SP_STEP_BLOCKED:
      return "blocked";
    case SP_STEP_SKIPPED:
      return "skipped";
    }
  g_return_val_if_reached ("later");
}

/**
 * sp_step_new:
 * @id: its public id
 *
 * Returns: (transfer full): a step without times
 */
SpStep *
sp_step_new (const char *id)
{
  SpStep *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_object_new (SP_TYPE_STEP, NULL);
  self->id = g_strdup (id);
  return self;
}

/**
 * sp_step_set_state:
 * @self: a step that nobody sees yet
 * @state: where it stands
 */
void
sp_step_set_state (SpStep *self, SpStepState state)
{
  self->state = state;
}

/**
 * sp_step_set_times:
 * @self: a step that nobody sees yet
 * @earliest: from when it may be done, 0 if at any time
 * @latest: when every cache is clear after it, 0 if that does not apply
 * @is_about: whether they rest on what has not been seen
 */
void
sp_step_set_times (SpStep *self, gint64 earliest, gint64 latest, gboolean is_about)
{
  self->earliest = earliest;
  self->latest = latest;
  self->is_about = is_about;
}

/**
 * sp_step_add_why:
 * @self: a step that nobody sees yet
 * @what: code of a summand
 * @seconds: how long
 * @observed_at: when the fact behind it was seen, 0 if assumed
 */
void
sp_step_add_why (SpStep *self, const char *what, gint64 seconds, gint64 observed_at)
{
  SpWhy *why = g_new0 (SpWhy, 1);

  why->what = g_strdup (what);
  why->seconds = seconds;
  why->observed_at = observed_at;
  g_ptr_array_add (self->why, why);
}

/**
 * sp_step_add_tick:
 * @self: a step that nobody sees yet
 * @id: id of the tick
 * @is_done: whether the person confirmed it
 * @is_gate: whether a step waits for it
 */
void
sp_step_add_tick (SpStep *self, const char *id, gboolean is_done, gboolean is_gate)
{
  SpTick *tick = g_new0 (SpTick, 1);

  tick->id = g_strdup (id);
  tick->is_done = is_done;
  tick->is_gate = is_gate;
  g_ptr_array_add (self->ticks, tick);
}

/**
 * sp_step_add_blocked_by:
 * @self: a step that nobody sees yet
 * @id: id of what it waits for
 */
void
sp_step_add_blocked_by (SpStep *self, const char *id)
{
  g_ptr_array_add (self->blocked_by, g_strdup (id));
}

/**
 * sp_step_add_edit:
 * @self: a step that nobody sees yet
 * @edit: one of its edits
 */
void
sp_step_add_edit (SpStep *self, SpEdit *edit)
{
  g_list_store_append (self->edits, edit);
}

/**
 * sp_step_get_id:
 * @self: a step
 *
 * Returns: its public id
 */
const char *
sp_step_get_id (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), NULL);
  return self->id;
}

/**
 * sp_step_get_state:
 * @self: a step
 *
 * Returns: where it stands
 */
SpStepState
sp_step_get_state (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), SP_STEP_LATER);
  return self->state;
}

/**
 * sp_step_get_earliest:
 * @self: a step
 *
 * Returns: from when it may be done, microseconds since 1970; 0 if at any time
 */
gint64
sp_step_get_earliest (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), 0);
  return self->earliest;
}

/**
 * sp_step_get_latest:
 * @self: a step
 *
 * Returns: when every cache is clear after it, or a wait ends, microseconds since 1970; 0 if
 *   neither applies
 */
gint64
sp_step_get_latest (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), 0);
  return self->latest;
}

/**
 * sp_step_is_about:
 * @self: a step
 *
 * Returns: whether its times rest on what has not been seen yet
 */
gboolean
sp_step_is_about (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), FALSE);
  return self->is_about;
}

/**
 * sp_step_get_why:
 * @self: a step
 *
 * Returns: (transfer none) (element-type SpWhy): the summands behind its time, codes as listed in
 *   the header
 */
GPtrArray *
sp_step_get_why (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), NULL);
  return self->why;
}

/**
 * sp_step_get_edits:
 * @self: a step
 *
 * Returns: (transfer none): its [class@Edit] items, whatever its state
 */
GListModel *
sp_step_get_edits (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), NULL);
  return G_LIST_MODEL (self->edits);
}

/**
 * sp_step_get_ticks:
 * @self: a step
 *
 * Returns: (transfer none) (element-type SpTick): what the person is asked to confirm
 */
GPtrArray *
sp_step_get_ticks (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), NULL);
  return self->ticks;
}

/**
 * sp_step_get_blocked_by:
 * @self: a step
 *
 * Returns: (transfer none): ids of the steps, ticks and `--set` keys that it waits for
 */
const char *const *
sp_step_get_blocked_by (SpStep *self)
{
  g_return_val_if_fail (SP_IS_STEP (self), NULL);
  return (const char *const *) self->blocked_by->pdata;
}
