/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-ask.h"

/* Monotonic times, in microseconds. A server's next address is asked when one has been silent
 * for HEDGE; a silence is believed after PATIENCE; a question ends after LIMIT. */
#define HEDGE (G_USEC_PER_SEC * 3 / 2)
#define PATIENCE (G_USEC_PER_SEC * 9 / 2)
#define LIMIT (G_USEC_PER_SEC * 13 / 2)

/* Pauses before a closed port is tried again: a server may be starting anew. */
static const gint64 closed_pauses[] = { G_USEC_PER_SEC * 3 / 10, G_USEC_PER_SEC * 7 / 10 };

#define MAX_SERVER_ADDRESSES 2
#define MAX_RECURSORS 8

/*
 * One of the addresses a question may go to. It is first asked over UDP. Silence that is too
 * short to be believed, and bytes that make no sense, are answered with another try over a new
 * channel or over TCP. It is over when it has answered, or when `is_over` tells why not.
 */
typedef struct {
  SpEndpoint *endpoint;
  gboolean is_launched;
  gint64 asked_at;
  guint n_closed;
  gint64 again_at;
  gboolean was_malformed;
  gboolean asked_over_tcp;
  gboolean asked_anew;
  gboolean is_over;
  SpOutcome outcome;
  SpReply *reply;
} Candidate;

struct _SpAsk {
  SpEndpointPool *pool;
  gpointer data;
  SpName *server;
  SpName *name;
  SpRrType type;
  SpAskFlags flags;
  /* Whether an answer that tells nothing leaves the question to the next address. */
  gboolean any_may_answer;
  gint64 asked_at;
  GPtrArray *tries;
  guint n_candidates;
  Candidate candidates[MAX_RECURSORS];
  /* What the addresses did that are not asked any more. */
  SpOutcome past_verdict;
  gboolean is_answered;
  const Candidate *winner;
};

/* An address that was left behind by a quicker one is asked after it from now on. */
static void
note_slow_candidates (SpAsk *ask, const Candidate *winner, gint64 now)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      Candidate *candidate = &ask->candidates[i];

      if (candidate != winner && !candidate->is_over && candidate->asked_at > 0
          && now - candidate->asked_at >= HEDGE)
        candidate->endpoint->is_slow = TRUE;
    }
}

/* How much an outcome tells, for choosing among those of several addresses. */
static guint
rank_outcome (SpOutcome outcome)
{
  switch (outcome)
    {
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
      return 7;
    case SP_OUTCOME_INTERCEPTED:
      return 6;
    case SP_OUTCOME_SERVFAIL:
      return 5;
    case SP_OUTCOME_LAME:
      return 4;
    case SP_OUTCOME_REFUSED:
      return 3;
    case SP_OUTCOME_MALFORMED:
      return 2;
    case SP_OUTCOME_TIMEOUT:
      return 1;
    case SP_OUTCOME_UNREACHABLE:
      return 0;
    }
  return 0;
}

static void
answer_with (SpAsk *ask, const Candidate *candidate)
{
  if (ask->is_answered)
    return;
  ask->is_answered = TRUE;
  ask->winner = candidate;
  note_slow_candidates (ask, candidate, g_get_monotonic_time ());
}

/* Nobody is left to be asked: the candidate that told most speaks for all. */
static void
answer_with_best (SpAsk *ask)
{
  const Candidate *best = NULL;

  for (guint i = 0; i < ask->n_candidates; i++)
    {
      const Candidate *candidate = &ask->candidates[i];

      if (candidate->is_over
          && (best == NULL || rank_outcome (candidate->outcome) > rank_outcome (best->outcome)))
        best = candidate;
    }
  answer_with (ask, best);
}

static void
end_candidate (Candidate *candidate, SpOutcome outcome, SpReply *reply)
{
  candidate->is_over = TRUE;
  candidate->outcome = outcome;
  g_clear_pointer (&candidate->reply, sp_reply_free);
  candidate->reply = reply;
}

/* A server that has brought nothing but silence (or worse) since it was asked gets no more
 * questions. A resolver may be silent over one sick domain: it has to have been so always. */
static void
give_up_endpoint (SpAsk *ask, Candidate *candidate, SpOutcome outcome)
{
  SpEndpoint *endpoint = candidate->endpoint;
  gint64 since = ask->flags & SP_ASK_RECURSE ? 1 : candidate->asked_at;

  if (endpoint->last_reply < since)
    sp_endpoint_give_up (endpoint, outcome);
}

static void
launch_try (SpAsk *ask, guint index, SpTransport transport, gboolean edns)
{
  Candidate *candidate = &ask->candidates[index];
  SpTry *try = sp_try_new (candidate->endpoint, ask, index, ask->name, ask->type, ask->flags);

  try->transport = transport;
  try->edns = edns;
  candidate->is_launched = TRUE;
  candidate->again_at = 0;
  g_ptr_array_add (ask->tries, try);
  sp_endpoint_launch (candidate->endpoint, try);
}

/* Servers that know nothing of EDNS say so with FORMERR (RFC 6891 §7). */
static gboolean
dislikes_edns (const SpTry *try)
{
  return try->reply->used_edns
         && (try->reply->rcode == SP_RCODE_FORMERR || try->reply->rcode == SP_RCODE_NOTIMP
             || try->reply->rcode == SP_RCODE_BADVERS);
}

static void
handle_message (SpAsk *ask, SpTry *try)
{
  Candidate *candidate = &ask->candidates[try->candidate];
  SpAnswerFlags flags;
  SpOutcome outcome;

  candidate->endpoint->last_reply = g_get_monotonic_time ();
  candidate->endpoint->is_slow = FALSE;
  if (dislikes_edns (try))
    {
      launch_try (ask, try->candidate, try->transport, FALSE);
      return;
    }
  outcome = sp_reply_classify (try->reply, ask->name, ask->type, ask->flags, &flags);
  end_candidate (candidate, outcome, g_steal_pointer (&try->reply));
  if (!ask->any_may_answer || sp_outcome_is_conclusive (outcome))
    answer_with (ask, candidate);
}

/* Garbage may come from somebody else, and a middle box may mangle UDP only. */
static void
handle_malformed (SpAsk *ask, SpTry *try)
{
  Candidate *candidate = &ask->candidates[try->candidate];

  candidate->was_malformed = TRUE;
  sp_endpoint_renew_channel (candidate->endpoint, try->channel);
  if (!candidate->asked_over_tcp)
    {
      candidate->asked_over_tcp = TRUE;
      launch_try (ask, try->candidate, SP_TRANSPORT_TCP, try->edns);
    }
  else if (!candidate->asked_anew)
    {
      candidate->asked_anew = TRUE;
      launch_try (ask, try->candidate, SP_TRANSPORT_UDP, try->edns);
    }
  else
    {
      end_candidate (candidate, SP_OUTCOME_MALFORMED, g_steal_pointer (&try->reply));
      give_up_endpoint (ask, candidate, SP_OUTCOME_MALFORMED);
    }
}

static void
handle_silence (SpAsk *ask, SpTry *try)
{
  Candidate *candidate = &ask->candidates[try->candidate];

  if (g_get_monotonic_time () - candidate->asked_at < PATIENCE)
    {
      sp_endpoint_renew_channel (candidate->endpoint, try->channel);
      launch_try (ask, try->candidate, SP_TRANSPORT_UDP, try->edns);
      return;
    }
  end_candidate (candidate, SP_OUTCOME_TIMEOUT, g_steal_pointer (&try->reply));
  give_up_endpoint (ask, candidate, SP_OUTCOME_TIMEOUT);
}

static void
handle_closed (SpAsk *ask, SpTry *try)
{
  Candidate *candidate = &ask->candidates[try->candidate];

  if (candidate->n_closed < G_N_ELEMENTS (closed_pauses))
    {
      candidate->again_at = g_get_monotonic_time () + closed_pauses[candidate->n_closed++];
      return;
    }
  if (!(try->reply->flags & SP_ANSWER_TRUNCATED))
    give_up_endpoint (ask, candidate, SP_OUTCOME_UNREACHABLE);
  end_candidate (candidate, SP_OUTCOME_UNREACHABLE, g_steal_pointer (&try->reply));
}

/* The time is up for everybody who has not said anything. */
static void
end_silent_candidates (SpAsk *ask, gint64 now)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      Candidate *candidate = &ask->candidates[i];
      SpOutcome outcome = candidate->was_malformed ? SP_OUTCOME_MALFORMED : SP_OUTCOME_TIMEOUT;

      if (candidate->is_over || candidate->asked_at == 0)
        continue;
      if (candidate->again_at == 0 && now - candidate->asked_at >= PATIENCE)
        give_up_endpoint (ask, candidate, outcome);
      end_candidate (candidate, outcome, NULL);
    }
}

/* Starts what is due, and returns when to look again: the next address when the one before has
 * been silent for a while or is over, another try at a port that was closed. */
static gint64
advance_candidates (SpAsk *ask, gint64 now)
{
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < ask->n_candidates; i++)
    {
      Candidate *candidate = &ask->candidates[i];
      const Candidate *before = i > 0 ? candidate - 1 : NULL;
      gint64 due = G_MAXINT64;

      if (!candidate->is_launched)
        {
          if (before == NULL || before->is_over || before->n_closed > 0)
            due = now;
          else if (before->asked_at > 0)
            due = before->asked_at + HEDGE;
        }
      else if (!candidate->is_over && candidate->again_at > 0)
        due = candidate->again_at;

      if (due <= now)
        launch_try (ask, i, SP_TRANSPORT_UDP, TRUE);
      else
        next = MIN (next, due);
    }
  return next;
}

static gboolean
all_are_over (const SpAsk *ask)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      if (!ask->candidates[i].is_over)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_candidate (const SpAsk *ask, const SpEndpoint *endpoint)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      if (ask->candidates[i].endpoint == endpoint)
        return TRUE;
    }
  return FALSE;
}

/* An address that was given up takes no place, but what it did is remembered: when nobody else
 * is left it is the answer. */
static void
add_candidates (SpAsk *ask, GPtrArray *addresses, gboolean slow_ones, guint limit)
{
  for (guint i = 0; i < addresses->len && ask->n_candidates < limit; i++)
    {
      SpEndpoint *endpoint = sp_endpoint_pool_get (ask->pool, g_ptr_array_index (addresses, i),
                                                   (ask->flags & SP_ASK_RECURSE) != 0);

      if (!endpoint->has_route || has_candidate (ask, endpoint))
        continue;
      if (endpoint->is_given_up)
        {
          if (rank_outcome (endpoint->verdict) > rank_outcome (ask->past_verdict))
            ask->past_verdict = endpoint->verdict;
        }
      else if (endpoint->is_slow == slow_ones)
        ask->candidates[ask->n_candidates++].endpoint = endpoint;
    }
}

/*
 * sp_ask_new:
 * @pool: where endpoints come from
 * @name: the name asked
 * @type: the type asked
 * @flags: how
 *
 * Returns: (transfer full): a question that nobody is to be asked yet
 */
SpAsk *
sp_ask_new (SpEndpointPool *pool, SpName *name, SpRrType type, SpAskFlags flags)
{
  SpAsk *self = g_new0 (SpAsk, 1);

  self->pool = pool;
  self->name = sp_name_ref (name);
  self->type = type;
  self->flags = flags;
  self->tries = g_ptr_array_new ();
  self->past_verdict = SP_OUTCOME_UNREACHABLE;
  return self;
}

/*
 * sp_ask_free:
 * @self: (transfer full): a question; tries under way are left to themselves
 */
void
sp_ask_free (SpAsk *self)
{
  for (guint i = 0; i < self->tries->len; i++)
    ((SpTry *) g_ptr_array_index (self->tries, i))->owner = NULL;
  g_ptr_array_unref (self->tries);
  for (guint i = 0; i < self->n_candidates; i++)
    g_clear_pointer (&self->candidates[i].reply, sp_reply_free);
  g_clear_pointer (&self->server, sp_name_unref);
  sp_name_unref (self->name);
  g_free (self);
}

/*
 * sp_ask_set_data:
 * @self: a question
 * @data: what its owner wants to find it by
 */
void
sp_ask_set_data (SpAsk *self, gpointer data)
{
  self->data = data;
}

/*
 * sp_ask_get_data:
 * @self: a question
 *
 * Returns: what was set
 */
gpointer
sp_ask_get_data (const SpAsk *self)
{
  return self->data;
}

/*
 * sp_ask_set_server:
 * @self: a question
 * @server: whom to ask
 *
 * Whichever of the server's addresses answers first speaks for the server.
 */
void
sp_ask_set_server (SpAsk *self, SpServer *server)
{
  if (sp_server_get_name (server) != NULL)
    self->server = sp_name_ref (sp_server_get_name (server));
  add_candidates (self, sp_server_get_endpoints (server), FALSE, MAX_SERVER_ADDRESSES);
  add_candidates (self, sp_server_get_endpoints (server), TRUE, MAX_SERVER_ADDRESSES);
}

/*
 * sp_ask_set_recursors:
 * @self: a question
 * @recursors: (element-type GInetSocketAddress): whom to ask
 *
 * Whichever is first with an answer that counts has answered.
 */
void
sp_ask_set_recursors (SpAsk *self, GPtrArray *recursors)
{
  self->any_may_answer = TRUE;
  add_candidates (self, recursors, FALSE, MAX_RECURSORS);
  add_candidates (self, recursors, TRUE, MAX_RECURSORS);
}

/*
 * sp_ask_advance:
 * @self: a question
 * @now: monotonic time
 * @next: (out): when to come again at the latest, if no try comes back before; may be
 *   %G_MAXINT64
 *
 * Does what is due: sends tries, gives up waiting.
 *
 * Returns: %TRUE if the question has its answer
 */
gboolean
sp_ask_advance (SpAsk *self, gint64 now, gint64 *next)
{
  gboolean is_late = self->asked_at > 0 && now >= self->asked_at + LIMIT;

  *next = G_MAXINT64;
  if (is_late && !self->is_answered)
    end_silent_candidates (self, now);
  if (is_late || all_are_over (self))
    answer_with_best (self);
  if (self->is_answered)
    return TRUE;
  *next = advance_candidates (self, now);
  if (self->asked_at > 0)
    *next = MIN (*next, self->asked_at + LIMIT);
  return FALSE;
}

/*
 * sp_ask_dup_answer:
 * @self: a question that has its answer
 * @received_at: wall-clock time
 *
 * Returns: (transfer full): the answer
 */
SpAnswer *
sp_ask_dup_answer (SpAsk *self, gint64 received_at)
{
  const Candidate *winner = self->winner;
  const SpReply *reply = winner != NULL ? winner->reply : NULL;
  SpAnswerFlags flags = SP_ANSWER_NO_FLAGS;
  SpAnswerFields fields = {
    .name = self->name,
    .type = self->type,
    .outcome = winner != NULL ? winner->outcome : self->past_verdict,
    .server = self->server,
    .endpoint = winner != NULL ? winner->endpoint->address : NULL,
    .received_at = received_at,
    .elapsed = self->asked_at > 0 ? g_get_monotonic_time () - self->asked_at : 0,
  };

  if (reply != NULL)
    {
      sp_reply_classify (reply, self->name, self->type, self->flags, &flags);
      fields.rcode = reply->rcode;
      fields.flags = flags;
      fields.answer = reply->answer;
      fields.authority = reply->authority;
      fields.additional = reply->additional;
    }
  return sp_answer_new (&fields);
}

/*
 * sp_ask_note_sent:
 * @try: a try of a question that is about to leave
 */
void
sp_ask_note_sent (SpTry *try)
{
  SpAsk *self = try->owner;
  Candidate *candidate = &self->candidates[try->candidate];
  gint64 now = g_get_monotonic_time ();

  if (self->asked_at == 0)
    {
      self->asked_at = now;
      self->pool->n_questions++;
    }
  if (candidate->asked_at == 0)
    candidate->asked_at = now;
  sp_endpoint_pool_wake_later (self->pool, now + HEDGE);
}

/*
 * sp_ask_take_back:
 * @try: a try that has come back
 *
 * Lets the question it belongs to, if there still is one, see what came back. The question has
 * to be brought forward afterwards.
 */
void
sp_ask_take_back (SpTry *try)
{
  SpAsk *ask = try->owner;
  Candidate *candidate;

  if (ask == NULL)
    return;
  g_ptr_array_remove_fast (ask->tries, try);
  candidate = &ask->candidates[try->candidate];
  switch (try->reply->state)
    {
    case SP_REPLY_MESSAGE:
      handle_message (ask, try);
      break;
    case SP_REPLY_MALFORMED:
      handle_malformed (ask, try);
      break;
    case SP_REPLY_SILENCE:
    case SP_REPLY_CLOSED:
      /* The second opinion on garbage failed, for whatever reason. */
      if (candidate->was_malformed)
        handle_malformed (ask, try);
      else if (try->reply->state == SP_REPLY_SILENCE)
        handle_silence (ask, try);
      else
        handle_closed (ask, try);
      break;
    case SP_REPLY_UNASKED:
      /* After nonsense a name that c-ares cannot ask over TCP has only that to show. */
      end_candidate (candidate,
                     candidate->endpoint->is_given_up ? candidate->endpoint->verdict
                     : candidate->was_malformed       ? SP_OUTCOME_MALFORMED
                                                      : SP_OUTCOME_UNREACHABLE,
                     g_steal_pointer (&try->reply));
      break;
    }
}
