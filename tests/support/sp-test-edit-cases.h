/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/sp-test-wish.h"

G_BEGIN_DECLS

/**
 * SpTestEditCase:
 * @name: what it is about
 * @zone_text: what is published, see sp_test_snapshot_new()
 * @wish: what the person wants
 * @edits: what sp_test_wish_describe() says of the plan
 *
 * A plan from one zone.
 */
typedef struct {
  const char *name;
  const char *zone_text;
  SpTestWish wish;
  const char *edits;
} SpTestEditCase;

/* Adds a test for each, named below @path: whether the plan is as written, and whether nothing is
 * left to do once it is carried out, card by card or as zone text. *@catalog is read when they run.
 */
void sp_test_edit_cases_add (const char *path, const SpTestEditCase *cases, gsize n_cases,
                             SpCatalog **catalog);

/* Applies the plan card by card; after it nothing is left to do. */
void sp_test_wish_assert_leads_home (const SpTestWish *wish, SpCatalog *catalog,
                                     const char *zone_text);

/* What zones of such cases are made of. */

#define WORLD                                                                                      \
  "in1-smtp.messagingengine.com. A 198.18.1.1\n"                                                   \
  "in2-smtp.messagingengine.com. A 198.18.1.2\n"                                                   \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "spf.messagingengine.com. TXT \"v=spf1 ip4:198.18.1.0/24 ?all\"\n"                               \
  "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 ?all\"\n"                                  \
  "_spf.google.com. TXT \"v=spf1 ip4:198.18.4.0/24 ~all\"\n"                                       \
  "servers.mcsv.net. TXT \"v=spf1 ip4:198.18.9.0/24 ?all\"\n"                                      \
  "spf.protection.outlook.com. TXT \"v=spf1 ip4:198.18.5.0/24 -all\"\n"

#define FASTMAIL_KEYS                                                                              \
  "fm1._domainkey CNAME fm1.shop.example.dkim.fmhosted.com.\n"                                     \
  "fm2._domainkey CNAME fm2.shop.example.dkim.fmhosted.com.\n"                                     \
  "fm3._domainkey CNAME fm3.shop.example.dkim.fmhosted.com.\n"

#define FASTMAIL_PROGRAMS                                                                          \
  "_submission._tcp SRV 0 1 587 smtp.fastmail.com.\n"                                              \
  "_imaps._tcp SRV 0 1 993 imap.fastmail.com.\n"                                                   \
  "_pop3s._tcp SRV 10 1 995 pop.fastmail.com.\n"                                                   \
  "_caldavs._tcp SRV 0 1 443 caldav.fastmail.com.\n"                                               \
  "_carddavs._tcp SRV 0 1 443 carddav.fastmail.com.\n"

#define FASTMAIL_MX                                                                                \
  "@ MX 10 in1-smtp.messagingengine.com.\n"                                                        \
  "@ MX 20 in2-smtp.messagingengine.com.\n"

#define POLICY "_dmarc TXT \"v=DMARC1; p=none\"\n"
#define FASTMAIL_SPF "@ TXT \"v=spf1 include:spf.messagingengine.com ~all\"\n"

G_END_DECLS
