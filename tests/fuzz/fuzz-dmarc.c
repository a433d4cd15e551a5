/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for forged mail (RFC 9989). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-dmarc.h"

static void
check_uris (GPtrArray *uris)
{
  for (guint i = 0; i < uris->len; i++)
    {
      g_autofree char *address = sp_dmarc_dup_mailto_address (g_ptr_array_index (uris, i));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (input.data, (gssize) input.length);

  sp_dmarc_is_record (input.data, input.length);
  sp_dmarc_looks_like (input.data, input.length);
  check_uris (dmarc->rua);
  check_uris (dmarc->ruf);
  g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, TRUE), <=, SP_DMARC_REJECT);
  g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, FALSE), <=, SP_DMARC_REJECT);
  for (guint i = 0; i < dmarc->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (dmarc->issues, SpParseIssue, i);

      g_assert_cmpuint (issue->offset + issue->length, <=, input.length);
    }
  return 0;
}
