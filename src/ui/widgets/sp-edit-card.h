/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpEditCard:
 *
 * One edit to be made where the records are kept: what changes, what to type in each field, the
 * way through the panel step by step, and after "I've Made This Change" what each server serves.
 * Values that the provider computes for the customer are asked for on the card that needs them.
 *
 * ## Actions
 *
 * `card.toggle-steps`: opens or closes the way through the panel.
 * `card.done`: the person says that the change was made. `card.put-back`: shows the card that takes
 * it back. `card.open-panel`: opens the page on which
 * the records are edited, or the one for signing in.
 */
#define SP_TYPE_EDIT_CARD (sp_edit_card_get_type ())
G_DECLARE_FINAL_TYPE (SpEditCard, sp_edit_card, SP, EDIT_CARD, AdwBin)

SpEditCard *sp_edit_card_new (SpWorkspace *workspace, SpDomain *domain, SpEdit *edit);
SpEdit *sp_edit_card_get_edit (SpEditCard *self);
SpDomain *sp_edit_card_get_domain (SpEditCard *self);
void sp_edit_card_set_edit (SpEditCard *self, SpEdit *edit);
void sp_edit_card_set_place (SpEditCard *self, guint position, guint n_cards);
void sp_edit_card_set_lock (SpEditCard *self, const char *reason);
void sp_edit_card_set_asks (SpEditCard *self, GPtrArray *asks, const char *lacks);

G_END_DECLS
