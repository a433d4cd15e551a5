/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-domain.h"

G_BEGIN_DECLS

/**
 * SpChangeGroup:
 * @SP_CHANGE_NOW: may be made now, or is being watched
 * @SP_CHANGE_LATER: must wait for a time, or for another change
 * @SP_CHANGE_DONE: live
 */
typedef enum {
  SP_CHANGE_NOW,
  SP_CHANGE_LATER,
  SP_CHANGE_DONE,
} SpChangeGroup;

/**
 * SpChange:
 * @edit: (transfer full): the edit
 * @group: where its card stands
 * @not_before: the time before which it must not be made, microseconds since 1970; 0 if none
 * @waits_for: (nullable) (transfer full): the edit that has to be live first
 *
 * An edit and when it may be made.
 */
typedef struct {
  SpEdit *edit;
  SpChangeGroup group;
  gint64 not_before;
  SpEdit *waits_for;
} SpChange;

GPtrArray *sp_change_list_new (SpDomain *domain, gint64 now);
guint sp_change_list_count_open (GPtrArray *changes);

G_END_DECLS
