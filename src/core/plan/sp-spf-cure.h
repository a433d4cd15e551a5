/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *sp_spf_cure_word (const char *word);
char *sp_spf_cure_start (const char *text);

G_END_DECLS
