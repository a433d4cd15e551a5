/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

/**
 * SpReportContext:
 * @choices: what the person decided
 * @earlier: (nullable): the snapshot before
 * @stage_hosts: (nullable): MX hosts that the stage of a move expects
 * @is_moving: whether a move is under way
 *
 * What a report takes into account beside the snapshot.
 */
typedef struct {
  SpChoices choices;
  SpSnapshot *earlier;
  const char *const *stage_hosts;
  gboolean is_moving;
} SpReportContext;

SpReport *sp_report_new (SpQuestion *question, SpSnapshot *snapshot, SpCatalog *catalog,
                         const SpReportContext *context);

G_END_DECLS
