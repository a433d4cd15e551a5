/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of allowed senders that are mended, one a line: words that are no terms, lists without a
 * beginning, and several that become one. */
#include "fuzz/sp-fuzz.h"

#include <string.h>

#include "core/mail/sp-spf.h"
#include "core/plan/sp-spf-cure.h"
#include "core/plan/sp-spf-merge.h"

/* What was meant is a term or more. */
static void
check_word (const char *word)
{
  g_autofree char *cured = sp_spf_cure_word (word);
  g_autofree char *record = g_strconcat ("v=spf1 ", cured, NULL);
  g_autoptr (SpSpf) spf = cured != NULL ? sp_spf_parse (record, -1) : NULL;

  g_assert_true (spf == NULL || (sp_spf_is_clean (spf) && spf->terms->len > 0));
}

static void
check_start (const char *text)
{
  g_autofree char *started = sp_spf_cure_start (text);

  g_assert_true (sp_spf_is_record (started, strlen (started)));
}

static char *
merge (GPtrArray *records, GPtrArray *wanted)
{
  const SpSpfMerge input = { .records = records, .wanted = wanted };
  g_autoptr (GPtrArray) dropped = NULL;

  return sp_spf_merge (&input, &dropped);
}

/* Every address that was allowed is still there. */
static void
check_kept (GPtrArray *records, const SpSpf *merged)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (SpSpf) record = sp_spf_parse (g_ptr_array_index (records, i), -1);

      for (guint k = 0; k < record->terms->len; k++)
        {
          const SpSpfTerm *term = g_ptr_array_index (record->terms, k);
          gboolean is_there = FALSE;
          g_autofree char *text = NULL;

          if (term->is_glued || (term->kind != SP_SPF_IP4 && term->kind != SP_SPF_INCLUDE))
            continue;
          text = sp_spf_term_dup_text (term);
          for (guint j = 0; j < merged->terms->len && !is_there; j++)
            {
              g_autofree char *other = sp_spf_term_dup_text (g_ptr_array_index (merged->terms, j));

              is_there = g_str_equal (text, other);
            }
          if (!is_there)
            g_error ("%s is gone", text);
        }
    }
}

/* One list, which everybody can read, and which stays as it is when it is merged again. */
static void
check_merge (GPtrArray *records, GPtrArray *wanted)
{
  g_autofree char *merged = merge (records, wanted);
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();
  g_autoptr (SpSpf) spf = sp_spf_parse (merged, -1);
  g_autofree char *again = NULL;

  g_assert_true (sp_spf_is_record (merged, strlen (merged)));
  if (!sp_spf_is_valid (spf))
    g_error ("not valid: %s", merged);
  check_kept (records, spf);
  g_ptr_array_add (alone, merged);
  again = merge (alone, wanted);
  g_assert_cmpstr (again, ==, merged);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const wanted_terms[] = { "include:_spf.provider.example" };
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  do
    g_ptr_array_add (records, sp_fuzz_input_take_line (&input));
  while (input.length > 0 && records->len < 4);
  for (guint i = 0; i < records->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (records, i), " ", 64);

      for (gsize k = 0; words[k] != NULL; k++)
        check_word (words[k]);
      check_start (g_ptr_array_index (records, i));
    }
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *text = g_ptr_array_index (records, i);

      g_ptr_array_index (records, i) = sp_spf_cure_start (text);
    }
  check_merge (records, wanted);
  g_ptr_array_add (wanted, (gpointer) wanted_terms[0]);
  check_merge (records, wanted);
  return 0;
}
