/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

const SpRuleWords sp_words_servers[] = {
  {
    .id = "ns-elsewhere",
    .name = N_ ("Changes are made where the domain is kept"),
    .title = { { "dns-host-name", N_ ("The records are kept at {dns-host-name}") },
               { "host-name", N_ ("The records are kept at {host-name}") },
               { NULL, N_ ("The records are kept somewhere else") } },
    .text = { { "dns-host-name,other-name",
                N_ ("Nobody sees a change that is made at {other-name}: the records for {subject} "
                    "are kept at {dns-host-name}. Only that copy counts.") },
              { "other-name,servers",
                N_ ("Nobody sees a change that is made at {other-name}: the records for {subject} "
                    "are kept by other name servers ({servers}). Only that copy counts.") },
              { NULL, N_ ("Nobody sees a change that is made at a company that does not keep the "
                          "records for {subject}. Only the copy at the domain’s own servers "
                          "counts.") } },
    .fix = { { "dns-host-name", N_ ("Make the changes at {dns-host-name}. The name servers need "
                                    "not be changed for it.") },
             { NULL, N_ ("Make the changes where the records are kept. The name servers need not "
                         "be changed for it.") } },
  },
  {
    .id = "mail-lost-in-ns-move",
    .name = N_ ("Mail records came along when the domain moved"),
    .title = { { NULL, N_ ("The domain moved, and the mail records did not") } },
    .text = { { "dns-host-name", N_ ("Since the last check the records of {subject} have moved to "
                                     "{dns-host-name}. Those for mail did not move with them.") },
              { NULL, N_ ("Since the last check the records of {subject} have moved to other name "
                          "servers. Those for mail did not move with them.") } },
    .fix = { { NULL, N_ ("Put the mail records back as they were; the earlier check has kept a "
                         "list of them.") } },
  },
  {
    .id = "ns-disagree",
    .name = N_ ("The domain’s own servers agree"),
    .title = { { NULL, N_ ("The domain’s own servers tell different stories") } },
    .text = { { "servers,types",
                N_ ("Not all servers of {subject} have the same records ({types}). "
                    "Different from the others: {servers}. Mail is hit and miss, "
                    "depending on who is asked.") },
              { "servers",
                N_ ("Not all servers of {subject} have the same records. Different from the "
                    "others: {servers}. Mail is hit and miss, depending on who is asked.") },
              { NULL,
                N_ ("Not all servers of {subject} have the same records. Mail is hit and miss, "
                    "depending on who is asked.") } },
    .fix = { { NULL, N_ ("Wait a few minutes after a change. If it stays, ask the company that "
                         "keeps the records, or remove the server that does not belong there.") } },
  },
  {
    .id = "ns-lame",
    .name = N_ ("The domain’s own servers know it"),
    .title = { { "server", N_ ("{server} is listed but does not know the domain") },
               { NULL, N_ ("A server is listed that does not know the domain") } },
    .text = { { "state=no-address,server",
                N_ ("{server} is one of the domain’s own servers on paper, but no such computer "
                    "can be found. Questions to it are lost.") },
              { "state=private,server",
                N_ ("{server} is one of the domain’s own servers on paper, but its address exists "
                    "inside a private network only. Questions to it are lost.") },
              { "server", N_ ("{server} is one of the domain’s own servers on paper, but gives no "
                              "answer for it. Questions that reach it are lost.") },
              { NULL,
                N_ ("One of the domain’s own servers gives no answer for {subject}. Questions "
                    "that reach it are lost.") } },
    .fix = { { NULL, N_ ("Remove it from the name servers where the name was bought, or have it "
                         "set up by the company that runs it.") } },
  },
  {
    .id = "ns-parent-child",
    .name = N_ ("The lists of the domain’s own servers agree"),
    .title = { { NULL, N_ ("The two lists of name servers differ") } },
    .text = { { "parent-only", N_ ("The registry names servers that the domain itself does not: "
                                   "{parent-only}. Most answers are right, some may come from a "
                                   "server that is no longer looked after.") },
              { "child-only", N_ ("The domain itself names servers that the registry does not: "
                                  "{child-only}. Nobody asks them for it.") },
              { NULL, N_ ("The registry and the domain itself name different servers for "
                          "{subject}. Most answers are right, some come from a server that is no "
                          "longer looked after.") } },
    .fix = { { NULL, N_ ("Enter the same name servers in both places: where the name was bought, "
                         "and in the list of records.") } },
  },
  {
    .id = "ds-stale",
    .name = N_ ("The domain’s security seal (DNSSEC) fits"),
    .title = { { NULL, N_ ("An old security seal makes the domain look forged") } },
    .text = { { "keys=none", N_ ("A security seal (DS) of {subject} is registered, but the domain "
                                 "has no keys, often since it moved to another DNS host. Many "
                                 "servers treat the whole domain as forged and find no mail "
                                 "server.") },
              { NULL, N_ ("A security seal (DS) of {subject} is registered that fits none of its "
                          "keys, often left by a former DNS host. Many servers treat the whole "
                          "domain as forged and find no mail server.") } },
    .fix = { { NULL, N_ ("Remove the old seal (DS) where the name was bought, or enter that of the "
                         "company that keeps the records now.") } },
  },
  {
    .id = "expired-or-held",
    .name = N_ ("The domain is in force"),
    .title = { { "case=parked", N_ ("{subject} was parked") },
               { NULL, N_ ("{subject} is switched off") } },
    .text = { { "case=parked,host-name",
                N_ ("The name servers of {subject} are those of {host-name}, as happens when a "
                    "name has run out. No mail setting can help until it is renewed.") },
              { "case=parked", N_ ("The name servers of {subject} are those of a parking service, "
                                   "as happens when a name has run out. No mail setting can help "
                                   "until it is renewed.") },
              { NULL, N_ ("The name {subject} is not in the registry: it was never bought, has run "
                          "out, or is held back. No mail setting can help before that is "
                          "settled.") } },
    .fix = { { NULL, N_ ("Look at the spelling first. Then renew the name where it was bought, and "
                         "confirm the owner’s address if asked for it.") } },
  },
  {
    .id = "name-doubled",
    .name = N_ ("Names of records are not doubled"),
    .title = { { NULL, N_ ("The panel added the domain once more") } },
    .text = { { "found", N_ ("The record for {subject} exists, but the domain stands twice in its "
                             "name: {found}.") },
              { NULL, N_ ("The record for {subject} exists, but the domain stands twice in its "
                          "name.") } },
    .fix = { { "short", N_ ("Enter only {short} in the name field.") },
             { NULL, N_ ("Enter only the part in front of the domain in the name field.") } },
  },
  {
    .id = "negative-cache",
    .name = N_ ("Others have noticed new records"),
    .title = { { NULL, N_ ("Some servers still remember “nothing there”") } },
    .text = { { "until",
                N_ ("The record at {subject} is in place. Some servers asked before it was, "
                    "and may remember “nothing there” until {until}.") },
              { NULL, N_ ("The record at {subject} is in place. Some servers asked before it was, "
                          "and remember “nothing there” for a while.") } },
    .fix = { { NULL, N_ ("Wait. Removing and making the record again would only begin the wait "
                         "anew.") } },
  },
  {
    .id = "negative-ttl-long",
    .name = N_ ("“Nothing there” is soon forgotten"),
    .title = { { "ttl", N_ ("“Nothing there” may be remembered for {ttl}") },
               { NULL, N_ ("“Nothing there” may be remembered for long") } },
    .text = { { "ttl", N_ ("If somebody asks for a record before it exists, the answer “nothing "
                           "there” may be remembered for {ttl}.") },
              { NULL, N_ ("If somebody asks for a record before it exists, the answer “nothing "
                          "there” may be remembered for long.") } },
    .fix = { { NULL, N_ ("Make new records first, and press the provider’s Verify button only when "
                         "they are shown as live here.") } },
  },
  {
    .id = "wildcard",
    .name = N_ ("Names that do not exist stay empty"),
    .title = { { NULL, N_ ("A catch-all record answers for every name") } },
    .text = { { "type", N_ ("A catch-all record (wildcard) of type {type} answers for every name "
                            "below {subject}, mistyped ones too. It can mislead mail programs and "
                            "checks.") },
              { "types", N_ ("A catch-all record (wildcard) answers for every name below {subject} "
                             "({types}), mistyped ones too. It can mislead mail programs and "
                             "checks.") },
              { NULL, N_ ("A catch-all record (wildcard) answers for every name below {subject}, "
                          "mistyped ones too. It can mislead mail programs and checks.") } },
    .fix = { { NULL, N_ ("It can stay if it is wanted. Otherwise remove the record whose name is a "
                         "star (*).") } },
  },
  {
    .id = "dns-intercepted",
    .name = N_ ("Answers come from the domain’s own servers"),
    .title = { { NULL, N_ ("This network answers in place of the domain’s own servers") } },
    .text = { { NULL, N_ ("Questions to the domain’s own servers are answered by something in this "
                          "network, as in hotels and some offices. What can be seen from here may "
                          "be old.") } },
    .fix = { { NULL, N_ ("Check again from another network, or allow asking over the web (DNS over "
                         "HTTPS) in the preferences.") } },
  },
  { .id = NULL },
};
