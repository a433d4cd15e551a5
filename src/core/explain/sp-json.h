/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/checks/sp-finding.h"
#include "core/dns/sp-name.h"

G_BEGIN_DECLS

/*
 * What every document of ours in JSON is written with: the terminal's answers, and what the window
 * saves.
 */

void sp_json_add_string (JsonBuilder *builder, const char *key, const char *value);
void sp_json_add_name (JsonBuilder *builder, const char *key, const SpName *name);
void sp_json_add_int (JsonBuilder *builder, const char *key, gint64 value);
void sp_json_add_boolean (JsonBuilder *builder, const char *key, gboolean value);
void sp_json_add_time (JsonBuilder *builder, const char *key, gint64 time);
void sp_json_add_strings (JsonBuilder *builder, const char *key, const char *const *values);
void sp_json_begin_object (JsonBuilder *builder, const char *key);
void sp_json_begin_array (JsonBuilder *builder, const char *key);
void sp_json_add_finding (JsonBuilder *builder, SpFinding *finding);
char *sp_json_dup_text (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
