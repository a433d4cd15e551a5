/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-target.h"

G_BEGIN_DECLS

void sp_target_repair_mx (SpTarget *self);
void sp_target_move_mx (SpTarget *self);
void sp_target_complete_mx (SpTarget *self);
void sp_target_clear_wrong_owner (SpTarget *self);
void sp_target_move_keys (SpTarget *self);
void sp_target_repair_keys (SpTarget *self);
gboolean sp_target_knows_addresses (SpTarget *self, SpName *name);
gboolean sp_target_note_unseen_addresses (SpTarget *self, const char *id, SpName *host);
void sp_target_replace_alias (SpTarget *self, SpName *name, gboolean with_addresses);
void sp_target_repair_apex (SpTarget *self);
void sp_target_clear_names (SpTarget *self);
void sp_target_clear_doubled (SpTarget *self);
void sp_target_clear_programs (SpTarget *self);

G_END_DECLS
