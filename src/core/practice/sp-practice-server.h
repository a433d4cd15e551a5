/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * SpPracticeReplyFunc:
 * @query: the bytes that came, at least one
 * @over_tcp: whether they came over TCP
 * @user_data: what was given to [ctor@PracticeServer.new]
 *
 * Answers one message.
 *
 * Returns: (transfer full) (nullable): the bytes to send back, %NULL to stay silent
 */
typedef GBytes *(*SpPracticeReplyFunc) (GBytes *query, gboolean over_tcp, gpointer user_data);

/**
 * SpPracticeServer:
 *
 * One address and port on which DNS messages are answered, over UDP and TCP, on the main context
 * that was the thread's default when it was opened. It knows nothing of zones.
 */
#define SP_TYPE_PRACTICE_SERVER (sp_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (SpPracticeServer, sp_practice_server, SP, PRACTICE_SERVER, GObject)

SpPracticeServer *sp_practice_server_new (GInetAddress *address, SpPracticeReplyFunc reply,
                                          gpointer user_data);
gboolean sp_practice_server_open (SpPracticeServer *self, uint16_t port, GError **error);
void sp_practice_server_close (SpPracticeServer *self);
uint16_t sp_practice_server_get_port (SpPracticeServer *self);
GInetAddress *sp_practice_server_get_address (SpPracticeServer *self);
guint sp_practice_server_get_n_connections (SpPracticeServer *self);

G_END_DECLS
