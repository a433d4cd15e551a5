/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-reply.h"

G_BEGIN_DECLS

/*
 * SpChannel:
 *
 * A c-ares channel to one address, with the traps of c-ares taken out: see the comments in the
 * implementation. What a question brought comes back as a reply of our own types.
 */
typedef struct _SpChannel SpChannel;

/*
 * SpTransport:
 * @SP_TRANSPORT_UDP: UDP, and TCP when the answer was truncated
 * @SP_TRANSPORT_TCP: TCP only
 */
typedef enum {
  SP_TRANSPORT_UDP,
  SP_TRANSPORT_TCP,
} SpTransport;

#define SP_N_TRANSPORTS 2

/*
 * SpChannelFunc:
 * @reply: (transfer full): how it ended
 * @user_data: what was given with the question
 *
 * Called once for each question, maybe before [func@channel_ask] has returned, and at the latest
 * while the channel is freed. c-ares is on the stack: nothing may be done here but to put the
 * reply aside.
 */
typedef void (*SpChannelFunc) (SpReply *reply, gpointer user_data);

SpChannel *sp_channel_new (GInetSocketAddress *address, SpTransport transport,
                           GMainContext *context);
void sp_channel_free (SpChannel *self);
guint sp_channel_get_n_pending (const SpChannel *self);
void sp_channel_set_holding (SpChannel *self, gboolean is_holding);
void sp_channel_ask (SpChannel *self, SpName *name, SpRrType type, SpAskFlags flags, gboolean edns,
                     SpChannelFunc func, gpointer user_data);
char *sp_channel_dup_system_servers (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpChannel, sp_channel_free)

G_END_DECLS
