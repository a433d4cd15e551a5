/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-resolver.h"
#include "core/inspect/sp-agenda.h"
#include "core/inspect/sp-inspector.h"

G_BEGIN_DECLS

typedef struct _SpAsking SpAsking;
typedef struct _SpDelegationWalk SpDelegationWalk;
typedef struct _SpInspection SpInspection;
typedef struct _SpServerGroup SpServerGroup;

/**
 * SpInspectionEnd:
 * @snapshot: (nullable) (transfer full): what was seen; %NULL when cancelled
 * @data: what was handed in
 */
typedef void (*SpInspectionEnd) (SpSnapshot *snapshot, gpointer data);
typedef void (*SpInspectionProgress) (guint asked, guint answered, gpointer data);

/**
 * SpHeard:
 * @asking: a question
 * @answer: a conclusive answer to it
 * @data: what was handed in
 */
typedef void (*SpHeard) (SpAsking *asking, SpAnswer *answer, gpointer data);

/**
 * SpInspection:
 *
 * One run of the inspector. First the walk finds the zone and its servers; then the agenda is
 * asked of them, each answer adding what it leads to. Whatever is sent counts as in flight, and
 * the run is over when nothing is, or at its deadline. All questions go through
 * [func@sp_inspection_send], which keeps the bounds.
 */
struct _SpInspection {
  SpNetwork *network;
  SpCatalog *catalog;
  SpClock *clock;
  SpQuestion *question;
  SpResolver *resolver;

  SpDelegationWalk *walk;
  SpAgenda *agenda;
  SpServerGroup *recursors;
  SpServerGroup *own;
  SpServerGroup *parent;
  GPtrArray *groups;     /* SpServerGroup, also the above; owns them */
  GPtrArray *heard;      /* SpAnswer: what the walk was told with authority */
  GPtrArray *answers;    /* SpAnswer: everything that goes into the snapshot */
  GPtrArray *remembered; /* SpAnswer: what the resolver says of records that are live */
  GPtrArray *limited;    /* SpAsking that nobody was asked for lack of room */

  SpName *registrable; /* the domain, or the name above it that was registered */
  SpDelegation delegation;
  SpReason delegation_reason;
  SpName *zone;
  SpName *parent_zone;
  SpSnapshotFlags flags;

  gint64 checked_at;
  gint64 started;
  guint deadline;
  GSource *cancelled_source;
  guint n_sent;
  guint n_answered;
  guint n_flying;
  guint n_replies;
  guint n_authoritative; /* replies of servers, with authority or a referral */
  guint n_foreign;       /* replies of what is a resolver, where a server was asked */
  gboolean is_over;
  gboolean has_parent_side; /* whether the parent's list of servers is known */
  gboolean is_intercepted;
  gboolean was_cancelled;

  SpInspectionProgress on_progress;
  SpInspectionEnd on_end;
  gpointer data;
};

void sp_inspection_start (SpNetwork *network, SpCatalog *catalog, SpClock *clock,
                          SpQuestion *question, GCancellable *cancellable,
                          SpInspectionProgress on_progress, SpInspectionEnd on_end, gpointer data);

SpInspection *sp_inspection_ref (SpInspection *self);
void sp_inspection_unref (SpInspection *self);
void sp_inspection_hold (SpInspection *self);
void sp_inspection_release (SpInspection *self);
gboolean sp_inspection_take_turn (SpInspection *self);
void sp_inspection_record (SpInspection *self, SpAnswer *answer);
void sp_inspection_record_remembered (SpInspection *self, SpAnswer *answer);
void sp_inspection_found (SpInspection *self, SpName *zone, SpName *parent, SpServerGroup *own);
void sp_inspection_not_found (SpInspection *self, SpDelegation delegation, SpReason reason);
gboolean sp_inspection_is_intercepted (const SpInspection *self);
SpSnapshot *sp_inspection_make_snapshot (SpInspection *self);
gboolean sp_inspection_may_ask (const SpInspection *self, GInetAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpInspection, sp_inspection_unref)

G_END_DECLS
