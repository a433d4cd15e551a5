/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for forged mail that are mended: one a line, as they might stand beside each other. */
#include "fuzz/sp-fuzz.h"

#include <string.h>

#include "core/mail/sp-dmarc.h"
#include "core/plan/sp-dmarc-repair.h"

#define URI "mailto:reports@shop.example"

static SpDmarc *
check_sound (const char *text)
{
  SpDmarc *dmarc = sp_dmarc_parse (text, -1);

  g_assert_true (g_str_is_ascii (text));
  g_assert_true (sp_dmarc_is_record (text, strlen (text)));
  g_assert_true (dmarc->is_usable);
  g_assert_null (sp_parse_issues_find_error (dmarc->issues));
  g_assert_cmpuint (dmarc->old_tags->len, ==, 0);
  return dmarc;
}

static void
check_same (const SpDmarc *a, const SpDmarc *b)
{
  for (SpDmarcSubject subject = SP_DMARC_ITSELF; subject <= SP_DMARC_MISSING; subject++)
    g_assert_cmpint (sp_dmarc_get_effective_policy (a, subject), ==,
                     sp_dmarc_get_effective_policy (b, subject));
  g_assert_cmpint (a->strict_dkim, ==, b->strict_dkim);
  g_assert_cmpint (a->strict_spf, ==, b->strict_spf);
  g_assert_cmpint (a->psd, ==, b->psd);
  g_assert_cmpuint (a->rua->len, <=, b->rua->len);
}

/* An address for reports is what comes to it, beside others that could be mended. */
static void
check_reports (const char *text)
{
  g_autoptr (SpDmarc) before = sp_dmarc_parse (text, -1);
  g_autofree char *with = NULL;
  g_autoptr (SpDmarc) after = NULL;

  if (!before->is_usable || sp_parse_issues_find_error (before->issues) != NULL
      || before->rua->len > 0)
    return;
  with = sp_dmarc_repair_with_reports (text, URI);
  after = sp_dmarc_parse (with, -1);
  g_assert_true (after->is_usable);
  g_assert_null (sp_parse_issues_find_error (after->issues));
  g_assert_cmpuint (after->rua->len, >, 0);
  g_assert_cmpstr (g_ptr_array_index (after->rua, after->rua->len - 1), ==, URI);
  g_assert_cmpint (sp_dmarc_get_effective_policy (before, SP_DMARC_ITSELF), ==,
                   sp_dmarc_get_effective_policy (after, SP_DMARC_ITSELF));
}

static void
check_watching (const char *text)
{
  g_autofree char *watching = sp_dmarc_repair_watching (text);
  g_autofree char *again = sp_dmarc_repair_watching (watching);
  g_autoptr (SpDmarc) dmarc = check_sound (watching);

  g_assert_cmpstr (watching, ==, again);
  for (SpDmarcSubject subject = SP_DMARC_ITSELF; subject <= SP_DMARC_MISSING; subject++)
    g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, subject), ==, SP_DMARC_NONE);
}

/* What is in order already means the same afterwards. */
static void
check_text (const char *text)
{
  g_autofree char *mended = sp_dmarc_repair (text);
  g_autofree char *again = sp_dmarc_repair (mended);
  g_autoptr (SpDmarc) before = sp_dmarc_parse (text, -1);
  g_autoptr (SpDmarc) after = check_sound (mended);

  g_assert_cmpstr (mended, ==, again);
  if (before->is_usable && before->issues->len == 0)
    check_same (before, after);
  check_reports (text);
  check_reports (mended);
  check_watching (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  do
    g_ptr_array_add (texts, sp_fuzz_input_take_line (&input));
  while (input.length > 0 && texts->len < 8);
  for (guint i = 0; i < texts->len; i++)
    check_text (g_ptr_array_index (texts, i));
  g_assert_true (g_ptr_array_find (texts, (gpointer) sp_dmarc_repair_choose (texts), NULL));
  return 0;
}
