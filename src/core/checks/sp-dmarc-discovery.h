/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/mail/sp-dmarc.h"

G_BEGIN_DECLS

/**
 * SpDmarcDiscovery:
 * @state: whether a rule was found; unknown if a name on the way could not be checked
 * @unknown: (transfer none) (nullable): what could not be checked
 * @found_at: (nullable): where the rule was found
 * @record: (nullable): the record; it may be one that cannot be used
 * @dmarc: (nullable): the same, read
 * @is_own: whether it is the domain's own, and not one from above
 * @subject: as what the record applies to the domain
 * @organization: (nullable): the organizational domain (§4.10.2), %NULL if that is unknown
 * @n_records: how many records the domain's own name has; more than one void each other
 *
 * The rule for forged mail that receivers apply to a domain (RFC 9989 §4.10).
 */
typedef struct {
  SpFactState state;
  SpFact *unknown;
  SpName *found_at;
  SpRecord *record;
  SpDmarc *dmarc;
  gboolean is_own;
  SpDmarcSubject subject;
  SpName *organization;
  guint n_records;
} SpDmarcDiscovery;

SpDmarcDiscovery *sp_dmarc_discovery_new (const SpSnapshot *snapshot);
void sp_dmarc_discovery_free (SpDmarcDiscovery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDmarcDiscovery, sp_dmarc_discovery_free)

G_END_DECLS
