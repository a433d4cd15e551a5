/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-keeping.h"

#include "core/inspect/sp-public-suffix.h"

static GPtrArray *
list_names (SpSnapshot *snapshot)
{
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < servers->len; i++)
    g_ptr_array_add (names, ((const SpZoneServer *) g_ptr_array_index (servers, i))->name);
  return names;
}

/* Whether a server goes by a name of the domain's own, behind which any company may stand. */
static gboolean
has_own_name (SpSnapshot *snapshot, GPtrArray *names)
{
  SpName *domain = sp_snapshot_get_domain (snapshot);
  g_autoptr (SpName) registrable = sp_public_suffix_dup_registrable (domain);

  for (guint i = 0; i < names->len; i++)
    if (sp_name_is_at_or_below (g_ptr_array_index (names, i),
                                registrable != NULL ? registrable : domain))
      return TRUE;
  return FALSE;
}

/* Companies that serve at least one of the name servers. */
static GPtrArray *
list_companies (SpCatalog *catalog, GPtrArray *names)
{
  GPtrArray *companies = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_autoptr (GPtrArray) found = NULL;

      g_ptr_array_add (one, g_ptr_array_index (names, i));
      found = sp_catalog_suggest_dns_hosts (catalog, one);
      g_ptr_array_extend (companies, found, NULL, NULL);
    }
  return companies;
}

/**
 * sp_keeping_judge:
 * @self: (out caller-allocates): where the records are kept
 * @catalog: the catalogue
 * @snapshot: what was seen
 * @said: (nullable): id of the DNS host where the person says that the records are edited
 *
 * Holds what a person says against the delegation. A program that many companies run, such as
 * cPanel, and a company whose servers are not known, are believed: only their words are asked for.
 * So is whoever names a company where servers of no known company keep the records, though nobody
 * will see the edits if it is true; but where the name servers tell who keeps them, edits are for
 * that company.
 *
 * The company behind a practice domain may be pretended, as its panel is: if nobody knows it,
 * nothing speaks against any panel.
 */
void
sp_keeping_judge (SpKeeping *self, SpCatalog *catalog, SpSnapshot *snapshot, const char *said)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) companies = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (SP_IS_CATALOG (catalog));
  g_return_if_fail (snapshot != NULL);

  names = list_names (snapshot);
  companies = list_companies (catalog, names);
  *self = (SpKeeping) { .state = SP_KEEPING_FITS };
  self->said = said != NULL ? sp_catalog_get_dns_host (catalog, said) : NULL;
  if (names->len > 0)
    self->keeper = sp_catalog_recognise_dns_host (catalog, names);
  self->panel = self->said != NULL ? self->said : self->keeper;
  if (self->said == NULL || sp_dns_host_get_server_patterns (self->said)[0] == NULL
      || sp_snapshot_get_delegation (snapshot) == SP_DELEGATION_ABSENT)
    return;

  if (g_ptr_array_find (companies, self->said, NULL))
    {
      g_autoptr (GPtrArray) whole = sp_catalog_suggest_dns_hosts (catalog, names);

      /* Of several companies that use the same servers the person knows which it is. */
      if (g_ptr_array_find (whole, self->said, NULL))
        self->keeper = self->said;
      return;
    }
  if (self->keeper == NULL && (sp_snapshot_get_flags (snapshot) & SP_SNAPSHOT_PRACTICE) != 0)
    return;
  if (names->len == 0 || (self->keeper == NULL && has_own_name (snapshot, names)))
    {
      self->state = SP_KEEPING_UNKNOWN;
      return;
    }
  self->state = SP_KEEPING_ELSEWHERE;
  if (companies->len > 0)
    self->panel = self->keeper;
}

/**
 * sp_keeping_find_panel:
 * @catalog: the catalogue
 * @snapshot: what was seen
 * @said: (nullable): id of the DNS host where the person says that the records are edited
 *
 * Returns: (transfer none) (nullable): in whose panel edits are to be made
 */
SpDnsHost *
sp_keeping_find_panel (SpCatalog *catalog, SpSnapshot *snapshot, const char *said)
{
  SpKeeping keeping;

  sp_keeping_judge (&keeping, catalog, snapshot, said);
  return keeping.panel;
}
