/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *sp_dkim_repair (GPtrArray *texts, GPtrArray *used);
char *sp_dkim_repair_testing (const char *text);

G_END_DECLS
