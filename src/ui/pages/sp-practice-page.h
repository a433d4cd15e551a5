/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpPracticePage:
 *
 * The domains of the practice world and their stories.
 *
 * ## Signals
 *
 * `SpPracticePage::chosen` (name).
 */
#define SP_TYPE_PRACTICE_PAGE (sp_practice_page_get_type ())
G_DECLARE_FINAL_TYPE (SpPracticePage, sp_practice_page, SP, PRACTICE_PAGE, AdwNavigationPage)

SpPracticePage *sp_practice_page_new (SpWorkspace *workspace);

G_END_DECLS
