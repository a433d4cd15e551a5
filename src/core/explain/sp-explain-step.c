/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

static const SpCodeWords any_step = {
  .code = "",
  .title = { { NULL, N_ ("One more step") } },
  .text = { { NULL, N_ ("This step belongs to the move.") } },
};

static const char *
look_up_fact (gpointer facts, const char *key)
{
  return g_str_equal (key, "provider-name") ? facts : NULL;
}

static const SpCodeWords *
find_step (SpStep *step)
{
  const SpCodeWords *words = sp_code_words_find (sp_words_steps, sp_step_get_id (step));

  return words != NULL ? words : &any_step;
}

/**
 * sp_explain_step_title:
 * @step: a step of a move
 * @provider_name: (nullable): name of the new provider
 *
 * Returns: (transfer full): what the step is, without a final dot
 */
char *
sp_explain_step_title (SpStep *step, const char *provider_name)
{
  return sp_phrase_say (find_step (step)->title, look_up_fact, (gpointer) provider_name);
}

/**
 * sp_explain_step_text:
 * @step: a step of a move
 * @provider_name: (nullable): name of the new provider
 *
 * Returns: (transfer full): what happens in the step and why, in whole sentences
 */
char *
sp_explain_step_text (SpStep *step, const char *provider_name)
{
  return sp_phrase_say (find_step (step)->text, look_up_fact, (gpointer) provider_name);
}

/**
 * sp_explain_step_state:
 * @state: where a step stands
 *
 * Returns: (transfer full): the word for it on screen
 */
char *
sp_explain_step_state (SpStepState state)
{
  switch (state)
    {
    case SP_STEP_LATER:
      return g_strdup (C_ ("step", "Later"));
    case SP_STEP_READY:
      return g_strdup (C_ ("step", "Ready"));
    case SP_STEP_CHECKING:
      return g_strdup (C_ ("step", "Checking"));
    case SP_STEP_LIVE:
      return g_strdup (C_ ("step", "Live"));
    case SP_STEP_WAITING:
      return g_strdup (C_ ("step", "Waiting"));
    case SP_STEP_DONE:
      return g_strdup (C_ ("step", "Done"));
    case SP_STEP_SLIPPED:
      return g_strdup (C_ ("step", "Needs attention"));
    case SP_STEP_BLOCKED:
      return g_strdup (C_ ("step", "Needs something first"));
    case SP_STEP_SKIPPED:
      return g_strdup (C_ ("step", "Skipped"));
    }
  g_return_val_if_reached (g_strdup (C_ ("step", "Later")));
}

/**
 * sp_explain_blocker:
 * @id: what a step waits for: id of another step or of a tick, "mx-unknown" or
 *   "senders-unknown"
 * @provider_name: (nullable): name of the new provider
 *
 * Returns: (transfer full): what has to be done first, as one sentence
 */
char *
sp_explain_blocker (const char *id, const char *provider_name)
{
  const SpCodeWords *words = sp_code_words_find (sp_words_steps, id);
  g_autofree char *title = NULL;
  g_autofree char *isolated = NULL;

  if (g_str_equal (id, "mx-unknown"))
    return g_strdup (_ ("Where mail is delivered now could not be checked. Check again first."));
  if (g_str_equal (id, "senders-unknown"))
    return g_strdup (_ ("Who may send mail now could not be checked. Check again first."));
  if (words == NULL)
    words = sp_code_words_find (sp_words_ticks, id);
  if (words == NULL)
    return g_strdup (_ ("Something else has to be done first."));
  title = sp_phrase_say (words->title, look_up_fact, (gpointer) provider_name);
  isolated = g_strconcat ("\u2068", title, "\u2069", NULL);
  /* Translators: %s is the name of a step or of a check box. */
  return g_strdup_printf (_ ("First: “%s”."), isolated);
}
