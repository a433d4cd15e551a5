/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/catalog/sp-catalog.h"
#include "core/catalog/sp-dns-host-private.h"
#include "core/catalog/sp-provider-private.h"
#include "support/sp-test-catalog.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *id;
} Recognised;

static const Recognised mx_hosts[] = {
  { "smtp.google.com", "google-workspace" },
  { "SMTP.Google.COM", "google-workspace" },
  { "aspmx.l.google.com", "google-workspace" },
  { "alt4.aspmx.l.google.com", "google-workspace" },
  { "aspmx3.googlemail.com", "google-workspace" },
  { "gmr-smtp-in.l.google.com", "squarespace" },
  { "alt1.gmr-smtp-in.l.google.com", "squarespace" },
  { "gmail-smtp-in.l.google.com", "gmail" },
  { "aspmx.l.notgoogle.com", NULL },
  { "xaspmx.l.google.com", NULL },
  { "notgoogle.com", NULL },
  { "google.com", NULL },
  { "smtp.google.com.shop.example", NULL },
  { "shop-example.mail.protection.outlook.com", "microsoft-365" },
  { "shop-example.o-v1.mx.microsoft", "microsoft-365" },
  { "mail.protection.outlook.com", "microsoft-365" },
  { "protection.outlook.com", NULL },
  { "eur.olc.protection.outlook.com", "outlook-com" },
  { "token.pamx1.hotmail.com", "outlook-personalized" },
  { "mx1.hotmail.com", "outlook-com" },
  { "in1-smtp.messagingengine.com", "fastmail" },
  { "in9-smtp.messagingengine.com", "fastmail" },
  { "mx.zoho.eu", "zoho-mail" },
  { "mx2.zohocloud.ca", "zoho-mail" },
  { "mail.protonmail.ch", "proton-mail" },
  { "mx01.mail.icloud.com", "icloud-plus" },
  { "mx00.ionos.it", "ionos" },
  { "mx00.ionos.co.uk", "ionos" },
  { "mx0.mail.ovh.net", "ovhcloud" },
  { "redirect.ovh.net", "ovhcloud" },
  { "inbound-smtp.eu-west-1.amazonaws.com", "amazon-workmail" },
  { "ec2-1-2-3-4.compute.amazonaws.com", NULL },
  { "d123a.ess.barracudanetworks.com", "barracuda-egd" },
  { "eu-smtp-inbound-1.mimecast.com", "mimecast" },
  { "route1.mx.cloudflare.net", "cloudflare-email-routing" },
  { "eforward1.registrar-servers.com", "namecheap-forwarding" },
  { "mx.sendgrid.net", "sendgrid" },
  { "feedback-smtp.us-east-1.amazonses.com", "amazon-ses" },
  { "mx1.smtp.startmail.com", "startmail" },
  { "mxbiz1.qq.com", "tencent-exmail" },
  { "mx3.qq.com", "qq-mail" },
  { "mx2.mailhop.org", "mailhop-backup-mx" },
  { "mx1.mailhop.org", "duocircle" },
  { "mail.shop.example", NULL },
};

static const Recognised spf_names[] = {
  { "_spf.google.com", "google-workspace" },
  { "spf.protection.outlook.com", "microsoft-365" },
  { "spf.messagingengine.com", "fastmail" },
  { "zohomail.com", "zoho-mail" },
  { "one.zoho.com", "zoho-mail" },
  { "_spf.protonmail.ch", "proton-mail" },
  { "secureserver.net", "godaddy-professional" },
  { "spf.em.secureserver.net", "godaddy-websites-marketing" },
  { "servers.mcsv.net", "mailchimp" },
  { "amazonses.com", "amazon-ses" },
  { "eu._netblocks.mimecast.com", "mimecast" },
  { "spf.shop.example", NULL },
};

static void
assert_is (SpProvider *provider, const char *id, const char *name)
{
  const char *found = provider != NULL ? sp_provider_get_id (provider) : NULL;

  if (g_strcmp0 (found, id) != 0)
    g_error ("%s was taken for %s, not for %s", name, found, id);
}

static void
test_recognise_mx (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (mx_hosts); i++)
    {
      g_autoptr (SpName) name = sp_name_parse (mx_hosts[i].name, NULL);

      assert_is (sp_catalog_recognise_mx (catalog, name), mx_hosts[i].id, mx_hosts[i].name);
    }
}

static void
test_recognise_spf (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpName) shared = sp_name_parse ("secureserver.net", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (spf_names); i++)
    {
      g_autoptr (SpName) name = sp_name_parse (spf_names[i].name, NULL);

      assert_is (sp_catalog_recognise_spf (catalog, name), spf_names[i].id, spf_names[i].name);
    }
  g_assert_true (
    sp_provider_is_spf_include (sp_catalog_get_provider (catalog, "godaddy-m365"), shared));
}

/* A label may hold a dot or other bytes: it is still one label. */
static void
test_strange_names (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpName) dot = sp_name_parse ("mx\\.zoho.com", NULL);
  g_autoptr (SpName) stars = sp_name_parse ("\\*.\\*.\\*", NULL);
  g_autoptr (SpName) root = sp_name_new_root ();

  g_assert_null (sp_catalog_recognise_mx (catalog, dot));
  g_assert_null (sp_catalog_recognise_mx (catalog, stars));
  g_assert_null (sp_catalog_recognise_mx (catalog, root));
}

static void
test_patterns (void)
{
  static const struct {
    const char *pattern;
    const char *name;
    gboolean matches;
  } cases[] = {
    { "*.google.com", "a.google.com", TRUE },
    { "*.google.com", "a.b.google.com", TRUE },
    { "*.google.com", "google.com", TRUE },
    { "*.google.com", "notgoogle.com", FALSE },
    { "ns[0-9]*.ui-dns.com", "ns1099.ui-dns.com", TRUE },
    { "ns[0-9]*.ui-dns.com", "ns-strato.ui-dns.com", FALSE },
    { "dns[1-4].p*.nsone.net", "dns4.p07.nsone.net", TRUE },
    { "dns[1-4].p*.nsone.net", "dns5.p07.nsone.net", FALSE },
    { "ns-*-a.gandi.net", "ns-12-a.gandi.net", TRUE },
    { "ns-*-a.gandi.net", "ns-12-b.gandi.net", FALSE },
    { "ns-*.awsdns-*.co.uk", "ns-1.awsdns-22.co.uk", TRUE },
    { "ns-*.awsdns-*.co.uk", "ns-1.x.awsdns-22.co.uk", FALSE },
    { "a*b*c.example", "aXbYbZc.example", TRUE },
    { "a*b*c.example", "aXbYbZ.example", FALSE },
    { "mx?.shop.example", "mx1.shop.example", TRUE },
    { "mx?.shop.example", "mx.shop.example", FALSE },
  };
  static const char *const bad[] = { "",     "*",     "com",      "a..b",     ".a.b", "a.b.",
                                     "A.b",  "a b.c", "a[.b",     "a[].b",    "a].b", "ä.b",
                                     "*.[.", "*..b",  "a\nb.com", "a[A-Z].b", "*." };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpHostPattern) pattern = sp_host_pattern_new (cases[i].pattern);
      g_autoptr (SpName) name = sp_name_parse (cases[i].name, NULL);

      g_assert_nonnull (pattern);
      if (sp_host_pattern_matches (pattern, name) != cases[i].matches)
        g_error ("%s against %s", cases[i].name, cases[i].pattern);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (SpHostPattern) pattern = sp_host_pattern_new (bad[i]);

      if (pattern != NULL)
        g_error ("\"%s\" was taken for a pattern", bad[i]);
    }
}

static char *
expand (SpCatalog *catalog, const char *id, const char *template, const char *key,
        const char *value)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SpName) domain = sp_name_parse ("support.shop.example", NULL);

  if (key != NULL)
    g_hash_table_insert (values, (gpointer) key, (gpointer) value);
  return sp_provider_expand (sp_catalog_get_provider (catalog, id), template, domain, values);
}

static void
test_expand (void)
{
  static const struct {
    const char *id;
    const char *template;
    const char *key;
    const char *value;
    const char *result;
  } cases[] = {
    { "fastmail", "fm1.{domain}.dkim.fmhosted.com", NULL, NULL,
      "fm1.support.shop.example.dkim.fmhosted.com" },
    { "fastmail", "{domain-dashes}", NULL, NULL, "support-shop-example" },
    { "fastmail", "plain", NULL, NULL, "plain" },
    { "fastmail", "{nothing}", NULL, NULL, NULL },
    { "zoho-mail", "mx.{zone}", NULL, NULL, "mx.zoho.com" },
    { "zoho-mail", "mx.{zone}", "region", "eu", "mx.zoho.eu" },
    { "zoho-mail", "include:{spf-name}", "region", "eu", "include:zohomail.eu" },
    { "zoho-mail", "mx.{zone}", "region", "ca", "mx.zohocloud.ca" },
    { "microsoft-365", "{mx-host}", NULL, NULL, NULL },
    { "microsoft-365", "{mx-host}", "mx-host", "x.mail.protection.outlook.com.",
      "x.mail.protection.outlook.com" },
    { "google-workspace", "{dkim-selector}._domainkey", NULL, NULL, "google._domainkey" },
    { "own-server", "a:{host}", "host", "mail.shop.example", "a:mail.shop.example" },
    { "own-server", "a:{host}", "host", "{host}", "a:{host}" },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = expand (catalog, cases[i].id, cases[i].template, cases[i].key,
                                        cases[i].value);

      g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_set_keys (void)
{
  static const struct {
    const char *id;
    const char *key;
    const char *value;
    gboolean is_accepted;
  } cases[] = {
    { "microsoft-365", "mx-host", "shop-example.mail.protection.outlook.com", TRUE },
    { "microsoft-365", "mx-host", "shop-example.o-v1.mx.microsoft", TRUE },
    { "microsoft-365", "mx-host", "mail.shop.example", FALSE },
    { "microsoft-365", "mx-host", "shop-example.mail.protection.outlook.com\nx", FALSE },
    { "microsoft-365", "mx-host", "shop-example.mail.protection.outlook.com\n", FALSE },
    { "microsoft-365", "verification", "MS=ms12345678", TRUE },
    { "microsoft-365", "verification", "MS=ms", FALSE },
    { "microsoft-365", "dkim-1", "selector1-shop-example._domainkey.shop.o-v1.dkim.mail.microsoft",
      TRUE },
    { "microsoft-365", "dkim-1", "selector1-shop-example._domainkey.shop.onmicrosoft.com", TRUE },
    { "microsoft-365", "dkim-1", "selector2-shop-example._domainkey.shop.onmicrosoft.com", FALSE },
    { "google-workspace", "dkim-key", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQ==", TRUE },
    { "google-workspace", "dkim-key", "\"v=DKIM1; k=rsa; p=MIIB\"", FALSE },
    { "google-workspace", "dkim-key", "google._domainkey", FALSE },
    { "zoho-mail", "region", "eu", TRUE },
    { "zoho-mail", "region", "de", FALSE },
    { "own-server", "host", "mail.shop.example", TRUE },
    { "own-server", "host", "mail", FALSE },
    { "own-server", "host", "mail_1.shop.example", FALSE },
    { "own-server", "host", "-mail.shop.example", FALSE },
    { "fastmail", "spare", "mx2.shop.example", TRUE },
    { "fastmail", "dmarc-reports", "reports@shop.example", TRUE },
    { "fastmail", "dmarc-reports", "reports@shop.example; p=none", FALSE },
    { "fastmail", "dmarc-reports", "a,b@shop.example", FALSE },
    { "fastmail", "dmarc-reports", "a\xff@shop.example", FALSE },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SpSetKey *key = sp_provider_find_set_key (
        sp_catalog_get_provider (catalog, cases[i].id), cases[i].key);

      g_assert_nonnull (key);
      if (sp_set_key_accepts (key, cases[i].value) != cases[i].is_accepted)
        g_error ("%s %s=%s", cases[i].id, cases[i].key, cases[i].value);
    }
}

static void
test_selectors (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv)
    fastmail = sp_provider_dup_dkim_selectors (sp_catalog_get_provider (catalog, "fastmail"), NULL);
  g_auto (GStrv) google = NULL;

  g_hash_table_insert (values, (gpointer) "dkim-selector", (gpointer) "s2026");
  google = sp_provider_dup_dkim_selectors (sp_catalog_get_provider (catalog, "google-workspace"),
                                           values);
  g_assert_cmpstrv (fastmail, ((const char *[]) { "fm1", "fm2", "fm3", "mesmtp", NULL }));
  g_assert_cmpstrv (google, ((const char *[]) { "s2026", "google", NULL }));
}

static void
test_nearest (void)
{
  static const struct {
    const char *typed;
    const char *meant;
  } cases[] = {
    { "in1-smtp.messagingengin.com", "in1-smtp.messagingengine.com" },
    { "in1-smpt.messagingengine.com", "in1-smtp.messagingengine.com" },
    { "in3-smtp.messagingengine.com", "in1-smtp.messagingengine.com" },
    { "smtp.gogle.com", "smtp.google.com" },
    { "aspmx.l.gooogle.com", "aspmx.l.google.com" },
    { "alt1.aspmx.l.google.co", "alt1.aspmx.l.google.com" },
    { "shop-example.mail.protecton.outlook.com", "shop-example.mail.protection.outlook.com" },
    { "shop-example.mail.protection.outlok.con", "shop-example.mail.protection.outlook.com" },
    { "in1-smtp.messagingengine.com", NULL },
    { "shop-example.mail.protection.outlook.com", NULL },
    { "mail.shop.example", NULL },
    { "mx.com", NULL },
    { "example", NULL },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpName) typed = sp_name_parse (cases[i].typed, NULL);
      g_autoptr (SpName) meant = sp_catalog_nearest_mx_host (catalog, typed);
      const char *text = meant != NULL ? sp_name_get_text (meant) : NULL;

      if (g_strcmp0 (text, cases[i].meant) != 0)
        g_error ("%s: %s, not %s", cases[i].typed, text, cases[i].meant);
    }
}

/* Two labels are the least that a company can own, but for the few that own a whole top level. */
static gboolean
is_narrow (const char *pattern)
{
  guint dots = 0;

  for (const char *at = pattern; *at != '\0'; at++)
    dots += *at == '.';
  return dots > (*pattern == '*');
}

/* No name is claimed by two with the same right, and no pattern claims a whole top-level domain. */
static void
check_claims (GHashTable *claims, SpProvider *provider)
{
  const char *const *suffixes = sp_provider_get_mx_suffixes (provider);

  for (gsize i = 0; suffixes[i] != NULL; i++)
    {
      if (!g_hash_table_insert (claims, g_strdup (suffixes[i]), provider))
        g_error ("%s is claimed twice", suffixes[i]);
      if (!is_narrow (suffixes[i]))
        g_error ("%s is too wide", suffixes[i]);
    }
}

/* A name that a pattern covers: "*" and the like become letters. */
static SpName *
make_sample (const char *pattern, const char *star)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = pattern; *at != '\0'; at++)
    {
      if (*at == '*')
        g_string_append (text, star);
      else if (*at == '?')
        g_string_append_c (text, '1');
      else if (*at == '[' && strchr (at, ']') != NULL)
        {
          g_string_append_c (text, at[1]);
          at = strchr (at, ']');
        }
      else
        g_string_append_c (text, *at);
    }
  return sp_name_parse (text->str, NULL);
}

typedef guint (*Weigh) (SpProvider *provider, const SpName *name);

static void
check_rivals (GListModel **models, gsize n_models, const SpName *name, Weigh weigh)
{
  SpProvider *best = NULL;
  guint most = 0;
  gboolean is_tied = FALSE;
  SpProvider *rival = NULL;

  for (gsize m = 0; m < n_models; m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (SpProvider) provider = g_list_model_get_item (models[m], i);
        guint weight = weigh (provider, name);

        if (weight > most)
          {
            best = provider;
            most = weight;
            is_tied = FALSE;
          }
        else if (weight > 0 && weight == most)
          {
            is_tied = TRUE;
            rival = provider;
          }
      }
  if (is_tied)
    g_test_fail_printf ("%s: %s and %s claim it with the same right", sp_name_get_text (name),
                        sp_provider_get_id (best), sp_provider_get_id (rival));
}

/* No name is so that the order of the files decides whose it is. */
static void
test_rivals (void)
{
  static const char *const stars[] = { "a", "1", "mx1.a" };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  GListModel *models[] = { sp_catalog_get_providers (catalog), sp_catalog_get_senders (catalog) };
  guint n_checked = 0;

  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (SpProvider) provider = g_list_model_get_item (models[m], i);
        const struct {
          GPtrArray *patterns;
          Weigh weigh;
        } kinds[] = {
          { provider->mx_patterns, sp_provider_match_mx },
          { provider->host_patterns, sp_provider_match_host },
          { provider->spf_own, sp_provider_match_spf },
        };

        for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
          for (guint j = 0; j < kinds[k].patterns->len; j++)
            for (gsize s = 0; s < G_N_ELEMENTS (stars); s++)
              {
                const char *text = sp_host_pattern_get_text (
                  g_ptr_array_index (kinds[k].patterns, j));
                g_autoptr (SpName) name = make_sample (text, stars[s]);

                g_assert_nonnull (name);
                check_rivals (models, G_N_ELEMENTS (models), name, kinds[k].weigh);
                n_checked++;
              }
      }
  g_assert_cmpuint (n_checked, >, 600);
}

static void
check_provider (SpCatalog *catalog, SpProvider *provider)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  guint n_current = 0;

  g_assert_nonnull (sp_provider_get_name (provider));
  g_assert_true (sp_catalog_get_provider (catalog, sp_provider_get_id (provider)) == provider);
  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);

      n_current += set->is_current;
      for (guint j = 0; j < set->entries->len; j++)
        {
          const SpMxEntry *entry = g_ptr_array_index (set->entries, j);
          g_autoptr (SpName) name = NULL;

          if (strchr (entry->host, '{') != NULL)
            continue;
          name = sp_name_parse (entry->host, NULL);
          assert_is (sp_catalog_recognise_mx (catalog, name), sp_provider_get_id (provider),
                     entry->host);
        }
    }
  g_assert_cmpuint (n_current, <=, 1);
  g_assert_true (sp_provider_is_recognise_only (provider) == (n_current == 0));
}

static void
test_files (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (GHashTable) claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GListModel *models[] = { sp_catalog_get_providers (catalog), sp_catalog_get_senders (catalog) };

  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
        {
          g_autoptr (SpProvider) provider = g_list_model_get_item (models[m], i);

          check_claims (claims, provider);
          check_provider (catalog, provider);
          g_assert_true ((sp_provider_get_kind (provider) == SP_PROVIDER_SENDING) == (m == 1));
        }
    }
  g_assert_cmpuint (g_list_model_get_n_items (models[0]), >, 60);
  g_assert_false (sp_provider_is_recognise_only (sp_catalog_get_provider (catalog, "fastmail")));
}

static void
test_broken_providers (void)
{
#define HEAD "{ \"id\": \"x\", \"name\": \"X\", \"kind\": \"hosting\""
#define MX(sets)                                                                                   \
  HEAD ", \"sources\": { \"s\": \"t\" }, \"mx\": { \"recognise\": "                                \
       "[{ \"hosts\": [\"*.x.com\"], \"trust\": \"guess\" }], \"sets\": " sets " } }"
#define SET(hosts)                                                                                 \
  "[{ \"id\": \"a\", \"current\": true, \"trust\": \"guess\", \"hosts\": " hosts " }]"
  static const struct {
    const char *json;
    const char *names;
  } cases[] = {
    { "", "x.json" },
    { "{", "x.json" },
    { "[]", "object" },
    { "null", "object" },
    { "\xff\xfe", "UTF-8" },
    { "{ \"id\": \"x\" }", "name" },
    { "{ \"id\": \"y\", \"name\": \"X\", \"kind\": \"hosting\" }", "id" },
    { "{ \"id\": 7, \"name\": \"X\", \"kind\": \"hosting\" }", "id" },
    { "{ \"id\": \"x\", \"name\": \"X\", \"kind\": \"holy\" }", "kind" },
    { "{ \"id\": \"x\", \"name\": \"\", \"kind\": \"hosting\" }", "name" },
    { "{ \"id\": \"x\", \"name\": \"a\\u202eb\", \"kind\": \"hosting\" }", "name" },
    { "{ \"id\": \"x\", \"name\": \"a\\nb\", \"kind\": \"hosting\" }", "name" },
    { HEAD ", \"nmae\": 1 }", "nmae" },
    { HEAD ", \"mx\": [] }", "mx" },
    { HEAD ", \"mx\": { \"recognise\": {} } }", "mx.recognise" },
    { HEAD ", \"mx\": { \"recognise\": [1] } }", "mx.recognise" },
    { HEAD ", \"mx\": { \"recognise\": [{ \"hosts\": [\"*\"], \"trust\": \"guess\" }] } }",
      "mx.recognise[0].hosts" },
    { HEAD ", \"mx\": { \"recognise\": [{ \"hosts\": [\"a.b\"], \"trust\": \"sure\" }] } }",
      "mx.recognise[0].trust" },
    { HEAD ", \"mx\": { \"recognise\": [{ \"hosts\": [\"a.b\"], \"trust\": \"observed\" }] } }",
      "mx.recognise[0].source" },
    { HEAD ", \"mx\": { \"recognise\": [{ \"hosts\": [\"a.b\"], \"trust\": \"observed\", "
           "\"source\": \"unlisted\" }] } }",
      "mx.recognise[0].source" },
    { MX (SET ("[]")), "mx.sets[0].hosts" },
    { MX (SET ("[{ \"priority\": 70000, \"host\": \"a.x.com\" }]")),
      "mx.sets[0].hosts[0].priority" },
    { MX (SET ("[{ \"priority\": -1, \"host\": \"a.x.com\" }]")), "mx.sets[0].hosts[0].priority" },
    { MX (SET ("[{ \"priority\": \"1\", \"host\": \"a.x.com\" }]")),
      "mx.sets[0].hosts[0].priority" },
    { MX (SET ("[{ \"priority\": 1.5, \"host\": \"a.x.com\" }]")), "mx.sets[0].hosts[0].priority" },
    { MX (SET ("[{ \"host\": \"a.x.com\" }]")), "mx.sets[0].hosts[0].priority" },
    { MX (SET ("[{ \"priority\": 1, \"host\": \"a.y.com\" }]")), "mx.sets[0].hosts" },
    { MX (SET ("[{ \"priority\": 1, \"host\": \"1.2.3.4\" }]")), "mx.sets[0].hosts" },
    { MX (SET ("[{ \"priority\": 1, \"host\": \"{nothing}.x.com\" }]")), "{nothing}" },
    { MX (SET ("[{ \"priority\": 1, \"host\": \"{domain.x.com\" }]")), "brace" },
    { HEAD ", \"set\": [{ \"key\": \"k\", \"label\": \"l\", \"where\": \"w\", "
           "\"pattern\": \"(\" }] }",
      "set[0].pattern" },
    { HEAD ", \"set\": [{ \"key\": \"k\", \"label\": \"l\", \"where\": \"w\", "
           "\"pattern\": \"[0-9]\", \"fallback\": \"x\" }] }",
      "set[0].fallback" },
    { HEAD ", \"set\": [{ \"key\": \"k\", \"label\": \"l\", \"where\": \"w\", "
           "\"pattern\": \".\", \"choices\": [{ \"value\": \"long\", \"label\": \"l\" }] }] }",
      "set[0].choices[0].value" },
    { HEAD ", \"records\": [{ \"purpose\": \"dkim\", \"type\": \"TXT\", \"name\": \"a\", "
           "\"value\": \"b\", \"trust\": \"guess\" }] }",
      "records[0].name" },
    { HEAD ", \"records\": [{ \"purpose\": \"autodiscover\", \"type\": \"SRV\", \"name\": \"a\", "
           "\"value\": \"b\", \"trust\": \"guess\" }] }",
      "records[0].priority" },
    { HEAD ", \"spf\": { \"terms\": [\"include:*bad*\"], \"trust\": \"guess\" } }", "spf.terms" },
    { HEAD ", \"spf\": { \"ending\": \"+all\", \"trust\": \"guess\" } }", "spf.ending" },
    { HEAD ", \"support\": [\"http://x.com\"] }", "support" },
    { HEAD ", \"import\": { \"value\": \"javascript:x\", \"trust\": \"guess\" } }", "import" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].json, strlen (cases[i].json));
      g_autoptr (GError) error = NULL;
      g_autoptr (SpProvider) provider = sp_provider_new_from_json ("x.json", bytes, NULL, &error);

      if (provider != NULL)
        g_error ("was accepted: %s", cases[i].json);
      g_assert_error (error, SP_CATALOG_ERROR, SP_CATALOG_ERROR_SCHEMA);
      if (!g_str_has_prefix (error->message, "x.json: ")
          || strstr (error->message, cases[i].names) == NULL)
        g_error ("\"%s\" does not name %s", error->message, cases[i].names);
    }
}

static GPtrArray *
parse_names (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_ptr_array_add (names, sp_name_parse (words[i], NULL));
    }
  return names;
}

static void
test_dns_hosts (void)
{
  static const Recognised cases[] = {
    { "ada.ns.cloudflare.com bob.ns.cloudflare.com", "cloudflare" },
    { "ns01.domaincontrol.com ns02.domaincontrol.com", "godaddy" },
    { "dns1.registrar-servers.com dns2.registrar-servers.com", "namecheap" },
    { "dns1.namecheaphosting.com dns2.namecheaphosting.com", "namecheap-hosting" },
    { "ns01.squarespacedns.com dns1.p01.nsone.net dns2.p01.nsone.net", "squarespace" },
    { "dns1.p01.nsone.net dns2.p01.nsone.net", NULL },
    { "ns-cloud-a1.googledomains.com ns-cloud-a2.googledomains.com", NULL },
    { "ns1035.ui-dns.de ns1036.ui-dns.org", "ionos" },
    { "ns-strato.ui-dns.com ns-strato.ui-dns.de", "strato" },
    { "ns-arsys.ui-dns.com ns-arsys.ui-dns.org", "arsys" },
    { "ns-1.awsdns-00.com ns-2.awsdns-10.net ns-3.awsdns-20.org ns-4.awsdns-30.co.uk", "route53" },
    { "ada.ns.cloudflare.com ns01.domaincontrol.com", NULL },
    { "ns1.shop.example ns2.shop.example", NULL },
    { "ada.ns.cloudflare.com ns1.shop.example", NULL },
    { "ns1.sedoparking.com ns2.sedoparking.com", "sedo-parking" },
    { "hydrogen.ns.hetzner.com oxygen.ns.hetzner.com helium.ns.hetzner.de", "hetzner" },
    { "", NULL },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) names = parse_names (cases[i].name);
      SpDnsHost *host = sp_catalog_recognise_dns_host (catalog, names);

      g_assert_cmpstr (host != NULL ? sp_dns_host_get_id (host) : NULL, ==, cases[i].id);
    }
}

static void
test_shared_servers (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (GPtrArray) names = parse_names ("dns1.p01.nsone.net");
  g_autoptr (GPtrArray) hosts = sp_catalog_suggest_dns_hosts (catalog, names);

  g_assert_cmpuint (hosts->len, ==, 2);
  g_assert_cmpstr (sp_dns_host_get_id (hosts->pdata[0]), ==, "netlify");
  g_assert_cmpstr (sp_dns_host_get_id (hosts->pdata[1]), ==, "ns1");
}

static void
test_dialects (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  SpDnsHost *namecheap = sp_catalog_get_dns_host (catalog, "namecheap");
  SpDnsHost *cloudflare = sp_catalog_get_dns_host (catalog, "cloudflare");
  SpDnsHost *generic = sp_catalog_get_dns_host (catalog, "generic");
  SpDnsHost *aruba = sp_catalog_get_dns_host (catalog, "aruba");
  g_autofree char *editor = sp_dns_host_dup_editor_url (cloudflare, "shop.example");

  g_assert_cmpstr (sp_dns_host_get_label (namecheap, "mx-value"), ==, "Value");
  g_assert_cmpstr (sp_dns_host_get_label (cloudflare, "mx-value"), ==, "Mail server");
  g_assert_null (sp_dns_host_get_label (generic, "name"));
  g_assert_cmpstr (sp_dns_host_get_switch_to (namecheap), ==, "Custom MX");
  g_assert_false (sp_dns_host_is_switch_conditional (namecheap));
  g_assert_true (sp_dns_host_is_switch_conditional (cloudflare));
  g_assert_cmpint (sp_dns_host_get_null_mx (namecheap), ==, SP_NULL_MX_REFUSED);
  g_assert_true (sp_dns_host_wants_full_names (aruba));
  g_assert_cmpint (sp_dns_host_get_apex_style (aruba), ==, SP_APEX_FULL);
  g_assert_nonnull (editor);
  g_assert_true (g_str_has_prefix (editor, "https://dash.cloudflare.com/"));
  g_assert_null (sp_dns_host_dup_editor_url (namecheap, "shop.example"));
  g_assert_true (sp_dns_host_is_guess (namecheap, "editor"));
  g_assert_false (sp_dns_host_is_guess (namecheap, "switch"));
  g_assert_false (sp_dns_host_is_recognise_only (generic));
  g_assert_true (sp_dns_host_is_parking (sp_catalog_get_dns_host (catalog, "bodis")));
}

static void
test_ttl (void)
{
  static const struct {
    const char *id;
    uint32_t wanted;
    uint32_t nearest;
  } cases[] = {
    { "generic", 300, 300 },        { "godaddy", 300, 600 },    { "godaddy", 3600, 3600 },
    { "desec", 300, 3600 },         { "dreamhost", 3600, 300 }, { "linode", 301, 300 },
    { "linode", 3000, 3600 },       { "namecheap", 300, 300 },  { "namecheap", 3600, 3600 },
    { "namecheap", 86400, 3600 },   { "cloudflare", 30, 60 },   { "cloudflare", 100000, 86400 },
    { "cloudflare", 86400, 86400 }, { "cloudns", 3600, 3600 },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (
      sp_dns_host_nearest_ttl (sp_catalog_get_dns_host (catalog, cases[i].id), cases[i].wanted), ==,
      cases[i].nearest);
}

static void
test_broken_dns_hosts (void)
{
#define DNS_HEAD "{ \"id\": \"x\", \"name\": \"X\""
  static const struct {
    const char *json;
    const char *names;
  } cases[] = {
    { "[]", "object" },
    { DNS_HEAD ", \"apex\": \"@\" }", "apex" },
    { DNS_HEAD ", \"apex\": { \"value\": \"root\", \"trust\": \"guess\" } }", "apex.value" },
    { DNS_HEAD ", \"labels\": { \"colour\": {} } }", "labels.colour" },
    { DNS_HEAD ", \"login\": { \"value\": \"http://x.com\", \"trust\": \"guess\" } }", "login" },
    { DNS_HEAD ", \"editor\": { \"value\": \"https://x.com/{team}\", \"trust\": \"guess\" } }",
      "editor" },
    { DNS_HEAD ", \"ttl\": { \"choices\": [300, 60], \"trust\": \"guess\" } }", "ttl.choices" },
    { DNS_HEAD ", \"ttl\": { \"choices\": [300, \"x\"], \"trust\": \"guess\" } }", "ttl.choices" },
    { DNS_HEAD ", \"ttl\": { \"least\": 600, \"most\": 60, \"trust\": \"guess\" } }", "ttl.most" },
    { DNS_HEAD ", \"ttl\": { \"least\": 4294967296, \"trust\": \"guess\" } }", "ttl.least" },
    { DNS_HEAD ", \"servers\": { \"patterns\": [\"*\"], \"trust\": \"guess\" } }",
      "servers.patterns" },
    { DNS_HEAD ", \"switch\": { \"where\": \"a\", \"trust\": \"guess\" } }", "switch.to" },
    { DNS_HEAD ", \"order\": { \"value\": [\"ttl\", \"ttl\"], \"trust\": \"guess\" } }",
      "order.value" },
    { DNS_HEAD ", \"order\": { \"value\": [\"colour\"], \"trust\": \"guess\" } }", "order.value" },
    { DNS_HEAD ", \"extra\": [{ \"label\": \"Proxy\", \"trust\": \"guess\" }] }",
      "extra[0].value" },
    { DNS_HEAD ", \"blocks\": [{ \"name\": \"x\", \"type\": \"A\", \"trust\": \"guess\" }] }",
      "blocks[0].then" },
    { DNS_HEAD ", \"rows\": { \"value\": \"rows\", \"trust\": \"guess\" } }", "rows.value" },
    { DNS_HEAD ", \"delay\": { \"value\": 0, \"trust\": \"guess\" } }", "delay.value" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].json, strlen (cases[i].json));
      g_autoptr (GError) error = NULL;
      g_autoptr (SpDnsHost) host = sp_dns_host_new_from_json ("x.json", bytes, &error);

      if (host != NULL)
        g_error ("was accepted: %s", cases[i].json);
      g_assert_error (error, SP_CATALOG_ERROR, SP_CATALOG_ERROR_SCHEMA);
      if (strstr (error->message, cases[i].names) == NULL)
        g_error ("\"%s\" does not name %s", error->message, cases[i].names);
    }
}

/* Whatever stands in a file, reading it ends in an object or an error. */
static void
test_mutations (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2026);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (
    "/io/github/signpost_mail/Signpost/catalog/providers/zoho-mail.json",
    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length = 0;
  const char *data;

  g_assert_nonnull (bytes);
  data = g_bytes_get_data (bytes, &length);
  for (guint round = 0; round < 2000; round++)
    {
      g_autofree char *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) mutated = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (SpProvider) provider = NULL;
      gsize at = (gsize) g_rand_int_range (rand, 0, (int) length);

      copy[at] = "{}[]\",:x1-\\\n\xff"[g_rand_int_range (rand, 0, 13)];
      mutated = g_bytes_new (copy, round % 3 == 0 ? at : length);
      provider = sp_provider_new_from_json ("zoho-mail.json", mutated, NULL, &error);
      g_assert_true ((provider == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/rivals", test_rivals);
  g_test_add_func ("/catalog/files", test_files);
  g_test_add_func ("/catalog/patterns", test_patterns);
  g_test_add_func ("/catalog/recognise/mx", test_recognise_mx);
  g_test_add_func ("/catalog/recognise/spf", test_recognise_spf);
  g_test_add_func ("/catalog/recognise/strange", test_strange_names);
  g_test_add_func ("/catalog/expand", test_expand);
  g_test_add_func ("/catalog/set-keys", test_set_keys);
  g_test_add_func ("/catalog/selectors", test_selectors);
  g_test_add_func ("/catalog/nearest", test_nearest);
  g_test_add_func ("/catalog/broken", test_broken_providers);
  g_test_add_func ("/catalog/dns-hosts/recognise", test_dns_hosts);
  g_test_add_func ("/catalog/dns-hosts/shared", test_shared_servers);
  g_test_add_func ("/catalog/dns-hosts/dialects", test_dialects);
  g_test_add_func ("/catalog/dns-hosts/ttl", test_ttl);
  g_test_add_func ("/catalog/dns-hosts/broken", test_broken_dns_hosts);
  g_test_add_func ("/catalog/mutations", test_mutations);
  return g_test_run ();
}
