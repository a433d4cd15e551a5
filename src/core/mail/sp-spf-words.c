/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-spf-words.h"

#include "core/mail/sp-spf.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* An address in strict notation; NULL if it is none. */
GInetAddress *
sp_spf_parse_ip (GSocketFamily family, const char *text)
{
  uint8_t bytes[16];

  if (inet_pton (family == G_SOCKET_FAMILY_IPV6 ? AF_INET6 : AF_INET, text, bytes) != 1)
    return NULL;
  return g_inet_address_new_from_bytes (bytes, family);
}

/* An address, with or without a prefix length. */
gboolean
sp_spf_looks_like_ip (const char *text, GSocketFamily family)
{
  g_autofree char *bare = g_strndup (text, strcspn (text, "/"));
  g_autoptr (GInetAddress) address = sp_spf_parse_ip (family, bare);

  return address != NULL;
}

/* "x.example~all": an ending that lost the space in front of it. */
gboolean
sp_spf_ends_in_all (const char *text)
{
  gsize length = strlen (text);

  return length > 4 && g_ascii_strcasecmp (text + length - 3, "all") == 0
         && strchr ("-~?+", text[length - 4]) != NULL;
}

/* Bytes that no term has; typographic dashes and quotes have names of their own. */
const char *
sp_spf_find_bad_bytes (const char *text, gsize length, gsize *where)
{
  static const struct {
    const char *bytes;
    const char *code;
  } known[] = {
    { "\xe2\x80\x90", "long-dash" },
    { "\xe2\x80\x91", "long-dash" },
    { "\xe2\x80\x92", "long-dash" },
    { "\xe2\x80\x93", "long-dash" },
    { "\xe2\x80\x94", "long-dash" },
    { "\xe2\x80\x95", "long-dash" },
    { "\xe2\x88\x92", "long-dash" },
    { "\x96", "long-dash" },
    { "\x97", "long-dash" },
    { "\xe2\x80\x98", "quotes" },
    { "\xe2\x80\x99", "quotes" },
    { "\xe2\x80\x9c", "quotes" },
    { "\xe2\x80\x9d", "quotes" },
    { "\xe2\x80\x9e", "quotes" },
    { "\xc2\xab", "quotes" },
    { "\xc2\xbb", "quotes" },
    { "\x93", "quotes" },
    { "\x94", "quotes" },
  };

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isgraph (text[i]))
        continue;
      *where = i;
      for (guint k = 0; k < G_N_ELEMENTS (known); k++)
        if (g_str_has_prefix (text + i, known[k].bytes))
          return known[k].code;
      return "bad-character";
    }
  return NULL;
}

/* The most helpful name for a word that is no term. */
const char *
sp_spf_diagnose (const char *text)
{
  static const char *const names[] = { "include", "ptr", "ip4", "ip6", "exists" };
  const char *bare = text[0] != '\0' && strchr ("+-~?", text[0]) != NULL ? text + 1 : text;

  if (strchr (text, '"') != NULL || strchr (text, '\'') != NULL)
    return "quotes";
  if (sp_spf_looks_like_ip (bare, G_SOCKET_FAMILY_IPV4)
      || sp_spf_looks_like_ip (bare, G_SOCKET_FAMILY_IPV6))
    return "missing-ip-prefix";
  if (sp_spf_ends_in_all (text))
    return "glued-all";
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (bare, names[i], length) == 0 && strchr (bare + length, '.') != NULL)
        return "missing-colon";
    }
  return "unknown-mechanism";
}

/* The word without what a typewriter or a panel made of it. */
static char *
dup_plain_word (const char *word)
{
  GString *plain = g_string_new (NULL);
  gsize length = strlen (word), where = 0, kept = 0;

  for (gsize i = 0; i < length;)
    {
      const char *code = sp_spf_find_bad_bytes (word + i, length - i, &where);
      gsize end = code != NULL ? i + where : length;

      g_string_append_len (plain, word + i, (gssize) (end - i));
      if (code == NULL)
        break;
      if (g_str_equal (code, "long-dash"))
        g_string_append_c (plain, '-');
      /* The sign is one byte, or one of the two or three of a UTF-8 character. */
      i = end + 1;
      while (i < length && ((uint8_t) word[i] & 0xc0) == 0x80 && (uint8_t) word[end] >= 0xc0)
        i++;
    }
  for (gsize i = 0; i < plain->len; i++)
    if (plain->str[i] != '"')
      plain->str[kept++] = plain->str[i];
  g_string_truncate (plain, kept);
  return g_string_free_and_steal (plain);
}

/**
 * sp_spf_dup_suggestion:
 * @code: code of an issue
 * @word: the word it is about
 *
 * What was probably meant. A suggestion is only made if it keeps to the grammar.
 *
 * Returns: (transfer full) (nullable): one term or more to put in place of the word
 */
char *
sp_spf_dup_suggestion (const char *code, const char *word)
{
  g_autofree char *meant = NULL, *record = NULL;
  g_autoptr (SpSpf) spf = NULL;
  gsize length;

  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  length = strlen (word);
  if (g_str_equal (code, "long-dash") || g_str_equal (code, "quotes"))
    meant = dup_plain_word (word);
  else if (g_str_equal (code, "missing-ip-prefix"))
    meant = g_strconcat (strchr (word, '.') != NULL ? "ip4:" : "ip6:", word, NULL);
  else if (g_str_equal (code, "ip6-in-ip4") || g_str_equal (code, "ip4-in-ip6"))
    meant = g_strconcat (g_str_equal (code, "ip6-in-ip4") ? "ip6:" : "ip4:", word + 4, NULL);
  else if (g_str_equal (code, "glued-all") && length > 4)
    meant = g_strdup_printf ("%.*s %s", (int) (length - 4), word, word + length - 4);
  if (meant == NULL || meant[0] == '\0')
    return NULL;

  record = g_strconcat ("v=spf1 ", meant, NULL);
  spf = sp_spf_parse (record, -1);
  return sp_spf_is_valid (spf) && spf->terms->len > 0 ? g_steal_pointer (&meant) : NULL;
}
