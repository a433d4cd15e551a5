/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/checks/sp-finding.h"

G_BEGIN_DECLS

/**
 * SpResultRow:
 *
 * One result in words that may hold text of strangers, all of it shown. It can have a mark, and
 * can lead to a domain.
 *
 * ## Actions
 *
 * `row.activate`, if it leads somewhere.
 */
#define SP_TYPE_RESULT_ROW (sp_result_row_get_type ())
G_DECLARE_FINAL_TYPE (SpResultRow, sp_result_row, SP, RESULT_ROW, AdwActionRow)

SpResultRow *sp_result_row_new (const char *title, const char *subtitle);
void sp_result_row_show_level (SpResultRow *self, SpLevel level);
void sp_result_row_show_unknown (SpResultRow *self);
void sp_result_row_lead_to (SpResultRow *self, SpName *domain);
SpName *sp_result_row_get_domain (SpResultRow *self);

G_END_DECLS
