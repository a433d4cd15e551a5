/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-dmarc-walk.h"

#include "core/dns/sp-resolver.h"
#include "core/mail/sp-dmarc.h"

typedef struct {
  SpResolver *resolver;
  GPtrArray *domains;
  gint64 now;
  GHashTable *answers; /* place → SpAnswer, NULL while it is awaited */
  guint n_pending;
} Walk;

static void
answer_free (gpointer answer)
{
  if (answer != NULL)
    sp_answer_unref (answer);
}

static void
walk_free (Walk *walk)
{
  g_clear_object (&walk->resolver);
  g_clear_pointer (&walk->domains, g_ptr_array_unref);
  g_clear_pointer (&walk->answers, g_hash_table_unref);
  g_free (walk);
}

static SpSnapshot *
build_snapshot (Walk *walk, SpName *domain)
{
  g_autoptr (SpSnapshotBuilder) builder = sp_snapshot_builder_new (domain, walk->now);
  g_autoptr (GPtrArray) names = sp_dmarc_dup_walk (domain);

  sp_snapshot_builder_add_flags (builder, SP_SNAPSHOT_RESOLVER_ONLY);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (SpName) place = sp_name_prepend (names->pdata[i], "_dmarc");
      SpAnswer *answer = place != NULL ? g_hash_table_lookup (walk->answers, place) : NULL;

      if (answer != NULL)
        sp_snapshot_builder_add_answer (builder, answer);
    }
  return sp_snapshot_builder_build (builder);
}

static void
finish (GTask *task)
{
  Walk *walk = g_task_get_task_data (task);
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_snapshot_unref);

  for (guint i = 0; i < walk->domains->len; i++)
    g_ptr_array_add (snapshots, build_snapshot (walk, walk->domains->pdata[i]));
  g_task_return_pointer (task, snapshots, (GDestroyNotify) g_ptr_array_unref);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Walk *walk = g_task_get_task_data (task);
  SpAnswer *answer = sp_resolver_recurse_finish (SP_RESOLVER (source), result, NULL);

  if (answer != NULL)
    g_hash_table_insert (walk->answers, sp_name_ref (sp_answer_get_fields (answer)->name), answer);
  if (--walk->n_pending == 0 && !g_task_return_error_if_cancelled (task))
    finish (task);
}

/**
 * sp_dmarc_walk_async:
 * @network: the way to DNS
 * @clock: for answers and the snapshots
 * @domains: (element-type SpName): whose organization is wanted; beyond eight they stay unknown
 * @cancellable: (nullable): to stop it
 * @callback: called when all answers are there
 * @user_data: for @callback
 *
 * Asks a resolver for all that the walk of RFC 9989 §4.10 may look at, from each domain up. A name
 * that several walks share is asked for once.
 */
void
sp_dmarc_walk_async (SpNetwork *network, SpClock *clock, GPtrArray *domains,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Walk *walk = g_new0 (Walk, 1);

  g_task_set_source_tag (task, sp_dmarc_walk_async);
  g_task_set_task_data (task, walk, (GDestroyNotify) walk_free);
  walk->resolver = sp_resolver_new ();
  sp_resolver_set_clock (walk->resolver, clock);
  walk->now = sp_clock_get_now (clock);
  walk->domains = g_ptr_array_ref (domains);
  walk->answers = g_hash_table_new_full (sp_name_hash, sp_name_equal,
                                         (GDestroyNotify) sp_name_unref, answer_free);
  walk->n_pending = 1;
  for (guint i = 0; i < MIN (domains->len, SP_DMARC_WALK_MAX_DOMAINS); i++)
    {
      g_autoptr (GPtrArray) names = sp_dmarc_dup_walk (domains->pdata[i]);

      for (guint k = 0; k < names->len; k++)
        {
          g_autoptr (SpName) place = sp_name_prepend (names->pdata[k], "_dmarc");

          if (place == NULL || g_hash_table_contains (walk->answers, place))
            continue;
          g_hash_table_insert (walk->answers, sp_name_ref (place), NULL);
          walk->n_pending++;
          sp_resolver_recurse_async (walk->resolver, network->recursors, place, SP_RR_TXT,
                                     SP_ASK_RECURSE, cancellable, asked_cb, g_object_ref (task));
        }
    }
  if (--walk->n_pending == 0)
    finish (task);
  g_object_unref (task);
}

/**
 * sp_dmarc_walk_finish:
 * @result: what the callback got
 * @error: (nullable): cancelling only
 *
 * Returns: (transfer full) (element-type SpSnapshot): one for each domain, in the same order
 */
GPtrArray *
sp_dmarc_walk_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
