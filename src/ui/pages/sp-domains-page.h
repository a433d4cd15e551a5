/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpDomainsPage:
 *
 * The saved domains.
 *
 * ## Signals
 *
 * `SpDomainsPage::chosen` (domain).
 */
#define SP_TYPE_DOMAINS_PAGE (sp_domains_page_get_type ())
G_DECLARE_FINAL_TYPE (SpDomainsPage, sp_domains_page, SP, DOMAINS_PAGE, AdwNavigationPage)

SpDomainsPage *sp_domains_page_new (SpWorkspace *workspace);
void sp_domains_page_hide_domain (SpDomainsPage *self, SpDomain *domain);
gboolean sp_domains_page_is_empty (SpDomainsPage *self);

G_END_DECLS
