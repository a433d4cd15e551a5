/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-store"

#include "core/store/sp-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "core/dns/sp-clock.h"
#include "core/dns/sp-zone.h"
#include "core/store/sp-statement.h"
#include "core/store/sp-store-schema.h"

/* How many snapshots of a domain are kept: enough to see what vanished, and when. */
#define KEPT_SNAPSHOTS 20
#define BUSY_TIMEOUT_MS 2000

struct _SpStore {
  GObject parent_instance;
  sqlite3 *database;
  SpStatement *load_before, *load_observations, *load_move;
};

G_DEFINE_QUARK (sp - store - error - quark, sp_store_error)
G_DEFINE_FINAL_TYPE (SpStore, sp_store, G_TYPE_OBJECT)

/**
 * sp_stored_domain_new:
 * @name: a domain
 *
 * Returns: (transfer full): a domain about which nothing was decided yet
 */
SpStoredDomain *
sp_stored_domain_new (SpName *name)
{
  SpStoredDomain *self = g_new0 (SpStoredDomain, 1);

  self->name = sp_name_ref (name);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * sp_stored_domain_free:
 * @self: (transfer full): a stored domain
 */
void
sp_stored_domain_free (SpStoredDomain *self)
{
  g_clear_pointer (&self->name, sp_name_unref);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->dns_host, g_free);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self);
}

static void
sp_store_finalize (GObject *object)
{
  SpStore *self = SP_STORE (object);

  g_clear_pointer (&self->load_before, sp_statement_free);
  g_clear_pointer (&self->load_observations, sp_statement_free);
  g_clear_pointer (&self->load_move, sp_statement_free);
  sqlite3_close_v2 (self->database);

  G_OBJECT_CLASS (sp_store_parent_class)->finalize (object);
}

static void
sp_store_class_init (SpStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_store_finalize;
}

static void
sp_store_init (SpStore *self)
{
}

static char *
format_pairs (GHashTable *pairs)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) keys = g_hash_table_get_keys_as_ptr_array (pairs);

  g_ptr_array_sort_values (keys, (GCompareFunc) g_strcmp0);
  json_builder_begin_object (builder);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *value = g_hash_table_lookup (pairs, keys->pdata[i]);

      json_builder_set_member_name (builder, keys->pdata[i]);
      json_builder_add_string_value (builder, value != NULL ? value : "");
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
read_pairs (GHashTable *pairs, const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObjectIter iter;
  const char *key = NULL;
  JsonNode *value = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &key, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_hash_table_insert (pairs, g_strdup (key), g_strdup (json_node_get_string (value)));
}

static char *
format_keys (GHashTable *keys)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GPtrArray) sorted = g_hash_table_get_keys_as_ptr_array (keys);

  g_ptr_array_sort_values (sorted, (GCompareFunc) g_strcmp0);
  json_builder_begin_array (builder);
  for (guint i = 0; i < sorted->len; i++)
    json_builder_add_string_value (builder, sorted->pdata[i]);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
read_keys (GHashTable *keys, const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *array = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (element) && json_node_get_value_type (element) == G_TYPE_STRING)
        g_hash_table_add (keys, g_strdup (json_node_get_string (element)));
    }
}

/**
 * sp_store_open:
 * @path: (nullable): the file, made if it is not there (with its folder); %NULL keeps everything
 *   in memory
 * @error: return location for a #SpStoreError
 *
 * Opens the store and brings its tables up to date.
 *
 * Returns: (transfer full) (nullable): the store
 */
SpStore *
sp_store_open (const char *path, GError **error)
{
  g_autoptr (SpStore) self = g_object_new (SP_TYPE_STORE, NULL);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;

  if ((folder != NULL && g_mkdir_with_parents (folder, 0700) != 0)
      || sqlite3_open (path != NULL ? path : ":memory:", &self->database) != SQLITE_OK)
    {
      g_set_error (error, SP_STORE_ERROR, SP_STORE_ERROR_OPEN, "cannot open %s", path);
      return NULL;
    }
  sqlite3_busy_timeout (self->database, BUSY_TIMEOUT_MS);
  if (!sp_database_run (self->database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
                        error)
      || !sp_store_schema_prepare (self->database, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sp_store_load_domains:
 * @self: a store
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable) (element-type SpStoredDomain): the saved domains, by name
 */
GPtrArray *
sp_store_load_domains (SpStore *self, GError **error)
{
  g_autoptr (GPtrArray) domains = NULL;
  g_autoptr (SpStatement) statement = NULL;
  gboolean has_row = FALSE;
  gboolean worked = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);

  domains = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_stored_domain_free);
  statement = sp_statement_new (
    self->database, "SELECT name, provider, filter, dns_host, given FROM domain ORDER BY name",
    error);
  if (statement == NULL)
    return NULL;
  while ((worked = sp_statement_step (statement, &has_row, error)) && has_row)
    {
      g_autofree char *text = sp_statement_dup_text (statement, 0);
      g_autofree char *values = sp_statement_dup_text (statement, 4);
      g_autoptr (SpName) name = sp_name_parse (text, NULL);
      SpStoredDomain *domain = NULL;

      if (name == NULL)
        continue;
      domain = sp_stored_domain_new (name);
      domain->provider = sp_statement_dup_text (statement, 1);
      domain->filter = sp_statement_dup_text (statement, 2);
      domain->dns_host = sp_statement_dup_text (statement, 3);
      read_pairs (domain->values, values);
      g_ptr_array_add (domains, domain);
    }
  return worked ? g_steal_pointer (&domains) : NULL;
}

/**
 * sp_store_save_domain:
 * @self: a store
 * @domain: what was decided
 * @error: return location for a #SpStoreError
 *
 * Saves a domain, in place of what was saved of it before.
 *
 * Returns: whether it was saved
 */
gboolean
sp_store_save_domain (SpStore *self, const SpStoredDomain *domain, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  g_autofree char *values = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);

  values = format_pairs (domain->values);
  statement = sp_statement_new (self->database, "INSERT OR REPLACE INTO domain VALUES (?,?,?,?,?)",
                                error);
  if (statement == NULL)
    return FALSE;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain->name));
  sp_statement_bind_text (statement, 2, domain->provider);
  sp_statement_bind_text (statement, 3, domain->filter);
  sp_statement_bind_text (statement, 4, domain->dns_host);
  sp_statement_bind_text (statement, 5, values);
  return sp_statement_run (statement, error);
}

static gboolean
delete_rows (SpStore *self, const char *sql, const SpName *domain, GError **error)
{
  g_autoptr (SpStatement) statement = sp_statement_new (self->database, sql, error);

  if (statement == NULL)
    return FALSE;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  return sp_statement_run (statement, error);
}

static gboolean
end_transaction (SpStore *self, gboolean worked, GError **error)
{
  if (worked)
    return sp_database_run (self->database, "COMMIT", error);
  sp_database_run (self->database, "ROLLBACK", NULL);
  return FALSE;
}

/**
 * sp_store_remove_domain:
 * @self: a store
 * @name: a domain
 * @error: return location for a #SpStoreError
 *
 * Deletes all that is kept of a domain: choices, snapshots, observations, its move, its
 * way back.
 *
 * Returns: whether it was deleted
 */
gboolean
sp_store_remove_domain (SpStore *self, const SpName *name, GError **error)
{
  gboolean worked = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!sp_database_run (self->database, "BEGIN", error))
    return FALSE;
  worked = delete_rows (self, "DELETE FROM domain WHERE name = ?", name, error)
           && delete_rows (self, "DELETE FROM snapshot WHERE domain = ?", name, error)
           && delete_rows (self, "DELETE FROM observation WHERE domain = ?", name, error)
           && delete_rows (self, "DELETE FROM move WHERE domain = ?", name, error)
           && delete_rows (self, "DELETE FROM origin WHERE domain = ?", name, error);
  return end_transaction (self, worked, error);
}

/**
 * sp_store_save_snapshot:
 * @self: a store
 * @snapshot: a snapshot
 * @error: return location for a #SpStoreError
 *
 * Keeps a snapshot. Of each domain the newest twenty stay.
 *
 * Returns: whether it was saved
 */
gboolean
sp_store_save_snapshot (SpStore *self, SpSnapshot *snapshot, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (SpStatement) insert = NULL;
  g_autoptr (SpStatement) prune = NULL;
  const char *domain = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);

  domain = sp_name_get_text (sp_snapshot_get_domain (snapshot));
  node = sp_snapshot_to_json (snapshot);
  text = json_to_string (node, FALSE);
  insert = sp_statement_new (self->database, "INSERT OR REPLACE INTO snapshot VALUES (?,?,?)",
                             error);
  prune = sp_statement_new (self->database,
                            "DELETE FROM snapshot WHERE domain = ?1 AND checked_at NOT IN (SELECT"
                            " checked_at FROM snapshot WHERE domain = ?1"
                            " ORDER BY checked_at DESC LIMIT ?2)",
                            insert != NULL ? error : NULL);
  if (insert == NULL || prune == NULL)
    return FALSE;
  sp_statement_bind_text (insert, 1, domain);
  sp_statement_bind_int (insert, 2, sp_snapshot_get_checked_at (snapshot));
  sp_statement_bind_text (insert, 3, text);
  sp_statement_bind_text (prune, 1, domain);
  sp_statement_bind_int (prune, 2, KEPT_SNAPSHOTS);
  if (!sp_database_run (self->database, "BEGIN", error))
    return FALSE;
  return end_transaction (self, sp_statement_run (insert, error) && sp_statement_run (prune, error),
                          error);
}

/**
 * sp_store_load_snapshot:
 * @self: a store
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Reads the newest snapshot of a domain.
 *
 * Returns: (transfer full) (nullable): the snapshot; %NULL without an error if none is kept, or
 *   if it was written in a form that is no longer read
 */
SpSnapshot *
sp_store_load_snapshot (SpStore *self, const SpName *domain, GError **error)
{
  return sp_store_load_snapshot_before (self, domain, G_MAXINT64, error);
}

/**
 * sp_store_load_snapshot_before:
 * @self: a store
 * @domain: a domain
 * @time: microseconds since 1970
 * @error: return location for a #SpStoreError
 *
 * Reads the newest snapshot of a domain that was taken before a time.
 *
 * Returns: (transfer full) (nullable): the snapshot; %NULL without an error if none is kept, or
 *   if it was written in a form that is no longer read
 */
SpSnapshot *
sp_store_load_snapshot_before (SpStore *self, const SpName *domain, gint64 time, GError **error)
{
  g_autoptr (SpKeptStatement) statement = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  statement = sp_statement_keep (&self->load_before, self->database,
                                 "SELECT facts FROM snapshot WHERE domain = ?1 AND checked_at < ?2"
                                 " ORDER BY checked_at DESC LIMIT 1",
                                 error);
  if (statement == NULL)
    return NULL;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  sp_statement_bind_int (statement, 2, time);
  if (!sp_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  text = sp_statement_dup_text (statement, 0);
  node = json_from_string (text, NULL);
  return node != NULL ? sp_snapshot_from_json (node, NULL) : NULL;
}

static char *
format_set (SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = NULL;

  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (records, sp_record_set_get_record (set, i));
  zone = sp_zone_new (root, records);
  return sp_zone_dup_text (zone);
}

static SpRecordSet *
read_set (const char *text)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = text != NULL ? sp_zone_parse (text, -1, root, NULL) : NULL;
  GPtrArray *records = zone != NULL ? sp_zone_get_records (zone) : NULL;

  return records != NULL && records->len > 0 ? sp_record_set_new (records) : NULL;
}

static gboolean
insert_observation (SpStatement *statement, const char *domain, const SpObservation *observation,
                    GError **error)
{
  g_autofree char *records = observation->set != NULL ? format_set (observation->set) : NULL;

  sp_statement_bind_text (statement, 1, domain);
  sp_statement_bind_text (statement, 2, sp_name_get_text (observation->server));
  sp_statement_bind_text (statement, 3, sp_name_get_text (observation->name));
  sp_statement_bind_int (statement, 4, observation->type);
  sp_statement_bind_int (statement, 5, observation->seen_at);
  sp_statement_bind_text (statement, 6, sp_outcome_to_string (observation->outcome));
  sp_statement_bind_text (statement, 7, records);
  sp_statement_bind_int (statement, 8, observation->negative_ttl);
  return sp_statement_run (statement, error);
}

/**
 * sp_store_add_observations:
 * @self: a store
 * @domain: the domain they belong to
 * @observations: (element-type SpObservation): what one poll saw
 * @error: return location for a #SpStoreError
 *
 * Keeps what one poll saw, in one transaction. The same sighting given twice is kept once.
 *
 * Returns: whether all were saved
 */
gboolean
sp_store_add_observations (SpStore *self, const SpName *domain, GPtrArray *observations,
                           GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  gboolean worked = TRUE;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);
  g_return_val_if_fail (observations != NULL, FALSE);

  statement = sp_statement_new (
    self->database, "INSERT OR REPLACE INTO observation VALUES (?,?,?,?,?,?,?,?)", error);
  if (statement == NULL || !sp_database_run (self->database, "BEGIN", error))
    return FALSE;
  for (guint i = 0; worked && i < observations->len; i++)
    {
      const SpObservation *observation = g_ptr_array_index (observations, i);

      /* What a recursive resolver said has no server, and no place among the domain's own. */
      if (observation->server != NULL)
        worked = insert_observation (statement, sp_name_get_text (domain), observation, error);
    }
  return end_transaction (self, worked, error);
}

static SpObservation *
read_observation (SpStatement *statement)
{
  g_autofree char *server_text = sp_statement_dup_text (statement, 0);
  g_autofree char *name_text = sp_statement_dup_text (statement, 1);
  g_autofree char *outcome_text = sp_statement_dup_text (statement, 4);
  g_autofree char *records = sp_statement_dup_text (statement, 5);
  g_autoptr (SpName) server = sp_name_parse (server_text, NULL);
  g_autoptr (SpName) name = sp_name_parse (name_text, NULL);
  g_autoptr (SpRecordSet) set = read_set (records);
  SpOutcome outcome = SP_OUTCOME_MALFORMED;
  gint64 seen_at = sp_statement_get_int (statement, 3);
  gint64 negative_ttl = sp_statement_get_int (statement, 6);

  if (server == NULL || name == NULL || !sp_outcome_from_string (outcome_text, &outcome)
      || !sp_clock_is_time (seen_at) || negative_ttl < -1 || negative_ttl > G_MAXUINT32)
    return NULL;
  return sp_observation_new (seen_at, server, name, (SpRrType) sp_statement_get_int (statement, 2),
                             outcome, set, negative_ttl);
}

/**
 * sp_store_load_observations:
 * @self: a store
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable) (element-type SpObservation): everything seen of a domain,
 *   oldest first
 */
GPtrArray *
sp_store_load_observations (SpStore *self, const SpName *domain, GError **error)
{
  g_autoptr (GPtrArray) observations = NULL;
  g_autoptr (SpKeptStatement) statement = NULL;
  gboolean has_row = FALSE;
  gboolean worked = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  observations = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);
  statement = sp_statement_keep (
    &self->load_observations, self->database,
    "SELECT server, name, type, seen_at, outcome, records, negative_ttl FROM observation"
    " WHERE domain = ? ORDER BY seen_at, server, name, type",
    error);
  if (statement == NULL)
    return NULL;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  while ((worked = sp_statement_step (statement, &has_row, error)) && has_row)
    {
      SpObservation *observation = read_observation (statement);

      if (observation != NULL)
        g_ptr_array_add (observations, observation);
    }
  return worked ? g_steal_pointer (&observations) : NULL;
}

/**
 * sp_store_save_move:
 * @self: a store
 * @move: a move
 * @error: return location for a #SpStoreError
 *
 * Saves a move with its ticks, in place of the domain's former one.
 *
 * Returns: whether it was saved
 */
gboolean
sp_store_save_move (SpStore *self, const SpMove *move, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *values = NULL;
  g_autofree char *ticks = NULL;
  g_autofree char *skipped = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (move != NULL, FALSE);

  node = sp_snapshot_to_json (move->origin);
  origin = json_to_string (node, FALSE);
  values = format_pairs (move->values);
  ticks = format_keys (move->ticks);
  skipped = format_keys (move->skipped);
  statement = sp_statement_new (self->database,
                                "INSERT OR REPLACE INTO move VALUES (?,?,?,?,?,?,?,?,?,?)", error);
  if (statement == NULL)
    return FALSE;
  sp_statement_bind_text (statement, 1, sp_name_get_text (move->domain));
  sp_statement_bind_text (statement, 2, move->provider);
  sp_statement_bind_text (statement, 3, move->filter);
  sp_statement_bind_text (statement, 4, move->dns_host);
  sp_statement_bind_text (statement, 5, sp_strategy_to_string (move->strategy));
  sp_statement_bind_int (statement, 6, move->started_at);
  sp_statement_bind_text (statement, 7, origin);
  sp_statement_bind_text (statement, 8, values);
  sp_statement_bind_text (statement, 9, ticks);
  sp_statement_bind_text (statement, 10, skipped);
  return sp_statement_run (statement, error);
}

static SpMove *
read_move (SpStatement *statement, SpName *domain)
{
  g_autofree char *provider = sp_statement_dup_text (statement, 0);
  g_autofree char *strategy = sp_statement_dup_text (statement, 3);
  g_autofree char *origin_text = sp_statement_dup_text (statement, 5);
  g_autofree char *values = sp_statement_dup_text (statement, 6);
  g_autofree char *ticks = sp_statement_dup_text (statement, 7);
  g_autofree char *skipped = sp_statement_dup_text (statement, 8);
  g_autoptr (JsonNode) node = json_from_string (origin_text, NULL);
  g_autoptr (SpSnapshot) origin = node != NULL ? sp_snapshot_from_json (node, NULL) : NULL;
  gboolean is_gradual = g_strcmp0 (strategy, sp_strategy_to_string (SP_STRATEGY_GRADUAL)) == 0;
  gint64 started_at = sp_statement_get_int (statement, 4);
  SpMove *move = NULL;

  if (origin == NULL || !sp_clock_is_time (started_at))
    return NULL;
  move = sp_move_new (domain, provider, is_gradual ? SP_STRATEGY_GRADUAL : SP_STRATEGY_ONE_SITTING,
                      started_at, origin);
  move->filter = sp_statement_dup_text (statement, 1);
  move->dns_host = sp_statement_dup_text (statement, 2);
  read_pairs (move->values, values);
  read_keys (move->ticks, ticks);
  read_keys (move->skipped, skipped);
  return move;
}

/**
 * sp_store_load_move:
 * @self: a store
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable): the move of a domain; %NULL without an error if none is
 *   planned
 */
SpMove *
sp_store_load_move (SpStore *self, const SpName *domain, GError **error)
{
  g_autoptr (SpKeptStatement) statement = NULL;
  g_autoptr (SpName) name = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  statement = sp_statement_keep (&self->load_move, self->database,
                                 "SELECT provider, filter, dns_host, strategy, started_at, origin,"
                                 " given, ticks, skipped FROM move WHERE domain = ?",
                                 error);
  if (statement == NULL)
    return NULL;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  if (!sp_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  name = sp_name_parse (sp_name_get_text (domain), NULL);
  return read_move (statement, name);
}

/**
 * sp_store_remove_move:
 * @self: a store
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Forgets the move of a domain. What was observed stays.
 *
 * Returns: whether it was removed
 */
gboolean
sp_store_remove_move (SpStore *self, const SpName *domain, GError **error)
{
  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);

  return delete_rows (self, "DELETE FROM move WHERE domain = ?", domain, error);
}

/**
 * sp_store_save_origin:
 * @self: a store
 * @domain: a domain
 * @origin: where it can be put back to
 * @error: return location for a #SpStoreError
 *
 * Keeps the way back of a domain, in place of a former one.
 *
 * Returns: whether it was saved
 */
gboolean
sp_store_save_origin (SpStore *self, const SpName *domain, SpOrigin *origin, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *edits = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (domain != NULL && origin != NULL, FALSE);

  node = sp_snapshot_to_json (origin->snapshot);
  facts = json_to_string (node, FALSE);
  edits = sp_origin_dup_edits_text (origin);
  statement = sp_statement_new (self->database, "INSERT OR REPLACE INTO origin VALUES (?,?,?)",
                                error);
  if (statement == NULL)
    return FALSE;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  sp_statement_bind_text (statement, 2, facts);
  sp_statement_bind_text (statement, 3, edits);
  return sp_statement_run (statement, error);
}

/**
 * sp_store_load_origin:
 * @self: a store
 * @domain: a domain
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable): where the domain can be put back to; %NULL without an error
 *   if nothing was edited
 */
SpOrigin *
sp_store_load_origin (SpStore *self, const SpName *domain, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  g_autofree char *facts = NULL;
  g_autofree char *edits = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  gboolean has_row = FALSE;
  SpOrigin *origin;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  statement = sp_statement_new (self->database, "SELECT facts, edits FROM origin WHERE domain = ?",
                                error);
  if (statement == NULL)
    return NULL;
  sp_statement_bind_text (statement, 1, sp_name_get_text (domain));
  if (!sp_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  facts = sp_statement_dup_text (statement, 0);
  edits = sp_statement_dup_text (statement, 1);
  node = json_from_string (facts, NULL);
  snapshot = node != NULL ? sp_snapshot_from_json (node, NULL) : NULL;
  if (snapshot == NULL)
    return NULL;
  origin = sp_origin_new (snapshot);
  sp_origin_read_edits (origin, edits);
  return origin;
}

/**
 * sp_store_set_text:
 * @self: a store
 * @key: name of a setting
 * @text: its value
 * @error: return location for a #SpStoreError
 *
 * Keeps a text that belongs to no domain, such as the state of the practice world.
 *
 * Returns: whether it was saved
 */
gboolean
sp_store_set_text (SpStore *self, const char *key, const char *text, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;

  g_return_val_if_fail (SP_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL && text != NULL, FALSE);

  statement = sp_statement_new (self->database, "INSERT OR REPLACE INTO setting VALUES (?,?)",
                                error);
  if (statement == NULL)
    return FALSE;
  sp_statement_bind_text (statement, 1, key);
  sp_statement_bind_text (statement, 2, text);
  return sp_statement_run (statement, error);
}

/**
 * sp_store_get_text:
 * @self: a store
 * @key: name of a setting
 * @error: return location for a #SpStoreError
 *
 * Returns: (transfer full) (nullable): its value; %NULL without an error if it was never set
 */
char *
sp_store_get_text (SpStore *self, const char *key, GError **error)
{
  g_autoptr (SpStatement) statement = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (SP_IS_STORE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  statement = sp_statement_new (self->database, "SELECT value FROM setting WHERE key = ?", error);
  if (statement == NULL)
    return NULL;
  sp_statement_bind_text (statement, 1, key);
  if (!sp_statement_step (statement, &has_row, error) || !has_row)
    return NULL;
  return sp_statement_dup_text (statement, 0);
}
