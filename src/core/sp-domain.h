/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-timeline.h"
#include "core/sp-report.h"
#include "core/verify/sp-edit-watch.h"

G_BEGIN_DECLS

/**
 * SpDomain:
 *
 * A saved domain: what the person chose, the newest report, the edits under observation, and the
 * move, if one is planned. Belongs to its workspace, which changes and stores it.
 *
 * Properties `report`, `busy`, `provider` and `timeline` notify; so a page binds to them.
 */
#define SP_TYPE_DOMAIN (sp_domain_get_type ())
G_DECLARE_FINAL_TYPE (SpDomain, sp_domain, SP, DOMAIN, GObject)

SpName *sp_domain_get_name (SpDomain *self);
const char *sp_domain_get_provider (SpDomain *self);
const char *sp_domain_get_filter (SpDomain *self);
const char *sp_domain_get_dns_host (SpDomain *self);
const char *sp_domain_get_value (SpDomain *self, const char *key);
SpReport *sp_domain_get_report (SpDomain *self);
gboolean sp_domain_is_busy (SpDomain *self);
GListModel *sp_domain_get_watches (SpDomain *self);
SpEditWatch *sp_domain_find_watch (SpDomain *self, const char *edit_id);
gint64 sp_domain_get_origin_time (SpDomain *self);
SpEditPlan *sp_domain_dup_way_back (SpDomain *self);
SpTimeline *sp_domain_get_timeline (SpDomain *self);
gboolean sp_domain_is_moving (SpDomain *self);

G_END_DECLS
