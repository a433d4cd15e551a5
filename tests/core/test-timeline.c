/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/dns/sp-zone.h"
#include "core/plan/sp-timeline.h"
#include "support/sp-test-snapshot.h"

#include <stdlib.h>

#define DOMAIN_NAME "shop.example"
#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* Test snapshots are taken on a Monday at 9:00. */
#define MONDAY (SP_TEST_SNAPSHOT_TIME - 9 * HOUR)
#define AT(day, hour, minute) (MONDAY + (day) * DAY + (hour) * HOUR + (minute) * MINUTE)

static SpCatalog *catalog;

#define WORLD                                                                                      \
  "!servers ns1.host.example ns2.host.example\n"                                                   \
  "in1-smtp.messagingengine.com. A 198.18.1.1\n"                                                   \
  "in2-smtp.messagingengine.com. A 198.18.1.2\n"                                                   \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "@ A 198.18.0.1\n"

#define WEB_HOST                                                                                   \
  "@ 14400 MX 10 mail.webhost.example.\n"                                                          \
  "@ 14400 TXT \"v=spf1 include:_spf.webhost.example ~all\"\n"                                     \
  "autodiscover 14400 CNAME auto.webhost.example.\n"

/* A move as a test plays it. */
typedef struct {
  SpMove *move;
  GPtrArray *observations;
} Play;

static Play *
play_new (const char *zone_text, const char *provider, SpStrategy strategy, gint64 start)
{
  g_autoptr (SpName) domain = sp_name_parse (DOMAIN_NAME, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain, provider, NULL, NULL);
  g_autoptr (SpSnapshot) origin = sp_test_snapshot_new_for (question, catalog, zone_text);
  Play *play = g_new0 (Play, 1);

  play->move = sp_move_new (domain, provider, strategy, start, origin);
  play->observations = sp_observations_from_snapshot (origin);
  return play;
}

static void
play_free (Play *play)
{
  sp_move_free (play->move);
  g_ptr_array_unref (play->observations);
  g_free (play);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Play, play_free)

static void
play_give (Play *play, const char *key, const char *value)
{
  g_hash_table_insert (play->move->values, g_strdup (key), g_strdup (value));
}

static void
play_tick (Play *play, const char *tick)
{
  g_hash_table_add (play->move->ticks, g_strdup (tick));
}

/* One server is seen to serve a set, written as zone text; nothing if empty. */
static void
play_see (Play *play, gint64 at, const char *server, const char *labels, SpRrType type,
          const char *text)
{
  g_autoptr (SpName) server_name = sp_name_parse (server, NULL);
  g_autoptr (SpName) origin = sp_name_parse (DOMAIN_NAME, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpName) owner = *labels != '\0' ? sp_name_prepend (origin, labels)
                                             : sp_name_ref (origin);
  g_autofree char *full = g_strdup_printf ("$ORIGIN %s.\n%s", DOMAIN_NAME, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (full, -1, root, &error);
  g_autoptr (SpRecordSet) set = NULL;

  g_assert_no_error (error);
  set = sp_zone_dup_set (zone, owner, type);
  g_ptr_array_add (play->observations,
                   sp_observation_new (at, server_name, owner, type,
                                       set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NXDOMAIN, set,
                                       set != NULL ? -1 : 3600));
}

static void
play_see_mx (Play *play, gint64 ns1_at, gint64 ns2_at, const char *text)
{
  play_see (play, ns1_at, "ns1.host.example", "", SP_RR_MX, text);
  play_see (play, ns2_at, "ns2.host.example", "", SP_RR_MX, text);
}

/* Everything that a step wants is seen at both servers. */
static void
play_see_step (Play *play, gint64 at, SpStep *step)
{
  GListModel *edits = sp_step_get_edits (step);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autoptr (SpRecordSet) set = sp_edit_dup_wanted_set (edit);

      for (guint server = 1; server <= 2; server++)
        {
          g_autofree char *text = g_strdup_printf ("ns%u.host.example", server);
          g_autoptr (SpName) name = sp_name_parse (text, NULL);

          g_ptr_array_add (
            play->observations,
            sp_observation_new (at, name, sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit),
                                set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NXDOMAIN, set,
                                set != NULL ? -1 : 3600));
        }
    }
}

static SpTimeline *
play_at (Play *play, gint64 now)
{
  return sp_timeline_new (play->move, catalog, sp_snapshot_get_servers (play->move->origin),
                          play->observations, now);
}

static char *
dup_time (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;

  if (time == 0)
    return g_strdup ("-");
  date = g_date_time_new_from_unix_utc_usec (time);
  return g_date_time_format (date, "%a %d %b %H:%M:%S");
}

static void
assert_time (gint64 time, gint64 expected)
{
  g_autofree char *text = dup_time (time);
  g_autofree char *expected_text = dup_time (expected);

  g_assert_cmpstr (text, ==, expected_text);
}

static SpStep *
get_step (SpTimeline *timeline, const char *id)
{
  SpStep *step = sp_timeline_find (timeline, id);

  g_assert_nonnull (step);
  return step;
}

static void
assert_state (SpTimeline *timeline, const char *id, SpStepState state)
{
  g_assert_cmpstr (sp_step_state_to_string (sp_step_get_state (get_step (timeline, id))), ==,
                   sp_step_state_to_string (state));
}

#define assert_earliest(timeline, id, time)                                                        \
  assert_time (sp_step_get_earliest (get_step (timeline, id)), time)
#define assert_latest(timeline, id, time)                                                          \
  assert_time (sp_step_get_latest (get_step (timeline, id)), time)

/* "id: -removed +added" of a step's MX edit. */
static char *
describe_mx (SpTimeline *timeline, const char *id)
{
  GListModel *edits = sp_step_get_edits (get_step (timeline, id));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *lists[] = { sp_edit_get_removed (edit), sp_edit_get_added (edit) };

      if (sp_edit_get_rr_type (edit) != SP_RR_MX)
        continue;
      for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
        for (guint j = 0; j < lists[list]->len; j++)
          {
            const SpEditRow *row = g_ptr_array_index (lists[list], j);

            g_string_append_printf (text, "%c%d %s ", list == 0 ? '-' : '+', row->priority,
                                    row->value);
          }
      g_string_append_printf (text, "%u", sp_edit_get_ttl (edit));
    }
  return g_string_free (text, FALSE);
}

static void
assert_mx (SpTimeline *timeline, const char *id, const char *expected)
{
  g_autofree char *text = describe_mx (timeline, id);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_not_begun (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);
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

  assert_state (timeline, "take-stock", SP_STEP_DONE);
  assert_state (timeline, "prepare-new", SP_STEP_READY);
  assert_state (timeline, "lower-ttl", SP_STEP_READY);
  assert_state (timeline, "add-new", SP_STEP_LATER);
  assert_state (timeline, "flip", SP_STEP_LATER);
  assert_state (timeline, "cancel-old", SP_STEP_LATER);

  assert_mx (timeline, "lower-ttl", "300");
  assert_mx (timeline, "add-new",
             "+20 in1-smtp.messagingengine.com +30 in2-smtp.messagingengine.com 300");
  assert_mx (timeline, "flip",
             "-10 mail.webhost.example -20 in1-smtp.messagingengine.com"
             " -30 in2-smtp.messagingengine.com +30 mail.webhost.example"
             " +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
  assert_mx (timeline, "remove-old", "-30 mail.webhost.example 3600");

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
  g_assert_true (sp_step_is_about (get_step (timeline, "flip")));
  g_assert_true (sp_step_is_about (get_step (timeline, "cancel-old")));
}

static void
test_start_later (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  gint64 start = now + 3 * DAY;
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) timeline = play_at (play, now);

  assert_latest (timeline, "lower-ttl", start + 4 * HOUR + 12 * MINUTE);
  assert_earliest (timeline, "flip", start + DAY);
  assert_earliest (timeline, "cancel-old", start + 31 * DAY + 10 * MINUTE);
  assert_state (timeline, "lower-ttl", SP_STEP_LATER);
}

#define LOW "@ 300 MX 10 mail.webhost.example.\n"
#define BEHIND                                                                                     \
  LOW "@ 300 MX 20 in1-smtp.messagingengine.com.\n@ 300 MX 30 in2-smtp.messagingengine.com.\n"
#define FLIPPED                                                                                    \
  "@ 300 MX 30 mail.webhost.example.\n@ 300 MX 10 in1-smtp.messagingengine.com.\n"                 \
  "@ 300 MX 20 in2-smtp.messagingengine.com.\n"
#define ALONE                                                                                      \
  "@ 3600 MX 10 in1-smtp.messagingengine.com.\n@ 3600 MX 20 in2-smtp.messagingengine.com.\n"

/* The worked example: every time to the minute. */
static void
test_worked_example (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);

  {
    g_autoptr (SpTimeline) timeline = play_at (play, start);

    play_see_step (play, AT (0, 9, 22), get_step (timeline, "prepare-new"));
  }
  play_see (play, AT (0, 9, 31), "ns1.host.example", "", SP_RR_MX, LOW);
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (0, 9, 40));

    assert_state (timeline, "prepare-new", SP_STEP_LIVE);
    assert_state (timeline, "lower-ttl", SP_STEP_CHECKING);
    assert_state (timeline, "copy-mail", SP_STEP_READY);
  }
  play_see (play, AT (0, 9, 44), "ns2.host.example", "", SP_RR_MX, LOW);
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (0, 10, 0));
    SpStep *lower = get_step (timeline, "lower-ttl");
    GPtrArray *why = sp_step_get_why (lower);
    gint64 sum = 0;

    assert_state (timeline, "lower-ttl", SP_STEP_WAITING);
    assert_latest (timeline, "lower-ttl", AT (0, 13, 56));
    g_assert_false (sp_step_is_about (lower));
    for (guint i = 0; i < why->len; i++)
      sum += ((SpWhy *) g_ptr_array_index (why, i))->seconds;
    g_assert_cmpint (sum, ==, 14400 + 720);
    assert_time (((SpWhy *) g_ptr_array_index (why, 0))->observed_at, AT (0, 9, 44));
    assert_earliest (timeline, "flip", AT (1, 9, 44));
    assert_state (timeline, "add-new", SP_STEP_BLOCKED);
    g_assert_true (
      g_strv_contains (sp_step_get_blocked_by (get_step (timeline, "add-new")), "new-accepts"));
    play_tick (play, "new-accepts");
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (0, 15, 0));

    assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    assert_state (timeline, "add-new", SP_STEP_READY);
  }
  play_see_mx (play, AT (0, 15, 1), AT (0, 15, 1), BEHIND);
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (0, 15, 5));

    assert_latest (timeline, "add-new", AT (0, 15, 11));
    assert_state (timeline, "add-new", SP_STEP_WAITING);
    assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    assert_earliest (timeline, "flip", AT (1, 9, 44));
    assert_state (timeline, "flip", SP_STEP_BLOCKED);
    play_tick (play, "test-passed");
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (0, 16, 0));

    assert_state (timeline, "flip", SP_STEP_LATER);
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (1, 9, 44));

    assert_state (timeline, "flip", SP_STEP_READY);
  }
  play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), FLIPPED);
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (1, 19, 5));

    assert_latest (timeline, "flip", AT (1, 19, 11));
    assert_state (timeline, "flip", SP_STEP_WAITING);
    assert_state (timeline, "keep-old", SP_STEP_WAITING);
    assert_latest (timeline, "keep-old", AT (4, 19, 1));
    assert_earliest (timeline, "remove-old", AT (8, 19, 1));
    g_assert_false (sp_step_is_about (get_step (timeline, "keep-old")));
  }
  play_tick (play, "old-is-quiet");
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (8, 19, 1));

    assert_state (timeline, "keep-old", SP_STEP_DONE);
    assert_state (timeline, "remove-old", SP_STEP_READY);
  }
  play_see_mx (play, AT (8, 19, 2), AT (8, 19, 2), ALONE);
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (8, 20, 0));

    assert_latest (timeline, "remove-old", AT (8, 19, 12));
    assert_earliest (timeline, "settle", AT (15, 19, 12));
    assert_earliest (timeline, "cancel-old", AT (31, 19, 11));
    assert_state (timeline, "flip", SP_STEP_DONE);
    assert_state (timeline, "add-new", SP_STEP_DONE);
    assert_state (timeline, "lower-ttl", SP_STEP_DONE);
    assert_state (timeline, "remove-old", SP_STEP_DONE);
    play_see_step (play, AT (15, 19, 30), get_step (timeline, "settle"));
  }
  play_tick (play, "local-routing");
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (31, 19, 10));

    assert_state (timeline, "settle", SP_STEP_DONE);
    assert_state (timeline, "cancel-old", SP_STEP_BLOCKED);
    play_tick (play, "still-claimed");
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (31, 19, 10));

    assert_state (timeline, "cancel-old", SP_STEP_LATER);
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (31, 19, 11));

    assert_state (timeline, "cancel-old", SP_STEP_READY);
    play_tick (play, "backup-taken");
  }
  {
    g_autoptr (SpTimeline) timeline = play_at (play, AT (32, 0, 0));

    assert_state (timeline, "cancel-old", SP_STEP_DONE);
  }
}

/* Switched too early: the long-lived copies count, not the last version. */
static void
test_too_early (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_ONE_SITTING, start);
  g_autoptr (SpTimeline) timeline = NULL;

  play_see (play, AT (0, 9, 31), "ns1.host.example", "", SP_RR_MX, LOW);
  play_see (play, AT (0, 9, 44), "ns2.host.example", "", SP_RR_MX, LOW);
  play_see_mx (play, AT (0, 11, 0), AT (0, 11, 0), ALONE);
  timeline = play_at (play, AT (0, 11, 5));
  assert_latest (timeline, "switch", AT (0, 13, 56));
  assert_latest (timeline, "drain", AT (0, 13, 56));
}

static void
test_never_lowered (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_ONE_SITTING, start);
  g_autoptr (SpTimeline) timeline = NULL;

  play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), ALONE);
  timeline = play_at (play, AT (1, 19, 5));
  assert_latest (timeline, "switch", AT (1, 23, 13));
}

static void
test_one_sitting (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "microsoft-365", SP_STRATEGY_ONE_SITTING, now);
  g_autoptr (SpTimeline) timeline = NULL;
  gint64 live;

  play_give (play, "mx-host", "shop-example.mail.protection.outlook.com");
  timeline = play_at (play, now);
  live = now + 4 * HOUR + 12 * MINUTE;
  g_assert_cmpint (sp_strategy_propose (sp_catalog_get_provider (catalog, "microsoft-365")), ==,
                   SP_STRATEGY_ONE_SITTING);
  g_assert_cmpint (sp_strategy_propose (sp_catalog_get_provider (catalog, "fastmail")), ==,
                   SP_STRATEGY_GRADUAL);
  assert_mx (timeline, "switch",
             "-10 mail.webhost.example +0 shop-example.mail.protection.outlook.com 300");
  assert_earliest (timeline, "switch", live);
  assert_latest (timeline, "switch", live + 10 * MINUTE);
  assert_latest (timeline, "drain", live + 10 * MINUTE);
  assert_earliest (timeline, "settle", live + 2 * DAY);
  assert_earliest (timeline, "cancel-old", live + 30 * DAY + 10 * MINUTE);
  {
    GListModel *edits = sp_step_get_edits (get_step (timeline, "settle"));
    gboolean has_ttl = FALSE;
    gboolean has_spf = FALSE;

    for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
      {
        g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

        if (g_str_equal (sp_edit_get_id (edit), "ttl-mx-back"))
          {
            has_ttl = TRUE;
            assert_time (sp_edit_get_not_before (edit), live + 2 * DAY);
            g_assert_cmpuint (sp_edit_get_ttl (edit), ==, 3600);
          }
        if (g_str_equal (sp_edit_get_id (edit), "spf-settle"))
          {
            has_spf = TRUE;
            assert_time (sp_edit_get_not_before (edit), live + 14 * DAY);
          }
      }
    g_assert_true (has_ttl && has_spf);
  }
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
              "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 ?all\"\n"
              "other.example. TXT \"v=spf1 ip4:203.0.113.0/24 ?all\"\n"
              "relay.other.example. TXT \"v=spf1 a:mail.webhost.example ?all\"\n",
        cases[i].list);
      g_autofree char *expected = g_strconcat ("v=spf1 ", cases[i].trimmed, NULL);
      g_autoptr (Play) play = play_new (zone_text, "fastmail", SP_STRATEGY_GRADUAL, now);
      g_autoptr (SpTimeline) timeline = play_at (play, now);
      const char *last = NULL;
      static const char *const steps[] = { "prepare-new", "settle" };

      for (guint step = 0; step < G_N_ELEMENTS (steps); step++)
        {
          GListModel *edits = sp_step_get_edits (get_step (timeline, steps[step]));

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
  GListModel *edits = sp_step_get_edits (get_step (timeline, step));

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
  g_autoptr (Play) play = play_new (WORLD WEB_HOST "_mta-sts TXT \"v=STSv1; id=1\"\n", "fastmail",
                                    SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);
  const char *both = find_edit_text (timeline, "prepare-new", "mta-sts");
  const char *last = find_edit_text (timeline, "settle", "mta-sts-settle");

  g_assert_cmpstr (both, ==, "v=STSv1; id=20260601090000a");
  g_assert_cmpstr (last, ==, "v=STSv1; id=20260601090000b");
  g_assert_null (find_edit_text (timeline, "prepare-new", "dmarc"));
  g_assert_cmpstr (find_edit_text (timeline, "settle", "dmarc"), ==, "v=DMARC1; p=none");
}

/* A server that never answers makes times uncertain; it does not hold up the move. */
static void
test_silent_server (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (Play) play = play_new ("!servers ns1.host.example ns2.host.example ns3.host.example\n"
                                    "!fail * * timeout ns3.host.example\n"
                                    "mail.webhost.example. A 198.18.2.1\n" WEB_HOST,
                                    "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) timeline = NULL;

  play_see_mx (play, AT (0, 9, 30), AT (0, 9, 30), LOW);
  play_see_mx (play, AT (0, 15, 1), AT (0, 15, 1), BEHIND);
  play_see_mx (play, AT (1, 19, 1), AT (1, 19, 1), FLIPPED);
  timeline = play_at (play, AT (5, 0, 0));
  assert_state (timeline, "flip", SP_STEP_DONE);
  g_assert_true (sp_step_is_about (get_step (timeline, "flip")));
  assert_state (timeline, "keep-old", SP_STEP_DONE);
  assert_latest (timeline, "keep-old", AT (4, 19, 1));
}

static void
test_slipped (void)
{
  gint64 start = AT (0, 9, 0);
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) before = NULL;
  g_autoptr (SpTimeline) after = NULL;

  play_see_mx (play, AT (0, 9, 30), AT (0, 9, 30), LOW);
  before = play_at (play, AT (0, 10, 0));
  assert_state (before, "lower-ttl", SP_STEP_WAITING);
  play_see (play, AT (0, 10, 30), "ns2.host.example", "", SP_RR_MX, WEB_HOST);
  after = play_at (play, AT (0, 10, 31));
  assert_state (after, "lower-ttl", SP_STEP_SLIPPED);
  g_assert_cmpint (sp_step_get_latest (get_step (after, "lower-ttl")), >,
                   sp_step_get_latest (get_step (before, "lower-ttl")));
}

static void
test_skipped (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = NULL;

  g_hash_table_add (play->move->skipped, g_strdup ("lower-ttl"));
  timeline = play_at (play, now);
  assert_state (timeline, "lower-ttl", SP_STEP_SKIPPED);
  assert_earliest (timeline, "flip", now + 4 * HOUR + 12 * MINUTE);
}

static void
test_needs (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "microsoft-365", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);

  assert_earliest (timeline, "flip", now + DAY);
  g_assert_true (
    g_strv_contains (sp_step_get_blocked_by (get_step (timeline, "add-new")), "mx-host"));
  assert_mx (timeline, "add-new", "");
}

static void
test_first_set_up (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play) play = play_new (WORLD, "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (Play) null_play = play_new (WORLD "@ MX 0 .\n", "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);
  g_autoptr (SpTimeline) null_timeline = play_at (null_play, now);

  assert_mx (timeline, "lower-ttl", "");
  assert_mx (timeline, "add-new",
             "+10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
  assert_mx (timeline, "flip", "");
  assert_mx (timeline, "remove-old", "3600");
  assert_mx (null_timeline, "add-new",
             "-0 . +10 in1-smtp.messagingengine.com +20 in2-smtp.messagingengine.com 300");
}

static void
test_unknown (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play)
    play = play_new (WORLD "!fail @ MX timeout\n", "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);

  assert_mx (timeline, "lower-ttl", "");
  assert_mx (timeline, "add-new", "");
  g_assert_true (
    g_strv_contains (sp_step_get_blocked_by (get_step (timeline, "add-new")), "mx-unknown"));
}

/* Large numbers do not fit behind each other. */
static void
test_numbers (void)
{
  gint64 now = SP_TEST_SNAPSHOT_TIME;
  g_autoptr (Play)
    play = play_new (WORLD "@ MX 65530 mail.webhost.example.\n@ MX 65535 mail2.webhost.example.\n",
                     "fastmail", SP_STRATEGY_GRADUAL, now);
  g_autoptr (SpTimeline) timeline = play_at (play, now);

  assert_mx (timeline, "add-new",
             "-65530 mail.webhost.example -65535 mail2.webhost.example"
             " +10 mail.webhost.example +20 mail2.webhost.example"
             " +30 in1-smtp.messagingengine.com +40 in2-smtp.messagingengine.com 300");
  assert_mx (timeline, "flip",
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
      g_autoptr (Play) play = NULL;
      g_autoptr (SpTimeline) timeline = NULL;
      GListModel *steps;

      if (sp_provider_is_recognise_only (provider))
        continue;
      for (guint j = 0; j < rows->len; j++)
        {
          const SpEditRow *row = g_ptr_array_index (rows, j);

          g_string_append_printf (zone_text, "@ MX %d %s.\n", row->priority, row->value);
        }
      play = play_new (zone_text->str, sp_provider_get_id (provider), SP_STRATEGY_GRADUAL, now);
      play_give (play, "host", "mail.shop.example");
      play_give (play, "mx-host", "shop-example.mail.protection.outlook.com");
      timeline = play_at (play, now);
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
      g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
      gint64 at = start;
      gint64 now;
      g_autoptr (SpTimeline) before = NULL;
      g_autoptr (SpTimeline) after = NULL;

      for (guint i = 1; i < G_N_ELEMENTS (versions); i++)
        {
          at += g_rand_int_range (rand, 60, 40000) * SECOND;
          play_see (play, at, "ns1.host.example", "", SP_RR_MX, versions[i]);
          at += g_rand_int_range (rand, 60, 4000) * SECOND;
          play_see (play, at, "ns2.host.example", "", SP_RR_MX, versions[i]);
          if (g_rand_boolean (rand))
            break;
        }
      now = at + DAY;
      before = play_at (play, now);
      play_see (play, at + HOUR, "ns2.host.example", "", SP_RR_MX,
                versions[g_rand_int_range (rand, 0, 3)]);
      play_see (play, at + HOUR + g_rand_int_range (rand, 1, 9000) * SECOND, "ns2.host.example", "",
                SP_RR_MX, ALONE);
      after = play_at (play, now);
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        {
          SpStep *step = get_step (before, ids[i]);
          SpStepState state = sp_step_get_state (step);

          if (state == SP_STEP_DONE || state == SP_STEP_WAITING)
            g_assert_cmpint (sp_step_get_latest (get_step (after, ids[i])), >=,
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
  g_autoptr (Play) play = play_new (WORLD WEB_HOST, "fastmail", SP_STRATEGY_GRADUAL, start);
  g_autoptr (SpTimeline) before = NULL;
  g_autoptr (SpTimeline) after = NULL;
  g_autoptr (GPtrArray)
    turned = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);

  play_see_mx (play, AT (0, 9, 31), AT (0, 9, 44), LOW);
  play_see_mx (play, AT (0, 15, 1), AT (0, 15, 2), BEHIND);
  before = play_at (play, AT (0, 16, 0));
  for (guint i = play->observations->len; i > 0; i--)
    g_ptr_array_add (turned, sp_observation_ref (g_ptr_array_index (play->observations, i - 1)));
  g_ptr_array_unref (play->observations);
  play->observations = g_steal_pointer (&turned);
  after = play_at (play, AT (0, 16, 0));
  assert_latest (after, "lower-ttl", sp_step_get_latest (get_step (before, "lower-ttl")));
  assert_latest (after, "add-new", sp_step_get_latest (get_step (before, "add-new")));
  assert_earliest (after, "cancel-old", sp_step_get_earliest (get_step (before, "cancel-old")));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  catalog = sp_catalog_new (&error);
  g_assert_no_error (error);
  g_test_add_func ("/timeline/not-begun", test_not_begun);
  g_test_add_func ("/timeline/start-later", test_start_later);
  g_test_add_func ("/timeline/worked-example", test_worked_example);
  g_test_add_func ("/timeline/too-early", test_too_early);
  g_test_add_func ("/timeline/never-lowered", test_never_lowered);
  g_test_add_func ("/timeline/one-sitting", test_one_sitting);
  g_test_add_func ("/timeline/old-senders", test_old_senders);
  g_test_add_func ("/timeline/policies", test_policies);
  g_test_add_func ("/timeline/silent-server", test_silent_server);
  g_test_add_func ("/timeline/slipped", test_slipped);
  g_test_add_func ("/timeline/skipped", test_skipped);
  g_test_add_func ("/timeline/needs", test_needs);
  g_test_add_func ("/timeline/first-set-up", test_first_set_up);
  g_test_add_func ("/timeline/unknown", test_unknown);
  g_test_add_func ("/timeline/numbers", test_numbers);
  g_test_add_func ("/timeline/every-provider", test_every_provider);
  g_test_add_func ("/timeline/monotonic", test_monotonic);
  g_test_add_func ("/timeline/order-of-sightings", test_order_of_sightings);
  status = g_test_run ();
  g_clear_object (&catalog);
  return status;
}
