/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-fault.h"

#include "core/dns/sp-message.h"

#include <string.h>

#define HEADER_SIZE 12

static const char *const fault_names[] = {
  [SP_PRACTICE_FAULT_NONE] = "none",
  [SP_PRACTICE_FAULT_SILENT] = "silent",
  [SP_PRACTICE_FAULT_SERVFAIL] = "servfail",
  [SP_PRACTICE_FAULT_REFUSED] = "refused",
  [SP_PRACTICE_FAULT_LAME] = "lame",
  [SP_PRACTICE_FAULT_TRUNCATED] = "truncated",
  [SP_PRACTICE_FAULT_NO_TCP] = "no-tcp",
  [SP_PRACTICE_FAULT_WRONG_ID] = "wrong-id",
  [SP_PRACTICE_FAULT_WRONG_QUESTION] = "wrong-question",
  [SP_PRACTICE_FAULT_GARBAGE] = "garbage",
};

/* The header and question of the query as a reply without records, with TC or not. */
static GBytes *
write_cut_reply (GBytes *query, gboolean truncated)
{
  GBytes *bare = sp_message_write_bare_reply (query, SP_RCODE_NOERROR);
  GByteArray *bytes = NULL;

  if (bare == NULL)
    return NULL;
  bytes = g_bytes_unref_to_array (bare);
  if (truncated)
    bytes->data[2] |= 0x02;
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
change_byte (GBytes *reply, gsize offset)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (reply, &length);

  g_byte_array_append (bytes, data, (guint) length);
  if (offset < length)
    bytes->data[offset] ^= 0x01;
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
write_garbage (GBytes *query)
{
  static const guint8 tail[] = { 0x84, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                 0xc0, 0xff, 0x3f, 0x00, 0x00, 0x80, 0xff, 0xfe, 0xfd, 0xfc };
  GByteArray *bytes = g_byte_array_new ();
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (query, &length);

  g_byte_array_append (bytes, data, (guint) MIN (length, 2));
  g_byte_array_append (bytes, tail, sizeof tail);
  return g_byte_array_free_to_bytes (bytes);
}

/**
 * sp_practice_fault_from_string:
 * @text: a word such as "silent"
 * @fault: (out): the fault
 *
 * Returns: whether @text names a fault
 */
gboolean
sp_practice_fault_from_string (const char *text, SpPracticeFault *fault)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (fault_names); i++)
    if (strcmp (fault_names[i], text) == 0)
      {
        *fault = (SpPracticeFault) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * sp_practice_fault_to_string:
 * @fault: a fault
 *
 * Returns: its word in the data files
 */
const char *
sp_practice_fault_to_string (SpPracticeFault fault)
{
  return fault_names[fault];
}

/**
 * sp_practice_fault_apply:
 * @fault: what is wrong with the server
 * @query: the message that came
 * @reply: (nullable) (transfer full): what a healthy server answers
 * @over_tcp: whether @query came over TCP
 *
 * Turns the right answer into the one that a faulty server gives.
 *
 * Returns: (transfer full) (nullable): the bytes to send, %NULL for silence
 */
GBytes *
sp_practice_fault_apply (SpPracticeFault fault, GBytes *query, GBytes *reply, gboolean over_tcp)
{
  g_autoptr (GBytes) right = reply;

  g_return_val_if_fail (query != NULL, NULL);

  if (right == NULL)
    return NULL;

  switch (fault)
    {
    case SP_PRACTICE_FAULT_NONE:
      return g_steal_pointer (&right);
    case SP_PRACTICE_FAULT_SILENT:
      return NULL;
    case SP_PRACTICE_FAULT_SERVFAIL:
      return sp_message_write_bare_reply (query, SP_RCODE_SERVFAIL);
    case SP_PRACTICE_FAULT_REFUSED:
      return sp_message_write_bare_reply (query, SP_RCODE_REFUSED);
    case SP_PRACTICE_FAULT_LAME:
      return write_cut_reply (query, FALSE);
    case SP_PRACTICE_FAULT_TRUNCATED:
      return over_tcp ? g_steal_pointer (&right) : write_cut_reply (query, TRUE);
    case SP_PRACTICE_FAULT_NO_TCP:
      return over_tcp ? NULL : write_cut_reply (query, TRUE);
    case SP_PRACTICE_FAULT_WRONG_ID:
      return change_byte (right, 0);
    case SP_PRACTICE_FAULT_WRONG_QUESTION:
      /* The first letter of the name: "mx.example" becomes "lx.example". */
      return change_byte (right, HEADER_SIZE + 1);
    case SP_PRACTICE_FAULT_GARBAGE:
      return write_garbage (query);
    }
  return NULL;
}
