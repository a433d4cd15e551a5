/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-timeline.h"
#include "core/sp-report-private.h"

G_BEGIN_DECLS

/* What has to hold of all that follows from a snapshot, whatever is in it: for targets whose input
 * becomes one. */

SpCatalog *sp_fuzz_get_catalog (void);
const char *sp_fuzz_take_provider (const char *id);
void sp_fuzz_check_words (const char *text);
void sp_fuzz_check_saving (SpSnapshot *snapshot);
void sp_fuzz_check_report (SpSnapshot *snapshot, const SpReportContext *context);
void sp_fuzz_check_timeline (const SpMove *move, GPtrArray *servers, GPtrArray *observations,
                             gint64 now);

G_END_DECLS
