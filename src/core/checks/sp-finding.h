/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-fact.h"

G_BEGIN_DECLS

/**
 * SpLevel:
 *
 * How bad a finding is: from 0, in order (or worth knowing), to 4, mail is being lost.
 */
typedef enum {
  SP_LEVEL_IN_ORDER = 0,
  SP_LEVEL_TIDY_UP = 1,
  SP_LEVEL_LATER = 2,
  SP_LEVEL_MAY_BOUNCE = 3,
  SP_LEVEL_LOST = 4,
} SpLevel;

/**
 * SpFinding:
 *
 * One thing found, as code and facts; `explain/` makes words of it. @subject is the name it is
 * about (no final dot). Details are strings by key, for example "provider" or "count"; each rule
 * documents its keys beside its check. Evidence is what was seen, one line each, in zone text.
 */
#define SP_TYPE_FINDING (sp_finding_get_type ())
G_DECLARE_FINAL_TYPE (SpFinding, sp_finding, SP, FINDING, GObject)

SpFinding *sp_finding_new (const char *id, SpLevel level, const char *subject,
                           const char *reference);
const char *sp_finding_get_id (SpFinding *self);
SpLevel sp_finding_get_level (SpFinding *self);
const char *sp_finding_get_subject (SpFinding *self);
const char *sp_finding_get_reference (SpFinding *self);
const char *sp_finding_get_detail (SpFinding *self, const char *key);
const char *const *sp_finding_get_evidence (SpFinding *self);

void sp_finding_set_detail (SpFinding *self, const char *key, const char *value);
void sp_finding_add_evidence (SpFinding *self, const char *line);

/**
 * SpUnchecked:
 *
 * A rule that could not be decided for a subject, why, and which servers did not help.
 */
#define SP_TYPE_UNCHECKED (sp_unchecked_get_type ())
G_DECLARE_FINAL_TYPE (SpUnchecked, sp_unchecked, SP, UNCHECKED, GObject)

SpUnchecked *sp_unchecked_new (const char *id, const char *subject, SpReason reason,
                               const char *const *servers);
const char *sp_unchecked_get_id (SpUnchecked *self);
const char *sp_unchecked_get_subject (SpUnchecked *self);
SpReason sp_unchecked_get_reason (SpUnchecked *self);
const char *const *sp_unchecked_get_servers (SpUnchecked *self);

G_END_DECLS
