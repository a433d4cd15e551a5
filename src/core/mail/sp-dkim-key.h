/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpDkimKeyType:
 *
 * What kind of key it is; %SP_DKIM_KEY_OTHER is a `k=` that no standard knows.
 */
typedef enum {
  SP_DKIM_KEY_RSA,
  SP_DKIM_KEY_ED25519,
  SP_DKIM_KEY_OTHER,
} SpDkimKeyType;

/**
 * SpDkimKeyState:
 * @SP_DKIM_KEY_VALID: can be used
 * @SP_DKIM_KEY_TESTING: can be used, and says that the domain is only testing (`t=y`)
 * @SP_DKIM_KEY_REVOKED: `p=` is empty (RFC 6376 §3.6.1)
 * @SP_DKIM_KEY_BROKEN: cannot be used
 */
typedef enum {
  SP_DKIM_KEY_VALID,
  SP_DKIM_KEY_TESTING,
  SP_DKIM_KEY_REVOKED,
  SP_DKIM_KEY_BROKEN,
} SpDkimKeyState;

const char *sp_dkim_key_type_to_string (SpDkimKeyType type);
const char *sp_dkim_key_state_to_string (SpDkimKeyState state);

/**
 * SpDkimKey:
 * @type: kind of key
 * @state: whether it can be used
 * @bits: size of the key, 0 if it could not be read
 * @key: (nullable): the decoded public key
 * @issues: (element-type SpParseIssue): what is wrong
 *
 * A DKIM key record (RFC 6376 §3.6.1, RFC 8463). Issue codes that are errors: "no-key",
 * "bad-version", "version-not-first", "quotes", "backslash", "bad-base64", "cut-off", "not-a-key",
 * "bad-type", "unknown-type", "wrong-hash", "wrong-service", and those of [struct@TagList]. Notes:
 * "spaces-in-key" (allowed, but a sign of pasting).
 */
typedef struct {
  SpDkimKeyType type;
  SpDkimKeyState state;
  guint bits;
  GBytes *key;
  GArray *issues;
} SpDkimKey;

gboolean sp_dkim_key_is_foreign (const SpDkimKey *self);
gboolean sp_dkim_key_looks_like (const char *text, gsize length);
SpDkimKey *sp_dkim_key_parse (const char *text, gssize length);
void sp_dkim_key_free (SpDkimKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDkimKey, sp_dkim_key_free)

G_END_DECLS
