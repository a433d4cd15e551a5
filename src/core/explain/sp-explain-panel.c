/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

static const SpCodeWords steps[] = {
  { .code = "sign-in",
    .text = { { "company", N_ ("Sign in at {company}.") },
              { "program,servers",
                N_ ("Sign in to {program} at the company that keeps the domain’s "
                    "records: the one behind {servers}.") },
              { "program", N_ ("Sign in to {program} at the company that keeps the domain’s "
                               "records.") },
              { "servers", N_ ("Sign in at the company that keeps the domain’s records: the one "
                               "behind {servers}.") },
              { NULL, N_ ("Sign in at the company that keeps the domain’s records.") } } },
  { .code = "open",
    .text = { { "menu,named=yes", N_ ("Open the records: {menu}.") },
              { "menu", N_ ("Open the records of {zone}: {menu}.") },
              { "zone", N_ ("Open the DNS records (zone editor) of {zone}.") } } },
  { .code = "switch",
    .text = { { "guess=yes,only=on", N_ ("If something like {where} is in use there, switch it to "
                                         "{to} first: it may keep these records to itself.") },
              { "guess=yes", N_ ("If there is a setting such as {where}, switch it to {to} "
                                 "first.") },
              { "only=on", N_ ("If {where} is in use, switch it to {to} first: until then it keeps "
                               "these records to itself.") },
              { NULL, N_ ("Switch {where} to {to} first. Until then, own mail servers cannot be "
                          "entered or are not used.") } } },
  { .code = "subdomain",
    .text = { { NULL, N_ ("Make the subdomain {name} first, if it is not there yet, and open its "
                          "own DNS settings.") } } },
  { .code = "block",
    .text = { { "then=change", N_ ("If the company has put a {type} record of its own at {name}, "
                                   "change that one instead of adding a second.") },
              { NULL, N_ ("If the company has put a {type} record of its own at {name}, remove it "
                          "first: it is in the way.") } } },
  { .code = "null-mx-refused",
    .text = { { NULL, N_ ("The panel of {company} does not take the record that says “no mail” "
                          "(0 and a dot). Ask the company to set it, or leave the domain without "
                          "this record.") } } },
  { .code = "many-mx",
    .text = { { NULL, N_ ("The panel takes {most} mail servers at most. Enter those with the "
                          "lowest numbers.") } } },
  { .code = "equal-numbers",
    .text = { { NULL, N_ ("If the panel refuses the same number a second time, take the next "
                          "higher one for that server.") } } },
  { .code = "clear-first",
    .text = { { "many=yes", N_ ("Remove the {count} outdated {type} records of {name} first.") },
              { NULL, N_ ("Remove the outdated {type} record of {name} first.") } } },
  { .code = "add",
    .text = { { "button,many=yes", N_ ("Press “{button}”, and do so again for each of the {count} "
                                       "{type} records.") },
              { "button", N_ ("Press “{button}” and choose {type}.") },
              { "many=yes", N_ ("Add {count} records of the type {type}, one after the other.") },
              { NULL, N_ ("Add a record of the type {type}.") } } },
  { .code = "change",
    .text = { { "begins,button",
                N_ ("Find the {type} record of {name} that begins with “{begins}”, "
                    "open it ({button}) and change it to the one shown here, "
                    "instead of adding a second.") },
              { "begins", N_ ("Find the {type} record of {name} that begins with “{begins}”, and "
                              "change it to the one shown here, instead of adding a second.") },
              { "button", N_ ("Find the {type} record of {name} that is shown with “Remove”, open "
                              "it ({button}) and change it, instead of adding a second.") },
              { NULL, N_ ("Find the {type} record of {name} that is shown with “Remove”, and "
                          "change it, instead of adding a second.") } } },
  { .code = "renumber",
    .text = { { "button", N_ ("Find the {type} records of {name}, open each ({button}) and change "
                              "its number only, those that become higher first.") },
              { NULL, N_ ("Find the {type} records of {name} and change their numbers only, those "
                          "that become higher first.") } } },
  { .code = "entry",
    .text = { { "button", N_ ("Open the {type} entry of {name} ({button}). All its values stand "
                              "together: it has to hold afterwards what is shown here.") },
              { NULL, N_ ("Open the {type} entry of {name}. All its values stand together: it has "
                          "to hold afterwards what is shown here.") } } },
  { .code = "longer-txt",
    .text = { { NULL, N_ ("The form takes {limit} characters at most. Choose “{where}” instead, "
                          "and add the line shown here at the end.") } } },
  { .code = "too-long",
    .text = { { NULL, N_ ("The panel is known to take {limit} characters at most, and this text is "
                          "longer. If it is refused or cut, ask the company to enter it, or the "
                          "mail provider for a shorter key.") } } },
  { .code = "ttl",
    .text = { { "button,label", N_ ("Open each of the records shown here ({button}) and change "
                                    "only “{label}”.") },
              { "label", N_ ("Open each of the records shown here and change only “{label}”.") },
              { NULL, N_ ("Open each of the records shown here and change only its TTL.") } } },
  { .code = "ttl-zone",
    .text = { { NULL, N_ ("The TTL belongs to all records of the domain at once: set it to {ttl} "
                          "seconds in the settings of the zone.") } } },
  { .code = "ttl-fixed",
    .text = { { NULL, N_ ("The panel is not known to offer a choice of the TTL. If it does, choose "
                          "{ttl} seconds; else leave it.") } } },
  { .code = "fill", .text = { { NULL, N_ ("Copy each value shown here into its field.") } } },
  { .code = "save", .text = { { "button", N_ ("Press “{button}”.") }, { NULL, N_ ("Save.") } } },
  { .code = "remove",
    .text = { { "many=yes", N_ ("Remove the {count} outdated {type} records of {name}, and no "
                                "others.") },
              { NULL, N_ ("Remove the outdated {type} record of {name}, and no other.") } } },
  { .code = "wait",
    .text = { { "duration", N_ ("Wait: {company} may take {duration} until its servers have it. "
                                "Signpost sees when they do.") },
              { NULL, N_ ("Wait until the domain’s servers have it. Signpost sees when they "
                          "do.") } } },
  { NULL },
};

typedef struct {
  const SpPanelStep *step;
  char *duration;
} Facts;

static const char *
look_up_fact (gpointer user_data, const char *key)
{
  Facts *facts = user_data;

  if (g_str_equal (key, "duration"))
    return facts->duration;
  return sp_panel_step_get_fact (facts->step, key);
}

/**
 * sp_explain_panel_step:
 * @step: a step in a panel
 *
 * Returns: (transfer full): what to do, in whole sentences
 */
char *
sp_explain_panel_step (const SpPanelStep *step)
{
  const SpCodeWords *words = sp_code_words_find (steps, step->code);
  const char *seconds = sp_panel_step_get_fact (step, "seconds");
  g_autofree char *duration = NULL;
  Facts facts = { step, NULL };
  char *said;

  if (seconds != NULL)
    duration = sp_explain_duration (g_ascii_strtoll (seconds, NULL, 10));
  facts.duration = duration;
  said = words != NULL ? sp_phrase_say (words->text, look_up_fact, &facts) : NULL;
  return said != NULL ? said : g_strdup (_ ("Go on as the panel says."));
}

/**
 * sp_explain_panel_label:
 * @field: a field of a panel
 *
 * Returns: (transfer full): the panel's word for it; where that is not known, the usual one
 */
char *
sp_explain_panel_label (const SpPanelField *field)
{
  g_autofree char *after = NULL;

  if (field->after != NULL)
    {
      after = sp_explain_isolate (field->after);
      /* Translators: %s is the label of another field; a box without a label stands behind it. */
      return g_strdup_printf (_ ("The box after %s"), after);
    }
  if (field->label != NULL)
    return g_strdup (field->label);
  switch (field->kind)
    {
    case SP_PANEL_FIELD_TYPE:
      return g_strdup (_ ("Type"));
    case SP_PANEL_FIELD_NAME:
      return g_strdup (_ ("Name"));
    case SP_PANEL_FIELD_VALUE:
    case SP_PANEL_FIELD_EXTRA:
      return g_strdup (_ ("Value"));
    case SP_PANEL_FIELD_PRIORITY:
      return g_strdup (_ ("Priority"));
    case SP_PANEL_FIELD_TTL:
      return g_strdup (_ ("TTL"));
    case SP_PANEL_FIELD_LINE:
      return g_strdup (_ ("Line"));
    }
  return g_strdup ("");
}

static char *
say_behind (const char *first)
{
  g_autofree char *server = first != NULL ? sp_explain_isolate (first) : NULL;

  if (server == NULL)
    return g_strdup (_ ("A choice that is tried later"));
  /* Translators: %s is the name of a mail server. */
  return g_strdup_printf (_ ("A choice that is tried after that of %s"), server);
}

/**
 * sp_explain_panel_can_be_pasted:
 * @field: a field of a panel
 *
 * Returns: whether its value is text that can be copied and pasted: not what is left empty, and not
 *   a choice whose words only the panel knows
 */
gboolean
sp_explain_panel_can_be_pasted (const SpPanelField *field)
{
  switch (field->choice)
    {
    case SP_PANEL_CHOICE_NONE:
    case SP_PANEL_CHOICE_LISTED:
    case SP_PANEL_CHOICE_CUSTOM:
    case SP_PANEL_CHOICE_PARTS:
      return *field->value != '\0';
    case SP_PANEL_CHOICE_ONLY:
    case SP_PANEL_CHOICE_MAIN:
    case SP_PANEL_CHOICE_BACKUP:
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}

/**
 * sp_explain_panel_value:
 * @field: a field of a panel
 *
 * Returns: (transfer full): its value as it is shown: escaped, and words where the panel has words
 */
char *
sp_explain_panel_value (const SpPanelField *field)
{
  g_auto (GStrv) lines = NULL;

  if (*field->value == '\0')
    return g_strdup (_ ("(leave empty)"));
  if (field->kind == SP_PANEL_FIELD_TTL && field->choice == SP_PANEL_CHOICE_LISTED)
    return sp_explain_ttl (g_ascii_strtoll (field->value, NULL, 10));
  if (field->choice == SP_PANEL_CHOICE_ONLY)
    return g_strdup (_ ("As the panel proposes: there is only one server"));
  if (field->choice == SP_PANEL_CHOICE_MAIN)
    return g_strdup (_ ("The choice that is tried first"));
  if (field->choice == SP_PANEL_CHOICE_BACKUP)
    return say_behind (field->hint);
  lines = g_strsplit (field->value, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *safe = sp_explain_safe_text (lines[i], -1);

      g_free (lines[i]);
      lines[i] = safe;
    }
  return g_strjoinv ("\n", lines);
}

/* Weight, port and target of an SRV record (RFC 2782). */
static char *
say_parts (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, " ", 3);
  g_autofree char *target = NULL;

  if (g_strv_length (parts) != 3)
    return NULL;
  target = sp_explain_isolate (parts[2]);
  /* Translators: fields of a panel. %1$s and %2$s are numbers, %3$s is the name of a server. */
  return g_strdup_printf (_ ("or in fields of their own: weight %1$s, port %2$s, target %3$s"),
                          parts[0], parts[1], target);
}

/**
 * sp_explain_panel_note:
 * @field: a field of a panel
 *
 * Returns: (transfer full) (nullable): a short remark on how the value gets into the field
 */
char *
sp_explain_panel_note (const SpPanelField *field)
{
  g_autofree char *text = NULL;

  switch (field->kind)
    {
    case SP_PANEL_FIELD_PRIORITY:
      if (field->choice == SP_PANEL_CHOICE_NONE)
        return g_strdup (_ ("lower is tried first"));
      return g_strdup (_ ("words instead of numbers"));
    case SP_PANEL_FIELD_TTL:
      if (field->choice == SP_PANEL_CHOICE_CUSTOM)
        {
          text = sp_explain_isolate (field->hint);
          /* Translators: %s is the word of a panel, such as “Custom”; then seconds are typed. */
          return g_strdup_printf (_ ("choose “%s”, then the seconds"), text);
        }
      if (field->choice == SP_PANEL_CHOICE_LISTED)
        return g_strdup (_ ("from the list, or the nearest there"));
      text = sp_explain_ttl (g_ascii_strtoll (field->value, NULL, 10));
      /* Translators: %s is a duration such as “1 hour”. */
      return g_strdup_printf (_ ("may be remembered for %s"), text);
    case SP_PANEL_FIELD_VALUE:
      if (field->choice == SP_PANEL_CHOICE_PARTS)
        return say_parts (field->value);
      if (field->is_guess && g_str_has_suffix (field->value, "."))
        return g_strdup (_ ("with the dot at its end, if the panel takes it"));
      break;
    case SP_PANEL_FIELD_NAME:
      if (field->is_guess && g_str_equal (field->value, "@"))
        return g_strdup (_ ("some panels want it left empty"));
      if (field->is_guess && *field->value == '\0')
        return g_strdup (_ ("some panels want an @"));
      break;
    case SP_PANEL_FIELD_TYPE:
    case SP_PANEL_FIELD_EXTRA:
    case SP_PANEL_FIELD_LINE:
      break;
    }
  return NULL;
}
