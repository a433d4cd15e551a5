/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-inspection.h"

#include "core/inspect/sp-asking.h"

static SpAnswer *
dup_with_outcome (const SpAnswer *answer, SpOutcome outcome)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  SpAnswerFields changed = {
    .name = fields->name,
    .type = fields->type,
    .outcome = outcome,
    .rcode = fields->rcode,
    .flags = fields->flags,
    .server = fields->server,
    .endpoint = fields->endpoint,
    .received_at = fields->received_at,
    .elapsed = fields->elapsed,
  };

  return sp_answer_new (&changed);
}

/* Where the network answers in the servers' place nothing that "they" said is believed; what the
 * resolver says is what this network's users get, and stays. */
static void
add_answers (SpInspection *self, SpSnapshotBuilder *builder)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->answers, i);
      SpOutcome outcome = sp_answer_get_outcome (answer);
      gboolean spoke = outcome != SP_OUTCOME_TIMEOUT && outcome != SP_OUTCOME_UNREACHABLE;
      g_autoptr (SpAnswer) changed = NULL;

      if (self->is_intercepted && spoke && sp_answer_get_fields (answer)->server != NULL)
        changed = dup_with_outcome (answer, SP_OUTCOME_INTERCEPTED);
      sp_snapshot_builder_add_answer (builder, changed != NULL ? changed : answer);
    }
}

/* What comes from somebody in between is no memory of the domain's records. */
static void
add_remembered (SpInspection *self, SpSnapshotBuilder *builder)
{
  for (guint i = 0; !self->is_intercepted && i < self->remembered->len; i++)
    sp_snapshot_builder_add_remembered (builder, g_ptr_array_index (self->remembered, i));
}

/* Questions without any answer: at the deadline, beyond a bound, or because no server lives. */
static void
add_unanswered (SpInspection *self, SpSnapshotBuilder *builder)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      SpServerGroup *group = g_ptr_array_index (self->groups, i);

      for (guint j = 0; j < group->order->len; j++)
        {
          SpAsking *asking = g_ptr_array_index (group->order, j);
          SpReason reason = SP_REASON_TIMEOUT;

          if (!asking->is_recorded || asking->n_answers > 0
              || asking->breadth == SP_BREADTH_RESOLVER)
            continue;
          if (asking->breadth == SP_BREADTH_NONE || g_ptr_array_find (self->limited, asking, NULL))
            reason = SP_REASON_LIMIT;
          else if (self->is_intercepted && group->zone != NULL)
            reason = SP_REASON_INTERCEPTED;
          else if (asking->n_flying == 0)
            reason = sp_server_group_get_reason (group);
          sp_snapshot_builder_add_unknown (builder, asking->name, asking->type, reason);
        }
    }
}

/* Nothing was asked of a zone that was not found: what does not exist at the registry does not
 * exist below it (RFC 8020 §2), and the rest is as unknown as the delegation. */
static void
add_unasked (SpInspection *self, SpSnapshotBuilder *builder)
{
  const SpAgendaItem *item;

  while ((item = sp_agenda_next (self->agenda)) != NULL)
    {
      SpAnswerFields fields = {
        .name = item->name,
        .type = item->type,
        .outcome = SP_OUTCOME_NXDOMAIN,
        .received_at = self->checked_at,
      };
      g_autoptr (SpAnswer) nothing = sp_answer_new (&fields);

      if (self->delegation == SP_DELEGATION_FOUND)
        sp_snapshot_builder_add_unknown (builder, item->name, item->type, SP_REASON_TIMEOUT);
      else if (!item->in_zone)
        sp_snapshot_builder_add_unknown (builder, item->name, item->type, SP_REASON_NOT_ASKED);
      else if (self->delegation == SP_DELEGATION_ABSENT)
        sp_snapshot_builder_add_answer (builder, nothing);
      else
        sp_snapshot_builder_add_unknown (builder, item->name, item->type, self->delegation_reason);
    }
}

/* In resolver-only mode the servers are known by name and were not asked. */
static void
add_unasked_servers (SpInspection *self, SpSnapshotBuilder *builder)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->answers, i);
      const SpAnswerFields *fields = sp_answer_get_fields (answer);
      g_autoptr (SpRecordSet) set = NULL;

      if (fields->type != SP_RR_NS || !sp_name_equal (fields->name, self->zone))
        continue;
      set = sp_answer_dup_set (answer, self->zone, SP_RR_NS);
      for (guint j = 0; set != NULL && j < sp_record_set_get_n_records (set); j++)
        {
          SpZoneServer *server = sp_zone_server_new (
            sp_record_get_target (sp_record_set_get_record (set, j)));

          server->in_parent = TRUE;
          server->in_child = TRUE;
          sp_snapshot_builder_take_server (builder, server);
        }
      return;
    }
}

static void
note_serial (SpInspection *self, SpZoneServer *server)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->answers, i);
      const SpAnswerFields *fields = sp_answer_get_fields (answer);
      g_autoptr (SpRecordSet) set = NULL;

      if (fields->type != SP_RR_SOA || fields->server == NULL
          || !sp_name_equal (fields->server, server->name)
          || !sp_name_equal (fields->name, self->zone))
        continue;
      set = sp_answer_dup_set (answer, self->zone, SP_RR_SOA);
      if (set == NULL || !sp_outcome_is_conclusive (fields->outcome))
        continue;
      server->has_serial = TRUE;
      server->serial = sp_record_get_soa (sp_record_set_get_record (set, 0))->serial;
    }
}

static void
add_servers (SpInspection *self, SpSnapshotBuilder *builder)
{
  if (self->own == NULL)
    {
      add_unasked_servers (self, builder);
      return;
    }
  for (guint i = 0; i < self->own->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->own->members, i);

      if (self->is_intercepted && member->known->state != SP_SERVER_UNREACHABLE)
        member->known->state = SP_SERVER_SILENT;
      else
        note_serial (self, member->known);
      if (!self->has_parent_side)
        member->known->in_parent = member->known->in_child;
      sp_snapshot_builder_take_server (builder, g_steal_pointer (&member->known));
    }
}

/* TEST-NET-1 has no server in the world (RFC 5737), but somebody's laboratory may use it. */
static gboolean
knows_address (const SpInspection *self, GInetAddress *wanted)
{
  for (guint i = 0; i < self->groups->len; i++)
    {
      const SpServerGroup *group = g_ptr_array_index (self->groups, i);

      for (guint j = 0; j < group->members->len; j++)
        {
          const SpGroupMember *member = g_ptr_array_index (group->members, j);
          GPtrArray *endpoints = member->server != NULL ? sp_server_get_endpoints (member->server)
                                                        : NULL;

          for (guint k = 0; endpoints != NULL && k < endpoints->len; k++)
            {
              GInetSocketAddress *endpoint = g_ptr_array_index (endpoints, k);

              if (g_inet_address_equal (g_inet_socket_address_get_address (endpoint), wanted))
                return TRUE;
            }
        }
    }
  return FALSE;
}

static gboolean
was_probe_answered (const SpInspection *self)
{
  static const char *const nowhere[] = { "192.0.2.1", "2001:db8::1" };

  if (!sp_resolver_is_intercepted (self->resolver))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (nowhere); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (nowhere[i]);

      if (knows_address (self, address))
        return FALSE;
    }
  return TRUE;
}

/**
 * sp_inspection_is_intercepted: (skip)
 * @self: an inspection
 *
 * Whether the network answers in place of the servers: something answered where no server can be,
 * or every reply came from a resolver, without authority, although registry and zone were asked.
 * A single server that is a resolver for everybody is only lame: others speak with authority.
 *
 * Returns: whether it does
 */
gboolean
sp_inspection_is_intercepted (const SpInspection *self)
{
  return (self->n_foreign > 0 && self->n_authoritative == 0) || was_probe_answered (self);
}

/**
 * sp_inspection_make_snapshot: (skip)
 * @self: an inspection that is over
 *
 * Weighs what was heard.
 *
 * Returns: (transfer full): the snapshot
 */
SpSnapshot *
sp_inspection_make_snapshot (SpInspection *self)
{
  g_autoptr (SpSnapshotBuilder)
    builder = sp_snapshot_builder_new (sp_question_get_domain (self->question), self->checked_at);
  SpSnapshotFlags flags = self->flags;

  self->is_intercepted = !self->network->resolver_only && sp_inspection_is_intercepted (self);
  if (self->is_intercepted)
    {
      flags |= SP_SNAPSHOT_INTERCEPTED;
      self->delegation = SP_DELEGATION_UNKNOWN;
      self->delegation_reason = SP_REASON_INTERCEPTED;
    }
  if (self->n_replies == 0)
    flags |= SP_SNAPSHOT_OFFLINE;
  sp_snapshot_builder_add_flags (builder, flags);
  sp_snapshot_builder_set_delegation (builder, self->delegation, self->delegation_reason,
                                      self->zone, self->parent_zone);
  sp_snapshot_builder_set_cost (builder, sp_resolver_get_n_questions (self->resolver),
                                g_get_monotonic_time () - self->started);
  if (self->own != NULL)
    sp_server_group_finish_members (self->own);
  add_answers (self, builder);
  add_remembered (self, builder);
  add_unanswered (self, builder);
  add_unasked (self, builder);
  if (sp_agenda_get_probe_name (self->agenda) != NULL)
    sp_snapshot_builder_set_probe_name (builder, sp_agenda_get_probe_name (self->agenda));
  if (self->zone != NULL)
    add_servers (self, builder);
  return sp_snapshot_builder_build (builder);
}
