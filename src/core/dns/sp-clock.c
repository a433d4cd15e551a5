/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-clock.h"

typedef enum {
  MODE_SYSTEM,
  MODE_FIXED,
  MODE_JUMPING,
} Mode;

struct _SpClock {
  GObject parent_instance;
  Mode mode;
  gint64 fixed;
  gint64 offset;
};

G_DEFINE_FINAL_TYPE (SpClock, sp_clock, G_TYPE_OBJECT)

enum {
  JUMPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
sp_clock_class_init (SpClockClass *klass)
{
  /**
   * SpClock::jumped:
   *
   * The clock was moved forward; whoever waits for a time looks again.
   */
  signals[JUMPED] = g_signal_new ("jumped", SP_TYPE_CLOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
sp_clock_init (SpClock *self)
{
}

/**
 * sp_clock_new_system:
 *
 * Returns: (transfer full): a clock that shows the machine's time
 */
SpClock *
sp_clock_new_system (void)
{
  return g_object_new (SP_TYPE_CLOCK, NULL);
}

/**
 * sp_clock_new_fixed:
 * @now: microseconds since 1970
 *
 * Returns: (transfer full): a clock that stands still
 */
SpClock *
sp_clock_new_fixed (gint64 now)
{
  SpClock *self = g_object_new (SP_TYPE_CLOCK, NULL);

  self->mode = MODE_FIXED;
  self->fixed = now;
  return self;
}

/**
 * sp_clock_new_jumping:
 * @offset: how far ahead of the machine's time it starts, in microseconds
 *
 * Returns: (transfer full): a clock that runs, and can jump forward
 */
SpClock *
sp_clock_new_jumping (gint64 offset)
{
  SpClock *self = g_object_new (SP_TYPE_CLOCK, NULL);

  self->mode = MODE_JUMPING;
  self->offset = offset;
  return self;
}

/**
 * sp_clock_get_now:
 * @self: a clock
 *
 * Returns: microseconds since 1970 (UTC)
 */
gint64
sp_clock_get_now (SpClock *self)
{
  g_return_val_if_fail (SP_IS_CLOCK (self), 0);

  return self->mode == MODE_FIXED ? self->fixed : g_get_real_time () + self->offset;
}

/**
 * sp_clock_get_offset:
 * @self: a clock
 *
 * Returns: how far it is ahead of the machine's time, in microseconds; 0 for a fixed one
 */
gint64
sp_clock_get_offset (SpClock *self)
{
  g_return_val_if_fail (SP_IS_CLOCK (self), 0);

  return self->offset;
}

/**
 * sp_clock_is_time:
 * @time: a number that was read
 *
 * Returns: whether it can be a time, in microseconds since 1970
 */
gboolean
sp_clock_is_time (gint64 time)
{
  return time >= 0 && time <= SP_CLOCK_LAST;
}

/**
 * sp_clock_can_jump:
 * @self: a clock
 *
 * Returns: whether it may be moved: in the practice world and in tests
 */
gboolean
sp_clock_can_jump (SpClock *self)
{
  g_return_val_if_fail (SP_IS_CLOCK (self), FALSE);

  return self->mode != MODE_SYSTEM;
}

/**
 * sp_clock_jump_to:
 * @self: a clock that can jump
 * @time: microseconds since 1970
 *
 * Moves the clock forward and tells everyone. A time that has passed changes nothing: this clock
 * never goes back.
 */
void
sp_clock_jump_to (SpClock *self, gint64 time)
{
  gint64 now = 0;

  g_return_if_fail (SP_IS_CLOCK (self));
  g_return_if_fail (sp_clock_can_jump (self));

  now = sp_clock_get_now (self);
  if (time <= now)
    return;
  if (self->mode == MODE_FIXED)
    self->fixed = time;
  else
    self->offset += time - now;
  g_signal_emit (self, signals[JUMPED], 0);
}
