/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand in the database: a line a row, the table's name and the columns behind it, with
 * tabs between; then everything is read, and the timeline made of it. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/store/sp-store.h"

#include <sqlite3.h>
/* One database in memory, opened twice: as the store, and to write into it what no store would. */
#define PLACE "file:fuzz?mode=memory&cache=shared"

static SpStore *store;
static sqlite3 *database;

static const char *const tables[] = {
  "domain", "snapshot", "observation", "move", "setting", NULL
};

static void
open_store (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_URI, 1), ==, SQLITE_OK);
  store = sp_store_open (PLACE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (PLACE, &database), ==, SQLITE_OK);
}

static void
clear_tables (void)
{
  for (gsize i = 0; tables[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s", tables[i]);

      g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
    }
}

static void
write_row (char **fields)
{
  guint n_columns = g_strv_length (fields) - 1;
  g_autoptr (GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  if (!g_strv_contains (tables, fields[0]))
    return;
  g_string_printf (sql, "INSERT OR REPLACE INTO %s VALUES (", fields[0]);
  for (guint i = 0; i < n_columns; i++)
    g_string_append (sql, i > 0 ? ",?" : "?");
  g_string_append (sql, ")");
  if (sqlite3_prepare_v2 (database, sql->str, -1, &statement, NULL) != SQLITE_OK)
    return;
  for (guint i = 0; i < n_columns; i++)
    sqlite3_bind_text (statement, (int) i + 1, fields[i + 1], -1, SQLITE_TRANSIENT);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
}

static void
read_domain (SpName *domain)
{
  g_autoptr (SpSnapshot) snapshot = sp_store_load_snapshot (store, domain, NULL);
  g_autoptr (GPtrArray) observations = sp_store_load_observations (store, domain, NULL);
  g_autoptr (SpMove) move = sp_store_load_move (store, domain, NULL);
  const SpReportContext context = { .observations = observations };

  if (snapshot != NULL)
    sp_fuzz_check_report (snapshot, &context);
  if (move != NULL && observations != NULL)
    sp_fuzz_check_timeline (move, sp_snapshot_get_servers (move->origin), observations,
                            1780304400 * (gint64) G_USEC_PER_SEC);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpName) shop = sp_name_parse ("shop.example", NULL);
  g_autoptr (GPtrArray) domains = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (store == NULL)
    open_store ();
  clear_tables ();
  while (input.length > 0)
    {
      g_autofree char *line = sp_fuzz_input_take_line (&input);
      g_auto (GStrv) fields = g_strsplit (line, "\t", 12);

      if (g_strv_length (fields) > 1)
        write_row (fields);
    }
  domains = sp_store_load_domains (store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < domains->len; i++)
    g_assert_nonnull (((const SpStoredDomain *) g_ptr_array_index (domains, i))->name);
  read_domain (shop);
  text = sp_store_get_text (store, "key", NULL);
  return 0;
}
