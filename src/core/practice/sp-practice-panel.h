/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/practice/sp-practice-world.h"

G_BEGIN_DECLS

/**
 * SpPracticeRow:
 * @type: the type chosen
 * @name: what was typed as name; empty and "@" mean the zone itself
 * @priority: (nullable): what was typed as priority, for MX and SRV
 * @value: what was typed as value; for SRV weight, port and host
 * @ttl: (nullable): what was typed as time, in seconds; empty for the panel's choice
 *
 * The fields of one row of a pretend DNS panel, as a person filled them in.
 */
typedef struct {
  SpRrType type;
  const char *name;
  const char *priority;
  const char *value;
  const char *ttl;
} SpPracticeRow;

SpRecord *sp_practice_panel_read_row (SpPracticeWorld *world, const SpName *domain,
                                      const SpPracticeRow *row, GError **error);
gboolean sp_practice_panel_change (SpPracticeWorld *world, const SpName *domain,
                                   const SpRecord *old, SpRecord *new_record, GError **error);

G_END_DECLS
