/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

const SpRuleWords sp_words_seal[] = {
  {
    .id = "dkim-absent",
    .name = N_ ("Mail carries a seal (DKIM)"),
    .title = { { "state=none", N_ ("Outgoing mail carries no seal") },
               { NULL, N_ ("No key for the mail seal was found") } },
    .text = { { "state=none,provider-name",
                N_ ("{provider-name} can put a seal (DKIM) on each "
                    "message, which proves that it was not "
                    "forged. Its key is not published for {subject}, so "
                    "nobody can check the seal.") },
              { "provider-name",
                N_ ("None of the key names that {provider-name} is known to use was "
                    "found below {subject}. If the mail seal (DKIM) has another key "
                    "name, all may be well.") },
              { "state=none", N_ ("No key of a mail seal (DKIM) is published below {subject}, so "
                                  "outgoing mail has nothing that proves it was not forged.") },
              { NULL,
                N_ ("No key of a mail seal (DKIM) was found below {subject}. If the seal has a key "
                    "name that is not known here, all may be well.") } },
    .fix = { { "provider-name",
               N_ ("Make the key in the admin page of {provider-name}, publish what it "
                   "shows, and switch the seal on there.") },
             { NULL,
               N_ ("Make the key in the mail provider’s admin page, publish what it shows, and "
                   "switch the seal on there.") } },
  },
  {
    .id = "dkim-mangled",
    .name = N_ ("The key of the mail seal (DKIM) is whole"),
    .title = { { "code=two-records", N_ ("The key of the mail seal is torn in two") },
               { "code=cut-off", N_ ("The key of the mail seal is cut off") },
               { "code=wrong-hash", N_ ("The key of the mail seal is only for old seals") },
               { NULL, N_ ("The key of the mail seal is damaged") } },
    .text = { { "code=quotes",
                N_ ("There are quote marks inside the key at {subject}, so nobody can "
                    "check the seal (DKIM).") },
              { "code=backslash",
                N_ ("There are backslashes inside the key at {subject}, so nobody can "
                    "check the seal (DKIM).") },
              { "code=tag-empty",
                N_ ("There is a semicolon too many in the key at {subject}. Some receivers "
                    "cannot read it.") },
              { "code=spaces-in-key",
                N_ ("There are spaces inside the key at {subject}. Some receivers "
                    "cannot read it.") },
              { "code=cut-off,length",
                N_ ("The key at {subject} is cut off after {length} characters, "
                    "so nobody can check the seal (DKIM).") },
              { "code=cut-off", N_ ("The key at {subject} is cut off, so nobody can check the seal "
                                    "(DKIM).") },
              { "code=two-records",
                N_ ("The key at {subject} was torn into two records, so nobody can "
                    "check the seal (DKIM).") },
              { "code=not-a-key",
                N_ ("What stands at {subject} is no key, so nobody can check the seal (DKIM).") },
              { "code=bad-base64", N_ ("There are characters in the key at {subject} that no key "
                                       "has, so nobody can check the seal (DKIM).") },
              { "code=wrong-hash",
                N_ ("The key at {subject} says (h=) that it is only for a way of sealing that "
                    "receivers no longer take, so nobody can check the seal (DKIM).") },
              { "code=no-key", N_ ("The record at {subject} has no key in it (p=), so nobody can "
                                   "check the seal (DKIM).") },
              { NULL,
                N_ (
                  "The key at {subject} cannot be read, so nobody can check the seal (DKIM).") } },
    .fix = { { NULL, N_ ("Copy the key again, as one long line without quote marks. If the panel "
                         "refuses long lines, split it inside one record, never into two "
                         "records.") } },
  },
  {
    .id = "dkim-weak",
    .name = N_ ("The key of the mail seal (DKIM) is long enough"),
    .title = { { "level=1", N_ ("The key of the mail seal is short") },
               { NULL, N_ ("The key of the mail seal is too short") } },
    .text = { { "level=1,bits", N_ ("The key at {subject} has {bits} bits. It still works; today "
                                    "2048 are advised.") },
              { "bits", N_ ("The key at {subject} has only {bits} bits. Receivers treat such a "
                            "seal (DKIM) as if it were missing.") },
              { NULL, N_ ("The key at {subject} is shorter than advised today.") } },
    .fix = { { NULL,
               N_ ("Let the mail provider make a new key with 2048 bits, and publish it.") } },
  },
  {
    .id = "dkim-revoked",
    .name = N_ ("The key of the mail seal (DKIM) is in force"),
    .title = { { NULL, N_ ("The key of the mail seal was withdrawn") } },
    .text = { { NULL, N_ ("The record at {subject} is empty, which says that its key is no longer "
                          "in force. Seals (DKIM) made with it count as broken.") } },
    .fix = { { NULL, N_ ("If the provider still uses this key name, publish the key again as it "
                         "shows it. Otherwise the record can go.") } },
  },
  {
    .id = "dkim-testing",
    .name = N_ ("The mail seal (DKIM) is meant seriously"),
    .title = { { NULL, N_ ("The mail seal is marked as a test") } },
    .text = { { NULL, N_ ("The key at {subject} says that the domain is only testing its seal "
                          "(t=y). Receivers may then ignore it.") } },
    .fix = { { NULL, N_ ("When mail arrives with a good seal, remove t=y from the record.") } },
  },
  {
    .id = "dkim-target-dead",
    .name = N_ ("The mail seal (DKIM) leads to a key"),
    .title = { { NULL, N_ ("The mail seal leads to a key that is not there") } },
    .text = { { "target",
                N_ ("{subject} is a nickname (CNAME) for {target}, where there is no key, "
                    "so nobody can check the seal (DKIM).") },
              { NULL, N_ ("{subject} is a nickname (CNAME) for a name where there is no key, so "
                          "nobody can check the seal (DKIM).") } },
    .fix = { { NULL,
               N_ ("Compare the name with the one that the mail provider shows. If it is the "
                   "same, the provider has yet to make the key: look at its set-up page.") } },
  },
  {
    .id = "dmarc-absent",
    .name = N_ ("There is a rule for forged mail (DMARC)"),
    .title = { { NULL, N_ ("There is no rule for forged mail") } },
    .text = { { NULL, N_ ("Nothing tells receivers what to do with forged mail that uses the name "
                          "{subject} (DMARC).") } },
    .fix = { { NULL, N_ ("Add a text note (TXT) at _dmarc. It can begin with p=none, which changes "
                         "nothing for mail but lets reports come in.") } },
  },
  {
    .id = "dmarc-two",
    .name = N_ ("There is one rule for forged mail (DMARC), not two"),
    .title = { { NULL, N_ ("There is more than one rule for forged mail") } },
    .text = { { "case=alias", N_ ("At {subject} a rule for forged mail (DMARC) stands beside a "
                                  "nickname (CNAME), which cannot be; receivers use neither.") },
              { NULL, N_ ("Several rules for forged mail (DMARC) stand at {subject}; receivers use "
                          "none of them.") } },
    .fix = { { "case=alias", N_ ("Keep the rule or the nickname, and remove the other.") },
             { NULL, N_ ("Keep one and remove the others. The mildest is the safe one to begin "
                         "with.") } },
  },
  {
    .id = "dmarc-syntax",
    .name = N_ ("The rule for forged mail (DMARC) can be read"),
    .title = { { NULL, N_ ("The rule for forged mail cannot be used") } },
    .text = { { "code=no-policy",
                N_ ("The rule at {subject} says neither what to do (p=) nor where to send reports "
                    "(rua=), so receivers ignore it.") },
              { "code=bad-policy,word",
                N_ ("The rule at {subject} says p={word}. Receivers know none, "
                    "quarantine and reject only, and ignore it.") },
              { "code=tag-twice,word",
                N_ (
                  "The rule at {subject} says {word} twice, so receivers ignore the whole rule.") },
              { "code=version-not-first",
                N_ ("The rule at {subject} does not begin with v=DMARC1, so "
                    "receivers ignore it.") },
              { "word", N_ ("Receivers stop at {word} in the rule at {subject} and ignore it.") },
              { NULL,
                N_ ("The rule at {subject} has a part that receivers cannot read, so they ignore "
                    "it.") } },
    .fix = { { NULL, N_ ("Write it anew: v=DMARC1; p=none and, if wanted, an address for reports, "
                         "with semicolons between.") } },
  },
  {
    .id = "dmarc-wrong-name",
    .name = N_ ("The rule for forged mail (DMARC) has the right name"),
    .title = { { NULL, N_ ("The rule for forged mail has the wrong name") } },
    .text = { { "name",
                N_ ("The rule (DMARC) stands at {name}, where nobody looks. It has to stand "
                    "at _dmarc below the domain.") },
              { "owner", N_ ("The rule (DMARC) stands at {owner}, where nobody looks. It has to "
                             "stand at _dmarc below the domain.") },
              { NULL, N_ ("The rule (DMARC) exists, but where nobody looks. It has to stand at "
                          "_dmarc below the domain.") } },
    .fix = { { NULL, N_ ("Move it: the name field needs _dmarc alone, most panels add the domain "
                         "themselves.") } },
  },
  {
    .id = "dmarc-too-strict",
    .name = N_ ("The rule for forged mail (DMARC) lets own mail through"),
    .title = { { NULL, N_ ("The rule for forged mail hits the own mail") } },
    .text = { { "provider-name,owner",
                N_ ("The rule (DMARC) at {owner} also holds for {subject} and is strict with what "
                    "is not proven, but mail from {provider-name} is not proven yet: it is "
                    "neither an allowed sender (SPF) nor sealed (DKIM).") },
              { "owner",
                N_ ("The rule (DMARC) at {owner} also holds for {subject} and is strict with what "
                    "is not proven, but the own mail is not proven yet.") },
              { "provider-name,policy",
                N_ ("The rule (DMARC) says p={policy} for what is not proven, but mail from "
                    "{provider-name} is not proven yet: it is neither an allowed sender (SPF) nor "
                    "sealed "
                    "(DKIM).") },
              { "provider-name",
                N_ ("The rule (DMARC) is strict with what is not proven, but mail from "
                    "{provider-name} is not proven yet: it is neither an allowed sender "
                    "(SPF) nor sealed (DKIM).") },
              { NULL,
                N_ ("The rule (DMARC) is strict with what is not proven, but the own mail is not "
                    "proven yet.") } },
    .fix = { { "owner",
               N_ ("Put the allowed senders (SPF) and the seal (DKIM) in order. Until then a rule "
                   "of its own, v=DMARC1; p=none at _dmarc.{subject}, lets the mail through.") },
             { NULL, N_ ("Set p=none until the allowed senders (SPF) and the seal (DKIM) are in "
                         "order, then make it stricter again.") } },
  },
  {
    .id = "dmarc-no-reports",
    .name = N_ ("Reports about forged mail have an address (DMARC)"),
    .title = { { NULL, N_ ("Nobody receives reports about forged mail") } },
    .text = { { NULL, N_ ("The rule for forged mail (DMARC) of {subject} names no address for "
                          "reports, so nobody sees who sends in its name.") } },
    .fix = { { NULL, N_ ("Choose a mailbox that somebody reads, or a report service, and add its "
                         "address to the rule (rua=mailto:…).") } },
  },
  {
    .id = "dmarc-rua-unauthorised",
    .name = N_ ("Reports about forged mail may be sent there (DMARC)"),
    .title = { { "case=elsewhere,address",
                 N_ ("Reports to {address} would be sent on to another domain") },
               { "address", N_ ("Reports are sent to {address}, which has not agreed to them") },
               { NULL, N_ ("The address for reports has not agreed to them") } },
    .text = { { "case=damaged,address,name",
                N_ ("Reports about forged mail (DMARC) are to go to {address}, which has "
                    "to agree with a record at {name}. Receivers cannot read what stands "
                    "there, so most send nothing.") },
              { "case=elsewhere,address,name",
                N_ (
                  "Reports about forged mail (DMARC) are to go to {address}. The record at {name} "
                  "agrees to them, and sends them on to yet another domain, so most receivers "
                  "send nothing.") },
              { "address,name",
                N_ ("Reports about forged mail (DMARC) are to go to {address}, which "
                    "has to agree with a record at {name}. It is not there, so most "
                    "receivers send nothing.") },
              { NULL, N_ ("Reports about forged mail (DMARC) are to go to another domain, which "
                          "has to agree with a record of its own. It is not there, so most "
                          "receivers send nothing.") } },
    .fix = { { "case=missing,name",
               N_ ("Ask the report service to publish the record at {name}, or use an "
                   "address of the own domain.") },
             { "name", N_ ("Ask the report service to put the record at {name} in order, or use an "
                           "address of the own domain.") },
             { NULL, N_ ("Ask the report service to publish its permission, or use an address of "
                         "the own domain.") } },
  },
  {
    .id = "dmarc-old-tags",
    .name = N_ ("The rule for forged mail (DMARC) is up to date"),
    .title = { { "tags",
                 N_ ("The rule for forged mail has parts that are no longer used: {tags}") },
               { NULL, N_ ("The rule for forged mail has parts that are no longer used") } },
    .text = { { NULL, N_ ("Receivers skip these parts of the rule (DMARC) today, because the "
                          "standard no longer has them. Nothing breaks.") } },
    .fix = { { NULL, N_ ("Remove them when the rule is changed the next time.") } },
  },
  {
    .id = "dmarc-watching",
    .name = N_ ("The rule for forged mail (DMARC) protects"),
    .title = { { NULL, N_ ("The rule for forged mail only watches") } },
    .text = { { "level=0", N_ ("The rule (DMARC) asks for reports and stops nothing yet. For the "
                               "first weeks and during a move that is right.") },
              { NULL, N_ ("The rule (DMARC) asks for reports and stops nothing. Forged mail in the "
                          "name of {subject} is delivered like any other.") } },
    .fix = { { "level=0", N_ ("Nothing to do now. When the reports show that all own mail passes, "
                              "the rule can be made stricter.") },
             { "case=testing",
               N_ ("When the reports show that all own mail passes, take t=y out.") },
             { NULL, N_ ("When the reports show that all own mail passes, change p=none to "
                         "p=quarantine.") } },
  },
  { .id = NULL },
};
