/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-address.h"
#include "core/dns/sp-answer.h"
#include "core/dns/sp-clock.h"

#include <string.h>

static SpRecord *
mx (const char *owner, uint32_t ttl, uint16_t preference, const char *exchange)
{
  g_autoptr (SpName) name = sp_name_parse (owner, NULL);
  g_autoptr (SpName) host = sp_name_parse (exchange, NULL);

  return sp_record_new_mx (name, ttl, preference, host);
}

static SpRecordSet *
set_of (SpRecord *first, SpRecord *second)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  g_ptr_array_add (records, first);
  if (second != NULL)
    g_ptr_array_add (records, second);
  return sp_record_set_new (records);
}

static void
test_values (void)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("2001:db8::25");
  g_autoptr (SpRecord) null_mx = sp_record_new_mx (name, 60, 0, root);
  g_autoptr (SpRecord) aaaa = sp_record_new_address (name, 60, address);
  g_autoptr (SpRecord) srv = sp_record_new_srv (name, 60, 0, 1, 993, name);
  g_autofree char *null_value = sp_record_dup_value (null_mx);
  g_autofree char *aaaa_value = sp_record_dup_value (aaaa);
  g_autofree char *srv_value = sp_record_dup_value (srv);
  g_autofree char *line = sp_record_dup_line (null_mx);

  g_assert_cmpstr (null_value, ==, ".");
  g_assert_cmpint (sp_record_get_rr_type (aaaa), ==, SP_RR_AAAA);
  g_assert_cmpstr (aaaa_value, ==, "2001:db8::25");
  g_assert_cmpstr (srv_value, ==, "1 993 shop.example");
  g_assert_cmpstr (line, ==, "shop.example 60 MX 0 .");
}

static void
test_text (void)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);
  g_autofree char *long_text = g_strnfill (600, 'x');
  g_autoptr (SpRecord) record = sp_record_new_txt (name, 60, long_text);
  g_autoptr (SpRecord) empty = sp_record_new_txt (name, 60, "");
  g_autoptr (SpRecord) hostile = sp_record_new_txt (name, 60, "a\x1b[0m\xff");
  g_autoptr (SpRecord) umlaut = sp_record_new_txt (name, 60, "Grüße");
  g_autofree char *hostile_value = sp_record_dup_value (hostile);
  g_autofree char *umlaut_value = sp_record_dup_value (umlaut);
  gsize length = 0;

  g_assert_cmpuint (sp_record_get_strings (record)->len, ==, 3);
  g_assert_cmpstr (sp_record_get_text (record, &length), ==, long_text);
  g_assert_cmpuint (length, ==, 600);
  g_assert_cmpuint (sp_record_get_strings (empty)->len, ==, 1);
  g_assert_cmpstr (hostile_value, ==, "a\\027[0m\\255");
  g_assert_cmpstr (umlaut_value, ==, "Grüße");
}

static void
test_sets (void)
{
  g_autoptr (SpRecordSet) a = set_of (mx ("shop.example", 300, 20, "b.example"),
                                      mx ("shop.example", 600, 10, "a.example"));
  g_autoptr (SpRecordSet)
    b = set_of (mx ("SHOP.example", 9, 10, "A.example"), mx ("shop.example", 9, 20, "b.example"));
  g_autoptr (SpRecordSet) fewer = set_of (mx ("shop.example", 300, 10, "a.example"), NULL);
  g_autoptr (SpRecordSet) twice = set_of (mx ("shop.example", 300, 10, "a.example"),
                                          mx ("shop.example", 300, 10, "a.example"));

  g_assert_cmpuint (sp_record_set_get_ttl (a), ==, 300);
  g_assert_cmpuint (sp_record_get_preference (sp_record_set_get_record (a, 0)), ==, 10);
  g_assert_true (sp_record_set_equal (a, b));
  g_assert_false (sp_record_set_equal (a, fewer));
  g_assert_false (sp_record_set_equal (fewer, a));
  g_assert_true (sp_record_set_equal (fewer, twice));
  g_assert_true (sp_record_set_equal (twice, fewer));
  g_assert_cmpuint (sp_record_set_get_n_records (twice), ==, sp_record_set_get_n_records (fewer));
}

static void
add_alias (GPtrArray *records, const char *owner, const char *target)
{
  g_autoptr (SpName) from = sp_name_parse (owner, NULL);
  g_autoptr (SpName) to = sp_name_parse (target, NULL);

  g_ptr_array_add (records, sp_record_new_target (from, SP_RR_CNAME, 60, to));
}

static void
test_aliases (void)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpName) name = sp_name_parse ("a.example", NULL);
  g_autoptr (SpName) end = sp_name_parse ("c.example", NULL);
  g_autoptr (SpAnswer) answer = NULL;
  g_autoptr (GPtrArray) aliases = NULL;
  g_autoptr (SpRecordSet) set = NULL;
  SpAnswerFields fields = { .name = name, .type = SP_RR_TXT, .outcome = SP_OUTCOME_ANSWER };

  add_alias (records, "b.example", "c.example");
  add_alias (records, "a.example", "b.example");
  g_ptr_array_add (records, sp_record_new_txt (end, 60, "hello"));
  fields.answer = records;
  answer = sp_answer_new (&fields);

  aliases = sp_answer_dup_aliases (answer);
  g_assert_cmpuint (aliases->len, ==, 2);
  g_assert_cmpstr (sp_name_get_text (aliases->pdata[1]), ==, "c.example");
  set = sp_answer_dup_final_set (answer);
  g_assert_nonnull (set);
  g_assert_true (sp_name_equal (sp_record_set_get_owner (set), end));
  g_assert_cmpint (sp_answer_get_negative_ttl (answer), ==, -1);
}

static void
test_alias_loop (void)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpName) name = sp_name_parse ("a.example", NULL);
  g_autoptr (SpAnswer) answer = NULL;
  g_autoptr (GPtrArray) aliases = NULL;
  SpAnswerFields fields = { .name = name, .type = SP_RR_A, .outcome = SP_OUTCOME_ANSWER };

  add_alias (records, "a.example", "b.example");
  add_alias (records, "b.example", "c.example");
  add_alias (records, "c.example", "b.example");
  fields.answer = records;
  answer = sp_answer_new (&fields);
  aliases = sp_answer_dup_aliases (answer);
  g_assert_cmpuint (aliases->len, ==, 2);
}

static void
test_addresses (void)
{
  static const struct {
    const char *input;
    SpAddressKind expected;
  } kinds[] = {
    { "8.8.8.8", SP_ADDRESS_PUBLIC },
    { "10.1.2.3", SP_ADDRESS_PRIVATE },
    { "100.63.0.1", SP_ADDRESS_PUBLIC },
    { "100.127.0.1", SP_ADDRESS_PRIVATE },
    { "172.31.255.255", SP_ADDRESS_PRIVATE },
    { "172.32.0.1", SP_ADDRESS_PUBLIC },
    { "192.0.2.1", SP_ADDRESS_DOCUMENTATION },
    { "198.19.0.1", SP_ADDRESS_BENCHMARK },
    { "127.0.0.1", SP_ADDRESS_LOOPBACK },
    { "::ffff:127.0.0.1", SP_ADDRESS_LOOPBACK },
    { "::1", SP_ADDRESS_LOOPBACK },
    { "fe80::1", SP_ADDRESS_LINK_LOCAL },
    { "fd00::1", SP_ADDRESS_PRIVATE },
    { "2001:db8::1", SP_ADDRESS_DOCUMENTATION },
    { "2606:4700::1", SP_ADDRESS_PUBLIC },
    { "0.0.0.0", SP_ADDRESS_UNSPECIFIED },
    { "255.255.255.255", SP_ADDRESS_RESERVED },
  };
  static const struct {
    const char *input;
    const char *expected;
  } endpoints[] = {
    { "192.0.2.1", "192.0.2.1:53" },
    { "192.0.2.1:5300", "192.0.2.1:5300" },
    { "2001:db8::1", "[2001:db8::1]:53" },
    { "[2001:db8::1]:5300", "[2001:db8::1]:5300" },
    { "[2001:db8::1]", "[2001:db8::1]:53" },
    { "192.0.2.1:0", NULL },
    { "192.0.2.1:70000", NULL },
    { "192.0.2.1:", NULL },
    { "[2001:db8::1", NULL },
    { "ns1.example", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (kinds[i].input);

      g_assert_cmpint (sp_address_classify (address), ==, kinds[i].expected);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    {
      g_autoptr (GInetSocketAddress)
        endpoint = sp_address_parse_endpoint (endpoints[i].input, SP_DNS_PORT, NULL);
      g_autofree char *text = endpoint != NULL ? sp_address_dup_endpoint_text (endpoint) : NULL;

      g_assert_cmpstr (text, ==, endpoints[i].expected);
    }
}

static void
count_jump (SpClock *clock, guint *n_jumps)
{
  (*n_jumps)++;
}

static void
test_clock (void)
{
  g_autoptr (SpClock) fixed = sp_clock_new_fixed (1000);
  g_autoptr (SpClock) jumping = sp_clock_new_jumping (0);
  guint n_jumps = 0;
  gint64 goal = sp_clock_get_now (jumping) + 3 * G_TIME_SPAN_DAY;

  g_assert_cmpint (sp_clock_get_now (fixed), ==, 1000);
  g_signal_connect (jumping, "jumped", G_CALLBACK (count_jump), &n_jumps);
  sp_clock_jump_to (jumping, goal);
  sp_clock_jump_to (jumping, goal - G_TIME_SPAN_HOUR);
  g_assert_cmpuint (n_jumps, ==, 1);
  g_assert_cmpint (sp_clock_get_now (jumping), >=, goal);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/text", test_text);
  g_test_add_func ("/record/sets", test_sets);
  g_test_add_func ("/answer/aliases", test_aliases);
  g_test_add_func ("/answer/alias-loop", test_alias_loop);
  g_test_add_func ("/address/table", test_addresses);
  g_test_add_func ("/clock/jump", test_clock);
  return g_test_run ();
}
