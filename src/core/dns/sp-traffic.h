/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpTraffic:
 *
 * How many questions may be under way to one address, whoever in this program sends them: many
 * inspections that ask the servers of one company would else flood them, and what overflows their
 * receive buffers is lost. Each address has a lane. On a long way its width grows while everything
 * is answered at the first try; it is halved when an answer came only after a packet had been lost.
 * Silence tells nothing about the width. Counted; lives in one main context.
 */
typedef struct _SpTraffic SpTraffic;

/*
 * SpTrafficLane:
 *
 * The way to one address, for as long as somebody holds it.
 */
typedef struct _SpTrafficLane SpTrafficLane;

/*
 * SpTrafficFunc:
 * @user_data: who waited
 *
 * Called when there is room in a lane that was full.
 */
typedef void (*SpTrafficFunc) (gpointer user_data);

SpTraffic *sp_traffic_new (void);
SpTraffic *sp_traffic_ref (SpTraffic *self);
void sp_traffic_unref (SpTraffic *self);

void sp_traffic_set_n_sharers (SpTraffic *self, guint n_sharers);
SpTrafficLane *sp_traffic_open_lane (SpTraffic *self, const char *address);
void sp_traffic_lane_close (SpTrafficLane *lane, gpointer user_data);
gboolean sp_traffic_lane_enter (SpTrafficLane *lane, SpTrafficFunc func, gpointer user_data);
void sp_traffic_lane_leave (SpTrafficLane *lane, gint64 elapsed, guint n_lost);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTraffic, sp_traffic_unref)

G_END_DECLS
