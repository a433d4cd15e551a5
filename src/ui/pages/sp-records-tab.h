/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpRecordsTab:
 *
 * What is published, grouped by purpose.
 */
#define SP_TYPE_RECORDS_TAB (sp_records_tab_get_type ())
G_DECLARE_FINAL_TYPE (SpRecordsTab, sp_records_tab, SP, RECORDS_TAB, AdwBin)

void sp_records_tab_set_domain (SpRecordsTab *self, SpWorkspace *workspace, SpDomain *domain);
void sp_records_tab_find (SpRecordsTab *self);

G_END_DECLS
