/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

SpFact *sp_test_fact_of (SpSnapshot *snapshot, const char *text, SpRrType type);
SpFactState sp_test_state_of (SpSnapshot *snapshot, const char *text, SpRrType type);
SpFactState sp_test_state_at (SpSnapshot *snapshot, const char *labels, SpRrType type);
const SpZoneServer *sp_test_server_of (SpSnapshot *snapshot, const char *text);
guint sp_test_count_from (SpFact *fact, const char *server);
void sp_test_assert_manners (SpSnapshot *snapshot);

G_END_DECLS
