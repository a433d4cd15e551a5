/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

void sp_text_print_finding (SpFinding *finding, gboolean with_color);
void sp_text_print_report (SpReport *report, gboolean with_color);
void sp_text_print_wrapped (const char *text, const char *first, const char *further);
void sp_text_print_heading (const char *text, gboolean with_color);

G_END_DECLS
