/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpEditPlace:
 *
 * Stands above the cards of edits: in whose panel they are made, with the way to another, and what
 * makes every edit useless as long as it is so.
 */
#define SP_TYPE_EDIT_PLACE (sp_edit_place_get_type ())
G_DECLARE_FINAL_TYPE (SpEditPlace, sp_edit_place, SP, EDIT_PLACE, AdwBin)

void sp_edit_place_show (SpEditPlace *self, SpReport *report, gboolean in_practice);

G_END_DECLS
