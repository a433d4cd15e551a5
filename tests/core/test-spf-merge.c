/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/mail/sp-spf.h"
#include "core/plan/sp-spf-merge.h"

#define MAX_WORDS 4

typedef struct {
  const char *name;
  const char *records[MAX_WORDS];
  const char *wanted[MAX_WORDS];
  const char *unwanted[MAX_WORDS];
  const char *result;
} Case;

static const Case cases[] = {
  { "one-more",
    { "v=spf1 include:_spf.old.example ~all" },
    { "include:spf.new.example" },
    { NULL },
    "v=spf1 include:_spf.old.example include:spf.new.example ~all" },
  { "two-records",
    { "v=spf1 include:_spf.google.com ~all", "v=spf1 include:servers.mcsv.net ?all" },
    { NULL },
    { NULL },
    "v=spf1 include:_spf.google.com include:servers.mcsv.net ?all" },
  { "softest-ending",
    { "v=spf1 a -all", "v=spf1 mx ~all" },
    { NULL },
    { NULL },
    "v=spf1 a mx ~all" },
  { "only-ending-stays",
    { "v=spf1 ip4:198.18.0.1 -all" },
    { "include:x.example" },
    { NULL },
    "v=spf1 ip4:198.18.0.1 include:x.example -all" },
  { "glued-endings",
    { "v=spf1 include:x.example-all", "v=spf1 include:y.example~all" },
    { NULL },
    { NULL },
    "v=spf1 include:x.example include:y.example ~all" },
  { "never-everyone", { "v=spf1 a +all" }, { "mx" }, { NULL }, "v=spf1 a mx ~all" },
  { "no-ending",
    { "v=spf1 a mx" },
    { "include:x.example" },
    { NULL },
    "v=spf1 a mx include:x.example ~all" },
  { "duplicates",
    { "v=spf1 INCLUDE:X.example a include:x.example ~all", "v=spf1 +a include:x.example ~all" },
    { "include:x.example" },
    { NULL },
    "v=spf1 include:x.example a ~all" },
  { "redirect-becomes-include",
    { "v=spf1 redirect=_spf.host.example" },
    { "include:x.example" },
    { NULL },
    "v=spf1 include:_spf.host.example include:x.example ~all" },
  { "redirect-of-two",
    { "v=spf1 redirect=_spf.host.example", "v=spf1 mx -all" },
    { NULL },
    { NULL },
    "v=spf1 include:_spf.host.example mx -all" },
  { "redirect-twice-in-one",
    { "v=spf1 redirect=_spf.host.example redirect=_spf.other.example" },
    { NULL },
    { NULL },
    "v=spf1 include:_spf.host.example include:_spf.other.example ~all" },
  { "redirect-alone",
    { "v=spf1 redirect=_spf.host.example" },
    { NULL },
    { "include:y.example" },
    "v=spf1 redirect=_spf.host.example" },
  { "redirect-beside-all-says-nothing",
    { "v=spf1 mx ~all redirect=_spf.host.example" },
    { "a" },
    { NULL },
    "v=spf1 mx a ~all" },
  { "behind-the-ending",
    { "v=spf1 mx ~all include:late.example" },
    { NULL },
    { NULL },
    "v=spf1 mx include:late.example ~all" },
  { "unwanted-goes",
    { "v=spf1 include:_spf.old.example ip4:198.18.0.7 include:x.example -all" },
    { "include:x.example" },
    { "include:_SPF.old.example" },
    "v=spf1 ip4:198.18.0.7 include:x.example -all" },
  { "unknown-words-belong-to-someone",
    { "v=spf1 exists:%{i}.spf.hc.example ra=postmaster ~all" },
    { "mx" },
    { NULL },
    "v=spf1 exists:%{i}.spf.hc.example mx ~all ra=postmaster" },
  { "one-explanation",
    { "v=spf1 a exp=one.example ~all", "v=spf1 mx exp=two.example ~all" },
    { NULL },
    { NULL },
    "v=spf1 a mx ~all exp=one.example" },
  { "forgotten-ip4",
    { "v=spf1 198.18.0.9 2001:db8::1 ~all" },
    { NULL },
    { NULL },
    "v=spf1 ip4:198.18.0.9 ip6:2001:db8::1 ~all" },
  { "long-dash",
    { "v=spf1 mx \xe2\x80\x93"
      "all" },
    { NULL },
    { NULL },
    "v=spf1 mx -all" },
  { "nonsense-is-dropped", { "v=spf1 mx hello ~all" }, { NULL }, { NULL }, "v=spf1 mx ~all" },
  { "a-macro-for-the-domain-is-its-name",
    { "v=spf1 include:_spf.%{d} a:%{o} ~all",
      "v=spf1 include:_spf.SHOP.example a:shop.example ~all" },
    { "include:%{d2}._spf.host.example", "include:shop.example._spf.host.example" },
    { NULL },
    "v=spf1 include:_spf.%{d} a:%{o} include:%{d2}._spf.host.example ~all" },
  { "a-macro-for-the-domain-goes-by-its-name",
    { "v=spf1 include:%{d1r}.host.example include:%{i}.host.example mx ~all" },
    { NULL },
    { "include:shop.host.example", "include:shop.example.host.example" },
    "v=spf1 include:%{i}.host.example mx ~all" },
  { "qualifiers-stay",
    { "v=spf1 -ip4:198.18.0.1 ?include:x.example ~all" },
    { "a" },
    { NULL },
    "v=spf1 -ip4:198.18.0.1 ?include:x.example a ~all" },
};

static GPtrArray *
collect (const char *const *words)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < MAX_WORDS && words[i] != NULL; i++)
    g_ptr_array_add (list, (gpointer) words[i]);
  return list;
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (GPtrArray) records = collect (item->records);
  g_autoptr (GPtrArray) wanted = collect (item->wanted);
  g_autoptr (GPtrArray) unwanted = collect (item->unwanted);
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  SpSpfMerge merge = { records, wanted, unwanted, domain };
  g_autofree char *result = sp_spf_merge (&merge, NULL);
  g_autoptr (SpSpf) parsed = sp_spf_parse (result, -1);

  g_assert_cmpstr (result, ==, item->result);
  g_assert_true (sp_spf_is_valid (parsed));
}

static void
test_dropped (void)
{
  const char *words[MAX_WORDS] = { "v=spf1 mx hello frogs:1.2.3.4 ipv4:1.2.3.5 ~all" };
  g_autoptr (GPtrArray) records = collect (words);
  g_autoptr (GPtrArray) dropped = NULL;
  SpSpfMerge merge = { records, NULL, NULL, NULL };
  g_autofree char *result = sp_spf_merge (&merge, &dropped);

  g_assert_cmpstr (result, ==, "v=spf1 mx ip4:1.2.3.5 ~all");
  g_assert_cmpuint (dropped->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (dropped, 0), ==, "hello");
}

/* Merging what was merged changes nothing, whatever stood there. */
static void
test_stable (void)
{
  static const char *const words[] = { "a",
                                       "mx",
                                       "include:x.example",
                                       "redirect=y.example",
                                       "redirect=z.example",
                                       "ip4:198.18.0.1",
                                       "~all",
                                       "-all",
                                       "all",
                                       "?all",
                                       "exp=z.example",
                                       "foo",
                                       "ptr",
                                       "include:",
                                       "\"",
                                       "exists:%{i}.w",
                                       "198.18.0.2" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7208);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) again = g_ptr_array_new ();
      SpSpfMerge first = { records, NULL, NULL, NULL };
      SpSpfMerge second = { again, NULL, NULL, NULL };
      g_autofree char *once = NULL;
      g_autofree char *twice = NULL;
      g_autoptr (SpSpf) parsed = NULL;
      guint n_records = g_rand_int_range (rand, 1, 4);

      for (guint i = 0; i < n_records; i++)
        {
          GString *text = g_string_new ("v=spf1");
          guint n_words = g_rand_int_range (rand, 0, 6);

          for (guint j = 0; j < n_words; j++)
            g_string_append_printf (text, " %s",
                                    words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
          g_ptr_array_add (records, g_string_free (text, FALSE));
        }
      once = sp_spf_merge (&first, NULL);
      parsed = sp_spf_parse (once, -1);
      g_assert_true (sp_spf_is_valid (parsed));
      g_ptr_array_add (again, once);
      twice = sp_spf_merge (&second, NULL);
      g_assert_cmpstr (once, ==, twice);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/spf-merge/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/spf-merge/dropped", test_dropped);
  g_test_add_func ("/spf-merge/stable", test_stable);
  return g_test_run ();
}
