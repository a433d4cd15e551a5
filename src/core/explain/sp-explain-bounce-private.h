/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/explain/sp-explain-reading.h"

G_BEGIN_DECLS

/**
 * SpCauseWords:
 * @id: id of a cause
 * @title: what is the matter, without a final dot
 * @text: what it means
 * @fix: what to do, and who
 *
 * What is said of a cause. The list ends with a %NULL id.
 */
typedef struct {
  const char *id;
  const char *title;
  const char *text;
  const char *fix;
} SpCauseWords;

extern const SpCauseWords sp_words_causes[];

G_END_DECLS
