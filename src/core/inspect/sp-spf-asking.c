/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-run-private.h"

#include <string.h>

/* Aliases that a resolver does not follow are followed so far. */
#define MAX_HOPS 8

/* RFC 7208 §4.6.4. */
#define MAX_VOID_LOOKUPS 2

/* A question under way. It keeps the task alive, and with it the run. */
typedef struct {
  GTask *task;
  guint index;
  guint n_hops;
} Slot;

static void ask_slot (SpSpfRun *self, Slot *slot, SpName *name, SpRrType type);

static void
slot_free (Slot *slot)
{
  g_object_unref (slot->task);
  g_free (slot);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Slot, slot_free)

static void
answer_unref (gpointer answer)
{
  if (answer != NULL)
    sp_answer_unref (answer);
}

static void
end_round (SpSpfRun *self)
{
  if (!self->is_late && !g_cancellable_is_cancelled (self->cancellable))
    self->then (self);
  else if (self->is_explaining)
    sp_spf_run_end (self, SP_SPF_RESULT_FAIL, SP_SPF_PROBLEM_NONE);
  else
    sp_spf_run_end (self, SP_SPF_RESULT_TEMPERROR, SP_SPF_PROBLEM_TIMEOUT);
}

/* Where an answer leads that ends in an alias. */
static SpName *
dup_next_hop (const SpAnswer *answer)
{
  g_autoptr (SpRecordSet) set = sp_answer_dup_final_set (answer);
  g_autoptr (GPtrArray) aliases = NULL;

  if (set != NULL || sp_answer_get_outcome (answer) != SP_OUTCOME_ANSWER)
    return NULL;
  aliases = sp_answer_dup_aliases (answer);
  return aliases->len > 0 ? sp_name_ref (g_ptr_array_index (aliases, aliases->len - 1)) : NULL;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Slot) slot = user_data;
  g_autoptr (GTask) task = g_object_ref (slot->task);
  SpSpfRun *self = g_task_get_task_data (task);
  SpAnswer *answer = sp_resolver_recurse_finish (SP_RESOLVER (source), result, NULL);
  g_autoptr (SpName) hop = answer != NULL ? dup_next_hop (answer) : NULL;

  answer_unref (self->answers->pdata[slot->index]);
  self->answers->pdata[slot->index] = answer;
  if (answer != NULL)
    g_ptr_array_add (self->step->answers, sp_answer_ref (answer));
  if (hop != NULL && slot->n_hops++ < MAX_HOPS)
    ask_slot (self, g_steal_pointer (&slot), hop, sp_answer_get_fields (answer)->type);
  else if (--self->n_pending == 0)
    end_round (self);
}

static void
ask_slot (SpSpfRun *self, Slot *slot, SpName *name, SpRrType type)
{
  sp_resolver_recurse_async (self->resolver, self->network->recursors, name, type, SP_ASK_RECURSE,
                             self->cancellable, asked_cb, slot);
}

/*
 * sp_spf_run_ask_all:
 * @self: an evaluation
 * @names: (element-type SpName): names
 * @type: a type
 * @then: what to do when all answers are there
 *
 * Asks one question for each name, all at the same time.
 */
void
sp_spf_run_ask_all (SpSpfRun *self, GPtrArray *names, SpRrType type, SpSpfThen then)
{
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  self->answers = g_ptr_array_new_with_free_func (answer_unref);
  g_ptr_array_set_size (self->answers, (gint) names->len);
  self->then = then;
  self->n_pending = names->len;
  if (names->len == 0)
    {
      then (self);
      return;
    }
  for (guint i = 0; i < names->len; i++)
    {
      Slot *slot = g_new0 (Slot, 1);

      slot->task = g_object_ref (self->task);
      slot->index = i;
      ask_slot (self, slot, g_ptr_array_index (names, i), type);
    }
}

/*
 * sp_spf_run_ask:
 * @self: an evaluation
 * @name: a name
 * @type: a type
 * @then: what to do when the answer is there
 */
void
sp_spf_run_ask (SpSpfRun *self, SpName *name, SpRrType type, SpSpfThen then)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, name);
  sp_spf_run_ask_all (self, names, type, then);
}

/* "Void lookups" are counted in terms (RFC 7208 §4.6.4): one whose five hosts have no IPv6 address
 * counts once. The record itself and the explanation are no terms in this sense. */
static gboolean
note_void (SpSpfRun *self)
{
  if (self->is_explaining || self->step->term == NULL || self->step->is_void)
    return TRUE;
  self->step->is_void = TRUE;
  if (++self->verdict->void_lookups <= MAX_VOID_LOOKUPS)
    return TRUE;
  sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_VOID_LOOKUPS);
  return FALSE;
}

/*
 * sp_spf_run_take:
 * @self: an evaluation whose round of questions is over
 * @index: which answer
 * @set: (out) (nullable) (transfer full): the records
 *
 * Returns: what the answer means
 */
SpSpfFound
sp_spf_run_take (SpSpfRun *self, guint index, SpRecordSet **set)
{
  const SpAnswer *answer = g_ptr_array_index (self->answers, index);
  SpOutcome outcome = answer != NULL ? sp_answer_get_outcome (answer) : SP_OUTCOME_TIMEOUT;

  *set = NULL;
  if (outcome == SP_OUTCOME_NXDOMAIN || outcome == SP_OUTCOME_NODATA)
    return note_void (self) ? SP_SPF_FOUND_NOTHING : SP_SPF_FOUND_END;
  if (outcome == SP_OUTCOME_ANSWER)
    *set = sp_answer_dup_final_set (answer);
  return *set != NULL ? SP_SPF_FOUND_RECORDS : SP_SPF_FOUND_FAILURE;
}

/*
 * sp_spf_run_get_address_type:
 * @self: an evaluation
 *
 * Returns: the type that holds addresses of the client's family
 */
SpRrType
sp_spf_run_get_address_type (SpSpfRun *self)
{
  return g_inet_address_get_family (self->scene.address) == G_SOCKET_FAMILY_IPV4 ? SP_RR_A
                                                                                 : SP_RR_AAAA;
}
