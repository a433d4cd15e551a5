/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-move-steps.h"

#define HOUR ((gint64) 60 * 60)
#define DAY (24 * HOUR)

/* The new provider first stands behind the old one, then before it; nothing is ever taken away
 * that could still be needed. */
static const SpStepRule gradual[] = {
  { .id = "take-stock", .ticks = { "can-sign-in-dns", "addresses-listed", "website-sends-mail" } },
  { .id = "prepare-new",
    .edits = SP_STEP_EDITS_PREPARE,
    .after = { { "take-stock", TRUE } },
    .ticks = { "mailboxes-exist", "dkim-started" } },
  { .id = "lower-ttl", .edits = SP_STEP_EDITS_LOWER_TTL, .after = { { "take-stock", TRUE } } },
  { .id = "add-new",
    .edits = SP_STEP_EDITS_ADD_NEW,
    .after = { { "prepare-new", FALSE }, { "lower-ttl", FALSE } },
    .gates = { "new-accepts" },
    .ticks = { "new-accepts" } },
  { .id = "copy-mail",
    .after = { { "prepare-new", FALSE } },
    .finished_by = { "first-copy-done" },
    .ticks = { "first-copy-done" } },
  { .id = "flip",
    .edits = SP_STEP_EDITS_FLIP,
    .after = { { "lower-ttl", FALSE }, { "add-new", FALSE } },
    .gates = { "test-passed" },
    .earliest = { { "lower-ttl", TRUE, 0, NULL },
                  { "lower-ttl", FALSE, DAY, "calm-day" },
                  { "add-new", TRUE, 0, NULL } },
    .ticks = { "test-passed" } },
  { .id = "keep-old",
    .after = { { "flip", FALSE } },
    .wait = { { "flip", FALSE, 72 * HOUR, "late-senders" }, { "flip", TRUE, 0, NULL } },
    .ticks = { "old-forwards-or-is-read", "local-routing", "still-claimed" } },
  { .id = "remove-old",
    .edits = SP_STEP_EDITS_REMOVE_OLD,
    .after = { { "keep-old", TRUE } },
    .gates = { "old-is-quiet" },
    .earliest = { { "flip", FALSE, 7 * DAY, "quiet-week" }, { "flip", TRUE, 0, NULL } },
    .ticks = { "old-is-quiet", "last-copy-done" } },
  { .id = "settle",
    .edits = SP_STEP_EDITS_SETTLE,
    .after = { { "remove-old", FALSE } },
    .earliest = { { "flip", FALSE, 14 * DAY, "quiet-fortnight" },
                  { "remove-old", TRUE, 7 * DAY, "quiet-week" } },
    .ticks = { "newsletter-test" } },
  { .id = "cancel-old",
    .after = { { "settle", TRUE } },
    .gates = { "local-routing", "still-claimed" },
    .earliest = { { "flip", TRUE, 30 * DAY, "quiet-month" },
                  { "remove-old", TRUE, 5 * DAY, "last-retries" } },
    .finished_by = { "backup-taken" },
    .ticks = { "backup-taken" } },
};

/* For providers that do not work beside another one: in and out on one card. */
static const SpStepRule one_sitting[] = {
  { .id = "take-stock", .ticks = { "can-sign-in-dns", "addresses-listed", "website-sends-mail" } },
  { .id = "prepare-new",
    .edits = SP_STEP_EDITS_PREPARE,
    .after = { { "take-stock", TRUE } },
    .ticks = { "mailboxes-exist", "dkim-started" } },
  { .id = "lower-ttl", .edits = SP_STEP_EDITS_LOWER_TTL, .after = { { "take-stock", TRUE } } },
  { .id = "copy-mail",
    .after = { { "prepare-new", FALSE } },
    .finished_by = { "first-copy-done" },
    .ticks = { "first-copy-done" } },
  { .id = "switch",
    .edits = SP_STEP_EDITS_SWITCH,
    .after = { { "prepare-new", FALSE }, { "lower-ttl", FALSE } },
    .gates = { "new-accepts" },
    .earliest = { { "lower-ttl", TRUE, 0, NULL } },
    .ticks = { "new-accepts" } },
  { .id = "drain",
    .after = { { "switch", FALSE } },
    .wait = { { "switch", TRUE, 0, NULL } },
    .ticks = { "test-passed", "last-copy-done", "old-is-quiet" } },
  { .id = "side-doors",
    .after = { { "switch", FALSE } },
    .finished_by = { "local-routing", "still-claimed" },
    .ticks = { "old-forwards-or-is-read", "local-routing", "still-claimed" } },
  { .id = "settle",
    .edits = SP_STEP_EDITS_SETTLE,
    .after = { { "drain", TRUE } },
    .earliest = { { "switch", FALSE, 48 * HOUR, "calm-days" } },
    .ticks = { "newsletter-test" } },
  { .id = "cancel-old",
    .after = { { "settle", TRUE } },
    .gates = { "local-routing", "still-claimed" },
    .earliest = { { "switch", TRUE, 30 * DAY, "quiet-month" } },
    .finished_by = { "backup-taken" },
    .ticks = { "backup-taken" } },
};

/**
 * sp_move_rules_get:
 * @strategy: which way
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): the steps in their order
 */
const SpStepRule *
sp_move_rules_get (SpStrategy strategy, guint *n_rules)
{
  switch (strategy)
    {
    case SP_STRATEGY_GRADUAL:
      *n_rules = G_N_ELEMENTS (gradual);
      return gradual;
    case SP_STRATEGY_ONE_SITTING:
      *n_rules = G_N_ELEMENTS (one_sitting);
      return one_sitting;
    }
  g_return_val_if_reached (NULL);
}

/**
 * sp_move_rules_is_gate:
 * @strategy: which way
 * @tick: id of a tick
 *
 * Returns: whether a step waits for it
 */
gboolean
sp_move_rules_is_gate (SpStrategy strategy, const char *tick)
{
  guint n_rules;
  const SpStepRule *rules = sp_move_rules_get (strategy, &n_rules);

  for (guint i = 0; i < n_rules; i++)
    for (guint j = 0; rules[i].gates[j] != NULL; j++)
      if (g_str_equal (rules[i].gates[j], tick))
        return TRUE;
  return FALSE;
}
