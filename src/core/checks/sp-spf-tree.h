/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/mail/sp-spf.h"

G_BEGIN_DECLS

typedef struct _SpSpfNode SpSpfNode;

/**
 * SpSpfNode:
 * @term: (nullable): the term as written; %NULL for the record at the top
 * @kind: its kind; %SP_SPF_INCLUDE for the record at the top
 * @domain: (nullable): the name it asks about; %NULL if it asks nothing, or if the name depends on
 * the message, or is none
 * @lookups: what it costs: DNS questions of the term and of everything that it leads to
 * @void_lookups: for how many of these there is surely nothing, whoever the client is
 * @note: (nullable): "ignored" (behind `all`, or a redirect beside one), "syntax", "dead-target",
 *   "two-records", "loop", "too-many-mx", or "unknown" (could not be looked at)
 * @is_included: whether it stands in a list that is included, in which `all` only means the end
 * @terms: (element-type SpSpfNode): those of the record it leads to, in the order written
 *
 * One term of a list of allowed senders, with what it leads to.
 */
struct _SpSpfNode {
  char *term;
  SpSpfKind kind;
  char *domain;
  guint lookups;
  guint void_lookups;
  const char *note;
  gboolean is_included;
  GPtrArray *terms;
};

/**
 * SpSpfTree:
 * @top: the record itself
 * @lookups: DNS questions a receiver needs at most (RFC 7208 §4.6.4)
 * @void_lookups: how many terms are known to be told "nothing there", whoever the client is
 * @names: (element-type SpName): names of `include`, `redirect` and `a` that let pass, in the order
 * met
 * @dead: (element-type SpName): targets of `include` and `redirect` without a record
 * @has_bad_target: whether a target is no name at all, and so has no record
 * @unusable: (element-type SpName): targets whose record is a mistake, or that have two
 * @loops: (element-type SpName): targets that lead back to a record already open
 * @unknown: (element-type SpFact): lists that could not be read
 * @unknown_hosts: (element-type SpFact): hosts that could not be looked up, which may be void
 * @networks: (element-type SpSpfTerm): every `ip4` and `ip6` that lets pass; owned by @records
 * @records: (element-type SpSpf): all records read
 * @macros: (element-type SpName): whose lists have a term that depends on the message, so that
 *   nobody can tell what it lets pass
 * @is_open: whether `+all`, or a network that means everyone, lets pass
 * @is_wide: whether an `mx` leads to more than ten hosts, at which a receiver gives up
 * @is_broken: whether receivers give up ("permerror"): too many look-ups, or a record that it leads
 *   to, or the record itself, is none, is two, has a mistake, or leads back to itself, or an `mx`
 * is wide
 * @is_complete: whether every target could be read
 * @n_refused: how many includes that do not let pass are open while reading
 *
 * A list of allowed senders with all the lists that it includes, as far as a snapshot knows them.
 */
typedef struct {
  SpSpfNode *top;
  guint lookups;
  guint void_lookups;
  GPtrArray *names;
  GPtrArray *dead;
  gboolean has_bad_target;
  GPtrArray *unusable;
  GPtrArray *loops;
  GPtrArray *unknown;
  GPtrArray *unknown_hosts;
  GPtrArray *networks;
  GPtrArray *records;
  GPtrArray *macros;
  gboolean is_open;
  gboolean is_wide;
  gboolean is_broken;
  gboolean is_complete;
  guint n_refused;
} SpSpfTree;

SpSpfTree *sp_spf_tree_new (const SpSnapshot *snapshot, SpName *domain, const char *text,
                            gssize length);
SpSpfTree *sp_spf_tree_new_own (const SpSnapshot *snapshot);
void sp_spf_tree_free (SpSpfTree *self);
gboolean sp_spf_term_is_open (const SpSpfTerm *term);
gboolean sp_spf_tree_covers (const SpSpfTree *self, GInetAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSpfTree, sp_spf_tree_free)

G_END_DECLS
