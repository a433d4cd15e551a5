/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-zone-key.h"

#include <string.h>

/* DNSKEY: flags, protocol, algorithm, key (RFC 4034 §2.1). */
#define KEY_HEADER 4
#define FLAG_ZONE_KEY 0x0100
#define PROTOCOL_DNSSEC 3
/* DS: key tag, algorithm, digest type, digest (RFC 4034 §5.1). */
#define SEAL_HEADER 4

#define ALGORITHM_RSAMD5 1

/* Digest types (RFC 4034 §5.1.3, RFC 4509, RFC 6605). */
static const struct {
  uint8_t number;
  GChecksumType type;
} digests[] = {
  { 1, G_CHECKSUM_SHA1 },
  { 2, G_CHECKSUM_SHA256 },
  { 4, G_CHECKSUM_SHA384 },
};

/* Signature algorithms that checking resolvers know; a zone with none of them counts as unsealed
 * (RFC 4035 §5.2, RFC 8624 §3.1). */
static const uint8_t algorithms[] = { 5, 7, 8, 10, 13, 14, 15, 16 };

static const uint8_t *
get_data (const SpRecord *record, SpRrType type, gsize *size)
{
  GBytes *rdata = sp_record_get_rr_type (record) == type ? sp_record_get_rdata (record) : NULL;

  *size = 0;
  return rdata != NULL ? g_bytes_get_data (rdata, size) : NULL;
}

static int
find_digest (uint8_t number)
{
  for (guint i = 0; i < G_N_ELEMENTS (digests); i++)
    if (digests[i].number == number)
      return (int) i;
  return -1;
}

/**
 * sp_zone_key_get_tag:
 * @key: a DNSKEY record
 *
 * The number by which a DS record names a key (RFC 4034, appendix B).
 *
 * Returns: the key tag, or -1 if the record is broken
 */
int
sp_zone_key_get_tag (const SpRecord *key)
{
  gsize size;
  const uint8_t *data;
  uint32_t sum = 0;

  g_return_val_if_fail (key != NULL, -1);

  data = get_data (key, SP_RR_DNSKEY, &size);
  if (data == NULL || size <= KEY_HEADER)
    return -1;
  /* RFC 4034, appendix B.1: the last but two and last but one octets of the modulus. */
  if (data[3] == ALGORITHM_RSAMD5)
    return data[size - 3] << 8 | data[size - 2];
  for (gsize i = 0; i < size; i++)
    sum += i % 2 == 0 ? (uint32_t) data[i] << 8 : data[i];
  sum += sum >> 16;
  return (int) (sum & 0xffff);
}

/* Only a zone key seals a zone (RFC 4034 §2.1.1, §2.1.2, §5.2). */
static gboolean
is_zone_key (const uint8_t *data, gsize size)
{
  return data != NULL && size > KEY_HEADER && ((data[0] << 8 | data[1]) & FLAG_ZONE_KEY) != 0
         && data[2] == PROTOCOL_DNSSEC;
}

/* The owner's name in canonical form: in wire format, letters small (RFC 4034 §6.2). */
static void
add_name (GChecksum *checksum, const SpName *name)
{
  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (name, i, &length);
      uint8_t small[64];

      g_assert (length < sizeof small);
      small[0] = (uint8_t) length;
      for (gsize k = 0; k < length; k++)
        small[k + 1] = (uint8_t) g_ascii_tolower ((char) label[k]);
      g_checksum_update (checksum, small, (gssize) length + 1);
    }
  g_checksum_update (checksum, (const uint8_t[]) { 0 }, 1);
}

static gboolean
is_digest_of (const SpRecord *key, GChecksumType type, const uint8_t *wanted, gsize wanted_size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  uint8_t digest[64];
  gsize digest_size = sizeof digest, size;
  const uint8_t *data = get_data (key, SP_RR_DNSKEY, &size);

  add_name (checksum, sp_record_get_owner (key));
  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, digest, &digest_size);
  return digest_size == wanted_size && memcmp (digest, wanted, digest_size) == 0;
}

/**
 * sp_zone_key_match:
 * @key: a DNSKEY record of the zone
 * @ds: a DS record at its parent
 *
 * Compares by key tag, algorithm and digest (RFC 4034 §5.1.4, RFC 4035 §5.2).
 *
 * Returns: whether @ds names @key
 */
SpSealMatch
sp_zone_key_match (const SpRecord *key, const SpRecord *ds)
{
  gsize key_size, size;
  const uint8_t *key_data, *data;
  int digest;

  g_return_val_if_fail (key != NULL, SP_SEAL_MATCH_NO);
  g_return_val_if_fail (ds != NULL, SP_SEAL_MATCH_NO);

  key_data = get_data (key, SP_RR_DNSKEY, &key_size);
  data = get_data (ds, SP_RR_DS, &size);
  if (!is_zone_key (key_data, key_size) || data == NULL || size <= SEAL_HEADER
      || !sp_name_equal (sp_record_get_owner (key), sp_record_get_owner (ds))
      || (data[0] << 8 | data[1]) != sp_zone_key_get_tag (key) || data[2] != key_data[3])
    return SP_SEAL_MATCH_NO;
  digest = find_digest (data[3]);
  if (digest < 0)
    return SP_SEAL_MATCH_UNKNOWN;
  return is_digest_of (key, digests[digest].type, data + SEAL_HEADER, size - SEAL_HEADER)
           ? SP_SEAL_MATCH_YES
           : SP_SEAL_MATCH_NO;
}

/**
 * sp_zone_seal_is_understood:
 * @ds: a DS record
 *
 * Whether resolvers that check seals go by this record. They pass over one whose algorithm or
 * digest they do not know, and treat a zone that has no other as unsealed (RFC 4035 §5.2).
 *
 * Returns: whether its algorithm and its digest are in common use
 */
gboolean
sp_zone_seal_is_understood (const SpRecord *ds)
{
  gsize size;
  const uint8_t *data;

  g_return_val_if_fail (ds != NULL, FALSE);

  data = get_data (ds, SP_RR_DS, &size);
  return data != NULL && size > SEAL_HEADER && find_digest (data[3]) >= 0
         && memchr (algorithms, data[2], sizeof algorithms) != NULL;
}
