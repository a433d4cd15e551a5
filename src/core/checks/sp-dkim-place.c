/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-dkim-place.h"

#include "core/mail/sp-dkim-key.h"

#define KEYS "_domainkey"

static gboolean
have_same_data (const SpRecordSet *a, const SpRecordSet *b)
{
  if (a == NULL || b == NULL || sp_record_set_get_n_records (a) != sp_record_set_get_n_records (b))
    return FALSE;
  for (guint i = 0; i < sp_record_set_get_n_records (a); i++)
    if (!sp_record_equal_data (sp_record_set_get_record (a, i), sp_record_set_get_record (b, i)))
      return FALSE;
  return TRUE;
}

/* What a wildcard answers at a key name that nobody has. */
static SpFact *
get_key_probe (const SpSnapshot *snapshot)
{
  SpName *probe = sp_snapshot_get_probe_name (snapshot);
  g_autofree char *label = NULL;
  g_autofree char *labels = NULL;

  if (probe == NULL)
    return NULL;
  label = sp_name_dup_relative (probe, sp_snapshot_get_domain (snapshot));
  labels = g_strconcat (label, "." KEYS, NULL);
  return sp_snapshot_get_fact_at (snapshot, labels, SP_RR_TXT);
}

/* A name below "_domainkey" that does not exist shows that no wildcard is there (RFC 4592 §2.2). */
static gboolean
is_wildcard_ruled_out (const SpSnapshot *snapshot)
{
  g_autoptr (SpName) top = sp_name_prepend (sp_snapshot_get_domain (snapshot), KEYS);
  GPtrArray *facts = sp_snapshot_get_facts (snapshot);

  for (guint i = 0; top != NULL && i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);

      if (sp_name_is_at_or_below (sp_fact_get_name (fact), top)
          && !sp_name_equal (sp_fact_get_name (fact), top)
          && sp_fact_get_state (fact) == SP_FACT_ABSENT && !sp_fact_name_exists (fact))
        return TRUE;
    }
  return FALSE;
}

/* Whether all names are moved elsewhere, each under its own label (DNAME, RFC 6672 §2.2), so that
 * an alias does not mean that the name is there. */
static gboolean
are_all_moved (SpFact *fact, SpFact *probe)
{
  g_autoptr (SpName) place = sp_fact_dup_new_place (fact);
  g_autoptr (SpName) probe_place = sp_fact_dup_new_place (probe);

  return place != NULL && probe_place != NULL && sp_name_equal (place, probe_place);
}

/* Whether a wildcard makes this answer, so that it says nothing about the name asked. @doubt is
 * set to the fact that would tell, where it is unknown. */
static gboolean
is_from_wildcard (const SpSnapshot *snapshot, SpFact *fact, SpFact **doubt)
{
  SpFact *probe = get_key_probe (snapshot);
  GPtrArray *aliases = sp_fact_get_aliases (fact), *probe_aliases;

  if (probe == NULL)
    return FALSE;
  if (sp_fact_get_state (probe) == SP_FACT_UNKNOWN)
    {
      if ((aliases->len > 0 || sp_fact_get_set (fact) != NULL) && !is_wildcard_ruled_out (snapshot))
        *doubt = probe;
      return FALSE;
    }
  probe_aliases = sp_fact_get_aliases (probe);
  if (are_all_moved (fact, probe))
    return sp_fact_get_set (fact) == NULL
           || have_same_data (sp_fact_get_set (fact), sp_fact_get_set (probe));
  if (aliases->len > 0 && probe_aliases->len > 0)
    return sp_name_equal (g_ptr_array_index (aliases, 0), g_ptr_array_index (probe_aliases, 0));
  return have_same_data (sp_fact_get_set (fact), sp_fact_get_set (probe));
}

/**
 * sp_dkim_place_read:
 * @snapshot: what was seen
 * @fact: the TXT fact of a key name
 *
 * Returns: what is there
 */
SpDkimPlace
sp_dkim_place_read (const SpSnapshot *snapshot, SpFact *fact)
{
  SpDkimPlace place = { .fact = fact, .state = SP_DKIM_PLACE_ABSENT };
  SpRecordSet *set = sp_fact_get_set (fact);

  /* At most of the names asked nobody has a key. */
  if (sp_fact_get_state (fact) == SP_FACT_ABSENT && sp_fact_get_aliases (fact)->len == 0)
    return place;
  if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
    place.doubt = fact;
  else if (is_from_wildcard (snapshot, fact, &place.doubt))
    return place;
  if (place.doubt != NULL)
    {
      place.state = SP_DKIM_PLACE_UNKNOWN;
      return place;
    }
  if (set == NULL && sp_fact_get_aliases (fact)->len > 0)
    place.state = SP_DKIM_PLACE_DEAD_ALIAS;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      gsize length = 0;
      const char *text = sp_record_get_text (record, &length);

      if (text == NULL || !sp_dkim_key_looks_like (text, length))
        continue;
      place.state = SP_DKIM_PLACE_KEY;
      place.n_keys++;
      if (place.record == NULL)
        place.record = record;
    }
  return place;
}

/**
 * sp_dkim_place_dup_selector:
 * @snapshot: the snapshot it was read from
 * @place: a place below the domain's "_domainkey"
 *
 * Returns: (transfer full): its key name, such as "fm1"
 */
char *
sp_dkim_place_dup_selector (const SpSnapshot *snapshot, const SpDkimPlace *place)
{
  g_autoptr (SpName) top = sp_name_prepend (sp_snapshot_get_domain (snapshot), KEYS);

  return sp_name_dup_relative (sp_fact_get_name (place->fact), top);
}

static gboolean
is_key_name (const SpName *name, const SpName *top, const SpFact *probe)
{
  return sp_name_is_at_or_below (name, top) && !sp_name_equal (name, top)
         && (probe == NULL || !sp_name_equal (name, sp_fact_get_name (probe)));
}

/**
 * sp_dkim_places_dup_asked:
 * @snapshot: what was seen
 *
 * Returns: (transfer full) (element-type SpDkimPlace): every key name of the domain that was
 *   asked for
 */
GArray *
sp_dkim_places_dup_asked (const SpSnapshot *snapshot)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (SpDkimPlace));
  g_autoptr (SpName) top = sp_name_prepend (sp_snapshot_get_domain (snapshot), KEYS);
  GPtrArray *facts = sp_snapshot_get_facts (snapshot);
  const SpFact *probe = get_key_probe (snapshot);

  for (guint i = 0; top != NULL && i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      SpDkimPlace place;

      if (sp_fact_get_rr_type (fact) != SP_RR_TXT
          || !is_key_name (sp_fact_get_name (fact), top, probe))
        continue;
      place = sp_dkim_place_read (snapshot, fact);
      g_array_append_val (places, place);
    }
  return places;
}

/* Whether any name below "_domainkey" that was asked exists, whoever's key it is. */
static gboolean
is_any_key_name_there (const SpSnapshot *snapshot, const SpName *top)
{
  GPtrArray *facts = sp_snapshot_get_facts (snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      SpFact *doubt = NULL;

      if (is_key_name (sp_fact_get_name (fact), top, NULL)
          && sp_fact_get_state (fact) != SP_FACT_UNKNOWN && sp_fact_name_exists (fact)
          && !is_from_wildcard (snapshot, fact, &doubt))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_dkim_is_surely_none:
 * @snapshot: what was seen
 *
 * Whether the domain has no key at all: NXDOMAIN at "_domainkey" means that nothing is below
 * (RFC 8020). Servers that say so of a name that only has names below it are found out by any key
 * name that exists.
 *
 * Returns: whether there is none; %FALSE also if that cannot be told
 */
gboolean
sp_dkim_is_surely_none (const SpSnapshot *snapshot)
{
  g_autoptr (SpName) top = sp_name_prepend (sp_snapshot_get_domain (snapshot), KEYS);
  SpFact *fact = sp_snapshot_get_fact_at (snapshot, KEYS, SP_RR_TXT);

  return top != NULL && fact != NULL && sp_fact_get_state (fact) == SP_FACT_ABSENT
         && !sp_fact_name_exists (fact) && !is_any_key_name_there (snapshot, top);
}
