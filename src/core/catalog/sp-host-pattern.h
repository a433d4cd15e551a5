/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"

G_BEGIN_DECLS

/**
 * SpHostPattern:
 *
 * A pattern of host names, as the data files write them: a plain name stands for itself, `*.` in
 * front for the name behind it and all below, and within a label `*`, `?` and `[a-z]` are
 * wildcards that never cross a dot. So `*.google.com` is google.com and every name below it, and
 * never notgoogle.com.
 */
typedef struct _SpHostPattern SpHostPattern;

SpHostPattern *sp_host_pattern_new (const char *text);
void sp_host_pattern_free (SpHostPattern *self);

const char *sp_host_pattern_get_text (const SpHostPattern *self);
gboolean sp_host_pattern_is_plain (const SpHostPattern *self);
guint sp_host_pattern_get_weight (const SpHostPattern *self);
gboolean sp_host_pattern_matches (const SpHostPattern *self, const SpName *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpHostPattern, sp_host_pattern_free)

G_END_DECLS
