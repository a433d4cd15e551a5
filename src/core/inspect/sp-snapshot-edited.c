/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-fact-private.h"
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
  if (self->policy != NULL)
    sp_snapshot_builder_set_policy (builder, self->policy);
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

/* The same with other sets, and without what is in dispute. */
static SpSnapshot *
make_other (const SpSnapshot *self, GPtrArray *edits, GPtrArray *disputed)
{
  g_autoptr (SpSnapshotBuilder) builder = sp_snapshot_builder_new (self->domain, self->checked_at);

  copy_frame (builder, self);
  for (guint i = 0; i < edits->len; i++)
    {
      const SpEditedSet *edit = g_ptr_array_index (edits, i);

      answer_anew (builder, self, edit->name, edit->type, edit->set);
    }
  for (guint i = 0; i < self->facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (self->facts, i);

      if (disputed != NULL && g_ptr_array_find (disputed, fact, NULL))
        sp_snapshot_builder_add_unknown (builder, sp_fact_get_name (fact),
                                         sp_fact_get_rr_type (fact), SP_REASON_DISAGREE);
      else
        copy_fact (builder, self, fact, edits);
    }
  return sp_snapshot_builder_build (builder);
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
  g_return_val_if_fail (self != NULL && edits != NULL, NULL);

  return make_other (self, edits, NULL);
}

static gboolean
is_own_answer (const SpAnswer *answer)
{
  return sp_answer_get_fields (answer)->server != NULL
         && sp_outcome_is_conclusive (sp_answer_get_outcome (answer));
}

static const SpSoa *
find_soa (SpFact *fact, const SpName *server)
{
  GPtrArray *answers = sp_fact_get_answers (fact);

  for (guint i = 0; i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);
      g_autoptr (SpRecordSet) set = NULL;

      if (!is_own_answer (answer) || !sp_name_equal (sp_answer_get_fields (answer)->server, server))
        continue;
      set = sp_answer_dup_set (answer, sp_fact_get_name (fact), SP_RR_SOA);
      if (set != NULL)
        return sp_record_get_soa (sp_record_set_get_record (set, 0)); /* the answer keeps it */
    }
  return NULL;
}

/* The newest version that any server has; NULL if they are not versions of one zone. */
static const SpSoa *
find_newest (const SpSnapshot *self, SpFact *soa_fact)
{
  const SpSoa *newest = NULL;

  for (guint i = 0; i < self->servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (self->servers, i);
      const SpSoa *soa = find_soa (soa_fact, server->name);

      if (soa == NULL)
        continue;
      if (newest != NULL && !sp_name_equal (soa->mname, newest->mname))
        return NULL;
      if (newest == NULL || sp_serial_is_older (newest->serial, soa->serial))
        newest = soa;
    }
  return newest;
}

/* What all servers with the newest version hold; FALSE if they do not agree either, or if a server
 * has a version of its own without a number to tell by. */
static gboolean
find_truth (const SpSnapshot *self, SpFact *fact, SpRecordSet **truth)
{
  SpFact *soa_fact = sp_snapshot_get_fact (self, self->zone, SP_RR_SOA);
  const SpSoa *newest = find_newest (self, soa_fact);
  GPtrArray *answers = sp_fact_get_answers (fact);
  gboolean is_found = FALSE;

  for (guint i = 0; newest != NULL && i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);
      g_autoptr (SpRecordSet) set = NULL;
      const SpSoa *soa;

      if (!is_own_answer (answer))
        continue;
      soa = find_soa (soa_fact, sp_answer_get_fields (answer)->server);
      if (soa == NULL)
        return FALSE;
      if (soa->serial != newest->serial)
        continue;
      set = sp_fact_dup_direct_set (answer, sp_fact_get_name (fact), sp_fact_get_rr_type (fact));
      if (is_found
          && (*truth == NULL || set == NULL ? *truth != set : !sp_record_set_equal (*truth, set)))
        return FALSE;
      if (!is_found)
        *truth = g_steal_pointer (&set);
      is_found = TRUE;
    }
  return is_found;
}

/* Addresses differ from server to server wherever load is shared out, and the zone's own records by
 * what each server knows. */
static gboolean
is_split (SpFact *fact)
{
  static const SpRrType types[] = { SP_RR_MX, SP_RR_TXT, SP_RR_CNAME, SP_RR_SRV, SP_RR_SPF };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (sp_fact_get_rr_type (fact) == types[i])
      return sp_fact_servers_disagree (fact);
  return FALSE;
}

static void
edited_set_free (gpointer data)
{
  SpEditedSet *edited = data;

  g_clear_pointer (&edited->set, sp_record_set_unref);
  g_free (edited);
}

static void
take_edit (GPtrArray *edits, SpName *name, SpRrType type, SpRecordSet *set)
{
  SpEditedSet *edited;

  if (find_edit (edits, name, type) != NULL)
    {
      g_clear_pointer (&set, sp_record_set_unref);
      return;
    }
  edited = g_new0 (SpEditedSet, 1);
  edited->name = name;
  edited->type = type;
  edited->set = set;
  g_ptr_array_add (edits, edited);
}

/* An alias that only some of the servers have is there or not, too. */
static void
settle (GPtrArray *edits, SpFact *fact, SpRecordSet *truth)
{
  GPtrArray *answers = sp_fact_get_answers (fact);
  SpName *name = sp_fact_get_name (fact);
  gboolean is_alias = truth != NULL && sp_record_set_get_rr_type (truth) == SP_RR_CNAME;

  for (guint i = 0; !is_alias && i < answers->len; i++)
    {
      g_autoptr (SpRecordSet)
        alias = sp_answer_dup_set (g_ptr_array_index (answers, i), name, SP_RR_CNAME);

      if (alias != NULL)
        take_edit (edits, name, SP_RR_CNAME, NULL);
    }
  take_edit (edits, name, is_alias ? SP_RR_CNAME : sp_fact_get_rr_type (fact), truth);
}

/**
 * sp_snapshot_new_settled:
 * @self: what was seen
 *
 * What the panel holds, as far as one can tell: where the domain's own servers hold different
 * records, those of the newest version of the zone (by its serial, RFC 1982), which the others
 * have not fetched yet. Where that does not decide, because the servers have the same serial or
 * are servers of different zones, the records are unknown (%SP_REASON_DISAGREE): a plan that began
 * with what one of them happens to say would undo what another one holds.
 *
 * Returns: (transfer full): a snapshot in which no two servers disagree; @self if that holds of it
 */
SpSnapshot *
sp_snapshot_new_settled (SpSnapshot *self)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func (edited_set_free);
  g_autoptr (GPtrArray) disputed = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (self->facts, i);
      SpRecordSet *truth = NULL;

      if (!is_split (fact))
        continue;
      if (self->zone != NULL && find_truth (self, fact, &truth))
        settle (edits, fact, truth);
      else
        {
          g_clear_pointer (&truth, sp_record_set_unref);
          g_ptr_array_add (disputed, fact);
        }
    }
  if (edits->len == 0 && disputed->len == 0)
    return sp_snapshot_ref (self);
  return make_other (self, edits, disputed);
}
