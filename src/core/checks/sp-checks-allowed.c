/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/mail/sp-spf-expand.h"

#include <string.h>

/* Whom the list of allowed senders has to reach: the mail provider, and a website that sends. */

/* Whether a list belongs to somebody else, whose list cannot let the provider's servers pass. */
static gboolean
is_list_of_another (SpCheckRun *run, const SpName *name, SpProvider *provider)
{
  SpProvider *owner;

  if (sp_name_is_at_or_below (name, run->own))
    return FALSE;
  owner = sp_catalog_recognise_spf (run->catalog, name);
  return owner != NULL && owner != provider;
}

static SpName *
dup_term_name (SpProvider *provider, const char *term, const SpName *domain)
{
  g_autofree char *text = sp_provider_expand (provider, term, domain, NULL);
  const char *name = text != NULL ? strpbrk (text, ":=") : NULL;

  if (name == NULL || strchr (name, '{') != NULL)
    return NULL;
  return sp_name_parse (name + 1, NULL);
}

static gboolean
has_name (GPtrArray *names, const SpName *name)
{
  return g_ptr_array_find_with_equal_func (names, name, sp_name_equal, NULL);
}

/* A list whose parts were copied in place of the include ("flattened"): every network that the
 * provider's own list names now is let pass. */
static gboolean
covers_networks_of (SpCheckRun *run, SpName *name)
{
  SpFact *fact = sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  g_autoptr (SpSpfTree) tree = NULL;
  gsize length = 0;
  const char *text;

  if (records->len != 1)
    return FALSE;
  text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
  tree = sp_spf_tree_new (run->snapshot, name, text, (gssize) length);
  for (guint i = 0; i < tree->networks->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (tree->networks, i);

      if (!sp_spf_tree_covers (run->spf, term->address))
        return FALSE;
    }
  return tree->networks->len > 0;
}

typedef enum {
  REACH_YES,
  REACH_NO,
  REACH_UNKNOWN,
} Reach;

static gboolean
names_provider (SpCheckRun *run, SpProvider *provider)
{
  const char *const *terms = sp_provider_get_spf_terms (provider);

  for (guint i = 0; i < run->spf->names->len; i++)
    if (sp_catalog_recognise_spf (run->catalog, g_ptr_array_index (run->spf->names, i)) == provider)
      return TRUE;
  for (guint i = 0; terms != NULL && terms[i] != NULL; i++)
    {
      g_autoptr (SpName) name = dup_term_name (provider, terms[i], run->domain);

      if (name != NULL && (has_name (run->spf->names, name) || covers_networks_of (run, name)))
        return TRUE;
    }
  return FALSE;
}

/* Networks are let pass, and whether they are the provider's cannot be told without its own list.
 */
static SpFact *
find_unread_list (SpCheckRun *run, SpProvider *provider)
{
  const char *const *terms = sp_provider_get_spf_terms (provider);

  for (guint i = 0; run->spf->networks->len > 0 && terms[i] != NULL; i++)
    {
      g_autoptr (SpName) name = dup_term_name (provider, terms[i], run->domain);
      SpFact *fact = name != NULL ? sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT) : NULL;

      if (fact != NULL && sp_fact_is_unknown (fact)
          && sp_fact_get_reason (fact) != SP_REASON_NOT_ASKED)
        return fact;
    }
  return NULL;
}

static Reach
judge_reach (SpCheckRun *run, SpProvider *provider, SpFact **unknown)
{
  const char *const *terms = sp_provider_get_spf_terms (provider);
  gboolean has_terms = terms != NULL && terms[0] != NULL;

  /* What an own server sends from is its owner's business, as long as somebody may send. */
  if (!has_terms || sp_provider_is_generic (provider))
    return sp_spf_lets_somebody_pass (sp_check_get_spf (run)) ? REACH_YES : REACH_NO;
  if (names_provider (run, provider))
    return REACH_YES;
  *unknown = find_unread_list (run, provider);
  if (*unknown != NULL)
    return REACH_UNKNOWN;
  for (guint i = 0; i < run->spf->unknown->len; i++)
    {
      SpFact *fact = g_ptr_array_index (run->spf->unknown, i);

      if (is_list_of_another (run, sp_fact_get_name (fact), provider))
        continue;
      *unknown = fact;
      return REACH_UNKNOWN;
    }
  for (guint i = 0; i < run->spf->macros->len; i++)
    if (!is_list_of_another (run, g_ptr_array_index (run->spf->macros, i), provider))
      return REACH_UNKNOWN;
  return REACH_NO;
}

/* Providers that send for the domain: the chosen one, or else those in the MX set. */
static GPtrArray *
dup_senders (SpCheckRun *run)
{
  GPtrArray *senders = g_ptr_array_new ();

  if (run->chosen != NULL)
    g_ptr_array_add (senders, run->chosen);
  for (guint i = 0; run->chosen == NULL && i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);
      SpProviderKind kind;

      if (host->provider == NULL || g_ptr_array_find (senders, host->provider, NULL))
        continue;
      kind = sp_provider_get_kind (host->provider);
      if (kind == SP_PROVIDER_HOSTING || kind == SP_PROVIDER_FORWARDING)
        g_ptr_array_add (senders, host->provider);
    }
  return senders;
}

/* spf-no-provider: the chosen provider, or else the one in the MX set, is not among the allowed
 * senders: neither by name nor by its networks. Of two in the MX set the one that is current.
 * Details: "provider", "provider-name"; "term": what it wants added. */
static void
check_spf_no_provider (SpCheckRun *run)
{
  g_autoptr (GPtrArray) senders = NULL;

  if (run->chosen == NULL && sp_check_lacks (run, run->mx))
    return;
  if (sp_check_lacks (run, run->txt) || sp_check_get_valid_spf (run) == NULL)
    return;
  if (run->current_doubt != NULL && sp_check_lacks (run, run->current_doubt))
    return;
  senders = dup_senders (run);
  for (guint i = 0; i < senders->len; i++)
    {
      SpProvider *provider = g_ptr_array_index (senders, i);
      const char *const *terms = sp_provider_get_spf_terms (provider);
      SpFact *unknown = NULL;
      Reach reach;

      if (run->current != NULL && provider != run->current)
        continue;
      reach = judge_reach (run, provider, &unknown);
      if (reach == REACH_NO)
        {
          SpFinding *finding = sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, "RFC 7208 §2.4");

          sp_finding_set_provider (finding, provider);
          sp_finding_set_detail (
            finding, "term",
            terms != NULL && terms[0] != NULL && strchr (terms[0], '{') == NULL ? terms[0] : NULL);
          return;
        }
      if (unknown != NULL)
        sp_check_add_unknown_fact (run, run->domain, unknown);
      else if (reach == REACH_UNKNOWN)
        sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
    }
}

static SpRecord *
find_address (SpFact *fact, guint index)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  return set != NULL && index < sp_record_set_get_n_records (set)
           ? sp_record_set_get_record (set, index)
           : NULL;
}

/* Whether a mechanism of one of the lists names a host that has this address: `a`, `mx`. Hosts of
 * lists that are included count only for what they are included in; a little too much is allowed
 * here, which at worst says nothing. */
static gboolean
is_host_allowed (SpCheckRun *run, GInetAddress *address)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  const SpSpf *spf = sp_check_get_valid_spf (run);
  gboolean has_mx = FALSE;

  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);

      has_mx = has_mx
               || (term->kind == SP_SPF_MX && term->qualifier == '+' && term->domain == NULL);
      for (guint t = 0;
           term->kind == SP_SPF_A && term->qualifier == '+' && t < G_N_ELEMENTS (types); t++)
        {
          g_autoptr (SpName) name = sp_spf_term_dup_target (term, run->domain, run->domain);
          SpFact *fact = name != NULL ? sp_snapshot_get_fact (run->snapshot, name, types[t]) : NULL;
          SpRecord *record;

          for (guint k = 0; fact != NULL && (record = find_address (fact, k)) != NULL; k++)
            if (g_inet_address_equal (sp_record_get_address (record), address))
              return TRUE;
        }
    }
  for (guint i = 0; has_mx && i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);
      SpFact *facts[] = { host->a, host->aaaa };
      SpRecord *record;

      for (guint f = 0; f < G_N_ELEMENTS (facts); f++)
        for (guint k = 0; facts[f] != NULL && (record = find_address (facts[f], k)) != NULL; k++)
          if (g_inet_address_equal (sp_record_get_address (record), address))
            return TRUE;
    }
  return FALSE;
}

/* site-forms: the person said that the website sends mail, and none of its addresses is among the
 * allowed senders. Where there is no list, or none that can be used, that is the matter.
 * Details: "address": the first address of the website. */
static void
check_site_forms (SpCheckRun *run)
{
  static const char *const labels[] = { "www", "@" };
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  GInetAddress *first = NULL;
  SpFact *unknown = NULL;
  g_autofree char *text = NULL;

  if (!run->facts->site_sends_mail || sp_check_lacks (run, run->txt)
      || sp_check_get_valid_spf (run) == NULL)
    return;
  for (guint l = 0; l < G_N_ELEMENTS (labels); l++)
    for (guint t = 0; t < G_N_ELEMENTS (types); t++)
      {
        SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, labels[l], types[t]);
        SpRecord *record;

        if (sp_fact_is_unknown (fact))
          unknown = fact;
        for (guint k = 0; (record = find_address (fact, k)) != NULL; k++)
          {
            GInetAddress *address = sp_record_get_address (record);

            if (sp_spf_tree_covers (run->spf, address) || is_host_allowed (run, address))
              return;
            if (first == NULL)
              first = address;
          }
      }
  if (unknown == NULL && run->spf->unknown->len > 0)
    unknown = g_ptr_array_index (run->spf->unknown, 0);
  if (unknown != NULL)
    sp_check_add_unknown_fact (run, run->domain, unknown);
  else if (run->spf->macros->len > 0 && first != NULL)
    sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
  else if (first != NULL && !run->spf->is_open)
    {
      text = g_inet_address_to_string (first);
      sp_finding_set_detail (sp_check_add_spf (run, SP_LEVEL_TIDY_UP, "RFC 7208 §2.4"), "address",
                             text);
    }
}

const SpCheck sp_checks_allowed[] = {
  { "spf-no-provider", SP_AREA_SENDING, check_spf_no_provider },
  { "site-forms", SP_AREA_SENDING, check_site_forms },
  { NULL },
};
