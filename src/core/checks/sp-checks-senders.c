/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include <string.h>

#define RFC "RFC 7208"

/* RFC 7208 §4.6.4: a receiver stops at ten. */
#define MAX_LOOKUPS 10
#define MAX_VOID_LOOKUPS 2
/* RFC 7208 §3.4: an answer ought to fit in 512 bytes. */
#define LONG_RECORD 450

static void
set_term (SpFinding *finding, const SpSpfTerm *term)
{
  sp_finding_set_detail (finding, "word", term->text);
  sp_finding_set_number (finding, "position", (gint64) term->offset);
}

/* Somebody meant a record to be SPF, and no receiver takes it for one: quotes or a space in front,
 * a version that is glued or missing. */
static gboolean
looks_like_spf (const char *text, gsize length)
{
  gsize start = 0;
  g_autoptr (SpSpf) spf = NULL;
  guint n_known = 0;

  while (start < length && strchr (" \t\"'\\", text[start]) != NULL)
    start++;
  if (length - start >= 6 && g_ascii_strncasecmp (text + start, "v=spf1", 6) == 0)
    return length - start == 6 || !g_ascii_isdigit (text[start + 6]);
  if (length - start >= 5 && g_ascii_strncasecmp (text + start, "spf1 ", 5) == 0)
    return TRUE;

  spf = sp_spf_parse (text, (gssize) length);
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);

      if (term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_IP4 || term->kind == SP_SPF_IP6
          || term->kind == SP_SPF_REDIRECT)
        n_known++;
    }
  return n_known > 0 && sp_spf_find (spf, SP_SPF_BROKEN) == NULL;
}

static SpRecord *
find_look_alike (SpCheckRun *run)
{
  SpRecordSet *set = sp_fact_get_set (run->txt);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      gsize length = 0;
      const char *text = sp_record_get_text (record, &length);

      if (text != NULL && !sp_spf_is_record (text, length) && looks_like_spf (text, length))
        return record;
    }
  return NULL;
}

/* spf-absent: no list of allowed senders. Not judged where nobody wants mail.
 * Details: "provider", "provider-name" of the one that has, or is to have, the mail. */
static void
check_spf_absent (SpCheckRun *run)
{
  SpFinding *finding;

  if (sp_check_lacks (run, run->txt) || run->spf_records->len > 0 || find_look_alike (run) != NULL)
    return;
  switch (run->wish)
    {
    case SP_WISH_NO:
      return;
    case SP_WISH_UNKNOWN:
      sp_check_lacks (run, run->mx);
      return;
    case SP_WISH_YES:
      finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §3");
      sp_finding_set_provider (finding, run->current);
      sp_finding_add_fact (finding, run->txt);
      return;
    }
}

/* spf-two: more than one list; receivers use none (RFC 7208 §3.2, §4.5).
 * Details: "count". Evidence: the records. */
static void
check_spf_two (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->txt) || run->spf_records->len < 2)
    return;
  sp_finding_set_number (sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, RFC " §3.2"), "count",
                         run->spf_records->len);
}

static void
report_syntax (SpCheckRun *run, SpRecord *record, const char *code, const SpParseIssue *issue)
{
  gsize length = 0;
  const char *text = sp_record_get_text (record, &length);
  SpFinding *finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §4.6");
  g_autofree char *suggestion = NULL;
  g_autofree char *word = g_strndup (text + MIN (issue->offset, length),
                                     MIN (issue->length, length - issue->offset));

  suggestion = sp_spf_dup_suggestion (code, word);
  sp_finding_set_detail (finding, "code", code);
  sp_finding_set_detail (finding, "word", word);
  sp_finding_set_detail (finding, "suggestion", suggestion);
  sp_finding_set_detail (finding, "record", text);
  sp_finding_set_number (finding, "position", (gint64) issue->offset);
  sp_finding_add_record (finding, record);
}

/* spf-syntax: a receiver gives up (RFC 7208 §4.6), does not take the record for one, or never looks
 * at a mechanism because it stands behind `all` (§5.1).
 * Details: "code": an issue code of [struct@Spf], "quotes" or "no-version"; "word": the wrong word;
 * "suggestion": what may go in its place; "position": where it begins, in bytes; "record": the
 * whole text. */
static void
check_spf_syntax (SpCheckRun *run)
{
  const SpSpf *spf = sp_check_get_spf (run);
  SpRecord *look_alike;

  if (sp_check_lacks (run, run->txt) || run->spf_records->len > 1)
    return;
  if (spf != NULL)
    {
      const SpParseIssue *issue = sp_parse_issues_find_error (spf->issues);

      if (issue == NULL)
        issue = sp_parse_issues_find (spf->issues, "glued-all");
      if (issue == NULL)
        issue = sp_parse_issues_find (spf->issues, "text-after-all");
      if (issue != NULL)
        report_syntax (run, g_ptr_array_index (run->spf_records, 0), issue->code, issue);
      return;
    }
  look_alike = find_look_alike (run);
  if (look_alike != NULL)
    {
      gsize length = 0;
      const char *text = sp_record_get_text (look_alike, &length);
      const SpParseIssue issue = { "no-version", 0, MIN (length, strcspn (text, " ")), TRUE };

      report_syntax (run, look_alike, length > 0 && text[0] == '"' ? "quotes" : issue.code, &issue);
    }
}

static SpFinding *
add_look_ups (SpCheckRun *run, SpLevel level)
{
  SpFinding *finding = sp_check_add_spf (run, level, RFC " §4.6.4");

  sp_finding_set_number (finding, "count", run->spf->lookups);
  return finding;
}

/* An `mx` whose hosts could not be counted. */
static SpFact *
find_unknown_set (SpCheckRun *run)
{
  for (guint i = 0; i < run->spf->unknown_hosts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (run->spf->unknown_hosts, i);

      if (sp_fact_get_rr_type (fact) == SP_RR_MX)
        return fact;
    }
  return NULL;
}

/* spf-too-many: more DNS questions than a receiver asks (RFC 7208 §4.6.4): 3 above ten, 1 at nine
 * and ten; or an `mx` with more than ten hosts, which is 3 as well.
 * Details: "count": the questions; "case": "hosts" in the last case. */
static void
check_spf_too_many (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->txt) || sp_check_get_valid_spf (run) == NULL)
    return;
  if (run->spf->lookups > MAX_LOOKUPS)
    add_look_ups (run, SP_LEVEL_MAY_BOUNCE);
  else if (run->spf->is_wide)
    sp_finding_set_detail (sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, RFC " §4.6.4"), "case",
                           "hosts");
  else if (run->spf->unknown->len > 0)
    sp_check_add_unknown_fact (run, run->domain, g_ptr_array_index (run->spf->unknown, 0));
  else if (find_unknown_set (run) != NULL)
    sp_check_add_unknown_fact (run, run->domain, find_unknown_set (run));
  else if (run->spf->lookups >= MAX_LOOKUPS - 1)
    add_look_ups (run, SP_LEVEL_TIDY_UP);
}

/* spf-void: more than two names that lead to nothing (RFC 7208 §4.6.4). Details: "count". */
static void
check_spf_void (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->txt) || sp_check_get_valid_spf (run) == NULL)
    return;
  if (run->spf->void_lookups > MAX_VOID_LOOKUPS)
    sp_finding_set_number (sp_check_add_spf (run, SP_LEVEL_LATER, RFC " §4.6.4"), "count",
                           run->spf->void_lookups);
  else if (run->spf->unknown->len > 0)
    sp_check_add_unknown_fact (run, run->domain, g_ptr_array_index (run->spf->unknown, 0));
  else if (run->spf->unknown_hosts->len + run->spf->void_lookups > MAX_VOID_LOOKUPS)
    sp_check_add_unknown_fact (run, run->domain, g_ptr_array_index (run->spf->unknown_hosts, 0));
}

static SpFinding *
report_names (SpCheckRun *run, GPtrArray *names, const char *reference)
{
  SpFinding *finding = NULL;

  if (sp_check_lacks (run, run->txt) || sp_check_get_valid_spf (run) == NULL)
    return NULL;
  if (names->len > 0)
    {
      finding = sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, reference);
      sp_finding_set_detail (finding, "name", sp_name_get_text (g_ptr_array_index (names, 0)));
    }
  else if (run->spf->unknown->len > 0)
    sp_check_add_unknown_fact (run, run->domain, g_ptr_array_index (run->spf->unknown, 0));
  return finding;
}

/* spf-include-dead: an include or redirect leads to a name without a list that receivers can use
 * (RFC 7208 §5.2, §6.1). Details: "name": the target; "case": "unusable" if it has a list, but one
 * with a mistake in it, or two. */
static void
check_spf_include_dead (SpCheckRun *run)
{
  const SpSpfTree *tree = run->spf;
  gboolean is_unusable = tree != NULL && tree->dead->len == 0 && tree->unusable->len > 0;
  GPtrArray *names = tree == NULL ? NULL : is_unusable ? tree->unusable : tree->dead;
  SpFinding *finding;

  if (tree != NULL && names->len == 0 && tree->has_bad_target
      && sp_check_get_valid_spf (run) != NULL)
    {
      sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, RFC " §5.2");
      return;
    }
  finding = report_names (run, names, RFC " §5.2");
  if (finding != NULL && is_unusable)
    sp_finding_set_detail (finding, "case", "unusable");
}

/* spf-loop: an include or redirect reaches itself. Details: "name": the target. */
static void
check_spf_loop (SpCheckRun *run)
{
  report_names (run, run->spf != NULL ? run->spf->loops : NULL, RFC " §4.6.4");
}

/* spf-no-end: neither `all` nor `redirect` (2), or an ending that says nothing, `?all` (1).
 * Details: "all": "?" in the second case. */
static void
check_spf_no_end (SpCheckRun *run)
{
  const SpSpf *spf = sp_check_get_valid_spf (run);
  const SpSpfTerm *all;

  if (sp_check_lacks (run, run->txt) || spf == NULL)
    return;
  all = sp_spf_find (spf, SP_SPF_ALL);
  if (all == NULL && sp_spf_find (spf, SP_SPF_REDIRECT) == NULL)
    sp_check_add_spf (run, SP_LEVEL_LATER, RFC " §4.7");
  else if (all != NULL && all->qualifier == '?')
    sp_finding_set_detail (sp_check_add_spf (run, SP_LEVEL_TIDY_UP, RFC " §8.2"), "all", "?");
}

static const SpSpfTerm *
find_open_term (const SpSpf *spf)
{
  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);

      if (sp_spf_term_is_open (term))
        return term;
    }
  return NULL;
}

/* spf-open: everyone may send: `+all`, or a network that is as good as everyone, here or in a list
 * that is included. Details: "word", "position": the term, if it is in the own record. */
static void
check_spf_open (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->txt) || sp_check_get_valid_spf (run) == NULL)
    return;
  if (run->spf->is_open)
    {
      SpFinding *finding = sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, RFC " §5.1");
      const SpSpfTerm *term = find_open_term (sp_check_get_spf (run));

      if (term != NULL)
        set_term (finding, term);
    }
  else if (run->spf->unknown->len > 0)
    sp_check_add_unknown_fact (run, run->domain, g_ptr_array_index (run->spf->unknown, 0));
}

/* spf-ptr: uses `ptr`, which receivers are told not to use (RFC 7208 §5.5).
 * Details: "word", "position". */
static void
check_spf_ptr (SpCheckRun *run)
{
  const SpSpf *spf = sp_check_get_valid_spf (run);
  const SpSpfTerm *ptr = spf != NULL ? sp_spf_find (spf, SP_SPF_PTR) : NULL;

  if (!sp_check_lacks (run, run->txt) && ptr != NULL)
    set_term (sp_check_add_spf (run, SP_LEVEL_TIDY_UP, RFC " §5.5"), ptr);
}

/* Whether a server gives short answers whole: one that cuts everything tells nothing about length.
 */
static gboolean
answers_shortly (SpCheckRun *run, const SpName *server)
{
  GPtrArray *answers = sp_fact_get_answers (run->mx);

  for (guint i = 0; server != NULL && i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);
      const SpName *other = sp_answer_get_fields (answer)->server;

      if (other != NULL && sp_name_equal (other, server)
          && sp_outcome_is_conclusive (sp_answer_get_outcome (answer))
          && !sp_answer_has_flag (answer, SP_ANSWER_OVER_TCP))
        return TRUE;
    }
  return FALSE;
}

/* Whether a server's answer did not fit into a packet, and the longer way to it failed. */
static gboolean
is_cut_short (SpCheckRun *run)
{
  GPtrArray *answers = sp_fact_get_answers (run->txt);

  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);

      if (sp_answer_has_flag (answer, SP_ANSWER_TRUNCATED)
          && (sp_answer_get_outcome (answer) == SP_OUTCOME_TIMEOUT
              || sp_answer_get_outcome (answer) == SP_OUTCOME_UNREACHABLE)
          && answers_shortly (run, sp_answer_get_fields (answer)->server))
        return TRUE;
    }
  return FALSE;
}

static void
report_cut (SpCheckRun *run)
{
  GPtrArray *answers = sp_fact_get_answers (run->txt);
  SpFinding *finding = sp_check_add_spf (run, SP_LEVEL_MAY_BOUNCE, RFC " §3.4");

  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswer *answer = g_ptr_array_index (answers, i);
      SpName *server = sp_answer_get_fields (answer)->server;
      g_autofree char *line = NULL;

      if (!sp_answer_has_flag (answer, SP_ANSWER_TRUNCATED) || server == NULL)
        continue;
      line = g_strdup_printf ("%s: %s. TXT (TC), TCP: %s", sp_name_get_text (server),
                              sp_name_get_text (run->domain),
                              sp_outcome_to_string (sp_answer_get_outcome (answer)));
      sp_finding_add_evidence (finding, line);
    }
}

/* spf-long: more than 450 bytes (RFC 7208 §3.4); 3 where the domain's text records do not fit into
 * a packet and TCP fails (RFC 7766 §5). Details: "length": bytes; none at level 3. */
static void
check_spf_long (SpCheckRun *run)
{
  gsize length = 0;

  if (is_cut_short (run))
    {
      report_cut (run);
      return;
    }
  if (sp_check_lacks (run, run->txt) || sp_check_get_spf (run) == NULL)
    return;
  sp_record_get_text (g_ptr_array_index (run->spf_records, 0), &length);
  if (length > LONG_RECORD)
    sp_finding_set_number (sp_check_add_spf (run, SP_LEVEL_LATER, RFC " §3.4"), "length",
                           (gint64) length);
}

/* A record that is only there to say "nobody" belongs where it stands. */
static gboolean
is_misplaced (SpRecord *record)
{
  gsize length = 0;
  const char *text = sp_record_get_text (record, &length);
  g_autoptr (SpSpf) spf = sp_spf_parse (text, (gssize) length);

  return sp_spf_lets_somebody_pass (spf);
}

/* Returns whether the place decides. @doubt: the fact that may yet tell that a wildcard made the
 * record, or %NULL. */
static gboolean
report_wrong_place (SpCheckRun *run, SpFact *fact, SpFact *doubt)
{
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  SpFinding *finding;

  if (records->len == 0 || !is_misplaced (g_ptr_array_index (records, 0)))
    return FALSE;
  if (doubt != NULL && sp_check_lacks (run, doubt))
    return TRUE;
  finding = sp_check_add (run, SP_LEVEL_MAY_BOUNCE, run->domain, RFC " §3.1");
  sp_finding_set_detail (finding, "owner", sp_name_get_text (sp_fact_get_name (fact)));
  sp_finding_set_detail (finding, "type", sp_fact_get_rr_type (fact) == SP_RR_SPF ? "SPF" : "TXT");
  sp_finding_add_record (finding, g_ptr_array_index (records, 0));
  return TRUE;
}

/* spf-wrong-name: the list stands at "spf." or "www.", or only in a record of the type SPF (99),
 * which nobody reads (RFC 7208 §3.1), and none at the domain.
 * Details: "owner": where it stands; "type": "TXT" or "SPF". */
static void
check_spf_wrong_name (SpCheckRun *run)
{
  SpFact *probe = sp_check_get_probe (run, SP_RR_TXT);
  SpFact *places[] = { sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_SPF),
                       sp_snapshot_get_fact_at (run->snapshot, "spf", SP_RR_TXT),
                       sp_snapshot_get_fact_at (run->snapshot, "www", SP_RR_TXT) };
  g_autoptr (GPtrArray) everywhere = sp_spf_select (probe != NULL ? sp_fact_get_set (probe) : NULL);

  if (sp_check_lacks (run, run->txt) || run->spf_records->len > 0 || run->wish == SP_WISH_NO)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (everywhere->len > 0 && i > 0)
        continue;
      if (sp_fact_is_unknown (places[i]))
        sp_check_add_unknown_fact (run, run->domain, places[i]);
      else if (report_wrong_place (run, places[i], i > 0 ? probe : NULL))
        return;
    }
}

const SpCheck sp_checks_senders[] = {
  { "spf-absent", SP_AREA_SENDING, check_spf_absent },
  { "spf-two", SP_AREA_SENDING, check_spf_two },
  { "spf-syntax", SP_AREA_SENDING, check_spf_syntax },
  { "spf-too-many", SP_AREA_SENDING, check_spf_too_many },
  { "spf-void", SP_AREA_SENDING, check_spf_void },
  { "spf-include-dead", SP_AREA_SENDING, check_spf_include_dead },
  { "spf-loop", SP_AREA_SENDING, check_spf_loop },
  { "spf-open", SP_AREA_SENDING, check_spf_open },
  { "spf-no-end", SP_AREA_SENDING, check_spf_no_end },
  { "spf-ptr", SP_AREA_SENDING, check_spf_ptr },
  { "spf-long", SP_AREA_SENDING, check_spf_long },
  { "spf-wrong-name", SP_AREA_SENDING, check_spf_wrong_name },
  { NULL },
};
