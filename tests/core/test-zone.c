/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-zone.h"

#include <string.h>

static SpName *
name_of (const char *text)
{
  SpName *name = sp_name_parse (text, NULL);

  g_assert_nonnull (name);
  return name;
}

static SpZone *
parse_at (const char *text, const char *origin, GError **error)
{
  g_autoptr (SpName) name = name_of (origin);

  return sp_zone_parse (text, -1, name, error);
}

static char *
dup_lines (SpZone *zone)
{
  GString *lines = g_string_new (NULL);
  GPtrArray *records = sp_zone_get_records (zone);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *line = sp_record_dup_line (g_ptr_array_index (records, i));

      g_string_append_printf (lines, "%s\n", line);
    }
  return g_string_free (lines, FALSE);
}

/* Each text, read below shop.example, holds exactly these records. */
static void
test_parse (void)
{
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
    { "", "" },
    { "; nothing\n\n   \n\t; more\n", "" },
    { "@ 60 IN A 192.0.2.1", "shop.example 60 A 192.0.2.1\n" },
    { "@ IN 60 A 192.0.2.1", "shop.example 60 A 192.0.2.1\n" },
    { "@ 60 A 192.0.2.1\r\n", "shop.example 60 A 192.0.2.1\n" },
    { "WWW 1h a 192.0.2.1", "www.shop.example 3600 A 192.0.2.1\n" },
    { "www 1w2d3H4m5s AAAA 2001:db8::1", "www.shop.example 788645 AAAA 2001:db8::1\n" },
    { "$TTL 2h\n@ MX 10 mail\n   MX 20 mx.other.test.\n",
      "shop.example 7200 MX 10 mail.shop.example\nshop.example 7200 MX 20 mx.other.test\n" },
    { "a 60 A 192.0.2.1\nb A 192.0.2.2\n",
      "a.shop.example 60 A 192.0.2.1\nb.shop.example 60 A 192.0.2.2\n" },
    { "$ORIGIN mail\n$TTL 60\n@ A 192.0.2.1\n$ORIGIN shop.example.\n@ NS ns1\n",
      "mail.shop.example 60 A 192.0.2.1\nshop.example 60 NS ns1.shop.example\n" },
    { "@ 60 MX 0 .\n", "shop.example 60 MX 0 .\n" },
    { "IN 60 IN CNAME @", "in.shop.example 60 CNAME shop.example\n" },
    { "*.a 60 TXT x", "*.a.shop.example 60 TXT x\n" },
    { "@ 60 A \\# 4 C0000201", "shop.example 60 A 192.0.2.1\n" },
    { "@ 60 MX \\# 6 000A 02 6d 78 00", "shop.example 60 MX 10 mx\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpZone) zone = parse_at (cases[i].text, "shop.example", &error);
      g_autofree char *lines = NULL;

      g_assert_no_error (error);
      lines = dup_lines (zone);
      g_assert_cmpstr (lines, ==, cases[i].expected);
    }
}

static void
test_fields (void)
{
  g_autoptr (SpZone) zone = parse_at ("@ SOA ns1 host\\.master ( 4294967295 1h\n 15m 1w 300 )\n"
                                      "_s._tcp SRV 1 2 993 imap.other.test.\n",
                                      "shop.example", NULL);
  const SpSoa *soa = NULL;
  const SpRecord *srv = NULL;

  g_assert_nonnull (zone);
  g_assert_nonnull (sp_zone_get_soa (zone));
  g_assert_cmpuint (sp_record_get_ttl (sp_zone_get_soa (zone)), ==, 300);
  soa = sp_record_get_soa (sp_zone_get_soa (zone));
  g_assert_cmpstr (sp_name_get_text (soa->mname), ==, "ns1.shop.example");
  g_assert_cmpstr (sp_name_get_text (soa->rname), ==, "host\\.master.shop.example");
  g_assert_cmpuint (soa->serial, ==, G_MAXUINT32);
  g_assert_cmpuint (soa->refresh, ==, 3600);
  g_assert_cmpuint (soa->retry, ==, 900);
  g_assert_cmpuint (soa->expire, ==, 604800);
  g_assert_cmpuint (soa->minimum, ==, 300);

  srv = g_ptr_array_index (sp_zone_get_records (zone), 1);
  g_assert_cmpuint (sp_record_get_preference (srv), ==, 1);
  g_assert_cmpuint (sp_record_get_weight (srv), ==, 2);
  g_assert_cmpuint (sp_record_get_port (srv), ==, 993);
  g_assert_cmpstr (sp_name_get_text (sp_record_get_target (srv)), ==, "imap.other.test");
}

static void
test_strings (void)
{
  static const struct {
    const char *text;
    const char *joined;
    gsize length;
    guint n_strings;
  } cases[] = {
    { "@ 60 TXT \"v=spf1 -all\"", "v=spf1 -all", 11, 1 },
    { "@ 60 TXT v=spf1 -all", "v=spf1-all", 10, 2 },
    { "@ 60 TXT \"a;b\" ; c", "a;b", 3, 1 },
    { "@ 60 TXT ( \"a\"\n \"b\" )", "ab", 2, 2 },
    { "@ 60 TXT \"\"", "", 0, 1 },
    { "@ 60 TXT \"\\\"\\\\\\097\\000\\255\"", "\"\\a\0\377", 5, 1 },
    { "@ 60 TXT a\\;b\\ c", "a;b c", 5, 1 },
    { "@ 60 SPF \"v=spf1\"", "v=spf1", 6, 1 },
    { "@ 60 TXT \"\303\274\"", "\303\274", 2, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpZone) zone = parse_at (cases[i].text, "shop.example", &error);
      const SpRecord *record = NULL;
      const char *text = NULL;
      gsize length = 0;

      g_assert_no_error (error);
      record = g_ptr_array_index (sp_zone_get_records (zone), 0);
      text = sp_record_get_text (record, &length);
      g_assert_cmpmem (text, length, cases[i].joined, cases[i].length);
      g_assert_cmpuint (sp_record_get_strings (record)->len, ==, cases[i].n_strings);
    }
}

static void
test_long_text (void)
{
  g_autofree char *filler = g_strnfill (600, 'k');
  g_autofree char *text = g_strdup_printf ("@ 60 TXT \"%s\"", filler);
  g_autoptr (SpZone) zone = parse_at (text, "shop.example", NULL);
  GPtrArray *strings = NULL;
  gsize length = 0;

  g_assert_nonnull (zone);
  strings = sp_record_get_strings (g_ptr_array_index (sp_zone_get_records (zone), 0));
  g_assert_cmpuint (strings->len, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (g_ptr_array_index (strings, 2)), ==, 90);
  sp_record_get_text (g_ptr_array_index (sp_zone_get_records (zone), 0), &length);
  g_assert_cmpuint (length, ==, 600);
}

static void
test_raw (void)
{
  static const struct {
    const char *text;
    SpRrType type;
    const char *hex;
  } cases[] = {
    { "@ 60 DS 12345 13 2 ( aabb\n CC )", SP_RR_DS, "30390d02aabbcc" },
    { "@ 60 DNSKEY 257 3 13 AQID BAUG", SP_RR_DNSKEY, "0101030d010203040506" },
    { "_25._tcp 60 TLSA 3 1 1 00ff", SP_RR_TLSA, "03010100ff" },
    { "@ 60 CAA 128 issue \"ca.test\"", SP_RR_CAA, "8005697373756563612e74657374" },
    { "@ 60 TYPE4711 \\# 3 010203", (SpRrType) 4711, "010203" },
    { "@ 60 CAA \\# 4 00016961", SP_RR_CAA, "00016961" },
    { "@ 60 TYPE4711 \\# 0", (SpRrType) 4711, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpZone) zone = parse_at (cases[i].text, "shop.example", &error);
      g_autoptr (GString) hex = g_string_new (NULL);
      const SpRecord *record = NULL;
      const guint8 *data = NULL;
      gsize length = 0;

      g_assert_no_error (error);
      record = g_ptr_array_index (sp_zone_get_records (zone), 0);
      g_assert_cmpint (sp_record_get_rr_type (record), ==, cases[i].type);
      data = g_bytes_get_data (sp_record_get_rdata (record), &length);
      for (gsize j = 0; j < length; j++)
        g_string_append_printf (hex, "%02x", data[j]);
      g_assert_cmpstr (hex->str, ==, cases[i].hex);
    }
}

/* Every mistake is an error that names its line. */
static void
test_mistakes (void)
{
  static const struct {
    const char *text;
    guint line;
  } cases[] = {
    { "\n\n@ 60 A 192.0.2", 3 },
    { "@ 60 A 192.0.2.1 192.0.2.2", 1 },
    { "@ 60 A 2001:db8::1", 1 },
    { "@ 60 AAAA fe80::1%lo", 1 },
    { "@ A 192.0.2.1", 1 },
    { "@ 60 MX mail", 1 },
    { "@ 60 MX 70000 mail", 1 },
    { "@ 60 MX -1 mail", 1 },
    { "@ 60 MX 10", 1 },
    { "@ 60 MX 10 a b", 1 },
    { "@ 60 MX 10 \"mail\"", 1 },
    { "@ 60 MX 10 a..b", 1 },
    { "@ 60 TXT", 1 },
    { "@ 60 TXT \"open\n@ 60 A 192.0.2.1", 1 },
    { "@ 60 TXT \"a\\256\"", 1 },
    { "@ 60 TXT ( \"a\"\n\n", 1 },
    { "@ 60 TXT \"a\" )", 1 },
    { "@ 60 NONSENSE x", 1 },
    { "@ 60 ANY x", 1 },
    { "@ 60", 1 },
    { "@ 60 CH A 192.0.2.1", 1 },
    { "@ 99999999999 A 192.0.2.1", 1 },
    { "@ 2147483648 A 192.0.2.1", 1 },
    { "@ 1x A 192.0.2.1", 1 },
    { "  60 A 192.0.2.1", 1 },
    { "other.test. 60 A 192.0.2.1", 1 },
    { "$INCLUDE /etc/passwd", 1 },
    { "$TTL", 1 },
    { "$TTL soon", 1 },
    { "; x\n$ORIGIN a..b", 2 },
    { "@ 60 DS 1 2 3", 1 },
    { "@ 60 DS 1 2 3 abc", 1 },
    { "@ 60 DNSKEY 257 3 13 A=ID", 1 },
    { "@ 60 CAA 0 is-sue x", 1 },
    { "@ 60 SVCB 1 . alpn=h2", 1 },
    { "@ 60 A \\# 3 C00002", 1 },
    { "@ 60 A \\# 5 C0000201", 1 },
    { "@ 60 TYPE0 \\# 0", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpZone) zone = parse_at (cases[i].text, "shop.example", &error);
      g_autofree char *prefix = g_strdup_printf ("line %u: ", cases[i].line);

      if (zone != NULL)
        g_error ("accepted: %s", cases[i].text);
      g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE);
      if (!g_str_has_prefix (error->message, prefix))
        g_error ("“%s” for: %s", error->message, cases[i].text);
    }
}

static const char match_text[] = "$TTL 60\n"
                                 "@ SOA ns1 hostmaster 1 60 60 60 60\n"
                                 "@ NS ns1\n"
                                 "@ MX 10 mail\n"
                                 "www CNAME @\n"
                                 "a.b.c A 192.0.2.1\n"
                                 "*.wild TXT \"star\"\n"
                                 "deep.wild A 192.0.2.2\n"
                                 "*.alias CNAME www\n"
                                 "sub NS ns.sub\n"
                                 "sub DS 1 13 2 aa\n"
                                 "ns.sub A 192.0.2.3\n"
                                 "below.*.star A 192.0.2.4\n"
                                 "both CNAME www\n"
                                 "both MX 10 mail\n";

static void
test_match (void)
{
  static const struct {
    const char *name;
    SpRrType type;
    SpZoneMatch match;
    guint n_records;
    const char *owner;
  } cases[] = {
    { "shop.example", SP_RR_MX, SP_ZONE_MATCH_ANSWER, 1, "shop.example" },
    { "shop.example", SP_RR_NS, SP_ZONE_MATCH_ANSWER, 1, "shop.example" },
    { "shop.example", SP_RR_A, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "shop.example", SP_RR_ANY, SP_ZONE_MATCH_ANSWER, 3, "shop.example" },
    { "www.shop.example", SP_RR_A, SP_ZONE_MATCH_ALIAS, 1, "www.shop.example" },
    { "www.shop.example", SP_RR_CNAME, SP_ZONE_MATCH_ANSWER, 1, "www.shop.example" },
    { "c.shop.example", SP_RR_A, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "b.c.shop.example", SP_RR_A, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "x.c.shop.example", SP_RR_A, SP_ZONE_MATCH_NXDOMAIN, 0, NULL },
    { "x.a.b.c.shop.example", SP_RR_A, SP_ZONE_MATCH_NXDOMAIN, 0, NULL },
    { "x.wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_ANSWER, 1, "x.wild.shop.example" },
    { "y.x.wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_ANSWER, 1, "y.x.wild.shop.example" },
    { "x.wild.shop.example", SP_RR_A, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "*.wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_ANSWER, 1, "*.wild.shop.example" },
    { "deep.wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "x.deep.wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_NXDOMAIN, 0, NULL },
    { "wild.shop.example", SP_RR_TXT, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "x.alias.shop.example", SP_RR_A, SP_ZONE_MATCH_ALIAS, 1, "x.alias.shop.example" },
    { "sub.shop.example", SP_RR_A, SP_ZONE_MATCH_REFERRAL, 1, "sub.shop.example" },
    { "sub.shop.example", SP_RR_NS, SP_ZONE_MATCH_REFERRAL, 1, "sub.shop.example" },
    { "sub.shop.example", SP_RR_DS, SP_ZONE_MATCH_ANSWER, 1, "sub.shop.example" },
    { "x.sub.shop.example", SP_RR_DS, SP_ZONE_MATCH_REFERRAL, 1, "sub.shop.example" },
    { "ns.sub.shop.example", SP_RR_A, SP_ZONE_MATCH_REFERRAL, 1, "sub.shop.example" },
    { "x.star.shop.example", SP_RR_A, SP_ZONE_MATCH_NODATA, 0, NULL },
    { "both.shop.example", SP_RR_MX, SP_ZONE_MATCH_ANSWER, 1, "both.shop.example" },
    { "both.shop.example", SP_RR_TXT, SP_ZONE_MATCH_ALIAS, 1, "both.shop.example" },
    { "nothing.shop.example", SP_RR_A, SP_ZONE_MATCH_NXDOMAIN, 0, NULL },
    { "example", SP_RR_A, SP_ZONE_MATCH_OUTSIDE, 0, NULL },
    { "myshop.example", SP_RR_A, SP_ZONE_MATCH_OUTSIDE, 0, NULL },
    { ".", SP_RR_NS, SP_ZONE_MATCH_OUTSIDE, 0, NULL },
  };
  g_autoptr (SpZone) zone = parse_at (match_text, "shop.example", NULL);

  g_assert_nonnull (zone);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpName) name = name_of (cases[i].name);
      g_autoptr (GPtrArray) records = NULL;
      SpZoneMatch match = sp_zone_match (zone, name, cases[i].type, &records);

      if (match != cases[i].match || (records != NULL ? records->len : 0) != cases[i].n_records)
        g_error ("%s %d: match %d", cases[i].name, cases[i].type, match);
      if (records != NULL)
        g_assert_cmpstr (sp_name_get_text (sp_record_get_owner (g_ptr_array_index (records, 0))),
                         ==, cases[i].owner);
      g_assert_cmpint (sp_zone_match (zone, name, cases[i].type, NULL), ==, cases[i].match);
    }
}

static void
test_sets (void)
{
  g_autoptr (SpZone)
    zone = parse_at ("@ 60 MX 10 a\n@ 30 MX 20 b\n@ 60 MX 10 A\n", "shop.example", NULL);
  g_autoptr (SpName) name = name_of ("shop.example");
  g_autoptr (SpRecordSet) set = NULL;

  g_assert_nonnull (zone);
  set = sp_zone_dup_set (zone, name, SP_RR_MX);
  g_assert_nonnull (set);
  g_assert_cmpuint (sp_record_set_get_n_records (set), ==, 2);
  g_assert_cmpuint (sp_record_set_get_ttl (set), ==, 30);
  g_assert_null (sp_zone_dup_set (zone, name, SP_RR_A));
  g_assert_null (sp_zone_get_soa (zone));
}

static void
assert_same_zone (SpZone *a, SpZone *b)
{
  GPtrArray *first = sp_zone_get_records (a);
  GPtrArray *second = sp_zone_get_records (b);

  g_assert_cmpuint (first->len, ==, second->len);
  for (guint i = 0; i < first->len; i++)
    {
      SpRecord *x = g_ptr_array_index (first, i);
      SpRecord *y = g_ptr_array_index (second, i);

      g_assert_true (sp_name_equal (sp_record_get_owner (x), sp_record_get_owner (y)));
      g_assert_cmpint (sp_record_get_rr_type (x), ==, sp_record_get_rr_type (y));
      g_assert_cmpuint (sp_record_get_ttl (x), ==, sp_record_get_ttl (y));
      g_assert_true (sp_record_equal_data (x, y));
    }
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    match_text,
    "@ 60 TXT \"\\\"\\\\;\\000\\255 ()\" \"\" \"two\"\n@ 60 SPF x\n@ 60 CAA 0 issue \";\"\n"
    "@ 60 TYPE4711 \\# 0\n_s._tcp 60 SRV 1 2 3 .\nodd\\.dot\\032space 60 A 192.0.2.1\n"
    "@ 60 AAAA ::ffff:192.0.2.1\n@ 60 PTR .\n",
  };
  static const char *const origins[] = { "shop.example", "." };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (origins); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (SpZone) zone = parse_at (texts[i], origins[j], &error);
        g_autoptr (SpZone) again = NULL;
        g_autofree char *text = NULL;

        g_assert_no_error (error);
        text = sp_zone_dup_text (zone);
        again = parse_at (text, origins[j], &error);
        g_assert_no_error (error);
        assert_same_zone (zone, again);
      }
}

/* Any bytes may come from a file: the answer is a zone or an error, and what is read once can be
 * written and read again. */
static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  g_autoptr (SpName) origin = name_of ("shop.example");

  for (guint round = 0; round < 4000; round++)
    {
      g_autofree char *text = g_strdup (match_text);
      gsize length = strlen (text);
      guint n_changes = (guint) g_rand_int_range (random, 1, 4);
      g_autoptr (SpZone) zone = NULL;

      for (guint i = 0; i < n_changes; i++)
        {
          static const char alphabet[] = "();\"\\@.$*\n \t0129aZ\377\001#";
          gsize at = (gsize) g_rand_int_range (random, 0, (gint32) length);

          text[at] = alphabet[g_rand_int_range (random, 0, (gint32) G_N_ELEMENTS (alphabet) - 1)];
        }
      zone = sp_zone_parse (text, (gssize) length, origin, NULL);
      if (zone != NULL)
        {
          g_autofree char *written = sp_zone_dup_text (zone);
          g_autoptr (GError) error = NULL;
          g_autoptr (SpZone) again = sp_zone_parse (written, -1, origin, &error);

          g_assert_no_error (error);
          assert_same_zone (zone, again);
        }
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new ("$TTL 60\n");
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, '\n');
  g_autoptr (SpName) origin = name_of ("shop.example");
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10001; i++)
    g_string_append_printf (many, "n%u A 192.0.2.1\n", i);
  zone = sp_zone_parse (many->str, (gssize) many->len, origin, &error);
  g_assert_null (zone);
  g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE);
  g_clear_error (&error);

  zone = sp_zone_parse (large, -1, origin, &error);
  g_assert_null (zone);
  g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE);
  g_clear_error (&error);

  zone = sp_zone_parse ("@ 60 A 192.0.2.1\0", 18, origin, &error);
  g_assert_null (zone);
  g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/parse", test_parse);
  g_test_add_func ("/zone/fields", test_fields);
  g_test_add_func ("/zone/strings", test_strings);
  g_test_add_func ("/zone/long-text", test_long_text);
  g_test_add_func ("/zone/raw", test_raw);
  g_test_add_func ("/zone/mistakes", test_mistakes);
  g_test_add_func ("/zone/match", test_match);
  g_test_add_func ("/zone/sets", test_sets);
  g_test_add_func ("/zone/round-trip", test_round_trip);
  g_test_add_func ("/zone/mutations", test_mutations);
  g_test_add_func ("/zone/limits", test_limits);
  return g_test_run ();
}
