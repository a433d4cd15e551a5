/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include <string.h>

/* The order in which findings of one level are told: what hides other things comes first. What the
 * sending checks say is read by those of the rule for forged mail, which therefore come last. */
static const SpCheck *const tables[] = {
  sp_checks_keeping,  sp_checks_servers,   sp_checks_names,    sp_checks_receiving,
  sp_checks_mx_hosts, sp_checks_companies, sp_checks_security, sp_checks_senders,
  sp_checks_allowed,  sp_checks_seal,      sp_checks_forgery,  sp_checks_history,
};

/**
 * SpSilence:
 * @winner: id of the more exact rule
 * @loser: id of the general one; "*" is every other rule, also where it could not be checked
 * @same_subject: whether it is silenced only for the same subject
 * @key: (nullable): a detail of the winner that must hold @word
 * @word: (nullable): one of the words in that detail
 *
 * One cause, one finding: which finding makes which other one superfluous.
 */
typedef struct {
  const char *winner;
  const char *loser;
  gboolean same_subject;
  const char *key;
  const char *word;
} SpSilence;

static const SpSilence silences[] = {
  /* A name that does not exist has nothing else to be judged; one that is parked has no records. */
  { "expired-or-held", "*", FALSE, "case", "absent" },
  { "expired-or-held", "no-route", FALSE },
  { "expired-or-held", "mx-absent", FALSE },
  { "expired-or-held", "says-no-mail", FALSE },
  { "expired-or-held", "spf-absent", FALSE },
  { "expired-or-held", "dkim-absent", FALSE },
  { "expired-or-held", "dmarc-absent", FALSE },
  { "expired-or-held", "dmarc-too-strict", FALSE },
  { "expired-or-held", "wildcard", FALSE },
  { "expired-or-held", "ns-elsewhere", FALSE },
  { "expired-or-held", "mail-lost-in-ns-move", FALSE },
  { "expired-or-held", "newsletter-lost", FALSE },

  /* What is kept elsewhere, or did not come along, is absent for that reason only. */
  { "ns-elsewhere", "no-route", FALSE },
  { "ns-elsewhere", "mx-absent", FALSE },
  { "ns-elsewhere", "spf-absent", FALSE },
  { "ns-elsewhere", "dkim-absent", FALSE },
  { "ns-elsewhere", "dmarc-absent", FALSE },
  { "ns-elsewhere", "dmarc-too-strict", FALSE },
  { "ns-elsewhere", "autodiscover-absent", FALSE },
  { "mail-lost-in-ns-move", "no-route", FALSE },
  { "mail-lost-in-ns-move", "mx-absent", FALSE },
  { "mail-lost-in-ns-move", "spf-absent", FALSE, "records", "spf" },
  { "mail-lost-in-ns-move", "dmarc-absent", FALSE, "records", "dmarc" },
  { "mail-lost-in-ns-move", "dkim-absent", FALSE, "records", "dkim" },
  { "mail-lost-in-ns-move", "dmarc-too-strict", FALSE, "records", "spf" },
  { "mail-lost-in-ns-move", "dmarc-too-strict", FALSE, "records", "dkim" },
  { "mail-lost-in-ns-move", "newsletter-lost", FALSE },

  { "mx-to-ip", "mx-target-dead", TRUE },
  { "mx-bad-name", "mx-target-dead", TRUE },
  { "mx-target-doubled", "mx-target-dead", TRUE },
  { "mx-target-doubled", "mx-target-private", TRUE },
  { "mx-target-doubled", "mx-to-cname", TRUE },
  { "mx-target-doubled", "web-move", TRUE },
  /* A proxy has the website's address, too. */
  { "proxied-mail-host", "web-move", TRUE },
  /* An alias that leads nowhere, or in a circle, loses mail: that it is one is not the matter. */
  { "mx-target-dead", "mx-to-cname", TRUE },

  /* A spare is no help while the only server is wrong. */
  { "mx-target-doubled", "no-backup", FALSE },
  { "mx-target-dead", "no-backup", FALSE },
  { "mx-target-private", "no-backup", FALSE, "kind", "private" },

  { "mx-wrong-owner", "mx-absent", FALSE },
  { "mx-wrong-owner", "no-route", FALSE },
  { "name-doubled", "mx-wrong-owner", FALSE, "records", "mx" },
  { "name-doubled", "mx-absent", FALSE, "records", "mx" },
  { "name-doubled", "no-route", FALSE, "records", "mx" },
  { "apex-cname", "mx-absent", FALSE },
  { "apex-cname", "no-route", FALSE },
  { "apex-cname", "spf-absent", FALSE },
  { "apex-cname", "dmarc-too-strict", FALSE },
  { "null-mx-mixed", "says-no-mail", FALSE },

  { "forwarding-in-the-way", "old-mx-left", TRUE },
  { "forwarding-in-the-way", "mx-priority", TRUE },
  { "old-mx-left", "mx-priority", TRUE },
  { "filter-bypassed", "mx-priority", TRUE },
  /* What does not belong there needs not be completed, and what is whole at one server is. */
  { "forwarding-in-the-way", "mx-set-partial", TRUE },
  { "old-mx-left", "mx-set-partial", TRUE },
  { "filter-bypassed", "mx-set-partial", TRUE },
  { "ns-disagree", "mx-set-partial", TRUE, "types", "MX" },

  { "name-doubled", "spf-wrong-name", FALSE, "records", "spf" },
  { "name-doubled", "spf-absent", FALSE, "records", "spf" },
  { "spf-wrong-name", "spf-absent", FALSE },
  { "name-doubled", "dmarc-wrong-name", FALSE, "records", "dmarc" },
  { "name-doubled", "dmarc-absent", FALSE, "records", "dmarc" },
  { "dmarc-wrong-name", "dmarc-absent", FALSE },
  { "name-doubled", "dkim-absent", FALSE, "records", "dkim" },

  /* "No mail" was said with several records, which go together. */
  { "says-no-mail", "spf-no-provider", FALSE, "spf", "yes" },
  { "says-no-mail", "dkim-absent", FALSE, "dkim", "yes" },
  { "says-no-mail", "dkim-revoked", FALSE },
  { "says-no-mail", "dmarc-too-strict", FALSE },
};

static gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, " ", -1) : NULL;

  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

static gboolean
is_silenced_by (SpFinding *winner, const char *id, const char *subject)
{
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      const SpSilence *silence = &silences[i];

      if (!g_str_equal (sp_finding_get_id (winner), silence->winner)
          || g_str_equal (id, silence->winner)
          || !(g_str_equal (silence->loser, "*") || g_str_equal (silence->loser, id)))
        continue;
      if (silence->same_subject && !g_str_equal (sp_finding_get_subject (winner), subject))
        continue;
      if (silence->key == NULL
          || has_word (sp_finding_get_detail (winner, silence->key), silence->word))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_name_absent (SpCheckRun *run)
{
  return sp_snapshot_get_delegation (run->snapshot) == SP_DELEGATION_ABSENT;
}

static gboolean
is_silent (SpCheckRun *run, SpFinding *finding)
{
  for (guint i = 0; i < run->findings->len; i++)
    if (is_silenced_by (g_ptr_array_index (run->findings, i), sp_finding_get_id (finding),
                        sp_finding_get_subject (finding)))
      return TRUE;
  return FALSE;
}

/* Judged against all findings, so that the order of the table does not matter. */
static void
apply_silences (SpCheckRun *run)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < run->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (run->findings, i);

      if (!is_silent (run, finding))
        g_ptr_array_add (kept, g_object_ref (finding));
    }
  g_ptr_array_unref (run->findings);
  run->findings = g_steal_pointer (&kept);
  if (is_name_absent (run))
    g_ptr_array_set_size (run->unchecked, 0);
}

static SpStatus
judge_status (SpCheckRun *run)
{
  SpStatus status = SP_STATUS_IN_ORDER;

  if (!is_name_absent (run)
      && (sp_fact_is_unknown (run->mx)
          || (sp_check_is_from_own_servers (run)
              && sp_snapshot_get_delegation (run->snapshot) == SP_DELEGATION_UNKNOWN)))
    return SP_STATUS_UNKNOWN;
  for (guint i = 0; i < run->findings->len; i++)
    switch (sp_finding_get_level (g_ptr_array_index (run->findings, i)))
      {
      case SP_LEVEL_IN_ORDER:
      case SP_LEVEL_TIDY_UP:
        break;
      case SP_LEVEL_LATER:
      case SP_LEVEL_MAY_BOUNCE:
        status = SP_STATUS_ATTENTION;
        break;
      case SP_LEVEL_LOST:
        return SP_STATUS_BROKEN;
      }
  return status;
}

static gboolean
is_mentioned (SpCheckRun *run, const char *id)
{
  for (guint i = 0; i < run->findings->len; i++)
    if (g_str_equal (sp_finding_get_id (g_ptr_array_index (run->findings, i)), id))
      return TRUE;
  for (guint i = 0; i < run->unchecked->len; i++)
    if (g_str_equal (sp_unchecked_get_id (g_ptr_array_index (run->unchecked, i)), id))
      return TRUE;
  return FALSE;
}

static GStrv
dup_in_order (SpCheckRun *run)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  const char *const *all = sp_checks_get_ids ();

  for (guint i = 0; all[i] != NULL; i++)
    if (!is_mentioned (run, all[i]))
      g_strv_builder_add (ids, all[i]);
  return g_strv_builder_end (ids);
}

/**
 * sp_checks_run:
 * @facts: what the checks may look at
 *
 * Runs every check. Pure: the same facts give the same verdict.
 *
 * Where a provider is chosen whose hosts are not in the MX set, a move is planned, and what is
 * published is a set-up in its own right: that the MX set leads elsewhere is no finding. What has
 * to be there before the switch is judged for the chosen provider (`spf-no-provider`,
 * `dkim-absent`, `mx-absent`, `says-no-mail`), what slows the switch down is told (`ttl-long`,
 * `negative-ttl-long`), and what is left of the old one (`old-mx-left`, `autodiscover-left`) only
 * once the chosen one has mail.
 *
 * Returns: (transfer full): the verdict
 */
SpVerdict *
sp_checks_run (const SpCheckFacts *facts)
{
  SpCheckRun run;
  SpVerdict *verdict;

  g_return_val_if_fail (facts != NULL, NULL);
  g_return_val_if_fail (facts->snapshot != NULL, NULL);
  g_return_val_if_fail (SP_IS_CATALOG (facts->catalog), NULL);

  sp_check_run_init (&run, facts);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const SpCheck *check = tables[i]; check->id != NULL; check++)
      {
        run.id = check->id;
        check->func (&run);
      }
  apply_silences (&run);
  verdict = sp_verdict_new (judge_status (&run), run.findings, run.unchecked, dup_in_order (&run));
  sp_check_run_clear (&run);
  return verdict;
}

/**
 * sp_checks_find_mailboxes:
 * @snapshot: what was seen
 * @catalog: to name providers
 *
 * Whose mailboxes these are: those of the only provider in the MX set, or, where a filter stands in
 * front, of the only one among the allowed senders.
 *
 * Returns: (transfer none) (nullable): the provider, %NULL if that cannot be told
 */
SpProvider *
sp_checks_find_mailboxes (SpSnapshot *snapshot, SpCatalog *catalog)
{
  const SpCheckFacts facts = { .snapshot = snapshot, .catalog = catalog };
  SpCheckRun run;
  SpProvider *found;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (SP_IS_CATALOG (catalog), NULL);

  sp_check_run_init (&run, &facts);
  found = run.current;
  sp_check_run_clear (&run);
  return found;
}

/**
 * sp_checks_get_ids:
 *
 * Returns: (transfer none) (array zero-terminated=1): the ids of all rules, in the order in which
 *   they are told
 */
const char *const *
sp_checks_get_ids (void)
{
  static const char *const *ids = NULL;

  if (g_once_init_enter_pointer (&ids))
    {
      GPtrArray *all = g_ptr_array_new ();

      for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        for (const SpCheck *check = tables[i]; check->id != NULL; check++)
          g_ptr_array_add (all, (gpointer) check->id);
      g_ptr_array_add (all, NULL);
      g_once_init_leave_pointer (&ids, (const char *const *) g_ptr_array_free (all, FALSE));
    }
  return ids;
}

/**
 * sp_checks_get_area:
 * @id: id of a rule
 *
 * Returns: what the rule is about
 */
SpArea
sp_checks_get_area (const char *id)
{
  g_return_val_if_fail (id != NULL, SP_AREA_RECEIVING);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const SpCheck *check = tables[i]; check->id != NULL; check++)
      if (g_str_equal (check->id, id))
        return check->area;
  return SP_AREA_RECEIVING;
}
