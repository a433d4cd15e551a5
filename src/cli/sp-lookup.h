/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-resolver.h"
#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpLookup:
 *
 * A few questions to a resolver, and nothing else: asking a resolver for names that do not exist
 * yet would make it remember that they are missing. What comes back is a snapshot of just these.
 */
typedef struct _SpLookup SpLookup;

typedef void (*SpLookupAnswered) (SpLookup *lookup, const SpAnswer *answer);

SpLookup *sp_lookup_new (SpWorkspace *workspace, SpName *domain, GPtrArray *recursors);
void sp_lookup_free (SpLookup *self);
void sp_lookup_ask (SpLookup *self, SpName *name, SpRrType type);
SpSnapshot *sp_lookup_run (SpLookup *self, SpLookupAnswered answered);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpLookup, sp_lookup_free)

G_END_DECLS
