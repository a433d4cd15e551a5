/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpEditMatch:
 * @SP_EDIT_MATCH_NEW: every row that the edit adds or keeps is there, none that it removes, and
 *   nothing else that would void them (another MX, a second SPF record)
 * @SP_EDIT_MATCH_OLD: as it was before the edit
 * @SP_EDIT_MATCH_OTHER: something else
 *
 * What a served record set is to an edit.
 */
typedef enum {
  SP_EDIT_MATCH_NEW,
  SP_EDIT_MATCH_OLD,
  SP_EDIT_MATCH_OTHER,
} SpEditMatch;

SpEditMatch sp_edit_match (SpEdit *edit, const SpRecordSet *served);

/*
 * What went wrong with an edit, as a code: "quotes" (quote marks became part of the text),
 * "second-record" (a further record beside the one to be changed), "old-left" (the new rows came,
 * the old ones did not go), "rows-missing" (only some of the new rows came), "domain-appended" (the
 * panel added the domain to a host name), "cut-off" (the text ends early), "spaces" (differs in
 * spaces or line ends only), "number" (right host, other number), and, for a set found at the
 * doubled name, "name-doubled".
 */
const char *sp_edit_find_mistake (SpEdit *edit, const SpRecordSet *served);
const char *sp_edit_find_name_mistake (SpEdit *edit, const SpRecordSet *at_doubled_name);
SpName *sp_edit_dup_doubled_name (SpEdit *edit);

G_END_DECLS
