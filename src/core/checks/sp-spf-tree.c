/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-spf-tree.h"

/* A receiver stops at ten questions; a person still wants to know by how much it is too many. */
#define MAX_RECORDS 64

/* RFC 7208 §4.6.4: hosts behind one `mx`. */
#define MAX_MX_HOSTS 10

/* Nobody's mail comes from half of the internet: larger networks mean everyone. One company may
 * well have a whole /8. */
#define EVERYONE_PREFIX4 7
#define EVERYONE_PREFIX6 15

static void walk (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, const char *text,
                  gssize length, GPtrArray *open);

static SpName *
dup_target (const SpSpfTerm *term)
{
  return term->domain != NULL && !term->has_macro ? sp_name_parse (term->domain, NULL) : NULL;
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
note_unknown (SpSpfTree *self, SpFact *fact)
{
  g_ptr_array_add (self->unknown, sp_fact_ref (fact));
  self->is_complete = FALSE;
}

/* include and redirect: the list at the target is read as well. */
static void
descend (SpSpfTree *self, const SpSnapshot *snapshot, SpName *target, GPtrArray *open)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, target, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  gsize length = 0;
  const char *text;

  if (g_ptr_array_find_with_equal_func (open, target, sp_name_equal, NULL))
    {
      g_ptr_array_add (self->loops, sp_name_ref (target));
      return;
    }
  switch (sp_fact_get_state (fact))
    {
    case SP_FACT_UNKNOWN:
      note_unknown (self, fact);
      return;
    case SP_FACT_ABSENT:
      self->void_lookups++;
      break;
    case SP_FACT_PRESENT:
      break;
    }
  if (records->len == 0)
    g_ptr_array_add (self->dead, sp_name_ref (target));
  if (records->len != 1 || self->records->len >= MAX_RECORDS)
    return;
  text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
  walk (self, snapshot, target, text, (gssize) length, open);
}

static void
count_void (SpSpfTree *self, SpFact *first, SpFact *second)
{
  if (sp_fact_get_state (first) == SP_FACT_PRESENT || sp_fact_get_state (second) == SP_FACT_PRESENT)
    return;
  if (sp_fact_get_state (first) == SP_FACT_UNKNOWN)
    g_ptr_array_add (self->unknown_hosts, sp_fact_ref (first));
  else if (sp_fact_get_state (second) == SP_FACT_UNKNOWN)
    g_ptr_array_add (self->unknown_hosts, sp_fact_ref (second));
  else
    self->void_lookups++;
}

/* Questions whose answer is a host: those without one are void (RFC 7208 §4.6.4). A host with an
 * address of either family is none. */
static void
take_hosts (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term,
            SpName *target)
{
  SpName *name = term->domain == NULL ? domain : target;
  SpFact *fact;

  if (name == NULL)
    return;
  if (term->kind == SP_SPF_A)
    count_void (self, sp_snapshot_get_fact (snapshot, name, SP_RR_A),
                sp_snapshot_get_fact (snapshot, name, SP_RR_AAAA));
  if (term->kind == SP_SPF_EXISTS)
    {
      fact = sp_snapshot_get_fact (snapshot, name, SP_RR_A);
      count_void (self, fact, fact);
    }
  if (term->kind == SP_SPF_MX)
    {
      SpRecordSet *set;

      fact = sp_snapshot_get_fact (snapshot, name, SP_RR_MX);
      set = sp_fact_get_set (fact);
      count_void (self, fact, fact);
      self->is_wide = self->is_wide
                      || (set != NULL && sp_record_set_get_n_records (set) > MAX_MX_HOSTS);
    }
}

static void
take_term (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term,
           GPtrArray *open)
{
  g_autoptr (SpName) target = dup_target (term);

  if (sp_spf_kind_asks (term->kind))
    self->lookups++;
  if (self->n_refused == 0 && sp_spf_term_is_open (term))
    self->is_open = TRUE;
  if (term->has_macro || term->kind == SP_SPF_EXISTS || term->kind == SP_SPF_PTR)
    g_ptr_array_add (self->macros, sp_name_ref (domain));
  if (target != NULL
      && (term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_REDIRECT || term->kind == SP_SPF_A))
    g_ptr_array_add (self->names, sp_name_ref (target));
  take_hosts (self, snapshot, domain, term, target);

  if (target != NULL && (term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_REDIRECT))
    {
      gboolean is_refused = term->qualifier != '+' && term->qualifier != '\0';

      self->n_refused += is_refused ? 1 : 0;
      descend (self, snapshot, target, open);
      self->n_refused -= is_refused ? 1 : 0;
    }
  else if (self->n_refused == 0 && term->qualifier == '+'
           && (term->kind == SP_SPF_IP4 || term->kind == SP_SPF_IP6))
    g_ptr_array_add (self->networks, (gpointer) term);
}

static void
walk (SpSpfTree *self, const SpSnapshot *snapshot, SpName *domain, const char *text, gssize length,
      GPtrArray *open)
{
  SpSpf *spf = sp_spf_parse (text, length);
  const SpSpfTerm *all = sp_spf_find (spf, SP_SPF_ALL);
  const SpSpfTerm *redirect = sp_spf_find (spf, SP_SPF_REDIRECT);

  g_ptr_array_add (self->records, spf);
  g_ptr_array_add (open, domain);
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);

      /* Nothing behind `all` is looked at, and `redirect` comes last (RFC 7208 §5.1, §6.1). */
      if (term->kind != SP_SPF_REDIRECT && (all == NULL || term->offset <= all->offset))
        take_term (self, snapshot, domain, term, open);
    }
  if (redirect != NULL && all == NULL)
    take_term (self, snapshot, domain, redirect, open);
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
  self->loops = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->unknown = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_fact_unref);
  self->macros = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->unknown_hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_fact_unref);
  self->networks = g_ptr_array_new ();
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_spf_free);
  self->is_complete = TRUE;
  walk (self, snapshot, domain, text, length, open);
  return self;
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
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->dead);
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
