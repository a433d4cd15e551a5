/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

const SpRuleWords sp_words_hosts[] = {
  {
    .id = "mx-to-cname",
    .name = N_ ("Mail servers have names of their own"),
    .title = { { NULL, N_ ("Mail is sent to a nickname instead of a server’s real name") } },
    .text = { { "target", N_ ("{host} is a nickname (CNAME) for {target}. Mail delivery (MX) needs "
                              "the real name; some senders refuse nicknames.") },
              { NULL, N_ ("{host} is a nickname (CNAME) for another name. Mail delivery (MX) needs "
                          "the real name; some senders refuse nicknames.") } },
    .fix = { { "target", N_ ("Put {target} in place of {host}, or give {host} an address of its "
                             "own (A, AAAA) instead of the nickname.") },
             { NULL, N_ ("Give {host} an address of its own (A, AAAA) instead of the nickname, or "
                         "put the real name in its place.") } },
  },
  {
    .id = "mx-to-ip",
    .name = N_ ("Mail servers are given by name"),
    .title = { { NULL, N_ ("A server name is needed here, not a number") } },
    .text = { { "address", N_ ("Mail delivery (MX) says {address}. It can only hold the name of a "
                               "server, so senders find nothing.") },
              { NULL, N_ ("Mail delivery (MX) holds a number instead of the name of a server, so "
                          "senders find nothing.") } },
    .fix = { { "address", N_ ("Remove it if the mail servers are listed by name beside it. "
                              "Otherwise make a name such as mail in front of the domain with the "
                              "address {address} (A or AAAA), and use that name for mail "
                              "delivery.") },
             { NULL, N_ ("Remove it if the mail servers are listed by name beside it. Otherwise "
                         "make a name such as mail in front of the domain with that address (A or "
                         "AAAA), and use the name for mail delivery.") } },
  },
  {
    .id = "mx-bad-name",
    .name = N_ ("Names of mail servers can exist"),
    .title = { { NULL, N_ ("The name of the mail server cannot exist") } },
    .text = { { NULL, N_ ("Mail is sent to {host}. No server can have this name, so nothing can be "
                          "delivered there.") } },
    .fix = { { NULL, N_ ("Type the server’s name again as the mail provider shows it, without "
                         "spaces, quotes or a web address.") } },
  },
  {
    .id = "mx-target-dead",
    .name = N_ ("Mail servers can be found"),
    .title = { { "case=circle", N_ ("{host} is a nickname that leads in a circle") },
               { "case=alias", N_ ("{host} is a nickname that leads nowhere") },
               { "nearest", N_ ("{host} does not exist. Was {nearest} meant?") },
               { "exists=yes", N_ ("{host} has no address") },
               { NULL, N_ ("{host} does not exist") } },
    .text = { { "case=circle,level=4",
                N_ ("Mail is sent to {host}, a nickname (CNAME) that leads back to itself. No "
                    "server is behind it, so mail cannot arrive.") },
              { "case=circle",
                N_ ("Mail is also sent to {host}, a nickname (CNAME) that leads back to itself, so "
                    "some mail is delayed or comes back.") },
              { "case=alias,level=4,target",
                N_ ("Mail is sent to {host}, a nickname (CNAME) for {target}. No server address "
                    "belongs to that name, so mail cannot arrive.") },
              { "case=alias,target",
                N_ ("Mail is also sent to {host}, a nickname (CNAME) for {target}. No server "
                    "address belongs to that name, so some mail is delayed or comes back.") },
              { "exists=yes,level=4",
                N_ ("Mail is sent to {host}. The name is there, but no server "
                    "address belongs to it, so mail cannot arrive.") },
              { "exists=yes", N_ ("Mail is also sent to {host}. The name is there, but no server "
                                  "address belongs to it, so some mail is delayed or comes "
                                  "back.") },
              { "level=4", N_ ("Mail is sent to {host}, which does not exist, so mail cannot "
                               "arrive.") },
              { NULL, N_ ("Mail is also sent to {host}, which does not exist, so some mail is "
                          "delayed or comes back.") } },
    .fix = { { "case=circle", N_ ("Give {host} an address of its own (A, AAAA) instead of the "
                                  "nickname, or name the real server.") },
             { "case=alias", N_ ("Give {host} an address of its own (A, AAAA) instead of the "
                                 "nickname, or name the real server.") },
             { "nearest", N_ ("Correct the name to {nearest}.") },
             { NULL, N_ ("Correct the name as the mail provider shows it, or remove the record if "
                         "the server is gone.") } },
  },
  {
    .id = "mx-target-private",
    .name = N_ ("Mail servers can be reached from outside"),
    .title = { { "kind=documentation", N_ ("{host} has an address that stands for examples") },
               { NULL, N_ ("{host} cannot be reached from outside") } },
    .text = { { "kind=documentation,address", N_ ("{host} has the address {address}, which is used "
                                                  "in examples and never in the open "
                                                  "network.") },
              { "address",
                N_ ("{host} has the address {address}, which exists inside a private network "
                    "only. Senders outside cannot reach it.") },
              { NULL, N_ ("{host} has only addresses that exist inside a private network. Senders "
                          "outside cannot reach it.") } },
    .fix = { { NULL, N_ ("Give {host} the address under which it is reached from outside, or "
                         "remove it from mail delivery (MX).") } },
  },
  {
    .id = "mx-target-doubled",
    .name = N_ ("Names of mail servers are not doubled"),
    .title = { { NULL, N_ ("The panel added the domain to the server’s name") } },
    .text = { { "target", N_ ("Mail is sent to {host}, but {target} was meant: the panel put the "
                              "domain behind it once more.") },
              { NULL, N_ ("Mail is sent to {host}: the panel put the domain behind the server’s "
                          "name once more.") } },
    .fix = { { "target", N_ ("Enter {target} again. Some panels want a dot at its very end, others "
                             "want none.") },
             { NULL, N_ ("Enter the name again. Some panels want a dot at its very end, others "
                         "want none.") } },
  },
  {
    .id = "mx-duplicate",
    .name = N_ ("Every mail server is listed once"),
    .title = { { NULL, N_ ("{host} is listed twice") } },
    .text = { { "priority,other-priority",
                N_ ("The same server is listed with the numbers {priority} and {other-priority}. "
                    "The second adds nothing.") },
              { NULL, N_ ("The same server is listed twice. The second adds nothing.") } },
    .fix = { { NULL, N_ ("Remove one of the two.") } },
  },
  {
    .id = "proxied-mail-host",
    .name = N_ ("No web shield stands before the mail server"),
    .title = { { "service", N_ ("{service} hides {host}") },
               { "proxy", N_ ("{proxy} hides {host}") },
               { NULL, N_ ("{host} is hidden behind a web shield") } },
    .text = { { "service", N_ ("The web shield of {service} is switched on for {host}. It carries "
                               "web pages only, so mail cannot pass.") },
              { "proxy", N_ ("The web shield of {proxy} is switched on for {host}. It carries web "
                             "pages only, so mail cannot pass.") },
              { NULL, N_ ("A web shield (proxy) is switched on for {host}. It carries web pages "
                          "only, so mail cannot pass.") } },
    .fix = { { NULL, N_ ("Switch the shield off for this one record (“DNS only”).") } },
  },
  { .id = NULL },
};
