/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-keeping.h"
#include "core/checks/sp-zone-seal.h"

/* The servers that said that the name does not exist. */
static void
add_denials (SpCheckRun *run, SpFinding *finding)
{
  GPtrArray *facts = sp_snapshot_get_facts (run->snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      GPtrArray *answers = sp_fact_get_answers (g_ptr_array_index (facts, i));

      for (guint k = 0; k < answers->len; k++)
        {
          const SpAnswer *answer = g_ptr_array_index (answers, k);
          const SpAnswerFields *fields = sp_answer_get_fields (answer);

          if (fields->outcome == SP_OUTCOME_NXDOMAIN && fields->endpoint != NULL
              && sp_name_is_at_or_below (run->domain, fields->name))
            sp_finding_add_answer (finding, answer);
        }
    }
}

/* expired-or-held: the registry does not know the name, or has parked it. Subject: the zone.
 * Details: "case": "absent" or "parked"; "host", "host-name": who parks it. */
static void
check_expired_or_held (SpCheckRun *run)
{
  SpDnsHost *dns_host;
  SpFinding *finding;

  switch (sp_snapshot_get_delegation (run->snapshot))
    {
    case SP_DELEGATION_UNKNOWN:
      sp_check_add_unknown (run, run->own, sp_snapshot_get_delegation_reason (run->snapshot), NULL);
      return;
    case SP_DELEGATION_ABSENT:
      finding = sp_check_add (run, SP_LEVEL_LOST, run->own, "RFC 8020");
      sp_finding_set_detail (finding, "case", "absent");
      add_denials (run, finding);
      return;
    case SP_DELEGATION_FOUND:
      break;
    }
  dns_host = sp_check_get_dns_host (run);
  if (dns_host == NULL || !sp_dns_host_is_parking (dns_host))
    return;
  finding = sp_check_add (run, SP_LEVEL_LOST, run->own, NULL);
  sp_finding_set_detail (finding, "case", "parked");
  sp_finding_set_detail (finding, "host", sp_dns_host_get_id (dns_host));
  sp_finding_set_detail (finding, "host-name", sp_dns_host_get_name (dns_host));
  sp_finding_add_fact (finding, sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_NS));
}

/* Every key that any server of the zone holds, each once. */
static void
add_keys (SpFinding *finding, SpFact *keys)
{
  GPtrArray *answers = sp_fact_get_answers (keys);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < answers->len; i++)
    {
      g_autoptr (SpRecordSet) set = sp_answer_dup_set (g_ptr_array_index (answers, i),
                                                       sp_fact_get_name (keys), SP_RR_DNSKEY);

      for (guint k = 0; set != NULL && k < sp_record_set_get_n_records (set); k++)
        {
          SpRecord *key = sp_record_set_get_record (set, k);

          if (g_hash_table_add (seen, sp_record_dup_value (key)))
            sp_finding_add_record (finding, key);
        }
    }
}

/* ds-stale: the parent's DS names no key of the zone, so that resolvers that check seals refuse
 * whatever the zone says (RFC 4035 §5.2). Subject: the zone.
 * Details: "keys": "none" where the zone has no keys at all. Evidence: DS and keys. */
static void
check_ds_stale (SpCheckRun *run)
{
  SpFact *unknown = NULL, *keys;
  SpFinding *finding;

  if (sp_snapshot_get_delegation (run->snapshot) != SP_DELEGATION_FOUND)
    {
      if (sp_snapshot_get_delegation (run->snapshot) == SP_DELEGATION_UNKNOWN)
        sp_check_add_unknown (run, run->zone, sp_snapshot_get_delegation_reason (run->snapshot),
                              NULL);
      return;
    }
  switch (sp_zone_seal_judge (run->snapshot, &unknown))
    {
    case SP_ZONE_SEAL_NONE:
    case SP_ZONE_SEAL_FITS:
      return;
    case SP_ZONE_SEAL_UNKNOWN:
      if (unknown != NULL)
        sp_check_add_unknown_fact (run, run->zone, unknown);
      else
        sp_check_add_unknown (run, run->zone, SP_REASON_NOT_ASKED, NULL);
      return;
    case SP_ZONE_SEAL_BROKEN:
      break;
    }
  keys = sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_DNSKEY);
  finding = sp_check_add (run, SP_LEVEL_LOST, run->zone, "RFC 4035 §5.2");
  sp_finding_set_detail (finding, "keys", sp_fact_is_absent (keys) ? "none" : NULL);
  sp_finding_add_set (finding,
                      sp_fact_get_set (sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_DS)));
  add_keys (finding, keys);
}

/* ns-elsewhere: the person edits the records at a company none of whose servers is in the
 * delegation: whatever is done there, nobody sees it.
 * Details: "other", "other-name": where the person edits; "dns-host", "dns-host-name": who keeps
 * the records, if it is recognised; "servers": the name servers, between spaces. */
static void
check_ns_elsewhere (SpCheckRun *run)
{
  g_autoptr (GPtrArray) names = sp_check_dup_server_names (run);
  g_autoptr (GString) servers = g_string_new (NULL);
  SpKeeping keeping;
  SpFinding *finding;

  sp_keeping_judge (&keeping, run->catalog, run->snapshot, run->facts->dns_host);
  switch (keeping.state)
    {
    case SP_KEEPING_FITS:
      return;
    case SP_KEEPING_UNKNOWN:
      sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
      return;
    case SP_KEEPING_ELSEWHERE:
      break;
    }
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (servers, "%s%s", i > 0 ? " " : "",
                            sp_name_get_text (g_ptr_array_index (names, i)));
  finding = sp_check_add (run, SP_LEVEL_LOST, run->domain, NULL);
  sp_finding_set_detail (finding, "other", sp_dns_host_get_id (keeping.said));
  sp_finding_set_detail (finding, "other-name", sp_dns_host_get_name (keeping.said));
  sp_finding_set_detail (finding, "servers", servers->str);
  if (keeping.keeper != NULL)
    {
      sp_finding_set_detail (finding, "dns-host", sp_dns_host_get_id (keeping.keeper));
      sp_finding_set_detail (finding, "dns-host-name", sp_dns_host_get_name (keeping.keeper));
    }
  sp_finding_add_set (finding,
                      sp_fact_get_set (sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_NS)));
}

const SpCheck sp_checks_keeping[] = {
  { "expired-or-held", SP_AREA_KEEPING, check_expired_or_held },
  { "ns-elsewhere", SP_AREA_KEEPING, check_ns_elsewhere },
  { "ds-stale", SP_AREA_KEEPING, check_ds_stale },
  { NULL },
};
