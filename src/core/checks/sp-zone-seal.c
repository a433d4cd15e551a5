/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-zone-seal.h"

#include "core/dns/sp-zone-key.h"

/* Whether a key that one of the servers has fits. They may be of two minds while keys change. */
static SpSealMatch
match_any_key (const SpRecord *ds, SpFact *keys)
{
  GPtrArray *answers = sp_fact_get_answers (keys);
  SpSealMatch best = SP_SEAL_MATCH_NO;

  for (guint i = 0; i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);
      g_autoptr (SpRecordSet) set = NULL;

      if (!sp_outcome_is_conclusive (sp_answer_get_outcome (answer)))
        continue;
      set = sp_answer_dup_set (answer, sp_fact_get_name (keys), SP_RR_DNSKEY);
      for (guint k = 0; set != NULL && k < sp_record_set_get_n_records (set); k++)
        switch (sp_zone_key_match (sp_record_set_get_record (set, k), ds))
          {
          case SP_SEAL_MATCH_YES:
            return SP_SEAL_MATCH_YES;
          case SP_SEAL_MATCH_UNKNOWN:
            best = SP_SEAL_MATCH_UNKNOWN;
            break;
          case SP_SEAL_MATCH_NO:
            break;
          }
    }
  return best;
}

static SpZoneSealState
judge_set (SpRecordSet *set, SpFact *keys)
{
  gboolean is_understood = FALSE, is_doubtful = FALSE;

  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *ds = sp_record_set_get_record (set, i);

      switch (match_any_key (ds, keys))
        {
        case SP_SEAL_MATCH_YES:
          return SP_ZONE_SEAL_FITS;
        case SP_SEAL_MATCH_UNKNOWN:
          is_doubtful = TRUE;
          break;
        case SP_SEAL_MATCH_NO:
          is_understood = is_understood || sp_zone_seal_is_understood (ds);
          break;
        }
    }
  return is_understood && !is_doubtful ? SP_ZONE_SEAL_BROKEN : SP_ZONE_SEAL_UNKNOWN;
}

/**
 * sp_zone_seal_judge:
 * @snapshot: what was seen
 * @unknown: (out) (transfer none) (nullable): what could not be seen and would be needed; %NULL
 *   also if everything was seen, and the parent's DS is of a kind that cannot be compared
 *
 * Whether the parent's DS fits the keys of the zone.
 *
 * Returns: how the seal stands
 */
SpZoneSealState
sp_zone_seal_judge (const SpSnapshot *snapshot, SpFact **unknown)
{
  SpName *zone;
  SpFact *ds, *keys;

  g_return_val_if_fail (snapshot != NULL, SP_ZONE_SEAL_UNKNOWN);
  g_return_val_if_fail (unknown != NULL, SP_ZONE_SEAL_UNKNOWN);

  *unknown = NULL;
  zone = sp_snapshot_get_zone (snapshot);
  if (zone == NULL)
    return SP_ZONE_SEAL_UNKNOWN;
  ds = sp_snapshot_get_fact (snapshot, zone, SP_RR_DS);
  keys = sp_snapshot_get_fact (snapshot, zone, SP_RR_DNSKEY);
  switch (sp_fact_get_state (ds))
    {
    case SP_FACT_ABSENT:
      return SP_ZONE_SEAL_NONE;
    case SP_FACT_UNKNOWN:
      *unknown = ds;
      return SP_ZONE_SEAL_UNKNOWN;
    case SP_FACT_PRESENT:
      break;
    }
  if (sp_fact_get_state (keys) == SP_FACT_UNKNOWN)
    {
      *unknown = keys;
      return SP_ZONE_SEAL_UNKNOWN;
    }
  return judge_set (sp_fact_get_set (ds), keys);
}

/**
 * sp_zone_seal_state_to_string:
 * @state: how the seal stands
 *
 * Returns: (transfer none): the public word for it, as in `signpostctl check --json`
 */
const char *
sp_zone_seal_state_to_string (SpZoneSealState state)
{
  switch (state)
    {
    case SP_ZONE_SEAL_NONE:
      return "unsigned";
    case SP_ZONE_SEAL_FITS:
      return "signed";
    case SP_ZONE_SEAL_BROKEN:
      return "broken";
    case SP_ZONE_SEAL_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}
