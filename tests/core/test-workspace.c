/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sp-workspace.h"

#include <glib/gstdio.h>

#include "core/practice/sp-practice-panel.h"
#include "support/sp-test-await.h"

typedef struct {
  SpReport *report;
  gboolean done;
} Waiting;

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, NULL);
  waiting->done = TRUE;
}

static SpReport *
inspect (SpWorkspace *workspace, const char *domain, const char *provider)
{
  g_autoptr (SpName) name = sp_name_parse (domain, NULL);
  const char *none[] = { NULL };
  g_autoptr (SpQuestion) question = sp_question_new (name, provider, NULL, none);
  Waiting waiting = { 0 };

  sp_workspace_inspect_async (workspace, question, NULL, inspected_cb, &waiting);
  sp_test_await (&waiting.done);
  g_assert_nonnull (waiting.report);
  return waiting.report;
}

static SpWorkspace *
practice (const char *folder)
{
  const SpWorkspaceOptions options = { .practice = TRUE, .data_dir = folder };
  g_autoptr (GError) error = NULL;
  SpWorkspace *workspace = sp_workspace_new (&options, &error);

  g_assert_no_error (error);
  return workspace;
}

static void
remove_store (const char *folder)
{
  const char *const files[] = { "practice.db", "practice.db-wal", "practice.db-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
on_busy (SpDomain *domain, GParamSpec *pspec, gboolean *done)
{
  *done = !sp_domain_is_busy (domain);
}

static void
test_saved_domains (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "harbor-bakery.example", NULL);
  SpDomain *domain = sp_workspace_add_domain (workspace, report, "fastmail", NULL);
  gboolean done = FALSE;

  g_assert_nonnull (domain);
  g_signal_connect (domain, "notify::busy", G_CALLBACK (on_busy), &done);
  g_assert_true (sp_domain_is_busy (domain));
  sp_test_await (&done);
  g_assert_cmpstr (sp_domain_get_provider (domain), ==, "fastmail");
  g_assert_nonnull (sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (domain)), "mx"));
  g_clear_object (&report);
  g_assert_finalize_object (workspace);

  workspace = practice (folder);
  g_assert_cmpuint (g_list_model_get_n_items (sp_workspace_get_domains (workspace)), ==, 1);
  {
    g_autoptr (SpDomain) again = g_list_model_get_item (sp_workspace_get_domains (workspace), 0);
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (sp_name_get_text (sp_domain_get_name (again)), ==, "harbor-bakery.example");
    g_assert_nonnull (sp_domain_get_report (again));
    g_assert_true (sp_workspace_remove_domain (workspace, again, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpuint (g_list_model_get_n_items (sp_workspace_get_domains (workspace)), ==, 0);
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

static void
publish (SpWorkspace *workspace, SpEdit *edit)
{
  g_autoptr (SpRecordSet) wanted = sp_edit_dup_wanted_set (edit);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; wanted != NULL && i < sp_record_set_get_n_records (wanted); i++)
    g_ptr_array_add (records, sp_record_set_get_record (wanted, i));
  sp_practice_world_publish (sp_workspace_get_practice (workspace), sp_edit_get_zone (edit),
                             sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit), records,
                             &error);
  g_assert_no_error (error);
}

typedef struct {
  SpEditState wanted;
  gboolean done;
} Goal;

static void
on_changed (SpEditWatch *watch, Goal *goal)
{
  goal->done = !sp_edit_watch_is_asking (watch) && sp_edit_watch_get_state (watch) == goal->wanted;
}

static void
await_state (SpEditWatch *watch, SpEditState state)
{
  Goal goal = { .wanted = state };
  gulong handler = g_signal_connect (watch, "changed", G_CALLBACK (on_changed), &goal);

  on_changed (watch, &goal);
  sp_test_await (&goal.done);
  g_signal_handler_disconnect (watch, handler);
}

/* The story of the practice world: an edit is made, becomes live at one server, then at both. */
static void
test_watch_until_live (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "harbor-bakery.example", "fastmail");
  SpDomain *domain = sp_workspace_add_domain (workspace, report, "fastmail", NULL);
  SpPracticeWorld *world = sp_workspace_get_practice (workspace);
  SpEdit *edit = sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (domain)), "mx");
  SpEditWatch *watch = sp_workspace_watch_edit (workspace, domain, edit);
  SpName *name = sp_domain_get_name (domain);
  guint n_jumps = 0;

  await_state (watch, SP_EDIT_STATE_NOT_YET);
  publish (workspace, edit);
  sp_clock_jump_to (sp_workspace_get_clock (workspace),
                    sp_practice_world_get_next_event (world, name));
  await_state (watch, SP_EDIT_STATE_PARTLY);
  while (sp_practice_world_get_next_event (world, name) != 0 && n_jumps++ < 10)
    sp_clock_jump_to (sp_workspace_get_clock (workspace),
                      sp_practice_world_get_next_event (world, name));
  await_state (watch, SP_EDIT_STATE_LIVE);
  g_assert_cmpuint (sp_edit_watch_get_n_live (watch), ==,
                    g_list_model_get_n_items (sp_edit_watch_get_sightings (watch)));
  /* The old set could be remembered for four hours, and 12 minutes are added (5 %). */
  g_assert_cmpint (sp_edit_watch_get_clear_at (watch), >,
                   sp_clock_get_now (sp_workspace_get_clock (workspace)) + 4 * G_TIME_SPAN_HOUR);
  g_assert_cmpint (sp_edit_watch_get_clear_at (watch), <=,
                   sp_clock_get_now (sp_workspace_get_clock (workspace)) + 4 * G_TIME_SPAN_HOUR
                     + 12 * G_TIME_SPAN_MINUTE);
  g_clear_object (&report);
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

static void
assert_place (SpDomain *domain, const char *keeper, const char *panel, const char *obstacle)
{
  SpReport *report = sp_domain_get_report (domain);
  SpFinding *finding = sp_report_get_obstacle (report);

  g_assert_cmpstr (sp_dns_host_get_id (sp_report_get_keeper (report)), ==, keeper);
  g_assert_cmpstr (sp_dns_host_get_id (sp_report_get_dns_host (report)), ==, panel);
  g_assert_cmpstr (finding != NULL ? sp_finding_get_id (finding) : NULL, ==, obstacle);
}

/* Whose panel a person uses is kept; a company that does not keep the records is answered, and the
 * edits stay those of the company that does. */
static void
test_panel_is_kept (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "corner-books.example", NULL);
  SpDomain *domain = sp_workspace_add_domain (workspace, report, NULL, NULL);
  g_autoptr (GError) error = NULL;

  assert_place (domain, "namecheap", "namecheap", NULL);
  g_assert_true (sp_workspace_choose_dns_host (workspace, domain, "cpanel", &error));
  assert_place (domain, "namecheap", "cpanel", NULL);
  g_assert_true (sp_workspace_choose_dns_host (workspace, domain, "godaddy", &error));
  assert_place (domain, "namecheap", "namecheap", "ns-elsewhere");
  g_clear_object (&report);
  g_assert_finalize_object (workspace);

  workspace = practice (folder);
  {
    g_autoptr (SpDomain) again = g_list_model_get_item (sp_workspace_get_domains (workspace), 0);

    g_assert_cmpstr (sp_domain_get_dns_host (again), ==, "godaddy");
    assert_place (again, "namecheap", "namecheap", "ns-elsewhere");
    g_assert_true (sp_workspace_choose_dns_host (workspace, again, NULL, &error));
    assert_place (again, "namecheap", "namecheap", NULL);
  }
  g_assert_no_error (error);
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

static uint32_t
get_first_ttl (SpDomain *domain)
{
  SpStep *step = sp_timeline_find (sp_domain_get_timeline (domain), "lower-ttl");
  g_autoptr (SpEdit) edit = g_list_model_get_item (sp_step_get_edits (step), 0);

  return sp_edit_get_ttl (edit);
}

/* A move that is under way follows: GoDaddy takes no TTL below 600. */
static void
test_panel_of_a_move (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "harbor-bakery.example", "fastmail");
  SpDomain *domain = sp_workspace_add_domain (workspace, report, "fastmail", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sp_workspace_begin_move (workspace, domain, SP_STRATEGY_GRADUAL, &error));
  g_assert_cmpuint (get_first_ttl (domain), ==, 300);
  g_assert_true (sp_workspace_choose_dns_host (workspace, domain, "godaddy", &error));
  g_assert_cmpuint (get_first_ttl (domain), ==, 600);
  g_assert_true (sp_workspace_choose_dns_host (workspace, domain, NULL, &error));
  g_assert_cmpuint (get_first_ttl (domain), ==, 300);
  g_assert_no_error (error);
  g_clear_object (&report);
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

static void
count_notify (SpDomain *domain, GParamSpec *pspec, guint *n_notifies)
{
  (*n_notifies)++;
}

static void
test_move_is_kept (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "harbor-bakery.example", "fastmail");
  SpDomain *domain = sp_workspace_add_domain (workspace, report, "fastmail", NULL);
  g_autoptr (GError) error = NULL;
  guint n_timelines = 0;

  g_assert_false (sp_domain_is_moving (domain));
  g_assert_true (sp_workspace_begin_move (workspace, domain, SP_STRATEGY_GRADUAL, &error));
  g_assert_no_error (error);
  g_assert_true (sp_domain_is_moving (domain));
  g_assert_true (sp_workspace_tick (workspace, domain, "addresses-listed", TRUE, &error));
  g_signal_connect (domain, "notify::timeline", G_CALLBACK (count_notify), &n_timelines);
  sp_clock_jump_to (sp_workspace_get_clock (workspace),
                    sp_clock_get_now (sp_workspace_get_clock (workspace)) + G_TIME_SPAN_HOUR);
  g_assert_cmpuint (n_timelines, ==, 1);
  g_clear_object (&report);
  g_assert_finalize_object (workspace);

  workspace = practice (folder);
  {
    g_autoptr (SpDomain) again = g_list_model_get_item (sp_workspace_get_domains (workspace), 0);
    SpStep *step = sp_timeline_find (sp_domain_get_timeline (again), "take-stock");
    gboolean is_ticked = FALSE;

    for (guint i = 0; i < sp_step_get_ticks (step)->len; i++)
      {
        const SpTick *tick = g_ptr_array_index (sp_step_get_ticks (step), i);

        is_ticked = is_ticked || (tick->is_done && g_str_equal (tick->id, "addresses-listed"));
      }
    g_assert_true (is_ticked);
    g_assert_true (sp_workspace_end_move (workspace, again, &error));
    g_assert_false (sp_domain_is_moving (again));
  }
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

static void
make_live (SpWorkspace *workspace, SpDomain *domain, SpEdit *edit)
{
  SpPracticeWorld *world = sp_workspace_get_practice (workspace);
  SpName *name = sp_domain_get_name (domain);
  SpEditWatch *watch = sp_workspace_watch_edit (workspace, domain, edit);

  publish (workspace, edit);
  while (sp_practice_world_get_next_event (world, name) != 0)
    sp_clock_jump_to (sp_workspace_get_clock (workspace),
                      sp_practice_world_get_next_event (world, name));
  sp_edit_watch_ask_now (watch);
  await_state (watch, SP_EDIT_STATE_LIVE);
}

static void
refresh (SpWorkspace *workspace, SpDomain *domain)
{
  gboolean done = FALSE;
  gulong handler = g_signal_connect (domain, "notify::busy", G_CALLBACK (on_busy), &done);

  sp_workspace_refresh (workspace, domain);
  sp_test_await (&done);
  g_signal_handler_disconnect (domain, handler);
}

static guint
count_back (SpDomain *domain)
{
  g_autoptr (SpEditPlan) back = sp_domain_dup_way_back (domain);

  return back != NULL ? g_list_model_get_n_items (sp_edit_plan_get_edits (back)) : 0;
}

/* What was there before the first edit can be put back, also after a restart, and only that. */
static void
test_way_back (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  SpWorkspace *workspace = practice (folder);
  g_autoptr (SpReport) report = inspect (workspace, "harbor-bakery.example", "fastmail");
  SpDomain *domain = sp_workspace_add_domain (workspace, report, "fastmail", NULL);
  SpEdit *edit;

  refresh (workspace, domain);
  g_assert_null (sp_domain_dup_way_back (domain));
  edit = sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (domain)), "mx");
  g_assert_nonnull (edit);
  {
    g_autoptr (SpEdit) made = g_object_ref (edit);
    g_autoptr (SpEditPlan) back = NULL;
    SpEdit *way;

    make_live (workspace, domain, made);
    /* Seen by the watch, before any new check. */
    back = sp_domain_dup_way_back (domain);
    way = sp_edit_plan_find (back, "back-mx");
    g_assert_nonnull (way);
    g_assert_cmpuint (sp_edit_get_added (way)->len, ==, sp_edit_get_removed (made)->len);
    g_assert_true (sp_edit_row_equal (g_ptr_array_index (sp_edit_get_added (way), 0),
                                      g_ptr_array_index (sp_edit_get_removed (made), 0), SP_RR_MX));
    g_assert_cmpuint (count_back (domain), ==, 1);
  }
  g_clear_object (&report);
  g_assert_finalize_object (workspace);

  workspace = practice (folder);
  {
    g_autoptr (SpDomain) again = g_list_model_get_item (sp_workspace_get_domains (workspace), 0);
    g_autoptr (SpEditPlan) back = NULL;
    gint64 origin_time = sp_domain_get_origin_time (again);

    refresh (workspace, again);
    g_assert_cmpint (origin_time, >, 0);
    back = sp_domain_dup_way_back (again);
    g_assert_nonnull (sp_edit_plan_find (back, "back-mx"));
    make_live (workspace, again, sp_edit_plan_find (back, "back-mx"));
    g_assert_cmpuint (count_back (again), ==, 0);
    refresh (workspace, again);
    g_assert_cmpuint (count_back (again), ==, 0);
    g_assert_nonnull (sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (again)), "mx"));

    /* Made once more: the edit counts, no longer the one that took it back; and since all was as
     * before, this begins anew. */
    sp_workspace_watch_edit (
      workspace, again,
      sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (again)), "mx"));
    g_assert_null (sp_domain_find_watch (again, "back-mx"));
    g_assert_nonnull (sp_domain_find_watch (again, "mx"));
    g_assert_cmpint (sp_domain_get_origin_time (again), >, origin_time);
  }
  g_assert_finalize_object (workspace);
  remove_store (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/saved-domains", test_saved_domains);
  g_test_add_func ("/workspace/watch-until-live", test_watch_until_live);
  g_test_add_func ("/workspace/way-back", test_way_back);
  g_test_add_func ("/workspace/move-is-kept", test_move_is_kept);
  g_test_add_func ("/workspace/panel", test_panel_is_kept);
  g_test_add_func ("/workspace/panel-of-a-move", test_panel_of_a_move);
  return g_test_run ();
}
