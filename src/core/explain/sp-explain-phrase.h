/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/explain/sp-explain.h"

G_BEGIN_DECLS

/**
 * SpPhrase:
 * @when: (nullable): what has to be so: "key", "key=value" or "!key", several with commas between
 * @words: one whole translatable sentence or more, with `{key}` where a fact stands
 *
 * One way to say something. Of a list of phrases the first is taken whose condition holds and
 * whose facts are all known; the last of a list needs none.
 */
typedef struct {
  const char *when;
  const char *words;
} SpPhrase;

/**
 * SpPhraseFunc:
 *
 * Looks up a fact by its key; %NULL if it is not known. The value is text of strangers.
 */
typedef const char *(*SpPhraseFunc) (gpointer facts, const char *key);

char *sp_phrase_say (const SpPhrase *phrases, SpPhraseFunc look_up, gpointer facts);

#define SP_MAX_PHRASES 24
#define SP_MAX_CODE_PHRASES 14

/**
 * SpCodeWords:
 * @code: a code of core; a prefix if it ends in "-"
 * @title: what it is, without a final dot
 * @text: more of it, in whole sentences
 *
 * What is said of an edit, a step or a tick. Lists end with a %NULL code.
 */
typedef struct {
  const char *code;
  SpPhrase title[SP_MAX_CODE_PHRASES];
  SpPhrase text[SP_MAX_CODE_PHRASES];
} SpCodeWords;

extern const SpCodeWords sp_words_edits[];
extern const SpCodeWords sp_words_steps[];
extern const SpCodeWords sp_words_ticks[];

const SpCodeWords *sp_code_words_find (const SpCodeWords *list, const char *code);

/**
 * SpRuleWords:
 *
 * All that is said of one rule. Every list ends with an empty phrase.
 */
typedef struct {
  const char *id;
  const char *name;
  SpPhrase title[SP_MAX_PHRASES];
  SpPhrase text[SP_MAX_PHRASES];
  SpPhrase fix[SP_MAX_PHRASES];
} SpRuleWords;

/* The rules by area, each list with a NULL id at its end. */
extern const SpRuleWords sp_words_receiving[];
extern const SpRuleWords sp_words_hosts[];
extern const SpRuleWords sp_words_senders[];
extern const SpRuleWords sp_words_seal[];
extern const SpRuleWords sp_words_security[];
extern const SpRuleWords sp_words_servers[];

const SpRuleWords *sp_rule_words_find (const char *id);

G_END_DECLS
