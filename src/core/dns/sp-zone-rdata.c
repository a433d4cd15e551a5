/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-zone-parser.h"

#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-message.h"

#include <string.h>

#define MAX_RDATA 65535
#define MAX_STRING 255

/* The words of one record's data, and what is needed to make the record. */
typedef struct {
  const SpZoneToken *tokens;
  guint n_tokens;
  const SpName *origin;
  SpName *owner;
  SpRrType type;
  uint32_t ttl;
} Rdata;

static gboolean
fail (GError **error, const Rdata *rdata, const char *expected)
{
  g_autofree char *type = sp_rr_type_to_string (rdata->type);

  g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, "%s needs %s", type, expected);
  return FALSE;
}

static gboolean
read_number (const Rdata *rdata, guint index, uint32_t maximum, uint32_t *number,
             const char *expected, GError **error)
{
  if (index < rdata->n_tokens
      && sp_zone_token_parse_number (&rdata->tokens[index], maximum, number))
    return TRUE;
  return fail (error, rdata, expected);
}

static SpName *
read_name (const Rdata *rdata, guint index, const char *expected, GError **error)
{
  if (index < rdata->n_tokens)
    return sp_zone_token_parse_name (&rdata->tokens[index], rdata->origin, error);
  fail (error, rdata, expected);
  return NULL;
}

static SpRecord *
parse_address (const Rdata *rdata, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GInetAddress) address = NULL;
  GSocketFamily family = rdata->type == SP_RR_A ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;

  if (rdata->n_tokens == 1)
    {
      text = sp_zone_token_dup_text (&rdata->tokens[0]);
      if (strchr (text, '%') == NULL)
        address = g_inet_address_new_from_string (text);
    }
  if (address == NULL || g_inet_address_get_family (address) != family)
    {
      fail (error, rdata, rdata->type == SP_RR_A ? "one IPv4 address" : "one IPv6 address");
      return NULL;
    }

  return sp_record_new_address (rdata->owner, rdata->ttl, address);
}

static SpRecord *
parse_target (const Rdata *rdata, GError **error)
{
  g_autoptr (SpName) target = NULL;

  if (rdata->n_tokens != 1)
    {
      fail (error, rdata, "one name");
      return NULL;
    }
  target = read_name (rdata, 0, "one name", error);
  if (target == NULL)
    return NULL;
  return sp_record_new_target (rdata->owner, rdata->type, rdata->ttl, target);
}

static SpRecord *
parse_mx (const Rdata *rdata, GError **error)
{
  static const char expected[] = "a number up to 65535 and a name";
  g_autoptr (SpName) exchange = NULL;
  uint32_t preference;

  if (!read_number (rdata, 0, G_MAXUINT16, &preference, expected, error))
    return NULL;
  if (rdata->n_tokens != 2)
    {
      fail (error, rdata, expected);
      return NULL;
    }
  exchange = read_name (rdata, 1, expected, error);
  if (exchange == NULL)
    return NULL;
  return sp_record_new_mx (rdata->owner, rdata->ttl, (uint16_t) preference, exchange);
}

static SpRecord *
parse_srv (const Rdata *rdata, GError **error)
{
  static const char expected[] = "priority, weight and port up to 65535, and a name";
  g_autoptr (SpName) target = NULL;
  uint32_t numbers[3];

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!read_number (rdata, i, G_MAXUINT16, &numbers[i], expected, error))
      return NULL;
  if (rdata->n_tokens != 4)
    {
      fail (error, rdata, expected);
      return NULL;
    }
  target = read_name (rdata, 3, expected, error);
  if (target == NULL)
    return NULL;
  return sp_record_new_srv (rdata->owner, rdata->ttl, (uint16_t) numbers[0], (uint16_t) numbers[1],
                            (uint16_t) numbers[2], target);
}

static SpRecord *
parse_soa (const Rdata *rdata, GError **error)
{
  static const char expected[] =
    "a server, a mailbox, a serial number, refresh, retry, expire and minimum";
  g_autoptr (SpName) mname = NULL;
  g_autoptr (SpName) rname = NULL;
  SpSoa soa = { 0 };
  uint32_t *times[] = { &soa.refresh, &soa.retry, &soa.expire, &soa.minimum };

  mname = read_name (rdata, 0, expected, error);
  if (mname == NULL)
    return NULL;
  rname = read_name (rdata, 1, expected, error);
  if (rname == NULL || !read_number (rdata, 2, G_MAXUINT32, &soa.serial, expected, error))
    return NULL;

  if (rdata->n_tokens != 3 + G_N_ELEMENTS (times))
    {
      fail (error, rdata, expected);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (!sp_zone_token_parse_ttl (&rdata->tokens[3 + i], times[i]))
      {
        fail (error, rdata, expected);
        return NULL;
      }

  soa.mname = mname;
  soa.rname = rname;
  return sp_record_new_soa (rdata->owner, rdata->ttl, &soa);
}

/* Strings over 255 bytes are cut into pieces: people paste keys in one piece, and every DNS host
 * cuts them the same way. */
static SpRecord *
parse_strings (const Rdata *rdata, GError **error)
{
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize total = 0;

  if (rdata->n_tokens == 0)
    {
      fail (error, rdata, "a text");
      return NULL;
    }

  for (guint i = 0; i < rdata->n_tokens; i++)
    {
      g_autoptr (GBytes) text = sp_zone_token_parse_string (&rdata->tokens[i], error);
      gsize offset = 0;
      gsize length;

      if (text == NULL)
        return NULL;
      length = g_bytes_get_size (text);
      do
        {
          gsize piece = MIN (length - offset, MAX_STRING);

          g_ptr_array_add (strings, g_bytes_new_from_bytes (text, offset, piece));
          offset += piece;
          total += piece + 1;
        }
      while (offset < length);

      if (total > MAX_RDATA)
        {
          fail (error, rdata, "a text of at most 65535 bytes");
          return NULL;
        }
    }

  return sp_record_new_strings (rdata->owner, rdata->type, rdata->ttl, strings);
}

/* Joins the words from @first on: base64 and hexadecimal may be broken anywhere. */
static char *
join_words (const Rdata *rdata, guint first)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < rdata->n_tokens; i++)
    g_string_append_len (text, rdata->tokens[i].text, (gssize) rdata->tokens[i].length);
  return g_string_free (text, FALSE);
}

static gboolean
append_hex (GByteArray *bytes, const char *text)
{
  for (gsize i = 0; text[i] != '\0'; i += 2)
    {
      int high = g_ascii_xdigit_value (text[i]);
      int low = high < 0 ? -1 : g_ascii_xdigit_value (text[i + 1]);

      if (low < 0)
        return FALSE;
      g_byte_array_append (bytes, &(guint8) { (guint8) (high << 4 | low) }, 1);
    }
  return TRUE;
}

static gboolean
append_base64 (GByteArray *bytes, const char *text)
{
  g_autofree guchar *decoded = NULL;
  gsize length = strlen (text);
  gsize body = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  gsize padding = strspn (text + body, "=");

  if (length == 0 || length % 4 != 0 || body + padding != length || padding > 2)
    return FALSE;
  decoded = g_base64_decode (text, &length);
  g_byte_array_append (bytes, decoded, (guint) length);
  return TRUE;
}

static void
append_u16 (GByteArray *bytes, uint32_t number)
{
  guint8 wire[] = { (guint8) (number >> 8), (guint8) number };

  g_byte_array_append (bytes, wire, sizeof wire);
}

static SpRecord *
record_from_bytes (const Rdata *rdata, GByteArray *bytes)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes->data, bytes->len);

  return sp_record_new_raw (rdata->owner, rdata->type, rdata->ttl, data);
}

/* DS (RFC 4034 §5.3), DNSKEY (§2.2) and TLSA (RFC 6698 §2.2): three numbers and a block. */
static SpRecord *
parse_block (const Rdata *rdata, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *block = NULL;
  gboolean is_key = rdata->type == SP_RR_DNSKEY;
  const char *expected = is_key ? "three numbers and a key in base64"
                                : "three numbers and a digest in hexadecimal";

  for (guint i = 0; i < 3; i++)
    {
      gboolean wide = i == 0 && rdata->type != SP_RR_TLSA;
      uint32_t number;

      if (!read_number (rdata, i, wide ? G_MAXUINT16 : G_MAXUINT8, &number, expected, error))
        return NULL;
      if (wide)
        append_u16 (bytes, number);
      else
        g_byte_array_append (bytes, &(guint8) { (guint8) number }, 1);
    }

  block = join_words (rdata, 3);
  if (*block == '\0' || !(is_key ? append_base64 (bytes, block) : append_hex (bytes, block))
      || bytes->len > MAX_RDATA)
    {
      fail (error, rdata, expected);
      return NULL;
    }
  return record_from_bytes (rdata, bytes);
}

static gboolean
is_caa_tag (const SpZoneToken *token)
{
  if (token->quoted || token->length == 0 || token->length > MAX_STRING)
    return FALSE;
  for (gsize i = 0; i < token->length; i++)
    if (!g_ascii_isalnum (token->text[i]))
      return FALSE;
  return TRUE;
}

/* RFC 8659 §4.1.1 */
static SpRecord *
parse_caa (const Rdata *rdata, GError **error)
{
  static const char expected[] = "a number up to 255, a tag and a value";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) value = NULL;
  uint32_t flags;

  if (!read_number (rdata, 0, G_MAXUINT8, &flags, expected, error))
    return NULL;
  if (rdata->n_tokens != 3 || !is_caa_tag (&rdata->tokens[1]))
    {
      fail (error, rdata, expected);
      return NULL;
    }
  value = sp_zone_token_parse_string (&rdata->tokens[2], error);
  if (value == NULL)
    return NULL;
  if (rdata->tokens[1].length + g_bytes_get_size (value) + 2 > MAX_RDATA)
    {
      fail (error, rdata, "a shorter value");
      return NULL;
    }

  g_byte_array_append (bytes, &(guint8) { (guint8) flags }, 1);
  g_byte_array_append (bytes, &(guint8) { (guint8) rdata->tokens[1].length }, 1);
  g_byte_array_append (bytes, (const guint8 *) rdata->tokens[1].text,
                       (guint) rdata->tokens[1].length);
  g_byte_array_append (bytes, g_bytes_get_data (value, NULL), (guint) g_bytes_get_size (value));
  return record_from_bytes (rdata, bytes);
}

static void
append_name (GByteArray *bytes, const SpName *name)
{
  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      g_byte_array_append (bytes, &(guint8) { (guint8) length }, 1);
      g_byte_array_append (bytes, label, (guint) length);
    }
  g_byte_array_append (bytes, &(guint8) { 0 }, 1);
}

/* Bytes of a type that Signpost reads go through the message codec, so that there is one reader
 * of wire data: a reply that holds nothing but this record. */
static SpRecord *
record_from_wire (const Rdata *rdata, GByteArray *data, GError **error)
{
  static const guint8 header[] = { 0, 0, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) wire = NULL;
  g_autoptr (SpMessage) message = NULL;
  SpRecord *record;

  g_byte_array_append (bytes, header, sizeof header);
  append_name (bytes, rdata->owner);
  append_u16 (bytes, rdata->type);
  append_u16 (bytes, 1);
  append_name (bytes, rdata->owner);
  append_u16 (bytes, rdata->type);
  append_u16 (bytes, 1);
  append_u16 (bytes, rdata->ttl >> 16);
  append_u16 (bytes, rdata->ttl & 0xffff);
  append_u16 (bytes, data->len);
  g_byte_array_append (bytes, data->data, data->len);
  wire = g_bytes_new (bytes->data, bytes->len);

  message = sp_message_decode (wire, NULL);
  if (message == NULL || message->answer == NULL || message->answer->len != 1)
    {
      fail (error, rdata, "bytes that are valid for its type");
      return NULL;
    }
  record = g_ptr_array_index (message->answer, 0);
  return sp_record_ref (record);
}

/* The types that a record does not keep as bytes. */
static gboolean
is_typed (SpRrType type)
{
  static const SpRrType typed[] = { SP_RR_A,  SP_RR_NS,  SP_RR_CNAME, SP_RR_SOA, SP_RR_PTR,
                                    SP_RR_MX, SP_RR_TXT, SP_RR_AAAA,  SP_RR_SRV, SP_RR_SPF };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    if (typed[i] == type)
      return TRUE;
  return FALSE;
}

/* RFC 3597 §5: `\# LENGTH HEX…`, allowed for every type. */
static SpRecord *
parse_generic (const Rdata *rdata, GError **error)
{
  static const char expected[] = "a length and as many bytes in hexadecimal after \\#";
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *block = NULL;
  uint32_t length;

  if (!read_number (rdata, 1, MAX_RDATA, &length, expected, error))
    return NULL;
  block = join_words (rdata, 2);
  if (!append_hex (bytes, block) || bytes->len != length)
    {
      fail (error, rdata, expected);
      return NULL;
    }
  return is_typed (rdata->type) ? record_from_wire (rdata, bytes, error)
                                : record_from_bytes (rdata, bytes);
}

/**
 * sp_zone_parse_rdata: (skip)
 * @tokens: the words after the type
 * @n_tokens: how many
 * @origin: what relative names are relative to
 * @owner: owner of the record
 * @type: its type
 * @ttl: its time to live in seconds
 * @error: return location for a `SP_DNS_ERROR_ZONE` or `SP_DNS_ERROR_NAME`
 *
 * Reads the data of one record. Types without a text form of their own here are written as
 * RFC 3597 §5 says.
 *
 * Returns: (transfer full) (nullable): the record
 */
SpRecord *
sp_zone_parse_rdata (const SpZoneToken *tokens, guint n_tokens, const SpName *origin, SpName *owner,
                     SpRrType type, uint32_t ttl, GError **error)
{
  static const struct {
    SpRrType type;
    SpRecord *(*parse) (const Rdata *rdata, GError **error);
  } forms[] = {
    { SP_RR_A, parse_address },    { SP_RR_AAAA, parse_address }, { SP_RR_NS, parse_target },
    { SP_RR_CNAME, parse_target }, { SP_RR_PTR, parse_target },   { SP_RR_MX, parse_mx },
    { SP_RR_SRV, parse_srv },      { SP_RR_SOA, parse_soa },      { SP_RR_TXT, parse_strings },
    { SP_RR_SPF, parse_strings },  { SP_RR_DS, parse_block },     { SP_RR_DNSKEY, parse_block },
    { SP_RR_TLSA, parse_block },   { SP_RR_CAA, parse_caa },
  };
  Rdata rdata = { tokens, n_tokens, origin, owner, type, ttl };

  if (n_tokens > 0 && sp_zone_token_equals (&tokens[0], "\\#"))
    return parse_generic (&rdata, error);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].type == type)
      return forms[i].parse (&rdata, error);

  fail (error, &rdata, "its data in the form \\# LENGTH HEX");
  return NULL;
}
