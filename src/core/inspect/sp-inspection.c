/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-inspection.h"

#include "core/dns/sp-address.h"
#include "core/inspect/sp-delegation-walk.h"
#include "core/inspect/sp-public-suffix.h"
#include "core/inspect/sp-server-addresses.h"

#define MAX_QUESTIONS 500
#define DEFAULT_TIMEOUT_MS 20000

static void pump (SpInspection *self);
static void finish (SpInspection *self);

SpInspection *
sp_inspection_ref (SpInspection *self)
{
  return g_rc_box_acquire (self);
}

static void
inspection_clear (gpointer data)
{
  SpInspection *self = data;

  g_clear_pointer (&self->walk, sp_delegation_walk_free);
  g_clear_pointer (&self->agenda, sp_agenda_free);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->heard);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->remembered);
  g_ptr_array_unref (self->limited);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_clear_pointer (&self->parent_zone, sp_name_unref);
  sp_name_unref (self->registrable);
  sp_network_unref (self->network);
  g_clear_object (&self->catalog);
  g_clear_object (&self->clock);
  sp_question_unref (self->question);
  g_object_unref (self->resolver);
}

void
sp_inspection_unref (SpInspection *self)
{
  g_rc_box_release_full (self, inspection_clear);
}

/**
 * sp_inspection_hold: (skip)
 * @self: an inspection
 *
 * Something is under way that the inspection waits for. Holds a reference.
 */
void
sp_inspection_hold (SpInspection *self)
{
  sp_inspection_ref (self);
  self->n_flying++;
}

/**
 * sp_inspection_release: (skip)
 * @self: an inspection
 *
 * Ends what sp_inspection_hold() began. When nothing is under way any more the inspection ends.
 */
void
sp_inspection_release (SpInspection *self)
{
  self->n_flying--;
  if (!self->is_over)
    {
      if (self->on_progress != NULL)
        self->on_progress (self->n_sent, self->n_answered, self->data);
      pump (self);
      if (self->n_flying == 0 && !self->is_over)
        finish (self);
    }
  sp_inspection_unref (self);
}

/**
 * sp_inspection_take_turn: (skip)
 * @self: an inspection
 *
 * Returns: whether one more question may be sent
 */
gboolean
sp_inspection_take_turn (SpInspection *self)
{
  if (self->n_sent >= MAX_QUESTIONS)
    {
      self->flags |= SP_SNAPSHOT_LIMITED;
      return FALSE;
    }
  self->n_sent++;
  return TRUE;
}

/**
 * sp_inspection_may_ask: (skip)
 * @self: an inspection
 * @address: an address found in DNS
 *
 * Returns: whether it may be asked
 */
gboolean
sp_inspection_may_ask (const SpInspection *self, GInetAddress *address)
{
  return self->network->practice || self->network->allow_private
         || sp_address_is_reachable_space (address);
}

/* The zone's own list of servers may name some that the parent does not. */
static void
learn_servers (SpInspection *self, SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autoptr (SpRecordSet) set = NULL;

  if (self->own == NULL || fields->type != SP_RR_NS || fields->server == NULL
      || !sp_name_equal (fields->name, self->zone))
    return;
  set = sp_answer_dup_set (answer, self->zone, SP_RR_NS);
  if (set == NULL)
    return;
  sp_server_addresses_add_set (self->own, set, answer);
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpGroupMember *member = sp_server_group_find (
        self->own, sp_record_get_target (sp_record_set_get_record (set, i)));

      if (member != NULL)
        member->known->in_child = TRUE;
    }
}

/**
 * sp_inspection_record: (skip)
 * @self: an inspection
 * @answer: what a server said, or that it said nothing
 *
 * Keeps an answer for the snapshot and follows where it leads.
 */
void
sp_inspection_record (SpInspection *self, SpAnswer *answer)
{
  g_ptr_array_add (self->answers, sp_answer_ref (answer));
  if (self->agenda == NULL || !sp_outcome_is_conclusive (sp_answer_get_outcome (answer)))
    return;
  learn_servers (self, answer);
  sp_agenda_learn (self->agenda, answer);
}

/**
 * sp_inspection_record_remembered: (skip)
 * @self: an inspection
 * @answer: what the resolver says of a record that the domain's servers have
 *
 * Keeps it for the snapshot. It leads nowhere: the domain's own servers are the truth.
 */
void
sp_inspection_record_remembered (SpInspection *self, SpAnswer *answer)
{
  g_ptr_array_add (self->remembered, sp_answer_ref (answer));
}

/* A name above the zone may still be the person's own, and about to appear as well: the walk has
 * met the servers that hold it. */
static SpServerGroup *
find_group_above (const SpInspection *self, const SpName *name)
{
  SpServerGroup *best = NULL;

  for (guint i = 0; self->own != NULL && i < self->groups->len; i++)
    {
      SpServerGroup *group = g_ptr_array_index (self->groups, i);

      if (group->zone != NULL && sp_name_is_at_or_below (name, group->zone)
          && sp_name_is_at_or_below (group->zone, self->registrable)
          && (best == NULL || sp_name_is_at_or_below (group->zone, best->zone)))
        best = group;
    }
  return best;
}

static void
ask_item (SpInspection *self, const SpAgendaItem *item)
{
  /* A seal stands above the zone, which its own servers do not know (RFC 4035 §3.1.4.1). */
  gboolean is_seal = item->type == SP_RR_DS;
  SpServerGroup *above = item->in_zone || is_seal ? NULL : find_group_above (self, item->name);
  SpServerGroup *whom = above != NULL ? above : self->recursors;
  SpAskFlags flags = SP_ASK_PLAIN;

  if (self->own == NULL && item->in_zone)
    flags = SP_ASK_NO_CHECKING;
  else if (item->breadth == SP_BREADTH_PARENT && self->parent != NULL)
    whom = self->parent;
  else if (item->breadth == SP_BREADTH_PARENT)
    flags = SP_ASK_NO_CHECKING;
  else if (item->in_zone)
    whom = self->own;
  sp_server_group_ask (whom, item->name, item->type, item->breadth, flags, NULL, NULL);
}

static void
pump (SpInspection *self)
{
  const SpAgendaItem *item;

  while (self->agenda != NULL && !self->is_over && self->delegation == SP_DELEGATION_FOUND
         && (item = sp_agenda_next (self->agenda)) != NULL)
    ask_item (self, item);
}

static void
make_agenda (SpInspection *self, SpName *zone)
{
  g_autofree char *label = sp_agenda_make_probe_label ();

  self->agenda = sp_agenda_new (self->question, self->catalog, zone, label);
}

/**
 * sp_inspection_found: (skip)
 * @self: an inspection
 * @zone: the zone that the domain is in
 * @parent: (nullable): the zone above it
 * @own: (nullable): its servers; %NULL when only a resolver is asked
 *
 * The walk has arrived: everything else is asked now.
 */
void
sp_inspection_found (SpInspection *self, SpName *zone, SpName *parent, SpServerGroup *own)
{
  g_autoptr (SpName) known_zone = sp_name_ref (zone);

  self->delegation = SP_DELEGATION_FOUND;
  self->delegation_reason = SP_REASON_NONE;
  self->zone = g_steal_pointer (&known_zone);
  self->parent_zone = parent != NULL ? sp_name_ref (parent) : NULL;
  self->own = own;
  if (own != NULL)
    own->waits_for_life = TRUE;
  make_agenda (self, self->zone);
  pump (self);
}

/**
 * sp_inspection_not_found: (skip)
 * @self: an inspection
 * @delegation: whether there is none, or it could not be decided
 * @reason: why it could not
 */
void
sp_inspection_not_found (SpInspection *self, SpDelegation delegation, SpReason reason)
{
  self->delegation = delegation;
  self->delegation_reason = reason;
  make_agenda (self, self->registrable);
}

/* Everything that is still under way finds the inspection over, and only lets go of it. */
static void
stop (SpInspection *self)
{
  self->is_over = TRUE;
  g_clear_handle_id (&self->deadline, g_source_remove);
  if (self->cancelled_source != NULL)
    {
      g_source_destroy (self->cancelled_source);
      g_clear_pointer (&self->cancelled_source, g_source_unref);
    }
  for (guint i = 0; i < self->groups->len; i++)
    sp_server_group_stop (g_ptr_array_index (self->groups, i));
}

static void
end (SpInspection *self)
{
  g_autoptr (SpInspection) keep = sp_inspection_ref (self);
  SpSnapshot *snapshot = NULL;

  /* At the deadline the walk may still be under way. */
  if (self->agenda == NULL)
    sp_inspection_not_found (self, SP_DELEGATION_UNKNOWN, SP_REASON_TIMEOUT);
  if (!self->was_cancelled)
    snapshot = sp_inspection_make_snapshot (self);
  stop (self);
  self->on_end (snapshot, self->data);
}

static void
finish (SpInspection *self)
{
  while (self->n_flying == 0 && sp_delegation_walk_go_on (self->walk))
    pump (self);
  if (self->n_flying == 0)
    end (self);
}

static gboolean
on_deadline (gpointer data)
{
  SpInspection *self = data;

  self->deadline = 0;
  self->flags |= SP_SNAPSHOT_LIMITED;
  end (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  SpInspection *self = data;

  self->was_cancelled = TRUE;
  end (self);
  return G_SOURCE_REMOVE;
}

static SpSnapshotFlags
flags_of_network (const SpNetwork *network)
{
  SpSnapshotFlags flags = SP_SNAPSHOT_NO_FLAGS;

  if (network->resolver_only)
    flags |= SP_SNAPSHOT_RESOLVER_ONLY;
  if (network->allow_private)
    flags |= SP_SNAPSHOT_ALLOW_PRIVATE;
  if (network->practice)
    flags |= SP_SNAPSHOT_PRACTICE;
  return flags;
}

static SpInspection *
inspection_new (SpNetwork *network, SpCatalog *catalog, SpClock *clock, SpQuestion *question)
{
  SpInspection *self = g_rc_box_new0 (SpInspection);
  SpName *domain = sp_question_get_domain (question);

  self->network = sp_network_ref (network);
  self->catalog = catalog != NULL ? g_object_ref (catalog) : NULL;
  self->clock = g_object_ref (clock);
  self->question = sp_question_ref (question);
  self->resolver = sp_resolver_new ();
  sp_resolver_set_clock (self->resolver, clock);
  sp_resolver_set_traffic (self->resolver, network->traffic);
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_server_group_free);
  self->heard = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->remembered = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->limited = g_ptr_array_new ();
  self->registrable = sp_public_suffix_dup_registrable (domain);
  if (self->registrable == NULL)
    self->registrable = sp_name_ref (domain);
  self->delegation = SP_DELEGATION_UNKNOWN;
  self->delegation_reason = SP_REASON_NOT_ASKED;
  self->flags = flags_of_network (network);
  self->checked_at = sp_clock_get_now (clock);
  self->started = g_get_monotonic_time ();
  return self;
}

/**
 * sp_inspection_start: (skip)
 * @network: how DNS is reached
 * @catalog: (nullable): who is known
 * @clock: the wall clock
 * @question: what is to be looked at
 * @cancellable: (nullable): ends it early
 * @on_progress: (nullable): called as questions go out and answers come in
 * @on_end: called once, at the latest when the network's bound has passed
 * @data: for both
 *
 * Starts an inspection, which keeps itself alive.
 */
void
sp_inspection_start (SpNetwork *network, SpCatalog *catalog, SpClock *clock, SpQuestion *question,
                     GCancellable *cancellable, SpInspectionProgress on_progress,
                     SpInspectionEnd on_end, gpointer data)
{
  g_autoptr (SpInspection) self = inspection_new (network, catalog, clock, question);
  guint timeout = network->timeout > 0 ? network->timeout : DEFAULT_TIMEOUT_MS;

  self->on_progress = on_progress;
  self->on_end = on_end;
  self->data = data;
  self->deadline = g_timeout_add (timeout, on_deadline, self);
  if (cancellable != NULL)
    {
      self->cancelled_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled_source, G_SOURCE_FUNC (on_cancelled), self, NULL);
      g_source_attach (self->cancelled_source, NULL);
    }
  sp_inspection_hold (self);
  if (!network->practice && !network->resolver_only)
    sp_resolver_start_interception_probe (self->resolver, network->dns_port);
  self->recursors = sp_server_group_new_recursors (self);
  self->walk = sp_delegation_walk_start (self);
  sp_inspection_release (self);
}
