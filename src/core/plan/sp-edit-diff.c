/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit-diff.h"

/**
 * sp_ttl_rule_nearest:
 * @rule: whose panel it is
 * @ttl: seconds
 *
 * Returns: @ttl, or the nearest that the panel offers
 */
uint32_t
sp_ttl_rule_nearest (const SpTtlRule *rule, uint32_t ttl)
{
  return rule->dns_host != NULL ? sp_dns_host_nearest_ttl (rule->dns_host, ttl) : ttl;
}

/**
 * sp_ttl_rule_get:
 * @rule: the rule
 *
 * Returns: the TTL of a set that is edited: short while going back has to be quick
 */
uint32_t
sp_ttl_rule_get (const SpTtlRule *rule)
{
  return sp_ttl_rule_nearest (rule, rule->is_open ? SP_TTL_MOVING : SP_TTL_SETTLED);
}

/**
 * sp_ttl_rule_is_fixed:
 * @rule: the rule
 *
 * Returns: whether the panel lets nobody choose a TTL: an edit of the TTL alone could not be made
 */
gboolean
sp_ttl_rule_is_fixed (const SpTtlRule *rule)
{
  return rule->dns_host != NULL && sp_dns_host_get_ttl_scope (rule->dns_host) == SP_TTL_FIXED;
}

/**
 * sp_edit_diff:
 * @published: what there is
 * @wanted: a set as it should be
 * @rule: what to say about the TTL
 *
 * Returns: (transfer full) (nullable): the edit that leads from one to the other; %NULL if there is
 *   nothing to do, or the set could not be seen
 */
SpEdit *
sp_edit_diff (SpPublished *published, const SpWanted *wanted, const SpTtlRule *rule)
{
  const SpPublishedSet *now = sp_published_get (published, wanted->name, wanted->type);
  g_autoptr (SpEdit) edit = NULL;
  gboolean has_ttl = wanted->is_exact || wanted->ttl != 0;
  gboolean rows_change;
  uint32_t ttl;

  if (now->state == SP_FACT_UNKNOWN)
    return NULL;
  edit = sp_edit_new (wanted->id, wanted->type, wanted->name, sp_published_get_zone (published),
                      wanted->why);
  for (guint i = 0; i < now->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (now->rows, i);

      if (sp_edit_rows_find (wanted->rows, row, wanted->type))
        sp_edit_keep_row (edit, row->priority, row->value);
      else
        sp_edit_remove_row (edit, row->priority, row->value);
    }
  for (guint i = 0; i < wanted->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (wanted->rows, i);

      if (!sp_edit_rows_find (now->rows, row, wanted->type))
        sp_edit_add_row (edit, row->priority, row->value);
    }
  rows_change = sp_edit_get_action (edit) != SP_EDIT_KEEP;
  if (!rows_change && (!has_ttl || now->state == SP_FACT_ABSENT || sp_ttl_rule_is_fixed (rule)))
    return NULL;
  ttl = has_ttl ? wanted->ttl : sp_ttl_rule_get (rule);
  if (sp_ttl_rule_is_fixed (rule) && now->state == SP_FACT_PRESENT)
    ttl = now->ttl;
  sp_edit_set_ttl (edit, ttl, now->state == SP_FACT_PRESENT && now->ttl != ttl);
  if (sp_edit_get_action (edit) == SP_EDIT_KEEP)
    return NULL;
  if (wanted->follows != NULL)
    sp_edit_add_after (edit, wanted->follows);
  sp_edit_set_detail (edit, "found", wanted->found);
  sp_edit_set_detail (edit, "lost", wanted->lost);
  return g_steal_pointer (&edit);
}
