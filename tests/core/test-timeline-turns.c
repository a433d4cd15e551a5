/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-catalog.h"
#include "support/sp-test-play.h"

#include <string.h>

static SpCatalog *catalog;

/* A server that never answers makes times uncertain; it does not hold up the move. */
static void
test_silent_server (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog,
                             "!servers ns1.host.example ns2.host.example ns3.host.example\n"
                             "!fail * * timeout ns3.host.example\n"
                             "mail.webhost.example. A 198.18.2.1\n" WEB_HOST,
                             "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) timeline = NULL;

  sp_test_play_see_mx (play, AT (0, 9, 30), AT (0, 9, 30), LOW);
  sp_test_play_see_mx (play, AT (0, 15, 1), AT (0, 15, 1), BEHIND);
  sp_test_play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), FLIPPED);
  timeline = sp_test_play_at (play, AT (5, 0, 0));
  sp_test_assert_state (timeline, "flip", SP_STEP_DONE);
  g_assert_true (sp_step_is_about (sp_test_get_step (timeline, "flip")));
  sp_test_assert_state (timeline, "keep-old", SP_STEP_DONE);
  assert_latest (timeline, "keep-old", AT (4, 19, 1));
}

static void
test_slipped (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) before = NULL;
  g_autoptr (SpTimeline) after = NULL;

  sp_test_play_see_mx (play, AT (0, 9, 30), AT (0, 9, 30), LOW);
  before = sp_test_play_at (play, AT (0, 10, 0));
  sp_test_assert_state (before, "lower-ttl", SP_STEP_WAITING);
  sp_test_play_see (play, AT (0, 10, 30), "ns2.host.example", "", SP_RR_MX, WEB_HOST);
  after = sp_test_play_at (play, AT (0, 10, 31));
  sp_test_assert_state (after, "lower-ttl", SP_STEP_SLIPPED);
  g_assert_cmpint (sp_step_get_latest (sp_test_get_step (after, "lower-ttl")), >,
                   sp_step_get_latest (sp_test_get_step (before, "lower-ttl")));
}

static void
test_skipped (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = NULL;

  g_hash_table_add (play->move->skipped, g_strdup ("lower-ttl"));
  timeline = sp_test_play_at (play, now);
  sp_test_assert_state (timeline, "lower-ttl", SP_STEP_SKIPPED);
  assert_earliest (timeline, "flip", now + 4 * HOUR + 12 * MINUTE);
}

static void
test_needs (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "microsoft-365", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);

  assert_earliest (timeline, "flip", now + DAY);
  g_assert_true (
    g_strv_contains (sp_step_get_blocked_by (sp_test_get_step (timeline, "add-new")), "mx-host"));
  sp_test_assert_mx (timeline, "add-new", "");
}

static void
test_first_set_up (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTestPlay) null_play = sp_test_play_new (catalog, WORLD "@ MX 0 .\n", "fastmail",
                                                       SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);
  g_autoptr (SpTimeline) null_timeline = sp_test_play_at (null_play, now);

  sp_test_assert_mx (timeline, "lower-ttl", "");
  sp_test_assert_mx (timeline, "add-new",
                     "+10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
  sp_test_assert_mx (timeline, "flip", "");
  sp_test_assert_mx (timeline, "remove-old", "3600");
  sp_test_assert_mx (null_timeline, "add-new",
                     "-0 . +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
}

static void
test_unknown (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay) play = sp_test_play_new (catalog, WORLD "!fail @ MX timeout\n", "fastmail",
                                                  SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);

  sp_test_assert_mx (timeline, "lower-ttl", "");
  sp_test_assert_mx (timeline, "add-new", "");
  g_assert_true (g_strv_contains (sp_step_get_blocked_by (sp_test_get_step (timeline, "add-new")),
                                  "mx-unknown"));
}

/* What could not be seen is not prepared, although there is nothing to edit. */
static void
test_unknown_preparation (void)
{
  static const char *const holes[] = { "!fail @ TXT timeout\n",
                                       "!fail fm1._domainkey TXT timeout\n" };
  gint64 now = SP_TEST_SNAPSHOT_TIME;

  for (gsize i = 0; i < G_N_ELEMENTS (holes); i++)
    {
      g_autofree char *world = g_strconcat (WORLD "@ MX 10 mail.webhost.example.\n", holes[i],
                                            NULL);
      g_autoptr (SpTestPlay)
        play = sp_test_play_new (catalog, world, "fastmail", SP_STRATEGY_GRADUAL, now);
      g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);
      SpStep *step = sp_test_get_step (timeline, "prepare-new");

      g_assert_cmpint (sp_step_get_state (step), ==, SP_STEP_BLOCKED);
      g_assert_true (g_strv_contains (sp_step_get_blocked_by (step), "senders-unknown"));
      g_assert_cmpint (sp_step_get_state (sp_test_get_step (timeline, "copy-mail")), ==,
                       SP_STEP_LATER);
    }
}

/* Large numbers do not fit behind each other. */
static void
test_numbers (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay) play = sp_test_play_new (
    catalog, WORLD "@ MX 65530 mail.webhost.example.\n@ MX 65535 mail2.webhost.example.\n",
    "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);

  sp_test_assert_mx (timeline, "add-new",
                     "-65530 mail.webhost.example -65535 mail2.webhost.example"
                     " +10 mail.webhost.example +20 mail2.webhost.example"
                     " +30 in1-smtp.messagingengine.com +40 in2-smtp.messagingengine.com 300");
  sp_test_assert_mx (timeline, "flip",
                     "-10 mail.webhost.example -20 mail2.webhost.example"
                     " -30 in1-smtp.messagingengine.com -40 in2-smtp.messagingengine.com"
                     " +30 mail.webhost.example +35 mail2.webhost.example"
                     " +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
}

static GPtrArray *
read_rows (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *host = g_strdup_printf ("mail%u.webhost.example", i);

      g_ptr_array_add (rows, sp_edit_row_new (atoi (words[i]), host));
    }
  return rows;
}

static void
apply_mx (GPtrArray *rows, SpStep *step)
{
  GListModel *edits = sp_step_get_edits (step);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *added = sp_edit_get_added (edit);

      if (sp_edit_get_rr_type (edit) != SP_RR_MX)
        continue;
      for (guint j = rows->len; j > 0; j--)
        if (sp_edit_rows_find (sp_edit_get_removed (edit), g_ptr_array_index (rows, j - 1),
                               SP_RR_MX))
          g_ptr_array_remove_index (rows, j - 1);
      for (guint j = 0; j < added->len; j++)
        g_ptr_array_add (rows, sp_edit_row_copy (g_ptr_array_index (added, j)));
    }
}

/* Old hosts stand wholly before the new ones, or wholly behind them. */
static void
assert_one_order (GPtrArray *rows)
{
  int least[2] = { G_MAXINT, G_MAXINT };
  int most[2] = { -1, -1 };

  g_assert_cmpuint (rows->len, >, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);
      guint is_old = g_str_has_suffix (row->value, ".webhost.example");

      g_assert_cmpint (row->priority, >=, 0);
      g_assert_cmpint (row->priority, <=, G_MAXUINT16);
      least[is_old] = MIN (least[is_old], row->priority);
      most[is_old] = MAX (most[is_old], row->priority);
    }
  if (most[0] >= 0 && most[1] >= 0)
    g_assert_true (most[0] < least[1] || most[1] < least[0]);
}

/* Every provider's set, behind and before every kind of old set: never empty, never mixed. */
static void
test_every_provider (void)
{
  static const char *const old_sets[] = { "10", "0", "10 10", "5 10 10 60", "65535", "0 65530" };
  GListModel *providers = sp_catalog_get_providers (catalog);
  gint64 now = SP_TEST_SNAPSHOT_TIME;

  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SpProvider) provider = g_list_model_get_item (providers, i);
      guint old = i % G_N_ELEMENTS (old_sets);
      g_autoptr (GPtrArray) rows = read_rows (old_sets[old]);
      g_autoptr (GString) zone_text = g_string_new (WORLD);
      g_autoptr (SpTestPlay) play = NULL;
      g_autoptr (SpTimeline) timeline = NULL;
      GListModel *steps;

      if (sp_provider_is_recognise_only (provider))
        continue;
      for (guint j = 0; j < rows->len; j++)
        {
          const SpEditRow *row = g_ptr_array_index (rows, j);

          g_string_append_printf (zone_text, "@ MX %d %s.\n", row->priority, row->value);
        }
      play = sp_test_play_new (catalog, zone_text->str, sp_provider_get_id (provider),
                               SP_STRATEGY_GRADUAL, now);
      sp_test_play_give (play, "host", "mail.shop.example");
      sp_test_play_give (play, "mx-host", "shop-example.mail.protection.outlook.com");
      timeline = sp_test_play_at (play, now);
      steps = sp_timeline_get_steps (timeline);
      for (guint j = 0; j < g_list_model_get_n_items (steps); j++)
        {
          g_autoptr (SpStep) step = g_list_model_get_item (steps, j);

          apply_mx (rows, step);
          assert_one_order (rows);
        }
    }
}

/* More sightings of the old set never make a time earlier; nor does a slower server. */
static void
test_monotonic (void)
{
  static const char *const versions[] = { WEB_HOST, LOW, BEHIND, FLIPPED, ALONE };
  static const char *const ids[] = { "lower-ttl", "add-new", "flip", "remove-old" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (2308);

  for (guint round = 0; round < 40; round++)
    {
      gint64 start = AT (0, 9, 0);
      g_autoptr (SpTestPlay)
        play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
      gint64 at = start;
      gint64 now;
      g_autoptr (SpTimeline) before = NULL;
      g_autoptr (SpTimeline) after = NULL;

      for (guint i = 1; i < G_N_ELEMENTS (versions); i++)
        {
          at += g_rand_int_range (rand, 60, 40000) * SECOND;
          sp_test_play_see (play, at, "ns1.host.example", "", SP_RR_MX, versions[i]);
          at += g_rand_int_range (rand, 60, 4000) * SECOND;
          sp_test_play_see (play, at, "ns2.host.example", "", SP_RR_MX, versions[i]);
          if (g_rand_boolean (rand))
            break;
        }
      now = at + DAY;
      before = sp_test_play_at (play, now);
      sp_test_play_see (play, at + HOUR, "ns2.host.example", "", SP_RR_MX,
                        versions[g_rand_int_range (rand, 0, 3)]);
      sp_test_play_see (play, at + HOUR + g_rand_int_range (rand, 1, 9000) * SECOND,
                        "ns2.host.example", "", SP_RR_MX, ALONE);
      after = sp_test_play_at (play, now);
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        {
          SpStep *step = sp_test_get_step (before, ids[i]);
          SpStepState state = sp_step_get_state (step);

          if (state == SP_STEP_DONE || state == SP_STEP_WAITING)
            g_assert_cmpint (sp_step_get_latest (sp_test_get_step (after, ids[i])), >=,
                             sp_step_get_latest (step));
          else
            g_assert_cmpint (sp_step_get_latest (step), >=, now);
        }
    }
}

/* The same sightings in another order give the same times. */
static void
test_order_of_sightings (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) before = NULL;
  g_autoptr (SpTimeline) after = NULL;
  g_autoptr (GPtrArray)
    turned = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);

  sp_test_play_see_mx (play, AT (0, 9, 31), AT (0, 9, 44), LOW);
  sp_test_play_see_mx (play, AT (0, 15, 1), AT (0, 15, 2), BEHIND);
  before = sp_test_play_at (play, AT (0, 16, 0));
  for (guint i = play->observations->len; i > 0; i--)
    g_ptr_array_add (turned, sp_observation_ref (g_ptr_array_index (play->observations, i - 1)));
  g_ptr_array_unref (play->observations);
  play->observations = g_steal_pointer (&turned);
  after = sp_test_play_at (play, AT (0, 16, 0));
  assert_latest (after, "lower-ttl", sp_step_get_latest (sp_test_get_step (before, "lower-ttl")));
  assert_latest (after, "add-new", sp_step_get_latest (sp_test_get_step (before, "add-new")));
  assert_earliest (after, "cancel-old",
                   sp_step_get_earliest (sp_test_get_step (before, "cancel-old")));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/timeline-turns/silent-server", test_silent_server);
  g_test_add_func ("/timeline-turns/slipped", test_slipped);
  g_test_add_func ("/timeline-turns/skipped", test_skipped);
  g_test_add_func ("/timeline-turns/needs", test_needs);
  g_test_add_func ("/timeline-turns/first-set-up", test_first_set_up);
  g_test_add_func ("/timeline-turns/unknown", test_unknown);
  g_test_add_func ("/timeline-turns/unknown-preparation", test_unknown_preparation);
  g_test_add_func ("/timeline-turns/numbers", test_numbers);
  g_test_add_func ("/timeline-turns/every-provider", test_every_provider);
  g_test_add_func ("/timeline-turns/monotonic", test_monotonic);
  g_test_add_func ("/timeline-turns/order-of-sightings", test_order_of_sightings);
  return sp_test_run_with_catalog (&catalog);
}
