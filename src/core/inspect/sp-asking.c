/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-asking.h"

#include "core/inspect/sp-server-addresses.h"

/* When servers are slow one more is asked as well; none is given up for that. */
#define PATIENCE_MS 800

typedef struct {
  SpHeard heard;
  gpointer data;
} Listener;

/* One question on its way to one server. */
typedef struct {
  SpInspection *inspection;
  SpAsking *asking;
  SpGroupMember *member;
  SpAnswer *known; /* what the server has already said to it */
} Flight;

/**
 * sp_asking_new: (skip)
 * @group: whose servers are asked
 * @name: name to ask for
 * @type: type to ask for
 * @breadth: how many servers
 * @flags: how
 *
 * Returns: (transfer full): a question that has gone to nobody
 */
SpAsking *
sp_asking_new (SpServerGroup *group, SpName *name, SpRrType type, SpBreadth breadth,
               SpAskFlags flags)
{
  SpAsking *self = g_new0 (SpAsking, 1);

  self->group = group;
  self->name = sp_name_ref (name);
  self->type = type;
  self->breadth = breadth;
  self->flags = flags;
  self->is_recorded = (flags & SP_ASK_REFERRAL) == 0;
  self->cancellable = g_cancellable_new ();
  self->asked = g_ptr_array_new ();
  self->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  return self;
}

void
sp_asking_free (SpAsking *asking)
{
  g_clear_handle_id (&asking->patience, g_source_remove);
  g_object_unref (asking->cancellable);
  g_ptr_array_unref (asking->asked);
  g_ptr_array_unref (asking->heard);
  g_array_unref (asking->listeners);
  sp_name_unref (asking->name);
  g_free (asking);
}

/**
 * sp_asking_includes: (skip)
 * @self: a question
 * @member: a server
 *
 * Returns: whether the question went to it
 */
gboolean
sp_asking_includes (const SpAsking *self, const SpGroupMember *member)
{
  return g_ptr_array_find (self->asked, (gpointer) member, NULL);
}

/* A server that does not serve the zone serves it to nobody; one that failed may have failed us
 * only. */
static gboolean
is_doubtful (SpOutcome outcome)
{
  return !sp_outcome_is_conclusive (outcome) && outcome != SP_OUTCOME_LAME
         && outcome != SP_OUTCOME_REFUSED;
}

/* The walk has its answers for itself: a referral is no fact about the name. */
static void
record (SpAsking *asking, SpAnswer *answer)
{
  SpInspection *inspection = asking->group->inspection;

  asking->n_answers++;
  asking->n_doubtful += is_doubtful (sp_answer_get_outcome (answer));
  if (asking->breadth == SP_BREADTH_RESOLVER)
    sp_inspection_record_remembered (inspection, answer);
  else if (asking->is_recorded)
    sp_inspection_record (inspection, answer);
}

static void
tell (SpAsking *asking, SpAnswer *answer)
{
  g_ptr_array_add (asking->heard, sp_answer_ref (answer));
  /* A listener may add another one to this very question. */
  for (guint i = 0; i < asking->listeners->len; i++)
    {
      Listener listener = g_array_index (asking->listeners, Listener, i);

      listener.heard (asking, answer, listener.data);
    }
}

/* What a server that is silent would say to a question that it need not be asked any more. */
static void
record_failure (SpAsking *asking, const SpGroupMember *member)
{
  SpInspection *inspection = asking->group->inspection;
  SpAnswerFields fields = {
    .name = asking->name,
    .type = asking->type,
    .outcome = member->failure,
    .server = member->known->name,
    .received_at = sp_clock_get_now (inspection->clock),
  };
  g_autoptr (SpAnswer) answer = sp_answer_new (&fields);

  g_ptr_array_add (asking->asked, (gpointer) member);
  record (asking, answer);
}

/* The servers of a zone below, to which the answer hands the question on. */
static gboolean
follow_cut (SpAsking *asking, SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  SpServerGroup *group = asking->group;
  SpServerGroup *below;
  g_autoptr (SpName) cut = NULL;

  if (fields->outcome != SP_OUTCOME_LAME || !sp_answer_has_flag (answer, SP_ANSWER_REFERRAL)
      || !asking->is_recorded)
    return FALSE;
  cut = sp_server_addresses_find_cut (answer);
  if (cut == NULL || sp_name_equal (cut, group->zone) || !sp_name_is_at_or_below (cut, group->zone))
    return FALSE;
  below = sp_server_addresses_ensure_group (group->inspection, cut, answer);
  if (below == NULL)
    return FALSE;
  sp_server_group_ask (below, asking->name, asking->type, asking->breadth, SP_ASK_PLAIN, NULL,
                       NULL);
  return TRUE;
}

/* A referral that leads to the zone whose servers are asked, or to nowhere below it: the server
 * does not hold the zone. */
static gboolean
leads_nowhere (const SpAsking *asking, SpAnswer *answer)
{
  g_autoptr (SpName) cut = NULL;

  if (asking->group->zone == NULL || !sp_answer_has_flag (answer, SP_ANSWER_REFERRAL)
      || !sp_outcome_is_conclusive (sp_answer_get_outcome (answer)))
    return FALSE;
  cut = sp_server_addresses_find_cut (answer);
  return cut == NULL || sp_name_equal (cut, asking->group->zone)
         || !sp_name_is_at_or_below (cut, asking->group->zone);
}

/* Servers that do not hold the same version of the zone, or not the same zone. */
static gboolean
differs_from_first (SpAsking *asking, SpAnswer *answer)
{
  SpAnswer *first = asking->heard->len > 0 ? g_ptr_array_index (asking->heard, 0) : NULL;
  g_autoptr (SpRecordSet) one = NULL;
  g_autoptr (SpRecordSet) other = NULL;

  if (first == NULL)
    return FALSE;
  one = sp_answer_dup_set (first, asking->name, asking->type);
  other = sp_answer_dup_set (answer, asking->name, asking->type);
  return one == NULL || other == NULL ? one != other : !sp_record_set_equal (one, other);
}

static void
take_answer (SpAsking *asking, SpGroupMember *member, SpAnswer *answer)
{
  SpInspection *inspection = asking->group->inspection;
  SpOutcome outcome = leads_nowhere (asking, answer) ? SP_OUTCOME_LAME
                                                     : sp_answer_get_outcome (answer);

  if (outcome != SP_OUTCOME_TIMEOUT && outcome != SP_OUTCOME_UNREACHABLE)
    inspection->n_replies++;
  if (asking->group->zone != NULL)
    {
      gboolean has_authority = sp_outcome_is_conclusive (outcome)
                               || sp_answer_has_flag (answer, SP_ANSWER_REFERRAL);

      inspection->n_authoritative += has_authority;
      inspection->n_foreign += !has_authority
                               && sp_answer_has_flag (answer, SP_ANSWER_RECURSION_AVAILABLE);
    }
  if (follow_cut (asking, answer))
    {
      member->is_alive = TRUE;
      asking->n_good++;
      asking->n_answers++;
      return;
    }
  if (!sp_outcome_is_conclusive (outcome))
    {
      sp_server_group_note_failure (member, outcome);
      record (asking, answer);
      return;
    }
  member->is_alive = TRUE;
  asking->n_good++;
  if (outcome == SP_OUTCOME_ANSWER)
    asking->n_found++;
  if (differs_from_first (asking, answer))
    asking->group->differs = TRUE;
  record (asking, answer);
  tell (asking, answer);
}

static void
flight_free (Flight *flight)
{
  g_clear_pointer (&flight->known, sp_answer_unref);
  g_free (flight);
}

/* Whether an answer has changed what the server's other questions wait for: that it speaks, fails,
 * or has answered what it was asked first, or that its group differs. */
static gboolean
concerns_others (const SpGroupMember *before, const SpGroupMember *member, gboolean did_differ)
{
  return before->is_alive != member->is_alive || before->has_failed != member->has_failed
         || did_differ != member->group->differs
         || (member->n_flying == 0 && (!member->is_alive || member->has_failed));
}

static void
land (Flight *flight, SpAnswer *answer)
{
  g_autoptr (SpInspection) inspection = flight->inspection;
  SpAsking *asking = flight->asking;
  SpGroupMember *member = flight->member;
  const SpGroupMember before = *member;
  gboolean did_differ = member->group->differs;

  if (!inspection->is_over)
    {
      asking->n_flying--;
      member->n_flying--;
      inspection->n_answered++;
      if (answer != NULL)
        take_answer (asking, member, answer);
      /* Also if it was interrupted. */
      if (concerns_others (&before, member, did_differ))
        sp_server_group_advance (asking->group);
      else if (!g_cancellable_is_cancelled (asking->cancellable))
        sp_asking_advance (asking, FALSE);
    }
  flight_free (flight);
  sp_inspection_release (inspection);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Flight *flight = user_data;
  const SpAsking *asking = flight->asking;
  SpRecentAnswers *recent = flight->inspection->network->recent;
  SpResolver *resolver = SP_RESOLVER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAnswer) answer = NULL;

  answer = asking->group->zone != NULL ? sp_resolver_ask_finish (resolver, result, &error)
                                       : sp_resolver_recurse_finish (resolver, result, &error);
  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      SpAnswerFields fields = {
        .name = asking->name,
        .type = asking->type,
        .outcome = SP_OUTCOME_UNREACHABLE,
        .server = sp_server_get_name (flight->member->server),
        .received_at = sp_clock_get_now (flight->inspection->clock),
      };

      g_debug ("question not sent: %s", error->message);
      answer = sp_answer_new (&fields);
    }
  if (answer != NULL && asking->group->zone == NULL && recent != NULL
      && asking->breadth != SP_BREADTH_RESOLVER)
    sp_recent_answers_add (recent, answer, asking->flags, g_get_monotonic_time ());
  land (flight, answer);
}

static gboolean
on_known (gpointer data)
{
  Flight *flight = data;
  g_autoptr (SpAnswer) answer = g_steal_pointer (&flight->known);

  land (flight, answer);
  return G_SOURCE_REMOVE;
}

static gboolean
on_impatient (gpointer data)
{
  SpAsking *asking = data;

  asking->patience = 0;
  if (asking->n_good == 0)
    {
      for (guint i = 0; i < asking->group->members->len; i++)
        {
          SpGroupMember *member = g_ptr_array_index (asking->group->members, i);

          if (member->server == NULL || sp_asking_includes (asking, member))
            continue;
          sp_asking_send (asking, member);
          break;
        }
    }
  return G_SOURCE_REMOVE;
}

static void
start_patience (SpAsking *asking)
{
  if (asking->breadth != SP_BREADTH_EVERY && asking->group->zone != NULL && asking->patience == 0
      && !asking->group->waits_for_life)
    asking->patience = g_timeout_add (PATIENCE_MS, on_impatient, asking);
}

/* What the server has said to this question before: to the walk, or a resolver to another
 * inspection. */
static SpAnswer *
find_known (const SpAsking *asking, const SpGroupMember *member)
{
  SpInspection *inspection = asking->group->inspection;

  if (asking->group->zone == NULL)
    return inspection->network->recent != NULL
             ? sp_recent_answers_find (inspection->network->recent, asking->name, asking->type,
                                       asking->flags, g_get_monotonic_time ())
             : NULL;
  for (guint i = inspection->heard->len; i > 0; i--)
    {
      SpAnswer *answer = g_ptr_array_index (inspection->heard, i - 1);
      const SpAnswerFields *fields = sp_answer_get_fields (answer);

      if (fields->type == asking->type && sp_name_equal (fields->name, asking->name)
          && sp_name_equal (fields->server, member->known->name))
        return answer;
    }
  return NULL;
}

/**
 * sp_asking_send: (skip)
 * @asking: a question
 * @member: a server that can be asked
 *
 * Sends the question to one server, if the bounds of the inspection allow.
 */
void
sp_asking_send (SpAsking *asking, SpGroupMember *member)
{
  SpInspection *inspection = asking->group->inspection;
  SpAnswer *known = find_known (asking, member);
  Flight *flight;

  g_ptr_array_add (asking->asked, member);
  if (known == NULL && !sp_inspection_take_turn (inspection))
    {
      g_ptr_array_add (inspection->limited, asking);
      return;
    }
  flight = g_new0 (Flight, 1);
  flight->inspection = sp_inspection_ref (inspection);
  flight->asking = asking;
  flight->member = member;
  asking->n_flying++;
  member->n_flying++;
  sp_inspection_hold (inspection);
  if (known != NULL)
    {
      flight->known = sp_answer_ref (known);
      g_idle_add_full (G_PRIORITY_DEFAULT, on_known, flight, NULL);
    }
  else if (asking->group->zone != NULL)
    sp_resolver_ask_async (inspection->resolver, member->server, asking->name, asking->type,
                           asking->flags, asking->cancellable, asked_cb, flight);
  else
    sp_resolver_recurse_async (inspection->resolver, inspection->network->recursors, asking->name,
                               asking->type, asking->flags | SP_ASK_RECURSE, asking->cancellable,
                               asked_cb, flight);
  start_patience (asking);
}

/* Whether a question may go to a server now: one that has not spoken yet has to answer what it
 * was asked first. */
static gboolean
is_ready (const SpGroupMember *member, gboolean is_first_batch)
{
  if (member->server == NULL || !member->is_settled)
    return FALSE;
  return member->is_alive || is_first_batch || (!member->has_failed && member->n_flying == 0);
}

/* Whether a record is live at the domain's servers. Before it is nobody else must be asked for it,
 * who would remember "nothing there" (RFC 2308 §5). */
static gboolean
is_live (const SpAsking *asking)
{
  if (asking->n_flying > 0 || asking->n_found == 0 || asking->n_found < asking->n_good
      || asking->n_doubtful > 0)
    return FALSE;
  for (guint i = 0; i < asking->group->members->len; i++)
    {
      const SpGroupMember *member = g_ptr_array_index (asking->group->members, i);

      if (!member->is_settled || (member->server != NULL && !sp_asking_includes (asking, member)))
        return FALSE;
    }
  return TRUE;
}

/* It may still remember that there was nothing. Who serves the zone it was asked before. */
static void
ask_resolver_too (const SpAsking *asking)
{
  const SpName *zone = asking->group->zone;
  SpInspection *inspection = asking->group->inspection;
  gboolean is_own = zone != NULL && inspection->own != NULL
                    && sp_name_is_at_or_below (zone, inspection->own->zone);

  if (is_own && asking->type != SP_RR_SOA && asking->type != SP_RR_NS)
    sp_server_group_ask (inspection->recursors, asking->name, asking->type, SP_BREADTH_RESOLVER,
                         SP_ASK_NO_CHECKING, NULL, NULL);
}

static void
advance_every (SpAsking *asking, gboolean is_first_batch)
{
  for (guint i = 0; i < asking->group->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (asking->group->members, i);

      if (sp_asking_includes (asking, member) || member->server == NULL)
        continue;
      if (is_ready (member, is_first_batch))
        sp_asking_send (asking, member);
      else if (member->has_failed && member->n_flying == 0)
        record_failure (asking, member);
    }
  if (is_live (asking))
    ask_resolver_too (asking);
}

/* Those that have spoken come first, then (unless somebody has to speak first) the others. */
static void
advance_some (SpAsking *asking, guint wanted)
{
  SpServerGroup *group = asking->group;

  for (guint pass = 0; pass < (group->waits_for_life ? 1 : 2); pass++)
    for (guint i = 0; i < group->members->len; i++)
      {
        SpGroupMember *member = g_ptr_array_index (group->members, i);
        gboolean is_turn = pass == 0 ? member->is_alive : !member->has_failed;

        if (asking->n_good + asking->n_flying >= wanted)
          return;
        if (is_turn && member->server != NULL && !sp_asking_includes (asking, member))
          sp_asking_send (asking, member);
      }
}

/**
 * sp_asking_advance: (skip)
 * @asking: a question
 * @is_first_batch: whether none of its servers has spoken or failed yet
 *
 * Sends the question to whom it can go now.
 */
void
sp_asking_advance (SpAsking *asking, gboolean is_first_batch)
{
  switch (asking->breadth)
    {
    case SP_BREADTH_EVERY:
      advance_every (asking, is_first_batch);
      break;
    case SP_BREADTH_TWO:
      advance_some (asking, 2);
      break;
    case SP_BREADTH_GUESS:
      advance_some (asking, asking->n_found > 0 || asking->group->differs ? 2 : 1);
      break;
    case SP_BREADTH_ONE:
    case SP_BREADTH_PARENT:
    case SP_BREADTH_RESOLVER:
      advance_some (asking, 1);
      break;
    case SP_BREADTH_NONE:
      break;
    }
}

/**
 * sp_asking_listen: (skip)
 * @self: a question
 * @heard: (nullable): called with every conclusive answer, also with those that came before
 * @data: for @heard
 */
void
sp_asking_listen (SpAsking *self, SpHeard heard, gpointer data)
{
  Listener listener = { heard, data };
  guint n_heard = self->heard->len;

  if (heard == NULL)
    return;
  g_array_append_val (self->listeners, listener);
  for (guint i = 0; i < n_heard; i++)
    heard (self, g_ptr_array_index (self->heard, i), data);
}

/**
 * sp_asking_stop: (skip)
 * @self: a question
 *
 * Waits for no further answer.
 */
void
sp_asking_stop (SpAsking *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}
