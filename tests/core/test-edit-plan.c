/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way to a chosen provider, from all kinds of zones. */
#include "core/plan/sp-edit-match.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-edit-cases.h"
#include "support/sp-test-panel.h"

static SpCatalog *catalog;

static const SpTestEditCase cases[] = {
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
          g_autoptr (GPtrArray) before = sp_test_panel_new ("shop.example", text->str);
          g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wishes[i], catalog, text->str);
          GListModel *edits = sp_edit_plan_get_edits (plan);

          sp_test_wish_assert_leads_home (&wishes[i], catalog, text->str);
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
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  sp_test_edit_cases_add ("/edit-plan", cases, G_N_ELEMENTS (cases), &catalog);
  g_test_add_func ("/edit-plan/order", test_order);
  g_test_add_func ("/edit-plan/subdomain-names", test_subdomain_names);
  g_test_add_func ("/edit-plan/keeps", test_keeps);
  g_test_add_func ("/edit-plan/keeps-no-mail-host", test_keeps_no_mail_host);
  g_test_add_func ("/edit-plan/lookups", test_lookups);
  g_test_add_func ("/edit-plan/generated", test_generated);
  return sp_test_run_with_catalog (&catalog);
}
