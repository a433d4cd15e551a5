/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/dns/sp-zone.h"
#include "core/plan/sp-edit-match.h"
#include "core/plan/sp-edit-plan.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-snapshot.h"

#define DOMAIN_NAME "shop.example"

#define WEB_HOST                                                                                   \
  "in1-smtp.messagingengine.com. A 198.18.1.1\n"                                                   \
  "in2-smtp.messagingengine.com. A 198.18.1.2\n"                                                   \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "spf.messagingengine.com. TXT \"v=spf1 ip4:198.18.1.0/24 ?all\"\n"                               \
  "@ MX 10 mail.webhost.example.\n"

#define FASTMAIL_MX                                                                                \
  "@ MX 10 in1-smtp.messagingengine.com.\n"                                                        \
  "@ MX 20 in2-smtp.messagingengine.com.\n"
#define FASTMAIL_SPF "@ TXT \"v=spf1 include:spf.messagingengine.com ~all\"\n"

/* The plan from a web host's mail to Fastmail. */
static SpEditPlan *
plan_switch (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpName) domain = sp_name_parse (DOMAIN_NAME, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain, "fastmail", NULL, NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new_for (question, catalog, WEB_HOST);
  const SpPlanInput input = { .snapshot = snapshot, .catalog = catalog, .provider = "fastmail" };

  return sp_edit_plan_new (&input);
}

static SpRecordSet *
read_set (const char *text, SpRrType type)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpName) owner = sp_name_parse (DOMAIN_NAME, NULL);
  g_autofree char *full = g_strdup_printf ("$ORIGIN %s.\n$TTL 3600\n%s", DOMAIN_NAME, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (full, -1, root, &error);

  g_assert_no_error (error);
  return sp_zone_dup_set (zone, owner, type);
}

static void
test_match (void)
{
  static const struct {
    const char *served;
    SpEditMatch match;
    const char *mistake;
  } mx[] = {
    { "@ MX 10 mail.webhost.example.\n", SP_EDIT_MATCH_OLD, NULL },
    { FASTMAIL_MX, SP_EDIT_MATCH_NEW, NULL },
    { FASTMAIL_MX "@ MX 10 mail.webhost.example.\n", SP_EDIT_MATCH_OTHER, "old-left" },
    { FASTMAIL_MX "@ MX 30 mail.third.example.\n", SP_EDIT_MATCH_OTHER, "second-record" },
    { "@ MX 10 in1-smtp.messagingengine.com.\n", SP_EDIT_MATCH_OTHER, "rows-missing" },
    { "@ MX 10 in1-smtp.messagingengine.com.shop.example.\n", SP_EDIT_MATCH_OTHER,
      "domain-appended" },
    { "@ MX 5 in1-smtp.messagingengine.com.\n@ MX 20 in2-smtp.messagingengine.com.\n",
      SP_EDIT_MATCH_OTHER, "number" },
    { "", SP_EDIT_MATCH_OTHER, NULL },
  };
  static const struct {
    const char *served;
    SpEditMatch match;
    const char *mistake;
  } txt[] = {
    { "@ TXT x\n", SP_EDIT_MATCH_OLD, NULL },
    { "", SP_EDIT_MATCH_OLD, NULL },
    { FASTMAIL_SPF "@ TXT something-else\n", SP_EDIT_MATCH_NEW, NULL },
    { FASTMAIL_SPF "@ TXT \"v=spf1 -all\"\n", SP_EDIT_MATCH_OTHER, "second-record" },
    { "@ TXT \"\\\"v=spf1 include:spf.messagingengine.com ~all\\\"\"\n", SP_EDIT_MATCH_OLD, NULL },
  };
  g_autoptr (SpEditPlan) switching = plan_switch ();

  for (guint i = 0; i < G_N_ELEMENTS (mx); i++)
    {
      g_autoptr (SpRecordSet) set = read_set (mx[i].served, SP_RR_MX);
      SpEdit *edit = sp_edit_plan_find (switching, "mx");

      g_assert_cmpint (sp_edit_match (edit, set), ==, mx[i].match);
      g_assert_cmpstr (sp_edit_find_mistake (edit, set), ==, mx[i].mistake);
    }
  for (guint i = 0; i < G_N_ELEMENTS (txt); i++)
    {
      g_autoptr (SpRecordSet) set = read_set (txt[i].served, SP_RR_TXT);
      SpEdit *edit = sp_edit_plan_find (switching, "spf");

      g_assert_cmpint (sp_edit_match (edit, set), ==, txt[i].match);
      g_assert_cmpstr (sp_edit_find_mistake (edit, set), ==, txt[i].mistake);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-match/table", test_match);
  return g_test_run ();
}
