/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/sp-report.h"

G_BEGIN_DECLS

void sp_json_add_mx (JsonBuilder *builder, SpSnapshot *snapshot, SpCatalog *catalog);
void sp_json_add_report (JsonBuilder *builder, SpReport *report, SpCatalog *catalog);

G_END_DECLS
