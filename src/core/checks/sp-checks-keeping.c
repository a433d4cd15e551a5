/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-zone-seal.h"

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

const SpCheck sp_checks_keeping[] = {
  { "ds-stale", SP_AREA_KEEPING, check_ds_stale },
  { NULL },
};
