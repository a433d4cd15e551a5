/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-server-group.h"

#include "core/inspect/sp-asking.h"
#include "core/inspect/sp-fact-private.h"
#include "core/inspect/sp-server-addresses.h"
#include "core/inspect/sp-name-key.h"

#define MAX_SERVERS 16

/* So many questions does a server get that answers none and says so at once. */
#define MAX_FAILURES 3

static void
member_free (gpointer data)
{
  SpGroupMember *member = data;

  g_clear_handle_id (&member->grace, g_source_remove);
  g_clear_pointer (&member->server, sp_server_unref);
  sp_zone_server_free (member->known);
  g_free (member);
}

/**
 * sp_server_group_new: (skip)
 * @inspection: (transfer none): whose questions they are; owns the group
 * @zone: zone of the servers
 *
 * Returns: (transfer none): a group without members
 */
SpServerGroup *
sp_server_group_new (SpInspection *inspection, SpName *zone)
{
  SpServerGroup *self = g_new0 (SpServerGroup, 1);

  self->inspection = inspection;
  self->zone = zone != NULL ? sp_name_ref (zone) : NULL;
  self->members = g_ptr_array_new_with_free_func (member_free);
  self->askings = sp_name_key_table_new ((GDestroyNotify) sp_asking_free);
  self->order = g_ptr_array_new ();
  g_ptr_array_add (inspection->groups, self);
  return self;
}

/**
 * sp_server_group_new_recursors: (skip)
 * @inspection: whose questions they are; owns the group
 *
 * Returns: (transfer none): the resolvers of the network
 */
SpServerGroup *
sp_server_group_new_recursors (SpInspection *inspection)
{
  SpServerGroup *self = sp_server_group_new (inspection, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  SpGroupMember *member = g_new0 (SpGroupMember, 1);

  member->group = self;
  member->known = sp_zone_server_new (root);
  member->is_settled = TRUE;
  member->is_alive = TRUE;
  member->failure = SP_OUTCOME_TIMEOUT;
  if (inspection->network->recursors->len > 0)
    member->server = sp_server_new (NULL, inspection->network->recursors);
  else
    member->known->state = SP_SERVER_UNREACHABLE;
  g_ptr_array_add (self->members, member);
  return self;
}

/**
 * sp_server_group_stop: (skip)
 * @self: a group
 *
 * Stops everything that runs on its own. The caller holds a reference to the inspection.
 */
void
sp_server_group_stop (SpServerGroup *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      sp_asking_stop (asking);
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->grace == 0)
        continue;
      g_clear_handle_id (&member->grace, g_source_remove);
      sp_inspection_unref (self->inspection);
    }
}

void
sp_server_group_free (SpServerGroup *self)
{
  g_ptr_array_unref (self->order);
  g_hash_table_unref (self->askings);
  g_ptr_array_unref (self->members);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_free (self);
}

/**
 * sp_server_group_find: (skip)
 *
 * Returns: (nullable): the member of that name
 */
SpGroupMember *
sp_server_group_find (SpServerGroup *self, const SpName *name)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (sp_name_equal (member->known->name, name))
        return member;
    }
  return NULL;
}

/**
 * sp_server_group_add: (skip)
 * @self: a group
 * @name: name of a server
 * @glue: (element-type GInetAddress): addresses that the parent gave, empty to look for them
 *
 * Adds a server unless it is a member already.
 *
 * Returns: (transfer none) (nullable): the member, %NULL beyond the bounds of an inspection
 */
SpGroupMember *
sp_server_group_add (SpServerGroup *self, SpName *name, GPtrArray *glue)
{
  SpGroupMember *member = sp_server_group_find (self, name);

  if (member != NULL)
    return member;
  if (self->members->len >= MAX_SERVERS)
    {
      self->inspection->flags |= SP_SNAPSHOT_LIMITED;
      return NULL;
    }
  member = g_new0 (SpGroupMember, 1);
  member->group = self;
  member->known = sp_zone_server_new (name);
  member->failure = SP_OUTCOME_UNREACHABLE;
  g_ptr_array_add (self->members, member);
  sp_server_addresses_find (member, glue);
  return member;
}

static gboolean
is_said_at_once (SpOutcome failure)
{
  switch (failure)
    {
    case SP_OUTCOME_SERVFAIL:
    case SP_OUTCOME_REFUSED:
    case SP_OUTCOME_LAME:
      return TRUE;
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
    case SP_OUTCOME_MALFORMED:
    case SP_OUTCOME_TIMEOUT:
    case SP_OUTCOME_UNREACHABLE:
    case SP_OUTCOME_INTERCEPTED:
      return FALSE;
    }
  return FALSE;
}

/**
 * sp_server_group_note_failure: (skip)
 * @member: a server
 * @failure: what it did instead of answering a question
 */
void
sp_server_group_note_failure (SpGroupMember *member, SpOutcome failure)
{
  member->failure = failure;
  member->n_failures++;
  if (!is_said_at_once (failure) || member->n_failures >= MAX_FAILURES)
    member->has_failed = TRUE;
}

/**
 * sp_server_group_advance: (skip)
 * @self: a group
 *
 * Sends whatever can be sent now, after an answer came or a server became known.
 */
void
sp_server_group_advance (SpServerGroup *self)
{
  for (guint i = 0; !self->inspection->is_over && i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      if (!g_cancellable_is_cancelled (asking->cancellable))
        sp_asking_advance (asking, FALSE);
    }
}

/**
 * sp_server_group_start_member: (skip)
 * @member: a server whose addresses have just become known
 *
 * Asks it everything that every server is asked, and what waits for a server to ask.
 */
void
sp_server_group_start_member (SpGroupMember *member)
{
  SpServerGroup *self = member->group;

  for (guint i = 0; member->server != NULL && i < self->order->len; i++)
    {
      SpAsking *asking = g_ptr_array_index (self->order, i);

      if (asking->breadth == SP_BREADTH_EVERY && !sp_asking_includes (asking, member))
        sp_asking_send (asking, member);
    }
  sp_server_group_advance (self);
}

/**
 * sp_server_group_ask: (skip)
 * @self: a group
 * @name: name to ask for
 * @type: type to ask for
 * @breadth: how many servers
 * @flags: how
 * @heard: (nullable): called with every conclusive answer, also with those that came before
 * @data: for @heard
 *
 * Asks a question, unless it has been asked before. With %SP_ASK_REFERRAL the answers are for
 * @heard alone.
 *
 * Returns: (transfer none): the question
 */
SpAsking *
sp_server_group_ask (SpServerGroup *self, SpName *name, SpRrType type, SpBreadth breadth,
                     SpAskFlags flags, SpHeard heard, gpointer data)
{
  const SpNameKey key = { name, type, flags & SP_ASK_REFERRAL };
  SpAsking *asking = g_hash_table_lookup (self->askings, &key);
  gboolean is_first_batch = TRUE;

  if (asking != NULL)
    {
      sp_asking_listen (asking, heard, data);
      asking->breadth = MIN (asking->breadth, breadth);
      sp_asking_advance (asking, FALSE);
      return asking;
    }
  asking = sp_asking_new (self, name, type, breadth, flags);
  g_hash_table_insert (self->askings, sp_name_key_copy (&key), asking);
  g_ptr_array_add (self->order, asking);
  sp_asking_listen (asking, heard, data);
  /* Before anybody has spoken or failed there is nobody to wait for. */
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      is_first_batch &= !member->is_alive && !member->has_failed;
    }
  sp_asking_advance (asking, is_first_batch);
  return asking;
}

/**
 * sp_server_group_get_reason: (skip)
 * @self: a group
 *
 * Returns: why none of its servers answered
 */
SpReason
sp_server_group_get_reason (const SpServerGroup *self)
{
  g_autoptr (GPtrArray) outcomes = NULL;
  SpReason reason = SP_REASON_NONE;

  for (guint i = 0; i < self->members->len; i++)
    {
      const SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->n_flying > 0)
        reason = sp_reason_more_telling (reason, SP_REASON_TIMEOUT);
      else if (member->n_failures > 0)
        reason = sp_reason_more_telling (reason, sp_reason_from_outcome (member->failure));
      else if (member->known->state == SP_SERVER_NOT_ASKED)
        reason = sp_reason_more_telling (reason, SP_REASON_NOT_ASKED);
      else
        reason = sp_reason_more_telling (reason, SP_REASON_UNREACHABLE);
    }
  return reason != SP_REASON_NONE ? reason : SP_REASON_UNREACHABLE;
}

static SpServerState
state_of_failure (SpOutcome outcome)
{
  switch (outcome)
    {
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
      return SP_SERVER_ANSWERS;
    case SP_OUTCOME_SERVFAIL: /* it does not have the zone at hand */
    case SP_OUTCOME_LAME:
      return SP_SERVER_LAME;
    case SP_OUTCOME_REFUSED:
      return SP_SERVER_REFUSED;
    case SP_OUTCOME_UNREACHABLE:
      return SP_SERVER_UNREACHABLE;
    case SP_OUTCOME_MALFORMED:
    case SP_OUTCOME_TIMEOUT:
    case SP_OUTCOME_INTERCEPTED:
      return SP_SERVER_SILENT;
    }
  return SP_SERVER_SILENT;
}

static gboolean
has_server (const SpServerGroup *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      if (((const SpGroupMember *) g_ptr_array_index (self->members, i))->server != NULL)
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_server_group_finish_members: (skip)
 * @self: a group
 *
 * Writes down how each server behaved, as far as that was not known before it was asked.
 */
void
sp_server_group_finish_members (SpServerGroup *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      SpGroupMember *member = g_ptr_array_index (self->members, i);

      if (member->is_alive)
        member->known->state = SP_SERVER_ANSWERS;
      else if (member->n_failures > 0)
        member->known->state = state_of_failure (member->failure);
      else if (member->n_flying > 0)
        member->known->state = SP_SERVER_SILENT;
      else if (!member->is_settled && !has_server (self))
        member->known->state = SP_SERVER_UNREACHABLE; /* only they could say where they are */
    }
}
