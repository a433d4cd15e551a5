/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *sp_spf_macro_check_string (const char *text, gsize length, gboolean in_explanation,
                                       gsize *where);
const char *sp_spf_macro_check_domain (const char *text, gsize length, gboolean *has_macro,
                                       gsize *where);

G_END_DECLS
