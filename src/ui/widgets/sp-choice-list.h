/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpChoiceList:
 *
 * Companies to choose one of: a list of [class@ChoiceRow] with a field above it that searches
 * their names. Enter in the field leads to the first row that is left.
 *
 * ## Signals
 *
 * `SpChoiceList::chosen` (id): a row was activated; its id may be %NULL.
 *
 * `SpChoiceList::stopped`: Escape was pressed while nothing was searched for.
 */
#define SP_TYPE_CHOICE_LIST (sp_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (SpChoiceList, sp_choice_list, SP, CHOICE_LIST, GtkBox)

void sp_choice_list_append (SpChoiceList *self, const char *id, const char *title,
                            const char *subtitle);
void sp_choice_list_focus_first (SpChoiceList *self);

G_END_DECLS
