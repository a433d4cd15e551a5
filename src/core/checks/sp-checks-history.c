/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-dmarc-discovery.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-spf-expand.h"

#include <string.h>

/* Rules on what was seen before. Without anything recorded there is nothing to compare, and they
 * are in order. */

#define DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* A TTL below this is short, in seconds; how long it may stay after a change. */
#define SHORT_TTL 600
#define SHORT_TTL_DAYS 7
/* How long the old provider may stay among the allowed senders (`settle` of a move). */
#define LEFTOVER_DAYS 14
/* The first weeks of a rule for forged mail. */
#define WATCHING_DAYS 28
/* For how long records that vanished are asked back. */
#define REMEMBER_DAYS 90

static gint64
get_now (SpCheckRun *run)
{
  return sp_snapshot_get_checked_at (run->snapshot);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const SpObservation *left = *(SpObservation *const *) a, *right = *(SpObservation *const *) b;

  return left->seen_at < right->seen_at ? -1 : left->seen_at > right->seen_at;
}

/* What the domain's own servers said before of a name and type, the oldest first. */
static GPtrArray *
dup_sightings (SpCheckRun *run, const SpName *name, SpRrType type)
{
  GPtrArray *all = run->facts->observations, *found = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      SpObservation *seen = g_ptr_array_index (all, i);

      if (seen->type == type && seen->seen_at < get_now (run)
          && sp_outcome_is_conclusive (seen->outcome) && sp_name_equal (seen->name, name))
        g_ptr_array_add (found, seen);
    }
  g_ptr_array_sort (found, compare_times);
  return found;
}

/* The last sighting with records. */
static const SpObservation *
find_last_present (GPtrArray *sightings)
{
  for (guint i = sightings->len; i > 0; i--)
    {
      const SpObservation *seen = g_ptr_array_index (sightings, i - 1);

      if (seen->set != NULL)
        return seen;
    }
  return NULL;
}

static gboolean
is_server_now (SpCheckRun *run, const SpName *name)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);

  for (guint i = 0; i < servers->len; i++)
    if (sp_name_equal (((const SpZoneServer *) g_ptr_array_index (servers, i))->name, name))
      return TRUE;
  return FALSE;
}

/* The MX set that was there when the records were kept elsewhere; NULL if one of the present
 * servers has had one as well, or if there never was one. */
static const SpObservation *
find_mail_before_move (SpCheckRun *run)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, run->domain, SP_RR_MX);
  const SpObservation *last = find_last_present (sightings);

  if (last == NULL || sp_record_set_get_rr_type (last->set) != SP_RR_MX
      || sp_mx_set_is_null (last->set) || sp_snapshot_get_servers (run->snapshot)->len == 0)
    return NULL;
  for (guint i = 0; i < sightings->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (sightings, i);

      if (seen->set != NULL && is_server_now (run, seen->server))
        return NULL;
    }
  return last;
}

static gboolean
has_any (const GPtrArray *records)
{
  return records->len > 0;
}

static gboolean
holds_spf (const SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = sp_spf_select (set);

  return has_any (records);
}

static gboolean
holds_dmarc (const SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = sp_dmarc_select (set);

  return has_any (records);
}

/* Adds what was there before and is not there now; @holds says what counts. */
static void
add_lost (SpCheckRun *run, SpFinding *finding, GString *kinds, const char *kind, SpName *name,
          gboolean (*holds) (const SpRecordSet *set))
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, name, SP_RR_TXT);
  const SpObservation *last = find_last_present (sightings);
  SpFact *fact = sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT);

  if (last == NULL || sp_fact_is_unknown (fact) || !holds (last->set))
    return;
  if (sp_fact_get_set (fact) != NULL && holds (sp_fact_get_set (fact)))
    return;
  g_string_append_printf (kinds, " %s", kind);
  sp_finding_add_set (finding, last->set);
}

/* The names of keys that were seen before, each once. */
static GPtrArray *
dup_key_names (SpCheckRun *run)
{
  GPtrArray *all = run->facts->observations;
  GPtrArray *names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  g_autoptr (SpName) folder = sp_name_prepend (run->domain, "_domainkey");

  for (guint i = 0; folder != NULL && all != NULL && i < all->len; i++)
    {
      SpObservation *seen = g_ptr_array_index (all, i);

      if (seen->type == SP_RR_TXT && seen->set != NULL && seen->seen_at < get_now (run)
          && sp_name_is_at_or_below (seen->name, folder) && !sp_name_equal (seen->name, folder)
          && !g_ptr_array_find_with_equal_func (names, seen->name, sp_name_equal, NULL))
        g_ptr_array_add (names, sp_name_ref (seen->name));
    }
  return names;
}

static gboolean
is_gone (SpFact *fact)
{
  return sp_fact_is_absent (fact) && sp_fact_get_aliases (fact)->len == 0;
}

static void
add_lost_keys (SpCheckRun *run, SpFinding *finding, GString *kinds)
{
  g_autoptr (GPtrArray) names = dup_key_names (run);
  gboolean is_said = FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      SpName *name = g_ptr_array_index (names, i);
      g_autoptr (GPtrArray) sightings = dup_sightings (run, name, SP_RR_TXT);

      if (!is_gone (sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT)))
        continue;
      if (!is_said)
        g_string_append (kinds, " dkim");
      is_said = TRUE;
      sp_finding_add_set (finding, find_last_present (sightings)->set);
    }
}

static void
set_dns_host (SpCheckRun *run, SpFinding *finding)
{
  SpDnsHost *dns_host = sp_check_get_dns_host (run);

  if (dns_host == NULL)
    return;
  sp_finding_set_detail (finding, "dns-host", sp_dns_host_get_id (dns_host));
  sp_finding_set_detail (finding, "dns-host-name", sp_dns_host_get_name (dns_host));
}

/* mail-lost-in-ns-move: the domain went to other name servers, and mail has no records there.
 * Details: "dns-host", "dns-host-name": who keeps the records now; "records": "mx", and which of
 * "spf", "dmarc" and "dkim" are gone with it, between spaces. Evidence: the records as they were.
 */
static void
check_mail_lost_in_ns_move (SpCheckRun *run)
{
  const SpObservation *before = find_mail_before_move (run);
  g_autoptr (SpName) dmarc = sp_name_prepend (run->domain, "_dmarc");
  g_autoptr (GString) kinds = g_string_new ("mx");
  SpFinding *finding;

  if (before == NULL || sp_check_lacks (run, run->mx) || sp_fact_is_present (run->mx))
    return;
  finding = sp_check_add (run, SP_LEVEL_LOST, run->domain, NULL);
  set_dns_host (run, finding);
  sp_finding_add_set (finding, before->set);
  add_lost (run, finding, kinds, "spf", run->domain, holds_spf);
  if (dmarc != NULL)
    add_lost (run, finding, kinds, "dmarc", dmarc, holds_dmarc);
  add_lost_keys (run, finding, kinds);
  sp_finding_set_detail (finding, "records", kinds->str);
}

static gboolean
is_among (char **texts, const char *text)
{
  return texts != NULL && g_strv_contains ((const char *const *) texts, text);
}

/* The only sending service that uses a key name, unless providers use it as well. */
static SpProvider *
find_service_of_selector (SpCheckRun *run, const char *selector)
{
  GListModel *models[] = { sp_catalog_get_providers (run->catalog),
                           sp_catalog_get_senders (run->catalog) };
  SpProvider *found = NULL;

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (SpProvider) provider = g_list_model_get_item (models[m], i);
        g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (provider, NULL);

        if (!is_among (selectors, selector) || provider == found)
          continue;
        if (found != NULL || sp_provider_get_kind (provider) != SP_PROVIDER_SENDING)
          return NULL;
        found = provider; /* the catalogue keeps it */
      }
  return found;
}

/* Whose key this is: an alias tells, else its name may. */
static SpProvider *
find_service_of_key (SpCheckRun *run, const SpObservation *key)
{
  g_autoptr (SpName) folder = sp_name_prepend (run->domain, "_domainkey");
  g_autofree char *selector = sp_name_dup_relative (key->name, folder);
  SpProvider *provider;

  if (sp_record_set_get_rr_type (key->set) != SP_RR_CNAME)
    return find_service_of_selector (run, selector);
  provider = sp_catalog_recognise_host (
    run->catalog, sp_record_get_target (sp_record_set_get_record (key->set, 0)));
  return provider != NULL && sp_provider_get_kind (provider) == SP_PROVIDER_SENDING ? provider
                                                                                    : NULL;
}

/* A service and what was seen of it. */
typedef struct {
  SpProvider *service;
  GPtrArray *lost; /* SpRecordSet, not owned: they belong to the observations */
  gboolean is_there;
  SpFact *unknown;
} Service;

static void
service_clear (gpointer data)
{
  g_ptr_array_unref (((Service *) data)->lost);
}

static Service *
get_service (GArray *services, SpProvider *provider)
{
  Service added = { .service = provider };

  for (guint i = 0; i < services->len; i++)
    if (g_array_index (services, Service, i).service == provider)
      return &g_array_index (services, Service, i);
  added.lost = g_ptr_array_new ();
  g_array_append_val (services, added);
  return &g_array_index (services, Service, services->len - 1);
}

static gboolean
is_recent (SpCheckRun *run, const SpObservation *seen)
{
  return seen != NULL && get_now (run) - seen->seen_at <= REMEMBER_DAYS * DAY;
}

static void
collect_keys (SpCheckRun *run, GArray *services)
{
  g_autoptr (GPtrArray) names = dup_key_names (run);

  for (guint i = 0; i < names->len; i++)
    {
      SpName *name = g_ptr_array_index (names, i);
      g_autoptr (GPtrArray) sightings = dup_sightings (run, name, SP_RR_TXT);
      const SpObservation *last = find_last_present (sightings);
      SpFact *fact = sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT);
      SpProvider *provider = is_recent (run, last) ? find_service_of_key (run, last) : NULL;
      Service *service = provider != NULL ? get_service (services, provider) : NULL;

      if (service == NULL)
        continue;
      if (is_gone (fact))
        g_ptr_array_add (service->lost, last->set);
      else if (sp_fact_is_unknown (fact))
        service->unknown = fact;
      else
        service->is_there = TRUE;
    }
}

/* The names that the SPF records of a set lead to. */
static GPtrArray *
dup_included (SpCheckRun *run, const SpRecordSet *set)
{
  GPtrArray *names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  g_autoptr (GPtrArray) records = sp_spf_select (set);

  for (guint i = 0; i < records->len; i++)
    {
      gsize length = 0;
      const char *text = sp_record_get_text (g_ptr_array_index (records, i), &length);
      g_autoptr (SpSpf) spf = sp_spf_parse (text, (gssize) length);

      for (guint k = 0; k < spf->terms->len; k++)
        {
          const SpSpfTerm *term = g_ptr_array_index (spf->terms, k);
          SpName *name = NULL;

          if (term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_REDIRECT)
            name = sp_spf_term_dup_target (term, run->domain, run->domain);
          if (name != NULL)
            g_ptr_array_add (names, name);
        }
    }
  return names;
}

static gboolean
is_included (SpCheckRun *run, SpProvider *provider)
{
  for (guint i = 0; run->spf != NULL && i < run->spf->names->len; i++)
    if (sp_catalog_recognise_spf (run->catalog, g_ptr_array_index (run->spf->names, i)) == provider)
      return TRUE;
  return FALSE;
}

static void
collect_includes (SpCheckRun *run, GArray *services)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, run->domain, SP_RR_TXT);
  const SpObservation *last = find_last_present (sightings);
  g_autoptr (GPtrArray) names = NULL;

  /* A list that cannot be read in full may still lead there; two lists are a matter of their own.
   */
  if (!is_recent (run, last) || run->spf_records->len > 1)
    return;
  names = dup_included (run, last->set);
  for (guint i = 0; i < names->len; i++)
    {
      SpProvider *provider = sp_catalog_recognise_spf (run->catalog, g_ptr_array_index (names, i));
      Service *service;

      if (provider == NULL || sp_provider_get_kind (provider) != SP_PROVIDER_SENDING)
        continue;
      service = get_service (services, provider);
      if (is_included (run, provider))
        service->is_there = TRUE;
      else if (sp_fact_is_unknown (run->txt))
        service->unknown = run->txt;
      else if (run->spf != NULL && run->spf->unknown->len > 0)
        service->unknown = g_ptr_array_index (run->spf->unknown, 0);
      else
        g_ptr_array_add (service->lost, last->set);
    }
}

static void
report_services (SpCheckRun *run, GArray *services)
{
  g_autoptr (GString) names = g_string_new (NULL);
  SpFinding *finding = NULL;

  for (guint i = 0; i < services->len; i++)
    {
      const Service *service = &g_array_index (services, Service, i);

      if (service->is_there || service->unknown != NULL || service->lost->len == 0)
        continue;
      if (finding == NULL)
        {
          finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, NULL);
          sp_finding_set_detail (finding, "service", sp_provider_get_id (service->service));
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              sp_provider_get_name (service->service));
      for (guint k = 0; k < service->lost->len; k++)
        sp_finding_add_set (finding, g_ptr_array_index (service->lost, k));
    }
  if (finding != NULL)
    {
      sp_finding_set_detail (finding, "service-name", names->str);
      return;
    }
  for (guint i = 0; i < services->len; i++)
    {
      const Service *service = &g_array_index (services, Service, i);

      if (!service->is_there && service->unknown != NULL)
        sp_check_add_unknown_fact (run, run->domain, service->unknown);
    }
}

/* newsletter-lost: a known sending service had keys, or a place among the allowed senders, and has
 * neither any more.
 * Details: "service": id of the first one; "service-name": what people call them, between commas.
 * Evidence: the records as they were. */
static void
check_newsletter_lost (SpCheckRun *run)
{
  g_autoptr (GArray) services = g_array_new (FALSE, FALSE, sizeof (Service));

  g_array_set_clear_func (services, service_clear);
  collect_keys (run, services);
  collect_includes (run, services);
  report_services (run, services);
}

/* Since when the MX set is as it is now; 0 if it was never seen to be otherwise. */
static gint64
find_settled_since (SpCheckRun *run)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, run->domain, SP_RR_MX);
  SpRecordSet *now = sp_fact_get_set (run->mx);
  gboolean was_other = FALSE;
  gint64 since = 0;

  for (guint i = 0; now != NULL && i < sightings->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (sightings, i);
      gboolean is_same = seen->set != NULL && sp_record_set_equal (seen->set, now);

      was_other = was_other || !is_same;
      if (!is_same)
        since = 0;
      else if (since == 0)
        since = seen->seen_at;
    }
  return was_other ? since : 0;
}

/* Whether the panel has a longer time to offer, and the present one is not what it sets by itself.
 */
static gboolean
offers_longer (SpDnsHost *dns_host, gint64 ttl)
{
  uint32_t most = sp_dns_host_get_most_ttl (dns_host);

  return sp_dns_host_get_ttl_scope (dns_host) != SP_TTL_FIXED && (most == 0 || most >= SHORT_TTL)
         && (gint64) sp_dns_host_get_default_ttl (dns_host) != ttl;
}

/* ttl-short: for a move or a first set-up the time that others may remember the MX set was made
 * short, and it still is, more than a week after the set became what it is. Details: "ttl". */
static void
check_ttl_short (SpCheckRun *run)
{
  gint64 since = find_settled_since (run);
  SpDnsHost *dns_host = sp_check_get_dns_host (run);
  gint64 ttl = sp_check_get_longest_ttl (run->mx);
  SpFinding *finding;

  if (run->is_moving || run->is_null_mx || since == 0
      || get_now (run) - since <= SHORT_TTL_DAYS * DAY || sp_check_lacks (run, run->mx))
    return;
  /* A resolver tells what remains of a TTL. */
  if (ttl < SHORT_TTL && !sp_check_is_from_own_servers (run))
    {
      sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
      return;
    }
  if (ttl >= SHORT_TTL || (dns_host != NULL && !offers_longer (dns_host, ttl)))
    return;
  if (dns_host == NULL)
    {
      sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
      return;
    }
  finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, NULL);
  sp_finding_set_number (finding, "ttl", ttl);
  sp_finding_add_set (finding, sp_fact_get_set (run->mx));
}

static gboolean
has_host_of (SpCheckRun *run, const SpRecordSet *set, SpProvider *provider)
{
  for (guint i = 0; set != NULL && sp_record_set_get_rr_type (set) == SP_RR_MX
                    && i < sp_record_set_get_n_records (set);
       i++)
    if (sp_catalog_recognise_mx (run->catalog,
                                 sp_record_get_target (sp_record_set_get_record (set, i)))
        == provider)
      return TRUE;
  return FALSE;
}

/* Since when a provider that had mail before has none; 0 if it never had, or has still. */
static gint64
find_gone_since (SpCheckRun *run, SpProvider *provider)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, run->domain, SP_RR_MX);
  gboolean had_mail = FALSE;
  gint64 since = 0;

  for (guint i = 0; i < sightings->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (sightings, i);

      if (has_host_of (run, seen->set, provider))
        {
          had_mail = TRUE;
          since = 0;
        }
      else if (had_mail && since == 0)
        since = seen->seen_at;
    }
  return since;
}

static gboolean
is_in_use (SpCheckRun *run, SpProvider *provider)
{
  if (provider == run->chosen || provider == run->filter || provider == run->current)
    return TRUE;
  for (guint i = 0; i < run->hosts->len; i++)
    if (((const SpMxHost *) g_ptr_array_index (run->hosts, i))->provider == provider)
      return TRUE;
  return FALSE;
}

/* The term of the domain's own list that lets a former provider send, long after it had the mail.
 */
static const SpSpfTerm *
find_leftover (SpCheckRun *run, const SpSpf *spf, SpProvider **provider)
{
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);
      g_autoptr (SpName) name = NULL;
      gint64 since;

      if (term->kind != SP_SPF_INCLUDE)
        continue;
      name = sp_spf_term_dup_target (term, run->domain, run->domain);
      *provider = name != NULL ? sp_catalog_recognise_spf (run->catalog, name) : NULL;
      if (*provider == NULL || sp_provider_get_kind (*provider) == SP_PROVIDER_SENDING
          || is_in_use (run, *provider))
        continue;
      since = find_gone_since (run, *provider);
      if (since != 0 && get_now (run) - since >= LEFTOVER_DAYS * DAY)
        return term;
    }
  return NULL;
}

/* spf-leftover: a provider may still send that had the mail once, long ago, and is no known sending
 * service. Details: "target": the term; "other", "other-name": whose list it is. */
static void
check_spf_leftover (SpCheckRun *run)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, run->domain, SP_RR_MX);
  SpProvider *provider = NULL;
  const SpSpfTerm *term;
  SpFinding *finding;

  if (run->is_moving || sightings->len == 0 || sp_check_lacks (run, run->txt) || run->spf == NULL)
    return;
  term = find_leftover (run, g_ptr_array_index (run->spf->records, 0), &provider);
  if (term == NULL || sp_check_lacks (run, run->mx))
    return;
  finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, NULL);
  sp_finding_set_detail (finding, "target", term->text);
  sp_finding_set_detail (finding, "other", sp_provider_get_id (provider));
  sp_finding_set_detail (finding, "other-name", sp_provider_get_name (provider));
  sp_finding_add_record (finding, g_ptr_array_index (run->spf_records, 0));
}

/* Since when there has been a rule for forged mail, as far as anybody looked; 0 if never before. */
static gint64
find_rule_since (SpCheckRun *run, const SpName *name)
{
  g_autoptr (GPtrArray) sightings = dup_sightings (run, name, SP_RR_TXT);
  gint64 since = 0;

  for (guint i = 0; i < sightings->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (sightings, i);

      /* What an alias leads to was not recorded. */
      if (seen->set == NULL
          || (sp_record_set_get_rr_type (seen->set) == SP_RR_TXT && !holds_dmarc (seen->set)))
        since = 0;
      else if (since == 0)
        since = seen->seen_at;
    }
  return since;
}

/* dmarc-watching: the rule for forged mail stops nothing: `p=none`, or `p=quarantine` that is only
 * being tested (RFC 9989 §4.7). Right for the first weeks and during a move (0), else 1.
 * Details: "case": "none" or "testing". */
static void
check_dmarc_watching (SpCheckRun *run)
{
  SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, "_dmarc", SP_RR_TXT);
  g_autoptr (SpDmarcDiscovery) found = sp_dmarc_discovery_new (run->snapshot);
  gint64 since;
  SpFinding *finding;

  if (sp_check_lacks (run, fact) || found->state != SP_FACT_PRESENT || !found->is_own
      || found->n_records != 1 || found->dmarc == NULL
      || sp_dmarc_get_effective_policy (found->dmarc, FALSE) != SP_DMARC_NONE)
    return;
  since = find_rule_since (run, sp_fact_get_name (fact));
  finding = sp_check_add (
    run,
    run->is_moving || since == 0 || get_now (run) - since < WATCHING_DAYS * DAY ? SP_LEVEL_IN_ORDER
                                                                                : SP_LEVEL_TIDY_UP,
    run->domain, "RFC 9989 §4.7");
  sp_finding_set_detail (finding, "case",
                         found->dmarc->policy == SP_DMARC_QUARANTINE ? "testing" : "none");
  sp_finding_add_record (finding, found->record);
}

const SpCheck sp_checks_history[] = {
  { "mail-lost-in-ns-move", SP_AREA_KEEPING, check_mail_lost_in_ns_move },
  { "newsletter-lost", SP_AREA_SENDING, check_newsletter_lost },
  { "dmarc-watching", SP_AREA_SENDING, check_dmarc_watching },
  { "spf-leftover", SP_AREA_SENDING, check_spf_leftover },
  { "ttl-short", SP_AREA_RECEIVING, check_ttl_short },
  { NULL },
};
