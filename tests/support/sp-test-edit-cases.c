/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-edit-cases.h"

#include "core/plan/sp-edit-match.h"
#include "core/plan/sp-edit-zone.h"
#include "support/sp-test-panel.h"

#define DOMAIN_NAME "shop.example"

/* Whoever keeps the zone as a file replaces each set by the one in the snippet; what goes is gone.
 */
static void
assert_snippet_leads_home (const SpTestWish *wish, SpCatalog *catalog, const char *zone_text)
{
  const char *domain = wish->domain != NULL ? wish->domain : DOMAIN_NAME;
  const char *origin = wish->zone != NULL ? wish->zone : domain;
  g_autoptr (GPtrArray) panel = sp_test_panel_new (origin, zone_text);
  g_autoptr (SpSnapshot) snapshot = sp_test_wish_look (wish, catalog, zone_text);
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan (wish, catalog, snapshot);
  GListModel *edits = sp_edit_plan_get_edits (plan);
  g_autofree char *snippet = sp_edit_zone_dup_text (snapshot, edits);
  g_autoptr (GPtrArray) records = sp_test_panel_new (origin, snippet);
  g_autoptr (SpEditPlan) again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *left = NULL;

  for (guint e = 0; e < g_list_model_get_n_items (edits); e++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, e);

      for (guint i = panel->len; i > 0; i--)
        {
          SpRecord *record = g_ptr_array_index (panel, i - 1);

          if (sp_record_get_rr_type (record) == sp_edit_get_rr_type (edit)
              && sp_name_equal (sp_record_get_owner (record), sp_edit_get_full_name (edit)))
            g_ptr_array_remove_index (panel, i - 1);
        }
    }
  g_ptr_array_extend (panel, records, (GCopyFunc) (void (*) (void)) sp_record_ref, NULL);
  after = sp_test_panel_dup_text (panel, origin);
  again = sp_test_wish_plan_zone (wish, catalog, after);
  left = sp_test_wish_describe (again);
  g_assert_cmpstr (left, ==, "");
}

void
sp_test_wish_assert_leads_home (const SpTestWish *wish, SpCatalog *catalog, const char *zone_text)
{
  const char *domain = wish->domain != NULL ? wish->domain : DOMAIN_NAME;
  const char *origin = wish->zone != NULL ? wish->zone : domain;
  g_autoptr (GPtrArray) panel = sp_test_panel_new (origin, zone_text);
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (wish, catalog, zone_text);
  g_autoptr (SpEditPlan) again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *left = NULL;
  GListModel *edits = sp_edit_plan_get_edits (plan);
  gboolean had_mx = sp_test_panel_count (panel, domain, SP_RR_MX) > 0;
  guint max_spf = MAX (sp_test_panel_count_spf (panel, domain), 1);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      sp_test_panel_apply (panel, edit);
      if (had_mx)
        g_assert_cmpuint (sp_test_panel_count (panel, domain, SP_RR_MX), >, 0);
      g_assert_cmpuint (sp_test_panel_count_spf (panel, domain), <=, max_spf);
      g_assert_cmpuint (
        sp_test_panel_count (panel, sp_name_get_text (sp_edit_get_full_name (edit)), SP_RR_CNAME),
        <=, 1);
    }
  g_assert_cmpuint (sp_test_panel_count_spf (panel, domain), <=, 1);
  after = sp_test_panel_dup_text (panel, origin);
  again = sp_test_wish_plan_zone (wish, catalog, after);
  left = sp_test_wish_describe (again);
  g_assert_cmpstr (left, ==, "");
}

typedef struct {
  const SpTestEditCase *item;
  SpCatalog **catalog;
} Run;

static void
run_case (gconstpointer data)
{
  const SpTestEditCase *item = ((const Run *) data)->item;
  SpCatalog *catalog = *((const Run *) data)->catalog;
  g_autoptr (SpEditPlan) plan = sp_test_wish_plan_zone (&item->wish, catalog, item->zone_text);
  g_autofree char *edits = sp_test_wish_describe (plan);

  g_assert_cmpstr (edits, ==, item->edits);
  sp_test_wish_assert_leads_home (&item->wish, catalog, item->zone_text);
  assert_snippet_leads_home (&item->wish, catalog, item->zone_text);
}

void
sp_test_edit_cases_add (const char *path, const SpTestEditCase *cases, gsize n_cases,
                        SpCatalog **catalog)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *whole = g_strdup_printf ("%s/%s", path, cases[i].name);
      Run *run = g_new (Run, 1);

      *run = (Run) { &cases[i], catalog };
      g_test_add_data_func_full (whole, run, run_case, g_free);
    }
}
