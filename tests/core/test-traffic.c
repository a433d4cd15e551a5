/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-traffic"

#include "core/dns/sp-traffic.h"

#define SHORT 500
#define LONG 50000

static void
count (gpointer user_data)
{
  guint *n_told = user_data;

  (*n_told)++;
}

/* Enters until the lane is full; returns how many fitted. */
static guint
fill (SpTrafficLane *lane, guint *n_told)
{
  guint n_entered = 0;

  while (sp_traffic_lane_enter (lane, count, n_told))
    n_entered++;
  return n_entered;
}

static void
test_bounds_one_address (void)
{
  g_autoptr (SpTraffic) traffic = sp_traffic_new ();
  SpTrafficLane *lane = sp_traffic_open_lane (traffic, "192.0.2.1");
  SpTrafficLane *same = sp_traffic_open_lane (traffic, "192.0.2.1");
  SpTrafficLane *other = sp_traffic_open_lane (traffic, "192.0.2.2");
  guint n_told = 0;
  guint width = fill (lane, &n_told);

  g_assert_cmpuint (width, >=, 100);
  g_assert_true (lane == same);
  g_assert_false (sp_traffic_lane_enter (same, count, &n_told));
  g_assert_true (sp_traffic_lane_enter (other, count, &n_told));
  sp_traffic_lane_leave (other, SHORT, 0);

  /* Who waits is told once, however often it asked. */
  g_assert_cmpuint (n_told, ==, 0);
  sp_traffic_lane_leave (lane, -1, 0);
  g_assert_cmpuint (n_told, ==, 1);
  sp_traffic_lane_leave (lane, -1, 0);
  g_assert_cmpuint (n_told, ==, 1);

  for (guint i = 2; i < width; i++)
    sp_traffic_lane_leave (lane, -1, 0);
  sp_traffic_lane_close (lane, &n_told);
  sp_traffic_lane_close (same, &n_told);
  sp_traffic_lane_close (other, &n_told);
}

static void
empty (SpTrafficLane *lane, guint n, gint64 elapsed)
{
  for (guint i = 0; i < n; i++)
    sp_traffic_lane_leave (lane, elapsed, 0);
}

static void
test_learns_its_width (void)
{
  g_autoptr (SpTraffic) traffic = sp_traffic_new ();
  SpTrafficLane *lane = sp_traffic_open_lane (traffic, "2001:db8::1");
  SpTrafficLane *near_by = sp_traffic_open_lane (traffic, "2001:db8::2");
  guint n_told = 0;
  guint first = fill (lane, &n_told);
  guint wider;
  guint narrower;

  /* A server near by needs no more, however long its answers have to wait. */
  g_assert_cmpuint (fill (near_by, &n_told), ==, first);
  empty (near_by, first, SHORT);
  g_assert_cmpuint (fill (near_by, &n_told), ==, first);
  empty (near_by, first, LONG);
  g_assert_cmpuint (fill (near_by, &n_told), ==, first);
  empty (near_by, first, LONG);
  sp_traffic_lane_close (near_by, &n_told);

  empty (lane, first, LONG);
  wider = fill (lane, &n_told);
  g_assert_cmpuint (wider, ==, 2 * first);

  /* What was lost together halves it once, and then it waits; silence says nothing. */
  for (guint i = 0; i < wider; i++)
    sp_traffic_lane_leave (lane, i < 50 ? LONG : -1, 1);
  narrower = fill (lane, &n_told);
  g_assert_cmpuint (narrower, ==, first);
  empty (lane, narrower, LONG);
  g_assert_cmpuint (fill (lane, &n_told), ==, narrower);
  empty (lane, narrower, SHORT);
  sp_traffic_lane_close (lane, &n_told);
}

static void
test_is_bounded (void)
{
  g_autoptr (SpTraffic) traffic = sp_traffic_new ();
  SpTrafficLane *lane = sp_traffic_open_lane (traffic, "192.0.2.1");
  guint n_told = 0;
  guint width = 0;

  for (guint i = 0; i < 10; i++)
    {
      width = fill (lane, &n_told);
      empty (lane, width, LONG);
    }
  g_assert_cmpuint (width, <=, 500);
  sp_traffic_lane_close (lane, &n_told);
}

/* Two processes together have the width of one. */
static void
test_is_shared (void)
{
  g_autoptr (SpTraffic) alone = sp_traffic_new ();
  g_autoptr (SpTraffic) shared = sp_traffic_new ();
  SpTrafficLane *whole = sp_traffic_open_lane (alone, "192.0.2.1");
  SpTrafficLane *half;
  guint n_told = 0;
  guint n_whole = fill (whole, &n_told);

  sp_traffic_set_n_sharers (shared, 2);
  half = sp_traffic_open_lane (shared, "192.0.2.1");
  g_assert_cmpuint (fill (half, &n_told), ==, n_whole / 2);
  empty (half, n_whole / 2, SHORT);
  empty (whole, n_whole, SHORT);
  sp_traffic_lane_close (whole, &n_told);
  sp_traffic_lane_close (half, &n_told);
}

static void
test_forgets_who_left (void)
{
  g_autoptr (SpTraffic) traffic = sp_traffic_new ();
  SpTrafficLane *mine = sp_traffic_open_lane (traffic, "192.0.2.1");
  SpTrafficLane *yours = sp_traffic_open_lane (traffic, "192.0.2.1");
  guint n_told_me = 0;
  guint n_told_you = 0;
  guint width = fill (mine, &n_told_me);

  g_assert_false (sp_traffic_lane_enter (yours, count, &n_told_you));
  sp_traffic_lane_close (yours, &n_told_you);
  empty (mine, width, SHORT);
  g_assert_cmpuint (n_told_me, ==, 1);
  g_assert_cmpuint (n_told_you, ==, 0);
  sp_traffic_lane_close (mine, &n_told_me);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/traffic/bounds-one-address", test_bounds_one_address);
  g_test_add_func ("/traffic/learns-its-width", test_learns_its_width);
  g_test_add_func ("/traffic/is-bounded", test_is_bounded);
  g_test_add_func ("/traffic/is-shared", test_is_shared);
  g_test_add_func ("/traffic/forgets-who-left", test_forgets_who_left);
  return g_test_run ();
}
