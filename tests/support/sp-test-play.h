/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-timeline.h"
#include "support/sp-test-snapshot.h"

G_BEGIN_DECLS

#define DOMAIN_NAME "shop.example"
#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Test snapshots are taken on a Monday at 9:00. */
#define MONDAY (SP_TEST_SNAPSHOT_TIME - 9 * HOUR)
#define AT(day, hour, minute) (MONDAY + (day) * DAY + (hour) * HOUR + (minute) * MINUTE)

#define WORLD                                                                                      \
  "!servers ns1.host.example ns2.host.example\n"                                                   \
  "in1-smtp.messagingengine.com. A 198.18.1.1\n"                                                   \
  "in2-smtp.messagingengine.com. A 198.18.1.2\n"                                                   \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 ?all\"\n"                                  \
  "@ A 198.18.0.1\n"

#define WEB_HOST                                                                                   \
  "@ 14400 MX 10 mail.webhost.example.\n"                                                          \
  "@ 14400 TXT \"v=spf1 include:_spf.webhost.example ~all\"\n"                                     \
  "autodiscover 14400 CNAME auto.webhost.example.\n"

#define LOW "@ 300 MX 10 mail.webhost.example.\n"
#define BEHIND                                                                                     \
  LOW "@ 300 MX 20 in1-smtp.messagingengine.com.\n@ 300 MX 30 in2-smtp.messagingengine.com.\n"
#define FLIPPED                                                                                    \
  "@ 300 MX 30 mail.webhost.example.\n@ 300 MX 10 in1-smtp.messagingengine.com.\n"                 \
  "@ 300 MX 20 in2-smtp.messagingengine.com.\n"
#define ALONE                                                                                      \
  "@ 3600 MX 10 in1-smtp.messagingengine.com.\n@ 3600 MX 20 in2-smtp.messagingengine.com.\n"

/* A move as a test plays it. */
typedef struct {
  SpCatalog *catalog;
  SpMove *move;
  GPtrArray *observations;
} SpTestPlay;

SpTestPlay *sp_test_play_new (SpCatalog *catalog, const char *zone_text, const char *provider,
                              SpStrategy strategy, gint64 start);
void sp_test_play_free (SpTestPlay *play);
void sp_test_play_give (SpTestPlay *play, const char *key, const char *value);
void sp_test_play_tick (SpTestPlay *play, const char *tick);
void sp_test_play_see (SpTestPlay *play, gint64 at, const char *server, const char *labels,
                       SpRrType type, const char *text);
void sp_test_play_see_mx (SpTestPlay *play, gint64 ns1_at, gint64 ns2_at, const char *text);
void sp_test_play_see_step (SpTestPlay *play, gint64 at, SpStep *step);
SpTimeline *sp_test_play_at (SpTestPlay *play, gint64 now);
void sp_test_assert_time (gint64 time, gint64 expected);
SpStep *sp_test_get_step (SpTimeline *timeline, const char *id);
void sp_test_assert_state (SpTimeline *timeline, const char *id, SpStepState state);
void sp_test_assert_mx (SpTimeline *timeline, const char *id, const char *expected);

#define assert_earliest(timeline, id, time)                                                        \
  sp_test_assert_time (sp_step_get_earliest (sp_test_get_step (timeline, id)), time)
#define assert_latest(timeline, id, time)                                                          \
  sp_test_assert_time (sp_step_get_latest (sp_test_get_step (timeline, id)), time)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTestPlay, sp_test_play_free)

G_END_DECLS
