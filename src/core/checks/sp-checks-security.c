/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-delivery-security.h"

#define RFC_STS "RFC 8461"

static void
add_fault (SpFinding *finding, const SpSecurityFault *fault, GPtrArray *records)
{
  sp_finding_set_detail (finding, "place", fault->place);
  sp_finding_set_detail (finding, "code", fault->code);
  if (fault->problem != NULL)
    sp_finding_set_detail (finding, "problem", fault->problem);
  if (fault->word != NULL)
    {
      sp_finding_set_detail (finding, "word", fault->word);
      sp_finding_set_number (finding, "position", (gint64) fault->position);
    }
  for (guint i = 0; i < records->len; i++)
    sp_finding_add_record (finding, g_ptr_array_index (records, i));
}

static void
add_policy_lines (SpFinding *finding, const SpMtaStsPolicy *policy)
{
  for (guint i = 0; i < policy->mx->len; i++)
    {
      g_autofree char *line = g_strdup_printf ("mx: %s",
                                               (const char *) g_ptr_array_index (policy->mx, i));

      sp_finding_add_evidence (finding, line);
    }
}

/* Whether it could not be found out what becomes of the policy; the domain is then unchecked. */
static gboolean
lacks_policy (SpCheckRun *run, const SpMtaStsFound *found)
{
  g_autofree char *host = NULL;
  const char *servers[] = { NULL, NULL };

  if (found->state != SP_SECURITY_UNKNOWN || sp_check_lacks (run, found->fact))
    return found->state == SP_SECURITY_UNKNOWN;
  host = g_strconcat ("mta-sts.", sp_name_get_text (run->domain), NULL);
  servers[0] = host;
  sp_check_add_unknown (run, run->domain, found->reason, servers);
  return TRUE;
}

static char *
dup_uncovered (SpCheckRun *run, const SpMtaStsPolicy *policy, const char **first)
{
  g_autoptr (GString) hosts = g_string_new (NULL);

  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      /* What is no name has a finding of its own. */
      if (host->kind != SP_MX_HOST_NAME || sp_mta_sts_policy_covers (policy, host->name))
        continue;
      if (*first == NULL)
        *first = sp_name_get_text (host->name);
      g_string_append_printf (hosts, "%s%s", hosts->len > 0 ? " " : "",
                              sp_name_get_text (host->name));
    }
  return g_string_free_and_steal (g_steal_pointer (&hosts));
}

/* mta-sts-stale: the policy does not name every MX host, so that senders which keep to it do not
 * deliver there (RFC 8461 §4.1, §5). Details: "host": the first such host; "hosts": all, between
 * spaces; "mode". */
static void
check_mta_sts_stale (SpCheckRun *run)
{
  g_autoptr (SpMtaStsFound) found = sp_mta_sts_found_new (run->snapshot);
  g_autofree char *hosts = NULL;
  const char *first = NULL;
  gboolean is_enforced;
  SpFinding *finding;

  if (lacks_policy (run, found) || found->state != SP_SECURITY_VALID
      || found->policy->mode == SP_MTA_STS_NONE || sp_check_lacks (run, run->mx))
    return;
  hosts = dup_uncovered (run, found->policy, &first);
  if (first == NULL)
    return;
  is_enforced = found->policy->mode == SP_MTA_STS_ENFORCE;
  finding = sp_check_add (run, is_enforced ? SP_LEVEL_LOST : SP_LEVEL_TIDY_UP, run->domain,
                          RFC_STS " §4.1");
  sp_finding_set_detail (finding, "mode", sp_mta_sts_mode_to_string (found->policy->mode));
  sp_finding_set_detail (finding, "host", first);
  sp_finding_set_detail (finding, "hosts", hosts);
  sp_finding_add_set (finding, sp_fact_get_set (run->mx));
  add_policy_lines (finding, found->policy);
}

/* mta-sts-broken: a policy is announced, and senders cannot use it (RFC 8461 §3). What may be the
 * network's fault or pass is unchecked. Details: "place": "record", "server" or "policy"; "code",
 * "problem", "word", "position": see [struct@SecurityFault]. */
static void
check_mta_sts_broken (SpCheckRun *run)
{
  g_autoptr (SpMtaStsFound) found = sp_mta_sts_found_new (run->snapshot);

  if (lacks_policy (run, found) || found->state != SP_SECURITY_BROKEN)
    return;
  add_fault (sp_check_add (run, SP_LEVEL_LATER, run->domain,
                           g_str_equal (found->fault.place, "record")   ? RFC_STS " §3.1"
                           : g_str_equal (found->fault.place, "policy") ? RFC_STS " §3.2"
                                                                        : RFC_STS " §3.3"),
             &found->fault, found->records);
}

/* tls-rpt-broken: reports are wanted, and senders cannot tell where to (RFC 8460 §3). Details:
 * "code", "word", "position". */
static void
check_tls_rpt_broken (SpCheckRun *run)
{
  g_autoptr (SpTlsRptFound) found = sp_tls_rpt_found_new (run->snapshot);

  if (sp_check_lacks (run, found->fact) || found->state != SP_SECURITY_BROKEN)
    return;
  add_fault (sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, "RFC 8460 §3"), &found->fault,
             found->records);
}

static gboolean
is_repeated (SpCheckRun *run, guint index)
{
  const SpMxHost *host = g_ptr_array_index (run->hosts, index);

  for (guint i = 0; i < index; i++)
    if (sp_name_equal (((const SpMxHost *) g_ptr_array_index (run->hosts, i))->name, host->name))
      return TRUE;
  return FALSE;
}

/* A resolver that has checked the seal says so (RFC 4035 §3.2.3). */
static gboolean
is_authentic (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    if (sp_answer_get_fields (g_ptr_array_index (answers, i))->flags & SP_ANSWER_AUTHENTIC)
      return TRUE;
  return FALSE;
}

static void
judge_fingerprint (SpCheckRun *run, const SpMxHost *host)
{
  SpFact *fact = sp_dane_get_fact (run->snapshot, host->name);
  SpFact *seal;
  SpFinding *finding;

  if (sp_fact_is_unknown (fact))
    sp_check_add_unknown_fact (run, host->name, fact);
  if (!sp_fact_is_present (fact) || is_authentic (fact))
    return;
  seal = sp_dane_get_seal (run->snapshot, host->name);
  if (sp_fact_is_unknown (seal))
    sp_check_add_unknown_fact (run, host->name, seal);
  if (!sp_fact_is_absent (seal))
    return;
  finding = sp_check_add (run, SP_LEVEL_TIDY_UP, host->name, "RFC 7672 §2.2.1");
  sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
  sp_finding_set_detail (finding, "zone", sp_name_get_text (sp_fact_get_name (seal)));
  sp_finding_add_set (finding, sp_fact_get_set (fact));
}

/* dane-unsigned: fingerprints of a mail server's certificate in a zone without a seal, which nobody
 * believes (RFC 7672 §2.2.1). Subject: the host. Details: "host"; "zone": what has no seal. */
static void
check_dane_unsigned (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->mx))
    return;
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (host->kind == SP_MX_HOST_NAME && !is_repeated (run, i))
        judge_fingerprint (run, host);
    }
}

const SpCheck sp_checks_security[] = {
  { "mta-sts-stale", SP_AREA_RECEIVING, check_mta_sts_stale },
  { "mta-sts-broken", SP_AREA_RECEIVING, check_mta_sts_broken },
  { "tls-rpt-broken", SP_AREA_RECEIVING, check_tls_rpt_broken },
  { "dane-unsigned", SP_AREA_RECEIVING, check_dane_unsigned },
  { NULL },
};
