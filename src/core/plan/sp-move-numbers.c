/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-move-numbers.h"

#define STEP 10

static int
get_least (GPtrArray *rows)
{
  int least = G_MAXUINT16;

  for (guint i = 0; i < rows->len; i++)
    least = MIN (least, ((SpEditRow *) g_ptr_array_index (rows, i))->priority);
  return least;
}

static int
get_most (GPtrArray *rows)
{
  int most = 0;

  for (guint i = 0; i < rows->len; i++)
    most = MAX (most, ((SpEditRow *) g_ptr_array_index (rows, i))->priority);
  return most;
}

static guint
count_lower (GPtrArray *rows, int priority)
{
  g_autoptr (GHashTable) lower = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      int other = ((SpEditRow *) g_ptr_array_index (rows, i))->priority;

      if (other < priority)
        g_hash_table_add (lower, GINT_TO_POINTER (other));
    }
  return g_hash_table_size (lower);
}

/* 10, 20, …: the order stays, equal numbers stay equal. */
static GPtrArray *
dup_renumbered (GPtrArray *rows)
{
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (
        result, sp_edit_row_new (STEP * (int) (count_lower (rows, row->priority) + 1), row->value));
    }
  return result;
}

static void
append_shifted (GPtrArray *result, GPtrArray *rows, int shift)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (result, sp_edit_row_new (row->priority + shift, row->value));
    }
}

static gboolean
is_too_high (GPtrArray *first, GPtrArray *second)
{
  return first->len > 0 && second->len > 0
         && get_most (first) + STEP + get_most (second) - get_least (second) > G_MAXUINT16;
}

/**
 * sp_move_numbers_behind:
 * @first: (element-type SpEditRow): the set that is tried first; it keeps its numbers
 * @second: (element-type SpEditRow): the set that comes behind it, in its own order
 * @old: which of the two is the old provider's
 *
 * Shifts a whole MX set behind another one: `max (first) + 10 + (number − min (second))`. Where
 * that goes above 65,535 (RFC 1035 §3.3.9: 16 bits) the old set is renumbered from 10 first.
 *
 * Returns: (transfer full) (element-type SpEditRow): the rows of both, the old ones in front, since
 *   they are edited first where a panel goes row by row
 */
GPtrArray *
sp_move_numbers_behind (GPtrArray *first, GPtrArray *second, GPtrArray *old)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  g_autoptr (GPtrArray) renumbered = NULL;
  gboolean old_is_first = old == first;
  int shift = 0;

  if (is_too_high (first, second))
    {
      renumbered = dup_renumbered (old);
      if (old_is_first)
        first = renumbered;
      else
        second = renumbered;
    }
  if (first->len > 0 && second->len > 0)
    shift = get_most (first) + STEP - get_least (second);
  if (old_is_first)
    append_shifted (result, first, 0);
  append_shifted (result, second, shift);
  if (!old_is_first)
    append_shifted (result, first, 0);
  return g_steal_pointer (&result);
}
