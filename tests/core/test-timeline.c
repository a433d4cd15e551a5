/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-catalog.h"
#include "support/sp-test-play.h"

#include <string.h>

static SpCatalog *catalog;

static void
test_not_begun (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);
  GListModel *steps = sp_timeline_get_steps (timeline);
  static const char *const ids[] = { "take-stock", "prepare-new", "lower-ttl", "add-new",
                                     "copy-mail",  "flip",        "keep-old",  "remove-old",
                                     "settle",     "cancel-old" };

  g_assert_cmpuint (g_list_model_get_n_items (steps), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      g_assert_cmpstr (sp_step_get_id (step), ==, ids[i]);
    }

  sp_test_assert_state (timeline, "take-stock", SP_STEP_DONE);
  sp_test_assert_state (timeline, "prepare-new", SP_STEP_READY);
  sp_test_assert_state (timeline, "lower-ttl", SP_STEP_READY);
  sp_test_assert_state (timeline, "add-new", SP_STEP_LATER);
  sp_test_assert_state (timeline, "flip", SP_STEP_LATER);
  sp_test_assert_state (timeline, "cancel-old", SP_STEP_LATER);

  sp_test_assert_mx (timeline, "lower-ttl", "300");
  sp_test_assert_mx (timeline, "add-new",
                     "+20 in1-smtp.messagingengine.com +30 in2-smtp.messagingengine.com 300");
  sp_test_assert_mx (timeline, "flip",
                     "-10 mail.webhost.example -20 in1-smtp.messagingengine.com"
                     " -30 in2-smtp.messagingengine.com +30 mail.webhost.example"
                     " +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
  sp_test_assert_mx (timeline, "remove-old", "-30 mail.webhost.example 3600");

  assert_latest (
    timeline, "prepare-new",
    now + HOUR + 5 * MINUTE > now + 4 * HOUR + 12 * MINUTE ? now : now + 4 * HOUR + 12 * MINUTE);
  assert_earliest (timeline, "lower-ttl", 0);
  assert_latest (timeline, "lower-ttl", now + 4 * HOUR + 12 * MINUTE);
  assert_latest (timeline, "add-new", now + 4 * HOUR + 12 * MINUTE);
  assert_earliest (timeline, "flip", now + DAY);
  assert_latest (timeline, "flip", now + DAY + 10 * MINUTE);
  assert_latest (timeline, "keep-old", now + 4 * DAY);
  assert_earliest (timeline, "remove-old", now + 8 * DAY);
  assert_latest (timeline, "remove-old", now + 8 * DAY + 10 * MINUTE);
  assert_earliest (timeline, "settle", now + 15 * DAY + 10 * MINUTE);
  assert_earliest (timeline, "cancel-old", now + 31 * DAY + 10 * MINUTE);
  g_assert_true (sp_step_is_about (sp_test_get_step (timeline, "flip")));
  g_assert_true (sp_step_is_about (sp_test_get_step (timeline, "cancel-old")));
}

static void
test_start_later (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  gint64 start = now + 3 * DAY;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);

  assert_latest (timeline, "lower-ttl", start + 4 * HOUR + 12 * MINUTE);
  assert_earliest (timeline, "flip", start + DAY);
  assert_earliest (timeline, "cancel-old", start + 31 * DAY + 10 * MINUTE);
  sp_test_assert_state (timeline, "lower-ttl", SP_STEP_LATER);
}

/* The worked example: every time to the minute. */
static void
test_worked_example (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);

  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, start);

    sp_test_play_see_step (play, AT (0, 9, 22), sp_test_get_step (timeline, "prepare-new"));
  }
  sp_test_play_see (play, AT (0, 9, 31), "ns1.host.example", "", SP_RR_MX, LOW);
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (0, 9, 40));

    sp_test_assert_state (timeline, "prepare-new", SP_STEP_LIVE);
    sp_test_assert_state (timeline, "lower-ttl", SP_STEP_CHECKING);
    sp_test_assert_state (timeline, "copy-mail", SP_STEP_READY);
  }
  sp_test_play_see (play, AT (0, 9, 44), "ns2.host.example", "", SP_RR_MX, LOW);
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (0, 10, 0));
    SpStep *lower = sp_test_get_step (timeline, "lower-ttl");
    GPtrArray *why = sp_step_get_why (lower);
    gint64 sum = 0;

    sp_test_assert_state (timeline, "lower-ttl", SP_STEP_WAITING);
    assert_latest (timeline, "lower-ttl", AT (0, 13, 56));
    g_assert_false (sp_step_is_about (lower));
    for (guint i = 0; i < why->len; i++)
      sum += ((SpWhy *) g_ptr_array_index (why, i))->seconds;
    g_assert_cmpint (sum, ==, 14400 + 720);
    sp_test_assert_time (((SpWhy *) g_ptr_array_index (why, 0))->observed_at, AT (0, 9, 44));
    assert_earliest (timeline, "flip", AT (1, 9, 44));
    sp_test_assert_state (timeline, "add-new", SP_STEP_BLOCKED);
    g_assert_true (g_strv_contains (sp_step_get_blocked_by (sp_test_get_step (timeline, "add-new")),
                                    "new-accepts"));
    sp_test_play_tick (play, "new-accepts");
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (0, 15, 0));

    sp_test_assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    sp_test_assert_state (timeline, "add-new", SP_STEP_READY);
  }
  sp_test_play_see_mx (play, AT (0, 15, 1), AT (0, 15, 1), BEHIND);
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (0, 15, 5));

    assert_latest (timeline, "add-new", AT (0, 15, 11));
    sp_test_assert_state (timeline, "add-new", SP_STEP_WAITING);
    sp_test_assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    assert_earliest (timeline, "flip", AT (1, 9, 44));
    sp_test_assert_state (timeline, "flip", SP_STEP_BLOCKED);
    sp_test_play_tick (play, "test-passed");
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (0, 16, 0));

    sp_test_assert_state (timeline, "flip", SP_STEP_LATER);
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (1, 9, 44));

    sp_test_assert_state (timeline, "flip", SP_STEP_READY);
  }
  sp_test_play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), FLIPPED);
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (1, 19, 5));

    assert_latest (timeline, "flip", AT (1, 19, 11));
    sp_test_assert_state (timeline, "flip", SP_STEP_WAITING);
    sp_test_assert_state (timeline, "keep-old", SP_STEP_WAITING);
    assert_latest (timeline, "keep-old", AT (4, 19, 1));
    assert_earliest (timeline, "remove-old", AT (8, 19, 1));
    g_assert_false (sp_step_is_about (sp_test_get_step (timeline, "keep-old")));
  }
  sp_test_play_tick (play, "old-is-quiet");
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (8, 19, 1));

    sp_test_assert_state (timeline, "keep-old", SP_STEP_DONE);
    sp_test_assert_state (timeline, "remove-old", SP_STEP_READY);
  }
  sp_test_play_see_mx (play, AT (8, 19, 2), AT (8, 19, 2), ALONE);
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (8, 20, 0));

    assert_latest (timeline, "remove-old", AT (8, 19, 12));
    assert_earliest (timeline, "settle", AT (15, 19, 12));
    assert_earliest (timeline, "cancel-old", AT (31, 19, 11));
    sp_test_assert_state (timeline, "flip", SP_STEP_DONE);
    sp_test_assert_state (timeline, "add-new", SP_STEP_DONE);
    sp_test_assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    sp_test_assert_state (timeline, "remove-old", SP_STEP_DONE);
    sp_test_play_see_step (play, AT (15, 19, 30), sp_test_get_step (timeline, "settle"));
  }
  sp_test_play_tick (play, "local-routing");
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (31, 19, 10));

    sp_test_assert_state (timeline, "settle", SP_STEP_DONE);
    sp_test_assert_state (timeline, "cancel-old", SP_STEP_BLOCKED);
    sp_test_play_tick (play, "still-claimed");
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (31, 19, 10));

    sp_test_assert_state (timeline, "cancel-old", SP_STEP_LATER);
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (31, 19, 11));

    sp_test_assert_state (timeline, "cancel-old", SP_STEP_READY);
    sp_test_play_tick (play, "backup-taken");
  }
  {
    g_autoptr (SpTimeline) timeline = sp_test_play_at (play, AT (32, 0, 0));

    sp_test_assert_state (timeline, "cancel-old", SP_STEP_DONE);
  }
}

/* Switched too early: the long-lived copies count, not the last version. */
static void
test_too_early (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_ONE_SITTING, start);
  g_autoptr (SpTimeline) timeline = NULL;

  sp_test_play_see (play, AT (0, 9, 31), "ns1.host.example", "", SP_RR_MX, LOW);
  sp_test_play_see (play, AT (0, 9, 44), "ns2.host.example", "", SP_RR_MX, LOW);
  sp_test_play_see_mx (play, AT (0, 11, 0), AT (0, 11, 0), ALONE);
  timeline = sp_test_play_at (play, AT (0, 11, 5));
  assert_latest (timeline, "switch", AT (0, 13, 56));
  assert_latest (timeline, "drain", AT (0, 13, 56));
}

static void
test_never_lowered (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST, "fastmail", SP_STRATEGY_ONE_SITTING, start);
  g_autoptr (SpTimeline) timeline = NULL;

  sp_test_play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), ALONE);
  timeline = sp_test_play_at (play, AT (1, 19, 5));
  assert_latest (timeline, "switch", AT (1, 23, 13));
}

static void
test_one_sitting (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay) play = sp_test_play_new (catalog, WORLD WEB_HOST, "microsoft-365",
                                                  SP_STRATEGY_ONE_SITTING, now);
  g_autoptr (SpTimeline) timeline = NULL;
  gint64 live;

  sp_test_play_give (play, "mx-host", "shop-example.mail.protection.outlook.com");
  timeline = sp_test_play_at (play, now);
  live = now + 4 * HOUR + 12 * MINUTE;
  g_assert_cmpint (sp_strategy_propose (sp_catalog_get_provider (catalog, "microsoft-365")), ==,
                   SP_STRATEGY_ONE_SITTING);
  g_assert_cmpint (sp_strategy_propose (sp_catalog_get_provider (catalog, "fastmail")), ==,
                   SP_STRATEGY_GRADUAL);
  sp_test_assert_mx (timeline, "switch",
                     "-10 mail.webhost.example +0 shop-example.mail.protection.outlook.com 300");
  assert_earliest (timeline, "switch", live);
  assert_latest (timeline, "switch", live + 10 * MINUTE);
  assert_latest (timeline, "drain", live + 10 * MINUTE);
  assert_earliest (timeline, "settle", live + 2 * DAY);
  assert_earliest (timeline, "cancel-old", live + 30 * DAY + 10 * MINUTE);
  {
    GListModel *edits = sp_step_get_edits (sp_test_get_step (timeline, "settle"));
    gboolean has_ttl = FALSE;
    gboolean has_spf = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
      {
        g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

        if (g_str_equal (sp_edit_get_id (edit), "ttl-mx-back"))
          {
            has_ttl = TRUE;
            sp_test_assert_time (sp_edit_get_not_before (edit), live + 2 * DAY);
            g_assert_cmpuint (sp_edit_get_ttl (edit), ==, 3600);
          }
        if (g_str_equal (sp_edit_get_id (edit), "spf-settle"))
          {
            has_spf = TRUE;
            sp_test_assert_time (sp_edit_get_not_before (edit), live + 14 * DAY);
          }
      }
    g_assert_true (has_ttl && has_spf);
  }
}

static void
assert_awaiting (SpTimeline *timeline, const char *edit_id, const char *step_id)
{
  SpStep *step = sp_timeline_find_awaiting (timeline, edit_id);

  g_assert_cmpstr (step != NULL ? sp_step_get_id (step) : NULL, ==, step_id);
}

/* What lacks a value of the customer belongs to the step that will edit it. */
static void
test_awaiting (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay) sitting = sp_test_play_new (catalog, WORLD WEB_HOST, "microsoft-365",
                                                     SP_STRATEGY_ONE_SITTING, now);
  g_autoptr (SpTestPlay)
    gradual = sp_test_play_new (catalog, WORLD WEB_HOST, "microsoft-365", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) first = sp_test_play_at (sitting, now);
  g_autoptr (SpTimeline) second = sp_test_play_at (gradual, now);
  g_autoptr (SpTimeline) third = NULL;

  assert_awaiting (first, "mx", "switch");
  assert_awaiting (first, "dkim-selector1", "prepare-new");
  assert_awaiting (second, "mx", "add-new");
  assert_awaiting (second, "verification", "prepare-new");
  assert_awaiting (second, "spf", NULL);
  sp_test_play_give (gradual, "mx-host", "shop-example.mail.protection.outlook.com");
  third = sp_test_play_at (gradual, now);
  assert_awaiting (third, "mx", NULL);
}

/* What leaves with an old provider that nobody knows by name: what allows its mail host. */
static void
test_old_senders (void)
{
  static const struct {
    const char *list;
    const char *trimmed;
  } cases[] = {
    { "v=spf1 mx include:_spf.webhost.example ~all", "include:spf.messagingengine.com ~all" },
    { "v=spf1 a ip4:198.18.2.1 ip4:203.0.113.9 -all",
      "a ip4:203.0.113.9 include:spf.messagingengine.com -all" },
    { "v=spf1 include:servers.mcsv.net include:other.example ~all",
      "include:servers.mcsv.net include:other.example include:spf.messagingengine.com ~all" },
    { "v=spf1 include:relay.other.example ~all", "include:spf.messagingengine.com ~all" },
  };
  gint64 now = SP_TEST_SNAPSHOT_TIME;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *zone_text = g_strdup_printf (
        WORLD "@ MX 10 mail.webhost.example.\n@ TXT \"%s\"\n"
              "servers.mcsv.net. TXT \"v=spf1 ip4:198.18.9.0/24 ?all\"\n"
              "other.example. TXT \"v=spf1 ip4:203.0.113.0/24 ?all\"\n"
              "relay.other.example. TXT \"v=spf1 a:mail.webhost.example ?all\"\n",
        cases[i].list);
      g_autofree char *expected = g_strconcat ("v=spf1 ", cases[i].trimmed, NULL);
      g_autoptr (SpTestPlay)
        play = sp_test_play_new (catalog, zone_text, "fastmail", SP_STRATEGY_GRADUAL, now);
      g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);
      const char *last = NULL;
      static const char *const steps[] = { "prepare-new", "settle" };

      for (guint step = 0; step < G_N_ELEMENTS (steps); step++)
        {
          GListModel *edits = sp_step_get_edits (sp_test_get_step (timeline, steps[step]));

          for (guint j = 0; j < g_list_model_get_n_items (edits); j++)
            {
              g_autoptr (SpEdit) edit = g_list_model_get_item (edits, j);

              if (sp_edit_get_rr_type (edit) == SP_RR_TXT
                  && g_str_equal (sp_edit_get_name (edit), "@")
                  && sp_edit_get_added (edit)->len > 0)
                last = ((SpEditRow *) g_ptr_array_index (sp_edit_get_added (edit), 0))->value;
            }
        }
      g_assert_cmpstr (last, ==, expected);
    }
}

static const char *
find_edit_text (SpTimeline *timeline, const char *step, const char *id)
{
  GListModel *edits = sp_step_get_edits (sp_test_get_step (timeline, step));

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *added = sp_edit_get_added (edit);

      if (g_str_equal (sp_edit_get_id (edit), id))
        return added->len > 0 ? ((SpEditRow *) g_ptr_array_index (added, 0))->value : "";
    }
  return NULL;
}

/* A policy on delivery names both sets during the move; a rule for forged mail waits for its end.
 */
static void
test_policies (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (SpTestPlay)
    play = sp_test_play_new (catalog, WORLD WEB_HOST "_mta-sts TXT \"v=STSv1; id=1\"\n", "fastmail",
                             SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = sp_test_play_at (play, now);
  const char *both = find_edit_text (timeline, "prepare-new", "mta-sts");
  const char *last = find_edit_text (timeline, "settle", "mta-sts-settle");

  g_assert_cmpstr (both, ==, "v=STSv1; id=20260601090000a");
  g_assert_cmpstr (last, ==, "v=STSv1; id=20260601090000b");
  g_assert_null (find_edit_text (timeline, "prepare-new", "dmarc"));
  g_assert_cmpstr (find_edit_text (timeline, "settle", "dmarc"), ==, "v=DMARC1; p=none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  g_test_add_func ("/timeline/not-begun", test_not_begun);
  g_test_add_func ("/timeline/start-later", test_start_later);
  g_test_add_func ("/timeline/worked-example", test_worked_example);
  g_test_add_func ("/timeline/too-early", test_too_early);
  g_test_add_func ("/timeline/never-lowered", test_never_lowered);
  g_test_add_func ("/timeline/one-sitting", test_one_sitting);
  g_test_add_func ("/timeline/awaiting", test_awaiting);
  g_test_add_func ("/timeline/old-senders", test_old_senders);
  g_test_add_func ("/timeline/policies", test_policies);
  return sp_test_run_with_catalog (&catalog);
}
