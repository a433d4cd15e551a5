/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-spf-trim.h"

#include "core/checks/sp-spf-tree.h"
#include "core/mail/sp-spf-expand.h"
#include "core/plan/sp-spf-reach.h"

#include <string.h>

/* RFC 7208 §4.6.4; what comes near the bound is worth being shortened as well. */
#define MAX_LOOKUPS 10
#define MANY_LOOKUPS 9
#define MAX_VOID_LOOKUPS 2
#define LONG_RECORD 450
/* A host with more addresses than this is not written down by its addresses. */
#define MAX_ADDRESSES 4

typedef struct {
  const SpSpfTrim *trim;
  GPtrArray *words; /* the record's terms, one a word */
  const char *why;
} Work;

static char *
write_record (Work *work)
{
  GString *text = g_string_new ("v=spf1");

  for (guint i = 0; i < work->words->len; i++)
    g_string_append_printf (text, " %s", (char *) g_ptr_array_index (work->words, i));
  return g_string_free_and_steal (text);
}

static SpSpfTree *
read_tree (Work *work)
{
  g_autofree char *text = write_record (work);

  return sp_spf_tree_new (work->trim->snapshot, work->trim->domain, text, -1);
}

/* The tree as it would be without one word. */
static SpSpfTree *
read_tree_without (Work *work, guint index)
{
  char *word = g_ptr_array_steal_index (work->words, index);
  SpSpfTree *tree = read_tree (work);

  g_ptr_array_insert (work->words, (int) index, word);
  return tree;
}

static SpSpf *
parse_word (const char *word)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", word, NULL);

  return sp_spf_parse (record, -1);
}

static SpName *
dup_target (Work *work, const SpSpfTerm *term)
{
  return sp_spf_term_dup_target (term, work->trim->domain,
                                 sp_snapshot_get_domain (work->trim->snapshot));
}

typedef gboolean (*IsUseless) (Work *work, const SpSpfTerm *term, guint index);

static void
note (Work *work, const char *why)
{
  if (work->why == NULL)
    work->why = why;
  else if (!g_str_equal (work->why, why))
    work->why = "spf-repair";
}

/* What a provider documents is not taken away because its list could not be found today. */
static gboolean
is_wanted (Work *work, const SpSpfTerm *term)
{
  g_autoptr (SpName) name = term->kind == SP_SPF_INCLUDE ? dup_target (work, term) : NULL;

  for (guint i = 0; name != NULL && i < work->trim->providers->len; i++)
    if (sp_provider_is_spf_include (g_ptr_array_index (work->trim->providers, i), name))
      return TRUE;
  return name != NULL && work->trim->known != NULL
         && sp_catalog_recognise_spf (work->trim->known, name) != NULL;
}

static gboolean
drop_words (Work *work, IsUseless is_useless, const char *why)
{
  gboolean is_changed = FALSE;

  for (guint i = 0; i < work->words->len;)
    {
      g_autoptr (SpSpf) spf = parse_word (g_ptr_array_index (work->words, i));

      if (spf->terms->len == 1 && is_useless (work, g_ptr_array_index (spf->terms, 0), i))
        {
          g_ptr_array_remove_index (work->words, i);
          is_changed = TRUE;
        }
      else
        i++;
    }
  if (is_changed)
    note (work, why);
  return is_changed;
}

static gboolean
is_absent (Work *work, SpName *name, SpRrType type)
{
  return sp_fact_get_state (sp_snapshot_get_fact (work->trim->snapshot, name, type))
         == SP_FACT_ABSENT;
}

static gboolean
leads_to_list (const SpSpfTerm *term)
{
  return term->kind == SP_SPF_INCLUDE || term->kind == SP_SPF_REDIRECT;
}

static gboolean
has_name (GPtrArray *names, SpName *name)
{
  return g_ptr_array_find_with_equal_func (names, name, sp_name_equal, NULL);
}

/* An include of a name without a list voids the whole record (RFC 7208 §5.2). */
static gboolean
is_dead (Work *work, const SpSpfTerm *term, guint index)
{
  g_autoptr (SpName) name = leads_to_list (term) ? dup_target (work, term) : NULL;
  g_autoptr (GPtrArray) records = NULL;
  SpFact *fact;

  if (name == NULL || is_wanted (work, term))
    return FALSE;
  fact = sp_snapshot_get_fact (work->trim->snapshot, name, SP_RR_TXT);
  if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
    return FALSE;
  records = sp_spf_select (sp_fact_get_set (fact));
  return records->len == 0;
}

static gboolean
is_loop (Work *work, const SpSpfTerm *term, guint index)
{
  g_autoptr (SpName) name = leads_to_list (term) ? dup_target (work, term) : NULL;

  return name != NULL && sp_name_equal (name, work->trim->domain);
}

/* A question whose answer is nothing lets nobody pass. */
static gboolean
is_void (Work *work, const SpSpfTerm *term, guint index)
{
  g_autoptr (SpName) name = dup_target (work, term);

  if (name == NULL)
    return FALSE;
  if (term->kind == SP_SPF_A)
    return is_absent (work, name, SP_RR_A) && is_absent (work, name, SP_RR_AAAA);
  if (term->kind == SP_SPF_EXISTS)
    return is_absent (work, name, SP_RR_A);
  return term->kind == SP_SPF_MX && is_absent (work, name, SP_RR_MX);
}

static gboolean
is_open (Work *work, const SpSpfTerm *term, guint index)
{
  return term->kind != SP_SPF_ALL && sp_spf_term_is_open (term);
}

static gboolean
is_ptr (Work *work, const SpSpfTerm *term, guint index)
{
  return term->kind == SP_SPF_PTR;
}

/* A list that another one includes already; its own include of this one does not count. */
static gboolean
is_included_elsewhere (Work *work, const SpSpfTerm *term, guint index)
{
  g_autoptr (SpName)
    name = term->kind == SP_SPF_INCLUDE && term->qualifier == '+' ? dup_target (work, term) : NULL;
  g_autoptr (SpSpfTree) others = name != NULL ? read_tree_without (work, index) : NULL;

  return others != NULL && has_name (others->names, name);
}

static GPtrArray *
dup_addresses (Work *work, const SpSpfTerm *term)
{
  g_autoptr (SpName) name = dup_target (work, term);
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  SpRecordSet *set;

  if (name == NULL || (term->kind != SP_SPF_A && term->kind != SP_SPF_MX) || term->prefix4 != 32
      || term->prefix6 != 128)
    return NULL;
  set = term->kind == SP_SPF_MX
          ? sp_fact_get_set (sp_snapshot_get_fact (work->trim->snapshot, name, SP_RR_MX))
          : NULL;
  if (term->kind == SP_SPF_A)
    g_ptr_array_add (hosts, name);
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (hosts, sp_record_get_target (sp_record_set_get_record (set, i)));
  for (guint i = 0; i < hosts->len; i++)
    {
      SpName *host = g_ptr_array_index (hosts, i);
      SpFact *a = sp_snapshot_get_fact (work->trim->snapshot, host, SP_RR_A);
      SpFact *aaaa = sp_snapshot_get_fact (work->trim->snapshot, host, SP_RR_AAAA);
      g_autoptr (GPtrArray) found = NULL;

      if (sp_fact_get_state (a) == SP_FACT_UNKNOWN || sp_fact_get_state (aaaa) == SP_FACT_UNKNOWN)
        return NULL;
      found = sp_spf_reach_dup_addresses (work->trim->snapshot, host);
      for (guint k = 0; k < found->len; k++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (found, k)));
    }
  return all->len > 0 ? g_steal_pointer (&all) : NULL;
}

/* A host all of whose addresses the rest of the list lets pass, too. */
static gboolean
is_covered (Work *work, const SpSpfTerm *term, guint index)
{
  g_autoptr (GPtrArray) addresses = term->qualifier == '+' ? dup_addresses (work, term) : NULL;
  g_autoptr (SpSpfTree) others = addresses != NULL ? read_tree_without (work, index) : NULL;

  for (guint i = 0; others != NULL && i < addresses->len; i++)
    if (!sp_spf_tree_covers (others, g_ptr_array_index (addresses, i)))
      return FALSE;
  return others != NULL;
}

/* Hosts of the own zone are written down by their addresses, which costs no question; no more of
 * them than it takes. That is all that can be done without knowing who sends: whose hosts they are
 * is seen in the zone, and whoever changes an address there finds the list beside it. A list of a
 * company is never copied ("flattened"), nor is a `mx`, behind which the hosts change with a move:
 * such a copy goes stale without anybody noticing. There the words of spf-too-many say what helps:
 * leaving services out, or giving one a subdomain of its own. */
static void
write_addresses (Work *work, guint n_questions)
{
  for (guint i = 0; i < work->words->len && n_questions >= MANY_LOOKUPS; i++)
    {
      g_autoptr (SpSpf) spf = parse_word (g_ptr_array_index (work->words, i));
      const SpSpfTerm *term = spf->terms->len == 1 ? g_ptr_array_index (spf->terms, 0) : NULL;
      g_autoptr (SpName) name = term != NULL ? dup_target (work, term) : NULL;
      g_autoptr (GPtrArray) addresses = NULL;

      if (name == NULL || term->qualifier != '+' || term->kind != SP_SPF_A
          || !sp_name_is_at_or_below (name, work->trim->zone))
        continue;
      addresses = dup_addresses (work, term);
      if (addresses == NULL || addresses->len > MAX_ADDRESSES)
        continue;
      g_ptr_array_remove_index (work->words, i);
      for (guint k = 0; k < addresses->len; k++)
        {
          GInetAddress *address = g_ptr_array_index (addresses, k);
          g_autofree char *text = g_inet_address_to_string (address);

          g_ptr_array_insert (
            work->words, (int) (i + k),
            g_strconcat (
              g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "ip6:" : "ip4:", text,
              NULL));
        }
      i += addresses->len - 1;
      n_questions--;
    }
}

static gboolean
lets_pass (const SpSpfTerm *term)
{
  return term->kind == SP_SPF_REDIRECT
         || (term->qualifier == '+' && term->kind != SP_SPF_ALL && term->kind != SP_SPF_BROKEN);
}

static guint
count_passing (Work *work, gboolean with_ptr)
{
  guint n = 0;

  for (guint i = 0; i < work->words->len; i++)
    {
      g_autoptr (SpSpf) spf = parse_word (g_ptr_array_index (work->words, i));
      const SpSpfTerm *term = spf->terms->len == 1 ? g_ptr_array_index (spf->terms, 0) : NULL;

      n += term != NULL && lets_pass (term) && (with_ptr || term->kind != SP_SPF_PTR);
    }
  return n;
}

static GPtrArray *
copy_words (Work *work)
{
  return g_ptr_array_copy (work->words, (GCopyFunc) (void (*) (void)) g_strdup, NULL);
}

/* Nothing that may send is taken away: only what lets nobody pass, or lets pass again. If that is
 * not enough, the list stays as it is. */
static void
shorten (Work *work)
{
  g_autoptr (SpSpfTree) before = read_tree (work);
  g_autofree char *long_text = write_record (work);
  gboolean is_over = before->lookups > MAX_LOOKUPS;
  gboolean is_many = before->lookups >= MANY_LOOKUPS;
  gboolean is_long = strlen (long_text) > LONG_RECORD;
  g_autoptr (GPtrArray) kept = copy_words (work);
  g_autoptr (SpSpfTree) after = NULL;
  g_autofree char *text = NULL;
  const char *why = work->why;
  gboolean is_better;

  if (!is_many && !is_long)
    return;
  drop_words (work, is_void, "spf-shorten");
  drop_words (work, is_included_elsewhere, "spf-shorten");
  drop_words (work, is_covered, "spf-shorten");
  after = read_tree (work);
  if (is_over && after->lookups > MAX_LOOKUPS)
    {
      write_addresses (work, after->lookups);
      note (work, "spf-shorten");
      g_clear_pointer (&after, sp_spf_tree_free);
      after = read_tree (work);
    }
  text = write_record (work);
  is_better = (is_over && after->lookups <= MAX_LOOKUPS)
              || (is_many && after->lookups < MANY_LOOKUPS)
              || (is_long && strlen (text) <= LONG_RECORD);
  if (is_better)
    return;
  work->why = why;
  g_ptr_array_unref (work->words);
  work->words = g_steal_pointer (&kept);
}

/* An ending that says nothing helps nobody (RFC 7208 §8.2); "+all" allows everyone. */
static void
end_softly (Work *work)
{
  for (guint i = 0; i < work->words->len; i++)
    {
      g_autoptr (SpSpf) spf = parse_word (g_ptr_array_index (work->words, i));
      const SpSpfTerm *all = sp_spf_find (spf, SP_SPF_ALL);

      if (all == NULL || all->qualifier == '-' || all->qualifier == '~'
          || (all->qualifier == '?' && work->trim->keeps_neutral))
        continue;
      g_free (g_ptr_array_index (work->words, i));
      g_ptr_array_index (work->words, i) = g_strdup ("~all");
      note (work, all->qualifier == '+' ? "spf-close" : "spf-end");
    }
}

static void
split_words (Work *work, const char *text)
{
  g_autoptr (SpSpf) spf = sp_spf_parse (text, -1);

  for (guint i = 0; i < spf->terms->len; i++)
    g_ptr_array_add (work->words,
                     g_strdup (((const SpSpfTerm *) g_ptr_array_index (spf->terms, i))->text));
}

static void
close_end (Work *work)
{
  g_autofree char *text = write_record (work);
  g_autoptr (SpSpf) spf = sp_spf_parse (text, -1);

  if (sp_spf_find (spf, SP_SPF_ALL) == NULL && sp_spf_find (spf, SP_SPF_REDIRECT) == NULL)
    {
      g_ptr_array_add (work->words, g_strdup ("~all"));
      note (work, "spf-end");
    }
}

/**
 * sp_spf_trim:
 * @trim: what is known
 * @text: a list of allowed senders, sound and with one ending
 * @why: (out) (nullable): code of the reason for a change
 *
 * Takes out what makes receivers give up or lets everyone pass: includes without a list or of the
 * list itself, hosts that do not exist where they are too many, networks that mean everyone, `ptr`;
 * and shortens a list that asks too much. Only what is certain is done; whoever may send now may
 * send afterwards.
 *
 * Returns: (transfer full) (nullable): the list; %NULL if nobody could send any more
 */
char *
sp_spf_trim (const SpSpfTrim *trim, const char *text, const char **why)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  Work work = { trim, g_ptr_array_ref (words), NULL };
  g_autoptr (SpSpfTree) tree = NULL;
  guint n_before;
  char *result = NULL;

  g_return_val_if_fail (trim != NULL && text != NULL && why != NULL, NULL);

  split_words (&work, text);
  n_before = count_passing (&work, TRUE);
  drop_words (&work, is_loop, "spf-loop");
  drop_words (&work, is_dead, "spf-dead");
  drop_words (&work, is_open, "spf-close");
  tree = read_tree (&work);
  if (tree->void_lookups > MAX_VOID_LOOKUPS)
    drop_words (&work, is_void, "spf-dead");
  if (count_passing (&work, FALSE) > 0)
    drop_words (&work, is_ptr, "spf-ptr");
  shorten (&work);
  close_end (&work);
  end_softly (&work);
  if (n_before == 0 || count_passing (&work, TRUE) > 0)
    result = work.why != NULL ? write_record (&work) : g_strdup (text);
  *why = work.why;
  g_ptr_array_unref (work.words);
  return result;
}

/**
 * sp_spf_trim_lets_pass:
 * @text: a list of allowed senders
 *
 * Returns: whether one of its terms lets anybody pass; "all" alone does not count
 */
gboolean
sp_spf_trim_lets_pass (const char *text)
{
  g_autoptr (SpSpf) spf = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  spf = sp_spf_parse (text, -1);
  for (guint i = 0; i < spf->terms->len; i++)
    if (lets_pass (g_ptr_array_index (spf->terms, i)))
      return TRUE;
  return FALSE;
}
