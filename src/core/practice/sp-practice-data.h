/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/practice/sp-practice-fault.h"
#include "core/practice/sp-practice-zone.h"

G_BEGIN_DECLS

/**
 * SpPracticeHost:
 * @name: name of the server
 * @address: where it listens, from the zone that holds its name
 * @fault: what is wrong with it
 *
 * A machine that serves zones.
 */
typedef struct {
  SpName *name;
  GInetAddress *address;
  SpPracticeFault fault;
} SpPracticeHost;

/**
 * SpPracticeRecursor:
 * @id: its word in the data files and in `describe`
 * @address: where it listens
 * @least_hold: how long it keeps every answer at least, in seconds; 0 for an obedient one
 *
 * A caching resolver.
 */
typedef struct {
  char *id;
  GInetAddress *address;
  uint32_t least_hold;
} SpPracticeRecursor;

/**
 * SpPracticeData:
 * @zones: (element-type SpPracticeZone): every zone, the root first
 * @hosts: (element-type SpPracticeHost): every server named in a zone
 * @recursors: (element-type SpPracticeRecursor): the resolvers, the obedient one first
 * @domains: (element-type SpPracticeDomain): the domains to practise with
 *
 * What the data files say.
 */
typedef struct {
  GPtrArray *zones;
  GPtrArray *hosts;
  GPtrArray *recursors;
  GPtrArray *domains;
} SpPracticeData;

SpPracticeData *sp_practice_data_load (const char *data_dir, GError **error);
void sp_practice_data_free (SpPracticeData *self);

SpPracticeZone *sp_practice_data_find_zone (const SpPracticeData *self, const SpName *origin);
SpPracticeZone *sp_practice_data_find_zone_above (const SpPracticeData *self, const SpName *name);
const SpPracticeHost *sp_practice_data_find_host (const SpPracticeData *self, const SpName *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPracticeData, sp_practice_data_free)

G_END_DECLS
