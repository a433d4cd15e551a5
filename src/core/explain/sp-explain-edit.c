/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  SpEdit *edit;
  SpCatalog *catalog;
  char *type;
  char *service;
} Facts;

/* For reasons without words of their own: what the edit does is known all the same. */
static const SpCodeWords any_edit = {
  .code = "",
  .title = { { "action=add", N_ ("Add a {type} record at {name}") },
             { "action=remove", N_ ("Remove a {type} record at {name}") },
             { "action=keep", N_ ("Leave the {type} record at {name} as it is") },
             { NULL, N_ ("Change the {type} record at {name}") } },
  .text = { { "provider-name", N_ ("This is part of the set-up for {provider-name}.") },
            { NULL, N_ ("This is part of putting the mail of the domain in order.") } },
};

/* What no source was found for is not presented as sure. */
static const SpCodeWords doubts[] = {
  { "value",
    { { NULL, NULL } },
    { { "carrier-name", N_ ("No page of {carrier-name} was found that confirms this: if what it "
                            "shows in your account differs, take that.") },
      { NULL, N_ ("No page was found that confirms this: if what the provider shows differs, take "
                  "that.") } } },
  { "numbers",
    { { NULL, NULL } },
    { { "carrier-name", N_ ("The numbers are those in common use: if {carrier-name} shows others "
                            "in your account, take those.") },
      { NULL, N_ ("The numbers are those in common use: if the provider shows others, take "
                  "those.") } } },
  { "key-name-shared",
    { { NULL, NULL } },
    { { "holder-name", N_ ("Careful: {holder-name} goes by the same key name. If the present key "
                           "is its own, let one of the two use another name first.") },
      { NULL, N_ ("Careful: another service goes by the same key name.") } } },
  { NULL },
};

static const SpCodeWords mistakes[] = {
  { "quotes",
    { { NULL, N_ ("Quote marks became part of the text") } },
    { { NULL, N_ ("The quote marks became part of the text. Enter it again without them.") } } },
  { "second-record",
    { { NULL, N_ ("A second record was made") } },
    { { NULL, N_ ("A second record was made beside the old one. Change the old one instead, and "
                  "remove the extra one.") } } },
  { "old-left",
    { { NULL, N_ ("The old record is still there") } },
    { { NULL, N_ ("The new record is there, and the old one is still there too. Remove the old "
                  "one.") } } },
  { "rows-missing",
    { { NULL, N_ ("Something is still missing") } },
    { { NULL, N_ ("Some of it is there, but not all rows yet. Add the missing ones.") } } },
  { "domain-appended",
    { { NULL, N_ ("The panel added the domain to the server’s name") } },
    { { NULL, N_ ("The panel added the domain to the server’s name. Enter it with a dot at the "
                  "very end or, if there was one, without.") } } },
  { "cut-off",
    { { NULL, N_ ("The text ends early") } },
    { { NULL,
        N_ ("The text ends early: a part was lost while copying, or the panel takes no longer "
            "text in one field.") } } },
  { "spaces",
    { { NULL, N_ ("Spaces differ") } },
    { { NULL, N_ ("Only spaces or line ends differ. Paste the text again as one line.") } } },
  { "number",
    { { NULL, N_ ("The number differs") } },
    { { NULL, N_ ("The server is right, the number is another. The lower number is tried "
                  "first.") } } },
  { "name-doubled",
    { { NULL, N_ ("The domain stands twice in the name") } },
    { { NULL, N_ ("The record exists, but its name came out with the domain twice. Enter only the "
                  "short name.") } } },
  { NULL },
};

static const char *
look_up_provider (Facts *facts, const char *key)
{
  const char *id = sp_edit_get_detail (facts->edit, key);
  SpProvider *provider = id != NULL && facts->catalog != NULL
                           ? sp_catalog_get_provider (facts->catalog, id)
                           : NULL;

  return provider != NULL ? sp_provider_get_name (provider) : NULL;
}

static const char *
look_up_fact (gpointer user_data, const char *key)
{
  Facts *facts = user_data;
  const char *name;

  if (g_str_equal (key, "provider-name"))
    return look_up_provider (facts, "provider");
  if (g_str_equal (key, "filter-name"))
    return look_up_provider (facts, "filter");
  if (g_str_equal (key, "holder-name"))
    return look_up_provider (facts, "holder");
  /* Who takes the mail in: the filter, if there is one in front. */
  if (g_str_equal (key, "carrier-name"))
    {
      name = look_up_provider (facts, "filter");
      return name != NULL ? name : look_up_provider (facts, "provider");
    }
  if (g_str_equal (key, "name"))
    return sp_name_get_text (sp_edit_get_full_name (facts->edit));
  if (g_str_equal (key, "short") && sp_edit_get_detail (facts->edit, "unnamed") != NULL)
    return NULL;
  if (g_str_equal (key, "short"))
    return sp_edit_get_name (facts->edit);
  /* "_imaps" or "autodiscover": the first label says which service a record leads to. */
  if (g_str_equal (key, "service"))
    return facts->service;
  if (g_str_equal (key, "type"))
    return facts->type;
  if (g_str_equal (key, "action"))
    return sp_edit_action_to_string (sp_edit_get_action (facts->edit));
  return sp_edit_get_detail (facts->edit, key);
}

static const SpCodeWords *
find_words (SpEdit *edit)
{
  const SpCodeWords *words = sp_code_words_find (sp_words_edits, sp_edit_get_why (edit));

  return words != NULL ? words : &any_edit;
}

static char *
say (SpEdit *edit, SpCatalog *catalog, const SpPhrase *phrases)
{
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));
  const char *name = sp_edit_get_name (edit);
  g_autofree char *service = g_strndup (name, strcspn (name, "."));
  Facts facts = { edit, catalog, type, service };

  return sp_phrase_say (phrases, look_up_fact, &facts);
}

/**
 * sp_explain_edit_title:
 * @edit: an edit
 * @catalog: (nullable): for the names of providers
 *
 * Returns: (transfer full): what the edit is for, without a final dot
 */
char *
sp_explain_edit_title (SpEdit *edit, SpCatalog *catalog)
{
  return say (edit, catalog, find_words (edit)->title);
}

/**
 * sp_explain_edit_why:
 * @edit: an edit
 * @catalog: (nullable): for the names of providers
 *
 * Returns: (transfer full): why it is to be made, in whole sentences
 */
char *
sp_explain_edit_why (SpEdit *edit, SpCatalog *catalog)
{
  const SpCodeWords *doubt = sp_code_words_find (doubts, sp_edit_get_detail (edit, "doubt"));
  g_autofree char *why = say (edit, catalog, find_words (edit)->text);
  g_autofree char *note = doubt != NULL ? say (edit, catalog, doubt->text) : NULL;

  return note != NULL ? g_strdup_printf ("%s %s", why, note) : g_steal_pointer (&why);
}

static const SpCodeWords lookups[] = {
  { "over",
    { { NULL, NULL } },
    { { "lookups-before",
        N_ (
          "Reading this list takes {lookups-after} look-ups ({lookups-before} now), and receivers "
          "give up after 10: the whole list would count for nothing. Before making this change, "
          "take out services that no longer send, or let one of them send from a subdomain.") },
      { NULL,
        N_ ("Reading this list takes {lookups-after} look-ups, and receivers give up after 10: the "
            "whole list would count for nothing. Before making this change, take out services that "
            "no longer send, or let one of them send from a subdomain.") } } },
  { "fits",
    { { NULL, NULL } },
    { { "lookups-open,lookups-before",
        N_ ("Reading this list takes at least {lookups-after} of 10 look-ups (at least "
            "{lookups-before} now); not every part of it could be seen.") },
      { "lookups-open", N_ ("Reading this list takes at least {lookups-after} of 10 look-ups; not "
                            "every part of it could be seen.") },
      { "lookups-before", N_ ("Reading this list takes {lookups-after} of 10 look-ups "
                              "({lookups-before} now).") },
      { NULL, N_ ("Reading this list takes {lookups-after} of 10 look-ups.") } } },
  { NULL },
};

/**
 * sp_explain_edit_lookups:
 * @edit: an edit
 *
 * Returns: (transfer full) (nullable): what a list of senders costs those who read it, now and
 *   afterwards, and what to do if that is too much; %NULL for any other edit
 */
char *
sp_explain_edit_lookups (SpEdit *edit)
{
  gboolean is_over = sp_edit_get_detail (edit, "lookups-over") != NULL;

  if (sp_edit_get_detail (edit, "lookups-after") == NULL)
    return NULL;
  return say (edit, NULL, sp_code_words_find (lookups, is_over ? "over" : "fits")->text);
}

static const char *
look_up_nothing (gpointer facts, const char *key)
{
  return NULL;
}

/**
 * sp_explain_mistake:
 * @code: (nullable): what went wrong with an edit, see [func@edit_find_mistake]
 *
 * Returns: (transfer full): what was typed by mistake, and what helps
 */
char *
sp_explain_mistake (const char *code)
{
  const SpCodeWords *words = sp_code_words_find (mistakes, code);

  if (words == NULL)
    return g_strdup (_ ("Something else is there than what was wanted. Compare the two letter by "
                        "letter."));
  return sp_phrase_say (words->text, look_up_nothing, NULL);
}
