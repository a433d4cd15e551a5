/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inspect/sp-observation.h"
#include "core/inspect/sp-snapshot.h"
#include "support/sp-test-snapshot.h"

#define SHOP                                                                                       \
  "@ MX 10 mail\n"                                                                                 \
  "@ TXT \"v=spf1 include:_spf.sender.test a:gate.test -all\"\n"                                   \
  "mail A 198.18.0.25\n"                                                                           \
  "_dmarc CNAME rule.vendor.test.\n"                                                               \
  "autodiscover CNAME here\n"                                                                      \
  "here A 198.18.0.26\n"                                                                           \
  "www CNAME gone\n"                                                                               \
  "rule.vendor.test. TXT \"v=DMARC1; p=none; rua=mailto:a@reports.test\"\n"                        \
  "_spf.sender.test. TXT \"v=spf1 ip4:198.18.1.0/24 -all\"\n"

static SpFactState
state_at (SpSnapshot *snapshot, const char *labels, SpRrType type)
{
  return sp_fact_get_state (sp_snapshot_get_fact_at (snapshot, labels, type));
}

static SpFact *
fact_of (SpSnapshot *snapshot, const char *text, SpRrType type)
{
  g_autoptr (SpName) name = sp_name_parse (text, NULL);

  return sp_snapshot_get_fact (snapshot, name, type);
}

static void
test_facts (void)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", SHOP);
  SpFact *dmarc = sp_snapshot_get_fact_at (snapshot, "_dmarc", SP_RR_TXT);
  SpFact *discover = sp_snapshot_get_fact_at (snapshot, "autodiscover", SP_RR_A);

  g_assert_cmpint (state_at (snapshot, "", SP_RR_MX), ==, SP_FACT_PRESENT);
  g_assert_cmpint (state_at (snapshot, "@", SP_RR_TXT), ==, SP_FACT_PRESENT);
  g_assert_cmpint (state_at (snapshot, "mail", SP_RR_A), ==, SP_FACT_PRESENT);
  g_assert_cmpint (state_at (snapshot, "mail", SP_RR_AAAA), ==, SP_FACT_ABSENT);
  g_assert_true (sp_fact_name_exists (sp_snapshot_get_fact_at (snapshot, "mail", SP_RR_AAAA)));
  g_assert_cmpint (state_at (snapshot, "autoconfig", SP_RR_A), ==, SP_FACT_ABSENT);
  g_assert_false (sp_fact_name_exists (sp_snapshot_get_fact_at (snapshot, "autoconfig", SP_RR_A)));
  g_assert_cmpint (
    sp_fact_get_negative_ttl (sp_snapshot_get_fact_at (snapshot, "autoconfig", SP_RR_A)), ==, 3600);

  g_assert_cmpint (sp_fact_get_state (dmarc), ==, SP_FACT_PRESENT);
  g_assert_cmpuint (sp_fact_get_aliases (dmarc)->len, ==, 1);
  g_assert_cmpint (sp_fact_get_state (discover), ==, SP_FACT_PRESENT);
  g_assert_cmpuint (sp_fact_get_aliases (discover)->len, ==, 1);
  g_assert_cmpint (state_at (snapshot, "autodiscover", SP_RR_CNAME), ==, SP_FACT_PRESENT);
  g_assert_cmpint (state_at (snapshot, "mail", SP_RR_CNAME), ==, SP_FACT_ABSENT);
  g_assert_cmpint (state_at (snapshot, "www", SP_RR_A), ==, SP_FACT_ABSENT);
  g_assert_cmpuint (sp_fact_get_aliases (sp_snapshot_get_fact_at (snapshot, "www", SP_RR_A))->len,
                    ==, 1);

  g_assert_cmpint (state_at (snapshot, "nobody.asked", SP_RR_TXT), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (
    sp_fact_get_reason (sp_snapshot_get_fact_at (snapshot, "nobody.asked", SP_RR_TXT)), ==,
    SP_REASON_NOT_ASKED);
  g_assert_cmpint (state_at (snapshot, "any._domainkey", SP_RR_TXT), ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_snapshot_get_zone_negative_ttl (snapshot), ==, 3600);
  g_assert_cmpuint (sp_snapshot_get_servers (snapshot)->len, ==, 2);
}

/* What the answers lead to is asked as well. */
static void
test_leads (void)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", SHOP);

  g_assert_cmpint (sp_fact_get_state (fact_of (snapshot, "_spf.sender.test", SP_RR_TXT)), ==,
                   SP_FACT_PRESENT);
  g_assert_cmpint (sp_fact_get_state (fact_of (snapshot, "gate.test", SP_RR_A)), ==,
                   SP_FACT_ABSENT);
  g_assert_cmpint (
    sp_fact_get_state (fact_of (snapshot, "shop.example._report._dmarc.reports.test", SP_RR_TXT)),
    ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_fact_get_state (fact_of (snapshot, "_dmarc.example", SP_RR_TXT)), ==,
                   SP_FACT_ABSENT);
  /* It is in its place, and looked for nowhere else. */
  g_assert_cmpint (
    sp_fact_get_reason (fact_of (snapshot, "_dmarc.shop.example.shop.example", SP_RR_TXT)), ==,
    SP_REASON_NOT_ASKED);
  g_assert_cmpint (sp_fact_get_state (fact_of (snapshot, "_25._tcp.mail.shop.example", SP_RR_TLSA)),
                   ==, SP_FACT_ABSENT);
}

/* Whatever fails, it is unknown, with the reason that tells most; and never absent. */
static void
test_failures (void)
{
  static const struct {
    const char *text;
    SpFactState state;
    SpReason reason;
    guint n_silent;
  } table[] = {
    { "!fail @ MX timeout", SP_FACT_UNKNOWN, SP_REASON_TIMEOUT, 2 },
    { "!fail @ MX servfail", SP_FACT_UNKNOWN, SP_REASON_SERVFAIL, 2 },
    { "!fail @ MX refused", SP_FACT_UNKNOWN, SP_REASON_REFUSED, 2 },
    { "!fail @ MX lame", SP_FACT_UNKNOWN, SP_REASON_LAME, 2 },
    { "!fail @ MX malformed", SP_FACT_UNKNOWN, SP_REASON_MALFORMED, 2 },
    { "!fail @ MX unreachable", SP_FACT_UNKNOWN, SP_REASON_UNREACHABLE, 2 },
    { "!fail @ MX intercepted", SP_FACT_UNKNOWN, SP_REASON_INTERCEPTED, 2 },
    { "!fail @ MX timeout ns1.shop.example\n!fail @ MX refused ns2.shop.example", SP_FACT_UNKNOWN,
      SP_REASON_REFUSED, 2 },
    { "!fail @ MX timeout ns1.shop.example", SP_FACT_ABSENT, SP_REASON_NONE, 1 },
    { "!fail @ MX timeout ns1.shop.example\n@ MX 10 a", SP_FACT_PRESENT, SP_REASON_NONE, 1 },
    { "", SP_FACT_ABSENT, SP_REASON_NONE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", table[i].text);
      SpFact *fact = sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX);
      g_auto (GStrv) silent = sp_fact_dup_silent_servers (fact);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (sp_fact_get_state (fact), ==, table[i].state);
      g_assert_cmpint (sp_fact_get_reason (fact), ==, table[i].reason);
      g_assert_cmpuint (g_strv_length (silent), ==, table[i].n_silent);
      g_assert_false (sp_fact_servers_disagree (fact));
    }
}

static void
test_disagree (void)
{
  static const struct {
    const char *text;
    gboolean disagree;
  } table[] = {
    { "@ MX 10 a\n@ MX 20 b", FALSE },
    { "!at ns1.shop.example\n@ MX 10 a\n!at ns2.shop.example\n@ MX 10 b", TRUE },
    { "!at ns1.shop.example\n@ MX 10 a\n!at ns2.shop.example\n@ MX 20 a", TRUE },
    { "!at ns1.shop.example\n@ MX 10 a\n!at *", TRUE },
    { "!at ns1.shop.example\n@ 60 MX 10 a\n!at ns2.shop.example\n@ 90 MX 10 a", FALSE },
    { "!at ns1.shop.example\n@ MX 10 a\n!at *\n!fail @ MX timeout ns2.shop.example", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", table[i].text);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (sp_fact_servers_disagree (sp_snapshot_get_fact_at (snapshot, "", SP_RR_MX)),
                       ==, table[i].disagree);
    }
}

static void
test_aliases (void)
{
  static const struct {
    const char *text;
    SpFactState state;
    SpReason reason;
    guint n_aliases;
    gboolean loop;
  } table[] = {
    { "www CNAME a\na CNAME b\nb A 198.18.0.1", SP_FACT_PRESENT, SP_REASON_NONE, 2, FALSE },
    { "www CNAME a.test.\na.test. CNAME b.test.\nb.test. A 198.18.0.1", SP_FACT_PRESENT,
      SP_REASON_NONE, 2, FALSE },
    { "www CNAME a.test.", SP_FACT_ABSENT, SP_REASON_NONE, 1, FALSE },
    { "www CNAME a.test.\n!fail a.test. A servfail", SP_FACT_UNKNOWN, SP_REASON_SERVFAIL, 1,
      FALSE },
    { "www CNAME www", SP_FACT_ABSENT, SP_REASON_NONE, 0, TRUE },
    { "www CNAME a\na CNAME www", SP_FACT_ABSENT, SP_REASON_NONE, 1, TRUE },
    { "www CNAME a.test.\na.test. CNAME www", SP_FACT_ABSENT, SP_REASON_NONE, 1, TRUE },
    { "www CNAME a\na CNAME b\nb CNAME c\nc CNAME d\nd CNAME e\ne CNAME f\nf CNAME g\ng CNAME h\n"
      "h CNAME i\ni A 198.18.0.1",
      SP_FACT_UNKNOWN, SP_REASON_LIMIT, 8, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", table[i].text);
      SpFact *fact = sp_snapshot_get_fact_at (snapshot, "www", SP_RR_A);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (sp_fact_get_state (fact), ==, table[i].state);
      g_assert_cmpint (sp_fact_get_reason (fact), ==, table[i].reason);
      g_assert_cmpuint (sp_fact_get_aliases (fact)->len, ==, table[i].n_aliases);
      g_assert_cmpint (sp_fact_has_alias_loop (fact), ==, table[i].loop);
    }
}

/* That a resolver fails over it does not tell that a name has no text. */
static void
test_text_in_a_circle (void)
{
  g_autoptr (SpSnapshot)
    snapshot = sp_test_snapshot_new ("shop.example", "_dmarc CNAME a\na CNAME _dmarc");
  SpFact *fact = sp_snapshot_get_fact_at (snapshot, "_dmarc", SP_RR_TXT);

  g_assert_cmpint (sp_fact_get_state (fact), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (sp_fact_get_reason (fact), ==, SP_REASON_SERVFAIL);
  g_assert_true (sp_fact_has_alias_loop (fact));
}

static void
test_delegation (void)
{
  g_autoptr (SpSnapshot) absent = sp_test_snapshot_new ("shop.example", "!delegation absent");
  g_autoptr (SpSnapshot)
    unknown = sp_test_snapshot_new ("shop.example", "!delegation unknown timeout");
  g_autoptr (SpSnapshot) below = sp_test_snapshot_new ("help.shop.example", "!zone shop.example");

  g_assert_cmpint (sp_snapshot_get_delegation (absent), ==, SP_DELEGATION_ABSENT);
  g_assert_cmpint (sp_snapshot_get_delegation (unknown), ==, SP_DELEGATION_UNKNOWN);
  g_assert_cmpint (sp_snapshot_get_delegation_reason (unknown), ==, SP_REASON_TIMEOUT);
  g_assert_cmpint (state_at (unknown, "", SP_RR_MX), ==, SP_FACT_UNKNOWN);
  g_assert_cmpint (sp_fact_get_reason (sp_snapshot_get_fact_at (unknown, "", SP_RR_MX)), ==,
                   SP_REASON_TIMEOUT);
  g_assert_cmpint (state_at (absent, "", SP_RR_MX), ==, SP_FACT_ABSENT);
  g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_zone (below)), ==, "shop.example");
  g_assert_cmpint (state_at (below, "", SP_RR_MX), ==, SP_FACT_ABSENT);
  g_assert_cmpint (sp_fact_get_state (fact_of (below, "_dmarc.shop.example", SP_RR_TXT)), ==,
                   SP_FACT_ABSENT);
}

static void
test_json (void)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new (
    "shop.example", SHOP "@ DS 12345 13 2 "
                         "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
                         "k._domainkey TXT \"one \\\"part\\\"; \" \"two\\000\"\n"
                         "!fail _smtp._tls TXT timeout\n!flag practice allow-private");
  g_autoptr (JsonNode) node = sp_snapshot_to_json (snapshot);
  g_autofree char *text = json_to_string (node, TRUE);
  g_autoptr (JsonNode) read = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpSnapshot) again = sp_snapshot_from_json (read, &error);
  g_autoptr (JsonNode) node_again = NULL;
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  node_again = sp_snapshot_to_json (again);
  text_again = json_to_string (node_again, TRUE);
  g_assert_cmpstr (text, ==, text_again);
  g_assert_cmpuint (sp_snapshot_get_facts (again)->len, ==, sp_snapshot_get_facts (snapshot)->len);
  for (guint i = 0; i < sp_snapshot_get_facts (again)->len; i++)
    {
      SpFact *a = g_ptr_array_index (sp_snapshot_get_facts (snapshot), i);
      SpFact *b = g_ptr_array_index (sp_snapshot_get_facts (again), i);

      g_assert_cmpint (sp_fact_get_state (a), ==, sp_fact_get_state (b));
      g_assert_cmpint (sp_fact_get_reason (a), ==, sp_fact_get_reason (b));
      if (sp_fact_get_set (a) != NULL)
        {
          g_assert_true (sp_record_set_equal (sp_fact_get_set (a), sp_fact_get_set (b)));
          g_assert_cmpuint (sp_record_set_get_ttl (sp_fact_get_set (a)), ==,
                            sp_record_set_get_ttl (sp_fact_get_set (b)));
        }
    }
}

static SpSnapshot *
save_and_read (SpSnapshot *snapshot)
{
  g_autoptr (JsonNode) node = sp_snapshot_to_json (snapshot);
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (JsonNode) read = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  SpSnapshot *again = sp_snapshot_from_json (read, &error);

  g_assert_no_error (error);
  return again;
}

/* What the probes saw makes a further snapshot, and is saved with it, whatever bytes it has. */
static void
test_policy (void)
{
  static const struct {
    const char *bytes;
    gsize length;
  } texts[] = {
    { "version: STSv1\r\nmode: none", 27 }, { "", 0 }, { "a\0b", 3 }, { "\xff\xfe", 2 }
  };
  g_autoptr (SpSnapshot) plain = sp_test_snapshot_new ("shop.example", SHOP);
  g_autoptr (SpSnapshot) plain_again = save_and_read (plain);
  g_autoptr (SpPolicyFact) absent = sp_policy_fact_new_absent (SP_POLICY_REDIRECT);
  g_autoptr (SpSnapshot) faulty = sp_snapshot_with_policy (plain, absent);
  g_autoptr (SpSnapshot) faulty_again = save_and_read (faulty);
  g_autoptr (SpPolicyFact) unknown = sp_policy_fact_new_unknown (SP_REASON_TIMEOUT);
  g_autoptr (SpSnapshot) unread = sp_snapshot_with_policy (plain, unknown);
  g_autoptr (SpSnapshot) unread_again = save_and_read (unread);

  g_assert_null (sp_snapshot_get_policy (plain));
  g_assert_null (sp_snapshot_get_policy (plain_again));
  g_assert_cmpuint (sp_snapshot_get_facts (faulty)->len, ==, sp_snapshot_get_facts (plain)->len);
  g_assert_cmpuint (sp_snapshot_get_servers (faulty)->len, ==, 2);
  g_assert_true (sp_name_equal (sp_snapshot_get_zone (faulty), sp_snapshot_get_zone (plain)));
  g_assert_cmpint (sp_policy_fact_get_fault (sp_snapshot_get_policy (faulty_again)), ==,
                   SP_POLICY_REDIRECT);
  g_assert_cmpint (sp_policy_fact_get_reason (sp_snapshot_get_policy (unread_again)), ==,
                   SP_REASON_TIMEOUT);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i].bytes, texts[i].length);
      g_autoptr (SpPolicyFact) present = sp_policy_fact_new_present (bytes);
      g_autoptr (SpSnapshot) snapshot = sp_snapshot_with_policy (plain, present);
      g_autoptr (SpSnapshot) again = save_and_read (snapshot);
      SpPolicyFact *policy = sp_snapshot_get_policy (again);
      gsize length = 0;
      const char *text;

      g_assert_cmpint (sp_policy_fact_get_state (policy), ==, SP_FACT_PRESENT);
      text = sp_policy_fact_get_text (policy, &length);
      g_assert_cmpmem (text, length, texts[i].bytes, texts[i].length);
    }
}

/* A file that somebody changed makes an error or a snapshot, and nothing worse. */
static void
test_json_hostile (void)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", SHOP);
  g_autoptr (JsonNode) node = sp_snapshot_to_json (snapshot);
  g_autofree char *text = json_to_string (node, FALSE);
  static const char *const pieces[] = { "null", "[]", "{}", "1", "\"\"", "-1", "true", "\"x\"" };
  GRand *random = g_rand_new_with_seed (7);
  gsize length = strlen (text);

  for (guint i = 0; i < 150; i++)
    {
      const char *colon = strchr (text + g_rand_int_range (random, 0, (int) length - 20), ':');
      const char *end = colon != NULL ? strpbrk (colon, ",}") : NULL;
      g_autofree char *changed = NULL;
      g_autoptr (JsonNode) read = NULL;
      g_autoptr (SpSnapshot) again = NULL;

      if (end == NULL)
        continue;
      changed = g_strdup_printf ("%.*s%s%s", (int) (colon + 1 - text), text,
                                 pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))], end);
      read = json_from_string (changed, NULL);
      again = read != NULL ? sp_snapshot_from_json (read, NULL) : NULL;
    }
  g_rand_free (random);
}

static void
test_observations (void)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new (
    "shop.example", "@ MX 10 mail\nmail A 198.18.0.1\n!fail @ MX timeout ns2.shop.example");
  g_autoptr (GPtrArray) all = sp_observations_from_snapshot (snapshot);
  guint n_mx = 0;

  for (guint i = 0; i < all->len; i++)
    {
      SpObservation *seen = g_ptr_array_index (all, i);

      if (seen->type != SP_RR_MX || !sp_name_equal (seen->name, sp_snapshot_get_domain (snapshot)))
        continue;
      n_mx++;
      g_assert_cmpint (seen->seen_at, ==, SP_TEST_SNAPSHOT_TIME);
      if (g_str_has_prefix (sp_name_get_text (seen->server), "ns1"))
        g_assert_nonnull (seen->set);
      else
        g_assert_cmpint (seen->outcome, ==, SP_OUTCOME_TIMEOUT);
    }
  g_assert_cmpuint (n_mx, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/facts", test_facts);
  g_test_add_func ("/snapshot/leads", test_leads);
  g_test_add_func ("/snapshot/failures", test_failures);
  g_test_add_func ("/snapshot/disagree", test_disagree);
  g_test_add_func ("/snapshot/aliases", test_aliases);
  g_test_add_func ("/snapshot/text-in-a-circle", test_text_in_a_circle);
  g_test_add_func ("/snapshot/delegation", test_delegation);
  g_test_add_func ("/snapshot/json", test_json);
  g_test_add_func ("/snapshot/json-hostile", test_json_hostile);
  g_test_add_func ("/snapshot/policy", test_policy);
  g_test_add_func ("/snapshot/observations", test_observations);
  return g_test_run ();
}
