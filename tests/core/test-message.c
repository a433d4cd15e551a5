/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-message.h"
#include "core/dns/sp-zone.h"

#include <string.h>

static const char zone_text[] = "$TTL 300\n"
                                "@ SOA ns1 hostmaster 1 60 60 60 60\n"
                                "@ NS ns1\n"
                                "@ MX 0 .\n"
                                "@ MX 10 mail.other.test.\n"
                                "@ TXT \"v=spf1 \" \"-all\" \"\"\n"
                                "@ TXT \"\\000\\255\\\"\"\n"
                                "@ SPF \"v=spf1 -all\"\n"
                                "@ A 192.0.2.1\n"
                                "@ AAAA 2001:db8::1\n"
                                "@ DS 12345 13 2 aabb\n"
                                "@ DNSKEY 257 3 13 AQID\n"
                                "@ CAA 0 issue \"ca.test\"\n"
                                "@ TYPE4711 \\# 3 010203\n"
                                "_25._tcp TLSA 3 1 1 00ff\n"
                                "_imaps._tcp SRV 0 1 993 imap\n"
                                "1 PTR host.other.test.\n"
                                "fm1._domainkey CNAME fm1.shop.example.dkim.other.test.\n"
                                "*.wild A 192.0.2.2\n";

static SpZone *
parse_zone (const char *text)
{
  g_autoptr (SpName) origin = sp_name_parse ("shop.example", NULL);
  g_autoptr (GError) error = NULL;
  SpZone *zone = sp_zone_parse (text, -1, origin, &error);

  g_assert_no_error (error);
  return zone;
}

static SpMessage *
make_reply (SpZone *zone)
{
  SpMessage *message = sp_message_new ();
  GPtrArray *records = sp_zone_get_records (zone);

  sp_name_unref (message->name);
  message->name = sp_name_parse ("shop.example", NULL);
  message->type = SP_RR_MX;
  message->id = 0xbeef;
  message->is_response = TRUE;
  message->flags = SP_ANSWER_AUTHORITATIVE | SP_ANSWER_RECURSION_AVAILABLE;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (message->answer, sp_record_ref (g_ptr_array_index (records, i)));
  return message;
}

static void
assert_same_records (GPtrArray *a, GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      SpRecord *x = g_ptr_array_index (a, i);
      SpRecord *y = g_ptr_array_index (b, i);

      g_assert_true (sp_name_equal (sp_record_get_owner (x), sp_record_get_owner (y)));
      g_assert_cmpint (sp_record_get_rr_type (x), ==, sp_record_get_rr_type (y));
      g_assert_cmpuint (sp_record_get_ttl (x), ==, sp_record_get_ttl (y));
      g_assert_true (sp_record_equal_data (x, y));
    }
}

/* Whatever zone text can say passes through a message unchanged. */
static void
test_round_trip (void)
{
  g_autoptr (SpZone) zone = parse_zone (zone_text);
  g_autoptr (SpMessage) message = make_reply (zone);
  g_autoptr (SpMessage) copy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  message->rcode = SP_RCODE_NXDOMAIN;
  message->has_edns = TRUE;
  message->udp_size = 1232;
  g_ptr_array_add (message->authority, sp_record_ref (sp_zone_get_soa (zone)));
  g_ptr_array_add (message->additional, sp_record_ref (sp_zone_get_soa (zone)));
  bytes = sp_message_encode (message, SP_MESSAGE_MAX, &error);
  g_assert_no_error (error);
  copy = sp_message_decode (bytes, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (copy->id, ==, 0xbeef);
  g_assert_cmpuint (copy->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (copy->dns_class, ==, 1);
  g_assert_cmpuint (copy->opcode, ==, 0);
  g_assert_true (copy->is_response);
  g_assert_false (copy->recursion_desired);
  g_assert_true (copy->has_edns);
  g_assert_cmpuint (copy->udp_size, ==, 1232);
  g_assert_cmpint (copy->flags, ==, SP_ANSWER_AUTHORITATIVE | SP_ANSWER_RECURSION_AVAILABLE);
  g_assert_cmpint (copy->type, ==, SP_RR_MX);
  g_assert_true (sp_name_equal (copy->name, message->name));
  assert_same_records (copy->answer, message->answer);
  assert_same_records (copy->authority, message->authority);
  assert_same_records (copy->additional, message->additional);
}

static void
test_question (void)
{
  static const guint8 wire[] = { 0x12, 0x34, 0x01, 0, 0, 1, 0,  0, 0, 0, 0, 1, 2, 'E', 'x', 0,
                                 0,    15,   0,    1, 0, 0, 41, 1, 0, 0, 0, 0, 0, 0,   0 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (wire, sizeof wire);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpMessage) message = sp_message_decode (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (message->id, ==, 0x1234);
  g_assert_false (message->is_response);
  g_assert_true (message->recursion_desired);
  g_assert_cmpstr (sp_name_get_text (message->name), ==, "ex");
  g_assert_cmpint (message->type, ==, SP_RR_MX);
  g_assert_true (message->has_edns);
  /* 256 was offered: less than 512 counts as 512. */
  g_assert_cmpuint (message->udp_size, ==, 512);
}

static void
test_truncation (void)
{
  g_autoptr (SpZone) zone = parse_zone (zone_text);
  g_autoptr (SpMessage) message = make_reply (zone);
  g_autoptr (SpMessage) copy = NULL;
  g_autoptr (GBytes) whole = sp_message_encode (message, SP_MESSAGE_MAX, NULL);
  g_autoptr (GBytes) cut = NULL;
  gsize length;

  g_assert_nonnull (whole);
  length = g_bytes_get_size (whole);
  g_clear_pointer (&whole, g_bytes_unref);
  whole = sp_message_encode (message, length, NULL);
  g_assert_cmpuint (g_bytes_get_size (whole), ==, length);

  cut = sp_message_encode (message, length - 1, NULL);
  g_assert_cmpuint (g_bytes_get_size (cut), <, 64);
  copy = sp_message_decode (cut, NULL);
  g_assert_true ((copy->flags & SP_ANSWER_TRUNCATED) != 0);
  g_assert_true ((copy->flags & SP_ANSWER_AUTHORITATIVE) != 0);
  g_assert_cmpuint (copy->answer->len, ==, 0);
  g_assert_cmpuint (copy->id, ==, message->id);
}

/* A text of 60 kB fits into one message; what does not fit is cut. */
static void
test_large (void)
{
  g_autofree char *filler = g_strnfill (60000, 'k');
  g_autofree char *text = g_strdup_printf ("@ 60 TXT \"%s\"\n", filler);
  g_autofree char *twice = g_strdup_printf ("@ 60 TXT \"%s\"\n@ 60 TXT \"%s2\"\n", filler, filler);
  g_autoptr (SpZone) zone = parse_zone (text);
  g_autoptr (SpZone) larger = parse_zone (twice);
  g_autoptr (SpMessage) message = make_reply (zone);
  g_autoptr (SpMessage) too_large = make_reply (larger);
  g_autoptr (SpMessage) copy = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) cut = NULL;
  g_autoptr (GError) error = NULL;

  bytes = sp_message_encode (message, SP_MESSAGE_MAX, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), >, 60000);
  copy = sp_message_decode (bytes, &error);
  g_assert_no_error (error);
  assert_same_records (copy->answer, message->answer);

  cut = sp_message_encode (too_large, SP_MESSAGE_MAX, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (cut), <, 64);
}

/* Names that stand first behind the reach of compression: right, or an error, never wrong. */
static void
test_many_names (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (SpMessage) message = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (text, "@ 60 MX %u host-with-a-long-name.of-number-%u.other.test.\n", i,
                            i / 2);
  zone = parse_zone (text->str);
  message = make_reply (zone);
  bytes = sp_message_encode (message, SP_MESSAGE_MAX, NULL);
  if (bytes != NULL)
    {
      g_autoptr (SpMessage) copy = sp_message_decode (bytes, NULL);

      assert_same_records (copy->answer, message->answer);
    }
}

/* Names that c-ares does not write pass through as well, as question and as its answer's owner. */
static void
test_odd_names (void)
{
  static const char *const names[] = { "we\\032ird.shop.example", "\\@.shop.example",
                                       "a\\.b.shop.example", "\\000\\255.shop.example" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SpMessage) message = sp_message_new ();
      g_autoptr (SpMessage) copy = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (SpName) host = sp_name_parse ("mail.shop.example", NULL);
      g_autoptr (GError) error = NULL;

      sp_name_unref (message->name);
      message->name = sp_name_parse (names[i], NULL);
      message->type = SP_RR_MX;
      g_ptr_array_add (message->answer, sp_record_new_mx (message->name, 60, 10, host));
      bytes = sp_message_encode (message, SP_MESSAGE_MAX, &error);
      g_assert_no_error (error);
      copy = sp_message_decode (bytes, &error);
      g_assert_no_error (error);
      g_assert_true (sp_name_equal (copy->name, message->name));
      assert_same_records (copy->answer, message->answer);
    }
}

/* Where a name stands in the data of a record under its stand-in's name, there is an error. */
static void
test_unwritable (void)
{
  g_autoptr (SpMessage) message = sp_message_new ();
  g_autoptr (SpName) clash = sp_name_parse ("_.shop.example", NULL);
  g_autoptr (SpName) odd = sp_name_parse ("we\\032ird.test", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  sp_name_unref (message->name);
  message->name = sp_name_parse ("\\@.shop.example", NULL);
  g_ptr_array_add (message->answer, sp_record_new_mx (message->name, 60, 10, clash));
  bytes = sp_message_encode (message, SP_MESSAGE_MAX, &error);
  g_assert_null (bytes);
  g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_MESSAGE);
  g_clear_error (&error);

  g_ptr_array_set_size (message->answer, 0);
  g_ptr_array_add (message->answer, sp_record_new_mx (odd, 60, 10, clash));
  bytes = sp_message_encode (message, SP_MESSAGE_MAX, &error);
  g_assert_null (bytes);
  g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_MESSAGE);
}

static void
test_bare_reply (void)
{
  static const guint8 odd[] = { 0x12, 0x34, 0x01, 0,   0,   1, 0, 0,  0, 0, 0,
                                0,    3,    'a',  ' ', 'b', 0, 0, 15, 0, 1 };
  static const guint8 update[] = { 0x12, 0x34, 0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
  static const guint8 pointer[] = {
    0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1
  };
  static const guint8 reply[] = { 0x12, 0x34, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
  static const struct {
    const guint8 *data;
    gsize length;
    gsize expected;
  } cases[] = {
    { odd, sizeof odd, sizeof odd }, { odd, sizeof odd - 1, 12 }, { update, sizeof update, 12 },
    { pointer, sizeof pointer, 12 }, { reply, sizeof reply, 0 },  { odd, 11, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) query = g_bytes_new (cases[i].data, cases[i].length);
      g_autoptr (GBytes) bytes = sp_message_write_bare_reply (query, SP_RCODE_FORMERR);
      const guint8 *data = NULL;

      g_assert_cmpuint (bytes != NULL ? g_bytes_get_size (bytes) : 0, ==, cases[i].expected);
      if (bytes == NULL)
        continue;
      data = g_bytes_get_data (bytes, NULL);
      g_assert_cmpuint (data[0], ==, 0x12);
      g_assert_cmpuint (data[2], ==, 0x80 | cases[i].data[2]);
      g_assert_cmpuint (data[3], ==, SP_RCODE_FORMERR);
      g_assert_cmpuint (data[5], ==, cases[i].expected > 12 ? 1 : 0);
      g_assert_cmpuint (data[7], ==, 0);
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (30);
  g_autoptr (SpZone) zone = parse_zone (zone_text);
  g_autoptr (SpMessage) message = make_reply (zone);
  g_autoptr (GBytes) bytes = sp_message_encode (message, SP_MESSAGE_MAX, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (guint round = 0; round < 20000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      gsize size = round % 3 == 0 ? (gsize) g_rand_int_range (random, 0, (gint32) length) : length;
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (SpMessage) read = NULL;
      g_autoptr (GBytes) bare = NULL;

      for (guint i = 0; i < 1 + round % 4; i++)
        copy[g_rand_int_range (random, 0, (gint32) length)] = (guint8) g_rand_int (random);
      changed = g_bytes_new (copy, size);
      read = sp_message_decode (changed, NULL);
      bare = sp_message_write_bare_reply (changed, SP_RCODE_FORMERR);
      if (read != NULL)
        {
          g_autoptr (GBytes) written = sp_message_encode (read, SP_MESSAGE_UDP_MAX, NULL);

          g_assert_true (written == NULL || g_bytes_get_size (written) <= SP_MESSAGE_UDP_MAX);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message/round-trip", test_round_trip);
  g_test_add_func ("/message/question", test_question);
  g_test_add_func ("/message/truncation", test_truncation);
  g_test_add_func ("/message/large", test_large);
  g_test_add_func ("/message/many-names", test_many_names);
  g_test_add_func ("/message/odd-names", test_odd_names);
  g_test_add_func ("/message/unwritable", test_unwritable);
  g_test_add_func ("/message/bare-reply", test_bare_reply);
  g_test_add_func ("/message/mutations", test_mutations);
  return g_test_run ();
}
