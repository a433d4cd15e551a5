/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/checks/sp-dmarc-discovery.h"

G_BEGIN_DECLS

void sp_json_add_dmarc (JsonBuilder *builder, const SpDmarcDiscovery *found);
void sp_json_add_senders (JsonBuilder *builder, SpSnapshot *snapshot);

G_END_DECLS
