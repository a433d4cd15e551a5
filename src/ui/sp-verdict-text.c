/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-verdict-text.h"

#include <glib/gi18n.h>

static char *
dup_isolated (const char *text)
{
  return g_strdup_printf ("\u2068%s\u2069", text);
}

/* The companies that are tried first: more than one if they share a number. */
static const char *
find_rival (SpRoute *route, const char *name)
{
  GListModel *stops = sp_route_get_stops (route);

  for (guint i = 0; i < g_list_model_get_n_items (stops); i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);
      const char *rival = sp_stop_get_provider_name (stop);

      /* The route keeps the stop, and with it the name, alive. */
      if (sp_stop_get_rank (stop) == 1 && rival != NULL && g_strcmp0 (rival, name) != 0)
        return rival;
    }
  return NULL;
}

static char *
dup_goes_to (SpReport *report, const char *name)
{
  SpProvider *current = sp_report_get_current_provider (report);
  const char *rival;

  if (current == NULL)
    /* Translators: %s is a domain. */
    return g_strdup_printf (_ ("Mail for %s goes to a server of no known company."), name);
  rival = find_rival (sp_report_get_route_now (report), sp_provider_get_name (current));
  if (rival != NULL)
    /* Translators: %1$s is a domain, %2$s and %3$s are companies. */
    return g_strdup_printf (_ ("Mail for %1$s goes to %2$s or to %3$s, by chance."), name,
                            sp_provider_get_name (current), rival);
  /* Translators: %1$s is a domain, %2$s a company. */
  return g_strdup_printf (_ ("Mail for %1$s goes to %2$s."), name, sp_provider_get_name (current));
}

/**
 * sp_verdict_text_dup_headline:
 * @report: what was found
 *
 * Returns: (transfer full): one sentence that says where the domain's mail goes
 */
char *
sp_verdict_text_dup_headline (SpReport *report)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  g_autofree char *unicode = sp_name_dup_unicode (sp_snapshot_get_domain (snapshot));
  g_autofree char *name = dup_isolated (unicode);

  if (sp_snapshot_get_delegation (snapshot) == SP_DELEGATION_ABSENT)
    /* Translators: %s is a domain. */
    return g_strdup_printf (_ ("%s is not registered, or it has expired."), name);
  switch (sp_route_get_state (sp_report_get_route_now (report)))
    {
    case SP_ROUTE_FOUND:
      return dup_goes_to (report, name);
    case SP_ROUTE_WEBSITE:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("No mail provider is set for %s. Senders try its website."), name);
    case SP_ROUTE_NONE:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("%s exists, but no mail provider is set."), name);
    case SP_ROUTE_NULL:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("%s says that it takes no mail."), name);
    case SP_ROUTE_UNKNOWN:
      /* Translators: %s is a domain. */
      return g_strdup_printf (_ ("Where mail for %s goes could not be checked."), name);
    }
  return g_strdup ("");
}

static guint
count_findings (SpVerdict *verdict, SpLevel least, SpLevel most)
{
  GListModel *findings = sp_verdict_get_findings (verdict);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      SpLevel level = sp_finding_get_level (finding);

      count += level >= least && level <= most;
    }
  return count;
}

/**
 * sp_verdict_text_dup_summary:
 * @verdict: what the checks say
 *
 * Returns: (transfer full): one sentence that says how much there is to do
 */
char *
sp_verdict_text_dup_summary (SpVerdict *verdict)
{
  guint n_faults = count_findings (verdict, SP_LEVEL_LATER, SP_LEVEL_LOST);
  guint n_hints = count_findings (verdict, SP_LEVEL_TIDY_UP, SP_LEVEL_TIDY_UP);
  guint n_unchecked = g_list_model_get_n_items (sp_verdict_get_unchecked (verdict));

  if (n_faults > 0)
    return g_strdup_printf (
      ngettext ("%u thing should be fixed.", "%u things should be fixed.", n_faults), n_faults);
  if (sp_verdict_get_status (verdict) == SP_STATUS_UNKNOWN)
    return g_strdup (_ ("The most important answers did not come."));
  if (n_unchecked > 0)
    return g_strdup_printf (
      ngettext ("Everything checked is in order; %u thing could not be checked.",
                "Everything checked is in order; %u things could not be checked.", n_unchecked),
      n_unchecked);
  if (n_hints > 0)
    return g_strdup_printf (ngettext ("Everything works; %u thing could be tidied up.",
                                      "Everything works; %u things could be tidied up.", n_hints),
                            n_hints);
  return g_strdup (_ ("Everything checked is in order."));
}
