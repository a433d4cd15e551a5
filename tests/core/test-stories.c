/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/checks/sp-checks.h"
#include "core/inspect/sp-inspector.h"
#include "core/practice/sp-practice-world.h"
#include "support/sp-test-await.h"

typedef struct {
  SpPracticeWorld *world;
  SpClock *clock;
  SpCatalog *catalog;
  SpNetwork *network;
} Fixture;

typedef struct {
  SpSnapshot *snapshot;
  GError *error;
  gboolean done;
} Result;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->clock = sp_clock_new_jumping (0);
  fixture->world = sp_practice_world_new (fixture->clock, NULL, &error);
  g_assert_no_error (error);
  sp_practice_world_start (fixture->world, 0, &error);
  g_assert_no_error (error);
  fixture->catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  fixture->network = sp_network_new (sp_practice_world_get_recursors (fixture->world));
  fixture->network->practice = TRUE;
  fixture->network->dns_port = sp_practice_world_get_port (fixture->world);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sp_network_unref (fixture->network);
  g_assert_finalize_object (fixture->catalog);
  g_assert_finalize_object (fixture->world);
  g_assert_finalize_object (fixture->clock);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *out = data;

  out->snapshot = sp_inspector_inspect_finish (SP_INSPECTOR (source), result, &out->error);
  out->done = TRUE;
}

static SpSnapshot *
inspect (Fixture *fixture, const char *domain, const char *provider)
{
  g_autoptr (SpName) name = sp_name_parse (domain, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, provider, NULL, NULL);
  g_autoptr (SpInspector) inspector
    = sp_inspector_new (fixture->network, fixture->catalog, fixture->clock);
  Result result = { 0 };

  sp_inspector_inspect_async (inspector, question, NULL, inspected_cb, &result);
  sp_test_await (&result.done);
  g_assert_no_error (result.error);
  return result.snapshot;
}

/* Ids above level 0, sorted, each with its level. */
static char *
join_findings (SpVerdict *verdict)
{
  GListModel *findings = sp_verdict_get_findings (verdict);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (sp_finding_get_level (finding) > 0)
        g_ptr_array_add (words, g_strdup_printf ("%s/%d", sp_finding_get_id (finding),
                                                 (int) sp_finding_get_level (finding)));
    }
  g_ptr_array_sort_values (words, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static void
test_stories (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *domain;
    const char *provider;
    const char *findings;
  } cases[] = {
    { "harbor-bakery.example", NULL, "" },
    { "harbor-bakery.example", "fastmail", "" },
    { "corner-books.example", NULL, "" },
    { "corner-books.example", "zoho-mail", "" },
    { "lakeside-dental.example", NULL, "" },
    { "lakeside-dental.example", "microsoft-365", "" },
    { "old-mill.example", NULL, "" },
    { "old-mill.example", "google-workspace", "" },
    { "quiet.example", NULL, "" },
    { "quiet.example", "zoho-mail", "" },
    { "sunny-studio.example", NULL, "" },
    { "sunny-studio.example", "google-workspace", "" },
    { "green-garage.example", NULL, "" },
    { "green-garage.example", "google-workspace", "" },
    { "split-horizon.example", NULL, "" },
    { "split-horizon.example", "fastmail", "" },
    { "support.harbor-bakery.example", NULL, "" },
    { "support.harbor-bakery.example", "zoho-mail", "" },
    { "workshop.example", NULL, "" },
    { "workshop.example", "own-server", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpSnapshot) snapshot = inspect (fixture, cases[i].domain, cases[i].provider);
      SpCheckFacts facts = { .snapshot = snapshot,
                             .catalog = fixture->catalog,
                             .provider = cases[i].provider };
      g_autoptr (SpVerdict) verdict = sp_checks_run (&facts);
      g_autofree char *findings = join_findings (verdict);

      for (guint j = 0; j < g_list_model_get_n_items (sp_verdict_get_unchecked (verdict)); j++) { g_autoptr(SpUnchecked) u = g_list_model_get_item (sp_verdict_get_unchecked (verdict), j); g_print ("#   U %s %s\n", sp_unchecked_get_id (u), sp_reason_to_string (sp_unchecked_get_reason (u))); }
      for (guint j = 0; j < g_list_model_get_n_items (sp_verdict_get_findings (verdict)); j++) { g_autoptr(SpFinding) u = g_list_model_get_item (sp_verdict_get_findings (verdict), j); const char *const *e = sp_finding_get_evidence (u); g_print ("#   F%d %s %s %s %s\n", sp_finding_get_level (u), sp_finding_get_id (u), sp_finding_get_subject (u), e && e[0] ? e[0] : "", e && e[0] && e[1] ? e[1]: ""); }
      g_print ("# %s %s: %s | %s | unchecked %u\n", cases[i].domain, cases[i].provider, sp_status_to_string (sp_verdict_get_status (verdict)), findings, g_list_model_get_n_items (sp_verdict_get_unchecked (verdict)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/stories/findings", Fixture, NULL, set_up, test_stories, tear_down);
  return g_test_run ();
}
