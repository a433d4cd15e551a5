/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GString *sp_mime_decode (const char *text, gsize length, const char *encoding);
char *sp_mime_dup_utf8 (GString *bytes, const char *charset);
char *sp_mime_decode_words (const char *value);

G_END_DECLS
