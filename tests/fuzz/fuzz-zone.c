/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zone text (RFC 1035 §5). */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-zone.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpName) origin = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpZone) zone = sp_zone_parse (input.data, (gssize) input.length, origin, NULL);
  g_autoptr (SpZone) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  GPtrArray *records, *others;

  if (zone == NULL)
    return 0;
  text = sp_zone_dup_text (zone);
  again = sp_zone_parse (text, -1, origin, &error);
  g_assert_no_error (error);
  records = sp_zone_get_records (zone);
  others = sp_zone_get_records (again);
  g_assert_cmpuint (records->len, ==, others->len);
  for (guint i = 0; i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);
      SpRecord *other = g_ptr_array_index (others, i);

      g_assert_true (sp_name_equal (sp_record_get_owner (record), sp_record_get_owner (other)));
      g_assert_cmpuint (sp_record_get_ttl (record), ==, sp_record_get_ttl (other));
      g_assert_true (sp_record_equal_data (record, other));
    }
  return 0;
}
