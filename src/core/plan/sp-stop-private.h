/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-route.h"

G_BEGIN_DECLS

SpStop *sp_stop_new (int priority, const char *host, SpStopState state);
void sp_stop_set_provider (SpStop *self, SpProvider *provider);
void sp_stop_take_addresses (SpStop *self, char **addresses, const char *alias);
void sp_stop_set_place (SpStop *self, guint rank, gboolean is_shared);
void sp_stop_set_change (SpStop *self, gboolean is_new, gboolean is_removed);

G_END_DECLS
