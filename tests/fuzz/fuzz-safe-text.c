/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of strangers as it is shown: nothing unseen, nothing that turns the direction of writing. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/explain/sp-explain.h"

#include <string.h>

/* Every character may become `\u{10FFFF}`. */
#define LONGEST (1200 * 10 + 3)

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *text = sp_explain_safe_text (input.data, (gssize) input.length);
  g_autofree char *isolated = sp_explain_isolate (input.text);
  g_autoptr (SpFinding)
    finding = sp_finding_new ("spf-syntax", SP_LEVEL_LATER, "shop.example", "RFC 7208");
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <=, LONGEST);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (at));

      g_assert_true (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT
                     && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR);
    }
  g_assert_true (g_str_has_prefix (isolated, "\u2068") && g_str_has_suffix (isolated, "\u2069"));
  g_assert_null (strstr (isolated + 3, "\u2068"));

  sp_finding_set_detail (finding, "code", "unknown-mechanism");
  sp_finding_set_detail (finding, "word", input.text);
  sp_finding_set_detail (finding, "record", input.text);
  title = sp_explain_finding_title (finding);
  words = sp_explain_finding_text (finding);
  sp_fuzz_check_words (title);
  sp_fuzz_check_words (words);
  return 0;
}
