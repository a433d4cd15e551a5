/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

static const char *const level_words[] = { "0", "1", "2", "3", "4" };

/* For a rule without words of its own: none of ours, but what is shown must never be empty. */
static const SpRuleWords unknown_rule = {
  .id = "",
  .name = N_ ("Another check"),
  .title = { { NULL, N_ ("Something needs a look") } },
  .text = { { "subject", N_ ("This was found at {subject}.") },
            { NULL, N_ ("This was found at the domain.") } },
  .fix = { { NULL, N_ ("Compare the records below with those that the mail provider shows.") } },
};

/**
 * sp_rule_words_find:
 * @id: id of a rule
 *
 * Returns: (transfer none) (nullable): what is said of it
 */
const SpRuleWords *
sp_rule_words_find (const char *id)
{
  const SpRuleWords *const lists[] = { sp_words_receiving, sp_words_hosts,    sp_words_senders,
                                       sp_words_seal,      sp_words_security, sp_words_servers };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (const SpRuleWords *words = lists[i]; words->id != NULL; words++)
        {
          if (g_str_equal (words->id, id))
            return words;
        }
    }
  return NULL;
}

static const SpRuleWords *
get_words (const char *id)
{
  const SpRuleWords *words = sp_rule_words_find (id);

  return words != NULL ? words : &unknown_rule;
}

/**
 * Facts:
 * @finding: whose details are looked up
 * @spoken: (element-type utf8): details that are said otherwise than they are kept
 *
 * What a phrase about a finding may name.
 */
typedef struct {
  SpFinding *finding;
  GPtrArray *spoken;
} Facts;

static const char *
keep (Facts *facts, char *text)
{
  g_ptr_array_add (facts->spoken, text);
  return text;
}

/* A number of seconds, as "4 hours". */
static const char *
look_up_ttl (Facts *facts)
{
  const char *value = sp_finding_get_detail (facts->finding, "ttl");
  guint64 seconds = 0;

  if (value == NULL || !g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &seconds, NULL))
    return value;
  return keep (facts, sp_explain_ttl ((gint64) seconds));
}

/* A moment, in seconds since 1970, as seen from when the finding was made. */
static const char *
look_up_time (Facts *facts, const char *key)
{
  const char *value = sp_finding_get_detail (facts->finding, key);
  const char *seen_at = sp_finding_get_detail (facts->finding, "seen-at");

  if (value == NULL || seen_at == NULL)
    return NULL;
  return keep (facts, sp_explain_time (g_ascii_strtoll (value, NULL, 10) * G_USEC_PER_SEC,
                                       g_ascii_strtoll (seen_at, NULL, 10) * G_USEC_PER_SEC, NULL));
}

/* Lists of names stand with spaces between in details, and with commas in sentences. */
static const char *
look_up_list (Facts *facts, const char *key)
{
  const char *value = sp_finding_get_detail (facts->finding, key);
  g_auto (GStrv) words = value != NULL ? g_strsplit (value, " ", -1) : NULL;

  /* Translators: between the names of a list. */
  return words != NULL ? keep (facts, g_strjoinv (C_ ("list", ", "), words)) : NULL;
}

static const char *
look_up_fact (gpointer user_data, const char *key)
{
  static const char *const lists[] = { "hosts", "servers",     "types",      "missing",
                                       "tags",  "parent-only", "child-only", NULL };
  Facts *facts = user_data;
  SpFinding *finding = facts->finding;
  const char *value;

  if (g_str_equal (key, "level"))
    return level_words[CLAMP (sp_finding_get_level (finding), SP_LEVEL_IN_ORDER, SP_LEVEL_LOST)];
  if (g_str_equal (key, "ttl"))
    return look_up_ttl (facts);
  if (g_str_equal (key, "until"))
    return look_up_time (facts, key);
  if (g_strv_contains (lists, key))
    return look_up_list (facts, key);
  value = g_str_equal (key, "subject") ? NULL : sp_finding_get_detail (finding, key);
  if (value == NULL && (g_str_equal (key, "subject") || g_str_equal (key, "host")))
    {
      value = sp_finding_get_subject (finding);
      if (value == NULL || *value == '\0')
        value = C_ ("in place of a name", "the domain");
    }
  return value;
}

static char *
say (SpFinding *finding, const SpPhrase *phrases)
{
  g_autoptr (GPtrArray) spoken = g_ptr_array_new_with_free_func (g_free);
  Facts facts = { finding, spoken };

  return sp_phrase_say (phrases, look_up_fact, &facts);
}

/**
 * sp_explain_finding_title:
 * @finding: a finding
 *
 * Returns: (transfer full): what is the matter, in a few words, without a final dot
 */
char *
sp_explain_finding_title (SpFinding *finding)
{
  return say (finding, get_words (sp_finding_get_id (finding))->title);
}

/**
 * sp_explain_finding_text:
 * @finding: a finding
 *
 * Returns: (transfer full): what it means and why it matters, in whole sentences
 */
char *
sp_explain_finding_text (SpFinding *finding)
{
  return say (finding, get_words (sp_finding_get_id (finding))->text);
}

/**
 * sp_explain_finding_fix:
 * @finding: a finding
 *
 * Returns: (transfer full): what to do about it, in whole sentences
 */
char *
sp_explain_finding_fix (SpFinding *finding)
{
  return say (finding, get_words (sp_finding_get_id (finding))->fix);
}

/**
 * sp_explain_rule_name:
 * @id: id of a rule
 *
 * Returns: (transfer full): what the rule looks at, for lists of what is in order or could not be
 *   checked
 */
char *
sp_explain_rule_name (const char *id)
{
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, get_words (id)->name));
}
