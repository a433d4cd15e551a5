/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-delegation-walk.h"

#include "core/inspect/sp-asking.h"
#include "core/inspect/sp-public-suffix.h"
#include "core/inspect/sp-server-addresses.h"

#define MAX_REGISTRY_LEVELS 6
#define MAX_REGISTRY_SERVERS 6

typedef enum {
  STAGE_REGISTRY, /* the resolver names the registry's servers */
  STAGE_DOWN,     /* servers are asked who is next, from the registry down to the domain */
  STAGE_FALLBACK, /* the resolver names the domain's servers, since the registry's did not */
  STAGE_RESOLVER, /* the resolver is all there is to ask */
  STAGE_DOUBT,    /* it denies the domain: does it deny everything? */
  STAGE_OVER,
} Stage;

/*
 * Finds the zone that a domain is in, and that zone's servers. A resolver is only asked about
 * public suffixes, which exist anyway; from there on the servers themselves are asked, without
 * recursion, and their referrals lead down. So nobody is made to remember that a name about to
 * be published is not there. Every step goes on with the first answer; when none comes, the
 * inspection finds nothing in flight and calls sp_delegation_walk_go_on().
 */
struct _SpDelegationWalk {
  SpInspection *inspection;
  Stage stage;
  SpName *domain;
  GPtrArray *levels;    /* SpName: the public suffix, then the names above it */
  GPtrArray *delegates; /* SpAnswer or NULL, one a level */
  SpServerGroup *at;    /* who is being asked now */
  SpName *above;        /* the zone that delegated to @at */
  SpServerGroup *above_group;
  SpAsking *current;
  SpReason reason; /* of the first step that failed */
};

static void ask_down (SpDelegationWalk *self, SpServerGroup *group);

static void
finish_found (SpDelegationWalk *self, SpName *zone, SpName *parent, SpServerGroup *group)
{
  self->stage = STAGE_OVER;
  sp_inspection_found (self->inspection, zone, parent, group);
}

/* Who says that the name does not exist is worth knowing: @answer, if it is not recorded yet. */
static void
finish_absent (SpDelegationWalk *self, SpAnswer *answer)
{
  if (answer != NULL)
    g_ptr_array_add (self->inspection->answers, sp_answer_ref (answer));
  self->stage = STAGE_OVER;
  sp_inspection_not_found (self->inspection, SP_DELEGATION_ABSENT, SP_REASON_NONE);
}

static void
finish_unknown (SpDelegationWalk *self, SpReason reason)
{
  self->stage = STAGE_OVER;
  sp_inspection_not_found (self->inspection, SP_DELEGATION_UNKNOWN,
                           self->reason != SP_REASON_NONE ? self->reason : reason);
}

/* The zone that a server speaks for: owner of the SOA that comes with "nothing there". */
static SpName *
get_answering_zone (SpDelegationWalk *self, SpAnswer *answer)
{
  SpRecord *soa = sp_answer_get_soa (answer);
  SpName *owner = soa != NULL ? sp_record_get_owner (soa) : NULL;

  if (owner != NULL && sp_name_is_at_or_below (self->domain, owner)
      && sp_name_is_at_or_below (owner, self->at->zone))
    return owner;
  return self->at->zone;
}

/* What was said with authority needs not be asked again when the zone's servers are compared. */
static void
keep_heard (SpDelegationWalk *self, SpAnswer *answer)
{
  if (sp_answer_get_fields (answer)->server != NULL
      && sp_answer_has_flag (answer, SP_ANSWER_AUTHORITATIVE)
      && !sp_answer_has_flag (answer, SP_ANSWER_REFERRAL))
    g_ptr_array_add (self->inspection->heard, sp_answer_ref (answer));
}

/* One step down: @answer names the servers of @zone. */
static void
step_to (SpDelegationWalk *self, SpName *zone, SpAnswer *answer, gboolean is_parent_side,
         gboolean is_last)
{
  SpInspection *inspection = self->inspection;
  g_autoptr (SpRecordSet) set = sp_server_addresses_dup_ns (answer, zone);
  SpServerGroup *group;

  if (set == NULL)
    {
      finish_unknown (self, SP_REASON_MALFORMED);
      return;
    }
  inspection->has_parent_side = is_parent_side;
  g_clear_pointer (&self->above, sp_name_unref);
  self->above = self->at != NULL ? sp_name_ref (self->at->zone) : NULL;
  self->above_group = self->at;
  group = sp_server_group_new (inspection, zone);
  group->above = self->at;
  sp_server_addresses_add_set (group, set, answer);
  for (guint i = 0; i < group->members->len; i++)
    ((SpGroupMember *) g_ptr_array_index (group->members, i))->known->in_parent = is_parent_side;
  inspection->parent = self->above_group;
  if (is_last || sp_name_equal (zone, self->domain))
    finish_found (self, zone, self->above, group);
  else
    ask_down (self, group);
}

/* The servers asked hold a zone further down as well, which they have not named the servers of. */
static void
on_inner_servers (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpDelegationWalk *self = data;

  if (self->stage != STAGE_DOWN || asking != self->current)
    return;
  self->current = NULL;
  sp_asking_stop (asking);
  keep_heard (self, answer);
  if (sp_answer_get_outcome (answer) != SP_OUTCOME_ANSWER)
    {
      finish_found (self, self->at->zone, self->above, self->at);
      return;
    }
  step_to (self, asking->name, answer, FALSE, TRUE);
}

static void
take_nothing_there (SpDelegationWalk *self, SpAnswer *answer)
{
  SpName *zone = get_answering_zone (self, answer);
  gboolean is_registry = sp_public_suffix_is (zone);

  if (is_registry && sp_answer_get_outcome (answer) == SP_OUTCOME_NXDOMAIN)
    finish_absent (self, answer);
  else if (sp_name_equal (zone, self->at->zone))
    finish_found (self, zone, self->above, self->at);
  else
    {
      self->current = sp_server_group_ask (self->at, zone, SP_RR_NS, SP_BREADTH_TWO,
                                           SP_ASK_REFERRAL, NULL, NULL);
      sp_asking_listen (self->current, on_inner_servers, self);
    }
}

static void
on_down (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpDelegationWalk *self = data;
  g_autoptr (SpName) cut = NULL;

  if (self->stage != STAGE_DOWN || asking != self->current)
    return;
  self->current = NULL;
  sp_asking_stop (asking);
  keep_heard (self, answer);
  if (sp_answer_get_outcome (answer) != SP_OUTCOME_ANSWER)
    {
      take_nothing_there (self, answer);
      return;
    }
  if (!sp_answer_has_flag (answer, SP_ANSWER_REFERRAL))
    {
      /* With authority: these servers hold the domain's own zone too, or an alias in theirs. */
      g_autoptr (SpRecordSet) set = sp_answer_dup_set (answer, self->domain, SP_RR_NS);

      if (set != NULL)
        step_to (self, self->domain, answer, FALSE, TRUE);
      else
        finish_found (self, self->at->zone, self->above, self->at);
      return;
    }
  /* Referrals that lead nowhere are not passed on by the question. */
  cut = sp_server_addresses_find_cut (answer);
  step_to (self, cut, answer, TRUE, FALSE);
}

static void
ask_down (SpDelegationWalk *self, SpServerGroup *group)
{
  self->stage = STAGE_DOWN;
  self->at = group;
  self->current = sp_server_group_ask (group, self->domain, SP_RR_NS, SP_BREADTH_TWO,
                                       SP_ASK_REFERRAL, NULL, NULL);
  sp_asking_listen (self->current, on_down, self);
}

/* Enough of a registry's servers; it may have thirteen. */
static void
start_at (SpDelegationWalk *self, SpName *zone, SpAnswer *answer)
{
  g_autoptr (SpRecordSet) all = sp_answer_dup_final_set (answer);
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  g_autoptr (SpRecordSet) set = NULL;
  SpServerGroup *group = sp_server_group_new (self->inspection, zone);
  guint n_servers = sp_record_set_get_n_records (all);
  guint first = g_random_int_range (0, (int) n_servers);

  for (guint i = 0; i < MIN (n_servers, MAX_REGISTRY_SERVERS); i++)
    g_ptr_array_add (some, sp_record_set_get_record (all, (first + i) % n_servers));
  set = sp_record_set_new (some);
  sp_server_addresses_add_set (group, set, answer);
  ask_down (self, group);
}

static gboolean
names_servers (SpAnswer *answer, const SpName *zone)
{
  g_autoptr (SpRecordSet) set = NULL;

  if (answer == NULL || sp_answer_get_outcome (answer) != SP_OUTCOME_ANSWER)
    return FALSE;
  set = sp_answer_dup_set (answer, zone, SP_RR_NS);
  return set != NULL;
}

/* Goes on from the lowest level that is a zone, as soon as nothing below it can be one. */
static gboolean
choose_registry (SpDelegationWalk *self, gboolean skip_unheard)
{
  for (guint i = 0; i < self->levels->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->delegates, i);

      if (answer == NULL && !skip_unheard)
        return FALSE;
      if (names_servers (answer, g_ptr_array_index (self->levels, i)))
        {
          start_at (self, g_ptr_array_index (self->levels, i), answer);
          return TRUE;
        }
    }
  return FALSE;
}

static void
on_registry (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpDelegationWalk *self = data;

  if (self->stage != STAGE_REGISTRY && self->stage != STAGE_DOUBT)
    return;
  for (guint i = 0; i < self->levels->len; i++)
    {
      if (!sp_name_equal (g_ptr_array_index (self->levels, i), asking->name))
        continue;
      g_clear_pointer (&g_ptr_array_index (self->delegates, i), sp_answer_unref);
      g_ptr_array_index (self->delegates, i) = sp_answer_ref (answer);
    }
  if (self->stage == STAGE_REGISTRY)
    choose_registry (self, FALSE);
}

/* The resolver says that the name does not exist, and nobody else could be asked. One that says so
 * of "com" as well says it of everything, as in networks that let nobody out. */
static void
take_word_of_resolver (SpDelegationWalk *self)
{
  gboolean knows_registry = FALSE;
  gboolean denies_all = FALSE;
  gboolean denies_registry = FALSE;

  for (guint i = 0; i < self->levels->len; i++)
    {
      SpName *level = g_ptr_array_index (self->levels, i);
      SpAnswer *answer = g_ptr_array_index (self->delegates, i);

      knows_registry |= names_servers (answer, level);
      if (answer == NULL || sp_answer_get_outcome (answer) != SP_OUTCOME_NXDOMAIN)
        continue;
      denies_registry = TRUE;
      denies_all |= sp_public_suffix_is_listed (level);
    }
  if (denies_all)
    {
      self->reason = SP_REASON_INTERCEPTED;
      finish_unknown (self, self->reason);
    }
  else if (knows_registry || denies_registry)
    finish_absent (self, NULL);
  else
    finish_unknown (self, SP_REASON_NOT_ASKED);
}

static void
on_fallback (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpDelegationWalk *self = data;

  if (self->stage != STAGE_FALLBACK)
    return;
  self->at = NULL;
  if (sp_answer_get_outcome (answer) == SP_OUTCOME_NXDOMAIN)
    take_word_of_resolver (self);
  else if (names_servers (answer, asking->name))
    step_to (self, asking->name, answer, FALSE, FALSE);
  else
    finish_unknown (self, SP_REASON_NOT_ASKED);
}

static void
ask_fallback (SpDelegationWalk *self)
{
  self->stage = STAGE_FALLBACK;
  sp_server_group_ask (self->inspection->recursors, self->inspection->registrable, SP_RR_NS,
                       SP_BREADTH_TWO, SP_ASK_PLAIN, on_fallback, self);
}

static void
ask_levels (SpDelegationWalk *self)
{
  for (guint i = 0; i < self->levels->len; i++)
    sp_server_group_ask (self->inspection->recursors, g_ptr_array_index (self->levels, i), SP_RR_NS,
                         SP_BREADTH_TWO, SP_ASK_PLAIN, on_registry, self);
}

static void
on_resolver (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpDelegationWalk *self = data;
  g_autoptr (SpRecordSet) soa = NULL;
  SpRecord *negative = sp_answer_get_soa (answer);
  SpName *zone = self->inspection->registrable;

  if (self->stage != STAGE_RESOLVER)
    return;
  soa = sp_answer_dup_set (answer, self->domain, SP_RR_SOA);
  if (soa != NULL)
    zone = self->domain;
  else if (negative != NULL
           && sp_name_is_at_or_below (self->domain, sp_record_get_owner (negative)))
    zone = sp_record_get_owner (negative);
  if (sp_answer_get_outcome (answer) != SP_OUTCOME_NXDOMAIN)
    finish_found (self, zone, NULL, NULL);
  else if (sp_name_equal (self->domain, self->inspection->registrable) || sp_name_is_root (zone)
           || sp_public_suffix_is (zone))
    {
      self->stage = STAGE_DOUBT;
      ask_levels (self);
    }
  else
    finish_found (self, zone, NULL, NULL);
}

static void
answer_clear (gpointer answer)
{
  if (answer != NULL)
    sp_answer_unref (answer);
}

/**
 * sp_delegation_walk_start: (skip)
 * @inspection: whose zone is to be found; is told by sp_inspection_found() or
 *   sp_inspection_not_found()
 *
 * Returns: (transfer full): a walk that has sent its first questions
 */
SpDelegationWalk *
sp_delegation_walk_start (SpInspection *inspection)
{
  SpDelegationWalk *self = g_new0 (SpDelegationWalk, 1);
  SpName *level;

  self->inspection = inspection;
  self->domain = sp_question_get_domain (inspection->question);
  self->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->delegates = g_ptr_array_new_with_free_func (answer_clear);
  level = sp_public_suffix_dup (self->domain);
  while (!sp_name_is_root (level) && self->levels->len < MAX_REGISTRY_LEVELS)
    {
      SpName *parent = sp_name_dup_parent (level);

      g_ptr_array_add (self->levels, level);
      g_ptr_array_add (self->delegates, NULL);
      level = parent;
    }
  sp_name_unref (level);
  if (inspection->network->resolver_only)
    {
      self->stage = STAGE_RESOLVER;
      sp_server_group_ask (inspection->recursors, self->domain, SP_RR_SOA, SP_BREADTH_TWO,
                           SP_ASK_NO_CHECKING, on_resolver, self);
    }
  else
    ask_levels (self);
  return self;
}

void
sp_delegation_walk_free (SpDelegationWalk *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->above, sp_name_unref);
  g_ptr_array_unref (self->levels);
  g_ptr_array_unref (self->delegates);
  g_free (self);
}

static void
note_failure (SpDelegationWalk *self, SpReason reason)
{
  if (self->reason == SP_REASON_NONE)
    self->reason = reason;
}

/**
 * sp_delegation_walk_go_on: (skip)
 * @self: a walk
 *
 * Called when nothing is in flight: the step under way has failed.
 *
 * Returns: whether something was sent or decided
 */
gboolean
sp_delegation_walk_go_on (SpDelegationWalk *self)
{
  switch (self->stage)
    {
    case STAGE_REGISTRY:
      if (choose_registry (self, TRUE))
        return TRUE;
      note_failure (self, sp_server_group_get_reason (self->inspection->recursors));
      ask_fallback (self);
      return TRUE;
    case STAGE_DOWN:
      note_failure (self, sp_server_group_get_reason (self->at));
      if (sp_inspection_is_intercepted (self->inspection))
        finish_unknown (self, SP_REASON_INTERCEPTED);
      else if (sp_public_suffix_is (self->at->zone))
        ask_fallback (self);
      else
        finish_found (self, self->at->zone, self->above, self->at);
      return TRUE;
    case STAGE_DOUBT:
      take_word_of_resolver (self);
      return TRUE;
    case STAGE_FALLBACK:
    case STAGE_RESOLVER:
      finish_unknown (self, sp_server_group_get_reason (self->inspection->recursors));
      return TRUE;
    case STAGE_OVER:
      return FALSE;
    }
  return FALSE;
}
