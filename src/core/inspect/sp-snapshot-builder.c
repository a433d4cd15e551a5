/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-fact-private.h"
#include "core/inspect/sp-snapshot-private.h"

typedef struct {
  SpName *name;
  SpRrType type;
  GPtrArray *answers;
  SpReason reason;
} Question;

struct _SpSnapshotBuilder {
  SpName *domain;
  gint64 checked_at;
  SpSnapshotFlags flags;
  guint n_questions;
  gint64 elapsed;
  SpDelegation delegation;
  SpReason delegation_reason;
  SpName *zone;
  SpName *parent;
  SpName *probe;
  SpPolicyFact *policy;
  GPtrArray *servers;
  GPtrArray *remembered;
  GHashTable *questions;
};

static void
question_free (gpointer data)
{
  Question *question = data;

  sp_name_unref (question->name);
  g_ptr_array_unref (question->answers);
  g_free (question);
}

/**
 * sp_snapshot_builder_new:
 * @domain: what is looked at
 * @checked_at: when, in microseconds since 1970 (UTC)
 *
 * Returns: (transfer full): a builder of a snapshot that knows nothing yet
 */
SpSnapshotBuilder *
sp_snapshot_builder_new (SpName *domain, gint64 checked_at)
{
  SpSnapshotBuilder *self;

  g_return_val_if_fail (domain != NULL, NULL);

  self = g_new0 (SpSnapshotBuilder, 1);
  self->domain = sp_name_ref (domain);
  self->checked_at = checked_at;
  self->delegation = SP_DELEGATION_UNKNOWN;
  self->delegation_reason = SP_REASON_NOT_ASKED;
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_zone_server_free);
  self->remembered = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->questions = sp_name_key_table_new (question_free);
  return self;
}

void
sp_snapshot_builder_free (SpSnapshotBuilder *self)
{
  if (self == NULL)
    return;
  sp_name_unref (self->domain);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_clear_pointer (&self->parent, sp_name_unref);
  g_clear_pointer (&self->probe, sp_name_unref);
  g_clear_pointer (&self->policy, sp_policy_fact_unref);
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->remembered);
  g_hash_table_unref (self->questions);
  g_free (self);
}

/**
 * sp_snapshot_builder_add_flags:
 * @self: a builder
 * @flags: how the snapshot is taken, beside what was said before
 */
void
sp_snapshot_builder_add_flags (SpSnapshotBuilder *self, SpSnapshotFlags flags)
{
  g_return_if_fail (self != NULL);

  self->flags |= flags;
}

/**
 * sp_snapshot_builder_set_cost:
 * @self: a builder
 * @n_questions: how many questions went out
 * @elapsed: how long it took, in microseconds
 */
void
sp_snapshot_builder_set_cost (SpSnapshotBuilder *self, guint n_questions, gint64 elapsed)
{
  g_return_if_fail (self != NULL);

  self->n_questions = n_questions;
  self->elapsed = elapsed;
}

static void
set_name (SpName **place, SpName *name)
{
  if (name != NULL)
    sp_name_ref (name);
  g_clear_pointer (place, sp_name_unref);
  *place = name;
}

/**
 * sp_snapshot_builder_set_delegation:
 * @self: a builder
 * @delegation: whether the zone was found
 * @reason: why it is unknown, else %SP_REASON_NONE
 * @zone: (nullable): the zone that the domain is in
 * @parent: (nullable): the zone whose servers delegate it
 */
void
sp_snapshot_builder_set_delegation (SpSnapshotBuilder *self, SpDelegation delegation,
                                    SpReason reason, SpName *zone, SpName *parent)
{
  g_return_if_fail (self != NULL);

  self->delegation = delegation;
  self->delegation_reason = reason;
  set_name (&self->zone, zone);
  set_name (&self->parent, parent);
}

/**
 * sp_snapshot_builder_take_server:
 * @self: a builder
 * @server: (transfer full): a server of the zone
 */
void
sp_snapshot_builder_take_server (SpSnapshotBuilder *self, SpZoneServer *server)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (server != NULL);

  g_ptr_array_add (self->servers, server);
}

/**
 * sp_snapshot_builder_set_probe_name:
 * @self: a builder
 * @probe: the random name that shows wildcards
 */
void
sp_snapshot_builder_set_probe_name (SpSnapshotBuilder *self, SpName *probe)
{
  g_return_if_fail (self != NULL);

  set_name (&self->probe, probe);
}

/**
 * sp_snapshot_builder_set_policy:
 * @self: a builder
 * @policy: what is known of the text of the delivery security policy
 */
void
sp_snapshot_builder_set_policy (SpSnapshotBuilder *self, SpPolicyFact *policy)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (policy != NULL);

  g_clear_pointer (&self->policy, sp_policy_fact_unref);
  self->policy = sp_policy_fact_ref (policy);
}

static Question *
ensure_question (SpSnapshotBuilder *self, SpName *name, SpRrType type)
{
  const SpNameKey key = { name, type, 0 };
  Question *question = g_hash_table_lookup (self->questions, &key);

  if (question == NULL)
    {
      question = g_new0 (Question, 1);
      question->name = sp_name_ref (name);
      question->type = type;
      question->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
      g_hash_table_insert (self->questions, sp_name_key_copy (&key), question);
    }
  return question;
}

/**
 * sp_snapshot_builder_add_answer:
 * @self: a builder
 * @answer: what a server said, or that it said nothing
 */
void
sp_snapshot_builder_add_answer (SpSnapshotBuilder *self, SpAnswer *answer)
{
  const SpAnswerFields *fields;
  Question *question;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  fields = sp_answer_get_fields (answer);
  question = ensure_question (self, fields->name, fields->type);
  g_ptr_array_add (question->answers, sp_answer_ref (answer));
}

/**
 * sp_snapshot_builder_add_remembered:
 * @self: a builder
 * @answer: what the resolver said, or that it said nothing, of a record that is live at the
 *   domain's servers
 */
void
sp_snapshot_builder_add_remembered (SpSnapshotBuilder *self, SpAnswer *answer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  g_ptr_array_add (self->remembered, sp_answer_ref (answer));
}

/**
 * sp_snapshot_builder_add_unknown:
 * @self: a builder
 * @name: a name
 * @type: a type
 * @reason: why nobody was asked; answers to the same question weigh more
 */
void
sp_snapshot_builder_add_unknown (SpSnapshotBuilder *self, SpName *name, SpRrType type,
                                 SpReason reason)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);

  ensure_question (self, name, type)->reason = reason;
}

/* Servers by name, resolvers last, so that the same answers make the same snapshot whichever came
 * first. */
static int
compare_answers (gconstpointer a, gconstpointer b)
{
  const SpAnswerFields *first = sp_answer_get_fields (*(SpAnswer *const *) a);
  const SpAnswerFields *second = sp_answer_get_fields (*(SpAnswer *const *) b);

  if (first->server == NULL || second->server == NULL)
    return (first->server == NULL) - (second->server == NULL);
  return sp_name_compare (first->server, second->server);
}

static int
compare_questions_of (gconstpointer a, gconstpointer b)
{
  const SpAnswerFields *first = sp_answer_get_fields (*(SpAnswer *const *) a);
  const SpAnswerFields *second = sp_answer_get_fields (*(SpAnswer *const *) b);
  int order = sp_name_compare (first->name, second->name);

  return order != 0 ? order : (first->type > second->type) - (first->type < second->type);
}

static int
compare_servers (gconstpointer a, gconstpointer b)
{
  const SpZoneServer *const *first = a;
  const SpZoneServer *const *second = b;

  return sp_name_compare ((*first)->name, (*second)->name);
}

static int
compare_questions (gconstpointer a, gconstpointer b)
{
  const Question *first = *(Question *const *) a;
  const Question *second = *(Question *const *) b;
  int order = sp_name_compare (first->name, second->name);

  return order != 0 ? order : (first->type > second->type) - (first->type < second->type);
}

static GPtrArray *
lookup_answers (const SpName *name, SpRrType type, SpReason *reason, gpointer data)
{
  SpSnapshotBuilder *self = data;
  const SpNameKey key = { (SpName *) name, type, 0 };
  Question *question = g_hash_table_lookup (self->questions, &key);

  if (question == NULL)
    return NULL;
  if (question->answers->len == 0)
    {
      *reason = question->reason;
      return NULL;
    }
  return question->answers;
}

/**
 * sp_snapshot_builder_build:
 * @self: a builder; it can be used further
 *
 * Weighs everything that was collected.
 *
 * Returns: (transfer full): the snapshot
 */
SpSnapshot *
sp_snapshot_builder_build (SpSnapshotBuilder *self)
{
  SpSnapshot *snapshot;
  g_autoptr (GPtrArray) questions = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  snapshot = sp_snapshot_new (self->domain, self->checked_at);
  snapshot->flags = self->flags;
  snapshot->n_questions = self->n_questions;
  snapshot->elapsed = self->elapsed;
  snapshot->delegation = self->delegation;
  snapshot->delegation_reason = self->delegation_reason;
  set_name (&snapshot->zone, self->zone);
  set_name (&snapshot->parent, self->parent);
  set_name (&snapshot->probe, self->probe);
  snapshot->policy = self->policy != NULL ? sp_policy_fact_ref (self->policy) : NULL;
  for (guint i = 0; i < self->servers->len; i++)
    g_ptr_array_add (snapshot->servers, sp_zone_server_copy (g_ptr_array_index (self->servers, i)));
  g_ptr_array_sort (snapshot->servers, compare_servers);

  for (guint i = 0; i < self->remembered->len; i++)
    g_ptr_array_add (snapshot->remembered, sp_answer_ref (g_ptr_array_index (self->remembered, i)));
  g_ptr_array_sort (snapshot->remembered, compare_questions_of);

  questions = g_hash_table_get_values_as_ptr_array (self->questions);
  g_ptr_array_sort (questions, compare_questions);
  for (guint i = 0; i < questions->len; i++)
    {
      Question *question = g_ptr_array_index (questions, i);

      g_ptr_array_sort (question->answers, compare_answers);
    }
  for (guint i = 0; i < questions->len; i++)
    {
      Question *question = g_ptr_array_index (questions, i);

      sp_snapshot_take_fact (
        snapshot, sp_fact_new_weighed (question->name, question->type, lookup_answers, self));
    }
  return snapshot;
}
