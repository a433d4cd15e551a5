/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-timeline.h"

G_BEGIN_DECLS

gboolean sp_move_stage_is_settled (SpTimeline *timeline);
char **sp_move_stage_dup_hosts (const SpMove *move, SpTimeline *timeline);

G_END_DECLS
