/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-dmarc-repair.h"

#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-tag-list.h"

#include <string.h>

/* No record that people write is longer; the rest would only be looked through for nothing. */
#define MAX_TEXT 4096

/* The tags of RFC 9989 §4.7 in the order in which they are written, then those that it removed. */
static const char *const tags[] = { "p",    "sp", "np",  "t",   "psd", "adkim",
                                    "aspf", "fo", "rua", "ruf", "pct" };
#define FIRST_POLICY_TAG 0
#define LAST_POLICY_TAG 2

typedef struct {
  char *values[G_N_ELEMENTS (tags)];
} Rule;

static void
rule_clear (Rule *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    g_clear_pointer (&rule->values[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rule, rule_clear)

static char **
get_value (Rule *rule, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_ascii_strcasecmp (tags[i], name) == 0)
      return &rule->values[i];
  return NULL;
}

/* Quote marks, backslashes and everything that is not ASCII were made by a panel or a typewriter.
 */
static char *
dup_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && plain->len < MAX_TEXT; p++)
    if (g_ascii_isspace (*p))
      g_string_append_c (plain, ' ');
    else if (g_ascii_isgraph (*p) && strchr ("\"'\\`", *p) == NULL)
      g_string_append_c (plain, *p);
  return g_string_free_and_steal (plain);
}

/* A policy is known by its first letter: "rejct", "Quarantaine". What is none of the three only
 * watches. */
static char *
read_policy (const char *value)
{
  for (SpDmarcPolicy policy = SP_DMARC_NONE; policy <= SP_DMARC_REJECT; policy++)
    {
      const char *word = sp_dmarc_policy_to_string (policy);

      if (g_ascii_tolower (value[0]) == word[0])
        return g_strdup (word);
    }
  return g_strdup (sp_dmarc_policy_to_string (SP_DMARC_NONE));
}

static gboolean
is_address (const char *text)
{
  g_autofree char *uri = g_strconcat ("mailto:", text, NULL);
  g_autofree char *address = sp_dmarc_dup_mailto_address (uri);

  return address != NULL && strchr (text, ':') == NULL;
}

static gboolean
is_uri (const char *text)
{
  g_autofree char *address = sp_dmarc_dup_mailto_address (text);

  return address != NULL
         || (g_ascii_strncasecmp (text, "mailto:", 7) != 0
             && g_uri_is_valid (text, G_URI_FLAGS_NONE, NULL));
}

/* A list of URIs; a bare address gets the `mailto:` that was forgotten. NULL if none is left. */
static char *
read_uris (const char *value)
{
  g_auto (GStrv) parts = g_strsplit_set (value, ", ", 64);
  g_autoptr (GString) uris = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean is_bare = is_address (parts[i]);

      if (parts[i][0] == '\0' || (!is_bare && !is_uri (parts[i])))
        continue;
      g_string_append_printf (uris, "%s%s%s", uris->len > 0 ? "," : "", is_bare ? "mailto:" : "",
                              parts[i]);
    }
  return uris->len > 0 ? g_string_free_and_steal (g_steal_pointer (&uris)) : NULL;
}

/* One of a few letters, as written; NULL if it is none of them. */
static char *
read_letters (const char *value, const char *letters, gsize most)
{
  gsize length = strspn (value, letters);

  return length > 0 && length <= most && value[length] == '\0' ? g_ascii_strdown (value, -1) : NULL;
}

static char *
read_value (const char *name, const char *value)
{
  if (g_str_has_suffix (name, "p") && strlen (name) <= 2)
    return read_policy (value);
  if (g_str_equal (name, "rua") || g_str_equal (name, "ruf"))
    return read_uris (value);
  if (g_str_equal (name, "adkim") || g_str_equal (name, "aspf"))
    return read_letters (value, "rsRS", 1);
  if (g_str_equal (name, "t"))
    return read_letters (value, "ynYN", 1);
  if (g_str_equal (name, "psd"))
    return read_letters (value, "ynuYNU", 1);
  if (g_str_equal (name, "fo"))
    return read_letters (value, "01dsDS:", 7);
  return read_letters (value, "0123456789", 3);
}

/* Finds `name=value` wherever it begins a word, whatever stands between one and the next: a comma,
 * a space, nothing at all in place of the semicolon. */
static void
read_rule (Rule *rule, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (
    "(?:^|[;,\\s])\\s*(v|p|sp|np|t|psd|adkim|aspf|fo|rua|ruf|pct|rf|ri)\\s*[=:]\\s*",
    G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, NULL);
  g_autofree char *plain = dup_plain (text);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  int start = 0, next = 0;

  g_regex_match (regex, plain, 0, &match);
  for (;;)
    {
      gboolean has_next = g_match_info_matches (match);
      char **slot = name != NULL ? get_value (rule, name) : NULL;

      if (has_next)
        g_match_info_fetch_pos (match, 0, &next, NULL);
      else
        next = (int) strlen (plain);
      if (slot != NULL && *slot == NULL)
        {
          g_autofree char *value = g_strndup (plain + start, (gsize) (next - start));
          g_autofree char *low = g_ascii_strdown (name, -1);

          value[strcspn (value, ";")] = '\0';
          *slot = read_value (low, g_strstrip (value));
        }
      if (!has_next)
        return;
      g_free (name);
      name = g_match_info_fetch (match, 1);
      g_match_info_fetch_pos (match, 0, NULL, &start);
      g_match_info_next (match, NULL);
    }
}

/* `pct` below 100 meant "not yet all of it"; `t=y` is what says so now (RFC 9989 §4.7, §A.6). */
static void
replace_percentage (Rule *rule)
{
  char **percentage = get_value (rule, "pct"), **testing = get_value (rule, "t");
  gboolean is_partial = *percentage != NULL && atoi (*percentage) < 100;

  if (is_partial && *testing == NULL && g_strcmp0 (rule->values[FIRST_POLICY_TAG], "none") != 0)
    *testing = g_strdup ("y");
  g_clear_pointer (percentage, g_free);
}

static char *
write_rule (Rule *rule)
{
  g_autoptr (GString) text = g_string_new ("v=DMARC1");

  replace_percentage (rule);
  if (rule->values[FIRST_POLICY_TAG] == NULL)
    rule->values[FIRST_POLICY_TAG] = g_strdup ("none");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (rule->values[i] != NULL)
      g_string_append_printf (text, "; %s=%s", tags[i], rule->values[i]);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * sp_dmarc_repair:
 * @text: what was meant to be a rule for forged mail
 *
 * Writes the rule anew (RFC 9989 §4.7): the version in front, tags between semicolons, without
 * what receivers do not know. What is not understood is left out; a policy that is not understood
 * only watches.
 *
 * Returns: (transfer full): a rule that receivers can use
 */
char *
sp_dmarc_repair (const char *text)
{
  g_auto (Rule) rule = { { NULL } };

  g_return_val_if_fail (text != NULL, NULL);

  read_rule (&rule, text);
  return write_rule (&rule);
}

static const SpTag *
find_reports (const SpTagList *list)
{
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (g_ascii_strcasecmp (tag->name, "rua") == 0)
        return tag;
    }
  return NULL;
}

/* Writes @uris into the tag that is there, beside the addresses in it that could be mended. */
static char *
replace_reports (const char *text, const SpTag *tag, const char *uris)
{
  g_autofree char *plain = dup_plain (tag->value);
  g_autofree char *mended = read_uris (plain);
  g_autoptr (GString) changed = g_string_new (text);

  if (mended == NULL && uris == NULL)
    return g_strdup (text);
  if (g_strcmp0 (mended, uris) == 0)
    uris = NULL;
  g_string_erase (changed, (gssize) tag->value_offset, (gssize) tag->value_length);
  if (uris != NULL)
    g_string_insert (changed, (gssize) tag->value_offset, uris);
  if (uris != NULL && mended != NULL)
    g_string_insert_c (changed, (gssize) tag->value_offset, ',');
  if (mended != NULL)
    g_string_insert (changed, (gssize) tag->value_offset, mended);
  return g_string_free_and_steal (g_steal_pointer (&changed));
}

/**
 * sp_dmarc_repair_with_reports:
 * @text: a rule of which nobody sends reports
 * @uris: (nullable): where reports go, URIs between commas
 *
 * Nothing else in the rule is changed. An address that is there and cannot be used is mended, or
 * goes: a second `rua` beside it would void the record (RFC 9989 §4.7).
 *
 * Returns: (transfer full): the rule with @uris
 */
char *
sp_dmarc_repair_with_reports (const char *text, const char *uris)
{
  g_autoptr (SpTagList) list = NULL;
  const SpTag *reports;
  g_autofree char *bare = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  list = sp_tag_list_parse (text, -1);
  reports = find_reports (list);
  if (reports != NULL)
    return replace_reports (text, reports, uris);
  if (uris == NULL)
    return g_strdup (text);
  bare = g_strdup (text);
  g_strchomp (bare);
  length = strlen (bare);
  while (length > 0 && strchr ("; ", bare[length - 1]) != NULL)
    bare[--length] = '\0';
  return g_strdup_printf ("%s; rua=%s", bare, uris);
}

/**
 * sp_dmarc_repair_watching:
 * @text: a rule
 *
 * Returns: (transfer full): the same rule, which only watches
 */
char *
sp_dmarc_repair_watching (const char *text)
{
  g_auto (Rule) rule = { { NULL } };

  g_return_val_if_fail (text != NULL, NULL);

  read_rule (&rule, text);
  for (guint i = FIRST_POLICY_TAG; i <= LAST_POLICY_TAG; i++)
    g_clear_pointer (&rule.values[i], g_free);
  return write_rule (&rule);
}

/* The better one of two: one that can be used, the milder one, the one with reports. */
static int
compare (const SpDmarc *a, const SpDmarc *b)
{
  SpDmarcPolicy a_policy = sp_dmarc_get_effective_policy (a, FALSE);
  SpDmarcPolicy b_policy = sp_dmarc_get_effective_policy (b, FALSE);

  if (a->is_usable != b->is_usable)
    return a->is_usable ? -1 : 1;
  if (a_policy != b_policy)
    return a_policy < b_policy ? -1 : 1;
  return (b->rua->len > 0) - (a->rua->len > 0);
}

/**
 * sp_dmarc_repair_choose:
 * @texts: (element-type utf8): rules that stand beside each other, which makes all of them void
 *
 * Which one to keep: as long as there are several, no mail is refused (RFC 9989 §4.10), and with
 * the mildest one none will be that gets through today. Of equals the one with reports is kept, or
 * else the first.
 *
 * Returns: (transfer none): one of @texts
 */
const char *
sp_dmarc_repair_choose (GPtrArray *texts)
{
  const char *best = g_ptr_array_index (texts, 0);

  for (guint i = 1; i < texts->len; i++)
    {
      g_autoptr (SpDmarc) kept = sp_dmarc_parse (best, -1);
      g_autoptr (SpDmarc) other = sp_dmarc_parse (g_ptr_array_index (texts, i), -1);

      if (compare (other, kept) < 0)
        best = g_ptr_array_index (texts, i);
    }
  return best;
}
