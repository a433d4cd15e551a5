/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-agenda.h"

G_BEGIN_DECLS

/* Why a question is asked: what its answer leads to. */
typedef enum {
  SP_ROLE_NONE = 0,
  SP_ROLE_MX = 1 << 0,     /* hosts, their addresses, their providers */
  SP_ROLE_SPF = 1 << 1,    /* senders, recursively */
  SP_ROLE_SPF_MX = 1 << 2, /* an MX set that an SPF record names */
  SP_ROLE_DMARC = 1 << 3,  /* permission of foreign report addresses */
  SP_ROLE_OWN_SPF =
    1 << 4, /* the domain's own SPF record: its senders are the domain's providers */
} SpRole;

/* @base is the name that the roles speak of: where the chain of aliases began. The answers are
 * kept for roles that come later. */
typedef struct {
  SpAgendaItem item;
  SpName *base;
  SpRole roles;
  guint depth;
  GPtrArray *answers;
} SpTopic;

struct _SpAgenda {
  SpName *domain;
  SpName *zone;
  SpName *probe;
  SpCatalog *catalog;
  GHashTable *topics; /* key → SpTopic */
  GQueue waiting;     /* SpTopic, owned by the table */
  GHashTable *providers;
  GHashTable *mx_hosts;
  guint n_spf_names;
  SpAgendaItem current;
};

void sp_agenda_add (SpAgenda *self, SpName *name, SpRrType type, SpBreadth breadth, SpRole roles,
                    guint depth);
void sp_agenda_add_alias (SpAgenda *self, SpName *end, const SpTopic *from, SpRole roles);
void sp_agenda_follow (SpAgenda *self, const SpTopic *topic, SpAnswer *answer, SpRole roles);
void sp_agenda_add_at (SpAgenda *self, SpName *base, const char *labels, SpRrType type,
                       SpBreadth breadth, SpRole roles);
void sp_agenda_add_provider (SpAgenda *self, SpProvider *provider);

G_END_DECLS
