/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/dns/sp-ares-source.h"

G_BEGIN_DECLS

/*
 * SpAresSockets:
 *
 * The sockets of one channel, with everything that passes through them in our hands: whole
 * messages come by, over UDP and TCP, before c-ares sees them.
 */
typedef struct _SpAresSockets SpAresSockets;

/*
 * SpAresSocketsFuncs:
 * @receive: shown each message, which it may change in place up to @size bytes; returns the
 *   length of what c-ares may read, 0 for nothing
 * @send: shown each datagram, which it may change in place and make a little longer; returns its
 *   new length
 * @find: shown a datagram that came in by a socket that c-ares has left; returns the socket that
 *   c-ares waits for it at now, or `ARES_SOCKET_BAD`
 * @is_waiting: whether any answer is still waited for
 */
typedef struct {
  gsize (*receive) (uint8_t *data, gsize length, gsize size, gboolean is_stream,
                    gpointer user_data);
  gsize (*send) (uint8_t *data, gsize length, ares_socket_t fd, gpointer user_data);
  ares_socket_t (*find) (const uint8_t *data, gsize length, gpointer user_data);
  gboolean (*is_waiting) (gpointer user_data);
} SpAresSocketsFuncs;

SpAresSockets *sp_ares_sockets_new (SpAresSource *source, GMainContext *context,
                                    const SpAresSocketsFuncs *funcs, gpointer user_data);
void sp_ares_sockets_free (SpAresSockets *self);
void sp_ares_sockets_set_holding (SpAresSockets *self, gboolean is_holding);
void sp_ares_sockets_drop_old (SpAresSockets *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAresSockets, sp_ares_sockets_free)

G_END_DECLS
