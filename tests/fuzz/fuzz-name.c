/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in zone text (RFC 1035 §5.1) and as people write them (RFC 5891). */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-name.h"

/* Whatever is a name is written so that it reads as the same one. */
static void
check_name (SpName *name)
{
  g_autoptr (SpName) again = sp_name_parse (sp_name_get_text (name), NULL);
  g_autofree char *unicode = sp_name_dup_unicode (name);
  g_autoptr (SpName) parent = NULL;

  g_assert_nonnull (again);
  g_assert_true (sp_name_equal (name, again));
  g_assert_cmpint (sp_name_compare (name, again), ==, 0);
  g_assert_cmpuint (sp_name_hash (name), ==, sp_name_hash (again));
  g_assert_cmpuint (sp_name_get_wire_length (name), <=, 255);
  g_assert_true (g_utf8_validate (unicode, -1, NULL));
  if (sp_name_is_root (name))
    return;
  parent = sp_name_dup_parent (name);
  g_assert_true (sp_name_is_at_or_below (name, parent));
  g_assert_false (sp_name_is_at_or_below (parent, name));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpName) name = sp_name_parse (input.text, NULL);
  g_autoptr (SpName) idn = sp_name_parse_idn (input.text, NULL);

  if (name != NULL)
    check_name (name);
  if (idn != NULL)
    check_name (idn);
  if (name != NULL && idn != NULL)
    {
      g_autofree char *relative = sp_name_dup_relative (name, idn);
      g_autoptr (SpName) joined = sp_name_append (name, idn);
      g_autoptr (SpName) below = sp_name_prepend (idn, input.text);

      if (joined != NULL)
        check_name (joined);
      if (below != NULL)
        check_name (below);
    }
  return 0;
}
