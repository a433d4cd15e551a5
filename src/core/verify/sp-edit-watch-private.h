/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-clock.h"
#include "core/dns/sp-server.h"
#include "core/verify/sp-edit-watch.h"

G_BEGIN_DECLS

SpSighting *sp_sighting_new (const char *server);
void sp_sighting_set_state (SpSighting *self, SpSightingState state);

SpEditWatch *sp_edit_watch_new (SpEdit *edit, GPtrArray *servers, GPtrArray *observations,
                                SpClock *clock);

G_END_DECLS
