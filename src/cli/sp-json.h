/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/explain/sp-json.h"

G_BEGIN_DECLS

void sp_json_print_text (const char *text);
void sp_json_print (JsonBuilder *builder, gboolean pretty);

G_END_DECLS
