/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpProviderPage:
 *
 * Second step of the wizard: where mail should go, one click. The provider used now comes first.
 *
 * ## Signals
 *
 * `SpProviderPage::chosen` (provider, host): id of the provider, %NULL for "just check"; the host
 * name of an own server, else %NULL.
 */
#define SP_TYPE_PROVIDER_PAGE (sp_provider_page_get_type ())
G_DECLARE_FINAL_TYPE (SpProviderPage, sp_provider_page, SP, PROVIDER_PAGE, AdwNavigationPage)

SpProviderPage *sp_provider_page_new (SpWorkspace *workspace, SpReport *report);
SpReport *sp_provider_page_get_report (SpProviderPage *self);

G_END_DECLS
