/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-report.h"

G_BEGIN_DECLS

char *sp_place_text_dup_kept_at (SpReport *report);
char *sp_place_text_dup_panel (SpReport *report);
char *sp_place_text_dup_title (SpReport *report);

G_END_DECLS
