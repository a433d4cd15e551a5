/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

static const SpCodeWords any_tick = {
  .code = "",
  .title = { { NULL, N_ ("This has been done") } },
  .text = { { NULL, N_ ("Only a person can confirm it.") } },
};

static const char *
look_up_nothing (gpointer facts, const char *key)
{
  return NULL;
}

static const SpCodeWords *
find_tick (const char *id)
{
  const SpCodeWords *words = sp_code_words_find (sp_words_ticks, id);

  return words != NULL ? words : &any_tick;
}

/**
 * sp_explain_tick:
 * @id: id of something that only a person can confirm
 *
 * Returns: (transfer full): the words beside the check box, without a final dot
 */
char *
sp_explain_tick (const char *id)
{
  return sp_phrase_say (find_tick (id)->title, look_up_nothing, NULL);
}

/**
 * sp_explain_tick_reason:
 * @id: id of something that only a person can confirm
 *
 * Returns: (transfer full): why it is asked, in whole sentences
 */
char *
sp_explain_tick_reason (const char *id)
{
  return sp_phrase_say (find_tick (id)->text, look_up_nothing, NULL);
}
