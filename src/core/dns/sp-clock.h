/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpClock:
 *
 * The wall clock that caches, engine, watcher and window share: the machine's own, a fixed one
 * (`--now`), or one that runs and can jump (the practice world). Times are microseconds since
 * 1970 (UTC). Network time-outs never use it; they use the monotonic clock.
 */
#define SP_TYPE_CLOCK (sp_clock_get_type ())
G_DECLARE_FINAL_TYPE (SpClock, sp_clock, SP, CLOCK, GObject)

/* The last second of the year 9999, as far as dates go; what lies before 1970 or behind it in a
 * file was not written by a clock, and cannot be reckoned with. */
#define SP_CLOCK_LAST (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

SpClock *sp_clock_new_system (void);
SpClock *sp_clock_new_fixed (gint64 now);
SpClock *sp_clock_new_jumping (gint64 offset);

gint64 sp_clock_get_now (SpClock *self);
gint64 sp_clock_get_offset (SpClock *self);
gboolean sp_clock_is_time (gint64 time);
gboolean sp_clock_can_jump (SpClock *self);
void sp_clock_jump_to (SpClock *self, gint64 time);

G_END_DECLS
