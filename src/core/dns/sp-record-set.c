/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-record-set.h"

struct _SpRecordSet {
  gatomicrefcount refs;
  GPtrArray *records;
  uint32_t ttl;
};

G_DEFINE_BOXED_TYPE (SpRecordSet, sp_record_set, sp_record_set_ref, sp_record_set_unref)

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const SpRecord *const *first = a;
  const SpRecord *const *second = b;

  return sp_record_compare_data (*first, *second);
}

static void
drop_equal (GPtrArray *records)
{
  for (guint i = records->len - 1; i > 0; i--)
    {
      if (sp_record_equal_data (records->pdata[i - 1], records->pdata[i]))
        g_ptr_array_remove_index (records, i);
    }
}

/**
 * sp_record_set_new:
 * @records: (element-type SpRecord): one or more records of one owner and type
 *
 * Makes a set. Records are put into the order of their data (MX by preference), so that what is
 * shown does not dance as servers rotate their answers. A record given twice is one record (RFC
 * 2181 §5).
 *
 * Returns: (transfer full): a set with references of its own
 */
SpRecordSet *
sp_record_set_new (GPtrArray *records)
{
  SpRecordSet *self = NULL;

  g_return_val_if_fail (records != NULL && records->len > 0, NULL);

  self = g_new0 (SpRecordSet, 1);
  g_atomic_ref_count_init (&self->refs);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  self->ttl = G_MAXUINT32;
  for (guint i = 0; i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (self->records, sp_record_ref (record));
      self->ttl = MIN (self->ttl, sp_record_get_ttl (record));
    }
  g_ptr_array_sort (self->records, compare_records);
  drop_equal (self->records);
  return self;
}

/**
 * sp_record_set_ref:
 * @self: a set
 *
 * Returns: (transfer full): @self
 */
SpRecordSet *
sp_record_set_ref (SpRecordSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * sp_record_set_unref:
 * @self: (transfer full): a set
 */
void
sp_record_set_unref (SpRecordSet *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->records);
  g_free (self);
}

/**
 * sp_record_set_get_owner:
 * @self: a set
 *
 * Returns: (transfer none): whose records they are
 */
SpName *
sp_record_set_get_owner (const SpRecordSet *self)
{
  return sp_record_get_owner (sp_record_set_get_record (self, 0));
}

/**
 * sp_record_set_get_rr_type:
 * @self: a set
 *
 * Returns: the type of all its records
 */
SpRrType
sp_record_set_get_rr_type (const SpRecordSet *self)
{
  return sp_record_get_rr_type (sp_record_set_get_record (self, 0));
}

/**
 * sp_record_set_get_ttl:
 * @self: a set
 *
 * Returns: how long the set may be remembered, in seconds
 */
uint32_t
sp_record_set_get_ttl (const SpRecordSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->ttl;
}

/**
 * sp_record_set_get_n_records:
 * @self: a set
 *
 * Returns: how many records there are; at least 1
 */
guint
sp_record_set_get_n_records (const SpRecordSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->records->len;
}

/**
 * sp_record_set_get_record:
 * @self: a set
 * @index: which one, in the order of their data
 *
 * Returns: (transfer none): a record
 */
SpRecord *
sp_record_set_get_record (const SpRecordSet *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->records->len, NULL);

  return g_ptr_array_index (self->records, index);
}

/**
 * sp_record_set_select_text:
 * @self: (nullable): a set; nothing is found where it is none, or not of TXT records
 * @is_wanted: tells the records apart
 *
 * Finds the records of one kind among the text records at a name, which several kinds share.
 *
 * Returns: (transfer full) (element-type SpRecord): those that are wanted
 */
GPtrArray *
sp_record_set_select_text (const SpRecordSet *self, SpTextTest is_wanted)
{
  GPtrArray *selected = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  for (guint i = 0; self != NULL && i < self->records->len; i++)
    {
      SpRecord *record = sp_record_set_get_record (self, i);
      gsize length = 0;
      const char *text = sp_record_get_text (record, &length);

      if (text != NULL && is_wanted (text, length))
        g_ptr_array_add (selected, sp_record_ref (record));
    }
  return selected;
}

/**
 * sp_record_set_equal:
 * @a: a set
 * @b: another
 *
 * Compares two sets: owner (without case) and type count, the order and the TTL do not.
 *
 * Returns: whether they hold the same records
 */
gboolean
sp_record_set_equal (const SpRecordSet *a, const SpRecordSet *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  if (!sp_name_equal (sp_record_set_get_owner (a), sp_record_set_get_owner (b))
      || a->records->len != b->records->len)
    return FALSE;
  for (guint i = 0; i < a->records->len; i++)
    {
      if (!sp_record_equal_data (a->records->pdata[i], b->records->pdata[i]))
        return FALSE;
    }
  return TRUE;
}
