/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-timeline.h"

G_BEGIN_DECLS

/**
 * SpStepEdits:
 *
 * Which edits a step has.
 */
typedef enum {
  SP_STEP_EDITS_NONE,
  SP_STEP_EDITS_PREPARE,
  SP_STEP_EDITS_LOWER_TTL,
  SP_STEP_EDITS_ADD_NEW,
  SP_STEP_EDITS_FLIP,
  SP_STEP_EDITS_REMOVE_OLD,
  SP_STEP_EDITS_SWITCH,
  SP_STEP_EDITS_SETTLE,
} SpStepEdits;

/**
 * SpStepTerm:
 * @step: id of another step; %NULL ends a list
 * @from_clear: whether it counts from C of that step, else from L
 * @seconds: how long after it
 * @code: code of the summand, %NULL if there is none
 *
 * One term of "the latest of".
 */
typedef struct {
  const char *step;
  gboolean from_clear;
  gint64 seconds;
  const char *code;
} SpStepTerm;

/**
 * SpStepAfter:
 * @step: id of another step; %NULL ends a list
 * @is_done: whether it has to be done, else live
 */
typedef struct {
  const char *step;
  gboolean is_done;
} SpStepAfter;

#define SP_STEP_MAX_LIST 5

/**
 * SpStepRule:
 * @id: public id
 * @edits: which edits it has
 * @after: what has to be live or done first
 * @gates: ticks it waits for
 * @earliest: from when it may be done: the latest of these
 * @wait: for a step that only waits: until the latest of these
 * @finished_by: ticks that finish a step that neither edits nor waits
 * @ticks: ticks that it shows
 *
 * What is fixed about a step of a move: design as data.
 */
typedef struct {
  const char *id;
  SpStepEdits edits;
  SpStepAfter after[SP_STEP_MAX_LIST];
  const char *gates[SP_STEP_MAX_LIST];
  SpStepTerm earliest[SP_STEP_MAX_LIST];
  SpStepTerm wait[SP_STEP_MAX_LIST];
  const char *finished_by[SP_STEP_MAX_LIST];
  const char *ticks[SP_STEP_MAX_LIST];
} SpStepRule;

const SpStepRule *sp_move_rules_get (SpStrategy strategy, guint *n_rules);
gboolean sp_move_rules_is_gate (SpStrategy strategy, const char *tick);

G_END_DECLS
