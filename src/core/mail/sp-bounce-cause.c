/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce-cause.h"

#include <string.h>

#define RECIPIENT SP_BOUNCE_SIDE_RECIPIENT
#define SENDER SP_BOUNCE_SIDE_SENDER
#define NONE SP_BOUNCE_SIDE_NONE
#define DNS SP_BOUNCE_PLACE_DNS
#define SERVER SP_BOUNCE_PLACE_SERVER
#define MAILBOX SP_BOUNCE_PLACE_MAILBOX
#define MESSAGE SP_BOUNCE_PLACE_MESSAGE

/* The last is what is left when nothing is recognised. */
static const SpBounceCause causes[] = {
  { "no-such-domain",
    RECIPIENT,
    DNS,
    { "expired-or-held", "mail-lost-in-ns-move", "no-route", "mx-absent", "mx-target-dead",
      "mx-bad-name", "mx-to-ip", "mx-target-doubled", "mx-wrong-owner", "name-doubled", "ns-lame",
      "ds-stale" } },
  { "dns-trouble",
    RECIPIENT,
    DNS,
    { "expired-or-held", "ns-lame", "ds-stale", "ns-disagree", "ns-parent-child" } },
  { "cname-loop", RECIPIENT, DNS, { "apex-cname", "mx-to-cname", "mx-target-dead" } },
  { "mail-loop",
    RECIPIENT,
    DNS,
    { "old-mx-left", "mx-priority", "mx-wrong-owner", "web-move", "mx-target-private",
      "filter-bypassed", "forwarding-in-the-way" } },
  { "relay-denied",
    RECIPIENT,
    DNS,
    { "smtp-refuses-domain", "old-mx-left", "mx-priority", "mx-wrong-owner",
      "forwarding-in-the-way", "filter-bypassed", "mx-absent", "web-move" } },
  { "null-mx", RECIPIENT, DNS, { "says-no-mail", "null-mx-mixed" } },
  { "mta-sts",
    RECIPIENT,
    DNS,
    { "mta-sts-stale", "mta-sts-broken", "smtp-no-starttls", "smtp-cert-name" } },
  { "dane", RECIPIENT, DNS, { "dane-unsigned", "ds-stale", "smtp-no-starttls", "smtp-cert-name" } },
  { "tls-failed",
    RECIPIENT,
    SERVER,
    { "smtp-no-starttls", "smtp-cert-name", "mta-sts-stale", "mta-sts-broken" } },
  { "no-answer",
    RECIPIENT,
    SERVER,
    { "smtp-silent", "mx-target-private", "mx-absent", "mx-to-ip", "web-move", "proxied-mail-host",
      "mx-target-dead", "no-route", "old-mx-left" } },
  { "connection-lost", RECIPIENT, SERVER, { "smtp-silent" } },
  { "mailbox-unknown",
    RECIPIENT,
    MAILBOX,
    { "old-mx-left", "mx-priority", "forwarding-in-the-way", "filter-bypassed" } },
  { "mailbox-full", RECIPIENT, MAILBOX, { NULL } },
  { "mailbox-disabled", RECIPIENT, MAILBOX, { NULL } },
  { "mailbox-moved", RECIPIENT, MAILBOX, { NULL } },
  { "not-allowed", RECIPIENT, MAILBOX, { NULL } },
  { "list-trouble", RECIPIENT, MAILBOX, { NULL } },
  { "server-full", RECIPIENT, SERVER, { NULL } },
  { "server-busy", RECIPIENT, SERVER, { NULL } },
  { "server-refuses-mail", RECIPIENT, SERVER, { "says-no-mail", "old-mx-left" } },
  { "greylisted", RECIPIENT, SERVER, { NULL } },
  { "spf-failed",
    SENDER,
    DNS,
    { "spf-absent", "spf-two", "spf-syntax", "spf-too-many", "spf-void", "spf-include-dead",
      "spf-loop", "spf-no-provider", "spf-wrong-name", "spf-no-end", "spf-long", "newsletter-lost",
      "site-forms" } },
  { "spf-error",
    SENDER,
    DNS,
    { "spf-two", "spf-syntax", "spf-too-many", "spf-void", "spf-include-dead", "spf-loop",
      "spf-long" } },
  { "dkim-failed",
    SENDER,
    DNS,
    { "dkim-absent", "dkim-mangled", "dkim-weak", "dkim-revoked", "dkim-testing",
      "dkim-target-dead", "newsletter-lost" } },
  { "dmarc-failed",
    SENDER,
    DNS,
    { "dmarc-too-strict", "dmarc-two", "dmarc-syntax", "spf-absent", "spf-two", "spf-syntax",
      "spf-too-many", "spf-include-dead", "spf-no-provider", "dkim-absent", "dkim-mangled",
      "dkim-weak", "dkim-revoked", "dkim-target-dead", "newsletter-lost", "site-forms" } },
  { "unauthenticated",
    SENDER,
    DNS,
    { "spf-absent", "spf-two", "spf-syntax", "spf-too-many", "spf-void", "spf-include-dead",
      "spf-loop", "spf-no-provider", "spf-wrong-name", "dkim-absent", "dkim-mangled", "dkim-weak",
      "dkim-revoked", "dkim-target-dead", "dmarc-absent", "dmarc-wrong-name", "newsletter-lost" } },
  { "not-aligned",
    SENDER,
    DNS,
    { "spf-absent", "spf-two", "spf-syntax", "spf-too-many", "spf-include-dead", "spf-no-provider",
      "dkim-absent", "dkim-mangled", "dkim-weak", "dkim-revoked", "dkim-target-dead",
      "newsletter-lost", "site-forms" } },
  { "sender-null-mx", SENDER, DNS, { "says-no-mail", "null-mx-mixed" } },
  { "sender-unknown",
    SENDER,
    DNS,
    { "expired-or-held", "mail-lost-in-ns-move", "no-route", "mx-absent", "mx-target-dead",
      "ns-lame", "ds-stale", "says-no-mail" } },
  { "server-name", SENDER, SERVER, { NULL } },
  { "block-list", SENDER, SERVER, { NULL } },
  { "rate-limit", SENDER, SERVER, { NULL } },
  { "tls-required", SENDER, SERVER, { NULL } },
  { "arc-failed", SENDER, SERVER, { NULL } },
  { "sign-in", SENDER, MESSAGE, { NULL } },
  { "spam", SENDER, MESSAGE, { NULL } },
  { "attachment", SENDER, MESSAGE, { NULL } },
  { "too-large", SENDER, MESSAGE, { NULL } },
  { "too-many-recipients", SENDER, MESSAGE, { NULL } },
  { "bad-address", SENDER, MESSAGE, { NULL } },
  { "content", SENDER, MESSAGE, { NULL } },
  { "protocol", SENDER, SERVER, { NULL } },
  { "expired",
    RECIPIENT,
    SERVER,
    { "smtp-silent", "mx-target-private", "mx-target-dead", "mx-absent", "old-mx-left" } },
  { "policy", SENDER, SERVER, { NULL } },
  { "refused", NONE, SERVER, { NULL } },
  { "unknown", NONE, SERVER, { NULL } },
};

/**
 * sp_bounce_cause_list:
 * @n_causes: (out): how many
 *
 * Returns: (transfer none) (array length=n_causes): every cause; the last is "unknown"
 */
const SpBounceCause *
sp_bounce_cause_list (gsize *n_causes)
{
  *n_causes = G_N_ELEMENTS (causes);
  return causes;
}

/**
 * sp_bounce_cause_find:
 * @id: id of a cause
 *
 * Returns: (transfer none) (nullable): the cause
 */
const SpBounceCause *
sp_bounce_cause_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++)
    if (g_strcmp0 (causes[i].id, id) == 0)
      return &causes[i];
  return NULL;
}

/**
 * sp_bounce_side_to_string:
 * @side: a side
 *
 * Returns: (transfer none) (nullable): its public name
 */
const char *
sp_bounce_side_to_string (SpBounceSide side)
{
  switch (side)
    {
    case SP_BOUNCE_SIDE_RECIPIENT:
      return "recipient";
    case SP_BOUNCE_SIDE_SENDER:
      return "sender";
    case SP_BOUNCE_SIDE_NONE:
      return NULL;
    }
  g_return_val_if_reached (NULL);
}

/**
 * sp_bounce_place_to_string:
 * @place: a place
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_bounce_place_to_string (SpBouncePlace place)
{
  switch (place)
    {
    case SP_BOUNCE_PLACE_DNS:
      return "dns";
    case SP_BOUNCE_PLACE_SERVER:
      return "server";
    case SP_BOUNCE_PLACE_MAILBOX:
      return "mailbox";
    case SP_BOUNCE_PLACE_MESSAGE:
      return "message";
    }
  g_return_val_if_reached ("server");
}
