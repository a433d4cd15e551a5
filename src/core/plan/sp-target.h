/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit-plan.h"
#include "core/plan/sp-published.h"

G_BEGIN_DECLS

/**
 * SpPart:
 *
 * What a wanted record set is for; in the order in which it is safe to edit.
 */
typedef enum {
  SP_PART_ADDRESS,
  SP_PART_SENDERS,
  SP_PART_SEAL,
  SP_PART_POLICY,
  SP_PART_MX,
  SP_PART_PROGRAMS,
  SP_PART_CLEANUP,
} SpPart;

/**
 * SpWanted:
 * @part: what it is for
 * @id: id of the edit that leads to it
 * @why: code of the reason
 * @type: type of the set
 * @name: owner of the set
 * @rows: (element-type SpEditRow): all that the set holds afterwards; empty to remove it
 * @ttl: TTL wanted, 0 for the rule of the house
 * @is_exact: whether a TTL of 0 is meant as it stands
 * @follows: (nullable): id of an edit that has to be live first
 * @found: (nullable): detail "found" of the edit
 * @lost: (nullable): detail "lost" of the edit
 * @doubt: (nullable): detail "doubt" of the edit
 * @holder: (nullable): detail "holder" of the edit: id of a sending service that has the name now
 * @keys: (element-type utf8): keys of the values of the customer that it is made of
 * @is_unnamed: whether the name depends on a value that is missing
 *
 * One record set as it should be.
 */
typedef struct {
  SpPart part;
  char *id;
  const char *why;
  SpRrType type;
  SpName *name;
  GPtrArray *rows;
  uint32_t ttl;
  gboolean is_exact;
  char *follows;
  char *found;
  char *lost;
  const char *doubt;
  const char *holder;
  GPtrArray *keys;
  gboolean is_unnamed;
} SpWanted;

SpWanted *sp_wanted_new (SpPart part, const char *id, const char *why, SpRrType type, SpName *name);
void sp_wanted_free (SpWanted *self);
void sp_wanted_take_row (SpWanted *self, SpEditRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpWanted, sp_wanted_free)

/**
 * SpTarget:
 * @catalog: providers and DNS hosts
 * @published: what there is
 * @domain: whose mail it is about
 * @provider: (nullable): the chosen provider, or the one recognised in the MX set
 * @filter: (nullable): the filter in front, chosen or recognised
 * @is_chosen: whether the person chose the provider
 * @is_open: whether a move or a first set-up not yet verified is open
 * @takes_mail: whether the domain has mail hosts now
 * @facts: what the checks looked at
 * @verdict: what they said
 * @values: (element-type utf8 utf8): the `--set` values that are usable, and what published
 *   records tell of values not given
 * @given: (element-type utf8): the keys of the values that the person gave
 * @wanted: (element-type SpWanted): record sets as they should be, at most one a name and type
 * @awaited: (element-type SpWanted): record sets that cannot be written yet, because a value is
 *   missing
 * @needs: (element-type SpNeed): values asked of the person
 * @unchecked: (element-type SpUnchecked): what could not be seen
 *
 * Where an edit plan leads to: what the provider documents, joined with what is published and
 * belongs to others.
 */
typedef struct {
  SpCatalog *catalog;
  SpPublished *published;
  SpName *domain;
  SpProvider *provider;
  SpProvider *filter;
  gboolean is_chosen;
  gboolean is_open;
  gboolean takes_mail;
  SpCheckFacts facts;
  SpVerdict *verdict;
  GHashTable *values;
  GHashTable *given;
  GPtrArray *wanted;
  GPtrArray *awaited;
  GPtrArray *needs;
  GListStore *unchecked;
} SpTarget;

SpTarget *sp_target_new (const SpPlanInput *input, SpPublished *published);
void sp_target_free (SpTarget *self);
void sp_target_fill (SpTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTarget, sp_target_free)

SpFinding *sp_target_find_finding (SpTarget *self, const char *id, const char *subject);
gboolean sp_target_is_unchecked (SpTarget *self, const char *id);
SpWanted *sp_target_find (SpTarget *self, SpName *name, SpRrType type);
SpWanted *sp_target_add (SpTarget *self, SpPart part, const char *id, const char *why,
                         SpRrType type, SpName *name);
void sp_target_add_unchecked (SpTarget *self, const char *id, SpName *name,
                              const SpPublishedSet *set);
SpWanted *sp_target_await (SpTarget *self, SpPart part, const char *id, const char *why,
                           SpRrType type, SpName *name);
void sp_target_add_needs (SpTarget *self, SpWanted *awaited, SpProvider *provider,
                          const char *template, gboolean optional_too);
void sp_target_offer_choices (SpTarget *self, SpProvider *provider);
char *sp_target_expand (SpTarget *self, SpProvider *provider, const char *template);
gboolean sp_target_template_matches (SpTarget *self, SpProvider *provider, const char *template,
                                     const char *value);
const char *sp_target_get_value (SpTarget *self, const char *key);

/* The parts, each in a file of its own. */
void sp_target_add_mx (SpTarget *self);
void sp_target_add_senders (SpTarget *self);
void sp_target_add_policy (SpTarget *self);
void sp_target_add_security (SpTarget *self);
void sp_target_add_records (SpTarget *self);
gboolean sp_target_is_documented (SpTarget *self, SpName *name, SpRrType type);
GPtrArray *sp_target_dup_mx_rows (SpTarget *self, const SpPublishedSet *published,
                                  gboolean with_numbers);
gboolean sp_target_has_address (SpTarget *self, SpProvider *provider, SpWanted *awaited);
void sp_target_link_keys (SpTarget *self);
char *sp_target_dup_slug (SpTarget *self, SpName *name);

G_END_DECLS
