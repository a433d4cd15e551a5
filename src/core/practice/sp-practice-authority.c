/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-authority.h"

#define MAX_ALIASES 8

/* The zone kept at @host that @name lies in, the longest first. DS belongs to the parent side, if
 * that is kept here too (RFC 4035 §3.1.4.1). */
static SpZone *
find_zone (const SpPracticeData *data, const SpPracticeHost *host, const SpName *name,
           SpRrType type, gint64 now)
{
  SpZone *best = NULL;

  for (guint i = 0; i < data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (data->zones, i);
      SpName *origin = sp_practice_zone_get_origin (zone);
      SpZone *served = NULL;

      if (!sp_name_is_at_or_below (name, origin)
          || (type == SP_RR_DS && sp_name_equal (name, origin))
          || (best != NULL
              && sp_name_get_n_labels (origin) < sp_name_get_n_labels (sp_zone_get_origin (best))))
        continue;
      served = sp_practice_zone_get_served (zone, host->name, now);
      if (served != NULL)
        best = served;
    }

  return best == NULL && type == SP_RR_DS ? find_zone (data, host, name, SP_RR_A, now) : best;
}

static void
add_records (GPtrArray *section, GPtrArray *records)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    g_ptr_array_add (section, sp_record_ref (g_ptr_array_index (records, i)));
}

static void
add_set (GPtrArray *section, SpZone *zone, const SpName *owner, SpRrType type)
{
  g_autoptr (SpRecordSet) set = sp_zone_dup_set (zone, owner, type);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (section, sp_record_ref (sp_record_set_get_record (set, i)));
}

/* Addresses of the servers that a referral names, as far as this server knows them. */
static void
add_glue (const SpPracticeData *data, const SpPracticeHost *host, SpZone *zone, gint64 now,
          SpMessage *reply)
{
  for (guint i = 0; i < reply->authority->len; i++)
    {
      const SpName *target = sp_record_get_target (g_ptr_array_index (reply->authority, i));
      SpZone *holder = zone;

      if (target == NULL)
        continue;
      if (!sp_name_is_at_or_below (target, sp_zone_get_origin (zone)))
        holder = find_zone (data, host, target, SP_RR_A, now);
      if (holder == NULL)
        continue;
      add_set (reply->additional, holder, target, SP_RR_A);
      add_set (reply->additional, holder, target, SP_RR_AAAA);
    }
}

static void
add_soa (SpZone *zone, SpMessage *reply)
{
  SpRecord *soa = sp_zone_get_soa (zone);
  uint32_t ttl = 0;

  if (soa == NULL)
    return;
  /* RFC 2308 §3: the SOA of a negative answer bears the time that it may be remembered. */
  ttl = MIN (sp_record_get_ttl (soa), sp_record_get_soa (soa)->minimum);
  g_ptr_array_add (reply->authority, sp_record_copy (soa, sp_record_get_owner (soa), ttl));
}

/* Returns: (transfer full) (nullable): the name to go on with */
static SpName *
answer_from_zone (const SpPracticeData *data, const SpPracticeHost *host, SpZone *zone,
                  SpName *name, SpRrType type, gint64 now, SpMessage *reply)
{
  g_autoptr (GPtrArray) records = NULL;
  gboolean first = reply->answer->len == 0;

  switch (sp_zone_match (zone, name, type, &records))
    {
    case SP_ZONE_MATCH_ANSWER:
      add_records (reply->answer, records);
      break;
    case SP_ZONE_MATCH_ALIAS:
      add_records (reply->answer, records);
      reply->flags |= SP_ANSWER_AUTHORITATIVE;
      return sp_name_ref (sp_record_get_target (g_ptr_array_index (records, 0)));
    case SP_ZONE_MATCH_NODATA:
      add_soa (zone, reply);
      break;
    case SP_ZONE_MATCH_NXDOMAIN:
      reply->rcode = SP_RCODE_NXDOMAIN;
      add_soa (zone, reply);
      break;
    case SP_ZONE_MATCH_REFERRAL:
      add_records (reply->authority, records);
      add_glue (data, host, zone, now, reply);
      return NULL;
    case SP_ZONE_MATCH_OUTSIDE:
      return NULL;
    }
  if (first)
    reply->flags |= SP_ANSWER_AUTHORITATIVE;
  return NULL;
}

static gboolean
has_alias_from (const SpMessage *reply, const SpName *name)
{
  for (guint i = 0; i < reply->answer->len; i++)
    if (sp_name_equal (sp_record_get_owner (g_ptr_array_index (reply->answer, i)), name))
      return TRUE;
  return FALSE;
}

/**
 * sp_practice_authority_answer:
 * @data: the practice world
 * @host: the server that was asked
 * @query: the question
 * @now: microseconds since 1970
 * @reply: a message with the question already in it, whose sections, code and flags are filled in
 *
 * Answers as the zones' own server (RFC 1034 §4.3.2): aliases are followed within the zones kept
 * at @host, names in no zone of it are refused, recursion is not offered.
 */
void
sp_practice_authority_answer (const SpPracticeData *data, const SpPracticeHost *host,
                              const SpMessage *query, gint64 now, SpMessage *reply)
{
  g_autoptr (SpName) name = NULL;

  g_return_if_fail (data != NULL && host != NULL);
  g_return_if_fail (query != NULL && reply != NULL);

  name = sp_name_ref (query->name);
  for (guint i = 0; name != NULL && i <= MAX_ALIASES; i++)
    {
      SpZone *zone = find_zone (data, host, name, query->type, now);
      SpName *next = NULL;

      if (zone == NULL)
        {
          if (i == 0)
            reply->rcode = SP_RCODE_REFUSED;
          return;
        }
      next = answer_from_zone (data, host, zone, name, query->type, now, reply);
      sp_name_unref (name);
      name = next;
      /* An alias that leads back to itself: what was found so far is the answer. */
      if (name != NULL && has_alias_from (reply, name))
        return;
    }
}
