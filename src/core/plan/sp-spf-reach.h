/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-snapshot.h"
#include "core/mail/sp-spf.h"

G_BEGIN_DECLS

/**
 * SpSpfGoal:
 * @term: (nullable): a term in its plain form
 * @provider: (nullable): a provider, meant by any of its names
 * @address: (nullable): an address that is allowed by itself or within a network
 *
 * What is looked for in a list of senders; one of the three is set.
 */
typedef struct {
  const char *term;
  SpProvider *provider;
  GInetAddress *address;
} SpSpfGoal;

gboolean sp_spf_reach_term (SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term,
                            const SpSpfGoal *goal);
gboolean sp_spf_reach_text (SpSnapshot *snapshot, SpName *domain, const char *text,
                            const SpSpfGoal *goal);
GPtrArray *sp_spf_reach_dup_addresses (SpSnapshot *snapshot, const SpName *host);

G_END_DECLS
