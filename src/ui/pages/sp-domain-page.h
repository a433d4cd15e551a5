/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpDomainPage:
 *
 * A domain: five views side by side, where its records are kept, and when it was checked.
 *
 * ## Actions
 *
 * `domain.check-again`, `domain.next-step`, `domain.find`, `domain.show-view` (name),
 * `domain.show-edit` (edit id), `domain.remove`, `domain.start-over` (practice only).
 */
#define SP_TYPE_DOMAIN_PAGE (sp_domain_page_get_type ())
G_DECLARE_FINAL_TYPE (SpDomainPage, sp_domain_page, SP, DOMAIN_PAGE, AdwNavigationPage)

SpDomainPage *sp_domain_page_new (SpWorkspace *workspace, SpDomain *domain);
SpDomain *sp_domain_page_get_domain (SpDomainPage *self);
void sp_domain_page_show_view (SpDomainPage *self, const char *name);
void sp_domain_page_check_stale (SpDomainPage *self);

G_END_DECLS
