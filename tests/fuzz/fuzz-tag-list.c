/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of `name=value` (RFC 6376 §3.2). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-tag-list.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpTagList) list = sp_tag_list_parse (input.data, (gssize) input.length);

  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      g_assert_cmpuint (tag->name_offset, <=, tag->value_offset);
      g_assert_cmpuint (tag->value_offset + tag->value_length, <=, input.length);
      g_assert_nonnull (sp_tag_list_find (list, tag->name));
    }
  for (guint i = 0; i < list->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (list->issues, SpParseIssue, i);

      g_assert_cmpuint (issue->offset + issue->length, <=, input.length);
    }
  return 0;
}
