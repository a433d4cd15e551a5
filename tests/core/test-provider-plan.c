/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/sp-test-catalog.h"
#include "support/sp-test-wish.h"

#include <string.h>

static SpCatalog *catalog;

static const SpNeed *
find_need (SpEditPlan *plan, const char *key)
{
  GPtrArray *needs = sp_edit_plan_get_needs (plan);

  for (guint i = 0; i < needs->len; i++)
    if (g_str_equal (((SpNeed *) g_ptr_array_index (needs, i))->key, key))
      return g_ptr_array_index (needs, i);
  return NULL;
}

/* What may be given is listed too, and told apart from what is missing. */
static void
test_optional_needs (void)
{
  SpTestWish zoho = { .provider = "zoho-mail" };
  SpTestWish eu = { .provider = "zoho-mail", .values = { "region", "eu" } };
  SpTestWish sa = { .provider = "zoho-mail", .values = { "region", "sa" } };
  SpTestWish ionos = { .provider = "ionos" };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&zoho, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) in_eu = sp_test_wish_plan_zone (&eu, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) in_sa = sp_test_wish_plan_zone (&sa, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) market = sp_test_wish_plan_zone (&ionos, catalog, "@ A 198.18.0.1\n");

  g_assert_true (find_need (plan, "dkim-key")->is_required);
  g_assert_false (find_need (plan, "verification")->is_required);
  g_assert_cmpstr (find_need (plan, "region")->fallback, ==, "com");
  g_assert_cmpstr (find_need (plan, "dkim-selector")->fallback, ==, "zmail");
  g_assert_null (find_need (in_eu, "region"));
  /* No source gives the name for that region: it is asked for, never guessed. */
  g_assert_null (sp_edit_plan_find (in_sa, "spf"));
  g_assert_nonnull (find_need (in_sa, "spf-name"));
  g_assert_nonnull (sp_edit_plan_find (in_sa, "mx"));
  g_assert_true (find_need (market, "market")->is_required);
  g_assert_null (sp_edit_plan_find (market, "mx"));
}

/* From the facts of the catalogue to the records of one domain. */
static void
test_documented (void)
{
  static const char key[] = "v=DKIM1; k=rsa; p=MIIB";
#define WATCHING "dmarc: TXT _dmarc +v=DMARC1; p=none\n"
  const struct {
    SpTestWish wish;
    const char *edits;
  } pairs[] = {
    { { .provider = "google-workspace", .values = { "dkim-selector", "s2026", "dkim-key", key } },
      "spf: TXT @ +v=spf1 include:_spf.google.com ~all\n"
      "dkim-s2026: TXT s2026._domainkey +v=DKIM1; k=rsa; p=MIIB\n" WATCHING
      "mx: MX @ +1 smtp.google.com\n" },
    { { .provider = "zoho-mail", .values = { "region", "eu" } },
      "spf: TXT @ +v=spf1 include:zohomail.eu ~all\n" WATCHING
      "mx: MX @ +10 mx.zoho.eu +20 mx2.zoho.eu +50 mx3.zoho.eu\n" },
    { { .provider = "startmail",
        .values = { "mx-1", "mx1.smtp.startmail.com", "mx-2", "mx2.smtp.startmail.com" } },
      "spf: TXT @ +v=spf1 include:spf.startmail.com ~all\n" WATCHING
      "mx: MX @ +10 mx1.smtp.startmail.com +10 mx2.smtp.startmail.com\n" },
    { { .provider = "mailfence", .values = { "mx-host", "smtp2.mailfence.com" } },
      "spf: TXT @ +v=spf1 include:_spf.mailfence.com -all\n" WATCHING
      "mx: MX @ +10 smtp2.mailfence.com\n" },
    { { .provider = "plesk-generic", .values = { "server-address", "198.18.0.7" } },
      "address-mail: A mail +198.18.0.7\n"
      "spf: TXT @ +v=spf1 a mx -all\n" WATCHING "mx: MX @ +10 mail.shop.example\n" },
    { { .provider = "plesk-generic" }, "spf: TXT @ +v=spf1 a mx -all\n" WATCHING },
    { { .provider = "google-workspace", .filter = "mimecast", .values = { "region", "eu" } },
      "spf: TXT @ +v=spf1 include:_spf.google.com include:eu._netblocks.mimecast.com "
      "~all\n" WATCHING
      "mx: MX @ +10 eu-smtp-inbound-1.mimecast.com +10 eu-smtp-inbound-2.mimecast.com\n" },
    { { .provider = "google-workspace",
        .filter = "proofpoint-essentials",
        .values = { "stack", "us2" } },
      "spf: TXT @ +v=spf1 include:_spf.google.com a:dispatch-us.ppe-hosted.com ~all\n" WATCHING
      "mx: MX @ +10 mx1-us2.ppe-hosted.com +10 mx2-us2.ppe-hosted.com\n" },
    { { .provider = "dreamhost" },
      "spf: TXT @ +v=spf1 mx include:netblocks.dreamhost.com include:relay.mailchannels.net "
      "-all\n" WATCHING "mx: MX @ +0 mx1.dreamhost.com +0 mx2.dreamhost.com\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (SpEditPlan)
        plan = sp_test_wish_plan_zone (&pairs[i].wish, catalog, "@ A 198.18.0.1\n");
      g_autofree char *edits = sp_test_wish_describe (plan);

      g_assert_cmpstr (edits, ==, pairs[i].edits);
    }
}

/* What no source was found for is marked. */
static void
test_doubt (void)
{
  SpTestWish plesk = { .provider = "plesk-generic", .values = { "server-address", "198.18.0.7" } };
  SpTestWish mimecast = { .provider = "fastmail",
                          .filter = "mimecast",
                          .values = { "region", "eu" } };
  g_autoptr (SpEditPlan) guessed = sp_test_wish_plan_zone (&plesk, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) numbers = sp_test_wish_plan_zone (&mimecast, catalog, "@ A 198.18.0.1\n");

  g_assert_cmpstr (sp_edit_get_detail (sp_edit_plan_find (guessed, "spf"), "doubt"), ==, "value");
  g_assert_null (sp_edit_get_detail (sp_edit_plan_find (guessed, "mx"), "doubt"));
  g_assert_cmpstr (sp_edit_get_detail (sp_edit_plan_find (numbers, "mx"), "doubt"), ==, "numbers");
  g_assert_null (sp_edit_get_detail (sp_edit_plan_find (numbers, "spf"), "doubt"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/provider-plan/optional-needs", test_optional_needs);
  g_test_add_func ("/provider-plan/documented", test_documented);
  g_test_add_func ("/provider-plan/doubt", test_doubt);
  return sp_test_run_with_catalog (&catalog);
}
