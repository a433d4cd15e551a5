/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/explain/sp-explain-phrase.h"

#include "core/inspect/sp-question.h"

#include <string.h>

/*
 * A language made up for this test: every text stands between ⟦ and ⟧. What is shown has to begin
 * and end so: then it is one text of the translators, and nothing was glued to it. These functions
 * stand in front of GLib's own.
 */

static const char *
translate (const char *text)
{
  g_autofree char *made_up = g_strdup_printf ("⟦%s⟧", text);

  return g_intern_string (made_up);
}

const char *
g_dgettext (const char *domain, const char *text)
{
  g_assert_cmpstr (domain, ==, GETTEXT_PACKAGE);
  return translate (text);
}

const char *
g_dpgettext (const char *domain, const char *text, gsize offset)
{
  g_assert_cmpstr (domain, ==, GETTEXT_PACKAGE);
  return translate (text + offset);
}

const char *
g_dngettext (const char *domain, const char *text, const char *plural, gulong n)
{
  g_assert_cmpstr (domain, ==, GETTEXT_PACKAGE);
  return translate (n == 1 ? text : plural);
}

static void
assert_whole (char *said, const char *id)
{
  if (said == NULL || !g_str_has_prefix (said, "⟦") || !g_str_has_suffix (said, "⟧")
      || strstr (said + strlen ("⟦"), "⟦") != NULL || strpbrk (said, "{}%") != NULL)
    g_error ("%s is not one translated sentence: %s", id, said);
  g_free (said);
}

static void
check_rule (const SpRuleWords *words)
{
  for (int level = SP_LEVEL_IN_ORDER; level <= SP_LEVEL_LOST; level++)
    {
      g_autoptr (SpFinding)
        finding = sp_finding_new (words->id, (SpLevel) level, "shop.example", NULL);

      assert_whole (sp_explain_finding_title (finding), words->id);
      assert_whole (sp_explain_finding_text (finding), words->id);
      assert_whole (sp_explain_finding_fix (finding), words->id);
    }
  assert_whole (sp_explain_rule_name (words->id), words->id);
}

static void
test_findings (void)
{
  const SpRuleWords *const lists[] = { sp_words_receiving, sp_words_hosts,    sp_words_senders,
                                       sp_words_seal,      sp_words_security, sp_words_servers };

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (const SpRuleWords *words = lists[i]; words->id != NULL; words++)
        check_rule (words);
    }
}

static void
test_edits (void)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);

  for (const SpCodeWords *words = sp_words_edits; words->code != NULL; words++)
    {
      g_autoptr (SpEdit) edit = sp_edit_new ("x", SP_RR_TXT, name, name, words->code);

      assert_whole (sp_explain_edit_title (edit, NULL), words->code);
      assert_whole (sp_explain_edit_why (edit, NULL), words->code);
    }
}

static void
test_ticks (void)
{
  for (const SpCodeWords *words = sp_words_ticks; words->code != NULL; words++)
    {
      assert_whole (sp_explain_tick (words->code), words->code);
      assert_whole (sp_explain_tick_reason (words->code), words->code);
    }
}

static void
test_others (void)
{
  const SpWhy why = { (char *) "margin", 300, 0 };
  g_autofree char *said = NULL;

  for (int state = SP_STEP_LATER; state <= SP_STEP_SKIPPED; state++)
    assert_whole (sp_explain_step_state ((SpStepState) state), "state");
  for (int reason = SP_REASON_NONE; reason <= SP_REASON_NOT_ASKED; reason++)
    assert_whole (sp_explain_reason ((SpReason) reason), "reason");
  for (int level = SP_LEVEL_IN_ORDER; level <= SP_LEVEL_LOST; level++)
    assert_whole (g_strdup (sp_explain_level ((SpLevel) level)), "level");
  for (int code = SP_QUESTION_ERROR_EMPTY; code <= SP_QUESTION_ERROR_NOT_BELOW; code++)
    {
      g_autoptr (GError) error = g_error_new (SP_QUESTION_ERROR, code, "for developers");

      assert_whole (sp_explain_question_error (error), "question");
    }
  assert_whole (sp_explain_mistake ("quotes"), "mistake");
  assert_whole (sp_explain_mistake (NULL), "mistake");
  assert_whole (sp_explain_story ("quiet"), "story");
  assert_whole (sp_explain_ttl (300), "ttl");
  assert_whole (sp_explain_duration (300), "duration");
  assert_whole (sp_explain_time (0, 0, NULL), "time");
  /* A duration stands in it, said in the same language. */
  said = sp_explain_why (&why);
  g_assert_true (g_str_has_prefix (said, "⟦\u2068⟦5 minutes⟧\u2069"));
  g_assert_true (g_str_has_suffix (said, "⟧"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/pseudo/findings", test_findings);
  g_test_add_func ("/explain/pseudo/edits", test_edits);
  g_test_add_func ("/explain/pseudo/ticks", test_ticks);
  g_test_add_func ("/explain/pseudo/others", test_others);
  return g_test_run ();
}
