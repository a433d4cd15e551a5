/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-observation.h"

G_BEGIN_DECLS

/**
 * SpSetTest:
 * @set: (nullable): what a server served; %NULL for nothing of the type
 * @data: of the caller
 *
 * Returns: whether that is what is wanted
 */
typedef gboolean (*SpSetTest) (const SpRecordSet *set, gpointer data);

/**
 * SpCacheClear:
 * @n_servers: servers that count: those that ever told what they serve
 * @n_live: how many of them serve what is wanted
 * @is_live: whether all do (and there is one)
 * @has_slipped: whether a server that did no longer does
 * @is_about: whether a server that counts has been silent, or a time was only assumed
 * @ttl: TTL that is served now, in seconds
 * @live_at: L: since when the last of them has; 0 unless live
 * @clear_at: C: when the last cache with anything else is empty; 0 unless live
 * @old_last: when the version that lasts longest was handed out for the last time, at most
 * @old_ttl: its TTL in seconds; -1 if no other version was ever seen
 * @old_is_absence: whether that version was "nothing there", so that its TTL is the negative one
 * @old_seen: when it was seen, 0 if it was only assumed
 * @margin: what was added, in seconds
 *
 * How far a change of one record set has come. Times are microseconds since 1970.
 */
typedef struct {
  guint n_servers;
  guint n_live;
  gboolean is_live;
  gboolean has_slipped;
  gboolean is_about;
  gint64 ttl;
  gint64 live_at;
  gint64 clear_at;
  gint64 old_last;
  gint64 old_ttl;
  gboolean old_is_absence;
  gint64 old_seen;
  gint64 margin;
} SpCacheClear;

/**
 * SpHistory:
 *
 * Everything that the domain's servers were seen to serve, and what is assumed that they will.
 * Pure: the same sightings give the same times.
 */
typedef struct _SpHistory SpHistory;

SpHistory *sp_history_new (GPtrArray *servers, GPtrArray *observations, gint64 now);
void sp_history_free (SpHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpHistory, sp_history_free)

void sp_history_set_negative_ttl (SpHistory *self, gint64 seconds);
void sp_history_add (SpHistory *self, GPtrArray *observations);
void sp_history_assume (SpHistory *self, SpName *name, SpRrType type, SpRecordSet *set, gint64 at);
void sp_history_look (SpHistory *self, SpName *name, SpRrType type, SpSetTest test, gpointer data,
                      SpCacheClear *result);

gint64 sp_cache_margin (gint64 ttl);

G_END_DECLS
