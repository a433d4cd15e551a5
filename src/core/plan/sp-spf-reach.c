/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-spf-reach.h"

#include "core/mail/sp-spf-expand.h"
#include "core/plan/sp-edit.h"

#include <string.h>

/* Includes are followed as deep as receivers would (RFC 7208 §4.6.4). */
#define MAX_DEPTH 10

typedef struct {
  SpSnapshot *snapshot;
  const SpSpfGoal *goal;
} Search;

static gboolean text_reaches (Search *search, SpName *domain, const char *text, guint depth);

static gboolean
domain_reaches (Search *search, SpName *name, guint depth)
{
  SpFact *fact = sp_snapshot_get_fact (search->snapshot, name, SP_RR_TXT);
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      g_autoptr (SpEditRow) row = sp_edit_row_new_from_record (sp_record_set_get_record (set, i));

      if (sp_spf_is_record (row->value, strlen (row->value))
          && text_reaches (search, name, row->value, depth))
        return TRUE;
    }
  return FALSE;
}

static gboolean
network_holds (const SpSpfTerm *term, GInetAddress *address)
{
  guint prefix = term->kind == SP_SPF_IP4 ? term->prefix4 : term->prefix6;
  g_autoptr (GInetAddressMask) mask = NULL;
  guint8 bytes[16] = { 0 };
  gsize size = g_inet_address_get_native_size (term->address);
  g_autoptr (GInetAddress) base = NULL;

  if (g_inet_address_get_family (term->address) != g_inet_address_get_family (address)
      || size > sizeof bytes)
    return FALSE;
  /* A mask must have no bits behind its length; the record may. */
  memcpy (bytes, g_inet_address_to_bytes (term->address), size);
  for (gsize bit = prefix; bit < size * 8; bit++)
    bytes[bit / 8] &= (guint8) ~(0x80 >> (bit % 8));
  base = g_inet_address_new_from_bytes (bytes, g_inet_address_get_family (address));
  mask = g_inet_address_mask_new (base, prefix, NULL);
  return mask != NULL && g_inet_address_mask_matches (mask, address);
}

static gboolean
host_has (Search *search, const SpName *host, GInetAddress *address)
{
  g_autoptr (GPtrArray) addresses = sp_spf_reach_dup_addresses (search->snapshot, host);

  for (guint i = 0; i < addresses->len; i++)
    if (g_inet_address_equal (g_ptr_array_index (addresses, i), address))
      return TRUE;
  return FALSE;
}

static gboolean
exchangers_have (Search *search, const SpName *name, GInetAddress *address)
{
  SpRecordSet *set = sp_fact_get_set (sp_snapshot_get_fact (search->snapshot, name, SP_RR_MX));

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      if (host != NULL && !sp_name_is_root (host) && host_has (search, host, address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
allows_address (Search *search, const SpSpfTerm *term, const SpName *name)
{
  GInetAddress *address = search->goal->address;

  if (term->kind == SP_SPF_IP4 || term->kind == SP_SPF_IP6)
    return term->address != NULL && network_holds (term, address);
  if ((term->kind != SP_SPF_A && term->kind != SP_SPF_MX) || name == NULL)
    return FALSE;
  return term->kind == SP_SPF_A ? host_has (search, name, address)
                                : exchangers_have (search, name, address);
}

static gboolean
term_reaches (Search *search, SpName *domain, const SpSpfTerm *term, guint depth)
{
  const SpSpfGoal *goal = search->goal;
  g_autofree char *plain = sp_spf_term_dup_text (term);
  g_autofree char *as_include = NULL;
  g_autoptr (SpName) name = NULL;

  if (goal->term != NULL && g_str_equal (plain, goal->term))
    return TRUE;
  if (term->qualifier == '-')
    return FALSE;
  name = sp_spf_term_dup_target (term, domain, sp_snapshot_get_domain (search->snapshot));
  if (goal->address != NULL && allows_address (search, term, name))
    return TRUE;
  if ((term->kind != SP_SPF_INCLUDE && term->kind != SP_SPF_REDIRECT) || name == NULL)
    return FALSE;
  if (goal->provider != NULL && sp_provider_is_spf_include (goal->provider, name))
    return TRUE;
  as_include = g_strconcat ("include:", sp_name_get_text (name), NULL);
  if (goal->term != NULL && g_str_equal (as_include, goal->term))
    return TRUE;
  return depth < MAX_DEPTH && domain_reaches (search, name, depth + 1);
}

static gboolean
text_reaches (Search *search, SpName *domain, const char *text, guint depth)
{
  g_autoptr (SpSpf) record = sp_spf_parse (text, -1);

  for (guint i = 0; i < record->terms->len; i++)
    if (term_reaches (search, domain, g_ptr_array_index (record->terms, i), depth))
      return TRUE;
  return FALSE;
}

/**
 * sp_spf_reach_term:
 * @snapshot: what was seen of the lists behind
 * @domain: whose list it is
 * @term: one term of it
 * @goal: what is looked for
 *
 * Returns: whether the term is or leads to the goal, as far as that was seen
 */
gboolean
sp_spf_reach_term (SpSnapshot *snapshot, SpName *domain, const SpSpfTerm *term,
                   const SpSpfGoal *goal)
{
  Search search = { snapshot, goal };

  return term_reaches (&search, domain, term, 0);
}

/**
 * sp_spf_reach_text:
 * @snapshot: what was seen of the lists behind
 * @domain: whose list it is
 * @text: the list
 * @goal: what is looked for
 *
 * Returns: whether one of its terms is or leads to the goal, as far as that was seen
 */
gboolean
sp_spf_reach_text (SpSnapshot *snapshot, SpName *domain, const char *text, const SpSpfGoal *goal)
{
  Search search = { snapshot, goal };

  return text_reaches (&search, domain, text, 0);
}

/**
 * sp_spf_reach_dup_addresses:
 * @snapshot: what was seen
 * @host: a host name
 *
 * Returns: (transfer full) (element-type GInetAddress): its addresses, as far as they were seen
 */
GPtrArray *
sp_spf_reach_dup_addresses (SpSnapshot *snapshot, const SpName *host)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      SpRecordSet *set = sp_fact_get_set (sp_snapshot_get_fact (snapshot, host, types[i]));

      for (guint j = 0; set != NULL && j < sp_record_set_get_n_records (set); j++)
        {
          GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, j));

          if (address != NULL)
            g_ptr_array_add (addresses, g_object_ref (address));
        }
    }
  return addresses;
}
