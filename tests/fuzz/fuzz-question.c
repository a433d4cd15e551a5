/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types as a domain: addresses of pages and people, names and stray signs. */
#include "fuzz/sp-fuzz.h"

#include "core/explain/sp-explain.h"
#include "core/inspect/sp-question.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) name = sp_question_clean (input.text, &error);
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) below = sp_question_clean_below (input.text, domain, NULL);

  if (below != NULL)
    {
      g_autoptr (SpName) again = sp_question_clean_below (sp_name_get_text (below), domain, NULL);

      g_assert_true (sp_name_is_at_or_below (below, domain) && !sp_name_equal (below, domain));
      g_assert_true (again != NULL && sp_name_equal (below, again));
    }

  if (name == NULL)
    {
      g_autofree char *words = sp_explain_question_error (error);

      g_assert_true (g_utf8_validate (words, -1, NULL) && *words != '\0');
    }
  else
    {
      g_autoptr (SpName) again = sp_question_clean (sp_name_get_text (name), &error);
      g_autofree char *unicode = sp_name_dup_unicode (name);
      g_autoptr (SpName) shown = NULL;

      g_assert_no_error (error);
      g_assert_true (sp_name_equal (name, again));
      g_assert_cmpuint (sp_name_get_n_labels (name), >=, 2);
      shown = sp_question_clean (unicode, &error);
      g_assert_no_error (error);
      g_assert_true (sp_name_equal (name, shown));
    }
  return 0;
}
