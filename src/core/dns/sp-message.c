/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-message.h"

#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-message-private.h"

#include <string.h>

#define HEADER_SIZE 12
#define MAX_LABEL 63

/* Least owner, type, class, TTL and length (RFC 1035 §4.1.3). */
#define RECORD_HEADER_SIZE 11

/* c-ares 1.34.5 writes a wrong pointer when a name stands first beyond this offset and again
 * later (fixed in 1.34.7), so what it writes there is read back and compared. */
#define POINTER_LIMIT 16384

static void
free_ares_message (ares_dns_record_t *message)
{
  ares_dns_record_destroy (message);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ares_dns_record_t, free_ares_message)

static const struct {
  SpAnswerFlags ours;
  ares_dns_flags_t theirs;
} flag_pairs[] = {
  { SP_ANSWER_AUTHORITATIVE, ARES_FLAG_AA },
  { SP_ANSWER_TRUNCATED, ARES_FLAG_TC },
  { SP_ANSWER_RECURSION_AVAILABLE, ARES_FLAG_RA },
  { SP_ANSWER_AUTHENTIC, ARES_FLAG_AD },
};

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, SP_DNS_ERROR, SP_DNS_ERROR_MESSAGE, message);
  return FALSE;
}

static unsigned short
join_flags (const SpMessage *self)
{
  unsigned int flags = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (flag_pairs); i++)
    if ((self->flags & flag_pairs[i].ours) != 0)
      flags |= flag_pairs[i].theirs;
  if (self->is_response)
    flags |= ARES_FLAG_QR;
  if (self->recursion_desired)
    flags |= ARES_FLAG_RD;
  return (unsigned short) flags;
}

static void
read_header (SpMessage *self, const ares_dns_record_t *message)
{
  unsigned short flags = ares_dns_record_get_flags (message);

  self->id = ares_dns_record_get_id (message);
  self->opcode = (uint8_t) ares_dns_record_get_opcode (message);
  self->rcode = (uint16_t) ares_dns_record_get_rcode (message);
  self->is_response = (flags & ARES_FLAG_QR) != 0;
  self->recursion_desired = (flags & ARES_FLAG_RD) != 0;
  for (gsize i = 0; i < G_N_ELEMENTS (flag_pairs); i++)
    if ((flags & flag_pairs[i].theirs) != 0)
      self->flags |= flag_pairs[i].ours;
}

static gboolean
read_question (SpMessage *self, const ares_dns_record_t *message, GError **error)
{
  const char *text = NULL;
  ares_dns_rec_type_t type;
  ares_dns_class_t dns_class;

  if (ares_dns_record_query_cnt (message) != 1
      || ares_dns_record_query_get (message, 0, &text, &type, &dns_class) != ARES_SUCCESS)
    return fail (error, "the message does not hold one question");

  g_clear_pointer (&self->name, sp_name_unref);
  self->name = sp_name_parse (text, error);
  self->type = (SpRrType) type;
  self->dns_class = (uint16_t) dns_class;
  return self->name != NULL;
}

static void
read_edns (SpMessage *self, const ares_dns_record_t *message)
{
  gsize n_records = ares_dns_record_rr_cnt (message, ARES_SECTION_ADDITIONAL);

  for (gsize i = 0; i < n_records; i++)
    {
      const ares_dns_rr_t *rr = ares_dns_record_rr_get_const (message, ARES_SECTION_ADDITIONAL, i);

      if (rr == NULL || ares_dns_rr_get_type (rr) != ARES_REC_TYPE_OPT)
        continue;
      self->has_edns = TRUE;
      /* Smaller values count as 512 (RFC 6891 §6.2.3). */
      self->udp_size = MAX (ares_dns_rr_get_u16 (rr, ARES_RR_OPT_UDP_SIZE), SP_MESSAGE_UDP_MIN);
      return;
    }
}

/* c-ares writes only names of host characters (and _ / *). Another name, such as one with an "@",
 * is written as one of the same length, and its bytes are put in afterwards.
 * Returns: (transfer full) (nullable): the name to write instead, %NULL if none is needed */
static SpName *
find_stand_in (const SpName *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean differs = FALSE;

  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      for (gsize j = 0; j < length; j++)
        {
          char c = (char) label[j];
          gboolean plain = g_ascii_isalnum (c) || (c != '\0' && strchr ("-_/*", c) != NULL);

          differs = differs || !plain;
          g_string_append_c (text, plain ? c : '_');
        }
      g_string_append_c (text, '.');
    }
  return differs ? sp_name_parse (text->str, NULL) : NULL;
}

/* Puts the labels of @name over the question, which follows the header; owners point to it. */
static GBytes *
put_question_name (GBytes *bytes, const SpName *name)
{
  GByteArray *array = g_bytes_unref_to_array (bytes);
  gsize offset = HEADER_SIZE;

  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      if (offset + 1 + length > array->len)
        break;
      memcpy (array->data + offset + 1, label, length);
      offset += 1 + length;
    }
  return g_byte_array_free_to_bytes (array);
}

static gboolean
write_section (const SpMessage *self, SpName *stand_in, ares_dns_record_t *message,
               ares_dns_section_t section, GPtrArray *records)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);
      g_autoptr (SpRecord) written = sp_record_ref (record);

      if (stand_in != NULL && sp_name_equal (sp_record_get_owner (record), self->name))
        {
          sp_record_unref (written);
          written = sp_record_copy (record, stand_in, sp_record_get_ttl (record));
        }
      if (!sp_record_write_to_ares (written, message, section))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_edns (ares_dns_record_t *message, uint16_t udp_size)
{
  ares_dns_rr_t *rr = NULL;

  return ares_dns_record_rr_add (&rr, message, ARES_SECTION_ADDITIONAL, "", ARES_REC_TYPE_OPT,
                                 ARES_CLASS_IN, 0)
           == ARES_SUCCESS
         && ares_dns_rr_set_u16 (rr, ARES_RR_OPT_UDP_SIZE, udp_size) == ARES_SUCCESS
         && ares_dns_rr_set_u8 (rr, ARES_RR_OPT_VERSION, 0) == ARES_SUCCESS
         && ares_dns_rr_set_u16 (rr, ARES_RR_OPT_FLAGS, 0) == ARES_SUCCESS;
}

/* Writes header, question and, unless @bare, the three sections. */
static GBytes *
encode_once (const SpMessage *self, unsigned short flags, gboolean bare, GError **error)
{
  g_autoptr (ares_dns_record_t) message = NULL;
  g_autoptr (SpName) stand_in = find_stand_in (self->name);
  const SpName *name = stand_in != NULL ? stand_in : self->name;
  unsigned char *buffer = NULL;
  size_t length = 0;
  GBytes *bytes;

  if (ares_dns_record_create (&message, self->id, flags, (ares_dns_opcode_t) self->opcode,
                              (ares_dns_rcode_t) self->rcode)
        != ARES_SUCCESS
      || ares_dns_record_query_add (message, sp_name_is_root (name) ? "" : sp_name_get_text (name),
                                    (ares_dns_rec_type_t) self->type,
                                    (ares_dns_class_t) self->dns_class)
           != ARES_SUCCESS
      || (!bare
          && (!write_section (self, stand_in, message, ARES_SECTION_ANSWER, self->answer)
              || !write_section (self, stand_in, message, ARES_SECTION_AUTHORITY, self->authority)
              || !write_section (self, stand_in, message, ARES_SECTION_ADDITIONAL,
                                 self->additional)))
      || (self->has_edns && !write_edns (message, self->udp_size))
      || ares_dns_write (message, &buffer, &length) != ARES_SUCCESS)
    {
      fail (error, "the message cannot be written");
      return NULL;
    }

  bytes = g_bytes_new (buffer, length);
  ares_free_string (buffer);
  return stand_in != NULL ? put_question_name (bytes, self->name) : bytes;
}

static gboolean
sections_equal (GPtrArray *a, GPtrArray *b)
{
  guint length_a = a != NULL ? a->len : 0;
  guint length_b = b != NULL ? b->len : 0;

  for (guint i = 0; i < length_a && i < length_b; i++)
    {
      SpRecord *first = g_ptr_array_index (a, i);
      SpRecord *second = g_ptr_array_index (b, i);

      if (!sp_name_equal (sp_record_get_owner (first), sp_record_get_owner (second))
          || sp_record_get_rr_type (first) != sp_record_get_rr_type (second)
          || !sp_record_equal_data (first, second))
        return FALSE;
    }
  return length_a == length_b;
}

/* Whether @bytes say what @self says. That is looked at where something may have gone wrong. */
static gboolean
reads_back (const SpMessage *self, GBytes *bytes)
{
  g_autoptr (SpName) stand_in = find_stand_in (self->name);
  g_autoptr (SpMessage) copy = NULL;

  if (g_bytes_get_size (bytes) <= POINTER_LIMIT && stand_in == NULL)
    return TRUE;
  copy = sp_message_decode (bytes, NULL);
  return copy != NULL && sp_name_equal (self->name, copy->name)
         && sections_equal (self->answer, copy->answer)
         && sections_equal (self->authority, copy->authority)
         && sections_equal (self->additional, copy->additional);
}

/* Bytes that the records take at least: what c-ares refuses to write may only be too long. */
static gsize
get_least_size (const SpMessage *self)
{
  GPtrArray *sections[] = { self->answer, self->authority, self->additional };
  gsize size = HEADER_SIZE;

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    for (guint j = 0; sections[i] != NULL && j < sections[i]->len; j++)
      {
        const SpRecord *record = g_ptr_array_index (sections[i], j);
        GBytes *rdata = sp_record_get_rdata (record);
        gsize length = 0;

        if (rdata != NULL)
          length = g_bytes_get_size (rdata);
        else if (sp_record_get_strings (record) != NULL)
          sp_record_get_text (record, &length);
        size += RECORD_HEADER_SIZE + length;
      }
  return size;
}

/* End of the question that follows the header, or 0: its name may not be compressed. */
static gsize
find_question_end (const guint8 *data, gsize length)
{
  gsize offset = HEADER_SIZE;

  while (offset < length && data[offset] != 0)
    {
      if (data[offset] > MAX_LABEL)
        return 0;
      offset += (gsize) data[offset] + 1;
    }
  offset += 5;
  return offset <= length && offset - HEADER_SIZE <= 255 + 4 ? offset : 0;
}

/**
 * sp_message_new:
 *
 * Returns: (transfer full): a question for the root's address, to be filled in; its sections are
 *   empty
 */
SpMessage *
sp_message_new (void)
{
  SpMessage *self = g_new0 (SpMessage, 1);

  self->name = sp_name_new_root ();
  self->type = SP_RR_A;
  self->dns_class = 1;
  self->udp_size = SP_MESSAGE_UDP_MIN;
  self->answer = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  self->authority = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  self->additional = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  return self;
}

/**
 * sp_message_free:
 * @self: (transfer full) (nullable): a message
 *
 * Frees @self.
 */
void
sp_message_free (SpMessage *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->name, sp_name_unref);
  g_clear_pointer (&self->answer, g_ptr_array_unref);
  g_clear_pointer (&self->authority, g_ptr_array_unref);
  g_clear_pointer (&self->additional, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_message_decode:
 * @bytes: a message as it came from the network
 * @error: return location for a `SP_DNS_ERROR_MESSAGE` or `SP_DNS_ERROR_NAME`
 *
 * Reads a message with exactly one question (RFC 1035 §4). Records that Signpost cannot keep are
 * left out; a message that c-ares does not understand is refused as a whole.
 *
 * Returns: (transfer full) (nullable): the message
 */
SpMessage *
sp_message_decode (GBytes *bytes, GError **error)
{
  g_autoptr (ares_dns_record_t) message = NULL;
  g_autoptr (SpMessage) self = NULL;
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length < HEADER_SIZE || length > SP_MESSAGE_MAX
      || ares_dns_parse (data, length, 0, &message) != ARES_SUCCESS)
    {
      fail (error, "the bytes are no DNS message");
      return NULL;
    }

  self = sp_message_new ();
  read_header (self, message);
  if (!read_question (self, message, error))
    return NULL;
  read_edns (self, message);
  g_clear_pointer (&self->answer, g_ptr_array_unref);
  g_clear_pointer (&self->authority, g_ptr_array_unref);
  g_clear_pointer (&self->additional, g_ptr_array_unref);
  self->answer = sp_records_from_ares (message, ARES_SECTION_ANSWER);
  self->authority = sp_records_from_ares (message, ARES_SECTION_AUTHORITY);
  self->additional = sp_records_from_ares (message, ARES_SECTION_ADDITIONAL);
  return g_steal_pointer (&self);
}

/**
 * sp_message_encode:
 * @self: a message
 * @max_size: most bytes allowed: over UDP what the asker takes, over TCP `SP_MESSAGE_MAX`
 * @error: return location for a `SP_DNS_ERROR_MESSAGE`
 *
 * Writes a message. When it does not fit, the three sections are left out and TC is set, so that
 * the asker comes again over TCP (RFC 2181 §9).
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
sp_message_encode (const SpMessage *self, gsize max_size, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  gsize limit = MIN (max_size, SP_MESSAGE_MAX);

  g_return_val_if_fail (self != NULL, NULL);

  if (get_least_size (self) <= limit)
    {
      bytes = encode_once (self, join_flags (self), FALSE, error);
      if (bytes == NULL)
        return NULL;
      if (g_bytes_get_size (bytes) <= limit)
        {
          if (reads_back (self, bytes))
            return g_steal_pointer (&bytes);
          fail (error, "the message cannot be written rightly");
          return NULL;
        }
    }

  return encode_once (self, join_flags (self) | ARES_FLAG_TC, TRUE, error);
}

/**
 * sp_message_write_bare_reply:
 * @query: a message from the network, any bytes
 * @rcode: response code, 0–15
 *
 * Writes a reply by hand, for questions that the codec cannot read or repeat: the header, and the
 * question when it can be found.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL if @query is no question at all (too
 *   short, or itself a reply: answering replies would let two servers talk for ever)
 */
GBytes *
sp_message_write_bare_reply (GBytes *query, uint16_t rcode)
{
  g_autofree guint8 *reply = NULL;
  gsize length;
  const guint8 *data;
  gsize end = 0;

  g_return_val_if_fail (query != NULL, NULL);

  data = g_bytes_get_data (query, &length);
  if (length < HEADER_SIZE || (data[2] & 0x80) != 0)
    return NULL;
  if (data[4] == 0 && data[5] == 1)
    end = find_question_end (data, length);

  end = MAX (end, HEADER_SIZE);
  reply = g_memdup2 (data, end);
  reply[2] = (guint8) (0x80 | (data[2] & 0x79));
  reply[3] = (guint8) (rcode & 0x0f);
  memset (reply + 4, 0, HEADER_SIZE - 4);
  reply[5] = end > HEADER_SIZE ? 1 : 0;
  return g_bytes_new_take (g_steal_pointer (&reply), end);
}
