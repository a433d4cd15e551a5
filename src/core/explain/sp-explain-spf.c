/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  const char *code;
  const char *text;
} Note;

static const Note notes[] = {
  { "ignored", N_ ("Receivers never come to this part.") },
  { "syntax", N_ ("There is a mistake in it, so receivers ignore the whole list.") },
  { "dead-target", N_ ("There is no such list, so receivers ignore the whole list.") },
  { "two-records", N_ ("There are two lists, so receivers ignore the whole list.") },
  { "loop", N_ ("It leads back to where it came from, so receivers ignore the whole list.") },
  { "too-many-mx",
    N_ ("There are more than ten mail servers, so receivers ignore the whole list.") },
  { "unknown", N_ ("This could not be checked.") },
};

static const char *
get_all_text (char qualifier, gboolean is_included)
{
  /* Of an included list only those who pass count (RFC 7208 §5.2). */
  if (is_included && strchr ("-~?", qualifier) != NULL)
    return _ ("The end of this list");
  switch (qualifier)
    {
    case '-':
      return _ ("Everyone else is to be refused");
    case '~':
      return _ ("Everyone else is suspicious");
    case '?':
      return _ ("Nothing is said of everyone else");
    default:
      return _ ("Everyone may send");
    }
}

/* Translators: in this function each %s is a domain or the name of a machine. */
static char *
say_of_name (SpSpfKind kind, const char *name)
{
  if (kind == SP_SPF_INCLUDE)
    return g_strdup_printf (_ ("Whoever may send for %s"), name);
  if (kind == SP_SPF_REDIRECT)
    return g_strdup_printf (_ ("The list goes on at %s"), name);
  if (kind == SP_SPF_A)
    return g_strdup_printf (_ ("The addresses of %s"), name);
  if (kind == SP_SPF_MX)
    return g_strdup_printf (_ ("The mail servers of %s"), name);
  if (kind == SP_SPF_PTR)
    return g_strdup_printf (_ ("Machines whose names end in %s"), name);
  return g_strdup_printf (_ ("Everyone, if %s exists"), name);
}

/**
 * sp_explain_spf_term:
 * @node: a term of a list of allowed senders
 *
 * Returns: (transfer full): whom it means
 */
char *
sp_explain_spf_term (const SpSpfNode *node)
{
  g_autofree char *name = node->domain != NULL ? sp_explain_isolate (node->domain) : NULL;

  switch (node->kind)
    {
    case SP_SPF_INCLUDE:
    case SP_SPF_REDIRECT:
    case SP_SPF_A:
    case SP_SPF_MX:
    case SP_SPF_PTR:
    case SP_SPF_EXISTS:
      return name != NULL ? say_of_name (node->kind, name)
                          : g_strdup (_ ("A name that is different for each message"));
    case SP_SPF_IP4:
    case SP_SPF_IP6:
      return g_strdup (_ ("Certain addresses"));
    case SP_SPF_EXP:
      return g_strdup (_ ("What those who are refused are told"));
    case SP_SPF_MODIFIER:
      return g_strdup (_ ("A note that receivers pass over"));
    case SP_SPF_BROKEN:
      return g_strdup (_ ("A part that nobody can read"));
    case SP_SPF_ALL:
      return g_strdup (get_all_text (node->term[0], node->is_included));
    }
  g_return_val_if_reached (g_strdup (""));
}

/**
 * sp_explain_spf_cost:
 * @node: a term of a list of allowed senders
 *
 * Returns: (transfer full) (nullable): what it costs, with everything that it leads to; %NULL if
 *   it costs nothing
 */
char *
sp_explain_spf_cost (const SpSpfNode *node)
{
  if (node->lookups == 0)
    return NULL;
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Costs %u look-up", "Costs %u look-ups", node->lookups),
    node->lookups);
}

/**
 * sp_explain_spf_total:
 * @tree: a list of allowed senders
 *
 * Returns: (transfer full): what the whole list costs, and how much is allowed (RFC 7208 §4.6.4)
 */
char *
sp_explain_spf_total (const SpSpfTree *tree)
{
  /* Translators: of a list of allowed senders (SPF): receivers make ten look-ups and no more. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u look-up of the ten that are allowed",
                                       "%u look-ups of the ten that are allowed", tree->lookups),
                          tree->lookups);
}

/**
 * sp_explain_spf_note:
 * @node: a term of a list of allowed senders
 *
 * Returns: (nullable): what is to be known of it besides
 */
const char *
sp_explain_spf_note (const SpSpfNode *node)
{
  for (guint i = 0; node->note != NULL && i < G_N_ELEMENTS (notes); i++)
    if (g_str_equal (node->note, notes[i].code))
      return _ (notes[i].text);
  if (node->void_lookups > 0 && node->terms->len == 0)
    return _ ("Nothing is there.");
  return NULL;
}
