/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inspect/sp-recent-answers.h"
#include "support/sp-test-lab.h"

static SpAnswer *
make_answer (const char *name, SpOutcome outcome, gint64 ttl)
{
  g_autoptr (SpName) owner = sp_name_parse (name, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  SpAnswerFields fields = { .name = owner, .type = SP_RR_NS, .outcome = outcome };

  if (ttl >= 0)
    g_ptr_array_add (records, sp_record_new_target (owner, SP_RR_NS, (uint32_t) ttl, owner));
  fields.answer = records;
  return sp_answer_new (&fields);
}

static gboolean
is_known (SpRecentAnswers *recent, const char *name, SpAskFlags flags, gint64 seconds)
{
  g_autoptr (SpName) owner = sp_name_parse (name, NULL);

  return sp_recent_answers_find (recent, owner, SP_RR_NS, flags, seconds * G_USEC_PER_SEC) != NULL;
}

static void
add (SpRecentAnswers *recent, const char *name, SpOutcome outcome, gint64 ttl)
{
  g_autoptr (SpAnswer) answer = make_answer (name, outcome, ttl);

  sp_recent_answers_add (recent, answer, SP_ASK_RECURSE, 0);
}

static void
test_time (void)
{
  static const struct {
    SpOutcome outcome;
    gint64 ttl;
    gint64 known_until; /* seconds; 0 for never */
  } table[] = {
    { SP_OUTCOME_ANSWER, 3, 3 },    { SP_OUTCOME_ANSWER, 86400, 10 }, { SP_OUTCOME_ANSWER, 0, 0 },
    { SP_OUTCOME_NXDOMAIN, -1, 0 }, /* without an SOA nobody knows for how long */
    { SP_OUTCOME_SERVFAIL, -1, 0 }, { SP_OUTCOME_TIMEOUT, -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpRecentAnswers) recent = sp_recent_answers_new ();

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      add (recent, "example", table[i].outcome, table[i].ttl);
      g_assert_cmpint (is_known (recent, "example", SP_ASK_RECURSE, table[i].known_until - 1), ==,
                       table[i].known_until > 0);
      g_assert_false (is_known (recent, "example", SP_ASK_RECURSE, table[i].known_until));
    }
}

static void
test_question (void)
{
  g_autoptr (SpRecentAnswers) recent = sp_recent_answers_new ();

  add (recent, "example", SP_OUTCOME_ANSWER, 3600);
  g_assert_true (is_known (recent, "EXAMPLE", SP_ASK_RECURSE, 1));
  g_assert_false (is_known (recent, "example", SP_ASK_RECURSE | SP_ASK_NO_CHECKING, 1));
  g_assert_false (is_known (recent, "other.example", SP_ASK_RECURSE, 1));
}

static void
test_bound (void)
{
  g_autoptr (SpRecentAnswers) recent = sp_recent_answers_new ();
  guint n_known = 0;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%u.example", i);

      add (recent, name, SP_OUTCOME_ANSWER, 3600);
    }
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *name = g_strdup_printf ("d%u.example", i);

      n_known += is_known (recent, name, SP_ASK_RECURSE, 1) ? 1 : 0;
    }
  g_assert_cmpuint (n_known, >, 0);
  g_assert_cmpuint (n_known, <=, 500);
  g_assert_true (is_known (recent, "d4999.example", SP_ASK_RECURSE, 1));
}

/* The second of two domains needs fewer questions, and is found the same. */
static void
test_list (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) alone = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_autoptr (SpSnapshot) first = NULL;
  g_autoptr (SpSnapshot) second = NULL;

  sp_test_lab_get_network (lab)->recent = sp_recent_answers_new ();
  first = sp_test_lab_inspect (lab, "shop.test", NULL);
  second = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_assert_cmpuint (sp_snapshot_get_n_questions (second), <, sp_snapshot_get_n_questions (first));
  g_assert_cmpuint (sp_snapshot_get_facts (second)->len, ==, sp_snapshot_get_facts (alone)->len);
  for (guint i = 0; i < sp_snapshot_get_facts (alone)->len; i++)
    {
      SpFact *fact = g_ptr_array_index (sp_snapshot_get_facts (alone), i);
      SpFact *same;

      if (g_str_has_prefix (sp_name_get_text (sp_fact_get_name (fact)), "signpost-"))
        continue;
      same = sp_snapshot_get_fact (second, sp_fact_get_name (fact), sp_fact_get_rr_type (fact));
      g_assert_cmpint (sp_fact_get_state (same), ==, sp_fact_get_state (fact));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recent-answers/time", test_time);
  g_test_add_func ("/recent-answers/question", test_question);
  g_test_add_func ("/recent-answers/bound", test_bound);
  g_test_add_func ("/recent-answers/list", test_list);
  return g_test_run ();
}
