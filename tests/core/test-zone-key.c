/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-zone-key.h"
#include "core/dns/sp-zone.h"

/* The key and the seals of RFC 4034 §5.4 and RFC 4509 §2.3; SHA-384 of the same key. */
#define KEY                                                                                        \
  "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMm"       \
  "mAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=="
#define SHA1 "2BB183AF5F22588179A53B0A98631FAD1A292118"
#define SHA256 "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A"
#define SHA384                                                                                     \
  "ab64dbebe13c0b6bae558b78ccab93b836f8ada4cbed2d4484a8715a819de7b9e846315e70ea5d884b377394bdaf16" \
  "a3"

static SpRecord *
parse_record (const char *owner, const char *data)
{
  g_autofree char *text = g_strdup_printf ("%s. 3600 IN %s\n", owner, data);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, &error);

  g_assert_no_error (error);
  return sp_record_ref (g_ptr_array_index (sp_zone_get_records (zone), 0));
}

static void
test_tag (void)
{
  static const struct {
    const char *data;
    int tag;
  } rows[] = {
    { "DNSKEY 256 3 5 " KEY, 60485 },
    { "DNSKEY 256 3 1 " KEY, 15407 }, /* RFC 4034, appendix B.1 */
    { "DNSKEY 257 3 13 AA==", 1038 },
    { "DS 60485 5 1 " SHA1, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRecord) record = parse_record ("dskey.example.com", rows[i].data);

      g_assert_cmpint (sp_zone_key_get_tag (record), ==, rows[i].tag);
    }
}

static void
test_match (void)
{
  static const struct {
    const char *key_owner;
    const char *key;
    const char *ds;
    SpSealMatch match;
    gboolean is_understood;
  } rows[] = {
    { "dskey.example.com", "256 3 5", "60485 5 1 " SHA1, SP_SEAL_MATCH_YES, TRUE },
    { "dskey.example.com", "256 3 5", "60485 5 2 " SHA256, SP_SEAL_MATCH_YES, TRUE },
    { "dskey.example.com", "256 3 5", "60485 5 4 " SHA384, SP_SEAL_MATCH_YES, TRUE },
    { "DSkey.EXAMPLE.com", "256 3 5", "60485 5 2 " SHA256, SP_SEAL_MATCH_YES, TRUE },
    { "other.example.com", "256 3 5", "60485 5 2 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "256 3 5", "60485 5 1 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "256 3 5", "60484 5 2 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "256 3 5", "60485 8 2 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "256 2 5", "60485 5 2 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "0 3 5", "60485 5 2 " SHA256, SP_SEAL_MATCH_NO, TRUE },
    { "dskey.example.com", "256 3 5", "60485 5 3 " SHA256, SP_SEAL_MATCH_UNKNOWN, FALSE },
    { "dskey.example.com", "256 3 5", "60484 5 3 " SHA256, SP_SEAL_MATCH_NO, FALSE },
    { "dskey.example.com", "256 3 5", "60485 12 2 " SHA256, SP_SEAL_MATCH_NO, FALSE },
    { "dskey.example.com", "256 3 5", "60485 5 2 00", SP_SEAL_MATCH_NO, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *key_data = g_strdup_printf ("DNSKEY %s " KEY, rows[i].key);
      g_autofree char *ds_data = g_strdup_printf ("DS %s", rows[i].ds);
      g_autoptr (SpRecord) key = parse_record (rows[i].key_owner, key_data);
      g_autoptr (SpRecord) ds = parse_record ("dskey.example.com", ds_data);

      g_test_message ("%u: %s, %s", i, rows[i].key, rows[i].ds);
      g_assert_cmpint (sp_zone_key_match (key, ds), ==, rows[i].match);
      g_assert_cmpint (sp_zone_seal_is_understood (ds), ==, rows[i].is_understood);
    }
}

/* Records as a hostile server may send them. */
static void
test_broken (void)
{
  g_autoptr (SpName) name = sp_name_parse ("dskey.example.com", NULL);
  g_autoptr (SpRecord) good = parse_record ("dskey.example.com", "DNSKEY 256 3 5 " KEY);

  for (gsize length = 0; length <= 4; length++)
    {
      static const uint8_t data[] = { 0x01, 0x00, 3, 1 };
      g_autoptr (GBytes) bytes = g_bytes_new (data, length);
      g_autoptr (SpRecord) key = sp_record_new_raw (name, SP_RR_DNSKEY, 60, bytes);
      g_autoptr (SpRecord) ds = sp_record_new_raw (name, SP_RR_DS, 60, bytes);

      g_assert_cmpint (sp_zone_key_get_tag (key), ==, -1);
      g_assert_cmpint (sp_zone_key_match (key, ds), ==, SP_SEAL_MATCH_NO);
      g_assert_cmpint (sp_zone_key_match (good, ds), ==, SP_SEAL_MATCH_NO);
      g_assert_false (sp_zone_seal_is_understood (ds));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone-key/tag", test_tag);
  g_test_add_func ("/zone-key/match", test_match);
  g_test_add_func ("/zone-key/broken", test_broken);
  return g_test_run ();
}
