/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-lookup.h"

struct _SpLookup {
  GMainLoop *loop;
  SpResolver *resolver;
  GPtrArray *recursors;
  SpSnapshotBuilder *builder;
  SpLookupAnswered answered;
  guint n_pending;
};

/**
 * sp_lookup_new:
 * @workspace: for its clock
 * @domain: what it is about
 * @recursors: (element-type GInetSocketAddress): whom to ask, in order
 *
 * Returns: (transfer full): a look-up without questions
 */
SpLookup *
sp_lookup_new (SpWorkspace *workspace, SpName *domain, GPtrArray *recursors)
{
  SpLookup *self = g_new0 (SpLookup, 1);
  SpClock *clock = sp_workspace_get_clock (workspace);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->resolver = sp_resolver_new ();
  self->recursors = g_ptr_array_ref (recursors);
  self->builder = sp_snapshot_builder_new (domain, sp_clock_get_now (clock));
  sp_resolver_set_clock (self->resolver, clock);
  sp_snapshot_builder_add_flags (self->builder, SP_SNAPSHOT_RESOLVER_ONLY);
  return self;
}

/**
 * sp_lookup_free:
 * @self: (transfer full): a look-up that is not running
 */
void
sp_lookup_free (SpLookup *self)
{
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_object (&self->resolver);
  g_clear_pointer (&self->recursors, g_ptr_array_unref);
  g_clear_pointer (&self->builder, sp_snapshot_builder_free);
  g_free (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpLookup *self = user_data;
  g_autoptr (SpAnswer) answer = sp_resolver_recurse_finish (SP_RESOLVER (source), result, NULL);

  if (answer != NULL)
    {
      sp_snapshot_builder_add_answer (self->builder, answer);
      if (self->answered != NULL)
        self->answered (self, answer);
    }
  if (--self->n_pending == 0)
    g_main_loop_quit (self->loop);
}

/**
 * sp_lookup_ask:
 * @self: a look-up
 * @name: name to ask for
 * @type: type to ask for
 *
 * Adds a question; it goes out at once.
 */
void
sp_lookup_ask (SpLookup *self, SpName *name, SpRrType type)
{
  self->n_pending++;
  sp_resolver_recurse_async (self->resolver, self->recursors, name, type, SP_ASK_RECURSE, NULL,
                             asked_cb, self);
}

/**
 * sp_lookup_run:
 * @self: a look-up with one question at least
 * @answered: (nullable): called with each answer; it may ask further
 *
 * Waits for all answers.
 *
 * Returns: (transfer full): what came back
 */
SpSnapshot *
sp_lookup_run (SpLookup *self, SpLookupAnswered answered)
{
  self->answered = answered;
  if (self->n_pending > 0)
    g_main_loop_run (self->loop);
  return sp_snapshot_builder_build (self->builder);
}
