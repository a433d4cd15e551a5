/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpPinnedAddress:
 *
 * A host name whose addresses are known already. Whoever connects to it gets these addresses and
 * no others: nothing is looked up, and no proxy is asked for. The name stays what a certificate is
 * compared with.
 */
#define SP_TYPE_PINNED_ADDRESS (sp_pinned_address_get_type ())
G_DECLARE_FINAL_TYPE (SpPinnedAddress, sp_pinned_address, SP, PINNED_ADDRESS, GNetworkAddress)

SpPinnedAddress *sp_pinned_address_new (const char *host, uint16_t port, GPtrArray *addresses);

G_END_DECLS
