/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-facts.h"
#include "support/sp-test-lab.h"

/* One question after the other goes wrong at every server: just that one becomes unknown, and
 * nothing that was found is lost. */
static void
test_every_fault (gconstpointer script)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) usual = sp_test_lab_inspect (lab, "shop.test", NULL);
  GPtrArray *facts = sp_snapshot_get_facts (usual);
  guint n_tried = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      const char *name = sp_name_get_text (sp_fact_get_name (fact));
      g_autoptr (SpSnapshot) snapshot = NULL;

      if (!g_str_has_suffix (name, "shop.test") || strchr (name, '\\') != NULL
          || strstr (name, "signpost-") != NULL || sp_fact_get_rr_type (fact) == SP_RR_DS
          || sp_test_count_from (fact, "a.registry.test") > 0)
        continue;
      sp_test_lab_script (lab, name, sp_fact_get_rr_type (fact), script);
      snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
      sp_test_lab_script (lab, name, sp_fact_get_rr_type (fact), "answer");
      n_tried++;
      g_assert_cmpint (sp_test_state_of (snapshot, name, sp_fact_get_rr_type (fact)), ==,
                       SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
      for (guint j = 0; j < facts->len; j++)
        {
          SpFact *other = g_ptr_array_index (facts, j);
          SpFact *now = sp_snapshot_get_fact (snapshot, sp_fact_get_name (other),
                                              sp_fact_get_rr_type (other));

          if (sp_fact_get_state (other) == SP_FACT_PRESENT)
            g_assert_cmpint (sp_fact_get_state (now), !=, SP_FACT_ABSENT);
        }
    }
  g_assert_cmpuint (n_tried, >, 25);
}

/* A server that never speaks costs its own answers and 6.5 s, and nothing else. */
static void
test_one_silent (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) snapshot = NULL;
  guint n_answers;

  sp_fake_server_script_all (sp_test_lab_get_server (lab, 1), "silence");
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  sp_test_assert_manners (snapshot);
  g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 8 * G_USEC_PER_SEC);
  g_assert_cmpint (sp_test_server_of (snapshot, "ns2.shop.test")->state, ==, SP_SERVER_SILENT);
  g_assert_false (sp_test_server_of (snapshot, "ns2.shop.test")->has_serial);
  g_assert_cmpint (sp_test_server_of (snapshot, "ns1.shop.test")->state, ==, SP_SERVER_ANSWERS);
  for (guint i = 0; i < sp_snapshot_get_facts (snapshot)->len; i++)
    {
      SpFact *fact = g_ptr_array_index (sp_snapshot_get_facts (snapshot), i);

      if (strchr (sp_name_get_text (sp_fact_get_name (fact)), '\\') == NULL)
        g_assert_cmpint (sp_fact_get_state (fact), !=, SP_FACT_UNKNOWN);
    }
  n_answers = sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX))->len;
  g_assert_cmpuint (n_answers, ==, 3);
  g_assert_false (sp_fact_servers_disagree (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX)));
}

/* Nobody answers: the zone is known from its registry, all else is unknown for the right reason. */
static void
test_all_fail (gconstpointer data)
{
  static const struct {
    const char *script;
    SpReason reason;
    SpServerState state;
  } table[] = {
    { "silence", SP_REASON_TIMEOUT, SP_SERVER_SILENT },
    { "servfail", SP_REASON_SERVFAIL, SP_SERVER_LAME },
    { "refused", SP_REASON_REFUSED, SP_SERVER_REFUSED },
    { "lame", SP_REASON_LAME, SP_SERVER_LAME },
    { "lame-nxdomain", SP_REASON_LAME, SP_SERVER_LAME },
    { "upward", SP_REASON_LAME, SP_SERVER_LAME },
    { "referral", SP_REASON_LAME, SP_SERVER_LAME },
    { "garbage", SP_REASON_MALFORMED, SP_SERVER_SILENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
      g_autoptr (SpSnapshot) snapshot = NULL;
      SpFact *fact;

      sp_test_lab_script_all (lab, table[i].script);
      snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
      g_test_message ("%s: %" G_GINT64_FORMAT " ms", table[i].script,
                      sp_snapshot_get_elapsed (snapshot) / 1000);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
      g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 8 * G_USEC_PER_SEC);
      g_assert_cmpint (sp_test_server_of (snapshot, "ns3.shop.test")->state, ==, table[i].state);
      fact = sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX);
      g_assert_cmpint (sp_fact_get_state (fact), ==, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_fact_get_reason (fact), ==, table[i].reason);
      fact = sp_snapshot_get_fact_at (snapshot, "autodiscover", SP_RR_A);
      g_assert_cmpint (sp_fact_get_state (fact), ==, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_fact_get_reason (fact), ==, table[i].reason);
      g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_DS), ==, SP_FACT_ABSENT);
      for (guint j = 0; j < sp_snapshot_get_facts (snapshot)->len; j++)
        {
          SpFact *each = g_ptr_array_index (sp_snapshot_get_facts (snapshot), j);

          if (sp_name_is_at_or_below (sp_fact_get_name (each), sp_snapshot_get_domain (snapshot))
              && sp_fact_get_rr_type (each) != SP_RR_DS)
            g_assert_cmpint (sp_fact_get_state (each), ==, SP_FACT_UNKNOWN);
        }
    }
}

/* Servers that take their time to say whether there is a zone below, so that one more is asked:
 * nothing of that waits any longer when the inspection is over. The second inspection outlasts what
 * the first one might have left behind. */
static void
test_late_walk (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);

  sp_test_lab_script (lab, "support.shop.test", SP_RR_NS, "1000 answer");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, "support.shop.test", NULL);

      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
    }
}

/* Servers that send changed bytes: whatever comes of it, it ends, and in time. */
static void
test_changed_bytes (void)
{
  GRand *random = g_rand_new_with_seed (13);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
      g_autoptr (SpSnapshot) snapshot = NULL;
      g_autoptr (SpSnapshot) again = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      for (guint j = 0; j < SP_TEST_LAB_SERVERS; j++)
        sp_fake_server_set_mutation (sp_test_lab_get_server (lab, j), random);
      sp_test_lab_get_network (lab)->timeout = 1500;
      snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
      node = sp_snapshot_to_json (snapshot);
      again = sp_snapshot_from_json (node, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (sp_snapshot_get_facts (again)->len, ==,
                        sp_snapshot_get_facts (snapshot)->len);
      g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 2 * G_USEC_PER_SEC);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/inspector/every-fault/servfail", "servfail", test_every_fault);
  g_test_add_data_func ("/inspector/every-fault/lame-nxdomain", "lame-nxdomain", test_every_fault);
  g_test_add_data_func ("/inspector/every-fault/upward", "upward", test_every_fault);
  g_test_add_func ("/inspector/one-silent", test_one_silent);
  g_test_add_data_func ("/inspector/all-fail", NULL, test_all_fail);
  g_test_add_func ("/inspector/late-walk", test_late_walk);
  g_test_add_func ("/inspector/changed-bytes", test_changed_bytes);
  return g_test_run ();
}
