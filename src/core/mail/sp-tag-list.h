/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpTag:
 * @name: as written, without the space around it
 * @value: as written, without the space around it; may be empty; never %NULL
 * @name_offset: where the name begins, in bytes
 * @value_offset: where the value begins, in bytes
 * @value_length: length of the value in bytes (it may hold zero bytes)
 *
 * One `name=value` of a list.
 */
typedef struct {
  char *name;
  char *value;
  gsize name_offset;
  gsize value_offset;
  gsize value_length;
} SpTag;

/**
 * SpTagList:
 * @tags: (element-type SpTag): in the order written
 * @issues: (element-type SpParseIssue): "tag-empty", "tag-no-equals", "tag-bad-name",
 *   "tag-bad-value", "tag-twice", "tag-too-many"
 *
 * A list of `name=value` pairs between semicolons: DKIM keys and DMARC records (RFC 6376 §3.2),
 * and, with a stricter grammar, MTA-STS and TLS-RPT records.
 */
typedef struct {
  GPtrArray *tags;
  GArray *issues;
} SpTagList;

SpTagList *sp_tag_list_parse (const char *text, gssize length);
void sp_tag_list_free (SpTagList *self);
const SpTag *sp_tag_list_find (const SpTagList *self, const char *name);

gboolean sp_tag_list_has_version (const char *text, gsize size, const char *version);
gboolean sp_tag_list_looks_like (const char *text, gsize size, const char *start);
SpTagList *sp_tag_list_parse_fields (const char *text, gssize length, const char *version);
gboolean sp_tag_list_is_plain_value (const SpTag *tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTagList, sp_tag_list_free)

G_END_DECLS
