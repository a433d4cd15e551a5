/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/practice/sp-practice-panel.h"
#include "support/sp-test-dns-client.h"

#include <string.h>

/* Monday 2026-11-23 09:00 UTC; tests that move time use a clock of their own. */
#define START (G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC)
#define SECONDS(n) ((gint64) (n) * G_USEC_PER_SEC)

#define TOP "127.53.0.1"
#define REGISTRY "127.53.0.3"
#define OBEDIENT "127.53.0.53"
#define HOARDER "127.53.0.54"

typedef struct {
  SpClock *clock;
  SpPracticeWorld *world;
} Fixture;

static SpClock *
new_clock_at (gint64 time)
{
  return sp_clock_new_jumping (time - g_get_real_time ());
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->clock = new_clock_at (START);
  fixture->world = sp_practice_world_new (fixture->clock, NULL, &error);
  g_assert_no_error (error);
  sp_practice_world_start (fixture->world, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->world);
  g_assert_finalize_object (fixture->clock);
}

static SpName *
name_of (const char *text)
{
  SpName *name = sp_name_parse (text, NULL);

  g_assert_nonnull (name);
  return name;
}

/* The records of a section, one a line, for comparing. */
static char *
join_records (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *line = sp_record_dup_line (g_ptr_array_index (records, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

static void
assert_answer (const SpMessage *reply, const char *expected)
{
  g_autofree char *text = join_records (reply->answer);

  g_assert_cmpuint (reply->rcode, ==, SP_RCODE_NOERROR);
  g_assert_cmpstr (text, ==, expected);
}

static void
publish (SpPracticeWorld *world, const char *domain, const char *zone_text)
{
  g_autoptr (SpName) origin = name_of (domain);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (zone_text, -1, origin, &error);
  SpRecord *first = NULL;

  g_assert_no_error (error);
  first = g_ptr_array_index (sp_zone_get_records (zone), 0);
  sp_practice_world_publish (world, origin, sp_record_get_owner (first),
                             sp_record_get_rr_type (first), sp_zone_get_records (zone), &error);
  g_assert_no_error (error);
}

/* Every domain can be found from the root down, and both sides name the same servers. */
static void
test_delegations (Fixture *fixture, gconstpointer data)
{
  GPtrArray *domains = sp_practice_world_get_domains (fixture->world);

  g_assert_cmpuint (domains->len, ==, 10);
  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      const char *zone = sp_name_get_text (domain->zone);
      g_autoptr (SpMessage) root = sp_test_dns_ask (fixture->world, TOP, zone, SP_RR_NS);
      g_autoptr (SpMessage) parent = sp_test_dns_ask (fixture->world, REGISTRY, zone, SP_RR_NS);
      g_autoptr (SpMessage) whole = sp_test_dns_ask (fixture->world, OBEDIENT, zone, SP_RR_NS);
      guint n_answers = 0;

      g_assert_cmpuint (root->answer->len, ==, 0);
      g_assert_cmpuint (root->authority->len, ==, 2);
      g_assert_cmpuint (root->additional->len, ==, 2);
      g_assert_false ((root->flags & SP_ANSWER_AUTHORITATIVE) != 0);
      g_assert_cmpuint (parent->answer->len, ==, 0);
      g_assert_cmpuint (parent->authority->len, >=, 2);
      g_assert_cmpuint (whole->answer->len, ==, parent->authority->len);
      g_assert_true ((whole->flags & SP_ANSWER_RECURSION_AVAILABLE) != 0);

      for (guint j = 0; j < parent->authority->len; j++)
        {
          SpName *server = sp_record_get_target (g_ptr_array_index (parent->authority, j));
          g_autoptr (SpMessage) address = sp_test_dns_ask (fixture->world, OBEDIENT,
                                                           sp_name_get_text (server), SP_RR_A);
          g_autofree char *text = NULL;
          g_autoptr (GBytes) query = sp_test_dns_write_query (zone, SP_RR_SOA, FALSE, 1232);
          g_autoptr (GBytes) reply = NULL;
          g_autoptr (SpMessage) soa = NULL;

          g_assert_cmpuint (address->answer->len, ==, 1);
          text = g_inet_address_to_string (
            sp_record_get_address (g_ptr_array_index (address->answer, 0)));
          reply = sp_test_dns_exchange (fixture->world, text, query, FALSE, 100);
          if (reply == NULL)
            continue;
          soa = sp_message_decode (reply, NULL);
          g_assert_true ((soa->flags & SP_ANSWER_AUTHORITATIVE) != 0);
          g_assert_cmpuint (soa->answer->len, ==, 1);
          n_answers++;
        }
      g_assert_cmpuint (n_answers, ==, 2);
    }
}

/* Every name that a practice domain leads to has an address, except where the story says not. */
static void
test_mail_hosts (Fixture *fixture, gconstpointer data)
{
  GPtrArray *domains = sp_practice_world_get_domains (fixture->world);

  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      g_autoptr (SpMessage)
        mx = sp_test_dns_ask (fixture->world, OBEDIENT, sp_name_get_text (domain->name), SP_RR_MX);

      for (guint j = 0; j < mx->answer->len; j++)
        {
          const char *host = sp_name_get_text (
            sp_record_get_target (g_ptr_array_index (mx->answer, j)));
          g_autoptr (SpMessage) address = NULL;

          if (strcmp (host, ".") == 0 || strcmp (host, "198.18.42.25") == 0)
            continue;
          address = sp_test_dns_ask (fixture->world, OBEDIENT, host, SP_RR_A);
          g_assert_cmpuint (address->rcode, ==, SP_RCODE_NOERROR);
          g_assert_cmpuint (address->answer->len, >=, 1);
        }
    }
}

static void
test_main_story (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpMessage)
    mx = sp_test_dns_ask (fixture->world, "127.53.0.10", "harbor-bakery.example", SP_RR_MX);
  g_autoptr (SpMessage) tcp = sp_test_dns_ask_with (fixture->world, "127.53.0.11",
                                                    "Harbor-BAKERY.example", SP_RR_MX, TRUE, 0);
  g_autoptr (SpMessage) none = sp_test_dns_ask (fixture->world, "127.53.0.10",
                                                "_dmarc.harbor-bakery.example", SP_RR_TXT);
  g_autoptr (SpMessage) nodata = sp_test_dns_ask (fixture->world, "127.53.0.10",
                                                  "support.harbor-bakery.example", SP_RR_MX);
  g_autoptr (SpMessage)
    alias = sp_test_dns_ask (fixture->world, "127.53.0.10", "www.harbor-bakery.example", SP_RR_A);
  g_autofree char *soa = NULL;

  assert_answer (mx, "harbor-bakery.example 14400 MX 10 mail.harbor-bakery.example");
  assert_answer (tcp, "harbor-bakery.example 14400 MX 10 mail.harbor-bakery.example");
  assert_answer (alias, "www.harbor-bakery.example 14400 CNAME harbor-bakery.example\n"
                        "harbor-bakery.example 14400 A 198.18.40.80");
  g_assert_cmpuint (none->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (none->authority->len, ==, 1);
  g_assert_cmpuint (sp_record_get_ttl (g_ptr_array_index (none->authority, 0)), ==, 3600);
  g_assert_true ((none->flags & SP_ANSWER_AUTHORITATIVE) != 0);
  assert_answer (nodata, "");
  g_assert_cmpuint (nodata->authority->len, ==, 1);
}

static const struct {
  const char *address;
  gint64 seconds;
  const char *ttl;
} delays[] = {
  { "127.53.0.10", 50, "14400" }, { "127.53.0.11", 50, "14400" },  { "127.53.0.10", 60, "300" },
  { "127.53.0.11", 60, "14400" }, { "127.53.0.11", 830, "14400" }, { "127.53.0.11", 840, "300" },
};

/* Each server serves an edit after its own delay, on the clock that jumps. */
static void
test_publication (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpName) domain = name_of ("harbor-bakery.example");
  g_autoptr (SpZone) panel = NULL;
  g_autoptr (SpRecordSet) set = NULL;
  gint64 before = sp_clock_get_now (fixture->clock);
  gint64 first = 0;

  g_assert_cmpint (sp_practice_world_get_next_event (fixture->world, NULL), ==, 0);
  publish (fixture->world, "harbor-bakery.example", "@ 300 MX 10 mail");
  panel = sp_practice_world_dup_published_zone (fixture->world, domain);
  set = sp_zone_dup_set (panel, domain, SP_RR_MX);
  g_assert_cmpuint (sp_record_set_get_ttl (set), ==, 300);
  g_assert_cmpuint (sp_record_get_soa (sp_zone_get_soa (panel))->serial, ==, 2026110302);

  first = sp_practice_world_get_next_event (fixture->world, domain);
  g_assert_cmpint (first, >=, before + SECONDS (60));
  g_assert_cmpint (first, <, before + SECONDS (70));
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autofree char *expected = g_strdup_printf (
        "harbor-bakery.example %s MX 10 mail.harbor-bakery.example", delays[i].ttl);
      g_autoptr (SpMessage) reply = NULL;

      sp_clock_jump_to (fixture->clock, first - SECONDS (60) + SECONDS (delays[i].seconds));
      reply = sp_test_dns_ask (fixture->world, delays[i].address, "harbor-bakery.example",
                               SP_RR_MX);
      assert_answer (reply, expected);
    }
  g_assert_cmpint (sp_practice_world_get_next_event (fixture->world, NULL), ==, 0);
}

/* The obedient resolver lets go when the TTL is over, the other one keeps everything longer. */
static void
test_caches (Fixture *fixture, gconstpointer data)
{
  static const struct {
    gint64 seconds;
    const char *obedient;
    const char *hoarder;
  } steps[] = {
    { 0, "10 mail", "10 mail" },
    { 14000, "10 mail", "10 mail" },
    { 14430, "20 mail", "10 mail" },
    { 21630, "20 mail", "20 mail" },
  };
  gint64 begin = sp_clock_get_now (fixture->clock);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (SpMessage) obedient = NULL;
      g_autoptr (SpMessage) hoarder = NULL;
      const SpRecord *record = NULL;
      g_autofree char *first = g_strdup_printf (" MX %s.harbor-bakery.example", steps[i].obedient);
      g_autofree char *second = g_strdup_printf (" MX %s.harbor-bakery.example", steps[i].hoarder);
      g_autofree char *first_answer = NULL;
      g_autofree char *second_answer = NULL;

      sp_clock_jump_to (fixture->clock, begin + SECONDS (steps[i].seconds));
      obedient = sp_test_dns_ask (fixture->world, OBEDIENT, "harbor-bakery.example", SP_RR_MX);
      hoarder = sp_test_dns_ask (fixture->world, HOARDER, "harbor-bakery.example", SP_RR_MX);
      first_answer = join_records (obedient->answer);
      second_answer = join_records (hoarder->answer);
      g_assert_true (g_str_has_suffix (first_answer, first));
      g_assert_true (g_str_has_suffix (second_answer, second));
      record = g_ptr_array_index (obedient->answer, 0);
      g_assert_cmpuint (sp_record_get_ttl (record), >, 0);
      g_assert_cmpuint (sp_record_get_ttl (record), <=, i < 2 ? 14430 - steps[i].seconds : 14400);
      if (i == 0)
        publish (fixture->world, "harbor-bakery.example", "@ 14400 MX 20 mail");
    }
}

/* "Does not exist" is remembered too, for the SOA's minimum (RFC 2308). */
static void
test_negative_cache (Fixture *fixture, gconstpointer data)
{
  static const char name[] = "_dmarc.harbor-bakery.example";
  g_autoptr (SpMessage) before = sp_test_dns_ask (fixture->world, OBEDIENT, name, SP_RR_TXT);
  /* The answer was cached before this at the latest. */
  gint64 begin = sp_clock_get_now (fixture->clock);
  g_autoptr (SpMessage) other_type = NULL;
  g_autoptr (SpMessage) during = NULL;
  g_autoptr (SpMessage) own = NULL;
  g_autoptr (SpMessage) after = NULL;

  g_assert_cmpuint (before->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (sp_record_get_ttl (g_ptr_array_index (before->authority, 0)), <=, 3600);
  publish (fixture->world, "harbor-bakery.example", "_dmarc 3600 TXT \"v=DMARC1; p=none\"");

  sp_clock_jump_to (fixture->clock, begin + SECONDS (3500));
  own = sp_test_dns_ask (fixture->world, "127.53.0.11", name, SP_RR_TXT);
  during = sp_test_dns_ask (fixture->world, OBEDIENT, name, SP_RR_TXT);
  other_type = sp_test_dns_ask (fixture->world, OBEDIENT, name, SP_RR_A);
  assert_answer (own, "_dmarc.harbor-bakery.example 3600 TXT v=DMARC1; p=none");
  g_assert_cmpuint (during->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (other_type->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (sp_record_get_ttl (g_ptr_array_index (during->authority, 0)), <=, 100);

  sp_clock_jump_to (fixture->clock, begin + SECONDS (3601));
  after = sp_test_dns_ask (fixture->world, OBEDIENT, name, SP_RR_TXT);
  assert_answer (after, "_dmarc.harbor-bakery.example 3600 TXT v=DMARC1; p=none");
}

static void
test_aliases (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpMessage)
    chain = sp_test_dns_ask (fixture->world, OBEDIENT, "mx.lakeside-dental.example", SP_RR_A);
  g_autoptr (SpMessage)
    own = sp_test_dns_ask (fixture->world, "127.53.0.30", "mx.lakeside-dental.example", SP_RR_A);
  g_autoptr (SpMessage) loop = NULL;

  g_assert_cmpuint (chain->answer->len, ==, 3);
  g_assert_cmpint (sp_record_get_rr_type (g_ptr_array_index (chain->answer, 2)), ==, SP_RR_A);
  /* The domain's own server does not know the target. */
  g_assert_cmpuint (own->rcode, ==, SP_RCODE_NOERROR);
  g_assert_cmpuint (own->answer->len, ==, 1);
  g_assert_true ((own->flags & SP_ANSWER_AUTHORITATIVE) != 0);

  publish (fixture->world, "lakeside-dental.example", "one 60 CNAME two");
  publish (fixture->world, "lakeside-dental.example", "two 60 CNAME one");
  sp_clock_jump_to (fixture->clock, sp_clock_get_now (fixture->clock) + SECONDS (10));
  loop = sp_test_dns_ask (fixture->world, OBEDIENT, "one.lakeside-dental.example", SP_RR_A);
  g_assert_cmpuint (loop->rcode, ==, SP_RCODE_SERVFAIL);
  g_clear_pointer (&loop, sp_message_free);
  loop = sp_test_dns_ask (fixture->world, "127.53.0.30", "one.lakeside-dental.example", SP_RR_A);
  g_assert_cmpuint (loop->answer->len, ==, 2);
}

static void
test_disagreement (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpMessage)
    first = sp_test_dns_ask (fixture->world, "127.53.0.60", "split-horizon.example", SP_RR_MX);
  g_autoptr (SpMessage)
    second = sp_test_dns_ask (fixture->world, "127.53.0.61", "split-horizon.example", SP_RR_MX);
  g_autoptr (GBytes) query = sp_test_dns_write_query ("split-horizon.example", SP_RR_MX, FALSE, 0);
  g_autoptr (GBytes)
    silence = sp_test_dns_exchange (fixture->world, "127.53.0.62", query, FALSE, 100);
  g_autoptr (SpMessage) healed = NULL;

  g_assert_cmpuint (first->answer->len, ==, 2);
  g_assert_cmpuint (second->answer->len, ==, 1);
  g_assert_null (silence);

  publish (fixture->world, "split-horizon.example", "new 60 TXT x");
  sp_clock_jump_to (fixture->clock, sp_clock_get_now (fixture->clock) + SECONDS (1000));
  healed = sp_test_dns_ask (fixture->world, "127.53.0.61", "split-horizon.example", SP_RR_MX);
  g_assert_cmpuint (healed->answer->len, ==, 2);
}

/* What does not fit into a datagram comes over TCP. */
static void
test_truncation (Fixture *fixture, gconstpointer data)
{
  g_autofree char *filler = g_strnfill (700, 'k');
  g_autofree char *text = g_strdup_printf ("long 60 TXT \"%s\"", filler);
  static const char name[] = "long.lakeside-dental.example";
  g_autoptr (SpMessage) small = NULL;
  g_autoptr (SpMessage) large = NULL;
  g_autoptr (SpMessage) whole = NULL;

  publish (fixture->world, "lakeside-dental.example", text);
  sp_clock_jump_to (fixture->clock, sp_clock_get_now (fixture->clock) + SECONDS (10));
  small = sp_test_dns_ask_with (fixture->world, "127.53.0.30", name, SP_RR_TXT, FALSE, 0);
  large = sp_test_dns_ask_with (fixture->world, "127.53.0.30", name, SP_RR_TXT, FALSE, 4096);
  whole = sp_test_dns_ask_with (fixture->world, "127.53.0.30", name, SP_RR_TXT, TRUE, 0);
  g_assert_true ((small->flags & SP_ANSWER_TRUNCATED) != 0);
  g_assert_cmpuint (small->answer->len, ==, 0);
  g_assert_false ((large->flags & SP_ANSWER_TRUNCATED) != 0);
  g_assert_cmpuint (large->answer->len, ==, 1);
  g_assert_cmpuint (whole->answer->len, ==, 1);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *address;
    const char *name;
    SpRrType type;
    uint16_t rcode;
  } cases[] = {
    { "127.53.0.10", "sunny-studio.example", SP_RR_MX, SP_RCODE_REFUSED },
    { "127.53.0.10", "harbor-bakery.example", (SpRrType) 252, SP_RCODE_REFUSED },
    { "127.53.0.10", "nothing.harbor-bakery.example", SP_RR_A, SP_RCODE_NXDOMAIN },
    { OBEDIENT, "harbor-bakery.example", SP_RR_ANY, SP_RCODE_NOTIMP },
    { OBEDIENT, "not-registered.example", SP_RR_NS, SP_RCODE_NXDOMAIN },
    { OBEDIENT, "nowhere.test", SP_RR_A, SP_RCODE_NXDOMAIN },
    { REGISTRY, "not-registered.example", SP_RR_NS, SP_RCODE_NXDOMAIN },
  };
  static const guint8 odd[] = { 0x12, 0x34, 0x01, 0,   0,   1, 0, 0, 0, 0, 0,
                                0,    3,    'a',  ' ', 'b', 0, 0, 1, 0, 1 };
  static const guint8 update[] = { 0x12, 0x34, 0x28, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1 };
  static const guint8 chaos[] = { 0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 3 };
  static const struct {
    const guint8 *data;
    gsize length;
    uint8_t rcode;
  } raw[] = {
    { odd, sizeof odd, SP_RCODE_REFUSED },
    { odd, 12, SP_RCODE_FORMERR },
    { update, sizeof update, SP_RCODE_NOTIMP },
    { chaos, sizeof chaos, SP_RCODE_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpMessage)
        reply = sp_test_dns_ask (fixture->world, cases[i].address, cases[i].name, cases[i].type);

      g_assert_cmpuint (reply->rcode, ==, cases[i].rcode);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (raw); i++)
    {
      g_autoptr (GBytes) query = g_bytes_new (raw[i].data, raw[i].length);
      g_autoptr (GBytes) reply = sp_test_dns_exchange (fixture->world, "127.53.0.10", query, FALSE,
                                                       SP_TEST_DNS_PATIENCE);
      const guint8 *bytes = NULL;

      g_assert_nonnull (reply);
      bytes = g_bytes_get_data (reply, NULL);
      g_assert_cmpuint (bytes[0], ==, 0x12);
      g_assert_cmpuint (bytes[2] & 0x80, ==, 0x80);
      g_assert_cmpuint (bytes[3] & 0x0f, ==, raw[i].rcode);
    }
}

/* The letters of the question come back as they were. */
static void
test_letter_case (Fixture *fixture, gconstpointer data)
{
  static const guint8 query[] = { 1,   2,   0,   0,   0,   1,   0,   0, 0,   0,   0,
                                  0,   5,   'Q', 'u', 'I', 'e', 'T', 7, 'e', 'X', 'a',
                                  'm', 'p', 'l', 'E', 0,   0,   15,  0, 1 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (query, sizeof query);
  g_autoptr (GBytes) reply = sp_test_dns_exchange (fixture->world, "127.53.0.40", bytes, FALSE,
                                                   SP_TEST_DNS_PATIENCE);

  g_assert_nonnull (reply);
  g_assert_cmpuint (g_bytes_get_size (reply), >, sizeof query);
  g_assert_cmpmem ((const guint8 *) g_bytes_get_data (reply, NULL) + 12, sizeof query - 12,
                   query + 12, sizeof query - 12);
}

static void
test_panel (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *zone;
    const char *name;
    SpRrType type;
    const char *text;
    int code;
  } cases[] = {
    { "nowhere.example", "nowhere.example", SP_RR_TXT, "@ 60 TXT x",
      SP_PRACTICE_ERROR_UNKNOWN_ZONE },
    { "quiet.example", "quiet.example", SP_RR_SOA, "@ 60 SOA a b 1 1 1 1 1",
      SP_PRACTICE_ERROR_READ_ONLY },
    { "quiet.example", "quiet.example", SP_RR_NS, "@ 60 NS a", SP_PRACTICE_ERROR_READ_ONLY },
    { "quiet.example", "www.quiet.example", SP_RR_TXT, "www 60 TXT x", SP_PRACTICE_ERROR_ALIAS },
    { "quiet.example", "quiet.example", SP_RR_CNAME, "@ 60 CNAME a", SP_PRACTICE_ERROR_ALIAS },
    { "quiet.example", "new.quiet.example", SP_RR_CNAME, "new 60 CNAME a\nnew 60 CNAME b",
      SP_PRACTICE_ERROR_ALIAS },
    { "quiet.example", "a.quiet.example", SP_RR_TXT, "b 60 TXT x", SP_PRACTICE_ERROR_RECORDS },
    { "quiet.example", "a.quiet.example", SP_RR_A, "a 60 TXT x", SP_PRACTICE_ERROR_RECORDS },
    { "quiet.example", "a.other.example", SP_RR_TXT, "", SP_PRACTICE_ERROR_OUTSIDE },
    { "example", "quiet.example", SP_RR_TXT, "", SP_PRACTICE_ERROR_OUTSIDE },
    { "example", "www.quiet.example", SP_RR_NS, "", SP_PRACTICE_ERROR_OUTSIDE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpName) zone = name_of (cases[i].zone);
      g_autoptr (SpName) name = name_of (cases[i].name);
      g_autoptr (SpZone) text = sp_zone_parse (cases[i].text, -1, zone, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (text);
      g_assert_false (sp_practice_world_publish (fixture->world, zone, name, cases[i].type,
                                                 sp_zone_get_records (text), &error));
      g_assert_error (error, SP_PRACTICE_ERROR, cases[i].code);
    }
  g_assert_cmpint (sp_practice_world_get_next_event (fixture->world, NULL), ==, 0);
}

/* What is typed is read with the habits of the zone's panel. */
static void
test_panel_rows (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *domain;
    SpPracticeRow row;
    const char *line;
    int code;
  } cases[] = {
    { "sunny-studio.example",
      { SP_RR_TXT, "_dmarc.sunny-studio.example", NULL, "x", NULL },
      "_dmarc.sunny-studio.example 3600 TXT x",
      0 },
    { "corner-books.example",
      { SP_RR_TXT, "_dmarc.corner-books.example", NULL, "x", "" },
      "_dmarc.corner-books.example.corner-books.example 1800 TXT x",
      0 },
    { "corner-books.example",
      { SP_RR_TXT, "_dmarc.corner-books.example.", NULL, "\"x\"", "60" },
      "_dmarc.corner-books.example 60 TXT x",
      0 },
    { "quiet.example",
      { SP_RR_MX, " @ ", "10", "mx.zoho.com.", NULL },
      "quiet.example 3600 MX 10 mx.zoho.com",
      0 },
    { "quiet.example", { SP_RR_MX, "", " 0 ", ".", "7200" }, "quiet.example 7200 MX 0 .", 0 },
    { "quiet.example",
      { SP_RR_CNAME, "Mail", NULL, "host", NULL },
      "mail.quiet.example 3600 CNAME host.quiet.example",
      0 },
    { "quiet.example",
      { SP_RR_A, "mail", NULL, "198.18.1.1", NULL },
      "mail.quiet.example 3600 A 198.18.1.1",
      0 },
    { "support.harbor-bakery.example",
      { SP_RR_MX, "support", "10", "mx.zoho.com", NULL },
      "support.harbor-bakery.example 14400 MX 10 mx.zoho.com",
      0 },
    { "quiet.example", { SP_RR_MX, "@", "x", "a.b", NULL }, NULL, SP_PRACTICE_ERROR_PRIORITY },
    { "quiet.example", { SP_RR_MX, "@", "10", "a..b", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
    { "quiet.example", { SP_RR_MX, "@", "10", "", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
    { "quiet.example", { SP_RR_A, "@", NULL, "::1", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
    { "quiet.example", { SP_RR_TXT, "@", NULL, " ", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
    { "quiet.example", { SP_RR_SRV, "_s._tcp", "1", "2 x", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
    { "quiet.example", { SP_RR_TXT, "a..b", NULL, "x", NULL }, NULL, SP_PRACTICE_ERROR_NAME },
    { "quiet.example", { SP_RR_TXT, "a", NULL, "x", "300" }, NULL, SP_PRACTICE_ERROR_TTL },
    { "quiet.example", { SP_RR_DS, "a", NULL, "x", NULL }, NULL, SP_PRACTICE_ERROR_VALUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpName) domain = name_of (cases[i].domain);
      g_autoptr (GError) error = NULL;
      g_autoptr (SpRecord)
        record = sp_practice_panel_read_row (fixture->world, domain, &cases[i].row, &error);
      g_autofree char *line = NULL;

      if (cases[i].line == NULL)
        {
          g_assert_null (record);
          g_assert_error (error, SP_PRACTICE_ERROR, cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      line = sp_record_dup_line (record);
      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static char *
dup_published (SpPracticeWorld *world, const SpName *domain, const char *name, SpRrType type)
{
  g_autoptr (SpZone) zone = sp_practice_world_dup_published_zone (world, domain);
  g_autoptr (SpName) owner = name_of (name);
  g_autoptr (SpRecordSet) set = sp_zone_dup_set (zone, owner, type);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (records, sp_record_set_get_record (set, i));
  return join_records (records);
}

/* Rows are added, changed, moved and removed; a row that the panel refuses changes nothing. */
static void
test_panel_changes (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *old;
    const char *new_record;
    gboolean taken;
    const char *mx;
    const char *www;
  } steps[] = {
    { NULL, "@ 600 MX 20 b", TRUE,
      "quiet.example 600 MX 0 .\nquiet.example 600 MX 20 b.quiet.example", NULL },
    { "@ 1 MX 0 .", "@ 900 MX 10 a", TRUE,
      "quiet.example 900 MX 10 a.quiet.example\nquiet.example 900 MX 20 b.quiet.example", NULL },
    { "@ 1 MX 20 b", NULL, TRUE, "quiet.example 900 MX 10 a.quiet.example", NULL },
    { "@ 1 MX 10 a", "www 60 MX 10 a", FALSE, "quiet.example 900 MX 10 a.quiet.example",
      "www.quiet.example 3600 CNAME quiet.example" },
    { "www 1 CNAME @", "www 60 A 198.18.1.1", TRUE, "quiet.example 900 MX 10 a.quiet.example", "" },
  };
  g_autoptr (SpName) domain = name_of ("quiet.example");

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (SpZone)
        old = sp_zone_parse (steps[i].old != NULL ? steps[i].old : "", -1, domain, NULL);
      g_autoptr (SpZone) new_zone = sp_zone_parse (
        steps[i].new_record != NULL ? steps[i].new_record : "", -1, domain, NULL);
      GPtrArray *before = sp_zone_get_records (old);
      GPtrArray *after = sp_zone_get_records (new_zone);
      g_autofree char *mx = NULL;

      g_assert_true (sp_practice_panel_change (fixture->world, domain,
                                               before->len > 0 ? before->pdata[0] : NULL,
                                               after->len > 0 ? after->pdata[0] : NULL, NULL)
                     == steps[i].taken);
      mx = dup_published (fixture->world, domain, "quiet.example", SP_RR_MX);
      g_assert_cmpstr (mx, ==, steps[i].mx);
      if (steps[i].www != NULL)
        {
          g_autofree char *www = dup_published (fixture->world, domain, "www.quiet.example",
                                                SP_RR_CNAME);

          g_assert_cmpstr (www, ==, steps[i].www);
        }
    }
}

static void
on_changed (SpPracticeWorld *world, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
}

static void
test_removal_and_start_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpName) zone = name_of ("old-mill.example");
  g_autoptr (SpName) name = name_of ("autodiscover.old-mill.example");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SpMessage) gone = NULL;
  g_autoptr (SpMessage) back = NULL;
  guint n_changes = 0;

  g_signal_connect (fixture->world, "changed", G_CALLBACK (on_changed), &n_changes);
  sp_practice_world_publish (fixture->world, zone, name, SP_RR_CNAME, none, &error);
  g_assert_no_error (error);
  sp_clock_jump_to (fixture->clock, sp_clock_get_now (fixture->clock) + SECONDS (100));
  gone = sp_test_dns_ask (fixture->world, "127.53.0.41", "autodiscover.old-mill.example",
                          SP_RR_CNAME);
  g_assert_cmpuint (gone->rcode, ==, SP_RCODE_NXDOMAIN);
  g_clear_pointer (&gone, sp_message_free);
  gone = sp_test_dns_ask (fixture->world, OBEDIENT, "autodiscover.old-mill.example", SP_RR_CNAME);
  g_assert_cmpuint (gone->rcode, ==, SP_RCODE_NXDOMAIN);

  sp_practice_world_start_over (fixture->world, zone);
  back = sp_test_dns_ask (fixture->world, OBEDIENT, "autodiscover.old-mill.example", SP_RR_CNAME);
  g_assert_cmpuint (back->answer->len, ==, 1);
  g_assert_cmpuint (n_changes, ==, 2);
}

/* A second world takes up where the first one stopped, in the middle of a publication. */
static void
test_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpPracticeWorld) second = NULL;
  g_autoptr (JsonNode) state = NULL;
  g_autoptr (JsonNode) parsed = NULL;
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *same = NULL;
  gint64 begin = sp_clock_get_now (fixture->clock);

  publish (fixture->world, "harbor-bakery.example", "@ 300 MX 10 mail");
  sp_clock_jump_to (fixture->clock, begin + SECONDS (1000));
  publish (fixture->world, "harbor-bakery.example",
           "@ 300 MX 10 mail\n@ 300 MX 20 in1-smtp.messagingengine.com.");
  publish (fixture->world, "harbor-bakery.example", "txt 300 TXT \"\\000\\255\\\"\"");
  sp_clock_jump_to (fixture->clock, begin + SECONDS (1100));
  state = sp_practice_world_dup_state (fixture->world);
  text = json_to_string (state, FALSE);
  sp_practice_world_stop (fixture->world);

  second = sp_practice_world_new (fixture->clock, NULL, &error);
  g_assert_no_error (error);
  parsed = json_from_string (text, &error);
  g_assert_no_error (error);
  sp_practice_world_load_state (second, parsed, &error);
  g_assert_no_error (error);
  again = sp_practice_world_dup_state (second);
  same = json_to_string (again, FALSE);
  g_assert_cmpstr (same, ==, text);

  sp_practice_world_start (second, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SpMessage) reply = sp_test_dns_ask (second, i == 0 ? "127.53.0.10" : "127.53.0.11",
                                                     "harbor-bakery.example", SP_RR_MX);

      g_assert_cmpuint (reply->answer->len, ==, i == 0 ? 2 : 1);
      g_assert_cmpuint (sp_record_get_ttl (g_ptr_array_index (reply->answer, 0)), ==, 300);
    }
  g_assert_cmpint (sp_practice_world_get_next_event (second, NULL), ==,
                   sp_practice_world_get_next_event (fixture->world, NULL));
}

static void
test_describe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) node = sp_practice_world_describe (fixture->world);
  JsonObject *object = json_node_get_object (node);
  GPtrArray *recursors = sp_practice_world_get_recursors (fixture->world);

  g_assert_cmpint (json_object_get_int_member (object, "port"), ==,
                   sp_practice_world_get_port (fixture->world));
  g_assert_cmpint (json_object_get_int_member (object, "port"), >, 1023);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "domains")), ==,
                    10);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "resolvers")), ==,
                    2);
  g_assert_cmpuint (recursors->len, ==, 2);
  g_assert_cmpuint (g_inet_socket_address_get_port (g_ptr_array_index (recursors, 0)), ==,
                    sp_practice_world_get_port (fixture->world));
}

static void
test_two_worlds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpPracticeWorld) second = sp_practice_world_new (fixture->clock, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (
    sp_practice_world_start (second, sp_practice_world_get_port (fixture->world), &error));
  g_assert_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_PORT);
  g_assert_cmpuint (sp_practice_world_get_port (second), ==, 0);
  g_assert_true (sp_practice_world_start (second, 0, NULL));
  g_assert_cmpuint (sp_practice_world_get_port (second), !=,
                    sp_practice_world_get_port (fixture->world));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function)                                                                        \
  g_test_add ("/practice/" path, Fixture, NULL, set_up, function, tear_down)
  add ("delegations", test_delegations);
  add ("mail-hosts", test_mail_hosts);
  add ("main-story", test_main_story);
  add ("publication", test_publication);
  add ("caches", test_caches);
  add ("negative-cache", test_negative_cache);
  add ("aliases", test_aliases);
  add ("disagreement", test_disagreement);
  add ("truncation", test_truncation);
  add ("refusals", test_refusals);
  add ("letter-case", test_letter_case);
  add ("panel", test_panel);
  add ("panel-rows", test_panel_rows);
  add ("panel-changes", test_panel_changes);
  add ("removal-and-start-over", test_removal_and_start_over);
  add ("state", test_state);
  add ("describe", test_describe);
  add ("two-worlds", test_two_worlds);
#undef add
  return g_test_run ();
}
