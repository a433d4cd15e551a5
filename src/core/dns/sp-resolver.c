/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-resolver.h"

#include "core/dns/sp-address.h"
#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-endpoint.h"
#include "core/dns/sp-interception-probe.h"
#include "core/dns/sp-resolver-private.h"

/* Monotonic times, in microseconds. A server's next address is asked when one has been silent
 * for HEDGE; a silence is believed after PATIENCE; a question ends after LIMIT. */
#define HEDGE (G_USEC_PER_SEC * 3 / 2)
#define PATIENCE (G_USEC_PER_SEC * 9 / 2)
#define LIMIT (G_USEC_PER_SEC * 13 / 2)

/* Pauses before a closed port is tried again: a server may be starting anew. */
static const gint64 closed_pauses[] = { G_USEC_PER_SEC * 3 / 10, G_USEC_PER_SEC * 7 / 10 };

#define MAX_SERVER_ADDRESSES 2
#define MAX_RECURSORS 8
#define NEVER G_MAXINT64

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

typedef struct {
  SpResolver *resolver;
  GTask *task;
  gulong cancelled_id;
  SpName *server;
  SpName *name;
  SpRrType type;
  SpAskFlags flags;
  gboolean any_may_answer;
  gint64 asked_at;
  GPtrArray *tries;
  guint n_candidates;
  Candidate candidates[MAX_RECURSORS];
} Ask;

/* A question that has ended, and what its task returns once nothing else is being done. */
typedef struct {
  GTask *task;
  SpAnswer *answer;
} Ending;

struct _SpResolver {
  GObject parent_instance;
  SpClock *clock;
  GSource *wake;
  GPtrArray *asks;
  GQueue endings;
  SpEndpointPool pool;
  SpInterceptionProbe *probe;
  guint n_questions;
};

G_DEFINE_FINAL_TYPE (SpResolver, sp_resolver, G_TYPE_OBJECT)

static void
ask_free (Ask *ask)
{
  for (guint i = 0; i < ask->tries->len; i++)
    ((SpTry *) g_ptr_array_index (ask->tries, i))->owner = NULL;
  g_ptr_array_unref (ask->tries);
  for (guint i = 0; i < ask->n_candidates; i++)
    g_clear_pointer (&ask->candidates[i].reply, sp_reply_free);
  g_clear_pointer (&ask->server, sp_name_unref);
  sp_name_unref (ask->name);
  g_clear_object (&ask->task);
  g_free (ask);
}

static void
wake_up (SpResolver *self, gint64 when)
{
  gint64 planned = g_source_get_ready_time (self->wake);

  if (planned < 0 || when < planned)
    g_source_set_ready_time (self->wake, when);
}

/* Takes a question off the list; its task returns @answer, or that it was cancelled. */
static void
end_ask (Ask *ask, SpAnswer *answer)
{
  Ending *ending = g_new0 (Ending, 1);
  SpResolver *self = ask->resolver;

  if (ask->cancelled_id > 0)
    g_signal_handler_disconnect (g_task_get_cancellable (ask->task), ask->cancelled_id);
  ending->task = g_steal_pointer (&ask->task);
  ending->answer = answer;
  g_queue_push_tail (&self->endings, ending);
  g_ptr_array_remove_fast (self->asks, ask);
  wake_up (self, 0);
}

static void
return_ending (Ending *ending)
{
  if (ending->answer != NULL)
    g_task_return_pointer (ending->task, ending->answer, (GDestroyNotify) sp_answer_unref);
  else
    g_task_return_new_error_literal (ending->task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                     "the question was cancelled");
  g_object_unref (ending->task);
  g_free (ending);
}

/* An address that was left behind by a quicker one is asked after it from now on. */
static void
note_slow_candidates (Ask *ask, const Candidate *winner, gint64 now)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      Candidate *candidate = &ask->candidates[i];

      if (candidate != winner && !candidate->is_over && candidate->asked_at > 0
          && now - candidate->asked_at >= HEDGE)
        candidate->endpoint->is_slow = TRUE;
    }
}

static void
answer_with (Ask *ask, const Candidate *candidate, SpOutcome outcome, const SpReply *reply)
{
  gint64 now = g_get_monotonic_time ();
  SpAnswerFlags flags = SP_ANSWER_NO_FLAGS;
  SpClock *clock = ask->resolver->clock;
  SpAnswerFields fields = {
    .name = ask->name,
    .type = ask->type,
    .outcome = outcome,
    .server = ask->server,
    .endpoint = candidate != NULL ? candidate->endpoint->address : NULL,
    .received_at = clock != NULL ? sp_clock_get_now (clock) : g_get_real_time (),
    .elapsed = ask->asked_at > 0 ? now - ask->asked_at : 0,
  };

  if (reply != NULL)
    {
      sp_reply_classify (reply, ask->name, ask->type, ask->flags, &flags);
      fields.rcode = reply->rcode;
      fields.flags = flags;
      fields.answer = reply->answer;
      fields.authority = reply->authority;
      fields.additional = reply->additional;
    }
  note_slow_candidates (ask, candidate, now);
  end_ask (ask, sp_answer_new (&fields));
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

/* Nobody is left to be asked: the candidate that told most speaks for all. */
static void
answer_with_best (Ask *ask)
{
  const Candidate *best = NULL;

  for (guint i = 0; i < ask->n_candidates; i++)
    {
      const Candidate *candidate = &ask->candidates[i];

      if (candidate->is_over
          && (best == NULL || rank_outcome (candidate->outcome) > rank_outcome (best->outcome)))
        best = candidate;
    }
  answer_with (ask, best, best != NULL ? best->outcome : SP_OUTCOME_UNREACHABLE,
               best != NULL ? best->reply : NULL);
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
give_up_endpoint (Ask *ask, Candidate *candidate, SpOutcome outcome)
{
  SpEndpoint *endpoint = candidate->endpoint;
  gint64 since = ask->flags & SP_ASK_RECURSE ? 1 : candidate->asked_at;

  if (endpoint->last_reply < since)
    sp_endpoint_give_up (endpoint, outcome);
}

static void
launch_try (Ask *ask, guint index, SpTransport transport, gboolean edns)
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

static void
on_try_sent (SpTry *try)
{
  Ask *ask = try->owner;
  Candidate *candidate = &ask->candidates[try->candidate];
  gint64 now = g_get_monotonic_time ();

  if (ask->asked_at == 0)
    {
      ask->asked_at = now;
      ask->resolver->n_questions++;
    }
  if (candidate->asked_at == 0)
    candidate->asked_at = now;
  wake_up (ask->resolver, now + HEDGE);
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
handle_message (Ask *ask, SpTry *try)
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
  if (!ask->any_may_answer || sp_outcome_is_conclusive (outcome))
    answer_with (ask, candidate, outcome, try->reply);
  else
    end_candidate (candidate, outcome, g_steal_pointer (&try->reply));
}

/* Garbage may come from somebody else, and a middle box may mangle UDP only. */
static void
handle_malformed (Ask *ask, SpTry *try)
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
handle_silence (Ask *ask, SpTry *try)
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
handle_closed (Ask *ask, SpTry *try)
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

static void
handle_try (SpTry *try)
{
  Ask *ask = try->owner;
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
      end_candidate (candidate,
                     candidate->endpoint->is_given_up ? candidate->endpoint->verdict
                                                      : SP_OUTCOME_UNREACHABLE,
                     g_steal_pointer (&try->reply));
      break;
    }
}

/* The time is up for everybody who has not said anything. */
static void
end_silent_candidates (Ask *ask, gint64 now)
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
advance_candidates (Ask *ask, gint64 now)
{
  gint64 next = NEVER;

  for (guint i = 0; i < ask->n_candidates; i++)
    {
      Candidate *candidate = &ask->candidates[i];
      const Candidate *before = i > 0 ? candidate - 1 : NULL;
      gint64 due = NEVER;

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
all_are_over (const Ask *ask)
{
  for (guint i = 0; i < ask->n_candidates; i++)
    {
      if (!ask->candidates[i].is_over)
        return FALSE;
    }
  return TRUE;
}

/* Brings one question forward; it may be gone afterwards. */
static gint64
advance_ask (Ask *ask, gint64 now)
{
  gint64 next;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (ask->task)))
    {
      end_ask (ask, NULL);
      return NEVER;
    }
  if (ask->asked_at > 0 && now >= ask->asked_at + LIMIT)
    end_silent_candidates (ask, now);
  if (all_are_over (ask) || (ask->asked_at > 0 && now >= ask->asked_at + LIMIT))
    {
      answer_with_best (ask);
      return NEVER;
    }
  next = advance_candidates (ask, now);
  return ask->asked_at > 0 ? MIN (next, ask->asked_at + LIMIT) : next;
}

/* The one place where things move. It runs from the main loop, never inside c-ares, so channels
 * may be ended and callers called. */
static gboolean
on_wake (gpointer user_data)
{
  g_autoptr (SpResolver) self = g_object_ref (user_data);
  gint64 next = NEVER;
  gint64 now;
  SpTry *try;
  Ending *ending;

  g_source_set_ready_time (self->wake, -1);
  while ((try = g_queue_pop_head (&self->pool.finished)) != NULL)
    {
      handle_try (try);
      sp_try_free (try);
    }

  now = g_get_monotonic_time ();
  for (guint i = self->asks->len; i > 0; i--)
    {
      gint64 due = advance_ask (g_ptr_array_index (self->asks, i - 1), now);

      next = MIN (next, due);
    }
  sp_endpoint_pool_pump (&self->pool);
  if (next != NEVER)
    wake_up (self, next);

  while ((ending = g_queue_pop_head (&self->endings)) != NULL)
    return_ending (ending);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_wake (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
unref_closure_source (gpointer source, GClosure *closure)
{
  g_source_unref (source);
}

static GSourceFuncs wake_funcs = {
  .dispatch = dispatch_wake,
};

/* May run on any thread. */
static void
on_cancelled (GCancellable *cancellable, gpointer wake)
{
  g_source_set_ready_time (wake, 0);
}

static Ask *
ask_new (SpResolver *self, GTask *task, SpName *name, SpRrType type, SpAskFlags flags)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Ask *ask = g_new0 (Ask, 1);

  ask->resolver = self;
  ask->task = g_object_ref (task);
  ask->name = sp_name_ref (name);
  ask->type = type;
  ask->flags = flags;
  ask->tries = g_ptr_array_new ();
  if (cancellable != NULL)
    ask->cancelled_id = g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (on_cancelled),
                                               g_source_ref (self->wake), unref_closure_source, 0);
  return ask;
}

static gboolean
has_candidate (const Ask *ask, const SpEndpoint *endpoint)
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
add_candidates (Ask *ask, GPtrArray *addresses, gboolean slow_ones, guint limit, SpOutcome *verdict)
{
  for (guint i = 0; i < addresses->len && ask->n_candidates < limit; i++)
    {
      SpEndpoint *endpoint = sp_endpoint_pool_get (
        &ask->resolver->pool, g_ptr_array_index (addresses, i), (ask->flags & SP_ASK_RECURSE) != 0);

      if (!endpoint->has_route || has_candidate (ask, endpoint))
        continue;
      if (endpoint->is_given_up)
        {
          if (rank_outcome (endpoint->verdict) > rank_outcome (*verdict))
            *verdict = endpoint->verdict;
        }
      else if (endpoint->is_slow == slow_ones)
        ask->candidates[ask->n_candidates++].endpoint = endpoint;
    }
}

/* Takes over an ask and starts it. */
static void
begin_ask (Ask *ask, GPtrArray *addresses, guint limit)
{
  SpResolver *self = ask->resolver;
  SpOutcome verdict = SP_OUTCOME_UNREACHABLE;

  add_candidates (ask, addresses, FALSE, limit, &verdict);
  add_candidates (ask, addresses, TRUE, limit, &verdict);
  g_ptr_array_add (self->asks, ask);
  if (ask->n_candidates == 0)
    answer_with (ask, NULL, verdict, NULL);
  else
    wake_up (self, advance_ask (ask, g_get_monotonic_time ()));
}

static void
sp_resolver_dispose (GObject *object)
{
  SpResolver *self = SP_RESOLVER (object);

  if (self->wake != NULL)
    {
      Ending *ending;

      while (self->asks->len > 0)
        end_ask (g_ptr_array_index (self->asks, self->asks->len - 1), NULL);
      sp_endpoint_pool_clear (&self->pool);
      g_source_destroy (self->wake);
      g_clear_pointer (&self->wake, g_source_unref);
      while ((ending = g_queue_pop_head (&self->endings)) != NULL)
        return_ending (ending);
    }
  g_clear_pointer (&self->probe, sp_interception_probe_free);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_resolver_parent_class)->dispose (object);
}

static void
sp_resolver_finalize (GObject *object)
{
  SpResolver *self = SP_RESOLVER (object);

  g_clear_pointer (&self->asks, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_resolver_parent_class)->finalize (object);
}

static void
sp_resolver_class_init (SpResolverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_resolver_dispose;
  object_class->finalize = sp_resolver_finalize;
}

static void
sp_resolver_init (SpResolver *self)
{
  GMainContext *context = g_main_context_get_thread_default ();

  self->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) ask_free);
  g_queue_init (&self->endings);
  self->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_static_name (self->wake, "[signpost] resolver");
  g_source_set_callback (self->wake, on_wake, self, NULL);
  g_source_attach (self->wake, context);
  sp_endpoint_pool_init (&self->pool, context, self->wake, on_try_sent);
  self->probe = sp_interception_probe_new (context);
}

/**
 * sp_resolver_new:
 *
 * Makes a resolver that lives in the thread-default main context of the caller.
 *
 * Returns: (transfer full): a resolver that has not asked anybody anything
 */
SpResolver *
sp_resolver_new (void)
{
  return g_object_new (SP_TYPE_RESOLVER, NULL);
}

/**
 * sp_resolver_set_clock:
 * @self: a resolver
 * @clock: (nullable): what says when an answer came, %NULL for the machine's clock
 *
 * Sets the clock whose time is written into answers. How long is waited for them has nothing to
 * do with it.
 */
void
sp_resolver_set_clock (SpResolver *self, SpClock *clock)
{
  g_return_if_fail (SP_IS_RESOLVER (self));

  g_set_object (&self->clock, clock);
}

/**
 * sp_resolver_get_n_questions:
 * @self: a resolver
 *
 * Returns: number of questions that were sent to somebody; a question counts once, however many
 *   packets it took
 */
guint
sp_resolver_get_n_questions (SpResolver *self)
{
  g_return_val_if_fail (SP_IS_RESOLVER (self), 0);

  return self->n_questions;
}

/**
 * sp_resolver_ask_async:
 * @self: a resolver
 * @server: whom to ask
 * @name: the name asked
 * @type: the type asked
 * @flags: how
 * @cancellable: (nullable): to give up waiting
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Asks one server. It is asked at its first address that this machine has a route to, at the
 * next one as well when the first has been silent for 1.5 s or its port is closed; whichever
 * answers first has spoken for the server. All of it ends after 6.5 s, and not before 4.5 s with
 * a silence.
 *
 * Every outcome comes back in the answer. An address that was silent, closed or talked nonsense
 * and has not answered anything since the question is not asked again by this resolver: later
 * questions end at once with the same outcome, and are not counted. An answer of
 * %SP_OUTCOME_UNREACHABLE without an endpoint means that no address had a route.
 */
void
sp_resolver_ask_async (SpResolver *self, SpServer *server, SpName *name, SpRrType type,
                       SpAskFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Ask *ask;

  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (server != NULL && name != NULL);
  g_return_if_fail (self->wake != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_resolver_ask_async);
  ask = ask_new (self, task, name, type, flags);
  if (sp_server_get_name (server) != NULL)
    ask->server = sp_name_ref (sp_server_get_name (server));
  begin_ask (ask, sp_server_get_endpoints (server), MAX_SERVER_ADDRESSES);
}

/**
 * sp_resolver_ask_finish:
 * @self: a resolver
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, or %NULL with %G_IO_ERROR_CANCELLED
 */
SpAnswer *
sp_resolver_ask_finish (SpResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_resolver_recurse_async:
 * @self: a resolver
 * @recursors: (element-type GInetSocketAddress): recursive resolvers, in the order to be asked
 * @name: the name asked
 * @type: the type asked
 * @flags: how; %SP_ASK_RECURSE is added
 * @cancellable: (nullable): to give up waiting
 * @callback: what to call at the end
 * @user_data: for @callback
 *
 * Asks recursive resolvers until one gives an answer that counts: the first one, the next one as
 * well when it has been silent for 1.5 s, and at once when it fails, refuses or cannot be
 * reached. All of it ends after 6.5 s. When none gives such an answer the one that told most is
 * returned.
 */
void
sp_resolver_recurse_async (SpResolver *self, GPtrArray *recursors, SpName *name, SpRrType type,
                           SpAskFlags flags, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Ask *ask;

  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (recursors != NULL && name != NULL);
  g_return_if_fail (self->wake != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_resolver_recurse_async);
  ask = ask_new (self, task, name, type, flags | SP_ASK_RECURSE);
  ask->any_may_answer = TRUE;
  begin_ask (ask, recursors, MAX_RECURSORS);
}

/**
 * sp_resolver_recurse_finish:
 * @self: a resolver
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, or %NULL with %G_IO_ERROR_CANCELLED
 */
SpAnswer *
sp_resolver_recurse_finish (SpResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/*
 * sp_resolver_start_interception_probe_at:
 * @self: a resolver
 * @endpoints: (element-type GInetSocketAddress): where no server can be
 *
 * [method@Resolver.start_interception_probe] with other addresses.
 */
void
sp_resolver_start_interception_probe_at (SpResolver *self, GPtrArray *endpoints)
{
  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (self->probe != NULL);

  for (guint i = 0; i < endpoints->len; i++)
    sp_interception_probe_send (self->probe, g_ptr_array_index (endpoints, i));
}

/**
 * sp_resolver_start_interception_probe:
 * @self: a resolver
 * @dns_port: port to ask at
 *
 * Sends one question each to 192.0.2.1 (RFC 5737) and 2001:db8::1 (RFC 3849), where no server
 * can be. Nothing waits for it: [method@Resolver.is_intercepted] tells later whether somebody
 * answered in their place.
 */
void
sp_resolver_start_interception_probe (SpResolver *self, uint16_t dns_port)
{
  static const char *const nowhere[] = { "192.0.2.1", "2001:db8::1" };
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (nowhere); i++)
    g_ptr_array_add (endpoints, g_inet_socket_address_new_from_string (nowhere[i], dns_port));
  sp_resolver_start_interception_probe_at (self, endpoints);
}

/**
 * sp_resolver_is_intercepted:
 * @self: a resolver
 *
 * Returns: %TRUE if the network answered in the place of a server that cannot exist
 */
gboolean
sp_resolver_is_intercepted (SpResolver *self)
{
  g_return_val_if_fail (SP_IS_RESOLVER (self), FALSE);

  return self->probe != NULL && sp_interception_probe_was_answered (self->probe);
}

/**
 * sp_resolver_has_route:
 * @address: an address
 *
 * Whether packets to an address can leave this machine at all. Nothing is sent. Without a route
 * a server cannot be judged; a closed port is something else. Link-local addresses, which name
 * no network of their own, and groups of machines never have one.
 *
 * Returns: %TRUE if there is a route
 */
gboolean
sp_resolver_has_route (GInetAddress *address)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) endpoint = NULL;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_multicast (address))
    return FALSE;
  socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_DATAGRAM,
                         G_SOCKET_PROTOCOL_UDP, NULL);
  if (socket == NULL)
    return FALSE;
  endpoint = g_inet_socket_address_new (address, SP_DNS_PORT);
  return g_socket_connect (socket, endpoint, NULL, NULL);
}

/**
 * sp_resolver_dup_system_endpoints:
 * @error: return location for an error
 *
 * Reads the resolvers that the system is set up to use (`/etc/resolv.conf`).
 *
 * Returns: (transfer full) (element-type GInetSocketAddress): where they are, in order; or %NULL
 *   with %SP_DNS_ERROR_CHANNEL when there are none
 */
GPtrArray *
sp_resolver_dup_system_endpoints (GError **error)
{
  g_autofree char *text = sp_channel_dup_system_servers ();
  g_auto (GStrv) servers = g_strsplit (text != NULL ? text : "", ",", -1);
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; servers[i] != NULL; i++)
    {
      GInetSocketAddress *endpoint = sp_address_parse_endpoint (servers[i], SP_DNS_PORT, NULL);

      if (endpoint != NULL)
        g_ptr_array_add (endpoints, endpoint);
    }
  if (endpoints->len > 0)
    return g_steal_pointer (&endpoints);
  g_set_error_literal (error, SP_DNS_ERROR, SP_DNS_ERROR_CHANNEL, "no name server is configured");
  return NULL;
}
