/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-reading.h"

G_BEGIN_DECLS

char *sp_explain_cause_title (const SpBounceCause *cause);
char *sp_explain_cause_text (const SpBounceCause *cause);
char *sp_explain_cause_fix (const SpBounceCause *cause);
char *sp_explain_cause_place (const SpReadingCause *cause);
char *sp_explain_recheck (const SpReadingCause *cause);

char *sp_explain_reading_title (SpReading *reading);
char *sp_explain_reading_text (SpReading *reading);
char *sp_explain_proof (const SpProof *proof, const SpArrival *arrival);
char *sp_explain_claim (const SpClaim *claim);
char *sp_explain_hop (const SpHop *hop);
char *sp_explain_hop_delay (const SpHop *hop);
char *sp_explain_entry (const SpArrival *arrival);
char *sp_explain_recipient (const SpBounceRecipient *recipient);

G_END_DECLS
