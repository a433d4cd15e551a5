/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-observation.h"

G_DEFINE_BOXED_TYPE (SpObservation, sp_observation, sp_observation_ref, sp_observation_unref)

/**
 * sp_observation_new:
 * @seen_at: when, in microseconds since 1970 (UTC)
 * @server: which server
 * @name: name asked
 * @type: type asked
 * @outcome: how it ended
 * @set: (nullable): the records
 * @negative_ttl: how long "nothing there" may be remembered, in seconds; -1 if not said
 *
 * Returns: (transfer full): the sighting
 */
SpObservation *
sp_observation_new (gint64 seen_at, SpName *server, SpName *name, SpRrType type, SpOutcome outcome,
                    SpRecordSet *set, gint64 negative_ttl)
{
  SpObservation *self;

  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_atomic_rc_box_new0 (SpObservation);
  self->seen_at = seen_at;
  self->server = sp_name_ref (server);
  self->name = sp_name_ref (name);
  self->type = type;
  self->outcome = outcome;
  self->set = set != NULL ? sp_record_set_ref (set) : NULL;
  self->negative_ttl = negative_ttl;
  return self;
}

/**
 * sp_observation_new_from_answer:
 * @answer: an answer of one of the domain's own servers
 *
 * An alias at the name counts as the set: it is what the server hands out there.
 *
 * Returns: (transfer full) (nullable): the sighting, %NULL for the answer of a resolver
 */
SpObservation *
sp_observation_new_from_answer (const SpAnswer *answer)
{
  const SpAnswerFields *fields;
  g_autoptr (SpRecordSet) set = NULL;

  g_return_val_if_fail (answer != NULL, NULL);

  fields = sp_answer_get_fields (answer);
  if (fields->server == NULL)
    return NULL;
  if (sp_outcome_is_conclusive (fields->outcome))
    {
      set = sp_answer_dup_set (answer, fields->name, fields->type);
      if (set == NULL)
        set = sp_answer_dup_set (answer, fields->name, SP_RR_CNAME);
    }
  return sp_observation_new (fields->received_at, fields->server, fields->name, fields->type,
                             fields->outcome, set, sp_answer_get_negative_ttl (answer));
}

SpObservation *
sp_observation_ref (SpObservation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
observation_clear (gpointer data)
{
  SpObservation *self = data;

  sp_name_unref (self->server);
  sp_name_unref (self->name);
  g_clear_pointer (&self->set, sp_record_set_unref);
}

void
sp_observation_unref (SpObservation *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, observation_clear);
}

/**
 * sp_observations_from_snapshot:
 * @snapshot: a snapshot
 *
 * Returns: (transfer container) (element-type SpObservation): what each of the domain's own servers
 *   was seen to hold
 */
GPtrArray *
sp_observations_from_snapshot (const SpSnapshot *snapshot)
{
  GPtrArray *observations;
  GPtrArray *facts;

  g_return_val_if_fail (snapshot != NULL, NULL);

  observations = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);
  facts = sp_snapshot_get_facts (snapshot);
  for (guint i = 0; i < facts->len; i++)
    {
      GPtrArray *answers = sp_fact_get_answers (g_ptr_array_index (facts, i));

      for (guint j = 0; j < answers->len; j++)
        {
          SpObservation *seen = sp_observation_new_from_answer (g_ptr_array_index (answers, j));

          if (seen != NULL)
            g_ptr_array_add (observations, seen);
        }
    }
  return observations;
}
