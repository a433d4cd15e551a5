/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-checks.h"
#include "core/mail/sp-bounce-cause.h"

G_BEGIN_DECLS

/**
 * SpRecheck:
 * @SP_RECHECK_NOT_ASKED: nobody looked: the domain is not known, or not the person's
 * @SP_RECHECK_NOT_IN_DNS: DNS cannot show it, or shows nothing that explains it
 * @SP_RECHECK_UNKNOWN: could not be checked
 * @SP_RECHECK_NOT_SO: DNS does not show it now
 * @SP_RECHECK_STILL_SO: DNS shows it now
 *
 * What DNS says now of a cause that a report names.
 */
typedef enum {
  SP_RECHECK_NOT_ASKED,
  SP_RECHECK_NOT_IN_DNS,
  SP_RECHECK_UNKNOWN,
  SP_RECHECK_NOT_SO,
  SP_RECHECK_STILL_SO,
} SpRecheck;

const char *sp_recheck_to_string (SpRecheck recheck);
SpRecheck sp_recheck_cause (const SpBounceCause *cause, SpVerdict *verdict, GPtrArray *findings);

G_END_DECLS
