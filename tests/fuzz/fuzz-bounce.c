/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever somebody pastes: headers of messages, reports that one was not delivered (RFC 3464). */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-came-back.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpCameBack) back = sp_came_back_read (input.data, (gssize) input.length);

  g_assert_cmpint (back->bounce != NULL, ==, back->kind == SP_CAME_BACK_BOUNCE);
  g_assert_true (back->kind != SP_CAME_BACK_MESSAGE || back->header != NULL);
  for (guint i = 0; back->bounce != NULL && i < back->bounce->recipients->len; i++)
    g_assert_nonnull (((SpBounceRecipient *) back->bounce->recipients->pdata[i])->cause);
  g_assert_true (back->bounce == NULL || back->bounce->recipients->len > 0);
  return 0;
}
