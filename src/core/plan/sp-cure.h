/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit-plan.h"

G_BEGIN_DECLS

/**
 * SpArea:
 * @SP_AREA_RECEIVING: where mail is delivered
 * @SP_AREA_SENDING: who may send, the seal, the rule for forged mail
 * @SP_AREA_PROGRAMS: how mail programs find the server
 * @SP_AREA_KEEPING: where the records are kept
 *
 * What a rule is about, for people.
 */
typedef enum {
  SP_AREA_RECEIVING,
  SP_AREA_SENDING,
  SP_AREA_PROGRAMS,
  SP_AREA_KEEPING,
} SpArea;

SpArea sp_cure_area_of (const char *rule_id);
SpEdit *sp_cure_find (SpEditPlan *plan, SpFinding *finding);

G_END_DECLS
