/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-resolver.h"

G_BEGIN_DECLS

void sp_resolver_start_interception_probe_at (SpResolver *self, GPtrArray *endpoints);

G_END_DECLS
