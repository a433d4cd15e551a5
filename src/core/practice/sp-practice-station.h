/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/dns/sp-clock.h"
#include "core/practice/sp-practice-data.h"
#include "core/practice/sp-practice-server.h"

G_BEGIN_DECLS

/**
 * SpPracticeStation:
 *
 * One address of the practice world and who answers there: a server of zones, or a caching
 * resolver. It reads messages, has them answered, and writes the replies.
 */
typedef struct _SpPracticeStation SpPracticeStation;

SpPracticeStation *sp_practice_station_new_host (const SpPracticeData *data, SpClock *clock,
                                                 const SpPracticeHost *host);
SpPracticeStation *sp_practice_station_new_recursor (const SpPracticeData *data, SpClock *clock,
                                                     const SpPracticeRecursor *recursor);
void sp_practice_station_free (SpPracticeStation *self);

SpPracticeServer *sp_practice_station_get_server (SpPracticeStation *self);
gboolean sp_practice_station_is_recursor (const SpPracticeStation *self);
void sp_practice_station_forget (SpPracticeStation *self, const SpName *domain);
JsonObject *sp_practice_station_describe (SpPracticeStation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPracticeStation, sp_practice_station_free)

G_END_DECLS
