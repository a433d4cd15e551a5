/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-store"

#include "core/store/sp-statement.h"

#include "core/store/sp-store.h"

static void
set_error (GError **error, sqlite3 *database)
{
  g_set_error (error, SP_STORE_ERROR, SP_STORE_ERROR_FAILED, "SQLite: %s",
               sqlite3_errmsg (database));
}

/**
 * sp_statement_new:
 * @database: an open database
 * @sql: one statement
 * @error: return location for a %SP_STORE_ERROR_FAILED
 *
 * Returns: (transfer full) (nullable): the statement, ready to be bound
 */
SpStatement *
sp_statement_new (sqlite3 *database, const char *sql, GError **error)
{
  SpStatement *self = NULL;

  if (sqlite3_prepare_v2 (database, sql, -1, &self, NULL) != SQLITE_OK)
    {
      set_error (error, database);
      return NULL;
    }
  return self;
}

/**
 * sp_statement_free:
 * @self: (transfer full): a statement
 */
void
sp_statement_free (SpStatement *self)
{
  sqlite3_finalize (self);
}

/**
 * sp_statement_keep:
 * @kept: where the statement is kept; %NULL before the first call
 * @database: an open database
 * @sql: one statement, the same at each call
 * @error: return location for a %SP_STORE_ERROR_FAILED
 *
 * To prepare a statement costs more than to run it, so those that every look at a domain needs are
 * prepared once. As long as one does not rest, what it read is not let go.
 *
 * Returns: (transfer none) (nullable): the statement, ready to be bound
 */
SpStatement *
sp_statement_keep (SpStatement **kept, sqlite3 *database, const char *sql, GError **error)
{
  if (*kept == NULL)
    *kept = sp_statement_new (database, sql, error);
  return *kept;
}

/**
 * sp_statement_rest:
 * @self: a statement that is kept
 *
 * Makes it ready for the next time.
 */
void
sp_statement_rest (SpStatement *self)
{
  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

/**
 * sp_statement_bind_text:
 * @self: a statement
 * @index: which question mark, from 1
 * @text: (nullable): the text, copied; %NULL binds NULL
 */
void
sp_statement_bind_text (SpStatement *self, int index, const char *text)
{
  sqlite3_bind_text (self, index, text, -1, SQLITE_TRANSIENT);
}

/**
 * sp_statement_bind_int:
 * @self: a statement
 * @index: which question mark, from 1
 * @number: the number
 */
void
sp_statement_bind_int (SpStatement *self, int index, gint64 number)
{
  sqlite3_bind_int64 (self, index, number);
}

/**
 * sp_statement_step:
 * @self: a statement
 * @has_row: (out): whether a row can be read
 * @error: return location for a %SP_STORE_ERROR_FAILED
 *
 * Returns: whether it went well
 */
gboolean
sp_statement_step (SpStatement *self, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (self);

  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  set_error (error, sqlite3_db_handle (self));
  return FALSE;
}

/**
 * sp_statement_run:
 * @self: a statement that gives no rows
 * @error: return location for a %SP_STORE_ERROR_FAILED
 *
 * Runs it to its end and makes it ready to be bound again.
 *
 * Returns: whether it went well
 */
gboolean
sp_statement_run (SpStatement *self, GError **error)
{
  gboolean has_row = FALSE;
  gboolean worked = sp_statement_step (self, &has_row, error);

  sqlite3_reset (self);
  return worked;
}

/**
 * sp_statement_dup_text:
 * @self: a statement with a row
 * @column: from 0
 *
 * A file may be damaged, so bytes that are no UTF-8 are replaced (U+FFFD).
 *
 * Returns: (transfer full) (nullable): the text of a column, valid UTF-8
 */
char *
sp_statement_dup_text (SpStatement *self, int column)
{
  const char *text = (const char *) sqlite3_column_text (self, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/**
 * sp_statement_get_int:
 * @self: a statement with a row
 * @column: from 0
 *
 * Returns: the number in a column
 */
gint64
sp_statement_get_int (SpStatement *self, int column)
{
  return sqlite3_column_int64 (self, column);
}

/**
 * sp_database_run:
 * @database: an open database
 * @sql: statements without parameters
 * @error: return location for a %SP_STORE_ERROR_FAILED
 *
 * Returns: whether all went well
 */
gboolean
sp_database_run (sqlite3 *database, const char *sql, GError **error)
{
  if (sqlite3_exec (database, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (error, database);
  return FALSE;
}
