/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-inspector.h"

#include "core/inspect/sp-inspection.h"

struct _SpInspector {
  GObject parent_instance;
  SpNetwork *network;
  SpCatalog *catalog;
  SpClock *clock;
};

G_DEFINE_FINAL_TYPE (SpInspector, sp_inspector, G_TYPE_OBJECT)

enum {
  SIGNAL_PROGRESS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_progress (guint asked, guint answered, gpointer data)
{
  g_signal_emit (g_task_get_source_object (data), signals[SIGNAL_PROGRESS], 0, asked, answered);
}

static void
on_end (SpSnapshot *snapshot, gpointer data)
{
  g_autoptr (GTask) task = data;

  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify) sp_snapshot_unref);
  else
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                     "the inspection was cancelled");
}

static void
sp_inspector_dispose (GObject *object)
{
  SpInspector *self = SP_INSPECTOR (object);

  g_clear_pointer (&self->network, sp_network_unref);
  g_clear_object (&self->catalog);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_inspector_parent_class)->dispose (object);
}

static void
sp_inspector_class_init (SpInspectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_inspector_dispose;

  /**
   * SpInspector::progress:
   * @self: the inspector
   * @asked: questions that went out so far
   * @answered: how many of them have ended
   *
   * Emitted while an inspection runs, after each question that ended.
   */
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", SP_TYPE_INSPECTOR, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                           G_TYPE_UINT);
}

static void
sp_inspector_init (SpInspector *self)
{
}

/**
 * sp_inspector_new:
 * @network: how DNS is reached
 * @catalog: (nullable): providers, whose key names are asked for
 * @clock: the wall clock
 *
 * Returns: (transfer full): an inspector
 */
SpInspector *
sp_inspector_new (SpNetwork *network, SpCatalog *catalog, SpClock *clock)
{
  SpInspector *self;

  g_return_val_if_fail (network != NULL, NULL);
  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  self = g_object_new (SP_TYPE_INSPECTOR, NULL);
  self->network = sp_network_ref (network);
  self->catalog = catalog != NULL ? g_object_ref (catalog) : NULL;
  self->clock = g_object_ref (clock);
  return self;
}

/**
 * sp_inspector_inspect_async:
 * @self: an inspector
 * @question: what to look at
 * @cancellable: (nullable): ends it early
 * @callback: called when everything has been asked, or the network's bound has passed
 * @user_data: for @callback
 *
 * Looks at a domain. Several inspections may run at once.
 */
void
sp_inspector_inspect_async (SpInspector *self, SpQuestion *question, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SP_IS_INSPECTOR (self));
  g_return_if_fail (question != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_inspector_inspect_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  sp_inspection_start (self->network, self->catalog, self->clock, question, cancellable,
                       on_progress, on_end, g_steal_pointer (&task));
}

/**
 * sp_inspector_inspect_finish:
 * @self: an inspector
 * @result: from the callback
 * @error: return location for %G_IO_ERROR_CANCELLED, the only way in which it can fail: what could
 *   not be checked is unknown in the snapshot
 *
 * Returns: (transfer full): what was seen
 */
SpSnapshot *
sp_inspector_inspect_finish (SpInspector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (SP_IS_INSPECTOR (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
