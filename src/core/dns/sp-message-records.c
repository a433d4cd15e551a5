/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-message-private.h"

#include <string.h>

/* Above this a TTL is to be read as 0 (RFC 2181 §8). */
#define MAX_TTL 0x7fffffffu

/* A name such as nearly all are, without anything that needs an escape. */
static gboolean
is_plain (const char *text)
{
  while (g_ascii_isalnum (*text) || *text == '-' || *text == '_' || *text == '.')
    text++;
  return *text == '\0';
}

/* c-ares escapes some bytes of a label but not all that a name text needs, a space for one. */
static SpName *
dup_name (const char *text)
{
  g_autoptr (GString) escaped = NULL;

  if (text == NULL)
    return NULL;
  if (*text == '\0')
    return sp_name_new_root ();
  if (is_plain (text))
    return sp_name_parse (text, NULL);
  escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        {
          g_string_append_c (escaped, *p++);
          g_string_append_c (escaped, *p);
        }
      else if (g_ascii_isgraph (*p) && strchr ("\";()@$", *p) == NULL)
        g_string_append_c (escaped, *p);
      else
        g_string_append_printf (escaped, "\\%03u", (guint) (guint8) *p);
    }
  return sp_name_parse (escaped->str, NULL);
}

static SpName *
dup_name_field (const ares_dns_rr_t *rr, ares_dns_rr_key_t key)
{
  return dup_name (ares_dns_rr_get_str (rr, key));
}

static void
append_uint (GByteArray *out, uint32_t value, guint n_bytes)
{
  for (guint i = n_bytes; i > 0; i--)
    {
      guint8 byte = (guint8) (value >> (8 * (i - 1)));

      g_byte_array_append (out, &byte, 1);
    }
}

/* A string with its length in one byte before it (RFC 1035 §3.3). */
static void
append_string (GByteArray *out, const void *data, gsize length)
{
  length = MIN (length, G_MAXUINT8);
  append_uint (out, (uint32_t) length, 1);
  g_byte_array_append (out, data, (guint) length);
}

static void
append_name (GByteArray *out, const char *text)
{
  g_autoptr (SpName) name = dup_name (text);

  for (guint i = 0; name != NULL && i < sp_name_get_n_labels (name); i++)
    {
      gsize length;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      append_string (out, label, length);
    }
  append_uint (out, 0, 1);
}

static void
append_params (GByteArray *out, const ares_dns_rr_t *rr, ares_dns_rr_key_t key)
{
  for (gsize i = 0; i < ares_dns_rr_get_opt_cnt (rr, key); i++)
    {
      const unsigned char *value = NULL;
      gsize length = 0;
      uint16_t id = ares_dns_rr_get_opt (rr, key, i, &value, &length);

      append_uint (out, id, 2);
      append_uint (out, (uint32_t) length, 2);
      if (length > 0)
        g_byte_array_append (out, value, (guint) length);
    }
}

static void
append_field (GByteArray *out, const ares_dns_rr_t *rr, ares_dns_rr_key_t key)
{
  const void *data = NULL;
  const char *text;
  gsize length = 0;

  /* c-ares calls it a name, on the wire it is plain bytes to the end (RFC 7553 §4.5). */
  if (key == ARES_RR_URI_TARGET)
    {
      text = ares_dns_rr_get_str (rr, key);
      if (text != NULL)
        g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
      return;
    }

  switch (ares_dns_rr_key_datatype (key))
    {
    case ARES_DATATYPE_INADDR:
      g_byte_array_append (out, (const guint8 *) ares_dns_rr_get_addr (rr, key), 4);
      break;
    case ARES_DATATYPE_INADDR6:
      g_byte_array_append (out, (const guint8 *) ares_dns_rr_get_addr6 (rr, key), 16);
      break;
    case ARES_DATATYPE_U8:
      append_uint (out, ares_dns_rr_get_u8 (rr, key), 1);
      break;
    case ARES_DATATYPE_U16:
      append_uint (out, ares_dns_rr_get_u16 (rr, key), 2);
      break;
    case ARES_DATATYPE_U32:
      append_uint (out, ares_dns_rr_get_u32 (rr, key), 4);
      break;
    case ARES_DATATYPE_NAME:
      append_name (out, ares_dns_rr_get_str (rr, key));
      break;
    case ARES_DATATYPE_STR:
      text = ares_dns_rr_get_str (rr, key);
      append_string (out, text, text != NULL ? strlen (text) : 0);
      break;
    case ARES_DATATYPE_BIN:
    case ARES_DATATYPE_BINP:
      data = ares_dns_rr_get_bin (rr, key, &length);
      if (data != NULL)
        g_byte_array_append (out, data, (guint) length);
      break;
    case ARES_DATATYPE_OPT:
      append_params (out, rr, key);
      break;
    case ARES_DATATYPE_ABINP:
      for (gsize i = 0; i < ares_dns_rr_get_abin_cnt (rr, key); i++)
        {
          data = ares_dns_rr_get_abin (rr, key, i, &length);
          append_string (out, data, data != NULL ? length : 0);
        }
      break;
    }
}

/* The RDATA as it was on the wire, names written in full. c-ares lists a type's fields in the
 * order of the wire. */
static GBytes *
dup_rdata (const ares_dns_rr_t *rr)
{
  GByteArray *out = g_byte_array_new ();
  gsize n_keys = 0;
  const ares_dns_rr_key_t *keys;

  if (ares_dns_rr_get_type (rr) == ARES_REC_TYPE_RAW_RR)
    append_field (out, rr, ARES_RR_RAW_RR_DATA);
  else
    {
      keys = ares_dns_rr_get_keys (ares_dns_rr_get_type (rr), &n_keys);
      for (gsize i = 0; i < n_keys; i++)
        append_field (out, rr, keys[i]);
    }
  return g_byte_array_free_to_bytes (out);
}

static GPtrArray *
new_string_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

static SpRecord *
new_txt (const ares_dns_rr_t *rr, SpName *owner, uint32_t ttl)
{
  g_autoptr (GPtrArray) strings = new_string_list ();

  for (gsize i = 0; i < ares_dns_rr_get_abin_cnt (rr, ARES_RR_TXT_DATA); i++)
    {
      gsize length = 0;
      const unsigned char *data = ares_dns_rr_get_abin (rr, ARES_RR_TXT_DATA, i, &length);

      g_ptr_array_add (strings, g_bytes_new (data, data != NULL ? length : 0));
    }
  return sp_record_new_strings (owner, SP_RR_TXT, ttl, strings);
}

/* Type 99 comes as bytes; it is made like a TXT (RFC 4408 §3.1.1). */
static SpRecord *
new_spf (const ares_dns_rr_t *rr, SpName *owner, uint32_t ttl)
{
  g_autoptr (GBytes) rdata = dup_rdata (rr);
  g_autoptr (GPtrArray) strings = new_string_list ();
  gsize size;
  const guint8 *data = g_bytes_get_data (rdata, &size);

  for (gsize i = 0; i < size; i += 1 + data[i])
    {
      if (i + 1 + data[i] > size)
        return sp_record_new_raw (owner, SP_RR_SPF, ttl, rdata);
      g_ptr_array_add (strings, g_bytes_new (data + i + 1, data[i]));
    }
  return sp_record_new_strings (owner, SP_RR_SPF, ttl, strings);
}

static SpRecord *
new_target (const ares_dns_rr_t *rr, SpName *owner, SpRrType type, uint32_t ttl,
            ares_dns_rr_key_t key)
{
  g_autoptr (SpName) target = dup_name_field (rr, key);

  return target != NULL ? sp_record_new_target (owner, type, ttl, target) : NULL;
}

static SpRecord *
new_mx (const ares_dns_rr_t *rr, SpName *owner, uint32_t ttl)
{
  g_autoptr (SpName) exchange = dup_name_field (rr, ARES_RR_MX_EXCHANGE);

  if (exchange == NULL)
    return NULL;
  return sp_record_new_mx (owner, ttl, ares_dns_rr_get_u16 (rr, ARES_RR_MX_PREFERENCE), exchange);
}

static SpRecord *
new_srv (const ares_dns_rr_t *rr, SpName *owner, uint32_t ttl)
{
  g_autoptr (SpName) target = dup_name_field (rr, ARES_RR_SRV_TARGET);

  if (target == NULL)
    return NULL;
  return sp_record_new_srv (owner, ttl, ares_dns_rr_get_u16 (rr, ARES_RR_SRV_PRIORITY),
                            ares_dns_rr_get_u16 (rr, ARES_RR_SRV_WEIGHT),
                            ares_dns_rr_get_u16 (rr, ARES_RR_SRV_PORT), target);
}

static SpRecord *
new_soa (const ares_dns_rr_t *rr, SpName *owner, uint32_t ttl)
{
  g_autoptr (SpName) mname = dup_name_field (rr, ARES_RR_SOA_MNAME);
  g_autoptr (SpName) rname = dup_name_field (rr, ARES_RR_SOA_RNAME);
  SpSoa soa = {
    .mname = mname,
    .rname = rname,
    .serial = ares_dns_rr_get_u32 (rr, ARES_RR_SOA_SERIAL),
    .refresh = ares_dns_rr_get_u32 (rr, ARES_RR_SOA_REFRESH),
    .retry = ares_dns_rr_get_u32 (rr, ARES_RR_SOA_RETRY),
    .expire = ares_dns_rr_get_u32 (rr, ARES_RR_SOA_EXPIRE),
    .minimum = ares_dns_rr_get_u32 (rr, ARES_RR_SOA_MINIMUM),
  };

  return mname != NULL && rname != NULL ? sp_record_new_soa (owner, ttl, &soa) : NULL;
}

static SpRecord *
new_address (SpName *owner, uint32_t ttl, const void *bytes, GSocketFamily family)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_bytes (bytes, family);

  return sp_record_new_address (owner, ttl, address);
}

static SpRecord *
new_raw (const ares_dns_rr_t *rr, SpName *owner, SpRrType type, uint32_t ttl)
{
  g_autoptr (GBytes) rdata = dup_rdata (rr);

  return sp_record_new_raw (owner, type, ttl, rdata);
}

/*
 * sp_rr_type_from_ares:
 * @rr: a record of c-ares
 *
 * The number that a record's type has on the wire. c-ares gives every type that it does not read
 * one number of its own and keeps the real one beside it.
 */
SpRrType
sp_rr_type_from_ares (const ares_dns_rr_t *rr)
{
  ares_dns_rec_type_t type = ares_dns_rr_get_type (rr);

  if (type == ARES_REC_TYPE_RAW_RR)
    return (SpRrType) ares_dns_rr_get_u16 (rr, ARES_RR_RAW_RR_TYPE);
  return (SpRrType) type;
}

/*
 * sp_record_from_ares:
 * @rr: a record of c-ares
 *
 * Copies one record out of a message.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL when it is of another class than IN,
 *   an OPT, or names something that is no domain name
 */
SpRecord *
sp_record_from_ares (const ares_dns_rr_t *rr)
{
  g_autoptr (SpName) owner = NULL;
  SpRrType type = sp_rr_type_from_ares (rr);
  uint32_t ttl = ares_dns_rr_get_ttl (rr);

  if (type == SP_RR_OPT || ares_dns_rr_get_class (rr) != ARES_CLASS_IN)
    return NULL;
  owner = dup_name (ares_dns_rr_get_name (rr));
  if (owner == NULL)
    return NULL;
  if (ttl > MAX_TTL)
    ttl = 0;
  if (type == SP_RR_SPF)
    return new_spf (rr, owner, ttl);
  if (ares_dns_rr_get_type (rr) == ARES_REC_TYPE_RAW_RR)
    return new_raw (rr, owner, type, ttl);

  if (type == SP_RR_A)
    return new_address (owner, ttl, ares_dns_rr_get_addr (rr, ARES_RR_A_ADDR),
                        G_SOCKET_FAMILY_IPV4);
  if (type == SP_RR_AAAA)
    return new_address (owner, ttl, ares_dns_rr_get_addr6 (rr, ARES_RR_AAAA_ADDR),
                        G_SOCKET_FAMILY_IPV6);
  if (type == SP_RR_NS)
    return new_target (rr, owner, type, ttl, ARES_RR_NS_NSDNAME);
  if (type == SP_RR_CNAME)
    return new_target (rr, owner, type, ttl, ARES_RR_CNAME_CNAME);
  if (type == SP_RR_PTR)
    return new_target (rr, owner, type, ttl, ARES_RR_PTR_DNAME);
  if (type == SP_RR_MX)
    return new_mx (rr, owner, ttl);
  if (type == SP_RR_SRV)
    return new_srv (rr, owner, ttl);
  if (type == SP_RR_SOA)
    return new_soa (rr, owner, ttl);
  if (type == SP_RR_TXT)
    return new_txt (rr, owner, ttl);
  return new_raw (rr, owner, type, ttl);
}

/*
 * sp_records_from_ares:
 * @message: a parsed message
 * @section: which of its sections
 *
 * Copies a section out of a message, in its order and with equal records kept; what
 * [func@record_from_ares] refuses is left out.
 *
 * Returns: (transfer full) (element-type SpRecord): the records, maybe none
 */
GPtrArray *
sp_records_from_ares (const ares_dns_record_t *message, ares_dns_section_t section)
{
  gsize n_records = ares_dns_record_rr_cnt (message, section);
  GPtrArray *records = g_ptr_array_new_full ((guint) n_records, (GDestroyNotify) sp_record_unref);

  for (gsize i = 0; i < n_records; i++)
    {
      SpRecord *record = sp_record_from_ares (ares_dns_record_rr_get_const (message, section, i));

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}
