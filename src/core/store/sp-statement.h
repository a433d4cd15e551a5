/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef sqlite3_stmt SpStatement;

SpStatement *sp_statement_new (sqlite3 *database, const char *sql, GError **error);
void sp_statement_free (SpStatement *self);
SpStatement *sp_statement_keep (SpStatement **kept, sqlite3 *database, const char *sql,
                                GError **error);
void sp_statement_rest (SpStatement *self);
void sp_statement_bind_text (SpStatement *self, int index, const char *text);
void sp_statement_bind_int (SpStatement *self, int index, gint64 number);
gboolean sp_statement_step (SpStatement *self, gboolean *has_row, GError **error);
gboolean sp_statement_run (SpStatement *self, GError **error);
char *sp_statement_dup_text (SpStatement *self, int column);
gint64 sp_statement_get_int (SpStatement *self, int column);

gboolean sp_database_run (sqlite3 *database, const char *sql, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStatement, sp_statement_free)

/* One from sp_statement_keep(), which rests at the end of its block. */
typedef SpStatement SpKeptStatement;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpKeptStatement, sp_statement_rest)

G_END_DECLS
