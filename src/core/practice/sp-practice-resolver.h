/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-data.h"

G_BEGIN_DECLS

/**
 * SpPracticeResolver:
 *
 * A caching resolver: finds answers by walking down from the root zone as a real one does, and
 * remembers them (RFC 1035 §7, RFC 2308). What it remembers is what makes a change in DNS slow,
 * so its memory runs on the clock that can jump.
 */
typedef struct _SpPracticeResolver SpPracticeResolver;

SpPracticeResolver *sp_practice_resolver_new (const SpPracticeData *data, uint32_t least_hold);
void sp_practice_resolver_free (SpPracticeResolver *self);

void sp_practice_resolver_answer (SpPracticeResolver *self, const SpMessage *query, gint64 now,
                                  SpMessage *reply);
void sp_practice_resolver_forget (SpPracticeResolver *self, const SpName *domain);
guint sp_practice_resolver_get_n_entries (SpPracticeResolver *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPracticeResolver, sp_practice_resolver_free)

G_END_DECLS
