/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys that were damaged while pasting: the texts that stand at a key name, one a line. */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-dkim-key.h"
#include "core/plan/sp-dkim-repair.h"

static gboolean
is_usable (const SpDkimKey *key)
{
  return key->state == SP_DKIM_KEY_VALID || key->state == SP_DKIM_KEY_TESTING;
}

/* A text without its flag is the same key. */
static void
check_testing (const char *text)
{
  g_autoptr (SpDkimKey) before = sp_dkim_key_parse (text, -1);
  g_autofree char *ended = sp_dkim_repair_testing (text);
  g_autoptr (SpDkimKey) after = ended != NULL ? sp_dkim_key_parse (ended, -1) : NULL;

  g_assert_true (ended != NULL || !is_usable (before));
  if (ended == NULL)
    return;
  g_assert_cmpint (after->state, ==, SP_DKIM_KEY_VALID);
  if (is_usable (before))
    g_assert_true (g_bytes_equal (before->key, after->key));
}

/* Mending again changes nothing, and a text that can be read keeps its key. */
static void
check_mended (const char *mended, GPtrArray *texts, GPtrArray *used)
{
  g_autoptr (GPtrArray) again = g_ptr_array_new ();
  g_autoptr (GPtrArray) used_again = g_ptr_array_new ();
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (mended, -1);
  g_autofree char *same = NULL;

  g_assert_true (is_usable (key));
  g_assert_cmpuint (used->len, >, 0);
  for (guint i = 0; i < used->len; i++)
    {
      g_autoptr (SpDkimKey) part = sp_dkim_key_parse (g_ptr_array_index (used, i), -1);

      g_assert_true (g_ptr_array_find (texts, g_ptr_array_index (used, i), NULL));
      if (is_usable (part))
        g_assert_true (g_bytes_equal (part->key, key->key));
    }
  g_ptr_array_add (again, (gpointer) mended);
  same = sp_dkim_repair (again, used_again);
  g_assert_cmpstr (same, ==, mended);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) used = g_ptr_array_new ();
  g_autofree char *mended = NULL;

  do
    g_ptr_array_add (texts, sp_fuzz_input_take_line (&input));
  while (input.length > 0 && texts->len < 8);
  for (guint i = 0; i < texts->len; i++)
    check_testing (g_ptr_array_index (texts, i));
  mended = sp_dkim_repair (texts, used);
  if (mended != NULL)
    check_mended (mended, texts, used);
  else
    g_assert_cmpuint (used->len, ==, 0);
  return 0;
}
