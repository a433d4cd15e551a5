/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-answer.h"

#include <string.h>

#define MAX_ALIASES 8

struct _SpAnswer {
  gatomicrefcount refs;
  SpAnswerFields fields;
};

G_DEFINE_BOXED_TYPE (SpAnswer, sp_answer, sp_answer_ref, sp_answer_unref)

static const char *const outcome_names[] = {
  [SP_OUTCOME_ANSWER] = "answer",           [SP_OUTCOME_NXDOMAIN] = "nxdomain",
  [SP_OUTCOME_NODATA] = "nodata",           [SP_OUTCOME_SERVFAIL] = "servfail",
  [SP_OUTCOME_REFUSED] = "refused",         [SP_OUTCOME_LAME] = "lame",
  [SP_OUTCOME_MALFORMED] = "malformed",     [SP_OUTCOME_TIMEOUT] = "timeout",
  [SP_OUTCOME_UNREACHABLE] = "unreachable", [SP_OUTCOME_INTERCEPTED] = "intercepted",
};

/**
 * sp_outcome_to_string:
 * @outcome: an outcome
 *
 * Returns: (transfer none): its public code, such as "nxdomain"
 */
const char *
sp_outcome_to_string (SpOutcome outcome)
{
  g_return_val_if_fail (outcome < G_N_ELEMENTS (outcome_names), NULL);

  return outcome_names[outcome];
}

/**
 * sp_outcome_from_string:
 * @text: a public code
 * @outcome: (out): the outcome
 *
 * Returns: whether @text is the code of an outcome
 */
gboolean
sp_outcome_from_string (const char *text, SpOutcome *outcome)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (outcome != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    {
      if (strcmp (outcome_names[i], text) == 0)
        {
          *outcome = (SpOutcome) i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * sp_outcome_is_conclusive:
 * @outcome: an outcome
 *
 * Whether the question was answered, with records or with "nothing there". Everything else means
 * "could not check".
 *
 * Returns: whether it was
 */
gboolean
sp_outcome_is_conclusive (SpOutcome outcome)
{
  return outcome == SP_OUTCOME_ANSWER || outcome == SP_OUTCOME_NXDOMAIN
         || outcome == SP_OUTCOME_NODATA;
}

static GPtrArray *
ref_or_empty (GPtrArray *records)
{
  return records != NULL ? g_ptr_array_ref (records)
                         : g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
}

/**
 * sp_answer_new:
 * @fields: what it is made of; the arrays must not change afterwards
 *
 * Returns: (transfer full): an answer
 */
SpAnswer *
sp_answer_new (const SpAnswerFields *fields)
{
  SpAnswer *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->name != NULL, NULL);

  self = g_new0 (SpAnswer, 1);
  g_atomic_ref_count_init (&self->refs);
  self->fields = *fields;
  sp_name_ref (self->fields.name);
  if (self->fields.server != NULL)
    sp_name_ref (self->fields.server);
  if (self->fields.endpoint != NULL)
    g_object_ref (self->fields.endpoint);
  self->fields.answer = ref_or_empty (fields->answer);
  self->fields.authority = ref_or_empty (fields->authority);
  self->fields.additional = ref_or_empty (fields->additional);
  return self;
}

/**
 * sp_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self
 */
SpAnswer *
sp_answer_ref (SpAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * sp_answer_unref:
 * @self: (transfer full): an answer
 */
void
sp_answer_unref (SpAnswer *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->fields.name, sp_name_unref);
  g_clear_pointer (&self->fields.server, sp_name_unref);
  g_clear_object (&self->fields.endpoint);
  g_clear_pointer (&self->fields.answer, g_ptr_array_unref);
  g_clear_pointer (&self->fields.authority, g_ptr_array_unref);
  g_clear_pointer (&self->fields.additional, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_answer_get_fields:
 * @self: an answer
 *
 * Returns: (transfer none): what it is made of; the three sections are never %NULL
 */
const SpAnswerFields *
sp_answer_get_fields (const SpAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->fields;
}

/**
 * sp_answer_get_outcome:
 * @self: an answer
 *
 * Returns: how the question ended
 */
SpOutcome
sp_answer_get_outcome (const SpAnswer *self)
{
  g_return_val_if_fail (self != NULL, SP_OUTCOME_MALFORMED);

  return self->fields.outcome;
}

/**
 * sp_answer_has_flag:
 * @self: an answer
 * @flag: one flag
 *
 * Returns: whether it is set
 */
gboolean
sp_answer_has_flag (const SpAnswer *self, SpAnswerFlags flag)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return (self->fields.flags & flag) != 0;
}

/**
 * sp_answer_dup_set:
 * @self: an answer
 * @owner: a name
 * @type: a type
 *
 * What the answer section holds for one name and type.
 *
 * Returns: (transfer full) (nullable): the set, %NULL if there is none
 */
SpRecordSet *
sp_answer_dup_set (const SpAnswer *self, const SpName *owner, SpRrType type)
{
  g_autoptr (GPtrArray) records = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  records = g_ptr_array_new ();
  for (guint i = 0; i < self->fields.answer->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->fields.answer, i);

      if (sp_record_get_rr_type (record) == type
          && sp_name_equal (sp_record_get_owner (record), owner))
        g_ptr_array_add (records, record);
    }
  return records->len > 0 ? sp_record_set_new (records) : NULL;
}

static SpName *
find_alias (const SpAnswer *self, const SpName *owner)
{
  for (guint i = 0; i < self->fields.answer->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->fields.answer, i);

      if (sp_record_get_rr_type (record) == SP_RR_CNAME
          && sp_name_equal (sp_record_get_owner (record), owner))
        return sp_record_get_target (record);
    }
  return NULL;
}

/**
 * sp_answer_dup_aliases:
 * @self: an answer
 *
 * The names that the CNAMEs of the answer section lead to, from the name asked on, in order. At
 * most 8; a loop ends the list where it would begin again.
 *
 * Returns: (transfer full) (element-type SpName): the names, empty without an alias
 */
GPtrArray *
sp_answer_dup_aliases (const SpAnswer *self)
{
  GPtrArray *aliases = NULL;
  const SpName *name = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  aliases = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  if (self->fields.type == SP_RR_CNAME)
    return aliases;
  name = self->fields.name;
  while (aliases->len < MAX_ALIASES)
    {
      SpName *target = find_alias (self, name);

      if (target == NULL || sp_name_equal (target, self->fields.name)
          || g_ptr_array_find_with_equal_func (aliases, target, sp_name_equal, NULL))
        break;
      g_ptr_array_add (aliases, sp_name_ref (target));
      name = target;
    }
  return aliases;
}

/**
 * sp_answer_dup_final_set:
 * @self: an answer
 *
 * The records of the type asked, at the name asked or where its aliases end.
 *
 * Returns: (transfer full) (nullable): the set, %NULL if this answer does not hold it
 */
SpRecordSet *
sp_answer_dup_final_set (const SpAnswer *self)
{
  g_autoptr (GPtrArray) aliases = NULL;
  const SpName *last = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  aliases = sp_answer_dup_aliases (self);
  last = aliases->len > 0 ? g_ptr_array_index (aliases, aliases->len - 1) : self->fields.name;
  return sp_answer_dup_set (self, last, self->fields.type);
}

/**
 * sp_answer_get_soa:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the SOA record of the authority section, which comes with
 *   "nothing there" (RFC 2308 §3)
 */
SpRecord *
sp_answer_get_soa (const SpAnswer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->fields.authority->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->fields.authority, i);

      if (sp_record_get_soa (record) != NULL)
        return record;
    }
  return NULL;
}

/**
 * sp_answer_get_negative_ttl:
 * @self: an answer
 *
 * How long "nothing there" may be remembered: the lesser of the SOA's TTL and its minimum field
 * (RFC 2308 §5).
 *
 * Returns: seconds, -1 if the answer has no SOA
 */
gint64
sp_answer_get_negative_ttl (const SpAnswer *self)
{
  SpRecord *soa = sp_answer_get_soa (self);

  if (soa == NULL)
    return -1;
  return MIN (sp_record_get_ttl (soa), sp_record_get_soa (soa)->minimum);
}
