/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/practice/sp-practice-world.h"
#include "support/sp-test-await.h"
#include "support/sp-test-facts.h"
#include "support/sp-test-lab.h"

static void
test_usual (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  const SpZoneServer *first = sp_test_server_of (snapshot, "ns1.shop.test");

  sp_test_assert_manners (snapshot);
  g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (snapshot)), ==, "shop.test");
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (snapshot)), ==, "test");
  g_assert_cmpint (sp_snapshot_get_flags (snapshot), ==, SP_SNAPSHOT_ALLOW_PRIVATE);
  g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 3);
  g_assert_cmpint (first->state, ==, SP_SERVER_ANSWERS);
  g_assert_true (first->in_parent && first->in_child && first->has_serial);
  g_assert_cmpuint (first->serial, ==, 7);
  g_assert_cmpint (sp_snapshot_get_zone_negative_ttl (snapshot), ==, 300);

  g_assert_cmpuint (sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX))->len, ==,
                    3);
  g_assert_cmpuint (sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, "www", SP_RR_A))->len,
                    ==, 2);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "mail", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "mail", SP_RR_AAAA), ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "gate", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "www", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "autodiscover", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_of (snapshot, "mx.outside.host", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_of (snapshot, "_spf.outside.host", SP_RR_TXT), ==,
                   SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_DS), ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_test_state_of (snapshot, "_dmarc.test", SP_RR_TXT), ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 2 * G_USEC_PER_SEC);
}

static guint
count_answers_at (SpSnapshot *snapshot, const char *labels, SpRrType type)
{
  return sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, labels, type))->len;
}

/* One answer is enough where there is nothing; what there is a second server has to say as well,
 * and all of it where the servers differ. Nobody looks elsewhere for what is in its place. */
static void
test_guesses (void)
{
  static const char newer_zone[] = "@ SOA ns1 admin 8 7200 900 1209600 300\n"
                                   "@ NS ns1\n@ NS ns2\n@ NS ns3\n@ MX 10 mail\n"
                                   "spf TXT \"v=spf1 -all\"\n* MX 10 mail\n";
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) same = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_autoptr (SpSnapshot) differing = NULL;

  g_assert_cmpuint (count_answers_at (same, "autoconfig", SP_RR_A), ==, 1);
  g_assert_cmpuint (count_answers_at (same, "_imaps._tcp", SP_RR_SRV), ==, 1);
  g_assert_cmpuint (count_answers_at (same, "www", SP_RR_A), ==, 2);
  g_assert_cmpuint (count_answers_at (same, "_mta-sts", SP_RR_TXT), ==, 2);
  g_assert_cmpuint (count_answers_at (same, "spf", SP_RR_TXT), ==, 0);
  g_assert_cmpuint (count_answers_at (same, "www", SP_RR_MX), ==, 0);
  g_assert_cmpint (
    sp_fact_get_state (sp_snapshot_get_fact (same, sp_snapshot_get_probe_name (same), SP_RR_MX)),
    ==, SP_FACT_ABSENT);

  for (guint i = 0; i < 2; i++)
    sp_fake_server_set_zone (sp_test_lab_get_server (lab, i), "shop.test", newer_zone);
  differing = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_assert_cmpuint (count_answers_at (differing, "spf", SP_RR_TXT), ==, 2);
  g_assert_cmpuint (count_answers_at (differing, "_imaps._tcp", SP_RR_SRV), ==, 2);
  g_assert_cmpint (sp_test_state_at (differing, "spf", SP_RR_TXT), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_fact_get_state (sp_snapshot_get_fact (
                     differing, sp_snapshot_get_probe_name (differing), SP_RR_MX)),
                   ==, SP_FACT_PRESENT);
}

/* What the resolver remembers of a record counts only once all servers have it, and before that it
 * is not asked: it would remember "nothing there" because of us. */
static void
test_remembered (void)
{
  static const char known[] = "$TTL 60\n@ SOA ns1 b 1 2 3 4 50\n@ NS ns1\n@ NS ns2\n@ NS ns3\n"
                              "ns1 A 127.60.0.11\nns2 A 127.60.0.12\nns3 A 127.60.0.13\n"
                              "@ TXT \"v=spf1 mx -all\"\nmail A 198.18.0.25\n";
  SpTestLabPlan plan = { .zone = "@ NS ns1\n@ NS ns2\n@ NS ns3\n@ TXT \"v=spf1 mx -all\"\n" };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  SpNetwork *network = sp_test_lab_get_network (lab);
  SpFakeServer *resolver = sp_fake_server_new ("127.60.0.9", network->dns_port);
  g_autoptr (SpName) rule = sp_name_parse ("_dmarc.shop.test", NULL);
  g_autoptr (SpSnapshot) partly = NULL, live = NULL;
  SpName *domain;
  SpAnswer *answer;

  sp_fake_server_set_recursive (resolver, TRUE);
  sp_fake_server_set_zone (resolver, "shop.test", known);
  g_ptr_array_set_size (network->recursors, 0);
  g_ptr_array_add (network->recursors, g_object_ref (sp_fake_server_get_endpoint (resolver)));

  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    {
      if (i == SP_TEST_LAB_SERVERS - 1)
        partly = sp_test_lab_inspect (lab, "shop.test", NULL);
      sp_fake_server_set_zone (sp_test_lab_get_server (lab, i), "shop.test",
                               "$TTL 60\n@ SOA ns1 admin 8 7200 900 1209600 300\n"
                               "@ NS ns1\n@ NS ns2\n@ NS ns3\n@ MX 10 mail\nmail A 198.18.0.25\n"
                               "@ TXT \"v=spf1 mx -all\"\n_dmarc TXT \"v=DMARC1; p=none\"\n");
    }
  live = sp_test_lab_inspect (lab, "shop.test", NULL);

  domain = sp_snapshot_get_domain (live);
  g_assert_cmpuint (sp_snapshot_get_remembered (partly)->len, ==, 1);
  g_assert_nonnull (sp_snapshot_find_remembered (partly, domain, SP_RR_TXT));
  g_assert_cmpuint (sp_snapshot_get_remembered (live)->len, ==, 3);
  answer = sp_snapshot_find_remembered (live, domain, SP_RR_TXT);
  g_assert_cmpint (sp_answer_get_outcome (answer), ==, SP_OUTCOME_ANSWER);
  answer = sp_snapshot_find_remembered (live, domain, SP_RR_MX);
  g_assert_cmpint (sp_answer_get_outcome (answer), ==, SP_OUTCOME_NODATA);
  g_assert_cmpint (sp_answer_get_negative_ttl (answer), ==, 50);
  answer = sp_snapshot_find_remembered (live, rule, SP_RR_TXT);
  g_assert_cmpint (sp_answer_get_outcome (answer), ==, SP_OUTCOME_NXDOMAIN);
  g_assert_cmpint (sp_test_state_at (live, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  sp_fake_server_close (resolver);
  g_object_unref (resolver);
}

static void
test_registry (void)
{
  static const struct {
    const char *domain;
    const char *index;
    SpDelegation delegation;
    SpReason reason;
    gboolean has_parent;
    guint seconds;
  } table[] = {
    { "nobody.test", NULL, SP_DELEGATION_ABSENT, SP_REASON_NONE, FALSE, 1 },
    { "deep.nobody.test", NULL, SP_DELEGATION_ABSENT, SP_REASON_NONE, FALSE, 1 },
    { "shop.nowhere", NULL, SP_DELEGATION_ABSENT, SP_REASON_NONE, FALSE, 1 },
    { "shop.test", "[server a.registry.test]\nfault=silent\n", SP_DELEGATION_FOUND, SP_REASON_NONE,
      TRUE, 2 },
    { "shop.test", "[server a.registry.test]\nfault=lame\n", SP_DELEGATION_FOUND, SP_REASON_NONE,
      TRUE, 2 },
    { "shop.test", "[server a.registry.test]\nfault=servfail\n", SP_DELEGATION_FOUND,
      SP_REASON_NONE, TRUE, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      SpTestLabPlan plan = { .index = table[i].index };
      g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
      g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, table[i].domain, NULL);

      g_test_message ("%s %s %" G_GINT64_FORMAT " ms", table[i].domain, table[i].index,
                      sp_snapshot_get_elapsed (snapshot) / 1000);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, table[i].delegation);
      g_assert_cmpint (sp_snapshot_get_delegation_reason (snapshot), ==, table[i].reason);
      g_assert_cmpint (sp_snapshot_get_parent_zone (snapshot) != NULL, ==, table[i].has_parent);
      g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, table[i].seconds * G_USEC_PER_SEC);
      g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==,
                       table[i].delegation == SP_DELEGATION_FOUND ? SP_FACT_PRESENT
                                                                  : SP_FACT_ABSENT);
    }
}

/* Child and parent list different servers; all of them are asked. */
static void
test_lists_differ (void)
{
  SpTestLabPlan plan = {
    .delegation = "shop NS ns1.shop\nshop NS ns2.shop\nshop NS old.shop\n"
                  "ns1.shop A 127.60.0.11\nns2.shop A 127.60.0.12\nold.shop A 127.60.0.99\n",
    .zone = "@ NS ns1\n@ NS ns2\n@ NS ns3\n@ NS six\n@ NS lost.outside.host.\n@ MX 10 mail\n"
            "mail A 198.18.0.25\nns1 A 127.60.0.11\nns2 A 127.60.0.12\nns3 A 127.60.0.13\n"
            "six AAAA 2001:db8::53\n",
  };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  const SpZoneServer *first = sp_test_server_of (snapshot, "ns1.shop.test");
  const SpZoneServer *third = sp_test_server_of (snapshot, "ns3.shop.test");
  const SpZoneServer *old = sp_test_server_of (snapshot, "old.shop.test");
  const SpZoneServer *six = sp_test_server_of (snapshot, "six.shop.test");
  const SpZoneServer *lost = sp_test_server_of (snapshot, "lost.outside.host");

  sp_test_assert_manners (snapshot);
  g_assert_true (first->in_parent && first->in_child);
  g_assert_true (!third->in_parent && third->in_child);
  g_assert_cmpint (third->state, ==, SP_SERVER_ANSWERS);
  g_assert_cmpuint (
    sp_test_count_from (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX), "ns3.shop.test"), ==, 1);
  g_assert_true (old->in_parent && !old->in_child);
  g_assert_cmpint (old->state, ==, SP_SERVER_UNREACHABLE);
  g_assert_false (old->no_route);
  g_assert_cmpint (six->state, ==, SP_SERVER_UNREACHABLE);
  g_assert_true (six->no_route);
  g_assert_cmpint (lost->state, ==, SP_SERVER_UNREACHABLE);
  g_assert_cmpuint (lost->addresses->len, ==, 0);
  g_assert_false (lost->no_route);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
}

/* The registry has lost the address of one server; the zone's other servers know it. */
static void
test_little_glue (void)
{
  SpTestLabPlan plan = {
    .delegation = "shop NS ns1.shop\nshop NS ns2.shop\nns1.shop A 127.60.0.11\n"
  };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);

  sp_test_assert_manners (snapshot);
  g_assert_cmpint (sp_test_server_of (snapshot, "ns2.shop.test")->state, ==, SP_SERVER_ANSWERS);
  g_assert_true (sp_test_server_of (snapshot, "ns2.shop.test")->in_parent);
  g_assert_cmpuint (sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX))->len, ==,
                    3);
}

/* Addresses of one's own network that stand in DNS are reported, and left alone. */
static void
test_private (void)
{
  SpTestLabPlan plan = { .index = NULL };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  g_autoptr (SpSnapshot) snapshot = NULL;
  guint n_queries = 0;

  sp_test_lab_get_network (lab)->allow_private = FALSE;
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    n_queries += sp_fake_server_get_n_queries (sp_test_lab_get_server (lab, i));
  g_assert_cmpint (sp_snapshot_get_flags (snapshot), ==, SP_SNAPSHOT_NO_FLAGS);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (sp_fact_get_reason (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX)), ==,
                   SP_REASON_NOT_ASKED);
  /* The resolver itself had to ask them to name the zone's servers. */
  g_assert_cmpuint (n_queries, <=, 4);
}

static void
test_zone_below (void)
{
  SpTestLabPlan plan = {
    .zone = "@ NS ns1\n@ NS ns2\n@ NS ns3\n@ MX 10 mail\nmail A 198.18.0.25\n"
            "_dmarc NS ns.vendor.host.\nhelp TXT \"x\"\n",
    .outside = "ns.vendor.host. A 127.60.0.21\n",
  };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  SpFakeServer *vendor = sp_fake_server_new ("127.60.0.21",
                                             sp_test_lab_get_network (lab)->dns_port);
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (SpSnapshot) below = NULL;

  sp_fake_server_set_zone (vendor, "_dmarc.shop.test",
                           "$TTL 60\n@ SOA ns.vendor.host. a 1 2 3 4 5\n@ NS ns.vendor.host.\n"
                           "@ TXT \"v=DMARC1; p=none\"\n");
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  sp_test_assert_manners (snapshot);
  g_assert_cmpint (sp_test_state_at (snapshot, "_dmarc", SP_RR_TXT), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);

  below = sp_test_lab_inspect (lab, "help.shop.test", NULL);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (below)), ==, "shop.test");
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (below)), ==, "test");
  g_assert_cmpint (sp_test_state_at (below, "", SP_RR_MX), ==, SP_FACT_ABSENT);
  g_assert_true (sp_fact_name_exists (sp_snapshot_get_fact_at (below, "", SP_RR_MX)));
  g_assert_cmpint (sp_test_state_of (below, "_dmarc.shop.test", SP_RR_TXT), ==, SP_FACT_PRESENT);
  sp_fake_server_close (vendor);
  g_object_unref (vendor);
}

/* The names above a zone of its own belong to the same person: their servers are asked. */
static void
test_zone_of_its_own (void)
{
  SpTestLabPlan plan = {
    .zone = "@ NS ns1\n@ NS ns2\n@ NS ns3\nsub NS ns.vendor.host.\n"
            "mx A 198.18.0.25\n_dmarc TXT \"v=DMARC1; p=none\"\n"
            "lost NS ns.lost\n",
    .outside = "ns.vendor.host. A 127.60.0.22\n",
  };
  g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
  SpFakeServer *own = sp_fake_server_new ("127.60.0.22", sp_test_lab_get_network (lab)->dns_port);
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (SpSnapshot) lost = NULL;

  sp_fake_server_set_zone (own, "sub.shop.test",
                           "$TTL 60\n@ SOA ns.vendor.host. a 1 2 3 4 5\n@ NS ns.vendor.host.\n"
                           "@ MX 10 mx.shop.test.\n");
  snapshot = sp_test_lab_inspect (lab, "sub.shop.test", NULL);
  sp_test_assert_manners (snapshot);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (snapshot)), ==, "sub.shop.test");
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (snapshot)), ==, "shop.test");
  g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 1);
  g_assert_cmpint (sp_test_state_of (snapshot, "_dmarc.shop.test", SP_RR_TXT), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_of (snapshot, "mx.shop.test", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_DS), ==, SP_FACT_ABSENT);
  for (guint i = 0; i < sp_snapshot_get_facts (snapshot)->len; i++)
    {
      SpFact *fact = g_ptr_array_index (sp_snapshot_get_facts (snapshot), i);

      if (g_str_has_suffix (sp_name_get_text (sp_fact_get_name (fact)), "shop.test"))
        for (guint j = 0; j < sp_fact_get_answers (fact)->len; j++)
          g_assert_nonnull (
            sp_answer_get_fields (g_ptr_array_index (sp_fact_get_answers (fact), j))->server);
    }

  /* Its server's address would be in the zone itself, and nobody gives glue. */
  lost = sp_test_lab_inspect (lab, "lost.shop.test", NULL);
  g_assert_cmpint (sp_snapshot_get_delegation (lost), ==, SP_DELEGATION_FOUND);
  g_assert_cmpint (sp_test_server_of (lost, "ns.lost.shop.test")->state, ==, SP_SERVER_UNREACHABLE);
  g_assert_cmpint (sp_fact_get_reason (sp_snapshot_get_fact_at (lost, "", SP_RR_MX)), ==,
                   SP_REASON_UNREACHABLE);
  sp_fake_server_close (own);
  g_object_unref (own);
}

/* The same servers hold the registry's zone and the domain's, so no referral shows the cut. */
static void
test_same_servers (void)
{
  SpTestLabPlan plan = {
    .delegation = "shop NS a.registry\nshop NS b.registry\n",
    .shared = "@ SOA a.registry.test. admin 9 7200 900 1209600 300\n"
              "@ NS a.registry.test.\n@ NS b.registry.test.\n"
              "@ MX 10 mail\nmail A 198.18.0.25\nhelp MX 10 mail\n",
  };
  static const char *const domains[] = { "shop.test", "help.shop.test", "nobody.shop.test",
                                         "a.help.shop.test" };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
      g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, domains[i], NULL);

      g_test_message ("%s", domains[i]);
      sp_test_assert_manners (snapshot);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
      g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (snapshot)), ==, "shop.test");
      g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (snapshot)), ==, "test");
      g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 2);
      g_assert_true (sp_test_server_of (snapshot, "a.registry.test")->in_parent);
      g_assert_true (sp_test_server_of (snapshot, "a.registry.test")->in_child);
      g_assert_cmpuint (sp_test_server_of (snapshot, "b.registry.test")->serial, ==, 9);
      g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==,
                       i < 2 ? SP_FACT_PRESENT : SP_FACT_ABSENT);
      g_assert_cmpint (sp_fact_name_exists (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX)), ==,
                       i < 2);
    }
}

/* A network that answers for everybody, as hotels do: the registry's servers turn out to be
 * resolvers. Nothing is found missing, and the reason is told. */
static void
test_intercepted (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) recursors = g_ptr_array_new_with_free_func (g_object_unref);
  SpNetwork *network = sp_test_lab_get_network (lab);
  SpFakeServer *resolver = sp_test_lab_get_server (lab, 0);
  SpFact *fact;

  g_ptr_array_add (recursors, g_object_ref (sp_fake_server_get_endpoint (resolver)));
  g_ptr_array_unref (network->recursors);
  network->recursors = g_steal_pointer (&recursors);
  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    sp_fake_server_set_recursive (sp_test_lab_get_server (lab, i), TRUE);
  sp_fake_server_set_zone (resolver, "test",
                           "$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS a.registry\n"
                           "a.registry A 127.60.0.12\nshop MX 10 mail\n");
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  fact = sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX);
  g_assert_true (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_INTERCEPTED);
  g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_UNKNOWN);
  g_assert_cmpint (sp_snapshot_get_delegation_reason (snapshot), ==, SP_REASON_INTERCEPTED);
  g_assert_cmpint (sp_fact_get_state (fact), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (sp_fact_get_reason (fact), ==, SP_REASON_INTERCEPTED);
  g_assert_cmpint (sp_test_state_at (snapshot, "spf", SP_RR_TXT), ==, SP_FACT_UNKNOWN);
}

/* The registry's servers cannot be reached, but the resolver knows the zone's. */
static void
test_fallback (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) recursors = g_ptr_array_new_with_free_func (g_object_unref);
  SpNetwork *network = sp_test_lab_get_network (lab);
  SpFakeServer *resolver = sp_fake_server_new ("127.60.0.31",
                                               sp_test_lab_get_network (lab)->dns_port);

  g_ptr_array_add (recursors, g_object_ref (sp_fake_server_get_endpoint (resolver)));
  g_ptr_array_unref (network->recursors);
  network->recursors = g_steal_pointer (&recursors);
  sp_fake_server_set_recursive (resolver, TRUE);
  sp_fake_server_set_zone (resolver, "shop.test",
                           "$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS ns1\n@ NS ns2\n@ MX 10 wrong\n"
                           "ns1 A 127.60.0.11\nns2 A 127.60.0.12\n");
  sp_fake_server_script (resolver, "test", SP_RR_NS, "servfail");
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
  g_assert_null (sp_snapshot_get_parent_zone (snapshot));
  g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 3);
  g_assert_true (sp_test_server_of (snapshot, "ns1.shop.test")->in_parent);
  g_assert_cmpint (sp_test_state_at (snapshot, "mail", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpuint (sp_fact_get_answers (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX))->len, ==,
                    3);
  sp_fake_server_close (resolver);
  g_object_unref (resolver);
}

/* A resolver that denies everything is not believed; one that denies a made-up top level is. */
static void
test_denying_resolver (void)
{
  static const struct {
    const char *domain;
    SpDelegation delegation;
  } table[] = {
    { "shop.com", SP_DELEGATION_UNKNOWN },
    { "shop.co.uk", SP_DELEGATION_UNKNOWN },
    { "shop.made-up", SP_DELEGATION_ABSENT },
  };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
      g_autoptr (GPtrArray) recursors = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (SpSnapshot) snapshot = NULL;
      SpNetwork *network = sp_test_lab_get_network (lab);
      SpFakeServer *resolver = sp_test_lab_get_server (lab, 0);
      const char *domain = table[i / 2].domain;

      g_ptr_array_add (recursors, g_object_ref (sp_fake_server_get_endpoint (resolver)));
      g_ptr_array_unref (network->recursors);
      network->recursors = g_steal_pointer (&recursors);
      network->resolver_only = i % 2 == 1;
      sp_fake_server_set_recursive (resolver, TRUE);
      sp_fake_server_set_zone (resolver, ".", ". 60 SOA a.root. admin.root. 1 2 3 4 5\n");
      sp_fake_server_script_all (resolver, "nxdomain");
      snapshot = sp_test_lab_inspect (lab, domain, NULL);
      g_test_message ("%s", domain);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, table[i / 2].delegation);
      if (table[i / 2].delegation == SP_DELEGATION_UNKNOWN)
        {
          g_assert_cmpint (sp_snapshot_get_delegation_reason (snapshot), ==, SP_REASON_INTERCEPTED);
          g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_UNKNOWN);
        }
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) zone = g_string_new ("@ NS ns1\n@ NS ns2\n@ NS ns3\n");
  g_autoptr (GString) outside = g_string_new (NULL);
  SpTestLabPlan plan = { NULL };
  guint n_limited = 0;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (zone, "@ MX 10 mx%u\nmx%u A 198.18.0.%u\n", i, i, i + 1);
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (zone, "@ NS more%u\nmore%u A 127.60.1.%u\n", i, i, i + 1);
  g_string_append (zone, "@ TXT \"v=spf1 include:s0.host -all\"\n");
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (outside, "s%u.host. TXT \"v=spf1 include:s%u.host -all\"\n", i, i + 1);
  plan.zone = zone->str;
  plan.outside = outside->str;
  {
    g_autoptr (SpTestLab) lab = sp_test_lab_new (&plan);
    g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);

    g_assert_true (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_LIMITED);
    g_assert_cmpuint (sp_snapshot_get_n_questions (snapshot), <=, 500);
    g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 16);
    for (guint i = 0; i < sp_snapshot_get_facts (snapshot)->len; i++)
      {
        SpFact *fact = g_ptr_array_index (sp_snapshot_get_facts (snapshot), i);

        n_limited += sp_fact_get_reason (fact) == SP_REASON_LIMIT;
        g_assert_cmpint (sp_fact_get_reason (fact) == SP_REASON_LIMIT
                           && sp_fact_get_state (fact) != SP_FACT_UNKNOWN,
                         ==, FALSE);
      }
    g_assert_cmpuint (n_limited, >=, 20);
    g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  }
}

static void
test_deadline (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpSnapshot) snapshot = NULL;

  sp_test_lab_script (lab, "shop.test", SP_RR_TXT, "silence");
  sp_test_lab_get_network (lab)->timeout = 700;
  snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
  g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, G_USEC_PER_SEC);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_TXT), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (sp_fact_get_reason (sp_snapshot_get_fact_at (snapshot, "", SP_RR_TXT)), ==,
                   SP_REASON_TIMEOUT);
}

static void
test_offline (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) closed = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *lists[] = { none, closed };

  g_ptr_array_add (closed, g_inet_socket_address_new_from_string ("127.60.0.200", 5399));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
      g_autoptr (SpSnapshot) snapshot = NULL;
      SpNetwork *network = sp_test_lab_get_network (lab);

      g_ptr_array_unref (network->recursors);
      network->recursors = g_ptr_array_ref (lists[i]);
      snapshot = sp_test_lab_inspect (lab, "shop.test", NULL);
      g_assert_true (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_OFFLINE);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_UNKNOWN);
      g_assert_cmpint (sp_snapshot_get_delegation_reason (snapshot), ==, SP_REASON_UNREACHABLE);
      g_assert_cmpint (sp_fact_get_reason (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX)), ==,
                       SP_REASON_UNREACHABLE);
    }
}

typedef struct {
  gboolean done;
  GError *error;
} Cancelled;

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Cancelled *out = data;

  g_assert_null (sp_inspector_inspect_finish (SP_INSPECTOR (source), result, &out->error));
  out->done = TRUE;
}

static gboolean
on_cancel_now (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_autoptr (SpTestLab) lab = sp_test_lab_new (NULL);
  g_autoptr (SpClock) clock = sp_clock_new_system ();
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, NULL, NULL, NULL);

  sp_test_lab_script_all (lab, "silence");
  for (guint delay = 0; delay < 3; delay++)
    {
      SpInspector *inspector = sp_inspector_new (sp_test_lab_get_network (lab), NULL, clock);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancelled result = { 0 };

      if (delay == 0)
        g_cancellable_cancel (cancellable);
      else
        g_timeout_add (delay * 40, on_cancel_now, cancellable);
      sp_inspector_inspect_async (inspector, question, cancellable, cancelled_cb, &result);
      sp_test_await_for (&result.done, 2);
      g_assert_error (result.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&result.error);
      sp_test_run_for (20);
      g_assert_finalize_object (inspector);
    }
}

static void
check_resolver_only (SpTestLab *lab, SpCatalog *catalog)
{
  SpNetwork *network = sp_test_lab_get_network (lab);
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (SpSnapshot) below = NULL;
  g_autoptr (SpSnapshot) absent = NULL;

  network->resolver_only = TRUE;
  snapshot = sp_test_lab_inspect (lab, "sunny-studio.example", catalog);
  below = sp_test_lab_inspect (lab, "support.harbor-bakery.example", catalog);
  absent = sp_test_lab_inspect (lab, "nobody-has-this.example", catalog);
  network->resolver_only = FALSE;
  g_assert_true (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_RESOLVER_ONLY);
  g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (snapshot)), ==, "sunny-studio.example");
  g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  g_assert_cmpint (sp_test_state_at (snapshot, "_mta-sts", SP_RR_TXT), ==, SP_FACT_ABSENT);
  g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, >=, 2);
  for (guint i = 0; i < sp_snapshot_get_servers (snapshot)->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (sp_snapshot_get_servers (snapshot), i);

      g_assert_cmpint (server->state, ==, SP_SERVER_NOT_ASKED);
    }
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (below)), ==, "harbor-bakery.example");
  g_assert_cmpint (sp_snapshot_get_delegation (absent), ==, SP_DELEGATION_ABSENT);
}

/* Every story of the practice world: its zone is found, and every rule has what it needs. */
static void
test_practice (void)
{
  g_autoptr (SpClock) clock = sp_clock_new_jumping (0);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpPracticeWorld) world = sp_practice_world_new (clock, NULL, &error);
  g_autoptr (SpCatalog) catalog = sp_catalog_new (&error);
  g_autoptr (SpTestLab) lab = NULL;
  GPtrArray *domains;
  SpNetwork *network;

  g_assert_no_error (error);
  sp_practice_world_start (world, 0, &error);
  g_assert_no_error (error);
  lab = sp_test_lab_new_around (world);
  network = sp_test_lab_get_network (lab);
  network->practice = TRUE;
  check_resolver_only (lab, catalog);
  domains = sp_practice_world_get_domains (world);
  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      const char *text = sp_name_get_text (domain->name);
      g_autoptr (SpSnapshot) snapshot = sp_test_lab_inspect (lab, text, catalog);

      g_test_message ("%s: %u questions, %" G_GINT64_FORMAT " ms", text,
                      sp_snapshot_get_n_questions (snapshot),
                      sp_snapshot_get_elapsed (snapshot) / 1000);
      sp_test_assert_manners (snapshot);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
      g_assert_true (sp_name_equal (sp_snapshot_get_zone (snapshot), domain->zone));
      g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (snapshot)), ==, "example");
      g_assert_cmpint (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_LIMITED, ==, 0);
      g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_MX), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_test_state_at (snapshot, "", SP_RR_TXT), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_test_state_at (snapshot, "_dmarc", SP_RR_TXT), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_test_state_at (snapshot, "www", SP_RR_A), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 8 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inspector/usual", test_usual);
  g_test_add_func ("/inspector/guesses", test_guesses);
  g_test_add_func ("/inspector/remembered", test_remembered);
  g_test_add_func ("/inspector/registry", test_registry);
  g_test_add_func ("/inspector/lists-differ", test_lists_differ);
  g_test_add_func ("/inspector/little-glue", test_little_glue);
  g_test_add_func ("/inspector/private", test_private);
  g_test_add_func ("/inspector/zone-below", test_zone_below);
  g_test_add_func ("/inspector/zone-of-its-own", test_zone_of_its_own);
  g_test_add_func ("/inspector/same-servers", test_same_servers);
  g_test_add_func ("/inspector/intercepted", test_intercepted);
  g_test_add_func ("/inspector/fallback", test_fallback);
  g_test_add_func ("/inspector/denying-resolver", test_denying_resolver);
  g_test_add_func ("/inspector/limits", test_limits);
  g_test_add_func ("/inspector/deadline", test_deadline);
  g_test_add_func ("/inspector/offline", test_offline);
  g_test_add_func ("/inspector/cancel", test_cancel);
  g_test_add_func ("/inspector/practice", test_practice);
  return g_test_run ();
}
