/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-record.h"

#include <string.h>

#define MAX_STRING 255

struct _SpRecord {
  gatomicrefcount refs;
  SpName *owner;
  SpRrType type;
  uint32_t ttl;
  GInetAddress *address;
  SpName *target;
  uint16_t preference;
  uint16_t weight;
  uint16_t port;
  SpSoa soa;
  GPtrArray *strings;
  GBytes *text;
  GBytes *rdata;
};

G_DEFINE_BOXED_TYPE (SpRecord, sp_record, sp_record_ref, sp_record_unref)

static SpRecord *
record_new (SpName *owner, SpRrType type, uint32_t ttl)
{
  SpRecord *self = g_new0 (SpRecord, 1);

  g_atomic_ref_count_init (&self->refs);
  self->owner = sp_name_ref (owner);
  self->type = type;
  /* RFC 2181 §8: a TTL with the highest bit set counts as zero. */
  self->ttl = ttl > G_MAXINT32 ? 0 : ttl;
  return self;
}

/**
 * sp_record_new_address:
 * @owner: whose record it is
 * @ttl: in seconds
 * @address: the address; its family makes it an A or AAAA record
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_new_address (SpName *owner, uint32_t ttl, GInetAddress *address)
{
  SpRecord *self = NULL;
  gboolean is_v4 = FALSE;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);

  is_v4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
  self = record_new (owner, is_v4 ? SP_RR_A : SP_RR_AAAA, ttl);
  self->address = g_object_ref (address);
  return self;
}

/**
 * sp_record_new_target:
 * @owner: whose record it is
 * @type: NS, CNAME, DNAME or PTR
 * @ttl: in seconds
 * @target: the name it leads to
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_new_target (SpName *owner, SpRrType type, uint32_t ttl, SpName *target)
{
  SpRecord *self = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  self = record_new (owner, type, ttl);
  self->target = sp_name_ref (target);
  return self;
}

/**
 * sp_record_new_mx:
 * @owner: whose record it is
 * @ttl: in seconds
 * @preference: lower is tried first
 * @exchange: the mail host; the root says that no mail is taken (RFC 7505)
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_new_mx (SpName *owner, uint32_t ttl, uint16_t preference, SpName *exchange)
{
  SpRecord *self = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (exchange != NULL, NULL);

  self = record_new (owner, SP_RR_MX, ttl);
  self->preference = preference;
  self->target = sp_name_ref (exchange);
  return self;
}

/**
 * sp_record_new_srv:
 * @owner: whose record it is
 * @ttl: in seconds
 * @priority: lower is tried first
 * @weight: share among equals
 * @port: the port
 * @target: the host
 *
 * Returns: (transfer full): a record (RFC 2782)
 */
SpRecord *
sp_record_new_srv (SpName *owner, uint32_t ttl, uint16_t priority, uint16_t weight, uint16_t port,
                   SpName *target)
{
  SpRecord *self = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  self = record_new (owner, SP_RR_SRV, ttl);
  self->preference = priority;
  self->weight = weight;
  self->port = port;
  self->target = sp_name_ref (target);
  return self;
}

/**
 * sp_record_new_soa:
 * @owner: the zone
 * @ttl: in seconds
 * @soa: the fields; names are referenced
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_new_soa (SpName *owner, uint32_t ttl, const SpSoa *soa)
{
  SpRecord *self = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (soa != NULL && soa->mname != NULL && soa->rname != NULL, NULL);

  self = record_new (owner, SP_RR_SOA, ttl);
  self->soa = *soa;
  sp_name_ref (self->soa.mname);
  sp_name_ref (self->soa.rname);
  return self;
}

/**
 * sp_record_new_txt:
 * @owner: whose record it is
 * @ttl: in seconds
 * @text: the whole text; cut into strings of 255 bytes (RFC 7208 §3.3)
 *
 * Returns: (transfer full): a TXT record
 */
SpRecord *
sp_record_new_txt (SpName *owner, uint32_t ttl, const char *text)
{
  g_autoptr (GPtrArray) strings = NULL;
  gsize length = 0;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  strings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  length = strlen (text);
  for (gsize i = 0; i < length || i == 0; i += MAX_STRING)
    g_ptr_array_add (strings, g_bytes_new (text + i, MIN (length - i, MAX_STRING)));
  return sp_record_new_strings (owner, SP_RR_TXT, ttl, strings);
}

/**
 * sp_record_new_strings:
 * @owner: whose record it is
 * @type: TXT or SPF
 * @ttl: in seconds
 * @strings: (element-type GBytes): the strings as they are on the wire
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_new_strings (SpName *owner, SpRrType type, uint32_t ttl, GPtrArray *strings)
{
  SpRecord *self = NULL;
  GByteArray *joined = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (strings != NULL, NULL);

  self = record_new (owner, type, ttl);
  self->strings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  joined = g_byte_array_new ();
  for (guint i = 0; i < strings->len; i++)
    {
      GBytes *string = g_ptr_array_index (strings, i);
      gsize size = 0;
      const uint8_t *data = g_bytes_get_data (string, &size);

      g_ptr_array_add (self->strings, g_bytes_ref (string));
      if (size > 0)
        g_byte_array_append (joined, data, (guint) size);
    }
  /* A terminator behind the text, not counted, lets parsers use string functions. */
  g_byte_array_append (joined, (const guint8 *) "", 1);
  self->text = g_byte_array_free_to_bytes (joined);
  return self;
}

/**
 * sp_record_new_raw:
 * @owner: whose record it is
 * @type: its type
 * @ttl: in seconds
 * @rdata: its data as on the wire
 *
 * Returns: (transfer full): a record that is not read further
 */
SpRecord *
sp_record_new_raw (SpName *owner, SpRrType type, uint32_t ttl, GBytes *rdata)
{
  SpRecord *self = NULL;

  g_return_val_if_fail (owner != NULL, NULL);
  g_return_val_if_fail (rdata != NULL, NULL);

  self = record_new (owner, type, ttl);
  self->rdata = g_bytes_ref (rdata);
  return self;
}

/**
 * sp_record_copy:
 * @self: a record
 * @owner: owner of the copy
 * @ttl: its TTL in seconds
 *
 * The same data under another name or with another TTL: what a wildcard makes, or what a cache
 * still holds.
 *
 * Returns: (transfer full): a record
 */
SpRecord *
sp_record_copy (const SpRecord *self, SpName *owner, uint32_t ttl)
{
  SpRecord *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  copy = record_new (owner, self->type, ttl);
  g_set_object (&copy->address, self->address);
  copy->target = self->target != NULL ? sp_name_ref (self->target) : NULL;
  copy->preference = self->preference;
  copy->weight = self->weight;
  copy->port = self->port;
  copy->soa = self->soa;
  if (copy->soa.mname != NULL)
    {
      sp_name_ref (copy->soa.mname);
      sp_name_ref (copy->soa.rname);
    }
  copy->strings = self->strings != NULL ? g_ptr_array_ref (self->strings) : NULL;
  copy->text = self->text != NULL ? g_bytes_ref (self->text) : NULL;
  copy->rdata = self->rdata != NULL ? g_bytes_ref (self->rdata) : NULL;
  return copy;
}

/**
 * sp_record_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
SpRecord *
sp_record_ref (SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * sp_record_unref:
 * @self: (transfer full): a record
 */
void
sp_record_unref (SpRecord *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->owner, sp_name_unref);
  g_clear_object (&self->address);
  g_clear_pointer (&self->target, sp_name_unref);
  g_clear_pointer (&self->soa.mname, sp_name_unref);
  g_clear_pointer (&self->soa.rname, sp_name_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->rdata, g_bytes_unref);
  g_free (self);
}

/**
 * sp_record_get_owner:
 * @self: a record
 *
 * Returns: (transfer none): whose record it is
 */
SpName *
sp_record_get_owner (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->owner;
}

/**
 * sp_record_get_rr_type:
 * @self: a record
 *
 * Returns: its type
 */
SpRrType
sp_record_get_rr_type (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, SP_RR_ANY);

  return self->type;
}

/**
 * sp_record_get_ttl:
 * @self: a record
 *
 * Returns: how long it may be remembered, in seconds
 */
uint32_t
sp_record_get_ttl (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ttl;
}

/**
 * sp_record_get_address:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the address of an A or AAAA record
 */
GInetAddress *
sp_record_get_address (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->address;
}

/**
 * sp_record_get_target:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the name that an NS, CNAME, DNAME, PTR, MX or SRV record
 *   leads to
 */
SpName *
sp_record_get_target (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->target;
}

/**
 * sp_record_get_preference:
 * @self: a record
 *
 * Returns: the preference of an MX record, or the priority of a SRV record
 */
uint16_t
sp_record_get_preference (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->preference;
}

/**
 * sp_record_get_weight:
 * @self: a record
 *
 * Returns: the weight of a SRV record
 */
uint16_t
sp_record_get_weight (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->weight;
}

/**
 * sp_record_get_port:
 * @self: a record
 *
 * Returns: the port of a SRV record
 */
uint16_t
sp_record_get_port (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

/**
 * sp_record_get_soa:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the fields of a SOA record
 */
const SpSoa *
sp_record_get_soa (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->soa.mname != NULL ? &self->soa : NULL;
}

/**
 * sp_record_get_strings:
 * @self: a record
 *
 * Returns: (transfer none) (nullable) (element-type GBytes): the strings of a TXT or SPF record
 */
GPtrArray *
sp_record_get_strings (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->strings;
}

/**
 * sp_record_get_text:
 * @self: a record
 * @length: (out) (optional): its length in bytes
 *
 * The strings of a TXT or SPF record, joined without anything between (RFC 7208 §3.3). Any byte
 * may occur, also zero; a terminator follows.
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
sp_record_get_text (const SpRecord *self, gsize *length)
{
  gsize size = 1;
  const char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->text != NULL)
    text = g_bytes_get_data (self->text, &size);
  if (length != NULL)
    *length = size - 1;
  return text;
}

/**
 * sp_record_get_rdata:
 * @self: a record
 *
 * Returns: (transfer none) (nullable): the bytes of a record that is not read further
 */
GBytes *
sp_record_get_rdata (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rdata;
}

/* Text that is valid UTF-8 and has no control characters stays as it is: it goes to clipboards. */
static char *
format_text (const char *text, gsize length)
{
  GString *safe = NULL;

  if (g_utf8_validate_len (text, length, NULL))
    {
      gboolean is_plain = TRUE;

      for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
        if (g_unichar_iscntrl (g_utf8_get_char (p)))
          is_plain = FALSE;
      if (is_plain)
        return g_strndup (text, length);
    }

  safe = g_string_sized_new (length);
  for (gsize i = 0; i < length; i++)
    {
      uint8_t byte = (uint8_t) text[i];

      if (byte < 0x20 || byte >= 0x7f)
        g_string_append_printf (safe, "\\%03u", byte);
      else
        g_string_append_c (safe, (char) byte);
    }
  return g_string_free_and_steal (safe);
}

static char *
format_rdata (GBytes *rdata)
{
  gsize size = 0;
  const uint8_t *data = g_bytes_get_data (rdata, &size);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "\\# %" G_GSIZE_FORMAT, size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02x", i == 0 ? " " : "", data[i]);
  return g_string_free_and_steal (text);
}

/**
 * sp_record_dup_value:
 * @self: a record
 *
 * The value as one string, without priority and quotes: what a person pastes into a panel. Names
 * have no final dot, the root is ".". Bytes of a text that are not printable come as `\DDD`.
 *
 * Returns: (transfer full): the value, valid UTF-8 without control characters
 */
char *
sp_record_dup_value (const SpRecord *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->address != NULL)
    return g_inet_address_to_string (self->address);
  if (self->type == SP_RR_SRV && self->target != NULL)
    return g_strdup_printf ("%u %u %s", self->weight, self->port, sp_name_get_text (self->target));
  if (self->target != NULL)
    return g_strdup (sp_name_get_text (self->target));
  if (self->soa.mname != NULL)
    return g_strdup_printf ("%s %s %u %u %u %u %u", sp_name_get_text (self->soa.mname),
                            sp_name_get_text (self->soa.rname), self->soa.serial, self->soa.refresh,
                            self->soa.retry, self->soa.expire, self->soa.minimum);
  if (self->text != NULL)
    {
      gsize length = 0;
      const char *text = sp_record_get_text (self, &length);

      return format_text (text, length);
    }
  return format_rdata (self->rdata);
}

/**
 * sp_record_dup_line:
 * @self: a record
 *
 * The record as one line for a technician: owner, TTL, type, priority, value.
 *
 * Returns: (transfer full): the line
 */
char *
sp_record_dup_line (const SpRecord *self)
{
  g_autofree char *type = NULL;
  g_autofree char *value = NULL;
  g_autofree char *priority = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  type = sp_rr_type_to_string (self->type);
  value = sp_record_dup_value (self);
  if (self->type == SP_RR_MX || self->type == SP_RR_SRV)
    priority = g_strdup_printf ("%u ", self->preference);
  return g_strdup_printf ("%s %u %s %s%s", sp_name_get_text (self->owner), self->ttl, type,
                          priority != NULL ? priority : "", value);
}

static int
compare_names (const SpName *a, const SpName *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return sp_name_compare (a, b);
}

static int
compare_bytes (GBytes *a, GBytes *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return g_bytes_compare (a, b);
}

static int
compare_addresses (GInetAddress *a, GInetAddress *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return memcmp (g_inet_address_to_bytes (a), g_inet_address_to_bytes (b),
                 g_inet_address_get_native_size (a));
}

static int
compare_soa (const SpSoa *a, const SpSoa *b)
{
  int order = compare_names (a->mname, b->mname);

  if (order == 0)
    order = compare_names (a->rname, b->rname);
  if (order == 0)
    order = (a->serial > b->serial) - (a->serial < b->serial);
  if (order == 0)
    order = (a->refresh > b->refresh) - (a->refresh < b->refresh);
  if (order == 0)
    order = (a->retry > b->retry) - (a->retry < b->retry);
  if (order == 0)
    order = (a->expire > b->expire) - (a->expire < b->expire);
  if (order == 0)
    order = (a->minimum > b->minimum) - (a->minimum < b->minimum);
  return order;
}

/**
 * sp_record_compare_data:
 * @a: a record
 * @b: another
 *
 * Orders records by type, then by their data; MX and SRV by number first. Owner and TTL do not
 * count. Texts are compared joined: how they are cut into strings has no meaning.
 *
 * Returns: less than, equal to, or greater than 0
 */
int
sp_record_compare_data (const SpRecord *a, const SpRecord *b)
{
  int order = 0;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  if (a->type != b->type)
    return a->type < b->type ? -1 : 1;
  order = (int) a->preference - (int) b->preference;
  if (order == 0)
    order = (int) b->weight - (int) a->weight;
  if (order == 0)
    order = compare_names (a->target, b->target);
  if (order == 0)
    order = (int) a->port - (int) b->port;
  if (order == 0)
    order = compare_addresses (a->address, b->address);
  if (order == 0)
    order = compare_bytes (a->text, b->text);
  if (order == 0)
    order = compare_bytes (a->rdata, b->rdata);
  if (order == 0)
    order = compare_soa (&a->soa, &b->soa);
  return order;
}

/**
 * sp_record_equal_data:
 * @a: a record
 * @b: another
 *
 * Returns: whether type and data are the same; owner and TTL do not count
 */
gboolean
sp_record_equal_data (const SpRecord *a, const SpRecord *b)
{
  return sp_record_compare_data (a, b) == 0;
}
