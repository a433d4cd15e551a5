/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Policies of delivery security, and the records that announce them (RFC 8461). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-mta-sts.h"

static void
check_issues (GArray *issues, gsize length, gboolean is_usable)
{
  for (guint i = 0; i < issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (issues, SpParseIssue, i);

      g_assert_cmpuint (issue->offset + issue->length, <=, length);
    }
  g_assert_cmpint (sp_parse_issues_find_error (issues) == NULL, ==, is_usable);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  gssize length = (gssize) input.length;
  g_autoptr (SpMtaSts) record = sp_mta_sts_parse (input.data, length);
  g_autoptr (SpMtaStsPolicy) policy = sp_mta_sts_policy_parse (input.data, length);
  g_autoptr (SpName) host = sp_name_parse ("mail.shop.example", NULL);

  check_issues (record->issues, input.length, record->is_usable);
  check_issues (policy->issues, input.length, policy->is_usable);
  g_assert_true (!record->is_usable || record->id != NULL);
  g_assert_true (!policy->is_usable || (policy->mode != SP_MTA_STS_UNSET && policy->max_age >= 0));
  sp_mta_sts_policy_covers (policy, host);
  sp_mta_sts_pattern_matches (input.text, host);
  sp_mta_sts_looks_like (input.data, input.length);
  return 0;
}
