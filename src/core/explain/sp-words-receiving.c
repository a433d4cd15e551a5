/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

/* Translators: in all sentences about rules, words in braces such as {subject}, {host} or
 * {provider-name} are replaced by names and values; keep them as they are, in any order. Plain
 * words come first, the technical term stands behind in brackets because panels show it. */

const SpRuleWords sp_words_receiving[] = {
  {
    .id = "no-route",
    .name = N_ ("There is a way for mail"),
    .title = { { NULL, N_ ("Mail has nowhere to go") } },
    .text = { { NULL, N_ ("Nothing says where mail for {subject} is delivered (MX), and the name "
                          "has no address either. Every message comes back to its sender.") } },
    .fix = { { "provider-name", N_ ("Add the mail delivery records (MX) of {provider-name}.") },
             { NULL, N_ ("Add the mail delivery records (MX) that the mail provider shows in its "
                         "set-up page.") } },
  },
  {
    .id = "mx-absent",
    .name = N_ ("Mail delivery (MX) is set up"),
    .title = { { "level=0", N_ ("{subject} has no mail delivery of its own") },
               { NULL, N_ ("Nothing says where mail is delivered") } },
    .text = { { "case=subdomain",
                N_ ("{subject} has no mail delivery records (MX), and nobody seems to "
                    "want mail there. A name below a domain inherits nothing from it.") },
              { "case=own-host,address",
                N_ (
                  "There are no mail delivery records (MX) for {subject}. Senders fall back to its "
                  "address {address}, which is that of the own mail server, so mail may arrive, "
                  "but "
                  "some senders refuse to guess.") },
              { "address",
                N_ ("There are no mail delivery records (MX) for {subject}. Senders try the "
                    "address of the website instead ({address}), and usually fail.") },
              { NULL, N_ ("There are no mail delivery records (MX) for {subject}. Senders try the "
                          "address of the website instead, and usually fail.") } },
    .fix = { { "level=0", N_ ("Nothing to do, unless mail is wanted at {subject}.") },
             { "provider-name", N_ ("Add the mail delivery records (MX) of {provider-name}.") },
             { NULL, N_ ("Add the mail delivery records (MX) that the mail provider shows in its "
                         "set-up page.") } },
  },
  {
    .id = "says-no-mail",
    .name = N_ ("The domain is open for mail"),
    .title = { { NULL, N_ ("{subject} says that it takes no mail") } },
    .text = { { "level=0", N_ ("The domain has the mark “takes no mail” (null MX): senders give up "
                               "at once. For a domain without mail that is good.") },
              { "spf=yes", N_ ("Somebody told the world that {subject} never receives mail (null "
                               "MX) and never sends any. Both have to go before mail can work.") },
              { NULL, N_ ("Somebody told the world that {subject} never receives mail (null MX), "
                          "so senders give up at once.") } },
    .fix = { { "level=0", N_ ("Nothing to do, unless mail is wanted here.") },
             { "provider-name", N_ ("Replace the mark with the mail delivery records (MX) of "
                                    "{provider-name}, and allow it to send.") },
             { NULL, N_ ("Remove the mark, then add the mail provider’s records.") } },
  },
  {
    .id = "null-mx-mixed",
    .name = N_ ("“Takes no mail” stands alone"),
    .title = { { NULL, N_ ("“Takes no mail” stands beside real mail servers") } },
    .text = { { NULL, N_ ("One mail delivery record (MX) of {subject} says that it takes no mail, "
                          "others name servers. Some senders believe the first and refuse to "
                          "deliver.") } },
    .fix = { { NULL, N_ ("Remove the record whose server is a single dot.") } },
  },
  {
    .id = "null-mx-preference",
    .name = N_ ("“Takes no mail” has the number 0"),
    .title = { { NULL, N_ ("“Takes no mail” has an unusual number") } },
    .text = { { "priority", N_ ("The mark “takes no mail” (null MX) of {subject} has the number "
                                "{priority}. It is understood, but the standard asks for 0.") },
              { NULL,
                N_ ("The mark “takes no mail” (null MX) of {subject} has a number other than 0. It "
                    "is understood, but the standard asks for 0.") } },
    .fix = { { NULL, N_ ("Set the number to 0.") } },
  },
  {
    .id = "mx-wrong-owner",
    .name = N_ ("Mail delivery (MX) is set up for the right name"),
    .title = { { "owner", N_ ("Mail delivery was set up for {owner} instead") },
               { NULL, N_ ("Mail delivery was set up for another name") } },
    .text = { { "owner", N_ ("The mail delivery record (MX) stands at {owner}. Addresses that end "
                             "in @{subject} are not covered by it.") },
              { NULL, N_ ("The mail delivery record (MX) stands at a name below {subject}. "
                          "Addresses that end in @{subject} are not covered by it.") } },
    .fix = { { NULL, N_ ("Move the record to the domain itself: in the name field that is often @ "
                         "or nothing at all.") } },
  },
  {
    .id = "mx-priority",
    .name = N_ ("Mail servers are tried in the right order"),
    .title = { { "case=spare", N_ ("The spare server is tried too early") },
               { "case=shared", N_ ("Two companies take turns for the mail") },
               { NULL, N_ ("Mail servers are tried in an unexpected order") } },
    .text = { { "case=spare,priority,other,other-priority",
                N_ (
                  "{host} is meant as a spare, but has the number {priority}; {other} has "
                  "{other-priority}. The lower number is tried first, so mail arrives at the spare "
                  "while the main server is well.") },
              { "case=shared,priority,other", N_ ("{host} and {other} belong to different "
                                                  "companies and share the number {priority}. "
                                                  "Senders choose between them by chance, so half "
                                                  "of the mail may land where nobody "
                                                  "looks.") },
              { NULL,
                N_ ("The lower number is tried first. As it stands, mail may land where nobody "
                    "looks.") } },
    .fix = { { "case=spare,other", N_ ("Give {host} a higher number than {other}.") },
             { "case=shared", N_ ("Remove the server that is no longer used, or give it a higher "
                                  "number.") },
             { NULL, N_ ("Give the main server the lowest number.") } },
  },
  {
    .id = "mx-set-partial",
    .name = N_ ("The provider’s mail servers are all listed"),
    .title = { { "provider-name", N_ ("Not all mail servers of {provider-name} are listed") },
               { NULL, N_ ("Not all mail servers of the provider are listed") } },
    .text = { { "provider-name,missing",
                N_ ("{provider-name} documents more servers than are listed here. Missing: "
                    "{missing}. Mail works now, but is delayed when the listed ones are busy.") },
              { "provider-name",
                N_ ("{provider-name} documents more servers than are listed here. Mail works now, "
                    "but is delayed when the listed ones are busy.") },
              { NULL, N_ ("The provider documents more servers than are listed here. Mail works "
                          "now, but is delayed when the listed ones are busy.") } },
    .fix = { { "missing", N_ ("Add the missing mail delivery records (MX): {missing}.") },
             { NULL, N_ ("Add the missing mail delivery records (MX).") } },
  },
  {
    .id = "old-mx-left",
    .name = N_ ("Only one company receives the mail"),
    .title = { { "sure=yes,other-name", N_ ("{other-name} is still listed to receive mail") },
               { NULL, N_ ("Two companies are listed to receive mail") } },
    .text = { { "sure=yes,provider-name,other-name",
                N_ ("Mail belongs at {provider-name}, but {other-name} is listed as well. When the "
                    "first "
                    "is busy, mail goes to the second, and so does much spam.") },
              { "provider-name,other-name",
                N_ ("Both {provider-name} and {other-name} are listed to receive mail for "
                    "{subject}. Senders may choose either, so some mail lands in mailboxes that "
                    "nobody reads.") },
              { NULL,
                N_ ("Servers of two companies are listed to receive mail for {subject}. Senders "
                    "may choose either, so some mail lands in mailboxes that nobody reads.") } },
    .fix = { { "sure=yes,hosts",
               N_ ("Remove the old mail delivery records (MX): {hosts}. Keep the old "
                   "mailboxes readable for a while.") },
             { NULL,
               N_ ("Remove the mail delivery records (MX) of the company that is no longer used. "
                   "Keep the old mailboxes readable for a while.") } },
  },
  {
    .id = "filter-bypassed",
    .name = N_ ("All mail passes the filter"),
    .title = { { "filter-name", N_ ("Mail can go around {filter-name}") },
               { NULL, N_ ("Mail can go around the filter") } },
    .text = { { "filter-name,host",
                N_ ("{filter-name} filters the mail, but {host} is listed beside it. "
                    "Senders of spam go there directly.") },
              { NULL,
                N_ ("A filter stands in front of the mailboxes, but the mailbox provider is listed "
                    "beside it. Senders of spam go there directly.") } },
    .fix = { { "host", N_ ("Remove {host} from mail delivery (MX), so that only the filter is "
                           "listed.") },
             { NULL, N_ ("List only the filter for mail delivery (MX).") } },
  },
  {
    .id = "forwarding-in-the-way",
    .name = N_ ("No forwarding holds the mail back"),
    .title = { { "service-name", N_ ("{service-name} is in the way") },
               { NULL, N_ ("E-mail forwarding is in the way") } },
    .text = { { "case=beside,service-name",
                N_ (
                  "{service-name} is switched on and receives a part of the mail, beside the mail "
                  "provider.") },
              { "service-name,provider-name", N_ ("Mail is to go to {provider-name}, but "
                                                  "{service-name} is switched on and owns the "
                                                  "mail delivery records (MX).") },
              { NULL, N_ ("A forwarding service is switched on and owns the mail delivery records "
                          "(MX).") } },
    .fix = { { "service-name", N_ ("Switch {service-name} off where it was switched on, then add "
                                   "the mail provider’s records.") },
             { NULL, N_ ("Switch the forwarding off where it was switched on, then add the mail "
                         "provider’s records.") } },
  },
  {
    .id = "no-backup",
    .name = N_ ("One mail server, or more"),
    .title = { { NULL, N_ ("There is one mail server, without a spare") } },
    .text = { { NULL, N_ ("{host} is the only mail server. That is all right: while it is away, "
                          "senders keep trying, mostly for two to five days. A spare server "
                          "(backup MX) has its price: it has to know the valid addresses and "
                          "filter as well as the main one.") } },
    .fix = { { NULL, N_ ("Nothing has to be done. A second own server at another place can be "
                         "added with a higher number.") } },
  },
  {
    .id = "apex-cname",
    .name = N_ ("The domain itself is no nickname"),
    .title = { { NULL, N_ ("The whole domain is set to be a nickname of another") } },
    .text = { { "target", N_ ("{subject} is a nickname (CNAME) for {target}. That hides all other "
                              "records of the domain, those for mail too.") },
              { NULL, N_ ("{subject} is a nickname (CNAME) for another name. That hides all other "
                          "records of the domain, those for mail too.") } },
    .fix = { { NULL,
               N_ ("Replace the nickname by the website’s address (A, AAAA), or by the DNS "
                   "host’s own way for it (ALIAS, flattening). On www a nickname is fine.") } },
  },
  {
    .id = "web-move",
    .name = N_ ("Mail does not hang on the website"),
    .title = { { NULL, N_ ("Mail is delivered to the computer of the website") } },
    .text = { { "same-name=yes", N_ ("Mail is delivered to {host}, the name of the website. If the "
                                     "website moves, mail breaks.") },
              { NULL, N_ ("{host} has the same address as the website. If the website moves, mail "
                          "breaks.") } },
    .fix = { { NULL, N_ ("Before the website moves, give mail a name with an address of its own, "
                         "such as mail in front of the domain.") } },
  },
  {
    .id = "ttl-long",
    .name = N_ ("A switch is noticed soon"),
    .title = { { "ttl", N_ ("The present setting may be remembered for {ttl}") },
               { NULL, N_ ("The present setting may be remembered for long") } },
    .text = { { "ttl", N_ ("Other servers may remember the present setting of {subject} for {ttl} "
                           "(TTL). Shortened first, a switch takes minutes instead.") },
              { NULL, N_ ("Other servers may remember the present setting of {subject} for long "
                          "(TTL). Shortened first, a switch takes minutes instead.") } },
    .fix = { { "ttl", N_ ("Set “may be remembered for” (TTL) to 300 seconds, then wait {ttl} "
                          "before the switch, until the old value has run out everywhere.") },
             { NULL, N_ ("Set “may be remembered for” (TTL) to 300 seconds, and wait until the "
                         "old value has run out everywhere before the switch.") } },
  },
  {
    .id = "ttl-short",
    .name = N_ ("Settings may be remembered long enough"),
    .title = { { "ttl", N_ ("The setting is still remembered for {ttl} only") },
               { NULL, N_ ("The setting is still remembered for minutes only") } },
    .text = { { NULL, N_ ("For a move the time that others may remember {subject} (TTL) was made "
                          "short. Longer, the domain is less dependent on each single answer of "
                          "its servers.") } },
    .fix = { { NULL, N_ ("Set “may be remembered for” (TTL) back to 3600 seconds.") } },
  },
  { .id = NULL },
};
