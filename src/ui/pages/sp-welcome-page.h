/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/widgets/sp-domain-field.h"

G_BEGIN_DECLS

/**
 * SpWelcomePage:
 *
 * First step of the wizard: one field for a domain.
 */
#define SP_TYPE_WELCOME_PAGE (sp_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (SpWelcomePage, sp_welcome_page, SP, WELCOME_PAGE, AdwNavigationPage)

SpWelcomePage *sp_welcome_page_new (SpWorkspace *workspace);
SpDomainField *sp_welcome_page_get_field (SpWelcomePage *self);

G_END_DECLS
