/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-channel.h"
#include "core/dns/sp-traffic.h"

G_BEGIN_DECLS

typedef struct _SpTry SpTry;

/*
 * SpTrySentFunc:
 * @try: a try with an owner
 *
 * Called when a try is about to be sent, which may be later than its launch.
 */
typedef void (*SpTrySentFunc) (SpTry *try);

/*
 * SpEndpointPool:
 * @context: where the channels live
 * @n_channels: how many there are
 * @endpoints: (element-type SpEndpoint): every endpoint, by address and mode
 * @finished: (element-type SpTry): tries that came back and nobody has looked at
 * @wake: source that looks at them
 * @due: when to look at all questions again, by the monotonic clock
 * @sent: called for each try that leaves
 * @n_questions: how many questions have been sent to somebody
 * @traffic: what is under way to each address
 *
 * What the endpoints of one resolver share.
 */
typedef struct {
  GMainContext *context;
  guint n_channels;
  GHashTable *endpoints;
  GQueue finished;
  GSource *wake;
  gint64 due;
  SpTrySentFunc sent;
  guint n_questions;
  SpTraffic *traffic;
} SpEndpointPool;

/*
 * SpEndpoint:
 * @address: whom to ask
 * @is_recursive: whether recursion is desired of it
 * @has_route: whether this machine has a route there
 * @is_given_up: it was silent, or worse, once: it is not asked again
 * @verdict: what later questions end with then
 * @is_slow: another address of the same server was quicker by far
 * @last_reply: when a message came last, by the monotonic clock; 0 for never
 * @lane: the way there, shared with others who ask the same address
 *
 * One address in one mode (recursive or not), with its channels and the tries that wait for
 * them.
 */
typedef struct {
  SpEndpointPool *pool;
  GInetSocketAddress *address;
  gboolean is_recursive;
  gboolean has_route;
  gboolean is_given_up;
  SpOutcome verdict;
  gboolean is_slow;
  gint64 last_reply;
  SpTrafficLane *lane;
  SpChannel *channels[SP_N_TRANSPORTS];
  GPtrArray *retired;
  GQueue waiting;
} SpEndpoint;

/*
 * SpTry:
 * @endpoint: whom it asks
 * @owner: (nullable): whose it is; %NULL once nobody cares any more
 * @candidate: the owner's number for the endpoint
 * @transport: how it asks
 * @edns: whether it uses EDNS
 * @channel: (nullable): the channel it was sent on
 * @sent_at: when, by the monotonic clock
 * @reply: (nullable): what came back
 *
 * One question on its way to one address.
 */
struct _SpTry {
  SpEndpoint *endpoint;
  gpointer owner;
  guint candidate;
  SpTransport transport;
  gboolean edns;
  SpName *name;
  SpRrType type;
  SpAskFlags flags;
  SpChannel *channel;
  gint64 sent_at;
  SpReply *reply;
};

void sp_endpoint_pool_init (SpEndpointPool *self, GMainContext *context, GSource *wake,
                            SpTrySentFunc sent);
void sp_endpoint_pool_set_traffic (SpEndpointPool *self, SpTraffic *traffic);
void sp_endpoint_pool_clear (SpEndpointPool *self);
void sp_endpoint_pool_wake (SpEndpointPool *self);
void sp_endpoint_pool_wake_later (SpEndpointPool *self, gint64 when);
void sp_endpoint_pool_pump (SpEndpointPool *self);
SpEndpoint *sp_endpoint_pool_get (SpEndpointPool *self, GInetSocketAddress *address,
                                  gboolean recursive);

SpTry *sp_try_new (SpEndpoint *endpoint, gpointer owner, guint candidate, SpName *name,
                   SpRrType type, SpAskFlags flags);
void sp_try_free (SpTry *self);

void sp_endpoint_launch (SpEndpoint *self, SpTry *try);
void sp_endpoint_renew_channel (SpEndpoint *self, SpChannel *channel);
void sp_endpoint_give_up (SpEndpoint *self, SpOutcome verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTry, sp_try_free)

G_END_DECLS
