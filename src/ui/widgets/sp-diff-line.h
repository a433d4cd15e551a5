/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpDiffKind:
 *
 * What happens to a row of a record set.
 */
typedef enum {
  SP_DIFF_REMOVE,
  SP_DIFF_ADD,
  SP_DIFF_KEEP,
} SpDiffKind;

/**
 * SpDiffLine:
 *
 * One row of a record set and what happens to it: sign, word and colour, then the text.
 */
#define SP_TYPE_DIFF_LINE (sp_diff_line_get_type ())
G_DECLARE_FINAL_TYPE (SpDiffLine, sp_diff_line, SP, DIFF_LINE, AdwBin)

SpDiffLine *sp_diff_line_new (SpDiffKind kind, int priority, const char *value);

G_END_DECLS
