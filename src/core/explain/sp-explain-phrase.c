/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
condition_holds (const char *condition, SpPhraseFunc look_up, gpointer facts)
{
  const char *sign = strchr (condition, '=');
  gboolean is_negated = *condition == '!';
  g_autofree char *key = NULL;
  const char *value;

  if (is_negated)
    condition++;
  key = sign != NULL ? g_strndup (condition, (gsize) (sign - condition)) : g_strdup (condition);
  value = look_up (facts, key);
  if (sign != NULL)
    return (g_strcmp0 (value, sign + 1) == 0) != is_negated;
  return (value != NULL && *value != '\0') != is_negated;
}

static gboolean
conditions_hold (const char *when, SpPhraseFunc look_up, gpointer facts)
{
  g_auto (GStrv) conditions = NULL;

  if (when == NULL)
    return TRUE;
  conditions = g_strsplit (when, ",", -1);
  for (gsize i = 0; conditions[i] != NULL; i++)
    {
      if (!condition_holds (conditions[i], look_up, facts))
        return FALSE;
    }
  return TRUE;
}

/* Fills in the facts; %NULL if one of them is not known. The words may come from a translation,
 * so a brace without its partner is left as it is. */
static char *
fill_in (const char *words, SpPhraseFunc look_up, gpointer facts)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = words;
  const char *open;

  while ((open = strchr (at, '{')) != NULL)
    {
      const char *close = strchr (open, '}');
      g_autofree char *key = NULL;
      g_autofree char *isolated = NULL;
      const char *value;

      if (close == NULL)
        break;
      key = g_strndup (open + 1, (gsize) (close - open - 1));
      value = look_up (facts, key);
      if (value == NULL || *value == '\0')
        return NULL;
      isolated = sp_explain_isolate (value);
      g_string_append_len (out, at, open - at);
      g_string_append (out, isolated);
      at = close + 1;
    }
  g_string_append (out, at);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/**
 * sp_phrase_say:
 * @phrases: phrases, with one without words at the end
 * @look_up: (scope call): gives the facts
 * @facts: for @look_up
 *
 * Returns: (transfer full) (nullable): the first phrase that can be said, in the person's
 *   language; facts stand in it safe and isolated
 */
char *
sp_phrase_say (const SpPhrase *phrases, SpPhraseFunc look_up, gpointer facts)
{
  for (gsize i = 0; phrases[i].words != NULL; i++)
    {
      char *said;

      if (!conditions_hold (phrases[i].when, look_up, facts))
        continue;
      said = fill_in (g_dgettext (GETTEXT_PACKAGE, phrases[i].words), look_up, facts);
      if (said != NULL)
        return said;
    }
  return NULL;
}

/**
 * sp_code_words_find:
 * @list: words by code, with a %NULL code at the end
 * @code: (nullable): a code
 *
 * Returns: (transfer none) (nullable): the words for the code; an entry whose code ends in "-"
 *   serves all that begin so and have none of their own
 */
const SpCodeWords *
sp_code_words_find (const SpCodeWords *list, const char *code)
{
  const SpCodeWords *best = NULL;

  for (const SpCodeWords *words = list; code != NULL && words->code != NULL; words++)
    {
      if (g_str_equal (words->code, code))
        return words;
      if (g_str_has_suffix (words->code, "-") && g_str_has_prefix (code, words->code))
        best = words;
    }
  return best;
}
