/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-server-group.h"

#include "core/dns/sp-address.h"
#include "core/inspect/sp-fact-private.h"
#include "core/inspect/sp-server-addresses.h"
#include "core/inspect/sp-snapshot-private.h"

#define MAX_SERVERS 16
/* When two servers are slow a third is asked as well; none is given up for that. */
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

static void send_to (SpAsking *asking, SpGroupMember *member);

static void
member_free (gpointer data)
{
  SpGroupMember *member = data;

  g_clear_handle_id (&member->grace, g_source_remove);
  g_clear_pointer (&member->server, sp_server_unref);
  sp_zone_server_free (member->known);
  g_free (member);
}

static void
asking_free (gpointer data)
{
  SpAsking *asking = data;

  g_clear_handle_id (&asking->patience, g_source_remove);
  g_object_unref (asking->cancellable);
  g_ptr_array_unref (asking->asked);
  g_ptr_array_unref (asking->heard);
  g_array_unref (asking->listeners);
  sp_name_unref (asking->name);
  g_free (asking);
}

/**
 * sp_server_group_new: (skip)
 * @inspection: (transfer none): whose questions they are; owns the group
 * @zone: zone of the servers
 *
 * Returns: (transfer none): a group without members
 */
SpServerGroup *
sp_server_group_new (SpInspection *inspection, SpName *zone)
{
  SpServerGroup *self = g_new0 (SpServerGroup, 1);

  self->inspection = inspection;
  self->zone = zone != NULL ? sp_name_ref (zone) : NULL;
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->askings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, asking_free);
  self->order = g_ptr_array_new ();
  g_ptr_array_add (inspection->groups, self);
  return self;
}

/**
 * sp_server_group_new_recursors: (skip)
 * @inspection: whose questions they are; owns the group
 *
 * Returns: (transfer none): the resolvers of the network
 */
SpServerGroup *
sp_server_group_new_recursors (SpInspection *inspection)
{
  SpServerGroup *self = sp_server_group_new (inspection, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  SpGroupMember *member = g_new0 (SpGroupMember, 1);

  member->group = self;
  member->known = sp_zone_server_new (root);
  member->is_settled = TRUE;
  member->is_alive = TRUE;
  member->failure = SP_OUTCOME_TIMEOUT;
  if (inspection->network->recursors->len > 0)
    member->server = sp_server_new (NULL, inspection->network->recursors);
  else
    member->known->state = SP_SERVER_UNREACHABLE;
  g_ptr_array_add (self->members, member);
  return self;
}

/**
 * sp_server_group_stop: (skip)
 * @self: a group
 *
 * Stops everything that runs on its own.
 */
void
sp_server_group_stop (SpServerGroup *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      sp_asking_stop (asking);
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      g_clear_handle_id (&member->grace, g_source_remove);
    }
}

void
sp_server_group_free (SpServerGroup *self)
{
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->askings);
  g_ptr_array_unref (self->members);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_free (self);
}

/**
 * sp_server_group_find: (skip)
 *
 * Returns: (nullable): the member of that name
 */
SpGroupMember *
sp_server_group_find (SpServerGroup *self, const SpName *name)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (sp_name_equal (member->known->name, name))
        return member;
    }
  return NULL;
}

/**
 * sp_server_group_add: (skip)
 * @self: a group
 * @name: name of a server
 * @glue: (element-type GInetAddress): addresses that the parent gave, empty to look for them
 *
 * Adds a server unless it is a member already.
 *
 * Returns: (transfer none) (nullable): the member, %NULL beyond the bounds of an inspection
 */
SpGroupMember *
sp_server_group_add (SpServerGroup *self, SpName *name, GPtrArray *glue)
{
  SpGroupMember *member = sp_server_group_find (self, name);

  if (member != NULL)
    return member;
  if (self->members->len >= MAX_SERVERS)
    {
      self->inspection->flags |= SP_SNAPSHOT_LIMITED;
      return NULL;
    }
  member = g_new0 (SpGroupMember, 1);
  member->group = self;
  member->known = sp_zone_server_new (name);
  member->failure = SP_OUTCOME_UNREACHABLE;
  g_ptr_array_add (self->members, member);
  sp_server_addresses_find (member, glue);
  return member;
}

static gboolean
was_asked (const SpAsking *asking, const SpGroupMember *member)
{
  return g_ptr_array_find (asking->asked, member, NULL);
}

/* The walk has its answers for itself: a referral is no fact about the name. */
static void
record (SpAsking *asking, SpAnswer *answer)
{
  asking->n_answers++;
  if (asking->is_recorded)
    sp_inspection_record (asking->group->inspection, answer);
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
  sp_server_group_ask (below, asking->name, asking->type, SP_BREADTH_TWO, SP_ASK_PLAIN, NULL, NULL);
  return TRUE;
}

static void
take_answer (SpAsking *asking, SpGroupMember *member, SpAnswer *answer)
{
  SpInspection *inspection = asking->group->inspection;
  SpOutcome outcome = sp_answer_get_outcome (answer);

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
      member->has_failed = TRUE;
      member->failure = outcome;
      record (asking, answer);
      return;
    }
  member->is_alive = TRUE;
  asking->n_good++;
  record (asking, answer);
  tell (asking, answer);
}

static void
flight_free (Flight *flight)
{
  g_clear_pointer (&flight->known, sp_answer_unref);
  g_free (flight);
}

static void
land (Flight *flight, SpAnswer *answer)
{
  g_autoptr (SpInspection) inspection = flight->inspection;
  SpAsking *asking = flight->asking;
  SpGroupMember *member = flight->member;

  if (!inspection->is_over)
    {
      asking->n_flying--;
      member->n_flying--;
      inspection->n_answered++;
      if (answer != NULL)
        {
          take_answer (asking, member, answer);
          sp_server_group_advance (asking->group);
        }
    }
  flight_free (flight);
  sp_inspection_release (inspection);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Flight *flight = user_data;
  SpResolver *resolver = SP_RESOLVER (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAnswer) answer = NULL;

  answer = flight->asking->group->zone != NULL
             ? sp_resolver_ask_finish (resolver, result, &error)
             : sp_resolver_recurse_finish (resolver, result, &error);
  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      SpAnswerFields fields = {
        .name = flight->asking->name,
        .type = flight->asking->type,
        .outcome = SP_OUTCOME_UNREACHABLE,
        .server = sp_server_get_name (flight->member->server),
        .received_at = sp_clock_get_now (flight->inspection->clock),
      };

      g_debug ("question not sent: %s", error->message);
      answer = sp_answer_new (&fields);
    }
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

          if (member->server == NULL || was_asked (asking, member))
            continue;
          send_to (asking, member);
          asking->patience = g_timeout_add (PATIENCE_MS, on_impatient, asking);
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

static void
send_to (SpAsking *asking, SpGroupMember *member)
{
  SpInspection *inspection = asking->group->inspection;
  g_autofree char *key = sp_snapshot_dup_key (asking->name, asking->type);
  g_autofree char *heard_key = g_strconcat (sp_name_get_text (member->known->name), " ", key, NULL);
  SpAnswer *known = g_hash_table_lookup (inspection->heard, heard_key);
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
      g_idle_add (on_known, flight);
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

static void
advance_every (SpAsking *asking, gboolean is_first_batch)
{
  for (guint i = 0; i < asking->group->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (asking->group->members, i);

      if (was_asked (asking, member) || member->server == NULL)
        continue;
      if (is_ready (member, is_first_batch))
        send_to (asking, member);
      else if (member->has_failed && member->n_flying == 0)
        record_failure (asking, member);
    }
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
        if (is_turn && member->server != NULL && !was_asked (asking, member))
          send_to (asking, member);
      }
}

static void
advance (SpAsking *asking, gboolean is_first_batch)
{
  switch (asking->breadth)
    {
    case SP_BREADTH_EVERY:
      advance_every (asking, is_first_batch);
      break;
    case SP_BREADTH_TWO:
      advance_some (asking, 2);
      break;
    case SP_BREADTH_ONE:
    case SP_BREADTH_PARENT:
      advance_some (asking, 1);
      break;
    case SP_BREADTH_NONE:
      break;
    }
}

/**
 * sp_server_group_advance: (skip)
 * @self: a group
 *
 * Sends whatever can be sent now, after an answer came or a server became known.
 */
void
sp_server_group_advance (SpServerGroup *self)
{
  for (guint i = 0; !self->inspection->is_over && i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      if (!g_cancellable_is_cancelled (asking->cancellable))
        advance (asking, FALSE);
    }
}

/**
 * sp_server_group_start_member: (skip)
 * @member: a server whose addresses have just become known
 *
 * Asks it everything that every server is asked, and what waits for a server to ask.
 */
void
sp_server_group_start_member (SpGroupMember *member)
{
  SpServerGroup *self = member->group;

  for (guint i = 0; member->server != NULL && i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      if (asking->breadth == SP_BREADTH_EVERY && !was_asked (asking, member))
        send_to (asking, member);
    }
  sp_server_group_advance (self);
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
 * sp_server_group_ask: (skip)
 * @self: a group
 * @name: name to ask for
 * @type: type to ask for
 * @breadth: how many servers
 * @flags: how
 * @heard: (nullable): called with every conclusive answer, also with those that came before
 * @data: for @heard
 *
 * Asks a question, unless it has been asked before. With %SP_ASK_REFERRAL the answers are for
 * @heard alone.
 *
 * Returns: (transfer none): the question
 */
SpAsking *
sp_server_group_ask (SpServerGroup *self, SpName *name, SpRrType type, SpBreadth breadth,
                     SpAskFlags flags, SpHeard heard, gpointer data)
{
  g_autofree char *bare_key = sp_snapshot_dup_key (name, type);
  g_autofree char *key = g_strdup_printf ("%u %s", flags & SP_ASK_REFERRAL, bare_key);
  SpAsking *asking = g_hash_table_lookup (self->askings, key);
  gboolean is_first_batch = TRUE;

  if (asking != NULL)
    {
      sp_asking_listen (asking, heard, data);
      asking->breadth = MIN (asking->breadth, breadth);
      advance (asking, FALSE);
      return asking;
    }
  asking = g_new0 (SpAsking, 1);
  asking->group = self;
  asking->name = sp_name_ref (name);
  asking->type = type;
  asking->breadth = breadth;
  asking->flags = flags;
  asking->is_recorded = (flags & SP_ASK_REFERRAL) == 0;
  asking->cancellable = g_cancellable_new ();
  asking->asked = g_ptr_array_new ();
  asking->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  asking->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  g_hash_table_insert (self->askings, g_steal_pointer (&key), asking);
  g_ptr_array_add (self->order, asking);
  sp_asking_listen (asking, heard, data);
  /* Before anybody has spoken or failed there is nobody to wait for. */
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      is_first_batch &= !member->is_alive && !member->has_failed;
    }
  advance (asking, is_first_batch);
  return asking;
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

/**
 * sp_server_group_get_reason: (skip)
 * @self: a group
 *
 * Returns: why none of its servers answered
 */
SpReason
sp_server_group_get_reason (const SpServerGroup *self)
{
  g_autoptr (GPtrArray) outcomes = NULL;
  SpReason reason = SP_REASON_NONE;

  for (guint i = 0; i < self->members->len; i++)
    {
      const SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->n_flying > 0)
        reason = sp_reason_more_telling (reason, SP_REASON_TIMEOUT);
      else if (member->has_failed)
        reason = sp_reason_more_telling (reason, sp_reason_from_outcome (member->failure));
      else if (member->known->state == SP_SERVER_NOT_ASKED)
        reason = sp_reason_more_telling (reason, SP_REASON_NOT_ASKED);
      else
        reason = sp_reason_more_telling (reason, SP_REASON_UNREACHABLE);
    }
  return reason != SP_REASON_NONE ? reason : SP_REASON_UNREACHABLE;
}

static SpServerState
state_of_failure (SpOutcome outcome)
{
  switch (outcome)
    {
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
      return SP_SERVER_ANSWERS;
    case SP_OUTCOME_SERVFAIL: /* it does not have the zone at hand */
    case SP_OUTCOME_LAME:
      return SP_SERVER_LAME;
    case SP_OUTCOME_REFUSED:
      return SP_SERVER_REFUSED;
    case SP_OUTCOME_UNREACHABLE:
      return SP_SERVER_UNREACHABLE;
    case SP_OUTCOME_MALFORMED:
    case SP_OUTCOME_TIMEOUT:
    case SP_OUTCOME_INTERCEPTED:
      return SP_SERVER_SILENT;
    }
  return SP_SERVER_SILENT;
}

static gboolean
has_server (const SpServerGroup *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      if (((const SpGroupMember *) g_ptr_array_index (self->members, i))->server != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_server_group_finish_members: (skip)
 * @self: a group
 *
 * Writes down how each server behaved, as far as that was not known before it was asked.
 */
void
sp_server_group_finish_members (SpServerGroup *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->is_alive)
        member->known->state = SP_SERVER_ANSWERS;
      else if (member->has_failed)
        member->known->state = state_of_failure (member->failure);
      else if (member->n_flying > 0)
        member->known->state = SP_SERVER_SILENT;
      else if (!member->is_settled && !has_server (self))
        member->known->state = SP_SERVER_UNREACHABLE; /* only they could say where they are */
    }
}
