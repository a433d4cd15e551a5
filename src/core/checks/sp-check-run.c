/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/inspect/sp-public-suffix.h"

#include <string.h>

static void
host_free (SpMxHost *host)
{
  g_free (host->owner);
  g_free (host);
}

gboolean
sp_fact_is_present (const SpFact *fact)
{
  return sp_fact_get_state (fact) == SP_FACT_PRESENT;
}

gboolean
sp_fact_is_absent (const SpFact *fact)
{
  return sp_fact_get_state (fact) == SP_FACT_ABSENT;
}

gboolean
sp_fact_is_unknown (const SpFact *fact)
{
  return sp_fact_get_state (fact) == SP_FACT_UNKNOWN;
}

/* Whether two address facts have an address in common. */
gboolean
sp_facts_share_address (const SpFact *a, const SpFact *b)
{
  SpRecordSet *left = sp_fact_get_set (a), *right = sp_fact_get_set (b);

  for (guint i = 0; left != NULL && right != NULL && i < sp_record_set_get_n_records (left); i++)
    for (guint k = 0; k < sp_record_set_get_n_records (right); k++)
      if (g_inet_address_equal (sp_record_get_address (sp_record_set_get_record (left, i)),
                                sp_record_get_address (sp_record_set_get_record (right, k))))
        return TRUE;
  return FALSE;
}

/* A provider without MX hosts of its own: a server that people run, a panel at a web host. */
gboolean
sp_provider_is_generic (SpProvider *provider)
{
  const char *const *suffixes = sp_provider_get_mx_suffixes (provider);

  return suffixes == NULL || suffixes[0] == NULL;
}

gboolean
sp_mx_host_belongs_to (const SpMxHost *host, SpProvider *provider)
{
  if (host->provider != NULL)
    return host->provider == provider;
  return sp_provider_is_generic (provider);
}

static gboolean
is_listed (const SpName *name, const char *const *texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autoptr (SpName) listed = sp_name_parse (texts[i], NULL);

      if (listed != NULL && sp_name_equal (listed, name))
        return TRUE;
    }
  return FALSE;
}

/* A host whose own name says what it is for: "backup", "mx-backup", "spare2". */
static gboolean
is_named_spare (const SpName *name)
{
  static const char *const words[] = { "backup",    "spare",   "fallback",
                                       "secondary", "standby", "reserve" };
  gsize length = 0;
  const uint8_t *label = sp_name_get_label (name, 0, &length);
  gsize start = 0;

  for (gsize i = 0; i <= length; i++)
    {
      if (i < length && g_ascii_isalpha (label[i]))
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (words); k++)
        if (strlen (words[k]) == i - start && memcmp (words[k], label + start, i - start) == 0)
          return TRUE;
      start = i + 1;
    }
  return FALSE;
}

static gboolean
is_spare (SpCheckRun *run, const SpMxHost *host)
{
  if (is_listed (host->name, run->facts->spare_hosts))
    return TRUE;
  if (host->provider != NULL)
    return sp_provider_get_kind (host->provider) == SP_PROVIDER_SPARE;
  return is_named_spare (host->name);
}

/* Whose host it is, by its own name, also with the domain appended by mistake, or by the names that
 * it is an alias of. */
static SpProvider *
recognise_host (SpCheckRun *run, const SpMxHost *host)
{
  SpProvider *provider = sp_catalog_recognise_mx (run->catalog, host->name);
  g_autoptr (SpName) meant = sp_mx_host_dup_meant (host->name, run->domain, run->own);
  SpFact *facts[] = { host->a, host->aaaa };

  if (provider == NULL && meant != NULL)
    provider = sp_catalog_recognise_mx (run->catalog, meant);

  for (guint f = 0; provider == NULL && f < G_N_ELEMENTS (facts); f++)
    {
      GPtrArray *aliases = sp_fact_get_aliases (facts[f]);

      for (guint i = 0; provider == NULL && i < aliases->len; i++)
        provider = sp_catalog_recognise_mx (run->catalog, g_ptr_array_index (aliases, i));
    }
  return provider;
}

static SpHostState
judge_addresses (const SpMxHost *host)
{
  if (host->kind != SP_MX_HOST_NAME)
    return SP_HOST_DEAD;
  if (sp_fact_is_present (host->a) || sp_fact_is_present (host->aaaa))
    return SP_HOST_RESOLVES;
  if (sp_fact_is_absent (host->a) && sp_fact_is_absent (host->aaaa))
    return SP_HOST_DEAD;
  return SP_HOST_UNKNOWN;
}

/* A company's host may hide behind an own name, or one that nobody knows may not exist at all. */
static SpFact *
find_doubt (const SpMxHost *host)
{
  if (host->kind != SP_MX_HOST_NAME || host->provider != NULL || host->state != SP_HOST_UNKNOWN)
    return NULL;
  if (!sp_fact_is_unknown (host->a))
    return host->is_own ? NULL : host->aaaa;
  return host->is_own && !sp_fact_is_unknown (host->aaaa) ? NULL : host->a;
}

static char *
dup_owner (SpCheckRun *run, const SpMxHost *host)
{
  g_autoptr (SpName) registrable = NULL;

  if (host->provider != NULL)
    return g_strdup (sp_provider_get_id (host->provider));
  if (host->is_own)
    return g_strdup ("own-server");
  registrable = sp_public_suffix_dup_registrable (host->name);
  return g_strdup (sp_name_get_text (registrable != NULL ? registrable : host->name));
}

static void
take_host (SpCheckRun *run, SpRecord *record)
{
  SpMxHost *host;
  SpName *name = sp_record_get_target (record);

  if (sp_name_is_root (name))
    return;
  host = g_new0 (SpMxHost, 1);
  host->record = record;
  host->name = name;
  host->preference = sp_record_get_preference (record);
  host->kind = sp_mx_host_classify (name, run->domain);
  /* A panel appends the name of the zone, which may be above the domain. */
  if (host->kind == SP_MX_HOST_NAME)
    host->kind = sp_mx_host_classify (name, run->own);
  if (host->kind == SP_MX_HOST_NAME)
    {
      host->a = sp_snapshot_get_fact (run->snapshot, name, SP_RR_A);
      host->aaaa = sp_snapshot_get_fact (run->snapshot, name, SP_RR_AAAA);
      host->provider = recognise_host (run, host);
    }
  host->state = judge_addresses (host);
  host->is_own = host->kind == SP_MX_HOST_NAME && host->provider == NULL
                 && sp_name_is_at_or_below (name, run->own);
  host->is_spare = is_spare (run, host);
  /* Whoever calls a company's host a spare has nothing else there. */
  if (is_listed (name, run->facts->spare_hosts))
    host->provider = NULL;
  host->is_expected = is_listed (name, run->facts->stage_hosts);
  host->owner = dup_owner (run, host);
  host->doubt = find_doubt (host);
  g_ptr_array_add (run->hosts, host);
}

static void
read_mx (SpCheckRun *run)
{
  SpRecordSet *set = sp_fact_get_set (run->mx);
  g_autoptr (GPtrArray) groups = NULL;

  if (set == NULL)
    return;
  run->is_null_mx = sp_mx_set_is_null (set);
  groups = sp_mx_set_dup_order (set);
  for (guint i = 0; i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);

      for (guint k = 0; k < group->len; k++)
        take_host (run, g_ptr_array_index (group, k));
    }
}

static void
read_spf (SpCheckRun *run)
{
  gsize length = 0;
  const char *text;

  run->spf_records = sp_spf_select (sp_fact_get_set (run->txt));
  if (run->spf_records->len != 1)
    return;
  text = sp_record_get_text (g_ptr_array_index (run->spf_records, 0), &length);
  run->spf = sp_spf_tree_new (run->snapshot, run->domain, text, (gssize) length);
}

static gboolean
is_in_spf (SpCheckRun *run, SpProvider *provider)
{
  for (guint i = 0; run->spf != NULL && i < run->spf->names->len; i++)
    if (sp_catalog_recognise_spf (run->catalog, g_ptr_array_index (run->spf->names, i)) == provider)
      return TRUE;
  return FALSE;
}

static gboolean
has_mailboxes (SpProvider *provider)
{
  SpProviderKind kind = sp_provider_get_kind (provider);

  return kind == SP_PROVIDER_HOSTING || kind == SP_PROVIDER_FORWARDING
         || kind == SP_PROVIDER_SELF_HOSTED;
}

static gboolean
has_filter (SpCheckRun *run)
{
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (host->provider != NULL
          && (host->provider == run->filter
              || sp_provider_get_kind (host->provider) == SP_PROVIDER_FILTER))
        return TRUE;
    }
  return FALSE;
}

/* A filter hides whose mailboxes are behind it; the only company with mailboxes among the allowed
 * senders tells. */
static SpProvider *
find_behind_filter (SpCheckRun *run)
{
  SpProvider *found = NULL;

  for (guint i = 0; run->spf != NULL && i < run->spf->names->len; i++)
    {
      SpProvider *provider = sp_catalog_recognise_spf (run->catalog,
                                                       g_ptr_array_index (run->spf->names, i));

      if (provider == NULL || provider == found
          || sp_provider_get_kind (provider) != SP_PROVIDER_HOSTING)
        continue;
      if (found != NULL)
        return NULL;
      found = provider;
    }
  return found;
}

/* Whose mail this is: the chosen provider's, else that of the only provider in the MX set or behind
 * its filter; of two the one that is among the allowed senders, if only one is. */
static SpProvider *
find_current (SpCheckRun *run)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new (), sending = g_ptr_array_new ();
  gboolean is_filtered;
  SpProvider *found;

  if (run->chosen != NULL)
    return run->chosen;
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (host->provider == NULL || !has_mailboxes (host->provider)
          || g_ptr_array_find (all, host->provider, NULL))
        continue;
      g_ptr_array_add (all, host->provider);
      if (is_in_spf (run, host->provider))
        g_ptr_array_add (sending, host->provider);
    }
  if (all->len == 1)
    return g_ptr_array_index (all, 0);
  is_filtered = all->len == 0 && has_filter (run);
  found = sending->len == 1 ? g_ptr_array_index (sending, 0) : NULL;
  if (is_filtered)
    found = find_behind_filter (run);
  if (found != NULL || (all->len < 2 && !is_filtered))
    return found;
  if (sp_fact_is_unknown (run->txt))
    run->current_doubt = run->txt;
  else if (run->spf != NULL && run->spf->unknown->len > 0)
    run->current_doubt = g_ptr_array_index (run->spf->unknown, 0);
  return NULL;
}

static gboolean
had_mx (SpCheckRun *run)
{
  SpSnapshot *earlier = run->facts->earlier;
  GPtrArray *observations = run->facts->observations;
  gint64 now = sp_snapshot_get_checked_at (run->snapshot);

  if (earlier != NULL && sp_fact_is_present (sp_snapshot_get_fact (earlier, run->domain, SP_RR_MX)))
    return TRUE;
  for (guint i = 0; observations != NULL && i < observations->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (observations, i);

      if (seen->type == SP_RR_MX && seen->seen_at < now && seen->set != NULL
          && sp_name_equal (seen->name, run->domain))
        return TRUE;
    }
  return FALSE;
}

/* Somebody wants mail at a domain unless it says "no mail", or is a subdomain that never had any;
 * whoever chooses a provider wants mail in any case. */
static SpWish
judge_wish (SpCheckRun *run)
{
  if (run->chosen != NULL || run->had_mx)
    return SP_WISH_YES;
  if (run->is_null_mx)
    return SP_WISH_NO;
  if (sp_name_equal (run->domain, run->own) || sp_fact_is_present (run->mx))
    return SP_WISH_YES;
  return sp_fact_is_unknown (run->mx) ? SP_WISH_UNKNOWN : SP_WISH_NO;
}

/* A filter in front of the chosen provider is no other place for mail. */
static gboolean
stands_in_front (SpCheckRun *run, const SpMxHost *host)
{
  return host->provider != NULL
         && (host->provider == run->filter
             || (sp_provider_get_kind (host->provider) == SP_PROVIDER_FILTER
                 && find_behind_filter (run) == run->chosen));
}

static gboolean
is_moving (SpCheckRun *run)
{
  if (run->facts->move_planned)
    return TRUE;
  if (run->chosen == NULL)
    return FALSE;
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (!sp_mx_host_belongs_to (host, run->chosen) && !host->is_spare
          && !stands_in_front (run, host))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_check_run_init: (skip)
 * @run: (out caller-allocates): what the checks share
 * @facts: what they may look at; must outlive the run
 */
void
sp_check_run_init (SpCheckRun *run, const SpCheckFacts *facts)
{
  memset (run, 0, sizeof *run);
  run->facts = facts;
  run->snapshot = facts->snapshot;
  run->catalog = facts->catalog;
  run->domain = sp_snapshot_get_domain (facts->snapshot);
  run->own = sp_public_suffix_dup_registrable (run->domain);
  if (run->own == NULL)
    run->own = sp_name_ref (run->domain);
  run->zone = sp_snapshot_get_zone (facts->snapshot);
  if (run->zone == NULL)
    run->zone = run->own;
  if (facts->provider != NULL)
    run->chosen = sp_catalog_get_provider (facts->catalog, facts->provider);
  if (facts->filter != NULL)
    run->filter = sp_catalog_get_provider (facts->catalog, facts->filter);
  run->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) host_free);
  run->findings = g_ptr_array_new_with_free_func (g_object_unref);
  run->unchecked = g_ptr_array_new_with_free_func (g_object_unref);

  run->mx = sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_MX);
  run->txt = sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_TXT);
  read_mx (run);
  read_spf (run);
  run->current = find_current (run);
  run->had_mx = had_mx (run);
  run->wish = judge_wish (run);
  run->is_moving = is_moving (run);
}

/**
 * sp_check_run_clear: (skip)
 * @run: what the checks shared
 */
void
sp_check_run_clear (SpCheckRun *run)
{
  g_clear_pointer (&run->own, sp_name_unref);
  g_clear_pointer (&run->hosts, g_ptr_array_unref);
  g_clear_pointer (&run->spf_records, g_ptr_array_unref);
  g_clear_pointer (&run->spf, sp_spf_tree_free);
  g_clear_pointer (&run->seals, g_ptr_array_unref);
  g_clear_pointer (&run->findings, g_ptr_array_unref);
  g_clear_pointer (&run->unchecked, g_ptr_array_unref);
}

/**
 * sp_check_add: (skip)
 * @run: what the checks share
 * @level: how bad it is
 * @subject: the name it is about
 * @reference: where the rule is written
 *
 * Returns: (transfer none): a new finding of the check that runs now
 */
SpFinding *
sp_check_add (SpCheckRun *run, SpLevel level, SpName *subject, const char *reference)
{
  SpFinding *finding = sp_finding_new (run->id, level, sp_name_get_text (subject), reference);

  /* What was found decides, whatever else could not be seen. */
  for (guint i = run->unchecked->len; i > 0; i--)
    {
      SpUnchecked *unchecked = g_ptr_array_index (run->unchecked, i - 1);

      if (g_str_equal (sp_unchecked_get_id (unchecked), run->id)
          && g_str_equal (sp_unchecked_get_subject (unchecked), sp_name_get_text (subject)))
        g_ptr_array_remove_index (run->unchecked, i - 1);
    }
  g_ptr_array_add (run->findings, finding);
  return finding;
}

/**
 * sp_check_find: (skip)
 * @run: what the checks share
 * @subject: a name
 *
 * Returns: (transfer none) (nullable): what the check that runs now has found about @subject
 */
SpFinding *
sp_check_find (SpCheckRun *run, const SpName *subject)
{
  for (guint i = 0; i < run->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (run->findings, i);

      if (g_str_equal (sp_finding_get_id (finding), run->id)
          && g_str_equal (sp_finding_get_subject (finding), sp_name_get_text (subject)))
        return finding;
    }
  return NULL;
}

static gboolean
is_unchecked (SpCheckRun *run, const char *subject)
{
  for (guint i = 0; i < run->unchecked->len; i++)
    {
      SpUnchecked *unchecked = g_ptr_array_index (run->unchecked, i);

      if (g_str_equal (sp_unchecked_get_id (unchecked), run->id)
          && g_str_equal (sp_unchecked_get_subject (unchecked), subject))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_check_add_unknown: (skip)
 * @run: what the checks share
 * @subject: the name it is about
 * @reason: why the check that runs now cannot decide
 * @servers: (nullable): the servers that did not help
 *
 * Says that the check could not be done. The first reason for a subject counts.
 */
void
sp_check_add_unknown (SpCheckRun *run, SpName *subject, SpReason reason, const char *const *servers)
{
  /* Nothing is asked of a zone whose servers could not be found. */
  if (reason == SP_REASON_NOT_ASKED && sp_check_is_from_own_servers (run)
      && sp_snapshot_get_delegation (run->snapshot) == SP_DELEGATION_UNKNOWN)
    reason = sp_snapshot_get_delegation_reason (run->snapshot);
  if (sp_check_find (run, subject) == NULL && !is_unchecked (run, sp_name_get_text (subject)))
    g_ptr_array_add (run->unchecked,
                     sp_unchecked_new (run->id, sp_name_get_text (subject), reason, servers));
}

/**
 * sp_check_add_unknown_fact: (skip)
 * @run: what the checks share
 * @subject: the name it is about
 * @fact: the unknown fact that stands in the way
 */
void
sp_check_add_unknown_fact (SpCheckRun *run, SpName *subject, SpFact *fact)
{
  g_auto (GStrv) servers = sp_fact_dup_silent_servers (fact);

  sp_check_add_unknown (run, subject, sp_fact_get_reason (fact), (const char *const *) servers);
}

/**
 * sp_check_lacks: (skip)
 * @run: what the checks share
 * @fact: a fact that the check needs
 *
 * Returns: whether it is unknown; the domain is then unchecked, and the check has nothing to do
 */
gboolean
sp_check_lacks (SpCheckRun *run, SpFact *fact)
{
  if (!sp_fact_is_unknown (fact))
    return FALSE;
  sp_check_add_unknown_fact (run, run->domain, fact);
  return TRUE;
}

/**
 * sp_check_get_probe: (skip)
 * @run: what the checks share
 * @type: a type
 *
 * What is found at a name that nobody made: there a wildcard answers, and what it answers says
 * nothing about any other name below the domain. As long as that is unknown, so is whether a
 * record at a guessed name was put there.
 *
 * Returns: (transfer none) (nullable): the fact; %NULL if there is no room for such a name
 */
SpFact *
sp_check_get_probe (SpCheckRun *run, SpRrType type)
{
  SpName *probe = sp_snapshot_get_probe_name (run->snapshot);

  return probe != NULL ? sp_snapshot_get_fact (run->snapshot, probe, type) : NULL;
}

/**
 * sp_check_is_from_own_servers: (skip)
 * @run: what the checks share
 *
 * Returns: whether the domain's own servers were asked; what only they can tell is else unchecked
 */
gboolean
sp_check_is_from_own_servers (SpCheckRun *run)
{
  return (sp_snapshot_get_flags (run->snapshot) & SP_SNAPSHOT_RESOLVER_ONLY) == 0;
}

/**
 * sp_check_dup_server_names: (skip)
 * @run: what the checks share
 *
 * Returns: (transfer container) (element-type SpName): the name servers of the zone
 */
GPtrArray *
sp_check_dup_server_names (SpCheckRun *run)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (names, ((const SpZoneServer *) g_ptr_array_index (servers, i))->name);
  return names;
}

/**
 * sp_check_get_dns_host: (skip)
 * @run: what the checks share
 *
 * Returns: (transfer none) (nullable): who keeps the records, if the name servers tell it
 */
SpDnsHost *
sp_check_get_dns_host (SpCheckRun *run)
{
  g_autoptr (GPtrArray) names = sp_check_dup_server_names (run);

  return names->len > 0 ? sp_catalog_recognise_dns_host (run->catalog, names) : NULL;
}

/**
 * sp_check_get_longest_ttl: (skip)
 * @fact: a fact
 *
 * Returns: the longest time, in seconds, that any server lets others remember it; -1 without
 * records
 */
gint64
sp_check_get_longest_ttl (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  SpRecordSet *decisive = sp_fact_get_set (fact);
  gint64 longest = decisive != NULL ? (gint64) sp_record_set_get_ttl (decisive) : -1;

  for (guint i = 0; i < answers->len; i++)
    {
      g_autoptr (SpRecordSet) set = sp_answer_dup_set (
        g_ptr_array_index (answers, i), sp_fact_get_name (fact), sp_fact_get_rr_type (fact));

      if (set != NULL)
        longest = MAX (longest, (gint64) sp_record_set_get_ttl (set));
    }
  return longest;
}

void
sp_finding_add_record (SpFinding *self, const SpRecord *record)
{
  g_autofree char *line = sp_record_dup_line (record);

  sp_finding_add_evidence (self, line);
}

void
sp_finding_add_set (SpFinding *self, const SpRecordSet *set)
{
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    sp_finding_add_record (self, sp_record_set_get_record (set, i));
}

/* What was asked of whom, and what came back: "ns1.host.example: shop.example. TXT nxdomain". An
 * alias is shown as the record that it is; of the records of other answers only the type's own. */
void
sp_finding_add_answer (SpFinding *self, const SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autoptr (SpRecordSet) alias = sp_answer_dup_set (answer, fields->name, SP_RR_CNAME);
  g_autofree char *type = sp_rr_type_to_string (alias != NULL ? SP_RR_CNAME : fields->type);
  g_autofree char *held = NULL, *line = NULL;

  if (alias != NULL)
    held = sp_record_dup_value (sp_record_set_get_record (alias, 0));
  line = g_strdup_printf ("%s%s%s. %s %s",
                          fields->server != NULL ? sp_name_get_text (fields->server) : "",
                          fields->server != NULL ? ": " : "", sp_name_get_text (fields->name), type,
                          held != NULL ? held : sp_outcome_to_string (fields->outcome));
  sp_finding_add_evidence (self, line);
}

/* What is known of a name and type: the records, or else how each server answered. */
void
sp_finding_add_fact (SpFinding *self, SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  if (sp_fact_is_present (fact))
    sp_finding_add_set (self, sp_fact_get_set (fact));
  for (guint i = 0; !sp_fact_is_present (fact) && i < answers->len; i++)
    sp_finding_add_answer (self, g_ptr_array_index (answers, i));
}

void
sp_finding_set_number (SpFinding *self, const char *key, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  sp_finding_set_detail (self, key, text);
}

/* "provider" is the id, "provider-name" what people call it. */
void
sp_finding_set_provider (SpFinding *self, SpProvider *provider)
{
  if (provider == NULL)
    return;
  sp_finding_set_detail (self, "provider", sp_provider_get_id (provider));
  sp_finding_set_detail (self, "provider-name", sp_provider_get_name (provider));
}

/* The record, if there is exactly one; else the rules on what it says have nothing to judge. */
const SpSpf *
sp_check_get_spf (SpCheckRun *run)
{
  return run->spf != NULL ? g_ptr_array_index (run->spf->records, 0) : NULL;
}

/* The same, if it has no mistake. */
const SpSpf *
sp_check_get_valid_spf (SpCheckRun *run)
{
  const SpSpf *spf = sp_check_get_spf (run);

  return spf != NULL && sp_spf_is_clean (spf) ? spf : NULL;
}

/* Adds a finding about the domain, with every record that was meant as SPF as its evidence. */
SpFinding *
sp_check_add_spf (SpCheckRun *run, SpLevel level, const char *reference)
{
  SpFinding *finding = sp_check_add (run, level, run->domain, reference);

  for (guint i = 0; i < run->spf_records->len; i++)
    sp_finding_add_record (finding, g_ptr_array_index (run->spf_records, i));
  return finding;
}
