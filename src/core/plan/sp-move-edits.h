/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit-diff.h"
#include "core/plan/sp-move-steps.h"

G_BEGIN_DECLS

#define SP_STEP_EDITS_LAST SP_STEP_EDITS_SETTLE

/**
 * SpMoveEdits:
 * @edits: (element-type SpEdit): what each kind of step edits
 * @mx_sets: (nullable): the MX set after each kind of step
 * @new_hosts: (element-type utf8): hosts of the new MX set; empty if a value is missing
 * @old_hosts: (element-type utf8): hosts that are to go
 * @low_ttl: TTL of the MX set during the move, in seconds
 * @mx_is_known: whether the MX set was seen when the move began
 * @needs: (element-type utf8): keys of values without which a step lacks a record
 * @awaited: (element-type utf8 SpStepEdits): ids of what cannot be written yet, and which kind of
 *   step will edit it
 *
 * The edits of all steps of a move, worked out from the snapshot with which it began.
 */
typedef struct {
  GPtrArray *edits[SP_STEP_EDITS_LAST + 1];
  SpRecordSet *mx_sets[SP_STEP_EDITS_LAST + 1];
  GPtrArray *new_hosts;
  GPtrArray *old_hosts;
  uint32_t low_ttl;
  gboolean mx_is_known;
  gboolean preparation_is_known;
  GPtrArray *needs;
  GHashTable *awaited;
} SpMoveEdits;

SpMoveEdits *sp_move_edits_new (const SpMove *move, SpCatalog *catalog);
void sp_move_edits_free (SpMoveEdits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMoveEdits, sp_move_edits_free)

gboolean sp_move_edits_mx_fits (SpMoveEdits *self, SpStepEdits kind, const SpRecordSet *set);

/* What leaves with the old provider, in a file of its own. */
typedef struct {
  SpTarget *target;
  SpPublished *published;
  GPtrArray *old_rows;
  gboolean website_sends;
} SpMoveOld;

GPtrArray *sp_move_old_dup_wanted (const SpMoveOld *old);

G_END_DECLS
