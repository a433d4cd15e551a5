/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-resolver.h"

#include "core/dns/sp-address.h"
#include "core/dns/sp-ask.h"
#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-interception-probe.h"
#include "core/dns/sp-resolver-private.h"

/* The source of on_wake(). */
typedef struct {
  GSource source;
  int is_cancelled; /* atomic: somebody gave up, on any thread */
} WakeSource;

/* A question, and whom to tell. */
typedef struct {
  SpAsk *ask;
  GTask *task;
  gulong cancelled_id;
} Pending;

/* A question that has ended, and what its task returns once nothing else is being done. */
typedef struct {
  GTask *task;
  SpAnswer *answer;
} Ending;

struct _SpResolver {
  GObject parent_instance;
  SpClock *clock;
  GSource *wake;
  GPtrArray *pending;
  GQueue endings;
  SpEndpointPool pool;
  SpInterceptionProbe *probe;
};

G_DEFINE_FINAL_TYPE (SpResolver, sp_resolver, G_TYPE_OBJECT)

static void
pending_free (Pending *pending)
{
  if (pending->cancelled_id > 0)
    g_signal_handler_disconnect (g_task_get_cancellable (pending->task), pending->cancelled_id);
  g_object_unref (pending->task);
  sp_ask_free (pending->ask);
  g_free (pending);
}

/* Takes a question off the list; its task returns @answer, or that it was cancelled. */
static void
end_pending (SpResolver *self, Pending *pending, SpAnswer *answer)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->task = g_object_ref (pending->task);
  ending->answer = answer;
  g_queue_push_tail (&self->endings, ending);
  g_ptr_array_remove_fast (self->pending, pending);
  sp_endpoint_pool_wake (&self->pool);
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

static void
return_endings (SpResolver *self)
{
  Ending *ending;

  while ((ending = g_queue_pop_head (&self->endings)) != NULL)
    return_ending (ending);
}

static gint64
get_now (SpResolver *self)
{
  return self->clock != NULL ? sp_clock_get_now (self->clock) : g_get_real_time ();
}

/* Brings one question forward; it may be gone afterwards. */
static void
advance (SpResolver *self, Pending *pending)
{
  gint64 next;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (pending->task)))
    end_pending (self, pending, NULL);
  else if (sp_ask_advance (pending->ask, g_get_monotonic_time (), &next))
    end_pending (self, pending, sp_ask_dup_answer (pending->ask, get_now (self)));
  else
    sp_endpoint_pool_wake_later (&self->pool, next);
}

/* Brings forward whose tries have come back. */
static void
take_back_finished (SpResolver *self)
{
  SpTry *try;

  while ((try = g_queue_pop_head (&self->pool.finished)) != NULL)
    {
      SpAsk *ask = try->owner;

      sp_ask_take_back (try);
      sp_try_free (try);
      if (ask != NULL)
        advance (self, sp_ask_get_data (ask));
    }
}

/* Brings everybody forward, if for anybody it is time or nobody waits any more. */
static void
advance_all (SpResolver *self)
{
  gboolean is_cancelled = g_atomic_int_exchange (&((WakeSource *) self->wake)->is_cancelled, FALSE);

  if (!is_cancelled && g_get_monotonic_time () < self->pool.due)
    return;
  self->pool.due = G_MAXINT64;
  for (guint i = self->pending->len; i > 0; i--)
    advance (self, g_ptr_array_index (self->pending, i - 1));
}

/* The one place where things move. It runs from the main loop, never inside c-ares, so channels
 * may be ended and callers called. */
static gboolean
on_wake (gpointer user_data)
{
  g_autoptr (SpResolver) self = g_object_ref (user_data);

  g_source_set_ready_time (self->wake, -1);
  take_back_finished (self);
  advance_all (self);
  return_endings (self);
  if (self->wake == NULL)
    return G_SOURCE_REMOVE;
  sp_endpoint_pool_pump (&self->pool);
  sp_endpoint_pool_wake_later (&self->pool, self->pool.due);
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
  g_atomic_int_set (&((WakeSource *) wake)->is_cancelled, TRUE);
  g_source_set_ready_time (wake, 0);
}

/* Takes over an ask that knows whom to ask. */
static void
begin (SpResolver *self, SpAsk *ask, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Pending *pending = g_new0 (Pending, 1);

  pending->ask = ask;
  sp_ask_set_data (ask, pending);
  pending->task = task;
  if (cancellable != NULL)
    pending->cancelled_id = g_signal_connect_data (
      cancellable, "cancelled", G_CALLBACK (on_cancelled), g_source_ref (self->wake),
      unref_closure_source, 0);
  g_ptr_array_add (self->pending, pending);
  advance (self, pending);
}

static void
sp_resolver_dispose (GObject *object)
{
  SpResolver *self = SP_RESOLVER (object);

  if (self->wake != NULL)
    {
      while (self->pending->len > 0)
        end_pending (self, g_ptr_array_index (self->pending, self->pending->len - 1), NULL);
      sp_endpoint_pool_clear (&self->pool);
      g_source_destroy (self->wake);
      g_clear_pointer (&self->wake, g_source_unref);
      return_endings (self);
    }
  g_clear_pointer (&self->probe, sp_interception_probe_free);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_resolver_parent_class)->dispose (object);
}

static void
sp_resolver_finalize (GObject *object)
{
  SpResolver *self = SP_RESOLVER (object);

  g_clear_pointer (&self->pending, g_ptr_array_unref);

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

  self->pending = g_ptr_array_new_with_free_func ((GDestroyNotify) pending_free);
  g_queue_init (&self->endings);
  self->wake = g_source_new (&wake_funcs, sizeof (WakeSource));
  g_source_set_static_name (self->wake, "[signpost] resolver");
  g_source_set_callback (self->wake, on_wake, self, NULL);
  g_source_attach (self->wake, context);
  sp_endpoint_pool_init (&self->pool, context, self->wake, sp_ask_note_sent);
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
 * sp_resolver_set_traffic:
 * @self: a resolver that has not asked anybody anything
 * @traffic: what is under way to each address
 *
 * Shares the bounds on what is under way to one address with other resolvers.
 */
void
sp_resolver_set_traffic (SpResolver *self, SpTraffic *traffic)
{
  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (traffic != NULL);

  sp_endpoint_pool_set_traffic (&self->pool, traffic);
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

  return self->pool.n_questions;
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
  SpAsk *ask;
  GTask *task;

  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (server != NULL && name != NULL);
  g_return_if_fail (self->wake != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_resolver_ask_async);
  ask = sp_ask_new (&self->pool, name, type, flags);
  sp_ask_set_server (ask, server);
  begin (self, ask, task);
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
  SpAsk *ask;
  GTask *task;

  g_return_if_fail (SP_IS_RESOLVER (self));
  g_return_if_fail (recursors != NULL && name != NULL);
  g_return_if_fail (self->wake != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_resolver_recurse_async);
  ask = sp_ask_new (&self->pool, name, type, flags | SP_ASK_RECURSE);
  sp_ask_set_recursors (ask, recursors);
  begin (self, ask, task);
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
