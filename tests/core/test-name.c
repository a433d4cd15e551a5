/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-name.h"

#include <string.h>

static void
test_parse (void)
{
  static const struct {
    const char *input;
    const char *expected;
    guint n_labels;
  } cases[] = {
    { "", ".", 0 },
    { ".", ".", 0 },
    { "example", "example", 1 },
    { "Shop.EXAMPLE.", "shop.example", 2 },
    { "a\\.b.example", "a\\.b.example", 2 },
    { "john\\032doe.example", "john\\032doe.example", 2 },
    { "\\065.example", "a.example", 2 },
    { "_dmarc.shop.example", "_dmarc.shop.example", 3 },
    { "*.shop.example", "*.shop.example", 3 },
    { "\\200.example", "\\200.example", 2 },
    { "\\@.example", "\\@.example", 2 },
    { "..", NULL, 0 },
    { ".example", NULL, 0 },
    { "a..example", NULL, 0 },
    { "a\\", NULL, 0 },
    { "a\\25", NULL, 0 },
    { "a\\256.example", NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpName) name = sp_name_parse (cases[i].input, &error);

      if (cases[i].expected == NULL)
        {
          g_assert_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME);
          g_assert_null (name);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (sp_name_get_text (name), ==, cases[i].expected);
      g_assert_cmpuint (sp_name_get_n_labels (name), ==, cases[i].n_labels);
    }
}

static void
test_limits (void)
{
  g_autofree char *label63 = g_strnfill (63, 'a');
  g_autofree char *label64 = g_strnfill (64, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.%.61s", label63, label63, label63, label63);
  g_autofree char *too_long = g_strdup_printf ("%s.%s.%s.%.62s", label63, label63, label63,
                                               label63);
  g_autoptr (SpName) good = sp_name_parse (label63, NULL);
  g_autoptr (SpName) bad = sp_name_parse (label64, NULL);
  g_autoptr (SpName) full = sp_name_parse (longest, NULL);
  g_autoptr (SpName) over = sp_name_parse (too_long, NULL);
  g_autoptr (SpName) longer = NULL;
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (SpName) labels = NULL;

  g_assert_nonnull (good);
  g_assert_null (bad);
  g_assert_nonnull (full);
  g_assert_cmpuint (sp_name_get_wire_length (full), ==, 255);
  g_assert_null (over);
  longer = sp_name_prepend (full, "a");
  g_assert_null (longer);

  for (guint i = 0; i < 127; i++)
    g_string_append (many, "a.");
  labels = sp_name_parse (many->str, NULL);
  g_assert_nonnull (labels);
  g_assert_cmpuint (sp_name_get_n_labels (labels), ==, 127);
  g_string_append (many, "a");
  g_assert_null (sp_name_parse (many->str, NULL));
}

static void
test_relations (void)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) below = sp_name_prepend (zone, "_dmarc");
  g_autoptr (SpName) lookalike = sp_name_parse ("webshop.example", NULL);
  g_autoptr (SpName) doubled = sp_name_append (below, zone);
  g_autoptr (SpName) parent = sp_name_dup_parent (below);
  g_autofree char *at = sp_name_dup_relative (zone, zone);
  g_autofree char *relative = sp_name_dup_relative (below, zone);
  g_autofree char *outside = sp_name_dup_relative (lookalike, zone);

  g_assert_true (sp_name_is_at_or_below (zone, zone));
  g_assert_true (sp_name_is_at_or_below (below, zone));
  g_assert_true (sp_name_is_at_or_below (below, root));
  g_assert_false (sp_name_is_at_or_below (zone, below));
  g_assert_false (sp_name_is_at_or_below (lookalike, zone));
  g_assert_true (sp_name_equal (parent, zone));
  g_assert_null (sp_name_dup_parent (root));
  g_assert_cmpstr (sp_name_get_text (doubled), ==, "_dmarc.shop.example.shop.example");
  g_assert_cmpstr (at, ==, "@");
  g_assert_cmpstr (relative, ==, "_dmarc");
  g_assert_cmpstr (outside, ==, "webshop.example");
  g_assert_cmpint (sp_name_compare (zone, below), <, 0);
  g_assert_cmpint (sp_name_compare (lookalike, zone), >, 0);
}

static void
test_hostname (void)
{
  static const struct {
    const char *input;
    gboolean expected;
  } cases[] = {
    { "mail.shop.example", TRUE },
    { "3com.example", TRUE },
    { "xn--mnchen-3ya.example", TRUE },
    { "_dmarc.shop.example", FALSE },
    { "192.0.2.25", FALSE },
    { "-a.example", FALSE },
    { "a-.example", FALSE },
    { "a b.example", FALSE },
    { "shop.123", FALSE },
    { ".", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpName) name = sp_name_parse (cases[i].input, NULL);

      g_assert_cmpint (sp_name_is_hostname (name), ==, cases[i].expected);
    }
}

static void
test_idn (void)
{
  g_autoptr (SpName) name = sp_name_parse_idn ("Bücher.example", NULL);
  g_autoptr (SpName) sharp = sp_name_parse_idn ("straße.example", NULL);
  g_autoptr (SpName) plain = sp_name_parse_idn ("Shop.Example", NULL);
  g_autoptr (SpName) fake = sp_name_parse ("xn--0.example", NULL);
  g_autofree char *unicode = sp_name_dup_unicode (name);
  g_autofree char *fake_text = sp_name_dup_unicode (fake);

  g_assert_cmpstr (sp_name_get_text (name), ==, "xn--bcher-kva.example");
  g_assert_cmpstr (unicode, ==, "bücher.example");
  g_assert_cmpstr (sp_name_get_text (sharp), ==, "xn--strae-oqa.example");
  g_assert_cmpstr (sp_name_get_text (plain), ==, "shop.example");
  g_assert_cmpstr (fake_text, ==, "xn--0.example");
  g_assert_null (sp_name_parse_idn ("a\xff.example", NULL));
}

static void
test_mutations (void)
{
  const char alphabet[] = "a.\\0129@*_-\xc3\xbc ";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < 20000; i++)
    {
      char text[300];
      gsize length = (gsize) g_rand_int_range (rand, 0, sizeof text);
      g_autoptr (SpName) name = NULL;
      g_autoptr (SpName) again = NULL;

      for (gsize j = 0; j < length; j++)
        text[j] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
      text[length] = '\0';
      name = sp_name_parse (text, NULL);
      if (name == NULL)
        continue;
      again = sp_name_parse (sp_name_get_text (name), NULL);
      g_assert_nonnull (again);
      g_assert_true (sp_name_equal (name, again));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/parse", test_parse);
  g_test_add_func ("/name/limits", test_limits);
  g_test_add_func ("/name/relations", test_relations);
  g_test_add_func ("/name/hostname", test_hostname);
  g_test_add_func ("/name/idn", test_idn);
  g_test_add_func ("/name/mutations", test_mutations);
  return g_test_run ();
}
