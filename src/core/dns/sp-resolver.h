/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"
#include "core/dns/sp-clock.h"
#include "core/dns/sp-server.h"
#include "core/dns/sp-traffic.h"

G_BEGIN_DECLS

/**
 * SpAskFlags:
 * @SP_ASK_RECURSE: recursion desired: the server is a resolver, not the zone's own
 * @SP_ASK_DNSSEC: ask for DNSSEC records (DO bit)
 * @SP_ASK_REFERRAL: a referral is what we want (asking a parent), so it counts as an answer
 * @SP_ASK_NO_CHECKING: CD bit: data even if validation fails
 */
typedef enum {
  SP_ASK_PLAIN = 0,
  SP_ASK_RECURSE = 1 << 0,
  SP_ASK_DNSSEC = 1 << 1,
  SP_ASK_REFERRAL = 1 << 2,
  SP_ASK_NO_CHECKING = 1 << 3,
} SpAskFlags;

/**
 * SpResolver:
 *
 * Asks DNS questions on the caller's main context. One c-ares channel a server address and mode,
 * made when first asked; all go when the resolver does, so a resolver lives as long as one
 * inspection. A server that was silent once is not asked again by the same resolver.
 */
#define SP_TYPE_RESOLVER (sp_resolver_get_type ())
G_DECLARE_FINAL_TYPE (SpResolver, sp_resolver, SP, RESOLVER, GObject)

SpResolver *sp_resolver_new (void);
void sp_resolver_set_clock (SpResolver *self, SpClock *clock);
void sp_resolver_set_traffic (SpResolver *self, SpTraffic *traffic);
guint sp_resolver_get_n_questions (SpResolver *self);

void sp_resolver_ask_async (SpResolver *self, SpServer *server, SpName *name, SpRrType type,
                            SpAskFlags flags, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
SpAnswer *sp_resolver_ask_finish (SpResolver *self, GAsyncResult *result, GError **error);

void sp_resolver_recurse_async (SpResolver *self, GPtrArray *recursors, SpName *name, SpRrType type,
                                SpAskFlags flags, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
SpAnswer *sp_resolver_recurse_finish (SpResolver *self, GAsyncResult *result, GError **error);

void sp_resolver_start_interception_probe (SpResolver *self, uint16_t dns_port);
gboolean sp_resolver_is_intercepted (SpResolver *self);

gboolean sp_resolver_has_route (GInetAddress *address);
GPtrArray *sp_resolver_dup_system_endpoints (GError **error);

G_END_DECLS
