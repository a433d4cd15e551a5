/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-net"

#include "core/net/sp-pinned-address.h"

#define SP_TYPE_PINNED_ENUMERATOR (sp_pinned_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (SpPinnedEnumerator, sp_pinned_enumerator, SP, PINNED_ENUMERATOR,
                      GSocketAddressEnumerator)

struct _SpPinnedEnumerator {
  GSocketAddressEnumerator parent_instance;
  GPtrArray *endpoints;
  guint next;
};

G_DEFINE_FINAL_TYPE (SpPinnedEnumerator, sp_pinned_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

struct _SpPinnedAddress {
  GNetworkAddress parent_instance;
  GPtrArray *endpoints; /* GSocketAddress */
};

static void sp_pinned_address_connectable_init (GSocketConnectableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpPinnedAddress, sp_pinned_address, G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                      sp_pinned_address_connectable_init))

static GSocketAddress *
sp_pinned_enumerator_next (GSocketAddressEnumerator *enumerator, GCancellable *cancellable,
                           GError **error)
{
  SpPinnedEnumerator *self = SP_PINNED_ENUMERATOR (enumerator);

  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || self->next >= self->endpoints->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->endpoints, self->next++));
}

static void
sp_pinned_enumerator_finalize (GObject *object)
{
  g_clear_pointer (&SP_PINNED_ENUMERATOR (object)->endpoints, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_pinned_enumerator_parent_class)->finalize (object);
}

static void
sp_pinned_enumerator_class_init (SpPinnedEnumeratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_pinned_enumerator_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = sp_pinned_enumerator_next;
}

static void
sp_pinned_enumerator_init (SpPinnedEnumerator *self)
{
}

static GSocketAddressEnumerator *
sp_pinned_address_enumerate (GSocketConnectable *connectable)
{
  SpPinnedEnumerator *enumerator = g_object_new (SP_TYPE_PINNED_ENUMERATOR, NULL);

  enumerator->endpoints = g_ptr_array_ref (SP_PINNED_ADDRESS (connectable)->endpoints);
  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
sp_pinned_address_connectable_init (GSocketConnectableIface *iface)
{
  iface->enumerate = sp_pinned_address_enumerate;
  iface->proxy_enumerate = sp_pinned_address_enumerate;
}

static void
sp_pinned_address_finalize (GObject *object)
{
  g_clear_pointer (&SP_PINNED_ADDRESS (object)->endpoints, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_pinned_address_parent_class)->finalize (object);
}

static void
sp_pinned_address_class_init (SpPinnedAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_pinned_address_finalize;
}

static void
sp_pinned_address_init (SpPinnedAddress *self)
{
  self->endpoints = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * sp_pinned_address_new:
 * @host: the host's name
 * @port: where to connect
 * @addresses: (element-type GInetAddress): its addresses, in the order in which they are tried
 *
 * Returns: (transfer full): something to connect to
 */
SpPinnedAddress *
sp_pinned_address_new (const char *host, uint16_t port, GPtrArray *addresses)
{
  SpPinnedAddress *self;

  g_return_val_if_fail (host != NULL, NULL);
  g_return_val_if_fail (addresses != NULL, NULL);

  self = g_object_new (SP_TYPE_PINNED_ADDRESS, "hostname", host, "port", (guint) port, NULL);
  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (self->endpoints,
                     g_inet_socket_address_new (g_ptr_array_index (addresses, i), port));
  return self;
}
