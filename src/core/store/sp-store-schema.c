/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-store"

#include "core/store/sp-store-schema.h"

#include "core/store/sp-statement.h"
#include "core/store/sp-store.h"

/*
 * Step n leads from version n to version n + 1. A released step never changes; a new one is added
 * below. Times are microseconds since 1970; names are ASCII without final dot.
 */
static const char *const steps[] = {
  "CREATE TABLE domain ("
  "  name TEXT PRIMARY KEY, provider TEXT, filter TEXT, dns_host TEXT, given TEXT NOT NULL);"
  "CREATE TABLE snapshot ("
  "  domain TEXT NOT NULL, checked_at INTEGER NOT NULL, facts TEXT NOT NULL,"
  "  PRIMARY KEY (domain, checked_at));"
  "CREATE TABLE observation ("
  "  domain TEXT NOT NULL, server TEXT NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL,"
  "  seen_at INTEGER NOT NULL, outcome TEXT NOT NULL, records TEXT, negative_ttl INTEGER NOT NULL,"
  "  PRIMARY KEY (domain, server, name, type, seen_at)) WITHOUT ROWID;"
  "CREATE TABLE move ("
  "  domain TEXT PRIMARY KEY, provider TEXT NOT NULL, filter TEXT, dns_host TEXT,"
  "  strategy TEXT NOT NULL, started_at INTEGER NOT NULL, origin TEXT NOT NULL,"
  "  given TEXT NOT NULL, ticks TEXT NOT NULL, skipped TEXT NOT NULL);"
  "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);",
  "CREATE TABLE origin (domain TEXT PRIMARY KEY, facts TEXT NOT NULL, edits TEXT NOT NULL);",
};

static gboolean
read_version (sqlite3 *database, gint64 *version, GError **error)
{
  g_autoptr (SpStatement) statement = sp_statement_new (database, "PRAGMA user_version", error);
  gboolean has_row = FALSE;

  if (statement == NULL || !sp_statement_step (statement, &has_row, error))
    return FALSE;
  *version = has_row ? sp_statement_get_int (statement, 0) : 0;
  return TRUE;
}

/**
 * sp_store_schema_prepare:
 * @database: an open database
 * @error: return location for a #SpStoreError
 *
 * Brings the tables to the present version, in one transaction.
 *
 * Returns: whether the database can be used
 */
gboolean
sp_store_schema_prepare (sqlite3 *database, GError **error)
{
  gint64 version = 0;
  g_autofree char *finish = NULL;

  if (!sp_database_run (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!read_version (database, &version, error))
    return FALSE;
  if (version > (gint64) G_N_ELEMENTS (steps))
    {
      g_set_error (error, SP_STORE_ERROR, SP_STORE_ERROR_NEWER,
                   "made by a newer version (%" G_GINT64_FORMAT ")", version);
      sp_database_run (database, "ROLLBACK", NULL);
      return FALSE;
    }
  for (gsize i = (gsize) MAX (version, 0); i < G_N_ELEMENTS (steps); i++)
    {
      if (!sp_database_run (database, steps[i], error))
        {
          sp_database_run (database, "ROLLBACK", NULL);
          return FALSE;
        }
    }
  finish = g_strdup_printf ("PRAGMA user_version = %u; COMMIT", (guint) G_N_ELEMENTS (steps));
  return sp_database_run (database, finish, error);
}
