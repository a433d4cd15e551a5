/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-workspace-private.h"

#include "core/dns/sp-address.h"
#include "core/dns/sp-resolver.h"
#include "core/inspect/sp-probes.h"
#include "core/plan/sp-move-stage.h"

#define DEFAULT_TIMEOUT_MS 20000
#define PRACTICE_STATE "practice-state"
/* Steps become ready as time passes; nobody has to press a button for that. */
#define TIMELINE_SECONDS 60
#define PRACTICE_OFFSET "practice-offset"

struct _SpWorkspace {
  GObject parent_instance;
  SpCatalog *catalog;
  guint reading; /* the catalogue, while the first answers are on their way */
  SpClock *clock;
  SpNetwork *network;
  SpStore *store;
  SpPracticeWorld *practice;
  GListStore *domains;
  GCancellable *cancellable;
  guint timeline_timeout;
};

G_DEFINE_FINAL_TYPE (SpWorkspace, sp_workspace, G_TYPE_OBJECT)

static void
sp_workspace_dispose (GObject *object)
{
  SpWorkspace *self = SP_WORKSPACE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timeline_timeout, g_source_remove);
  if (self->practice != NULL)
    sp_practice_world_stop (self->practice);
  g_clear_object (&self->practice);
  g_clear_object (&self->domains);
  g_clear_object (&self->store);
  g_clear_handle_id (&self->reading, g_source_remove);
  g_clear_object (&self->catalog);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->network, sp_network_unref);

  G_OBJECT_CLASS (sp_workspace_parent_class)->dispose (object);
}

static void
sp_workspace_finalize (GObject *object)
{
  g_clear_object (&SP_WORKSPACE (object)->cancellable);

  G_OBJECT_CLASS (sp_workspace_parent_class)->finalize (object);
}

static void
sp_workspace_class_init (SpWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_workspace_dispose;
  G_OBJECT_CLASS (klass)->finalize = sp_workspace_finalize;
}

static void
sp_workspace_init (SpWorkspace *self)
{
  self->domains = g_list_store_new (SP_TYPE_DOMAIN);
  self->cancellable = g_cancellable_new ();
}

static gboolean
open_store (SpWorkspace *self, const SpWorkspaceOptions *options, GError **error)
{
  const char *file = options->practice ? "practice.db" : "signpost.db";
  g_autofree char *path = NULL;

  if (options->data_dir != NULL)
    path = g_build_filename (options->data_dir, file, NULL);
  else
    path = g_build_filename (g_get_user_data_dir (), "signpost", file, NULL);
  if (options->read_only && !g_file_test (path, G_FILE_TEST_EXISTS))
    g_clear_pointer (&path, g_free);
  self->store = sp_store_open (path, error);
  return self->store != NULL;
}

static void
make_clock (SpWorkspace *self, const SpWorkspaceOptions *options)
{
  g_autofree char *offset = NULL;

  if (options->now != 0)
    {
      self->clock = sp_clock_new_fixed (options->now);
      return;
    }
  if (!options->practice)
    {
      self->clock = sp_clock_new_system ();
      return;
    }
  offset = sp_store_get_text (self->store, PRACTICE_OFFSET, NULL);
  self->clock = sp_clock_new_jumping (offset != NULL ? g_ascii_strtoll (offset, NULL, 10) : 0);
}

/* The practice world is a toy: what cannot be saved of it is said in the log, and play goes on. */
static void
save_practice (SpWorkspace *self)
{
  g_autoptr (JsonNode) state = sp_practice_world_dup_state (self->practice);
  g_autofree char *text = json_to_string (state, FALSE);
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT,
                                             sp_clock_get_offset (self->clock));
  g_autoptr (GError) error = NULL;

  if (!sp_store_set_text (self->store, PRACTICE_STATE, text, &error)
      || !sp_store_set_text (self->store, PRACTICE_OFFSET, offset, &error))
    g_message ("practice state not saved: %s", error->message);
}

static gboolean
start_practice (SpWorkspace *self, const SpWorkspaceOptions *options, GError **error)
{
  g_autofree char *text = sp_store_get_text (self->store, PRACTICE_STATE, NULL);
  g_autoptr (JsonNode) state = text != NULL ? json_from_string (text, NULL) : NULL;
  g_autoptr (GError) state_error = NULL;

  self->practice = sp_practice_world_new (self->clock, NULL, error);
  if (self->practice == NULL)
    return FALSE;
  if (state != NULL && !sp_practice_world_load_state (self->practice, state, &state_error))
    g_message ("practice state not read: %s", state_error->message);
  if (!sp_practice_world_start (self->practice, 0, error))
    return FALSE;
  if (options->read_only || options->now != 0)
    return TRUE;
  g_signal_connect_object (self->practice, "changed", G_CALLBACK (save_practice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->clock, "jumped", G_CALLBACK (save_practice), self,
                           G_CONNECT_SWAPPED);
  return TRUE;
}

static gboolean
load_authorities (SpNetwork *network, const char *ca_file, GError **error)
{
  g_autofree char *path = ca_file != NULL ? g_canonicalize_filename (ca_file, NULL) : NULL;

  if (path != NULL)
    network->authorities = g_tls_file_database_new (path, error);
  return path == NULL || network->authorities != NULL;
}

static gboolean
make_network (SpWorkspace *self, const SpWorkspaceOptions *options, GError **error)
{
  g_autoptr (GPtrArray) recursors = NULL;
  g_autoptr (GError) system_error = NULL;

  if (self->practice != NULL)
    recursors = g_ptr_array_ref (sp_practice_world_get_recursors (self->practice));
  else if (options->recursors != NULL)
    recursors = g_ptr_array_ref (options->recursors);
  else
    recursors = sp_resolver_dup_system_endpoints (&system_error);
  if (recursors == NULL)
    {
      /* Offline is a state, not a failure: stored answers can still be shown. */
      g_message ("no resolver: %s", system_error->message);
      recursors = g_ptr_array_new_with_free_func (g_object_unref);
    }

  self->network = sp_network_new (recursors);
  self->network->dns_port = options->dns_port != 0 ? options->dns_port : SP_DNS_PORT;
  if (self->practice != NULL)
    self->network->dns_port = sp_practice_world_get_port (self->practice);
  self->network->practice = self->practice != NULL;
  self->network->resolver_only = options->resolver_only;
  self->network->allow_private = options->allow_private;
  self->network->timeout = options->timeout != 0 ? options->timeout : DEFAULT_TIMEOUT_MS;
  if (options->is_list)
    self->network->recent = sp_recent_answers_new ();
  sp_traffic_set_n_sharers (self->network->traffic, MAX (options->n_sharers, 1));
  return load_authorities (self->network, options->ca_file, error);
}

static SpQuestion *
make_question (SpWorkspace *self, SpDomain *domain)
{
  g_autoptr (SpQuestion) question = sp_workspace_make_move_question (
    self, sp_domain_get_name (domain), sp_domain_get_provider (domain),
    sp_domain_get_filter (domain));

  return sp_workspace_add_values (self, question, sp_domain_get_stored (domain)->values);
}

/* Shows the last answers at once; they carry their time, and a check makes them new. */
static void
restore_report (SpWorkspace *self, SpDomain *domain)
{
  g_autoptr (SpSnapshot)
    snapshot = sp_store_load_snapshot (self->store, sp_domain_get_name (domain), NULL);
  g_autoptr (SpQuestion) question = make_question (self, domain);
  g_autoptr (SpReport) report = NULL;
  SpChoices choices = { 0 };

  sp_domain_take_origin (domain,
                         sp_store_load_origin (self->store, sp_domain_get_name (domain), NULL));
  if (snapshot == NULL)
    return;
  sp_stored_domain_get_choices (sp_domain_get_stored (domain), &choices);
  report = sp_workspace_make_report (self, question, snapshot, &choices);
  sp_domain_set_report (domain, report);
  sp_workspace_update_timeline (self, domain, NULL);
}

static gboolean
load_domains (SpWorkspace *self, GError **error)
{
  g_autoptr (GPtrArray) stored = sp_store_load_domains (self->store, error);

  if (stored == NULL)
    return FALSE;
  while (stored->len > 0)
    {
      g_autoptr (SpDomain) domain = sp_domain_new (g_ptr_array_steal_index (stored, 0));

      g_list_store_append (self->domains, domain);
      restore_report (self, domain);
    }
  return TRUE;
}

static gboolean
update_timelines (gpointer data)
{
  SpWorkspace *self = data;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->domains)); i++)
    {
      g_autoptr (SpDomain) domain = g_list_model_get_item (G_LIST_MODEL (self->domains), i);

      if (sp_domain_is_moving (domain))
        sp_workspace_update_timeline (self, domain, NULL);
    }
  return G_SOURCE_CONTINUE;
}

static void
on_jumped (SpWorkspace *self)
{
  update_timelines (self);
}

static void
follow_the_clock (SpWorkspace *self)
{
  g_signal_connect_object (self->clock, "jumped", G_CALLBACK (on_jumped), self, G_CONNECT_SWAPPED);
  self->timeline_timeout = g_timeout_add_seconds (TIMELINE_SECONDS, update_timelines, self);
}

static gboolean
read_catalog (gpointer data)
{
  SpWorkspace *self = data;

  self->reading = 0;
  sp_catalog_read (self->catalog, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * sp_workspace_new:
 * @options: how it is made
 * @error: return location for an error of the store, the practice world or the file of certificate
 *   authorities
 *
 * Opens the store, starts the practice world if that is wanted, and reads the saved domains.
 * Nothing is asked yet.
 *
 * Returns: (transfer full) (nullable): the workspace
 */
SpWorkspace *
sp_workspace_new (const SpWorkspaceOptions *options, GError **error)
{
  g_autoptr (SpWorkspace) self = NULL;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (SP_TYPE_WORKSPACE, NULL);
  self->catalog = sp_catalog_new_unread ();
  self->reading = g_idle_add_full (G_PRIORITY_LOW, read_catalog, self, NULL);
  if (!open_store (self, options, error))
    return NULL;
  make_clock (self, options);
  if (options->practice && !start_practice (self, options, error))
    return NULL;
  if (!make_network (self, options, error) || !load_domains (self, error))
    return NULL;
  follow_the_clock (self);
  return g_steal_pointer (&self);
}

/**
 * sp_workspace_get_catalog:
 * @self: a workspace
 *
 * Returns: (transfer none): providers and DNS hosts
 */
SpCatalog *
sp_workspace_get_catalog (SpWorkspace *self)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  return self->catalog;
}

/**
 * sp_workspace_get_clock:
 * @self: a workspace
 *
 * Returns: (transfer none): the wall clock
 */
SpClock *
sp_workspace_get_clock (SpWorkspace *self)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  return self->clock;
}

/**
 * sp_workspace_get_network:
 * @self: a workspace
 *
 * Returns: (transfer none): the way to DNS
 */
SpNetwork *
sp_workspace_get_network (SpWorkspace *self)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  return self->network;
}

/**
 * sp_workspace_get_practice:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): the practice world, if this is practice
 */
SpPracticeWorld *
sp_workspace_get_practice (SpWorkspace *self)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  return self->practice;
}

/**
 * sp_workspace_get_store:
 * @self: a workspace
 *
 * Returns: (transfer none): the store
 */
SpStore *
sp_workspace_get_store (SpWorkspace *self)
{
  return self->store;
}

/**
 * sp_workspace_get_domains:
 * @self: a workspace
 *
 * Returns: (transfer none): a list of #SpDomain, the saved ones
 */
GListModel *
sp_workspace_get_domains (SpWorkspace *self)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->domains);
}

/**
 * sp_workspace_find_domain:
 * @self: a workspace
 * @name: a domain
 *
 * Returns: (transfer none) (nullable): the saved domain of that name
 */
SpDomain *
sp_workspace_find_domain (SpWorkspace *self, const SpName *name)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->domains)); i++)
    {
      g_autoptr (SpDomain) domain = g_list_model_get_item (G_LIST_MODEL (self->domains), i);

      /* The list keeps it alive. */
      if (sp_name_equal (sp_domain_get_name (domain), name))
        return domain;
    }
  return NULL;
}

/**
 * sp_stored_domain_get_choices:
 * @stored: a stored domain
 * @choices: (out caller-allocates): what was decided; valid as long as @stored is not changed
 */
void
sp_stored_domain_get_choices (const SpStoredDomain *stored, SpChoices *choices)
{
  choices->provider = stored->provider;
  choices->filter = stored->filter;
  choices->dns_host = stored->dns_host;
  choices->values = stored->values;
}

/**
 * sp_workspace_make_report:
 * @self: a workspace
 * @question: what was asked
 * @snapshot: what was seen
 * @choices: (nullable): what the person decided, %NULL to take the question's word
 *
 * Returns: (transfer full): all that follows
 */
SpReport *
sp_workspace_make_report (SpWorkspace *self, SpQuestion *question, SpSnapshot *snapshot,
                          const SpChoices *choices)
{
  SpName *domain = sp_snapshot_get_domain (snapshot);
  g_autoptr (SpMove) move = sp_store_load_move (self->store, domain, NULL);
  gint64 checked_at = sp_snapshot_get_checked_at (snapshot);
  g_autoptr (SpSnapshot)
    earlier = sp_store_load_snapshot_before (self->store, domain, checked_at, NULL);
  g_autoptr (GPtrArray) observations = sp_store_load_observations (self->store, domain, NULL);
  g_autoptr (SpTimeline) timeline = NULL;
  g_auto (GStrv) stage_hosts = NULL;
  SpReportContext context = { .earlier = earlier, .observations = observations };

  if (choices != NULL)
    {
      context.choices = *choices;
    }
  else
    {
      context.choices.provider = sp_question_get_provider (question);
      context.choices.filter = sp_question_get_filter (question);
      context.choices.values = sp_question_get_values (question);
    }
  if (earlier == NULL && move != NULL && sp_snapshot_get_checked_at (move->origin) < checked_at)
    context.earlier = move->origin;
  if (move != NULL)
    timeline = sp_workspace_compute_timeline (self, move, snapshot, NULL);
  if (timeline != NULL)
    stage_hosts = sp_move_stage_dup_hosts (move, timeline);
  context.is_moving = move != NULL && (timeline == NULL || !sp_move_stage_is_settled (timeline));
  context.site_sends_mail = move != NULL
                            && g_hash_table_contains (move->ticks, "website-sends-mail");
  context.stage_hosts = (const char *const *) stage_hosts;
  return sp_report_new (question, snapshot, self->catalog, &context);
}

/**
 * sp_workspace_derive_report:
 * @self: a workspace
 * @report: a report
 * @choices: what the person decided now
 *
 * Derives another report from what was seen already, without asking anything.
 *
 * Returns: (transfer full): the report
 */
SpReport *
sp_workspace_derive_report (SpWorkspace *self, SpReport *report, const SpChoices *choices)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (SP_IS_REPORT (report), NULL);
  g_return_val_if_fail (choices != NULL, NULL);

  return sp_workspace_make_report (self, sp_report_get_question (report),
                                   sp_report_get_snapshot (report), choices);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SpWorkspace *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpSnapshot) snapshot = sp_probes_run_finish (result, &error);

  if (snapshot == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_return_pointer (
    task, sp_workspace_make_report (self, g_task_get_task_data (task), snapshot, NULL),
    g_object_unref);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SpWorkspace *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpSnapshot)
    snapshot = sp_inspector_inspect_finish (SP_INSPECTOR (source), result, &error);

  if (snapshot == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sp_probes_run_async (self->network, snapshot, cancellable, probed_cb, g_steal_pointer (&task));
}

/**
 * sp_workspace_inspect_async:
 * @self: a workspace
 * @question: what to look at
 * @cancellable: (nullable): to stop it
 * @callback: called with the report
 * @user_data: for @callback
 *
 * Inspects a domain, lets the probes look at what it announces, and derives a report. Nothing is
 * saved.
 */
void
sp_workspace_inspect_async (SpWorkspace *self, SpQuestion *question, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SpInspector) inspector = NULL;

  g_return_if_fail (SP_IS_WORKSPACE (self));
  g_return_if_fail (question != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_workspace_inspect_async);
  g_task_set_task_data (task, sp_question_ref (question), (GDestroyNotify) sp_question_unref);
  inspector = sp_inspector_new (self->network, self->catalog, self->clock);
  sp_inspector_inspect_async (inspector, question, cancellable, inspected_cb,
                              g_steal_pointer (&task));
}

/**
 * sp_workspace_inspect_finish:
 * @self: a workspace
 * @result: from the callback
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the report; what could not be checked stands in it
 */
SpReport *
sp_workspace_inspect_finish (SpWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Keeps what was seen, and shows what follows from it for this domain's choices. */
static void
keep_report (SpWorkspace *self, SpDomain *domain, SpReport *report)
{
  SpSnapshot *snapshot = sp_report_get_snapshot (report);
  g_autoptr (GPtrArray) observations = sp_observations_from_snapshot (snapshot);
  g_autoptr (SpReport) chosen = NULL;
  g_autoptr (GError) error = NULL;
  SpChoices choices = { 0 };

  sp_stored_domain_get_choices (sp_domain_get_stored (domain), &choices);
  chosen = sp_workspace_derive_report (self, report, &choices);
  sp_domain_set_report (domain, chosen);
  if (!sp_store_save_snapshot (self->store, snapshot, &error)
      || !sp_store_add_observations (self->store, sp_domain_get_name (domain), observations, &error)
      || !sp_workspace_update_timeline (self, domain, &error))
    g_warning ("not saved: %s", error->message);
}

/**
 * sp_workspace_add_domain:
 * @self: a workspace
 * @report: the domain's first report
 * @provider: (nullable): id of the provider chosen, %NULL for "just check"
 * @error: return location for a #SpStoreError
 *
 * Saves a domain with its first snapshot. A domain that is saved already takes the new choice. If
 * the provider has names that were not asked yet, it is inspected once more.
 *
 * Returns: (transfer none) (nullable): the saved domain
 */
SpDomain *
sp_workspace_add_domain (SpWorkspace *self, SpReport *report, const char *provider, GError **error)
{
  g_autoptr (SpDomain) added = NULL;
  SpDomain *domain = NULL;
  SpSnapshot *snapshot = NULL;
  SpName *name = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (SP_IS_REPORT (report), NULL);

  snapshot = sp_report_get_snapshot (report);
  name = sp_snapshot_get_domain (snapshot);
  domain = sp_workspace_find_domain (self, name);
  if (domain == NULL)
    {
      added = sp_domain_new (sp_stored_domain_new (name));
      domain = added;
    }

  g_set_str (&sp_domain_get_stored (domain)->provider, provider);
  if (!sp_store_save_domain (self->store, sp_domain_get_stored (domain), error))
    return NULL;
  keep_report (self, domain, report);
  if (added != NULL)
    g_list_store_append (self->domains, added);
  sp_domain_choices_changed (domain);
  if (provider != NULL
      && g_strcmp0 (provider, sp_question_get_provider (sp_report_get_question (report))) != 0)
    sp_workspace_refresh (self, domain);
  return domain;
}

/**
 * sp_workspace_remove_domain:
 * @self: a workspace
 * @domain: a saved domain
 * @error: return location for a #SpStoreError
 *
 * Deletes all that is kept of a domain.
 *
 * Returns: whether it is gone
 */
gboolean
sp_workspace_remove_domain (SpWorkspace *self, SpDomain *domain, GError **error)
{
  guint position = 0;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  if (!sp_store_remove_domain (self->store, sp_domain_get_name (domain), error))
    return FALSE;
  if (g_list_store_find (self->domains, domain, &position))
    g_list_store_remove (self->domains, position);
  return TRUE;
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpDomain) domain = user_data;
  SpWorkspace *self = SP_WORKSPACE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpReport) report = sp_workspace_inspect_finish (self, result, &error);

  sp_domain_set_busy (domain, FALSE);
  if (report == NULL)
    return;
  /* The person may have removed it, or decided otherwise, meanwhile. */
  if (sp_workspace_find_domain (self, sp_domain_get_name (domain)) != domain)
    return;
  keep_report (self, domain, report);
}

/**
 * sp_workspace_refresh:
 * @self: a workspace
 * @domain: a saved domain
 *
 * Inspects a domain again; its `busy` and `report` tell how it goes. While it is busy, nothing
 * more happens.
 */
void
sp_workspace_refresh (SpWorkspace *self, SpDomain *domain)
{
  g_autoptr (SpQuestion) question = NULL;

  g_return_if_fail (SP_IS_WORKSPACE (self));
  g_return_if_fail (SP_IS_DOMAIN (domain));

  if (sp_domain_is_busy (domain))
    return;
  sp_domain_set_busy (domain, TRUE);
  question = make_question (self, domain);
  sp_workspace_inspect_async (self, question, self->cancellable, refreshed_cb,
                              g_object_ref (domain));
}
