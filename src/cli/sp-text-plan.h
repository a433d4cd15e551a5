/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"
#include "core/plan/sp-timeline.h"

G_BEGIN_DECLS

void sp_text_print_plan (SpReport *report, SpCatalog *catalog, gboolean with_color);
void sp_text_print_sheet (SpReport *report, SpTimeline *timeline, SpCatalog *catalog);
void sp_text_print_timeline (SpTimeline *timeline, SpReport *report, SpCatalog *catalog,
                             SpProvider *provider, gint64 now, gboolean with_color);

G_END_DECLS
