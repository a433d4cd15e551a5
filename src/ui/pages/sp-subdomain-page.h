/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/widgets/sp-domain-field.h"

G_BEGIN_DECLS

/**
 * SpSubdomainPage:
 *
 * Asks which name below a domain is to get mail of its own; the choice of a provider follows, as
 * in the wizard.
 */
#define SP_TYPE_SUBDOMAIN_PAGE (sp_subdomain_page_get_type ())
G_DECLARE_FINAL_TYPE (SpSubdomainPage, sp_subdomain_page, SP, SUBDOMAIN_PAGE, AdwNavigationPage)

SpSubdomainPage *sp_subdomain_page_new (SpWorkspace *workspace, SpName *domain);
SpDomainField *sp_subdomain_page_get_field (SpSubdomainPage *self);

G_END_DECLS
