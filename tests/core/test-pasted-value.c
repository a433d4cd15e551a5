/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/catalog/sp-catalog.h"
#include "core/explain/sp-explain.h"
#include "core/plan/sp-pasted-value.h"

#include <string.h>

/* A public key of 1024 bits. */
#define KEY_1                                                                                      \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFC"
#define KEY_2                                                                                      \
  "jxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9"
#define KEY_3 "tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
#define KEY KEY_1 KEY_2 KEY_3

static void
check (const char *provider_id, const char *key, const char *text, SpPastedState state,
       const char *value)
{
  static SpCatalog *catalog;
  g_autoptr (SpPastedValue) pasted = NULL;
  g_autofree char *said = NULL;

  if (catalog == NULL)
    {
      g_autoptr (GError) error = NULL;

      catalog = sp_catalog_new (&error);
      g_assert_no_error (error);
    }
  pasted = sp_pasted_value_new (sp_catalog_get_provider (catalog, provider_id), key, text);
  said = sp_explain_pasted (pasted);
  g_test_message ("%s: %s", key, text);
  g_assert_cmpint (pasted->state, ==, state);
  g_assert_cmpstr (state == SP_PASTED_FIT ? pasted->value : pasted->detail, ==, value);
  g_assert_true ((said == NULL) == (state == SP_PASTED_FIT || state == SP_PASTED_EMPTY));
}

static void
test_fit (void)
{
  static const struct {
    const char *provider;
    const char *key;
    const char *text;
    const char *value;
  } cases[] = {
    { "google-workspace", "verification", "  google-site-verification=abcdefghijklmnopqrstuvw\r\n",
      "google-site-verification=abcdefghijklmnopqrstuvw" },
    { "google-workspace", "verification", "\"google-site-verification=abcdefghijklmnopqrstuvw\"",
      "google-site-verification=abcdefghijklmnopqrstuvw" },
    { "google-workspace", "verification",
      "“google-site-verification=abcdefghijklm\xe2\x80\x8bnopqrstuvw”",
      "google-site-verification=abcdefghijklmnopqrstuvw" },
    { "google-workspace", "verification",
      "@ 3600 IN TXT \"google-site-verification=abcdefghijklmnopqrstuvw\"",
      "google-site-verification=abcdefghijklmnopqrstuvw" },
    { "google-workspace", "verification",
      "TXT\t@\tgoogle-site-verification=abcdefghijklmnopqrstuvw\t3600",
      "google-site-verification=abcdefghijklmnopqrstuvw" },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=" KEY, "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=" KEY_1 "\n" KEY_2 "\n" KEY_3,
      "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=" KEY_1 " " KEY_2 " " KEY_3 ";",
      "v=DKIM1; k=rsa; p=" KEY ";" },
    { "google-workspace", "dkim-key", "v=DKIM1\\; k=rsa\\; p=" KEY, "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key", "\"v=DKIM1; k=rsa; p=" KEY_1 "\" \"" KEY_2 KEY_3 "\"",
      "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key",
      "google._domainkey\tIN\tTXT\t( \"v=DKIM1; k=rsa; \"\n\t  \"p=" KEY_1 "\"\n\t  \"" KEY_2 KEY_3
      "\" )  ; ----- DKIM key",
      "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key", KEY, "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-key", "k=rsa; p=" KEY, "v=DKIM1; k=rsa;p=" KEY },
    { "own-server", "dkim-key",
      "-----BEGIN PUBLIC KEY-----\n" KEY_1 "\n" KEY_2 "\n" KEY_3 "\n-----END PUBLIC KEY-----\n",
      "v=DKIM1; k=rsa; p=" KEY },
    { "google-workspace", "dkim-selector", "google._domainkey", "google" },
    { "google-workspace", "dkim-selector", "google._domainkey.shop.example.", "google" },
    { "google-workspace", "dkim-selector", "google", "google" },
    { "microsoft-365", "mx-host", "shop-example.mail.protection.outlook.com",
      "shop-example.mail.protection.outlook.com" },
    { "microsoft-365", "mx-host", "0 shop-example.mail.protection.outlook.com",
      "shop-example.mail.protection.outlook.com" },
    { "microsoft-365", "mx-host",
      "shop.example. 3600 IN MX 0 shop-example.mail.protection.outlook.com.",
      "shop-example.mail.protection.outlook.com" },
    { "microsoft-365", "mx-host", "0\tshop-example.mail.protection.outlook.com.",
      "shop-example.mail.protection.outlook.com" },
    { "microsoft-365", "dkim-1",
      "selector1._domainkey CNAME selector1-shop-example._domainkey.shop.onmicrosoft.com",
      "selector1-shop-example._domainkey.shop.onmicrosoft.com" },
    { "own-server", "host", "https://mail.shop.example/admin", "mail.shop.example" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check (cases[i].provider, cases[i].key, cases[i].text, SP_PASTED_FIT, cases[i].value);
}

static void
test_named (void)
{
  static const struct {
    const char *provider;
    const char *key;
    const char *text;
    SpPastedState state;
    const char *detail;
  } cases[] = {
    { "google-workspace", "verification", " \n\t", SP_PASTED_EMPTY, NULL },
    { "google-workspace", "verification", "v=DKIM1; k=rsa; p=" KEY, SP_PASTED_OTHER_FIELD,
      "TXT record value" },
    { "microsoft-365", "mx-host", "MS=ms12345678", SP_PASTED_OTHER_FIELD, "TXT value" },
    { "microsoft-365", "dkim-1", "selector2-shop-example._domainkey.shop.onmicrosoft.com",
      SP_PASTED_OTHER_FIELD, "selector2: Points to address or value" },
    { "google-workspace", "dkim-key", "v=spf1 include:_spf.google.com ~all", SP_PASTED_OTHER_RECORD,
      "spf" },
    { "google-workspace", "verification", "\"v=DMARC1; p=none\"", SP_PASTED_OTHER_RECORD, "dmarc" },
    { "google-workspace", "verification", "anna@shop.example", SP_PASTED_OTHER_RECORD, "address" },
    { "google-workspace", "verification", "https://admin.google.com/ac", SP_PASTED_OTHER_RECORD,
      "link" },
    { "own-server", "dkim-key", "-----BEGIN PRIVATE KEY-----\n" KEY, SP_PASTED_PRIVATE_KEY, NULL },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=" KEY_1 "…", SP_PASTED_CUT, NULL },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=" KEY_1 KEY_2, SP_PASTED_CUT, NULL },
    { "google-workspace", "verification", "google", SP_PASTED_UNFIT, NULL },
    { "google-workspace", "no-such-key", "google", SP_PASTED_UNFIT, NULL },
    { "google-workspace", "verification", "\xff\xfe", SP_PASTED_UNFIT, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check (cases[i].provider, cases[i].key, cases[i].text, cases[i].state, cases[i].detail);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pasted-value/fit", test_fit);
  g_test_add_func ("/pasted-value/named", test_named);
  return g_test_run ();
}
