/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include <string.h>

#include "core/mail/sp-bounce-cause.h"

/* How sending servers say which command was answered with a refusal: Postfix, Exim, qmail,
 * DragonFly, the servers of 1&1. */
static const struct {
  const char *words;
  SpBounceStage stage;
} stages[] = {
  { "refused to talk to me", SP_BOUNCE_STAGE_GREETING },
  { "after initial connection", SP_BOUNCE_STAGE_GREETING },
  { "but greeting failed", SP_BOUNCE_STAGE_GREETING },
  { "in reply to helo", SP_BOUNCE_STAGE_GREETING },
  { "in reply to ehlo", SP_BOUNCE_STAGE_GREETING },
  { "after helo", SP_BOUNCE_STAGE_GREETING },
  { "after ehlo", SP_BOUNCE_STAGE_GREETING },
  { "my name was rejected", SP_BOUNCE_STAGE_GREETING },
  { "in reply to mail from", SP_BOUNCE_STAGE_SENDER },
  { "after mail from", SP_BOUNCE_STAGE_SENDER },
  { "after pipelined mail from", SP_BOUNCE_STAGE_SENDER },
  { "but sender was rejected", SP_BOUNCE_STAGE_SENDER },
  { "did not like our mail from", SP_BOUNCE_STAGE_SENDER },
  { "for mail from command", SP_BOUNCE_STAGE_SENDER },
  { "in reply to rcpt to", SP_BOUNCE_STAGE_RECIPIENT },
  { "after rcpt", SP_BOUNCE_STAGE_RECIPIENT },
  { "after pipelined rcpt", SP_BOUNCE_STAGE_RECIPIENT },
  { "does not like recipient", SP_BOUNCE_STAGE_RECIPIENT },
  { "did not like our rcpt", SP_BOUNCE_STAGE_RECIPIENT },
  { "in reply to end of data", SP_BOUNCE_STAGE_CONTENT },
  { "after end of data", SP_BOUNCE_STAGE_CONTENT },
  { "after pipelined end of data", SP_BOUNCE_STAGE_CONTENT },
  { "failed after i sent the message", SP_BOUNCE_STAGE_CONTENT },
  { "did not like our final data", SP_BOUNCE_STAGE_CONTENT },
  { "for text command", SP_BOUNCE_STAGE_CONTENT },
};

/* Sendmail writes down what was said: the command before the first refusal. What follows DATA may
 * be about a command before it, for they were sent together. */
static SpBounceStage
find_in_transcript (const char *text)
{
  const char *refusal = strstr (text, "<<< 5");
  const char *command = NULL;

  if (refusal == NULL)
    refusal = strstr (text, "<<< 4");
  for (const char *at = strstr (text, ">>> "); refusal != NULL && at != NULL && at < refusal;
       at = strstr (at + 4, ">>> "))
    command = at + 4;
  if (command == NULL)
    return SP_BOUNCE_STAGE_UNKNOWN;
  if (g_str_has_prefix (command, "helo") || g_str_has_prefix (command, "ehlo"))
    return SP_BOUNCE_STAGE_GREETING;
  if (g_str_has_prefix (command, "mail from"))
    return SP_BOUNCE_STAGE_SENDER;
  return g_str_has_prefix (command, "rcpt to") ? SP_BOUNCE_STAGE_RECIPIENT
                                               : SP_BOUNCE_STAGE_UNKNOWN;
}

/**
 * sp_bounce_stage_find:
 * @text: a text from sp_bounce_phrase_prepare()
 *
 * Returns: at which command the message was refused, if the text says so
 */
SpBounceStage
sp_bounce_stage_find (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (strstr (text, stages[i].words) != NULL)
      return stages[i].stage;
  return find_in_transcript (text);
}

/**
 * sp_bounce_stage_judge:
 * @stage: when it was refused
 * @cause: what the words of the refusal mean by themselves
 *
 * Before the recipient was named, "unknown domain" can only be about who sends; when the text of
 * the message had been sent, it may be about anybody in it.
 *
 * Returns: (transfer none): what they mean then
 */
const SpBounceCause *
sp_bounce_stage_judge (SpBounceStage stage, const SpBounceCause *cause)
{
  static const struct {
    const char *cause;
    const char *at_greeting;
    const char *at_sender;
    const char *at_content;
  } others[] = {
    { "no-such-domain", "server-name", "sender-unknown", "refused" },
    { "dns-trouble", "server-name", "sender-unknown", "refused" },
    { "mailbox-unknown", "refused", "sender-unknown", "mailbox-unknown" },
    { "bad-address", "refused", "sender-unknown", "bad-address" },
    { "relay-denied", "policy", "policy", "relay-denied" },
    { "null-mx", "server-refuses-mail", "sender-null-mx", "null-mx" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].cause, cause->id))
      switch (stage)
        {
        case SP_BOUNCE_STAGE_GREETING:
          return sp_bounce_cause_find (others[i].at_greeting);
        case SP_BOUNCE_STAGE_SENDER:
          return sp_bounce_cause_find (others[i].at_sender);
        case SP_BOUNCE_STAGE_CONTENT:
          return sp_bounce_cause_find (others[i].at_content);
        case SP_BOUNCE_STAGE_UNKNOWN:
        case SP_BOUNCE_STAGE_RECIPIENT:
          return cause;
        }
  return cause;
}
