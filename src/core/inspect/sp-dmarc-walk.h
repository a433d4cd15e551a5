/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspector.h"

G_BEGIN_DECLS

/* How many domains are walked at once; the others stay unknown. */
#define SP_DMARC_WALK_MAX_DOMAINS 8

void sp_dmarc_walk_async (SpNetwork *network, SpClock *clock, GPtrArray *domains,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data);
GPtrArray *sp_dmarc_walk_finish (GAsyncResult *result, GError **error);

G_END_DECLS
