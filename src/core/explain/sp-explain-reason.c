/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/**
 * sp_explain_level:
 * @level: how bad a finding is
 *
 * Returns: (transfer none): the word for it on screen
 */
const char *
sp_explain_level (SpLevel level)
{
  switch (level)
    {
    case SP_LEVEL_LOST:
      return C_ ("level", "Mail is being lost");
    case SP_LEVEL_MAY_BOUNCE:
      return C_ ("level", "Mail may go to spam or bounce");
    case SP_LEVEL_LATER:
      return C_ ("level", "Will bite later");
    case SP_LEVEL_TIDY_UP:
      return C_ ("level", "Tidy up");
    case SP_LEVEL_IN_ORDER:
      return C_ ("level", "In order");
    }
  g_return_val_if_reached (C_ ("level", "In order"));
}

/**
 * sp_explain_reason:
 * @reason: why something could not be checked
 *
 * Returns: (transfer full): a sentence
 */
char *
sp_explain_reason (SpReason reason)
{
  switch (reason)
    {
    case SP_REASON_NONE:
      return g_strdup (_ ("There was no clear answer."));
    case SP_REASON_TIMEOUT:
      return g_strdup (_ ("No answer came in time."));
    case SP_REASON_SERVFAIL:
      return g_strdup (_ ("The server answered that it is in trouble (SERVFAIL)."));
    case SP_REASON_REFUSED:
      return g_strdup (_ ("The server does not want to answer this question (REFUSED)."));
    case SP_REASON_LAME:
      return g_strdup (
        _ ("The server is listed for this domain, but does not know it (lame delegation)."));
    case SP_REASON_MALFORMED:
      return g_strdup (_ ("The answer was garbled."));
    case SP_REASON_INTERCEPTED:
      return g_strdup (
        _ ("This network answers in place of the domain’s own servers, so its answers do not "
           "count."));
    case SP_REASON_BLOCKED:
      return g_strdup (_ ("This network does not let the question through."));
    case SP_REASON_LIMIT:
      return g_strdup (_ ("There was more to look at than one check can hold."));
    case SP_REASON_UNREACHABLE:
      return g_strdup (_ ("The server cannot be reached from here."));
    case SP_REASON_DISAGREE:
      return g_strdup (
        _ ("The domain’s own servers hold different versions of it, and it cannot be "
           "told which one is to be changed. Check again when they agree."));
    case SP_REASON_NOT_ASKED:
      return g_strdup (_ ("It was not asked, or can only be told by the domain’s own servers."));
    }
  g_return_val_if_reached (g_strdup (_ ("There was no clear answer.")));
}

/**
 * sp_explain_unchecked:
 * @unchecked: a rule that could not be decided
 *
 * Returns: (transfer full): why, and which servers did not help
 */
char *
sp_explain_unchecked (SpUnchecked *unchecked)
{
  g_autofree char *reason = sp_explain_reason (sp_unchecked_get_reason (unchecked));
  const char *const *servers = sp_unchecked_get_servers (unchecked);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *subject = NULL;

  for (gsize i = 0; servers != NULL && servers[i] != NULL; i++)
    {
      g_autofree char *name = sp_explain_isolate (servers[i]);

      if (i > 0)
        /* Translators: between the names of a list. */
        g_string_append (names, C_ ("list", ", "));
      g_string_append (names, name);
    }
  if (names->len > 0)
    /* Translators: %1$s is a sentence, %2$s a list of server names. */
    return g_strdup_printf (_ ("%1$s Asked: %2$s."), reason, names->str);
  if (sp_unchecked_get_subject (unchecked) == NULL)
    return g_steal_pointer (&reason);
  subject = sp_explain_isolate (sp_unchecked_get_subject (unchecked));
  /* Translators: %1$s is a domain name, %2$s a sentence. */
  return g_strdup_printf (_ ("%1$s: %2$s"), subject, reason);
}

static char *
explain_question_error (SpQuestionError code)
{
  switch (code)
    {
    case SP_QUESTION_ERROR_EMPTY:
      return g_strdup (_ ("Type the part of an e-mail address that stands after the @ sign."));
    case SP_QUESTION_ERROR_NO_DOT:
      return g_strdup (
        _ ("A domain has two parts at least, with a dot between them, such as shop.example."));
    case SP_QUESTION_ERROR_IS_ADDRESS:
      return g_strdup (_ ("This is the number of a computer. A domain name is needed here."));
    case SP_QUESTION_ERROR_CHARACTER:
      return g_strdup (_ ("There is a character in it that no domain name has."));
    case SP_QUESTION_ERROR_LABEL_LONG:
      return g_strdup (_ ("One part between two dots is longer than 63 letters."));
    case SP_QUESTION_ERROR_NAME_LONG:
      return g_strdup (_ ("It is longer than a domain name can be."));
    case SP_QUESTION_ERROR_EMPTY_LABEL:
      return g_strdup (_ ("There are two dots in a row, or a dot at the start."));
    case SP_QUESTION_ERROR_PUBLIC_SUFFIX:
      return g_strdup (_ ("Many owners share this ending. Type the name in front of it as well."));
    case SP_QUESTION_ERROR_IS_DOMAIN:
      return g_strdup (
        _ ("This is the domain itself. A subdomain has a name of its own in front of "
           "it, such as “support”."));
    case SP_QUESTION_ERROR_NOT_BELOW:
      return g_strdup (_ ("This name does not end in the domain. Type one word such as “support”, "
                          "or the whole name with the domain at its end."));
    }
  g_return_val_if_reached (g_strdup (_ ("This cannot be a domain name.")));
}

/**
 * sp_explain_question_error:
 * @error: what [func@question_clean] said
 *
 * Returns: (transfer full): a sentence that helps to type a domain name
 */
char *
sp_explain_question_error (const GError *error)
{
  if (error == NULL || error->domain != SP_QUESTION_ERROR)
    return g_strdup (_ ("This cannot be a domain name."));
  return explain_question_error ((SpQuestionError) error->code);
}
