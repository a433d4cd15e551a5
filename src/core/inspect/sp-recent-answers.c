/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-recent-answers.h"

#include "core/inspect/sp-name-key.h"

/* Seconds: the domains of a list that are looked at together, and those just after them. */
#define MAX_AGE 10

/* Enough for what domains have in common, whatever each adds of its own. */
#define MAX_ENTRIES 500

typedef struct {
  SpAnswer *answer;
  gint64 until;
} Entry;

struct _SpRecentAnswers {
  GHashTable *entries;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  sp_answer_unref (entry->answer);
  g_free (entry);
}

/**
 * sp_recent_answers_new:
 *
 * Returns: (transfer full): nothing said so far
 */
SpRecentAnswers *
sp_recent_answers_new (void)
{
  SpRecentAnswers *self = g_new0 (SpRecentAnswers, 1);

  self->entries = sp_name_key_table_new (entry_free);
  return self;
}

void
sp_recent_answers_free (SpRecentAnswers *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

/**
 * sp_recent_answers_find:
 * @self: recent answers
 * @name: name to ask for
 * @type: type to ask for
 * @flags: how
 * @now: monotonic time
 *
 * Returns: (transfer none) (nullable): what was said to this question
 */
SpAnswer *
sp_recent_answers_find (SpRecentAnswers *self, const SpName *name, SpRrType type, SpAskFlags flags,
                        gint64 now)
{
  const SpNameKey key = { (SpName *) name, type, flags };
  const Entry *entry = g_hash_table_lookup (self->entries, &key);

  return entry != NULL && now < entry->until ? entry->answer : NULL;
}

/* Seconds for which all of it may be remembered (RFC 1035 §3.2.1, RFC 2308 §5). */
static gint64
get_lifetime (SpAnswer *answer)
{
  GPtrArray *records = sp_answer_get_fields (answer)->answer;
  gint64 lifetime = MAX_AGE;

  if (sp_answer_get_outcome (answer) != SP_OUTCOME_ANSWER)
    lifetime = MIN (lifetime, sp_answer_get_negative_ttl (answer));
  for (guint i = 0; records != NULL && i < records->len; i++)
    lifetime = MIN (lifetime, sp_record_get_ttl (g_ptr_array_index (records, i)));
  return lifetime;
}

/**
 * sp_recent_answers_add:
 * @self: recent answers
 * @answer: what a resolver said
 * @flags: how it was asked
 * @now: monotonic time
 *
 * Keeps an answer, if it may be kept at all. When there is no more room everything is forgotten:
 * what the domains have in common is back with the next of them.
 */
void
sp_recent_answers_add (SpRecentAnswers *self, SpAnswer *answer, SpAskFlags flags, gint64 now)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  const SpNameKey key = { fields->name, fields->type, flags };
  gint64 lifetime;
  Entry *entry;

  if (!sp_outcome_is_conclusive (fields->outcome))
    return;
  lifetime = get_lifetime (answer);
  if (lifetime <= 0)
    return;
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    g_hash_table_remove_all (self->entries);
  entry = g_new (Entry, 1);
  entry->answer = sp_answer_ref (answer);
  entry->until = now + lifetime * G_USEC_PER_SEC;
  g_hash_table_insert (self->entries, sp_name_key_copy (&key), entry);
}
