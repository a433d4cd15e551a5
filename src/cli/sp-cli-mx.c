/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/sp-json-report.h"
#include "cli/sp-json.h"
#include "cli/sp-lookup.h"
#include "core/dns/sp-address.h"
#include "core/explain/sp-explain.h"

/* RFC 5321 sets no bound; an inspection looks at as many hosts. */
#define MAX_HOSTS 50

/* The MX set leads to its hosts. */
static void
ask_hosts (SpLookup *lookup, const SpAnswer *answer)
{
  g_autoptr (SpRecordSet) set = NULL;

  if (sp_answer_get_fields (answer)->type != SP_RR_MX)
    return;
  set = sp_answer_dup_final_set (answer);
  for (guint i = 0; set != NULL && i < MIN (MAX_HOSTS, sp_record_set_get_n_records (set)); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      if (sp_name_is_root (host))
        continue;
      sp_lookup_ask (lookup, host, SP_RR_A);
      sp_lookup_ask (lookup, host, SP_RR_AAAA);
    }
}

static SpSnapshot *
look_up (SpCli *self, SpName *domain, GPtrArray *recursors)
{
  g_autoptr (SpLookup) lookup = sp_lookup_new (self->workspace, domain, recursors);

  sp_lookup_ask (lookup, domain, SP_RR_MX);
  return sp_lookup_run (lookup, ask_hosts);
}

static SpSnapshot *
look_up_at (SpCli *self, SpName *domain, const char *at)
{
  g_autoptr (GPtrArray) recursors = NULL;
  GInetSocketAddress *endpoint = NULL;

  if (strcmp (at, "own") == 0)
    {
      const char *none[] = { NULL };
      g_autoptr (SpQuestion) question = sp_question_new (domain, NULL, NULL, none);
      g_autoptr (SpReport) report = sp_cli_inspect (self, question);

      return report != NULL ? sp_snapshot_ref (sp_report_get_snapshot (report)) : NULL;
    }
  if (strcmp (at, "system") == 0)
    return look_up (self, domain, sp_workspace_get_network (self->workspace)->recursors);

  endpoint = sp_address_parse_endpoint (
    at, self->dns_port != 0 ? (uint16_t) self->dns_port : SP_DNS_PORT, NULL);
  recursors = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (recursors, endpoint);
  return look_up (self, domain, recursors);
}

static gboolean
is_place (const char *at)
{
  g_autoptr (GInetSocketAddress) endpoint = NULL;

  if (strcmp (at, "own") == 0 || strcmp (at, "system") == 0)
    return TRUE;
  endpoint = sp_address_parse_endpoint (at, SP_DNS_PORT, NULL);
  return endpoint != NULL;
}

static void
print_rows (SpRecordSet *set, gboolean with_seconds)
{
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      g_autofree char *host = sp_record_dup_value (record);

      if (with_seconds)
        g_print ("%u %s %u\n", sp_record_get_preference (record), host, sp_record_get_ttl (record));
      else
        g_print ("%u %s\n", sp_record_get_preference (record), host);
    }
}

static SpExit
print_mx (SpCli *self, SpSnapshot *snapshot, const char *at)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  gboolean is_known = fact != NULL && sp_fact_get_state (fact) != SP_FACT_UNKNOWN;

  /* The registry says that there is no such domain: so there is no MX, and that is an answer. */
  if (!is_known && sp_snapshot_get_delegation (snapshot) == SP_DELEGATION_ABSENT)
    is_known = TRUE;
  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      sp_json_add_mx (builder, snapshot, sp_workspace_get_catalog (self->workspace));
      sp_json_print (builder, TRUE);
    }
  else if (fact != NULL && sp_fact_get_set (fact) != NULL)
    {
      print_rows (sp_fact_get_set (fact), strcmp (at, "system") == 0);
    }
  else if (!is_known)
    {
      g_autofree char *reason = sp_explain_reason (
        fact != NULL ? sp_fact_get_reason (fact) : sp_snapshot_get_delegation_reason (snapshot));

      sp_cli_complain (_ ("Could not check: %s"), reason);
    }
  return is_known ? SP_EXIT_OK : SP_EXIT_UNKNOWN;
}

/**
 * sp_cli_mx:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl mx`: the MX set, a line each in order of attempt.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_mx (SpCli *self, int argc, char **argv)
{
  g_autofree char *at = NULL;
  g_autoptr (SpName) domain = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &at,
      N_ ("Whom to ask: the domain’s own servers, the system’s resolver, or an address"),
      "own|system|ADDRESS" },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "DOMAIN", entries, argc, argv))
    return SP_EXIT_USAGE;
  if (at == NULL)
    at = g_strdup ("own");
  if (!is_place (at))
    {
      sp_cli_complain (_ ("“%s” is not an address, such as 192.0.2.1 or 192.0.2.1:5300."), at);
      return SP_EXIT_USAGE;
    }
  domain = sp_cli_take_domain (self);
  if (domain == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;
  snapshot = look_up_at (self, domain, at);
  return snapshot != NULL ? print_mx (self, snapshot, at) : SP_EXIT_UNKNOWN;
}
