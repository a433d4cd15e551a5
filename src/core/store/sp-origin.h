/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpOrigin:
 * @snapshot: what was published before the first of the edits
 * @edits: a list of #SpEdit: those that the person said were made since; without their rows
 *
 * Where a domain can be put back to.
 */
typedef struct {
  SpSnapshot *snapshot;
  GListStore *edits;
} SpOrigin;

SpOrigin *sp_origin_new (SpSnapshot *snapshot);
void sp_origin_free (SpOrigin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpOrigin, sp_origin_free)

gboolean sp_origin_add_edit (SpOrigin *self, SpEdit *edit);
char *sp_origin_dup_edits_text (SpOrigin *self);
void sp_origin_read_edits (SpOrigin *self, const char *text);

G_END_DECLS
