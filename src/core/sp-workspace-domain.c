/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-workspace-private.h"

#include "core/dns/sp-address.h"
#include "core/dns/sp-resolver.h"
#include "core/verify/sp-edit-watch-private.h"

/* What was decided has changed: save it, and derive the report anew from what was seen. */
static gboolean
keep_choices (SpWorkspace *self, SpDomain *domain, GError **error)
{
  SpReport *report = sp_domain_get_report (domain);
  SpStoredDomain *stored = sp_domain_get_stored (domain);

  if (!sp_store_save_domain (sp_workspace_get_store (self), stored, error))
    return FALSE;
  if (report != NULL)
    {
      g_autoptr (SpReport) derived = NULL;
      SpChoices choices = { 0 };

      sp_stored_domain_get_choices (stored, &choices);
      derived = sp_workspace_derive_report (self, report, &choices);
      sp_domain_set_report (domain, derived);
    }
  sp_domain_choices_changed (domain);
  return TRUE;
}

/**
 * sp_workspace_choose_provider:
 * @self: a workspace
 * @domain: a saved domain
 * @provider: (nullable): id of a provider, %NULL for "just check"
 * @error: return location for a #SpStoreError
 *
 * Changes where mail should go, and asks for the names that this provider adds.
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_choose_provider (SpWorkspace *self, SpDomain *domain, const char *provider,
                              GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  if (!g_set_str (&sp_domain_get_stored (domain)->provider, provider))
    return TRUE;
  if (!keep_choices (self, domain, error))
    return FALSE;
  sp_workspace_refresh (self, domain);
  return TRUE;
}

/* @move is %NULL where none is under way, which is no error. */
static gboolean
load_move (SpStore *store, SpDomain *domain, SpMove **move, GError **error)
{
  GError *load_error = NULL;

  *move = sp_store_load_move (store, sp_domain_get_name (domain), &load_error);
  if (load_error == NULL)
    return TRUE;
  g_propagate_error (error, load_error);
  return FALSE;
}

/* The edits of a move are written for the same panel. */
static gboolean
keep_in_move (SpWorkspace *self, SpDomain *domain, GError **error)
{
  SpStore *store = sp_workspace_get_store (self);
  g_autoptr (SpMove) move = NULL;

  if (!load_move (store, domain, &move, error))
    return FALSE;
  if (move == NULL)
    return TRUE;
  g_set_str (&move->dns_host, sp_domain_get_dns_host (domain));
  return sp_store_save_move (store, move, error)
         && sp_workspace_update_timeline (self, domain, error);
}

/**
 * sp_workspace_choose_dns_host:
 * @self: a workspace
 * @domain: a saved domain
 * @dns_host: (nullable): id of a DNS host, %NULL for the recognised one
 * @error: return location for a #SpStoreError
 *
 * Changes whose panel the edits are written for. Where the name servers tell that another company
 * keeps the records, the report says so, and the edits stay that company's.
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_choose_dns_host (SpWorkspace *self, SpDomain *domain, const char *dns_host,
                              GError **error)
{
  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);

  if (!g_set_str (&sp_domain_get_stored (domain)->dns_host, dns_host))
    return TRUE;
  return keep_choices (self, domain, error) && keep_in_move (self, domain, error);
}

/* A move under way works with the same values. */
static gboolean
tell_move (SpWorkspace *self, SpDomain *domain, const char *key, const char *value, GError **error)
{
  SpStore *store = sp_workspace_get_store (self);
  g_autoptr (SpMove) move = NULL;

  if (!load_move (store, domain, &move, error))
    return FALSE;
  if (move == NULL)
    return TRUE;
  if (value != NULL)
    g_hash_table_insert (move->values, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (move->values, key);
  return sp_store_save_move (store, move, error)
         && sp_workspace_update_timeline (self, domain, error);
}

/**
 * sp_workspace_set_value:
 * @self: a workspace
 * @domain: a saved domain
 * @key: a key of the provider
 * @value: (nullable): its value, already checked against the key's pattern; %NULL forgets it
 * @error: return location for a #SpStoreError
 *
 * Keeps a value that only the person can know.
 *
 * Returns: whether it was saved
 */
gboolean
sp_workspace_set_value (SpWorkspace *self, SpDomain *domain, const char *key, const char *value,
                        GError **error)
{
  GHashTable *values = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  values = sp_domain_get_stored (domain)->values;
  if (value != NULL)
    g_hash_table_insert (values, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (values, key);
  return keep_choices (self, domain, error) && tell_move (self, domain, key, value, error);
}

static GPtrArray *
list_endpoints (SpNetwork *network, const SpZoneServer *server)
{
  GPtrArray *endpoints = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < server->addresses->len; i++)
    {
      GInetAddress *address = g_ptr_array_index (server->addresses, i);

      if (network->practice || network->allow_private || sp_address_is_reachable_space (address))
        g_ptr_array_add (endpoints, g_inet_socket_address_new (address, network->dns_port));
    }
  return endpoints;
}

/* Whom to ask: the servers of the snapshot that may be asked. */
static GPtrArray *
list_servers (SpWorkspace *self, SpSnapshot *snapshot)
{
  GPtrArray *zone_servers = sp_snapshot_get_servers (snapshot);
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_server_unref);

  for (guint i = 0; i < zone_servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (zone_servers, i);
      g_autoptr (GPtrArray) endpoints = list_endpoints (sp_workspace_get_network (self), server);

      if (endpoints->len > 0)
        g_ptr_array_add (servers, sp_server_new (server->name, endpoints));
    }
  return servers;
}

static void
on_observed (SpEditWatch *watch, SpObservation *observation, SpWorkspace *self)
{
  g_autoptr (GPtrArray) observations = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  SpDomain *domain = NULL;
  SpName *zone = sp_edit_get_zone (sp_edit_watch_get_edit (watch));
  GListModel *domains = sp_workspace_get_domains (self);

  g_ptr_array_add (observations, observation);
  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (SpDomain) candidate = g_list_model_get_item (domains, i);

      if (g_list_store_find (G_LIST_STORE (sp_domain_get_watches (candidate)), watch, NULL))
        domain = candidate;
    }
  if (domain == NULL)
    return;
  if (!sp_store_add_observations (sp_workspace_get_store (self), sp_domain_get_name (domain),
                                  observations, &error))
    g_warning ("sighting in %s not saved: %s", sp_name_get_text (zone), error->message);
}

static void
on_watch_changed (SpEditWatch *watch, SpWorkspace *self)
{
  GListModel *domains = sp_workspace_get_domains (self);

  if (sp_edit_watch_is_asking (watch))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (SpDomain) domain = g_list_model_get_item (domains, i);

      if (sp_domain_is_moving (domain)
          && g_list_store_find (G_LIST_STORE (sp_domain_get_watches (domain)), watch, NULL))
        sp_workspace_update_timeline (self, domain, NULL);
    }
}

static gboolean
has_open_watches (SpDomain *domain)
{
  GListModel *watches = sp_domain_get_watches (domain);

  for (guint i = 0; i < g_list_model_get_n_items (watches); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (watches, i);

      if (sp_edit_watch_get_state (watch) != SP_EDIT_STATE_LIVE)
        return TRUE;
    }
  return FALSE;
}

/* What was edited more than a month ago is not put back: by then the old provider may be gone. */
#define ORIGIN_LASTS (30 * G_TIME_SPAN_DAY)

static gboolean
is_over (SpWorkspace *self, SpDomain *domain)
{
  g_autoptr (SpEditPlan) back = sp_domain_dup_way_back (domain);
  gint64 age = sp_clock_get_now (sp_workspace_get_clock (self))
               - sp_domain_get_origin_time (domain);

  if (sp_domain_is_moving (domain))
    return FALSE;
  return age > ORIGIN_LASTS
         || (g_list_model_get_n_items (sp_edit_plan_get_edits (back)) == 0
             && g_list_model_get_n_items (sp_edit_plan_get_unchecked (back)) == 0
             && !has_open_watches (domain));
}

/**
 * sp_workspace_keep_origin:
 * @self: a workspace
 * @domain: a saved domain with a report
 * @edit: (nullable): an edit that the person says was made, or is about to make
 *
 * Keeps what is published before the first edit, so that it can be put back, also after a restart.
 */
void
sp_workspace_keep_origin (SpWorkspace *self, SpDomain *domain, SpEdit *edit)
{
  SpOrigin *origin = sp_domain_get_origin (domain);
  g_autoptr (GError) error = NULL;
  gboolean is_new = origin == NULL || is_over (self, domain);

  if (edit != NULL && g_str_has_prefix (sp_edit_get_id (edit), SP_EDIT_BACK_PREFIX))
    return;
  if (is_new)
    {
      origin = sp_origin_new (sp_report_get_snapshot (sp_domain_get_report (domain)));
      sp_domain_take_origin (domain, origin);
    }
  if (edit != NULL)
    is_new |= sp_origin_add_edit (origin, edit);
  if (is_new
      && !sp_store_save_origin (sp_workspace_get_store (self), sp_domain_get_name (domain), origin,
                                &error))
    g_warning ("way back of %s not saved: %s", sp_name_get_text (sp_domain_get_name (domain)),
               error->message);
}

/**
 * sp_workspace_watch_edit:
 * @self: a workspace
 * @domain: a saved domain with a report
 * @edit: an edit of its plan that the person says is made
 *
 * Begins to ask the domain's servers about an edit, again and again. All sightings are kept, and
 * so is what was published before the first edit.
 *
 * Returns: (transfer none): the watch, owned by @domain
 */
SpEditWatch *
sp_workspace_watch_edit (SpWorkspace *self, SpDomain *domain, SpEdit *edit)
{
  g_autoptr (GPtrArray) servers = NULL;
  g_autoptr (GPtrArray) observations = NULL;
  g_autoptr (SpEditWatch) watch = NULL;

  g_return_val_if_fail (SP_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (SP_IS_DOMAIN (domain), NULL);
  g_return_val_if_fail (sp_domain_get_report (domain) != NULL, NULL);
  g_return_val_if_fail (SP_IS_EDIT (edit), NULL);

  sp_workspace_keep_origin (self, domain, edit);
  servers = list_servers (self, sp_report_get_snapshot (sp_domain_get_report (domain)));
  observations = sp_store_load_observations (sp_workspace_get_store (self),
                                             sp_domain_get_name (domain), NULL);
  if (observations == NULL)
    observations = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);
  watch = sp_edit_watch_new (edit, servers, observations, sp_workspace_get_clock (self));
  g_signal_connect_object (watch, "observed", G_CALLBACK (on_observed), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (watch, "changed", G_CALLBACK (on_watch_changed), self,
                           G_CONNECT_DEFAULT);
  sp_domain_add_watch (domain, watch);
  return watch;
}
