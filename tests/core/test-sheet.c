/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/dns/sp-dig-line.h"
#include "core/explain/sp-sheet.h"
#include "core/plan/sp-edit-plan.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

static SpCatalog *catalog;

#define SHOP                                                                                       \
  "@ 600 MX 10 mail.webhost.example.\n"                                                            \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "@ A 198.18.0.1\nwww CNAME shop.example.\n"                                                      \
  "@ TXT \"google-site-verification=x\"\n"                                                         \
  "@ TXT \"v=spf1 include:_spf.webhost.example -all\"\n"                                           \
  "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 ?all\"\n"

static SpSheet *
sheet_for (const char *zone, const char *provider, gint64 not_before)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, provider, NULL, NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new_for (question, catalog, zone);
  g_autoptr (SpEditPlan) plan = sp_edit_plan_new (
    &(SpPlanInput) { .snapshot = snapshot, .catalog = catalog, .provider = provider });
  GListModel *edits = sp_edit_plan_get_edits (plan);
  guint n = g_list_model_get_n_items (edits);
  g_autofree SpSheetChange *changes = g_new0 (SpSheetChange, n + 1);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  SpSheetInput input = { .snapshot = snapshot,
                         .catalog = catalog,
                         .provider = sp_catalog_get_provider (catalog, "fastmail"),
                         .changes = changes,
                         .n_changes = n,
                         .needs = sp_edit_plan_get_needs (plan),
                         .unchecked = sp_edit_plan_get_unchecked (plan),
                         .time_zone = utc };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      changes[i].edit = edit; /* the plan keeps it */
      if (g_str_equal (sp_edit_get_id (edit), "mx"))
        changes[i].not_before = not_before;
    }
  return sp_sheet_new (&input);
}

static void
assert_in_order (const char *text, const char *const *wanted)
{
  for (guint i = 0; wanted[i] != NULL; i++)
    {
      const char *at = strstr (text, wanted[i]);

      if (at == NULL)
        g_error ("“%s” is not in: %s", wanted[i], text);
      text = at + strlen (wanted[i]);
    }
}

static void
test_whole (void)
{
  g_autoptr (SpSheet) sheet = sheet_for (SHOP, "fastmail", SP_TEST_SNAPSHOT_TIME + 3600000000);
  g_autofree char *text = sp_sheet_dup_text (sheet);
  static const char *const wanted[] = {
    "Email of shop.example: changes to be made\n=====",
    "As seen on    Monday 1 June 2026, 9:00 UTC\n",
    "\n1. Allow Fastmail to send\n",
    "− Remove  v=spf1 include:_spf.webhost.example -all\n",
    "+ Add     v=spf1 include:_spf.webhost.example include:spf.messagingengine.com -all\n",
    "= Keep    google-site-verification=x\n",
    "Not before  Monday 1 June 2026, 10:00 UTC\n",
    "Only after  1, 2",
    "− Remove      10 mail.webhost.example\n",
    "+ Add         10 in1-smtp.messagingengine.com\n",
    "Please Leave as It Is\n",
    "= A shop.example          198.18.0.1\n",
    "= CNAME www.shop.example  shop.example\n",
    "How to Check\n",
    "    dig @ns1.shop.example shop.example TXT +norecurse\n",
    "How to Go Back\n",
    "= MX shop.example",
    "10 mail.webhost.example  (TTL 600)\n",
    "= TXT shop.example",
    NULL
  };

  assert_in_order (text, wanted);
  g_assert_null (strstr (text, "\u2068"));
  g_assert_null (strstr (text, "<"));
}

static void
test_gaps (void)
{
  g_autoptr (SpSheet) keys = sheet_for (SHOP, "google-workspace", 0);
  g_autoptr (SpSheet) blind = sheet_for (SHOP "!fail @ * timeout\n", "fastmail", 0);
  g_autofree char *keys_text = sp_sheet_dup_text (keys);
  g_autofree char *blind_text = sp_sheet_dup_text (blind);

  g_assert_nonnull (strstr (keys_text, "Not on This Sheet Yet\n  A value is still missing: "));
  g_assert_nonnull (strstr (blind_text, "What is published at shop.example could not be seen"));
  g_assert_null (strstr (blind_text, "No changes are needed"));
}

/* What strangers publish stays on its line and does not turn the direction of writing. */
static void
test_hostile (void)
{
  g_autoptr (SpSheet) sheet = sheet_for (
    SHOP "@ TXT \"a\\010+ Add     evil\"\n@ TXT \"\\226\\128\\174back\"\n", "fastmail", 0);
  g_autofree char *text = sp_sheet_dup_text (sheet);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_null (strstr (text, "\n+ Add     evil"));
  g_assert_null (strstr (text, "\u202e"));
  g_assert_nonnull (strstr (text, "= Keep    a\\u{A}+ Add     evil\n"));
}

static void
test_mail (void)
{
  g_autoptr (SpSheet) sheet = sheet_for (SHOP, "fastmail", 0);
  g_autofree char *text = sp_sheet_dup_text (sheet);
  g_autofree char *uri = sp_sheet_dup_mail_uri (sheet);
  g_autofree char *long_text = g_strnfill (9000, 'x');
  SpSheetSection *first = g_ptr_array_index (sheet->sections, 0);
  SpSheetLine *line = g_ptr_array_index (first->lines, 0);
  g_autoptr (SpSheet) small = sheet_for (
    "@ MX 10 in1-smtp.messagingengine.com.\n@ MX 20 in2-smtp.messagingengine.com.\n"
    "in1-smtp.messagingengine.com. A 198.18.1.1\nin2-smtp.messagingengine.com. A 198.18.1.2\n"
    "@ TXT \"v=spf1 include:spf.messagingengine.com ~all\"\n"
    "spf.messagingengine.com. TXT \"v=spf1 ip4:198.18.1.0/24 ?all\"\n",
    NULL, 0);
  g_autofree char *small_uri = sp_sheet_dup_mail_uri (small);
  g_autofree char *small_text = sp_sheet_dup_text (small);
  g_autofree char *body = NULL;

  /* A long sheet is not cut: there is no draft. */
  g_assert_true (uri == NULL || strlen (uri) <= 8000);
  g_set_str (&line->text, long_text);
  g_free (uri);
  uri = sp_sheet_dup_mail_uri (sheet);
  g_assert_null (uri);

  g_assert_nonnull (small_uri);
  g_assert_true (g_str_has_prefix (small_uri, "mailto:?subject=Email%20of%20shop.example%3A%20"));
  body = g_uri_unescape_string (strstr (small_uri, "&body=") + strlen ("&body="), NULL);
  g_assert_nonnull (strstr (body, "\r\n"));
  g_assert_null (strpbrk (small_uri + strlen ("mailto:"), " \"<>\n\r"));
  {
    g_autoptr (GString) lines = g_string_new (body);

    g_string_replace (lines, "\r\n", "\n", 0);
    g_assert_cmpstr (lines->str, ==, small_text);
  }
}

static void
test_dig_lines (void)
{
  static const struct {
    const char *server;
    const char *endpoint;
    guint port;
    const char *name;
    SpRrType type;
    const char *line;
  } lines[] = {
    { "ns1.example.net", NULL, 0, "shop.example", SP_RR_MX,
      "dig @ns1.example.net shop.example MX +norecurse" },
    { NULL, NULL, 0, "_dmarc.shop.example", SP_RR_TXT, "dig _dmarc.shop.example TXT" },
    { "ns1.practice.test", "127.53.0.2", 5300, "shop.example", SP_RR_MX,
      "dig @127.53.0.2 -p 5300 shop.example MX +norecurse" },
    { "ns1.example.net", "198.18.0.1", 53, "shop.example", SP_RR_A,
      "dig @ns1.example.net shop.example A +norecurse" },
    { "a\\;b.example", NULL, 0, "shop.example", SP_RR_MX, "dig shop.example MX" },
    { "a\\$b.example", "2001:db8::1", 53, "shop.example", SP_RR_MX,
      "dig @2001:db8::1 shop.example MX +norecurse" },
    { NULL, NULL, 0, "*.shop.example", SP_RR_MX, "dig -q '*.shop.example' MX" },
    { NULL, NULL, 0, "-f.shop.example", SP_RR_MX, "dig -q -f.shop.example MX" },
    { NULL, NULL, 0, "+short.shop.example", SP_RR_MX, "dig -q '+short.shop.example' MX" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (SpName) server = lines[i].server != NULL ? sp_name_parse (lines[i].server, NULL)
                                                          : NULL;
      g_autoptr (GSocketAddress)
        endpoint = lines[i].endpoint != NULL
                     ? g_inet_socket_address_new_from_string (lines[i].endpoint, lines[i].port)
                     : NULL;
      g_autoptr (SpName) name = sp_name_parse (lines[i].name, NULL);
      g_autofree char *line = sp_dig_line_new (
        server, endpoint != NULL ? G_INET_SOCKET_ADDRESS (endpoint) : NULL, name, lines[i].type);

      g_assert_cmpstr (line, ==, lines[i].line);
    }
}

/* Whatever a name holds, a shell takes it as one word. */
static void
test_dig_shell (void)
{
  for (guint c = 1; c < 256; c++)
    {
      g_autofree char *text = g_strdup_printf ("\\%03u\\%03u.shop.example", c, c);
      g_autoptr (SpName) name = sp_name_parse (text, NULL);
      g_autofree char *line = sp_dig_line_new (NULL, NULL, name, SP_RR_MX);
      g_auto (GStrv) words = NULL;
      g_autoptr (GError) error = NULL;
      int n_words;

      g_assert_true (g_shell_parse_argv (line, &n_words, &words, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (words[n_words - 2], ==, sp_name_get_text (name));
      g_assert_true (g_ascii_isalnum (words[1][0]) || words[1][0] == '_'
                     || g_str_equal (words[1], "-q"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/sheet/whole", test_whole);
  g_test_add_func ("/sheet/gaps", test_gaps);
  g_test_add_func ("/sheet/hostile", test_hostile);
  g_test_add_func ("/sheet/mail", test_mail);
  g_test_add_func ("/sheet/dig-lines", test_dig_lines);
  g_test_add_func ("/sheet/dig-shell", test_dig_shell);
  return sp_test_run_with_catalog (&catalog);
}
