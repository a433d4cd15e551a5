/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const char *id;
  const char *words;
} Story;

static const Story stories[] = {
  { "harbor-bakery", N_ ("A bakery whose mail is at its web host, and is to move.") },
  { "corner-books", N_ ("A bookshop with two lists of allowed senders, and a rule for forged mail "
                        "that nobody finds.") },
  { "lakeside-dental", N_ ("A dentist with one good mail server, and two that are none.") },
  { "old-mill", N_ ("A mill that has moved its mail, but not completely.") },
  { "quiet", N_ ("A domain that says it takes no mail, although its owner wants some now.") },
  { "sunny-studio", N_ ("A photo studio where everything is in order.") },
  { "green-garage", N_ ("A garage with a website, and no mail yet.") },
  { "split-horizon", N_ ("A domain whose servers tell different stories, while one is silent.") },
  { "support-harbor-bakery", N_ ("A name below the bakery’s, which gets a mail provider of its "
                                 "own.") },
  { "workshop", N_ ("A workshop with its own mail server, and a spare that is tried too early.") },
};

/**
 * sp_explain_story:
 * @id: (nullable): id of a story of the practice world
 *
 * Returns: (transfer full): what the practice domain is about, in one sentence
 */
char *
sp_explain_story (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      if (g_strcmp0 (stories[i].id, id) == 0)
        return g_strdup (g_dgettext (GETTEXT_PACKAGE, stories[i].words));
    }
  return g_strdup (_ ("A domain to practise with."));
}
