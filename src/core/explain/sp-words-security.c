/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

const SpRuleWords sp_words_security[] = {
  {
    .id = "mta-sts-stale",
    .name = N_ ("The delivery security policy (MTA-STS) names the right servers"),
    .title = { { NULL, N_ ("A security policy does not know the mail servers") } },
    .text = { { "level=1,hosts",
                N_ ("The delivery security policy (MTA-STS) does not name {hosts}. It "
                    "is only being tested, so mail still passes.") },
              { "level=1", N_ ("The delivery security policy (MTA-STS) does not name all mail "
                               "servers. It is only being tested, so mail still passes.") },
              { "hosts",
                N_ ("The delivery security policy (MTA-STS) does not name {hosts}, so Google, "
                    "Microsoft and others refuse to deliver there.") },
              { NULL, N_ ("The delivery security policy (MTA-STS) does not name all mail servers, "
                          "so Google, Microsoft and others refuse to deliver.") } },
    .fix = { { NULL, N_ ("Add the servers to the policy file, then change the id in the text note "
                         "(TXT) at _mta-sts, so that others read it again.") } },
  },
  {
    .id = "mta-sts-broken",
    .name = N_ ("The delivery security policy (MTA-STS) can be read"),
    .title = { { NULL, N_ ("The delivery security policy cannot be read") } },
    .text = { { "code=two-records",
                N_ ("There are two text notes at _mta-sts of {subject}, so nobody "
                    "uses the policy (MTA-STS).") },
              { "place=record,word",
                N_ ("The text note (TXT) that announces the delivery security policy (MTA-STS) of "
                    "{subject} has a mistake at “{word}”, so nobody reads the policy.") },
              { "place=record",
                N_ ("The text note (TXT) that announces the delivery security policy (MTA-STS) of "
                    "{subject} is not complete, so nobody reads the policy.") },
              { "place=policy,word",
                N_ ("The delivery security policy (MTA-STS) of {subject} has a mistake at "
                    "“{word}”, so nobody uses it. Mail passes without it.") },
              { "place=policy",
                N_ ("The delivery security policy (MTA-STS) of {subject} is not complete, so "
                    "nobody uses it. Mail passes without it.") },
              { "code=certificate,problem=name",
                N_ ("The web server for the policy (MTA-STS) of {subject} has a certificate for "
                    "another name, so nobody reads the policy.") },
              { "code=certificate,problem=time",
                N_ ("The web server for the policy (MTA-STS) of {subject} has a certificate that "
                    "has run out or is not valid yet, so nobody reads the policy.") },
              { "code=certificate,problem=issuer",
                N_ ("The web server for the policy (MTA-STS) of {subject} has a certificate that "
                    "nobody who is trusted stands behind, so nobody reads the policy.") },
              { "code=certificate",
                N_ ("The web server for the policy (MTA-STS) of {subject} has a "
                    "certificate that does not fit.") },
              { "code=redirect",
                N_ ("The web server for the policy (MTA-STS) of {subject} sends visitors "
                    "on to another address, which is not allowed.") },
              { "code=no-host",
                N_ ("A text note (TXT) announces a delivery security policy (MTA-STS) for "
                    "{subject}, but there is no address at mta-sts in front of it, where the "
                    "policy ought to be. Mail passes without it.") },
              { "code=content-type",
                N_ ("The web server for the policy (MTA-STS) of {subject} does not give it as "
                    "plain text, so nobody uses it.") },
              { "code=too-long",
                N_ ("What the web server for the policy (MTA-STS) of {subject} gives is far too "
                    "long to be one, so nobody uses it.") },
              { NULL,
                N_ ("A text note (TXT) announces a delivery security policy (MTA-STS) for "
                    "{subject}, but the policy itself cannot be read. Mail passes without it.") } },
    .fix = { { "code=two-records", N_ ("Keep one text note at _mta-sts, and remove the others.") },
             { "place=record",
               N_ ("Write it as v=STSv1; id= with letters and digits behind it, at most 32.") },
             { "place=policy",
               N_ ("Correct the policy file, or remove the text note at _mta-sts.") },
             { "code=certificate",
               N_ ("Get a certificate for the address mta-sts in front of the domain, from an "
                   "issuer that browsers trust, or remove the text note at _mta-sts.") },
             { NULL, N_ ("Put the policy file in place at the address mta-sts in front of the "
                         "domain, or remove the text note at _mta-sts.") } },
  },
  {
    .id = "tls-rpt-broken",
    .name = N_ ("Reports about delivery security (TLS-RPT) have an address"),
    .title = { { NULL, N_ ("The address for reports about delivery security cannot be read") } },
    .text = { { "code=two-records",
                N_ ("There are two text notes at _smtp._tls of {subject}, so no reports are "
                    "sent.") },
              { "word", N_ ("The text note (TXT) at _smtp._tls of {subject} has a mistake at "
                            "“{word}”, so no reports are sent.") },
              { NULL, N_ ("The text note (TXT) at _smtp._tls of {subject} has a part that senders "
                          "cannot read, so no reports are sent.") } },
    .fix = { { NULL,
               N_ ("Write it as v=TLSRPTv1; rua=mailto: with an address behind it, once.") } },
  },
  {
    .id = "dane-unsigned",
    .name = N_ ("Fingerprints of mail servers (DANE) are sealed"),
    .title = { { NULL, N_ ("The mail server’s fingerprint is not under a seal") } },
    .text = { { "zone",
                N_ ("There is a fingerprint of the mail server (TLSA) at {subject}, but {zone} has "
                    "no security seal (DNSSEC), so senders ignore it.") },
              { NULL, N_ ("There is a fingerprint of the mail server (TLSA) at {subject}, but the "
                          "domain it stands in has no security seal (DNSSEC), so senders ignore "
                          "it.") } },
    .fix = { { NULL, N_ ("Switch the security seal (DNSSEC) on where the domain is kept, or remove "
                         "the fingerprint.") } },
  },
  {
    .id = "smtp-silent",
    .name = N_ ("Mail servers answer"),
    .title = { { NULL, N_ ("{host} does not answer") } },
    .text = { { "level=4",
                N_ ("No mail server could be reached for a greeting. Mail waits with the "
                    "senders and comes back after some days.") },
              { "address", N_ ("{host} gave no greeting at {address}. Senders try the other "
                               "servers, with a delay.") },
              { NULL, N_ ("{host} gave no greeting. Senders try the other servers, with a "
                          "delay.") } },
    .fix = { { NULL,
               N_ ("Look whether the server is running and lets connections in on port 25.") } },
  },
  {
    .id = "smtp-no-starttls",
    .name = N_ ("Mail travels encrypted"),
    .title = { { NULL, N_ ("{host} takes mail without encryption only") } },
    .text = { { NULL, N_ ("{host} does not offer encryption (STARTTLS), so mail to it can be read "
                          "on the way.") } },
    .fix = { { NULL, N_ ("Switch encryption (STARTTLS) on at the mail server, with a "
                         "certificate.") } },
  },
  {
    .id = "smtp-cert-name",
    .name = N_ ("Certificates of mail servers fit"),
    .title = { { NULL, N_ ("The certificate of {host} does not fit its name") } },
    .text = { { "level=3", N_ ("The certificate of {host} does not fit its name, and the delivery "
                               "security policy (MTA-STS) asks for one that does. Careful senders "
                               "refuse to deliver.") },
              { NULL, N_ ("The certificate of {host} does not fit its name or has run out. Most "
                          "senders deliver all the same.") } },
    .fix = { { NULL, N_ ("Get a certificate for {host} and install it at the mail server.") } },
  },
  {
    .id = "smtp-refuses-domain",
    .name = N_ ("Mail servers take mail for the domain"),
    .title = { { NULL, N_ ("{host} does not take mail for this domain") } },
    .text = { { "reply", N_ ("Asked for an address of the domain, {host} said: {reply}. Mail comes "
                             "back to its senders.") },
              { NULL, N_ ("Asked for an address of the domain, {host} refused. Mail comes back to "
                          "its senders.") } },
    .fix = { { "provider-name", N_ ("Add the domain in the admin page of {provider-name}, and make "
                                    "sure that the mailbox exists.") },
             { NULL, N_ ("Add the domain in the mail provider’s admin page, and make sure that the "
                         "mailbox exists.") } },
  },
  {
    .id = "port25-blocked",
    .name = N_ ("Mail servers can be tried from here"),
    .title = { { NULL, N_ ("This network does not let mail connections out") } },
    .text = { { NULL, N_ ("This network blocks port 25, as many home and office networks do, so "
                          "nothing can be said about the mail servers from here.") } },
    .fix = { { NULL, N_ ("Try again from another network, or send a test message instead.") } },
  },
  {
    .id = "autodiscover-left",
    .name = N_ ("Mail programs find the right server"),
    .title = { { "other-name", N_ ("Mail programs are still sent to {other-name}") },
               { NULL, N_ ("Mail programs are still sent to the old server") } },
    .text = { { "target,other-name,provider-name",
                N_ (
                  "Outlook and others ask a signpost ({subject}) for the mail server. It points to "
                  "{target} of {other-name}, although the mail is at {provider-name}.") },
              { "target",
                N_ ("Outlook and others ask a signpost ({subject}) for the mail server. It "
                    "points to {target}, where the mail is no longer kept.") },
              { NULL,
                N_ ("Outlook and others ask a signpost ({subject}) for the mail server. It points "
                    "to a place where the mail is no longer kept.") } },
    .fix = { { "provider-name",
               N_ ("Change it to the one of {provider-name}, or remove it if there "
                   "is none.") },
             { NULL, N_ ("Change it to the mail provider’s, or remove it if there is none.") } },
  },
  {
    .id = "autodiscover-absent",
    .name = N_ ("Mail programs find the server by themselves"),
    .title = { { NULL, N_ ("Mail programs have to be told the server") } },
    .text = { { "provider-name", N_ ("{provider-name} has a signpost for mail programs "
                                     "(autodiscover), which is missing here. Mail works; new "
                                     "devices need the server’s name typed in.") },
              { NULL, N_ ("The provider has a signpost for mail programs (autodiscover), which is "
                          "missing here. Mail works; new devices need the server’s name typed "
                          "in.") } },
    .fix = { { NULL, N_ ("Add the record that the mail provider shows for it.") } },
  },
  {
    .id = "newsletter-lost",
    .name = N_ ("Records of sending services are still there"),
    .title = { { "service-name", N_ ("The records of {service-name} are gone") },
               { "provider-name", N_ ("The records of {provider-name} are gone") },
               { NULL, N_ ("Records of a sending service are gone") } },
    .text = { { "service-name", N_ ("At an earlier check {subject} had records of {service-name}, "
                                    "which sends newsletters or receipts. They are gone, so that "
                                    "mail may land in spam.") },
              { "provider-name", N_ ("At an earlier check {subject} had records of "
                                     "{provider-name}, which sends newsletters or receipts. They "
                                     "are gone, so that mail may land in spam.") },
              { NULL, N_ ("At an earlier check {subject} had records of a service that sends "
                          "newsletters or receipts. They are gone, so that mail may land in "
                          "spam.") } },
    .fix = { { NULL, N_ ("Put them back as they were, unless the service is no longer used.") } },
  },
  {
    .id = "site-forms",
    .name = N_ ("The website may send mail"),
    .title = { { NULL, N_ ("The website sends mail without permission") } },
    .text = { { "address", N_ ("Forms and orders on the website send mail too. Its address "
                               "{address} is not among the allowed senders (SPF).") },
              { NULL, N_ ("Forms and orders on the website send mail too. Its address is not among "
                          "the allowed senders (SPF).") } },
    .fix = { { NULL, N_ ("Let the website send through the mail provider, or add its address to "
                         "the allowed senders (SPF).") } },
  },
  { .id = NULL },
};
