/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DNS messages from anybody, as a server reads them (RFC 1035 §4). */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-message.h"

static const gsize sizes[] = { SP_MESSAGE_UDP_MIN, SP_MESSAGE_UDP_MAX, SP_MESSAGE_MAX };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GBytes) bytes = sp_fuzz_input_dup_bytes (&input);
  g_autoptr (SpMessage) message = sp_message_decode (bytes, NULL);
  g_autoptr (GBytes) bare = sp_message_write_bare_reply (bytes, SP_RCODE_FORMERR);

  for (gsize i = 0; message != NULL && i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) wire = sp_message_encode (message, sizes[i], NULL);
      g_autoptr (SpMessage) again = wire != NULL ? sp_message_decode (wire, NULL) : NULL;

      if (wire == NULL)
        continue;
      g_assert_cmpuint (g_bytes_get_size (wire), <=, sizes[i]);
      g_assert_nonnull (again);
      g_assert_cmpuint (again->id, ==, message->id);
      g_assert_true (again->name == NULL || sp_name_equal (again->name, message->name));
    }
  return 0;
}
