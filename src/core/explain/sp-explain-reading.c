/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include <glib/gi18n-lib.h>

#include "core/explain/sp-explain-bounce-private.h"
#include "core/explain/sp-explain.h"

static const SpCauseWords *
get_words (const SpBounceCause *cause)
{
  const SpCauseWords *words = sp_words_causes;

  while (words[1].id != NULL && !g_str_equal (words->id, cause->id))
    words++;
  return words;
}

/**
 * sp_explain_cause_title:
 * @cause: why a message came back
 *
 * Returns: (transfer full): what is the matter, without a final dot
 */
char *
sp_explain_cause_title (const SpBounceCause *cause)
{
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, get_words (cause)->title));
}

/**
 * sp_explain_cause_text:
 * @cause: why a message came back
 *
 * Returns: (transfer full): what it means
 */
char *
sp_explain_cause_text (const SpBounceCause *cause)
{
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, get_words (cause)->text));
}

/**
 * sp_explain_cause_fix:
 * @cause: why a message came back
 *
 * Returns: (transfer full): what to do, and who has to
 */
char *
sp_explain_cause_fix (const SpBounceCause *cause)
{
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, get_words (cause)->fix));
}

/**
 * sp_explain_cause_place:
 * @cause: a cause
 *
 * Returns: (transfer full): on whose side it lies, so that nobody edits records in vain
 */
char *
sp_explain_cause_place (const SpReadingCause *cause)
{
  g_autofree char *domain = cause->domain != NULL
                              ? sp_explain_isolate (sp_name_get_text (cause->domain))
                              : NULL;
  gboolean in_dns = cause->cause->place == SP_BOUNCE_PLACE_DNS;

  switch (cause->cause->side)
    {
    case SP_BOUNCE_SIDE_RECIPIENT:
      if (domain == NULL)
        return g_strdup (in_dns ? _ ("The cause lies in the records of the recipient’s domain.")
                                : _ ("The cause lies at the recipient’s mail server."));
      return g_strdup_printf (
        in_dns
          /* Translators: %s is a domain. */
          ? _ ("The cause lies in the records of the recipient’s domain, %s.")
          : _ ("The cause lies at the mail server of the recipient’s domain, %s."),
        domain);
    case SP_BOUNCE_SIDE_SENDER:
      if (domain == NULL)
        return g_strdup (in_dns
                           ? _ ("The cause lies in the records of the sender’s domain. The "
                                "recipient has nothing to edit.")
                           : _ ("The cause lies with the sender or the sending server. No record "
                                "of the recipient’s domain has to change."));
      return g_strdup_printf (
        in_dns ? _ ("The cause lies in the records of the sender’s domain, %s. The recipient has "
                    "nothing to edit.")
               : _ ("The cause lies with the sender at %s or the sending server. No record of the "
                    "recipient’s domain has to change."),
        domain);
    case SP_BOUNCE_SIDE_NONE:
      break;
    }
  return g_strdup (_ ("On whose side the cause lies is not told."));
}

/**
 * sp_explain_recheck:
 * @cause: a cause
 *
 * Returns: (transfer full): what DNS says of it now
 */
char *
sp_explain_recheck (const SpReadingCause *cause)
{
  switch (cause->state)
    {
    case SP_RECHECK_STILL_SO:
      return g_strdup (_ ("Still so: DNS shows the cause now."));
    case SP_RECHECK_NOT_SO:
      return g_strdup (_ ("DNS does not show this now. If it was mended, send the message again."));
    case SP_RECHECK_UNKNOWN:
      return g_strdup (_ ("Could not check what DNS says now."));
    case SP_RECHECK_NOT_IN_DNS:
      return g_strdup (_ ("DNS shows nothing that explains this."));
    case SP_RECHECK_NOT_ASKED:
      if (cause->domain != NULL)
        return g_strdup (_ ("Not looked at, since it is somebody else’s domain."));
      return g_strdup (_ ("Not looked at, since the report does not name the domain."));
    }
  g_return_val_if_reached (g_strdup (_ ("Could not check what DNS says now.")));
}

static const SpBounceRecipient *
get_worst (const SpBounce *bounce)
{
  const SpBounceRecipient *worst = bounce->recipients->pdata[0];

  for (guint i = 1; i < bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (bounce->recipients, i);

      if (recipient->fate < worst->fate)
        worst = recipient;
    }
  return worst;
}

/**
 * sp_explain_reading_title:
 * @reading: a reading
 *
 * Returns: (transfer full): the verdict in a few words
 */
char *
sp_explain_reading_title (SpReading *reading)
{
  const SpArrival *arrival = sp_reading_get_arrival (reading);
  const SpBounce *bounce = sp_reading_get_bounce (reading);

  if (bounce != NULL)
    {
      const SpBounceRecipient *worst = get_worst (bounce);

      if (worst->fate == SP_BOUNCE_FATE_DELIVERED)
        return g_strdup (_ ("The message was delivered"));
      return sp_explain_cause_title (worst->cause);
    }
  if (arrival == NULL)
    return g_strdup (_ ("This is neither a message header nor a bounce"));
  switch (arrival->origin)
    {
    case SP_ORIGIN_PROVEN:
      return g_strdup (_ ("The message comes from whom it says"));
    case SP_ORIGIN_NOT_PROVEN:
      return g_strdup (_ ("Nothing proves that it comes from whom it says"));
    case SP_ORIGIN_UNPROVEN:
      return g_strdup (_ ("Where it comes from cannot be told from this header"));
    }
  g_return_val_if_reached (NULL);
}

/**
 * sp_explain_reading_text:
 * @reading: a reading
 *
 * Returns: (transfer full): more of the verdict
 */
char *
sp_explain_reading_text (SpReading *reading)
{
  const SpArrival *arrival = sp_reading_get_arrival (reading);
  const SpBounce *bounce = sp_reading_get_bounce (reading);
  g_autofree char *domain = NULL;
  g_autofree char *server = NULL;

  if (bounce != NULL)
    {
      const SpBounceRecipient *worst = get_worst (bounce);

      switch (worst->fate)
        {
        case SP_BOUNCE_FATE_DELIVERED:
          return g_strdup (_ ("This report tells of a success."));
        case SP_BOUNCE_FATE_DELAYED:
          return g_strdup (_ ("It is not lost: the sending server goes on trying by itself."));
        case SP_BOUNCE_FATE_FAILED:
          return g_strdup (_ ("The message was not delivered, and nobody tries again."));
        }
    }
  if (arrival == NULL)
    return g_strdup (_ ("Paste the whole header of a message that arrived, or the whole text of "
                        "the report that one did not."));
  if (arrival->from_domain == NULL)
    return g_strdup (_ ("There is no From line with an address in it."));
  if (arrival->n_from > 1)
    return g_strdup (_ ("There is more than one From line. That is a trick of forgers."));
  domain = sp_explain_isolate (arrival->from_domain);
  if (arrival->trusted == NULL)
    /* Translators: %s is a domain. */
    return g_strdup_printf (_ ("The From line says %s. No result in the header is surely from the "
                               "server that received the message; anybody can write one."),
                            domain);
  server = sp_explain_isolate (arrival->trusted);
  /* Translators: %1$s is a domain, %2$s the name of a server. */
  return g_strdup_printf (_ ("The From line says %1$s. The results below are those of %2$s, which "
                             "received the message."),
                          domain, server);
}

static const char *
get_aligned_words (const SpProof *proof)
{
  switch (proof->aligned)
    {
    case SP_ALIGNED_YES:
      return _ ("It speaks for the domain of the From line.");
    case SP_ALIGNED_NO:
      return proof->is_strict
               ? _ (
                   "It does not speak for the domain of the From line, whose rule asks for exactly "
                   "the same domain.")
               : _ ("It does not speak for the domain of the From line.");
    case SP_ALIGNED_UNKNOWN:
      return _ ("Whether it speaks for the domain of the From line could not be checked.");
    }
  g_return_val_if_reached ("");
}

/**
 * sp_explain_proof:
 * @proof: a proof of origin
 * @arrival: what the header tells
 *
 * Returns: (transfer full): what was found, for whom it speaks
 */
char *
sp_explain_proof (const SpProof *proof, const SpArrival *arrival)
{
  g_autofree char *domain = sp_explain_isolate (proof->domain != NULL ? proof->domain : "?");
  g_autofree char *selector = proof->selector != NULL ? sp_explain_isolate (proof->selector) : NULL;
  g_autofree char *result = proof->result != NULL ? sp_explain_isolate (proof->result) : NULL;
  g_autofree char *what = NULL;

  if (proof->is_dkim && selector != NULL && result != NULL)
    /* Translators: %1$s is a domain, %2$s a key name, %3$s a result such as “pass”. */
    what = g_strdup_printf (_ ("Seal (DKIM) of %1$s with the key name %2$s: %3$s."), domain,
                            selector, result);
  else if (proof->is_dkim && selector != NULL)
    /* Translators: %1$s is a domain, %2$s a key name. */
    what = g_strdup_printf (_ ("Seal (DKIM) of %1$s with the key name %2$s: no result to be "
                               "believed."),
                            domain, selector);
  else if (proof->is_dkim)
    what = g_strdup_printf (_ ("Seal (DKIM) of %1$s: %2$s."), domain,
                            result != NULL ? result : "?");
  else if (result != NULL)
    /* Translators: %1$s is a domain, %2$s a result such as “pass”. */
    what = g_strdup_printf (_ ("Allowed sender (SPF) of %1$s: %2$s."), domain, result);
  else
    what = g_strdup_printf (_ ("Allowed sender (SPF) of %s: no result to be believed."), domain);
  if (arrival->from_domain == NULL)
    return g_steal_pointer (&what);
  /* Translators: two sentences. */
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), what, get_aligned_words (proof));
}

/**
 * sp_explain_claim:
 * @claim: a result that anybody could have written
 *
 * Returns: (transfer full): what it claims
 */
char *
sp_explain_claim (const SpClaim *claim)
{
  g_autofree char *server = sp_explain_isolate (claim->server != NULL ? claim->server : "?");
  g_autofree char *text = g_strdup_printf ("%s=%s", claim->method, claim->result);
  g_autofree char *result = sp_explain_isolate (text);
  g_autofree char *domain = claim->domain != NULL ? sp_explain_isolate (claim->domain) : NULL;

  if (domain != NULL)
    /* Translators: %1$s is a server, %2$s a result such as “spf=pass”, %3$s a domain. */
    return g_strdup_printf (_ ("%1$s is said to have found %2$s for %3$s."), server, result,
                            domain);
  return g_strdup_printf (_ ("%1$s is said to have found %2$s."), server, result);
}

static char *
dup_peer (const SpReceived *line)
{
  const char *name = line->from_name != NULL ? line->from_name : line->from;
  g_autofree char *host = name != NULL ? sp_explain_isolate (name) : NULL;
  g_autofree char *address = line->from_address != NULL ? sp_explain_isolate (line->from_address)
                                                        : NULL;

  if (host != NULL && address != NULL && *name != '[')
    /* Translators: %1$s is the name of a server, %2$s its address. */
    return g_strdup_printf (_ ("%1$s (%2$s)"), host, address);
  if (address != NULL)
    return g_steal_pointer (&address);
  return g_steal_pointer (&host);
}

/**
 * sp_explain_hop:
 * @hop: a hop
 *
 * Returns: (transfer full): from whom to whom
 */
char *
sp_explain_hop (const SpHop *hop)
{
  g_autofree char *from = dup_peer (hop->line);
  g_autofree char *by = hop->line->by != NULL ? sp_explain_isolate (hop->line->by) : NULL;

  if (from != NULL && by != NULL)
    /* Translators: one step of a message: from server %1$s to server %2$s. */
    return g_strdup_printf (_ ("From %1$s to %2$s"), from, by);
  if (by != NULL)
    return g_strdup_printf (_ ("At %s"), by);
  if (from != NULL)
    return g_strdup_printf (_ ("From %s"), from);
  return g_strdup (_ ("Inside a server that does not tell its name"));
}

/**
 * sp_explain_hop_delay:
 * @hop: a hop
 *
 * Returns: (transfer full): how long it took
 */
char *
sp_explain_hop_delay (const SpHop *hop)
{
  g_autofree char *duration = NULL;

  if (!hop->line->has_time)
    return g_strdup (_ ("no time told"));
  if (!hop->has_delay)
    return g_strdup (_ ("the beginning"));
  if (hop->delay == 0)
    return g_strdup (_ ("at once"));
  duration = sp_explain_duration (ABS (hop->delay));
  if (hop->delay < 0)
    /* Translators: %s is a duration such as “2 minutes”. */
    return g_strdup_printf (_ ("%s before the step before: one of the two clocks is wrong"),
                            duration);
  /* Translators: %s is a duration such as “2 minutes”. */
  return g_strdup_printf (_ ("after %s"), duration);
}

/**
 * sp_explain_entry:
 * @arrival: what a header tells
 *
 * Returns: (transfer full) (nullable): which server delivered the message
 */
char *
sp_explain_entry (const SpArrival *arrival)
{
  g_autofree char *from = arrival->entry != NULL ? dup_peer (arrival->entry->line) : NULL;
  g_autofree char *by = NULL;

  if (from == NULL)
    return NULL;
  if (arrival->entry->line->by == NULL)
    return g_strdup_printf (_ ("Delivered by %s."), from);
  by = sp_explain_isolate (arrival->entry->line->by);
  /* Translators: %1$s is the sending server, %2$s the receiving one. */
  return g_strdup_printf (_ ("Delivered by %1$s to %2$s."), from, by);
}

/**
 * sp_explain_recipient:
 * @recipient: what a report says about one recipient
 *
 * Returns: (transfer full): who, and what became of the message
 */
char *
sp_explain_recipient (const SpBounceRecipient *recipient)
{
  g_autofree char *address = sp_explain_isolate (recipient->address != NULL ? recipient->address
                                                                            : "?");

  if (recipient->address == NULL)
    return g_strdup (_ ("The report does not say for whom the message was."));
  switch (recipient->fate)
    {
    case SP_BOUNCE_FATE_FAILED:
      /* Translators: %s is a mail address. */
      return g_strdup_printf (_ ("Not delivered to %s."), address);
    case SP_BOUNCE_FATE_DELAYED:
      return g_strdup_printf (_ ("Not yet delivered to %s; the sending server goes on trying."),
                              address);
    case SP_BOUNCE_FATE_DELIVERED:
      return g_strdup_printf (_ ("Delivered to %s."), address);
    }
  g_return_val_if_reached (NULL);
}
