/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpPublishedSet:
 * @state: whether the name itself holds records of the type (an alias there is a set of its own)
 * @reason: why it is unknown
 * @rows: (element-type SpEditRow): the records, empty unless present
 * @ttl: TTL of the set in seconds
 * @silent: (nullable): servers that did not help, if unknown
 *
 * One record set as the panel shows it.
 */
typedef struct {
  SpFactState state;
  SpReason reason;
  GPtrArray *rows;
  uint32_t ttl;
  char **silent;
} SpPublishedSet;

/**
 * SpPublished:
 *
 * The record sets of a snapshot as they stand in the panel, without following aliases. Edits can
 * be applied on top of it, which is how the stages of a move and "After" are worked out.
 */
typedef struct _SpPublished SpPublished;

SpPublished *sp_published_new (SpSnapshot *snapshot);
void sp_published_free (SpPublished *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPublished, sp_published_free)

SpSnapshot *sp_published_get_snapshot (SpPublished *self);
SpName *sp_published_get_zone (SpPublished *self);
const SpPublishedSet *sp_published_get (SpPublished *self, SpName *name, SpRrType type);
const char *sp_published_get_alias (SpPublished *self, SpName *name);
void sp_published_apply (SpPublished *self, SpEdit *edit);

G_END_DECLS
