/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-target.h"

G_BEGIN_DECLS

#define SP_TTL_MOVING 300
#define SP_TTL_SETTLED 3600
#define SP_TTL_SHORT 600
#define SP_TTL_LONG 86400

/**
 * SpTtlRule:
 * @dns_host: (nullable): whose panel it is
 * @is_open: a move or a first set-up not yet verified is open
 *
 * What a card says about the TTL.
 */
typedef struct {
  SpDnsHost *dns_host;
  gboolean is_open;
} SpTtlRule;

uint32_t sp_ttl_rule_get (const SpTtlRule *rule);
uint32_t sp_ttl_rule_nearest (const SpTtlRule *rule, uint32_t ttl);
gboolean sp_ttl_rule_is_fixed (const SpTtlRule *rule);

SpEdit *sp_edit_diff (SpPublished *published, const SpWanted *wanted, const SpTtlRule *rule);

G_END_DECLS
