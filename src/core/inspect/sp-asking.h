/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-server-group.h"

G_BEGIN_DECLS

/**
 * SpAsking:
 * @is_recorded: whether the answers go into the snapshot; those of the walk do not
 * @asked: (element-type SpGroupMember): to whom it went
 * @heard: (element-type SpAnswer): conclusive answers so far
 * @n_answers: answers of any kind
 * @n_flying: how many servers have not answered
 * @n_good: how many have given a conclusive answer
 * @n_found: how many of those have something
 * @n_doubtful: how many may serve the zone to others, and gave no conclusive answer here
 * @patience: source that asks one more server
 *
 * One question to a group of servers.
 */
struct _SpAsking {
  SpServerGroup *group;
  SpName *name;
  SpRrType type;
  SpBreadth breadth;
  SpAskFlags flags;
  gboolean is_recorded;
  GCancellable *cancellable;
  GPtrArray *asked; /* SpGroupMember */
  GArray *listeners;
  GPtrArray *heard; /* SpAnswer, conclusive */
  guint n_answers;
  guint n_flying;
  guint n_good;
  guint n_found;
  guint n_doubtful;
  guint patience;
};

SpAsking *sp_asking_new (SpServerGroup *group, SpName *name, SpRrType type, SpBreadth breadth,
                         SpAskFlags flags);
void sp_asking_free (SpAsking *asking);
gboolean sp_asking_includes (const SpAsking *self, const SpGroupMember *member);
void sp_asking_send (SpAsking *asking, SpGroupMember *member);
void sp_asking_advance (SpAsking *asking, gboolean is_first_batch);
void sp_asking_listen (SpAsking *self, SpHeard heard, gpointer data);
void sp_asking_stop (SpAsking *self);

G_END_DECLS
