/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/mail/sp-dkim-key.h"

/* What others may remember during a move, in seconds. */
#define LONG_TTL 3600

static SpFact *
get_a (SpCheckRun *run)
{
  return sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_A);
}

static SpFact *
get_aaaa (SpCheckRun *run)
{
  return sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_AAAA);
}

/* The domain's own record of this type, as one server gave it; NULL if there is none. */
static SpRecordSet *
dup_own_set (SpFact *fact, SpRrType type)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    {
      SpRecordSet *set = sp_answer_dup_set (g_ptr_array_index (answers, i), sp_fact_get_name (fact),
                                            type);

      if (set != NULL)
        return set;
    }
  return NULL;
}

/* no-route: nobody can send mail here (RFC 5321 §5.1).
 * Details: "provider", "provider-name" of the chosen one. */
static void
check_no_route (SpCheckRun *run)
{
  SpFact *a = get_a (run), *aaaa = get_aaaa (run);
  SpFinding *finding;

  if (sp_fact_is_present (run->mx) || sp_fact_is_present (a) || sp_fact_is_present (aaaa))
    return;
  if (sp_check_lacks (run, run->mx) || sp_check_lacks (run, a) || sp_check_lacks (run, aaaa))
    return;
  finding = sp_check_add (run, SP_LEVEL_LOST, run->domain, "RFC 5321 §5.1");
  sp_finding_set_provider (finding, run->chosen);
  sp_finding_add_fact (finding, run->mx);
  sp_finding_add_fact (finding, a);
  sp_finding_add_fact (finding, aaaa);
}

/* Whether the SPF record lets the domain's own address send: then the machine is used for mail. */
static gboolean
may_address_send (SpCheckRun *run, SpFact *address)
{
  SpRecordSet *set = sp_fact_get_set (address);
  const SpSpf *top;

  if (run->spf == NULL)
    return FALSE;
  top = g_ptr_array_index (run->spf->records, 0);
  for (guint i = 0; i < top->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (top->terms, i);

      if (term->kind == SP_SPF_A && term->qualifier == '+' && term->domain == NULL)
        return TRUE;
    }
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    if (sp_spf_tree_covers (run->spf, sp_record_get_address (sp_record_set_get_record (set, i))))
      return TRUE;
  return FALSE;
}

/* The domain's address is that of its own mail host: a name such as "mail" has the same address
 * (and not because every name has), or the allowed senders name it. What could not be seen may
 * still say so. */
static SpFactState
judge_own_mail_host (SpCheckRun *run, SpFact *address)
{
  static const char *const labels[] = { "mail", "smtp", "mx", "imap", "pop" };
  SpRrType type = sp_fact_get_rr_type (address);
  SpFact *probe = sp_check_get_probe (run, type);
  gboolean is_unknown = sp_fact_is_unknown (run->txt);

  if (!sp_fact_is_present (address))
    return SP_FACT_ABSENT;
  if (may_address_send (run, address))
    return SP_FACT_PRESENT;
  if (probe != NULL && sp_facts_share_address (address, probe))
    return is_unknown ? SP_FACT_UNKNOWN : SP_FACT_ABSENT;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, labels[i], type);

      if (sp_facts_share_address (address, fact))
        return SP_FACT_PRESENT;
      is_unknown = is_unknown
                   || (sp_fact_is_unknown (fact)
                       && sp_fact_get_reason (fact) != SP_REASON_NOT_ASKED);
    }
  return is_unknown ? SP_FACT_UNKNOWN : SP_FACT_ABSENT;
}

static SpFactState
judge_own_mail_hosts (SpCheckRun *run)
{
  SpFactState a = judge_own_mail_host (run, get_a (run));
  SpFactState aaaa = judge_own_mail_host (run, get_aaaa (run));

  if (a == SP_FACT_PRESENT || aaaa == SP_FACT_PRESENT)
    return SP_FACT_PRESENT;
  return a == SP_FACT_UNKNOWN || aaaa == SP_FACT_UNKNOWN ? SP_FACT_UNKNOWN : SP_FACT_ABSENT;
}

/* mx-absent: no MX, so that senders fall back to the domain's own address (RFC 5321 §5.1).
 * Details: "case": "wanted" (4), "own-host" (3: the address is that of the own mail host) or
 * "subdomain" (0: nobody wants mail here; nothing is inherited from the domain above); "address":
 * where senders go instead; "provider", "provider-name" of the chosen one. Where it could not be
 * seen whether the address is an own mail host's, the lower level is told. */
static void
check_mx_absent (SpCheckRun *run)
{
  SpFact *a = get_a (run), *aaaa = get_aaaa (run);
  SpFact *address = sp_fact_is_present (a) ? a : aaaa;
  const char *name = "wanted";
  SpLevel level = SP_LEVEL_LOST;
  SpFinding *finding;
  g_autofree char *value = NULL;

  if (sp_check_lacks (run, run->mx) || sp_fact_is_present (run->mx))
    return;
  if (!sp_fact_is_present (address))
    {
      if (!sp_check_lacks (run, a))
        sp_check_lacks (run, aaaa);
      return;
    }

  if (run->wish == SP_WISH_NO)
    {
      name = "subdomain";
      level = SP_LEVEL_IN_ORDER;
    }
  else if (run->chosen == NULL && !run->had_mx)
    switch (judge_own_mail_hosts (run))
      {
      case SP_FACT_PRESENT:
        name = "own-host";
        level = SP_LEVEL_MAY_BOUNCE;
        break;
      case SP_FACT_UNKNOWN:
        level = SP_LEVEL_MAY_BOUNCE;
        break;
      case SP_FACT_ABSENT:
        break;
      }
  value = sp_record_dup_value (sp_record_set_get_record (sp_fact_get_set (address), 0));
  finding = sp_check_add (run, level, run->domain, "RFC 5321 §5.1");
  sp_finding_set_detail (finding, "case", name);
  sp_finding_set_detail (finding, "address", value);
  sp_finding_set_provider (finding, run->chosen);
  sp_finding_add_fact (finding, run->mx);
  sp_finding_add_set (finding, sp_fact_get_set (a));
  sp_finding_add_set (finding, sp_fact_get_set (aaaa));
}

static gboolean
is_spf_refusal (SpCheckRun *run)
{
  const SpSpf *top = run->spf != NULL ? g_ptr_array_index (run->spf->records, 0) : NULL;
  const SpSpfTerm *term;

  if (top == NULL || top->terms->len != 1)
    return FALSE;
  term = g_ptr_array_index (top->terms, 0);
  return term->kind == SP_SPF_ALL && term->qualifier == '-';
}

/* Whether a wildcard revokes every key name there could be. */
static gboolean
is_seal_refusal (SpCheckRun *run)
{
  SpName *probe = sp_snapshot_get_probe_name (run->snapshot);
  g_autofree char *label = probe != NULL ? sp_name_dup_relative (probe, run->domain) : NULL;
  g_autofree char *labels = label != NULL ? g_strconcat (label, "._domainkey", NULL) : NULL;
  SpRecordSet *set = NULL;
  g_autoptr (SpDkimKey) key = NULL;
  gsize length = 0;
  const char *text;

  if (labels != NULL)
    set = sp_fact_get_set (sp_snapshot_get_fact_at (run->snapshot, labels, SP_RR_TXT));
  if (set == NULL)
    return FALSE;
  text = sp_record_get_text (sp_record_set_get_record (set, 0), &length);
  key = sp_dkim_key_parse (text, (gssize) length);
  return key->state == SP_DKIM_KEY_REVOKED;
}

/* says-no-mail: one MX whose target is the root (RFC 7505 §3).
 * Details: "wanted": "yes" where somebody wants mail all the same (4); "spf", "dkim": "yes" if the
 * allowed senders, or a wildcard of revoked keys, say so as well; "provider", "provider-name" of
 * the chosen one. */
static void
check_says_no_mail (SpCheckRun *run)
{
  SpFinding *finding;

  if (sp_check_lacks (run, run->mx) || !run->is_null_mx)
    return;
  finding = sp_check_add (run, run->wish == SP_WISH_YES ? SP_LEVEL_LOST : SP_LEVEL_IN_ORDER,
                          run->domain, "RFC 7505 §3");
  sp_finding_set_detail (finding, "wanted", run->wish == SP_WISH_YES ? "yes" : NULL);
  sp_finding_set_detail (finding, "spf", is_spf_refusal (run) ? "yes" : NULL);
  sp_finding_set_detail (finding, "dkim", is_seal_refusal (run) ? "yes" : NULL);
  sp_finding_set_provider (finding, run->chosen);
  sp_finding_add_set (finding, sp_fact_get_set (run->mx));
}

/* null-mx-mixed: "no mail" beside other hosts (RFC 7505 §3). Details: none. */
static void
check_null_mx_mixed (SpCheckRun *run)
{
  SpRecordSet *set = sp_fact_get_set (run->mx);

  if (sp_check_lacks (run, run->mx) || set == NULL || run->is_null_mx)
    return;
  if (sp_mx_set_has_null (set))
    sp_finding_add_set (sp_check_add (run, SP_LEVEL_LOST, run->domain, "RFC 7505 §3"), set);
}

/* null-mx-preference: "no mail" with a number other than 0 (RFC 7505 §3).
 * Details: "priority": the number. */
static void
check_null_mx_preference (SpCheckRun *run)
{
  SpRecordSet *set = sp_fact_get_set (run->mx);
  SpFinding *finding;
  guint preference;

  if (sp_check_lacks (run, run->mx) || !run->is_null_mx)
    return;
  preference = sp_record_get_preference (sp_record_set_get_record (set, 0));
  if (preference == 0)
    return;
  finding = sp_check_add (run, SP_LEVEL_TIDY_UP, run->domain, "RFC 7505 §3");
  sp_finding_set_number (finding, "priority", preference);
  sp_finding_add_set (finding, set);
}

/* mx-wrong-owner: the MX stands at "www", "mail" or a label "@" below the domain, and none at the
 * domain. Details: "owner": where it stands. */
static void
check_mx_wrong_owner (SpCheckRun *run)
{
  static const char *const labels[] = { "www", "mail", "\\@" };
  SpFact *probe = sp_check_get_probe (run, SP_RR_MX);

  if (sp_check_lacks (run, run->mx) || sp_fact_is_present (run->mx))
    return;
  /* Where every name has an MX, these have one for no reason of their own. */
  if (probe != NULL && sp_fact_is_present (probe))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, labels[i], SP_RR_MX);
      SpFinding *finding;

      if (sp_fact_is_unknown (fact))
        sp_check_add_unknown_fact (run, run->domain, fact);
      if (!sp_fact_is_present (fact))
        continue;
      if (probe != NULL && sp_check_lacks (run, probe))
        return;
      finding = sp_check_add (run, SP_LEVEL_LOST, run->domain, "RFC 5321 §5.1");
      sp_finding_set_detail (finding, "owner", sp_name_get_text (sp_fact_get_name (fact)));
      sp_finding_add_set (finding, sp_fact_get_set (fact));
      return;
    }
}

/* apex-cname: the domain itself is an alias, which hides its mail records (RFC 1034 §3.6.2). Below
 * the top of its zone an alias is legal, and only in the way of whoever wants mail there.
 * Details: "target": where the alias leads. */
static void
check_apex_cname (SpCheckRun *run)
{
  SpFact *facts[] = { run->mx, run->txt, get_a (run), get_aaaa (run),
                      sp_snapshot_get_fact (run->snapshot, run->domain, SP_RR_CNAME) };
  SpName *zone = sp_snapshot_get_zone (run->snapshot);
  gboolean is_apex = zone == NULL || sp_name_equal (zone, run->domain);
  gboolean is_known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (SpRecordSet) alias = dup_own_set (facts[i], SP_RR_CNAME);
      SpFinding *finding;

      if (alias == NULL)
        {
          is_known = is_known || !sp_fact_is_unknown (facts[i]);
          continue;
        }
      if (!is_apex && run->chosen == NULL)
        return;
      finding = sp_check_add (run, SP_LEVEL_LOST, run->domain, "RFC 1034 §3.6.2");
      sp_finding_set_detail (
        finding, "target",
        sp_name_get_text (sp_record_get_target (sp_record_set_get_record (alias, 0))));
      sp_finding_add_set (finding, alias);
      return;
    }
  if (!is_known)
    sp_check_lacks (run, run->mx);
}

/* Whether the MX host shares an address with the website. @unknown is set to a fact that could
 * still tell, if none does. */
static gboolean
is_at_website (SpCheckRun *run, const SpMxHost *host, SpFact **unknown)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  static const char *const labels[] = { "@", "www" };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
      {
        SpFact *site = sp_snapshot_get_fact_at (run->snapshot, labels[i], types[t]);
        SpFact *mail = types[t] == SP_RR_A ? host->a : host->aaaa;

        if (sp_facts_share_address (site, mail))
          return TRUE;
        if (sp_fact_is_unknown (site) && !sp_fact_is_absent (mail))
          *unknown = site;
        if (sp_fact_is_unknown (mail) && !sp_fact_is_absent (site))
          *unknown = mail;
      }
  return FALSE;
}

/* web-move: mail goes to the computer of the website. Subject: the MX host.
 * Details: "host"; "same-name": "yes" if it is the domain itself. */
static void
check_web_move (SpCheckRun *run)
{
  if (sp_check_lacks (run, run->mx))
    return;
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);
      gboolean is_domain = sp_name_equal (host->name, run->domain);
      SpFact *unknown = NULL;

      if (host->kind != SP_MX_HOST_NAME)
        continue;
      if (is_domain || is_at_website (run, host, &unknown))
        {
          SpFinding *finding = sp_check_add (run, SP_LEVEL_LATER, host->name, NULL);

          sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
          sp_finding_set_detail (finding, "same-name", is_domain ? "yes" : NULL);
          sp_finding_add_record (finding, host->record);
          sp_finding_add_set (finding, sp_fact_get_set (host->a));
          sp_finding_add_set (finding, sp_fact_get_set (host->aaaa));
        }
      else if (unknown != NULL)
        sp_check_add_unknown_fact (run, host->name, unknown);
    }
}

/* no-backup: a single own server, which is all right; worth knowing. Details: "host". */
static void
check_no_backup (SpCheckRun *run)
{
  const SpMxHost *host;
  SpFinding *finding;

  if (sp_check_lacks (run, run->mx) || run->hosts->len == 0)
    return;
  host = g_ptr_array_index (run->hosts, 0);
  if (!host->is_own || host->kind != SP_MX_HOST_NAME)
    return;
  for (guint i = 1; i < run->hosts->len; i++)
    if (!sp_name_equal (host->name, ((SpMxHost *) g_ptr_array_index (run->hosts, i))->name))
      return;
  finding = sp_check_add (run, SP_LEVEL_IN_ORDER, run->domain, NULL);
  sp_finding_set_detail (finding, "host", sp_name_get_text (host->name));
  sp_finding_add_record (finding, host->record);
}

/* A resolver tells what remains of a TTL: too little to say that it is short. */
static void
judge_ttl (SpCheckRun *run, SpName *subject, SpFact *fact)
{
  gint64 ttl = sp_check_get_longest_ttl (fact);
  SpFinding *finding;

  if (sp_fact_is_unknown (fact))
    sp_check_add_unknown_fact (run, subject, fact);
  else if (ttl > LONG_TTL)
    {
      finding = sp_check_add (run, SP_LEVEL_LATER, subject, NULL);
      sp_finding_set_number (finding, "ttl", ttl);
      sp_finding_add_set (finding, sp_fact_get_set (fact));
    }
  else if (ttl >= 0 && !sp_check_is_from_own_servers (run))
    sp_check_add_unknown (run, subject, SP_REASON_NOT_ASKED, NULL);
}

/* ttl-long: before a move, others may remember the present setting for long. Subjects: the domain
 * (its MX set) and each own MX host (its address). Details: "ttl": seconds. */
static void
check_ttl_long (SpCheckRun *run)
{
  /* With a provider chosen, the MX set tells whether there is a move. */
  if (!run->is_moving)
    {
      if (run->chosen != NULL)
        sp_check_lacks (run, run->mx);
      return;
    }
  judge_ttl (run, run->domain, run->mx);
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      if (!host->is_own || host->kind != SP_MX_HOST_NAME)
        continue;
      judge_ttl (run, host->name, sp_fact_is_absent (host->a) ? host->aaaa : host->a);
    }
}

const SpCheck sp_checks_receiving[] = {
  { "no-route", SP_AREA_RECEIVING, check_no_route },
  { "mx-absent", SP_AREA_RECEIVING, check_mx_absent },
  { "says-no-mail", SP_AREA_RECEIVING, check_says_no_mail },
  { "null-mx-mixed", SP_AREA_RECEIVING, check_null_mx_mixed },
  { "null-mx-preference", SP_AREA_RECEIVING, check_null_mx_preference },
  { "mx-wrong-owner", SP_AREA_RECEIVING, check_mx_wrong_owner },
  { "apex-cname", SP_AREA_RECEIVING, check_apex_cname },
  { "web-move", SP_AREA_RECEIVING, check_web_move },
  { "no-backup", SP_AREA_RECEIVING, check_no_backup },
  { "ttl-long", SP_AREA_RECEIVING, check_ttl_long },
  { NULL },
};
