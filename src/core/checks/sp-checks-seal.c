/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

#include "core/checks/sp-dkim-place.h"
#include "core/mail/sp-dkim-key.h"

#include <string.h>

#define RFC "RFC 6376"

/* A key of less is refused (RFC 8301 §3.2), of less than the second still common but weak. */
#define LEAST_BITS 1024
#define GOOD_BITS 2048

/* A key name that counts, and the key there, NULL if there is nothing that is meant to be one. */
typedef struct {
  SpDkimPlace place;
  SpDkimKey *key;
} Seal;

static void
seal_free (gpointer data)
{
  Seal *seal = data;

  g_clear_pointer (&seal->key, sp_dkim_key_free);
  g_free (seal);
}

static void
add_seal (GPtrArray *seals, SpCheckRun *run, const char *selector)
{
  g_autofree char *labels = g_strconcat (selector, "._domainkey", NULL);
  SpFact *fact = sp_snapshot_get_fact_at (run->snapshot, labels, SP_RR_TXT);
  Seal *seal;

  for (guint i = 0; i < seals->len; i++)
    if (((Seal *) g_ptr_array_index (seals, i))->place.fact == fact)
      return;
  seal = g_new0 (Seal, 1);
  seal->place = sp_dkim_place_read (run->snapshot, fact);
  if (seal->place.state == SP_DKIM_PLACE_KEY)
    {
      gsize length = 0;
      const char *text = sp_record_get_text (seal->place.record, &length);

      seal->key = sp_dkim_key_parse (text, (gssize) length);
    }
  g_ptr_array_add (seals, seal);
}

/* Whose key names are looked for: the current provider's; where two are left in the MX set, those
 * of both; else the usual ones of an own server. */
static GPtrArray *
dup_signers (SpCheckRun *run)
{
  GPtrArray *signers = g_ptr_array_new ();
  gboolean has_own = FALSE;

  if (run->current != NULL)
    {
      g_ptr_array_add (signers, run->current);
      return signers;
    }
  for (guint i = 0; i < run->hosts->len; i++)
    {
      const SpMxHost *host = g_ptr_array_index (run->hosts, i);

      has_own = has_own || host->is_own;
      if (host->provider != NULL && sp_provider_get_kind (host->provider) == SP_PROVIDER_HOSTING
          && !g_ptr_array_find (signers, host->provider, NULL))
        g_ptr_array_add (signers, host->provider);
    }
  if (signers->len == 0 && has_own)
    g_ptr_array_add (signers, sp_catalog_get_provider (run->catalog, "own-server"));
  return signers;
}

/* An own server may sign with any key name: that the usual ones are missing says little. */
static gboolean
is_any_name_possible (SpCheckRun *run)
{
  g_autoptr (GPtrArray) signers = dup_signers (run);

  return signers->len == 0 || sp_provider_is_generic (g_ptr_array_index (signers, 0));
}

static gboolean
has_named_selectors (SpCheckRun *run)
{
  return run->facts->selectors != NULL && run->facts->selectors[0] != NULL;
}

/* The key names that count: those of the signer, and those that the person named. */
static GPtrArray *
get_seals (SpCheckRun *run)
{
  g_autoptr (GPtrArray) signers = NULL;

  if (run->seals != NULL)
    return run->seals;
  run->seals = g_ptr_array_new_with_free_func (seal_free);
  signers = dup_signers (run);
  for (guint i = 0; i < signers->len; i++)
    {
      g_auto (GStrv)
        selectors = sp_provider_dup_dkim_selectors (g_ptr_array_index (signers, i), NULL);

      for (guint k = 0; selectors != NULL && selectors[k] != NULL; k++)
        add_seal (run->seals, run, selectors[k]);
    }
  for (guint i = 0; run->facts->selectors != NULL && run->facts->selectors[i] != NULL; i++)
    add_seal (run->seals, run, run->facts->selectors[i]);
  return run->seals;
}

static gboolean
is_seal_required (SpProvider *provider)
{
  GPtrArray *records = provider != NULL ? sp_provider_get_records (provider) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->purpose, "dkim") == 0 && record->is_required)
        return TRUE;
    }
  return FALSE;
}

/* Who only hands mail on seals nothing; a key is for those who also send through it. */
static gboolean
is_forwarder (SpCheckRun *run)
{
  return run->current != NULL && sp_provider_get_kind (run->current) == SP_PROVIDER_FORWARDING
         && !is_seal_required (run->current);
}

/* A record that verifiers pass over leaves the name without a key. */
static gboolean
has_key (const Seal *seal)
{
  if (seal->key == NULL)
    return seal->place.state == SP_DKIM_PLACE_DEAD_ALIAS;
  return seal->place.n_keys > 1 || !sp_dkim_key_is_foreign (seal->key);
}

/* A key under every name there could be is one under this name, too, though nobody put it there. */
static gboolean
has_key_of_all (const SpDkimPlace *place)
{
  SpRecordSet *set = sp_fact_get_set (place->fact);
  g_autoptr (SpDkimKey) key = NULL;
  gsize length = 0;
  const char *text;

  if (place->state != SP_DKIM_PLACE_ABSENT || set == NULL || sp_record_set_get_n_records (set) != 1)
    return FALSE;
  text = sp_record_get_text (sp_record_set_get_record (set, 0), &length);
  if (text == NULL || !sp_dkim_key_looks_like (text, length))
    return FALSE;
  key = sp_dkim_key_parse (text, (gssize) length);
  return key->state == SP_DKIM_KEY_VALID && !sp_dkim_key_is_foreign (key);
}

/* Who seals, and so which key names count, follows from the choice or from the MX set; of two
 * companies there, from the allowed senders. */
static gboolean
lacks_signer (SpCheckRun *run)
{
  return (run->chosen == NULL && sp_check_lacks (run, run->mx))
         || (run->current_doubt != NULL && sp_check_lacks (run, run->current_doubt));
}

static void
judge_no_place (SpCheckRun *run, SpFact *top)
{
  SpFinding *finding;

  /* Without a server that takes mail there is nobody whose key might be missing. */
  if (run->hosts->len == 0 && run->chosen == NULL)
    return;
  if (sp_check_lacks (run, top))
    return;
  if (sp_dkim_is_surely_none (run->snapshot))
    {
      finding = sp_check_add (run, SP_LEVEL_LATER, run->domain, RFC " §3.6");
      sp_finding_set_detail (finding, "state", "none");
      sp_finding_add_fact (finding, top);
    }
  else
    sp_check_add_unknown (run, run->domain, SP_REASON_NOT_ASKED, NULL);
}

/* dkim-absent: none of the provider's key names exists (3 if the provider requires a key, else 2).
 * Where no key name is known, only "nothing at all" can be told.
 * Details: "state": "none" if there is surely no key at all, else "not-found"; "provider",
 * "provider-name"; "name": the first key name looked for. */
static void
check_dkim_absent (SpCheckRun *run)
{
  SpFact *top = sp_snapshot_get_fact_at (run->snapshot, "_domainkey", SP_RR_TXT);
  GPtrArray *seals;
  SpFact *unknown = NULL;
  SpFinding *finding;

  if (run->wish == SP_WISH_NO || lacks_signer (run) || is_forwarder (run))
    return;
  seals = get_seals (run);
  for (guint i = 0; i < seals->len; i++)
    {
      const Seal *seal = g_ptr_array_index (seals, i);
      const SpDkimPlace *place = &seal->place;

      if (has_key (seal) || has_key_of_all (place))
        return;
      if (place->state == SP_DKIM_PLACE_UNKNOWN && unknown == NULL)
        unknown = place->doubt;
    }
  if (unknown != NULL)
    {
      sp_check_add_unknown_fact (run, run->domain, unknown);
      return;
    }
  if (seals->len == 0 || (is_any_name_possible (run) && !has_named_selectors (run)))
    {
      judge_no_place (run, top);
      return;
    }
  finding = sp_check_add (run,
                          is_seal_required (run->current) ? SP_LEVEL_MAY_BOUNCE : SP_LEVEL_LATER,
                          run->domain, RFC " §3.6");
  sp_finding_set_detail (finding, "state",
                         sp_dkim_is_surely_none (run->snapshot) ? "none" : "not-found");
  sp_finding_set_detail (
    finding, "name",
    sp_name_get_text (sp_fact_get_name (((Seal *) g_ptr_array_index (seals, 0))->place.fact)));
  sp_finding_set_provider (finding, run->current);
  for (guint i = 0; i < seals->len; i++)
    sp_finding_add_fact (finding, ((Seal *) g_ptr_array_index (seals, i))->place.fact);
}

/* Runs a judge over every key name that has something; those that could not be read are unchecked.
 */
static void
for_each_place (SpCheckRun *run,
                void (*judge) (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key))
{
  GPtrArray *seals = get_seals (run);

  lacks_signer (run);
  for (guint i = 0; i < seals->len; i++)
    {
      const Seal *seal = g_ptr_array_index (seals, i);
      const SpDkimPlace *place = &seal->place;

      if (place->state == SP_DKIM_PLACE_UNKNOWN)
        sp_check_add_unknown_fact (run, sp_fact_get_name (place->fact), place->doubt);
      if (has_key (seal))
        judge (run, place, seal->key);
    }
}

static SpFinding *
add_key (SpCheckRun *run, SpLevel level, const SpDkimPlace *place, const char *reference)
{
  SpFinding *finding = sp_check_add (run, level, sp_fact_get_name (place->fact), reference);

  sp_finding_set_detail (finding, "name", sp_name_get_text (sp_fact_get_name (place->fact)));
  sp_finding_set_provider (finding, run->current);
  sp_finding_add_set (finding, sp_fact_get_set (place->fact));
  return finding;
}

static void
judge_damage (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key)
{
  const SpParseIssue *issue;
  SpFinding *finding;
  gsize length = 0;

  if (key == NULL || (key->state != SP_DKIM_KEY_BROKEN && place->n_keys < 2))
    return;
  issue = sp_parse_issues_find_error (key->issues);
  finding = add_key (run, SP_LEVEL_MAY_BOUNCE, place, RFC " §3.6.1");
  sp_finding_set_detail (finding, "code",
                         place->n_keys > 1 || issue == NULL ? "two-records" : issue->code);
  sp_record_get_text (place->record, &length);
  sp_finding_set_number (finding, "length", (gint64) length);
  if (issue != NULL)
    sp_finding_set_number (finding, "position", (gint64) issue->offset);
}

/* dkim-mangled: a key that cannot be used: pasted with quotes, cut off, two records (RFC 6376
 * §3.6.1, §3.6.2.2). Subject: the key name.
 * Details: "name"; "code": an issue code of [struct@DkimKey], or "two-records"; "position";
 * "length": of the whole record, in bytes. */
static void
check_dkim_mangled (SpCheckRun *run)
{
  for_each_place (run, judge_damage);
}

static void
judge_size (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key)
{
  if (key == NULL || key->type != SP_DKIM_KEY_RSA || key->bits == 0 || key->bits >= GOOD_BITS)
    return;
  sp_finding_set_number (add_key (run,
                                  key->bits < LEAST_BITS ? SP_LEVEL_MAY_BOUNCE : SP_LEVEL_TIDY_UP,
                                  place, "RFC 8301 §3.2"),
                         "bits", key->bits);
}

/* dkim-weak: an RSA key of less than 1024 bits (3) or of less than 2048 (1) (RFC 8301 §3.2).
 * Subject: the key name. Details: "name", "bits". */
static void
check_dkim_weak (SpCheckRun *run)
{
  for_each_place (run, judge_size);
}

/* Whether a key can be used. @unknown is set to a fact that may yet show one, if none can. */
static gboolean
has_good_key (SpCheckRun *run, SpFact **unknown)
{
  GPtrArray *seals = get_seals (run);

  for (guint i = 0; i < seals->len; i++)
    {
      const Seal *seal = g_ptr_array_index (seals, i);

      if (seal->key != NULL
          && (seal->key->state == SP_DKIM_KEY_VALID || seal->key->state == SP_DKIM_KEY_TESTING))
        return TRUE;
      if (seal->place.state == SP_DKIM_PLACE_UNKNOWN)
        *unknown = seal->place.doubt;
    }
  return FALSE;
}

static void
judge_revocation (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key)
{
  SpFact *unknown = NULL;

  if (key == NULL || key->state != SP_DKIM_KEY_REVOKED || has_good_key (run, &unknown))
    return;
  if (unknown != NULL)
    sp_check_add_unknown_fact (run, sp_fact_get_name (place->fact), unknown);
  else
    add_key (run, SP_LEVEL_LATER, place, RFC " §3.6.1");
}

/* dkim-revoked: empty `p=` (RFC 6376 §3.6.1). Where another key name of the provider has a key, a
 * revoked one is what is left of a change of keys. Subject: the key name. Details: "name". */
static void
check_dkim_revoked (SpCheckRun *run)
{
  SpFact *unknown = NULL;

  if (!lacks_signer (run) && !has_good_key (run, &unknown))
    for_each_place (run, judge_revocation);
}

static void
judge_test_flag (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key)
{
  if (key != NULL && key->state == SP_DKIM_KEY_TESTING)
    add_key (run, SP_LEVEL_TIDY_UP, place, RFC " §3.6.1");
}

/* dkim-testing: the key says that the domain is only testing, `t=y`. Subject: the key name.
 * Details: "name". */
static void
check_dkim_testing (SpCheckRun *run)
{
  for_each_place (run, judge_test_flag);
}

static void
judge_alias (SpCheckRun *run, const SpDkimPlace *place, const SpDkimKey *key)
{
  GPtrArray *aliases = sp_fact_get_aliases (place->fact);
  g_autofree char *line = NULL;
  SpFinding *finding;
  SpName *target;

  if (place->state != SP_DKIM_PLACE_DEAD_ALIAS)
    return;
  target = g_ptr_array_index (aliases, aliases->len - 1);
  line = g_strdup_printf ("%s. CNAME %s.", sp_name_get_text (sp_fact_get_name (place->fact)),
                          sp_name_get_text (g_ptr_array_index (aliases, 0)));
  finding = add_key (run, SP_LEVEL_MAY_BOUNCE, place, RFC " §3.6.2");
  sp_finding_set_detail (finding, "target", sp_name_get_text (target));
  sp_finding_add_evidence (finding, line);
}

/* dkim-target-dead: the key name is an alias of a name without a key. Subject: the key name.
 * Details: "name", "target". */
static void
check_dkim_target_dead (SpCheckRun *run)
{
  for_each_place (run, judge_alias);
}

const SpCheck sp_checks_seal[] = {
  { "dkim-absent", SP_AREA_SENDING, check_dkim_absent },
  { "dkim-mangled", SP_AREA_SENDING, check_dkim_mangled },
  { "dkim-weak", SP_AREA_SENDING, check_dkim_weak },
  { "dkim-revoked", SP_AREA_SENDING, check_dkim_revoked },
  { "dkim-testing", SP_AREA_SENDING, check_dkim_testing },
  { "dkim-target-dead", SP_AREA_SENDING, check_dkim_target_dead },
  { NULL },
};
