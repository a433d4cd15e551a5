/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/dns/sp-zone.h"

G_BEGIN_DECLS

/**
 * SpPracticeHabits:
 * @appends_always: a full name typed as name gets the zone appended once more
 * @least_ttl: the shortest time that can be chosen, in seconds
 * @usual_ttl: the time of a new set when none is typed, in seconds
 *
 * What the panel of a zone does with what is typed, as real panels differ.
 */
typedef struct {
  gboolean appends_always;
  uint32_t least_ttl;
  uint32_t usual_ttl;
} SpPracticeHabits;

/**
 * SpPracticeZone:
 *
 * One zone of the practice world: the versions that its panel has published, and for each name
 * server how long after that it serves them. A server may begin with a zone of its own: one that
 * missed the last change. The next one that is published heals it, as a zone transfer does.
 */
typedef struct _SpPracticeZone SpPracticeZone;

SpPracticeZone *sp_practice_zone_new (SpZone *zone);
void sp_practice_zone_free (SpPracticeZone *self);
void sp_practice_zone_add_server (SpPracticeZone *self, SpName *server, gint64 delay, SpZone *own);
void sp_practice_zone_set_habits (SpPracticeZone *self, const SpPracticeHabits *habits);

SpName *sp_practice_zone_get_origin (const SpPracticeZone *self);
guint sp_practice_zone_get_n_servers (const SpPracticeZone *self);
SpName *sp_practice_zone_get_server (const SpPracticeZone *self, guint index);
gint64 sp_practice_zone_get_delay (const SpPracticeZone *self, guint index);
const SpPracticeHabits *sp_practice_zone_get_habits (const SpPracticeZone *self);

SpZone *sp_practice_zone_get_published (const SpPracticeZone *self);
SpZone *sp_practice_zone_get_served (const SpPracticeZone *self, const SpName *server, gint64 now);
gboolean sp_practice_zone_publish (SpPracticeZone *self, SpName *name, SpRrType type,
                                   GPtrArray *records, gint64 now, GError **error);
gint64 sp_practice_zone_get_next_event (const SpPracticeZone *self, gint64 now);
gboolean sp_practice_zone_is_changed (const SpPracticeZone *self);
void sp_practice_zone_reset (SpPracticeZone *self);

JsonNode *sp_practice_zone_dup_state (const SpPracticeZone *self);
gboolean sp_practice_zone_load_state (SpPracticeZone *self, JsonNode *state, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPracticeZone, sp_practice_zone_free)

G_END_DECLS
