/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be planned yet: values are missing, or something could not be seen. */
#include "support/sp-test-catalog.h"
#include "support/sp-test-edit-cases.h"

static SpCatalog *catalog;

static void
test_needs (void)
{
  SpTestWish wish = { .provider = "microsoft-365" };
  SpTestWish bad = { .provider = "microsoft-365", .values = { "mx-host", "no host at all" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, "@ A 198.18.0.1\n");
  g_autoptr (SpEditPlan) with_bad = sp_test_wish_plan_zone (&bad, catalog, "@ A 198.18.0.1\n");
  GPtrArray *needs = sp_edit_plan_get_needs (plan);
  gboolean has_host = FALSE;

  g_assert_null (sp_edit_plan_find (plan, "mx"));
  g_assert_null (sp_edit_plan_find (with_bad, "mx"));
  for (guint i = 0; i < needs->len; i++)
    has_host |= g_str_equal (((SpNeed *) g_ptr_array_index (needs, i))->key, "mx-host");
  g_assert_true (has_host);
  g_assert_nonnull (sp_edit_plan_find (plan, "spf"));
  g_assert_null (sp_edit_plan_find (plan, "autodiscover"));
}

static char *
list_cards (SpEditPlan *plan)
{
  GListModel *cards = sp_edit_plan_get_cards (plan);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (cards, i);
      g_autofree char *keys = g_strjoinv (",", (char **) sp_edit_get_keys (edit));

      g_string_append_printf (out, "%s%s(%s) ", sp_edit_is_waiting (edit) ? "?" : "",
                              sp_edit_get_id (edit), keys);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* What cannot be written yet stands where it will stand, and says which values it waits for; what
 * was given stays with the edit that uses it. */
static void
test_waiting (void)
{
  static const struct {
    SpTestWish wish;
    const char *zone;
    const char *cards;
  } waits[] = {
    { { .provider = "microsoft-365" },
      "@ A 198.18.0.1\n",
      "spf() ?verification(verification) ?dkim-selector1(dkim-1) ?dkim-selector2(dkim-2) dmarc() "
      "?mx(mx-host) " },
    { { .provider = "microsoft-365",
        .values = { "mx-host", "shop-example.mail.protection.outlook.com" } },
      "@ A 198.18.0.1\n",
      "spf() ?verification(verification) ?dkim-selector1(dkim-1) ?dkim-selector2(dkim-2) dmarc() "
      "mx(mx-host) autodiscover() " },
    /* Own text joins the set in which the list of senders stands. */
    { { .provider = "google-workspace",
        .values = { "verification", "google-site-verification=abcdefghijklmnopqrstuvwxyz0123456789"
                                    "ABCDEFG" } },
      "@ A 198.18.0.1\n",
      "spf(verification) ?dkim-google(dkim-key,dkim-selector) dmarc() mx() " },
    /* Neither the name nor the text is known. */
    { { .provider = "infomaniak" },
      "@ A 198.18.0.1\n",
      "spf() ?dkim(dkim-selector,dkim-key) dmarc() mx() autodiscover-autoconfig() "
      "autodiscover() " },
    /* One value for two cards. */
    { { .provider = "plesk-generic" },
      "@ A 198.18.0.1\n",
      "?address-mail(server-address) spf() ?dkim-default(dkim-key,dkim-selector) dmarc() "
      "?mx(server-address) " },
    /* The usual choice is made for now. */
    { { .provider = "zoho-mail" },
      "@ A 198.18.0.1\n",
      "spf(region) ?verification(verification) ?dkim-zmail(dkim-key,dkim-selector) dmarc() "
      "mx(region) " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&waits[i].wish, catalog, waits[i].zone);
      g_autofree char *cards = list_cards (plan);

      g_assert_cmpstr (cards, ==, waits[i].cards);
    }
}

static gboolean
is_unchecked (SpEditPlan *plan, const char *id)
{
  GListModel *list = sp_edit_plan_get_unchecked (plan);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (list, i);

      if (g_str_equal (sp_unchecked_get_id (item), id))
        return TRUE;
    }
  return FALSE;
}

/* No edit over what could not be seen. */
static void
test_unknown (void)
{
  SpTestWish mx = { .provider = "fastmail", .marks = "!fail @ MX timeout" };
  SpTestWish txt = { .provider = "fastmail", .marks = "!fail @ TXT servfail" };
  SpTestWish key = { .provider = "fastmail", .marks = "!fail fm2._domainkey * refused" };
  SpTestWish policy = { .provider = "fastmail", .marks = "!fail _dmarc TXT timeout" };
  SpTestWish all = { .provider = "fastmail", .marks = "!fail * * timeout" };
  g_autoptr (SpEditPlan) without_mx = sp_test_wish_plan_zone (&mx, catalog, WORLD);
  g_autoptr (SpEditPlan) without_txt = sp_test_wish_plan_zone (&txt, catalog, WORLD);
  g_autoptr (SpEditPlan) without_key = sp_test_wish_plan_zone (&key, catalog, WORLD);
  g_autoptr (SpEditPlan) without_policy = sp_test_wish_plan_zone (&policy, catalog, WORLD);
  g_autoptr (SpEditPlan) blind = sp_test_wish_plan_zone (&all, catalog, WORLD);

  g_assert_null (sp_edit_plan_find (without_mx, "mx"));
  g_assert_true (is_unchecked (without_mx, "mx"));
  g_assert_nonnull (sp_edit_plan_find (without_mx, "spf"));
  g_assert_null (sp_edit_plan_find (without_txt, "spf"));
  g_assert_true (is_unchecked (without_txt, "spf"));
  g_assert_null (sp_edit_plan_find (without_key, "dkim-fm2"));
  g_assert_true (is_unchecked (without_key, "dkim-fm2"));
  g_assert_nonnull (sp_edit_plan_find (without_key, "dkim-fm1"));
  g_assert_null (sp_edit_plan_find (without_policy, "dmarc"));
  g_assert_true (is_unchecked (without_policy, "dmarc"));
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (blind)), ==, 0);
}

/* What lies below a name that does not exist needs no question of its own. */
static void
test_nothing_unknown (void)
{
  SpTestWish wish = { .provider = "microsoft-365",
                      .values = { "mx-host", "shop-example.mail.protection.outlook.com" } };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, WORLD);

  g_assert_nonnull (sp_edit_plan_find (plan, "autodiscover"));
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_unchecked (plan)), ==, 0);
}

/* What a wildcard may have made is not there to be taken away, what may stand at a wrong name is
 * not written anew, and a host that may be dead is told of. */
static void
test_unknown_elsewhere (void)
{
  SpTestWish keys = { .provider = "fastmail",
                      .marks = "!fail signpost-0123456789abcdef._domainkey TXT servfail" };
  SpTestWish misplaced = { .provider = "fastmail",
                           .marks = "!fail _dmarc.shop.example TXT timeout" };
  SpTestWish doubled = { .provider = "fastmail", .marks = "!fail shop.example MX servfail" };
  SpTestWish site = { .provider = "fastmail", .marks = "!fail web.host.test. A servfail" };
  SpTestWish host = { .marks = "!fail gone A servfail" };
  g_autoptr (SpEditPlan)
    without_probe = sp_test_wish_plan_zone (&keys, catalog, "*._domainkey TXT \"v=DKIM1; p=\"\n");
  g_autoptr (SpEditPlan)
    without_place = sp_test_wish_plan_zone (&misplaced, catalog, "mail A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    without_doubled = sp_test_wish_plan_zone (&doubled, catalog, "mail A 198.18.0.1\n");
  g_autoptr (SpEditPlan)
    without_site = sp_test_wish_plan_zone (&site, catalog, "@ CNAME web.host.test.\n");
  g_autoptr (SpEditPlan) without_host = sp_test_wish_plan_zone (
    &host, catalog, "@ MX 10 mail\n@ MX 20 gone\nmail A 198.18.0.1\n");

  g_assert_null (sp_edit_plan_find (without_probe, "taken-fm1-domainkey"));
  g_assert_true (is_unchecked (without_probe, "taken-fm1-domainkey"));
  g_assert_null (sp_edit_plan_find (without_place, "dmarc"));
  g_assert_true (is_unchecked (without_place, "dmarc"));
  g_assert_nonnull (sp_edit_plan_find (without_doubled, "mx"));
  g_assert_true (is_unchecked (without_doubled, "mx-doubled"));
  g_assert_null (sp_edit_plan_find (without_site, "alias-domain"));
  g_assert_null (sp_edit_plan_find (without_site, "mx"));
  g_assert_true (is_unchecked (without_site, "mx"));
  g_assert_null (sp_edit_plan_find (without_host, "mx"));
  g_assert_true (is_unchecked (without_host, "mx"));
}

#define SOA(mname, serial) "@ SOA " mname " hostmaster " serial " 3600 900 1209600 300\n"
#define SERVERS "@ NS ns1\n@ NS ns2\n"
#define OLD_LIST "@ TXT \"v=spf1 include:_spf.webhost.example -all\"\n@ TXT \"old\"\n"
#define NEW_LIST "@ TXT \"v=spf1 include:_spf.webhost.example a:shop.webhost.example -all\"\n"

/* No edit begins with what only one of the servers says, unless that is the newest version of the
 * zone; what they agree on is edited. */
static void
test_split (void)
{
  static const struct {
    const char *zone;
    const char *spf; /* what it begins with, NULL if there is none */
  } splits[] = {
    /* the same version, and nobody can tell */
    { "!at ns1.shop.example\n" OLD_LIST "!at ns2.shop.example\n" NEW_LIST, NULL },
    { "!at ns1.shop.example\n" OLD_LIST, NULL },
    /* the newer one counts, also over the turn of the numbers (RFC 1982) */
    { "!at ns1.shop.example\n" SOA ("ns1", "7") SERVERS OLD_LIST
      "!at ns2.shop.example\n" SOA ("ns1", "8") SERVERS NEW_LIST,
      "v=spf1 include:_spf.webhost.example a:shop.webhost.example -all" },
    { "!at ns1.shop.example\n" SOA ("ns1", "1") SERVERS OLD_LIST
      "!at ns2.shop.example\n" SOA ("ns1", "4294967290") SERVERS NEW_LIST,
      "v=spf1 include:_spf.webhost.example -all" },
    /* numbers of two zones say nothing about each other */
    { "!at ns1.shop.example\n" SOA ("ns1", "7") SERVERS OLD_LIST
      "!at ns2.shop.example\n" SOA ("ns.other.example.", "2026010101") SERVERS NEW_LIST,
      NULL },
    /* they differ in nothing that is edited here */
    { "!at ns1.shop.example\nwww A 198.18.0.1\n!at *\n" NEW_LIST,
      "v=spf1 include:_spf.webhost.example a:shop.webhost.example -all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      SpTestWish wish = { .provider = "fastmail" };
      g_autofree char *zone = g_strconcat (WORLD POLICY "mail A 198.18.0.2\n", splits[i].zone,
                                           NULL);
      g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, zone);
      SpEdit *spf = sp_edit_plan_find (plan, "spf");

      g_test_message ("%s", splits[i].zone);
      g_assert_true (is_unchecked (plan, "spf") == (splits[i].spf == NULL));
      g_assert_true ((spf == NULL) == (splits[i].spf == NULL));
      if (spf != NULL)
        g_assert_cmpstr (((SpEditRow *) g_ptr_array_index (sp_edit_get_removed (spf), 0))->value,
                         ==, splits[i].spf);
      g_assert_nonnull (sp_edit_plan_find (plan, "mx"));
    }
}

/* Two of three servers have the newest version and do not agree. */
static void
test_split_at_the_top (void)
{
  SpTestWish wish = { .provider = "fastmail" };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (
    &wish, catalog,
    WORLD "!servers ns1.shop.example ns2.shop.example ns3.shop.example\n"
          "!at ns1.shop.example\n" SOA ("ns1", "8") SERVERS
    "@ MX 10 mail\n"
    "!at ns2.shop.example\n" SOA ("ns1", "8") SERVERS "@ MX 10 mx\n"
                                                      "!at ns3.shop.example\n" SOA ("ns1", "7")
                                                        SERVERS "@ MX 10 mail\n");

  g_assert_null (sp_edit_plan_find (plan, "mx"));
  g_assert_true (is_unchecked (plan, "mx"));
  g_assert_nonnull (sp_edit_plan_find (plan, "spf"));
}

static void
test_absent_domain (void)
{
  SpTestWish wish = { .provider = "fastmail", .marks = "!delegation absent" };
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&wish, catalog, "");

  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (plan)), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/edit-gaps/needs", test_needs);
  g_test_add_func ("/edit-gaps/waiting", test_waiting);
  g_test_add_func ("/edit-gaps/unknown", test_unknown);
  g_test_add_func ("/edit-gaps/nothing-unknown", test_nothing_unknown);
  g_test_add_func ("/edit-gaps/unknown-elsewhere", test_unknown_elsewhere);
  g_test_add_func ("/edit-gaps/split", test_split);
  g_test_add_func ("/edit-gaps/split-at-the-top", test_split_at_the_top);
  g_test_add_func ("/edit-gaps/absent-domain", test_absent_domain);
  return sp_test_run_with_catalog (&catalog);
}
