/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpServer:
 *
 * Someone to ask: a name server with its addresses, in the order to be tried, or a recursive
 * resolver (without a name). Immutable, counted.
 */
#define SP_TYPE_SERVER (sp_server_get_type ())
typedef struct _SpServer SpServer;

GType sp_server_get_type (void);
SpServer *sp_server_new (SpName *name, GPtrArray *endpoints);
SpServer *sp_server_ref (SpServer *self);
void sp_server_unref (SpServer *self);

SpName *sp_server_get_name (const SpServer *self);
GPtrArray *sp_server_get_endpoints (const SpServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpServer, sp_server_unref)

G_END_DECLS
