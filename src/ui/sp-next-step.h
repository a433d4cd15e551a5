/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-domain.h"

G_BEGIN_DECLS

/**
 * SpNextStepKind:
 * @SP_NEXT_NOTHING: nothing left to do
 * @SP_NEXT_PROVIDER: choose a mail provider
 * @SP_NEXT_PLAN_MOVE: look at the plan of a move and begin it
 * @SP_NEXT_MOVE_STEP: a step of the move is ready
 * @SP_NEXT_MOVE_WAIT: the move waits; nothing to do now
 * @SP_NEXT_EDIT: make an edit
 * @SP_NEXT_WATCH: an edit was made and is not live everywhere
 */
typedef enum {
  SP_NEXT_NOTHING,
  SP_NEXT_PROVIDER,
  SP_NEXT_PLAN_MOVE,
  SP_NEXT_MOVE_STEP,
  SP_NEXT_MOVE_WAIT,
  SP_NEXT_EDIT,
  SP_NEXT_WATCH,
} SpNextStepKind;

/**
 * SpNextStep:
 * @kind: what kind of step it is
 * @edit: (nullable): the edit to be made or watched; borrowed from the domain's report
 * @step: (nullable): the step of the move; borrowed from the domain's timeline
 *
 * The one thing to do next for a domain.
 */
typedef struct {
  SpNextStepKind kind;
  SpEdit *edit;
  SpStep *step;
} SpNextStep;

SpNextStep sp_next_step_find (SpDomain *domain);
gboolean sp_next_step_is_move (SpDomain *domain);

G_END_DECLS
