/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspector.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

void sp_probes_run_async (SpNetwork *network, SpSnapshot *snapshot, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);
SpSnapshot *sp_probes_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
