/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce.h"

#include <string.h>

#include "core/mail/sp-mime-encoding.h"

/* Without accents, as in a text that was prepared. English first, then German, French, Spanish,
 * Italian, Dutch, Portuguese, Polish, in the words of Microsoft's servers and of Gmail. */
static const char *const subjects[] = {
  "undeliver",
  "delivery status",
  "returned mail",
  "failure notice",
  "delivery fail",
  "failed delivery",
  "failure delivery",
  "delivery has failed",
  "delivery report",
  "mail delivery",
  "mail failure",
  "mail failed",
  "mail error",
  "error sending your mail",
  "not delivered",
  "delivery delayed",
  "delayed mail",
  "could not be delivered",
  "nondeliver",
  "non-deliver",
  "returned to sender",
  "returning to sender",
  "could not send me",
  "could not send mail",
  "delivery incomplete",
  "delivery notification",
  "warning: could not",
  "warning: message ",
  "unzustellbar",
  "zustellung fehlgeschlagen",
  "nicht zugestellt",
  "zustellungsstatus",
  "ubermittlungsstatus",
  "non remis",
  "non distribuable",
  "non distribue",
  "echec de la remise",
  "echec de remise",
  "etat de remise",
  "no se puede entregar",
  "no se pudo entregar",
  "no entregado",
  "error de entrega",
  "estado de la entrega",
  "estado de entrega",
  "non recapitabile",
  "mancato recapito",
  "mancata consegna",
  "non recapitato",
  "stato del recapito",
  "stato della consegna",
  "onbestelbaar",
  "niet bezorgd",
  "bezorging mislukt",
  "niet afgeleverd",
  "nao e possivel entregar",
  "nao entregue",
  "falha na entrega",
  "nao foi entregue",
  "status da entrega",
  "status de entrega",
  "niedostarczalne",
  "niedostarczona",
  "nie dostarczono",
  "nie mozna dostarczyc",
  "stanie dostarczenia",
};

/* What reports say in some way, whatever the reason. */
static const char *const phrases[] = {
  "could not be delivered",
  "couldn't be delivered",
  "cannot be delivered",
  "can't be delivered",
  "can not be delivered",
  "wasn't delivered",
  "was not delivered",
  "not yet been delivered",
  "has not been delivered",
  "did not reach the following",
  "delivery has failed",
  "delivery failed",
  "delivery to the following",
  "undeliverable",
  "unable to deliver",
  "wasn't able to deliver",
  "failed to deliver",
  "trouble delivering your message",
  "problem delivering your message",
  "error occurred while trying to deliver",
  "was automatically rejected",
  "had delivery errors",
  "permanent fatal errors",
  "fatal delivery errors",
  "permanent delivery errors",
  "transient non-fatal errors",
  "delivery problems",
  "delivery errors",
  "delivery error occurred",
  "incorrectly constructed",
  "konnte nicht zugestellt",
  "konnten nicht zugestellt",
  "nachricht wurde nicht an",
  "nicht zugestellt werden",
  "n'a pas pu etre remis",
  "n'a pas ete remis",
  "n'a pas pu etre distribue",
  "n'a pas pu etre delivre",
  "n'a pas pu etre envoye",
  "n'est pas parvenu",
  "no se pudo entregar",
  "no se puede entregar",
  "no se ha podido entregar",
  "no se ha entregado",
  "no pudo ser entregado",
  "no ha podido ser entregado",
  "impossibile recapitare",
  "impossibile consegnare",
  "non e stato recapitato",
  "non e stato consegnato",
  "non e stato possibile recapitare",
  "non e stato possibile consegnare",
  "kan niet worden bezorgd",
  "kon niet worden bezorgd",
  "kan niet worden afgeleverd",
  "kon niet worden afgeleverd",
  "is niet bezorgd",
  "nao foi possivel entregar",
  "nao foi entregue",
  "nao pode ser entregue",
  "nao e possivel entregar",
  "nie mozna dostarczyc",
  "nie zostala dostarczona",
  "nie mogla zostac dostarczona",
  "nie udalo sie dostarczyc",
};

static const char *const daemons[] = { "mailer-daemon",     "mail delivery", "mail deliver system",
                                       "microsoftexchange", "mail-daemon",   "mdaemon@",
                                       "mail administrator" };

static gboolean
has_any (const char *prepared, const char *const *words, gsize n_words)
{
  for (gsize i = 0; prepared != NULL && i < n_words; i++)
    if (strstr (prepared, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_bounce_says_undelivered:
 * @words: a text for people
 *
 * Returns: whether it tells that a message was not delivered
 */
gboolean
sp_bounce_says_undelivered (const char *words)
{
  g_autofree char *prepared = sp_bounce_phrase_prepare (words);

  return has_any (prepared, phrases, G_N_ELEMENTS (phrases));
}

static char *
dup_prepared (const SpHeader *header, const char *name)
{
  g_autofree char *text = sp_mime_decode_words (sp_header_get (header, name));

  return text != NULL ? sp_bounce_phrase_prepare (text) : NULL;
}

/* multipart/report says what kind it is (RFC 6522 §3); those of complaints and of having been read
 * are none. */
static gboolean
is_delivery_report (const SpHeader *header)
{
  const char *type = sp_header_get (header, "content-type");
  g_autofree char *lower = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  return lower != NULL && g_str_has_prefix (lower, "multipart/report")
         && strstr (lower, "delivery-status") != NULL;
}

static gboolean
is_answer (const char *subject)
{
  static const char *const marks[] = { "re:", "fwd:",  "fw:",  "aw:",  "wg:", "tr:", "rif:",
                                       "rv:", "antw:", "odp:", "enc:", "i:",  "r:" };

  for (gsize i = 0; subject != NULL && i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (subject, marks[i]))
      return TRUE;
  return FALSE;
}

/**
 * sp_bounce_is_report:
 * @header: header of a message
 * @words: its text for people
 *
 * A report has nobody to answer (RFC 3464 §2) or comes from a mail server's own address, and says
 * in its subject or its text that something was not delivered. Answers that somebody is away come
 * from nobody as well.
 *
 * Returns: whether the message is a report that another one was not delivered
 */
gboolean
sp_bounce_is_report (const SpHeader *header, const char *words)
{
  g_autofree char *subject = dup_prepared (header, "subject");
  g_autofree char *from = dup_prepared (header, "from");
  g_autofree char *sender = sp_header_dup_address (sp_header_get (header, "from"));
  g_autofree char *path = sp_header_dup_address (sp_header_get (header, "return-path"));
  gboolean is_nobody = (path != NULL && *path == '\0') || (sender != NULL && *sender == '\0');
  gboolean is_daemon = has_any (from, daemons, G_N_ELEMENTS (daemons));
  gboolean is_titled = has_any (subject, subjects, G_N_ELEMENTS (subjects)) && !is_answer (subject);

  if (sp_header_get (header, "x-failed-recipients") != NULL || is_delivery_report (header))
    return TRUE;
  is_nobody = is_nobody || (from != NULL && strstr (from, "postmaster") != NULL);
  if ((is_daemon || is_nobody) && is_titled)
    return TRUE;
  if (is_daemon || is_nobody || is_titled)
    {
      g_autofree char *reason = sp_bounce_dup_reason (words);
      g_autofree char *prepared = sp_bounce_phrase_prepare (reason);
      g_autofree char *address = sp_bounce_dup_first_address (reason);
      gboolean is_exact = FALSE;
      const SpBounceCause *cause = sp_bounce_phrase_find (prepared, &is_exact);

      gboolean is_told = cause != NULL && is_exact;

      if (address == NULL)
        return FALSE;
      /* Parcels are not delivered either: a title alone is not enough. */
      if (has_any (prepared, phrases, G_N_ELEMENTS (phrases)))
        return is_daemon || is_nobody || is_told;
      return is_daemon && is_told;
    }
  return FALSE;
}
