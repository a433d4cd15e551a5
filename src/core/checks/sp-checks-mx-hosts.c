/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/dns/sp-address.h"

/* Each check of this file judges every MX host by itself; the subject is the host. A host that
 * stands in the set twice is judged once. */

static gboolean
is_repeated (SpCheckRun *run, guint index)
{
  const SpMxHost *host = g_ptr_array_index (run->hosts, index);

  for (guint i = 0; i < index; i++)
    if (sp_name_equal (((const SpMxHost *) g_ptr_array_index (run->hosts, i))->name, host->name))
      return TRUE;
  return FALSE;
}

static SpFinding *
add_host (SpCheckRun *run, SpLevel level, const SpMxHost *host, const char *reference)
{
  SpFinding *finding = sp_check_add (run, level, host->name, reference);

  sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
  sp_finding_set_number (finding, "priority", host->preference);
  sp_finding_add_record (finding, host->record);
  return finding;
}

static void
for_each_host (SpCheckRun *run, void (*judge) (SpCheckRun *run, const SpMxHost *host))
{
  if (sp_check_lacks (run, run->mx))
    return;
  for (guint i = 0; i < run->hosts->len; i++)
    if (!is_repeated (run, i))
      judge (run, g_ptr_array_index (run->hosts, i));
}

static SpFact *
find_alias (const SpMxHost *host)
{
  if (sp_fact_get_aliases (host->a)->len > 0)
    return host->a;
  return sp_fact_get_aliases (host->aaaa)->len > 0 ? host->aaaa : NULL;
}

static gboolean
is_circle (const SpMxHost *host)
{
  return sp_fact_has_alias_loop (host->a) || sp_fact_has_alias_loop (host->aaaa);
}

static void
add_alias (SpFinding *finding, const SpName *from, const SpName *to)
{
  g_autofree char *line = g_strdup_printf ("%s. CNAME %s.", sp_name_get_text (from),
                                           sp_name_get_text (to));

  sp_finding_set_detail (finding, "target", sp_name_get_text (to));
  sp_finding_add_evidence (finding, line);
}

/* Adds the alias at @end that some answer to the question of @fact holds. */
static gboolean
add_alias_of (SpFinding *finding, const SpFact *fact, const SpName *end)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    {
      g_autoptr (SpRecordSet)
        set = sp_answer_dup_set (g_ptr_array_index (answers, i), end, SP_RR_CNAME);

      if (set == NULL)
        continue;
      add_alias (finding, end, sp_record_get_target (sp_record_set_get_record (set, 0)));
      return TRUE;
    }
  return FALSE;
}

/* The chain as it was found; one that leads in a circle shows how it closes. */
static void
add_aliases (SpCheckRun *run, SpFinding *finding, const SpMxHost *host, SpFact *fact)
{
  GPtrArray *aliases = sp_fact_get_aliases (fact);
  SpName *end = host->name;

  for (guint i = 0; i < aliases->len; i++)
    {
      add_alias (finding, end, g_ptr_array_index (aliases, i));
      end = g_ptr_array_index (aliases, i);
    }
  if (is_circle (host) && !add_alias_of (finding, fact, end))
    add_alias_of (finding, sp_snapshot_get_fact (run->snapshot, end, sp_fact_get_rr_type (fact)),
                  end);
}

static void
judge_alias (SpCheckRun *run, const SpMxHost *host)
{
  SpFact *alias;
  SpFinding *finding;

  if (host->kind != SP_MX_HOST_NAME)
    return;
  alias = find_alias (host);
  /* An alias shows in the answer to either question: one answer without is enough. */
  if (alias == NULL)
    {
      if (sp_fact_is_unknown (host->a) && sp_fact_is_unknown (host->aaaa))
        sp_check_add_unknown_fact (run, host->name, host->a);
      return;
    }
  finding = add_host (run, SP_LEVEL_MAY_BOUNCE, host, "RFC 2181 §10.3");
  add_aliases (run, finding, host, alias);
}

/* mx-to-cname: the target is an alias, in any zone (RFC 2181 §10.3).
 * Details: "host", "priority"; "target": where the alias ends. */
static void
check_mx_to_cname (SpCheckRun *run)
{
  for_each_host (run, judge_alias);
}

static void
judge_address (SpCheckRun *run, const SpMxHost *host)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *text = NULL;

  if (host->kind != SP_MX_HOST_ADDRESS)
    return;
  address = sp_mx_host_dup_address (host->name, run->domain);
  if (address == NULL)
    address = sp_mx_host_dup_address (host->name, run->own);
  text = g_inet_address_to_string (address);
  sp_finding_set_detail (add_host (run, SP_LEVEL_LOST, host, "RFC 1035 §3.3.9"), "address", text);
}

/* mx-to-ip: the target reads as an address, alone or with the domain appended (RFC 1035 §3.3.9).
 * Details: "host", "priority", "address". */
static void
check_mx_to_ip (SpCheckRun *run)
{
  for_each_host (run, judge_address);
}

static void
judge_name (SpCheckRun *run, const SpMxHost *host)
{
  if (host->kind == SP_MX_HOST_BAD)
    add_host (run, SP_LEVEL_LOST, host, "RFC 1123 §2.1");
}

/* mx-bad-name: the target is no legal host name (RFC 1123 §2.1). Details: "host", "priority". */
static void
check_mx_bad_name (SpCheckRun *run)
{
  for_each_host (run, judge_name);
}

static gboolean
is_every_host_dead (SpCheckRun *run)
{
  for (guint i = 0; i < run->hosts->len; i++)
    if (((const SpMxHost *) g_ptr_array_index (run->hosts, i))->state != SP_HOST_DEAD)
      return FALSE;
  return TRUE;
}

static void
judge_life (SpCheckRun *run, const SpMxHost *host)
{
  SpFact *alias;
  SpFinding *finding;
  g_autoptr (SpName) nearest = NULL;

  if (host->kind != SP_MX_HOST_NAME || host->state == SP_HOST_RESOLVES)
    return;
  if (host->state == SP_HOST_UNKNOWN)
    {
      sp_check_add_unknown_fact (run, host->name,
                                 sp_fact_is_unknown (host->a) ? host->a : host->aaaa);
      return;
    }
  alias = find_alias (host);
  finding = add_host (run, is_every_host_dead (run) ? SP_LEVEL_LOST : SP_LEVEL_MAY_BOUNCE, host,
                      "RFC 5321 §5.1");
  if (alias != NULL || is_circle (host))
    add_aliases (run, finding, host, alias != NULL ? alias : host->a);
  else
    {
      sp_finding_add_fact (finding, host->a);
      sp_finding_add_fact (finding, host->aaaa);
    }
  sp_finding_set_detail (finding, "case",
                         is_circle (host) ? "circle"
                         : alias != NULL  ? "alias"
                                          : NULL);
  nearest = sp_catalog_nearest_mx_host (run->catalog, host->name);
  sp_finding_set_detail (finding, "nearest", nearest != NULL ? sp_name_get_text (nearest) : NULL);
  sp_finding_set_detail (finding, "exists", sp_fact_name_exists (host->a) ? "yes" : NULL);
}

/* mx-target-dead: the target has no address (RFC 5321 §5.1); 4 if no target has one, else 3.
 * An alias that leads to no address is as dead, and no matter of `mx-to-cname`.
 * Details: "host", "priority"; "nearest": the known provider host that may have been meant;
 * "exists": "yes" if the name exists with other records; "case": "alias" or "circle" where the name
 * is an alias, and "target" where it leads. Evidence: the MX; its aliases or what was answered. */
static void
check_mx_target_dead (SpCheckRun *run)
{
  for_each_host (run, judge_life);
}

typedef struct {
  guint n_private;
  guint n_documentation;
  guint n_other;
  GInetAddress *first;
} AddressCount;

static void
count_addresses (AddressCount *count, SpFact *fact)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, i));

      if (count->first == NULL)
        count->first = address;
      switch (sp_address_classify (address))
        {
        case SP_ADDRESS_UNSPECIFIED:
        case SP_ADDRESS_LOOPBACK:
        case SP_ADDRESS_LINK_LOCAL:
        case SP_ADDRESS_PRIVATE:
          count->n_private++;
          break;
        case SP_ADDRESS_DOCUMENTATION:
          count->n_documentation++;
          break;
        case SP_ADDRESS_PUBLIC:
        case SP_ADDRESS_BENCHMARK:
        case SP_ADDRESS_RESERVED:
          count->n_other++;
          break;
        }
    }
}

static void
judge_privacy (SpCheckRun *run, const SpMxHost *host)
{
  AddressCount count = { 0 };
  SpFinding *finding;
  g_autofree char *address = NULL;

  if (host->kind != SP_MX_HOST_NAME)
    return;
  count_addresses (&count, host->a);
  count_addresses (&count, host->aaaa);
  if (count.n_other > 0)
    return;
  if (sp_fact_is_unknown (host->a) || sp_fact_is_unknown (host->aaaa))
    {
      sp_check_add_unknown_fact (run, host->name,
                                 sp_fact_is_unknown (host->a) ? host->a : host->aaaa);
      return;
    }
  if (count.first == NULL)
    return;
  finding = add_host (run, count.n_private > 0 ? SP_LEVEL_LOST : SP_LEVEL_TIDY_UP, host,
                      "RFC 6890");
  address = g_inet_address_to_string (count.first);
  sp_finding_set_detail (finding, "address", address);
  sp_finding_set_detail (finding, "kind", count.n_private > 0 ? "private" : "documentation");
  sp_finding_add_set (finding, sp_fact_get_set (host->a));
  sp_finding_add_set (finding, sp_fact_get_set (host->aaaa));
}

/* mx-target-private: only addresses that nobody outside can reach (4), or that stand for examples
 * (1) (RFC 6890). Not judged in the practice world and where private addresses are allowed.
 * Details: "host", "priority", "address"; "kind": "private" or "documentation". */
static void
check_mx_target_private (SpCheckRun *run)
{
  SpSnapshotFlags flags = sp_snapshot_get_flags (run->snapshot);

  if ((flags & (SP_SNAPSHOT_ALLOW_PRIVATE | SP_SNAPSHOT_PRACTICE)) == 0)
    for_each_host (run, judge_privacy);
}

/* Whether every address of a fact is that of the same company's web proxy; a fact without addresses
 * says nothing against it. */
static gboolean
is_behind_proxy (SpCheckRun *run, SpFact *fact, SpDnsHost **proxy)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpDnsHost *found = sp_catalog_recognise_proxy (
        run->catalog, sp_record_get_address (sp_record_set_get_record (set, i)));

      if (found == NULL || (*proxy != NULL && found != *proxy))
        return FALSE;
      *proxy = found;
    }
  return TRUE;
}

/* Some DNS hosts give out the addresses of an alias's target as the name's own ("flattening"): a
 * name that shares an address with a known mail server is that server. */
static gboolean
is_flattened (SpCheckRun *run, const SpMxHost *host)
{
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *other = g_ptr_array_index (run->hosts, i);

      if (other->provider != NULL && other->kind == SP_MX_HOST_NAME
          && (sp_facts_share_address (host->a, other->a)
              || sp_facts_share_address (host->aaaa, other->aaaa)))
        return TRUE;
    }
  return FALSE;
}

static void
judge_proxy (SpCheckRun *run, const SpMxHost *host)
{
  SpDnsHost *proxy = NULL;
  SpFinding *finding;

  if (host->kind != SP_MX_HOST_NAME || host->provider != NULL || is_flattened (run, host)
      || !is_behind_proxy (run, host->a, &proxy) || !is_behind_proxy (run, host->aaaa, &proxy))
    return;
  if (sp_fact_is_unknown (host->a) || sp_fact_is_unknown (host->aaaa))
    {
      sp_check_add_unknown_fact (run, host->name,
                                 sp_fact_is_unknown (host->a) ? host->a : host->aaaa);
      return;
    }
  if (proxy == NULL)
    return;
  finding = add_host (run, SP_LEVEL_LOST, host, NULL);
  sp_finding_set_detail (finding, "service", sp_dns_host_get_name (proxy));
  sp_finding_add_set (finding, sp_fact_get_set (host->a));
  sp_finding_add_set (finding, sp_fact_get_set (host->aaaa));
}

/* proxied-mail-host: at the target's addresses a web proxy answers, which does not carry mail. A
 * provider's host is known to take mail.
 * Details: "host", "priority"; "service": what people call whose proxy it is. */
static void
check_proxied_mail_host (SpCheckRun *run)
{
  for_each_host (run, judge_proxy);
}

static void
judge_doubling (SpCheckRun *run, const SpMxHost *host)
{
  g_autoptr (SpName) meant = NULL;
  SpProvider *provider;
  SpFinding *finding;

  if (host->kind != SP_MX_HOST_NAME)
    return;
  meant = sp_mx_host_dup_meant (host->name, run->domain, run->own);
  if (meant == NULL)
    return;
  provider = sp_catalog_recognise_mx (run->catalog, meant);
  if (provider == NULL && !sp_name_is_at_or_below (meant, run->own))
    return;
  finding = add_host (run, SP_LEVEL_LOST, host, NULL);
  sp_finding_set_detail (finding, "target", sp_name_get_text (meant));
  sp_finding_set_provider (finding, provider);
}

/* mx-target-doubled: a provider's host, or an own one, with the own domain appended.
 * Details: "host", "priority"; "target": the host that was meant; "provider", "provider-name". */
static void
check_mx_target_doubled (SpCheckRun *run)
{
  for_each_host (run, judge_doubling);
}

static void
judge_repetition (SpCheckRun *run, const SpMxHost *host)
{
  SpFinding *finding = NULL;

  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *other = g_ptr_array_index (run->hosts, i);

      if (other == host || !sp_name_equal (other->name, host->name))
        continue;
      if (finding == NULL)
        finding = add_host (run, SP_LEVEL_TIDY_UP, host, NULL);
      sp_finding_set_number (finding, "other-priority", other->preference);
      sp_finding_add_record (finding, other->record);
    }
}

/* mx-duplicate: the same host under two numbers.
 * Details: "host", "priority", "other-priority". */
static void
check_mx_duplicate (SpCheckRun *run)
{
  for_each_host (run, judge_repetition);
}

const SpCheck sp_checks_mx_hosts[] = {
  { "mx-to-ip", SP_AREA_RECEIVING, check_mx_to_ip },
  { "mx-bad-name", SP_AREA_RECEIVING, check_mx_bad_name },
  { "mx-target-doubled", SP_AREA_RECEIVING, check_mx_target_doubled },
  { "mx-target-dead", SP_AREA_RECEIVING, check_mx_target_dead },
  { "mx-target-private", SP_AREA_RECEIVING, check_mx_target_private },
  { "proxied-mail-host", SP_AREA_RECEIVING, check_proxied_mail_host },
  { "mx-to-cname", SP_AREA_RECEIVING, check_mx_to_cname },
  { "mx-duplicate", SP_AREA_RECEIVING, check_mx_duplicate },
  { NULL },
};
