/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-datagram.h"

#include <string.h>

#define OPT_SIZE 11
#define OPT_LENGTH_OFFSET 9
#define CLASS_IN 1

static const uint8_t opt_start[] = { 0, 0, SP_RR_OPT };

#define POINTER 0xc0
#define LONGEST_LABEL 63

/* Type, class, TTL and length of the data. */
#define RECORD_SIZE 10

/* What data of a type is made of: octets, names, octets. */
static const struct {
  SpRrType type;
  guint8 n_before, n_names, n_after;
} shapes[] = {
  { SP_RR_A, 4, 0, 0 },     { SP_RR_AAAA, 16, 0, 0 }, { SP_RR_NS, 0, 1, 0 },
  { SP_RR_CNAME, 0, 1, 0 }, { SP_RR_PTR, 0, 1, 0 },   { SP_RR_MX, 2, 1, 0 },
  { SP_RR_SOA, 0, 2, 20 },  { SP_RR_SRV, 6, 1, 0 },
};

/* The characters that c-ares lets into the name of a question. */
static gboolean
is_askable (uint8_t byte)
{
  return g_ascii_isalnum (byte) || byte == '-' || byte == '_' || byte == '/' || byte == '*';
}

/*
 * sp_datagram_get_word:
 * @data: a message of at least 12 bytes
 * @index: which of the six 16-bit words of its header
 *
 * Returns: the word
 */
uint16_t
sp_datagram_get_word (const uint8_t *data, guint index)
{
  return (uint16_t) (data[2 * index] << 8 | data[2 * index + 1]);
}

/*
 * sp_datagram_set_word:
 * @data: a message of at least 12 bytes
 * @index: which of the six 16-bit words of its header
 * @value: the new value
 */
void
sp_datagram_set_word (uint8_t *data, guint index, uint16_t value)
{
  data[2 * index] = (uint8_t) (value >> 8);
  data[2 * index + 1] = (uint8_t) (value & 0xff);
}

/*
 * sp_datagram_is_askable:
 * @name: a name
 *
 * Returns: whether c-ares lets it into a question
 */
gboolean
sp_datagram_is_askable (const SpName *name)
{
  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      for (gsize j = 0; j < length; j++)
        {
          if (!is_askable (label[j]))
            return FALSE;
        }
    }
  return TRUE;
}

/*
 * sp_datagram_new_question:
 * @name: the name asked
 * @type: the type asked
 * @askable: put an "x" for every byte that c-ares refuses in a question
 *
 * Returns: (transfer full): the question section of a query (RFC 1035 §4.1.2)
 */
GBytes *
sp_datagram_new_question (const SpName *name, SpRrType type, gboolean askable)
{
  gsize size = sp_name_get_wire_length (name) + 4;
  uint8_t *out = g_malloc (size);
  gsize at = 0;

  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      out[at++] = (uint8_t) length;
      for (gsize j = 0; j < length; j++)
        out[at++] = askable && !is_askable (label[j]) ? 'x' : label[j];
    }
  out[at++] = 0;
  out[at++] = (uint8_t) (type >> 8);
  out[at++] = (uint8_t) (type & 0xff);
  out[at++] = CLASS_IN >> 8;
  out[at++] = CLASS_IN & 0xff;
  return g_bytes_new_take (out, size);
}

/*
 * sp_datagram_has_question:
 * @data: a message
 * @length: its length
 * @question: a question section
 *
 * Whether the message has exactly this question. The letters of the name are compared without
 * regard to case; a length byte is below 64 and so never taken for a letter.
 *
 * Returns: %TRUE if so
 */
gboolean
sp_datagram_has_question (const uint8_t *data, gsize length, GBytes *question)
{
  gsize size;
  const uint8_t *bytes = g_bytes_get_data (question, &size);

  if (length < SP_DATAGRAM_HEADER_SIZE + size
      || sp_datagram_get_word (data, SP_DATAGRAM_QDCOUNT) != 1)
    return FALSE;
  data += SP_DATAGRAM_HEADER_SIZE;
  for (gsize i = 0; i < size; i++)
    {
      gboolean in_name = i + 4 < size;

      if (data[i] != bytes[i]
          && (!in_name || g_ascii_tolower (data[i]) != g_ascii_tolower (bytes[i])))
        return FALSE;
    }
  return TRUE;
}

/* The next octet behind a name (RFC 1035 §4.1.4); beyond @end if it does not end before. */
static gsize
skip_name (const uint8_t *data, gsize end, gsize at)
{
  while (at < end && data[at] != 0)
    {
      if (data[at] >= POINTER)
        return at + 2;
      if (data[at] > LONGEST_LABEL)
        return end + 1;
      at += 1 + data[at];
    }
  return at + 1;
}

static gboolean
has_sound_data (const uint8_t *data, gsize at, gsize end, uint16_t type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      if (shapes[i].type != type)
        continue;
      at += shapes[i].n_before;
      for (guint j = 0; j < shapes[i].n_names; j++)
        at = skip_name (data, end, at);
      return at + shapes[i].n_after == end;
    }
  return TRUE;
}

/*
 * sp_datagram_is_sound:
 * @data: a message of at least 12 bytes
 * @length: its length
 *
 * Whether the records of a message end where they say, and hold as much as their type has (RFC
 * 1035 §3.3). c-ares reads on into the next record when one is too short.
 *
 * Returns: %TRUE if so
 */
gboolean
sp_datagram_is_sound (const uint8_t *data, gsize length)
{
  gsize at = SP_DATAGRAM_HEADER_SIZE;
  guint n_records = 0;

  for (guint i = 0; i < sp_datagram_get_word (data, SP_DATAGRAM_QDCOUNT) && at <= length; i++)
    at = skip_name (data, length, at) + 4;
  for (guint i = SP_DATAGRAM_ANCOUNT; i <= SP_DATAGRAM_ARCOUNT; i++)
    n_records += sp_datagram_get_word (data, i);
  for (guint i = 0; i < n_records; i++)
    {
      gsize start = skip_name (data, length, at) + RECORD_SIZE;
      uint16_t type;

      if (start > length)
        return FALSE;
      type = (uint16_t) (data[start - RECORD_SIZE] << 8 | data[start - RECORD_SIZE + 1]);
      at = start + (gsize) (data[start - 2] << 8 | data[start - 1]);
      if (at > length || !has_sound_data (data, start, at, type))
        return FALSE;
    }
  return at <= length;
}

/*
 * sp_datagram_strip_options:
 * @data: a query with one question and nothing but an OPT behind it
 * @length: its length
 * @question_length: length of its question section
 *
 * Takes the options out of the OPT (RFC 6891 §6.1.2).
 *
 * Returns: the new length
 */
gsize
sp_datagram_strip_options (uint8_t *data, gsize length, gsize question_length)
{
  gsize offset = SP_DATAGRAM_HEADER_SIZE + question_length;

  if (length < offset + OPT_SIZE || sp_datagram_get_word (data, SP_DATAGRAM_ARCOUNT) != 1
      || memcmp (data + offset, opt_start, sizeof opt_start) != 0)
    return length;
  data[offset + OPT_LENGTH_OFFSET] = 0;
  data[offset + OPT_LENGTH_OFFSET + 1] = 0;
  return offset + OPT_SIZE;
}

/*
 * sp_datagram_add_opt:
 * @data: a query with nothing behind its question, and room for 11 bytes more
 * @length: its length
 * @udp_size: how long an answer may be
 *
 * Adds an OPT without options and flags (RFC 6891 §6.1.2).
 *
 * Returns: the new length
 */
gsize
sp_datagram_add_opt (uint8_t *data, gsize length, uint16_t udp_size)
{
  uint8_t *opt = data + length;

  memset (opt, 0, OPT_SIZE);
  memcpy (opt, opt_start, sizeof opt_start);
  opt[sizeof opt_start] = (uint8_t) (udp_size >> 8);
  opt[sizeof opt_start + 1] = (uint8_t) (udp_size & 0xff);
  sp_datagram_set_word (data, SP_DATAGRAM_ARCOUNT, 1);
  return length + OPT_SIZE;
}

/*
 * sp_datagram_reduce:
 * @data: a message of at least 12 bytes
 * @size: room there is at @data
 * @question: a question section
 *
 * Leaves of a message only its header, and gives it @question.
 *
 * Returns: the new length
 */
gsize
sp_datagram_reduce (uint8_t *data, gsize size, GBytes *question)
{
  gsize length;
  const uint8_t *bytes = g_bytes_get_data (question, &length);

  length = MIN (length, size - SP_DATAGRAM_HEADER_SIZE);
  memcpy (data + SP_DATAGRAM_HEADER_SIZE, bytes, length);
  sp_datagram_set_word (data, SP_DATAGRAM_QDCOUNT, 1);
  sp_datagram_set_word (data, SP_DATAGRAM_ANCOUNT, 0);
  sp_datagram_set_word (data, SP_DATAGRAM_NSCOUNT, 0);
  sp_datagram_set_word (data, SP_DATAGRAM_ARCOUNT, 0);
  return SP_DATAGRAM_HEADER_SIZE + length;
}
