/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/* Translators: the summands behind a time, one a line: “4 hours: others may remember …”. */

static const SpCodeWords words_why[] = {
  { .code = "last-served",
    .text = { { "time", N_ ("{time}: the old setting was given out for the last time.") },
              { NULL, N_ ("It begins when the old setting was given out for the last time.") } } },
  { .code = "live",
    .text = { { "time", N_ ("{time}: all of the domain’s own servers have the change.") },
              { NULL, N_ ("It begins when all of the domain’s own servers have the change.") } } },
  { .code = "old-ttl",
    .text = { { NULL,
                N_ ("{duration}: for so long others may remember the old setting (TTL).") } } },
  { .code = "negative-ttl",
    .text = { { NULL,
                N_ ("{duration}: for so long others may remember that nothing was there.") } } },
  { .code = "unseen-ttl",
    .text = { { NULL, N_ ("{duration}: what was there before was not seen; the time that is given "
                          "now stands for it.") } } },
  { .code = "margin",
    .text = { { NULL, N_ ("{duration}: a little more, for servers that are slow.") } } },
  { .code = "calm-day",
    .text = { { NULL,
                N_ ("{duration}: a day in which the short setting can be seen to work.") } } },
  { .code = "calm-days",
    .text = { { NULL, N_ ("{duration}: two calm days, while a way back is still quick.") } } },
  { .code = "late-senders",
    .text = { { NULL, N_ ("{duration}: some senders still use the old way for a while.") } } },
  { .code = "quiet-week",
    .text = { { NULL, N_ ("{duration}: a week in which nothing may turn up at the old "
                          "provider.") } } },
  { .code = "quiet-fortnight",
    .text = { { NULL, N_ ("{duration}: two weeks in which nothing may be sent from the old "
                          "provider.") } } },
  { .code = "quiet-month",
    .text = { { NULL, N_ ("{duration}: a month in which forgotten senders show up.") } } },
  { .code = "last-retries",
    .text = { { NULL, N_ ("{duration}: senders keep trying for up to five days.") } } },
  { .code = NULL },
};

static const SpPhrase any_why[] = {
  { "duration", N_ ("{duration}: a wait that belongs to this step.") },
  { NULL, N_ ("A wait that belongs to this step.") },
  { NULL, NULL },
};

typedef struct {
  char *duration;
  char *time;
} Facts;

static const char *
look_up_fact (gpointer user_data, const char *key)
{
  const Facts *facts = user_data;

  if (g_str_equal (key, "duration"))
    return facts->duration;
  return g_str_equal (key, "time") ? facts->time : NULL;
}

static char *
say (const SpWhy *why, char *time)
{
  const SpCodeWords *words = sp_code_words_find (words_why, why->what);
  g_autofree char *duration = why->seconds > 0 ? sp_explain_duration (why->seconds) : NULL;
  Facts facts = { duration, time };
  char *said = words != NULL ? sp_phrase_say (words->text, look_up_fact, &facts) : NULL;

  return said != NULL ? said : sp_phrase_say (any_why, look_up_fact, &facts);
}

/**
 * sp_explain_why:
 * @why: one summand behind a time
 *
 * Returns: (transfer full): how long, and what for, as one sentence
 */
char *
sp_explain_why (const SpWhy *why)
{
  return say (why, NULL);
}

/**
 * sp_explain_why_at:
 * @why: one summand behind a time
 * @now: the present, in microseconds since 1970
 * @zone: (nullable): the person's time zone; %NULL is that of the machine
 *
 * Returns: (transfer full): as [func@explain_why], with the moment at which the fact behind it was
 *   seen, if it was
 */
char *
sp_explain_why_at (const SpWhy *why, gint64 now, GTimeZone *zone)
{
  g_autofree char *time = why->observed_at > 0 ? sp_explain_time (why->observed_at, now, zone)
                                               : NULL;

  return say (why, time);
}
