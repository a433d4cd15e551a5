/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/* Translators: the heads of cards that tell what to change where the domain's records are kept,
 * and the reasons below them. Words in braces are replaced: keep them as they are. */

const SpCodeWords sp_words_edits[] = {
  {
    .code = "mx-add",
    .title = { { "carrier-name", N_ ("Deliver mail to {carrier-name}") },
               { NULL, N_ ("Say where mail is delivered") } },
    .text = { { "carrier-name", N_ ("These mail delivery records (MX) tell senders that mail for "
                                    "{name} goes to {carrier-name}.") },
              { NULL, N_ ("These mail delivery records (MX) tell senders where mail for {name} "
                          "goes.") } },
  },
  {
    .code = "mx-switch",
    .title = { { "carrier-name", N_ ("Deliver mail to {carrier-name} from now on") },
               { NULL, N_ ("Change where mail is delivered") } },
    .text = { { NULL, N_ ("All mail delivery records (MX) of {name} change in one go, so that no "
                          "sender finds a mixture of old and new.") } },
  },
  {
    .code = "mx-null-removed",
    .title = { { NULL, N_ ("Open the domain for mail") } },
    .text = { { NULL, N_ ("The mark “takes no mail” (null MX) makes senders give up at once. Real "
                          "servers take its place.") } },
  },
  {
    .code = "mx-complete",
    .title = { { "carrier-name", N_ ("Complete the servers of {carrier-name}") },
               { NULL, N_ ("Complete the mail servers") } },
    .text = { { NULL, N_ ("The provider documents these servers as one set (MX). With all of them, "
                          "mail is not delayed when one is busy.") } },
  },
  {
    .code = "mx-remove-left",
    .title = { { NULL, N_ ("Remove mail servers that are no longer used") } },
    .text = { { NULL, N_ ("As long as they are listed (MX), a part of the mail lands where nobody "
                          "looks.") } },
  },
  {
    .code = "mx-order",
    .title = { { NULL, N_ ("Put the mail servers in order") } },
    .text = { { NULL, N_ ("The lower number is tried first (MX). With these numbers mail takes the "
                          "way that the provider documents.") } },
  },
  {
    .code = "mx-add-new",
    .title = { { "carrier-name", N_ ("Add {carrier-name} behind the present servers") },
               { NULL, N_ ("Add the new servers behind the present ones") } },
    .text = { { NULL, N_ ("With higher numbers the new servers (MX) are tried last, so nothing "
                          "changes yet, and everybody gets to know them.") } },
  },
  {
    .code = "mx-flip",
    .title = { { "carrier-name", N_ ("Put {carrier-name} in front") },
               { NULL, N_ ("Put the new servers in front") } },
    .text = { { NULL, N_ ("The numbers are exchanged (MX): from now on the new servers are tried "
                          "first, and the old ones catch what cannot be delivered.") } },
  },
  {
    .code = "mx-remove-old",
    .title = { { NULL, N_ ("Take the old servers out") } },
    .text = { { NULL, N_ ("Only the new servers remain for mail delivery (MX).") } },
  },
  {
    .code = "mx-alias",
    .title = { { NULL, N_ ("Use the mail server’s real name") } },
    .text = { { NULL, N_ ("Mail delivery (MX) must not lead to a nickname (CNAME); some senders "
                          "refuse it.") } },
  },
  {
    .code = "mx-ip",
    .title = { { "action=remove", N_ ("Remove a number that leads nowhere") },
               { NULL, N_ ("Use a name instead of a number") } },
    .text = { { NULL, N_ ("Mail delivery (MX) can only hold names of servers; a number leads "
                          "nowhere.") } },
  },
  {
    .code = "mx-bad-name",
    .title = { { NULL, N_ ("Remove a server name that cannot exist") } },
    .text = { { NULL, N_ ("No server can have this name, so senders lose time with it.") } },
  },
  {
    .code = "mx-dead",
    .title = { { NULL, N_ ("Remove a mail server that does not exist") } },
    .text = { { NULL, N_ ("Nothing answers under this name, so senders lose time with it, and some "
                          "give up.") } },
  },
  {
    .code = "mx-misspelt",
    .title = { { NULL, N_ ("Correct a slip in the name of a mail server") } },
    .text = { { NULL, N_ ("Nothing answers under the name that is listed now (MX). The corrected "
                          "one is the server that the provider names.") } },
  },
  {
    .code = "mx-private",
    .title = { { NULL, N_ ("Remove a mail server that nobody can reach") } },
    .text = { { NULL, N_ ("Its address exists inside a private network only, so senders lose time "
                          "with it (MX). The other servers stay.") } },
  },
  {
    .code = "mx-filter",
    .title = { { "filter-name", N_ ("Let all mail go through {filter-name}") },
               { NULL, N_ ("Let all mail go through the filter") } },
    .text = { { NULL, N_ ("Only the filter remains for mail delivery (MX). It hands the mail on to "
                          "the mailboxes, which senders of spam can then no longer reach past "
                          "it.") } },
  },
  {
    .code = "mx-spare",
    .title = { { NULL, N_ ("Put the spare mail server behind the main one") } },
    .text = { { NULL, N_ ("The lower number is tried first (MX). With a higher one the spare is "
                          "used only while the main server is away.") } },
  },
  {
    .code = "mx-null-number",
    .title = { { NULL, N_ ("Give the mark “takes no mail” its usual number") } },
    .text = { { NULL, N_ ("The mark (null MX) is understood as it is; the standard asks for the "
                          "number 0.") } },
  },
  {
    .code = "mx-put-back",
    .title = { { NULL, N_ ("Put mail delivery back as it was") } },
    .text = { { NULL, N_ ("At an earlier check these mail servers (MX) were listed for {name}, and "
                          "they are gone. If that was meant, choose where mail should go "
                          "instead.") } },
  },
  {
    .code = "mx-misplaced",
    .title = { { NULL, N_ ("Remove mail delivery from the wrong name") } },
    .text = { { NULL, N_ ("Nobody has mail addresses at {name}. The records (MX) of the domain "
                          "itself have a card of their own.") } },
  },
  {
    .code = "mx-doubled",
    .title = { { NULL, N_ ("Correct a server name that came out doubled") } },
    .text = { { NULL, N_ ("The panel added the domain to the server’s name. Some panels want a dot "
                          "at the very end of the name, others want none.") } },
  },
  {
    .code = "mx-duplicate",
    .title = { { NULL, N_ ("List each mail server once") } },
    .text = { { NULL, N_ ("The second entry adds nothing.") } },
  },
  {
    .code = "mx-null-mixed",
    .title = { { NULL, N_ ("Remove the mark “takes no mail”") } },
    .text = { { NULL,
                N_ ("It stands beside real servers (MX), and some senders believe the mark.") } },
  },
  {
    .code = "mx-repair",
    .title = { { NULL, N_ ("Repair mail delivery") } },
    .text = { { NULL, N_ ("Several mail delivery records (MX) cannot work as they are.") } },
  },
  {
    .code = "mx-",
    .title = { { "carrier-name", N_ ("Change mail delivery to {carrier-name}") },
               { NULL, N_ ("Change mail delivery") } },
    .text = { { NULL,
                N_ ("Mail delivery records (MX) tell senders where mail for {name} goes.") } },
  },
  {
    .code = "spf-add",
    .title = { { "provider-name", N_ ("Allow {provider-name} to send") },
               { NULL, N_ ("Say who may send") } },
    .text = { { NULL, N_ ("This text note (TXT) is the list of allowed senders (SPF). Without it "
                          "large receivers distrust mail from {name}.") } },
  },
  {
    .code = "spf-merge",
    .title = { { NULL, N_ ("Merge the lists of allowed senders into one") } },
    .text = { { "lost", N_ ("A domain may have only one list of allowed senders (SPF). The merged "
                            "one holds everything that receivers could read; what they could not "
                            "is left out: {lost}. If that stood for a service that sends, add the "
                            "text which that service shows.") },
              { NULL,
                N_ ("A domain may have only one list of allowed senders (SPF). The merged one "
                    "holds everything that the others allowed.") } },
  },
  {
    .code = "spf-include",
    .title = { { "provider-name", N_ ("Allow {provider-name} to send") },
               { NULL, N_ ("Allow the mail provider to send") } },
    .text = { { NULL, N_ ("The list of allowed senders (SPF) is changed, not doubled: everything "
                          "that it allowed stays.") } },
  },
  {
    .code = "spf-trim",
    .title = { { NULL, N_ ("Take the old provider off the list of allowed senders") } },
    .text = { { NULL, N_ ("Nothing is sent from there any more. Others who use that provider could "
                          "else send in the name of {name}.") } },
  },
  {
    .code = "spf-leftover",
    .title = { { NULL, N_ ("Take the former provider off the list of allowed senders") } },
    .text = { { NULL, N_ ("If nothing is sent from there any more: others who use that provider "
                          "could else send in the name of {name} (SPF).") } },
  },
  {
    .code = "spf-site",
    .title = { { NULL, N_ ("Allow the website to send") } },
    .text = { { NULL,
                N_ ("The website joins the list of allowed senders (SPF), so that the mail of "
                    "its forms is not refused. Everything that was allowed stays.") } },
  },
  {
    .code = "spf-repair",
    .title = { { NULL, N_ ("Correct the list of allowed senders") } },
    .text = { { "lost", N_ ("As it stands, receivers cannot use the list (SPF). What it says "
                            "plainly stays; what nobody can read is left out: {lost}. If that "
                            "stood for a service that sends, add the text which that service "
                            "shows.") },
              { NULL,
                N_ ("As it stands, receivers cannot use the list (SPF). What it allowed stays "
                    "allowed.") } },
  },
  {
    .code = "spf-move",
    .title = { { NULL, N_ ("Put the list of allowed senders where it is looked for") } },
    .text = { { "found", N_ ("The list (SPF) stands at {found}, where nobody reads it. It has to "
                             "be a text note (TXT) at {name}.") },
              { NULL, N_ ("The list (SPF) stands where nobody reads it. It has to be a text note "
                          "(TXT) at {name}.") } },
  },
  {
    .code = "spf-misplaced",
    .title = { { NULL, N_ ("Remove the list of allowed senders from the wrong place") } },
    .text = { { NULL, N_ ("Nobody reads the list (SPF) here. Left in place it only confuses.") } },
  },
  {
    .code = "spf-dead",
    .title = { { NULL, N_ ("Take names that lead nowhere off the list of allowed senders") } },
    .text = { { NULL, N_ ("Because of them receivers may ignore the whole list (SPF). They allow "
                          "nobody to send, so nothing is lost with them.") } },
  },
  {
    .code = "spf-loop",
    .title = { { NULL, N_ ("Take the circle out of the list of allowed senders") } },
    .text = { { NULL,
                N_ ("The list (SPF) points back to itself, so receivers ignore it. Everything "
                    "else in it stays.") } },
  },
  {
    .code = "spf-close",
    .title = { { NULL, N_ ("Let only the listed services send") } },
    .text = { { NULL, N_ ("As it stands, the list (SPF) allows everybody, and forged mail passes "
                          "as genuine. The services that it names stay allowed; look whether one "
                          "is missing.") } },
  },
  {
    .code = "spf-end",
    .title = { { NULL, N_ ("Give the list of allowed senders an ending") } },
    .text = { { NULL, N_ ("With ~all at its end the list (SPF) says that others are doubtful. "
                          "Their mail is looked at more closely, not refused.") } },
  },
  {
    .code = "spf-ptr",
    .title = { { NULL, N_ ("Take an old, slow entry off the list of allowed senders") } },
    .text = { { NULL, N_ ("Many receivers skip the word ptr in the list (SPF). If own servers are "
                          "allowed by nothing else, add their addresses first.") } },
  },
  {
    .code = "spf-shorten",
    .title = { { NULL, N_ ("Shorten the list of allowed senders") } },
    .text = { { NULL, N_ ("Receivers stop after 10 look-ups and then ignore the list (SPF). Here "
                          "the same senders are allowed with fewer.") } },
  },
  {
    .code = "spf-",
    .title = { { NULL, N_ ("Change the list of allowed senders") } },
    .text = { { NULL, N_ ("This text note (TXT) says which services may send as {name} (SPF).") } },
  },
  {
    .code = "dkim-add",
    .title = { { "provider-name,short", N_ ("Publish the mail seal of {provider-name}: {short}") },
               { "provider-name", N_ ("Publish the mail seal of {provider-name}") },
               { NULL, N_ ("Publish the mail seal") } },
    .text = { { NULL,
                N_ ("With this key receivers can check the seal (DKIM) on each message, which "
                    "proves that it was not forged.") } },
  },
  {
    .code = "name-held",
    .title = { { "holder-name", N_ ("The name {short} belongs to {holder-name}") },
               { NULL, N_ ("The name {short} belongs to another service") } },
    .text = { { "holder-name",
                N_ ("The new provider needs a record of its own at this name, which can hold one "
                    "only. Nothing is changed here, so that mail from {holder-name} keeps its "
                    "seal (DKIM). If {holder-name} is still used, let it work under another key "
                    "name, where it offers that; else remove its record. What to add in its place "
                    "is shown when the name is free.") },
              { NULL, N_ ("The new provider needs a record of its own at this name, which can hold "
                          "one only. What to add is shown when the name is free.") } },
  },
  {
    .code = "dkim-replace",
    .title = { { NULL, N_ ("Replace the key of the mail seal") } },
    .text = { { NULL, N_ ("The key that stands there now is not the provider’s, so its seal (DKIM) "
                          "counts as broken.") } },
  },
  {
    .code = "dkim-repair",
    .title = { { NULL, N_ ("Put the key of the mail seal together again") } },
    .text = { { NULL, N_ ("The key was damaged when it was entered, so nobody can check the seal "
                          "(DKIM). This is the same key in one piece.") } },
  },
  {
    .code = "dkim-testing",
    .title = { { NULL, N_ ("Say that the mail seal is meant seriously") } },
    .text = { { NULL, N_ ("The key says that the domain is only testing its seal (DKIM). Without "
                          "that mark receivers count on it. Send a test message first and look "
                          "whether its seal is good.") } },
  },
  {
    .code = "dkim-old",
    .title = { { NULL, N_ ("Remove the old provider’s mail seal") } },
    .text = { { NULL, N_ ("Nothing is sealed (DKIM) with this key any more.") } },
  },
  {
    .code = "dkim-",
    .title = { { NULL, N_ ("Change the key of the mail seal") } },
    .text = { { NULL, N_ ("Receivers use this key to check the seal (DKIM) on each message.") } },
  },
  {
    .code = "dmarc-add",
    .title = { { NULL, N_ ("Set a rule for forged mail") } },
    .text = { { NULL, N_ ("This text note (TXT) tells receivers what to do with forged mail "
                          "(DMARC). It begins by watching only, so no mail is lost by it.") } },
  },
  {
    .code = "dmarc-move",
    .title = { { NULL, N_ ("Put the rule for forged mail where it is looked for") } },
    .text = { { "found",
                N_ ("The rule (DMARC) stands at {found}, where nobody looks. Here the same "
                    "text counts.") },
              { NULL, N_ ("The rule (DMARC) stands where nobody looks. Here the same text "
                          "counts.") } },
  },
  {
    .code = "dmarc-move-repair",
    .title = { { NULL, N_ ("Put the rule for forged mail where it is looked for") } },
    .text = { { "found", N_ ("The rule (DMARC) stands at {found}, where nobody looks. Here it "
                             "counts, so it is written in the way receivers read it, and stops no "
                             "mail that is not proven yet.") },
              { NULL, N_ ("The rule (DMARC) stands where nobody looks. Here it counts, so it is "
                          "written in the way receivers read it, and stops no mail that is not "
                          "proven yet.") } },
  },
  {
    .code = "dmarc-merge",
    .title = { { NULL, N_ ("Keep one rule for forged mail") } },
    .text = { { NULL, N_ ("Of several rules (DMARC) receivers use none. The mildest one is kept, "
                          "so that no mail is stopped that gets through today; it can be made "
                          "stricter later.") } },
  },
  {
    .code = "mta-sts-one",
    .title = { { NULL, N_ ("Keep one announcement of delivery security") } },
    .text = { { NULL, N_ ("Of several announcements (MTA-STS) senders use none. The first one that "
                          "they can read is kept.") } },
  },
  {
    .code = "tls-rpt-one",
    .title = { { NULL, N_ ("Keep one address for delivery reports") } },
    .text = { { NULL,
                N_ ("Of several text notes about delivery reports (TLS-RPT) senders use none. "
                    "The first one that they can read is kept.") } },
  },
  {
    .code = "dmarc-repair",
    .title = { { NULL, N_ ("Correct the rule for forged mail") } },
    .text = { { NULL, N_ ("As it stands, receivers cannot use the rule (DMARC). Here it is written "
                          "in the way they read it; what could not be understood is left "
                          "out.") } },
  },
  {
    .code = "dmarc-old-tags",
    .title = { { NULL, N_ ("Tidy up the rule for forged mail") } },
    .text = { { NULL, N_ ("Receivers skip the parts that are taken out (DMARC). The rest stays; "
                          "where only a part of the mail was to be judged, the new mark t=y says "
                          "so.") } },
  },
  {
    .code = "dmarc-reports",
    .title = { { NULL, N_ ("Let reports about forged mail come in") } },
    .text = { { NULL, N_ ("With this address in the rule (DMARC), receivers report once a day who "
                          "sends in the name of the domain.") } },
  },
  {
    .code = "dmarc-misplaced",
    .title = { { NULL, N_ ("Remove the rule for forged mail from the wrong name") } },
    .text = { { NULL, N_ ("Nobody looks for the rule (DMARC) here. Left in place it only "
                          "confuses.") } },
  },
  {
    .code = "dmarc-",
    .title = { { NULL, N_ ("Change the rule for forged mail") } },
    .text = { { NULL, N_ ("This text note (TXT) tells receivers what to do with forged mail "
                          "(DMARC).") } },
  },
  {
    .code = "autodiscover-left",
    .title = { { "action=remove", N_ ("Remove the old signpost for mail programs") },
               { "provider-name", N_ ("Point mail programs to {provider-name}") },
               { NULL, N_ ("Point mail programs to the new server") } },
    .text = { { NULL, N_ ("Outlook and others look here for the mail server (autodiscover), and "
                          "would still find the old one.") } },
  },
  {
    .code = "autodiscover",
    .title = { { "service=_imaps", N_ ("Help mail programs find incoming mail") },
               { "service=_imap", N_ ("Help mail programs find incoming mail (unencrypted)") },
               { "service=_pop3s", N_ ("Help mail programs find incoming mail (POP)") },
               { "service=_submission", N_ ("Help mail programs find outgoing mail") },
               { "service=_submissions", N_ ("Help mail programs find outgoing mail") },
               { "service=_caldavs", N_ ("Help programs find calendars") },
               { "service=_carddavs", N_ ("Help programs find contacts") },
               { "service=autodiscover", N_ ("Help Outlook find the mail server") },
               { "service=_autodiscover", N_ ("Help Outlook find the mail server") },
               { "service=autoconfig", N_ ("Help Thunderbird find the mail server") },
               { NULL, N_ ("Help mail programs find the server") } },
    .text = { { "provider-name",
                N_ ("New phones and mail programs look here and find {provider-name} by themselves "
                    "(autodiscover). Without it, the server’s name has to be typed in.") },
              { NULL, N_ ("New phones and mail programs look here and find the server by "
                          "themselves (autodiscover).") } },
  },
  {
    .code = "autodiscover-",
    .title = { { NULL, N_ ("Help mail programs find the server") } },
    .text = { { NULL, N_ ("Outlook, Thunderbird and others look here for the mail server "
                          "(autodiscover).") } },
  },
  {
    .code = "provider-record",
    .title = { { "provider-name", N_ ("Add a record that {provider-name} asks for") },
               { NULL, N_ ("Add a record that the provider asks for") } },
    .text = { { "type=SRV", N_ ("With it mail programs find the server by themselves "
                                "(autodiscover).") },
              { NULL, N_ ("The provider documents this record for domains that it looks "
                          "after.") } },
  },
  {
    .code = "verification",
    .title = { { "provider-name", N_ ("Prove to {provider-name} that the domain is owned") },
               { NULL, N_ ("Prove that the domain is owned") } },
    .text = { { NULL, N_ ("The provider looks for this text before it takes mail for {name}. Press "
                          "its Verify button only when the record is shown as live here.") } },
  },
  {
    .code = "alias-address",
    .title = { { NULL, N_ ("Give the mail server an address of its own") } },
    .text = { { NULL,
                N_ ("{name} is a nickname (CNAME) now, which mail delivery (MX) must not lead "
                    "to. With an address in its place it is a real name.") } },
  },
  {
    .code = "alias-in-the-way",
    .title = { { NULL, N_ ("Remove the nickname that is in the way") } },
    .text = { { NULL, N_ ("Beside a nickname (CNAME) a name can have no other records.") } },
  },
  {
    .code = "address-name",
    .title = { { NULL, N_ ("Make a name for the mail server") } },
    .text = { { NULL,
                N_ ("Mail delivery (MX) needs a name, and this is the address behind it.") } },
  },
  {
    .code = "name-taken",
    .title = { { NULL, N_ ("Make the name free") } },
    .text = { { NULL, N_ ("What stands at {name} now cannot stand beside the new record.") } },
  },
  {
    .code = "moved",
    .title = { { "type=MX", N_ ("Put mail delivery where it is looked for") },
               { NULL, N_ ("Put the record where it is looked for") } },
    .text = { { "found", N_ ("The record stands at {found}, where nobody looks. At {name} it "
                             "counts.") },
              { NULL, N_ ("The record stands where nobody looks. At {name} it counts.") } },
  },
  {
    .code = "name-doubled",
    .title = { { NULL, N_ ("Remove the record whose name came out doubled") } },
    .text = { { NULL, N_ ("The panel added the domain once more, so nobody finds the record. The "
                          "right one has a card of its own.") } },
  },
  {
    .code = "mta-sts-both",
    .title = { { NULL, N_ ("Let the delivery security policy name old and new servers") } },
    .text = { { NULL,
                N_ ("Change the policy file (MTA-STS) first, then this number, so that others "
                    "read it again.") } },
  },
  {
    .code = "mta-sts-",
    .title = { { NULL, N_ ("Tell others that the delivery security policy has changed") } },
    .text = { { NULL,
                N_ ("Change the policy file (MTA-STS) first, then this number, so that others "
                    "read it again.") } },
  },
  {
    .code = "ttl-lower",
    .title = { { NULL, N_ ("Let others remember the setting for minutes only") } },
    .text = { { NULL, N_ ("Only “may be remembered for” (TTL) changes. When the old value has run "
                          "out everywhere, the switch and a way back take minutes.") } },
  },
  {
    .code = "ttl-",
    .title = { { NULL, N_ ("Let others remember the setting longer again") } },
    .text = { { NULL, N_ ("Only “may be remembered for” (TTL) changes, now that everything has "
                          "settled.") } },
  },
  {
    .code = "put-back",
    .title = { { "action=remove", N_ ("Remove the {type} record at {name} again") },
               { NULL, N_ ("Put the {type} record at {name} back as it was") } },
    .text = { { "action=remove", N_ ("Before the changes nothing of this type was there.") },
              { NULL, N_ ("This is what was there before the changes.") } },
  },
  { .code = NULL },
};
