/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-name-key.h"

/**
 * sp_name_key_hash: (skip)
 * @self: a key
 *
 * Returns: a hash, for #GHashTable
 */
guint
sp_name_key_hash (gconstpointer self)
{
  const SpNameKey *key = self;

  return sp_name_hash (key->name) * 31 + (guint) key->type * 7 + key->mark;
}

/**
 * sp_name_key_equal: (skip)
 * @a: a key
 * @b: another
 *
 * Returns: whether both stand for the same
 */
gboolean
sp_name_key_equal (gconstpointer a, gconstpointer b)
{
  const SpNameKey *first = a, *second = b;

  return first->type == second->type && first->mark == second->mark
         && sp_name_equal (first->name, second->name);
}

/**
 * sp_name_key_copy: (skip)
 * @self: a key
 *
 * Returns: (transfer full): the same with a reference to the name
 */
SpNameKey *
sp_name_key_copy (const SpNameKey *self)
{
  SpNameKey *copy = g_new (SpNameKey, 1);

  *copy = *self;
  sp_name_ref (copy->name);
  return copy;
}

/**
 * sp_name_key_free: (skip)
 * @self: (transfer full): a copy
 */
void
sp_name_key_free (gpointer self)
{
  sp_name_unref (((SpNameKey *) self)->name);
  g_free (self);
}

/**
 * sp_name_key_table_new: (skip)
 * @free_value: (nullable): frees a value
 *
 * Returns: (transfer full): a table that owns its keys, and its values if they can be freed
 */
GHashTable *
sp_name_key_table_new (GDestroyNotify free_value)
{
  return g_hash_table_new_full (sp_name_key_hash, sp_name_key_equal, sp_name_key_free, free_value);
}
