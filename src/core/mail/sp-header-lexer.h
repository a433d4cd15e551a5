/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpLexer:
 * @at: the next byte
 * @end: behind the last
 *
 * Reads the words of a structured header field (RFC 5322 §3.2): space, comments, quoted strings.
 */
typedef struct {
  const char *at;
  const char *end;
} SpLexer;

void sp_lexer_init (SpLexer *self, const char *text, gssize length);
gboolean sp_lexer_is_at_end (const SpLexer *self);
void sp_lexer_skip_space (SpLexer *self, GString *comments);
gboolean sp_lexer_take (SpLexer *self, char c);
char *sp_lexer_take_quoted (SpLexer *self);
char *sp_lexer_take_word (SpLexer *self, const char *stops);
void sp_lexer_skip_to (SpLexer *self, char c);

G_END_DECLS
