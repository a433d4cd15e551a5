/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-domain-private.h"
#include "core/sp-report-private.h"
#include "core/sp-workspace.h"
#include "core/store/sp-store.h"

G_BEGIN_DECLS

SpStore *sp_workspace_get_store (SpWorkspace *self);
SpReport *sp_workspace_make_report (SpWorkspace *self, SpQuestion *question, SpSnapshot *snapshot,
                                    const SpChoices *choices);
void sp_stored_domain_get_choices (const SpStoredDomain *stored, SpChoices *choices);
SpTimeline *sp_workspace_compute_timeline (SpWorkspace *self, const SpMove *move,
                                           SpSnapshot *snapshot, GError **error);
void sp_workspace_keep_origin (SpWorkspace *self, SpDomain *domain, SpEdit *edit);
gboolean sp_workspace_update_timeline (SpWorkspace *self, SpDomain *domain, GError **error);

G_END_DECLS
