/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SP_DNS_ERROR:
 *
 * The error domain of the `dns` room. What a server answered is never an error here: it comes
 * back as an outcome of a [struct@Answer].
 */
#define SP_DNS_ERROR (sp_dns_error_quark ())

/**
 * SpDnsError:
 * @SP_DNS_ERROR_NAME: text is not a domain name (RFC 1035 §2.3.4, §5.1)
 * @SP_DNS_ERROR_ADDRESS: text is not an address, or its port is out of range
 * @SP_DNS_ERROR_ZONE: zone text has a mistake; the message names the line
 * @SP_DNS_ERROR_MESSAGE: bytes are not a DNS message, or a message cannot be written
 * @SP_DNS_ERROR_CHANNEL: no DNS channel could be made, or no name server is configured
 */
typedef enum {
  SP_DNS_ERROR_NAME,
  SP_DNS_ERROR_ADDRESS,
  SP_DNS_ERROR_ZONE,
  SP_DNS_ERROR_MESSAGE,
  SP_DNS_ERROR_CHANNEL,
} SpDnsError;

GQuark sp_dns_error_quark (void);

G_END_DECLS
