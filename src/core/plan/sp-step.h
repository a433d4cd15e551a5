/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpStepState:
 *
 * Where a step of a move stands (research: `Later → Ready → Checking → Live → Waiting → Done`).
 */
typedef enum {
  SP_STEP_LATER,
  SP_STEP_READY,
  SP_STEP_CHECKING,
  SP_STEP_LIVE,
  SP_STEP_WAITING,
  SP_STEP_DONE,
  SP_STEP_SLIPPED,
  SP_STEP_BLOCKED,
  SP_STEP_SKIPPED,
} SpStepState;

const char *sp_step_state_to_string (SpStepState state);

/**
 * SpWhy:
 * @what: code of the summand, such as "old-ttl" or "margin"
 * @seconds: how long
 * @observed_at: when the fact behind it was seen, microseconds since 1970; 0 if assumed
 *
 * One summand of the sum behind a time: "Why this time?". The first one says from when it counts:
 * "last-served" (the old setting was last given out then) or "live" (the change was everywhere
 * then), both with 0 seconds. Then "old-ttl", "negative-ttl" (nothing was there before) or
 * "unseen-ttl" (what was there before was not seen), "margin", and the waits of the table:
 * "calm-day", "calm-days", "late-senders", "quiet-week", "quiet-fortnight", "quiet-month",
 * "last-retries".
 */
typedef struct {
  char *what;
  gint64 seconds;
  gint64 observed_at;
} SpWhy;

/**
 * SpTick:
 *
 * Something only a person can confirm.
 */
typedef struct {
  char *id;
  gboolean is_done;
  gboolean is_gate;
} SpTick;

/**
 * SpStep:
 *
 * One step of a move. @earliest: from when it may be done; @latest: when every cache is clear
 * after it; microseconds since 1970, 0 where there is none. @is_about: the times rest on what has
 * not been seen yet. What it waits for are ids of steps and ticks, `--set` keys, "mx-unknown" or
 * "senders-unknown": the MX set, or what is published for sending, could not be seen when the move
 * began.
 */
#define SP_TYPE_STEP (sp_step_get_type ())
G_DECLARE_FINAL_TYPE (SpStep, sp_step, SP, STEP, GObject)

SpStep *sp_step_new (const char *id);
const char *sp_step_get_id (SpStep *self);
SpStepState sp_step_get_state (SpStep *self);
gint64 sp_step_get_earliest (SpStep *self);
gint64 sp_step_get_latest (SpStep *self);
gboolean sp_step_is_about (SpStep *self);
GPtrArray *sp_step_get_why (SpStep *self);
GListModel *sp_step_get_edits (SpStep *self);
GPtrArray *sp_step_get_ticks (SpStep *self);
const char *const *sp_step_get_blocked_by (SpStep *self);

G_END_DECLS
