/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-mime-encoding.h"

#include <string.h>

/* An encoded word has at most 75 characters (RFC 2047 §2); some programs do not know. */
#define MAX_WORD 1000

static int
read_hex (char c)
{
  return g_ascii_xdigit_value (c);
}

/* RFC 2045 §6.7; a "=" that means nothing stays. */
static GString *
decode_quoted_printable (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      gsize k = i + 1;

      if (text[i] != '=')
        {
          g_string_append_c (out, text[i]);
          continue;
        }
      while (k < length && (text[k] == ' ' || text[k] == '\t'))
        k++;
      if (k < length && text[k] == '\r' && k + 1 < length && text[k + 1] == '\n')
        i = k + 1;
      else if (k < length && (text[k] == '\n' || text[k] == '\r'))
        i = k;
      else if (i + 2 < length && read_hex (text[i + 1]) >= 0 && read_hex (text[i + 2]) >= 0)
        {
          g_string_append_c (out, (char) (read_hex (text[i + 1]) * 16 + read_hex (text[i + 2])));
          i += 2;
        }
      else
        g_string_append_c (out, '=');
    }
  return out;
}

static GString *
decode_base64 (const char *text, gsize length)
{
  g_autofree guchar *bytes = g_malloc (length / 4 * 3 + 6);
  gint state = 0;
  guint save = 0;
  gsize n = g_base64_decode_step (text, length, bytes, &state, &save);

  return g_string_new_len ((const char *) bytes, (gssize) n);
}

/**
 * sp_mime_decode:
 * @text: a body
 * @length: its length
 * @encoding: (nullable): its Content-Transfer-Encoding
 *
 * Returns: (transfer full): the bytes that it stands for (RFC 2045 §6)
 */
GString *
sp_mime_decode (const char *text, gsize length, const char *encoding)
{
  if (encoding != NULL && g_ascii_strncasecmp (encoding, "base64", 6) == 0)
    return decode_base64 (text, length);
  if (encoding != NULL && g_ascii_strncasecmp (encoding, "quoted-printable", 16) == 0)
    return decode_quoted_printable (text, length);
  return g_string_new_len (text, (gssize) length);
}

/* Only names that can be one of iconv's own: nothing with a slash, which turns on its options. */
static gboolean
is_charset (const char *name)
{
  gsize length = strspn (name,
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");

  return length > 0 && name[length] == '\0' && length <= 40;
}

/* What is neither UTF-8 nor named comes from old programs of Western Europe. */
static char *
dup_unnamed (GString *bytes)
{
  if (g_utf8_validate (bytes->str, (gssize) bytes->len, NULL))
    return NULL;
  return g_convert_with_fallback (bytes->str, (gssize) bytes->len, "UTF-8", "WINDOWS-1252", "?",
                                  NULL, NULL, NULL);
}

/**
 * sp_mime_dup_utf8:
 * @bytes: a text; zero bytes in it become spaces
 * @charset: (nullable): name of its character set
 *
 * Returns: (transfer full): the text as valid UTF-8
 */
char *
sp_mime_dup_utf8 (GString *bytes, const char *charset)
{
  char *text = NULL;

  if (charset != NULL && is_charset (charset) && g_ascii_strcasecmp (charset, "utf-8") != 0
      && g_ascii_strcasecmp (charset, "us-ascii") != 0)
    text = g_convert_with_fallback (bytes->str, (gssize) bytes->len, "UTF-8", charset, "?", NULL,
                                    NULL, NULL);
  if (text != NULL)
    return text;
  for (gsize i = 0; i < bytes->len; i++)
    if (bytes->str[i] == '\0')
      bytes->str[i] = ' ';
  text = dup_unnamed (bytes);
  if (text != NULL)
    return text;
  return g_utf8_make_valid (bytes->str, (gssize) bytes->len);
}

/* "=?charset?Q?text?=" (RFC 2047 §2): its end, and the bytes that it stands for. */
static const char *
take_word (const char *at, char **text)
{
  const char *charset = at + 2;
  const char *encoding = strchr (charset, '?');
  const char *encoded = encoding != NULL && encoding[1] != '\0' && encoding[2] == '?' ? encoding + 3
                                                                                      : NULL;
  const char *end = encoded != NULL ? strstr (encoded, "?=") : NULL;
  g_autoptr (GString) bytes = NULL;
  g_autofree char *name = NULL;

  if (end == NULL || end - at > MAX_WORD)
    return NULL;
  /* A language may follow the name (RFC 2231 §5). */
  name = g_strndup (charset, strcspn (charset, "*?"));
  if (encoding[1] == 'B' || encoding[1] == 'b')
    bytes = decode_base64 (encoded, (gsize) (end - encoded));
  else if (encoding[1] == 'Q' || encoding[1] == 'q')
    {
      /* "_" is a space, and one of its own is "=5F" (§4.2). */
      g_autofree char *spaced = g_strdelimit (g_strndup (encoded, (gsize) (end - encoded)), "_",
                                              ' ');

      bytes = decode_quoted_printable (spaced, strlen (spaced));
    }
  else
    return NULL;
  *text = sp_mime_dup_utf8 (bytes, name);
  return end + 2;
}

/**
 * sp_mime_decode_words:
 * @value: (nullable): value of a field such as Subject
 *
 * Reads encoded words (RFC 2047). Space between two of them is no part of the text (§6.2).
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
sp_mime_decode_words (const char *value)
{
  GString *out = NULL;
  gsize n_spaces = 0;
  gboolean is_behind_word = FALSE;

  if (value == NULL)
    return NULL;
  out = g_string_new (NULL);
  for (const char *at = value; *at != '\0';)
    {
      g_autofree char *text = NULL;
      const char *behind = at[0] == '=' && at[1] == '?' ? take_word (at, &text) : NULL;

      if (behind != NULL)
        {
          if (is_behind_word)
            g_string_truncate (out, out->len - n_spaces);
          g_string_append (out, text);
          at = behind;
        }
      else
        g_string_append_c (out, *at++);
      if (behind != NULL)
        {
          is_behind_word = TRUE;
          n_spaces = 0;
        }
      else if (at[-1] == ' ' || at[-1] == '\t')
        n_spaces++;
      else
        is_behind_word = FALSE;
    }
  return g_string_free_and_steal (out);
}
