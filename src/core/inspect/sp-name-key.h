/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"
#include "core/dns/sp-rr-type.h"

G_BEGIN_DECLS

/**
 * SpNameKey:
 * @name: a name
 * @type: a type
 * @mark: tells apart what has both in common, 0 where nothing has
 *
 * What a question is found by in a #GHashTable. For looking up one is written down on the stack,
 * which costs nothing: an inspection looks up some hundreds of times what it asks once. A table
 * owns copies.
 */
typedef struct {
  SpName *name;
  SpRrType type;
  guint mark;
} SpNameKey;

guint sp_name_key_hash (gconstpointer self);
gboolean sp_name_key_equal (gconstpointer a, gconstpointer b);
SpNameKey *sp_name_key_copy (const SpNameKey *self);
void sp_name_key_free (gpointer self);
GHashTable *sp_name_key_table_new (GDestroyNotify free_value);

G_END_DECLS
