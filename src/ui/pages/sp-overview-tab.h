/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpOverviewTab:
 *
 * How the domain is, and the one next step.
 */
#define SP_TYPE_OVERVIEW_TAB (sp_overview_tab_get_type ())
G_DECLARE_FINAL_TYPE (SpOverviewTab, sp_overview_tab, SP, OVERVIEW_TAB, AdwBin)

void sp_overview_tab_set_domain (SpOverviewTab *self, SpWorkspace *workspace, SpDomain *domain);

G_END_DECLS
