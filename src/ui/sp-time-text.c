/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-time-text.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"

/**
 * sp_time_text_dup:
 * @clock: the clock of the workspace
 * @time: microseconds since 1970
 *
 * Returns: (transfer full): @time in words, in the time zone of this computer
 */
char *
sp_time_text_dup (SpClock *clock, gint64 time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return sp_explain_time (time, sp_clock_get_now (clock), zone);
}

/**
 * sp_time_text_dup_ago:
 * @clock: the clock of the workspace
 * @time: microseconds since 1970, not in the future
 *
 * Returns: (transfer full): how long ago @time was, in seconds up to a minute, else the time
 */
char *
sp_time_text_dup_ago (SpClock *clock, gint64 time)
{
  gint64 seconds = (sp_clock_get_now (clock) - time) / G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  if (seconds >= 0 && seconds < 2)
    return g_strdup (_ ("asked just now"));
  if (seconds >= 0 && seconds < 60)
    return g_strdup_printf (
      ngettext ("asked %u second ago", "asked %u seconds ago", (guint) seconds), (guint) seconds);
  text = sp_time_text_dup (clock, time);
  /* Translators: %s is a time such as “14:02” or “yesterday 14:02”. */
  return g_strdup_printf (_ ("asked %s"), text);
}
