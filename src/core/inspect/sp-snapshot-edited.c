/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-snapshot-private.h"

static const SpEditedSet *
find_edit (GPtrArray *edits, const SpName *name, SpRrType type)
{
  for (guint i = 0; i < edits->len; i++)
    {
      const SpEditedSet *edit = g_ptr_array_index (edits, i);

      if (edit->type == type && sp_name_equal (edit->name, name))
        return edit;
    }
  return NULL;
}

/* Records that no longer hold may stand in answers to other questions, too: in chains of aliases.
 */
static GPtrArray *
dup_still_true (GPtrArray *records, GPtrArray *edits)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);
      SpName *owner = sp_record_get_owner (record);

      if (find_edit (edits, owner, sp_record_get_rr_type (record)) == NULL
          && find_edit (edits, owner, SP_RR_CNAME) == NULL)
        g_ptr_array_add (kept, sp_record_ref (record));
    }
  return kept;
}

static void
add_answer (SpSnapshotBuilder *builder, SpAnswerFields *fields, SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpAnswer) answer = NULL;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (records, sp_record_ref (sp_record_set_get_record (set, i)));
  fields->answer = records;
  fields->outcome = set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NODATA;
  answer = sp_answer_new (fields);
  sp_snapshot_builder_add_answer (builder, answer);
}

/* What the domain's servers will say; the resolver, where only that was asked. */
static void
answer_anew (SpSnapshotBuilder *builder, const SpSnapshot *snapshot, SpName *name, SpRrType type,
             SpRecordSet *set)
{
  SpAnswerFields fields = { .name = name, .type = type, .received_at = snapshot->checked_at };
  gboolean has_server = FALSE;

  for (guint i = 0; i < snapshot->servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (snapshot->servers, i);

      if (server->state != SP_SERVER_ANSWERS)
        continue;
      has_server = TRUE;
      fields.server = server->name;
      fields.flags = SP_ANSWER_AUTHORITATIVE;
      add_answer (builder, &fields, set);
    }
  if (!has_server)
    {
      fields.flags = SP_ANSWER_RECURSION_AVAILABLE;
      add_answer (builder, &fields, set);
    }
}

static void
copy_answers (SpSnapshotBuilder *builder, SpFact *fact, GPtrArray *edits)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  if (answers->len == 0)
    sp_snapshot_builder_add_unknown (builder, sp_fact_get_name (fact), sp_fact_get_rr_type (fact),
                                     sp_fact_get_reason (fact));
  for (guint i = 0; i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);
      SpAnswerFields fields = *sp_answer_get_fields (answer);
      g_autoptr (GPtrArray) kept = dup_still_true (fields.answer, edits);
      g_autoptr (SpAnswer) copy = NULL;

      if (fields.answer == NULL || kept->len == fields.answer->len)
        {
          sp_snapshot_builder_add_answer (builder, answer);
          continue;
        }
      fields.answer = kept;
      copy = sp_answer_new (&fields);
      sp_snapshot_builder_add_answer (builder, copy);
    }
}

static void
copy_frame (SpSnapshotBuilder *builder, const SpSnapshot *self)
{
  sp_snapshot_builder_add_flags (builder, self->flags);
  sp_snapshot_builder_set_cost (builder, self->n_questions, self->elapsed);
  sp_snapshot_builder_set_delegation (builder, self->delegation, self->delegation_reason,
                                      self->zone, self->parent);
  sp_snapshot_builder_set_probe_name (builder, self->probe);
  for (guint i = 0; i < self->servers->len; i++)
    sp_snapshot_builder_take_server (builder,
                                     sp_zone_server_copy (g_ptr_array_index (self->servers, i)));
}

/* An alias answers every question at its name; where one went, what was behind it is gone too. */
static void
copy_fact (SpSnapshotBuilder *builder, const SpSnapshot *self, SpFact *fact, GPtrArray *edits)
{
  SpName *name = sp_fact_get_name (fact);
  SpRrType type = sp_fact_get_rr_type (fact);
  const SpEditedSet *alias = find_edit (edits, name, SP_RR_CNAME);

  if (find_edit (edits, name, type) != NULL)
    return;
  if (alias != NULL && (alias->set != NULL || sp_fact_get_aliases (fact)->len > 0))
    answer_anew (builder, self, name, type, alias->set);
  else
    copy_answers (builder, fact, edits);
}

/**
 * sp_snapshot_new_edited:
 * @self: what was seen
 * @edits: (element-type SpEditedSet): record sets of the zone as they will be, each once
 *
 * What would be seen if the zone held other record sets: every server of the domain has them. What
 * nobody asked about stays unknown.
 *
 * Returns: (transfer full): another snapshot
 */
SpSnapshot *
sp_snapshot_new_edited (const SpSnapshot *self, GPtrArray *edits)
{
  g_autoptr (SpSnapshotBuilder) builder = NULL;

  g_return_val_if_fail (self != NULL && edits != NULL, NULL);

  builder = sp_snapshot_builder_new (self->domain, self->checked_at);
  copy_frame (builder, self);
  for (guint i = 0; i < edits->len; i++)
    {
      const SpEditedSet *edit = g_ptr_array_index (edits, i);

      answer_anew (builder, self, edit->name, edit->type, edit->set);
    }
  for (guint i = 0; i < self->facts->len; i++)
    copy_fact (builder, self, g_ptr_array_index (self->facts, i), edits);
  return sp_snapshot_builder_build (builder);
}
