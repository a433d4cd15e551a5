/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-clock.h"

G_BEGIN_DECLS

char *sp_time_text_dup (SpClock *clock, gint64 time);
char *sp_time_text_dup_ago (SpClock *clock, gint64 time);

G_END_DECLS
