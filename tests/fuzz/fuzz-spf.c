/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of allowed senders (RFC 7208). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-spf.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpSpf) spf = sp_spf_parse (input.data, (gssize) input.length);
  gsize end = 0;

  g_assert_true (sp_spf_is_valid (spf) == (sp_parse_issues_find_error (spf->issues) == NULL));
  sp_spf_count_lookups (spf);
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);
      g_autofree char *text = sp_spf_term_dup_text (term);

      g_assert_cmpuint (term->offset, >=, end);
      end = term->offset + term->length;
      g_assert_cmpuint (end, <=, input.length);
    }
  for (guint i = 0; i < spf->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (spf->issues, SpParseIssue, i);
      g_autofree char *word = NULL;
      g_autofree char *suggestion = NULL;

      g_assert_cmpuint (issue->offset + issue->length, <=, input.length);
      word = g_strndup (input.data + issue->offset, issue->length);
      suggestion = sp_spf_dup_suggestion (issue->code, word);
    }
  return 0;
}
