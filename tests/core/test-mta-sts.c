/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/sp-mta-sts.h"
#include "core/mail/sp-tls-rpt.h"

#include <string.h>

#define TEXT(literal) literal, sizeof (literal) - 1

static SpRecordSet *
make_set (const char *const *texts)
{
  g_autoptr (SpName) owner = sp_name_parse ("_mta-sts.shop.example", NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (records, sp_record_new_txt (owner, 3600, texts[i]));
  return sp_record_set_new (records);
}

/* RFC 8461 §3.1. Where @id is NULL the record counts as none because of @issue at @offset. */
static void
test_record (void)
{
  static const struct {
    const char *text;
    gsize length;
    const char *id;
    const char *issue;
    gsize offset;
  } records[] = {
    { TEXT ("v=STSv1; id=20160831085700Z;"), "20160831085700Z" },
    { TEXT ("v=STSv1;id=1"), "1" },
    { TEXT ("v=STSv1 ;\t id=1 ; "), "1" },
    { TEXT ("v=STSv1; x-2.b=a:b; id=1"), "1" },
    { TEXT ("v=STSv1; id=12345678901234567890123456789012"), "12345678901234567890123456789012" },
    { TEXT ("v=STSv1; id=1; id=2"), "1", "tag-twice", 15 },
    { TEXT ("v=STSv1; id=1; id=no-2"), "1", "tag-twice", 15 },
    { TEXT ("v=STSv1; id=no-1; id=2"), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id=1; id="), NULL, "tag-bad-value", 18 },
    { TEXT ("v=STSv1; id=123456789012345678901234567890123"), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id=2026-11-23"), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id="), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id= 1"), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id =1"), NULL, "tag-bad-name", 9 },
    { TEXT ("v=STSv1; ID=1"), NULL, "no-id", 13 },
    { TEXT ("v=STSv1;"), NULL, "no-id", 8 },
    { TEXT ("v=STSv1"), NULL, "no-version", 0 },
    { TEXT ("v=STSv1 id=1"), NULL, "no-version", 0 },
    { TEXT ("v=STSv2; id=1"), NULL, "no-version", 0 },
    { TEXT ("V=STSv1; id=1"), NULL, "no-version", 0 },
    { TEXT (" v=STSv1; id=1"), NULL, "no-version", 0 },
    { TEXT ("id=1; v=STSv1"), NULL, "no-version", 0 },
    { TEXT ("v=STSv1;; id=1"), NULL, "tag-empty", 8 },
    { TEXT ("v=STSv1; id=1 \t"), "1", "tag-space", 13 },
    { TEXT ("v=STSv1; id=1; nothing"), NULL, "tag-no-equals", 15 },
    { TEXT ("v=STSv1; id=1; x=a=b"), NULL, "tag-bad-value", 17 },
    { TEXT ("v=STSv1; id=1; x="), NULL, "tag-bad-value", 17 },
    { TEXT ("v=STSv1; id=1; x=a b"), NULL, "tag-bad-value", 17 },
    { TEXT ("v=STSv1; id=1; _x=1"), NULL, "tag-bad-name", 15 },
    { TEXT ("v=STSv1; id=1; x\0y=1"), NULL, "tag-bad-name", 15 },
    { TEXT ("v=STSv1; id=1\0"), NULL, "bad-id", 12 },
    { TEXT ("v=STSv1; id=\xc3\xa9"), NULL, "bad-id", 12 },
    { TEXT (""), NULL, "no-version", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (SpMtaSts) record = sp_mta_sts_parse (records[i].text, (gssize) records[i].length);
      const SpParseIssue *issue = NULL;

      g_test_message ("%s", records[i].text);
      g_assert_cmpint (record->is_usable, ==, records[i].id != NULL);
      if (records[i].id != NULL)
        g_assert_cmpstr (record->id, ==, records[i].id);
      if (records[i].issue == NULL)
        {
          g_assert_cmpuint (record->issues->len, ==, 0);
          continue;
        }
      issue = sp_parse_issues_find (record->issues, records[i].issue);
      g_assert_nonnull (issue);
      g_assert_cmpuint (issue->offset, ==, records[i].offset);
      g_assert_cmpint (issue->is_error, ==, records[i].id == NULL);
    }
}

static void
test_record_selection (void)
{
  static const char *const texts[] = { "v=spf1 -all",  "v=STSv1; id=1", "v=STSv1x; id=2",
                                       "V=STSV1;id=3", "v=STSv1 ;id=4", NULL };
  g_autoptr (SpRecordSet) set = make_set (texts);
  g_autoptr (GPtrArray) selected = sp_mta_sts_select (set);
  g_autoptr (GPtrArray) none = sp_mta_sts_select (NULL);

  g_assert_cmpuint (selected->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (sp_mta_sts_looks_like (TEXT ("\"v=STSv1\" id=1")));
  g_assert_true (sp_mta_sts_looks_like (TEXT (" V = STSV1; id=1")));
  g_assert_true (sp_mta_sts_looks_like (TEXT ("v=STS1; id=1")));
  g_assert_true (sp_mta_sts_looks_like (TEXT ("id=1; v=STSv1")));
  g_assert_false (sp_mta_sts_looks_like (TEXT ("id=1 v=STSv1")));
  g_assert_false (sp_mta_sts_looks_like (TEXT ("v=spf1 -all")));
  g_assert_false (sp_mta_sts_looks_like (TEXT ("")));
}

#define HEAD "version: STSv1\r\n"
#define GOOD HEAD "mode: enforce\r\nmx: mail.shop.example\r\nmax_age: 604800\r\n"

/* RFC 8461 §3.2. With an error in @issue the policy counts as none. */
static void
test_policy (void)
{
  static const struct {
    const char *text;
    gsize length;
    SpMtaStsMode mode;
    gint64 max_age;
    const char *mx;
    const char *issue;
    gboolean is_error;
  } policies[] = {
    { TEXT (GOOD), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example" },
    { TEXT ("max_age: 0\nmx:*.Shop.Example\nmode:\ttesting  \nversion: STSv1"), SP_MTA_STS_TESTING,
      0, "*.shop.example" },
    { TEXT (HEAD "mode: none\nmax_age: 31557600\n"), SP_MTA_STS_NONE, 31557600, "" },
    { TEXT (GOOD "mx: mx2.shop.example\n"), SP_MTA_STS_ENFORCE, 604800,
      "mail.shop.example mx2.shop.example" },
    { TEXT (GOOD "x-later.v2: any \xc3\xa9 thing = ;\n"), SP_MTA_STS_ENFORCE, 604800,
      "mail.shop.example" },
    { TEXT (GOOD "mx: xn--bcher-kva.example\n"), SP_MTA_STS_ENFORCE, 604800,
      "mail.shop.example xn--bcher-kva.example" },
    { TEXT (GOOD "\r\n\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "blank-line" },
    { TEXT (GOOD "mode: none\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "field-twice" },
    { TEXT (GOOD "mode: nonsense\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "field-twice" },
    { TEXT (GOOD "version: STSv2\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "field-twice" },
    { TEXT (GOOD "max_age: 1\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "field-twice" },

    { TEXT (""), SP_MTA_STS_UNSET, -1, "", "no-version", TRUE },
    { TEXT ("mode: enforce\nmx: a.example\nmax_age: 1\n"), SP_MTA_STS_ENFORCE, 1, "a.example",
      "no-version", TRUE },
    { TEXT (HEAD "mx: a.example\nmax_age: 1\n"), SP_MTA_STS_UNSET, 1, "a.example", "no-mode",
      TRUE },
    { TEXT (HEAD "mode: enforce\nmx: a.example\n"), SP_MTA_STS_ENFORCE, -1, "a.example",
      "no-max-age", TRUE },
    { TEXT (HEAD "mode: testing\nmax_age: 1\n"), SP_MTA_STS_TESTING, 1, "", "no-mx", TRUE },
    { TEXT ("version: stsv1\nmode: none\nmax_age: 1"), SP_MTA_STS_NONE, 1, "", "bad-version",
      TRUE },
    { TEXT ("Version: STSv1\nmode: none\nmax_age: 1"), SP_MTA_STS_NONE, 1, "", "no-version", TRUE },
    { TEXT (HEAD "mode: Enforce\nmx: a.example\nmax_age: 1"), SP_MTA_STS_UNSET, 1, "a.example",
      "bad-mode", TRUE },
    { TEXT (HEAD "mode: none\nmax_age: 31557601"), SP_MTA_STS_NONE, -1, "", "bad-max-age", TRUE },
    { TEXT (HEAD "mode: none\nmax_age: -1"), SP_MTA_STS_NONE, -1, "", "bad-max-age", TRUE },
    { TEXT (HEAD "mode: none\nmax_age: +1"), SP_MTA_STS_NONE, -1, "", "bad-max-age", TRUE },
    { TEXT (HEAD "mode: none\nmax_age: 1w"), SP_MTA_STS_NONE, -1, "", "bad-max-age", TRUE },
    { TEXT (HEAD "mode: none\nmax_age: 00000000001"), SP_MTA_STS_NONE, -1, "", "bad-max-age",
      TRUE },
    { TEXT (HEAD "mode: none\nmax_age:"), SP_MTA_STS_NONE, -1, "", "bad-value", TRUE },
    { TEXT (GOOD "mx: *\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-mx", TRUE },
    { TEXT (GOOD "mx: *.*.example\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-mx",
      TRUE },
    { TEXT (GOOD "mx: m*.shop.example\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "bad-mx", TRUE },
    { TEXT (GOOD "mx: .shop.example\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-mx",
      TRUE },
    { TEXT (GOOD "mx: mx.shop.example.\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "bad-mx", TRUE },
    { TEXT (GOOD "mx: 10 mx.shop.example\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "bad-mx", TRUE },
    { TEXT (GOOD "mx: 192.0.2.25\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-mx",
      TRUE },
    { TEXT (GOOD "mx: b\xc3\xbc"
                 "cher.example\n"),
      SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "mx-not-ascii", TRUE },
    { TEXT (GOOD "mode\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "no-colon", TRUE },
    { TEXT (GOOD "mx : mx.shop.example\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "bad-key", TRUE },
    { TEXT (" " GOOD), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-key", TRUE },
    { TEXT ("\xef\xbb\xbf" GOOD), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example",
      "byte-order-mark", TRUE },
    { TEXT (GOOD "x: a\0b\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-value", TRUE },
    { TEXT (GOOD "x: \xff\n"), SP_MTA_STS_ENFORCE, 604800, "mail.shop.example", "bad-value", TRUE },
    { TEXT ("version: STSv1\rmode: none\rmax_age: 1\r"), SP_MTA_STS_UNSET, -1, "", "bad-value",
      TRUE },
    { TEXT ("<!DOCTYPE html>\n<title>Not Found</title>\n"), SP_MTA_STS_UNSET, -1, "", "no-colon",
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autoptr (SpMtaStsPolicy)
        policy = sp_mta_sts_policy_parse (policies[i].text, (gssize) policies[i].length);
      g_autofree char *mx = NULL;

      g_test_message ("%s", policies[i].text);
      g_assert_cmpint (policy->mode, ==, policies[i].mode);
      g_assert_cmpint (policy->max_age, ==, policies[i].max_age);
      g_ptr_array_add (policy->mx, NULL);
      mx = g_strjoinv (" ", (char **) policy->mx->pdata);
      g_assert_cmpstr (mx, ==, policies[i].mx);
      g_assert_cmpint (policy->is_usable, ==, !policies[i].is_error);
      if (policies[i].issue == NULL)
        g_assert_cmpuint (policy->issues->len, ==, 0);
      else
        g_assert_nonnull (sp_parse_issues_find (policy->issues, policies[i].issue));
    }
}

static void
test_policy_places (void)
{
  g_autoptr (SpMtaStsPolicy)
    policy = sp_mta_sts_policy_parse (GOOD "mx: \t*.*.example \r\nx: y", -1);
  const SpParseIssue *issue = sp_parse_issues_find (policy->issues, "bad-mx");

  g_assert_nonnull (issue);
  g_assert_cmpuint (issue->offset, ==, strlen (GOOD "mx: \t"));
  g_assert_cmpuint (issue->length, ==, strlen ("*.*.example"));
  g_assert_cmpuint (policy->others->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (policy->others, 0), ==, "x: y");
}

static void
test_hostile_policy (void)
{
  g_autoptr (GString) text = g_string_new (GOOD);
  g_autoptr (SpMtaStsPolicy) policy = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "mx: a.example\n");
  policy = sp_mta_sts_policy_parse (text->str, (gssize) text->len);
  g_assert_false (policy->is_usable);
  g_assert_nonnull (sp_parse_issues_find (policy->issues, "too-long"));
  g_assert_cmpuint (policy->mx->len, <=, 1000);
}

static void
test_matching (void)
{
  static const struct {
    const char *pattern;
    const char *host;
    gboolean matches;
  } pairs[] = {
    { "mail.shop.example", "mail.shop.example", TRUE },
    { "mail.shop.example", "MAIL.Shop.Example", TRUE },
    { "Mail.Shop.Example", "mail.shop.example", TRUE },
    { "mail.shop.example", "mx.mail.shop.example", FALSE },
    { "mail.shop.example", "ail.shop.example", FALSE },
    { "*.shop.example", "mail.shop.example", TRUE },
    { "*.shop.example", "shop.example", FALSE },
    { "*.shop.example", "mx.mail.shop.example", FALSE },
    { "*.shop.example", "mail.othershop.example", FALSE },
    { "*.example", "shop.example", TRUE },
    { "*.xn--bcher-kva.example", "mx.XN--BCHER-KVA.example", TRUE },
    { "*", "mail", FALSE },
    { "*.", "mail", FALSE },
  };
  g_autoptr (SpMtaStsPolicy) policy = sp_mta_sts_policy_parse (GOOD "mx: *.host.test\n", -1);
  g_autoptr (SpName) own = sp_name_parse ("mail.shop.example", NULL);
  g_autoptr (SpName) other = sp_name_parse ("mx1.host.test", NULL);
  g_autoptr (SpName) stranger = sp_name_parse ("mx.eu.host.test", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (SpName) host = sp_name_parse (pairs[i].host, NULL);

      g_test_message ("%s %s", pairs[i].pattern, pairs[i].host);
      g_assert_cmpint (sp_mta_sts_pattern_matches (pairs[i].pattern, host), ==, pairs[i].matches);
    }
  g_assert_true (sp_mta_sts_policy_covers (policy, own));
  g_assert_true (sp_mta_sts_policy_covers (policy, other));
  g_assert_false (sp_mta_sts_policy_covers (policy, stranger));
}

/* RFC 8460 §3. */
static void
test_reports (void)
{
  static const struct {
    const char *text;
    gsize length;
    const char *rua;
    const char *issue;
    gboolean is_error;
  } records[] = {
    { TEXT ("v=TLSRPTv1; rua=mailto:reports@shop.example"), "mailto:reports@shop.example" },
    { TEXT ("v=TLSRPTv1;rua=mailto:a@b.example;"), "mailto:a@b.example" },
    { TEXT ("v=TLSRPTv1; rua=https://r.example/v1/tlsrpt"), "https://r.example/v1/tlsrpt" },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example , https://c.example/"),
      "mailto:a@b.example https://c.example/" },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example,mailto:c@d.example"),
      "mailto:a@b.example mailto:c@d.example" },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example?subject=tls%21"),
      "mailto:a@b.example?subject=tls%21" },
    { TEXT ("v=TLSRPTv1; x-1.a=b; rua=mailto:a@b.example"), "mailto:a@b.example" },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example, coap://c.example/"), "mailto:a@b.example",
      "unknown-scheme" },

    { TEXT ("v=TLSRPTv1; rua=coap://c.example/"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=a@b.example"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:nobody"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=https://"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example!10m"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example,"), "mailto:a@b.example", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example c@d.example"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua= mailto:a@b.example"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua="), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example\0"), "", "bad-uri", TRUE },
    { TEXT ("v=TLSRPTv1;"), "", "no-rua", TRUE },
    { TEXT ("v=TLSRPTv1; RUA=mailto:a@b.example"), "", "no-rua", TRUE },
    { TEXT ("v=TLSRPTv1; ruf=mailto:a@b.example"), "", "no-rua", TRUE },
    { TEXT ("v=TLSRPTv1; rua:mailto:a@b.example"), "", "tag-no-equals", TRUE },
    { TEXT ("v=TLSRPTv1;; rua=mailto:a@b.example"), "mailto:a@b.example", "tag-empty", TRUE },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example "), "mailto:a@b.example", "tag-space" },
    { TEXT ("v=TLSRPTv1; rua=mailto:a@b.example; x=a=b"), "mailto:a@b.example", "tag-bad-value",
      TRUE },
    { TEXT ("v=tlsrptv1; rua=mailto:a@b.example"), "", "no-version", TRUE },
    { TEXT ("rua=mailto:a@b.example; v=TLSRPTv1"), "", "no-version", TRUE },
    { TEXT (""), "", "no-version", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (SpTlsRpt) record = sp_tls_rpt_parse (records[i].text, (gssize) records[i].length);
      g_autofree char *rua = NULL;

      g_test_message ("%s", records[i].text);
      g_ptr_array_add (record->rua, NULL);
      rua = g_strjoinv (" ", (char **) record->rua->pdata);
      g_assert_cmpstr (rua, ==, records[i].rua);
      g_assert_cmpint (record->is_usable, ==, !records[i].is_error);
      if (records[i].issue == NULL)
        g_assert_cmpuint (record->issues->len, ==, 0);
      else
        g_assert_nonnull (sp_parse_issues_find (record->issues, records[i].issue));
    }
}

static void
test_report_selection (void)
{
  static const char *const texts[] = { "v=TLSRPTv1; rua=mailto:a@b.example", "v=TLSRPTv1 rua=x",
                                       "v=DMARC1; p=none", NULL };
  g_autoptr (SpRecordSet) set = make_set (texts);
  g_autoptr (GPtrArray) selected = sp_tls_rpt_select (set);

  g_assert_cmpuint (selected->len, ==, 1);
  g_assert_true (sp_tls_rpt_looks_like (TEXT ("v=TLSRPT1 rua=x")));
  g_assert_false (sp_tls_rpt_looks_like (TEXT ("v=DMARC1; p=none")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mta-sts/record", test_record);
  g_test_add_func ("/mta-sts/record-selection", test_record_selection);
  g_test_add_func ("/mta-sts/policy", test_policy);
  g_test_add_func ("/mta-sts/policy-places", test_policy_places);
  g_test_add_func ("/mta-sts/hostile-policy", test_hostile_policy);
  g_test_add_func ("/mta-sts/matching", test_matching);
  g_test_add_func ("/tls-rpt/record", test_reports);
  g_test_add_func ("/tls-rpt/record-selection", test_report_selection);
  return g_test_run ();
}
