/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-autoconfig.h"

/* Where mail programs look: Outlook, Thunderbird, and whoever keeps to RFC 6186 and RFC 8314. */
static const struct {
  const char *labels;
  SpRrType type;
} places[] = {
  { "autodiscover", SP_RR_A },         { "autodiscover", SP_RR_AAAA },
  { "autoconfig", SP_RR_A },           { "autoconfig", SP_RR_AAAA },
  { "_autodiscover._tcp", SP_RR_SRV }, { "_imaps._tcp", SP_RR_SRV },
  { "_imap._tcp", SP_RR_SRV },         { "_pop3s._tcp", SP_RR_SRV },
  { "_submissions._tcp", SP_RR_SRV },  { "_submission._tcp", SP_RR_SRV },
};

/**
 * sp_autoconfig_get_target:
 * @fact: what is known of a name at which mail programs look
 *
 * Returns: (transfer none) (nullable): the host that the name leads to, %NULL if it has an address
 *   of its own or there is nothing
 */
SpName *
sp_autoconfig_get_target (SpFact *fact)
{
  GPtrArray *aliases = sp_fact_get_aliases (fact);
  SpRecordSet *set = sp_fact_get_set (fact);

  if (aliases->len > 0)
    return g_ptr_array_index (aliases, 0);
  if (set != NULL && sp_fact_get_rr_type (fact) == SP_RR_SRV)
    return sp_record_get_target (sp_record_set_get_record (set, 0));
  return NULL;
}

/* What a provider documents may lie under a name that is nobody's in particular. */
static gboolean
is_documented (SpSnapshot *snapshot, SpProvider *provider, SpName *target)
{
  GPtrArray *records = sp_provider_get_records (provider);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);
      g_autofree char *value = NULL;
      g_autoptr (SpName) documented = NULL;

      if (g_strcmp0 (record->purpose, "autodiscover") != 0)
        continue;
      value = sp_provider_expand (provider, record->value, sp_snapshot_get_domain (snapshot), NULL);
      documented = value != NULL ? sp_name_parse (value, NULL) : NULL;
      if (documented != NULL && sp_name_equal (documented, target))
        return TRUE;
    }
  return FALSE;
}

static SpProvider *
find_owner (SpSnapshot *snapshot, SpCatalog *catalog, SpProvider *current, SpName *target)
{
  if (current != NULL
      && (sp_provider_is_known_host (current, target) || sp_provider_is_mx_host (current, target)
          || is_documented (snapshot, current, target)))
    return current;
  return sp_catalog_recognise_host (catalog, target);
}

/**
 * sp_autoconfig_find:
 * @snapshot: what was seen
 * @catalog: to name providers
 * @current: (nullable): the provider that has the mail
 * @owner: (out) (transfer none) (nullable): whose hosts mail programs are sent to; of several the
 *   one that is not @current
 *
 * Looks where mail programs look. An SRV record with the target `.` says that there is no such
 * service (RFC 2782), and leads nowhere. As long as nobody knows who has the mail, it is not known
 * whether that is somebody else.
 *
 * Returns: where they are sent
 */
SpAutoconfigState
sp_autoconfig_find (SpSnapshot *snapshot, SpCatalog *catalog, SpProvider *current,
                    SpProvider **owner)
{
  SpFact *mx = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  gboolean is_known = current != NULL || sp_fact_get_state (mx) != SP_FACT_UNKNOWN;
  gboolean is_unknown = FALSE;

  *owner = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      SpFact *fact = sp_snapshot_get_fact_at (snapshot, places[i].labels, places[i].type);
      SpName *target = sp_autoconfig_get_target (fact);
      SpProvider *found;

      if (target == NULL && sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
        is_unknown = TRUE;
      if (target != NULL ? sp_name_is_root (target) : sp_fact_get_state (fact) != SP_FACT_PRESENT)
        continue;
      found = target != NULL ? find_owner (snapshot, catalog, current, target) : NULL;
      *owner = found;
      if (!is_known)
        return SP_AUTOCONFIG_UNKNOWN;
      if (found == NULL || found != current)
        return SP_AUTOCONFIG_OTHER;
    }
  if (*owner != NULL)
    return SP_AUTOCONFIG_PROVIDER;
  return is_unknown ? SP_AUTOCONFIG_UNKNOWN : SP_AUTOCONFIG_NONE;
}

/* A name that leads on is there, whatever becomes of its end. */
static gboolean
is_nothing (SpFact *fact)
{
  return sp_fact_get_state (fact) == SP_FACT_ABSENT && sp_fact_get_aliases (fact)->len == 0;
}

static SpFact *
get_fact (SpSnapshot *snapshot, const char *labels, SpRrType type)
{
  SpFact *fact = sp_snapshot_get_fact_at (snapshot, labels, type == SP_RR_CNAME ? SP_RR_A : type);

  if (type == SP_RR_CNAME && is_nothing (fact))
    return sp_snapshot_get_fact_at (snapshot, labels, SP_RR_AAAA);
  return fact;
}

/**
 * sp_autoconfig_get_fact:
 * @snapshot: what was seen
 * @record: what a provider documents
 *
 * Outlook looks at two names, of which either does.
 *
 * Returns: (transfer none) (nullable): what is known where mail programs would find the record;
 *   absent if there is nothing; %NULL if it is none that they need, or nobody documents it for
 *   certain
 */
SpFact *
sp_autoconfig_get_fact (SpSnapshot *snapshot, const SpProviderRecord *record)
{
  static const struct {
    const char *name;
    SpRrType type;
    const char *other;
    SpRrType other_type;
  } names[] = {
    { "autodiscover", SP_RR_CNAME, "_autodiscover._tcp", SP_RR_SRV },
    { "_autodiscover._tcp", SP_RR_SRV, "autodiscover", SP_RR_CNAME },
    { "autoconfig", SP_RR_CNAME, NULL, SP_RR_CNAME },
  };

  if (g_strcmp0 (record->purpose, "autodiscover") != 0 || record->trust == SP_TRUST_GUESS)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      SpFact *fact, *other;

      if (!g_str_equal (record->name, names[i].name) || record->type != names[i].type)
        continue;
      fact = get_fact (snapshot, names[i].name, names[i].type);
      if (!is_nothing (fact) || names[i].other == NULL)
        return fact;
      other = get_fact (snapshot, names[i].other, names[i].other_type);
      return is_nothing (other) ? fact : other;
    }
  return NULL;
}
