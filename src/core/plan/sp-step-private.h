/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-step.h"

G_BEGIN_DECLS

void sp_step_set_state (SpStep *self, SpStepState state);
void sp_step_set_times (SpStep *self, gint64 earliest, gint64 latest, gboolean is_about);
void sp_step_add_why (SpStep *self, const char *what, gint64 seconds, gint64 observed_at);
void sp_step_add_tick (SpStep *self, const char *id, gboolean is_done, gboolean is_gate);
void sp_step_add_blocked_by (SpStep *self, const char *id);
void sp_step_add_edit (SpStep *self, SpEdit *edit);

G_END_DECLS
