/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-world.h"

G_BEGIN_DECLS

/* How long an answer is waited for, in milliseconds. */
#define SP_TEST_DNS_PATIENCE 2000

/* Asks servers of a practice world with plain sockets, so that nothing of the resolver is in
 * between. The main context runs while an answer is waited for. */

GSocket *sp_test_dns_connect (SpPracticeWorld *world, const char *address, gboolean over_tcp);

/* Returns: whether @socket had something to read within @patience milliseconds */
gboolean sp_test_dns_await (GSocket *socket, guint patience);

/* Returns: (transfer full) (nullable): the reply, %NULL for silence */
GBytes *sp_test_dns_exchange (SpPracticeWorld *world, const char *address, GBytes *query,
                              gboolean over_tcp, guint patience);

/* @udp_size 0: without EDNS */
GBytes *sp_test_dns_write_query (const char *name, SpRrType type, gboolean recurse, guint udp_size);

/* The reply must come, be readable and bear the id of the question. */
SpMessage *sp_test_dns_ask (SpPracticeWorld *world, const char *address, const char *name,
                            SpRrType type);
SpMessage *sp_test_dns_ask_with (SpPracticeWorld *world, const char *address, const char *name,
                                 SpRrType type, gboolean over_tcp, guint udp_size);

G_END_DECLS
