/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

const SpRuleWords sp_words_senders[] = {
  {
    .id = "spf-absent",
    .name = N_ ("There is a list of allowed senders (SPF)"),
    .title = { { NULL, N_ ("There is no list of allowed senders") } },
    .text = { { NULL, N_ ("{subject} has no list of services that may send in its name (SPF). "
                          "Large receivers put such mail into spam, or refuse it.") } },
    .fix = { { "provider-name", N_ ("Add one text note (TXT) that allows {provider-name}.") },
             { NULL, N_ ("Add one text note (TXT) that allows the mail provider.") } },
  },
  {
    .id = "spf-two",
    .name = N_ ("There is one list of allowed senders (SPF), not two"),
    .title = { { "count=2", N_ ("Two lists of allowed senders") },
               { "count", N_ ("{count} lists of allowed senders") },
               { NULL, N_ ("More than one list of allowed senders") } },
    .text = { { NULL, N_ ("{subject} may have only one list of allowed senders (SPF). Here there "
                          "are several, so receivers ignore them all.") } },
    .fix = { { NULL, N_ ("Merge them into one text note (TXT) with one ending, and remove the "
                         "others.") } },
  },
  {
    .id = "spf-syntax",
    .name = N_ ("The list of allowed senders (SPF) can be read"),
    .title = { { NULL, N_ ("The list of allowed senders has a slip of the pen") } },
    .text = { { "code=long-dash",
                N_ ("There is a long dash in the list of allowed senders (SPF) of "
                    "{subject}. It must be a plain hyphen; as it stands, receivers "
                    "ignore the list.") },
              { "code=quotes",
                N_ ("There are quote marks inside the list of allowed senders (SPF) of "
                    "{subject}. As it stands, receivers ignore the list.") },
              { "code=glued-all,word",
                N_ ("Two words are glued together in the list of allowed senders "
                    "(SPF): {word}. A space is missing before the ending.") },
              { "code=missing-ip-prefix,word",
                N_ ("The list of allowed senders (SPF) holds the bare address {word}. It needs "
                    "ip4: or "
                    "ip6: in front; as it stands, receivers ignore the list.") },
              { "code=missing-colon,word", N_ ("A colon is missing in the list of allowed senders "
                                               "(SPF), at {word}. As it stands, "
                                               "receivers ignore the list.") },
              { "code=ip6-in-ip4,word",
                N_ (
                  "The list of allowed senders (SPF) says {word}, but this is an IPv6 address and "
                  "needs ip6: in front.") },
              { "code=ip4-in-ip6,word",
                N_ (
                  "The list of allowed senders (SPF) says {word}, but this is an IPv4 address and "
                  "needs ip4: in front.") },
              { "code=text-after-all,word", N_ ("In the list of allowed senders (SPF) of "
                                                "{subject}, {word} stands behind the ending "
                                                "and is never looked at.") },
              { "code=redirect-ignored,word", N_ ("In the list of allowed senders (SPF) of "
                                                  "{subject}, {word} is ignored, because the "
                                                  "list has an ending of its own.") },
              { "code=equals-for-colon,word", N_ ("In the list of allowed senders (SPF) of "
                                                  "{subject}, {word} has an equals sign where a "
                                                  "colon belongs, so receivers skip it.") },
              { "code=no-version",
                N_ ("The list of allowed senders (SPF) of {subject} does not begin with v=spf1 and "
                    "a space, so receivers do not take it for one.") },
              { "code=bad-character",
                N_ ("There is a character in the list of allowed senders (SPF) of {subject} that "
                    "it cannot have. As it stands, receivers ignore the list.") },
              { "code=missing-domain,word",
                N_ ("In the list of allowed senders (SPF) of {subject}, a name is missing behind "
                    "{word}. Receivers ignore the list because of it.") },
              { "code=bad-ip4,word",
                N_ ("In the list of allowed senders (SPF) of {subject}, {word} holds no IPv4 "
                    "address. Receivers ignore the list because of it.") },
              { "code=bad-ip6,word",
                N_ ("In the list of allowed senders (SPF) of {subject}, {word} holds no IPv6 "
                    "address. Receivers ignore the list because of it.") },
              { "code=bad-macro,word",
                N_ ("In the list of allowed senders (SPF) of {subject}, {word} has a percent sign "
                    "that means nothing. Receivers ignore the list because of it.") },
              { "code=modifier-twice,word",
                N_ ("In the list of allowed senders (SPF) of {subject}, {word} may stand only "
                    "once. Receivers ignore the list because of it.") },
              { "code=unknown-mechanism,word",
                N_ ("The list of allowed senders (SPF) of {subject} has a word that nobody knows: "
                    "{word}. Receivers ignore the list because of it.") },
              { "word,position",
                N_ ("Receivers stop at {word} (byte {position}) in the list of allowed "
                    "senders (SPF) of {subject}, and ignore the whole list.") },
              { NULL, N_ ("There is a word in the list of allowed senders (SPF) of {subject} that "
                          "receivers cannot read, so they ignore the whole list.") } },
    .fix = { { "suggestion", N_ ("Replace it by {suggestion}.") },
             { "code=long-dash", N_ ("Replace the long dash by a plain hyphen.") },
             { "code=quotes", N_ ("Take the quote marks out.") },
             { "code=text-after-all", N_ ("Put the words in front of the ending, or remove "
                                          "them.") },
             { "word", N_ ("Correct or remove {word}. Everything else can stay.") },
             { NULL, N_ ("Correct or remove the wrong word. Everything else can stay.") } },
  },
  {
    .id = "spf-too-many",
    .name = N_ ("The list of allowed senders (SPF) is short enough"),
    .title = { { "case=hosts",
                 N_ ("A word in the list of allowed senders stands for too many servers") },
               { "level=1", N_ ("The list of allowed senders is nearly full") },
               { NULL, N_ ("The list of allowed senders is too long") } },
    .text = { { "case=hosts",
                N_ ("The word mx in the list of allowed senders (SPF) of {subject} stands for more "
                    "than 10 mail servers. Receivers stop there and treat the list as broken.") },
              { "level=1,count",
                N_ ("Receivers stop reading after 10 look-ups; the list of allowed "
                    "senders (SPF) of {subject} takes {count}. There is no room for "
                    "another service.") },
              { "count,term",
                N_ ("Receivers stop reading after 10 look-ups and treat the list as "
                    "broken. The list of allowed senders (SPF) takes {count}; the limit is "
                    "passed at {term}.") },
              { "count",
                N_ ("Receivers stop reading after 10 look-ups and treat the list as broken. The "
                    "list of allowed senders (SPF) of {subject} takes {count}.") },
              { NULL, N_ ("Receivers stop reading after 10 look-ups and treat the list of allowed "
                          "senders (SPF) of {subject} as broken.") } },
    .fix = { { "case=hosts", N_ ("Name the services that send instead of the word mx.") },
             { "level=1", N_ ("Before another service is added, remove one that is no longer "
                              "used.") },
             { NULL, N_ ("Remove services that are no longer used, or let one of them send from a "
                         "name below the domain.") } },
  },
  {
    .id = "spf-void",
    .name = N_ ("The list of allowed senders (SPF) leads somewhere"),
    .title = { { NULL, N_ ("The list of allowed senders asks for names that are not there") } },
    .text = { { "count", N_ ("{count} names in the list of allowed senders (SPF) lead to nothing. "
                             "After two of them, receivers may treat the whole list as broken.") },
              { NULL, N_ ("Several names in the list of allowed senders (SPF) lead to nothing. "
                          "After two of them, receivers may treat the whole list as broken.") } },
    .fix = { { NULL, N_ ("Remove the names that no longer exist.") } },
  },
  {
    .id = "spf-include-dead",
    .name = N_ ("Services in the list of allowed senders (SPF) exist"),
    .title = { { "case=unusable,name",
                 N_ ("The list of allowed senders of {name} cannot be used") },
               { "name", N_ ("{name} has no list of allowed senders") },
               { NULL, N_ ("A service in the list of allowed senders has none itself") } },
    .text = { { "case=unusable,name",
                N_ ("The list of allowed senders (SPF) of {subject} points to {name}, where a "
                    "list has a mistake in it or there are two. Receivers ignore the whole list "
                    "because of it.") },
              { "name", N_ ("The list of allowed senders (SPF) of {subject} points to {name}, "
                            "where there is none. Receivers ignore the whole list because of "
                            "it.") },
              { NULL, N_ ("The list of allowed senders (SPF) of {subject} points to a name where "
                          "there is none. Receivers ignore the whole list because of it.") } },
    .fix = { { "nearest", N_ ("Correct the name to {nearest}.") },
             { "case=unusable,name",
               N_ ("Tell whoever keeps {name} about it, or remove it if the service is no longer "
                   "used.") },
             { "name", N_ ("Correct the name, or remove {name} if the service is no longer "
                           "used.") },
             { NULL, N_ ("Correct the name, or remove it if the service is no longer used.") } },
  },
  {
    .id = "spf-loop",
    .name = N_ ("The list of allowed senders (SPF) has an end"),
    .title = { { NULL, N_ ("The list of allowed senders goes round in a circle") } },
    .text = { { "name", N_ ("By way of {name} the list of allowed senders (SPF) of {subject} "
                            "leads back to itself. Receivers ignore it.") },
              { NULL, N_ ("The list of allowed senders (SPF) of {subject} leads back to itself. "
                          "Receivers ignore it.") } },
    .fix = { { NULL, N_ ("Remove the part that points back.") } },
  },
  {
    .id = "spf-no-provider",
    .name = N_ ("The mail provider may send (SPF)"),
    .title = { { "provider-name", N_ ("{provider-name} is not on the list of allowed senders") },
               { NULL, N_ ("The mail provider is not on the list of allowed senders") } },
    .text = { { "provider-name", N_ ("Mail that is sent from {provider-name} is not on the list of "
                                     "allowed senders (SPF), so it may be treated as forged.") },
              { NULL, N_ ("Mail that is sent from the mail provider is not on the list of allowed "
                          "senders (SPF), so it may be treated as forged.") } },
    .fix = { { "term", N_ ("Add {term} to the one list, before its ending.") },
             { NULL, N_ ("Add the mail provider to the one list, before its ending. Do not make a "
                         "second list.") } },
  },
  {
    .id = "spf-open",
    .name = N_ ("The list of allowed senders (SPF) has limits"),
    .title = { { NULL, N_ ("Everybody is allowed to send as {subject}") } },
    .text = { { "word",
                N_ ("The list of allowed senders (SPF) says {word}, which allows everybody. "
                    "Forged mail passes as genuine.") },
              { "term",
                N_ ("The list of allowed senders (SPF) says {term}, which allows everybody. "
                    "Forged mail passes as genuine.") },
              { NULL, N_ ("The list of allowed senders (SPF) allows everybody. Forged mail passes "
                          "as genuine.") } },
    .fix = { { NULL, N_ ("Allow only the services in use, and end the list with ~all.") } },
  },
  {
    .id = "spf-no-end",
    .name = N_ ("The list of allowed senders (SPF) says what it is for"),
    .title = { { "level=1", N_ ("The list of allowed senders ends without an opinion") },
               { NULL, N_ ("The list of allowed senders has no ending") } },
    .text = { { "level=1", N_ ("The list ends with ?all: nothing is said about senders that are "
                               "not listed. It is valid, but protects little.") },
              { NULL, N_ ("The list of allowed senders (SPF) of {subject} does not say what to do "
                          "with others. Receivers treat it as if it had no opinion.") } },
    .fix = { { NULL, N_ ("End the list with ~all.") } },
  },
  {
    .id = "spf-ptr",
    .name = N_ ("The list of allowed senders (SPF) asks no needless questions"),
    .title = { { NULL, N_ ("The list of allowed senders uses an old way (ptr)") } },
    .text = { { NULL, N_ ("The word ptr makes receivers ask many slow questions. The standard "
                          "advises against it, and some receivers skip it.") } },
    .fix = { { NULL, N_ ("Remove ptr, after checking that what it allowed is listed in another "
                         "way.") } },
  },
  {
    .id = "spf-long",
    .name = N_ ("The list of allowed senders (SPF) fits into an answer"),
    .title = { { NULL, N_ ("The list of allowed senders is very long") } },
    .text = { { "level=3",
                N_ ("The text notes (TXT) of {subject} are so long that the answer does not "
                    "fit into one packet, and the longer way (TCP) fails. Many receivers see "
                    "no list of allowed senders at all.") },
              { "length",
                N_ ("The text notes (TXT) of {subject} need {length} bytes. Close to 512 some "
                    "networks lose the answer.") },
              { "count",
                N_ ("The text notes (TXT) of {subject} need {count} bytes. Close to 512 some "
                    "networks lose the answer.") },
              { NULL,
                N_ ("The text notes (TXT) of {subject} are so long that some networks lose the "
                    "answer.") } },
    .fix = { { NULL, N_ ("Remove services that are no longer used, and proofs of ownership that "
                         "have done their work.") } },
  },
  {
    .id = "spf-wrong-name",
    .name = N_ ("The list of allowed senders (SPF) has the right name"),
    .title = { { "name", N_ ("The list of allowed senders stands at {name}") },
               { "owner", N_ ("The list of allowed senders stands at {owner}") },
               { NULL, N_ ("The list of allowed senders has the wrong name") } },
    .text = { { "type=SPF", N_ ("The list of allowed senders was made as a record of type SPF. "
                                "That type is no longer read; it must be a text note (TXT).") },
              { NULL, N_ ("The list of allowed senders (SPF) exists, but receivers look for it at "
                          "{subject} only, so nobody finds it.") } },
    .fix = { { "type=SPF", N_ ("Make a text note (TXT) with the same text at the domain itself.") },
             { NULL, N_ ("Move it to the domain itself: in the name field that is often @ or "
                         "nothing at all.") } },
  },
  {
    .id = "spf-leftover",
    .name = N_ ("The list of allowed senders (SPF) has no leftovers"),
    .title = { { "other-name", N_ ("{other-name} may still send") },
               { "provider-name", N_ ("{provider-name} may still send") },
               { NULL, N_ ("A service that seems unused may still send") } },
    .text = { { "target", N_ ("{target} is on the list of allowed senders (SPF), although mail is "
                              "no longer kept there. Others who use that service can send in the "
                              "name of {subject}.") },
              { NULL, N_ ("A provider is on the list of allowed senders (SPF), although mail is no "
                          "longer kept there.") } },
    .fix = { { "target", N_ ("If nothing is sent from there any more, remove {target}.") },
             { NULL, N_ ("If nothing is sent from there any more, remove it.") } },
  },
  { .id = NULL },
};
