/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-move-edits.h"

#include "core/inspect/sp-public-suffix.h"
#include "core/mail/sp-spf-expand.h"
#include "core/plan/sp-spf-merge.h"
#include "core/plan/sp-spf-reach.h"

#include <string.h>

#define KEY_SUFFIX "._domainkey"

/* The providers whose hosts leave the MX set. */
static GPtrArray *
find_old_providers (const SpMoveOld *old)
{
  GPtrArray *providers = g_ptr_array_new ();

  for (guint i = 0; i < old->old_rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (old->old_rows, i);
      g_autoptr (SpName) host = sp_name_parse (row->value, NULL);
      SpProvider *provider = host != NULL ? sp_catalog_recognise_mx (old->target->catalog, host)
                                          : NULL;

      if (provider != NULL && provider != old->target->provider && provider != old->target->filter
          && !g_ptr_array_find (providers, provider, NULL))
        g_ptr_array_add (providers, provider);
    }
  return providers;
}

static gboolean
is_wanted_sender (const SpMoveOld *old, const SpName *name)
{
  SpProvider *filter = old->target->filter;

  return sp_provider_is_spf_include (old->target->provider, name)
         || (filter != NULL && sp_provider_is_spf_include (filter, name));
}

static gboolean
has_same_owner (const SpMoveOld *old, SpName *name, SpName *host)
{
  g_autoptr (SpName) a = sp_public_suffix_dup_registrable (name);
  g_autoptr (SpName) b = sp_public_suffix_dup_registrable (host);

  if (sp_name_equal (name, host))
    return TRUE;
  return a != NULL && b != NULL && sp_name_equal (a, b)
         && !sp_name_is_at_or_below (name, sp_published_get_zone (old->published));
}

/* The term allows the old mail host itself, by its own address or within the company's. */
static gboolean
allows_host (const SpMoveOld *old, const SpSpfTerm *term, SpName *host)
{
  SpSnapshot *snapshot = sp_published_get_snapshot (old->published);
  g_autoptr (GPtrArray) addresses = sp_spf_reach_dup_addresses (snapshot, host);

  for (guint i = 0; i < addresses->len; i++)
    {
      SpSpfGoal goal = { .address = g_ptr_array_index (addresses, i) };

      if (sp_spf_reach_term (snapshot, old->target->domain, term, &goal))
        return TRUE;
    }
  return FALSE;
}

/* A host that nobody is known for: what allows it leaves with it, unless the website, which such
 * companies often hold as well, sends mail. The website's own address ("a") always stays. */
static gboolean
belongs_to_old_host (const SpMoveOld *old, const SpSpfTerm *term, SpName *name)
{
  if (old->website_sends || (term->kind == SP_SPF_A && term->domain == NULL))
    return FALSE;
  for (guint i = 0; i < old->old_rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (old->old_rows, i);
      g_autoptr (SpName) host = sp_name_parse (row->value, NULL);

      if (host == NULL || sp_catalog_recognise_mx (old->target->catalog, host) != NULL)
        continue;
      if ((name != NULL && has_same_owner (old, name, host)) || allows_host (old, term, host))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_old_sender (const SpMoveOld *old, GPtrArray *providers, const SpSpfTerm *term)
{
  g_autoptr (SpName)
    name = term->domain != NULL
             ? sp_spf_term_dup_target (term, old->target->domain, old->target->domain)
             : NULL;

  if (!sp_spf_kind_asks (term->kind) && term->address == NULL)
    return FALSE;
  if (name != NULL
      && (is_wanted_sender (old, name)
          || sp_catalog_recognise_spf (old->target->catalog, name) != NULL))
    {
      for (guint i = 0; i < providers->len; i++)
        if (!is_wanted_sender (old, name)
            && sp_provider_is_spf_include (g_ptr_array_index (providers, i), name))
          return TRUE;
      return FALSE;
    }
  return belongs_to_old_host (old, term, name);
}

static GPtrArray *
collect_old_terms (const SpMoveOld *old, GPtrArray *providers, const char *text)
{
  g_autoptr (SpSpf) record = sp_spf_parse (text, -1);
  GPtrArray *terms = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < record->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (record->terms, i);

      if (is_old_sender (old, providers, term))
        g_ptr_array_add (terms, sp_spf_term_dup_text (term));
    }
  return terms;
}

static SpWanted *
want_trimmed_senders (const SpMoveOld *old, GPtrArray *providers)
{
  SpName *domain = old->target->domain;
  const SpPublishedSet *texts = sp_published_get (old->published, domain, SP_RR_TXT);
  g_autoptr (SpWanted)
    wanted = sp_wanted_new (SP_PART_SENDERS, "spf-settle", "spf-trim", SP_RR_TXT, domain);
  gboolean is_trimmed = FALSE;

  for (guint i = 0; i < texts->rows->len; i++)
    {
      SpEditRow *row = g_ptr_array_index (texts->rows, i);
      g_autoptr (GPtrArray) records = g_ptr_array_new ();
      g_autoptr (GPtrArray) terms = NULL;
      g_autofree char *text = NULL;
      SpSpfMerge merge = { records, NULL, NULL, domain };

      if (!sp_spf_is_record (row->value, strlen (row->value)))
        {
          sp_wanted_take_row (wanted, sp_edit_row_copy (row));
          continue;
        }
      terms = collect_old_terms (old, providers, row->value);
      g_ptr_array_add (records, row->value);
      merge.unwanted = terms;
      if (terms->len > 0)
        text = sp_spf_merge (&merge, NULL);
      is_trimmed |= text != NULL;
      sp_wanted_take_row (wanted, sp_edit_row_new (-1, text != NULL ? text : row->value));
    }
  return is_trimmed ? g_steal_pointer (&wanted) : NULL;
}

static guint
count_users (SpCatalog *catalog, const char *selector)
{
  GListModel *lists[] = { sp_catalog_get_providers (catalog), sp_catalog_get_senders (catalog) };
  guint n = 0;

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < g_list_model_get_n_items (lists[list]); i++)
      {
        g_autoptr (SpProvider) provider = g_list_model_get_item (lists[list], i);
        g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (provider, NULL);

        n += g_strv_contains ((const char *const *) selectors, selector);
      }
  return n;
}

/* An alias tells by its target whose key it is; a text only by a name that nobody else uses. */
static gboolean
is_old_key (const SpMoveOld *old, SpProvider *provider, const char *selector, SpName *name,
            SpRrType *type)
{
  const char *alias = sp_published_get_alias (old->published, name);
  g_autoptr (SpName) target = alias != NULL ? sp_name_parse (alias, NULL) : NULL;

  if (alias != NULL)
    {
      *type = SP_RR_CNAME;
      return target != NULL && sp_provider_is_known_host (provider, target);
    }
  *type = SP_RR_TXT;
  return sp_published_get (old->published, name, SP_RR_TXT)->state == SP_FACT_PRESENT
         && count_users (old->target->catalog, selector) == 1;
}

static void
want_keys_away (const SpMoveOld *old, SpProvider *provider, GPtrArray *result)
{
  g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (provider, NULL);

  for (guint i = 0; selectors[i] != NULL; i++)
    {
      g_autofree char *labels = g_strconcat (selectors[i], KEY_SUFFIX, NULL);
      g_autofree char *id = g_strconcat ("dkim-old-", selectors[i], NULL);
      g_autoptr (SpName) name = sp_name_prepend (old->target->domain, labels);
      SpRrType type;

      if (name == NULL || sp_target_find (old->target, name, SP_RR_CNAME) != NULL
          || sp_target_find (old->target, name, SP_RR_TXT) != NULL
          || !is_old_key (old, provider, selectors[i], name, &type))
        continue;
      g_ptr_array_add (result, sp_wanted_new (SP_PART_SEAL, id, "dkim-old", type, name));
    }
}

/**
 * sp_move_old_dup_wanted:
 * @old: what leaves
 *
 * The old provider's part of the list of senders and its keys, which may go when nothing comes from
 * there any more. What cannot be told to be its own stays.
 *
 * Returns: (transfer full) (element-type SpWanted): the sets without it
 */
GPtrArray *
sp_move_old_dup_wanted (const SpMoveOld *old)
{
  GPtrArray *result = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_wanted_free);
  g_autoptr (GPtrArray) providers = find_old_providers (old);
  SpWanted *senders = want_trimmed_senders (old, providers);

  if (senders != NULL)
    g_ptr_array_add (result, senders);
  for (guint i = 0; i < providers->len; i++)
    want_keys_away (old, g_ptr_array_index (providers, i), result);
  return result;
}
