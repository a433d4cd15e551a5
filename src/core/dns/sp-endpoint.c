/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-endpoint.h"

/* More at once overflow the receive buffer of a socket, and some are then lost for good. */
#define MAX_PENDING 200

/* Each may hold a socket, and a program may have some 1,024 files open. */
#define MAX_CHANNELS 500

static void
drop_channel (SpEndpoint *self, SpChannel **channel)
{
  if (*channel == NULL)
    return;
  g_clear_pointer (channel, sp_channel_free);
  self->pool->n_channels--;
}

static void
drop_retired_channels (SpEndpoint *self)
{
  for (guint i = self->retired->len; i > 0; i--)
    {
      SpChannel *channel = g_ptr_array_index (self->retired, i - 1);

      if (sp_channel_get_n_pending (channel) > 0)
        continue;
      drop_channel (self, &channel);
      g_ptr_array_remove_index_fast (self->retired, i - 1);
    }
}

/* Ending a channel ends its tries, which end up among the finished ones. */
static void
sp_endpoint_free (SpEndpoint *self)
{
  for (guint i = 0; i < SP_N_TRANSPORTS; i++)
    drop_channel (self, &self->channels[i]);
  for (guint i = 0; i < self->retired->len; i++)
    {
      SpChannel *channel = g_ptr_array_index (self->retired, i);

      drop_channel (self, &channel);
    }
  g_ptr_array_unref (self->retired);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) sp_try_free);
  sp_traffic_lane_close (self->lane, self);
  g_object_unref (self->address);
  g_free (self);
}

static void
finish_try (SpTry *try, SpReply *reply)
{
  SpEndpointPool *pool = try->endpoint->pool;

  try->reply = reply;
  g_queue_push_tail (&pool->finished, try);
  sp_endpoint_pool_wake (pool);
}

static void
reply_cb (SpReply *reply, gpointer user_data)
{
  SpTry *try = user_data;

  sp_traffic_lane_leave (
    try->endpoint->lane,
    reply->state == SP_REPLY_MESSAGE ? g_get_monotonic_time () - try->sent_at : -1, reply->n_lost);
  finish_try (try, reply);
}

/* Room for one more channel, if need be by ending one that has nothing to do. */
static gboolean
make_room (SpEndpointPool *pool)
{
  GHashTableIter iter;
  gpointer value;

  if (pool->n_channels < MAX_CHANNELS)
    return TRUE;
  g_hash_table_iter_init (&iter, pool->endpoints);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      SpEndpoint *endpoint = value;

      for (guint i = 0; i < SP_N_TRANSPORTS; i++)
        {
          SpChannel *channel = endpoint->channels[i];

          if (channel != NULL && sp_channel_get_n_pending (channel) == 0)
            {
              drop_channel (endpoint, &endpoint->channels[i]);
              return TRUE;
            }
        }
    }
  return FALSE;
}

static void
on_room (gpointer user_data)
{
  SpEndpoint *endpoint = user_data;

  sp_endpoint_pool_wake (endpoint->pool);
}

/* Sends a try, or says that it has to wait. */
static gboolean
send_try (SpEndpoint *self, SpTry *try)
{
  SpChannel **channel = &self->channels[try->transport];

  if (*channel != NULL && sp_channel_get_n_pending (*channel) >= MAX_PENDING)
    return FALSE;
  if (*channel == NULL)
    {
      if (!make_room (self->pool))
        return FALSE;
      *channel = sp_channel_new (self->address, try->transport, self->pool->context);
      if (*channel == NULL)
        {
          finish_try (try, sp_reply_new (SP_REPLY_UNASKED));
          return TRUE;
        }
      self->pool->n_channels++;
    }
  if (!sp_traffic_lane_enter (self->lane, on_room, self))
    return FALSE;
  try->channel = *channel;
  try->sent_at = g_get_monotonic_time ();
  self->pool->sent (try);
  sp_channel_set_holding (*channel, TRUE);
  sp_channel_ask (*channel, try->name, try->type, try->flags, try->edns, reply_cb, try);
  return TRUE;
}

static void
pump (SpEndpoint *self)
{
  drop_retired_channels (self);
  while (!g_queue_is_empty (&self->waiting))
    {
      SpTry *try = g_queue_peek_head (&self->waiting);

      if (try->owner == NULL)
        sp_try_free (try);
      else if (self->is_given_up)
        finish_try (try, sp_reply_new (SP_REPLY_UNASKED));
      else if (!send_try (self, try))
        break;
      g_queue_pop_head (&self->waiting);
    }
  for (guint i = 0; i < SP_N_TRANSPORTS; i++)
    {
      if (self->channels[i] != NULL)
        sp_channel_set_holding (self->channels[i], FALSE);
    }
}

/* An endpoint is found by what it asks: address, port and mode. */
static guint
hash_endpoint (gconstpointer data)
{
  const SpEndpoint *self = data;
  GInetAddress *host = g_inet_socket_address_get_address (self->address);
  const uint8_t *bytes = g_inet_address_to_bytes (host);
  guint hash = g_inet_socket_address_get_port (self->address) * 2u + (self->is_recursive ? 1 : 0);

  for (gsize i = 0; i < g_inet_address_get_native_size (host); i++)
    hash = hash * 31 + bytes[i];
  return hash;
}

static gboolean
equal_endpoint (gconstpointer a, gconstpointer b)
{
  const SpEndpoint *first = a;
  const SpEndpoint *second = b;

  return first->is_recursive == second->is_recursive
         && g_inet_socket_address_get_port (first->address)
              == g_inet_socket_address_get_port (second->address)
         && g_inet_address_equal (g_inet_socket_address_get_address (first->address),
                                  g_inet_socket_address_get_address (second->address));
}

/*
 * sp_endpoint_pool_init:
 * @self: a pool
 * @context: (transfer none): where the channels live
 * @wake: (transfer none): source whose ready time is set when a try has come back
 * @sent: what to call when a try is sent
 */
void
sp_endpoint_pool_init (SpEndpointPool *self, GMainContext *context, GSource *wake,
                       SpTrySentFunc sent)
{
  self->context = context;
  self->wake = wake;
  self->due = G_MAXINT64;
  self->sent = sent;
  self->endpoints = g_hash_table_new_full (hash_endpoint, equal_endpoint,
                                           (GDestroyNotify) sp_endpoint_free, NULL);
  g_queue_init (&self->finished);
  self->traffic = sp_traffic_new ();
}

/*
 * sp_endpoint_pool_set_traffic:
 * @self: a pool that has no endpoints yet
 * @traffic: what is under way to each address, of this pool and of others
 */
void
sp_endpoint_pool_set_traffic (SpEndpointPool *self, SpTraffic *traffic)
{
  g_assert (g_hash_table_size (self->endpoints) == 0);

  sp_traffic_ref (traffic);
  sp_traffic_unref (self->traffic);
  self->traffic = traffic;
}

/*
 * sp_endpoint_pool_clear:
 * @self: a pool
 *
 * Ends every channel and drops every try.
 */
void
sp_endpoint_pool_clear (SpEndpointPool *self)
{
  g_clear_pointer (&self->endpoints, g_hash_table_unref);
  g_clear_pointer (&self->traffic, sp_traffic_unref);
  g_queue_clear_full (&self->finished, (GDestroyNotify) sp_try_free);
}

/*
 * sp_endpoint_pool_wake:
 * @self: a pool
 *
 * Has the pool's owner look at once at what has come back.
 */
void
sp_endpoint_pool_wake (SpEndpointPool *self)
{
  g_source_set_ready_time (self->wake, 0);
}

/*
 * sp_endpoint_pool_wake_later:
 * @self: a pool
 * @when: monotonic time; %G_MAXINT64 for never
 *
 * Has the pool's owner look at all its questions at that time, or before.
 */
void
sp_endpoint_pool_wake_later (SpEndpointPool *self, gint64 when)
{
  gint64 planned = g_source_get_ready_time (self->wake);

  self->due = MIN (self->due, when);
  if (when != G_MAXINT64 && (planned < 0 || when < planned))
    g_source_set_ready_time (self->wake, when);
}

/*
 * sp_endpoint_pool_pump:
 * @self: a pool
 *
 * Sends the tries that waited, as far as there is room now.
 */
void
sp_endpoint_pool_pump (SpEndpointPool *self)
{
  GHashTableIter iter;
  gpointer endpoint;

  g_hash_table_iter_init (&iter, self->endpoints);
  while (g_hash_table_iter_next (&iter, NULL, &endpoint))
    pump (endpoint);
}

/*
 * sp_endpoint_pool_get:
 * @self: a pool
 * @address: whom to ask
 * @recursive: whether recursion is desired of it
 *
 * Returns: the endpoint for that
 */
SpEndpoint *
sp_endpoint_pool_get (SpEndpointPool *self, GInetSocketAddress *address, gboolean recursive)
{
  GInetAddress *host = g_inet_socket_address_get_address (address);
  const SpEndpoint wanted = { .address = address, .is_recursive = recursive };
  SpEndpoint *endpoint = g_hash_table_lookup (self->endpoints, &wanted);
  g_autofree char *text = NULL;

  if (endpoint != NULL)
    return endpoint;
  text = g_inet_address_to_string (host);
  endpoint = g_new0 (SpEndpoint, 1);
  endpoint->pool = self;
  endpoint->address = g_object_ref (address);
  endpoint->is_recursive = recursive;
  endpoint->has_route = sp_resolver_has_route (host);
  endpoint->lane = sp_traffic_open_lane (self->traffic, text);
  endpoint->retired = g_ptr_array_new ();
  g_queue_init (&endpoint->waiting);
  g_hash_table_add (self->endpoints, endpoint);
  return endpoint;
}

/*
 * sp_try_new:
 * @endpoint: whom to ask
 * @owner: whose try it is
 * @candidate: the owner's number for the endpoint
 * @name: the name asked
 * @type: the type asked
 * @flags: how
 *
 * Returns: (transfer full): a try over UDP with EDNS, to be launched
 */
SpTry *
sp_try_new (SpEndpoint *endpoint, gpointer owner, guint candidate, SpName *name, SpRrType type,
            SpAskFlags flags)
{
  SpTry *self = g_new0 (SpTry, 1);

  self->endpoint = endpoint;
  self->owner = owner;
  self->candidate = candidate;
  self->transport = SP_TRANSPORT_UDP;
  self->edns = TRUE;
  self->name = sp_name_ref (name);
  self->type = type;
  self->flags = flags;
  return self;
}

/*
 * sp_try_free:
 * @self: (transfer full): a try that is not under way
 */
void
sp_try_free (SpTry *self)
{
  sp_name_unref (self->name);
  g_clear_pointer (&self->reply, sp_reply_free);
  g_free (self);
}

/*
 * sp_endpoint_launch:
 * @self: an endpoint
 * @try: (transfer full): a try at it
 *
 * Lets a try wait for its turn, which is at the next sp_endpoint_pool_pump() at the earliest: many
 * that are launched one after the other leave together. It comes back among the pool's finished
 * ones.
 */
void
sp_endpoint_launch (SpEndpoint *self, SpTry *try)
{
  g_queue_push_tail (&self->waiting, try);
  sp_endpoint_pool_wake (self->pool);
}

/*
 * sp_endpoint_renew_channel:
 * @self: an endpoint
 * @channel: the channel that a try failed on
 *
 * Lets later tries go over a new channel, unless @channel has been replaced already. The old one
 * stays until its last question is back.
 */
void
sp_endpoint_renew_channel (SpEndpoint *self, SpChannel *channel)
{
  for (guint i = 0; i < SP_N_TRANSPORTS; i++)
    {
      if (channel != NULL && self->channels[i] == channel)
        {
          g_ptr_array_add (self->retired, channel);
          self->channels[i] = NULL;
        }
    }
}

/*
 * sp_endpoint_give_up:
 * @self: an endpoint
 * @verdict: what it did instead of answering
 *
 * Ends later questions to this endpoint, and those that still wait, with @verdict. Those under
 * way go on.
 */
void
sp_endpoint_give_up (SpEndpoint *self, SpOutcome verdict)
{
  self->is_given_up = TRUE;
  self->verdict = verdict;
}
