/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/sp-reading.h"

G_BEGIN_DECLS

void sp_json_add_reading (JsonBuilder *builder, SpReading *reading);

G_END_DECLS
