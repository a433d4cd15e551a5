/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-header-lexer.h"

#include <string.h>

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/**
 * sp_lexer_init:
 * @self: a lexer
 * @text: value of a field; must stay as long as @self is used
 * @length: its length, -1 for a string
 */
void
sp_lexer_init (SpLexer *self, const char *text, gssize length)
{
  self->at = text;
  self->end = text + (length < 0 ? strlen (text) : (gsize) length);
}

/**
 * sp_lexer_is_at_end:
 * @self: a lexer
 *
 * Returns: whether nothing is left
 */
gboolean
sp_lexer_is_at_end (const SpLexer *self)
{
  return self->at >= self->end;
}

/* A comment nests (RFC 5322 §3.2.2); one that is never closed reaches to the end. */
static void
skip_comment (SpLexer *self, GString *comments)
{
  guint depth = 0;

  if (comments != NULL && comments->len > 0)
    g_string_append_c (comments, ' ');
  do
    {
      char c = *self->at++;

      if (c == '\\' && self->at < self->end)
        c = *self->at++;
      else if (c == '(')
        depth++;
      else if (c == ')')
        depth--;
      if (comments != NULL && depth > 0 && !(depth == 1 && c == '('))
        g_string_append_c (comments, c);
    }
  while (depth > 0 && self->at < self->end);
}

/**
 * sp_lexer_skip_space:
 * @self: a lexer
 * @comments: (nullable): where the text of comments is appended
 *
 * Goes on behind space and comments (CFWS of RFC 5322 §3.2.2).
 */
void
sp_lexer_skip_space (SpLexer *self, GString *comments)
{
  while (self->at < self->end)
    {
      if (is_space (*self->at))
        self->at++;
      else if (*self->at == '(')
        skip_comment (self, comments);
      else
        return;
    }
}

/**
 * sp_lexer_take:
 * @self: a lexer
 * @c: a character
 *
 * Returns: whether it came next, and is behind now
 */
gboolean
sp_lexer_take (SpLexer *self, char c)
{
  if (self->at >= self->end || *self->at != c)
    return FALSE;
  self->at++;
  return TRUE;
}

/**
 * sp_lexer_take_quoted:
 * @self: a lexer that stands at a quotation mark
 *
 * Returns: (transfer full): a quoted string (RFC 5322 §3.2.4) without its marks
 */
char *
sp_lexer_take_quoted (SpLexer *self)
{
  GString *text = g_string_new (NULL);

  sp_lexer_take (self, '"');
  while (self->at < self->end && *self->at != '"')
    {
      if (*self->at == '\\' && self->at + 1 < self->end)
        self->at++;
      g_string_append_c (text, *self->at++);
    }
  sp_lexer_take (self, '"');
  return g_string_free_and_steal (text);
}

/**
 * sp_lexer_take_word:
 * @self: a lexer
 * @stops: further characters that end a word
 *
 * Takes what stands up to the next space, comment or one of @stops; a quoted string, also one
 * that something is joined to, loses its marks.
 *
 * Returns: (transfer full): the word, empty if there is none
 */
char *
sp_lexer_take_word (SpLexer *self, const char *stops)
{
  GString *word = g_string_new (NULL);

  while (self->at < self->end && !is_space (*self->at) && *self->at != '('
         && (*self->at == '\0' || strchr (stops, *self->at) == NULL))
    {
      if (*self->at == '"')
        {
          g_autofree char *quoted = sp_lexer_take_quoted (self);

          g_string_append (word, quoted);
        }
      else
        g_string_append_c (word, *self->at++);
    }
  return g_string_free_and_steal (word);
}

/**
 * sp_lexer_skip_to:
 * @self: a lexer
 * @c: a character
 *
 * Goes to the next @c that is not quoted and not in a comment, or to the end.
 */
void
sp_lexer_skip_to (SpLexer *self, char c)
{
  while (self->at < self->end && *self->at != c)
    {
      if (*self->at == '"')
        g_free (sp_lexer_take_quoted (self));
      else if (*self->at == '(')
        skip_comment (self, NULL);
      else
        self->at++;
    }
}
