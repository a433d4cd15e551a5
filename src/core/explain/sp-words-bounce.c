/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-bounce-private.h"

#include <glib/gi18n-lib.h>

/* Translators: why a message came back; what it means; what to do. “Sender” is who wrote the
 * message, “recipient” whom it was for. */
const SpCauseWords sp_words_causes[] = {
  { "no-such-domain", N_ ("No mail server was found for the recipient’s domain"),
    N_ ("The sending server asked DNS where to deliver, and found nothing that it could use."),
    N_ ("Look for a typing mistake in the address. If it is right, the records for receiving mail "
        "of that domain need a look.") },
  { "dns-trouble", N_ ("DNS gave no answer about the recipient’s domain"),
    N_ ("The sending server could not find out where to deliver. That is often over in minutes; "
        "if it is not, the name servers of that domain are in trouble."),
    N_ ("Wait for an hour. If it happens again, the name servers of the recipient’s domain need a "
        "look.") },
  { "cname-loop", N_ ("The way to the mail server leads in a circle"),
    N_ ("A name of the recipient’s domain is an alias of one that leads back to it, or too many "
        "aliases follow each other."),
    N_ ("The records of the recipient’s domain have to name a mail server that has an address.") },
  { "mail-loop", N_ ("The message went round in circles"),
    N_ ("A server that the records name does not know that it should keep this mail, and sends it "
        "on to itself or back."),
    N_ ("At the recipient’s domain: take out old mail servers, and make sure that each server "
        "that is left knows the domain. Two forwarders may also point at each other.") },
  { "relay-denied", N_ ("The server does not know the recipient’s domain"),
    N_ ("The mail server that the records name says that this domain is none of its own. Often it "
        "is the server of a former provider, or the domain was never added at the new one. If the "
        "server that refused is the sender’s own, the mail program did not sign in."),
    N_ ("At the recipient’s domain: compare the mail servers with those of the provider in use, "
        "and add the domain there.") },
  { "null-mx", N_ ("The recipient’s domain says that it takes no mail"),
    N_ ("A record of that domain tells all senders that no mail is accepted (null MX)."),
    N_ ("If the domain should receive mail, that record has to give way to real mail servers.") },
  { "mta-sts", N_ ("The delivery security of the recipient’s domain forbade it"),
    N_ ("That domain promises encrypted delivery to certain servers (MTA-STS), and the server at "
        "hand was not one of them or its certificate was not right."),
    N_ ("At the recipient’s domain: the policy file has to name every mail server in use, and "
        "their certificates have to fit.") },
  { "dane", N_ ("A signed promise of the recipient’s server was not kept"),
    N_ ("Records of that domain say which certificate its mail server has (DANE), and they do not "
        "fit, or their signature is broken."),
    N_ ("At the recipient’s domain: whoever runs the mail server has to renew those records.") },
  { "tls-failed", N_ ("No encrypted connection to the recipient’s server was possible"),
    N_ ("The server offered no encryption, or its certificate was not accepted."),
    N_ ("Whoever runs the recipient’s mail server has to mend its certificate.") },
  { "no-answer", N_ ("The recipient’s mail server did not answer"),
    N_ ("The sending server could not connect. The server may be switched off, or the records lead "
        "to a machine that is no mail server."),
    N_ ("Wait for some hours. If it stays so, the recipient’s mail server needs a look.") },
  { "connection-lost", N_ ("The connection to the recipient’s server broke off"),
    N_ ("The server answered and then hung up, for instance because it was busy."),
    N_ ("Nothing to do at first: sending servers try again.") },
  { "mailbox-unknown", N_ ("The mailbox does not exist"),
    N_ ("The recipient’s server knows the domain, but not this address."),
    N_ ("Look for a typing mistake. If the address should exist, it has to be made at the provider "
        "that the records lead to; after a move that may be another one than expected.") },
  { "mailbox-full", N_ ("The mailbox is full"), N_ ("There is no room for another message."),
    N_ ("The recipient has to delete something or get more room.") },
  { "mailbox-disabled", N_ ("The mailbox is switched off"),
    N_ ("The address is known, but may not receive mail now."),
    N_ ("The recipient, or who manages the mailboxes there, has to switch it on.") },
  { "mailbox-moved", N_ ("The recipient has another address now"),
    N_ ("The server says that this address is no longer that of the recipient."),
    N_ ("Ask the recipient for the new address.") },
  { "not-allowed", N_ ("The recipient takes mail from certain senders only"),
    N_ ("The address, often that of a group, accepts no mail from this sender."),
    N_ ("Who manages the address has to allow the sender.") },
  { "list-trouble", N_ ("A mailing list could not pass the message on"),
    N_ ("The address stands for a list of others, and that list is broken."),
    N_ ("Who manages the list has to mend it.") },
  { "server-full", N_ ("The recipient’s server has no room"),
    N_ ("The server itself is full, not one mailbox."),
    N_ ("Nothing to do at first: sending servers try again. If it stays so, tell the recipient.") },
  { "server-busy", N_ ("The recipient’s server was busy"),
    N_ ("The server asked to try again later."),
    N_ ("Nothing to do at first: sending servers try again.") },
  { "server-refuses-mail", N_ ("The machine takes no mail"),
    N_ ("What answered says that it accepts no mail at all."),
    N_ ("At the recipient’s domain: compare the mail servers with those of the provider.") },
  { "greylisted", N_ ("The recipient’s server asked to try again"),
    N_ ("Some servers turn an unknown sender away once, since most senders of spam do not come "
        "back (greylisting)."),
    N_ ("Nothing to do: the sending server tries again by itself.") },
  { "spf-failed", N_ ("The sending server is not among those allowed"),
    N_ ("The list of allowed senders (SPF) of the sender’s domain does not name the server that "
        "the message came from."),
    N_ ("At the sender’s domain: add the service that sends to the list of allowed senders.") },
  { "spf-error", N_ ("The sender’s list of allowed senders cannot be read"),
    N_ ("The list (SPF) of the sender’s domain has a mistake in it or is too long, so that none of "
        "it counts."),
    N_ ("At the sender’s domain: mend the list of allowed senders.") },
  { "dkim-failed", N_ ("The message has no valid seal"),
    N_ ("Its seal (DKIM) is missing, does not fit, or its key was not found at the sender’s "
        "domain."),
    N_ ("At the sender’s domain: switch on signing at the provider, and publish its keys.") },
  { "dmarc-failed", N_ ("The sender’s own rule for forged mail turned it away"),
    N_ ("Neither the list of allowed senders nor the seal spoke for the domain in the From line, "
        "and that domain asks to refuse such mail (DMARC)."),
    N_ ("At the sender’s domain: every service that sends has to be allowed or to seal with that "
        "domain.") },
  { "unauthenticated", N_ ("Nothing proved where the message came from"),
    N_ ("The recipient’s server takes only mail with a proof of origin: an allowed server (SPF) or "
        "a seal (DKIM) of the sender’s domain."),
    N_ ("At the sender’s domain: allow the service that sends, and switch on its seal.") },
  { "not-aligned", N_ ("No proof speaks for the domain in the From line"),
    N_ ("The server that sent it is not allowed by that domain (SPF), and no valid seal (DKIM) is "
        "that domain’s own. Many receivers put such mail into spam."),
    N_ ("At the sender’s domain: every service that sends has to be allowed or to seal with that "
        "domain.") },
  { "sender-null-mx", N_ ("The sender’s domain says that it takes no mail"),
    N_ ("The recipient’s server refuses mail that could not be answered: a record of the sender’s "
        "domain says that it takes none (null MX)."),
    N_ ("At the sender’s domain: replace that record with real mail servers, or send with another "
        "address.") },
  { "sender-unknown", N_ ("The sender’s address was not believed"),
    N_ ("The recipient’s server found no mail server for the sender’s domain, or the address does "
        "not exist there."),
    N_ (
      "At the sender’s domain: it needs records for receiving mail, and the address a mailbox.") },
  { "server-name", N_ ("The sending server has no proper name"),
    N_ ("The address that it sends from has no name of its own (reverse DNS), or it introduces "
        "itself with a wrong one."),
    N_ ("Whoever runs the sending server has to set that, at the company that the address comes "
        "from. No record of a domain helps.") },
  { "block-list", N_ ("The sending server is on a block list"),
    N_ ("The recipient’s server does not take mail from this address, since it is on a list or is "
        "known for spam."),
    N_ ("Whoever runs the sending server has to have it taken off the list. No record of a domain "
        "helps.") },
  { "rate-limit", N_ ("Too much mail came at once"),
    N_ ("The recipient’s server, or the sender’s own, allows only so many messages in a time."),
    N_ ("Wait, and send less at once.") },
  { "tls-required", N_ ("The server takes only encrypted mail"),
    N_ ("The sending server, or the mail program, did not encrypt the connection."),
    N_ ("Switch on encryption (STARTTLS) where the message is sent from.") },
  { "arc-failed", N_ ("A forwarder spoiled the message"),
    N_ ("Notes of the servers that forwarded it (ARC) do not fit any more."),
    N_ ("Whoever runs the forwarder has to mend that. Send to the last address directly.") },
  { "sign-in", N_ ("The mail program did not sign in"),
    N_ ("The sender’s own outgoing server wants name and password, or the address is not one of "
        "the account."),
    N_ ("Check the settings for sending in the mail program.") },
  { "spam", N_ ("The message looked like spam"),
    N_ ("The recipient’s server judged the content, not the records."),
    N_ ("Write it differently, leave out links, or ask the recipient to expect it.") },
  { "attachment", N_ ("An attachment was not accepted"),
    N_ ("The recipient’s server does not take this kind of file, or found it harmful."),
    N_ ("Share the file in another way.") },
  { "too-large", N_ ("The message is too large"),
    N_ ("The recipient’s server does not take messages of this size."),
    N_ ("Share large files in another way.") },
  { "too-many-recipients", N_ ("The message has too many recipients"),
    N_ ("A server does not take so many at once."), N_ ("Send it in several parts.") },
  { "bad-address", N_ ("The address is not written correctly"),
    N_ ("A server could not read it as a mail address."), N_ ("Look for a typing mistake.") },
  { "content", N_ ("The message could not be read"),
    N_ ("A server does not understand the way in which it is put together."),
    N_ ("Send it from another program.") },
  { "protocol", N_ ("The two servers did not understand each other"),
    N_ ("One of them said something that the other does not know."),
    N_ ("Tell whoever runs the sending server.") },
  { "expired", N_ ("The sending server gave up after trying for days, or is still trying"),
    N_ ("The report does not say why the recipient’s server could not be reached."),
    N_ ("If it stays so, the recipient’s mail server needs a look.") },
  { "policy", N_ ("The recipient’s server refused by a rule of its own"),
    N_ ("The report does not say which rule."),
    N_ ("Ask the recipient, by another way, to find out at their provider.") },
  { "refused", N_ ("The server refused and did not say why"),
    N_ ("The number that it answered with is used for many reasons."),
    N_ ("Ask the recipient, by another way, to find out at their provider.") },
  { "unknown", N_ ("The report does not say why in a known way"),
    N_ ("No code and no phrase in it is known."),
    N_ ("Read what the server said; it may be clear to people.") },
  { NULL, NULL, NULL, NULL },
};
