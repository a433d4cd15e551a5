/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inspect/sp-public-suffix.h"
#include "core/inspect/sp-question.h"

#include <string.h>

typedef struct {
  const char *typed;
  const char *domain;
} Accepted;

static const Accepted accepted[] = {
  { "shop.example", "shop.example" },
  { "  shop.example\n", "shop.example" },
  { "SHOP.Example", "shop.example" },
  { "shop.example.", "shop.example" },
  { "harbor-bakery.example", "harbor-bakery.example" },
  { "shop.test", "shop.test" },
  { "shop.co.uk", "shop.co.uk" },
  { "a.b.c.shop.example", "a.b.c.shop.example" },
  { "www.shop.example", "shop.example" },
  { "WWW.Shop.Example", "shop.example" },
  { "www.support.shop.example", "support.shop.example" },
  { "www.co.uk", "www.co.uk" },
  { "www.example", "www.example" },
  { "www.com", "www.com" },
  { "wwww.shop.example", "wwww.shop.example" },
  { "www.ck", "www.ck" },
  { "info@shop.example", "shop.example" },
  { "@shop.example", "shop.example" },
  { "\"odd@name\"@shop.example", "shop.example" },
  { "a/b@shop.example", "shop.example" },
  { "info @ shop.example", "shop.example" },
  { "Jane Doe <jane@shop.example>", "shop.example" },
  { "<jane@shop.example>", "shop.example" },
  { "<jane@shop.example", "shop.example" },
  { "mailto:info@shop.example", "shop.example" },
  { "MAILTO:info@shop.example?subject=Hello%20there", "shop.example" },
  { "mailto:info%40shop.example", "shop.example" },
  { "http://shop.example", "shop.example" },
  { "https://www.shop.example/", "shop.example" },
  { "https://user:secret@www.shop.example:8443/path?query=a@b#part", "shop.example" },
  { "https://shop.example/@owner", "shop.example" },
  { "https:\\\\shop.example\\path", "shop.example" },
  { "//shop.example/path", "shop.example" },
  { "shop.example/path/index.html", "shop.example" },
  { "shop.example/@owner", "shop.example" },
  { "shop.example?query", "shop.example" },
  { "shop.example#part", "shop.example" },
  { "shop.example:25", "shop.example" },
  { "shop.example:", "shop.example" },
  { "\"shop.example\"", "shop.example" },
  { "“shop.example”", "shop.example" },
  { "shop.example,", "shop.example" },
  { "shop.example;", "shop.example" },
  { "*.shop.example", "shop.example" },
  { "shop . example", "shop.example" },
  { "shop\u00a0.example\u00a0", "shop.example" },
  { "\u200bshop.\u200bexample\ufeff", "shop.example" },
  { "shop\u00adping.example", "shopping.example" },
  { "shop。example", "shop.example" },
  { "shop．example", "shop.example" },
  { "shop｡example", "shop.example" },
  { "ｓｈｏｐ.example", "shop.example" },
  { "info＠shop.example", "shop.example" },
  { "bäckerei.example", "xn--bckerei-5wa.example" },
  { "BÄCKEREI.example", "xn--bckerei-5wa.example" },
  { "ba\u0308ckerei.example", "xn--bckerei-5wa.example" },
  { "straße.example", "xn--strae-oqa.example" },
  { "faß.de", "xn--fa-hia.de" },
  { "https://www.bäckerei.example/brötchen", "xn--bckerei-5wa.example" },
  { "xn--bckerei-5wa.example", "xn--bckerei-5wa.example" },
  { "пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f" },
  { "例え.テスト", "xn--r8jz45g.xn--zckzah" },
  { "1and1.example", "1and1.example" },
  { "123.example", "123.example" },
};

typedef struct {
  const char *typed;
  SpQuestionError code;
} Rejected;

static const Rejected rejected[] = {
  { "", SP_QUESTION_ERROR_EMPTY },
  { "  \t\n", SP_QUESTION_ERROR_EMPTY },
  { "\u200b", SP_QUESTION_ERROR_EMPTY },
  { ".", SP_QUESTION_ERROR_EMPTY },
  { "https://", SP_QUESTION_ERROR_EMPTY },
  { "mailto:", SP_QUESTION_ERROR_EMPTY },
  { "info@", SP_QUESTION_ERROR_EMPTY },
  { "shop", SP_QUESTION_ERROR_NO_DOT },
  { "shop.", SP_QUESTION_ERROR_NO_DOT },
  { "example", SP_QUESTION_ERROR_NO_DOT },
  { "info@shop", SP_QUESTION_ERROR_NO_DOT },
  { "localhost", SP_QUESTION_ERROR_NO_DOT },
  { "http://localhost:8080/", SP_QUESTION_ERROR_NO_DOT },
  { "192.0.2.1", SP_QUESTION_ERROR_IS_ADDRESS },
  { "192.0.2.1:25", SP_QUESTION_ERROR_IS_ADDRESS },
  { "192.0.2", SP_QUESTION_ERROR_IS_ADDRESS },
  { "192.0.2.256", SP_QUESTION_ERROR_IS_ADDRESS },
  { "http://192.0.2.1/", SP_QUESTION_ERROR_IS_ADDRESS },
  { "info@[192.0.2.1]", SP_QUESTION_ERROR_IS_ADDRESS },
  { "info@[IPv6:2001:db8::1]", SP_QUESTION_ERROR_IS_ADDRESS },
  { "2001:db8::1", SP_QUESTION_ERROR_IS_ADDRESS },
  { "::1", SP_QUESTION_ERROR_IS_ADDRESS },
  { "[2001:db8::1]:25", SP_QUESTION_ERROR_IS_ADDRESS },
  { "http://[2001:db8::1]:8080/", SP_QUESTION_ERROR_IS_ADDRESS },
  { "１９２.０.２.１", SP_QUESTION_ERROR_IS_ADDRESS },
  { "shop name.example", SP_QUESTION_ERROR_CHARACTER },
  { "my shop", SP_QUESTION_ERROR_CHARACTER },
  { "shop_name.example", SP_QUESTION_ERROR_CHARACTER },
  { "-shop.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop-.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop!.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop$(id).example", SP_QUESTION_ERROR_CHARACTER },
  { "shop\001.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop\033[31m.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop\u202eelpmaxe.moc", SP_QUESTION_ERROR_CHARACTER },
  { "\u2068shop.example\u2069", SP_QUESTION_ERROR_CHARACTER },
  { "shop\u200e.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop\\046example.example", SP_QUESTION_ERROR_CHARACTER },
  { "shop%00.example", SP_QUESTION_ERROR_CHARACTER },
  { "xn--a.example", SP_QUESTION_ERROR_CHARACTER },
  { "sh☃p.example\xff", SP_QUESTION_ERROR_CHARACTER },
  { "shop..example", SP_QUESTION_ERROR_EMPTY_LABEL },
  { ".shop.example", SP_QUESTION_ERROR_EMPTY_LABEL },
  { "shop.example..", SP_QUESTION_ERROR_EMPTY_LABEL },
  { "..", SP_QUESTION_ERROR_EMPTY_LABEL },
  { "co.uk", SP_QUESTION_ERROR_PUBLIC_SUFFIX },
  { "info@co.uk", SP_QUESTION_ERROR_PUBLIC_SUFFIX },
  { "com.au", SP_QUESTION_ERROR_PUBLIC_SUFFIX },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) name = sp_question_clean (accepted[i].typed, &error);

      g_test_message ("“%s”", accepted[i].typed);
      g_assert_no_error (error);
      g_assert_nonnull (name);
      g_assert_cmpstr (sp_name_get_text (name), ==, accepted[i].domain);
    }
}

static void
assert_rejected (const char *typed, SpQuestionError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) name = sp_question_clean (typed, &error);

  g_test_message ("“%s” %s", typed, name != NULL ? sp_name_get_text (name) : "-");
  g_assert_null (name);
  g_assert_error (error, SP_QUESTION_ERROR, (int) code);
}

static void
test_rejected (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rejected); i++)
    assert_rejected (rejected[i].typed, rejected[i].code);
}

static const Accepted below[] = {
  { "support", "support.shop.example" },
  { " Support. ", "support.shop.example" },
  { "support.shop.example", "support.shop.example" },
  { "SUPPORT.Shop.Example.", "support.shop.example" },
  { "info@support.shop.example", "support.shop.example" },
  { "info@support", "support.shop.example" },
  { "https://support.shop.example/help", "support.shop.example" },
  { "*.support.shop.example", "support.shop.example" },
  { "www.support.shop.example", "support.shop.example" },
  { "eu.support.shop.example", "eu.support.shop.example" },
  { "bücher", "xn--bcher-kva.shop.example" },
  { "24", "24.shop.example" },
};

static const Rejected not_below[] = {
  { "", SP_QUESTION_ERROR_EMPTY },
  { ".", SP_QUESTION_ERROR_EMPTY },
  { "shop.example", SP_QUESTION_ERROR_IS_DOMAIN },
  { "info@shop.example", SP_QUESTION_ERROR_IS_DOMAIN },
  { "www", SP_QUESTION_ERROR_IS_DOMAIN },
  { "www.shop.example", SP_QUESTION_ERROR_IS_DOMAIN },
  { "support.shop.example.net", SP_QUESTION_ERROR_NOT_BELOW },
  { "other.example", SP_QUESTION_ERROR_NOT_BELOW },
  { "bigshop.example", SP_QUESTION_ERROR_NOT_BELOW },
  { "support.bigshop.example", SP_QUESTION_ERROR_NOT_BELOW },
  { "eu.support", SP_QUESTION_ERROR_NOT_BELOW },
  { "_dmarc", SP_QUESTION_ERROR_CHARACTER },
  { "customer support", SP_QUESTION_ERROR_CHARACTER },
  { "-support", SP_QUESTION_ERROR_CHARACTER },
  { "support..shop.example", SP_QUESTION_ERROR_EMPTY_LABEL },
  { ".support", SP_QUESTION_ERROR_EMPTY_LABEL },
  { "192.0.2.1", SP_QUESTION_ERROR_IS_ADDRESS },
};

/* A word stands for a name below the domain; everything else has to end in the domain. */
static void
test_below (void)
{
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autofree char *label64 = g_strnfill (64, 'a');
  g_autoptr (GError) too_long = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (below); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) name = sp_question_clean_below (below[i].typed, domain, &error);

      g_test_message ("“%s”", below[i].typed);
      g_assert_no_error (error);
      g_assert_cmpstr (sp_name_get_text (name), ==, below[i].domain);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (not_below); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) name = sp_question_clean_below (not_below[i].typed, domain, &error);

      g_test_message ("“%s” %s", not_below[i].typed, name != NULL ? sp_name_get_text (name) : "-");
      g_assert_null (name);
      g_assert_error (error, SP_QUESTION_ERROR, (int) not_below[i].code);
    }
  g_assert_null (sp_question_clean_below (label64, domain, &too_long));
  g_assert_error (too_long, SP_QUESTION_ERROR, SP_QUESTION_ERROR_LABEL_LONG);
}

/* 63 bytes of a label and 253 of a name are the last that fit (RFC 1035 §2.3.4). */
static void
test_lengths (void)
{
  g_autofree char *label63 = g_strnfill (63, 'a');
  g_autofree char *label61 = g_strnfill (61, 'a');
  g_autofree char *label62 = g_strnfill (62, 'a');
  g_autofree char *long_label = g_strdup_printf ("%sa.example", label63);
  g_autofree char *good_label = g_strdup_printf ("%s.example", label63);
  g_autofree char *name253 = g_strdup_printf ("%s.%s.%s.%s", label63, label63, label63, label61);
  g_autofree char *name254 = g_strdup_printf ("%s.%s.%s.%s", label63, label63, label63, label62);
  g_autofree char *huge = g_strnfill (100000, 'a');
  g_autoptr (GString) idn = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) first = sp_question_clean (good_label, &error);
  g_autoptr (SpName) second = sp_question_clean (name253, &error);

  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_nonnull (second);
  assert_rejected (long_label, SP_QUESTION_ERROR_LABEL_LONG);
  assert_rejected (name254, SP_QUESTION_ERROR_NAME_LONG);
  assert_rejected (huge, SP_QUESTION_ERROR_NAME_LONG);
  for (guint i = 0; i < 60; i++)
    g_string_append (idn, "ä");
  g_string_append (idn, ".example");
  assert_rejected (idn->str, SP_QUESTION_ERROR_LABEL_LONG);
}

static void
test_public_suffix (void)
{
  static const struct {
    const char *name;
    const char *suffix;
    const char *registrable;
  } rows[] = {
    { "a.shop.co.uk", "co.uk", "shop.co.uk" },
    { "shop.example", "example", "shop.example" },
    { "example", "example", NULL },
    { "co.uk", "co.uk", NULL },
    { "a.b.kawasaki.jp", "b.kawasaki.jp", "a.b.kawasaki.jp" },
    { "a.city.kawasaki.jp", "kawasaki.jp", "city.kawasaki.jp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpName) name = sp_name_parse (rows[i].name, NULL);
      g_autoptr (SpName) suffix = sp_public_suffix_dup (name);
      g_autoptr (SpName) registrable = sp_public_suffix_dup_registrable (name);

      g_assert_cmpstr (sp_name_get_text (suffix), ==, rows[i].suffix);
      g_assert_cmpstr (registrable != NULL ? sp_name_get_text (registrable) : NULL, ==,
                       rows[i].registrable);
    }
}

/* Whatever is pasted, the answer is a clean name or one of the errors. */
static void
test_any_bytes (void)
{
  static const char *const pieces[] = {
    "shop", ".",    "example", "@",       ":",  "/", "//",   "[",    "]",      "<",      ">",  "%",
    "%40",  "%2e",  "\\",      " ",       "\"", "“", "ä",    "\xff", "\u202e", "\u200d", "。", "1",
    "::",   "www.", "http:",   "mailto:", "*",  "-", "xn--", "?",    "#",      ",",
  };
  GRand *random = g_rand_new_with_seed (20);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) name = NULL;
      guint n_pieces = g_rand_int_range (random, 0, 10);

      for (guint j = 0; j < n_pieces; j++)
        g_string_append (typed, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      name = sp_question_clean (typed->str, &error);
      if (name == NULL)
        g_assert_true (error != NULL && error->domain == SP_QUESTION_ERROR);
      else
        g_assert_true (sp_name_is_hostname (name) && sp_name_get_n_labels (name) >= 2);
    }
  g_rand_free (random);
}

static void
test_value (void)
{
  static const char *const selectors[] = { "s1", "s2", NULL };
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain, "fastmail", NULL, selectors);
  g_autoptr (SpQuestion) plain = sp_question_new (domain, NULL, NULL, NULL);

  g_assert_true (sp_name_equal (sp_question_get_domain (question), domain));
  g_assert_cmpstr (sp_question_get_provider (question), ==, "fastmail");
  g_assert_null (sp_question_get_filter (question));
  g_assert_cmpstr (sp_question_get_selectors (question)[1], ==, "s2");
  g_assert_nonnull (sp_question_get_selectors (plain));
  g_assert_null (sp_question_get_selectors (plain)[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/question/accepted", test_accepted);
  g_test_add_func ("/question/rejected", test_rejected);
  g_test_add_func ("/question/below", test_below);
  g_test_add_func ("/question/lengths", test_lengths);
  g_test_add_func ("/question/public-suffix", test_public_suffix);
  g_test_add_func ("/question/any-bytes", test_any_bytes);
  g_test_add_func ("/question/value", test_value);
  return g_test_run ();
}
