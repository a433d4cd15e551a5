/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean sp_header_parse_date (const char *text, gint64 *seconds);

G_END_DECLS
