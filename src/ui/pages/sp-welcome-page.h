/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpWelcomePage:
 *
 * First step of the wizard: one field for a domain. What was typed is cleaned and inspected here;
 * trouble is a sentence under the field.
 *
 * ## Signals
 *
 * `SpWelcomePage::inspected` (report): a domain that is not saved yet has been looked at.
 *
 * `SpWelcomePage::known` (domain): a domain was typed that is saved already.
 */
#define SP_TYPE_WELCOME_PAGE (sp_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (SpWelcomePage, sp_welcome_page, SP, WELCOME_PAGE, AdwNavigationPage)

SpWelcomePage *sp_welcome_page_new (SpWorkspace *workspace);
void sp_welcome_page_look_up (SpWelcomePage *self, const char *typed);

G_END_DECLS
