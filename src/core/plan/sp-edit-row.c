/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit.h"

#include <string.h>

static SpRecord *
new_srv (SpName *owner, uint32_t ttl, int priority, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, " ", 3);
  g_autoptr (SpName) target = NULL;
  guint64 weight, port;

  if (g_strv_length (parts) != 3
      || !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXUINT16, &weight, NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXUINT16, &port, NULL))
    return NULL;
  target = sp_name_parse (parts[2], NULL);
  if (target == NULL)
    return NULL;
  return sp_record_new_srv (owner, ttl, CLAMP (priority, 0, G_MAXUINT16), weight, port, target);
}

static char *
dup_text_value (const SpRecord *record)
{
  gsize length;
  const char *text = sp_record_get_text (record, &length);

  if (text != NULL && memchr (text, '\0', length) == NULL
      && g_utf8_validate_len (text, length, NULL))
    return g_strndup (text, length);
  return sp_record_dup_value (record);
}

/**
 * sp_edit_row_new:
 * @priority: number in front, -1 if the type has none
 * @value: value as in [struct@EditRow]
 *
 * Returns: (transfer full): a row
 */
SpEditRow *
sp_edit_row_new (int priority, const char *value)
{
  SpEditRow *self;

  g_return_val_if_fail (value != NULL, NULL);

  self = g_new0 (SpEditRow, 1);
  self->priority = priority;
  self->value = g_strdup (value);
  return self;
}

/**
 * sp_edit_row_new_from_record:
 * @record: a record
 *
 * Text that is not UTF-8 is written as in zone text; it is the exact bytes that count when the
 * row is compared with another one made in the same way.
 *
 * Returns: (transfer full): the row that stands for it
 */
SpEditRow *
sp_edit_row_new_from_record (const SpRecord *record)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (record != NULL, NULL);

  switch ((int) sp_record_get_rr_type (record))
    {
    case SP_RR_MX:
      return sp_edit_row_new (sp_record_get_preference (record),
                              sp_name_get_text (sp_record_get_target (record)));
    case SP_RR_SRV:
      value = g_strdup_printf ("%u %u %s", sp_record_get_weight (record),
                               sp_record_get_port (record),
                               sp_name_get_text (sp_record_get_target (record)));
      return sp_edit_row_new (sp_record_get_preference (record), value);
    case SP_RR_CNAME:
    case SP_RR_NS:
    case SP_RR_PTR:
      return sp_edit_row_new (-1, sp_name_get_text (sp_record_get_target (record)));
    case SP_RR_A:
    case SP_RR_AAAA:
      value = g_inet_address_to_string (sp_record_get_address (record));
      return sp_edit_row_new (-1, value);
    case SP_RR_TXT:
    case SP_RR_SPF:
      value = dup_text_value (record);
      return sp_edit_row_new (-1, value);
    }
  value = sp_record_dup_value (record);
  return sp_edit_row_new (-1, value);
}

/**
 * sp_edit_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): another row with the same content
 */
SpEditRow *
sp_edit_row_copy (const SpEditRow *self)
{
  return sp_edit_row_new (self->priority, self->value);
}

/**
 * sp_edit_row_free:
 * @self: (nullable): a row
 */
void
sp_edit_row_free (SpEditRow *self)
{
  if (self == NULL)
    return;
  g_free (self->value);
  g_free (self);
}

/**
 * sp_edit_row_equal:
 * @a: a row
 * @b: another
 * @type: type of the set they belong to
 *
 * Names compare without case (RFC 4343), text byte by byte.
 *
 * Returns: whether both stand for the same record
 */
gboolean
sp_edit_row_equal (const SpEditRow *a, const SpEditRow *b, SpRrType type)
{
  if (a->priority != b->priority)
    return FALSE;
  if (type == SP_RR_TXT || type == SP_RR_SPF)
    return strcmp (a->value, b->value) == 0;
  return g_ascii_strcasecmp (a->value, b->value) == 0;
}

/**
 * sp_edit_rows_find:
 * @rows: (element-type SpEditRow): rows
 * @row: a row
 * @type: type of the set
 *
 * Returns: whether @rows has a row equal to @row
 */
gboolean
sp_edit_rows_find (GPtrArray *rows, const SpEditRow *row, SpRrType type)
{
  for (guint i = 0; i < rows->len; i++)
    if (sp_edit_row_equal (g_ptr_array_index (rows, i), row, type))
      return TRUE;
  return FALSE;
}

/**
 * sp_edit_row_dup_record:
 * @self: a row
 * @owner: owner of the record
 * @type: its type
 * @ttl: its TTL in seconds
 *
 * Returns: (transfer full) (nullable): the record that the row stands for; %NULL if the value
 *   does not fit the type
 */
SpRecord *
sp_edit_row_dup_record (const SpEditRow *self, SpName *owner, SpRrType type, uint32_t ttl)
{
  g_autoptr (SpName) target = NULL;
  g_autoptr (GInetAddress) address = NULL;

  switch ((int) type)
    {
    case SP_RR_TXT:
      return sp_record_new_txt (owner, ttl, self->value);
    case SP_RR_SRV:
      return new_srv (owner, ttl, self->priority, self->value);
    case SP_RR_A:
    case SP_RR_AAAA:
      address = g_inet_address_new_from_string (self->value);
      if (address == NULL
          || (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6) != (type == SP_RR_AAAA))
        return NULL;
      return sp_record_new_address (owner, ttl, address);
    case SP_RR_MX:
      target = sp_name_parse (self->value, NULL);
      if (target == NULL)
        return NULL;
      return sp_record_new_mx (owner, ttl, CLAMP (self->priority, 0, G_MAXUINT16), target);
    case SP_RR_CNAME:
    case SP_RR_NS:
    case SP_RR_PTR:
      target = sp_name_parse (self->value, NULL);
      return target != NULL ? sp_record_new_target (owner, type, ttl, target) : NULL;
    }
  return NULL;
}
