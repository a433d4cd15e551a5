/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/dns/sp-zone.h"
#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-cache-clear.h"

#define DOMAIN_NAME "shop.example"
#define SECOND ((gint64) G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* A Monday at 0:00 UTC. */
#define MONDAY (G_GINT64_CONSTANT (1780272000) * SECOND)
#define AT(hour, minute) (MONDAY + (hour) * HOUR + (minute) * MINUTE)

typedef struct {
  SpName *domain;
  GPtrArray *servers;
  GPtrArray *seen;
} World;

static World *
world_new (guint n_servers)
{
  World *world = g_new0 (World, 1);

  world->domain = sp_name_parse (DOMAIN_NAME, NULL);
  world->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_zone_server_free);
  world->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);
  for (guint i = 1; i <= n_servers; i++)
    {
      g_autofree char *text = g_strdup_printf ("ns%u.host.example", i);
      g_autoptr (SpName) name = sp_name_parse (text, NULL);

      g_ptr_array_add (world->servers, sp_zone_server_new (name));
    }
  return world;
}

static void
world_free (World *world)
{
  sp_name_unref (world->domain);
  g_ptr_array_unref (world->servers);
  g_ptr_array_unref (world->seen);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* What server @index said at @at: MX lines, "" for nothing there, %NULL for silence. */
static void
see (World *world, gint64 at, guint index, const char *text, gint64 negative_ttl)
{
  g_autofree char *server_text = g_strdup_printf ("ns%u.host.example", index);
  g_autoptr (SpName) server = sp_name_parse (server_text, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autofree char *full = g_strdup_printf ("$ORIGIN %s.\n%s", DOMAIN_NAME,
                                           text != NULL ? text : "");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (full, -1, root, &error);
  g_autoptr (SpRecordSet) set = NULL;
  SpOutcome outcome = SP_OUTCOME_TIMEOUT;

  g_assert_no_error (error);
  set = sp_zone_dup_set (zone, world->domain, SP_RR_MX);
  if (text != NULL)
    outcome = set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NODATA;
  g_ptr_array_add (world->seen, sp_observation_new (at, server, world->domain, SP_RR_MX, outcome,
                                                    set, set != NULL ? -1 : negative_ttl));
}

/* "New" is every set whose first host begins with "new". */
static gboolean
is_new (const SpRecordSet *set, gpointer data)
{
  return set != NULL
         && g_str_has_prefix (
           sp_name_get_text (sp_record_get_target (sp_record_set_get_record (set, 0))), "new");
}

static SpCacheClear
look (World *world, gint64 now)
{
  g_autoptr (SpHistory) history = sp_history_new (world->servers, world->seen, now);
  SpCacheClear result;

  sp_history_look (history, world->domain, SP_RR_MX, is_new, NULL, &result);
  return result;
}

static void
assert_time (gint64 time, gint64 expected)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc_usec (time);
  g_autoptr (GDateTime) expected_date = g_date_time_new_from_unix_utc_usec (expected);
  g_autofree char *text = g_date_time_format (date, "%a %H:%M:%S");
  g_autofree char *expected_text = g_date_time_format (expected_date, "%a %H:%M:%S");

  g_assert_cmpstr (text, ==, expected_text);
  g_assert_cmpint (time, ==, expected);
}

#define OLD_LONG "@ 14400 MX 10 old.example.\n"
#define OLD_SHORT "@ 300 MX 10 old.example.\n"
#define NEW_SHORT "@ 300 MX 10 new.example.\n"
#define NEW_LONG "@ 3600 MX 10 new.example.\n"

static void
test_margin (void)
{
  g_assert_cmpint (sp_cache_margin (0), ==, 300);
  g_assert_cmpint (sp_cache_margin (6000), ==, 300);
  g_assert_cmpint (sp_cache_margin (14400), ==, 720);
  g_assert_cmpint (sp_cache_margin (86400), ==, 4320);
}

static void
test_plain (void)
{
  g_autoptr (World) world = world_new (2);
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_LONG, 0);
  see (world, AT (9, 0), 2, OLD_LONG, 0);
  result = look (world, AT (9, 1));
  g_assert_false (result.is_live);
  g_assert_cmpuint (result.n_servers, ==, 2);

  see (world, AT (10, 0), 1, NEW_SHORT, 0);
  result = look (world, AT (10, 1));
  g_assert_false (result.is_live);
  g_assert_cmpuint (result.n_live, ==, 1);

  see (world, AT (10, 7), 2, NEW_SHORT, 0);
  result = look (world, AT (10, 8));
  g_assert_true (result.is_live);
  g_assert_false (result.is_about);
  assert_time (result.live_at, AT (10, 7));
  assert_time (result.clear_at, AT (14, 19));
  assert_time (result.old_last, AT (10, 7));
  g_assert_cmpint (result.old_ttl, ==, 14400);
  g_assert_cmpint (result.margin, ==, 720);
}

/* The worst version counts, not the last one. */
static void
test_worst_version (void)
{
  g_autoptr (World) world = world_new (1);
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_LONG, 0);
  see (world, AT (9, 44), 1, OLD_SHORT, 0);
  see (world, AT (11, 0), 1, NEW_SHORT, 0);
  result = look (world, AT (11, 1));
  assert_time (result.clear_at, AT (13, 56));
  assert_time (result.old_last, AT (9, 44));

  see (world, AT (20, 0), 1, OLD_SHORT, 0);
  see (world, AT (20, 30), 1, NEW_SHORT, 0);
  result = look (world, AT (20, 31));
  assert_time (result.live_at, AT (20, 30));
  assert_time (result.clear_at, AT (20, 40));
}

static void
test_regression (void)
{
  g_autoptr (World) world = world_new (2);
  SpCacheClear result;

  for (guint server = 1; server <= 2; server++)
    {
      see (world, AT (9, 0), server, OLD_SHORT, 0);
      see (world, AT (10, 0), server, NEW_SHORT, 0);
    }
  see (world, AT (12, 0), 2, OLD_SHORT, 0);
  result = look (world, AT (12, 1));
  g_assert_false (result.is_live);
  g_assert_true (result.has_slipped);
  see (world, AT (13, 0), 2, NEW_SHORT, 0);
  result = look (world, AT (13, 1));
  g_assert_true (result.is_live);
  g_assert_false (result.has_slipped);
  assert_time (result.live_at, AT (13, 0));
  assert_time (result.clear_at, AT (13, 10));
}

/* A new name: what is remembered is that nothing was there. */
static void
test_new_name (void)
{
  g_autoptr (World) world = world_new (2);
  SpCacheClear result;

  for (guint server = 1; server <= 2; server++)
    {
      see (world, AT (9, 0), server, "", 3600);
      see (world, AT (9, 22), server, NEW_LONG, 0);
    }
  result = look (world, AT (9, 30));
  assert_time (result.clear_at, AT (10, 27));
  g_assert_true (result.old_is_absence);
}

static void
test_silent_server (void)
{
  g_autoptr (World) world = world_new (3);
  SpCacheClear result;

  for (guint server = 1; server <= 3; server++)
    see (world, AT (9, 0), server, OLD_SHORT, 0);
  see (world, AT (10, 0), 1, NEW_SHORT, 0);
  see (world, AT (10, 0), 2, NEW_SHORT, 0);
  see (world, AT (9, 5), 3, NULL, 0);
  result = look (world, AT (10, 1));
  g_assert_false (result.is_live);

  see (world, AT (9, 20), 3, NULL, 0);
  result = look (world, AT (10, 1));
  g_assert_true (result.is_live);
  g_assert_true (result.is_about);
  g_assert_cmpuint (result.n_servers, ==, 2);
}

static void
test_never_answered (void)
{
  g_autoptr (World) world = world_new (2);
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_SHORT, 0);
  see (world, AT (10, 0), 1, NEW_SHORT, 0);
  see (world, AT (9, 0), 2, NULL, 0);
  result = look (world, AT (10, 1));
  g_assert_true (result.is_live);
  g_assert_true (result.is_about);
}

static void
test_unseen_before (void)
{
  g_autoptr (World) world = world_new (1);
  SpCacheClear result;

  see (world, AT (9, 0), 1, NEW_LONG, 0);
  result = look (world, AT (9, 1));
  g_assert_true (result.is_live);
  g_assert_true (result.is_about);
  g_assert_cmpint (result.old_ttl, ==, -1);
  assert_time (result.clear_at, AT (10, 5));
}

static void
test_server_change (void)
{
  g_autoptr (World) world = world_new (2);
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_LONG, 0);
  see (world, AT (9, 0), 2, OLD_LONG, 0);
  see (world, AT (9, 30), 2, OLD_LONG, 0);
  see (world, AT (10, 0), 1, NEW_SHORT, 0);
  g_ptr_array_remove_index (world->servers, 1);
  result = look (world, AT (10, 1));
  g_assert_true (result.is_live);
  assert_time (result.live_at, AT (10, 0));
  assert_time (result.clear_at, AT (14, 12));
}

static void
test_later_sightings_do_not_count (void)
{
  g_autoptr (World) world = world_new (1);
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_SHORT, 0);
  see (world, AT (12, 0), 1, NEW_SHORT, 0);
  result = look (world, AT (10, 0));
  g_assert_false (result.is_live);
}

/* Adding a slower server, or an old sighting, never makes the time earlier. */
static void
test_never_earlier (void)
{
  static const char *const versions[] = { OLD_LONG, OLD_SHORT, "", NEW_SHORT, NEW_LONG };
  g_autoptr (GRand) rand = g_rand_new_with_seed (8767);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (World) world = world_new (3);
      SpCacheClear before, after;
      gint64 at = AT (9, 0);

      for (guint i = 0; i < 12; i++)
        {
          at += g_rand_int_range (rand, 1, 7200) * SECOND;
          see (world, at, g_rand_int_range (rand, 1, 3),
               versions[g_rand_int_range (rand, 0, G_N_ELEMENTS (versions))], 900);
        }
      for (guint server = 1; server <= 2; server++)
        see (world, at + server * MINUTE, server, NEW_SHORT, 0);
      before = look (world, at + 5 * DAY);
      g_assert_true (before.is_live);
      g_assert_cmpint (before.clear_at, >=, before.live_at);

      see (world, at + HOUR, 3, versions[g_rand_int_range (rand, 0, 3)], 900);
      see (world, at + 2 * HOUR, 3, NEW_SHORT, 0);
      after = look (world, at + 5 * DAY);
      g_assert_true (after.is_live);
      g_assert_cmpint (after.clear_at, >=, before.clear_at);
      g_assert_cmpint (after.live_at, >=, before.live_at);
    }
}

static void
test_assumed (void)
{
  g_autoptr (World) world = world_new (2);
  g_autoptr (SpHistory) history = NULL;
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpRecordSet) set = NULL;
  SpCacheClear result;

  see (world, AT (9, 0), 1, OLD_LONG, 0);
  see (world, AT (9, 0), 2, OLD_LONG, 0);
  zone = sp_zone_parse ("$ORIGIN shop.example.\n" NEW_SHORT, -1, root, NULL);
  set = sp_zone_dup_set (zone, world->domain, SP_RR_MX);
  history = sp_history_new (world->servers, world->seen, AT (10, 0));
  sp_history_assume (history, world->domain, SP_RR_MX, set, AT (9, 30));
  sp_history_look (history, world->domain, SP_RR_MX, is_new, NULL, &result);
  g_assert_true (result.is_live);
  g_assert_true (result.is_about);
  assert_time (result.live_at, AT (10, 0));
  assert_time (result.clear_at, AT (14, 12));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cache-clear/margin", test_margin);
  g_test_add_func ("/cache-clear/plain", test_plain);
  g_test_add_func ("/cache-clear/worst-version", test_worst_version);
  g_test_add_func ("/cache-clear/regression", test_regression);
  g_test_add_func ("/cache-clear/new-name", test_new_name);
  g_test_add_func ("/cache-clear/silent-server", test_silent_server);
  g_test_add_func ("/cache-clear/never-answered", test_never_answered);
  g_test_add_func ("/cache-clear/unseen-before", test_unseen_before);
  g_test_add_func ("/cache-clear/server-change", test_server_change);
  g_test_add_func ("/cache-clear/later-sightings", test_later_sightings_do_not_count);
  g_test_add_func ("/cache-clear/never-earlier", test_never_earlier);
  g_test_add_func ("/cache-clear/assumed", test_assumed);
  return g_test_run ();
}
