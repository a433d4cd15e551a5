/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-snapshot-private.h"

#include "core/inspect/sp-fact-private.h"

G_DEFINE_BOXED_TYPE (SpSnapshot, sp_snapshot, sp_snapshot_ref, sp_snapshot_unref)

static const char *const server_states[] = {
  [SP_SERVER_ANSWERS] = "answers",         [SP_SERVER_LAME] = "lame",
  [SP_SERVER_SILENT] = "silent",           [SP_SERVER_REFUSED] = "refused",
  [SP_SERVER_UNREACHABLE] = "unreachable", [SP_SERVER_NOT_ASKED] = "not-asked",
};

/**
 * sp_server_state_to_string:
 * @state: a state
 *
 * Returns: the public word for it, as in `signpostctl check --json`
 */
const char *
sp_server_state_to_string (SpServerState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (server_states), "not-asked");

  return server_states[state];
}

/**
 * sp_server_state_from_string: (skip)
 * @text: a word
 * @state: (out): the state
 *
 * Returns: whether @text names a state
 */
gboolean
sp_server_state_from_string (const char *text, SpServerState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (server_states); i++)
    {
      if (g_str_equal (text, server_states[i]))
        {
          *state = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * sp_serial_is_older:
 * @a: a serial
 * @b: another
 *
 * Serials go in a circle (RFC 1982 §3.2).
 *
 * Returns: whether @a comes before @b
 */
gboolean
sp_serial_is_older (uint32_t a, uint32_t b)
{
  return a != b && (int32_t) (a - b) < 0;
}

/**
 * sp_zone_server_new:
 * @name: name of a server
 *
 * Returns: (transfer full): a server without addresses that was not asked
 */
SpZoneServer *
sp_zone_server_new (SpName *name)
{
  SpZoneServer *self = g_new0 (SpZoneServer, 1);

  self->name = sp_name_ref (name);
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  self->state = SP_SERVER_NOT_ASKED;
  return self;
}

/**
 * sp_zone_server_copy: (skip)
 * @self: a server
 *
 * Returns: (transfer full): the same once more
 */
SpZoneServer *
sp_zone_server_copy (const SpZoneServer *self)
{
  SpZoneServer *copy = sp_zone_server_new (self->name);

  for (guint i = 0; i < self->addresses->len; i++)
    g_ptr_array_add (copy->addresses, g_object_ref (g_ptr_array_index (self->addresses, i)));
  copy->state = self->state;
  copy->no_route = self->no_route;
  copy->has_serial = self->has_serial;
  copy->serial = self->serial;
  copy->in_parent = self->in_parent;
  copy->in_child = self->in_child;
  return copy;
}

void
sp_zone_server_free (SpZoneServer *self)
{
  if (self == NULL)
    return;
  sp_name_unref (self->name);
  g_ptr_array_unref (self->addresses);
  g_free (self);
}

/**
 * sp_snapshot_new: (skip)
 * @domain: what was looked at
 * @checked_at: when, in microseconds since 1970
 *
 * Returns: (transfer full): an empty snapshot, to be filled before anybody else sees it
 */
SpSnapshot *
sp_snapshot_new (SpName *domain, gint64 checked_at)
{
  SpSnapshot *self = g_atomic_rc_box_new0 (SpSnapshot);

  self->domain = sp_name_ref (domain);
  self->checked_at = checked_at;
  self->delegation = SP_DELEGATION_UNKNOWN;
  self->delegation_reason = SP_REASON_NOT_ASKED;
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_zone_server_free);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_fact_unref);
  self->remembered = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->index = sp_name_key_table_new (NULL);
  self->not_asked = sp_name_key_table_new ((GDestroyNotify) sp_fact_unref);
  return self;
}

/**
 * sp_snapshot_take_fact: (skip)
 * @self: a snapshot that nobody else has seen
 * @fact: (transfer full): a fact
 */
void
sp_snapshot_take_fact (SpSnapshot *self, SpFact *fact)
{
  const SpNameKey key = { sp_fact_get_name (fact), sp_fact_get_rr_type (fact), 0 };

  g_ptr_array_add (self->facts, fact);
  g_hash_table_insert (self->index, sp_name_key_copy (&key), fact);
}

SpSnapshot *
sp_snapshot_ref (SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
snapshot_clear (gpointer data)
{
  SpSnapshot *self = data;

  sp_name_unref (self->domain);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_clear_pointer (&self->parent, sp_name_unref);
  g_clear_pointer (&self->probe, sp_name_unref);
  g_clear_pointer (&self->policy, sp_policy_fact_unref);
  g_hash_table_unref (self->index);
  g_hash_table_unref (self->not_asked);
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->remembered);
}

void
sp_snapshot_unref (SpSnapshot *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, snapshot_clear);
}

/**
 * sp_snapshot_get_domain:
 *
 * Returns: (transfer none): the domain that was looked at
 */
SpName *
sp_snapshot_get_domain (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->domain;
}

/**
 * sp_snapshot_get_checked_at:
 *
 * Returns: when the inspection began, in microseconds since 1970 (UTC)
 */
gint64
sp_snapshot_get_checked_at (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->checked_at;
}

/**
 * sp_snapshot_get_flags:
 *
 * Returns: how it was taken
 */
SpSnapshotFlags
sp_snapshot_get_flags (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, SP_SNAPSHOT_NO_FLAGS);

  return self->flags;
}

/**
 * sp_snapshot_get_n_questions:
 *
 * Returns: how many questions went out, one for each server asked
 */
guint
sp_snapshot_get_n_questions (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_questions;
}

/**
 * sp_snapshot_get_elapsed:
 *
 * Returns: how long the inspection took, in microseconds
 */
gint64
sp_snapshot_get_elapsed (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->elapsed;
}

/**
 * sp_snapshot_get_delegation:
 *
 * Returns: whether the zone was found, does not exist, or could not be decided
 */
SpDelegation
sp_snapshot_get_delegation (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, SP_DELEGATION_UNKNOWN);

  return self->delegation;
}

/**
 * sp_snapshot_get_delegation_reason:
 *
 * Returns: why the delegation is unknown; %SP_REASON_NONE if it is known
 */
SpReason
sp_snapshot_get_delegation_reason (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, SP_REASON_NOT_ASKED);

  return self->delegation_reason;
}

/**
 * sp_snapshot_get_zone:
 *
 * Returns: (transfer none) (nullable): the zone that the domain is in: the domain itself or a name
 *   above it; %NULL if the delegation is not known
 */
SpName *
sp_snapshot_get_zone (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->zone;
}

/**
 * sp_snapshot_get_parent_zone:
 *
 * Returns: (transfer none) (nullable): the zone whose servers delegate the zone
 */
SpName *
sp_snapshot_get_parent_zone (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parent;
}

/**
 * sp_snapshot_get_servers:
 *
 * Returns: (transfer none) (element-type SpZoneServer): the servers of the zone, by name
 */
GPtrArray *
sp_snapshot_get_servers (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->servers;
}

/**
 * sp_snapshot_get_zone_negative_ttl:
 *
 * How long "nothing there" is remembered in this zone: the lesser of the SOA's TTL and its minimum
 * field (RFC 2308 §5).
 *
 * Returns: seconds, -1 if the SOA is not known
 */
gint64
sp_snapshot_get_zone_negative_ttl (const SpSnapshot *self)
{
  SpRecordSet *set;

  g_return_val_if_fail (self != NULL, -1);

  if (self->zone == NULL)
    return -1;
  set = sp_fact_get_set (sp_snapshot_get_fact (self, self->zone, SP_RR_SOA));
  if (set == NULL)
    return -1;
  return MIN (sp_record_set_get_ttl (set),
              sp_record_get_soa (sp_record_set_get_record (set, 0))->minimum);
}

/**
 * sp_snapshot_get_facts:
 *
 * Returns: (transfer none) (element-type SpFact): every fact, by name and type
 */
GPtrArray *
sp_snapshot_get_facts (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->facts;
}

/**
 * sp_snapshot_get_remembered:
 *
 * Returns: (transfer none) (element-type SpAnswer): what the resolver said of records that every
 *   server of the domain has, by name and type. Facts are not weighed by it.
 */
GPtrArray *
sp_snapshot_get_remembered (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remembered;
}

/**
 * sp_snapshot_find_remembered:
 * @self: a snapshot
 * @name: a name of the domain's zone
 * @type: a type
 *
 * Returns: (transfer none) (nullable): what the resolver said of it, %NULL if it was not asked
 */
SpAnswer *
sp_snapshot_find_remembered (const SpSnapshot *self, const SpName *name, SpRrType type)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->remembered->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->remembered, i);
      const SpAnswerFields *fields = sp_answer_get_fields (answer);

      if (fields->type == type && sp_name_equal (fields->name, name))
        return answer;
    }
  return NULL;
}

static SpFact *
find_fact (const SpSnapshot *self, const SpName *name, SpRrType type)
{
  const SpNameKey key = { (SpName *) name, type, 0 };

  return g_hash_table_lookup (self->index, &key);
}

/* A name with an alias has nothing else (RFC 1034 §3.6.2), so every answer at the name tells
 * whether there is one. */
static GPtrArray *
lookup_other_answers (const SpName *name, SpRrType type, SpReason *reason, gpointer data)
{
  static const SpRrType others[] = { SP_RR_TXT, SP_RR_A, SP_RR_MX, SP_RR_SRV, SP_RR_AAAA };
  const SpSnapshot *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      SpFact *fact = find_fact (self, name, others[i]);

      if (fact != NULL)
        return sp_fact_get_answers (fact);
    }
  return NULL;
}

static gboolean
is_said_not_to_exist (const SpSnapshot *self, const SpName *name)
{
  SpFact *fact = find_fact (self, name, SP_RR_TXT);

  return fact != NULL && sp_fact_get_state (fact) == SP_FACT_ABSENT && !sp_fact_name_exists (fact)
         && !sp_fact_servers_disagree (fact);
}

static gboolean
has_anything_below (const SpSnapshot *self, const SpName *name)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      SpFact *fact = g_ptr_array_index (self->facts, i);

      if (sp_fact_name_exists (fact) && sp_name_is_at_or_below (sp_fact_get_name (fact), name))
        return TRUE;
    }
  return FALSE;
}

/* Of a name that does not exist no type does (RFC 2308 §2.1), and below it there is nothing (RFC
 * 8020 §2). Some servers say so of a name that has others below it; where any of those was seen the
 * server is not believed. */
static gboolean
is_at_or_below_nothing (const SpSnapshot *self, SpName *name)
{
  g_autoptr (SpName) above = sp_name_ref (name);

  while (above != NULL && self->zone != NULL && sp_name_is_at_or_below (above, self->zone))
    {
      SpName *parent;

      if (is_said_not_to_exist (self, above))
        return !has_anything_below (self, above);
      parent = sp_name_dup_parent (above);
      sp_name_unref (above);
      above = parent;
    }
  return FALSE;
}

/* What a wildcard has is asked only once TXT has shown that there is one: until then all of it is
 * as unknown as that. */
static gboolean
is_unknown_probe (const SpSnapshot *self, const SpName *name)
{
  SpFact *fact = find_fact (self, name, SP_RR_TXT);

  return self->probe != NULL && sp_name_equal (name, self->probe) && fact != NULL
         && sp_fact_get_state (fact) == SP_FACT_UNKNOWN;
}

static SpFact *
make_up_fact (const SpSnapshot *self, SpName *name, SpRrType type)
{
  if (is_at_or_below_nothing (self, name))
    return sp_fact_new_absent (name, type);
  if (type == SP_RR_CNAME || is_unknown_probe (self, name))
    return sp_fact_new_weighed (name, type, lookup_other_answers, (gpointer) self);
  return sp_fact_new_unknown (name, type, SP_REASON_NOT_ASKED);
}

/**
 * sp_snapshot_get_fact:
 * @self: a snapshot
 * @name: a name
 * @type: a type
 *
 * Whether there is an alias is also known where another type was asked at the name, and what lies
 * at or below a name that does not exist is absent without having been asked.
 *
 * Returns: (transfer none): what is known; never %NULL: for a question that nobody asked a fact
 *   that is unknown, with %SP_REASON_NOT_ASKED
 */
SpFact *
sp_snapshot_get_fact (const SpSnapshot *self, const SpName *name, SpRrType type)
{
  const SpNameKey key = { (SpName *) name, type, 0 };
  SpFact *fact;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  fact = g_hash_table_lookup (self->index, &key);
  if (fact == NULL)
    fact = g_hash_table_lookup (self->not_asked, &key);
  if (fact == NULL)
    {
      fact = make_up_fact (self, (SpName *) name, type);
      g_hash_table_insert (self->not_asked, sp_name_key_copy (&key), fact);
    }
  return fact;
}

/**
 * sp_snapshot_get_fact_at:
 * @self: a snapshot
 * @labels: a name relative to the domain such as "_dmarc"; "@" or "" for the domain itself
 * @type: a type
 *
 * Returns: (transfer none): like sp_snapshot_get_fact(); for @labels that make no name the fact of
 *   the root, which is unknown
 */
SpFact *
sp_snapshot_get_fact_at (const SpSnapshot *self, const char *labels, SpRrType type)
{
  g_autoptr (SpName) name = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (labels != NULL, NULL);

  if (*labels == '\0' || g_str_equal (labels, "@"))
    return sp_snapshot_get_fact (self, self->domain, type);
  name = sp_name_prepend (self->domain, labels);
  if (name == NULL)
    name = sp_name_new_root ();
  return sp_snapshot_get_fact (self, name, type);
}

/**
 * sp_snapshot_get_probe_name:
 *
 * Returns: (transfer none) (nullable): the random name below the domain that shows wildcards; the
 *   same first label was asked below `_domainkey`
 */
SpName *
sp_snapshot_get_probe_name (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->probe;
}

static SpName *
ref_name (SpName *name)
{
  return name != NULL ? sp_name_ref (name) : NULL;
}

/**
 * sp_snapshot_with_policy:
 * @self: a snapshot
 * @policy: what is known of the text of its policy
 *
 * Returns: (transfer full): a snapshot with the same facts, and @policy
 */
SpSnapshot *
sp_snapshot_with_policy (const SpSnapshot *self, SpPolicyFact *policy)
{
  SpSnapshot *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  copy = sp_snapshot_new (self->domain, self->checked_at);
  copy->flags = self->flags;
  copy->n_questions = self->n_questions;
  copy->elapsed = self->elapsed;
  copy->delegation = self->delegation;
  copy->delegation_reason = self->delegation_reason;
  copy->zone = ref_name (self->zone);
  copy->parent = ref_name (self->parent);
  copy->probe = ref_name (self->probe);
  copy->policy = sp_policy_fact_ref (policy);
  for (guint i = 0; i < self->servers->len; i++)
    g_ptr_array_add (copy->servers, sp_zone_server_copy (g_ptr_array_index (self->servers, i)));
  for (guint i = 0; i < self->facts->len; i++)
    sp_snapshot_take_fact (copy, sp_fact_ref (g_ptr_array_index (self->facts, i)));
  for (guint i = 0; i < self->remembered->len; i++)
    g_ptr_array_add (copy->remembered, sp_answer_ref (g_ptr_array_index (self->remembered, i)));
  return copy;
}

/**
 * sp_snapshot_get_policy:
 *
 * Returns: (transfer none) (nullable): what is known of the text of the delivery security policy;
 *   %NULL if nobody looked, because nothing announces one
 */
SpPolicyFact *
sp_snapshot_get_policy (const SpSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->policy;
}
