/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-address.h"
#include "core/dns/sp-message.h"
#include "core/dns/sp-resolver-private.h"
#include "support/sp-test-asker.h"
#include "support/sp-test-await.h"

typedef struct {
  SpFakeServer *first;
  SpResolver *resolver;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->first = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  sp_fake_server_set_zone (fixture->first, "shop.test", sp_test_zone_text);
  fixture->resolver = sp_resolver_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->resolver));
  sp_fake_server_close (fixture->first);
  g_clear_object (&fixture->first);
}

static GInetSocketAddress *
new_endpoint (const char *address, uint16_t port)
{
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new_from_string (address, port));
}

static SpAnswer *
ask (Fixture *fixture, const char *name, SpRrType type, SpAskFlags flags)
{
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);

  return sp_test_ask (fixture->resolver, server, name, type, flags);
}

/* What a script makes of a question for the MX of shop.test, and in how many queries. */
typedef struct {
  const char *script;
  SpAskFlags flags;
  SpOutcome outcome;
  uint16_t rcode;
  SpAnswerFlags answer_flags;
  guint n_queries;
} Case;

static const Case cases[] = {
  { "answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "nxdomain", SP_ASK_PLAIN, SP_OUTCOME_NXDOMAIN, 3, SP_ANSWER_AUTHORITATIVE, 1 },
  { "foreign", SP_ASK_PLAIN, SP_OUTCOME_MALFORMED, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "servfail", SP_ASK_PLAIN, SP_OUTCOME_SERVFAIL, 2, SP_ANSWER_AUTHORITATIVE, 1 },
  { "refused", SP_ASK_PLAIN, SP_OUTCOME_REFUSED, 5, SP_ANSWER_AUTHORITATIVE, 1 },
  { "notimp", SP_ASK_PLAIN, SP_OUTCOME_SERVFAIL, 4, SP_ANSWER_AUTHORITATIVE, 2 },
  { "formerr", SP_ASK_PLAIN, SP_OUTCOME_SERVFAIL, 1, SP_ANSWER_AUTHORITATIVE, 2 },
  { "plain-formerr", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 2 },
  { "lame", SP_ASK_PLAIN, SP_OUTCOME_LAME, 0, SP_ANSWER_NO_FLAGS, 1 },
  { "lame", SP_ASK_RECURSE, SP_OUTCOME_ANSWER, 0, SP_ANSWER_NO_FLAGS, 1 },
  { "lame-nxdomain", SP_ASK_PLAIN, SP_OUTCOME_LAME, 3, SP_ANSWER_NO_FLAGS, 1 },
  { "lame-nxdomain", SP_ASK_RECURSE, SP_OUTCOME_NXDOMAIN, 3, SP_ANSWER_NO_FLAGS, 1 },
  { "referral", SP_ASK_PLAIN, SP_OUTCOME_LAME, 0, SP_ANSWER_REFERRAL, 1 },
  { "referral", SP_ASK_REFERRAL, SP_OUTCOME_ANSWER, 0, SP_ANSWER_REFERRAL, 1 },
  { "referral", SP_ASK_RECURSE, SP_OUTCOME_LAME, 0, SP_ANSWER_NO_FLAGS, 1 },
  { "upward", SP_ASK_REFERRAL, SP_OUTCOME_LAME, 0, SP_ANSWER_NO_FLAGS, 1 },
  { "truncated", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE | SP_ANSWER_OVER_TCP,
    2 },
  { "cut", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE | SP_ANSWER_OVER_TCP, 2 },
  { "bare-refused", SP_ASK_PLAIN, SP_OUTCOME_REFUSED, 5, SP_ANSWER_NO_FLAGS, 1 },
  { "bare-servfail", SP_ASK_PLAIN, SP_OUTCOME_SERVFAIL, 2, SP_ANSWER_NO_FLAGS, 1 },
  { "bare-formerr", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 2 },
  { "empty 20 answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "garbage 20 answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "wrong-id answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "wrong-question answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "echo 20 answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "update 20 answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "bare-nxdomain 20 answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 1 },
  { "chaos", SP_ASK_PLAIN, SP_OUTCOME_MALFORMED, 0, SP_ANSWER_AUTHORITATIVE, 3 },
  { "broken; answer", SP_ASK_PLAIN, SP_OUTCOME_ANSWER, 0, SP_ANSWER_AUTHORITATIVE, 3 },
  { "broken", SP_ASK_PLAIN, SP_OUTCOME_MALFORMED, 0, SP_ANSWER_NO_FLAGS, 3 },
};

static void
test_outcomes (Fixture *fixture, gconstpointer data)
{
  const Case *one = data;
  g_autoptr (SpAnswer) answer = NULL;
  const SpAnswerFields *fields;

  sp_fake_server_script (fixture->first, "shop.test", SP_RR_MX, one->script);
  answer = ask (fixture, "shop.test", SP_RR_MX, one->flags);
  fields = sp_answer_get_fields (answer);
  sp_test_assert_outcome (answer, one->outcome);
  g_assert_cmpuint (fields->rcode, ==, one->rcode);
  g_assert_cmpuint (fields->flags & ~SP_ANSWER_RECURSION_AVAILABLE, ==, one->answer_flags);
  g_assert_cmpuint (sp_fake_server_get_n_queries (fixture->first), ==, one->n_queries);
  g_assert_cmpuint (sp_resolver_get_n_questions (fixture->resolver), ==, 1);
  g_assert_nonnull (fields->endpoint);
}

static void
test_second_address (Fixture *fixture, gconstpointer data)
{
  uint16_t port = g_inet_socket_address_get_port (sp_fake_server_get_endpoint (fixture->first));
  g_autoptr (SpFakeServer) second = sp_fake_server_new (SP_TEST_SECOND_ADDRESS, port);
  g_autoptr (SpServer) server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first),
                                                    sp_fake_server_get_endpoint (second));
  g_autoptr (SpAnswer) answer = NULL;
  g_autoptr (SpAnswer) later = NULL;
  g_autofree char *address = NULL;
  guint n_queries;

  sp_fake_server_script_all (fixture->first, "silence");
  sp_fake_server_set_zone (second, "shop.test", sp_test_zone_text);
  answer = sp_test_ask (fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
  g_assert_cmpint (sp_answer_get_fields (answer)->elapsed, >=, G_USEC_PER_SEC * 14 / 10);
  g_assert_cmpint (sp_answer_get_fields (answer)->elapsed, <, G_USEC_PER_SEC * 4);
  address = sp_address_dup_text (sp_answer_get_fields (answer)->endpoint);
  g_assert_cmpstr (address, ==, SP_TEST_SECOND_ADDRESS);

  n_queries = sp_fake_server_get_n_queries (fixture->first);
  later = sp_test_ask (fixture->resolver, server, "shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (later, SP_OUTCOME_ANSWER);
  g_assert_cmpint (sp_answer_get_fields (later)->elapsed, <, G_USEC_PER_SEC);
  g_assert_cmpuint (sp_fake_server_get_n_queries (fixture->first), ==, n_queries);
}

static void
test_closed_port (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetSocketAddress) closed = sp_test_new_closed_endpoint ();
  g_autoptr (SpServer) server = sp_test_new_server (closed, NULL);
  g_autoptr (SpServer)
    with_second = sp_test_new_server (closed, sp_fake_server_get_endpoint (fixture->first));
  g_autoptr (SpAnswer) helped = NULL;
  g_autoptr (SpAnswer) answer = NULL;

  helped = sp_test_ask (fixture->resolver, with_second, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (helped, SP_OUTCOME_ANSWER);
  g_assert_cmpint (sp_answer_get_fields (helped)->elapsed, <, G_USEC_PER_SEC);
  answer = sp_test_ask (fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_UNREACHABLE);
  g_assert_cmpint (sp_answer_get_fields (answer)->elapsed, <, 4 * G_USEC_PER_SEC);
}

typedef struct {
  GInetSocketAddress *endpoint;
  SpFakeServer *server;
} Restart;

static gboolean
on_restart (gpointer user_data)
{
  Restart *restart = user_data;

  restart->server = sp_fake_server_new (SP_TEST_ADDRESS,
                                        g_inet_socket_address_get_port (restart->endpoint));
  sp_fake_server_set_zone (restart->server, "shop.test", sp_test_zone_text);
  return G_SOURCE_REMOVE;
}

static void
test_restarting_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetSocketAddress) closed = sp_test_new_closed_endpoint ();
  g_autoptr (SpServer) server = sp_test_new_server (closed, NULL);
  g_autoptr (SpAnswer) answer = NULL;
  Restart restart = { closed, NULL };

  g_timeout_add (100, on_restart, &restart);
  answer = sp_test_ask (fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
  g_clear_object (&restart.server);
}

static void
test_no_route (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetSocketAddress) nowhere = new_endpoint ("fe80::1", 53);
  g_autoptr (SpServer) alone = sp_test_new_server (nowhere, NULL);
  g_autoptr (SpServer)
    server = sp_test_new_server (nowhere, sp_fake_server_get_endpoint (fixture->first));
  g_autoptr (SpAnswer) answer = NULL;
  g_autoptr (SpAnswer) unreachable = NULL;

  g_assert_false (sp_resolver_has_route (g_inet_socket_address_get_address (nowhere)));
  g_assert_true (sp_resolver_has_route (
    g_inet_socket_address_get_address (sp_fake_server_get_endpoint (fixture->first))));
  unreachable = sp_test_ask (fixture->resolver, alone, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (unreachable, SP_OUTCOME_UNREACHABLE);
  g_assert_null (sp_answer_get_fields (unreachable)->endpoint);
  g_assert_cmpuint (sp_resolver_get_n_questions (fixture->resolver), ==, 0);
  answer = sp_test_ask (fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
  g_assert_cmpint (sp_answer_get_fields (answer)->elapsed, <, G_USEC_PER_SEC);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  g_auto (SpTestAsker) waiter = { 0 };
  g_auto (SpTestAsker) late = { 0 };
  g_autoptr (SpAnswer) answer = NULL;

  sp_fake_server_script (fixture->first, "shop.test", SP_RR_MX, "200 answer");
  sp_test_asker_start (&waiter, fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN,
                       cancellable);
  g_cancellable_cancel (cancellable);
  sp_test_await_for (&waiter.is_done, 1);
  g_assert_error (waiter.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_cancel (before);
  sp_test_asker_start (&late, fixture->resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN,
                       before);
  sp_test_await_for (&late.is_done, 1);
  g_assert_error (late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  sp_test_run_for (300);
  answer = ask (fixture, "shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
}

static void
test_dispose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);
  SpTestAsker waiters[150] = { 0 };

  sp_fake_server_script_all (fixture->first, "silence");
  for (gsize i = 0; i < G_N_ELEMENTS (waiters); i++)
    sp_test_asker_start (&waiters[i], fixture->resolver, server, "shop.test", SP_RR_MX,
                         SP_ASK_PLAIN, NULL);
  sp_test_run_for (50);
  g_object_run_dispose (G_OBJECT (fixture->resolver));
  for (gsize i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      sp_test_await_for (&waiters[i].is_done, 1);
      g_assert_error (waiters[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      sp_test_asker_clear (&waiters[i]);
    }
}

/* The caller may drop the resolver from inside the callback. */
static void
drop_resolver_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpAnswer) answer = sp_resolver_ask_finish (SP_RESOLVER (source), result, NULL);
  Fixture *fixture = user_data;

  g_assert_nonnull (answer);
  g_clear_object (&fixture->resolver);
}

static void
test_drop_in_callback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);

  sp_resolver_ask_async (fixture->resolver, server, name, SP_RR_MX, SP_ASK_PLAIN, NULL,
                         drop_resolver_cb, fixture);
  while (fixture->resolver != NULL)
    g_main_context_iteration (NULL, TRUE);
  fixture->resolver = sp_resolver_new ();
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);
  SpTestAsker waiters[200] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.shop.test", i);

      sp_test_asker_start (&waiters[i], fixture->resolver, server, name, SP_RR_TXT, SP_ASK_PLAIN,
                           NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      g_autoptr (SpAnswer) answer = sp_test_asker_finish (&waiters[i]);

      sp_test_assert_outcome (answer, SP_OUTCOME_NXDOMAIN);
    }
  g_assert_cmpuint (sp_fake_server_get_n_queries (fixture->first), ==, G_N_ELEMENTS (waiters));
  g_assert_cmpuint (sp_resolver_get_n_questions (fixture->resolver), ==, G_N_ELEMENTS (waiters));
}

/* One closed socket must not cost the other questions theirs. */
static void
test_nonsense_among_many (Fixture *fixture, gconstpointer data)
{
  static const char *const scripts[] = { "empty 10 answer", "garbage 10 answer", "broken; answer",
                                         "40 answer", "bare-refused" };
  g_autoptr (SpServer)
    server = sp_test_new_server (sp_fake_server_get_endpoint (fixture->first), NULL);
  SpTestAsker waiters[50] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.shop.test", i);

      sp_fake_server_script (fixture->first, name, SP_RR_TXT, scripts[i % G_N_ELEMENTS (scripts)]);
      sp_test_asker_start (&waiters[i], fixture->resolver, server, name, SP_RR_TXT, SP_ASK_PLAIN,
                           NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      g_autoptr (SpAnswer) answer = sp_test_asker_finish (&waiters[i]);

      sp_test_assert_outcome (answer, i % 5 == 4 ? SP_OUTCOME_REFUSED : SP_OUTCOME_NXDOMAIN);
      g_assert_cmpint (sp_answer_get_fields (answer)->elapsed, <, G_USEC_PER_SEC);
    }
}

static void
test_records (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpAnswer) mx = ask (fixture, "SHOP.test", SP_RR_MX, SP_ASK_PLAIN);
  g_autoptr (SpAnswer) alias = ask (fixture, "www.shop.test", SP_RR_A, SP_ASK_PLAIN);
  g_autoptr (SpAnswer) nodata = ask (fixture, "shop.test", SP_RR_AAAA, SP_ASK_PLAIN);
  g_autoptr (SpAnswer) child = ask (fixture, "child.shop.test", SP_RR_NS, SP_ASK_REFERRAL);
  g_autoptr (SpRecordSet) set = sp_answer_dup_final_set (mx);
  g_autoptr (GPtrArray) aliases = sp_answer_dup_aliases (alias);
  g_autofree char *value = NULL;

  sp_test_assert_outcome (mx, SP_OUTCOME_ANSWER);
  g_assert_nonnull (set);
  value = sp_record_dup_value (sp_record_set_get_record (set, 0));
  g_assert_cmpstr (value, ==, "mail.shop.test");
  g_assert_cmpuint (sp_record_set_get_ttl (set), ==, 3600);
  sp_test_assert_outcome (alias, SP_OUTCOME_ANSWER);
  g_assert_cmpuint (aliases->len, ==, 1);
  sp_test_assert_outcome (nodata, SP_OUTCOME_NODATA);
  g_assert_cmpint (sp_answer_get_negative_ttl (nodata), ==, 300);
  sp_test_assert_outcome (child, SP_OUTCOME_ANSWER);
  g_assert_true (sp_answer_has_flag (child, SP_ANSWER_REFERRAL));
  g_assert_cmpuint (sp_answer_get_fields (child)->authority->len, ==, 1);
}

/* What c-ares refuses to read or to ask. */
static void
test_odd_records (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpAnswer) caa = NULL;
  g_autoptr (SpAnswer) odd = NULL;

  sp_fake_server_script (fixture->first, "shop.test", SP_RR_CAA, "empty-caa");
  caa = ask (fixture, "shop.test", SP_RR_CAA, SP_ASK_PLAIN);
  sp_test_assert_outcome (caa, SP_OUTCOME_ANSWER);
  g_assert_cmpuint (sp_answer_get_fields (caa)->answer->len, ==, 1);

  sp_fake_server_script_all (fixture->first, "bare-refused");
  odd = ask (fixture, "no\\032name+tag.shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (odd, SP_OUTCOME_REFUSED);
}

/* A local part in an SPF macro may hold anything (RFC 7208 §7.3). */
static void
test_odd_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpAnswer) there = NULL;
  g_autoptr (SpAnswer) absent = NULL;
  g_autoptr (SpRecordSet) set = NULL;

  sp_fake_server_set_zone (fixture->first, "shop.test",
                           "@ SOA ns1 admin 1 7200 900 1209600 300\n"
                           "no\\032name+tag 60 TXT \"here\"\n");
  there = ask (fixture, "no\\032name+tag.shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (there, SP_OUTCOME_ANSWER);
  set = sp_answer_dup_final_set (there);
  g_assert_nonnull (set);
  g_assert_cmpstr (sp_record_get_text (sp_record_set_get_record (set, 0), NULL), ==, "here");
  absent = ask (fixture, "no\\032name.shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (absent, SP_OUTCOME_NXDOMAIN);
}

static void
test_ipv6 (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (SpResolver) resolver = sp_resolver_new ();
  g_autoptr (SpFakeServer) fake = NULL;
  g_autoptr (SpServer) server = NULL;
  g_autoptr (SpAnswer) answer = NULL;

  if (!sp_resolver_has_route (loopback))
    {
      g_test_skip ("no IPv6 here");
      return;
    }
  fake = sp_fake_server_new ("::1", 0);
  sp_fake_server_set_zone (fake, "shop.test", sp_test_zone_text);
  server = sp_test_new_server (sp_fake_server_get_endpoint (fake), NULL);
  answer = sp_test_ask (resolver, server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
}

/* A cookie would make c-ares drop the answers of machines that have none. */
static void
test_no_cookie (Fixture *fixture, gconstpointer data)
{
  static const struct {
    SpAskFlags flags;
    guint8 opt[11];
  } table[] = {
    { SP_ASK_PLAIN, { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 } },
    { SP_ASK_DNSSEC, { 0, 0, 41, 4, 208, 0, 0, 0x80, 0, 0, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (SpAnswer) answer = ask (fixture, "shop.test", SP_RR_MX, table[i].flags);
      gsize size = sizeof table[i].opt, length;
      const guint8 *query = g_bytes_get_data (sp_fake_server_get_last_query (fixture->first),
                                              &length);

      sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
      g_assert_cmpuint (length, ==, 12 + 11 + 4 + size);
      g_assert_cmpuint (query[11], ==, 1);
      g_assert_cmpmem (query + length - size, size, table[i].opt, size);
      g_assert_cmpuint (query[2] & 1, ==, 0);
    }
}

static void
test_interception (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GInetSocketAddress) closed = sp_test_new_closed_endpoint ();
  g_autoptr (GPtrArray) quiet = sp_test_new_endpoints (closed, NULL);
  g_autoptr (GPtrArray)
    answering = sp_test_new_endpoints (sp_fake_server_get_endpoint (fixture->first), NULL);

  sp_resolver_start_interception_probe_at (fixture->resolver, quiet);
  sp_test_run_for (50);
  g_assert_false (sp_resolver_is_intercepted (fixture->resolver));
  sp_resolver_start_interception_probe_at (fixture->resolver, answering);
  sp_test_run_for (50);
  g_assert_true (sp_resolver_is_intercepted (fixture->resolver));
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpClock) clock = sp_clock_new_fixed (1234567);
  g_autoptr (SpAnswer) answer = NULL;

  sp_resolver_set_clock (fixture->resolver, clock);
  answer = ask (fixture, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  g_assert_cmpint (sp_answer_get_fields (answer)->received_at, ==, 1234567);
}

static void
add (const char *path, void (*func) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, func, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/resolver/outcome/%s/%u", cases[i].script,
                                               cases[i].flags);

      g_test_add (path, Fixture, &cases[i], set_up, test_outcomes, tear_down);
    }
  add ("/resolver/second-address", test_second_address);
  add ("/resolver/closed-port", test_closed_port);
  add ("/resolver/restarting-server", test_restarting_server);
  add ("/resolver/no-route", test_no_route);
  add ("/resolver/cancel", test_cancel);
  add ("/resolver/dispose", test_dispose);
  add ("/resolver/drop-in-callback", test_drop_in_callback);
  add ("/resolver/many", test_many);
  add ("/resolver/nonsense-among-many", test_nonsense_among_many);
  add ("/resolver/records", test_records);
  add ("/resolver/odd-records", test_odd_records);
  add ("/resolver/odd-names", test_odd_names);
  add ("/resolver/no-cookie", test_no_cookie);
  g_test_add_func ("/resolver/ipv6", test_ipv6);
  add ("/resolver/interception", test_interception);
  add ("/resolver/clock", test_clock);
  return g_test_run ();
}
