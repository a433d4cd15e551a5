/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-published.h"

struct _SpPublished {
  SpSnapshot *snapshot;
  GHashTable *sets; /* "TYPE name" → SpPublishedSet */
};

static SpPublishedSet *
set_new (SpFactState state, SpReason reason)
{
  SpPublishedSet *set = g_new0 (SpPublishedSet, 1);

  set->state = state;
  set->reason = reason;
  set->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  return set;
}

static void
set_free (SpPublishedSet *set)
{
  g_ptr_array_unref (set->rows);
  g_strfreev (set->silent);
  g_free (set);
}

static char *
make_key (SpName *name, SpRrType type)
{
  return g_strdup_printf ("%u %s", (guint) type, sp_name_get_text (name));
}

/* The alias at @name itself, as seen by whatever was asked there. */
static SpRecord *
find_alias_in_fact (SpFact *fact, SpName *name)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    {
      const SpAnswerFields *fields = sp_answer_get_fields (g_ptr_array_index (answers, i));

      if (fields->outcome != SP_OUTCOME_ANSWER && !sp_outcome_is_conclusive (fields->outcome))
        continue;
      for (guint j = 0; fields->answer != NULL && j < fields->answer->len; j++)
        {
          SpRecord *record = g_ptr_array_index (fields->answer, j);

          if (sp_record_get_rr_type (record) == SP_RR_CNAME
              && sp_name_equal (sp_record_get_owner (record), name))
            return record;
        }
    }
  return NULL;
}

static SpPublishedSet *
new_unknown (SpFact *fact)
{
  SpPublishedSet *set = set_new (SP_FACT_UNKNOWN, sp_fact_get_reason (fact));

  set->silent = sp_fact_dup_silent_servers (fact);
  return set;
}

/* Every fact at the name tells whether an alias is there. */
static SpPublishedSet *
look_up_alias (SpPublished *self, SpName *name)
{
  GPtrArray *facts = sp_snapshot_get_facts (self->snapshot);
  SpFact *unknown = sp_snapshot_get_fact (self->snapshot, name, SP_RR_CNAME);
  gboolean conclusive = FALSE;
  gboolean was_asked = FALSE;

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      SpRecord *alias;

      if (!sp_name_equal (sp_fact_get_name (fact), name))
        continue;
      was_asked = TRUE;
      alias = find_alias_in_fact (fact, name);
      if (alias != NULL)
        {
          SpPublishedSet *set = set_new (SP_FACT_PRESENT, SP_REASON_NONE);

          g_ptr_array_add (set->rows, sp_edit_row_new_from_record (alias));
          set->ttl = sp_record_get_ttl (alias);
          return set;
        }
      if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
        unknown = fact;
      else
        conclusive = TRUE;
    }
  /* What lies below a name that does not exist is absent without having been asked. */
  if (!was_asked && sp_fact_get_state (unknown) == SP_FACT_ABSENT)
    conclusive = TRUE;
  if (conclusive)
    return set_new (SP_FACT_ABSENT, SP_REASON_NONE);
  return new_unknown (unknown);
}

/* An alias excludes everything else (RFC 1034 §3.6.2), and a name that does not exist has nothing:
 * then also what was never asked is known. */
static gboolean
name_is_bare (SpPublished *self, SpName *name)
{
  GPtrArray *facts = sp_snapshot_get_facts (self->snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);

      if (!sp_name_equal (sp_fact_get_name (fact), name))
        continue;
      if (find_alias_in_fact (fact, name) != NULL
          || (sp_fact_get_state (fact) == SP_FACT_ABSENT && !sp_fact_name_exists (fact)))
        return TRUE;
    }
  return FALSE;
}

static SpPublishedSet *
look_up_set (SpPublished *self, SpName *name, SpRrType type)
{
  SpFact *fact = sp_snapshot_get_fact (self->snapshot, name, type);
  SpRecordSet *records;
  SpPublishedSet *set;

  if (find_alias_in_fact (fact, name) != NULL)
    return set_new (SP_FACT_ABSENT, SP_REASON_NONE);
  if (sp_fact_get_reason (fact) == SP_REASON_NOT_ASKED && name_is_bare (self, name))
    return set_new (SP_FACT_ABSENT, SP_REASON_NONE);
  if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
    return new_unknown (fact);
  records = sp_fact_get_set (fact);
  if (records == NULL || !sp_name_equal (sp_record_set_get_owner (records), name))
    return set_new (SP_FACT_ABSENT, SP_REASON_NONE);

  set = set_new (SP_FACT_PRESENT, SP_REASON_NONE);
  set->ttl = sp_record_set_get_ttl (records);
  for (guint i = 0; i < sp_record_set_get_n_records (records); i++)
    g_ptr_array_add (set->rows,
                     sp_edit_row_new_from_record (sp_record_set_get_record (records, i)));
  return set;
}

/* The name that nobody made and that the nearest wildcard would answer for as well: key names have
 * one of their own. */
static SpName *
dup_sibling (SpPublished *self, SpName *name)
{
  SpName *domain = sp_snapshot_get_domain (self->snapshot);
  SpName *probe = sp_snapshot_get_probe_name (self->snapshot);
  g_autoptr (SpName) keys = sp_name_prepend (domain, "_domainkey");
  g_autofree char *label = NULL;

  if (probe == NULL || keys == NULL || !sp_name_is_at_or_below (name, keys))
    return probe != NULL ? sp_name_ref (probe) : NULL;
  label = sp_name_dup_relative (probe, domain);
  return sp_name_prepend (keys, label);
}

/* A name beside the one that nobody made, and that does not exist either: no wildcard is there. */
static gboolean
is_wildcard_ruled_out (SpPublished *self, SpName *probe)
{
  g_autoptr (SpName) base = sp_name_dup_parent (probe);
  GPtrArray *facts = sp_snapshot_get_facts (self->snapshot);

  for (guint i = 0; i < facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (facts, i);
      SpName *name = sp_fact_get_name (fact);

      if (sp_name_get_n_labels (name) == sp_name_get_n_labels (base) + 1
          && sp_name_is_at_or_below (name, base) && sp_fact_get_state (fact) == SP_FACT_ABSENT
          && !sp_fact_name_exists (fact))
        return TRUE;
    }
  return FALSE;
}

/* A record that a wildcard makes is not one that the panel shows at the name: it is there at a name
 * that nobody made, too (RFC 4592 §2.2). @doubt is set to what is known of that name if it cannot
 * be told. */
static gboolean
is_from_wildcard (SpPublished *self, SpName *name, SpRrType type, const SpPublishedSet *set,
                  SpPublishedSet **doubt)
{
  g_autoptr (SpName) probe = dup_sibling (self, name);
  SpPublishedSet *guessed;
  gboolean is_same;

  if (probe == NULL || set->state != SP_FACT_PRESENT
      || sp_name_equal (name, sp_snapshot_get_domain (self->snapshot))
      || sp_name_equal (name, sp_published_get_zone (self))
      || !sp_name_is_at_or_below (name, sp_published_get_zone (self)))
    return FALSE;
  guessed = type == SP_RR_CNAME ? look_up_alias (self, probe) : look_up_set (self, probe, type);
  if (guessed->state == SP_FACT_UNKNOWN && guessed->reason != SP_REASON_NOT_ASKED
      && !is_wildcard_ruled_out (self, probe))
    {
      *doubt = guessed;
      return FALSE;
    }
  is_same = guessed->rows->len == set->rows->len;
  for (guint i = 0; i < guessed->rows->len; i++)
    is_same &= sp_edit_rows_find (set->rows, g_ptr_array_index (guessed->rows, i), type);
  set_free (guessed);
  return is_same;
}

static SpPublishedSet *
look_up (SpPublished *self, SpName *name, SpRrType type)
{
  SpPublishedSet *set = type == SP_RR_CNAME ? look_up_alias (self, name)
                                            : look_up_set (self, name, type);

  SpPublishedSet *doubt = NULL;

  if (is_from_wildcard (self, name, type, set, &doubt))
    {
      set_free (set);
      set = set_new (SP_FACT_ABSENT, SP_REASON_NONE);
    }
  if (doubt != NULL)
    {
      set_free (set);
      set = doubt;
    }
  return set;
}

/**
 * sp_published_new:
 * @snapshot: what was seen
 *
 * Returns: (transfer full): its record sets
 */
SpPublished *
sp_published_new (SpSnapshot *snapshot)
{
  SpPublished *self;

  g_return_val_if_fail (snapshot != NULL, NULL);

  self = g_new0 (SpPublished, 1);
  self->snapshot = sp_snapshot_ref (snapshot);
  self->sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) set_free);
  return self;
}

/**
 * sp_published_free:
 * @self: (nullable): record sets
 */
void
sp_published_free (SpPublished *self)
{
  if (self == NULL)
    return;
  sp_snapshot_unref (self->snapshot);
  g_hash_table_unref (self->sets);
  g_free (self);
}

/**
 * sp_published_get_snapshot:
 * @self: record sets
 *
 * Returns: (transfer none): the snapshot they come from
 */
SpSnapshot *
sp_published_get_snapshot (SpPublished *self)
{
  return self->snapshot;
}

/**
 * sp_published_get_zone:
 * @self: record sets
 *
 * Returns: (transfer none): the zone whose panel holds them; the domain itself if it is not known
 */
SpName *
sp_published_get_zone (SpPublished *self)
{
  SpName *zone = sp_snapshot_get_zone (self->snapshot);

  return zone != NULL ? zone : sp_snapshot_get_domain (self->snapshot);
}

/**
 * sp_published_get:
 * @self: record sets
 * @name: a name
 * @type: a type
 *
 * Returns: (transfer none): the set, valid until an edit of it is applied; never %NULL
 */
const SpPublishedSet *
sp_published_get (SpPublished *self, SpName *name, SpRrType type)
{
  g_autofree char *key = make_key (name, type);
  SpPublishedSet *set = g_hash_table_lookup (self->sets, key);

  if (set == NULL)
    {
      set = look_up (self, name, type);
      g_hash_table_insert (self->sets, g_steal_pointer (&key), set);
    }
  return set;
}

/**
 * sp_published_get_alias:
 * @self: record sets
 * @name: a name
 *
 * Returns: (nullable): the target of the alias at @name
 */
const char *
sp_published_get_alias (SpPublished *self, SpName *name)
{
  const SpPublishedSet *set = sp_published_get (self, name, SP_RR_CNAME);

  if (set->state != SP_FACT_PRESENT || set->rows->len == 0)
    return NULL;
  return ((SpEditRow *) g_ptr_array_index (set->rows, 0))->value;
}

static void
copy_rows (GPtrArray *from, GPtrArray *to, SpRrType type)
{
  for (guint i = 0; i < from->len; i++)
    if (!sp_edit_rows_find (to, g_ptr_array_index (from, i), type))
      g_ptr_array_add (to, sp_edit_row_copy (g_ptr_array_index (from, i)));
}

/**
 * sp_published_apply:
 * @self: record sets
 * @edit: an edit that the person made
 */
void
sp_published_apply (SpPublished *self, SpEdit *edit)
{
  SpRrType type = sp_edit_get_rr_type (edit);
  SpPublishedSet *set = set_new (SP_FACT_ABSENT, SP_REASON_NONE);

  copy_rows (sp_edit_get_kept (edit), set->rows, type);
  copy_rows (sp_edit_get_added (edit), set->rows, type);
  if (set->rows->len > 0)
    {
      set->state = SP_FACT_PRESENT;
      set->ttl = sp_edit_get_ttl (edit);
    }
  g_hash_table_replace (self->sets, make_key (sp_edit_get_full_name (edit), type), set);
}
