/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpAddressKind:
 * @SP_ADDRESS_PUBLIC: an address that the internet routes
 * @SP_ADDRESS_UNSPECIFIED: 0/8, ::
 * @SP_ADDRESS_LOOPBACK: 127/8, ::1
 * @SP_ADDRESS_LINK_LOCAL: 169.254/16, fe80::/10
 * @SP_ADDRESS_PRIVATE: 10/8, 100.64/10, 172.16/12, 192.168/16, fc00::/7
 * @SP_ADDRESS_DOCUMENTATION: 192.0.2/24, 198.51.100/24, 203.0.113/24, 2001:db8::/32, 3fff::/20
 * @SP_ADDRESS_BENCHMARK: 198.18/15 (RFC 2544), where the practice world's mail hosts live
 * @SP_ADDRESS_RESERVED: multicast and 240/4
 *
 * What an address is for (RFC 6890). An IPv4 address mapped into IPv6 is judged as IPv4.
 */
typedef enum {
  SP_ADDRESS_PUBLIC,
  SP_ADDRESS_UNSPECIFIED,
  SP_ADDRESS_LOOPBACK,
  SP_ADDRESS_LINK_LOCAL,
  SP_ADDRESS_PRIVATE,
  SP_ADDRESS_DOCUMENTATION,
  SP_ADDRESS_BENCHMARK,
  SP_ADDRESS_RESERVED,
} SpAddressKind;

#define SP_DNS_PORT 53

SpAddressKind sp_address_classify (GInetAddress *address);
gboolean sp_address_is_reachable_space (GInetAddress *address);
GInetSocketAddress *sp_address_parse_endpoint (const char *text, uint16_t default_port,
                                               GError **error);
char *sp_address_dup_endpoint_text (GInetSocketAddress *endpoint);
char *sp_address_dup_text (GInetSocketAddress *endpoint);

G_END_DECLS
