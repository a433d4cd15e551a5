/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpSightingState:
 * @SP_SIGHTING_ASKING: asked, no answer yet
 * @SP_SIGHTING_NEW: serves what the edit wants
 * @SP_SIGHTING_OLD: serves what was there before
 * @SP_SIGHTING_OTHER: serves something else
 * @SP_SIGHTING_SILENT: gave no answer that counts
 */
typedef enum {
  SP_SIGHTING_ASKING,
  SP_SIGHTING_NEW,
  SP_SIGHTING_OLD,
  SP_SIGHTING_OTHER,
  SP_SIGHTING_SILENT,
} SpSightingState;

const char *sp_sighting_state_to_string (SpSightingState state);

/**
 * SpSighting:
 *
 * What one server of the domain serves for the record set of an edit: a row of the watch strip.
 */
#define SP_TYPE_SIGHTING (sp_sighting_get_type ())
G_DECLARE_FINAL_TYPE (SpSighting, sp_sighting, SP, SIGHTING, GObject)

const char *sp_sighting_get_server (SpSighting *self);
SpSightingState sp_sighting_get_state (SpSighting *self);

/**
 * SpEditState:
 * @SP_EDIT_STATE_LIVE: every server that answers serves the wanted set
 * @SP_EDIT_STATE_PARTLY: some do
 * @SP_EDIT_STATE_NOT_YET: all still serve the old set
 * @SP_EDIT_STATE_DIFFERENT: something else is served
 * @SP_EDIT_STATE_UNKNOWN: no server gave an answer that counts
 */
typedef enum {
  SP_EDIT_STATE_LIVE,
  SP_EDIT_STATE_PARTLY,
  SP_EDIT_STATE_NOT_YET,
  SP_EDIT_STATE_DIFFERENT,
  SP_EDIT_STATE_UNKNOWN,
} SpEditState;

const char *sp_edit_state_to_string (SpEditState state);

/**
 * SpEditWatch:
 *
 * An edit under observation: asks the domain's own servers again and again, first every 15 s, then
 * more seldom, until all serve what is wanted. Emits `changed` after every round; the times are
 * microseconds since 1970, 0 where unknown.
 */
#define SP_TYPE_EDIT_WATCH (sp_edit_watch_get_type ())
G_DECLARE_FINAL_TYPE (SpEditWatch, sp_edit_watch, SP, EDIT_WATCH, GObject)

SpEdit *sp_edit_watch_get_edit (SpEditWatch *self);
SpEditState sp_edit_watch_get_state (SpEditWatch *self);
gboolean sp_edit_watch_is_asking (SpEditWatch *self);
GListModel *sp_edit_watch_get_sightings (SpEditWatch *self);
guint sp_edit_watch_get_n_live (SpEditWatch *self);
gint64 sp_edit_watch_get_asked_at (SpEditWatch *self);
gint64 sp_edit_watch_get_clear_at (SpEditWatch *self);
const char *sp_edit_watch_get_mistake (SpEditWatch *self);
const char *const *sp_edit_watch_get_found (SpEditWatch *self);
void sp_edit_watch_ask_now (SpEditWatch *self);

G_END_DECLS
