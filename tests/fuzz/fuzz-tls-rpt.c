/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that say who is told about the security of delivery (RFC 8460 §3). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-tls-rpt.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpTlsRpt) record = sp_tls_rpt_parse (input.data, (gssize) input.length);
  gboolean has_error = sp_parse_issues_find_error (record->issues) != NULL;

  sp_tls_rpt_is_record (input.data, input.length);
  sp_tls_rpt_looks_like (input.data, input.length);
  g_assert_true (record->is_usable == !has_error);
  g_assert_true (!record->is_usable || record->rua->len > 0);
  for (guint i = 0; i < record->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (record->issues, SpParseIssue, i);

      g_assert_cmpuint (issue->offset + issue->length, <=, input.length);
    }
  return 0;
}
