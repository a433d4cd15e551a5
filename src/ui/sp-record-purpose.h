/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpRecordPurpose:
 *
 * What a record is good for, in the order in which the groups of the records view stand.
 */
typedef enum {
  SP_PURPOSE_RECEIVING,
  SP_PURPOSE_SENDING,
  SP_PURPOSE_PROGRAMS,
  SP_PURPOSE_OWNERSHIP,
  SP_PURPOSE_WEBSITE,
  SP_PURPOSE_OTHER,
} SpRecordPurpose;

#define SP_N_PURPOSES (SP_PURPOSE_OTHER + 1)

SpRecordPurpose sp_record_purpose_find (SpSnapshot *snapshot, SpRecord *record, SpName *asked);
const char *sp_record_purpose_get_title (SpRecordPurpose purpose);
const char *sp_record_purpose_get_record_title (SpRecordPurpose purpose, SpRecord *record,
                                                SpName *asked);

G_END_DECLS
