/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-timeline.h"

/**
 * sp_strategy_to_string:
 * @strategy: which way
 *
 * Returns: its word
 */
const char *
sp_strategy_to_string (SpStrategy strategy)
{
  switch (strategy)
    {
    case SP_STRATEGY_GRADUAL:
      return "gradual";
    case SP_STRATEGY_ONE_SITTING:
      return "one-sitting";
    }
  g_return_val_if_reached ("gradual");
}

/**
 * sp_strategy_from_string:
 * @text: (nullable): a word
 * @strategy: (out): which way
 *
 * Returns: whether the word is known
 */
gboolean
sp_strategy_from_string (const char *text, SpStrategy *strategy)
{
  static const SpStrategy all[] = { SP_STRATEGY_GRADUAL, SP_STRATEGY_ONE_SITTING };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (text, sp_strategy_to_string (all[i])) == 0)
      {
        *strategy = all[i];
        return TRUE;
      }
  return FALSE;
}

/**
 * sp_strategy_propose:
 * @provider: (nullable): the new provider
 *
 * Returns: one sitting where the provider itself says that mail or verification fails beside other
 *   MX records, else the gradual way
 */
SpStrategy
sp_strategy_propose (SpProvider *provider)
{
  if (provider != NULL && sp_provider_get_alone (provider) == SP_ALONE_REQUIRED)
    return SP_STRATEGY_ONE_SITTING;
  return SP_STRATEGY_GRADUAL;
}

/**
 * sp_move_new:
 * @domain: what is moved
 * @provider: id of the new provider
 * @strategy: which way
 * @started_at: when it was begun, or is to begin, microseconds since 1970
 * @origin: the snapshot with which it began
 *
 * Returns: (transfer full): a move without values, ticks and skipped steps
 */
SpMove *
sp_move_new (SpName *domain, const char *provider, SpStrategy strategy, gint64 started_at,
             SpSnapshot *origin)
{
  SpMove *self;

  g_return_val_if_fail (domain != NULL && provider != NULL && origin != NULL, NULL);

  self = g_new0 (SpMove, 1);
  self->domain = sp_name_ref (domain);
  self->provider = g_strdup (provider);
  self->strategy = strategy;
  self->started_at = started_at;
  self->origin = sp_snapshot_ref (origin);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ticks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->skipped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * sp_move_free:
 * @self: (nullable): a move
 */
void
sp_move_free (SpMove *self)
{
  if (self == NULL)
    return;
  sp_name_unref (self->domain);
  g_free (self->provider);
  g_free (self->filter);
  g_free (self->dns_host);
  sp_snapshot_unref (self->origin);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->ticks);
  g_hash_table_unref (self->skipped);
  g_free (self);
}
