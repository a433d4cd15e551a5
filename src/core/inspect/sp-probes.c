/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-probes.h"

#include "core/dns/sp-address.h"
#include "core/mail/sp-mta-sts.h"
#include "core/net/sp-https.h"

#define MAX_ADDRESSES 16
#define FETCH_TIMEOUT_MS 10000

/* Senders look for a policy where exactly one record announces it (RFC 8461 §3.1). */
static gboolean
announces_policy (SpSnapshot *snapshot)
{
  SpFact *fact = sp_snapshot_get_fact_at (snapshot, "_mta-sts", SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_mta_sts_select (sp_fact_get_set (fact));
  g_autoptr (SpMtaSts) record = NULL;
  gsize length = 0;
  const char *text;

  if (records->len != 1)
    return FALSE;
  text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
  record = sp_mta_sts_parse (text, (gssize) length);
  return record->is_usable;
}

static gboolean
may_connect (const SpNetwork *network, GInetAddress *address)
{
  return !network->practice && (network->allow_private || sp_address_is_reachable_space (address));
}

static void
take_addresses (SpFact *fact, const SpNetwork *network, GPtrArray *addresses)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, i));

      if (addresses->len < MAX_ADDRESSES && may_connect (network, address))
        g_ptr_array_add (addresses, g_object_ref (address));
    }
}

/* Where the policy's server is; what is known of the policy if that is nowhere. */
static SpPolicyFact *
find_addresses (const SpNetwork *network, SpSnapshot *snapshot, GPtrArray *addresses)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  SpReason reason = SP_REASON_NONE;
  gboolean is_somewhere = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      SpFact *fact = sp_snapshot_get_fact_at (snapshot, "mta-sts", types[i]);

      take_addresses (fact, network, addresses);
      if (sp_fact_get_state (fact) == SP_FACT_PRESENT)
        is_somewhere = TRUE;
      else if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
        reason = sp_fact_get_reason (fact);
    }
  if (addresses->len > 0)
    return NULL;
  /* Addresses of somebody's own network are not connected to: others may see another one. */
  if (is_somewhere)
    return sp_policy_fact_new_unknown (SP_REASON_NOT_ASKED);
  if (reason != SP_REASON_NONE)
    return sp_policy_fact_new_unknown (reason);
  return sp_policy_fact_new_absent (SP_POLICY_NO_HOST);
}

/* What is the domain's fault for certain, for everybody who asks, is one; where it may lie on the
 * way or on this side, or pass, the policy is unknown. */
static SpPolicyFact *
policy_from_error (const GError *error)
{
  if (error->domain != SP_HTTPS_ERROR)
    return sp_policy_fact_new_unknown (SP_REASON_NOT_ASKED);
  switch ((SpHttpsError) error->code)
    {
    case SP_HTTPS_ERROR_UNREACHABLE:
      return sp_policy_fact_new_unknown (SP_REASON_UNREACHABLE);
    case SP_HTTPS_ERROR_TIMEOUT:
      return sp_policy_fact_new_unknown (SP_REASON_TIMEOUT);
    case SP_HTTPS_ERROR_GARBLED:
      return sp_policy_fact_new_unknown (SP_REASON_MALFORMED);
    case SP_HTTPS_ERROR_REFUSED:
      return sp_policy_fact_new_unknown (SP_REASON_REFUSED);
    case SP_HTTPS_ERROR_TROUBLE:
      return sp_policy_fact_new_unknown (SP_REASON_SERVFAIL);
    case SP_HTTPS_ERROR_CERTIFICATE_NAME:
      return sp_policy_fact_new_absent (SP_POLICY_CERTIFICATE_NAME);
    case SP_HTTPS_ERROR_CERTIFICATE_TIME:
      return sp_policy_fact_new_absent (SP_POLICY_CERTIFICATE_TIME);
    case SP_HTTPS_ERROR_CERTIFICATE_ISSUER:
      return sp_policy_fact_new_absent (SP_POLICY_CERTIFICATE_ISSUER);
    case SP_HTTPS_ERROR_REDIRECT:
      return sp_policy_fact_new_absent (SP_POLICY_REDIRECT);
    case SP_HTTPS_ERROR_STATUS:
      return sp_policy_fact_new_absent (SP_POLICY_STATUS);
    case SP_HTTPS_ERROR_CONTENT_TYPE:
      return sp_policy_fact_new_absent (SP_POLICY_CONTENT_TYPE);
    case SP_HTTPS_ERROR_TOO_LONG:
      return sp_policy_fact_new_absent (SP_POLICY_TOO_LONG);
    }
  return sp_policy_fact_new_unknown (SP_REASON_NOT_ASKED);
}

static void
return_with_policy (GTask *task, SpPolicyFact *policy)
{
  g_task_return_pointer (task, sp_snapshot_with_policy (g_task_get_task_data (task), policy),
                         (GDestroyNotify) sp_snapshot_unref);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = sp_https_fetch_finish (result, &error);
  g_autoptr (SpPolicyFact) policy = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (text == NULL)
    g_debug ("no policy: %s", error->message);
  policy = text != NULL ? sp_policy_fact_new_present (text) : policy_from_error (error);
  return_with_policy (task, policy);
}

static void
fetch_policy (GTask *task, const SpNetwork *network, GPtrArray *addresses)
{
  SpSnapshot *snapshot = g_task_get_task_data (task);
  g_autofree char *uri = g_strdup_printf ("https://mta-sts.%s/.well-known/mta-sts.txt",
                                          sp_name_get_text (sp_snapshot_get_domain (snapshot)));
  const SpHttpsRequest request = {
    .uri = uri,
    .addresses = addresses,
    .media_type = "text/plain", /* RFC 8461 §3.2 */
    .max_length = SP_POLICY_MAX_LENGTH,
    .timeout = FETCH_TIMEOUT_MS,
    .authorities = network->authorities,
  };

  sp_https_fetch_async (&request, g_task_get_cancellable (task), fetched_cb, task);
}

/**
 * sp_probes_run_async:
 * @network: how the network is reached
 * @snapshot: what an inspection saw
 * @cancellable: (nullable): to stop them
 * @callback: called with the outcome
 * @user_data: for @callback
 *
 * Looks at what DNS only announces: the policy of a domain that says it has one (RFC 8461 §3.3).
 * Whatever has nothing to be looked at costs nothing. Connections go to addresses that the
 * snapshot holds.
 */
void
sp_probes_run_async (SpNetwork *network, SpSnapshot *snapshot, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (SpPolicyFact) policy = NULL;

  g_return_if_fail (network != NULL);
  g_return_if_fail (snapshot != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_probes_run_async);
  g_task_set_task_data (task, sp_snapshot_ref (snapshot), (GDestroyNotify) sp_snapshot_unref);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!announces_policy (snapshot))
    {
      g_task_return_pointer (task, sp_snapshot_ref (snapshot), (GDestroyNotify) sp_snapshot_unref);
      return;
    }
  policy = find_addresses (network, snapshot, addresses);
  if (policy != NULL)
    return_with_policy (task, policy);
  else
    fetch_policy (g_steal_pointer (&task), network, addresses);
}

/**
 * sp_probes_run_finish:
 * @result: from the callback
 * @error: return location for %G_IO_ERROR_CANCELLED, the only way in which it can fail
 *
 * Returns: (transfer full): the snapshot with what the probes saw
 */
SpSnapshot *
sp_probes_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
