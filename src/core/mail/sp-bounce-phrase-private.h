/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpBouncePhrase:
 * @cause: what it means
 * @words: in lower case; "*" stands for a few words, "+" at the end for the rest of a word;
 *   several with "|" between them
 *
 * How mail servers say it. The first list that has one of its words in a text decides, so that
 * what is more definite stands above what is more general. Letters have no accents here, as in a
 * text that was prepared.
 */
typedef struct {
  const char *cause;
  const char *words;
} SpBouncePhrase;

/* Words that mean one thing, and words that are general; both end with a cause of %NULL. English
 * is what servers speak to each other; the other languages are those that large systems use. */
extern const SpBouncePhrase sp_bounce_phrases_exact[];
extern const SpBouncePhrase sp_bounce_phrases_loose[];
extern const SpBouncePhrase sp_bounce_phrases_exact_abroad[];
extern const SpBouncePhrase sp_bounce_phrases_loose_abroad[];

G_END_DECLS
