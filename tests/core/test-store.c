/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/sp-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "support/sp-test-snapshot.h"

static SpName *
name (const char *text)
{
  return sp_name_parse (text, NULL);
}

static void
test_domains (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStore) store = sp_store_open (NULL, &error);
  g_autoptr (SpName) shop = name ("shop.example");
  g_autoptr (SpStoredDomain) domain = sp_stored_domain_new (shop);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  const SpStoredDomain *first = NULL;

  g_assert_no_error (error);
  domain->provider = g_strdup ("fastmail");
  g_hash_table_insert (domain->values, g_strdup ("dmarc-reports"), g_strdup ("a'b\"@shop.example"));
  g_assert_true (sp_store_save_domain (store, domain, &error));
  g_set_str (&domain->provider, "zoho-mail");
  g_assert_true (sp_store_save_domain (store, domain, &error));

  loaded = sp_store_load_domains (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 1);
  first = g_ptr_array_index (loaded, 0);
  g_assert_true (sp_name_equal (first->name, shop));
  g_assert_cmpstr (first->provider, ==, "zoho-mail");
  g_assert_null (first->filter);
  g_assert_cmpstr (g_hash_table_lookup (first->values, "dmarc-reports"), ==, "a'b\"@shop.example");

  g_assert_true (sp_store_remove_domain (store, shop, &error));
  rest = sp_store_load_domains (store, &error);
  g_assert_cmpuint (rest->len, ==, 0);
}

static void
test_snapshots (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStore) store = sp_store_open (NULL, &error);
  g_autoptr (SpSnapshot)
    snapshot = sp_test_snapshot_new ("shop.example", "@ MX 10 mail\nmail A 198.51.100.7\n");
  g_autoptr (SpName) other = name ("other.example");
  g_autoptr (SpSnapshot) loaded = NULL;
  g_autoptr (SpSnapshot) none = NULL;
  SpFact *fact = NULL;

  g_assert_true (sp_store_save_snapshot (store, snapshot, &error));
  g_assert_no_error (error);
  loaded = sp_store_load_snapshot (store, sp_snapshot_get_domain (snapshot), &error);
  g_assert_nonnull (loaded);
  fact = sp_snapshot_get_fact (loaded, sp_snapshot_get_domain (loaded), SP_RR_MX);
  g_assert_cmpint (sp_fact_get_state (fact), ==, SP_FACT_PRESENT);
  none = sp_store_load_snapshot (store, other, &error);
  g_assert_null (none);
  g_assert_no_error (error);
}

static void
test_observations (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStore) store = sp_store_open (NULL, &error);
  g_autoptr (SpName) shop = name ("shop.example");
  g_autoptr (SpName) server = name ("ns1.shop.example");
  g_autoptr (SpRecord) record = sp_record_new_txt (shop, 300, "v=spf1 \"quoted\" \\ ; -all");
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GPtrArray)
    seen = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (SpRecordSet) set = NULL;
  const SpObservation *first = NULL;

  g_ptr_array_add (records, record);
  set = sp_record_set_new (records);
  g_ptr_array_add (
    seen, sp_observation_new (2000, server, shop, SP_RR_MX, SP_OUTCOME_NODATA, NULL, 3600));
  g_ptr_array_add (seen,
                   sp_observation_new (1000, server, shop, SP_RR_TXT, SP_OUTCOME_ANSWER, set, -1));
  g_assert_true (sp_store_add_observations (store, shop, seen, &error));
  g_assert_true (sp_store_add_observations (store, shop, seen, &error));
  loaded = sp_store_load_observations (store, shop, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->len, ==, 2);
  first = g_ptr_array_index (loaded, 0);
  g_assert_cmpint (first->seen_at, ==, 1000);
  g_assert_true (sp_name_equal (first->server, server));
  g_assert_true (sp_record_set_equal (first->set, set));
  g_assert_cmpuint (sp_record_set_get_ttl (first->set), ==, 300);
  first = g_ptr_array_index (loaded, 1);
  g_assert_null (first->set);
  g_assert_cmpint (first->outcome, ==, SP_OUTCOME_NODATA);
  g_assert_cmpint (first->negative_ttl, ==, 3600);
}

static void
test_moves (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStore) store = sp_store_open (NULL, &error);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", "@ MX 10 mail\n");
  SpName *shop = sp_snapshot_get_domain (snapshot);
  g_autoptr (SpMove) move = sp_move_new (shop, "fastmail", SP_STRATEGY_ONE_SITTING, 42, snapshot);
  g_autoptr (SpMove) loaded = NULL;
  g_autoptr (SpMove) gone = NULL;

  g_hash_table_add (move->ticks, g_strdup ("addresses-listed"));
  g_hash_table_insert (move->values, g_strdup ("spare"), g_strdup ("mx2.shop.example"));
  g_assert_true (sp_store_save_move (store, move, &error));
  g_assert_no_error (error);
  loaded = sp_store_load_move (store, shop, &error);
  g_assert_nonnull (loaded);
  g_assert_cmpstr (loaded->provider, ==, "fastmail");
  g_assert_cmpint (loaded->strategy, ==, SP_STRATEGY_ONE_SITTING);
  g_assert_cmpint (loaded->started_at, ==, 42);
  g_assert_true (g_hash_table_contains (loaded->ticks, "addresses-listed"));
  g_assert_cmpstr (g_hash_table_lookup (loaded->values, "spare"), ==, "mx2.shop.example");
  g_assert_true (sp_store_remove_move (store, shop, &error));
  gone = sp_store_load_move (store, shop, &error);
  g_assert_null (gone);
  g_assert_no_error (error);
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "deep", "down", "signpost.db", NULL);
  g_autofree char *deep = g_path_get_dirname (path);
  g_autofree char *middle = g_path_get_dirname (deep);
  sqlite3 *database = NULL;

  {
    g_autoptr (SpStore) store = sp_store_open (path, &error);

    g_assert_no_error (error);
    g_assert_true (sp_store_set_text (store, "key", "value", &error));
  }
  {
    g_autoptr (SpStore) store = sp_store_open (path, &error);
    g_autofree char *text = sp_store_get_text (store, "key", &error);
    g_autofree char *none = sp_store_get_text (store, "other", &error);

    g_assert_cmpstr (text, ==, "value");
    g_assert_null (none);
    g_assert_no_error (error);
  }
  /* A file from the future is left as it is. */
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version = 999", NULL, NULL, NULL), ==, 0);
  sqlite3_close (database);
  g_assert_null (sp_store_open (path, &error));
  g_assert_error (error, SP_STORE_ERROR, SP_STORE_ERROR_NEWER);
  g_clear_error (&error);

  g_assert_true (
    g_file_set_contents (path, "this is no database, but long enough to be one", -1, NULL));
  g_assert_null (sp_store_open (path, &error));
  g_assert_error (error, SP_STORE_ERROR, SP_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (sp_store_open ("/proc/nowhere/signpost.db", &error));
  g_assert_error (error, SP_STORE_ERROR, SP_STORE_ERROR_OPEN);

  g_unlink (path);
  g_rmdir (deep);
  g_rmdir (middle);
  g_rmdir (folder);
}

/* The file may have been written by anybody. */
static void
test_strange_origins (void)
{
  static const char *const texts[] = {
    "",
    "{",
    "7",
    "{}",
    "[7, null, [], {}]",
    "[{ \"id\": 7, \"why\": {}, \"type\": \"MX\", \"name\": [], \"zone\": null, \"after\": 1 }]",
    "[{ \"id\": \"mx\", \"why\": \"w\", \"type\": 99999, \"name\": \"a.example\", \"zone\": "
    "\"a.example\" }]",
    "[{ \"id\": \"mx\", \"why\": \"w\", \"type\": {}, \"name\": \"a.example\", \"zone\": "
    "\"a.example\" }]",
    "[{ \"id\": \"mx\", \"why\": \"w\", \"type\": 15, \"name\": \"a..example\", \"zone\": "
    "\"a.example\" }]",
  };
  g_autoptr (SpSnapshot)
    snapshot = sp_test_snapshot_new ("a.example", "@ MX 10 mail\nmail A 192.0.2.1\n");
  g_autoptr (SpOrigin) origin = sp_origin_new (snapshot);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    sp_origin_read_edits (origin, texts[i]);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (origin->edits)), ==, 0);
  sp_origin_read_edits (origin,
                        "[{ \"id\": \"mx\", \"why\": \"w\", \"type\": 15, \"name\": \"a.example\","
                        " \"zone\": \"a.example\", \"after\": [\"spf\", 7, {}] }]");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (origin->edits)), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/domains", test_domains);
  g_test_add_func ("/store/snapshots", test_snapshots);
  g_test_add_func ("/store/observations", test_observations);
  g_test_add_func ("/store/moves", test_moves);
  g_test_add_func ("/store/files", test_files);
  g_test_add_func ("/store/strange-origins", test_strange_origins);
  return g_test_run ();
}
