/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/dns/sp-name.h"

G_BEGIN_DECLS

void sp_json_add_string (JsonBuilder *builder, const char *key, const char *value);
void sp_json_add_name (JsonBuilder *builder, const char *key, const SpName *name);
void sp_json_add_int (JsonBuilder *builder, const char *key, gint64 value);
void sp_json_add_boolean (JsonBuilder *builder, const char *key, gboolean value);
void sp_json_add_time (JsonBuilder *builder, const char *key, gint64 time);
void sp_json_add_strings (JsonBuilder *builder, const char *key, const char *const *values);
void sp_json_begin_object (JsonBuilder *builder, const char *key);
void sp_json_begin_array (JsonBuilder *builder, const char *key);
char *sp_json_dup_text (JsonBuilder *builder, gboolean pretty);
void sp_json_print_text (const char *text);
void sp_json_print (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
