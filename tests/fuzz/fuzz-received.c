/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of the way of a message (RFC 5321 §4.4). */
#include "fuzz/sp-fuzz.h"

#include <gio/gio.h>

#include "core/mail/sp-received.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpReceived) line = sp_received_parse (input.text);

  if (line->from_address != NULL)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (line->from_address);

      g_assert_nonnull (address);
    }
  return 0;
}
