/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-server.h"

struct _SpServer {
  gatomicrefcount ref_count;
  SpName *name;
  GPtrArray *endpoints;
};

G_DEFINE_BOXED_TYPE (SpServer, sp_server, sp_server_ref, sp_server_unref)

/**
 * sp_server_new:
 * @name: (nullable): name in the NS set, %NULL for a recursive resolver
 * @endpoints: (element-type GInetSocketAddress): where it is asked, in the order to be tried
 *
 * Returns: (transfer full): a server
 */
SpServer *
sp_server_new (SpName *name, GPtrArray *endpoints)
{
  SpServer *self;

  g_return_val_if_fail (endpoints != NULL, NULL);

  self = g_new0 (SpServer, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->name = name != NULL ? sp_name_ref (name) : NULL;
  self->endpoints = g_ptr_array_new_full (endpoints->len, g_object_unref);
  for (guint i = 0; i < endpoints->len; i++)
    g_ptr_array_add (self->endpoints, g_object_ref (g_ptr_array_index (endpoints, i)));
  return self;
}

/**
 * sp_server_ref:
 * @self: a server
 *
 * Returns: (transfer full): @self
 */
SpServer *
sp_server_ref (SpServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_server_unref:
 * @self: (transfer full): a server
 *
 * Gives a reference back; the last one frees the server.
 */
void
sp_server_unref (SpServer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->name, sp_name_unref);
  g_clear_pointer (&self->endpoints, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_server_get_name:
 * @self: a server
 *
 * Returns: (nullable): its name in the NS set, %NULL for a recursive resolver
 */
SpName *
sp_server_get_name (const SpServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * sp_server_get_endpoints:
 * @self: a server
 *
 * Returns: (element-type GInetSocketAddress): where it is asked, in the order to be tried
 */
GPtrArray *
sp_server_get_endpoints (const SpServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->endpoints;
}
