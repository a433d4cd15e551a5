/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DKIM key records (RFC 6376 §3.6.1, RFC 8463). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-dkim-key.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (input.data, (gssize) input.length);
  gboolean has_error = sp_parse_issues_find_error (key->issues) != NULL;

  sp_dkim_key_looks_like (input.data, input.length);
  g_assert_true (has_error == (key->state == SP_DKIM_KEY_BROKEN));
  for (guint i = 0; i < key->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (key->issues, SpParseIssue, i);

      g_assert_cmpuint (issue->offset + issue->length, <=, input.length);
    }
  return 0;
}
