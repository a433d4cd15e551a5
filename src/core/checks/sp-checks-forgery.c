/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-dmarc-discovery.h"
#include "core/mail/sp-dmarc.h"

#include <string.h>

#define RFC "RFC 9989"

static SpFact *
get_own_fact (SpCheckRun *run)
{
  return sp_snapshot_get_fact_at (run->snapshot, "_dmarc", SP_RR_TXT);
}

/* The DMARC records of a set, or, where there are none, what was meant to be one. */
static GPtrArray *
dup_records (SpFact *fact, gboolean *is_look_alike)
{
  SpRecordSet *set = sp_fact_get_set (fact);
  GPtrArray *records = sp_dmarc_select (set);

  *is_look_alike = FALSE;
  for (guint i = 0; records->len == 0 && set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      gsize length = 0;
      const char *text = sp_record_get_text (record, &length);

      if (text == NULL || !sp_dmarc_looks_like (text, length))
        continue;
      g_ptr_array_add (records, sp_record_ref (record));
      *is_look_alike = TRUE;
    }
  return records;
}

static gboolean
has_own_record (SpCheckRun *run)
{
  gboolean is_look_alike;
  g_autoptr (GPtrArray) records = dup_records (get_own_fact (run), &is_look_alike);

  return records->len > 0;
}

static SpDmarc *
parse_record (SpRecord *record)
{
  gsize length = 0;
  const char *text = sp_record_get_text (record, &length);

  return sp_dmarc_parse (text, (gssize) length);
}

/* The only record at the domain's own name, if receivers can use it. */
static SpDmarc *
dup_own_rule (SpCheckRun *run, SpRecord **record)
{
  SpRecordSet *set = sp_fact_get_set (get_own_fact (run));
  g_autoptr (GPtrArray) records = sp_dmarc_select (set);
  g_autoptr (SpDmarc) dmarc = NULL;

  if (records->len != 1)
    return NULL;
  *record = g_ptr_array_index (records, 0);
  dmarc = parse_record (*record);
  return dmarc->is_usable ? g_steal_pointer (&dmarc) : NULL;
}

/* Everywhere a rule was looked for. */
static void
add_walk (SpCheckRun *run, SpFinding *finding)
{
  g_autoptr (GPtrArray) walk = sp_dmarc_dup_walk (run->domain);

  for (guint i = 0; i < walk->len; i++)
    {
      g_autoptr (SpName) place = sp_name_prepend (g_ptr_array_index (walk, i), "_dmarc");

      if (place != NULL)
        sp_finding_add_fact (finding, sp_snapshot_get_fact (run->snapshot, place, SP_RR_TXT));
    }
}

/* dmarc-absent: no rule for forged mail, neither here nor above (RFC 9989 §4.10). Not judged at a
 * subdomain where nobody wants mail. Details: none. */
static void
check_dmarc_absent (SpCheckRun *run)
{
  g_autoptr (SpDmarcDiscovery) found = sp_dmarc_discovery_new (run->snapshot);

  if (sp_check_lacks (run, get_own_fact (run)) || has_own_record (run)
      || (found->dmarc != NULL && found->dmarc->is_usable))
    return;
  if (run->wish != SP_WISH_YES && !sp_name_equal (run->domain, run->own))
    {
      if (run->wish == SP_WISH_UNKNOWN)
        sp_check_lacks (run, run->mx);
      return;
    }
  if (found->unknown != NULL)
    sp_check_add_unknown_fact (run, run->domain, found->unknown);
  else
    add_walk (run, sp_check_add (run, SP_LEVEL_LATER, run->domain, RFC " §4.10"));
}

/* dmarc-two: more than one rule, or a rule beside an alias; receivers use none (RFC 9989 §4.10).
 * Details: "count"; "case": "records" or "alias". */
static void
check_dmarc_two (SpCheckRun *run)
{
  SpFact *fact = get_own_fact (run);
  SpFact *alias = sp_snapshot_get_fact_at (run->snapshot, "_dmarc", SP_RR_CNAME);
  g_autoptr (GPtrArray) records = sp_dmarc_select (sp_fact_get_set (fact));
  gboolean has_alias = sp_fact_is_present (alias) && sp_fact_get_aliases (fact)->len == 0;
  SpFinding *finding;

  if (sp_check_lacks (run, fact)
      || (records->len == 1 && sp_fact_get_aliases (fact)->len == 0 && sp_check_lacks (run, alias))
      || records->len + (has_alias ? 1 : 0) < 2)
    return;
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §4.10");
  sp_finding_set_number (finding, "count", records->len + (has_alias ? 1 : 0));
  sp_finding_set_detail (finding, "case", has_alias ? "alias" : "records");
  for (guint i = 0; i < records->len; i++)
    sp_finding_add_record (finding, g_ptr_array_index (records, i));
  if (has_alias)
    sp_finding_add_set (finding, sp_fact_get_set (alias));
}

/* dmarc-syntax: receivers cannot use the rule, or read it as another one than was meant.
 * Details: "code": an issue code of [struct@Dmarc]; "word", "position": what is wrong, and where;
 * "record": the whole text. */
static void
check_dmarc_syntax (SpCheckRun *run)
{
  gboolean is_look_alike;
  g_autoptr (GPtrArray) records = dup_records (get_own_fact (run), &is_look_alike);
  g_autoptr (SpDmarc) dmarc = NULL;
  const SpParseIssue *issue;
  SpFinding *finding;
  g_autofree char *word = NULL;
  gsize length = 0;
  const char *text;

  if (sp_check_lacks (run, get_own_fact (run)) || records->len != 1)
    return;
  dmarc = parse_record (g_ptr_array_index (records, 0));
  issue = sp_parse_issues_find_error (dmarc->issues);
  if (issue == NULL)
    return;
  text = sp_record_get_text (g_ptr_array_index (records, 0), &length);
  word = issue->length > 0 ? g_strndup (text + issue->offset, issue->length)
                           : g_strndup (text, MIN (length, strcspn (text, ";")));
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §4.7");
  sp_finding_set_detail (finding, "code", issue->code);
  sp_finding_set_detail (finding, "word", word);
  sp_finding_set_detail (finding, "record", text);
  sp_finding_set_number (finding, "position", (gint64) issue->offset);
  sp_finding_add_record (finding, g_ptr_array_index (records, 0));
}

/* Returns whether the place decides. @doubt: the fact that may yet tell that a wildcard made the
 * record, or %NULL. */
static gboolean
report_wrong_place (SpCheckRun *run, SpFact *fact, SpFact *doubt)
{
  g_autoptr (GPtrArray) records = sp_dmarc_select (sp_fact_get_set (fact));
  SpFinding *finding;

  if (records->len == 0)
    return FALSE;
  if (doubt != NULL && sp_check_lacks (run, doubt))
    return TRUE;
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §4.5");
  sp_finding_set_detail (finding, "owner", sp_name_get_text (sp_fact_get_name (fact)));
  sp_finding_add_record (finding, g_ptr_array_index (records, 0));
  return TRUE;
}

/* dmarc-wrong-name: the rule stands at the domain itself or at "dmarc.", and none at "_dmarc."
 * (RFC 9989 §4.5). The doubled name is `name-doubled`. Details: "owner": where it stands. */
static void
check_dmarc_wrong_name (SpCheckRun *run)
{
  SpFact *probe = sp_check_get_probe (run, SP_RR_TXT);
  SpFact *below = sp_snapshot_get_fact_at (run->snapshot, "dmarc", SP_RR_TXT);
  g_autoptr (GPtrArray)
    everywhere = sp_dmarc_select (probe != NULL ? sp_fact_get_set (probe) : NULL);

  if (sp_check_lacks (run, get_own_fact (run)) || has_own_record (run))
    return;
  if (report_wrong_place (run, run->txt, NULL)
      || (everywhere->len == 0 && report_wrong_place (run, below, probe)))
    return;
  if (!sp_check_lacks (run, run->txt))
    sp_check_lacks (run, below);
}

/* dmarc-no-reports: nobody is told how the rule works out, no `rua`. Details: none. */
static void
check_dmarc_no_reports (SpCheckRun *run)
{
  SpRecord *record = NULL;
  g_autoptr (SpDmarc) dmarc = dup_own_rule (run, &record);

  if (!sp_check_lacks (run, get_own_fact (run)) && dmarc != NULL && dmarc->rua->len == 0)
    sp_finding_add_record (sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, RFC " §4.7"), record);
}

/* dmarc-old-tags: tags that RFC 9989 removed. Details: "tags": between spaces. */
static void
check_dmarc_old_tags (SpCheckRun *run)
{
  SpRecord *record = NULL;
  g_autoptr (SpDmarc) dmarc = dup_own_rule (run, &record);
  g_autoptr (GString) tags = g_string_new (NULL);
  SpFinding *finding;

  if (sp_check_lacks (run, get_own_fact (run)) || dmarc == NULL || dmarc->old_tags->len == 0)
    return;
  for (guint i = 0; i < dmarc->old_tags->len; i++)
    g_string_append_printf (tags, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (dmarc->old_tags, i));
  finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, RFC);
  sp_finding_set_detail (finding, "tags", tags->str);
  sp_finding_add_record (finding, record);
}

/* The name whose TXT record says that reports of this domain are welcome there (RFC 9990 §4); NULL
 * where none is needed. */
static SpName *
dup_permission_name (SpCheckRun *run, const char *uri)
{
  g_autoptr (SpName) host = sp_dmarc_dup_mailto_host (uri);
  g_autoptr (SpName) place = NULL;

  if (host == NULL || sp_name_is_at_or_below (host, run->own))
    return NULL;
  place = sp_name_prepend (host, "_report._dmarc");
  return place != NULL ? sp_name_append (run->domain, place) : NULL;
}

/* Whoever takes reports may have them sent to another address of the same host. */
static gboolean
leads_elsewhere (const SpDmarc *permission, const char *uri)
{
  g_autoptr (SpName) host = sp_dmarc_dup_mailto_host (uri);

  for (guint i = 0; i < permission->rua->len; i++)
    {
      g_autoptr (SpName) other = sp_dmarc_dup_mailto_host (g_ptr_array_index (permission->rua, i));

      if (host != NULL && other != NULL && !sp_name_equal (host, other))
        return TRUE;
    }
  return FALSE;
}

/* Why the permission does not count, %NULL if it does: one record of tags is enough, and one that
 * names an address at another host makes it void (RFC 9990 §4). */
static const char *
find_objection (GPtrArray *permissions, const char *uri)
{
  const char *objection = permissions->len > 0 ? "damaged" : "missing";

  for (guint i = 0; i < permissions->len; i++)
    {
      g_autoptr (SpDmarc) permission = parse_record (g_ptr_array_index (permissions, i));

      if (sp_parse_issues_find (permission->issues, "tag-no-equals") != NULL)
        continue;
      if (leads_elsewhere (permission, uri))
        return "elsewhere";
      objection = NULL;
    }
  return objection;
}

/* dmarc-rua-unauthorised: reports are to go to another organisation, which has not said that it
 * takes them (RFC 9990 §4). Details: "address": the first such URI; "name": where it would have
 * to say so; "case": "missing", "damaged", or "elsewhere" if what it says there names an address at
 * another host. */
static void
check_dmarc_rua_unauthorised (SpCheckRun *run)
{
  SpRecord *record = NULL;
  g_autoptr (SpDmarc) dmarc = dup_own_rule (run, &record);

  if (sp_check_lacks (run, get_own_fact (run)) || dmarc == NULL)
    return;
  for (guint i = 0; i < dmarc->rua->len; i++)
    {
      const char *uri = g_ptr_array_index (dmarc->rua, i);
      g_autoptr (SpName) name = dup_permission_name (run, uri);
      SpFact *fact = name != NULL ? sp_snapshot_get_fact (run->snapshot, name, SP_RR_TXT) : NULL;
      g_autoptr (GPtrArray) records = NULL;
      const char *objection;
      SpFinding *finding;

      if (fact == NULL)
        continue;
      if (sp_fact_is_unknown (fact))
        {
          sp_check_add_unknown_fact (run, run->domain, fact);
          continue;
        }
      records = sp_dmarc_select (sp_fact_get_set (fact));
      objection = find_objection (records, uri);
      if (objection == NULL)
        continue;
      finding = sp_check_add (run, SP_LEVEL_LATER, run->domain, "RFC 9990 §4");
      sp_finding_set_detail (finding, "case", objection);
      sp_finding_set_detail (finding, "address", uri);
      sp_finding_set_detail (finding, "name", sp_name_get_text (name));
      sp_finding_add_record (finding, record);
      sp_finding_add_fact (finding, fact);
      return;
    }
}

typedef enum {
  SAID_NO,
  SAID_FINDING,
  SAID_UNCHECKED,
} Said;

/* What another check said of the domain. */
static Said
ask_check (SpCheckRun *run, const char *id, SpUnchecked **unchecked)
{
  for (guint i = 0; i < run->findings->len; i++)
    if (g_str_equal (sp_finding_get_id (g_ptr_array_index (run->findings, i)), id))
      return SAID_FINDING;
  for (guint i = 0; i < run->unchecked->len; i++)
    if (g_str_equal (sp_unchecked_get_id (g_ptr_array_index (run->unchecked, i)), id))
      {
        *unchecked = g_ptr_array_index (run->unchecked, i);
        return SAID_UNCHECKED;
      }
  return SAID_NO;
}

/* dmarc-too-strict: the rule has mail refused or set aside that is not proven, and the provider's
 * own mail is proven by neither the list of senders nor a seal. The rule may be the one that
 * receivers find above the domain (RFC 9989 §4.10). Runs after the checks of both.
 * Details: "policy"; "provider", "provider-name"; "owner": where a rule from above stands. */
static void
check_dmarc_too_strict (SpCheckRun *run)
{
  g_autoptr (SpDmarcDiscovery) found = sp_dmarc_discovery_new (run->snapshot);
  SpUnchecked *unchecked = NULL;
  Said spf, absent, dkim;
  SpDmarcPolicy policy = SP_DMARC_NONE;
  SpFinding *finding;

  if (sp_check_lacks (run, get_own_fact (run)) || run->wish == SP_WISH_NO)
    return;
  if (found->dmarc != NULL && found->dmarc->is_usable)
    policy = sp_dmarc_get_effective_policy (found->dmarc, found->subject);
  if (found->unknown == NULL && policy != SP_DMARC_QUARANTINE && policy != SP_DMARC_REJECT)
    return;
  spf = ask_check (run, "spf-no-provider", &unchecked);
  absent = ask_check (run, "spf-absent", &unchecked);
  dkim = ask_check (run, "dkim-absent", &unchecked);
  if (dkim == SAID_NO || (spf == SAID_NO && absent == SAID_NO))
    return;
  if (dkim == SAID_UNCHECKED || (spf != SAID_FINDING && absent != SAID_FINDING))
    {
      sp_check_add_unknown (run, run->domain, sp_unchecked_get_reason (unchecked),
                            sp_unchecked_get_servers (unchecked));
      return;
    }
  if (found->unknown != NULL)
    {
      sp_check_add_unknown_fact (run, run->domain, found->unknown);
      return;
    }
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §4.7");
  sp_finding_set_detail (finding, "policy", sp_dmarc_policy_to_string (policy));
  if (!found->is_own)
    sp_finding_set_detail (finding, "owner", sp_name_get_text (found->found_at));
  sp_finding_set_provider (finding, run->current);
  sp_finding_add_record (finding, found->record);
}

const SpCheck sp_checks_forgery[] = {
  { "dmarc-absent", SP_AREA_SENDING, check_dmarc_absent },
  { "dmarc-two", SP_AREA_SENDING, check_dmarc_two },
  { "dmarc-syntax", SP_AREA_SENDING, check_dmarc_syntax },
  { "dmarc-wrong-name", SP_AREA_SENDING, check_dmarc_wrong_name },
  { "dmarc-no-reports", SP_AREA_SENDING, check_dmarc_no_reports },
  { "dmarc-rua-unauthorised", SP_AREA_SENDING, check_dmarc_rua_unauthorised },
  { "dmarc-old-tags", SP_AREA_SENDING, check_dmarc_old_tags },
  { "dmarc-too-strict", SP_AREA_SENDING, check_dmarc_too_strict },
  { NULL },
};
