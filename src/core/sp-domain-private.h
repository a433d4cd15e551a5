/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-domain.h"
#include "core/store/sp-store.h"

G_BEGIN_DECLS

SpDomain *sp_domain_new (SpStoredDomain *stored);
SpStoredDomain *sp_domain_get_stored (SpDomain *self);
void sp_domain_set_report (SpDomain *self, SpReport *report);
void sp_domain_set_busy (SpDomain *self, gboolean busy);
void sp_domain_set_timeline (SpDomain *self, SpTimeline *timeline);
void sp_domain_choices_changed (SpDomain *self);
void sp_domain_add_watch (SpDomain *self, SpEditWatch *watch);
SpOrigin *sp_domain_get_origin (SpDomain *self);
void sp_domain_take_origin (SpDomain *self, SpOrigin *origin);

G_END_DECLS
