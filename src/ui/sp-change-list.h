/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-domain.h"

G_BEGIN_DECLS

/**
 * SpAsk:
 * @provider: (transfer full): whose value it is
 * @need: (transfer full): what is asked
 * @value: (nullable): what was given already
 *
 * A value of the customer that a card asks for, or lets correct.
 */
typedef struct {
  SpProvider *provider;
  SpNeed *need;
  char *value;
} SpAsk;

/**
 * SpChangeGroup:
 * @SP_CHANGE_NOW: may be made now, or is being watched
 * @SP_CHANGE_LATER: must wait for a time, or for another change
 * @SP_CHANGE_DONE: live
 * @SP_CHANGE_OPTIONAL: becomes a change only if a value is given that nobody insists on
 * @SP_CHANGE_BACK: puts back what was there before the changes
 */
typedef enum {
  SP_CHANGE_NOW,
  SP_CHANGE_LATER,
  SP_CHANGE_DONE,
  SP_CHANGE_OPTIONAL,
  SP_CHANGE_BACK,
} SpChangeGroup;

/**
 * SpChange:
 * @edit: (transfer full): the edit
 * @group: where its card stands
 * @not_before: the time before which it must not be made, microseconds since 1970; 0 if none
 * @waits_for: (nullable) (transfer full): the edit that has to be live first
 * @asks: (element-type SpAsk): values that its card asks for
 * @lacks: (nullable): label of a value that it needs and that a card before it asks for
 *
 * An edit and when it may be made.
 */
typedef struct {
  SpEdit *edit;
  SpChangeGroup group;
  gint64 not_before;
  SpEdit *waits_for;
  GPtrArray *asks;
  char *lacks;
} SpChange;

GPtrArray *sp_change_list_new (SpDomain *domain, SpCatalog *catalog, gint64 now);
void sp_change_list_add_back (GPtrArray *changes, SpDomain *domain);
guint sp_change_list_count_open (GPtrArray *changes);

G_END_DECLS
