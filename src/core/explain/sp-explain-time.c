/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain.h"

#include <glib/gi18n-lib.h>

#define MINUTE 60
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static char *
say_days (gint64 n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", (gulong) n),
                          (guint) n);
}

static char *
say_hours (gint64 n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u hour", "%u hours", (gulong) n),
                          (guint) n);
}

static char *
say_minutes (gint64 n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute", "%u minutes", (gulong) n),
                          (guint) n);
}

static char *
say_seconds (gint64 n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u second", "%u seconds", (gulong) n),
                          (guint) n);
}

static char *
say_both (char *large, char *small)
{
  g_autofree char *first = large;
  g_autofree char *second = small;

  /* Translators: a duration of two parts: %1$s is “2 hours”, %2$s is “10 minutes”. */
  return g_strdup_printf (C_ ("duration", "%1$s %2$s"), first, second);
}

/**
 * sp_explain_duration:
 * @seconds: how long
 *
 * Returns: (transfer full): about how long, such as "4 hours" or "2 hours 10 minutes": two units
 *   at most, rounded up, since less than arithmetic must never be promised
 */
char *
sp_explain_duration (gint64 seconds)
{
  gint64 minutes;
  gint64 hours;

  seconds = CLAMP (seconds, 0, (gint64) 36500 * DAY);
  if (seconds < MINUTE)
    return say_seconds (seconds);
  minutes = (seconds + MINUTE - 1) / MINUTE;
  if (minutes < 60)
    return say_minutes (minutes);
  if (minutes < 48 * 60 && minutes % 60 != 0)
    return say_both (say_hours (minutes / 60), say_minutes (minutes % 60));
  hours = (minutes + 59) / 60;
  if (hours < 24 || (hours < 48 && hours % 24 != 0))
    return say_hours (hours);
  if (hours % 24 == 0)
    return say_days (hours / 24);
  if (hours >= 7 * 24)
    return say_days ((hours + 23) / 24);
  return say_both (say_days (hours / 24), say_hours (hours % 24));
}

/**
 * sp_explain_ttl:
 * @seconds: a TTL
 *
 * Returns: (transfer full): exactly how long, in the largest unit that fits without a rest, such
 *   as "1 hour" or "90 minutes": what "may be remembered for" is followed by
 */
char *
sp_explain_ttl (gint64 seconds)
{
  seconds = CLAMP (seconds, 0, G_MAXUINT32);
  if (seconds == 0)
    return g_strdup (C_ ("remembered for", "no time at all"));
  if (seconds % DAY == 0)
    return say_days (seconds / DAY);
  if (seconds % HOUR == 0)
    return say_hours (seconds / HOUR);
  if (seconds % MINUTE == 0)
    return say_minutes (seconds / MINUTE);
  return say_seconds (seconds);
}

/* Whole days from one date to another, whatever daylight saving does to the hours between. */
static int
count_days (GDateTime *from, GDateTime *to)
{
  g_autoptr (GDate) a = g_date_new_dmy ((GDateDay) g_date_time_get_day_of_month (from),
                                        (GDateMonth) g_date_time_get_month (from),
                                        (GDateYear) g_date_time_get_year (from));
  g_autoptr (GDate) b = g_date_new_dmy ((GDateDay) g_date_time_get_day_of_month (to),
                                        (GDateMonth) g_date_time_get_month (to),
                                        (GDateYear) g_date_time_get_year (to));

  return g_date_days_between (a, b);
}

static char *
say_date (GDateTime *when, GDateTime *today)
{
  if (g_date_time_get_year (when) != g_date_time_get_year (today))
    /* Translators: a date in another year, for g_date_time_format (): “24 June 2027”. */
    return g_date_time_format (when, C_ ("date", "%-d %B %Y"));
  /* Translators: a date in this year, for g_date_time_format (): “24 June”. */
  return g_date_time_format (when, C_ ("date", "%-d %B"));
}

static char *
say_day_and_time (GDateTime *when, int days)
{
  /* Translators: the next five are for g_date_time_format (). */
  if (days == 0)
    return g_date_time_format (when, C_ ("time", "today %-H:%M"));
  if (days == 1)
    return g_date_time_format (when, C_ ("time", "tomorrow %-H:%M"));
  if (days == -1)
    return g_date_time_format (when, C_ ("time", "yesterday %-H:%M"));
  if (days > 0)
    return g_date_time_format (when, C_ ("time", "%A %-H:%M"));
  return g_date_time_format (when, C_ ("time", "%-d %B, %-H:%M"));
}

/**
 * sp_explain_time:
 * @time: a moment, in microseconds since 1970
 * @now: the present, in microseconds since 1970
 * @zone: (nullable): the person's time zone; %NULL is that of the machine
 *
 * Returns: (transfer full): the moment as a clock on the wall tells it: "today 14:25", "tomorrow
 *   9:00", "Tuesday 19:01" within the coming six days, else "24 June"; a date of the past week
 *   keeps its time
 */
char *
sp_explain_time (gint64 time, gint64 now, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  g_autoptr (GDateTime) when_utc = g_date_time_new_from_unix_utc_usec (time);
  g_autoptr (GDateTime) now_utc = g_date_time_new_from_unix_utc_usec (now);
  g_autoptr (GDateTime) when = NULL;
  g_autoptr (GDateTime) today = NULL;
  char *said = NULL;
  int days;

  if (when_utc != NULL && now_utc != NULL)
    {
      when = g_date_time_to_timezone (when_utc, local);
      today = g_date_time_to_timezone (now_utc, local);
    }
  if (when == NULL || today == NULL)
    return g_strdup (C_ ("time", "not known yet"));
  days = count_days (today, when);
  said = days >= -6 && days <= 6 ? say_day_and_time (when, days) : say_date (when, today);
  return said != NULL ? said : g_strdup (C_ ("time", "not known yet"));
}

/**
 * sp_explain_time_on_paper:
 * @time: a moment, in microseconds since 1970
 * @zone: (nullable): the person's time zone; %NULL is that of the machine
 *
 * Returns: (transfer full): the moment as it is written where it is read later, by somebody who
 *   may live elsewhere: "today" soon means nothing there. "Tuesday 24 November 2026, 9:00 UTC"
 */
char *
sp_explain_time_on_paper (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);
  g_autoptr (GDateTime) local = NULL;

  if (utc != NULL && zone != NULL)
    local = g_date_time_to_timezone (utc, zone);
  else if (utc != NULL)
    local = g_date_time_to_local (utc);
  if (local == NULL)
    return g_strdup ("–");
  /* Translators: day, date and time with time zone on a printed sheet, for g_date_time_format ().
   */
  return g_date_time_format (local, C_ ("time on paper", "%A %-d %B %Y, %-H:%M %Z"));
}
