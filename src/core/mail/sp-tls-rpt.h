/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"
#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpTlsRpt:
 * @is_usable: whether senders send reports
 * @rua: (element-type utf8): where to: URIs as written, those that can be used
 * @issues: (element-type SpParseIssue): what is wrong
 *
 * Who is told about the security of delivery (RFC 8460 §3). Issue codes that are errors:
 * "no-version", "no-rua", "bad-uri", "tag-bad-value" and those of sp_tag_list_parse_fields().
 * Notes: "unknown-scheme", as long as there is another URI; "tag-twice".
 */
typedef struct {
  gboolean is_usable;
  GPtrArray *rua;
  GArray *issues;
} SpTlsRpt;

gboolean sp_tls_rpt_is_record (const char *text, gsize length);
gboolean sp_tls_rpt_looks_like (const char *text, gsize length);
GPtrArray *sp_tls_rpt_select (const SpRecordSet *set);

SpTlsRpt *sp_tls_rpt_parse (const char *text, gssize length);
void sp_tls_rpt_free (SpTlsRpt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTlsRpt, sp_tls_rpt_free)

G_END_DECLS
