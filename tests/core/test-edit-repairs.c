/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits that put right what is there, for nobody in particular. */
#include "support/sp-test-catalog.h"
#include "support/sp-test-edit-cases.h"

static SpCatalog *catalog;

static const SpTestEditCase cases[] = {
  { "merge-two-lists",
    WORLD FASTMAIL_MX FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ TXT \"v=spf1 include:spf.messagingengine.com ~all\"\n"
    "@ TXT \"v=spf1 include:servers.mcsv.net -all\"\n"
    "@ TXT \"keep me\"\n",
    { NULL },
    "spf: TXT @ -v=spf1 include:servers.mcsv.net -all"
    " -v=spf1 include:spf.messagingengine.com ~all"
    " +v=spf1 include:servers.mcsv.net include:spf.messagingengine.com ~all\n" },
  { "nobody-known-nothing-invented", WORLD "@ MX 10 mail.webhost.example.\n" POLICY, { NULL }, "" },
  { "same-host-twice",
    WORLD POLICY "@ MX 10 mail.webhost.example.\n@ MX 20 mail.webhost.example.\n",
    { NULL },
    "mx: MX @ -20 mail.webhost.example\n" },
  { "address-beside-a-host",
    WORLD POLICY "@ MX 10 mail.webhost.example.\n@ MX 20 198.18.0.7.\n",
    { NULL },
    "mx: MX @ -20 198.18.0.7\n" },
  { "address-alone-gets-a-name",
    WORLD POLICY "@ A 198.18.0.1\n@ MX 10 198.18.0.7.\n",
    { NULL },
    "address-mail: A mail +198.18.0.7\n"
    "spf: TXT @ +v=spf1 mx ~all\n"
    "mx: MX @ -10 198.18.0.7 +10 mail.shop.example\n" },
  { "null-beside-others",
    WORLD POLICY "@ MX 10 mail.webhost.example.\n@ MX 0 .\n",
    { NULL },
    "mx: MX @ -0 .\n" },
  { "null-alone-is-meant", "@ MX 0 .\n@ TXT \"v=spf1 -all\"\n", { NULL }, "" },
  { "dead-beside-living",
    WORLD POLICY "@ MX 10 mail.webhost.example.\n@ MX 20 gone.webhost.example.\n",
    { NULL },
    "mx: MX @ -20 gone.webhost.example\n" },
  { "dead-alone-stays", WORLD POLICY "@ MX 20 gone.webhost.example.\n", { NULL }, "" },
  { "provider-with-the-domain-behind-it",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 10 in1-smtp.messagingengine.com.shop.example.\n"
    "@ MX 20 in2-smtp.messagingengine.com.\n",
    { NULL },
    "mx: MX @ -10 in1-smtp.messagingengine.com.shop.example"
    " +10 in1-smtp.messagingengine.com\n" },
  { "alias-of-the-provider",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS POLICY
    "@ MX 10 mail.shop.example.\n@ MX 20 in2-smtp.messagingengine.com.\n"
    "mail CNAME in1-smtp.messagingengine.com.\n",
    { NULL },
    "mx: MX @ -10 mail.shop.example +10 in1-smtp.messagingengine.com\n" },
  { "alias-in-the-zone",
    WORLD POLICY "@ MX 10 mail.shop.example.\nmail CNAME server.webhost.example.\n"
                 "server.webhost.example. A 198.18.2.5\n",
    { NULL },
    "alias-mail: CNAME mail -server.webhost.example\n"
    "address-mail: A mail +198.18.2.5\n"
    "spf: TXT @ +v=spf1 mx ~all\n" },
  { "alias-elsewhere",
    WORLD POLICY "@ MX 10 mx.webhost.example.\nmx.webhost.example. CNAME server.webhost.example.\n"
                 "server.webhost.example. A 198.18.2.5\n",
    { NULL },
    "mx: MX @ -10 mx.webhost.example +10 server.webhost.example\n" },
  { "alias-of-the-whole-domain",
    WORLD POLICY "@ CNAME site.webhost.example.\nsite.webhost.example. A 198.18.2.7\n"
                 "site.webhost.example. MX 10 mail.webhost.example.\n",
    { NULL },
    "alias-domain: CNAME @ -site.webhost.example\n"
    "address-domain: A @ +198.18.2.7\n"
    "mx: MX @ +10 mail.webhost.example\n" },
  { "policy-at-the-domain-itself",
    WORLD "@ MX 10 mail.webhost.example.\n@ TXT \"v=DMARC1; p=reject\"\n@ TXT \"other\"\n",
    { NULL },
    "dmarc: TXT _dmarc +v=DMARC1; p=none\n"
    "dmarc-misplaced: TXT @ -v=DMARC1; p=reject\n" },
  { "policy-of-the-parent-holds",
    WORLD POLICY "support MX 10 mail.webhost.example.\n",
    { .domain = "support.shop.example", .zone = "shop.example" },
    "" },
  { "set-is-completed",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS POLICY "@ MX 5 in1-smtp.messagingengine.com.\n",
    { NULL },
    "mx: MX @ +20 in2-smtp.messagingengine.com\n" },
  { "set-is-completed-in-its-order",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS POLICY "@ MX 5 in2-smtp.messagingengine.com.\n",
    { NULL },
    "mx: MX @ -5 in2-smtp.messagingengine.com"
    " +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com\n" },
  { "set-of-a-region-is-completed",
    "@ MX 10 mx.zoho.eu.\n@ MX 50 mx3.zoho.eu.\n"
    "mx.zoho.eu. A 198.18.7.1\nmx2.zoho.eu. A 198.18.7.2\nmx3.zoho.eu. A 198.18.7.3\n"
    "@ TXT \"v=spf1 include:zohomail.eu ~all\"\n" POLICY,
    { NULL },
    "mx: MX @ +20 mx2.zoho.eu\n" },
  { "set-is-completed-before-a-host-of-nobody-known",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS POLICY
    "@ MX 10 in1-smtp.messagingengine.com.\n@ MX 30 spare.shop.example.\nspare A 198.18.0.9\n",
    { NULL },
    "mx: MX @ +20 in2-smtp.messagingengine.com\n" },
  { "set-stays-where-it-would-come-behind-another-host",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS POLICY
    "@ MX 10 in1-smtp.messagingengine.com.\n@ MX 20 spare.shop.example.\nspare A 198.18.0.9\n",
    { NULL },
    "" },
  { "set-stays-whose-numbers-nobody-documents",
    "@ MX 10 eu-smtp-inbound-1.mimecast.com.\n"
    "@ TXT \"v=spf1 include:eu._netblocks.mimecast.com ~all\"\n" POLICY,
    { NULL },
    "" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  sp_test_edit_cases_add ("/edit-repairs", cases, G_N_ELEMENTS (cases), &catalog);
  return sp_test_run_with_catalog (&catalog);
}
