/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

char *sp_edit_zone_dup_text (SpSnapshot *snapshot, GListModel *edits);

G_END_DECLS
