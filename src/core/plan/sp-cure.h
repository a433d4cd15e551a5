/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit-plan.h"

G_BEGIN_DECLS

void sp_cure_judge (GListModel *edits, const SpCheckFacts *facts, SpVerdict *verdict);
SpEdit *sp_cure_find (SpEditPlan *plan, SpFinding *finding);

G_END_DECLS
