/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-traffic.h"

/* A socket's usual receive buffer holds some 270 small packets, and others ask as well. Whoever
 * shares a list of domains asks the same servers at the same time: all have one such width
 * together. */
#define FIRST_WIDTH 150
#define LEAST_WIDTH 50
#define GREATEST_WIDTH 500

/* More than that fits on a long way only: on a short one it would all stand in the server's
 * queue. How long a way is the quickest answer tells: others may have waited, also here. */
#define LONG_WAY (20 * G_USEC_PER_SEC / 1000)

/* Losses that become known within this time were one: the width is halved once, and does not grow
 * for as long. */
#define LOSS_PAUSE (2 * G_USEC_PER_SEC)

typedef struct {
  SpTrafficFunc func;
  gpointer user_data;
} Waiter;

struct _SpTrafficLane {
  SpTraffic *traffic;
  char *address;
  guint n_users;
  guint n_under_way;
  guint width;
  gint64 quickest;
  gint64 last_loss;
  GQueue waiters;
};

struct _SpTraffic {
  guint n_sharers;
  GHashTable *lanes;
};

/**
 * sp_traffic_new:
 *
 * Returns: (transfer full): traffic with nothing under way
 */
SpTraffic *
sp_traffic_new (void)
{
  SpTraffic *self = g_rc_box_new0 (SpTraffic);

  self->n_sharers = 1;
  self->lanes = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

SpTraffic *
sp_traffic_ref (SpTraffic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

static void
traffic_clear (gpointer data)
{
  SpTraffic *self = data;

  g_hash_table_unref (self->lanes);
}

void
sp_traffic_unref (SpTraffic *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, traffic_clear);
}

/**
 * sp_traffic_set_n_sharers:
 * @self: traffic without lanes
 * @n_sharers: how many processes ask the same addresses together, this one included
 */
void
sp_traffic_set_n_sharers (SpTraffic *self, guint n_sharers)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (n_sharers > 0);

  self->n_sharers = n_sharers;
}

/**
 * sp_traffic_open_lane:
 * @self: traffic
 * @address: whom the questions go to, as text
 *
 * Returns: (transfer full): the way there, to be closed with sp_traffic_lane_close()
 */
SpTrafficLane *
sp_traffic_open_lane (SpTraffic *self, const char *address)
{
  SpTrafficLane *lane;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (address != NULL, NULL);

  lane = g_hash_table_lookup (self->lanes, address);
  if (lane == NULL)
    {
      lane = g_new0 (SpTrafficLane, 1);
      lane->traffic = sp_traffic_ref (self);
      lane->address = g_strdup (address);
      lane->quickest = G_MAXINT64;
      lane->width = MAX (FIRST_WIDTH / self->n_sharers, 1);
      g_queue_init (&lane->waiters);
      g_hash_table_insert (self->lanes, lane->address, lane);
    }
  lane->n_users++;
  return lane;
}

static GList *
find_waiter (SpTrafficLane *lane, gpointer user_data)
{
  for (GList *link = lane->waiters.head; link != NULL; link = link->next)
    {
      if (((const Waiter *) link->data)->user_data == user_data)
        return link;
    }
  return NULL;
}

/**
 * sp_traffic_lane_close:
 * @lane: (transfer full): a lane
 * @user_data: who waits for room no more
 */
void
sp_traffic_lane_close (SpTrafficLane *lane, gpointer user_data)
{
  GList *link;

  g_return_if_fail (lane != NULL);

  link = find_waiter (lane, user_data);
  if (link != NULL)
    {
      g_free (link->data);
      g_queue_delete_link (&lane->waiters, link);
    }
  if (--lane->n_users > 0)
    return;
  g_hash_table_remove (lane->traffic->lanes, lane->address);
  sp_traffic_unref (lane->traffic);
  g_free (lane->address);
  g_free (lane);
}

/**
 * sp_traffic_lane_enter:
 * @lane: a lane
 * @func: called once when there is room again, if there is none now
 * @user_data: for @func
 *
 * Takes the place of one question. Whoever has been told to wait is told only once, and tries
 * again then.
 *
 * Returns: whether the question may be sent; sp_traffic_lane_leave() has to follow
 */
gboolean
sp_traffic_lane_enter (SpTrafficLane *lane, SpTrafficFunc func, gpointer user_data)
{
  Waiter *waiter;

  g_return_val_if_fail (lane != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (lane->n_under_way < lane->width)
    {
      lane->n_under_way++;
      return TRUE;
    }
  if (find_waiter (lane, user_data) == NULL)
    {
      waiter = g_new0 (Waiter, 1);
      waiter->func = func;
      waiter->user_data = user_data;
      g_queue_push_tail (&lane->waiters, waiter);
    }
  return FALSE;
}

static void
learn_width (SpTrafficLane *lane, gint64 elapsed, guint n_lost)
{
  guint n_sharers = lane->traffic->n_sharers;
  gint64 now = g_get_monotonic_time ();
  gboolean was_narrowed = lane->last_loss != 0 && now - lane->last_loss <= LOSS_PAUSE;

  if (n_lost == 0)
    {
      lane->quickest = MIN (lane->quickest, elapsed);
      if (lane->quickest >= LONG_WAY && !was_narrowed)
        lane->width = MIN (lane->width + 1, GREATEST_WIDTH / n_sharers);
      return;
    }
  if (!was_narrowed)
    lane->width = MAX (lane->width / 2, LEAST_WIDTH / n_sharers);
  lane->last_loss = now;
}

/**
 * sp_traffic_lane_leave:
 * @lane: a lane
 * @elapsed: microseconds until the answer came, -1 if none did
 * @n_lost: how many packets it took in vain
 *
 * Gives a place back.
 */
void
sp_traffic_lane_leave (SpTrafficLane *lane, gint64 elapsed, guint n_lost)
{
  g_return_if_fail (lane != NULL && lane->n_under_way > 0);

  if (elapsed >= 0)
    learn_width (lane, elapsed, n_lost);
  lane->n_under_way--;
  while (lane->n_under_way < lane->width && !g_queue_is_empty (&lane->waiters))
    {
      Waiter *waiter = g_queue_pop_head (&lane->waiters);

      waiter->func (waiter->user_data);
      g_free (waiter);
    }
}
