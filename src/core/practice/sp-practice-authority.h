/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-data.h"

G_BEGIN_DECLS

void sp_practice_authority_answer (const SpPracticeData *data, const SpPracticeHost *host,
                                   const SpMessage *query, gint64 now, SpMessage *reply);

G_END_DECLS
