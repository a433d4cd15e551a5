/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/dns/sp-address.h"

#include <string.h>

#define KEYS "._domainkey"

/**
 * sp_check_lacks_servers: (skip)
 * @run: a run
 * @subject: whom it is about
 *
 * What only the domain's own servers can tell is unchecked if they were not asked, or are unknown.
 *
 * Returns: whether that is so
 */
gboolean
sp_check_lacks_servers (SpCheckRun *run, SpName *subject)
{
  if (!sp_check_is_from_own_servers (run))
    sp_check_add_unknown (run, subject, SP_REASON_NOT_ASKED, NULL);
  else if (sp_snapshot_get_delegation (run->snapshot) == SP_DELEGATION_UNKNOWN)
    sp_check_add_unknown (run, subject, sp_snapshot_get_delegation_reason (run->snapshot), NULL);
  else
    return FALSE;
  return TRUE;
}

/* What an answer holds of a fact's record, for comparing: the SPF records only of a domain's TXT,
 * since the others are no mail records. Lines, sorted. */
static char *
dup_held (SpFact *fact, const SpAnswer *answer, gboolean spf_only)
{
  g_autoptr (SpRecordSet)
    set = sp_answer_dup_set (answer, sp_fact_get_name (fact), sp_fact_get_rr_type (fact));
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) spf = NULL;
  GString *text = g_string_new (NULL);

  if (set == NULL)
    set = sp_answer_dup_set (answer, sp_fact_get_name (fact), SP_RR_CNAME);
  if (spf_only && set != NULL && sp_record_set_get_rr_type (set) == SP_RR_TXT)
    {
      spf = sp_spf_select (set);
      for (guint i = 0; i < spf->len; i++)
        g_ptr_array_add (lines, sp_record_dup_value (g_ptr_array_index (spf, i)));
    }
  else
    for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
      g_ptr_array_add (lines, sp_record_dup_value (sp_record_set_get_record (set, i)));
  g_ptr_array_sort_values (lines, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (lines, i));
  return g_string_free_and_steal (text);
}

static gboolean
is_own_answer (const SpAnswer *answer)
{
  return sp_answer_get_fields (answer)->server != NULL
         && sp_outcome_is_conclusive (sp_answer_get_outcome (answer));
}

static guint
count_own_answers (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  guint count = 0;

  for (guint i = 0; i < answers->len; i++)
    count += is_own_answer (g_ptr_array_index (answers, i)) ? 1 : 0;
  return count;
}

/* The records that are compared: those that every server is asked for. */
static gboolean
is_mail_fact (SpCheckRun *run, SpFact *fact)
{
  SpName *name = sp_fact_get_name (fact);
  SpRrType type = sp_fact_get_rr_type (fact);
  g_autofree char *relative = NULL;

  if (type != SP_RR_MX && type != SP_RR_TXT && type != SP_RR_A && type != SP_RR_AAAA)
    return FALSE;
  if (sp_name_equal (name, run->domain))
    return type == SP_RR_MX || type == SP_RR_TXT;
  if (!sp_name_is_at_or_below (name, run->domain))
    return FALSE;
  relative = sp_name_dup_relative (name, run->domain);
  if (type == SP_RR_TXT)
    return g_str_equal (relative, "_dmarc") || g_str_has_suffix (relative, KEYS);
  for (guint i = 0; type != SP_RR_MX && i < run->hosts->len; i++)
    if (sp_name_equal (((const SpMxHost *) g_ptr_array_index (run->hosts, i))->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
is_key_of (SpCheckRun *run, SpProvider *provider, const char *selector)
{
  g_auto (GStrv) selectors = provider != NULL ? sp_provider_dup_dkim_selectors (provider, NULL)
                                              : NULL;

  return selectors != NULL && g_strv_contains ((const char *const *) selectors, selector);
}

/* Whether a key name is one of those that every server is asked for: of the providers of the
 * domain's mail, and those that the person named. Of sending services any one server will do. */
static gboolean
is_key_compared (SpCheckRun *run, const char *selector)
{
  if (is_key_of (run, run->current, selector)
      || (run->facts->selectors != NULL && g_strv_contains (run->facts->selectors, selector)))
    return TRUE;
  for (guint i = 0; i < run->hosts->len; i++)
    if (is_key_of (run, ((const SpMxHost *) g_ptr_array_index (run->hosts, i))->provider, selector))
      return TRUE;
  return FALSE;
}

/**
 * sp_check_is_for_every_server: (skip)
 * @run: a run
 * @fact: a fact
 *
 * Returns: whether it is a mail record that every server of the domain is asked for
 */
gboolean
sp_check_is_for_every_server (SpCheckRun *run, SpFact *fact)
{
  g_autofree char *relative = NULL, *selector = NULL;

  if (!is_mail_fact (run, fact))
    return FALSE;
  relative = sp_name_dup_relative (sp_fact_get_name (fact), run->domain);
  if (!g_str_has_suffix (relative, KEYS))
    return TRUE;
  selector = g_strndup (relative, strlen (relative) - strlen (KEYS));
  return is_key_compared (run, selector);
}

/* Whether servers were asked for the record, and too few answered to compare anything. */
static gboolean
is_incomparable (SpCheckRun *run, SpFact *fact)
{
  return sp_fact_get_answers (fact)->len >= 2 && count_own_answers (fact) < 2
         && sp_check_is_for_every_server (run, fact);
}

/**
 * sp_check_add_word: (skip)
 * @words: words of a detail, between spaces
 * @word: one more, unless it is there
 */
void
sp_check_add_word (GString *words, const char *word)
{
  g_auto (GStrv) known = g_strsplit (words->str, " ", -1);

  if (!g_strv_contains ((const char *const *) known, word))
    g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", word);
}

typedef struct {
  SpFinding *finding;
  GString *types;
  GString *servers;
} Disagreement;

static void
compare_servers (SpCheckRun *run, SpFact *fact, Disagreement *found)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  gboolean spf_only = sp_name_equal (sp_fact_get_name (fact), run->domain);
  g_autofree char *type = sp_rr_type_to_string (sp_fact_get_rr_type (fact));
  g_autofree char *first = NULL;
  gboolean differs = FALSE;

  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);
      g_autofree char *held = NULL;

      if (!is_own_answer (answer))
        continue;
      held = dup_held (fact, answer, spf_only);
      if (first == NULL)
        first = g_steal_pointer (&held);
      else if (!g_str_equal (first, held))
        {
          differs = TRUE;
          sp_check_add_word (found->servers,
                             sp_name_get_text (sp_answer_get_fields (answer)->server));
        }
    }
  if (!differs)
    return;
  if (found->finding == NULL)
    found->finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, "RFC 1034 §4.2.2");
  sp_check_add_word (found->types, type);
  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);
      g_autofree char *held = NULL, *line = NULL;

      if (!is_own_answer (answer))
        continue;
      held = dup_held (fact, answer, spf_only);
      line = g_strdup_printf (
        "%s: %s. %s %s", sp_name_get_text (sp_answer_get_fields (answer)->server),
        sp_name_get_text (sp_fact_get_name (fact)), type, held[0] != '\0' ? held : "-");
      sp_finding_add_evidence (found->finding, line);
    }
}

static const SpZoneServer *
find_newest (SpSnapshot *snapshot)
{
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);
  const SpZoneServer *newest = NULL;

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      if (server->has_serial
          && (newest == NULL || sp_serial_is_older (newest->serial, server->serial)))
        newest = server;
    }
  return newest;
}

/* A server still holds an older version than another one had in the earlier snapshot, though the
 * time after which it ought to have fetched the newer one (refresh, RFC 1035 §3.3.13) is over. */
static void
compare_serials (SpCheckRun *run, Disagreement *found)
{
  SpSnapshot *earlier = run->facts->earlier;
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);
  SpRecordSet *soa = sp_fact_get_set (sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_SOA));
  const SpZoneServer *newest = find_newest (run->snapshot), *known;
  gint64 elapsed;

  if (earlier == NULL || soa == NULL || newest == NULL)
    return;
  known = find_newest (earlier);
  elapsed = sp_snapshot_get_checked_at (run->snapshot) - sp_snapshot_get_checked_at (earlier);
  if (known == NULL || sp_serial_is_older (newest->serial, known->serial)
      || elapsed < (gint64) sp_record_get_soa (sp_record_set_get_record (soa, 0))->refresh
                     * G_USEC_PER_SEC)
    return;
  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);
      g_autofree char *line = NULL;

      if (!server->has_serial || !sp_serial_is_older (server->serial, known->serial))
        continue;
      if (found->finding == NULL)
        found->finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, "RFC 1034 §4.2.2");
      sp_check_add_word (found->types, "SOA");
      sp_check_add_word (found->servers, sp_name_get_text (server->name));
      line = g_strdup_printf ("%s: %s. SOA %u, %s: %u", sp_name_get_text (server->name),
                              sp_name_get_text (run->zone), server->serial,
                              sp_name_get_text (newest->name), newest->serial);
      sp_finding_add_evidence (found->finding, line);
    }
}

static SpReason
get_server_reason (const SpZoneServer *server)
{
  switch (server->state)
    {
    case SP_SERVER_ANSWERS:
      return SP_REASON_NONE;
    case SP_SERVER_LAME:
      return SP_REASON_LAME;
    case SP_SERVER_REFUSED:
      return SP_REASON_REFUSED;
    case SP_SERVER_SILENT:
      return SP_REASON_TIMEOUT;
    case SP_SERVER_UNREACHABLE:
      return SP_REASON_UNREACHABLE;
    case SP_SERVER_NOT_ASKED:
      return SP_REASON_LIMIT;
    }
  g_return_val_if_reached (SP_REASON_NOT_ASKED);
}

/**
 * sp_check_get_failure: (skip)
 * @fact: a fact
 *
 * Returns: why the first server that was asked and did not answer did not; if all did, why the fact
 *   is unknown
 */
SpReason
sp_check_get_failure (SpFact *fact)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);

      if (!is_own_answer (answer) && sp_answer_get_fields (answer)->server != NULL)
        return sp_reason_from_outcome (sp_answer_get_outcome (answer));
    }
  return sp_fact_get_reason (fact);
}

/* Too few servers answered to compare anything: says which did not, and why the first did not. */
static void
report_incomparable (SpCheckRun *run, GPtrArray *servers, SpFact *fact)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) silent = sp_fact_dup_silent_servers (fact);
  SpReason reason = sp_check_get_failure (fact);

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);
      const char *name = sp_name_get_text (server->name);

      if (server->state == SP_SERVER_ANSWERS
          && !g_strv_contains ((const char *const *) silent, name))
        continue;
      g_strv_builder_add (builder, name);
      if (reason == SP_REASON_NONE)
        reason = get_server_reason (server);
    }
  g_strfreev (silent);
  silent = g_strv_builder_end (builder);
  sp_check_add_unknown (run, run->domain, reason != SP_REASON_NONE ? reason : SP_REASON_NOT_ASKED,
                        (const char *const *) silent);
}

/* ns-disagree: the domain's own servers hold different mail records, or one of them has not fetched
 * the newer version in time. Servers that did not answer are left out; with fewer than two answers
 * there is nothing to compare.
 * Details: "types": the types that differ, between spaces; "servers": those that differ from the
 * first, between spaces. Evidence: what each server holds. */
static void
check_ns_disagree (SpCheckRun *run)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);
  GPtrArray *facts = sp_snapshot_get_facts (run->snapshot);
  g_autoptr (GString) types = g_string_new (NULL), names = g_string_new (NULL);
  Disagreement found = { NULL, types, names };
  SpFact *incomparable = NULL;

  if (sp_check_lacks_servers (run, run->domain))
    return;
  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);

      if (!is_mail_fact (run, fact))
        continue;
      compare_servers (run, fact, &found);
      if (incomparable == NULL && is_incomparable (run, fact))
        incomparable = fact;
    }
  if (count_own_answers (run->mx) < 2)
    incomparable = run->mx;
  compare_serials (run, &found);
  if (found.finding != NULL)
    {
      sp_finding_set_detail (found.finding, "types", types->str);
      sp_finding_set_detail (found.finding, "servers", names->str);
    }
  else if (servers->len > 1 && incomparable != NULL)
    report_incomparable (run, servers, incomparable);
}

static gboolean
has_private_addresses_only (const SpZoneServer *server)
{
  for (guint i = 0; i < server->addresses->len; i++)
    switch (sp_address_classify (g_ptr_array_index (server->addresses, i)))
      {
      case SP_ADDRESS_UNSPECIFIED:
      case SP_ADDRESS_LOOPBACK:
      case SP_ADDRESS_LINK_LOCAL:
      case SP_ADDRESS_PRIVATE:
        break;
      case SP_ADDRESS_PUBLIC:
      case SP_ADDRESS_DOCUMENTATION:
      case SP_ADDRESS_BENCHMARK:
      case SP_ADDRESS_RESERVED:
        return FALSE;
      }
  return server->addresses->len > 0;
}

/* What the server was asked of the zone itself, and how it failed. */
static void
add_failures (SpCheckRun *run, SpFinding *finding, const SpZoneServer *server)
{
  GPtrArray *facts = sp_snapshot_get_facts (run->snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      GPtrArray *answers = sp_fact_get_answers (fact);

      if (!sp_name_equal (sp_fact_get_name (fact), run->zone))
        continue;
      for (guint k = 0; k < answers->len; k++)
        {
          const SpAnswer *answer = g_ptr_array_index (answers, k);
          SpName *asked = sp_answer_get_fields (answer)->server;

          if (asked != NULL && sp_name_equal (asked, server->name))
            sp_finding_add_answer (finding, answer);
        }
    }
}

static void
report_lame (SpCheckRun *run, const SpZoneServer *server, const char *state)
{
  SpFinding *finding = sp_check_add (run, SP_LEVEL_LATER, server->name, "RFC 1912 §2.8");

  sp_finding_set_detail (finding, "server", sp_name_get_text (server->name));
  sp_finding_set_detail (finding, "state", state);
  add_failures (run, finding, server);
  sp_finding_add_fact (finding, sp_snapshot_get_fact (run->snapshot, server->name, SP_RR_A));
  sp_finding_add_fact (finding, sp_snapshot_get_fact (run->snapshot, server->name, SP_RR_AAAA));
}

/* How a server failed that gave no answer that counts: not all such are silent. */
static SpReason
find_failure (SpCheckRun *run, const SpZoneServer *server)
{
  GPtrArray *facts = sp_snapshot_get_facts (run->snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      GPtrArray *answers = sp_fact_get_answers (g_ptr_array_index (facts, i));

      for (guint k = 0; k < answers->len; k++)
        {
          const SpAnswerFields *fields = sp_answer_get_fields (g_ptr_array_index (answers, k));

          if (fields->server != NULL && !sp_outcome_is_conclusive (fields->outcome)
              && sp_name_equal (fields->server, server->name))
            return sp_reason_from_outcome (fields->outcome);
        }
    }
  return SP_REASON_TIMEOUT;
}

static void
judge_silence (SpCheckRun *run, const SpZoneServer *server, SpReason reason)
{
  const char *const names[] = { sp_name_get_text (server->name), NULL };

  sp_check_add_unknown (run, server->name, reason, names);
}

static gboolean
has_no_address (SpCheckRun *run, const SpZoneServer *server)
{
  SpFact *a = sp_snapshot_get_fact (run->snapshot, server->name, SP_RR_A);
  SpFact *aaaa = sp_snapshot_get_fact (run->snapshot, server->name, SP_RR_AAAA);

  return server->addresses->len == 0 && sp_fact_is_absent (a) && sp_fact_is_absent (aaaa);
}

static gboolean
is_server (SpCheckRun *run, const SpName *name)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);

  for (guint i = 0; i < servers->len; i++)
    if (sp_name_equal (((const SpZoneServer *) g_ptr_array_index (servers, i))->name, name))
      return TRUE;
  return FALSE;
}

/* A zone that lists more servers than an inspection asks. */
static void
report_servers_beyond (SpCheckRun *run)
{
  SpRecordSet *set = sp_fact_get_set (sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_NS));

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *name = sp_record_get_target (sp_record_set_get_record (set, i));
      const char *const names[] = { sp_name_get_text (name), NULL };

      if (!is_server (run, name))
        sp_check_add_unknown (run, name, SP_REASON_LIMIT, names);
    }
}

/* ns-lame: a listed server does not serve the zone, or cannot be reached by anybody. A server that
 * is silent, or that this machine has no route to, could not be checked. Subject: the server.
 * Details: "server"; "state": "lame", "refused", "no-address" or "private". */
static void
check_ns_lame (SpCheckRun *run)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);
  gboolean is_private_allowed = (sp_snapshot_get_flags (run->snapshot)
                                 & (SP_SNAPSHOT_ALLOW_PRIVATE | SP_SNAPSHOT_PRACTICE))
                                != 0;

  if (sp_check_lacks_servers (run, run->zone))
    return;
  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      switch (server->state)
        {
        case SP_SERVER_ANSWERS:
          break;
        case SP_SERVER_LAME:
        case SP_SERVER_REFUSED:
          report_lame (run, server, sp_server_state_to_string (server->state));
          break;
        case SP_SERVER_SILENT:
          judge_silence (run, server, find_failure (run, server));
          break;
        case SP_SERVER_UNREACHABLE:
        case SP_SERVER_NOT_ASKED:
          if (!is_private_allowed && has_private_addresses_only (server))
            report_lame (run, server, "private");
          else if (has_no_address (run, server))
            report_lame (run, server, "no-address");
          else
            judge_silence (run, server,
                           server->state == SP_SERVER_NOT_ASKED ? SP_REASON_LIMIT
                                                                : SP_REASON_UNREACHABLE);
          break;
        }
    }
  if ((sp_snapshot_get_flags (run->snapshot) & SP_SNAPSHOT_LIMITED) != 0)
    report_servers_beyond (run);
}

/* ns-parent-child: the registry and the zone list different servers. Subject: the zone.
 * Details: "parent-only", "child-only": names between spaces. */
static void
check_ns_parent_child (SpCheckRun *run)
{
  GPtrArray *servers = sp_snapshot_get_servers (run->snapshot);
  SpFact *ns = sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_NS);
  g_autoptr (GString) parent_only = g_string_new (NULL), child_only = g_string_new (NULL);
  gboolean has_parent = FALSE;
  SpFinding *finding;

  if (sp_check_lacks_servers (run, run->zone)
      || sp_snapshot_get_delegation (run->snapshot) != SP_DELEGATION_FOUND)
    return;
  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      has_parent = has_parent || server->in_parent;
      if (server->in_parent && !server->in_child)
        sp_check_add_word (parent_only, sp_name_get_text (server->name));
      if (server->in_child && !server->in_parent)
        sp_check_add_word (child_only, sp_name_get_text (server->name));
    }
  if (sp_fact_is_unknown (ns))
    sp_check_add_unknown_fact (run, run->zone, ns);
  else if (!has_parent)
    sp_check_add_unknown (run, run->zone, SP_REASON_NOT_ASKED, NULL);
  else if (parent_only->len > 0 || child_only->len > 0)
    {
      finding = sp_check_add (run, SP_LEVEL_LATER, run->zone, "RFC 1034 §4.2.2");
      sp_finding_set_detail (finding, "parent-only",
                             parent_only->len > 0 ? parent_only->str : NULL);
      sp_finding_set_detail (finding, "child-only", child_only->len > 0 ? child_only->str : NULL);
      sp_finding_add_set (finding, sp_fact_get_set (ns));
    }
}

/* dns-intercepted: never a finding: it says that what was seen is not what the domain's servers
 * say. */
static void
check_dns_intercepted (SpCheckRun *run)
{
  if (sp_snapshot_get_flags (run->snapshot) & SP_SNAPSHOT_INTERCEPTED)
    sp_check_add_unknown (run, run->domain, SP_REASON_INTERCEPTED, NULL);
}

const SpCheck sp_checks_servers[] = {
  { "dns-intercepted", SP_AREA_KEEPING, check_dns_intercepted },
  { "ns-disagree", SP_AREA_KEEPING, check_ns_disagree },
  { "ns-lame", SP_AREA_KEEPING, check_ns_lame },
  { "ns-parent-child", SP_AREA_KEEPING, check_ns_parent_child },
  { NULL },
};
