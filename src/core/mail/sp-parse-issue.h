/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpParseIssue:
 * @code: what is wrong: a static string, such as "unknown-mechanism"
 * @offset: where, in bytes from the start of the text
 * @length: how many bytes are concerned, 0 for a position between two
 * @is_error: whether a receiver gives up because of it, or only a person should know
 *
 * Something a parser did not understand. A broken record is data, never a `GError`: the parsers
 * of this room accept any bytes, keep what they understood, and list what they did not.
 */
typedef struct {
  const char *code;
  gsize offset;
  gsize length;
  gboolean is_error;
} SpParseIssue;

GArray *sp_parse_issues_new (void);
void sp_parse_issues_add (GArray *issues, const char *code, gsize offset, gsize length,
                          gboolean is_error);
const SpParseIssue *sp_parse_issues_find (GArray *issues, const char *code);
const SpParseIssue *sp_parse_issues_find_error (GArray *issues);

G_END_DECLS
