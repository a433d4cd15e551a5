/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-fact.h"

G_BEGIN_DECLS

/**
 * SpFactLookup:
 * @name: name asked
 * @type: type asked
 * @reason: (out): why nothing is known, if there are no answers
 * @data: what was handed in
 *
 * Returns: (nullable) (transfer none) (element-type SpAnswer): all answers to the question, %NULL
 *   if it was not asked
 */
typedef GPtrArray *(*SpFactLookup) (const SpName *name, SpRrType type, SpReason *reason,
                                    gpointer data);

#define SP_FACT_MAX_ALIASES 8

SpReason sp_reason_more_telling (SpReason a, SpReason b);
SpRecordSet *sp_fact_dup_direct_set (const SpAnswer *answer, const SpName *name, SpRrType type);
SpFact *sp_fact_new_weighed (SpName *name, SpRrType type, SpFactLookup lookup, gpointer data);
SpFact *sp_fact_new_absent (SpName *name, SpRrType type);
SpFact *sp_fact_new_unknown (SpName *name, SpRrType type, SpReason reason);

G_END_DECLS
