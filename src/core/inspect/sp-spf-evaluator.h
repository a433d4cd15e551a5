/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspector.h"
#include "core/inspect/sp-spf-verdict.h"

G_BEGIN_DECLS

/**
 * SpSpfRequest:
 * @domain: the domain whose record decides, as it came from a client; any text
 * @address: the client
 * @sender: (nullable): the MAIL FROM address; without one it is postmaster at @helo
 * @helo: (nullable): the name in HELO or EHLO; without one @domain stands for it
 * @receiver: (nullable): name of the host that receives the message, for the macro `r`
 *
 * The arguments of check_host (RFC 7208 §4.1).
 */
typedef struct {
  const char *domain;
  GInetAddress *address;
  const char *sender;
  const char *helo;
  const char *receiver;
} SpSpfRequest;

void sp_spf_evaluate_async (SpNetwork *network, SpClock *clock, const SpSpfRequest *request,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
SpSpfVerdict *sp_spf_evaluate_finish (GAsyncResult *result, GError **error);

G_END_DECLS
