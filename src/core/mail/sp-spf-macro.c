/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-spf-macro.h"

#include <string.h>

/* macro-expand of RFC 7208 §7.1. Returns its length, 0 if it is none. */
static gsize
measure_macro (const char *text, gsize length, gboolean in_explanation)
{
  const char *letters = in_explanation ? "slodiphcrtv" : "slodiphv";
  gboolean has_digits = FALSE, is_zero = TRUE;
  gsize i;

  if (length < 2 || text[0] != '%')
    return 0;
  if (text[1] == '%' || text[1] == '_' || text[1] == '-')
    return 2;
  if (text[1] != '{' || length < 4)
    return 0;
  if (strchr (letters, g_ascii_tolower (text[2])) == NULL)
    return 0;

  for (i = 3; i < length && g_ascii_isdigit (text[i]); i++)
    {
      has_digits = TRUE;
      if (text[i] != '0')
        is_zero = FALSE;
    }
  /* "If a DIGIT is specified, the value MUST be nonzero" (§7.3). */
  if (has_digits && is_zero)
    return 0;
  if (i < length && g_ascii_tolower (text[i]) == 'r')
    i++;
  while (i < length && text[i] != '\0' && strchr (".-+,/_=", text[i]) != NULL)
    i++;
  return i < length && text[i] == '}' ? i + 1 : 0;
}

/* toplabel of RFC 7208 §12: letters and digits with a letter among them, or with hyphens inside. */
static gboolean
is_top_label (const char *text, gsize length)
{
  gboolean has_alpha = FALSE, has_hyphen = FALSE;

  if (length == 0 || text[0] == '-' || text[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isalpha (text[i]))
        has_alpha = TRUE;
      else if (text[i] == '-')
        has_hyphen = TRUE;
      else if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }
  return has_alpha || has_hyphen;
}

/**
 * sp_spf_macro_check_string:
 * @text: visible bytes (0x21 to 0x7e)
 * @length: how many
 * @in_explanation: whether it is an explanation's text, where `c`, `r` and `t` are allowed
 * @where: (out): offset of the mistake
 *
 * Checks a macro-string (RFC 7208 §7.1).
 *
 * Returns: (nullable): code of the issue, %NULL if there is none
 */
const char *
sp_spf_macro_check_string (const char *text, gsize length, gboolean in_explanation, gsize *where)
{
  for (gsize i = 0; i < length;)
    {
      gsize macro;

      if (text[i] != '%')
        {
          i++;
          continue;
        }
      macro = measure_macro (text + i, length - i, in_explanation);
      if (macro == 0)
        {
          *where = i;
          return "bad-macro";
        }
      i += macro;
    }
  return NULL;
}

/**
 * sp_spf_macro_check_domain:
 * @text: visible bytes (0x21 to 0x7e)
 * @length: how many
 * @has_macro: (out): whether there is a macro in it
 * @where: (out): offset of the mistake
 *
 * Checks a domain-spec (RFC 7208 §7.1): it ends in a macro, or in a dot and a top label.
 *
 * Returns: (nullable): code of the issue, %NULL if there is none
 */
const char *
sp_spf_macro_check_domain (const char *text, gsize length, gboolean *has_macro, gsize *where)
{
  const char *code = sp_spf_macro_check_string (text, length, FALSE, where);
  gsize literal = 0, end = length, dot;

  *has_macro = FALSE;
  if (code != NULL)
    return code;

  for (gsize i = 0; i < length;)
    {
      gsize macro = text[i] == '%' ? measure_macro (text + i, length - i, FALSE) : 0;

      i += MAX (macro, 1);
      if (macro > 0)
        {
          *has_macro = TRUE;
          literal = i;
        }
    }
  if (*has_macro && literal == length)
    return NULL;

  *where = literal;
  if (end > literal && text[end - 1] == '.')
    end--;
  dot = end;
  while (dot > literal && text[dot - 1] != '.')
    dot--;
  /* Now @dot is one behind the last dot of the literal part, or at its start if there is none. */
  if (dot == literal)
    return "bad-domain";
  *where = dot;
  return is_top_label (text + dot, end - dot) ? NULL : "bad-domain";
}
