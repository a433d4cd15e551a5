/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "core/dns/sp-clock.h"
#include "core/dns/sp-zone.h"
#include "core/practice/sp-practice-error.h"
#include "core/practice/sp-practice-zone.h"

G_BEGIN_DECLS

/**
 * SpPracticeDomain:
 * @name: the domain to be checked and moved
 * @zone: the zone that its pretend panel edits; for a subdomain the zone above it
 * @story: id of its story; the words are in the `explain` room
 * @move_to: (nullable): id of the provider that the story suggests
 *
 * One domain that a person may practise with.
 */
typedef struct {
  SpName *name;
  SpName *zone;
  char *story;
  char *move_to;
} SpPracticeDomain;

/**
 * SpPracticeWorld:
 *
 * A small internet on 127.53.0.0/24: a root and top-level side, authoritative servers that publish
 * with a delay, and two caching resolvers. Real UDP and TCP on the main context that was the
 * thread's default when the world was started; all delays and caches run on the [class@Clock].
 *
 * Emits `changed` (no arguments) after each edit that was saved, each story that was started over
 * and each state that was loaded.
 */
#define SP_TYPE_PRACTICE_WORLD (sp_practice_world_get_type ())
G_DECLARE_FINAL_TYPE (SpPracticeWorld, sp_practice_world, SP, PRACTICE_WORLD, GObject)

/* Reads the data files: the built-in ones, or those of a folder. Opens no port yet. */
SpPracticeWorld *sp_practice_world_new (SpClock *clock, const char *data_dir, GError **error);

/* One port for every address, UDP and TCP; 0 looks for a free one. */
gboolean sp_practice_world_start (SpPracticeWorld *self, uint16_t port, GError **error);
void sp_practice_world_stop (SpPracticeWorld *self);

SpClock *sp_practice_world_get_clock (SpPracticeWorld *self);
uint16_t sp_practice_world_get_port (SpPracticeWorld *self);
GPtrArray *sp_practice_world_get_recursors (SpPracticeWorld *self); /* GInetSocketAddress */
GPtrArray *sp_practice_world_get_domains (SpPracticeWorld *self);   /* SpPracticeDomain */
const SpPracticeDomain *sp_practice_world_find_domain (SpPracticeWorld *self, const SpName *name);
JsonNode *sp_practice_world_describe (SpPracticeWorld *self);

/* The pretend DNS panel; what is typed into its fields is read by sp-practice-panel.h. */
const SpPracticeHabits *sp_practice_world_get_habits (SpPracticeWorld *self, const SpName *domain);
SpZone *sp_practice_world_dup_published_zone (SpPracticeWorld *self, const SpName *domain);
gboolean sp_practice_world_publish (SpPracticeWorld *self, const SpName *zone, SpName *name,
                                    SpRrType type, GPtrArray *records, GError **error);
gint64 sp_practice_world_get_next_event (SpPracticeWorld *self, const SpName *domain);
void sp_practice_world_start_over (SpPracticeWorld *self, const SpName *domain);

JsonNode *sp_practice_world_dup_state (SpPracticeWorld *self);
gboolean sp_practice_world_load_state (SpPracticeWorld *self, JsonNode *state, GError **error);

G_END_DECLS
