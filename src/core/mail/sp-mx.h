/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"

G_BEGIN_DECLS

/**
 * SpMxHostKind:
 * @SP_MX_HOST_NAME: a host name
 * @SP_MX_HOST_NULL: the root: "no mail here" (RFC 7505)
 * @SP_MX_HOST_ADDRESS: reads as an IP address, alone or with the domain appended
 * @SP_MX_HOST_BAD: no legal host name (RFC 1123 §2.1)
 *
 * What the target of an MX record is.
 */
typedef enum {
  SP_MX_HOST_NAME,
  SP_MX_HOST_NULL,
  SP_MX_HOST_ADDRESS,
  SP_MX_HOST_BAD,
} SpMxHostKind;

SpMxHostKind sp_mx_host_classify (const SpName *host, const SpName *domain);
GInetAddress *sp_mx_host_dup_address (const SpName *host, const SpName *domain);
SpName *sp_mx_host_dup_meant (const SpName *host, const SpName *domain, const SpName *own);
gboolean sp_mx_set_is_null (const SpRecordSet *set);
gboolean sp_mx_set_has_null (const SpRecordSet *set);
GPtrArray *sp_mx_set_dup_order (const SpRecordSet *set);

G_END_DECLS
