/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpCrew:
 *
 * Processes that share the work on a long list. Each reads lines from its standard input, and
 * writes one line for each, in that order, to its standard output; the one that made them hands
 * the lines out, and hears the answers. A worker knows nothing of the others.
 */
typedef struct _SpCrew SpCrew;

/**
 * SpCrewAnswered:
 * @job: what was handed out with the line
 * @answer: (nullable) (transfer full): the line that came back; %NULL if the worker ended without
 * @data: what was given with the function
 *
 * Called once for each line that was handed out.
 */
typedef void (*SpCrewAnswered) (gpointer job, char *answer, gpointer data);

SpCrew *sp_crew_new (guint n_workers, guint *worker);
void sp_crew_listen_to_interrupt (void);
void sp_crew_free (SpCrew *self);
void sp_crew_set_answered (SpCrew *self, SpCrewAnswered answered, gpointer data);
void sp_crew_hand_out (SpCrew *self, const char *line, gpointer job);
void sp_crew_stop (SpCrew *self);
void sp_crew_finish (SpCrew *self, GArray *statuses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCrew, sp_crew_free)

G_END_DECLS
