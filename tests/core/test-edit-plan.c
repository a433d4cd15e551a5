/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/plan/sp-edit-match.h"
#include "core/plan/sp-edit-zone.h"
#include "support/sp-test-panel.h"
#include "support/sp-test-wish.h"

#include <string.h>

#define DOMAIN_NAME "shop.example"

static SpCatalog *catalog;

/* Whoever keeps the zone as a file replaces each set by the one in the snippet; what goes is gone.
 */
static void
assert_snippet_leads_home (const char *zone_text, const SpTestWish *wish)
{
  const char *domain = wish->domain != NULL ? wish->domain : DOMAIN_NAME;
  const char *origin = wish->zone != NULL ? wish->zone : domain;
  g_autoptr (GPtrArray) panel = sp_test_panel_new (origin, zone_text);
  g_autoptr (SpSnapshot) snapshot = sp_test_wish_look (wish, catalog, zone_text);
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan (wish, catalog, snapshot);
  GListModel *edits = sp_edit_plan_get_edits (plan);
  g_autofree char *snippet = sp_edit_zone_dup_text (snapshot, edits);
  g_autoptr (GPtrArray) records = sp_test_panel_new (origin, snippet);
  g_autoptr (SpEditPlan) again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *left = NULL;

  for (guint e = 0; e < g_list_model_get_n_items (edits); e++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, e);

      for (guint i = panel->len; i > 0; i--)
        {
          SpRecord *record = g_ptr_array_index (panel, i - 1);

          if (sp_record_get_rr_type (record) == sp_edit_get_rr_type (edit)
              && sp_name_equal (sp_record_get_owner (record), sp_edit_get_full_name (edit)))
            g_ptr_array_remove_index (panel, i - 1);
        }
    }
  g_ptr_array_extend (panel, records, (GCopyFunc) (void (*) (void)) sp_record_ref, NULL);
  after = sp_test_panel_dup_text (panel, origin);
  again = sp_test_wish_plan_zone (wish, catalog, after);
  left = sp_test_wish_describe (again);
  g_assert_cmpstr (left, ==, "");
}

/* Applies the plan card by card; after it nothing is left to do. */
static void
assert_leads_home (const char *zone_text, const SpTestWish *wish)
{
  const char *domain = wish->domain != NULL ? wish->domain : DOMAIN_NAME;
  const char *origin = wish->zone != NULL ? wish->zone : domain;
  g_autoptr (GPtrArray) panel = sp_test_panel_new (origin, zone_text);
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (wish, catalog, zone_text);
  g_autoptr (SpEditPlan) again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *left = NULL;
  GListModel *edits = sp_edit_plan_get_edits (plan);
  gboolean had_mx = sp_test_panel_count (panel, domain, SP_RR_MX) > 0;
  guint max_spf = MAX (sp_test_panel_count_spf (panel, domain), 1);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      sp_test_panel_apply (panel, edit);
      if (had_mx)
        g_assert_cmpuint (sp_test_panel_count (panel, domain, SP_RR_MX), >, 0);
      g_assert_cmpuint (sp_test_panel_count_spf (panel, domain), <=, max_spf);
      g_assert_cmpuint (
        sp_test_panel_count (panel, sp_name_get_text (sp_edit_get_full_name (edit)), SP_RR_CNAME),
        <=, 1);
    }
  g_assert_cmpuint (sp_test_panel_count_spf (panel, domain), <=, 1);
  after = sp_test_panel_dup_text (panel, origin);
  again = sp_test_wish_plan_zone (wish, catalog, after);
  left = sp_test_wish_describe (again);
  g_assert_cmpstr (left, ==, "");
}

typedef struct {
  const char *name;
  const char *zone_text;
  SpTestWish wish;
  const char *edits;
} Case;

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

static const Case cases[] = {
  { "nothing-to-do",
    WORLD FASTMAIL_MX FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY,
    { .provider = "fastmail" },
    "" },
  { "switch",
    WORLD FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 10 mail.webhost.example.\n"
    "@ TXT \"v=spf1 include:_spf.webhost.example -all\"\n"
    "@ TXT \"google-site-verification=x\"\n",
    { .provider = "fastmail" },
    "spf: TXT @ -v=spf1 include:_spf.webhost.example -all"
    " +v=spf1 include:_spf.webhost.example include:spf.messagingengine.com -all\n"
    "mx: MX @ -10 mail.webhost.example +10 in1-smtp.messagingengine.com"
    " +20 in2-smtp.messagingengine.com\n" },
  { "first-set-up",
    WORLD "@ A 198.18.0.1\n" FASTMAIL_PROGRAMS,
    { .provider = "fastmail" },
    "spf: TXT @ +v=spf1 include:spf.messagingengine.com ~all\n"
    "dkim-fm1: CNAME fm1._domainkey +fm1.shop.example.dkim.fmhosted.com\n"
    "dkim-fm2: CNAME fm2._domainkey +fm2.shop.example.dkim.fmhosted.com\n"
    "dkim-fm3: CNAME fm3._domainkey +fm3.shop.example.dkim.fmhosted.com\n"
    "dmarc: TXT _dmarc +v=DMARC1; p=none\n"
    "mx: MX @ +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com\n" },
  { "reports",
    WORLD FASTMAIL_MX FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS,
    { .provider = "fastmail", .values = { "dmarc-reports", "boss@shop.example" } },
    "dmarc: TXT _dmarc +v=DMARC1; p=none; rua=mailto:boss@shop.example\n" },
  { "reports-beside-a-broken-address",
    WORLD FASTMAIL_MX FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS
    "_dmarc TXT \"v=DMARC1; p=reject; rua=boss@shop.example\"\n",
    { .provider = "fastmail", .values = { "dmarc-reports", "a@shop.example" } },
    "dmarc: TXT _dmarc -v=DMARC1; p=reject; rua=boss@shop.example"
    " +v=DMARC1; p=reject; rua=mailto:boss@shop.example,mailto:a@shop.example\n" },
  { "no-key-beside-the-providers-alias",
    WORLD FASTMAIL_MX FASTMAIL_SPF FASTMAIL_PROGRAMS POLICY
    "fm2._domainkey CNAME fm2.shop.example.dkim.fmhosted.com.\n"
    "fm3._domainkey CNAME fm3.shop.example.dkim.fmhosted.com.\n"
    "fm1._domainkey.shop.example TXT \"v=DKIM1; k=ed25519; "
    "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n",
    { .provider = "fastmail" },
    "dkim-fm1: CNAME fm1._domainkey +fm1.shop.example.dkim.fmhosted.com\n" },
  { "other-numbers-are-no-fault",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 1 in1-smtp.messagingengine.com.\n@ MX 5 in2-smtp.messagingengine.com.\n",
    { .provider = "fastmail" },
    "" },
  { "wrong-order",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 20 in1-smtp.messagingengine.com.\n@ MX 10 in2-smtp.messagingengine.com.\n",
    { .provider = "fastmail" },
    "mx: MX @ -10 in2-smtp.messagingengine.com -20 in1-smtp.messagingengine.com"
    " +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com\n" },
  { "left-over-goes-numbers-stay",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 5 in1-smtp.messagingengine.com.\n@ MX 6 in2-smtp.messagingengine.com.\n"
    "@ MX 50 mail.webhost.example.\n",
    { .provider = "fastmail" },
    "mx: MX @ -50 mail.webhost.example\n" },
  { "null-mx",
    WORLD FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY "@ MX 0 .\n" FASTMAIL_SPF,
    { .provider = "fastmail" },
    "mx: MX @ -0 . +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com\n" },
  { "old-set-of-google",
    "@ MX 1 aspmx.l.google.com.\n@ MX 5 alt1.aspmx.l.google.com.\n"
    "@ MX 5 alt2.aspmx.l.google.com.\n@ MX 10 alt3.aspmx.l.google.com.\n"
    "@ MX 10 alt4.aspmx.l.google.com.\n"
    "@ TXT \"v=spf1 include:_spf.google.com ~all\"\n"
    "google._domainkey TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF\"\n" POLICY,
    { .provider = "google-workspace" },
    "" },
  { "old-set-of-google-with-a-left-over",
    "@ MX 1 aspmx.l.google.com.\n@ MX 5 alt1.aspmx.l.google.com.\n"
    "@ MX 5 alt2.aspmx.l.google.com.\n@ MX 10 alt3.aspmx.l.google.com.\n"
    "@ MX 10 alt4.aspmx.l.google.com.\n@ MX 1 mail.webhost.example.\n"
    "@ TXT \"v=spf1 include:_spf.google.com ~all\"\n"
    "google._domainkey TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF\"\n" POLICY,
    { .provider = "google-workspace" },
    "mx: MX @ -1 mail.webhost.example\n" },
  { "value-of-the-person",
    "@ A 198.18.0.1\n" POLICY,
    { .provider = "google-workspace",
      .values = { "dkim-key", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF" } },
    "spf: TXT @ +v=spf1 include:_spf.google.com ~all\n"
    "dkim-google: TXT google._domainkey +v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF\n"
    "mx: MX @ +1 smtp.google.com\n" },
  { "proof-of-ownership-shares-a-card",
    "@ A 198.18.0.1\n@ TXT \"other\"\n" POLICY,
    { .provider = "google-workspace",
      .values = { "verification", "google-site-verification=abcdefghijklmnopqrstuvwx" } },
    "spf: TXT @ +v=spf1 include:_spf.google.com ~all"
    " +google-site-verification=abcdefghijklmnopqrstuvwx\n"
    "mx: MX @ +1 smtp.google.com\n" },
  { "own-server",
    "mail A 198.18.0.9\n@ A 198.18.0.1\n" POLICY,
    { .provider = "own-server", .values = { "host", "mail.shop.example" } },
    "spf: TXT @ +v=spf1 a:mail.shop.example ~all\n"
    "mx: MX @ +10 mail.shop.example\n" },
  { "own-server-allowed-by-address",
    "mail A 198.18.0.9\n@ A 198.18.0.1\n@ MX 5 mail.shop.example.\n@ TXT \"v=spf1 "
    "ip4:198.18.0.0/24 -all\"\n" POLICY,
    { .provider = "own-server", .values = { "host", "mail.shop.example" } },
    "" },
  { "spare",
    "mail A 198.18.0.9\n@ MX 10 mail.shop.example.\n@ TXT \"v=spf1 a:mail.shop.example "
    "~all\"\n" POLICY,
    { .provider = "own-server",
      .values = { "host", "mail.shop.example", "spare", "mx2.shop.example" } },
    "mx: MX @ +20 mx2.shop.example\n" },
  { "region-is-read-from-the-hosts",
    "@ MX 10 mx.zoho.eu.\n@ MX 20 mx2.zoho.eu.\n"
    "@ TXT \"v=spf1 include:zohomail.eu ~all\"\n"
    "zmail._domainkey TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF\"\n" POLICY,
    { .provider = "zoho-mail" },
    "mx: MX @ +50 mx3.zoho.eu\n" },
  { "host-of-the-customer-is-read",
    "@ MX 0 shop-example.mail.protection.outlook.com.\n@ MX 10 mail.webhost.example.\n"
    "@ TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
    "autodiscover CNAME autodiscover.outlook.com.\n" POLICY,
    { .provider = "microsoft-365" },
    "mx: MX @ -10 mail.webhost.example\n" },
  { "alias-at-the-subdomain",
    WORLD "support CNAME desk.webhost.example.\ndesk.webhost.example. A 198.18.2.9\n"
          "desk.webhost.example. AAAA 2001:db8::9\n@ MX 10 mail.webhost.example.\n" POLICY,
    { .domain = "support.shop.example", .zone = "shop.example", .provider = "google-workspace" },
    "alias-domain: CNAME support -desk.webhost.example\n"
    "address-domain: A support +198.18.2.9\n"
    "address6-domain: AAAA support +2001:db8::9\n"
    "spf: TXT support +v=spf1 include:_spf.google.com ~all\n"
    "mx: MX support +1 smtp.google.com\n" },
  { "stale-autodiscover-goes",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ MX 10 mail.webhost.example.\n"
    "autodiscover CNAME auto.webhost.example.\nautoconfig CNAME elsewhere.example.\n",
    { .provider = "fastmail" },
    "mx: MX @ -10 mail.webhost.example +10 in1-smtp.messagingengine.com"
    " +20 in2-smtp.messagingengine.com\n"
    "autodiscover: CNAME autodiscover -auto.webhost.example\n" },
  { "autodiscover-is-changed",
    "@ MX 0 shop-example.mail.protection.outlook.com.\n"
    "@ TXT \"v=spf1 include:spf.protection.outlook.com -all\"\n"
    "autodiscover CNAME auto.webhost.example.\n" POLICY,
    { .provider = "microsoft-365" },
    "autodiscover: CNAME autodiscover -auto.webhost.example +autodiscover.outlook.com\n" },
  { "wildcard-is-no-record",
    WORLD FASTMAIL_SPF FASTMAIL_PROGRAMS POLICY FASTMAIL_MX
    "* CNAME shop.example.\n@ A 198.18.0.1\n",
    { .provider = "fastmail" },
    "dkim-fm1: CNAME fm1._domainkey +fm1.shop.example.dkim.fmhosted.com\n"
    "dkim-fm2: CNAME fm2._domainkey +fm2.shop.example.dkim.fmhosted.com\n"
    "dkim-fm3: CNAME fm3._domainkey +fm3.shop.example.dkim.fmhosted.com\n" },
  { "wildcard-of-revoked-keys-is-no-record",
    WORLD FASTMAIL_SPF FASTMAIL_PROGRAMS POLICY FASTMAIL_MX "*._domainkey TXT \"v=DKIM1; p=\"\n",
    { .provider = "fastmail" },
    "dkim-fm1: CNAME fm1._domainkey +fm1.shop.example.dkim.fmhosted.com\n"
    "dkim-fm2: CNAME fm2._domainkey +fm2.shop.example.dkim.fmhosted.com\n"
    "dkim-fm3: CNAME fm3._domainkey +fm3.shop.example.dkim.fmhosted.com\n" },
  { "settled-time-to-live",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ 300 MX 10 in1-smtp.messagingengine.com.\n@ 300 MX 20 in2-smtp.messagingengine.com.\n",
    { .provider = "fastmail" },
    "ttl-mx: MX @\n" },
  { "time-to-live-while-open",
    WORLD FASTMAIL_SPF FASTMAIL_KEYS FASTMAIL_PROGRAMS POLICY
    "@ 300 MX 10 in1-smtp.messagingengine.com.\n@ 300 MX 20 in2-smtp.messagingengine.com.\n",
    { .provider = "fastmail", .is_open = TRUE },
    "" },
};

static const Case repairs[] = {
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
};

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&item->wish, catalog, item->zone_text);
  g_autofree char *edits = sp_test_wish_describe (plan);

  g_assert_cmpstr (edits, ==, item->edits);
  assert_leads_home (item->zone_text, &item->wish);
  assert_snippet_leads_home (item->zone_text, &item->wish);
}

static gboolean
waits_for (SpEdit *edit, const char *id)
{
  return g_strv_contains (sp_edit_get_after (edit), id);
}

static void
test_order (void)
{
  SpTestWish wish = { .provider = "fastmail" };
  g_autoptr (SpEditPlan)
    plan = sp_test_wish_plan_zone (&wish, catalog, WORLD "@ MX 10 mail.webhost.example.\n");
  SpEdit *mx = sp_edit_plan_find (plan, "mx");

  g_assert_nonnull (mx);
  g_assert_true (waits_for (mx, "spf"));
  g_assert_true (waits_for (mx, "dkim-fm1"));
  g_assert_cmpint (sp_edit_get_action (mx), ==, SP_EDIT_CHANGE);
  g_assert_cmpuint (sp_edit_get_ttl (mx), ==, 3600);
  g_assert_true (waits_for (sp_edit_plan_find (plan, "autodiscover-imaps-tcp"), "mx"));
  g_assert_cmpint (sp_edit_get_action (sp_edit_plan_find (plan, "dkim-fm1")), ==, SP_EDIT_ADD);
  g_assert_cmpstr (sp_edit_get_detail (mx, "provider"), ==, "fastmail");
}

static void
test_needs (void)
{
  SpTestWish wish = { .provider = "microsoft-365" };
  SpTestWish bad = { .provider = "microsoft-365", .values = { "mx-host", "no host at all" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) with_bad = sp_test_wish_plan_zone (&bad, catalog, "@ A 198.18.0.1\n");
  GPtrArray *needs = sp_edit_plan_get_needs (plan);
  gboolean has_host = FALSE;

  g_assert_null (sp_edit_plan_find (plan, "mx"));
  g_assert_null (sp_edit_plan_find (with_bad, "mx"));
  for (guint i = 0; i < needs->len; i++)
    has_host |= g_str_equal (((SpNeed *) g_ptr_array_index (needs, i))->key, "mx-host");
  g_assert_true (has_host);
  g_assert_nonnull (sp_edit_plan_find (plan, "spf"));
  g_assert_null (sp_edit_plan_find (plan, "autodiscover"));
}

static char *
list_cards (SpEditPlan *plan)
{
  GListModel *cards = sp_edit_plan_get_cards (plan);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (cards, i);
      g_autofree char *keys = g_strjoinv (",", (char **) sp_edit_get_keys (edit));

      g_string_append_printf (out, "%s%s(%s) ", sp_edit_is_waiting (edit) ? "?" : "",
                              sp_edit_get_id (edit), keys);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* What cannot be written yet stands where it will stand, and says which values it waits for; what
 * was given stays with the edit that uses it. */
static void
test_waiting (void)
{
  static const struct {
    SpTestWish wish;
    const char *zone;
    const char *cards;
  } waits[] = {
    { { .provider = "microsoft-365" },
      "@ A 198.18.0.1\n",
      "spf() ?verification(verification) ?dkim-selector1(dkim-1) ?dkim-selector2(dkim-2) dmarc() "
      "?mx(mx-host) " },
    { { .provider = "microsoft-365",
        .values = { "mx-host", "shop-example.mail.protection.outlook.com" } },
      "@ A 198.18.0.1\n",
      "spf() ?verification(verification) ?dkim-selector1(dkim-1) ?dkim-selector2(dkim-2) dmarc() "
      "mx(mx-host) autodiscover() " },
    /* Own text joins the set in which the list of senders stands. */
    { { .provider = "google-workspace",
        .values = { "verification", "google-site-verification=abcdefghijklmnopqrstuvwxyz0123456789"
                                    "ABCDEFG" } },
      "@ A 198.18.0.1\n",
      "spf(verification) ?dkim-google(dkim-key,dkim-selector) dmarc() mx() " },
    /* Neither the name nor the text is known. */
    { { .provider = "infomaniak" },
      "@ A 198.18.0.1\n",
      "spf() ?dkim(dkim-selector,dkim-key) dmarc() mx() autodiscover-autoconfig() "
      "autodiscover() " },
    /* One value for two cards. */
    { { .provider = "plesk-generic" },
      "@ A 198.18.0.1\n",
      "?address-mail(server-address) spf() ?dkim-default(dkim-key,dkim-selector) dmarc() "
      "?mx(server-address) " },
    /* The usual choice is made for now. */
    { { .provider = "zoho-mail" },
      "@ A 198.18.0.1\n",
      "spf(region) ?verification(verification) ?dkim-zmail(dkim-key,dkim-selector) dmarc() "
      "mx(region) " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&waits[i].wish, catalog, waits[i].zone);
      g_autofree char *cards = list_cards (plan);

      g_assert_cmpstr (cards, ==, waits[i].cards);
    }
}

/* What stays is named with its reason; what the plan takes away is not. */
static void
test_keeps (void)
{
  SpTestWish wish = { .provider = "fastmail" };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (
    &wish, catalog,
    "servers.mcsv.net. TXT \"v=spf1 ip4:198.18.9.0/24 -all\"\n"
    "gone.example. TXT \"v=spf1 ip4:198.18.8.0/24 -all\"\n"
    "@ A 198.18.0.1\nwww CNAME @\n@ MX 10 mail.webhost.example.\n"
    "@ TXT \"v=spf1 include:servers.mcsv.net include:gone.example ~all\"\n"
    "@ TXT \"google-site-verification=abc\"\n_smtp._tls TXT \"v=TLSRPTv1; "
    "rua=mailto:a@x.example\"\n"
    "fm1._domainkey TXT \"v=DKIM1; k=rsa; p=\"\n");
  GPtrArray *keeps = sp_edit_plan_get_keeps (plan);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < keeps->len; i++)
    {
      const SpKeep *keep = g_ptr_array_index (keeps, i);

      g_string_append_printf (out, "%s %s %s %u %s\n", keep->code, sp_name_get_text (keep->name),
                              keep->service != NULL ? keep->service : "-", keep->rows->len,
                              ((SpEditRow *) g_ptr_array_index (keep->rows, 0))->value);
    }
  g_assert_cmpstr (
    out->str, ==,
    "website shop.example - 1 198.18.0.1\n"
    "website www.shop.example - 1 shop.example\n"
    "sender shop.example mailchimp 1 include:servers.mcsv.net\n"
    "sender shop.example - 1 include:gone.example\n"
    "proof shop.example - 1 google-site-verification=abc\n"
    "delivery-reports _smtp._tls.shop.example - 1 v=TLSRPTv1; rua=mailto:a@x.example\n");
}

/* An address to which mail goes is not called that of the website alone. */
static void
test_keeps_no_mail_host (void)
{
  SpTestWish wish = { 0 };
  g_autoptr (SpEditPlan)
    plan = sp_test_wish_plan_zone (&wish, catalog, "@ A 198.18.0.1\n@ MX 10 @\n");

  g_assert_cmpuint (sp_edit_plan_get_keeps (plan)->len, ==, 0);
}

/* RFC 7208 §4.6.4: the price of a list, before and after, and whether it is too high. */
static void
test_lookups (void)
{
  SpTestWish wish = { .provider = "fastmail" };
  g_autoptr (SpEditPlan) first = sp_test_wish_plan_zone (&wish, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    some = sp_test_wish_plan_zone (&wish, catalog, "@ A 198.18.0.1\n@ TXT \"v=spf1 a mx ~all\"\n");
  g_autoptr (SpEditPlan) many = sp_test_wish_plan_zone (
    &wish, catalog,
    "@ A 198.18.0.1\n@ TXT \"v=spf1 include:s1.example include:s2.example include:s3.example "
    "include:s4.example include:s5.example ~all\"\n"
    "s1.example. TXT \"v=spf1 exists:%{i}.a.example -all\"\n"
    "s2.example. TXT \"v=spf1 exists:%{i}.b.example -all\"\n"
    "s3.example. TXT \"v=spf1 exists:%{i}.c.example -all\"\n"
    "s4.example. TXT \"v=spf1 exists:%{i}.d.example -all\"\n"
    "s5.example. TXT \"v=spf1 exists:%{i}.e.example -all\"\n");
  SpEdit *spf = sp_edit_plan_find (first, "spf");

  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-before"), ==, NULL);
  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-after"), ==, "1");
  spf = sp_edit_plan_find (some, "spf");
  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-before"), ==, "2");
  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-after"), ==, "3");
  g_assert_null (sp_edit_get_detail (spf, "lookups-over"));
  spf = sp_edit_plan_find (many, "spf");
  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-before"), ==, "10");
  g_assert_cmpstr (sp_edit_get_detail (spf, "lookups-after"), ==, "11");
  g_assert_nonnull (sp_edit_get_detail (spf, "lookups-over"));
}

static gboolean
is_unchecked (SpEditPlan *plan, const char *id)
{
  GListModel *list = sp_edit_plan_get_unchecked (plan);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (list, i);

      if (g_str_equal (sp_unchecked_get_id (item), id))
        return TRUE;
    }
  return FALSE;
}

/* No edit over what could not be seen. */
static void
test_unknown (void)
{
  SpTestWish mx = { .provider = "fastmail", .marks = "!fail @ MX timeout" };
  SpTestWish txt = { .provider = "fastmail", .marks = "!fail @ TXT servfail" };
  SpTestWish key = { .provider = "fastmail", .marks = "!fail fm2._domainkey * refused" };
  SpTestWish policy = { .provider = "fastmail", .marks = "!fail _dmarc TXT timeout" };
  SpTestWish all = { .provider = "fastmail", .marks = "!fail * * timeout" };
  g_autoptr (SpEditPlan) without_mx = sp_test_wish_plan_zone (&mx, catalog, WORLD);
  g_autoptr (SpEditPlan) without_txt = sp_test_wish_plan_zone (&txt, catalog, WORLD);
  g_autoptr (SpEditPlan) without_key = sp_test_wish_plan_zone (&key, catalog, WORLD);
  g_autoptr (SpEditPlan) without_policy = sp_test_wish_plan_zone (&policy, catalog, WORLD);
  g_autoptr (SpEditPlan) blind = sp_test_wish_plan_zone (&all, catalog, WORLD);

  g_assert_null (sp_edit_plan_find (without_mx, "mx"));
  g_assert_true (is_unchecked (without_mx, "mx"));
  g_assert_nonnull (sp_edit_plan_find (without_mx, "spf"));
  g_assert_null (sp_edit_plan_find (without_txt, "spf"));
  g_assert_true (is_unchecked (without_txt, "spf"));
  g_assert_null (sp_edit_plan_find (without_key, "dkim-fm2"));
  g_assert_true (is_unchecked (without_key, "dkim-fm2"));
  g_assert_nonnull (sp_edit_plan_find (without_key, "dkim-fm1"));
  g_assert_null (sp_edit_plan_find (without_policy, "dmarc"));
  g_assert_true (is_unchecked (without_policy, "dmarc"));
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (blind)), ==, 0);
}

/* What lies below a name that does not exist needs no question of its own. */
static void
test_nothing_unknown (void)
{
  SpTestWish wish = { .provider = "microsoft-365",
                      .values = { "mx-host", "shop-example.mail.protection.outlook.com" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, WORLD);

  g_assert_nonnull (sp_edit_plan_find (plan, "autodiscover"));
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_unchecked (plan)), ==, 0);
}

/* What a wildcard may have made is not there to be taken away, what may stand at a wrong name is
 * not written anew, and a host that may be dead is told of. */
static void
test_unknown_elsewhere (void)
{
  SpTestWish keys = { .provider = "fastmail",
                      .marks = "!fail signpost-0123456789abcdef._domainkey TXT servfail" };
  SpTestWish misplaced = { .provider = "fastmail",
                           .marks = "!fail _dmarc.shop.example TXT timeout" };
  SpTestWish doubled = { .provider = "fastmail", .marks = "!fail shop.example MX servfail" };
  SpTestWish site = { .provider = "fastmail", .marks = "!fail web.host.test. A servfail" };
  SpTestWish host = { .marks = "!fail gone A servfail" };
  g_autoptr (SpEditPlan)
    without_probe = sp_test_wish_plan_zone (&keys, catalog, "*._domainkey TXT \"v=DKIM1; p=\"\n");
  g_autoptr (SpEditPlan)
    without_place = sp_test_wish_plan_zone (&misplaced, catalog, "mail A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    without_doubled = sp_test_wish_plan_zone (&doubled, catalog, "mail A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    without_site = sp_test_wish_plan_zone (&site, catalog, "@ CNAME web.host.test.\n");
  g_autoptr (SpEditPlan) without_host = sp_test_wish_plan_zone (
    &host, catalog, "@ MX 10 mail\n@ MX 20 gone\nmail A 198.18.0.1\n");

  g_assert_null (sp_edit_plan_find (without_probe, "taken-fm1-domainkey"));
  g_assert_true (is_unchecked (without_probe, "taken-fm1-domainkey"));
  g_assert_null (sp_edit_plan_find (without_place, "dmarc"));
  g_assert_true (is_unchecked (without_place, "dmarc"));
  g_assert_nonnull (sp_edit_plan_find (without_doubled, "mx"));
  g_assert_true (is_unchecked (without_doubled, "mx-doubled"));
  g_assert_null (sp_edit_plan_find (without_site, "alias-domain"));
  g_assert_null (sp_edit_plan_find (without_site, "mx"));
  g_assert_true (is_unchecked (without_site, "mx"));
  g_assert_null (sp_edit_plan_find (without_host, "mx"));
  g_assert_true (is_unchecked (without_host, "mx"));
}

static void
test_absent_domain (void)
{
  SpTestWish wish = { .provider = "fastmail", .marks = "!delegation absent" };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, "");

  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (plan)), ==, 0);
}

static void
test_subdomain_names (void)
{
  SpTestWish wish = { .domain = "support.shop.example",
                      .zone = "shop.example",
                      .provider = "fastmail",
                      .is_open = TRUE };
  g_autoptr (SpEditPlan)
    plan = sp_test_wish_plan_zone (&wish, catalog, WORLD POLICY "@ MX 10 mail.webhost.example.\n");
  SpEdit *key = sp_edit_plan_find (plan, "dkim-fm1");

  g_assert_cmpstr (sp_edit_get_name (key), ==, "fm1._domainkey.support");
  g_assert_cmpstr (sp_name_get_text (sp_edit_get_full_name (key)), ==,
                   "fm1._domainkey.support.shop.example");
  g_assert_cmpstr (sp_edit_get_name (sp_edit_plan_find (plan, "mx")), ==, "support");
  g_assert_cmpuint (sp_edit_get_ttl (key), ==, 300);
  g_assert_null (sp_edit_plan_find (plan, "dmarc"));
}

/* Generated zones: whatever stands there, the plan leads home and nothing of others is lost. */
static void
test_generated (void)
{
  static const char *const lines[] = {
    "@ MX 10 mail.webhost.example.\n",
    "@ MX 10 in1-smtp.messagingengine.com.\n",
    "@ MX 20 in2-smtp.messagingengine.com.\n",
    "@ MX 0 .\n",
    "@ MX 30 198.18.0.3.\n",
    "@ MX 15 mail.shop.example.\n",
    "@ MX 40 aspmx.l.google.com.\n",
    "mail CNAME server.webhost.example.\n",
    "@ TXT \"v=spf1 include:_spf.webhost.example -all\"\n",
    "@ TXT \"v=spf1 mx redirect=_spf.webhost.example\"\n",
    "@ TXT \"v=spf1 include:servers.mcsv.net foo ~all\"\n",
    "@ TXT \"apple-domain=1234\"\n",
    "k1._domainkey CNAME dkim.mcsv.net.\n",
    "fm1._domainkey CNAME wrong.example.\n",
    "fm2._domainkey TXT \"v=DKIM1; p=AAAA\"\n",
    "google._domainkey TXT \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEF\"\n",
    "_dmarc TXT \"v=DMARC1; p=quarantine\"\n",
    "@ TXT \"v=DMARC1; p=none\"\n",
    "_dmarc.shop.example TXT \"v=DMARC1; p=none\"\n",
    "autodiscover CNAME auto.webhost.example.\n",
    "autodiscover A 198.18.0.4\n",
    "www A 198.18.0.1\n",
    "@ A 198.18.0.1\n",
  };
  static const SpTestWish wishes[] = {
    { .provider = "fastmail" },
    { .provider = "google-workspace",
      .values = { "dkim-key", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEG" } },
    { .provider = "microsoft-365",
      .values = { "mx-host", "shop-example.mail.protection.outlook.com", "dkim-1",
                  "selector1-shop-example._domainkey.shop.onmicrosoft.com" } },
    { .provider = "own-server", .values = { "host", "mail.shop.example" } },
    { .provider = "zoho-mail", .is_open = TRUE },
    { NULL },
  };
  static const char world[] = WORLD "server.webhost.example. A 198.18.2.5\n";
  g_autoptr (GRand) rand = g_rand_new_with_seed (5321);

  for (guint round = 0; round < 25; round++)
    {
      g_autoptr (GString) text = g_string_new (world);
      gboolean has_alias = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
        {
          gboolean is_auto = g_str_has_prefix (lines[i], "autodiscover");

          if (g_rand_boolean (rand) || (is_auto && has_alias))
            continue;
          has_alias |= is_auto;
          g_string_append (text, lines[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
        {
          g_autoptr (GPtrArray) before = sp_test_panel_new (DOMAIN_NAME, text->str);
          g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wishes[i], catalog, text->str);
          GListModel *edits = sp_edit_plan_get_edits (plan);

          assert_leads_home (text->str, &wishes[i]);
          for (guint j = 0; j < g_list_model_get_n_items (edits); j++)
            {
              g_autoptr (SpEdit) edit = g_list_model_get_item (edits, j);
              g_autoptr (SpEditRow) proof = sp_edit_row_new (-1, "apple-domain=1234");

              g_assert_false (sp_edit_rows_find (sp_edit_get_removed (edit), proof, SP_RR_TXT));
              g_assert_cmpstr (sp_edit_get_name (edit), !=, "k1._domainkey");
              g_assert_cmpstr (sp_edit_get_name (edit), !=, "www");
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/edit-plan/target/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/edit-plan/repair/%s", repairs[i].name);

      g_test_add_data_func (path, &repairs[i], test_case);
    }
  g_test_add_func ("/edit-plan/order", test_order);
  g_test_add_func ("/edit-plan/needs", test_needs);
  g_test_add_func ("/edit-plan/waiting", test_waiting);
  g_test_add_func ("/edit-plan/keeps", test_keeps);
  g_test_add_func ("/edit-plan/keeps-no-mail-host", test_keeps_no_mail_host);
  g_test_add_func ("/edit-plan/lookups", test_lookups);
  g_test_add_func ("/edit-plan/unknown", test_unknown);
  g_test_add_func ("/edit-plan/nothing-unknown", test_nothing_unknown);
  g_test_add_func ("/edit-plan/unknown-elsewhere", test_unknown_elsewhere);
  g_test_add_func ("/edit-plan/absent-domain", test_absent_domain);
  g_test_add_func ("/edit-plan/subdomain-names", test_subdomain_names);
  g_test_add_func ("/edit-plan/generated", test_generated);
  status = g_test_run ();
  g_clear_object (&catalog);
  return status;
}
