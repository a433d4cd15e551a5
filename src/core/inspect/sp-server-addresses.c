/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-server-addresses.h"

#include "core/dns/sp-address.h"
#include "core/inspect/sp-asking.h"

#define MAX_GROUPS 24
#define MAX_GROUP_ADDRESSES 32
/* When the addresses of one kind are known, so long is waited for the other kind. */
#define GRACE_MS 250

static guint
count_addresses (const SpServerGroup *group)
{
  guint n_addresses = 0;

  for (guint i = 0; i < group->members->len; i++)
    n_addresses +=
      ((const SpGroupMember *) g_ptr_array_index (group->members, i))->known->addresses->len;
  return n_addresses;
}

static void
add_address (SpGroupMember *member, GInetAddress *address)
{
  GPtrArray *addresses = member->known->addresses;

  for (guint i = 0; i < addresses->len; i++)
    {
      if (g_inet_address_equal (g_ptr_array_index (addresses, i), address))
        return;
    }
  if (count_addresses (member->group) >= MAX_GROUP_ADDRESSES)
    {
      member->group->inspection->flags |= SP_SNAPSHOT_LIMITED;
      return;
    }
  g_ptr_array_add (addresses, g_object_ref (address));
}

/* IPv4 first: where both kinds have a route it is the one that fails less often. */
static void
add_endpoints (SpGroupMember *member, GSocketFamily family, GPtrArray *endpoints,
               gboolean *may_ask_any)
{
  SpInspection *inspection = member->group->inspection;
  GPtrArray *addresses = member->known->addresses;

  for (guint i = 0; i < addresses->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (addresses, i);

      if (g_inet_address_get_family (address) != family
          || !sp_inspection_may_ask (inspection, address))
        continue;
      *may_ask_any = TRUE;
      if (sp_resolver_has_route (address))
        g_ptr_array_add (endpoints,
                         g_inet_socket_address_new (address, inspection->network->dns_port));
    }
}

static void
settle (SpGroupMember *member)
{
  SpZoneServer *known = member->known;
  g_autoptr (GPtrArray) endpoints = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean may_ask_any = FALSE;

  if (member->is_settled)
    return;
  member->is_settled = TRUE;
  add_endpoints (member, G_SOCKET_FAMILY_IPV4, endpoints, &may_ask_any);
  add_endpoints (member, G_SOCKET_FAMILY_IPV6, endpoints, &may_ask_any);
  if (endpoints->len > 0)
    member->server = sp_server_new (known->name, endpoints);
  else if (known->addresses->len > 0 && !may_ask_any)
    known->state = SP_SERVER_NOT_ASKED;
  else
    {
      known->state = SP_SERVER_UNREACHABLE;
      known->no_route = may_ask_any;
    }
  sp_server_group_start_member (member);
}

static gboolean
on_grace_over (gpointer data)
{
  SpGroupMember *member = data;
  SpInspection *inspection = member->group->inspection;

  member->grace = 0;
  settle (member);
  sp_inspection_release (inspection);
  return G_SOURCE_REMOVE;
}

static GPtrArray *
dup_glue (const SpAnswer *answer, const SpName *name)
{
  GPtrArray *glue = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *additional = sp_answer_get_fields (answer)->additional;

  for (guint i = 0; i < additional->len; i++)
    {
      SpRecord *record = g_ptr_array_index (additional, i);
      GInetAddress *address = sp_record_get_address (record);

      if (address != NULL && sp_name_equal (sp_record_get_owner (record), name))
        g_ptr_array_add (glue, g_object_ref (address));
    }
  return glue;
}

static void on_addresses (SpAsking *asking, SpAnswer *answer, gpointer data);

static void
ask_addresses (SpGroupMember *member, SpServerGroup *whom, SpAskFlags flags)
{
  SpName *name = member->known->name;

  member->heard_a = FALSE;
  member->heard_aaaa = FALSE;
  sp_server_group_ask (whom, name, SP_RR_A, SP_BREADTH_ONE, flags, on_addresses, member);
  sp_server_group_ask (whom, name, SP_RR_AAAA, SP_BREADTH_ONE, flags, on_addresses, member);
}

static void
on_addresses (SpAsking *asking, SpAnswer *answer, gpointer data)
{
  SpGroupMember *member = data;
  g_autoptr (SpRecordSet) set = sp_answer_dup_final_set (answer);
  g_autoptr (GPtrArray) glue = dup_glue (answer, member->known->name);
  SpInspection *inspection = member->group->inspection;

  if (member->is_settled)
    return;
  for (guint i = 0; i < glue->len; i++)
    add_address (member, g_ptr_array_index (glue, i));
  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    add_address (member, sp_record_get_address (sp_record_set_get_record (set, i)));
  if (asking->type == SP_RR_A)
    member->heard_a = TRUE;
  else
    member->heard_aaaa = TRUE;
  if (member->heard_a && member->heard_aaaa)
    {
      if (member->known->addresses->len == 0 && (asking->flags & SP_ASK_REFERRAL))
        ask_addresses (member, member->group, SP_ASK_PLAIN);
      else if (member->grace != 0)
        {
          g_clear_handle_id (&member->grace, g_source_remove);
          settle (member);
          sp_inspection_release (inspection);
        }
      else
        settle (member);
    }
  else if (member->known->addresses->len > 0 && member->grace == 0)
    {
      sp_inspection_hold (inspection);
      member->grace = g_timeout_add (GRACE_MS, on_grace_over, member);
    }
}

/**
 * sp_server_addresses_find: (skip)
 * @member: a new member of a group
 * @glue: (element-type GInetAddress): addresses that the parent gave
 *
 * Finds out where a server can be asked: by its glue; else, for a name in the domain's own zone,
 * from whoever named it, which may have left glue out, then from the zone's other servers; else
 * from the resolver. The resolver is asked for names in the
 * zone only where it named the servers itself, and so knows them.
 */
void
sp_server_addresses_find (SpGroupMember *member, GPtrArray *glue)
{
  SpServerGroup *group = member->group;
  SpInspection *inspection = group->inspection;
  SpName *name = member->known->name;
  SpServerGroup *whom = inspection->recursors;
  SpAskFlags flags = SP_ASK_PLAIN;

  if (sp_name_is_at_or_below (name, inspection->registrable))
    {
      if (inspection->own != NULL)
        whom = inspection->own;
      else if (group->above != NULL && sp_name_is_at_or_below (name, group->zone))
        {
          whom = group->above;
          flags = SP_ASK_REFERRAL;
        }
      else if (!group->is_from_resolver)
        whom = group;
    }
  for (guint i = 0; i < glue->len; i++)
    add_address (member, g_ptr_array_index (glue, i));
  if (member->known->addresses->len > 0)
    {
      settle (member);
      return;
    }
  ask_addresses (member, whom, flags);
}

/**
 * sp_server_addresses_find_cut: (skip)
 * @answer: a referral
 *
 * Returns: (transfer full) (nullable): the zone that it hands on to
 */
SpName *
sp_server_addresses_find_cut (const SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  GPtrArray *sections[] = { fields->authority, fields->answer };

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      for (guint j = 0; j < sections[i]->len; j++)
        {
          SpRecord *record = g_ptr_array_index (sections[i], j);
          SpName *owner = sp_record_get_owner (record);

          if (sp_record_get_rr_type (record) == SP_RR_NS && !sp_name_is_root (owner)
              && sp_name_is_at_or_below (fields->name, owner))
            return sp_name_ref (owner);
        }
    }
  return NULL;
}

/**
 * sp_server_addresses_dup_ns: (skip)
 * @answer: a referral, or an answer to a question for NS
 * @owner: the zone whose servers are wanted
 *
 * Returns: (transfer full) (nullable): its NS set, from whichever section holds it
 */
SpRecordSet *
sp_server_addresses_dup_ns (const SpAnswer *answer, const SpName *owner)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  GPtrArray *sections[] = { fields->answer, fields->authority };

  for (gsize i = 0; i < G_N_ELEMENTS (sections) && records->len == 0; i++)
    {
      for (guint j = 0; j < sections[i]->len; j++)
        {
          SpRecord *record = g_ptr_array_index (sections[i], j);

          if (sp_record_get_rr_type (record) == SP_RR_NS
              && sp_name_equal (sp_record_get_owner (record), owner))
            g_ptr_array_add (records, record);
        }
    }
  return records->len > 0 ? sp_record_set_new (records) : NULL;
}

/**
 * sp_server_addresses_add_set: (skip)
 * @group: a group
 * @set: an NS set
 * @answer: the answer that brought it: the glue of a referral is believed for names that are the
 *   parent's to know, that of the zone's own servers for names in the zone
 *
 * Adds every server of the set to the group.
 */
void
sp_server_addresses_add_set (SpServerGroup *group, const SpRecordSet *set, const SpAnswer *answer)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);
  gboolean from_above = sp_answer_has_flag (answer, SP_ANSWER_REFERRAL)
                        && !sp_name_is_root (group->zone);
  g_autoptr (SpName) domain = from_above ? sp_name_dup_parent (group->zone)
                                         : sp_name_ref (group->zone);

  group->is_from_resolver = fields->server == NULL;
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpName *name = sp_record_get_target (sp_record_set_get_record (set, i));
      gboolean is_believed = fields->server == NULL || sp_name_is_at_or_below (name, domain);
      g_autoptr (GPtrArray) glue = is_believed ? dup_glue (answer, name)
                                               : g_ptr_array_new_with_free_func (g_object_unref);

      if (!sp_name_is_root (name))
        sp_server_group_add (group, name, glue);
    }
}

/**
 * sp_server_addresses_ensure_group: (skip)
 * @inspection: an inspection
 * @cut: a zone
 * @referral: the referral to it
 *
 * Returns: (transfer none) (nullable): the group of its servers; %NULL if there are too many zones
 */
SpServerGroup *
sp_server_addresses_ensure_group (SpInspection *inspection, SpName *cut, const SpAnswer *referral)
{
  g_autoptr (SpRecordSet) set = NULL;
  SpServerGroup *group;

  for (guint i = 0; i < inspection->groups->len; i++)
    {
      group = g_ptr_array_index (inspection->groups, i);
      if (group->zone != NULL && sp_name_equal (group->zone, cut))
        return group;
    }
  set = sp_server_addresses_dup_ns (referral, cut);
  if (set == NULL || inspection->groups->len >= MAX_GROUPS)
    {
      inspection->flags |= SP_SNAPSHOT_LIMITED;
      return NULL;
    }
  group = sp_server_group_new (inspection, cut);
  sp_server_addresses_add_set (group, set, referral);
  return group;
}
