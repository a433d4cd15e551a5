/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

/**
 * SpReportChoices:
 * @provider: (nullable): id of the provider wanted
 * @filter: (nullable): id of the filter in front
 * @dns_host: (nullable): id of the panel, %NULL for the recognised one
 * @values: (nullable) (element-type utf8 utf8): values given for keys of the provider
 * @earlier: (nullable): the snapshot before
 * @stage_hosts: (nullable): MX hosts that the stage of a move expects
 * @is_moving: whether a move is under way
 *
 * What a report takes into account beside the snapshot.
 */
typedef struct {
  const char *provider;
  const char *filter;
  const char *dns_host;
  GHashTable *values;
  SpSnapshot *earlier;
  const char *const *stage_hosts;
  gboolean is_moving;
} SpReportChoices;

SpReport *sp_report_new (SpQuestion *question, SpSnapshot *snapshot, SpCatalog *catalog,
                         const SpReportChoices *choices);

G_END_DECLS
