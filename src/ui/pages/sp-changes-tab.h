/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpChangesTab:
 *
 * The edits to make, as cards in the safe order, and the values that the plan waits for.
 */
#define SP_TYPE_CHANGES_TAB (sp_changes_tab_get_type ())
G_DECLARE_FINAL_TYPE (SpChangesTab, sp_changes_tab, SP, CHANGES_TAB, AdwBin)

void sp_changes_tab_set_domain (SpChangesTab *self, SpWorkspace *workspace, SpDomain *domain);
void sp_changes_tab_show_edit (SpChangesTab *self, const char *edit_id);
guint sp_changes_tab_count_open (SpChangesTab *self);

G_END_DECLS
