/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

gboolean sp_store_schema_prepare (sqlite3 *database, GError **error);

G_END_DECLS
