/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-address.h"

#include <string.h>

#include "core/dns/sp-dns-error.h"

typedef struct {
  uint8_t bytes[16];
  guint bits;
  SpAddressKind kind;
} Block;

static const Block blocks_v4[] = {
  { { 0 }, 8, SP_ADDRESS_UNSPECIFIED },
  { { 10 }, 8, SP_ADDRESS_PRIVATE },
  { { 100, 64 }, 10, SP_ADDRESS_PRIVATE },
  { { 127 }, 8, SP_ADDRESS_LOOPBACK },
  { { 169, 254 }, 16, SP_ADDRESS_LINK_LOCAL },
  { { 172, 16 }, 12, SP_ADDRESS_PRIVATE },
  { { 192, 0, 2 }, 24, SP_ADDRESS_DOCUMENTATION },
  { { 192, 168 }, 16, SP_ADDRESS_PRIVATE },
  { { 198, 18 }, 15, SP_ADDRESS_BENCHMARK },
  { { 198, 51, 100 }, 24, SP_ADDRESS_DOCUMENTATION },
  { { 203, 0, 113 }, 24, SP_ADDRESS_DOCUMENTATION },
  { { 224 }, 4, SP_ADDRESS_RESERVED },
  { { 240 }, 4, SP_ADDRESS_RESERVED },
};

static const Block blocks_v6[] = {
  { { 0 }, 128, SP_ADDRESS_UNSPECIFIED },
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128, SP_ADDRESS_LOOPBACK },
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, SP_ADDRESS_DOCUMENTATION },
  { { 0x3f, 0xff }, 20, SP_ADDRESS_DOCUMENTATION },
  { { 0xfc }, 7, SP_ADDRESS_PRIVATE },
  { { 0xfe, 0x80 }, 10, SP_ADDRESS_LINK_LOCAL },
  { { 0xff }, 8, SP_ADDRESS_RESERVED },
};

static gboolean
block_contains (const Block *block, const uint8_t *bytes)
{
  guint whole = block->bits / 8;
  guint rest = block->bits % 8;
  uint8_t mask = (uint8_t) (0xff << (8 - rest));

  if (memcmp (block->bytes, bytes, whole) != 0)
    return FALSE;
  return rest == 0 || (bytes[whole] & mask) == (block->bytes[whole] & mask);
}

static SpAddressKind
classify_bytes (const uint8_t *bytes, const Block *blocks, gsize n_blocks)
{
  for (gsize i = 0; i < n_blocks; i++)
    if (block_contains (&blocks[i], bytes))
      return blocks[i].kind;
  return SP_ADDRESS_PUBLIC;
}

/**
 * sp_address_classify:
 * @address: an address
 *
 * What kind of address it is, by the special-purpose registries (RFC 6890).
 *
 * Returns: the kind
 */
SpAddressKind
sp_address_classify (GInetAddress *address)
{
  static const uint8_t mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const uint8_t *bytes = NULL;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), SP_ADDRESS_RESERVED);

  bytes = g_inet_address_to_bytes (address);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return classify_bytes (bytes, blocks_v4, G_N_ELEMENTS (blocks_v4));
  if (memcmp (bytes, mapped, sizeof mapped) == 0)
    return classify_bytes (bytes + sizeof mapped, blocks_v4, G_N_ELEMENTS (blocks_v4));
  return classify_bytes (bytes, blocks_v6, G_N_ELEMENTS (blocks_v6));
}

/**
 * sp_address_is_reachable_space:
 * @address: an address
 *
 * Whether something found in DNS may be asked or connected to without `--allow-private`: not at
 * private, loopback, link-local and other addresses that lead into somebody's own network.
 * Documentation and benchmark addresses lead nowhere, and do no harm.
 *
 * Returns: whether it may
 */
gboolean
sp_address_is_reachable_space (GInetAddress *address)
{
  switch (sp_address_classify (address))
    {
    case SP_ADDRESS_PUBLIC:
    case SP_ADDRESS_DOCUMENTATION:
    case SP_ADDRESS_BENCHMARK:
      return TRUE;
    case SP_ADDRESS_UNSPECIFIED:
    case SP_ADDRESS_LOOPBACK:
    case SP_ADDRESS_LINK_LOCAL:
    case SP_ADDRESS_PRIVATE:
    case SP_ADDRESS_RESERVED:
      return FALSE;
    }
  return FALSE;
}

/**
 * sp_address_parse_endpoint:
 * @text: `192.0.2.1`, `192.0.2.1:5300`, `2001:db8::1` or `[2001:db8::1]:5300`
 * @default_port: the port where @text names none
 * @error: return location for a %SP_DNS_ERROR_ADDRESS
 *
 * Reads an address with an optional port. Names are not looked up.
 *
 * Returns: (transfer full) (nullable): the endpoint
 */
GInetSocketAddress *
sp_address_parse_endpoint (const char *text, uint16_t default_port, GError **error)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *host = NULL;
  const char *port_text = NULL;
  guint64 port = default_port;

  g_return_val_if_fail (text != NULL, NULL);

  if (text[0] == '[')
    {
      const char *end = strchr (text, ']');

      if (end != NULL && (end[1] == '\0' || end[1] == ':'))
        {
          host = g_strndup (text + 1, (gsize) (end - text - 1));
          port_text = end[1] == ':' ? end + 2 : NULL;
        }
    }
  else
    {
      const char *colon = strchr (text, ':');

      /* Two colons and no brackets: an IPv6 address without a port. */
      if (colon != NULL && strchr (colon + 1, ':') == NULL)
        {
          host = g_strndup (text, (gsize) (colon - text));
          port_text = colon + 1;
        }
      else
        {
          host = g_strdup (text);
        }
    }

  if (host != NULL)
    address = g_inet_address_new_from_string (host);
  if (address == NULL
      || (port_text != NULL && !g_ascii_string_to_unsigned (port_text, 10, 1, 65535, &port, NULL)))
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ADDRESS, "not an address: \"%s\"", text);
      return NULL;
    }
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (address, (uint16_t) port));
}

/**
 * sp_address_dup_endpoint_text:
 * @endpoint: an address with a port
 *
 * Returns: (transfer full): the form that [func@Signpost.address_parse_endpoint] reads, with port
 */
char *
sp_address_dup_endpoint_text (GInetSocketAddress *endpoint)
{
  g_autofree char *host = NULL;
  GInetAddress *address = NULL;

  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (endpoint), NULL);

  address = g_inet_socket_address_get_address (endpoint);
  host = g_inet_address_to_string (address);
  return g_strdup_printf (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "[%s]:%u"
                                                                                      : "%s:%u",
                          host, g_inet_socket_address_get_port (endpoint));
}

/**
 * sp_address_dup_text:
 * @endpoint: an address with a port
 *
 * Returns: (transfer full): the address alone
 */
char *
sp_address_dup_text (GInetSocketAddress *endpoint)
{
  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (endpoint), NULL);

  return g_inet_address_to_string (g_inet_socket_address_get_address (endpoint));
}
