/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

/**
 * SpReportContext:
 * @choices: what the person decided
 * @earlier: (nullable): the snapshot before
 * @observations: (nullable) (element-type SpObservation): all that was recorded
 * @stage_hosts: (nullable): MX hosts that the stage of a move expects
 * @is_moving: whether a move is under way
 * @site_sends_mail: whether the person said that the website sends mail
 *
 * What a report takes into account beside the snapshot.
 */
typedef struct {
  SpChoices choices;
  SpSnapshot *earlier;
  GPtrArray *observations;
  const char *const *stage_hosts;
  gboolean is_moving;
  gboolean site_sends_mail;
} SpReportContext;

SpReport *sp_report_new (SpQuestion *question, SpSnapshot *snapshot, SpCatalog *catalog,
                         const SpReportContext *context);

G_END_DECLS
