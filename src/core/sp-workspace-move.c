/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-workspace-private.h"

#include "core/checks/sp-dkim-place.h"

/**
 * sp_workspace_compute_timeline:
 * @self: a workspace
 * @move: a move
 * @snapshot: what is published now
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable): the dated steps, from everything observed
 */
SpTimeline *
sp_workspace_compute_timeline (SpWorkspace *self, const SpMove *move, SpSnapshot *snapshot,
                               GError **error)
{
  g_autoptr (GPtrArray)
    observations = sp_store_load_observations (sp_workspace_get_store (self), move->domain, error);

  if (observations == NULL)
    return NULL;
  return sp_timeline_new (move, sp_workspace_get_catalog (self), sp_snapshot_get_servers (snapshot),
                          observations, sp_clock_get_now (sp_workspace_get_clock (self)));
}

/* Key names that only a value leads to are looked at like those that the person names. */
static void
add_selectors (GStrvBuilder *builder, SpProvider *provider, GHashTable *values)
{
  g_auto (GStrv) known = sp_provider_dup_dkim_selectors (provider, NULL);
  g_auto (GStrv) named = sp_provider_dup_dkim_selectors (provider, values);

  for (gsize i = 0; named[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) known, named[i]))
      g_strv_builder_add (builder, named[i]);
}

static GHashTable *
take_usable (SpProvider *const *providers, gsize n_providers, GHashTable *values)
{
  GHashTable *usable = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    for (gsize i = 0; i < n_providers; i++)
      {
        const SpSetKey *known = providers[i] != NULL ? sp_provider_find_set_key (providers[i], key)
                                                     : NULL;

        if (known != NULL && sp_set_key_accepts (known, value))
          g_hash_table_replace (usable, g_strdup (key), g_strdup (value));
      }
  return usable;
}

/**
 * sp_workspace_add_values:
 * @self: a workspace
 * @question: what is to be looked at
 * @values: (nullable) (element-type utf8 utf8): what the person gave for the provider and filter
 *
 * Names that hold a value of the customer, such as those of keys, are asked for as well.
 *
 * Returns: (transfer full): the question with them
 */
SpQuestion *
sp_workspace_add_values (SpWorkspace *self, SpQuestion *question, GHashTable *values)
{
  const char *ids[] = { sp_question_get_provider (question), sp_question_get_filter (question) };
  SpProvider *providers[G_N_ELEMENTS (ids)] = { NULL };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) usable = NULL;
  g_auto (GStrv) selectors = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  if (values == NULL || g_hash_table_size (values) == 0)
    return sp_question_ref (question);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] != NULL)
      providers[i] = sp_catalog_get_provider (sp_workspace_get_catalog (self), ids[i]);
  usable = take_usable (providers, G_N_ELEMENTS (providers), values);
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    if (providers[i] != NULL)
      add_selectors (builder, providers[i], usable);
  selectors = g_strv_builder_end (builder);
  return sp_question_new_with_values (question, (const char *const *) selectors, usable);
}

/**
 * sp_workspace_make_move_question:
 * @self: a workspace
 * @domain: a domain
 * @provider: (nullable): id of the chosen mail provider
 * @filter: (nullable): id of the filter in front of it
 *
 * What to look at while a move may be under way: also at the keys that were published when it
 * began. Once the old provider is gone from everything else, only they tell that they are gone.
 *
 * Returns: (transfer full): the question
 */
SpQuestion *
sp_workspace_make_move_question (SpWorkspace *self, SpName *domain, const char *provider,
                                 const char *filter)
{
  g_autoptr (SpMove) move = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) watched = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  move = sp_store_load_move (sp_workspace_get_store (self), domain, NULL);
  if (move != NULL)
    places = sp_dkim_places_dup_asked (move->origin);
  for (guint i = 0; places != NULL && i < places->len; i++)
    {
      const SpDkimPlace *place = &g_array_index (places, SpDkimPlace, i);

      if (place->state != SP_DKIM_PLACE_ABSENT && place->state != SP_DKIM_PLACE_UNKNOWN)
        g_strv_builder_take (builder, sp_dkim_place_dup_selector (move->origin, place));
    }
  watched = g_strv_builder_end (builder);
  return sp_question_new_watching (domain, provider, filter, (const char *const *) watched);
}

/* What a request leaves open stays as it is. */
static gboolean
is_same_move (const SpMove *move, const SpMoveRequest *request)
{
  return g_strcmp0 (move->provider, request->choices.provider) == 0
         && ((request->is_any_filter && request->choices.filter == NULL)
             || g_strcmp0 (move->filter, request->choices.filter) == 0)
         && (request->is_any_strategy || move->strategy == request->strategy);
}

static SpMove *
begin_move (SpWorkspace *self, SpReport *report, const SpMoveRequest *request)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  gint64 start = request->start != 0 ? request->start
                                     : sp_clock_get_now (sp_workspace_get_clock (self));
  SpMove *move = sp_move_new (sp_snapshot_get_domain (snapshot), request->choices.provider,
                              request->strategy, start, snapshot);

  move->filter = g_strdup (request->choices.filter);
  return move;
}

static void
take_values (SpMove *move, const SpMoveRequest *request)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  if (request->choices.dns_host != NULL)
    g_set_str (&move->dns_host, request->choices.dns_host);
  if (request->start != 0)
    move->started_at = request->start;
  if (request->choices.values == NULL)
    return;
  g_hash_table_iter_init (&iter, request->choices.values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (move->values, g_strdup (key), g_strdup (value));
}

/**
 * sp_workspace_plan_move:
 * @self: a workspace
 * @report: what is published now
 * @request: where to, and which way
 * @error: return location for a #SpStoreError
 *
 * Begins a move, or goes on with it: records what the report saw, and computes the steps from
 * everything recorded.
 *
 * Returns: (transfer full) (nullable): the dated steps
 */
SpTimeline *
sp_workspace_plan_move (SpWorkspace *self, SpReport *report, const SpMoveRequest *request,
                        GError **error)
{
  SpStore *store = NULL;
  SpSnapshot *snapshot = NULL;
  g_autoptr (GPtrArray) observations = NULL;
  g_autoptr (SpMove) move = NULL;
  g_autoptr (GError) load_error = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (SP_IS_REPORT (report), NULL);
  g_return_val_if_fail (request != NULL && request->choices.provider != NULL, NULL);

  store = sp_workspace_get_store (self);
  snapshot = sp_report_get_snapshot (report);
  observations = sp_observations_from_snapshot (snapshot);
  move = sp_store_load_move (store, sp_snapshot_get_domain (snapshot), &load_error);
  if (load_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&load_error));
      return NULL;
    }
  if (move != NULL && !is_same_move (move, request))
    g_clear_pointer (&move, sp_move_free);
  if (move == NULL)
    move = begin_move (self, report, request);
  take_values (move, request);

  if (!sp_store_save_move (store, move, error)
      || !sp_store_add_observations (store, move->domain, observations, error))
    return NULL;
  return sp_workspace_compute_timeline (self, move, snapshot, error);
}

/**
 * sp_workspace_derive_move_report:
 * @self: a workspace
 * @report: what is published now
 *
 * Returns: (transfer full): the same seen with what was decided about the move of its domain, or
 *   @report itself if none is planned
 */
SpReport *
sp_workspace_derive_move_report (SpWorkspace *self, SpReport *report)
{
  g_autoptr (SpMove) move = NULL;
  SpChoices choices = { 0 };

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (SP_IS_REPORT (report), NULL);

  move = sp_store_load_move (sp_workspace_get_store (self),
                             sp_snapshot_get_domain (sp_report_get_snapshot (report)), NULL);
  if (move == NULL)
    return g_object_ref (report);
  choices = (SpChoices) { move->provider, move->filter, move->dns_host, move->values };
  return sp_workspace_derive_report (self, report, &choices);
}

/**
 * sp_workspace_abort_move:
 * @self: a workspace
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Forgets the move of a domain. What was observed stays.
 *
 * Returns: whether it was forgotten
 */
gboolean
sp_workspace_abort_move (SpWorkspace *self, const SpName *domain, GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);

  return sp_store_remove_move (sp_workspace_get_store (self), domain, error);
}

typedef enum {
  MARK_TICK,
  MARK_SKIPPED,
} Mark;

static gboolean
mark (SpWorkspace *self, const SpName *domain, Mark kind, const char *id, gboolean on,
      GError **error)
{
  SpStore *store = sp_workspace_get_store (self);
  g_autoptr (GError) load_error = NULL;
  g_autoptr (SpMove) move = sp_store_load_move (store, domain, &load_error);
  GHashTable *marks = NULL;

  if (move == NULL)
    {
      if (load_error != NULL)
        g_propagate_error (error, g_steal_pointer (&load_error));
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no move of %s is planned",
                     sp_name_get_text (domain));
      return FALSE;
    }
  marks = kind == MARK_TICK ? move->ticks : move->skipped;
  if (on)
    g_hash_table_add (marks, g_strdup (id));
  else
    g_hash_table_remove (marks, id);
  return sp_store_save_move (store, move, error);
}

/**
 * sp_workspace_mark_tick:
 * @self: a workspace
 * @domain: a domain with a move
 * @tick: id of a tick
 * @done: whether the person confirms it
 * @error: return location for a #SpStoreError, or %G_IO_ERROR_NOT_FOUND without a move
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_mark_tick (SpWorkspace *self, const SpName *domain, const char *tick, gboolean done,
                        GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (domain != NULL && tick != NULL, FALSE);

  return mark (self, domain, MARK_TICK, tick, done, error);
}

/**
 * sp_workspace_mark_skipped:
 * @self: a workspace
 * @domain: a domain with a move
 * @step: id of a step
 * @skipped: whether the person skips it
 * @error: return location for a #SpStoreError, or %G_IO_ERROR_NOT_FOUND without a move
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_mark_skipped (SpWorkspace *self, const SpName *domain, const char *step,
                           gboolean skipped, GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (domain != NULL && step != NULL, FALSE);

  return mark (self, domain, MARK_SKIPPED, step, skipped, error);
}

/**
 * sp_workspace_update_timeline:
 * @self: a workspace
 * @domain: a saved domain
 * @error: return location for a #SpStoreError
 *
 * Computes the steps of a domain's move anew, after something was seen, ticked or skipped, or
 * time has passed. Without a move the domain has no timeline.
 *
 * Returns: whether it went well
 */
gboolean
sp_workspace_update_timeline (SpWorkspace *self, SpDomain *domain, GError **error)
{
  g_autoptr (GError) load_error = NULL;
  g_autoptr (SpMove) move = sp_store_load_move (sp_workspace_get_store (self),
                                                sp_domain_get_name (domain), &load_error);
  g_autoptr (SpTimeline) timeline = NULL;
  SpReport *report = sp_domain_get_report (domain);

  if (load_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&load_error));
      return FALSE;
    }
  if (move != NULL)
    {
      timeline = sp_workspace_compute_timeline (
        self, move, report != NULL ? sp_report_get_snapshot (report) : move->origin, error);
      if (timeline == NULL)
        return FALSE;
    }
  sp_domain_set_timeline (domain, timeline);
  return TRUE;
}

/**
 * sp_workspace_begin_move:
 * @self: a workspace
 * @domain: a saved domain with a report and a chosen provider
 * @strategy: which way
 * @error: return location for a #SpStoreError
 *
 * Begins the move of a saved domain to its chosen provider.
 *
 * Returns: whether it was begun
 */
gboolean
sp_workspace_begin_move (SpWorkspace *self, SpDomain *domain, SpStrategy strategy, GError **error)
{
  SpMoveRequest request = { .strategy = strategy };
  g_autoptr (SpTimeline) timeline = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);
  g_return_val_if_fail (sp_domain_get_report (domain) != NULL, FALSE);
  g_return_val_if_fail (sp_domain_get_provider (domain) != NULL, FALSE);

  sp_stored_domain_get_choices (sp_domain_get_stored (domain), &request.choices);
  timeline = sp_workspace_plan_move (self, sp_domain_get_report (domain), &request, error);
  if (timeline == NULL)
    return FALSE;
  sp_workspace_keep_origin (self, domain, NULL);
  sp_domain_set_timeline (domain, timeline);
  return TRUE;
}

/**
 * sp_workspace_end_move:
 * @self: a workspace
 * @domain: a saved domain
 * @error: return location for a #SpStoreError
 *
 * Forgets the move of a saved domain.
 *
 * Returns: whether it was forgotten
 */
gboolean
sp_workspace_end_move (SpWorkspace *self, SpDomain *domain, GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  return sp_workspace_abort_move (self, sp_domain_get_name (domain), error)
         && sp_workspace_update_timeline (self, domain, error);
}

/**
 * sp_workspace_tick:
 * @self: a workspace
 * @domain: a saved domain with a move
 * @tick: id of a tick
 * @done: whether the person confirms it
 * @error: return location for a #SpStoreError
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_tick (SpWorkspace *self, SpDomain *domain, const char *tick, gboolean done,
                   GError **error)
{
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  return sp_workspace_mark_tick (self, sp_domain_get_name (domain), tick, done, error)
         && sp_workspace_update_timeline (self, domain, error);
}

/**
 * sp_workspace_skip_step:
 * @self: a workspace
 * @domain: a saved domain with a move
 * @step: id of a step
 * @skipped: whether the person skips it
 * @error: return location for a #SpStoreError
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_skip_step (SpWorkspace *self, SpDomain *domain, const char *step, gboolean skipped,
                        GError **error)
{
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  return sp_workspace_mark_skipped (self, sp_domain_get_name (domain), step, skipped, error)
         && sp_workspace_update_timeline (self, domain, error);
}
