/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-verify"

#include "core/verify/sp-edit-watch-private.h"

#include "core/dns/sp-resolver.h"
#include "core/inspect/sp-observation.h"
#include "core/plan/sp-cache-clear.h"
#include "core/plan/sp-edit-match.h"
#include "core/verify/sp-poll-schedule.h"

/*
 * A watch asks in rounds. A round asks every server once, at the same time; when the last answer
 * is in, the state is derived, observers are told and the next round is timed. A jump of the clock
 * (practice world) or ask_now () starts a round at once; while one is under way that only asks for
 * another one after it.
 */
struct _SpEditWatch {
  GObject parent_instance;
  SpEdit *edit;
  GPtrArray *servers;
  GPtrArray *observations;
  SpClock *clock;
  GListStore *sightings;
  GCancellable *cancellable;
  SpResolver *resolver;
  guint n_pending;
  gboolean ask_again;
  guint timeout;
  gint64 started;
  gint64 asked_at;
  gint64 clear_at;
  SpEditState state;
  const char *mistake;
  GPtrArray *found;
};

G_DEFINE_FINAL_TYPE (SpEditWatch, sp_edit_watch, G_TYPE_OBJECT)

enum {
  CHANGED,
  OBSERVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void start_round (SpEditWatch *self);

/**
 * sp_edit_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its public code
 */
const char *
sp_edit_state_to_string (SpEditState state)
{
  switch (state)
    {
    case SP_EDIT_STATE_LIVE:
      return "live";
    case SP_EDIT_STATE_PARTLY:
      return "partly";
    case SP_EDIT_STATE_NOT_YET:
      return "not-yet";
    case SP_EDIT_STATE_DIFFERENT:
      return "different";
    case SP_EDIT_STATE_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached (NULL);
}

static guint
count_sightings (SpEditWatch *self, SpSightingState state)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sightings)); i++)
    {
      g_autoptr (SpSighting) sighting = g_list_model_get_item (G_LIST_MODEL (self->sightings), i);

      if (sp_sighting_get_state (sighting) == state)
        n++;
    }
  return n;
}

static SpEditState
derive_state (SpEditWatch *self)
{
  guint n_new = count_sightings (self, SP_SIGHTING_NEW);
  guint n_old = count_sightings (self, SP_SIGHTING_OLD);
  guint n_other = count_sightings (self, SP_SIGHTING_OTHER);

  if (n_other > 0)
    return SP_EDIT_STATE_DIFFERENT;
  if (n_new > 0)
    return n_old == 0 ? SP_EDIT_STATE_LIVE : SP_EDIT_STATE_PARTLY;
  return n_old > 0 ? SP_EDIT_STATE_NOT_YET : SP_EDIT_STATE_UNKNOWN;
}

static void
schedule_round (SpEditWatch *self)
{
  guint seconds = sp_poll_schedule_get_seconds (g_get_monotonic_time () - self->started,
                                                self->state == SP_EDIT_STATE_LIVE);

  /* A tenth more or less, so that many watches do not ask in step. */
  seconds = MAX (1, (guint) (seconds * g_random_double_range (0.9, 1.1)));
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds_once (seconds, (GSourceOnceFunc) start_round, self);
}

static gboolean
is_wanted (const SpRecordSet *set, gpointer data)
{
  return sp_edit_match (data, set) == SP_EDIT_MATCH_NEW;
}

/* Known only once the edit is live: until then somebody may still fetch the old set. */
static gint64
compute_clear_at (SpEditWatch *self)
{
  g_autoptr (GPtrArray)
    servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_zone_server_free);
  g_autoptr (SpHistory) history = NULL;
  SpCacheClear clear = { 0 };

  for (guint i = 0; i < self->servers->len; i++)
    g_ptr_array_add (servers, sp_zone_server_new (sp_server_get_name (self->servers->pdata[i])));
  history = sp_history_new (servers, self->observations, sp_clock_get_now (self->clock));
  sp_history_look (history, sp_edit_get_full_name (self->edit), sp_edit_get_rr_type (self->edit),
                   is_wanted, self->edit, &clear);
  return clear.clear_at;
}

static void
end_round (SpEditWatch *self)
{
  self->state = derive_state (self);
  self->clear_at = compute_clear_at (self);
  if (self->state == SP_EDIT_STATE_LIVE)
    self->mistake = NULL;
  g_clear_object (&self->resolver);
  if (self->ask_again)
    {
      self->ask_again = FALSE;
      start_round (self);
    }
  else
    {
      schedule_round (self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
note_found (SpEditWatch *self, SpRecordSet *set)
{
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      g_autofree char *line = sp_record_dup_line (sp_record_set_get_record (set, i));

      if (!g_ptr_array_find_with_equal_func (self->found, line, g_str_equal, NULL))
        g_ptr_array_add (self->found, g_steal_pointer (&line));
    }
}

static void
weigh_answer (SpEditWatch *self, SpSighting *sighting, const SpAnswer *answer)
{
  g_autoptr (SpRecordSet) set = NULL;

  if (!sp_outcome_is_conclusive (sp_answer_get_outcome (answer)))
    {
      sp_sighting_set_state (sighting, SP_SIGHTING_SILENT);
      return;
    }

  set = sp_answer_dup_set (answer, sp_edit_get_full_name (self->edit),
                           sp_edit_get_rr_type (self->edit));
  switch (sp_edit_match (self->edit, set))
    {
    case SP_EDIT_MATCH_NEW:
      sp_sighting_set_state (sighting, SP_SIGHTING_NEW);
      break;
    case SP_EDIT_MATCH_OLD:
      sp_sighting_set_state (sighting, SP_SIGHTING_OLD);
      break;
    case SP_EDIT_MATCH_OTHER:
      sp_sighting_set_state (sighting, SP_SIGHTING_OTHER);
      self->mistake = sp_edit_find_mistake (self->edit, set);
      note_found (self, set);
      break;
    }
}

/* A question under way does not keep its watch alive: whoever drops the watch is done with it. */
typedef struct {
  GWeakRef self;
  SpSighting *sighting;
} Question;

static void
question_free (Question *question)
{
  g_weak_ref_clear (&question->self);
  g_clear_object (&question->sighting);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static Question *
question_new (SpEditWatch *self, SpSighting *sighting)
{
  Question *question = g_new0 (Question, 1);

  g_weak_ref_init (&question->self, self);
  question->sighting = sighting != NULL ? g_object_ref (sighting) : NULL;
  return question;
}

static void
doubled_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (SpEditWatch) self = g_weak_ref_get (&question->self);
  g_autoptr (SpAnswer) answer = sp_resolver_ask_finish (SP_RESOLVER (source), result, NULL);
  g_autoptr (SpRecordSet) set = NULL;

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (answer != NULL && sp_answer_get_outcome (answer) == SP_OUTCOME_ANSWER)
    {
      set = sp_answer_dup_final_set (answer);
      self->mistake = set != NULL ? sp_edit_find_name_mistake (self->edit, set) : NULL;
      if (self->mistake != NULL)
        note_found (self, set);
    }
  end_round (self);
}

/* Nothing new anywhere: was the domain appended once more? One question to one server. */
static gboolean
ask_doubled (SpEditWatch *self)
{
  g_autoptr (SpName) doubled = NULL;

  if (derive_state (self) != SP_EDIT_STATE_NOT_YET)
    return FALSE;
  doubled = sp_edit_dup_doubled_name (self->edit);
  if (doubled == NULL)
    return FALSE;
  for (guint i = 0; i < self->servers->len; i++)
    {
      g_autoptr (SpSighting) sighting = g_list_model_get_item (G_LIST_MODEL (self->sightings), i);

      if (sp_sighting_get_state (sighting) == SP_SIGHTING_OLD)
        {
          sp_resolver_ask_async (self->resolver, self->servers->pdata[i], doubled,
                                 sp_edit_get_rr_type (self->edit), SP_ASK_PLAIN, self->cancellable,
                                 doubled_asked_cb, question_new (self, NULL));
          return TRUE;
        }
    }
  return FALSE;
}

static void
keep_observation (SpEditWatch *self, const SpAnswer *answer)
{
  SpObservation *observation = sp_observation_new_from_answer (answer);

  if (observation == NULL)
    return;
  g_ptr_array_add (self->observations, observation);
  g_signal_emit (self, signals[OBSERVED], 0, observation);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (SpEditWatch) self = g_weak_ref_get (&question->self);
  g_autoptr (SpAnswer) answer = sp_resolver_ask_finish (SP_RESOLVER (source), result, NULL);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (answer != NULL)
    {
      keep_observation (self, answer);
      weigh_answer (self, question->sighting, answer);
    }
  else
    {
      sp_sighting_set_state (question->sighting, SP_SIGHTING_SILENT);
    }
  if (--self->n_pending > 0)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  if (!ask_doubled (self))
    end_round (self);
}

static void
start_round (SpEditWatch *self)
{
  self->timeout = 0;
  if (self->resolver != NULL)
    {
      self->ask_again = TRUE;
      return;
    }

  self->resolver = sp_resolver_new ();
  sp_resolver_set_clock (self->resolver, self->clock);
  self->asked_at = sp_clock_get_now (self->clock);
  self->n_pending = self->servers->len;
  g_ptr_array_set_size (self->found, 0);
  if (self->servers->len == 0)
    {
      end_round (self);
      return;
    }
  for (guint i = 0; i < self->servers->len; i++)
    {
      g_autoptr (SpSighting) sighting = g_list_model_get_item (G_LIST_MODEL (self->sightings), i);

      sp_resolver_ask_async (self->resolver, self->servers->pdata[i],
                             sp_edit_get_full_name (self->edit), sp_edit_get_rr_type (self->edit),
                             SP_ASK_PLAIN, self->cancellable, asked_cb,
                             question_new (self, sighting));
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_jumped (SpClock *clock, SpEditWatch *self)
{
  sp_edit_watch_ask_now (self);
}

static void
sp_edit_watch_dispose (GObject *object)
{
  SpEditWatch *self = SP_EDIT_WATCH (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->resolver);
  g_clear_object (&self->edit);
  g_clear_object (&self->clock);
  g_clear_object (&self->sightings);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_clear_pointer (&self->observations, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_edit_watch_parent_class)->dispose (object);
}

static void
sp_edit_watch_class_init (SpEditWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_edit_watch_dispose;

  /**
   * SpEditWatch::changed:
   *
   * A server was asked or answered; whoever shows the watch reads it again.
   */
  signals[CHANGED] = g_signal_new ("changed", SP_TYPE_EDIT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  /**
   * SpEditWatch::observed:
   * @observation: a #SpObservation
   *
   * A server answered; the sighting is to be kept.
   */
  signals[OBSERVED] = g_signal_new ("observed", SP_TYPE_EDIT_WATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_OBSERVATION);
}

static void
sp_edit_watch_init (SpEditWatch *self)
{
  self->sightings = g_list_store_new (SP_TYPE_SIGHTING);
  self->cancellable = g_cancellable_new ();
  self->state = SP_EDIT_STATE_UNKNOWN;
  self->found = g_ptr_array_new_null_terminated (0, g_free, TRUE);
}

/**
 * sp_edit_watch_new:
 * @edit: the edit that the person has made
 * @servers: (element-type SpServer): the domain's own servers
 * @observations: (element-type SpObservation): what was seen of the set before
 * @clock: the wall clock
 *
 * Begins to watch: the first round goes out at once.
 *
 * Returns: (transfer full): the watch; it stops when it is dropped
 */
SpEditWatch *
sp_edit_watch_new (SpEdit *edit, GPtrArray *servers, GPtrArray *observations, SpClock *clock)
{
  SpEditWatch *self = NULL;

  g_return_val_if_fail (SP_IS_EDIT (edit), NULL);
  g_return_val_if_fail (servers != NULL, NULL);
  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  self = g_object_new (SP_TYPE_EDIT_WATCH, NULL);
  self->edit = g_object_ref (edit);
  self->servers = g_ptr_array_ref (servers);
  self->observations = g_ptr_array_ref (observations);
  self->clock = g_object_ref (clock);
  self->started = g_get_monotonic_time ();
  for (guint i = 0; i < servers->len; i++)
    {
      SpName *name = sp_server_get_name (servers->pdata[i]);
      g_autoptr (SpSighting)
        sighting = sp_sighting_new (name != NULL ? sp_name_get_text (name) : "");

      g_list_store_append (self->sightings, sighting);
    }
  g_signal_connect_object (clock, "jumped", G_CALLBACK (on_jumped), self, G_CONNECT_DEFAULT);
  start_round (self);
  return self;
}

/**
 * sp_edit_watch_get_edit:
 * @self: a watch
 *
 * Returns: (transfer none): the edit
 */
SpEdit *
sp_edit_watch_get_edit (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), NULL);

  return self->edit;
}

/**
 * sp_edit_watch_get_state:
 * @self: a watch
 *
 * Returns: what the last complete round showed
 */
SpEditState
sp_edit_watch_get_state (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), SP_EDIT_STATE_UNKNOWN);

  return self->state;
}

/**
 * sp_edit_watch_is_asking:
 * @self: a watch
 *
 * Returns: whether a round is under way
 */
gboolean
sp_edit_watch_is_asking (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), FALSE);

  return self->resolver != NULL;
}

/**
 * sp_edit_watch_get_sightings:
 * @self: a watch
 *
 * Returns: (transfer none): a list of #SpSighting, one a server
 */
GListModel *
sp_edit_watch_get_sightings (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), NULL);

  return G_LIST_MODEL (self->sightings);
}

/**
 * sp_edit_watch_get_n_live:
 * @self: a watch
 *
 * Returns: how many servers serve what is wanted
 */
guint
sp_edit_watch_get_n_live (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), 0);

  return count_sightings (self, SP_SIGHTING_NEW);
}

/**
 * sp_edit_watch_get_asked_at:
 * @self: a watch
 *
 * Returns: when the newest round went out, microseconds since 1970
 */
gint64
sp_edit_watch_get_asked_at (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), 0);

  return self->asked_at;
}

/**
 * sp_edit_watch_get_clear_at:
 * @self: a watch
 *
 * Returns: by when every honest cache has dropped what was served before, microseconds since
 *   1970; 0 while that cannot be said
 */
gint64
sp_edit_watch_get_clear_at (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), 0);

  return self->clear_at;
}

/**
 * sp_edit_watch_get_mistake:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable): code of the mistake that explains what was found, see
 *   [func@Signpost.edit_find_mistake]
 */
const char *
sp_edit_watch_get_mistake (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), NULL);

  return self->mistake;
}

/**
 * sp_edit_watch_get_found:
 * @self: a watch
 *
 * Returns: (transfer none) (array zero-terminated=1): records that are neither old nor new, one
 *   line each
 */
const char *const *
sp_edit_watch_get_found (SpEditWatch *self)
{
  g_return_val_if_fail (SP_IS_EDIT_WATCH (self), NULL);

  return (const char *const *) self->found->pdata;
}

/**
 * sp_edit_watch_ask_now:
 * @self: a watch
 *
 * Asks at once, whatever the schedule says.
 */
void
sp_edit_watch_ask_now (SpEditWatch *self)
{
  g_return_if_fail (SP_IS_EDIT_WATCH (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  start_round (self);
}
