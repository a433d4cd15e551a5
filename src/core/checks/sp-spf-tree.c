/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-spf-tree.h"

#include "core/mail/sp-spf-expand.h"

/* A receiver stops at ten questions; a person still wants to know by how much it is too many. */
#define MAX_RECORDS 64

/* RFC 7208 §4.6.4: where receivers give up. */
#define MAX_LOOKUPS 10
#define MAX_VOID_LOOKUPS 2

/* RFC 7208 §4.6.4: hosts behind one `mx`. */
#define MAX_MX_HOSTS 10

/* Nobody's mail comes from half of the internet: larger networks mean everyone. One company may
 * well have a whole /8. */
#define EVERYONE_PREFIX4 7
#define EVERYONE_PREFIX6 15

/* Whether a question is told "nothing there". */
typedef enum {
  VOID_NO,
  VOID_YES,
  VOID_UNKNOWN,
} Void;

static void walk (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, SpSpfNode *node,
                  const char *text, gssize length, GPtrArray *open);

static void
node_free (SpSpfNode *self)
{
  g_free (self->term);
  g_free (self->domain);
  g_ptr_array_unref (self->terms);
  g_free (self);
}

static SpSpfNode *
node_new (SpSpfKind kind, const char *term, SpName *domain)
{
  SpSpfNode *self = g_new0 (SpSpfNode, 1);

  self->kind = kind;
  self->term = term != NULL ? g_utf8_make_valid (term, -1) : NULL;
  self->domain = domain != NULL ? g_strdup (sp_name_get_text (domain)) : NULL;
  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) node_free);
  return self;
}

/* A top-level domain has no list: it is no domain that mail could come from (RFC 7208 §4.3). */
static SpName *
dup_target (const SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term)
{
  g_autoptr (SpName)
    name = sp_spf_term_dup_target (term, domain, sp_snapshot_get_domain (snapshot));

  if (name != NULL && sp_name_get_n_labels (name) < 2
      && (term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_REDIRECT))
    return NULL;
  return g_steal_pointer (&name);
}

static gboolean
depends_on_message (const SpSpfTerm *term)
{
  return term->has_macro && !sp_spf_is_fixed (term->domain);
}

/**
 * sp_spf_term_is_open:
 * @term: a term
 *
 * Returns: whether it lets everyone pass: `+all`, or a network that is as good as everyone
 */
gboolean
sp_spf_term_is_open (const SpSpfTerm *term)
{
  if (term->qualifier != '+')
    return FALSE;
  if (term->kind == SP_SPF_ALL)
    return TRUE;
  if (term->kind == SP_SPF_IP6)
    return term->prefix6 <= EVERYONE_PREFIX6;
  if (term->kind == SP_SPF_IP4 || term->kind == SP_SPF_A || term->kind == SP_SPF_MX)
    return term->prefix4 <= EVERYONE_PREFIX4;
  return FALSE;
}

static void
note_unknown (SpSpfTree *self, SpSpfNode *node, SpFact *fact)
{
  node->note = "unknown";
  g_ptr_array_add (self->unknown, sp_fact_ref (fact));
  self->is_complete = FALSE;
}

static void
note_broken (SpSpfTree *self, SpSpfNode *node, const char *note)
{
  node->note = note;
  self->is_broken = TRUE;
}

static void
count_void (SpSpfTree *self, SpSpfNode *node)
{
  self->void_lookups++;
  node->void_lookups++;
}

/* include and redirect: the list at the target is read as well. */
static void
descend (SpSpfTree *self, const SpSnapshot *snapshot, SpName *target, SpSpfNode *node,
         GPtrArray *open)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, target, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  gsize length = 0;
  const char *text;

  if (g_ptr_array_find_with_equal_func (open, target, sp_name_equal, NULL))
    {
      g_ptr_array_add (self->loops, sp_name_ref (target));
      note_broken (self, node, "loop");
      return;
    }
  switch (sp_fact_get_state (fact))
    {
    case SP_FACT_UNKNOWN:
      note_unknown (self, node, fact);
      return;
    case SP_FACT_ABSENT:
      count_void (self, node);
      break;
    case SP_FACT_PRESENT:
      break;
    }
  if (records->len == 0)
    {
      g_ptr_array_add (self->dead, sp_name_ref (target));
      note_broken (self, node, "dead-target");
    }
  else if (records->len > 1)
    {
      g_ptr_array_add (self->unusable, sp_name_ref (target));
      note_broken (self, node, "two-records");
    }
  else if (self->records->len >= MAX_RECORDS)
    node->note = "unknown";
  else
    {
      text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
      walk (self, snapshot, target, node, text, (gssize) length, open);
    }
}

static Void
is_void (const SpSnapshot *snapshot, SpName *name, SpRrType type)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, name, type);

  switch (sp_fact_get_state (fact))
    {
    case SP_FACT_PRESENT:
      return VOID_NO;
    case SP_FACT_ABSENT:
      return VOID_YES;
    case SP_FACT_UNKNOWN:
      return VOID_UNKNOWN;
    }
  g_return_val_if_reached (VOID_UNKNOWN);
}

static gboolean
is_wide (const SpRecordSet *set)
{
  return set != NULL && sp_record_set_get_n_records (set) > MAX_MX_HOSTS;
}

/* Whether a client whose addresses are of @type is told "nothing there": a term is void if one of
 * its questions is (RFC 7208 §4.6.4). */
static Void
is_void_for (const SpSnapshot *snapshot, SpName *name, SpSpfKind kind, SpRrType type)
{
  SpRecordSet *set = sp_fact_get_set (sp_snapshot_get_fact (snapshot, name, SP_RR_MX));
  Void found;

  if (kind == SP_SPF_EXISTS)
    return is_void (snapshot, name, SP_RR_A);
  if (kind == SP_SPF_A)
    return is_void (snapshot, name, type);
  found = is_void (snapshot, name, SP_RR_MX);
  for (guint i = 0; set != NULL && !is_wide (set) && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));
      Void at_host = sp_name_is_root (host) ? VOID_NO : is_void (snapshot, host, type);

      if (at_host == VOID_YES || found == VOID_NO)
        found = at_host;
      if (found == VOID_YES)
        break;
    }
  return found;
}

static SpFact *
get_unknown (const SpSnapshot *snapshot, SpName *name, SpRrType type)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, name, type);

  return sp_fact_get_state (fact) == SP_FACT_UNKNOWN ? fact : NULL;
}

/* The first of a term's questions that could not be answered. */
static SpFact *
get_unknown_host (const SpSnapshot *snapshot, SpName *name, SpSpfKind kind)
{
  SpFact *fact = get_unknown (snapshot, name, kind == SP_SPF_MX ? SP_RR_MX : SP_RR_A);
  SpRecordSet *set = NULL;

  if (kind == SP_SPF_MX)
    set = sp_fact_get_set (sp_snapshot_get_fact (snapshot, name, SP_RR_MX));
  else if (fact == NULL)
    fact = get_unknown (snapshot, name, SP_RR_AAAA);
  for (guint i = 0; fact == NULL && set != NULL && i < sp_record_set_get_n_records (set); i++)
    fact = get_unknown_host (snapshot, sp_record_get_target (sp_record_set_get_record (set, i)),
                             SP_SPF_A);
  return fact;
}

/* Questions whose answer is a host. Only what is void for clients of both families counts: that a
 * host has no IPv6 address is no fault, even though a client with one finds nothing. */
static void
take_hosts (SpSpfTree *self, const SpSnapshot *snapshot, SpName *name, SpSpfNode *node)
{
  Void v4 = is_void_for (snapshot, name, node->kind, SP_RR_A);
  Void v6 = is_void_for (snapshot, name, node->kind, SP_RR_AAAA);

  if (v4 == VOID_YES && v6 == VOID_YES)
    count_void (self, node);
  else if (v4 != VOID_NO && v6 != VOID_NO)
    {
      SpFact *fact = get_unknown_host (snapshot, name, node->kind);

      node->note = "unknown";
      if (fact != NULL)
        g_ptr_array_add (self->unknown_hosts, sp_fact_ref (fact));
    }
  if (node->kind == SP_SPF_MX
      && is_wide (sp_fact_get_set (sp_snapshot_get_fact (snapshot, name, SP_RR_MX))))
    {
      self->is_wide = TRUE;
      note_broken (self, node, "too-many-mx");
    }
}

static gboolean
lets_pass (const SpSpfTerm *term)
{
  return term->qualifier == '+' || term->qualifier == '\0';
}

static void
add_name (SpSpfTree *self, const SpSpfTerm *term, SpName *target)
{
  if (self->n_refused == 0 && lets_pass (term))
    g_ptr_array_add (self->names, sp_name_ref (target));
}

static void
take_include (SpSpfTree *self, const SpSnapshot *snapshot, const SpSpfTerm *term, SpName *target,
              SpSpfNode *node, GPtrArray *open)
{
  gboolean is_refused = !lets_pass (term);

  add_name (self, term, target);
  self->n_refused += is_refused ? 1 : 0;
  descend (self, snapshot, target, node, open);
  self->n_refused -= is_refused ? 1 : 0;
}

static void
take_term (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term,
           SpSpfNode *node, GPtrArray *open)
{
  g_autoptr (SpName) target = dup_target (snapshot, domain, term);

  if (sp_spf_kind_asks (term->kind))
    {
      self->lookups++;
      node->lookups++;
    }
  if (self->n_refused == 0 && sp_spf_term_is_open (term))
    self->is_open = TRUE;
  if (depends_on_message (term) || term->kind == SP_SPF_EXISTS || term->kind == SP_SPF_PTR)
    g_ptr_array_add (self->macros, sp_name_ref (domain));

  switch (term->kind)
    {
    case SP_SPF_INCLUDE:
    case SP_SPF_REDIRECT:
      if (target != NULL)
        take_include (self, snapshot, term, target, node, open);
      else if (!depends_on_message (term))
        {
          self->has_bad_target = TRUE;
          note_broken (self, node, "dead-target");
        }
      break;
    case SP_SPF_A:
      if (target != NULL && term->domain != NULL)
        add_name (self, term, target);
      if (target != NULL)
        take_hosts (self, snapshot, target, node);
      break;
    case SP_SPF_MX:
    case SP_SPF_EXISTS:
      if (target != NULL)
        take_hosts (self, snapshot, target, node);
      break;
    case SP_SPF_IP4:
    case SP_SPF_IP6:
      if (self->n_refused == 0 && term->qualifier == '+')
        g_ptr_array_add (self->networks, (gpointer) term);
      break;
    case SP_SPF_BROKEN:
      note_broken (self, node, "syntax");
      break;
    case SP_SPF_ALL:
    case SP_SPF_PTR:
    case SP_SPF_EXP:
    case SP_SPF_MODIFIER:
      break;
    }
}

static SpSpfNode *
add_node (SpSpfNode *parent, const SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term)
{
  gboolean asks = sp_spf_kind_asks (term->kind);
  g_autoptr (SpName) target = asks ? dup_target (snapshot, domain, term) : NULL;
  SpSpfNode *node = node_new (term->kind, term->text, target);

  node->is_included = parent->is_included
                      || (parent->kind == SP_SPF_INCLUDE && parent->term != NULL);
  g_ptr_array_add (parent->terms, node);
  return node;
}

static void
add_up (SpSpfNode *parent)
{
  for (guint i = 0; i < parent->terms->len; i++)
    {
      const SpSpfNode *node = g_ptr_array_index (parent->terms, i);

      parent->lookups += node->lookups;
      parent->void_lookups += node->void_lookups;
    }
}

static void
walk (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, SpSpfNode *node,
      const char *text, gssize length, GPtrArray *open)
{
  SpSpf *spf = sp_spf_parse (text, length);
  const SpSpfTerm *all = sp_spf_find (spf, SP_SPF_ALL);
  const SpSpfTerm *redirect = sp_spf_find (spf, SP_SPF_REDIRECT);
  SpSpfNode *last = NULL;

  g_ptr_array_add (self->records, spf);
  g_ptr_array_add (open, domain);
  if (!sp_spf_is_valid (spf))
    note_broken (self, node, "syntax");
  if (!sp_spf_is_valid (spf) && open->len > 1)
    g_ptr_array_add (self->unusable, sp_name_ref (domain));
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);
      SpSpfNode *at = add_node (node, snapshot, domain, term);

      /* Nothing behind `all` is looked at, and `redirect` comes last (RFC 7208 §5.1, §6.1). */
      if (term == redirect)
        last = at;
      else if (all == NULL || term->offset <= all->offset || term->kind == SP_SPF_BROKEN)
        take_term (self, snapshot, domain, term, at, open);
      else if (term->qualifier != '\0')
        at->note = "ignored";
    }
  if (redirect != NULL && all == NULL)
    take_term (self, snapshot, domain, redirect, last, open);
  else if (redirect != NULL)
    last->note = "ignored";
  add_up (node);
  g_ptr_array_set_size (open, (int) open->len - 1);
}

/**
 * sp_spf_tree_new:
 * @snapshot: what was seen
 * @domain: whose list it is
 * @text: the record
 * @length: its length in bytes, -1 for a string
 *
 * Reads a list of allowed senders and all that it includes.
 *
 * Returns: (transfer full): the tree
 */
SpSpfTree *
sp_spf_tree_new (const SpSnapshot *snapshot, SpName *domain, const char *text, gssize length)
{
  SpSpfTree *self = g_new0 (SpSpfTree, 1);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->dead = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->unusable = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->loops = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->unknown = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_fact_unref);
  self->macros = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->unknown_hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_fact_unref);
  self->networks = g_ptr_array_new ();
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_spf_free);
  self->is_complete = TRUE;
  self->top = node_new (SP_SPF_INCLUDE, NULL, domain);
  walk (self, snapshot, domain, self->top, text, length, open);
  if (self->lookups > MAX_LOOKUPS || self->void_lookups > MAX_VOID_LOOKUPS)
    self->is_broken = TRUE;
  return self;
}

/**
 * sp_spf_tree_new_own:
 * @snapshot: what was seen
 *
 * Returns: (transfer full) (nullable): the tree of the domain's own record, of the first if there
 *   are several; %NULL if there is none
 */
SpSpfTree *
sp_spf_tree_new_own (const SpSnapshot *snapshot)
{
  SpName *domain = sp_snapshot_get_domain (snapshot);
  SpFact *fact = sp_snapshot_get_fact (snapshot, domain, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  gsize length = 0;
  const char *text;

  if (records->len == 0)
    return NULL;
  text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
  return sp_spf_tree_new (snapshot, domain, text, (gssize) length);
}

/**
 * sp_spf_tree_free:
 * @self: (nullable) (transfer full): a tree
 */
void
sp_spf_tree_free (SpSpfTree *self)
{
  if (self == NULL)
    return;
  node_free (self->top);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->dead);
  g_ptr_array_unref (self->unusable);
  g_ptr_array_unref (self->loops);
  g_ptr_array_unref (self->unknown);
  g_ptr_array_unref (self->macros);
  g_ptr_array_unref (self->unknown_hosts);
  g_ptr_array_unref (self->networks);
  g_ptr_array_unref (self->records);
  g_free (self);
}

/**
 * sp_spf_tree_covers:
 * @self: a tree
 * @address: an address
 *
 * Returns: whether an `ip4` or `ip6` term lets the address pass
 */
gboolean
sp_spf_tree_covers (const SpSpfTree *self, GInetAddress *address)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  for (guint i = 0; i < self->networks->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (self->networks, i);
      guint prefix = term->kind == SP_SPF_IP4 ? term->prefix4 : term->prefix6;
      const uint8_t *a, *b;

      if (g_inet_address_get_family (term->address) != g_inet_address_get_family (address))
        continue;
      a = g_inet_address_to_bytes (term->address);
      b = g_inet_address_to_bytes (address);
      for (; prefix >= 8 && *a == *b; prefix -= 8)
        {
          a++;
          b++;
        }
      if (prefix == 0 || (prefix < 8 && (*a ^ *b) >> (8 - prefix) == 0))
        return TRUE;
    }
  return FALSE;
}
