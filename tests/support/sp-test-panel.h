/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/* A zone in memory: what a panel holds, as an array of SpRecord. @text is zone text whose origin is
 * @domain, without marks. */
GPtrArray *sp_test_panel_new (const char *domain, const char *text);
/* The same as zone text. */
char *sp_test_panel_dup_text (GPtrArray *panel, const char *origin);
/* What a person does with a card. What it removes has to be there. */
void sp_test_panel_apply (GPtrArray *panel, SpEdit *edit);
guint sp_test_panel_count (GPtrArray *panel, const char *owner, SpRrType type);
guint sp_test_panel_count_spf (GPtrArray *panel, const char *owner);

G_END_DECLS
