/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpDkimPlaceState:
 * @SP_DKIM_PLACE_ABSENT: no key is there, or only what a wildcard answers everywhere
 * @SP_DKIM_PLACE_UNKNOWN: could not be checked
 * @SP_DKIM_PLACE_DEAD_ALIAS: an alias whose end has no key
 * @SP_DKIM_PLACE_KEY: something that is meant to be a key
 *
 * What is found at one key name.
 */
typedef enum {
  SP_DKIM_PLACE_ABSENT,
  SP_DKIM_PLACE_UNKNOWN,
  SP_DKIM_PLACE_DEAD_ALIAS,
  SP_DKIM_PLACE_KEY,
} SpDkimPlaceState;

/**
 * SpDkimPlace:
 * @fact: (transfer none): what is known of the name
 * @doubt: (transfer none) (nullable): the fact that would tell what is found there, if that is
 *   unknown: @fact itself, or what a wildcard answers
 * @state: what is found there
 * @record: (transfer none) (nullable): the key
 * @n_keys: how many records of the name are meant to be keys
 *
 * A key name and what is there; valid as long as its snapshot.
 */
typedef struct {
  SpFact *fact;
  SpFact *doubt;
  SpDkimPlaceState state;
  SpRecord *record;
  guint n_keys;
} SpDkimPlace;

SpDkimPlace sp_dkim_place_read (const SpSnapshot *snapshot, SpFact *fact);
char *sp_dkim_place_dup_selector (const SpSnapshot *snapshot, const SpDkimPlace *place);
GArray *sp_dkim_places_dup_asked (const SpSnapshot *snapshot);
gboolean sp_dkim_is_surely_none (const SpSnapshot *snapshot);

G_END_DECLS
