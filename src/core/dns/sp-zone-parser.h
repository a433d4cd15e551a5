/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record.h"

G_BEGIN_DECLS

/* Largest zone text that is read, in bytes, and most records in it: many times what the domain of
 * a small business holds, small enough that hostile text costs neither time nor memory. */
#define SP_ZONE_MAX_TEXT (1024 * 1024)
#define SP_ZONE_MAX_RECORDS 10000

/**
 * SpZoneToken:
 * @text: the characters as written, escapes included
 * @length: number of bytes
 * @quoted: whether it stood in quotation marks
 *
 * One word of a zone entry. It points into the text that is being read.
 */
typedef struct {
  const char *text;
  gsize length;
  gboolean quoted;
} SpZoneToken;

/**
 * SpZoneEntry:
 * @tokens: (element-type SpZoneToken): the words, brackets and comments removed
 * @indented: the entry began with white space, so its owner is that of the entry before
 * @line: number of its first line, from 1
 *
 * One entry of zone text; it may stretch over several lines inside brackets.
 */
typedef struct {
  GArray *tokens;
  gboolean indented;
  guint line;
} SpZoneEntry;

/**
 * SpZoneReader:
 *
 * Walks through zone text, entry by entry.
 */
typedef struct {
  const char *cursor;
  const char *end;
  guint line;
  SpZoneEntry entry;
} SpZoneReader;

void sp_zone_reader_init (SpZoneReader *self, const char *text, gsize length);
void sp_zone_reader_clear (SpZoneReader *self);
gboolean sp_zone_reader_next (SpZoneReader *self, GError **error);

SpName *sp_zone_token_parse_name (const SpZoneToken *token, const SpName *origin, GError **error);
gboolean sp_zone_token_parse_ttl (const SpZoneToken *token, uint32_t *ttl);
gboolean sp_zone_token_parse_number (const SpZoneToken *token, uint32_t maximum, uint32_t *number);
GBytes *sp_zone_token_parse_string (const SpZoneToken *token, GError **error);
gboolean sp_zone_token_equals (const SpZoneToken *token, const char *word);
char *sp_zone_token_dup_text (const SpZoneToken *token);

SpRecord *sp_zone_parse_rdata (const SpZoneToken *tokens, guint n_tokens, const SpName *origin,
                               SpName *owner, SpRrType type, uint32_t ttl, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpZoneReader, sp_zone_reader_clear)

G_END_DECLS
