/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/checks/sp-checks.h"
#include "core/checks/sp-checks.h"

G_BEGIN_DECLS

/**
 * SpSummaryCard:
 *
 * One of the large buttons of the overview: an area and how it is.
 */
#define SP_TYPE_SUMMARY_CARD (sp_summary_card_get_type ())
G_DECLARE_FINAL_TYPE (SpSummaryCard, sp_summary_card, SP, SUMMARY_CARD, GtkButton)

void sp_summary_card_show (SpSummaryCard *self, SpVerdict *verdict, SpArea area,
                           const char *detail);

G_END_DECLS
