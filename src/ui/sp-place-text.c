/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-place-text.h"

#include <glib/gi18n.h>

/* The panel to be named: not one whose edits nobody would see. */
static SpDnsHost *
get_named_panel (SpReport *report)
{
  SpDnsHost *panel = sp_report_get_dns_host (report);
  SpFinding *obstacle = sp_report_get_obstacle (report);

  if (panel == NULL || sp_dns_host_is_generic (panel))
    return NULL;
  if (obstacle != NULL
      && g_strcmp0 (sp_finding_get_detail (obstacle, "other"), sp_dns_host_get_id (panel)) == 0)
    return NULL;
  return panel;
}

/**
 * sp_place_text_dup_kept_at:
 * @report: what was found
 *
 * Returns: (transfer full): where the records are kept: the company, or else the first server
 */
char *
sp_place_text_dup_kept_at (SpReport *report)
{
  SpDnsHost *keeper = sp_report_get_keeper (report);
  GPtrArray *servers = sp_snapshot_get_servers (sp_report_get_snapshot (report));

  if (keeper != NULL)
    /* Translators: %s is a company that keeps DNS records. */
    return g_strdup_printf (_ ("Kept at %s"), sp_dns_host_get_name (keeper));
  if (servers->len > 0)
    {
      const SpZoneServer *first = servers->pdata[0];

      /* Translators: %s is the name of a DNS server. */
      return g_strdup_printf (_ ("Kept at %s"), sp_name_get_text (first->name));
    }
  return g_strdup (_ ("Where the records are kept is not known"));
}

/**
 * sp_place_text_dup_panel:
 * @report: what was found
 *
 * Returns: (transfer full): the name of the panel in which the edits are made, for a row
 */
char *
sp_place_text_dup_panel (SpReport *report)
{
  SpDnsHost *panel = get_named_panel (report);

  return g_strdup (panel != NULL ? sp_dns_host_get_name (panel) : _ ("Not known"));
}

/**
 * sp_place_text_dup_title:
 * @report: what was found
 *
 * Returns: (transfer full): a sentence that says in which panel the edits are made
 */
char *
sp_place_text_dup_title (SpReport *report)
{
  SpDnsHost *panel = get_named_panel (report);

  if (panel == NULL)
    return g_strdup (_ ("Make these edits where the domain’s records are kept."));
  /* Translators: %s is a company that keeps DNS records, or a program such as “cPanel”. */
  return g_strdup_printf (_ ("Make these edits in this panel: %s."), sp_dns_host_get_name (panel));
}
