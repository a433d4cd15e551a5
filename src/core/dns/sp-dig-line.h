/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"
#include "core/dns/sp-rr-type.h"

#include <gio/gio.h>

G_BEGIN_DECLS

char *sp_dig_line_new (const SpName *server, GInetSocketAddress *endpoint, const SpName *name,
                       SpRrType type);

G_END_DECLS
