/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/plan/sp-timeline.h"

G_BEGIN_DECLS

/**
 * SpCalendarInput:
 * @timeline: the dated steps
 * @domain: the domain that moves
 * @provider: where it moves to
 * @catalog: to name providers
 * @now: when the calendar is written, microseconds since 1970
 * @time_zone: (nullable): the person's time zone, for times inside sentences
 *
 * All that a calendar of a move tells of.
 */
typedef struct {
  SpTimeline *timeline;
  SpName *domain;
  SpProvider *provider;
  SpCatalog *catalog;
  gint64 now;
  GTimeZone *time_zone;
} SpCalendarInput;

char *sp_calendar_dup_text (const SpCalendarInput *input);

G_END_DECLS
