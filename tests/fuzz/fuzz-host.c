/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host names in MX sets, and the patterns by which they are recognised: a pattern, a domain, then
 * a host a line. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/catalog/sp-host-pattern.h"
#include "core/mail/sp-mx.h"

static void
check_order (GPtrArray *records)
{
  g_autoptr (SpRecordSet) set = NULL;
  g_autoptr (GPtrArray) order = NULL;

  if (records->len == 0)
    return;
  set = sp_record_set_new (records);
  order = sp_mx_set_dup_order (set);
  g_assert_cmpuint (order->len, <=, sp_record_set_get_n_records (set));
  g_assert_true (!sp_mx_set_is_null (set) || sp_mx_set_has_null (set));
}

static void
check_host (SpName *host, SpName *domain, const SpHostPattern *pattern)
{
  SpCatalog *catalog = sp_fuzz_get_catalog ();
  SpMxHostKind kind = sp_mx_host_classify (host, domain);
  g_autoptr (GInetAddress) address = sp_mx_host_dup_address (host, domain);
  g_autoptr (SpName) nearest = sp_catalog_nearest_mx_host (catalog, host);

  g_assert_true ((kind == SP_MX_HOST_ADDRESS) == (address != NULL));
  g_assert_true ((kind == SP_MX_HOST_NULL) == sp_name_is_root (host));
  sp_catalog_recognise_mx (catalog, host);
  sp_catalog_recognise_spf (catalog, host);
  sp_catalog_recognise_host (catalog, host);
  if (pattern != NULL && sp_host_pattern_is_plain (pattern)
      && sp_host_pattern_matches (pattern, host))
    g_assert_cmpstr (sp_host_pattern_get_text (pattern), ==, sp_name_get_text (host));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_autofree char *second = sp_fuzz_input_take_line (&input);
  g_autoptr (SpHostPattern) pattern = sp_host_pattern_new (first);
  g_autoptr (SpName) domain = sp_name_parse (second, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);

  if (domain == NULL)
    return 0;
  while (input.length > 0 && names->len < 50)
    {
      g_autofree char *line = sp_fuzz_input_take_line (&input);
      SpName *host = sp_name_parse (line, NULL);

      if (host == NULL)
        continue;
      g_ptr_array_add (names, host);
      g_ptr_array_add (records, sp_record_new_mx (domain, 300, (uint16_t) names->len / 2, host));
      check_host (host, domain, pattern);
    }
  check_order (records);
  if (names->len > 0)
    {
      g_autoptr (GPtrArray)
        suggested = sp_catalog_suggest_dns_hosts (sp_fuzz_get_catalog (), names);

      sp_catalog_recognise_dns_host (sp_fuzz_get_catalog (), names);
    }
  return 0;
}
