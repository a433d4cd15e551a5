/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-zone.h"

static void
append_name (GString *text, const SpName *name)
{
  if (sp_name_is_root (name))
    g_string_append_c (text, '.');
  else
    g_string_append_printf (text, "%s.", sp_name_get_text (name));
}

static void
append_owner (GString *text, const SpName *owner, const SpName *origin)
{
  g_autofree char *relative = NULL;

  if (sp_name_is_root (origin) || !sp_name_is_at_or_below (owner, origin))
    {
      append_name (text, owner);
      return;
    }
  relative = sp_name_dup_relative (owner, origin);
  g_string_append (text, relative);
}

static void
append_string (GString *text, GBytes *string)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (string, &length);

  g_string_append (text, " \"");
  for (gsize i = 0; i < length; i++)
    {
      if (data[i] == '"' || data[i] == '\\')
        g_string_append_printf (text, "\\%c", data[i]);
      else if (data[i] < 0x20 || data[i] > 0x7e)
        g_string_append_printf (text, "\\%03u", data[i]);
      else
        g_string_append_c (text, (char) data[i]);
    }
  g_string_append_c (text, '"');
}

/* Types that are kept as bytes are written so that any server can read them (RFC 3597 §5). */
static void
append_bytes (GString *text, GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  g_string_append_printf (text, " \\# %" G_GSIZE_FORMAT, length);
  if (length > 0)
    g_string_append_c (text, ' ');
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", data[i]);
}

static void
append_soa (GString *text, const SpSoa *soa)
{
  g_string_append_c (text, ' ');
  append_name (text, soa->mname);
  g_string_append_c (text, ' ');
  append_name (text, soa->rname);
  g_string_append_printf (text, " %u %u %u %u %u", soa->serial, soa->refresh, soa->retry,
                          soa->expire, soa->minimum);
}

static void
append_data (GString *text, const SpRecord *record)
{
  GInetAddress *address = sp_record_get_address (record);
  const SpSoa *soa = sp_record_get_soa (record);
  GPtrArray *strings = sp_record_get_strings (record);
  SpName *target = sp_record_get_target (record);

  if (address != NULL)
    {
      g_autofree char *literal = g_inet_address_to_string (address);

      g_string_append_printf (text, " %s", literal);
    }
  else if (soa != NULL)
    append_soa (text, soa);
  else if (strings != NULL)
    {
      for (guint i = 0; i < strings->len; i++)
        append_string (text, g_ptr_array_index (strings, i));
    }
  else if (target != NULL)
    {
      if (sp_record_get_rr_type (record) == SP_RR_MX)
        g_string_append_printf (text, " %u", sp_record_get_preference (record));
      else if (sp_record_get_rr_type (record) == SP_RR_SRV)
        g_string_append_printf (text, " %u %u %u", sp_record_get_preference (record),
                                sp_record_get_weight (record), sp_record_get_port (record));
      g_string_append_c (text, ' ');
      append_name (text, target);
    }
  else
    append_bytes (text, sp_record_get_rdata (record));
}

/**
 * sp_zone_append_record:
 * @text: zone text
 * @record: a record
 * @origin: the origin that holds there
 *
 * Appends one record as zone text without a line end. Text of strangers cannot leave its place:
 * whatever is not a printable ASCII character is written as a number (RFC 1035 §5.1).
 */
void
sp_zone_append_record (GString *text, const SpRecord *record, const SpName *origin)
{
  g_autofree char *type = NULL;

  g_return_if_fail (text != NULL);
  g_return_if_fail (record != NULL);
  g_return_if_fail (origin != NULL);

  type = sp_rr_type_to_string (sp_record_get_rr_type (record));
  append_owner (text, sp_record_get_owner (record), origin);
  g_string_append_printf (text, " %u IN %s", sp_record_get_ttl (record), type);
  append_data (text, record);
}

/**
 * sp_zone_dup_text:
 * @self: a zone
 *
 * Writes the zone as text that [func@Zone.parse] and any name server read back to the same
 * records: one record a line, in the order of the zone.
 *
 * Returns: (transfer full): the text
 */
char *
sp_zone_dup_text (const SpZone *self)
{
  GString *text;
  SpName *origin;
  GPtrArray *records;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new ("$ORIGIN ");
  origin = sp_zone_get_origin (self);
  records = sp_zone_get_records (self);
  append_name (text, origin);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < records->len; i++)
    {
      sp_zone_append_record (text, g_ptr_array_index (records, i), origin);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}
