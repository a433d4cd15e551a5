/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/explain/sp-explain.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-wish.h"

#include <string.h>

/* Names that a new provider wants and a sending service has. */

static SpCatalog *catalog;

#define SENDGRID                                                                                   \
  "@ TXT \"v=spf1 include:sendgrid.net ~all\"\n"                                                   \
  "sendgrid.net. TXT \"v=spf1 ip4:198.18.6.0/24 ?all\"\n"                                          \
  "s1._domainkey CNAME s1.domainkey.u1.wl1.sendgrid.net.\n"                                        \
  "s2._domainkey CNAME s2.domainkey.u1.wl1.sendgrid.net.\n"

static SpEdit *
find_waiting (SpEditPlan *plan, const char *id)
{
  GListModel *waiting = sp_edit_plan_get_waiting (plan);

  for (guint i = 0; i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (waiting, i);

      if (g_str_equal (sp_edit_get_id (edit), id))
        return edit; /* the plan keeps it */
    }
  return NULL;
}

static void
assert_held (SpEditPlan *plan, const char *id, const char *holder)
{
  SpEdit *edit = find_waiting (plan, id);
  g_autofree char *title = NULL;
  g_autofree char *why = NULL;

  g_assert_null (sp_edit_plan_find (plan, id));
  g_assert_nonnull (edit);
  g_assert_cmpstr (sp_edit_get_detail (edit, "holder"), ==, holder);
  title = sp_explain_edit_title (edit, catalog);
  why = sp_explain_edit_why (edit, catalog);
  g_assert_nonnull (strstr (title, "SendGrid"));
  g_assert_nonnull (strstr (why, "SendGrid"));
}

/* Both of Tuta's key names are those of SendGrid. */
static void
test_alias_of_a_service (void)
{
  SpTestWish tuta = { .provider = "tuta", .values = { "verification", "t-verify=ab" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&tuta, catalog, SENDGRID);
  g_autofree char *edits = sp_test_wish_describe (plan);

  assert_held (plan, "dkim-s1", "sendgrid");
  assert_held (plan, "dkim-s2", "sendgrid");
  g_assert_null (strstr (edits, "_domainkey"));
  g_assert_nonnull (sp_edit_plan_find (plan, "mx"));
}

/* A key in the zone itself cannot stand beside the alias either. */
static void
test_key_beside_an_alias (void)
{
  SpTestWish google = { .provider = "google-workspace",
                        .values = { "dkim-selector", "s1", "dkim-key", "v=DKIM1; k=rsa; p=MIIB" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&google, catalog, SENDGRID);

  assert_held (plan, "dkim-s1", "sendgrid");
  g_assert_null (sp_edit_plan_find (plan, "alias-s1-domainkey"));
}

/* What nobody uses any more, or the old mailbox provider, gives way. */
static void
test_alias_of_others (void)
{
  SpTestWish tuta = { .provider = "tuta", .values = { "verification", "t-verify=ab" } };
  g_autoptr (SpEditPlan) free_names = sp_test_wish_plan_zone (&tuta, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    strange = sp_test_wish_plan_zone (&tuta, catalog, "s1._domainkey CNAME key.old.example.\n");
  g_autoptr (SpEditPlan) own = sp_test_wish_plan_zone (
    &tuta, catalog, "s1._domainkey CNAME s1.domainkey.tutanota.de.\n");

  g_assert_nonnull (sp_edit_plan_find (free_names, "dkim-s1"));
  g_assert_null (find_waiting (free_names, "dkim-s1"));
  g_assert_cmpstr (sp_edit_get_why (sp_edit_plan_find (strange, "dkim-s1")), ==, "dkim-replace");
  g_assert_null (sp_edit_plan_find (own, "dkim-s1"));
  g_assert_null (find_waiting (own, "dkim-s1"));
}

/* A key does not tell whose it is: the card says who it may be. */
static void
test_key_of_a_service (void)
{
  SpTestWish wish = { .provider = "google-workspace",
                      .values = { "dkim-selector", "s1", "dkim-key", "v=DKIM1; k=rsa; p=MIIB" } };
  const char *key = "s1._domainkey TXT \"v=DKIM1; k=rsa; p=OLD\"\n";
  g_autofree char *with_service = g_strconcat (
    "@ TXT \"v=spf1 include:sendgrid.net ~all\"\n"
    "sendgrid.net. TXT \"v=spf1 ip4:198.18.6.0/24 ?all\"\n",
    key, NULL);
  g_autoptr (SpEditPlan) alone = sp_test_wish_plan_zone (&wish, catalog, key);
  g_autoptr (SpEditPlan) shared = sp_test_wish_plan_zone (&wish, catalog, with_service);
  SpEdit *edit = sp_edit_plan_find (shared, "dkim-s1");
  g_autofree char *why = sp_explain_edit_why (edit, catalog);

  g_assert_cmpstr (sp_edit_get_detail (edit, "holder"), ==, "sendgrid");
  g_assert_nonnull (strstr (why, "SendGrid"));
  g_assert_null (sp_edit_get_detail (sp_edit_plan_find (alone, "dkim-s1"), "holder"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/held-names/alias-of-a-service", test_alias_of_a_service);
  g_test_add_func ("/held-names/key-beside-an-alias", test_key_beside_an_alias);
  g_test_add_func ("/held-names/alias-of-others", test_alias_of_others);
  g_test_add_func ("/held-names/key-of-a-service", test_key_of_a_service);
  return sp_test_run_with_catalog (&catalog);
}
