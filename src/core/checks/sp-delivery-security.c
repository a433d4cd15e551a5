/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-delivery-security.h"

#include "core/inspect/sp-public-suffix.h"
#include "core/mail/sp-mx.h"

static void
fault_set (SpSecurityFault *fault, const char *place, const char *code)
{
  fault->place = place;
  fault->code = code;
}

/* The first issue that makes the text useless, and the part of it that is concerned. */
static void
fault_take_issue (SpSecurityFault *fault, const char *place, GArray *issues, const char *text)
{
  const SpParseIssue *issue = sp_parse_issues_find_error (issues);

  fault_set (fault, place, issue->code);
  fault->position = issue->offset;
  if (issue->length > 0)
    {
      g_autofree char *raw = g_strndup (text + issue->offset, issue->length);

      fault->word = g_utf8_make_valid (raw, -1);
    }
}

/* The records that senders take for one; where there are none, what was meant to be one. */
static GPtrArray *
dup_records (SpFact *fact, SpTextTest is_record, SpTextTest looks_like)
{
  SpRecordSet *set = sp_fact_get_set (fact);
  GPtrArray *records = sp_record_set_select_text (set, is_record);

  if (records->len > 0)
    return records;
  g_ptr_array_unref (records);
  return sp_record_set_select_text (set, looks_like);
}

static SpSecurityState
judge_server (SpMtaStsFound *self, SpPolicyFact *policy)
{
  SpPolicyFault fault = sp_policy_fact_get_fault (policy);
  const char *code = sp_policy_fault_to_string (fault);

  switch (fault)
    {
    case SP_POLICY_CERTIFICATE_NAME:
      self->fault.problem = "name";
      break;
    case SP_POLICY_CERTIFICATE_TIME:
      self->fault.problem = "time";
      break;
    case SP_POLICY_CERTIFICATE_ISSUER:
      self->fault.problem = "issuer";
      break;
    case SP_POLICY_NO_FAULT:
    case SP_POLICY_NO_HOST:
    case SP_POLICY_REDIRECT:
    case SP_POLICY_STATUS:
    case SP_POLICY_CONTENT_TYPE:
    case SP_POLICY_TOO_LONG:
      break;
    }
  fault_set (&self->fault, "server", self->fault.problem != NULL ? "certificate" : code);
  return SP_SECURITY_BROKEN;
}

static SpSecurityState
judge_text (SpMtaStsFound *self, SpPolicyFact *policy)
{
  gsize length = 0;
  const char *text = sp_policy_fact_get_text (policy, &length);

  self->policy = sp_mta_sts_policy_parse (text, (gssize) length);
  if (self->policy->is_usable)
    return SP_SECURITY_VALID;
  fault_take_issue (&self->fault, "policy", self->policy->issues, text);
  return SP_SECURITY_BROKEN;
}

static SpSecurityState
judge_policy (SpMtaStsFound *self, SpPolicyFact *policy)
{
  if (policy == NULL)
    {
      self->reason = SP_REASON_NOT_ASKED;
      return SP_SECURITY_UNKNOWN;
    }
  switch (sp_policy_fact_get_state (policy))
    {
    case SP_FACT_PRESENT:
      return judge_text (self, policy);
    case SP_FACT_ABSENT:
      return judge_server (self, policy);
    case SP_FACT_UNKNOWN:
      self->reason = sp_policy_fact_get_reason (policy);
      return SP_SECURITY_UNKNOWN;
    }
  g_return_val_if_reached (SP_SECURITY_UNKNOWN);
}

static SpSecurityState
judge_mta_sts (SpMtaStsFound *self, SpSnapshot *snapshot)
{
  gsize length = 0;
  const char *text;

  if (sp_fact_get_state (self->fact) == SP_FACT_UNKNOWN)
    return SP_SECURITY_UNKNOWN;
  if (self->records->len == 0)
    return SP_SECURITY_NONE;
  if (self->records->len > 1)
    {
      fault_set (&self->fault, "record", "two-records");
      return SP_SECURITY_BROKEN;
    }
  text = sp_record_get_text (g_ptr_array_index (self->records, 0), &length);
  self->record = sp_mta_sts_parse (text, (gssize) length);
  if (self->record->is_usable)
    return judge_policy (self, sp_snapshot_get_policy (snapshot));
  fault_take_issue (&self->fault, "record", self->record->issues, text);
  return SP_SECURITY_BROKEN;
}

/**
 * sp_mta_sts_found_new:
 * @snapshot: what was seen
 *
 * Finds the delivery security policy as senders do (RFC 8461 §3): one record that announces it,
 * and the text that the web server gives.
 *
 * Returns: (transfer full): what becomes of it
 */
SpMtaStsFound *
sp_mta_sts_found_new (SpSnapshot *snapshot)
{
  SpMtaStsFound *self = g_new0 (SpMtaStsFound, 1);

  self->fact = sp_snapshot_get_fact_at (snapshot, "_mta-sts", SP_RR_TXT);
  self->records = dup_records (self->fact, sp_mta_sts_is_record, sp_mta_sts_looks_like);
  self->state = judge_mta_sts (self, snapshot);
  return self;
}

void
sp_mta_sts_found_free (SpMtaStsFound *self)
{
  g_ptr_array_unref (self->records);
  g_clear_pointer (&self->record, sp_mta_sts_free);
  g_clear_pointer (&self->policy, sp_mta_sts_policy_free);
  g_free (self->fault.word);
  g_free (self);
}

static SpSecurityState
judge_tls_rpt (SpTlsRptFound *self)
{
  gsize length = 0;
  const char *text;

  if (sp_fact_get_state (self->fact) == SP_FACT_UNKNOWN)
    return SP_SECURITY_UNKNOWN;
  if (self->records->len == 0)
    return SP_SECURITY_NONE;
  if (self->records->len > 1)
    {
      fault_set (&self->fault, "record", "two-records");
      return SP_SECURITY_BROKEN;
    }
  text = sp_record_get_text (g_ptr_array_index (self->records, 0), &length);
  self->record = sp_tls_rpt_parse (text, (gssize) length);
  if (self->record->is_usable)
    return SP_SECURITY_VALID;
  fault_take_issue (&self->fault, "record", self->record->issues, text);
  return SP_SECURITY_BROKEN;
}

/**
 * sp_tls_rpt_found_new:
 * @snapshot: what was seen
 *
 * Finds the record of TLS-RPT as senders do (RFC 8460 §3).
 *
 * Returns: (transfer full): what becomes of it
 */
SpTlsRptFound *
sp_tls_rpt_found_new (SpSnapshot *snapshot)
{
  SpTlsRptFound *self = g_new0 (SpTlsRptFound, 1);

  self->fact = sp_snapshot_get_fact_at (snapshot, "_smtp._tls", SP_RR_TXT);
  self->records = dup_records (self->fact, sp_tls_rpt_is_record, sp_tls_rpt_looks_like);
  self->state = judge_tls_rpt (self);
  return self;
}

void
sp_tls_rpt_found_free (SpTlsRptFound *self)
{
  g_ptr_array_unref (self->records);
  g_clear_pointer (&self->record, sp_tls_rpt_free);
  g_free (self->fault.word);
  g_free (self);
}

/**
 * sp_dane_get_fact:
 * @snapshot: what was seen
 * @host: an MX host
 *
 * Returns: (transfer none): what is known of the fingerprints of its certificates (RFC 7672 §2.2.2)
 */
SpFact *
sp_dane_get_fact (SpSnapshot *snapshot, const SpName *host)
{
  g_autoptr (SpName) name = sp_name_prepend (host, "_25._tcp");

  return sp_snapshot_get_fact (snapshot, name != NULL ? name : host, SP_RR_TLSA);
}

/**
 * sp_dane_find_state:
 * @snapshot: what was seen
 *
 * Returns: whether any of the MX hosts has fingerprints; whether they fit, Signpost cannot tell
 */
SpFactState
sp_dane_find_state (SpSnapshot *snapshot)
{
  SpName *domain = sp_snapshot_get_domain (snapshot);
  SpFact *mx = sp_snapshot_get_fact (snapshot, domain, SP_RR_MX);
  SpRecordSet *set = sp_fact_get_set (mx);
  SpFactState state = sp_fact_get_state (mx) == SP_FACT_UNKNOWN ? SP_FACT_UNKNOWN : SP_FACT_ABSENT;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));
      SpFactState here = SP_FACT_ABSENT;

      if (sp_mx_host_classify (host, domain) == SP_MX_HOST_NAME)
        here = sp_fact_get_state (sp_dane_get_fact (snapshot, host));
      if (here == SP_FACT_PRESENT)
        return here;
      if (here == SP_FACT_UNKNOWN)
        state = here;
    }
  return state;
}

/**
 * sp_dane_get_seal:
 * @snapshot: what was seen
 * @host: an MX host
 *
 * Below a registrable domain without a seal nothing is sealed, wherever the zone begins that the
 * host is in (RFC 4035 §5.2).
 *
 * Returns: (transfer none): what is known of the DS record above the host
 */
SpFact *
sp_dane_get_seal (SpSnapshot *snapshot, SpName *host)
{
  SpName *zone = sp_snapshot_get_zone (snapshot);
  g_autoptr (SpName) own = NULL;

  if (zone != NULL && sp_name_is_at_or_below (host, zone))
    return sp_snapshot_get_fact (snapshot, zone, SP_RR_DS);
  own = sp_public_suffix_dup_registrable (host);
  return sp_snapshot_get_fact (snapshot, own != NULL ? own : host, SP_RR_DS);
}
