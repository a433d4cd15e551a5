/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-spf-cure.h"

#include "core/mail/sp-spf-words.h"
#include "core/mail/sp-spf.h"

#include <string.h>

/* A word is looked at again after each thing that was put right in it. */
#define MAX_ROUNDS 4
/* RFC 7208 sets no bound for a term; a name has 253 bytes. */
#define MAX_WORD 512

#define PUNCTUATION ",;'\"\\"

static gboolean
is_sound (const char *words)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", words, NULL);
  g_autoptr (SpSpf) spf = sp_spf_parse (record, -1);

  return sp_spf_is_clean (spf) && spf->terms->len > 0;
}

/* "include:_spf.host~all": the space in front of the ending was lost. */
static char *
split_ending (const char *word)
{
  return sp_spf_ends_in_all (word) ? sp_spf_dup_suggestion ("glued-all", word) : NULL;
}

static char *
take_suggestion (const char *word)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", word, NULL);
  g_autoptr (SpSpf) spf = sp_spf_parse (record, -1);
  const SpParseIssue *issue = sp_parse_issues_find_error (spf->issues);

  return issue != NULL ? sp_spf_dup_suggestion (issue->code, word) : NULL;
}

/* Words are sometimes listed with commas, or the record ends with a full stop. */
static char *
strip_punctuation (const char *word)
{
  const char *start = word + strspn (word, PUNCTUATION);
  gsize length = strlen (start);

  while (length > 0 && strchr (PUNCTUATION ".", start[length - 1]) != NULL)
    length--;
  return length > 0 && length < strlen (word) ? g_strndup (start, length) : NULL;
}

/* How many letters differ, are missing, too many or have changed places (Damerau). */
static guint
count_slips (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint d[16][16];

  if (n >= G_N_ELEMENTS (d) || m >= G_N_ELEMENTS (d))
    return G_MAXUINT;
  for (gsize i = 0; i <= n; i++)
    for (gsize k = 0; k <= m; k++)
      {
        gboolean same;

        if (i == 0 || k == 0)
          {
            d[i][k] = (guint) (i + k);
            continue;
          }
        same = g_ascii_tolower (a[i - 1]) == b[k - 1];
        d[i][k] = MIN (MIN (d[i - 1][k] + 1, d[i][k - 1] + 1), d[i - 1][k - 1] + (same ? 0 : 1));
        if (i > 1 && k > 1 && g_ascii_tolower (a[i - 1]) == b[k - 2]
            && g_ascii_tolower (a[i - 2]) == b[k - 1])
          d[i][k] = MIN (d[i][k], d[i - 2][k - 2] + 1);
      }
  return d[n][m];
}

static const char *
find_mechanism (const char *name)
{
  static const struct {
    const char *written;
    const char *meant;
    guint slips;
  } names[] = {
    { "include", "include", 2 }, { "includes", "include", 1 }, { "redirect", "redirect", 2 },
    { "exists", "exists", 1 },   { "ipv4", "ip4", 0 },         { "ipv6", "ip6", 0 },
    { "ip", "ip4", 0 },          { "ip-4", "ip4", 0 },         { "ip-6", "ip6", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (count_slips (name, names[i].written) <= names[i].slips)
      return names[i].meant;
  return NULL;
}

/* What stands behind the mechanism decides between names and addresses. */
static char *
write_term (const char *qualifier, const char *mechanism, const char *value)
{
  gboolean is_v4 = sp_spf_looks_like_ip (value, G_SOCKET_FAMILY_IPV4);
  gboolean is_v6 = !is_v4 && sp_spf_looks_like_ip (value, G_SOCKET_FAMILY_IPV6);

  if (g_str_equal (mechanism, "redirect"))
    return g_strconcat ("redirect=", value, NULL);
  if (is_v4 || is_v6)
    mechanism = is_v4 ? "ip4" : "ip6";
  else if (g_str_has_prefix (mechanism, "ip"))
    mechanism = "a";
  return g_strconcat (qualifier, mechanism, ":", value, NULL);
}

/* "inlcude:_spf.host", "ipv4:198.18.0.1", "include=_spf.host", "a:198.18.0.1", "ip4:mail.host". */
static char *
correct_mechanism (const char *word)
{
  static const char *const known[] = { "include", "a", "mx", "ip4", "ip6", "exists", "redirect" };
  gboolean has_sign = word[0] != '\0' && strchr ("+-~?", word[0]) != NULL;
  g_autofree char *sign = g_strndup (word, has_sign ? 1 : 0);
  const char *bare = word + (has_sign ? 1 : 0);
  gsize length = strcspn (bare, ":=");
  g_autofree char *name = g_ascii_strdown (bare, (gssize) length);
  const char *value = bare + length + strspn (bare + length, ":=");
  const char *meant = NULL;

  if (bare[length] == '\0' || value[0] == '\0')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i], name))
      meant = known[i];
  meant = meant != NULL ? meant : find_mechanism (name);
  return meant != NULL ? write_term (sign, meant, value) : NULL;
}

/* "include_spf.host", "ip4198.18.0.1": the name is there, the colon is not. */
static char *
insert_colon (const char *word)
{
  static const char *const names[] = { "include", "exists", "ip4", "ip6" };
  gboolean has_sign = word[0] != '\0' && strchr ("+-~?", word[0]) != NULL;
  const char *bare = word + (has_sign ? 1 : 0);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);
      const char *value = bare + length;

      if (g_ascii_strncasecmp (bare, names[i], length) != 0 || strchr (value, '.') == NULL
          || strchr (value, ':') != NULL)
        continue;
      value += strspn (value, ".;,");
      return g_strdup_printf ("%.*s%s:%s", has_sign ? 1 : 0, word, names[i], value);
    }
  return NULL;
}

/**
 * sp_spf_cure_word:
 * @word: a word of a list of allowed senders that is no term, or one that nobody knows
 *
 * What was meant, where that is certain: a slip in the name of a mechanism, a sign that a
 * typewriter or a panel made, an address without its mechanism.
 *
 * Returns: (transfer full) (nullable): one term or more that keep to the grammar (RFC 7208 §12)
 */
char *
sp_spf_cure_word (const char *word)
{
  char *(*const cures[]) (const char *word) = { split_ending, take_suggestion, strip_punctuation,
                                                correct_mechanism, insert_colon };
  g_autofree char *text = NULL;

  g_return_val_if_fail (word != NULL, NULL);

  if (strlen (word) > MAX_WORD)
    return NULL;
  text = g_strdup (word);
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_autofree char *next = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (cures) && next == NULL; i++)
        {
          next = cures[i](text);
          if (next != NULL && g_str_equal (next, text))
            g_clear_pointer (&next, g_free);
        }
      if (next == NULL)
        return NULL;
      if (is_sound (next))
        return g_steal_pointer (&next);
      g_free (text);
      text = g_steal_pointer (&next);
    }
  return NULL;
}

/**
 * sp_spf_cure_start:
 * @text: a text that was meant to be a list of allowed senders
 *
 * Returns: (transfer full): the same with `v=spf1` and a space at its beginning, without quote
 * marks around it
 */
char *
sp_spf_cure_start (const char *text)
{
  static const char *const starts[] = { "v=spf1", "v=spf", "spf1", "v=" };
  g_autoptr (GString) bare = NULL;
  const char *rest;

  g_return_val_if_fail (text != NULL, NULL);

  bare = g_string_new (text);
  g_string_replace (bare, "\"", "", 0);
  g_string_replace (bare, "\\", "", 0);
  rest = bare->str + strspn (bare->str, " \t'");
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (rest, starts[i], strlen (starts[i])) == 0)
      {
        rest += strlen (starts[i]);
        break;
      }
  rest += strspn (rest, " ,;:.\t");
  return g_strconcat ("v=spf1 ", rest, NULL);
}
