/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include <string.h>

#include "core/mail/sp-bounce-cause.h"
#include "core/mail/sp-bounce-phrase-private.h"

/* Between the two halves of a phrase stand a few words of the same sentence. */
#define MAX_GAP 48
/* A report is short; what comes after this is a copy of a message. */
#define MAX_TEXT 16384

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether @piece is at @at as whole words. */
static gboolean
stands_at (const char *text, const char *at, const char *piece, gsize length, gboolean is_open)
{
  if (at > text && is_word (at[-1]) && is_word (*piece))
    return FALSE;
  return is_open || !is_word (piece[length - 1]) || !is_word (at[length]);
}

static const char *
find_piece (const char *text, const char *from, const char *limit, const char *piece, gsize length,
            gboolean is_open)
{
  const char *end;

  if (from > limit)
    return NULL;
  /* Only as far as it may begin: hostile text must not make this quadratic. */
  end = from + strnlen (from, (gsize) (limit - from) + length);
  for (const char *at = from; (at = memmem (at, (gsize) (end - at), piece, length)) != NULL; at++)
    if (stands_at (text, at, piece, length, is_open))
      return at;
  return NULL;
}

/* How far a gap reaches: to the end of the sentence or of a result ("spf=pass; dkim=fail"). */
static const char *
end_of_gap (const char *from)
{
  const char *at = from;

  while (*at != '\0' && at - from < MAX_GAP && *at != ';' && *at != '\n'
         && !(*at == '.' && (at[1] == ' ' || at[1] == '\0')))
    at++;
  return at;
}

/* Something between the two halves that turns their sense around, or makes a guess of it. */
static gboolean
is_denied (const char *from, const char *to)
{
  static const char *const words[] = { "pass",  "passed", "passes",  "may",
                                       "might", "if",     "whether", "could be" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = find_piece (from, from, to, words[i], strlen (words[i]), FALSE);

      if (found != NULL && found < to)
        return TRUE;
    }
  return FALSE;
}

/* "It may be …", "if …": help that lists what might have happened tells nothing. */
static gboolean
is_guessed (const char *text, const char *at)
{
  static const char *const words[] = { " may ",      " might ",    " may be ",        " might be ",
                                       " could be ", " may have ", " may have been ", " if ",
                                       " if the ",   " if your ",  " whether the " };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (at - text) >= length && memcmp (at - length, words[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
match (const char *text, const char *words, gsize length)
{
  const char *star = memchr (words, '*', length);
  gsize first = star != NULL ? (gsize) (star - words) : length;
  gsize rest = star != NULL ? length - first - 1 : 0;
  gboolean first_open = first > 0 && words[first - 1] == '+';
  gsize first_length = first - (first_open ? 1 : 0);
  const char *end = text + strlen (text);

  for (const char *at = find_piece (text, text, end, words, first_length, first_open); at != NULL;
       at = find_piece (text, at + 1, end, words, first_length, first_open))
    {
      const char *behind = at + first_length;
      const char *limit, *second;
      gsize second_length = rest;
      gboolean second_open;

      if (is_guessed (text, at))
        continue;
      if (star == NULL)
        return TRUE;
      if (memchr (star + 1, '*', rest) != NULL)
        {
          const char *next = memchr (star + 1, '*', rest);

          second_length = (gsize) (next - star - 1);
        }
      second_open = star[second_length] == '+';
      limit = end_of_gap (behind);
      second = find_piece (text, behind, limit, star + 1, second_length - (second_open ? 1 : 0),
                           second_open);
      if (second == NULL || is_denied (behind, second))
        continue;
      if (second_length == rest)
        return TRUE;
      /* A third part: the same again from the second on. */
      if (match (second, star + 1, rest))
        return TRUE;
    }
  return FALSE;
}

static const SpBounceCause *
find_in (const char *text, const SpBouncePhrase *phrases)
{
  for (; phrases->cause != NULL; phrases++)
    for (const char *words = phrases->words; *words != '\0';)
      {
        gsize length = strcspn (words, "|");

        if (match (text, words, length))
          return sp_bounce_cause_find (phrases->cause);
        words += length + (words[length] == '|' ? 1 : 0);
      }
  return NULL;
}

/* Letters as they are compared: small, without accents. */
static void
append_folded (GString *out, gunichar c)
{
  static const struct {
    gunichar letter;
    const char *ascii;
  } others[] = {
    { 0xdf, "ss" },  { 0xe6, "ae" }, { 0xf8, "o" },   { 0x131, "i" },  { 0x142, "l" },
    { 0x153, "oe" }, { 0xa0, " " },  { 0x2018, "'" }, { 0x2019, "'" },
  };
  gunichar parts[4] = { 0 };
  gunichar small = g_unichar_tolower (c);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].letter == small)
      {
        g_string_append (out, others[i].ascii);
        return;
      }
  g_unichar_fully_decompose (small, FALSE, parts, G_N_ELEMENTS (parts));
  g_string_append_unichar (out,
                           parts[0] < 0x80 && g_ascii_isalpha ((char) parts[0]) ? parts[0] : small);
}

/* "550-5.7.26 " begins a further line of a reply (RFC 5321 §4.2.1), and "550 5.7.26 " the last: the
 * sentence goes on behind it. Servers that fold lines anew leave these in the middle of them. */
static const char *
skip_reply_code (const char *at, char code[4])
{
  gsize after = 0;
  char enhanced[12];

  if ((*at != '4' && *at != '5') || !g_ascii_isdigit (at[1]) || !g_ascii_isdigit (at[2]))
    return at;
  /* Not the beginning of a longer number, such as that of a telephone. */
  if (at[3] == '-' && (!g_ascii_isdigit (at[4]) || at[5] == '.'))
    memcpy (code, at, 3);
  else if (at[3] != ' ' || strncmp (at, code, 3) != 0)
    return at;
  at += 4;
  if (sp_bounce_code_scan (at, &after, enhanced) && after == strlen (enhanced))
    at += after;
  return at;
}

/* Names that senders give to a whole class of replies; the reply itself follows. */
static const char *const labels[] = { "unknown address error", "other mail system problem",
                                      "other network problem", "invalid address, error_code" };

static void
blank_labels (char *prepared)
{
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gsize length = strlen (labels[i]);

      for (char *at = strstr (prepared, labels[i]); at != NULL; at = strstr (at, labels[i]))
        memset (at, ' ', length);
    }
}

/**
 * sp_bounce_phrase_prepare:
 * @text: any text
 *
 * Returns: (transfer full): in lower case and without accents, with single spaces, straight
 *   apostrophes, without the codes that begin the further lines of a reply and without the labels
 *   that senders put before it, so that phrases are found across lines
 */
char *
sp_bounce_phrase_prepare (const char *text)
{
  GString *out = g_string_new (NULL);
  guint n_breaks = 0;
  char code[4] = "";

  for (const char *at = text; *at != '\0' && out->len < MAX_TEXT;)
    {
      gunichar c;

      if (g_ascii_isspace (*at))
        {
          n_breaks += *at == '\n';
          /* An empty line ends whatever was said. */
          if (n_breaks == 2 && *at == '\n')
            {
              if (out->len > 0 && out->str[out->len - 1] == ' ')
                g_string_truncate (out, out->len - 1);
              g_string_append_c (out, '\n');
            }
          else if (out->len > 0 && !g_ascii_isspace (out->str[out->len - 1]))
            g_string_append_c (out, ' ');
          at++;
          continue;
        }
      n_breaks = 0;
      if (at == text || g_ascii_isspace (at[-1]))
        {
          const char *behind = skip_reply_code (at, code);

          if (behind > at)
            {
              at = behind;
              continue;
            }
        }
      if ((guint8) *at < 0x80)
        {
          g_string_append_c (out, g_ascii_tolower (*at++));
          continue;
        }
      c = g_utf8_get_char_validated (at, -1);
      if (c == (gunichar) -1 || c == (gunichar) -2)
        g_string_append_c (out, *at++);
      else
        {
          append_folded (out, c);
          at = g_utf8_next_char (at);
        }
    }
  blank_labels (out->str);
  return g_string_free_and_steal (out);
}

/**
 * sp_bounce_phrase_find:
 * @text: a text from sp_bounce_phrase_prepare()
 * @is_exact: (out): whether the words mean one thing
 *
 * Returns: (transfer none) (nullable): what the words of a server say
 */
const SpBounceCause *
sp_bounce_phrase_find (const char *text, gboolean *is_exact)
{
  const SpBounceCause *cause = find_in (text, sp_bounce_phrases_exact);

  if (cause == NULL)
    cause = find_in (text, sp_bounce_phrases_exact_abroad);
  *is_exact = cause != NULL;
  if (cause == NULL)
    cause = find_in (text, sp_bounce_phrases_loose);
  if (cause == NULL)
    cause = find_in (text, sp_bounce_phrases_loose_abroad);
  return cause;
}
