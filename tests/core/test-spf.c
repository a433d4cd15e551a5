/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/sp-spf-expand.h"

#include <string.h>

typedef struct {
  const char *record;
  const char *issue; /* first issue as "code@offset", "" if none */
  gboolean is_valid;
  guint lookups;
} Case;

static const Case cases[] = {
  { "v=spf1", "", TRUE, 0 },
  { "V=SPF1 -ALL", "", TRUE, 0 },
  { "v=spf1   mx   -all  ", "", TRUE, 1 },
  { "v=spf1 a mx ~all", "", TRUE, 2 },
  { "v=spf1 a/24 mx//64 a:x.example/24//96 -all", "", TRUE, 3 },
  { "v=spf1 include:_spf.google.com ~all", "", TRUE, 1 },
  { "v=spf1 include:spf.example.com. ?all", "", TRUE, 1 },
  { "v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "", TRUE, 0 },
  { "v=spf1 redirect=_spf.example.com", "", TRUE, 1 },
  { "v=spf1 mx -all exp=explain._spf.%{d}", "", TRUE, 1 },
  { "v=spf1 exists:%{ir}.sbl.example.org ptr ptr:x.example -all", "", TRUE, 3 },
  { "v=spf1 exists:%{l1r-}.x.%{d2} -all", "", TRUE, 1 },
  { "v=spf1 a:foo:bar.com -all", "", TRUE, 1 },
  { "v=spf1 include:%{d1r+-,/_=}.x.example -all", "", TRUE, 1 },
  { "v=spf1 include:a%%b%_c%-.d.example -all", "", TRUE, 1 },
  { "v=spf1 default=pass moo.cow-far_out=man:dog/cat ra=x -all", "", TRUE, 0 },
  { "v=spf1 a:example.a--b -all", "", TRUE, 1 },

  { "v=spf1 \xe2\x80\x93"
    "all",
    "long-dash@7", FALSE, 0 },
  { "v=spf1 mx \x96"
    "all",
    "long-dash@10", FALSE, 1 },
  { "v=spf1 include:_spf.google.com~all", "glued-all@7", FALSE, 0 },
  { "v=spf1 include:_spf.google.com-all", "glued-all@7", TRUE, 1 },
  { "v=spf1 ip4:192.0.2.1-all", "glued-all@7", FALSE, 0 },
  { "v=spf1 mx~all", "glued-all@7", FALSE, 0 },
  { "v=spf1 192.0.2.1 -all", "missing-ip-prefix@7", FALSE, 0 },
  { "v=spf1 192.0.2.0/24 -all", "missing-ip-prefix@7", FALSE, 0 },
  { "v=spf1 2001:db8::1 -all", "missing-ip-prefix@7", FALSE, 0 },
  { "v=spf1 ip4:2001:db8::1 -all", "ip6-in-ip4@7", FALSE, 0 },
  { "v=spf1 ip6:192.0.2.1 -all", "ip4-in-ip6@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.256 -all", "bad-ip4@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2 -all", "bad-ip4@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.01 -all", "bad-ip4@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.1:25 -all", "bad-ip4@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.1/33 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.1/024 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 ip4:192.0.2.1//32 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 ip4:%{i} -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 ip4 -all", "missing-domain@7", FALSE, 0 },
  { "v=spf1 ip6:2001:db8::/129 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 a/33 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 a//129 -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 a:x.example/ -all", "bad-prefix@7", FALSE, 0 },
  { "v=spf1 a: -all", "missing-domain@7", FALSE, 0 },
  { "v=spf1 a:museum -all", "bad-domain@7", FALSE, 0 },
  { "v=spf1 a:192.0.2.1 -all", "bad-domain@7", FALSE, 0 },
  { "v=spf1 a:x.example:8080 -all", "bad-domain@7", FALSE, 0 },
  { "v=spf1 include -all", "missing-domain@7", FALSE, 0 },
  { "v=spf1 include: _spf.example.com -all", "missing-domain@7", FALSE, 0 },
  { "v=spf1 include_spf.example.com -all", "missing-colon@7", FALSE, 0 },
  { "v=spf1 all:x", "unexpected-value@7", FALSE, 0 },
  { "v=spf1 all.", "unknown-mechanism@7", FALSE, 0 },
  { "v=spf1 -all;", "unknown-mechanism@7", FALSE, 0 },
  { "v=spf1 ipv4:192.0.2.1 -all", "unknown-mechanism@7", FALSE, 0 },
  { "v=spf1 \"include:x.example\" -all", "quotes@7", FALSE, 0 },
  { "v=spf1 include:x.example -all\"", "quotes@25", FALSE, 1 },
  { "v=spf1\tmx -all", "no-version@0", FALSE, 0 },
  { "v=spf1 mx\t-all", "bad-character@7", FALSE, 0 },
  { "v=spf1 exists:%{c}.x.example -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 exists:%{d0}.x.example -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 exists:%{x}.x.example -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 exists:%(ir).x.example -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 exists:%{ir.x.example -all", "bad-macro@7", FALSE, 0 },
  { "v=spf1 -redirect=x.example", "bad-modifier@7", FALSE, 0 },
  { "v=spf1 redirect=", "missing-domain@7", FALSE, 0 },
  { "v=spf1 redirect=a.example redirect=b.example", "modifier-twice@26", FALSE, 1 },
  { "v=spf10 -all", "no-version@0", FALSE, 0 },
  { "include:x.example -all", "no-version@0", FALSE, 1 },

  { "v=spf1 -all include:x.example", "text-after-all@12", TRUE, 0 },
  { "v=spf1 redirect=x.example -all", "redirect-ignored@7", TRUE, 0 },
  { "v=spf1 include=x.example -all", "equals-for-colon@7", TRUE, 0 },
  { "v=spf1 include:x.example include:X.example -all", "include-twice@25", TRUE, 2 },
};

static void
test_grammar (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpSpf) spf = sp_spf_parse (cases[i].record, -1);
      g_autofree char *issue = g_strdup ("");

      if (spf->issues->len > 0)
        {
          const SpParseIssue *first = &g_array_index (spf->issues, SpParseIssue, 0);

          g_free (issue);
          issue = g_strdup_printf ("%s@%zu", first->code, first->offset);
        }
      g_test_message ("%s", cases[i].record);
      g_assert_cmpstr (issue, ==, cases[i].issue);
      g_assert_cmpint (sp_spf_is_valid (spf), ==, cases[i].is_valid);
      g_assert_cmpuint (sp_spf_count_lookups (spf), ==, cases[i].lookups);
    }
}

static void
test_terms (void)
{
  static const struct {
    const char *term;
    const char *plain;
  } terms[] = {
    { "+A", "a" },
    { "-ALL", "-all" },
    { "?include:X.Example", "?include:x.example" },
    { "~mx:x.example/24//64", "~mx:x.example/24//64" },
    { "a/32//128", "a" },
    { "ip4:192.0.2.1/32", "ip4:192.0.2.1" },
    { "ip6:2001:DB8:0::/32", "ip6:2001:db8::/32" },
    { "exists:%{I}.x.example", "exists:%{I}.x.example" },
    { "redirect=X.example", "redirect=x.example" },
    { "RA=Postmaster", "RA=Postmaster" },
    { "nonsense", "nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      g_autofree char *record = g_strdup_printf ("v=spf1 %s", terms[i].term);
      g_autoptr (SpSpf) spf = sp_spf_parse (record, -1);
      g_autofree char *plain = sp_spf_term_dup_text (g_ptr_array_index (spf->terms, 0));

      g_assert_cmpuint (spf->terms->len, ==, 1);
      g_assert_cmpstr (plain, ==, terms[i].plain);
    }
}

static void
test_suggestions (void)
{
  static const struct {
    const char *code;
    const char *word;
    const char *meant;
  } words[] = {
    { "long-dash",
      "\xe2\x80\x93"
      "all",
      "-all" },
    { "long-dash",
      "\x96"
      "all",
      "-all" },
    { "quotes", "\xe2\x80\x9cinclude:x.example\xe2\x80\x9d", "include:x.example" },
    { "quotes", "\"include:x.example\"", "include:x.example" },
    { "missing-ip-prefix", "192.0.2.0/24", "ip4:192.0.2.0/24" },
    { "missing-ip-prefix", "2001:db8::1", "ip6:2001:db8::1" },
    { "ip6-in-ip4", "ip4:2001:db8::1", "ip6:2001:db8::1" },
    { "ip4-in-ip6", "ip6:192.0.2.1", "ip4:192.0.2.1" },
    { "glued-all", "include:x.example~all", "include:x.example ~all" },
    { "glued-all", "nonsense~all", NULL },
    { "quotes", "\"", NULL },
    { "unknown-mechanism", "ipv4:192.0.2.1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *meant = sp_spf_dup_suggestion (words[i].code, words[i].word);

      g_assert_cmpstr (meant, ==, words[i].meant);
    }
}

static void
test_select (void)
{
  static const struct {
    const char *text;
    gboolean is_record;
  } texts[] = {
    { "v=spf1", TRUE },      { "v=spf1 ", TRUE },    { "V=SpF1 -all", TRUE }, { "v=spf10", FALSE },
    { " v=spf1", FALSE },    { "v=spf1,mx", FALSE }, { "", FALSE },           { "v=spf", FALSE },
    { "spf2.0/pra", FALSE }, { "\"v=spf1", FALSE },
  };
  g_autoptr (SpName) owner = sp_name_parse ("shop.example", NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpRecordSet) set = NULL;
  g_autoptr (GPtrArray) selected = NULL, none = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_cmpint (sp_spf_is_record (texts[i].text, strlen (texts[i].text)), ==,
                       texts[i].is_record);
      g_ptr_array_add (records, sp_record_new_txt (owner, 300, texts[i].text));
    }
  set = sp_record_set_new (records);
  selected = sp_spf_select (set);
  g_assert_cmpuint (selected->len, ==, 3);
  none = sp_spf_select (NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* Whatever happens to a record, the parser ends, stays within it, and its parts fit together. */
static void
test_mutations (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      const char *seed = cases[g_test_rand_int_range (0, G_N_ELEMENTS (cases))].record;
      gsize length = strlen (seed);
      g_autofree char *bytes = g_memdup2 (seed, length);
      g_autoptr (SpSpf) spf = NULL;

      for (int k = g_test_rand_int_range (0, 5); k > 0; k--)
        bytes[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (0, 256);
      length = (gsize) g_test_rand_int_range (0, (int) length + 1);
      spf = sp_spf_parse (bytes, (gssize) length);
      for (guint i = 0; i < spf->terms->len; i++)
        {
          const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);
          g_autofree char *plain = sp_spf_term_dup_text (term);
          g_autofree char *again = g_strdup_printf ("v=spf1 %s", plain);
          g_autoptr (SpSpf) reread = sp_spf_parse (again, -1);

          g_assert_cmpuint (term->offset + term->length, <=, length);
          if (term->kind != SP_SPF_BROKEN)
            {
              const SpSpfTerm *twin = g_ptr_array_index (reread->terms, 0);

              g_assert_cmpint (twin->kind, ==, term->kind);
            }
        }
      for (guint i = 0; i < spf->issues->len; i++)
        {
          const SpParseIssue *issue = &g_array_index (spf->issues, SpParseIssue, i);

          g_assert_cmpuint (issue->offset + issue->length, <=, MAX (length, 1));
        }
    }
}

/* RFC 7208 §7.3, with the names of §7.4; "-" where the name is none, or is another one for each
 * message. */
static void
test_targets (void)
{
  static const struct {
    const char *term, *domain, *sender, *target;
  } targets[] = {
    { "a", "email.example.com", "strong-bad.example", "email.example.com" },
    { "include:Other.Example.", "email.example.com", "x.example", "other.example" },
    { "include:%{d}", "email.example.com", "x.example", "email.example.com" },
    { "include:%{d4}", "email.example.com", "x.example", "email.example.com" },
    { "include:%{d3}._spf.host.test", "email.example.com", "x.example",
      "email.example.com._spf.host.test" },
    { "include:%{d2}", "email.example.com", "x.example", "example.com" },
    { "include:%{d1}", "email.example.com", "x.example", "com" },
    { "include:%{dr}", "email.example.com", "x.example", "com.example.email" },
    { "include:%{d2r}", "email.example.com", "x.example", "example.email" },
    { "include:%{d-}.host.test", "my-shop.example", "x.example", "my.shop.example.host.test" },
    { "include:%{d1r-.}.host.test", "my-shop.example", "x.example", "my.host.test" },
    { "redirect=_spf.%{o2}", "_spf.host.test", "mail.shop.example", "_spf.shop.example" },
    { "redirect=%{d}.%{o}", "_spf.host.test", "shop.example", "_spf.host.test.shop.example" },
    { "exists:a%%b%_c%-.%{d}", "shop.example", "x.example", "a%b\\032c%20.shop.example" },
    { "a:%{d}/24//64", "shop.example", "x.example", "shop.example" },
    { "a:back\\slash.%{d}", "shop.example", "x.example", "back\\\\slash.shop.example" },
    { "include:%{i}.host.test", "shop.example", "x.example", "-" },
    { "include:%{d}.%{h}", "shop.example", "x.example", "-" },
    { "include:%{s}", "shop.example", "x.example", "-" },
    { "include:%{L}.%{d}", "shop.example", "x.example", "-" },
    { "exists:%{p}.%{d}", "shop.example", "x.example", "-" },
    { "exists:%{v}.%{d}", "shop.example", "x.example", "-" },
    { "include:a..%{d}", "shop.example", "x.example", "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *record = g_strconcat ("v=spf1 ", targets[i].term, NULL);
      g_autoptr (SpSpf) spf = sp_spf_parse (record, -1);
      g_autoptr (SpName) domain = sp_name_parse (targets[i].domain, NULL);
      g_autoptr (SpName) sender = sp_name_parse (targets[i].sender, NULL);
      g_autoptr (SpName) target = NULL;

      g_test_message ("%s at %s", targets[i].term, targets[i].domain);
      g_assert_true (sp_spf_is_valid (spf));
      target = sp_spf_term_dup_target (g_ptr_array_index (spf->terms, 0), domain, sender);
      g_assert_cmpstr (target != NULL ? sp_name_get_text (target) : "-", ==, targets[i].target);
    }
}

/* From a name that macros make too long labels go at the left (§7.3). */
static void
test_long_target (void)
{
  g_autofree char *label = g_strnfill (60, 'x');
  g_autofree char *text = g_strdup_printf ("%s.%s.%s.example", label, label, label);
  g_autoptr (SpName) domain = sp_name_parse (text, NULL);
  g_autoptr (SpSpf) spf = sp_spf_parse ("v=spf1 include:%{d}.%{d}", -1);
  g_autoptr (SpName)
    target = sp_spf_term_dup_target (g_ptr_array_index (spf->terms, 0), domain, domain);
  g_autofree char *expected = g_strdup_printf ("example.%s", text);

  g_assert_nonnull (target);
  g_assert_cmpstr (sp_name_get_text (target), ==, expected);
}

static void
test_huge (void)
{
  g_autoptr (GString) text = g_string_new ("v=spf1");
  g_autoptr (SpSpf) spf = NULL;

  while (text->len < 200000)
    g_string_append (text, " ip4:192.0.2.1 x");
  spf = sp_spf_parse (text->str, (gssize) text->len);
  g_assert_false (sp_spf_is_valid (spf));
  g_assert_cmpuint (spf->issues->len, <=, 65);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spf/grammar", test_grammar);
  g_test_add_func ("/spf/terms", test_terms);
  g_test_add_func ("/spf/suggestions", test_suggestions);
  g_test_add_func ("/spf/select", test_select);
  g_test_add_func ("/spf/mutations", test_mutations);
  g_test_add_func ("/spf/targets", test_targets);
  g_test_add_func ("/spf/long-target", test_long_target);
  g_test_add_func ("/spf/huge", test_huge);
  return g_test_run ();
}
