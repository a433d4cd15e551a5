/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-dmarc.h"

#include <string.h>

/* Rules on names of the zone: a record under another name than was meant, a name that everything
 * has, and for how long others go on saying that there is nothing at one. */

/* How long "nothing there" may be remembered before an edit, in seconds. */
#define LONG_NEGATIVE_TTL 3600

typedef gboolean (*IsWanted) (const char *text, gsize length);

/* Whether a set has what was expected at another name. */
static gboolean
has_expected (SpFact *fact, IsWanted is_wanted)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      gsize length = 0;
      const char *text = is_wanted != NULL
                           ? sp_record_get_text (sp_record_set_get_record (set, i), &length)
                           : NULL;

      if (is_wanted == NULL || (text != NULL && is_wanted (text, length)))
        return TRUE;
    }
  return FALSE;
}

/* What a wildcard of the zone answers, in which case the doubled name says nothing. */
static SpFact *
get_sibling (SpCheckRun *run, SpRrType type)
{
  SpName *probe = sp_snapshot_get_probe_name (run->snapshot);
  g_autofree char *label = probe != NULL ? sp_name_dup_relative (probe, run->domain) : NULL;
  g_autoptr (SpName) sibling = label != NULL ? sp_name_prepend (run->zone, label) : NULL;

  return sibling != NULL ? sp_snapshot_get_fact (run->snapshot, sibling, type) : NULL;
}

/* Whether somebody made an alias of this name, and not of every name. */
static gboolean
is_alias_by_intent (SpCheckRun *run, SpFact *fact)
{
  SpName *probe = sp_snapshot_get_probe_name (run->snapshot);
  GPtrArray *aliases = sp_fact_get_aliases (fact), *wild;

  if (aliases->len == 0 || probe == NULL)
    return aliases->len > 0;
  wild = sp_fact_get_aliases (sp_snapshot_get_fact (run->snapshot, probe, SP_RR_TXT));
  return wild->len == 0
         || !sp_name_equal (g_ptr_array_index (aliases, 0), g_ptr_array_index (wild, 0));
}

/* Returns whether the record stands at the doubled name, and nothing of it at the right one. */
static gboolean
judge_doubling (SpCheckRun *run, SpName *name, SpRrType type, IsWanted is_wanted, const char *what)
{
  g_autoptr (SpName) doubled = sp_name_append (name, run->zone);
  SpFact *right = sp_snapshot_get_fact (run->snapshot, name, type), *wrong;
  SpFact *sibling = get_sibling (run, type);
  g_autofree char *short_name = sp_name_dup_relative (name, run->zone);
  const char *known;
  SpFinding *finding;

  if (doubled == NULL || sp_fact_is_unknown (right))
    {
      if (doubled != NULL)
        sp_check_add_unknown_fact (run, name, right);
      return FALSE;
    }
  wrong = sp_snapshot_get_fact (run->snapshot, doubled, type);
  if (has_expected (right, is_wanted) || is_alias_by_intent (run, right))
    return FALSE;
  if (sp_fact_is_unknown (wrong))
    sp_check_add_unknown_fact (run, name, wrong);
  if (!has_expected (wrong, is_wanted) || (sibling != NULL && has_expected (sibling, is_wanted)))
    return FALSE;
  if (sibling != NULL && sp_fact_is_unknown (sibling))
    {
      sp_check_add_unknown_fact (run, name, sibling);
      return FALSE;
    }

  finding = sp_check_find (run, name);
  if (finding == NULL)
    finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, name, NULL);
  known = sp_finding_get_detail (finding, "records");
  if (known != NULL)
    {
      g_autofree char *both = g_strconcat (known, " ", what, NULL);

      sp_finding_set_detail (finding, "records", both);
    }
  else
    sp_finding_set_detail (finding, "records", what);
  sp_finding_set_detail (finding, "short", short_name);
  sp_finding_set_detail (finding, "found", sp_name_get_text (doubled));
  sp_finding_add_set (finding, sp_fact_get_set (wrong));
  return TRUE;
}

/* name-doubled: an expected record stands where a panel put it that appended the zone once more.
 * Subject: the name it ought to have. A name without the record is judged only if the record may
 * be missed there.
 * Details: "found": the name it has; "short": what to type in the name field; "records": "mx",
 * "spf", "dmarc" or "dkim", between spaces. */
static void
check_name_doubled (SpCheckRun *run)
{
  g_autoptr (SpName) dmarc = sp_name_prepend (run->domain, "_dmarc");
  g_auto (GStrv)
    selectors = run->current != NULL ? sp_provider_dup_dkim_selectors (run->current, NULL) : NULL;

  judge_doubling (run, run->domain, SP_RR_MX, NULL, "mx");
  judge_doubling (run, run->domain, SP_RR_TXT, sp_spf_is_record, "spf");
  if (dmarc != NULL)
    judge_doubling (run, dmarc, SP_RR_TXT, sp_dmarc_is_record, "dmarc");
  for (guint i = 0; selectors != NULL && selectors[i] != NULL; i++)
    {
      g_autofree char *labels = g_strconcat (selectors[i], "._domainkey", NULL);
      g_autoptr (SpName) name = sp_name_prepend (run->domain, labels);

      if (name != NULL)
        judge_doubling (run, name, SP_RR_TXT, sp_dkim_key_looks_like, "dkim");
    }
}

static gint64
get_until (SpFinding *finding)
{
  const char *text = sp_finding_get_detail (finding, "until");

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* What the resolver, asked after the domain's servers, had to say of one of their records. */
static void
judge_memory (SpCheckRun *run, SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autoptr (SpRecordSet) alias = sp_answer_dup_set (answer, fields->name, SP_RR_CNAME);
  gint64 seconds = sp_answer_get_negative_ttl (answer), seen_at;
  SpFinding *finding;

  if (!sp_outcome_is_conclusive (fields->outcome))
    {
      sp_check_add_unknown (run, run->domain, sp_reason_from_outcome (fields->outcome), NULL);
      return;
    }
  /* A resolver that knows the alias knows the record: what is missing is behind it. */
  if (fields->outcome == SP_OUTCOME_ANSWER || alias != NULL)
    return;
  if (seconds < 0)
    seconds = MAX (sp_snapshot_get_zone_negative_ttl (run->snapshot), 0);
  finding = sp_check_find (run, fields->name);
  if (finding == NULL)
    finding = sp_check_add (run, SP_LEVEL_IN_ORDER, fields->name, "RFC 2308 §5");
  seen_at = fields->received_at / G_USEC_PER_SEC;
  sp_finding_set_number (finding, "seen-at", seen_at);
  sp_finding_set_number (finding, "until", MAX (get_until (finding), seen_at + seconds));
  sp_finding_add_fact (finding, sp_snapshot_get_fact (run->snapshot, fields->name, fields->type));
  sp_finding_add_answer (finding, answer);
}

/* Whether the resolver may remember a record as missing is not known as long as it is not known
 * that it is live; of one that is not live nobody else was asked. */
static void
judge_silence (SpCheckRun *run, SpFact *fact)
{
  g_auto (GStrv) silent = sp_fact_dup_silent_servers (fact);
  SpReason reason = sp_check_get_failure (fact);

  if (sp_fact_is_unknown (fact))
    sp_check_add_unknown_fact (run, run->domain, fact);
  else if (sp_fact_is_present (fact) && !sp_fact_servers_disagree (fact)
           && sp_snapshot_find_remembered (run->snapshot, sp_fact_get_name (fact),
                                           sp_fact_get_rr_type (fact))
                == NULL)
    sp_check_add_unknown (run, run->domain, reason != SP_REASON_NONE ? reason : SP_REASON_NOT_ASKED,
                          (const char *const *) silent);
}

/* negative-cache: a mail record is live at every server of the domain, and a resolver still has
 * "nothing there" from before. Subject: the record's name.
 * Details: "until": how long it may go on saying so, by what remains of its answer's time, and
 * "seen-at": when it was asked; both in seconds since 1970. */
static void
check_negative_cache (SpCheckRun *run)
{
  GPtrArray *remembered = sp_snapshot_get_remembered (run->snapshot);
  GPtrArray *facts = sp_snapshot_get_facts (run->snapshot);

  if (sp_check_lacks_servers (run, run->domain))
    return;
  for (guint i = 0; i < remembered->len; i++)
    judge_memory (run, g_ptr_array_index (remembered, i));
  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      SpRrType type = sp_fact_get_rr_type (fact);

      /* Most names that are guessed have nothing, which needs no further look. */
      if ((type == SP_RR_MX || type == SP_RR_TXT) && !sp_fact_is_absent (fact)
          && sp_check_is_for_every_server (run, fact))
        judge_silence (run, fact);
    }
}

/* negative-ttl-long: before an edit, others may remember "nothing there" for long (RFC 2308 §5).
 * Subject: the zone. Details: "ttl": seconds. */
static void
check_negative_ttl_long (SpCheckRun *run)
{
  SpFact *soa = sp_snapshot_get_fact (run->snapshot, run->zone, SP_RR_SOA);
  gboolean is_edit_ahead = run->is_moving || (run->chosen != NULL && run->hosts->len == 0);
  gboolean is_edit_unsure = !run->is_moving && sp_fact_is_unknown (run->mx);
  gint64 ttl = sp_snapshot_get_zone_negative_ttl (run->snapshot);
  SpFinding *finding;

  if (!is_edit_ahead)
    return;
  if (sp_fact_is_unknown (soa))
    sp_check_add_unknown_fact (run, run->zone, soa);
  else if (ttl > LONG_NEGATIVE_TTL && is_edit_unsure)
    sp_check_add_unknown_fact (run, run->zone, run->mx);
  else if (ttl > LONG_NEGATIVE_TTL)
    {
      finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->zone, "RFC 2308 §5");
      sp_finding_set_number (finding, "ttl", ttl);
      sp_finding_add_set (finding, sp_fact_get_set (soa));
    }
  else if (!sp_check_is_from_own_servers (run))
    sp_check_add_unknown (run, run->zone, SP_REASON_NOT_ASKED, NULL);
}

/* Whether a name that nobody made is an alias only because every name below the domain is moved
 * elsewhere (DNAME, RFC 6672 §2.2), where nobody has it either. */
static gboolean
is_moved_to_nothing (SpFact *fact)
{
  g_autoptr (SpName) place = sp_fact_dup_new_place (fact);

  return place != NULL && !sp_fact_is_present (fact);
}

/* wildcard: a name that nobody made has an answer. Details: "types": between spaces; "type":
 * if there is only one. */
static void
check_wildcard (SpCheckRun *run)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA, SP_RR_MX, SP_RR_TXT };
  SpName *probe = sp_snapshot_get_probe_name (run->snapshot);
  g_autoptr (GString) words = g_string_new (NULL);
  SpFact *unknown = NULL;
  SpFinding *finding = NULL;
  SpName *alias = NULL;

  if (probe == NULL)
    {
      sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      SpFact *fact = sp_snapshot_get_fact (run->snapshot, probe, types[i]);
      GPtrArray *aliases = sp_fact_get_aliases (fact);
      g_autofree char *type = sp_rr_type_to_string (aliases->len > 0 ? SP_RR_CNAME : types[i]);

      if (sp_fact_is_unknown (fact))
        unknown = fact;
      if ((!sp_fact_is_present (fact) && aliases->len == 0) || is_moved_to_nothing (fact))
        continue;
      if (finding == NULL)
        finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, "RFC 4592");
      sp_check_add_word (words, type);
      sp_finding_add_set (finding, sp_fact_get_set (fact));
      if (sp_fact_get_set (fact) == NULL && alias == NULL)
        alias = g_ptr_array_index (aliases, 0);
    }
  if (alias != NULL)
    {
      g_autofree char *line = g_strdup_printf ("%s. CNAME %s.", sp_name_get_text (probe),
                                               sp_name_get_text (alias));

      sp_finding_add_evidence (finding, line);
    }
  if (finding != NULL)
    {
      sp_finding_set_detail (finding, "types", words->str);
      sp_finding_set_detail (finding, "type", strchr (words->str, ' ') == NULL ? words->str : NULL);
    }
  else if (unknown != NULL)
    sp_check_add_unknown_fact (run, run->domain, unknown);
}

const SpCheck sp_checks_names[] = {
  { "name-doubled", SP_AREA_KEEPING, check_name_doubled },
  { "negative-cache", SP_AREA_KEEPING, check_negative_cache },
  { "negative-ttl-long", SP_AREA_KEEPING, check_negative_ttl_long },
  { "wildcard", SP_AREA_KEEPING, check_wildcard },
  { NULL },
};
