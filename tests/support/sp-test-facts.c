/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-facts.h"

SpFact *
sp_test_fact_of (SpSnapshot *snapshot, const char *text, SpRrType type)
{
  g_autoptr (SpName) name = sp_name_parse (text, NULL);

  return sp_snapshot_get_fact (snapshot, name, type);
}

SpFactState
sp_test_state_of (SpSnapshot *snapshot, const char *text, SpRrType type)
{
  return sp_fact_get_state (sp_test_fact_of (snapshot, text, type));
}

SpFactState
sp_test_state_at (SpSnapshot *snapshot, const char *labels, SpRrType type)
{
  return sp_fact_get_state (sp_snapshot_get_fact_at (snapshot, labels, type));
}

const SpZoneServer *
sp_test_server_of (SpSnapshot *snapshot, const char *text)
{
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      if (g_str_equal (sp_name_get_text (server->name), text))
        return server;
    }
  g_error ("no server is called “%s”", text);
}

guint
sp_test_count_from (SpFact *fact, const char *server)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  guint n_answers = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      SpName *name = sp_answer_get_fields (g_ptr_array_index (answers, i))->server;

      n_answers += name != NULL && g_str_equal (sp_name_get_text (name), server);
    }
  return n_answers;
}

/* The resolver is asked nothing about the domain's own names, and nobody is asked twice. */
void
sp_test_assert_manners (SpSnapshot *snapshot)
{
  GPtrArray *facts = sp_snapshot_get_facts (snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      GPtrArray *answers = sp_fact_get_answers (fact);
      gboolean is_own = sp_name_is_at_or_below (sp_fact_get_name (fact),
                                                sp_snapshot_get_domain (snapshot));

      for (guint j = 0; j < answers->len; j++)
        {
          SpName *server = sp_answer_get_fields (g_ptr_array_index (answers, j))->server;

          g_assert_true (server != NULL || !is_own);
          if (server != NULL)
            g_assert_cmpuint (sp_test_count_from (fact, sp_name_get_text (server)), ==, 1);
        }
    }
}
