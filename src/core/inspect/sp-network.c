/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/dns/sp-address.h"
#include "core/inspect/sp-inspector.h"

#define DEFAULT_TIMEOUT_MS 20000

G_DEFINE_BOXED_TYPE (SpNetwork, sp_network, sp_network_ref, sp_network_unref)

/**
 * sp_network_new:
 * @recursors: (element-type GInetSocketAddress): resolvers for names outside the zone; may be empty
 *
 * The fields may be set until the network is handed on.
 *
 * Returns: (transfer full): a network with port 53 and a bound of 20 s
 */
SpNetwork *
sp_network_new (GPtrArray *recursors)
{
  SpNetwork *self;

  g_return_val_if_fail (recursors != NULL, NULL);

  self = g_atomic_rc_box_new0 (SpNetwork);
  self->recursors = g_ptr_array_ref (recursors);
  self->dns_port = SP_DNS_PORT;
  self->timeout = DEFAULT_TIMEOUT_MS;
  self->traffic = sp_traffic_new ();
  return self;
}

SpNetwork *
sp_network_ref (SpNetwork *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
network_clear (gpointer data)
{
  SpNetwork *self = data;

  g_ptr_array_unref (self->recursors);
  sp_traffic_unref (self->traffic);
  g_clear_pointer (&self->recent, sp_recent_answers_free);
  g_clear_object (&self->authorities);
}

void
sp_network_unref (SpNetwork *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, network_clear);
}
