/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/plan/sp-timeline.h"
#include "core/sp-report.h"

G_BEGIN_DECLS

void sp_json_add_unchecked (JsonBuilder *builder, SpUnchecked *unchecked);
void sp_json_add_plan (JsonBuilder *builder, SpReport *report, const char *provider,
                       SpCatalog *catalog);
void sp_json_add_timeline (JsonBuilder *builder, SpTimeline *timeline, SpSnapshot *snapshot,
                           SpDnsHost *host, GListModel *waiting, const char *provider);

G_END_DECLS
