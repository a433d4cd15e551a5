/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/checks/sp-checks.h"
#include "core/inspect/sp-inspector.h"
#include "core/plan/sp-edit-plan.h"
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
  g_autoptr (SpInspector)
    inspector = sp_inspector_new (fixture->network, fixture->catalog, fixture->clock);
  Result result = { 0 };

  sp_inspector_inspect_async (inspector, question, NULL, inspected_cb, &result);
  sp_test_await (&result.done);
  g_assert_no_error (result.error);
  return result.snapshot;
}

static gboolean
is_listed (const char *id, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strv_contains ((const char *const *) words, id);
}

static gboolean
has_finding (SpVerdict *verdict, const char *id)
{
  GListModel *findings = sp_verdict_get_findings (verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (sp_finding_get_id (finding), id))
        return TRUE;
    }
  return FALSE;
}

/* Every story shows what it is about, and nothing else that is more than a hint. */
static void
test_stories (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *domain;
    const char *provider;
    SpStatus status;
    const char *findings;
    const char *unchecked;
  } cases[] = {
    { "harbor-bakery.example", NULL, SP_STATUS_ATTENTION, "dkim-absent dmarc-absent", "" },
    { "harbor-bakery.example", "fastmail", SP_STATUS_ATTENTION,
      "dkim-absent dmarc-absent spf-no-provider ttl-long", "" },
    { "corner-books.example", NULL, SP_STATUS_ATTENTION, "spf-two name-doubled", "" },
    { "lakeside-dental.example", NULL, SP_STATUS_BROKEN, "mx-to-cname mx-to-ip", "" },
    { "old-mill.example", "google-workspace", SP_STATUS_ATTENTION, "old-mx-left autodiscover-left",
      "" },
    { "quiet.example", NULL, SP_STATUS_IN_ORDER, "", "" },
    { "quiet.example", "zoho-mail", SP_STATUS_BROKEN, "says-no-mail", "" },
    { "sunny-studio.example", NULL, SP_STATUS_IN_ORDER, "", "" },
    { "sunny-studio.example", "google-workspace", SP_STATUS_IN_ORDER, "", "" },
    { "green-garage.example", "google-workspace", SP_STATUS_BROKEN,
      "mx-absent spf-absent dkim-absent dmarc-absent", "" },
    { "split-horizon.example", NULL, SP_STATUS_ATTENTION, "ns-disagree", "ns-lame negative-cache" },
    { "support.harbor-bakery.example", NULL, SP_STATUS_IN_ORDER, "", "" },
    { "support.harbor-bakery.example", "zoho-mail", SP_STATUS_BROKEN,
      "mx-absent spf-absent dkim-absent dmarc-absent", "" },
    { "workshop.example", "own-server", SP_STATUS_ATTENTION, "mx-priority", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpSnapshot) snapshot = inspect (fixture, cases[i].domain, cases[i].provider);
      SpCheckFacts facts = { .snapshot = snapshot,
                             .catalog = fixture->catalog,
                             .provider = cases[i].provider };
      g_autoptr (SpVerdict) verdict = sp_checks_run (&facts);
      GListModel *findings = sp_verdict_get_findings (verdict);
      GListModel *unchecked = sp_verdict_get_unchecked (verdict);
      g_auto (GStrv) expected = g_strsplit (cases[i].findings, " ", -1);

      g_test_message ("%s, %s", cases[i].domain,
                      cases[i].provider != NULL ? cases[i].provider : "no provider");
      for (guint j = 0; expected[j] != NULL; j++)
        if (!has_finding (verdict, expected[j]))
          g_error ("%s lacks %s", cases[i].domain, expected[j]);
      for (guint j = 0; j < g_list_model_get_n_items (findings); j++)
        {
          g_autoptr (SpFinding) finding = g_list_model_get_item (findings, j);
          const char *id = sp_finding_get_id (finding);

          if (sp_finding_get_level (finding) > SP_LEVEL_TIDY_UP
              && !is_listed (id, cases[i].findings))
            g_error ("%s is also said to have %s", cases[i].domain, id);
        }
      for (guint j = 0; j < g_list_model_get_n_items (unchecked); j++)
        {
          g_autoptr (SpUnchecked) rule = g_list_model_get_item (unchecked, j);

          if (!is_listed (sp_unchecked_get_id (rule), cases[i].unchecked))
            g_error ("%s: %s could not be checked", cases[i].domain, sp_unchecked_get_id (rule));
        }
      g_assert_cmpint (sp_verdict_get_status (verdict), ==, cases[i].status);
    }
}

/* A key as a provider shows it: the public half of a pair of 2048 bits made for this test. */
static const char dkim_key[] =
  "dkim-key|v=DKIM1; k=rsa; p="
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwQNd8ipxafIzo/F3r6r1uH8PYQfVIKLSsupJ"
  "Y2RybthlbL8wJK/3BGQrGArNU9NNXs/s+boEMGjX8+r3BtsB0ZT4FOHPp7p0T8xNO38bjpSW1NV9tzi9"
  "ZH7//uG5kcCuExhut9SmA0bXstWK7L4HTPFmS7sWq0hZYj+vSzGTBRFFC7/3X312TZmZDOszntoY4xBl"
  "BmwGdi2iACo4Yk+Pwbni+G/W6Vs3WLgfisrLpxO2aF11eZnXvYCxMlm6DqLrPUo580nYxEI6Mf302HIj"
  "2oQpKXOsOp1zjMd8o7lC3VGJPUi30NXump0D+LN8bLmlRWpMX/Xq5slTTPN4Hd349wIDAQAB";

static SpVerdict *
judge (Fixture *fixture, SpSnapshot *snapshot, const char *provider)
{
  SpCheckFacts facts = { .snapshot = snapshot, .catalog = fixture->catalog, .provider = provider };

  return sp_checks_run (&facts);
}

static SpEditPlan *
make_plan (Fixture *fixture, SpSnapshot *snapshot, const char *provider, const char *values)
{
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) pairs = g_strsplit (values, "|", -1);
  SpPlanInput input = {
    .snapshot = snapshot, .catalog = fixture->catalog, .provider = provider, .values = table
  };

  for (guint i = 0; pairs[i] != NULL && pairs[i + 1] != NULL; i += 2)
    g_hash_table_insert (table, g_strdup (pairs[i]), g_strdup (pairs[i + 1]));
  return sp_edit_plan_new (&input);
}

/* Publishes every edit of the plan in its order. Returns: how many there were */
static guint
publish_plan (Fixture *fixture, SpEditPlan *plan)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);
  guint n_published = 0;

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autoptr (SpRecordSet) set = sp_edit_dup_wanted_set (edit);
      g_autoptr (GPtrArray) records = g_ptr_array_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("  %s %s", sp_edit_action_to_string (sp_edit_get_action (edit)),
                      sp_edit_get_id (edit));
      if (sp_edit_get_action (edit) == SP_EDIT_KEEP)
        continue;
      for (guint j = 0; set != NULL && j < sp_record_set_get_n_records (set); j++)
        g_ptr_array_add (records, sp_record_set_get_record (set, j));
      sp_practice_world_publish (fixture->world, sp_edit_get_zone (edit),
                                 sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit), records,
                                 &error);
      g_assert_no_error (error);
      n_published++;
    }
  return n_published;
}

/* What the plan says heals the story: published in the panel, everything is in order a day later,
 * and there is nothing left to do. */
static void
test_healing (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *domain;
    const char *provider;
    const char *values;
    const char *left;
  } cases[] = {
    { "harbor-bakery.example", "fastmail", "", "" },
    { "corner-books.example", NULL, "", "" },
    /* Whoever gives the alias an address keeps a server of his own beside Microsoft's. */
    { "lakeside-dental.example", NULL, "", "old-mx-left" },
    { "old-mill.example", "google-workspace", "", "" },
    { "quiet.example", "zoho-mail", dkim_key, "" },
    { "green-garage.example", "google-workspace", dkim_key, "" },
    { "support.harbor-bakery.example", "fastmail", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *provider = cases[i].provider;
      g_autoptr (SpSnapshot) before = inspect (fixture, cases[i].domain, provider);
      g_autoptr (SpVerdict) first = judge (fixture, before, provider);
      g_autoptr (SpEditPlan) plan = make_plan (fixture, before, provider, cases[i].values);
      g_autoptr (SpSnapshot) after = NULL;
      g_autoptr (SpVerdict) second = NULL;
      g_autoptr (SpEditPlan) rest = NULL;
      GListModel *findings = NULL;

      g_test_message ("%s", cases[i].domain);
      for (guint j = 0; j < sp_edit_plan_get_needs (plan)->len; j++)
        g_assert_false (
          ((SpNeed *) g_ptr_array_index (sp_edit_plan_get_needs (plan), j))->is_required);
      g_assert_cmpuint (publish_plan (fixture, plan), >, 0);
      sp_clock_jump_to (fixture->clock,
                        sp_clock_get_now (fixture->clock) + (gint64) 86400 * G_USEC_PER_SEC);
      after = inspect (fixture, cases[i].domain, provider);
      second = judge (fixture, after, provider);
      findings = sp_verdict_get_findings (second);
      for (guint j = 0; j < g_list_model_get_n_items (findings); j++)
        {
          g_autoptr (SpFinding) finding = g_list_model_get_item (findings, j);

          if (sp_finding_get_level (finding) > SP_LEVEL_TIDY_UP
              && !is_listed (sp_finding_get_id (finding), cases[i].left))
            g_error ("%s still has %s", cases[i].domain, sp_finding_get_id (finding));
        }
      rest = make_plan (fixture, after, provider, cases[i].values);
      g_assert_cmpuint (publish_plan (fixture, rest), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/stories/findings", Fixture, NULL, set_up, test_stories, tear_down);
  g_test_add ("/stories/healing", Fixture, NULL, set_up, test_healing, tear_down);
  return g_test_run ();
}
