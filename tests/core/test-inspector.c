/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/inspect/sp-inspector.h"
#include "core/practice/sp-practice-world.h"
#include "support/sp-test-await.h"

typedef struct {
  SpSnapshot *snapshot;
  GError *error;
  gboolean done;
} Result;

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *out = data;

  out->snapshot = sp_inspector_inspect_finish (SP_INSPECTOR (source), result, &out->error);
  out->done = TRUE;
}

static SpSnapshot *
inspect (SpNetwork *network, SpCatalog *catalog, const char *domain)
{
  g_autoptr (SpName) name = sp_name_parse (domain, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, NULL, NULL, NULL);
  g_autoptr (SpClock) clock = sp_clock_new_system ();
  g_autoptr (SpInspector) inspector = sp_inspector_new (network, catalog, clock);
  Result result = { 0 };

  sp_inspector_inspect_async (inspector, question, NULL, inspected_cb, &result);
  sp_test_await (&result.done);
  g_assert_no_error (result.error);
  return result.snapshot;
}

typedef struct {
  SpPracticeWorld *world;
  SpCatalog *catalog;
  SpNetwork *network;
} Practice;

static void
practice_set_up (Practice *self, gconstpointer data)
{
  g_autoptr (SpClock) clock = sp_clock_new_jumping (0);
  g_autoptr (GError) error = NULL;

  self->world = sp_practice_world_new (clock, NULL, &error);
  g_assert_no_error (error);
  sp_practice_world_start (self->world, 0, &error);
  g_assert_no_error (error);
  self->catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  self->network = sp_network_new (sp_practice_world_get_recursors (self->world));
  self->network->practice = TRUE;
  self->network->dns_port = sp_practice_world_get_port (self->world);
}

static void
practice_tear_down (Practice *self, gconstpointer data)
{
  sp_network_unref (self->network);
  g_assert_finalize_object (self->catalog);
  g_assert_finalize_object (self->world);
}

static SpFactState
state_at (SpSnapshot *snapshot, const char *labels, SpRrType type)
{
  return sp_fact_get_state (sp_snapshot_get_fact_at (snapshot, labels, type));
}

/* Every story: its zone is found, and every rule has what it needs. */
static void
test_practice_domains (Practice *self, gconstpointer data)
{
  GPtrArray *domains = sp_practice_world_get_domains (self->world);

  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      const char *text = sp_name_get_text (domain->name);
      g_autoptr (SpSnapshot) snapshot = inspect (self->network, self->catalog, text);

      g_test_message ("%s: %u questions, %" G_GINT64_FORMAT " ms", text,
                      sp_snapshot_get_n_questions (snapshot),
                      sp_snapshot_get_elapsed (snapshot) / 1000);
      g_assert_cmpint (sp_snapshot_get_delegation (snapshot), ==, SP_DELEGATION_FOUND);
      g_assert_true (sp_name_equal (sp_snapshot_get_zone (snapshot), domain->zone));
      g_assert_cmpstr (sp_name_get_text (sp_snapshot_get_parent_zone (snapshot)), ==, "example");
      g_assert_cmpint (sp_snapshot_get_flags (snapshot), ==, SP_SNAPSHOT_PRACTICE);
      g_assert_cmpint (state_at (snapshot, "", SP_RR_MX), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (state_at (snapshot, "", SP_RR_TXT), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (state_at (snapshot, "_dmarc", SP_RR_TXT), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (state_at (snapshot, "www", SP_RR_A), !=, SP_FACT_UNKNOWN);
      g_assert_cmpint (sp_snapshot_get_elapsed (snapshot), <, 8 * G_USEC_PER_SEC);
      for (guint j = 0; j < sp_snapshot_get_servers (snapshot)->len; j++)
        {
          const SpZoneServer *server = g_ptr_array_index (sp_snapshot_get_servers (snapshot), j);

          g_assert_true (server->in_parent);
          g_assert_cmpint (server->in_child, ==,
                           server->state == SP_SERVER_ANSWERS || server->in_child);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/inspector/practice-domains", Practice, NULL, practice_set_up, test_practice_domains,
              practice_tear_down);
  return g_test_run ();
}
