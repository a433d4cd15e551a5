/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-agenda.h"

G_BEGIN_DECLS

/**
 * SpRole:
 * @SP_ROLE_MX: hosts, their addresses, their providers
 * @SP_ROLE_SPF: senders, recursively
 * @SP_ROLE_SPF_MX: an MX set that an SPF record names
 * @SP_ROLE_DMARC: permission of foreign report addresses
 * @SP_ROLE_OWN_SPF: the domain's own SPF record, whose senders are the domain's providers
 * @SP_ROLE_KEYS: whether there are keys at all, so that services may have some
 * @SP_ROLE_PROBE: whether a name exists that nobody made, so that there is a wildcard
 * @SP_ROLE_POLICY: whether a delivery security policy is announced, so that it has a host
 * @SP_ROLE_SEAL: whether the parent has a seal of the zone, so that its keys matter (RFC 4035 §5.2)
 * @SP_ROLE_TLSA: whether fingerprints elsewhere are under a seal
 *
 * Why a question is asked: what its answer leads to.
 */
typedef enum {
  SP_ROLE_NONE = 0,
  SP_ROLE_MX = 1 << 0,
  SP_ROLE_SPF = 1 << 1,
  SP_ROLE_SPF_MX = 1 << 2,
  SP_ROLE_DMARC = 1 << 3,
  SP_ROLE_OWN_SPF = 1 << 4,
  SP_ROLE_KEYS = 1 << 5,
  SP_ROLE_TLSA = 1 << 6,
  SP_ROLE_PROBE = 1 << 7,
  SP_ROLE_POLICY = 1 << 8,
  SP_ROLE_SEAL = 1 << 9,
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
  GHashTable *values; /* nullable: what the person gave */
  GHashTable *mx_hosts;
  guint n_spf_names;
  gboolean has_senders;
  SpAgendaItem current;
};

void sp_agenda_add (SpAgenda *self, SpName *name, SpRrType type, SpBreadth breadth, SpRole roles,
                    guint depth);
void sp_agenda_add_alias (SpAgenda *self, SpName *end, const SpTopic *from, SpRole roles);
void sp_agenda_follow (SpAgenda *self, const SpTopic *topic, SpAnswer *answer, SpRole roles);
void sp_agenda_add_at (SpAgenda *self, SpName *base, const char *labels, SpRrType type,
                       SpBreadth breadth, SpRole roles);
void sp_agenda_add_provider (SpAgenda *self, SpProvider *provider);
void sp_agenda_add_senders (SpAgenda *self);
void sp_agenda_add_keys (SpAgenda *self);
void sp_agenda_add_misplaced (SpAgenda *self, SpRole role);
void sp_agenda_add_policy (SpAgenda *self);
void sp_agenda_add_wildcard (SpAgenda *self);

G_END_DECLS
