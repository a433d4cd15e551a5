/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the parser of SPF records knows of words that are wrong. */

GInetAddress *sp_spf_parse_ip (GSocketFamily family, const char *text);
gboolean sp_spf_looks_like_ip (const char *text, GSocketFamily family);
gboolean sp_spf_ends_in_all (const char *text);
const char *sp_spf_find_bad_bytes (const char *text, gsize length, gsize *where);
const char *sp_spf_diagnose (const char *text);

G_END_DECLS
