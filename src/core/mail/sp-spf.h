/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"
#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpSpfKind:
 * @SP_SPF_BROKEN: a word that is no term; the issues say why
 *
 * The mechanisms and modifiers of RFC 7208 §5 and §6. %SP_SPF_MODIFIER is any other modifier,
 * which receivers ignore (§6).
 */
typedef enum {
  SP_SPF_BROKEN,
  SP_SPF_ALL,
  SP_SPF_INCLUDE,
  SP_SPF_A,
  SP_SPF_MX,
  SP_SPF_PTR,
  SP_SPF_IP4,
  SP_SPF_IP6,
  SP_SPF_EXISTS,
  SP_SPF_REDIRECT,
  SP_SPF_EXP,
  SP_SPF_MODIFIER,
} SpSpfKind;

/**
 * SpSpfTerm:
 * @kind: what it is
 * @qualifier: '+', '-', '~' or '?'; '+' where none is written; 0 for modifiers
 * @word: name of the mechanism or modifier as written
 * @domain: (nullable): domain-spec as written, %NULL if absent
 * @has_macro: whether @domain has a macro, see [func@spf_is_fixed]
 * @address: (nullable): network of `ip4` and `ip6`
 * @prefix4: IPv4 prefix length of `a`, `mx`, `ip4`; 32 if none is written
 * @prefix6: IPv6 prefix length of `a`, `mx`, `ip6`; 128 if none is written
 * @is_glued: whether @domain ends in "-all": the grammar has nothing against it, but an ending lost
 *   the space in front of it
 * @text: the whole term as written
 * @offset: where it begins in the record, in bytes
 * @length: its length in bytes
 *
 * One term of a record.
 */
typedef struct {
  SpSpfKind kind;
  char qualifier;
  char *word;
  char *domain;
  gboolean has_macro;
  GInetAddress *address;
  guint prefix4;
  guint prefix6;
  gboolean is_glued;
  char *text;
  gsize offset;
  gsize length;
} SpSpfTerm;

/**
 * SpSpf:
 * @terms: (element-type SpSpfTerm): in the order written, also the broken ones
 * @issues: (element-type SpParseIssue): what is wrong; an error makes the whole record void
 *   (RFC 7208 §4.6)
 *
 * A list of allowed senders (RFC 7208). Issue codes that are errors: "no-version",
 * "bad-character", "long-dash", "quotes", "glued-all", "unknown-mechanism", "missing-ip-prefix",
 * "missing-colon", "missing-domain", "unexpected-value", "bad-domain", "bad-macro", "bad-prefix",
 * "bad-ip4", "ip6-in-ip4", "bad-ip6", "ip4-in-ip6", "bad-modifier", "modifier-twice".
 * Notes: "text-after-all" (a mechanism behind `all` is never looked at, §5.1), "redirect-ignored"
 * (§6.1), "glued-all" where the grammar allows it, "equals-for-colon" (reads as a modifier that
 * nobody knows, and is skipped), "version-twice", "include-twice".
 */
typedef struct {
  GPtrArray *terms;
  GArray *issues;
} SpSpf;

gboolean sp_spf_is_record (const char *text, gsize length);
GPtrArray *sp_spf_select (const SpRecordSet *set);

SpSpf *sp_spf_parse (const char *text, gssize length);
void sp_spf_free (SpSpf *self);
gboolean sp_spf_is_valid (const SpSpf *self);
gboolean sp_spf_lets_somebody_pass (const SpSpf *self);
gboolean sp_spf_is_clean (const SpSpf *self);
const SpSpfTerm *sp_spf_find (const SpSpf *self, SpSpfKind kind);
guint sp_spf_count_lookups (const SpSpf *self);
gboolean sp_spf_kind_asks (SpSpfKind kind);
char *sp_spf_term_dup_text (const SpSpfTerm *self);
char *sp_spf_dup_suggestion (const char *code, const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSpf, sp_spf_free)

G_END_DECLS
