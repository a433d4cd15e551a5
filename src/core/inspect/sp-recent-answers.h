/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"
#include "core/dns/sp-resolver.h"

G_BEGIN_DECLS

/**
 * SpRecentAnswers:
 *
 * What the resolvers have just said, for the many domains of a list: they have the registry, the
 * name servers' addresses and the mail provider in common, and a resolver would only repeat itself.
 * An answer is kept for seconds, and never beyond its own time to live; there is room for a few
 * hundred. Lives in one main context.
 */
typedef struct _SpRecentAnswers SpRecentAnswers;

SpRecentAnswers *sp_recent_answers_new (void);
void sp_recent_answers_free (SpRecentAnswers *self);

SpAnswer *sp_recent_answers_find (SpRecentAnswers *self, const SpName *name, SpRrType type,
                                  SpAskFlags flags, gint64 now);
void sp_recent_answers_add (SpRecentAnswers *self, SpAnswer *answer, SpAskFlags flags, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecentAnswers, sp_recent_answers_free)

G_END_DECLS
