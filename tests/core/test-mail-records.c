/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-mx.h"
#include "core/mail/sp-tag-list.h"

#include <string.h>

/* Public keys made for these tests. */
#define RSA_512                                                                                    \
  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJW6v39a1vuXz/5uOpp/fIZjXgXxsEngdSqrCfLyaU+h9Wt6iW+EZm6iO7/"    \
  "MaSuFd+fNonBHRNVW4nS8kHue41UCAwEAAQ=="
#define RSA_1024                                                                                   \
  "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCsMI/"                                                    \
  "gzpDNS9u0LtsyY6MP0a2YOpw5pEFjr8xcOMPv8fX8jdPSLUAD5WxOuKn9"                                      \
  "KLAzECCBpBI3ifROsvcR+"                                                                          \
  "WueRhov1DrCBW8EnjnsCeIzF2NkTSrbhNV643ObTpcpMp1VjnXrjCIRKAr6AvuF8zW4NurVUTmuW53BXtMeh+"          \
  "wfKQIDAQAB"
#define RSA_1024_BARE                                                                              \
  "MIGJAoGBAKwwj+DOkM1L27Qu2zJjow/RrZg6nDmkQWOvzFw4w+/x9fyN09ItQAPlbE64qf0osDMQIIGkEjeJ9E6y9xH5"   \
  "a55GGi/UOsIFbwSeOewJ4jMXY2RNKtuE1Xrjc5tOlykynVWOdeuMIhEoCvoC+4XzNbg26tVROa5bncFe0x6H7B8pAgMB"   \
  "AAE="
#define RSA_2048_HEAD                                                                              \
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmH7xm7QJzb7M4ENO3gvYRWSB4DkFdFVvIGpVOzWzt/EjGO0z"   \
  "KZf7XjL36+cKfq/NUNUkXmS+StqBc8fjs56qA6LJPuWXHMfjGLfdPMQIBgaLGDuc5cPifarueV0HlPBqekQ9s/JNLIYu"   \
  "TwQ+mVSikOHRlB+EogXVNPvK1+AiiD7XIrf3W5mBWa9V+px+Ql5Qr/bz"
#define RSA_2048                                                                                   \
  RSA_2048_HEAD                                                                                    \
  "bvWjZvCanjwxrKsE0o9PGNVvEGbG9GzidP2/gcwFPgzJXFkzHOkPgtDwRhkr3o7JOb6DjvBTgALr9g8FDefbSJjf4oHL"   \
  "PXRXU5KmB6aSXIdiG+l3VjcojYqRGJppcXJuWy1P/OrBY+NugJtllwIDAQAB"
#define ED25519 "YpF2u90cBIexta57mqf9N1yJyo5bpB/yXL+z2kO5WC8="

static void
test_tag_list (void)
{
  static const struct {
    const char *text;
    guint n_tags;
    const char *issue;
  } lists[] = {
    { "", 0, NULL },
    { ";;", 0, "tag-empty" },
    { "a=1;; b=2", 2, "tag-empty" },
    { "a=1; ;", 1, "tag-empty" },
    { "; a=1", 1, "tag-empty" },
    { "a=1", 1, NULL },
    { "a=1; ", 1, NULL },
    { " a = 1 ; b= ;", 2, NULL },
    { "a=1;a=2", 2, "tag-twice" },
    { "a", 0, "tag-no-equals" },
    { "=1", 0, "tag-bad-name" },
    { "1a=1", 0, "tag-bad-name" },
    { "a-b=1", 0, "tag-bad-name" },
    { "a_1=1", 1, NULL },
    { "a=\xc3\xa9", 1, "tag-bad-value" },
    { "a=b=c", 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (SpTagList) list = sp_tag_list_parse (lists[i].text, -1);

      g_test_message ("%s", lists[i].text);
      g_assert_cmpuint (list->tags->len, ==, lists[i].n_tags);
      if (lists[i].issue == NULL)
        g_assert_cmpuint (list->issues->len, ==, 0);
      else
        g_assert_nonnull (sp_parse_issues_find (list->issues, lists[i].issue));
    }
}

static void
test_dkim_keys (void)
{
  static const struct {
    const char *text;
    SpDkimKeyState state;
    guint bits;
    const char *issue;
  } keys[] = {
    { "v=DKIM1; k=rsa; p=" RSA_2048, SP_DKIM_KEY_VALID, 2048, NULL },
    { "v=DKIM1; k=rsa; p=" RSA_2048 ";", SP_DKIM_KEY_VALID, 2048, NULL },
    { "p=" RSA_1024, SP_DKIM_KEY_VALID, 1024, NULL },
    { "k=rsa; p=" RSA_1024_BARE, SP_DKIM_KEY_VALID, 1024, NULL },
    { "v=DKIM1; p=" RSA_512, SP_DKIM_KEY_VALID, 512, NULL },
    { "v=DKIM1; k=ed25519; p=" ED25519, SP_DKIM_KEY_VALID, 256, NULL },
    { "v=DKIM1; t=y:s; p=" RSA_1024, SP_DKIM_KEY_TESTING, 1024, NULL },
    { "v=DKIM1; t=s; p=" RSA_1024, SP_DKIM_KEY_VALID, 1024, NULL },
    { "v=DKIM1; h=sha1:sha256; s=email; p=" RSA_1024, SP_DKIM_KEY_VALID, 1024, NULL },
    { "v=DKIM1; n=a note; x=1; p=" RSA_1024, SP_DKIM_KEY_VALID, 1024, NULL },
    { "v=DKIM1; p=", SP_DKIM_KEY_REVOKED, 0, NULL },
    { "v=DKIM1; p= ;", SP_DKIM_KEY_REVOKED, 0, NULL },
    { "v=DKIM1; p=" RSA_2048_HEAD " " RSA_1024, SP_DKIM_KEY_BROKEN, 0, "not-a-key" },
    { "v=DKIM1; p=" RSA_2048_HEAD, SP_DKIM_KEY_BROKEN, 0, "cut-off" },
    { "v=DKIM1; k=ed25519; p=YpF2u90cBIexta57", SP_DKIM_KEY_BROKEN, 0, "cut-off" },
    { "v=DKIM1; k=ed25519; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 0, "not-a-key" },
    { "v=DKIM1; p=aGVsbG8gd29ybGQ=", SP_DKIM_KEY_BROKEN, 0, "not-a-key" },
    { "v=DKIM1; p=A", SP_DKIM_KEY_BROKEN, 0, "bad-base64" },
    { "v=DKIM1; p=AA=A", SP_DKIM_KEY_BROKEN, 0, "bad-base64" },
    { "v=DKIM1; p=<key>", SP_DKIM_KEY_BROKEN, 0, "bad-base64" },
    { "\"v=DKIM1; p=" RSA_1024 "\"", SP_DKIM_KEY_BROKEN, 0, "quotes" },
    { "v=DKIM1; p=" RSA_2048_HEAD "\" \"AAAA", SP_DKIM_KEY_BROKEN, 0, "quotes" },
    { "v=DKIM1\\; k=rsa\\; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 0, "backslash" },
    { "k=rsa; v=DKIM1; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 1024, "version-not-first" },
    { "v=DKIM2; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 1024, "bad-version" },
    { "v=DKIM1; k=dsa; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 0, "unknown-type" },
    { "v=DKIM1; h=sha1; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 1024, "wrong-hash" },
    { "v=DKIM1; s=tlsrpt; p=" RSA_1024, SP_DKIM_KEY_BROKEN, 1024, "wrong-service" },
    { "v=DKIM1; k=rsa", SP_DKIM_KEY_BROKEN, 0, "no-key" },
    { "v=DKIM1; " RSA_1024, SP_DKIM_KEY_BROKEN, 0, NULL },
    { "", SP_DKIM_KEY_BROKEN, 0, "no-key" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (SpDkimKey) key = sp_dkim_key_parse (keys[i].text, -1);

      g_test_message ("%s", keys[i].text);
      g_assert_cmpstr (sp_dkim_key_state_to_string (key->state), ==,
                       sp_dkim_key_state_to_string (keys[i].state));
      g_assert_cmpuint (key->bits, ==, keys[i].bits);
      if (keys[i].issue != NULL)
        g_assert_nonnull (sp_parse_issues_find (key->issues, keys[i].issue));
      else if (key->state != SP_DKIM_KEY_BROKEN)
        g_assert_cmpuint (key->issues->len, ==, 0);
    }
}

static void
test_dkim_spaces (void)
{
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (
    "v=DKIM1; p=YpF2u90cBIexta57 mqf9N1yJyo5bpB/yXL+z2kO5WC8=; k=ed25519", -1);

  g_assert_cmpint (key->state, ==, SP_DKIM_KEY_VALID);
  g_assert_nonnull (sp_parse_issues_find (key->issues, "spaces-in-key"));
}

static void
test_dmarc (void)
{
  static const struct {
    const char *text;
    gboolean is_record;
    gboolean is_usable;
    SpDmarcPolicy policy;
    SpDmarcPolicy effective;
    SpDmarcPolicy below;
    const char *issue;
  } records[] = {
    { "v=DMARC1; p=none", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE, SP_DMARC_NONE, NULL },
    { "v=DMARC1;p=reject;", TRUE, TRUE, SP_DMARC_REJECT, SP_DMARC_REJECT, SP_DMARC_REJECT, NULL },
    { "V = DMARC1 ; P = Reject", TRUE, TRUE, SP_DMARC_REJECT, SP_DMARC_REJECT, SP_DMARC_REJECT,
      NULL },
    { "v=DMARC1; p=reject; sp=none", TRUE, TRUE, SP_DMARC_REJECT, SP_DMARC_REJECT, SP_DMARC_NONE,
      NULL },
    { "v=DMARC1; p=reject; t=y", TRUE, TRUE, SP_DMARC_REJECT, SP_DMARC_QUARANTINE,
      SP_DMARC_QUARANTINE, NULL },
    { "v=DMARC1; p=quarantine; t=y", TRUE, TRUE, SP_DMARC_QUARANTINE, SP_DMARC_NONE, SP_DMARC_NONE,
      NULL },
    { "v=DMARC1; p=none; t=y", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE, SP_DMARC_NONE, NULL },
    { "v=DMARC1; rua=mailto:d@shop.example; p=none", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE,
      SP_DMARC_NONE, NULL },
    { "v=DMARC1", TRUE, FALSE, SP_DMARC_UNSET, SP_DMARC_UNSET, SP_DMARC_UNSET, "no-policy" },
    { "v=DMARC1; rua=mailto:d@shop.example", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE,
      SP_DMARC_NONE, "no-policy" },
    { "v=DMARC1; p=rejct", TRUE, FALSE, SP_DMARC_UNSET, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "bad-policy" },
    { "v=DMARC1; p=rejct; rua=mailto:d@shop.example", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE,
      SP_DMARC_NONE, "bad-policy" },
    { "v=DMARC1; p=reject; sp=maybe", TRUE, FALSE, SP_DMARC_UNSET, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "bad-policy" },
    { "v=DMARC1; p=none; pct=50", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE, SP_DMARC_NONE,
      "old-tag" },
    { "v=DMARC1; p=none; foo=1", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE, SP_DMARC_NONE,
      "unknown-tag" },
    { "v=DMARC1; p=none; adkim=x", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE, SP_DMARC_NONE,
      "bad-value" },
    { "v=DMARC1; p=none; rua=d@shop.example", TRUE, TRUE, SP_DMARC_NONE, SP_DMARC_NONE,
      SP_DMARC_NONE, "bad-uri" },
    { "v=DMARC1; p=none; p=reject", TRUE, FALSE, SP_DMARC_NONE, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "tag-twice" },
    { "v=dmarc1; p=none", FALSE, FALSE, SP_DMARC_NONE, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "no-version" },
    { "v=DMARC1 p=none", FALSE, FALSE, SP_DMARC_UNSET, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "no-version" },
    { "p=none; v=DMARC1", FALSE, FALSE, SP_DMARC_NONE, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "no-version" },
    { " v=DMARC1; p=none", FALSE, FALSE, SP_DMARC_NONE, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "no-version" },
    { "v=DMARC10; p=none", FALSE, FALSE, SP_DMARC_NONE, SP_DMARC_UNSET, SP_DMARC_UNSET,
      "no-version" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (records[i].text, -1);

      g_test_message ("%s", records[i].text);
      g_assert_cmpint (sp_dmarc_is_record (records[i].text, strlen (records[i].text)), ==,
                       records[i].is_record);
      g_assert_cmpint (dmarc->is_usable, ==, records[i].is_usable);
      g_assert_cmpint (dmarc->policy, ==, records[i].policy);
      g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, SP_DMARC_ITSELF), ==,
                       records[i].effective);
      g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, SP_DMARC_BELOW), ==, records[i].below);
      if (records[i].issue != NULL)
        g_assert_nonnull (sp_parse_issues_find (dmarc->issues, records[i].issue));
      else
        g_assert_cmpuint (dmarc->issues->len, ==, 0);
    }
}

static void
test_dmarc_tags (void)
{
  static const char *text = "v=DMARC1; p=none; rua=mailto:a@x.example!10m , mailto:b@y.example,"
                            "https://z.example/; ruf=mailto:c@x.example; fo=1; adkim=s; aspf=r;"
                            " psd=n; np=reject";
  static const struct {
    const char *text;
    gboolean looks_like;
  } likenesses[] = {
    { "v=DMARC1; p=none", TRUE }, { "v=dmarc1; p=none", TRUE }, { " v=DMARC1 p=none", TRUE },
    { "\"v=DMARC1;", TRUE },      { "v=spf1 -all", FALSE },     { "", FALSE },
    { "DMARC", FALSE },
  };
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, -1);
  g_autofree char *address = sp_dmarc_dup_mailto_address (g_ptr_array_index (dmarc->rua, 0));

  g_assert_cmpuint (dmarc->rua->len, ==, 3);
  g_assert_cmpuint (dmarc->ruf->len, ==, 1);
  g_assert_cmpstr (address, ==, "a@x.example");
  g_assert_cmpstr (dmarc->fo, ==, "1");
  g_assert_true (dmarc->strict_dkim);
  g_assert_false (dmarc->strict_spf);
  g_assert_cmpint (dmarc->psd, ==, 'n');
  g_assert_cmpint (dmarc->missing_policy, ==, SP_DMARC_REJECT);
  g_assert_cmpstr (g_hash_table_lookup (dmarc->tags, "p"), ==, "none");
  g_assert_cmpuint (dmarc->issues->len, ==, 0);
  g_assert_null (sp_dmarc_dup_mailto_address ("https://x.example"));
  g_assert_null (sp_dmarc_dup_mailto_address ("mailto:nobody"));

  for (guint i = 0; i < G_N_ELEMENTS (likenesses); i++)
    g_assert_cmpint (sp_dmarc_looks_like (likenesses[i].text, strlen (likenesses[i].text)), ==,
                     likenesses[i].looks_like);
}

static void
test_mx_hosts (void)
{
  static const struct {
    const char *host;
    SpMxHostKind kind;
  } hosts[] = {
    { "mx.example.net", SP_MX_HOST_NAME },
    { "MX.EXAMPLE.NET", SP_MX_HOST_NAME },
    { "1.2.3.example", SP_MX_HOST_NAME },
    { "_dc-mx.1a2b3c.shop.example", SP_MX_HOST_NAME },
    { "xn--mnchen-3ya.example", SP_MX_HOST_NAME },
    { "localhost", SP_MX_HOST_NAME },
    { ".", SP_MX_HOST_NULL },
    { "192.0.2.25", SP_MX_HOST_ADDRESS },
    { "192.0.2.25.shop.example", SP_MX_HOST_ADDRESS },
    { "[192.0.2.25]", SP_MX_HOST_ADDRESS },
    { "2001:db8::25", SP_MX_HOST_ADDRESS },
    { "2001:db8::25.shop.example", SP_MX_HOST_ADDRESS },
    { "192.0.2.25.other.example", SP_MX_HOST_NAME },
    { "192.0.2.256", SP_MX_HOST_BAD },
    { "mail.25", SP_MX_HOST_BAD },
    { "mail_1.shop.example", SP_MX_HOST_BAD },
    { "-mail.shop.example", SP_MX_HOST_BAD },
    { "10\\032mail.shop.example", SP_MX_HOST_BAD },
    { "m\\195\\188.shop.example", SP_MX_HOST_BAD },
  };
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) host = sp_name_parse (hosts[i].host, &error);

      g_test_message ("%s", hosts[i].host);
      g_assert_no_error (error);
      g_assert_cmpint (sp_mx_host_classify (host, domain), ==, hosts[i].kind);
    }
}

static void
test_mx_order (void)
{
  static const struct {
    guint16 preference;
    const char *host;
  } rows[] = { { 20, "c.example" }, { 10, "b.example" }, { 0, "z.example" }, { 10, "a.example" } };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpName) owner = sp_name_parse ("shop.example", NULL), root = sp_name_new_root ();
  g_autoptr (SpRecordSet) set = NULL, null_set = NULL, mixed = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpName) host = sp_name_parse (rows[i].host, NULL);

      g_ptr_array_add (records, sp_record_new_mx (owner, 300, rows[i].preference, host));
    }
  set = sp_record_set_new (records);
  groups = sp_mx_set_dup_order (set);
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);

      for (guint k = 0; k < group->len; k++)
        g_string_append_printf (
          text, "%s%s", k > 0 ? "," : "",
          sp_name_get_text (sp_record_get_target (g_ptr_array_index (group, k))));
      g_string_append_c (text, ';');
    }
  g_assert_cmpstr (text->str, ==, "z.example;a.example,b.example;c.example;");
  g_assert_false (sp_mx_set_has_null (set));

  g_ptr_array_add (records, sp_record_new_mx (owner, 300, 0, root));
  mixed = sp_record_set_new (records);
  g_assert_true (sp_mx_set_has_null (mixed));
  g_assert_false (sp_mx_set_is_null (mixed));
  g_ptr_array_remove_range (records, 0, 4);
  null_set = sp_record_set_new (records);
  g_assert_true (sp_mx_set_is_null (null_set));
}

static void
test_mutations (void)
{
  static const char *const seeds[] = {
    "v=DKIM1; k=rsa; t=y:s; h=sha256; s=email; p=" RSA_1024,
    "v=DMARC1; p=reject; sp=none; rua=mailto:a@x.example!10m,mailto:b@y.example; pct=20; fo=1",
  };

  for (guint round = 0; round < 20000; round++)
    {
      const char *seed = seeds[round % 2];
      gsize length = strlen (seed);
      g_autofree char *bytes = g_memdup2 (seed, length);
      g_autoptr (SpDkimKey) key = NULL;
      g_autoptr (SpDmarc) dmarc = NULL;

      for (int k = g_test_rand_int_range (0, 5); k > 0; k--)
        bytes[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (0, 256);
      length = (gsize) g_test_rand_int_range (0, (int) length + 1);
      key = sp_dkim_key_parse (bytes, (gssize) length);
      dmarc = sp_dmarc_parse (bytes, (gssize) length);
      sp_dkim_key_looks_like (bytes, length);
      sp_dmarc_looks_like (bytes, length);
      for (guint i = 0; i < key->issues->len; i++)
        {
          const SpParseIssue *issue = &g_array_index (key->issues, SpParseIssue, i);

          g_assert_cmpuint (issue->offset + issue->length, <=, length);
        }
      g_assert_cmpint (sp_dmarc_get_effective_policy (dmarc, SP_DMARC_BELOW), <=, SP_DMARC_REJECT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tag-list/table", test_tag_list);
  g_test_add_func ("/dkim/keys", test_dkim_keys);
  g_test_add_func ("/dkim/spaces", test_dkim_spaces);
  g_test_add_func ("/dmarc/records", test_dmarc);
  g_test_add_func ("/dmarc/tags", test_dmarc_tags);
  g_test_add_func ("/mx/hosts", test_mx_hosts);
  g_test_add_func ("/mx/order", test_mx_order);
  g_test_add_func ("/records/mutations", test_mutations);
  return g_test_run ();
}
