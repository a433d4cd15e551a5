/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"
#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpMtaSts:
 * @is_usable: whether senders go on and read the policy
 * @id: (nullable): `id`, which changes with every policy
 * @issues: (element-type SpParseIssue): what is wrong
 *
 * The record that announces a delivery security policy (RFC 8461 §3.1). Issue codes that are
 * errors: "no-version", "no-id", "bad-id", "tag-bad-value" and those of
 * sp_tag_list_parse_fields(). Notes: "tag-twice", since the first one counts.
 */
typedef struct {
  gboolean is_usable;
  char *id;
  GArray *issues;
} SpMtaSts;

gboolean sp_mta_sts_is_record (const char *text, gsize length);
gboolean sp_mta_sts_looks_like (const char *text, gsize length);
GPtrArray *sp_mta_sts_select (const SpRecordSet *set);

SpMtaSts *sp_mta_sts_parse (const char *text, gssize length);
void sp_mta_sts_free (SpMtaSts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMtaSts, sp_mta_sts_free)

/**
 * SpMtaStsMode:
 * @SP_MTA_STS_UNSET: not said, or not understood
 * @SP_MTA_STS_NONE: there is no policy any more
 * @SP_MTA_STS_TESTING: faults are reported, mail passes
 * @SP_MTA_STS_ENFORCE: mail is not delivered to hosts that do not fit
 *
 * What senders do with the policy (RFC 8461 §3.2, §5).
 */
typedef enum {
  SP_MTA_STS_UNSET,
  SP_MTA_STS_NONE,
  SP_MTA_STS_TESTING,
  SP_MTA_STS_ENFORCE,
} SpMtaStsMode;

const char *sp_mta_sts_mode_to_string (SpMtaStsMode mode);

/**
 * SpMtaStsPolicy:
 * @is_usable: whether senders can use it
 * @mode: `mode`
 * @max_age: `max_age` in seconds, -1 if not said or not understood
 * @mx: (element-type utf8): the `mx` patterns that are understood, in lower case
 * @others: (element-type utf8): fields that nobody knows, as `key: value`
 * @issues: (element-type SpParseIssue): what is wrong
 *
 * The policy that the web server gives (RFC 8461 §3.2). Issue codes that are errors: "no-version",
 * "bad-version", "no-mode", "bad-mode", "no-max-age", "bad-max-age", "no-mx", "bad-mx",
 * "mx-not-ascii", "no-colon", "bad-key", "bad-value", "byte-order-mark", "too-long". Notes:
 * "field-twice", since the first one counts; "blank-line".
 */
typedef struct {
  gboolean is_usable;
  SpMtaStsMode mode;
  gint64 max_age;
  GPtrArray *mx;
  GPtrArray *others;
  GArray *issues;
} SpMtaStsPolicy;

SpMtaStsPolicy *sp_mta_sts_policy_parse (const char *text, gssize length);
void sp_mta_sts_policy_free (SpMtaStsPolicy *self);
gboolean sp_mta_sts_policy_covers (const SpMtaStsPolicy *self, const SpName *host);

gboolean sp_mta_sts_pattern_matches (const char *pattern, const SpName *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMtaStsPolicy, sp_mta_sts_policy_free)

G_END_DECLS
