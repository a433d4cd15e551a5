/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-arrival.h"
#include "core/checks/sp-recheck.h"
#include "core/mail/sp-came-back.h"
#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpReadingCause:
 * @cause: why
 * @domain: (nullable): whose business it is
 * @is_yours: whether the person said that this domain is theirs, or saved it
 * @state: what DNS says of it now
 * @findings: (element-type SpFinding): what DNS shows now
 * @report: (nullable): the whole of what was found at @domain
 *
 * One cause, compared with the present.
 */
typedef struct {
  const SpBounceCause *cause;
  SpName *domain;
  gboolean is_yours;
  SpRecheck state;
  GPtrArray *findings;
  SpReport *report;
} SpReadingCause;

/**
 * SpReading:
 *
 * What came back, read and compared with what DNS says now.
 */
#define SP_TYPE_READING (sp_reading_get_type ())
G_DECLARE_FINAL_TYPE (SpReading, sp_reading, SP, READING, GObject)

SpCameBackKind sp_reading_get_kind (SpReading *self);
const SpArrival *sp_reading_get_arrival (SpReading *self);
const SpBounce *sp_reading_get_bounce (SpReading *self);
GPtrArray *sp_reading_get_causes (SpReading *self);
gboolean sp_reading_get_level (SpReading *self, SpLevel *level);
char *sp_reading_dup_shown_text (GBytes *bytes);

void sp_reading_new_async (SpWorkspace *workspace, const char *text, gssize length, SpName *yours,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
SpReading *sp_reading_new_finish (GAsyncResult *result, GError **error);

G_END_DECLS
