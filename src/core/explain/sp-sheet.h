/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/checks/sp-finding.h"
#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit.h"
#include "core/plan/sp-timeline.h"

G_BEGIN_DECLS

/**
 * SpSheetLineKind:
 * @SP_SHEET_SENTENCE: whole sentences
 * @SP_SHEET_FIELD: a word and what belongs to it
 * @SP_SHEET_REMOVE: a record that goes
 * @SP_SHEET_ADD: a record that comes
 * @SP_SHEET_KEEP: a record that stays, or that was there
 * @SP_SHEET_COMMAND: a line for a terminal
 */
typedef enum {
  SP_SHEET_SENTENCE,
  SP_SHEET_FIELD,
  SP_SHEET_REMOVE,
  SP_SHEET_ADD,
  SP_SHEET_KEEP,
  SP_SHEET_COMMAND,
} SpSheetLineKind;

/**
 * SpSheetLine:
 * @kind: what it is
 * @label: (nullable): the word in front
 * @text: what is said, or the record; never markup
 */
typedef struct {
  SpSheetLineKind kind;
  char *label;
  char *text;
} SpSheetLine;

/**
 * SpSheetSection:
 * @title: (nullable): heading; %NULL for the first one, which stands below the sheet's title
 * @lines: (element-type SpSheetLine): its lines
 *
 * A part of a sheet that should not be torn apart.
 */
typedef struct {
  char *title;
  GPtrArray *lines;
} SpSheetSection;

/**
 * SpSheetChange:
 * @edit: (transfer none): the edit
 * @not_before: the time before which it must not be made, microseconds since 1970; 0 if none
 * @step: (nullable) (transfer none): the step of a move that it belongs to
 */
typedef struct {
  SpEdit *edit;
  gint64 not_before;
  SpStep *step;
} SpSheetChange;

/**
 * SpSheetInput:
 * @snapshot: what is published
 * @catalog: to name providers
 * @dns_host: (nullable): who keeps the records
 * @provider: (nullable): where mail is to go
 * @changes: (array length=n_changes): the edits, in their order
 * @n_changes: their number
 * @needs: (nullable) (element-type SpNeed): values that are still missing
 * @waiting: (nullable): [class@Edit] items that cannot be written yet
 * @unchecked: (nullable): [class@Unchecked] items that no edit could be planned for
 * @obstacle: (nullable): why nothing can be planned at all
 * @time_zone: (nullable): the person's time zone
 *
 * All that a sheet tells of.
 */
typedef struct {
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  SpDnsHost *dns_host;
  SpProvider *provider;
  const SpSheetChange *changes;
  guint n_changes;
  GPtrArray *needs;
  GListModel *waiting;
  GListModel *unchecked;
  SpFinding *obstacle;
  GTimeZone *time_zone;
} SpSheetInput;

/**
 * SpSheet:
 * @title: what it is
 * @sections: (element-type SpSheetSection): its parts
 *
 * The sheet for whoever manages the domain: what to remove and add, when, what has to stay, how to
 * check it and how to go back. The window prints it, the terminal and an email hold it as text.
 */
typedef struct {
  char *title;
  GPtrArray *sections;
} SpSheet;

SpSheet *sp_sheet_new (const SpSheetInput *input);
SpSheet *sp_sheet_new_for_move (const SpSheetInput *input, SpTimeline *timeline);
void sp_sheet_free (SpSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSheet, sp_sheet_free)

const char *sp_sheet_get_sign (SpSheetLineKind kind);
char *sp_sheet_dup_text (const SpSheet *self);
char *sp_sheet_dup_mail_uri (const SpSheet *self);

G_END_DECLS
