/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-verify"

#include "core/verify/sp-poll-schedule.h"

/**
 * sp_poll_schedule_get_seconds:
 * @watched_for: microseconds since the person said that the change was made
 * @is_live: whether every server serves the change already
 *
 * When to ask again: soon at first, since most panels publish within a minute, then more and more
 * seldom. What is live is asked hourly, to notice when it is taken back.
 *
 * Returns: seconds until the next round
 */
guint
sp_poll_schedule_get_seconds (gint64 watched_for, gboolean is_live)
{
  static const struct {
    gint64 until;
    guint seconds;
  } phases[] = {
    { 3 * G_TIME_SPAN_MINUTE, 15 },
    { 15 * G_TIME_SPAN_MINUTE, 60 },
    { G_TIME_SPAN_HOUR, 5 * 60 },
  };

  if (is_live)
    return 60 * 60;
  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    if (watched_for < phases[i].until)
      return phases[i].seconds;
  return 15 * 60;
}
