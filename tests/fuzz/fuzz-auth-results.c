/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What receivers note about messages (RFC 8601, RFC 7208 §9.1). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-auth-results.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpAuthResults) results = sp_auth_results_parse (input.text);
  g_autoptr (SpReceivedSpf) spf = sp_received_spf_parse (input.text);

  g_assert_true (results->server != NULL
                 || sp_parse_issues_find (results->issues, "no-server") != NULL);
  for (guint i = 0; i < results->results->len; i++)
    {
      const SpAuthResult *result = g_ptr_array_index (results->results, i);

      g_assert_cmpstr (result->method, !=, "");
      g_assert_cmpstr (result->result, !=, "");
      sp_auth_result_get (result, "smtp", "mailfrom");
    }
  g_assert_nonnull (spf->result);
  return 0;
}
