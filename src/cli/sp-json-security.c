/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-json-security.h"

#include "cli/sp-json.h"
#include "core/checks/sp-autoconfig.h"
#include "core/checks/sp-delivery-security.h"

static const char *
describe_mta_sts (const SpMtaStsFound *found)
{
  switch (found->state)
    {
    case SP_SECURITY_NONE:
      return "none";
    case SP_SECURITY_VALID:
      return sp_mta_sts_mode_to_string (found->policy->mode);
    case SP_SECURITY_BROKEN:
      return "invalid";
    case SP_SECURITY_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

static void
add_mta_sts (JsonBuilder *builder, SpSnapshot *snapshot)
{
  g_autoptr (SpMtaStsFound) found = sp_mta_sts_found_new (snapshot);
  const SpMtaStsPolicy *policy = found->policy;

  sp_json_begin_object (builder, "mta_sts");
  sp_json_add_string (builder, "state", describe_mta_sts (found));
  sp_json_add_string (builder, "id", found->record != NULL ? found->record->id : NULL);
  sp_json_begin_array (builder, "mx");
  for (guint i = 0; policy != NULL && i < policy->mx->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (policy->mx, i));
  json_builder_end_array (builder);
  if (policy != NULL && policy->max_age >= 0)
    sp_json_add_int (builder, "max_age", policy->max_age);
  else
    sp_json_add_string (builder, "max_age", NULL);
  sp_json_add_string (builder, "fault", found->fault.code);
  json_builder_end_object (builder);
}

static const char *
describe_tls_rpt (const SpTlsRptFound *found)
{
  switch (found->state)
    {
    case SP_SECURITY_NONE:
      return "none";
    case SP_SECURITY_VALID:
      return "valid";
    case SP_SECURITY_BROKEN:
      return "invalid";
    case SP_SECURITY_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

static void
add_tls_rpt (JsonBuilder *builder, SpSnapshot *snapshot)
{
  g_autoptr (SpTlsRptFound) found = sp_tls_rpt_found_new (snapshot);

  sp_json_begin_object (builder, "tls_rpt");
  sp_json_add_string (builder, "state", describe_tls_rpt (found));
  sp_json_begin_array (builder, "rua");
  for (guint i = 0; found->record != NULL && i < found->record->rua->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (found->record->rua, i));
  json_builder_end_array (builder);
  sp_json_add_string (builder, "fault", found->fault.code);
  json_builder_end_object (builder);
}

static const char *
describe_dane (SpSnapshot *snapshot)
{
  switch (sp_dane_find_state (snapshot))
    {
    case SP_FACT_PRESENT:
      return "present";
    case SP_FACT_ABSENT:
      return "none";
    case SP_FACT_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

static const char *
describe_autoconfig (SpAutoconfigState state)
{
  switch (state)
    {
    case SP_AUTOCONFIG_NONE:
      return "none";
    case SP_AUTOCONFIG_PROVIDER:
      return "provider";
    case SP_AUTOCONFIG_OTHER:
      return "other";
    case SP_AUTOCONFIG_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * sp_json_add_security:
 * @builder: inside an object
 * @report: a report
 * @catalog: to name providers
 *
 * Writes the members `mta_sts`, `tls_rpt`, `dane` and `autoconfig`: what makes delivery secure, and
 * where mail programs are sent.
 */
void
sp_json_add_security (JsonBuilder *builder, SpReport *report, SpCatalog *catalog)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  SpProvider *owner = NULL;
  SpAutoconfigState state = sp_autoconfig_find (snapshot, catalog,
                                                sp_report_get_current_provider (report), &owner);

  add_mta_sts (builder, snapshot);
  add_tls_rpt (builder, snapshot);
  sp_json_begin_object (builder, "dane");
  sp_json_add_string (builder, "state", describe_dane (snapshot));
  json_builder_end_object (builder);
  sp_json_begin_object (builder, "autoconfig");
  sp_json_add_string (builder, "state", describe_autoconfig (state));
  sp_json_add_string (builder, "provider", owner != NULL ? sp_provider_get_id (owner) : NULL);
  json_builder_end_object (builder);
}
