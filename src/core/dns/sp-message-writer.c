/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-message-private.h"

#include <netinet/in.h>
#include <string.h>

/* c-ares writes the root as an empty text. */
static const char *
get_ares_name (const SpName *name)
{
  return sp_name_is_root (name) ? "" : sp_name_get_text (name);
}

static gboolean
is_ok (ares_status_t status)
{
  return status == ARES_SUCCESS;
}

static gboolean
write_name (ares_dns_rr_t *rr, ares_dns_rr_key_t key, const SpName *name)
{
  return name != NULL && is_ok (ares_dns_rr_set_str (rr, key, get_ares_name (name)));
}

static gboolean
write_address (ares_dns_rr_t *rr, const SpRecord *record)
{
  GInetAddress *address = sp_record_get_address (record);
  struct ares_in6_addr six;
  struct in_addr four;

  if (address == NULL)
    return FALSE;
  if (sp_record_get_rr_type (record) == SP_RR_A)
    {
      memcpy (&four, g_inet_address_to_bytes (address), sizeof four);
      return is_ok (ares_dns_rr_set_addr (rr, ARES_RR_A_ADDR, &four));
    }
  memcpy (&six, g_inet_address_to_bytes (address), sizeof six);
  return is_ok (ares_dns_rr_set_addr6 (rr, ARES_RR_AAAA_ADDR, &six));
}

static gboolean
write_mx (ares_dns_rr_t *rr, const SpRecord *record)
{
  return is_ok (ares_dns_rr_set_u16 (rr, ARES_RR_MX_PREFERENCE, sp_record_get_preference (record)))
         && write_name (rr, ARES_RR_MX_EXCHANGE, sp_record_get_target (record));
}

static gboolean
write_srv (ares_dns_rr_t *rr, const SpRecord *record)
{
  return is_ok (ares_dns_rr_set_u16 (rr, ARES_RR_SRV_PRIORITY, sp_record_get_preference (record)))
         && is_ok (ares_dns_rr_set_u16 (rr, ARES_RR_SRV_WEIGHT, sp_record_get_weight (record)))
         && is_ok (ares_dns_rr_set_u16 (rr, ARES_RR_SRV_PORT, sp_record_get_port (record)))
         && write_name (rr, ARES_RR_SRV_TARGET, sp_record_get_target (record));
}

static gboolean
write_soa (ares_dns_rr_t *rr, const SpRecord *record)
{
  const SpSoa *soa = sp_record_get_soa (record);

  return soa != NULL && write_name (rr, ARES_RR_SOA_MNAME, soa->mname)
         && write_name (rr, ARES_RR_SOA_RNAME, soa->rname)
         && is_ok (ares_dns_rr_set_u32 (rr, ARES_RR_SOA_SERIAL, soa->serial))
         && is_ok (ares_dns_rr_set_u32 (rr, ARES_RR_SOA_REFRESH, soa->refresh))
         && is_ok (ares_dns_rr_set_u32 (rr, ARES_RR_SOA_RETRY, soa->retry))
         && is_ok (ares_dns_rr_set_u32 (rr, ARES_RR_SOA_EXPIRE, soa->expire))
         && is_ok (ares_dns_rr_set_u32 (rr, ARES_RR_SOA_MINIMUM, soa->minimum));
}

static gboolean
write_text (ares_dns_rr_t *rr, const SpRecord *record)
{
  GPtrArray *strings = sp_record_get_strings (record);

  for (guint i = 0; strings != NULL && i < strings->len; i++)
    {
      gsize length;
      const guchar *data = g_bytes_get_data (g_ptr_array_index (strings, i), &length);

      if (!is_ok (ares_dns_rr_add_abin (rr, ARES_RR_TXT_DATA,
                                        data != NULL ? data : (const guchar *) "", length)))
        return FALSE;
    }
  return strings != NULL && strings->len > 0;
}

/* RDATA of a type that c-ares has no fields for, or that we keep as bytes. */
static GBytes *
dup_raw_rdata (const SpRecord *record)
{
  GPtrArray *strings = sp_record_get_strings (record);
  GBytes *rdata = sp_record_get_rdata (record);
  GByteArray *bytes;

  if (strings == NULL)
    return rdata != NULL ? g_bytes_ref (rdata) : NULL;

  bytes = g_byte_array_new ();
  for (guint i = 0; i < strings->len; i++)
    {
      gsize length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (strings, i), &length);

      g_byte_array_append (bytes, &(guint8) { (guint8) length }, 1);
      if (length > 0)
        g_byte_array_append (bytes, data, (guint) length);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
write_raw (ares_dns_rr_t *rr, const SpRecord *record)
{
  g_autoptr (GBytes) rdata = dup_raw_rdata (record);
  gsize length;
  const guchar *data;

  if (rdata == NULL)
    return FALSE;
  data = g_bytes_get_data (rdata, &length);
  return length > 0
         && is_ok (ares_dns_rr_set_u16 (rr, ARES_RR_RAW_RR_TYPE,
                                        (unsigned short) sp_record_get_rr_type (record)))
         && is_ok (ares_dns_rr_set_bin (rr, ARES_RR_RAW_RR_DATA, data, length));
}

/* Which c-ares type carries ours. */
static ares_dns_rec_type_t
choose_ares_type (SpRrType type)
{
  static const SpRrType typed[] = { SP_RR_A,  SP_RR_NS,  SP_RR_CNAME, SP_RR_SOA, SP_RR_PTR,
                                    SP_RR_MX, SP_RR_TXT, SP_RR_AAAA,  SP_RR_SRV };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    if (typed[i] == type)
      return (ares_dns_rec_type_t) type;
  return ARES_REC_TYPE_RAW_RR;
}

static gboolean
write_data (ares_dns_rr_t *rr, const SpRecord *record)
{
  SpName *target = sp_record_get_target (record);
  SpRrType type = sp_record_get_rr_type (record);

  if (type == SP_RR_A || type == SP_RR_AAAA)
    return write_address (rr, record);
  if (type == SP_RR_NS)
    return write_name (rr, ARES_RR_NS_NSDNAME, target);
  if (type == SP_RR_CNAME)
    return write_name (rr, ARES_RR_CNAME_CNAME, target);
  if (type == SP_RR_PTR)
    return write_name (rr, ARES_RR_PTR_DNAME, target);
  if (type == SP_RR_MX)
    return write_mx (rr, record);
  if (type == SP_RR_SRV)
    return write_srv (rr, record);
  if (type == SP_RR_SOA)
    return write_soa (rr, record);
  if (type == SP_RR_TXT)
    return write_text (rr, record);
  return write_raw (rr, record);
}

/**
 * sp_record_write_to_ares: (skip)
 * @self: a record
 * @message: the message to be written
 * @section: where it goes
 *
 * Adds @self to a c-ares message.
 *
 * Returns: %FALSE if c-ares cannot write it: an owner that is no host name, or data of no length
 */
gboolean
sp_record_write_to_ares (const SpRecord *self, ares_dns_record_t *message,
                         ares_dns_section_t section)
{
  ares_dns_rr_t *rr = NULL;

  return is_ok (ares_dns_record_rr_add (&rr, message, section,
                                        get_ares_name (sp_record_get_owner (self)),
                                        choose_ares_type (sp_record_get_rr_type (self)),
                                        ARES_CLASS_IN, sp_record_get_ttl (self)))
         && write_data (rr, self);
}
