/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-json-report.h"

#include "cli/sp-json-security.h"
#include "cli/sp-json-senders.h"
#include "cli/sp-json.h"
#include "core/checks/sp-checks.h"
#include "core/checks/sp-zone-seal.h"
#include "core/explain/sp-explain.h"
#include "core/explain/sp-json-plan.h"
#include "core/mail/sp-mx.h"

static void
add_named (JsonBuilder *builder, const char *key, const char *id, const char *name)
{
  if (id == NULL)
    {
      sp_json_add_string (builder, key, NULL);
      return;
    }
  sp_json_begin_object (builder, key);
  sp_json_add_string (builder, "id", id);
  sp_json_add_string (builder, "name", name);
  json_builder_end_object (builder);
}

static void
add_provider (JsonBuilder *builder, const char *key, SpProvider *provider)
{
  add_named (builder, key, provider != NULL ? sp_provider_get_id (provider) : NULL,
             provider != NULL ? sp_provider_get_name (provider) : NULL);
}

/* A server that is not to be asked is one that cannot be reached from here. */
static const char *
describe_server (const SpZoneServer *server)
{
  return sp_server_state_to_string (server->state != SP_SERVER_NOT_ASKED ? server->state
                                                                         : SP_SERVER_UNREACHABLE);
}

static void
add_server (JsonBuilder *builder, const SpZoneServer *server)
{
  sp_json_begin_object (builder, NULL);
  sp_json_add_name (builder, "name", server->name);
  sp_json_begin_array (builder, "addresses");
  for (guint i = 0; i < server->addresses->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (server->addresses->pdata[i]);

      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
  sp_json_add_string (builder, "state", describe_server (server));
  if (server->has_serial)
    sp_json_add_int (builder, "serial", server->serial);
  else
    sp_json_add_string (builder, "serial", NULL);
  json_builder_end_object (builder);
}

static void
add_zone (JsonBuilder *builder, SpReport *report)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  SpDnsHost *host = sp_report_get_keeper (report);
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);
  gint64 negative_ttl = sp_snapshot_get_zone_negative_ttl (snapshot);
  SpFact *unknown = NULL;

  sp_json_begin_object (builder, "zone");
  sp_json_add_name (builder, "name", sp_snapshot_get_zone (snapshot));
  sp_json_begin_array (builder, "servers");
  for (guint i = 0; i < servers->len; i++)
    add_server (builder, g_ptr_array_index (servers, i));
  json_builder_end_array (builder);
  add_named (builder, "dns_host", host != NULL ? sp_dns_host_get_id (host) : NULL,
             host != NULL ? sp_dns_host_get_name (host) : NULL);
  if (negative_ttl >= 0)
    sp_json_add_int (builder, "negative_ttl", negative_ttl);
  else
    sp_json_add_string (builder, "negative_ttl", NULL);
  sp_json_add_string (builder, "dnssec",
                      sp_zone_seal_state_to_string (sp_zone_seal_judge (snapshot, &unknown)));
  json_builder_end_object (builder);
}

static gboolean
add_addresses (JsonBuilder *builder, SpFact *fact)
{
  SpRecordSet *set = fact != NULL ? sp_fact_get_set (fact) : NULL;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      g_autofree char *text = sp_record_dup_value (sp_record_set_get_record (set, i));

      json_builder_add_string_value (builder, text);
    }
  return set != NULL;
}

static const char *
describe_host (SpFact *a, SpFact *aaaa)
{
  SpFactState state_a = a != NULL ? sp_fact_get_state (a) : SP_FACT_UNKNOWN;
  SpFactState state_aaaa = aaaa != NULL ? sp_fact_get_state (aaaa) : SP_FACT_UNKNOWN;

  if (state_a == SP_FACT_PRESENT || state_aaaa == SP_FACT_PRESENT)
    return "resolves";
  if (state_a == SP_FACT_ABSENT && state_aaaa == SP_FACT_ABSENT)
    return "dead";
  return "unknown";
}

/* Whose host it is: by its own name, or by the name that it is an alias of. */
static SpProvider *
recognise_host (SpSnapshot *snapshot, SpCatalog *catalog, SpName *host)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  SpProvider *provider = sp_catalog_recognise_mx (catalog, host);

  for (gsize i = 0; provider == NULL && i < G_N_ELEMENTS (types); i++)
    {
      GPtrArray *aliases = sp_fact_get_aliases (sp_snapshot_get_fact (snapshot, host, types[i]));

      for (guint k = 0; provider == NULL && k < aliases->len; k++)
        provider = sp_catalog_recognise_mx (catalog, g_ptr_array_index (aliases, k));
    }
  return provider;
}

static void
add_mx_record (JsonBuilder *builder, SpSnapshot *snapshot, SpCatalog *catalog, SpRecord *record)
{
  SpName *host = sp_record_get_target (record);
  SpFact *a = sp_snapshot_get_fact (snapshot, host, SP_RR_A);
  SpFact *aaaa = sp_snapshot_get_fact (snapshot, host, SP_RR_AAAA);
  SpProvider *provider = recognise_host (snapshot, catalog, host);
  GPtrArray *aliases = a != NULL ? sp_fact_get_aliases (a) : NULL;

  if ((aliases == NULL || aliases->len == 0) && aaaa != NULL)
    aliases = sp_fact_get_aliases (aaaa);
  sp_json_begin_object (builder, NULL);
  sp_json_add_int (builder, "priority", sp_record_get_preference (record));
  sp_json_add_name (builder, "host", host);
  sp_json_add_int (builder, "ttl", sp_record_get_ttl (record));
  sp_json_begin_array (builder, "addresses");
  add_addresses (builder, a);
  add_addresses (builder, aaaa);
  json_builder_end_array (builder);
  sp_json_add_name (
    builder, "alias",
    aliases != NULL && aliases->len > 0 ? g_ptr_array_index (aliases, aliases->len - 1) : NULL);
  sp_json_add_string (builder, "provider", provider != NULL ? sp_provider_get_id (provider) : NULL);
  sp_json_add_string (builder, "state", describe_host (a, aaaa));
  sp_json_add_string (builder, "smtp", NULL);
  json_builder_end_object (builder);
}

static void
add_order (JsonBuilder *builder, SpRecordSet *set)
{
  g_autoptr (GPtrArray) groups = set != NULL ? sp_mx_set_dup_order (set) : NULL;

  sp_json_begin_array (builder, "order");
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      GPtrArray *group = g_ptr_array_index (groups, i);

      sp_json_begin_array (builder, NULL);
      for (guint j = 0; j < group->len; j++)
        json_builder_add_string_value (builder,
                                       sp_name_get_text (sp_record_get_target (group->pdata[j])));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static const char *
describe_mx (SpFact *fact)
{
  if (fact == NULL)
    return "unknown";
  switch (sp_fact_get_state (fact))
    {
    case SP_FACT_PRESENT:
      return sp_mx_set_is_null (sp_fact_get_set (fact)) ? "null" : "found";
    case SP_FACT_ABSENT:
      return "none";
    case SP_FACT_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

static void
add_mx_providers (JsonBuilder *builder, SpSnapshot *snapshot, SpRecordSet *set, SpCatalog *catalog)
{
  SpProvider *mailboxes = NULL;
  SpProvider *filter = NULL;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));
      SpProvider *provider = recognise_host (snapshot, catalog, host);

      if (provider == NULL)
        continue;
      if (sp_provider_get_kind (provider) == SP_PROVIDER_FILTER)
        filter = filter != NULL ? filter : provider;
      else if (mailboxes == NULL)
        mailboxes = provider;
    }
  /* A filter says nothing of the mailboxes; the list of senders may. */
  if (mailboxes == NULL && filter != NULL)
    mailboxes = sp_checks_find_mailboxes (snapshot, catalog);
  add_provider (builder, "provider", mailboxes);
  add_provider (builder, "filter", filter);
}

/**
 * sp_json_add_mx:
 * @builder: where a value is expected
 * @snapshot: what was seen
 * @catalog: to name providers
 *
 * Writes the `mx` object: where mail goes, in order of attempt.
 */
void
sp_json_add_mx (JsonBuilder *builder, SpSnapshot *snapshot, SpCatalog *catalog)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  SpRecordSet *set = fact != NULL ? sp_fact_get_set (fact) : NULL;

  json_builder_begin_object (builder);
  sp_json_add_string (builder, "state", describe_mx (fact));
  if (set != NULL)
    sp_json_add_int (builder, "ttl", sp_record_set_get_ttl (set));
  else
    sp_json_add_string (builder, "ttl", NULL);
  add_mx_providers (builder, snapshot, set, catalog);
  sp_json_begin_array (builder, "records");
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    add_mx_record (builder, snapshot, catalog, sp_record_set_get_record (set, i));
  json_builder_end_array (builder);
  add_order (builder, set);
  json_builder_end_object (builder);
}

/**
 * sp_json_add_report:
 * @builder: where a value is expected
 * @report: a report
 * @catalog: to name providers
 *
 * Writes the document of `check`, schema 1.
 */
void
sp_json_add_report (JsonBuilder *builder, SpReport *report, SpCatalog *catalog)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  SpVerdict *verdict = sp_report_get_verdict (report);
  GListModel *findings = sp_verdict_get_findings (verdict);
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_name (builder, "domain", sp_snapshot_get_domain (snapshot));
  sp_json_add_time (builder, "checked_at", sp_snapshot_get_checked_at (snapshot));
  sp_json_add_string (builder, "status", sp_status_to_string (sp_verdict_get_status (verdict)));
  add_zone (builder, report);
  json_builder_set_member_name (builder, "mx");
  sp_json_add_mx (builder, snapshot, catalog);
  sp_json_add_senders (builder, snapshot);
  sp_json_add_security (builder, report, catalog);
  sp_json_begin_array (builder, "findings");
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      sp_json_add_finding (builder, finding);
    }
  json_builder_end_array (builder);
  sp_json_begin_array (builder, "unchecked");
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) rule = g_list_model_get_item (unchecked, i);

      sp_json_add_unchecked (builder, rule);
    }
  json_builder_end_array (builder);
  sp_json_add_int (builder, "questions", sp_snapshot_get_n_questions (snapshot));
  sp_json_add_int (builder, "elapsed_ms", sp_snapshot_get_elapsed (snapshot) / 1000);
  json_builder_end_object (builder);
}
