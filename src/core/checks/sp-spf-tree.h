/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/mail/sp-spf.h"

G_BEGIN_DECLS

/**
 * SpSpfTree:
 * @lookups: DNS questions a receiver needs at most (RFC 7208 §4.6.4)
 * @void_lookups: how many of them are known to give nothing
 * @names: (element-type SpName): names of `include`, `redirect` and `a`, in the order met
 * @dead: (element-type SpName): targets of `include` and `redirect` without a record
 * @loops: (element-type SpName): targets that lead back to a record already open
 * @unknown: (element-type SpFact): lists that could not be read
 * @unknown_hosts: (element-type SpFact): hosts that could not be looked up, which may be void
 * @networks: (element-type SpSpfTerm): every `ip4` and `ip6` that lets pass; owned by @records
 * @records: (element-type SpSpf): all records read
 * @macros: (element-type SpName): whose lists have a term that depends on the message, so that
 *   nobody can tell what it lets pass
 * @is_open: whether `+all`, or a network that means everyone, lets pass
 * @is_wide: whether an `mx` leads to more than ten hosts, at which a receiver gives up
 * @is_complete: whether every target could be read
 * @n_refused: how many includes that do not let pass are open while reading
 *
 * A list of allowed senders with all the lists that it includes, as far as a snapshot knows them.
 */
typedef struct {
  guint lookups;
  guint void_lookups;
  GPtrArray *names;
  GPtrArray *dead;
  GPtrArray *loops;
  GPtrArray *unknown;
  GPtrArray *unknown_hosts;
  GPtrArray *networks;
  GPtrArray *records;
  GPtrArray *macros;
  gboolean is_open;
  gboolean is_wide;
  gboolean is_complete;
  guint n_refused;
} SpSpfTree;

SpSpfTree *sp_spf_tree_new (const SpSnapshot *snapshot, SpName *domain, const char *text,
                            gssize length);
void sp_spf_tree_free (SpSpfTree *self);
gboolean sp_spf_term_is_open (const SpSpfTerm *term);
gboolean sp_spf_tree_covers (const SpSpfTree *self, GInetAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSpfTree, sp_spf_tree_free)

G_END_DECLS
