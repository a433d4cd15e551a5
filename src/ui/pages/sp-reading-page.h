/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpReadingPage:
 *
 * What came back: a field to paste the header of a received message or a bounce into, and what it
 * tells. `::chosen` (a domain) asks to look at the domain that a finding is about.
 *
 * ## Actions
 *
 * `reading.read`, `reading.open`.
 */
#define SP_TYPE_READING_PAGE (sp_reading_page_get_type ())
G_DECLARE_FINAL_TYPE (SpReadingPage, sp_reading_page, SP, READING_PAGE, AdwNavigationPage)

SpReadingPage *sp_reading_page_new (SpWorkspace *workspace);

G_END_DECLS
