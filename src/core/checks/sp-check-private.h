/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-checks.h"
#include "core/checks/sp-spf-tree.h"
#include "core/mail/sp-mx.h"

G_BEGIN_DECLS

/**
 * SpHostState:
 *
 * Whether an MX host has an address.
 */
typedef enum {
  SP_HOST_RESOLVES,
  SP_HOST_DEAD,
  SP_HOST_UNKNOWN,
} SpHostState;

/**
 * SpMxHost:
 * @record: (transfer none): the MX record
 * @name: (transfer none): its target
 * @preference: its number
 * @kind: what the target is; never %SP_MX_HOST_NULL
 * @a: (transfer none) (nullable): its IPv4 addresses; %NULL unless @kind is a name
 * @aaaa: (transfer none) (nullable): its IPv6 addresses
 * @state: whether it has an address
 * @provider: (transfer none) (nullable): whose host it is, if the catalogue knows
 * @is_own: whether it is a host of the domain itself
 * @is_spare: whether it is known, called or named as a spare
 * @is_expected: whether the stage of a move expects it beside the provider's
 * @owner: id of the provider, "own-server", or the registrable domain of an unknown company
 * @doubt: (transfer none) (nullable): the fact without which it cannot be told whose host it is
 *
 * One row of the MX set.
 */
typedef struct {
  SpRecord *record;
  SpName *name;
  guint preference;
  SpMxHostKind kind;
  SpFact *a;
  SpFact *aaaa;
  SpHostState state;
  SpProvider *provider;
  gboolean is_own;
  gboolean is_spare;
  gboolean is_expected;
  char *owner;
  SpFact *doubt;
} SpMxHost;

/**
 * SpWish:
 *
 * Whether anybody wants mail at the domain.
 */
typedef enum {
  SP_WISH_NO,
  SP_WISH_YES,
  SP_WISH_UNKNOWN,
} SpWish;

/**
 * SpCheckRun:
 * @id: id of the check that runs now
 * @own: (transfer none): the registrable domain, or the domain itself
 * @zone: (transfer none): the zone that the domain is in, @own while it is not known
 * @chosen: (nullable): the provider chosen
 * @filter: (nullable): the filter chosen
 * @current: (nullable): the provider whose mail this is or is to be: the chosen one, else the one
 *   in the MX set
 * @current_doubt: (nullable): the fact without which it cannot be told who that is
 * @mx: the MX fact of the domain, behind an alias
 * @hosts: (element-type SpMxHost): its rows by number, without those that say "no mail"
 * @is_null_mx: whether it says "no mail" and nothing else
 * @had_mx: whether an MX set was seen before
 * @wish: whether anybody wants mail here
 * @is_moving: whether a move is planned, under way, or follows from the choice
 * @txt: the TXT fact of the domain
 * @spf_records: (element-type SpRecord): its SPF records
 * @spf: (nullable): the tree of the only SPF record, if there is exactly one
 * @seals: (nullable): the key names that count and their keys, once a check has read them
 *
 * What the checks of one run share. A check reads it, and adds to findings or unchecked.
 */
typedef struct {
  const SpCheckFacts *facts;
  const char *id;
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  SpName *domain;
  SpName *own;
  SpName *zone;
  SpProvider *chosen;
  SpProvider *filter;
  SpProvider *current;
  SpFact *current_doubt;
  SpFact *mx;
  GPtrArray *hosts;
  gboolean is_null_mx;
  gboolean had_mx;
  SpWish wish;
  gboolean is_moving;
  SpFact *txt;
  GPtrArray *spf_records;
  SpSpfTree *spf;
  GPtrArray *seals;
  GPtrArray *findings;
  GPtrArray *unchecked;
} SpCheckRun;

typedef void (*SpCheckFunc) (SpCheckRun *run);

/**
 * SpCheck:
 *
 * One rule: its public id, its area, and the function that judges it.
 */
typedef struct {
  const char *id;
  SpArea area;
  SpCheckFunc func;
} SpCheck;

extern const SpCheck sp_checks_receiving[];
extern const SpCheck sp_checks_mx_hosts[];
extern const SpCheck sp_checks_companies[];
extern const SpCheck sp_checks_security[];
extern const SpCheck sp_checks_senders[];
extern const SpCheck sp_checks_allowed[];
extern const SpCheck sp_checks_seal[];
extern const SpCheck sp_checks_forgery[];
extern const SpCheck sp_checks_servers[];
extern const SpCheck sp_checks_names[];
extern const SpCheck sp_checks_keeping[];
extern const SpCheck sp_checks_history[];

void sp_check_run_init (SpCheckRun *run, const SpCheckFacts *facts);
void sp_check_run_clear (SpCheckRun *run);

SpFinding *sp_check_add (SpCheckRun *run, SpLevel level, SpName *subject, const char *reference);
SpFinding *sp_check_find (SpCheckRun *run, const SpName *subject);
void sp_check_add_word (GString *words, const char *word);
void sp_check_add_unknown (SpCheckRun *run, SpName *subject, SpReason reason,
                           const char *const *servers);
void sp_check_add_unknown_fact (SpCheckRun *run, SpName *subject, SpFact *fact);
SpFinding *sp_check_add_spf (SpCheckRun *run, SpLevel level, const char *reference);
const SpSpf *sp_check_get_spf (SpCheckRun *run);
const SpSpf *sp_check_get_valid_spf (SpCheckRun *run);
gboolean sp_check_lacks (SpCheckRun *run, SpFact *fact);
SpFact *sp_check_get_probe (SpCheckRun *run, SpRrType type);
gboolean sp_check_is_from_own_servers (SpCheckRun *run);
gboolean sp_check_lacks_servers (SpCheckRun *run, SpName *subject);
gboolean sp_check_is_for_every_server (SpCheckRun *run, SpFact *fact);
SpReason sp_check_get_failure (SpFact *fact);
GPtrArray *sp_check_dup_server_names (SpCheckRun *run);
SpDnsHost *sp_check_get_dns_host (SpCheckRun *run);
gint64 sp_check_get_longest_ttl (SpFact *fact);

void sp_finding_add_set (SpFinding *self, const SpRecordSet *set);
void sp_finding_add_record (SpFinding *self, const SpRecord *record);
void sp_finding_add_answer (SpFinding *self, const SpAnswer *answer);
void sp_finding_add_fact (SpFinding *self, SpFact *fact);
void sp_finding_set_number (SpFinding *self, const char *key, gint64 value);
void sp_finding_set_provider (SpFinding *self, SpProvider *provider);

gboolean sp_fact_is_present (const SpFact *fact);
gboolean sp_fact_is_absent (const SpFact *fact);
gboolean sp_fact_is_unknown (const SpFact *fact);
gboolean sp_facts_share_address (const SpFact *a, const SpFact *b);

gboolean sp_mx_host_belongs_to (const SpMxHost *host, SpProvider *provider);
gboolean sp_provider_is_generic (SpProvider *provider);

SpVerdict *sp_verdict_new (SpStatus status, GPtrArray *findings, GPtrArray *unchecked,
                           GStrv in_order);

G_END_DECLS
