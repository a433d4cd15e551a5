/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/* What is longer was not copied by a person to have it read. */
#define SP_HEADER_MAX_BYTES (256 * 1024)
#define SP_HEADER_MAX_FIELDS 1000

/**
 * SpHeaderField:
 * @name: as written
 * @value: unfolded, without the space around it: any bytes but zero
 *
 * One field of a message header.
 */
typedef struct {
  char *name;
  char *value;
} SpHeaderField;

/**
 * SpHeader:
 * @fields: (element-type SpHeaderField): from the top
 * @body_offset: where the text goes on behind the header
 * @issues: (element-type SpParseIssue): "too-long", "too-many-fields", "lost-folding"
 *
 * The header of a message (RFC 5322 §2.2).
 */
typedef struct {
  GPtrArray *fields;
  gsize body_offset;
  GArray *issues;
} SpHeader;

SpHeader *sp_header_parse (const char *text, gssize length);
void sp_header_free (SpHeader *self);
gboolean sp_header_is_known (const SpHeader *self);
const char *sp_header_get (const SpHeader *self, const char *name);
guint sp_header_find (const SpHeader *self, const char *name, guint start);

char *sp_header_dup_address (const char *value);
char *sp_header_dup_domain (const char *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpHeader, sp_header_free)

G_END_DECLS
