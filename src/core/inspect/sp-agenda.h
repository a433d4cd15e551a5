/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/dns/sp-answer.h"
#include "core/inspect/sp-question.h"

G_BEGIN_DECLS

/**
 * SpBreadth:
 * @SP_BREADTH_EVERY: every server of the zone, to be compared; where all have something, the
 *   resolver as well
 * @SP_BREADTH_TWO: the first two servers that answer
 * @SP_BREADTH_GUESS: the first server that answers, and a second one where that has something at
 *   the name or the servers have been heard to differ
 * @SP_BREADTH_ONE: the first server that answers
 * @SP_BREADTH_PARENT: the first server of the parent zone that answers
 * @SP_BREADTH_RESOLVER: the resolver, for what it remembers of a name in the zone
 * @SP_BREADTH_NONE: nobody: the item is beyond the bounds of an inspection
 *
 * Whom to ask. A name outside the zone is asked of the resolver, whatever this says.
 */
typedef enum {
  SP_BREADTH_EVERY,
  SP_BREADTH_TWO,
  SP_BREADTH_GUESS,
  SP_BREADTH_ONE,
  SP_BREADTH_PARENT,
  SP_BREADTH_RESOLVER,
  SP_BREADTH_NONE,
} SpBreadth;

/**
 * SpAgendaItem:
 * @name: name to ask for
 * @type: type to ask for
 * @breadth: whom to ask
 * @in_zone: whether the name lies in the domain's own zone
 *
 * One question of an inspection.
 */
typedef struct {
  SpName *name;
  SpRrType type;
  SpBreadth breadth;
  gboolean in_zone;
} SpAgendaItem;

/**
 * SpAgenda:
 *
 * What an inspection asks: first everything that depends on nothing, then what the answers lead
 * to (hosts of MX records, senders of an SPF record, targets of aliases, key names of the
 * providers recognised). Nothing comes twice. It asks nothing itself, so a test can answer from
 * a zone text what the inspector asks of servers.
 */
typedef struct _SpAgenda SpAgenda;

SpAgenda *sp_agenda_new (SpQuestion *question, SpCatalog *catalog, SpName *zone,
                         const char *probe_label);
void sp_agenda_free (SpAgenda *self);

const SpAgendaItem *sp_agenda_next (SpAgenda *self);
void sp_agenda_learn (SpAgenda *self, SpAnswer *answer);
SpName *sp_agenda_get_probe_name (const SpAgenda *self);

char *sp_agenda_make_probe_label (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAgenda, sp_agenda_free)

G_END_DECLS
