/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpDkimSignature:
 * @is_usable: whether a verifier can use it
 * @domain: (nullable): `d`, in lower case
 * @selector: (nullable): `s`: the key name
 * @identity: (nullable): `i` as written
 * @algorithm: (nullable): `a`
 * @begins: (nullable): the first eight characters of `b`, by which results tell signatures apart
 * @signs_from: whether the From field is signed
 * @has_length: whether only the beginning of the body is signed (`l`)
 * @issues: (element-type SpParseIssue): "missing-tag", "bad-tags", "bad-version", "bad-domain",
 *   "bad-identity", "from-unsigned", "expires-early", "weak-hash"; a note: "body-length"
 *
 * A DKIM-Signature field (RFC 6376 §3.5).
 */
typedef struct {
  gboolean is_usable;
  char *domain;
  char *selector;
  char *identity;
  char *algorithm;
  char *begins;
  gboolean signs_from;
  gboolean has_length;
  GArray *issues;
} SpDkimSignature;

SpDkimSignature *sp_dkim_signature_parse (const char *value);
void sp_dkim_signature_free (SpDkimSignature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDkimSignature, sp_dkim_signature_free)

G_END_DECLS
