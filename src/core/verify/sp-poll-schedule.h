/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint sp_poll_schedule_get_seconds (gint64 watched_for, gboolean is_live);

G_END_DECLS
