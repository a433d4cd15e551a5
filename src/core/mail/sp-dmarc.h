/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"
#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpDmarcPolicy:
 * @SP_DMARC_UNSET: not said, or not understood
 *
 * What a domain wants to be done with mail that fails, from mild to strict.
 */
typedef enum {
  SP_DMARC_UNSET,
  SP_DMARC_NONE,
  SP_DMARC_QUARANTINE,
  SP_DMARC_REJECT,
} SpDmarcPolicy;

/**
 * SpDmarcSubject:
 * @SP_DMARC_ITSELF: the name that the record was published for
 * @SP_DMARC_BELOW: a name below it that exists
 * @SP_DMARC_MISSING: a name below it that does not exist
 *
 * Whose mail a record is applied to (RFC 9989 §4.10.1).
 */
typedef enum {
  SP_DMARC_ITSELF,
  SP_DMARC_BELOW,
  SP_DMARC_MISSING,
} SpDmarcSubject;

const char *sp_dmarc_policy_to_string (SpDmarcPolicy policy);

/**
 * SpDmarc:
 * @is_usable: whether a receiver can use the record (RFC 9989)
 * @policy: `p`
 * @subdomain_policy: `sp`, %SP_DMARC_UNSET if absent
 * @missing_policy: `np`: for names that do not exist; %SP_DMARC_UNSET if absent
 * @is_testing: `t=y`, which lowers the policy by one level
 * @psd: `psd`: 'y', 'n' or 'u'
 * @strict_dkim: `adkim=s`
 * @strict_spf: `aspf=s`
 * @rua: (element-type utf8): where summary reports go: URIs as written
 * @ruf: (element-type utf8): where failure reports go: URIs as written
 * @fo: (nullable): `fo` as written, if it keeps to the grammar
 * @old_tags: (element-type utf8): tags that RFC 9989 removed: "pct", "rf", "ri"
 * @tags: (element-type utf8 utf8): every tag as written, by name
 * @issues: (element-type SpParseIssue): what is wrong
 *
 * A rule for forged mail (RFC 9989). Issue codes that are errors: "no-version", "bad-policy",
 * "no-policy" (a note, if reports are asked for), "tag-twice" (of such a tag the first is kept
 * here; a note, if nobody knows the tag). Notes: "bad-value", "bad-uri", "old-tag", "unknown-tag",
 * and the others of [struct@TagList], since what is wrong in one part spoils that part only.
 */
typedef struct {
  gboolean is_usable;
  SpDmarcPolicy policy;
  SpDmarcPolicy subdomain_policy;
  SpDmarcPolicy missing_policy;
  gboolean is_testing;
  char psd;
  gboolean strict_dkim;
  gboolean strict_spf;
  GPtrArray *rua;
  GPtrArray *ruf;
  char *fo;
  GPtrArray *old_tags;
  GHashTable *tags;
  GArray *issues;
} SpDmarc;

gboolean sp_dmarc_is_record (const char *text, gsize length);
gboolean sp_dmarc_looks_like (const char *text, gsize length);
GPtrArray *sp_dmarc_select (const SpRecordSet *set);

SpDmarc *sp_dmarc_parse (const char *text, gssize length);
void sp_dmarc_free (SpDmarc *self);
SpDmarcPolicy sp_dmarc_get_effective_policy (const SpDmarc *self, SpDmarcSubject subject);
GPtrArray *sp_dmarc_dup_walk (SpName *domain);
char *sp_dmarc_dup_mailto_address (const char *uri);
SpName *sp_dmarc_dup_mailto_host (const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDmarc, sp_dmarc_free)

G_END_DECLS
