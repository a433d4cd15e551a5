/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <string.h>

/* A DKIM record of 4096 bits fits; what is longer is cut with an ellipsis. */
#define MAX_CHARACTERS 1200
/* More marks on one letter than any language writes run over the lines around them. */
#define MAX_MARKS 3

/* Characters that are not seen, or that change how those around them are seen: shown as code. */
static gboolean
is_hidden (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    case G_UNICODE_SPACE_SEPARATOR:
      return c != ' ';
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CURRENCY_SYMBOL:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
    case G_UNICODE_OTHER_SYMBOL:
      break;
    }
  return g_unichar_iszerowidth (c) && !g_unichar_ismark (c);
}

static void
append_character (GString *out, gunichar c, guint *marks)
{
  *marks = g_unichar_ismark (c) ? *marks + 1 : 0;
  if (is_hidden (c) || *marks > MAX_MARKS)
    g_string_append_printf (out, "\\u{%X}", (guint) c);
  else
    g_string_append_unichar (out, c);
}

/**
 * sp_explain_safe_text:
 * @bytes: (nullable): text from DNS, a mail server or a file: any bytes
 * @length: their number, -1 up to the first zero byte
 *
 * Makes text of strangers fit to be shown: control characters, line breaks, characters that turn
 * the direction of writing and other unseen ones become `\u{…}`, bytes that are no UTF-8 become
 * `\DDD` as in zone files (RFC 1035 §5.1), and what is very long ends in an ellipsis.
 *
 * Returns: (transfer full): valid UTF-8 on one line
 */
char *
sp_explain_safe_text (const char *bytes, gssize length)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = bytes != NULL ? bytes : "";
  const char *end = at + (bytes == NULL ? 0 : length < 0 ? strlen (bytes) : (gsize) length);
  guint marks = 0;

  for (guint n = 0; at < end; n++)
    {
      gunichar c = *at != '\0' ? g_utf8_get_char_validated (at, end - at) : 0;

      if (n >= MAX_CHARACTERS)
        {
          g_string_append (out, "…");
          break;
        }
      if (c == (gunichar) -1 || c == (gunichar) -2)
        g_string_append_printf (out, "\\%03u", (guint) (guint8) *at++);
      else
        {
          append_character (out, c, &marks);
          at += c == 0 ? 1 : g_utf8_skip[(guint8) *at];
        }
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/**
 * sp_explain_isolate:
 * @text: (nullable): a name or value
 *
 * Returns: (transfer full): the text, safe, between U+2068 and U+2069, so that it stays readable
 *   in a sentence that runs from right to left
 */
char *
sp_explain_isolate (const char *text)
{
  g_autofree char *safe = sp_explain_safe_text (text, -1);

  return g_strconcat ("\u2068", safe, "\u2069", NULL);
}

/**
 * sp_explain_drop_isolates:
 * @text: a sentence
 *
 * Isolates help a screen to order the letters; in a file of text they are stray characters.
 *
 * Returns: (transfer full): the sentence without them
 */
char *
sp_explain_drop_isolates (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u2068", "", 0);
  g_string_replace (plain, "\u2069", "", 0);
  return g_string_free_and_steal (g_steal_pointer (&plain));
}
