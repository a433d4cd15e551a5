/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

char *sp_verdict_text_dup_headline (SpReport *report);
char *sp_verdict_text_dup_summary (SpVerdict *verdict);

G_END_DECLS
