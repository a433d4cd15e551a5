/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-resolver.h"
#include "support/sp-fake-server.h"

G_BEGIN_DECLS

/* Every address in 127/8 is this machine. */
#define SP_TEST_ADDRESS "127.0.0.1"
#define SP_TEST_SECOND_ADDRESS "127.0.0.2"

/* The zone shop.test, as the tests of the resolver have it. */
extern const char sp_test_zone_text[];

/*
 * SpTestAsker:
 *
 * A question under way: clear it when it is done.
 */
typedef struct {
  gboolean is_done;
  SpAnswer *answer;
  GError *error;
} SpTestAsker;

void sp_test_asker_clear (SpTestAsker *self);
void sp_test_asker_start (SpTestAsker *self, SpResolver *resolver, SpServer *server,
                          const char *name, SpRrType type, SpAskFlags flags,
                          GCancellable *cancellable);
void sp_test_asker_start_recursion (SpTestAsker *self, SpResolver *resolver, GPtrArray *recursors,
                                    const char *name, SpRrType type);
SpAnswer *sp_test_asker_finish (SpTestAsker *self);

SpAnswer *sp_test_ask (SpResolver *resolver, SpServer *server, const char *name, SpRrType type,
                       SpAskFlags flags);
GInetSocketAddress *sp_test_new_closed_endpoint (void);
GPtrArray *sp_test_new_endpoints (GInetSocketAddress *first, GInetSocketAddress *second);
SpServer *sp_test_new_server (GInetSocketAddress *first, GInetSocketAddress *second);
double sp_test_get_seconds (const SpAnswer *answer);

#define sp_test_assert_outcome(answer, expected)                                                   \
  g_assert_cmpstr (sp_outcome_to_string (sp_answer_get_outcome (answer)), ==,                      \
                   sp_outcome_to_string (expected))

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpTestAsker, sp_test_asker_clear)

G_END_DECLS
