/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include <string.h>

#include "core/checks/sp-autoconfig.h"

/* The companies in the MX set. A host that the stage of a move expects, and a spare, belong to
 * nobody here. */
typedef struct {
  GPtrArray *hosts;   /* (element-type SpMxHost): those that count, by number */
  GPtrArray *owners;  /* (element-type utf8): mailbox owners, each once, by number */
  GPtrArray *filters; /* (element-type SpProvider): each once */
  SpFact *doubt;      /* of the first host of which it cannot be told whose it is, if any */
  gboolean has_known; /* whether one of the owners is the domain itself or in the catalogue */
} Companies;

static gboolean
is_kind (const SpMxHost *host, SpProviderKind kind)
{
  return host->provider != NULL && sp_provider_get_kind (host->provider) == kind;
}

static gboolean
is_filter (SpCheckRun *run, const SpMxHost *host)
{
  return is_kind (host, SP_PROVIDER_FILTER)
         || (run->filter != NULL && host->provider == run->filter);
}

/* Without a choice a host is never wrong by itself; with one, everything else is. */
static gboolean
is_wanted (SpCheckRun *run, const SpMxHost *host)
{
  return run->chosen != NULL && sp_mx_host_belongs_to (host, run->chosen);
}

/* Whether a finding tells that the host is nobody's: only a panel made its name, or nobody outside
 * can reach it and its name is no company's. The checks of single hosts run before those of the
 * set. */
static gboolean
is_nobodys (SpCheckRun *run, const SpMxHost *host)
{
  for (guint i = 0; i < run->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (run->findings, i);
      const char *id = sp_finding_get_id (finding);

      if (!g_str_equal (sp_finding_get_subject (finding), sp_name_get_text (host->name)))
        continue;
      if (g_str_equal (id, "mx-target-doubled")
          || (g_str_equal (id, "mx-target-private") && host->provider == NULL && !host->is_own
              && g_strcmp0 (sp_finding_get_detail (finding, "kind"), "private") == 0))
        return TRUE;
    }
  return FALSE;
}

static void
companies_clear (Companies *self)
{
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_clear_pointer (&self->owners, g_ptr_array_unref);
  g_clear_pointer (&self->filters, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Companies, companies_clear)

static void
companies_read (Companies *self, SpCheckRun *run)
{
  self->hosts = g_ptr_array_new ();
  self->owners = g_ptr_array_new ();
  self->filters = g_ptr_array_new ();
  for (guint i = 0; i < run->hosts->len; i++)
    {
      SpMxHost *host = g_ptr_array_index (run->hosts, i);

      /* An address or a broken name belongs to no company, nor does a name that nobody has. */
      if (host->is_expected || host->is_spare || host->kind != SP_MX_HOST_NAME
          || (host->state == SP_HOST_DEAD && host->provider == NULL) || is_nobodys (run, host))
        continue;
      if (host->doubt != NULL)
        {
          self->doubt = self->doubt != NULL ? self->doubt : host->doubt;
          continue;
        }
      g_ptr_array_add (self->hosts, host);
      if (is_filter (run, host))
        {
          if (!g_ptr_array_find (self->filters, host->provider, NULL))
            g_ptr_array_add (self->filters, host->provider);
          continue;
        }
      if (host->provider != NULL || host->is_own)
        self->has_known = TRUE;
      if (!g_ptr_array_find_with_equal_func (self->owners, host->owner, g_str_equal, NULL))
        g_ptr_array_add (self->owners, host->owner);
    }
}

static gboolean
has_wanted (Companies *self, SpCheckRun *run)
{
  for (guint i = 0; i < self->hosts->len; i++)
    if (is_wanted (run, g_ptr_array_index (self->hosts, i)))
      return TRUE;
  return FALSE;
}

/* Whether the mailboxes are known to be with a company that has no host here, so that a host beside
 * the filter is a third one's. */
static gboolean
has_third_company (Companies *self, SpCheckRun *run)
{
  return run->chosen != NULL && self->filters->len > 0 && self->owners->len > 0
         && !has_wanted (self, run);
}

/* Two unknown companies may be one that uses two names: nothing is guessed, unless one of them is
 * the wanted one. */
static gboolean
has_two_companies (Companies *self, SpCheckRun *run)
{
  if (self->filters->len > 1 || has_third_company (self, run))
    return TRUE;
  return self->owners->len > 1 && (self->has_known || has_wanted (self, run));
}

/* Whether a host is the one left over: not the wanted provider's, or else not the first one's. */
static gboolean
is_left_over (Companies *self, SpCheckRun *run, const SpMxHost *host)
{
  if (is_filter (run, host))
    return self->filters->len > 1 && g_ptr_array_index (self->filters, 0) != host->provider;
  if (has_wanted (self, run) || has_third_company (self, run))
    return !is_wanted (run, host);
  if (run->current != NULL)
    return host->provider != run->current;
  return !g_str_equal (g_ptr_array_index (self->owners, 0), host->owner);
}

/* What people call the owner; an own server goes by its name. */
static const char *
get_owner_name (const SpMxHost *host)
{
  if (host->is_own)
    return sp_name_get_text (host->name);
  return host->provider != NULL ? sp_provider_get_name (host->provider) : host->owner;
}

static void
describe_left_over (Companies *self, SpCheckRun *run, SpFinding *finding)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (self->hosts, i);

      sp_finding_add_record (finding, host->record);
      if (!is_left_over (self, run, host))
        {
          if (sp_finding_get_detail (finding, "provider") == NULL)
            {
              sp_finding_set_detail (finding, "provider", host->owner);
              sp_finding_set_detail (finding, "provider-name", get_owner_name (host));
            }
          continue;
        }
      if (sp_finding_get_detail (finding, "other") == NULL)
        {
          sp_finding_set_detail (finding, "other", host->owner);
          sp_finding_set_detail (finding, "other-name", get_owner_name (host));
          sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "",
                              sp_name_get_text (host->name));
    }
  sp_finding_set_detail (finding, "hosts", names->str);
  sp_finding_set_detail (finding, "sure", run->current != NULL ? "yes" : NULL);
}

/* old-mx-left: hosts of two companies that are neither a filter and a mailbox provider nor a main
 * server and its spare.
 * Details: "provider", "provider-name": who stays; "other", "other-name": who is left over (id of
 * the catalogue, "own-server" or a domain); "host": the first host left over; "hosts": all of them,
 * between spaces; "sure": "yes" if it is known which of the two is left over. */
static void
check_old_mx_left (SpCheckRun *run)
{
  g_auto (Companies) companies = { 0 };

  if (sp_check_lacks (run, run->mx))
    return;
  companies_read (&companies, run);
  if (has_two_companies (&companies, run))
    describe_left_over (&companies, run,
                        sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, "RFC 5321 §5.1"));
  else if (companies.doubt != NULL && companies.hosts->len > 0)
    sp_check_add_unknown_fact (run, run->domain, companies.doubt);
}

/* filter-bypassed: a mailbox host stands beside the filter's.
 * Details: "filter", "filter-name"; "host": the first host beside it; "other", "other-name": whose
 * it is; "hosts": all of them, between spaces; "sure": "yes" if the filter is asked before them. */
static void
check_filter_bypassed (SpCheckRun *run)
{
  g_auto (Companies) companies = { 0 };
  g_autoptr (GString) names = g_string_new (NULL);
  SpFinding *finding = NULL;
  guint last_filter = 0, first_other = G_MAXUINT;

  if (sp_check_lacks (run, run->mx))
    return;
  companies_read (&companies, run);
  if (companies.filters->len > 0 && companies.owners->len == 0 && companies.doubt != NULL)
    sp_check_add_unknown_fact (run, run->domain, companies.doubt);
  if (companies.filters->len == 0 || companies.owners->len == 0
      || has_third_company (&companies, run))
    return;
  for (guint i = 0; i < companies.hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (companies.hosts, i);

      if (finding == NULL)
        {
          SpProvider *filter = g_ptr_array_index (companies.filters, 0);

          finding = sp_check_add (run, SP_LEVEL_LATER, run->domain, NULL);
          sp_finding_set_detail (finding, "filter", sp_provider_get_id (filter));
          sp_finding_set_detail (finding, "filter-name", sp_provider_get_name (filter));
        }
      sp_finding_add_record (finding, host->record);
      if (is_filter (run, host))
        {
          last_filter = MAX (last_filter, host->preference);
          continue;
        }
      first_other = MIN (first_other, host->preference);
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "",
                              sp_name_get_text (host->name));
      if (sp_finding_get_detail (finding, "host") != NULL)
        continue;
      sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
      sp_finding_set_detail (finding, "other", host->owner);
      sp_finding_set_detail (finding, "other-name", get_owner_name (host));
    }
  sp_finding_set_detail (finding, "hosts", names->str);
  sp_finding_set_detail (finding, "sure", last_filter < first_other ? "yes" : NULL);
}

/* forwarding-in-the-way: hosts of a forwarding service beside the mailbox provider's, or in place
 * of the chosen one's.
 * Details: "service", "service-name": who forwards; "host": its first host; "case": "beside" or
 * "instead"; "provider", "provider-name": who ought to get the mail. */
static void
check_forwarding_in_the_way (SpCheckRun *run)
{
  g_auto (Companies) companies = { 0 };
  SpFinding *finding = NULL;
  gboolean is_beside = FALSE;

  if (sp_check_lacks (run, run->mx))
    return;
  companies_read (&companies, run);
  for (guint i = 0; i < companies.hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (companies.hosts, i);

      if (!is_kind (host, SP_PROVIDER_FORWARDING) && !is_filter (run, host))
        is_beside = TRUE;
    }
  for (guint i = 0; i < companies.hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (companies.hosts, i);

      if (!is_kind (host, SP_PROVIDER_FORWARDING) || host->provider == run->chosen
          || (!is_beside && run->chosen == NULL))
        continue;
      if (finding == NULL)
        {
          finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, NULL);
          sp_finding_set_detail (finding, "service", sp_provider_get_id (host->provider));
          sp_finding_set_detail (finding, "service-name", sp_provider_get_name (host->provider));
          sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
          sp_finding_set_detail (finding, "case", is_beside ? "beside" : "instead");
          sp_finding_set_provider (finding, run->current != host->provider ? run->current : NULL);
        }
      sp_finding_add_record (finding, host->record);
    }
  if (finding == NULL && companies.doubt != NULL && companies.hosts->len > 0 && !is_beside)
    sp_check_add_unknown_fact (run, run->domain, companies.doubt);
}

/* The pair that makes the order wrong: a spare that does not stand behind all main hosts, or two
 * known companies under one number. */
static gboolean
is_wrong_pair (const SpMxHost *a, const SpMxHost *b)
{
  if (a->is_expected || b->is_expected)
    return FALSE;
  if (a->is_spare != b->is_spare)
    return a->is_spare && a->preference <= b->preference;
  return !a->is_spare && a->preference == b->preference && (a->provider != NULL || a->is_own)
         && (b->provider != NULL || b->is_own) && !g_str_equal (a->owner, b->owner);
}

/* All spares that stand before or beside a main host, between spaces. */
static char *
dup_early_spares (SpCheckRun *run)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < run->hosts->len; i++)
    for (guint k = 0; k < run->hosts->len; k++)
      {
        const SpMxHost *a = g_ptr_array_index (run->hosts, i);

        if (i == k || !a->is_spare || !is_wrong_pair (a, g_ptr_array_index (run->hosts, k)))
          continue;
        g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "",
                                sp_name_get_text (a->name));
        break;
      }
  return g_string_free_and_steal (names);
}

/* mx-priority: the order is not what the owner thinks (RFC 5321 §5.1).
 * Details: "case": "spare" or "shared"; "host", "priority": the host that ought to stand further
 * behind; "other", "other-priority": the host it stands before or beside; "hosts": of spares, all
 * that ought to stand further behind, between spaces. */
static void
check_mx_priority (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->mx))
    return;
  for (guint i = 0; i < run->hosts->len; i++)
    for (guint k = 0; k < run->hosts->len; k++)
      {
        const SpMxHost *a = g_ptr_array_index (run->hosts, i);
        const SpMxHost *b = g_ptr_array_index (run->hosts, k);
        g_autofree char *spares = NULL;
        SpFinding *finding;

        if (i == k || !is_wrong_pair (a, b))
          continue;
        spares = dup_early_spares (run);
        finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, "RFC 5321 §5.1");
        sp_finding_set_detail (finding, "case", a->is_spare ? "spare" : "shared");
        sp_finding_set_detail (finding, "hosts", spares[0] != '\0' ? spares : NULL);
        sp_finding_set_detail (finding, "host", sp_name_get_text (a->name));
        sp_finding_set_number (finding, "priority", a->preference);
        sp_finding_set_detail (finding, "other", sp_name_get_text (b->name));
        sp_finding_set_number (finding, "other-priority", b->preference);
        sp_finding_add_set (finding, sp_fact_get_set (run->mx));
        return;
      }
}

/* A provider's documented set with the domain's name filled in, and @choice for @key (nullable) for
 * what the customer chose; NULL where a name depends on what nobody here knows. */
static GPtrArray *
dup_documented (SpCheckRun *run, SpProvider *provider, const SpMxSet *set, const char *key,
                const char *choice)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);

  if (key != NULL)
    g_hash_table_insert (values, (gpointer) key, (gpointer) choice);
  for (guint i = 0; i < set->entries->len; i++)
    {
      const SpMxEntry *entry = g_ptr_array_index (set->entries, i);
      g_autofree char *text = sp_provider_expand (provider, entry->host, run->domain, values);
      SpName *name = text != NULL ? sp_name_parse (text, NULL) : NULL;

      if (name == NULL)
        return NULL;
      g_ptr_array_add (names, name);
    }
  return g_steal_pointer (&names);
}

/* Every form that the provider's documented sets, old and new, can have here. */
static GPtrArray *
dup_all_documented (SpCheckRun *run, SpProvider *provider)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  GPtrArray *keys = sp_provider_get_set_keys (provider);
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);
      GPtrArray *names = dup_documented (run, provider, set, NULL, NULL);

      if (names != NULL)
        g_ptr_array_add (all, names);
      for (guint k = 0; k < keys->len; k++)
        {
          const SpSetKey *key = g_ptr_array_index (keys, k);

          for (guint c = 0; key->choices != NULL && c < key->choices->len; c++)
            {
              const SpSetChoice *choice = g_ptr_array_index (key->choices, c);

              names = dup_documented (run, provider, set, key->key, choice->value);
              if (names != NULL)
                g_ptr_array_add (all, names);
            }
        }
    }
  return all;
}

/* Whether a host stands for this one: with the domain appended, or mistyped so that nobody has it.
 * That is a finding of its own, and the host is not missing besides. */
static gboolean
is_meant (SpCheckRun *run, const SpMxHost *host, const SpName *name)
{
  g_autoptr (SpName) meant = NULL;

  if (host->kind != SP_MX_HOST_NAME)
    return FALSE;
  meant = sp_mx_host_dup_meant (host->name, run->domain, run->own);
  if (meant == NULL && host->state == SP_HOST_DEAD)
    meant = sp_catalog_nearest_mx_host (run->catalog, host->name);
  return meant != NULL && sp_name_equal (meant, name);
}

static gboolean
has_host (SpCheckRun *run, const SpName *name)
{
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (sp_name_equal (host->name, name) || is_meant (run, host, name))
        return TRUE;
    }
  return FALSE;
}

static guint
count_present (SpCheckRun *run, GPtrArray *names)
{
  guint count = 0;

  for (guint i = 0; i < names->len; i++)
    count += has_host (run, g_ptr_array_index (names, i)) ? 1 : 0;
  return count;
}

/* The documented set that most hosts of are there; NULL if one is whole, or none is begun. */
static GPtrArray *
find_begun (SpCheckRun *run, GPtrArray *all)
{
  GPtrArray *best = NULL;
  guint n_best = 0;

  for (guint i = 0; i < all->len; i++)
    {
      GPtrArray *names = g_ptr_array_index (all, i);
      guint n_present = count_present (run, names);

      if (n_present == names->len)
        return NULL;
      if (n_present > n_best)
        {
          best = names;
          n_best = n_present;
        }
    }
  return best;
}

static gboolean
is_expected_at_stage (SpCheckRun *run, SpProvider *provider)
{
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (host->provider == provider && host->is_expected)
        return TRUE;
    }
  return FALSE;
}

/* mx-set-partial: some hosts of a provider's documented set, and neither an old nor a new set as a
 * whole. During a move the hosts that its stage expects are right as they are.
 * Details: "provider", "provider-name"; "missing": host names, between commas. */
static void
check_mx_set_partial (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->mx))
    return;
  for (guint i = 0; i < run->hosts->len; i++)
    {
      SpProvider *provider = ((const SpMxHost *) g_ptr_array_index (run->hosts, i))->provider;
      g_autoptr (GPtrArray) all = NULL;
      g_autoptr (GString) missing = g_string_new (NULL);
      GPtrArray *begun;
      SpFinding *finding;

      if (provider == NULL || is_expected_at_stage (run, provider))
        continue;
      all = dup_all_documented (run, provider);
      begun = find_begun (run, all);
      if (begun == NULL)
        continue;
      for (guint k = 0; k < begun->len; k++)
        if (!has_host (run, g_ptr_array_index (begun, k)))
          g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                                  sp_name_get_text (g_ptr_array_index (begun, k)));
      finding = sp_check_add (run, SP_LEVEL_LATER, run->domain, NULL);
      sp_finding_set_provider (finding, provider);
      sp_finding_set_detail (finding, "missing", missing->str);
      sp_finding_add_set (finding, sp_fact_get_set (run->mx));
      return;
    }
}

/* Whether mail goes to the current provider first, and to nobody before it. */
static gboolean
is_switched (SpCheckRun *run)
{
  const SpMxHost *first;

  if (run->current == NULL || run->hosts->len == 0)
    return FALSE;
  first = g_ptr_array_index (run->hosts, 0);
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (host->preference == first->preference && sp_mx_host_belongs_to (host, run->current))
        return TRUE;
    }
  return first->provider != NULL && sp_provider_get_kind (first->provider) == SP_PROVIDER_FILTER;
}

static void
judge_signpost (SpCheckRun *run, const char *labels, SpRrType type)
{
  SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, labels, type);
  SpName *target = sp_autoconfig_get_target (fact);
  SpProvider *other = target != NULL ? sp_catalog_recognise_host (run->catalog, target) : NULL;
  SpFinding *finding;

  if (target == NULL && sp_fact_is_unknown (fact))
    sp_check_add_unknown_fact (run, sp_fact_get_name (fact), fact);
  if (other == NULL || other == run->current || sp_provider_is_known_host (run->current, target)
      || sp_provider_get_kind (other) != SP_PROVIDER_HOSTING)
    return;
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, sp_fact_get_name (fact), NULL);
  sp_finding_set_detail (finding, "target", sp_name_get_text (target));
  sp_finding_set_detail (finding, "other", sp_provider_get_id (other));
  sp_finding_set_detail (finding, "other-name", sp_provider_get_name (other));
  sp_finding_set_provider (finding, run->current);
  if (type == SP_RR_SRV)
    sp_finding_add_set (finding, sp_fact_get_set (fact));
  else
    {
      g_autofree char *line = g_strdup_printf (
        "%s. CNAME %s.", sp_name_get_text (sp_fact_get_name (fact)), sp_name_get_text (target));

      sp_finding_add_evidence (finding, line);
    }
}

/* autodiscover-left: mail goes to one provider, and mail programs are sent to another. Judged once
 * mail goes to the current provider first. Subject: the name that leads there.
 * Details: "target": where it leads; "other", "other-name": whose host that is; "provider",
 * "provider-name": who has the mail. */
static void
check_autodiscover_left (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->mx)
      || (run->current_doubt != NULL && sp_check_lacks (run, run->current_doubt))
      || !is_switched (run))
    return;
  judge_signpost (run, "autodiscover", SP_RR_A);
  judge_signpost (run, "autoconfig", SP_RR_A);
  judge_signpost (run, "_autodiscover._tcp", SP_RR_SRV);
}

/* autodiscover-absent: the provider documents a name at which mail programs find its servers, and
 * nothing is there. Judged once mail goes to the provider first. Subject: the name that is missing.
 * Details: "provider", "provider-name"; "type", "target": what the provider documents. */
static void
check_autodiscover_absent (SpCheckRun *run)
{
  GPtrArray *records;

  if (sp_check_lacks (run, run->mx) || !is_switched (run))
    return;
  records = sp_provider_get_records (run->current);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);
      SpFact *fact = sp_autoconfig_get_fact (run->snapshot, record);
      g_autofree char *target = sp_provider_expand (run->current, record->value, run->domain, NULL);
      g_autofree char *type = NULL;
      SpFinding *finding;

      /* What differs from customer to customer not everybody has. */
      if (fact == NULL || target == NULL || strchr (target, '{') != NULL)
        continue;
      if (sp_fact_is_unknown (fact))
        sp_check_add_unknown_fact (run, sp_fact_get_name (fact), fact);
      if (!sp_fact_is_absent (fact) || sp_fact_get_aliases (fact)->len > 0)
        continue;
      type = sp_rr_type_to_string (record->type);
      finding = sp_check_add (run, SP_LEVEL_TIDY_UP, sp_fact_get_name (fact), NULL);
      sp_finding_set_provider (finding, run->current);
      sp_finding_set_detail (finding, "type", type);
      sp_finding_set_detail (finding, "target", target);
      sp_finding_add_fact (finding, fact);
    }
}

const SpCheck sp_checks_companies[] = {
  { "forwarding-in-the-way", SP_AREA_RECEIVING, check_forwarding_in_the_way },
  { "old-mx-left", SP_AREA_RECEIVING, check_old_mx_left },
  { "filter-bypassed", SP_AREA_RECEIVING, check_filter_bypassed },
  { "mx-priority", SP_AREA_RECEIVING, check_mx_priority },
  { "mx-set-partial", SP_AREA_RECEIVING, check_mx_set_partial },
  { "autodiscover-left", SP_AREA_PROGRAMS, check_autodiscover_left },
  { "autodiscover-absent", SP_AREA_PROGRAMS, check_autodiscover_absent },
  { NULL },
};
