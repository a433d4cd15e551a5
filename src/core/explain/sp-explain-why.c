/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/* Translators: the summands behind a time, one a line: “4 hours: others may remember …”. */

static const SpCodeWords words_why[] = {
  { .code = "old-ttl",
    .text = { { NULL,
                N_ ("{duration}: for so long others may remember the old setting (TTL).") } } },
  { .code = "new-ttl",
    .text = { { NULL,
                N_ ("{duration}: for so long others may remember the new setting (TTL).") } } },
  { .code = "ttl",
    .text = { { NULL, N_ ("{duration}: for so long others may remember the setting (TTL).") } } },
  { .code = "negative-ttl",
    .text = { { NULL,
                N_ ("{duration}: for so long others may remember that nothing was there.") } } },
  { .code = "margin",
    .text = { { NULL, N_ ("{duration}: a little more, for servers that are slow.") } } },
  { .code = "unseen-ttl",
    .text = { { NULL, N_ ("{duration}: the setting was not seen before the change, so a careful "
                          "wait is counted.") } } },
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
  { .code = "live",
    .text = { { NULL, N_ ("It begins when all of the domain’s own servers have the change.") } } },
  { .code = "start", .text = { { NULL, N_ ("It begins when the move begins.") } } },
  { .code = NULL },
};

static const SpPhrase any_why[] = {
  { "duration", N_ ("{duration}: a wait that belongs to this step.") },
  { NULL, N_ ("A wait that belongs to this step.") },
  { NULL, NULL },
};

static const char *
look_up_fact (gpointer facts, const char *key)
{
  return g_str_equal (key, "duration") ? facts : NULL;
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
  const SpCodeWords *words = sp_code_words_find (words_why, why->what);
  g_autofree char *duration = why->seconds > 0 ? sp_explain_duration (why->seconds) : NULL;
  char *said = words != NULL ? sp_phrase_say (words->text, look_up_fact, duration) : NULL;

  return said != NULL ? said : sp_phrase_say (any_why, look_up_fact, duration);
}
