/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-auth-results.h"

#include <string.h>

#include "core/mail/sp-header-lexer.h"

/* A message with more signatures than this is not one that somebody wants explained. */
#define MAX_RESULTS 100
#define MAX_PROPERTIES 50

static void
property_free (SpAuthProperty *property)
{
  g_free (property->ptype);
  g_free (property->name);
  g_free (property->value);
  g_free (property);
}

static void
result_free (SpAuthResult *result)
{
  g_free (result->method);
  g_free (result->result);
  g_free (result->reason);
  g_free (result->comment);
  g_clear_pointer (&result->properties, g_ptr_array_unref);
  g_free (result);
}

/* Keyword of RFC 5321 §4.1.2: letters, digits and hyphens; "x-tls.subject" and the like pass as
 * well, since unknown methods are to be passed over, not taken for mistakes. */
static gboolean
is_keyword (const char *word)
{
  if (*word == '\0')
    return FALSE;
  for (const char *c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != '.')
      return FALSE;
  return TRUE;
}

static char *
take_lower (SpLexer *lexer, const char *stops)
{
  g_autofree char *word = sp_lexer_take_word (lexer, stops);

  return g_ascii_strdown (word, -1);
}

/* `reason=…` or `ptype.property=value`. */
static gboolean
take_property (SpLexer *lexer, SpAuthResult *result, GString *comments)
{
  g_autofree char *first = take_lower (lexer, "=.;");
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;

  sp_lexer_skip_space (lexer, comments);
  if (sp_lexer_take (lexer, '.'))
    {
      sp_lexer_skip_space (lexer, comments);
      name = take_lower (lexer, "=;");
      sp_lexer_skip_space (lexer, comments);
    }
  if (*first == '\0' || !sp_lexer_take (lexer, '='))
    return FALSE;
  sp_lexer_skip_space (lexer, comments);
  value = sp_lexer_take_word (lexer, ";");
  if (name == NULL)
    {
      if (g_str_equal (first, "reason") && result->reason == NULL)
        result->reason = g_steal_pointer (&value);
      return TRUE;
    }
  if (result->properties->len < MAX_PROPERTIES)
    {
      SpAuthProperty *property = g_new0 (SpAuthProperty, 1);

      property->ptype = g_steal_pointer (&first);
      property->name = g_steal_pointer (&name);
      property->value = g_steal_pointer (&value);
      g_ptr_array_add (result->properties, property);
    }
  return TRUE;
}

/* method [ "/" version ] "=" result, then why and on what it rests. */
static SpAuthResult *
take_result (SpLexer *lexer)
{
  SpAuthResult *result = g_new0 (SpAuthResult, 1);
  g_autoptr (GString) comments = g_string_new (NULL);
  gboolean is_good;

  result->properties = g_ptr_array_new_with_free_func ((GDestroyNotify) property_free);
  sp_lexer_skip_space (lexer, comments);
  result->method = take_lower (lexer, "=/;");
  sp_lexer_skip_space (lexer, comments);
  if (sp_lexer_take (lexer, '/'))
    {
      sp_lexer_skip_space (lexer, comments);
      g_free (sp_lexer_take_word (lexer, "=;"));
      sp_lexer_skip_space (lexer, comments);
    }
  is_good = is_keyword (result->method) && sp_lexer_take (lexer, '=');
  if (is_good)
    {
      sp_lexer_skip_space (lexer, comments);
      result->result = take_lower (lexer, ";");
      is_good = is_keyword (result->result);
    }
  while (is_good)
    {
      sp_lexer_skip_space (lexer, comments);
      if (sp_lexer_is_at_end (lexer) || *lexer->at == ';'
          || !take_property (lexer, result, comments))
        break;
    }
  if (comments->len > 0)
    result->comment = g_string_free_and_steal (g_steal_pointer (&comments));
  if (is_good)
    return result;
  result_free (result);
  return NULL;
}

/* Whether the field begins with a result: then it does not say whose it is. */
static gboolean
begins_with_result (SpLexer lexer)
{
  g_autofree char *word = sp_lexer_take_word (&lexer, "=;");

  sp_lexer_skip_space (&lexer, NULL);
  return is_keyword (word) && !sp_lexer_is_at_end (&lexer) && *lexer.at == '=';
}

static gboolean
is_version (const char *word)
{
  return *word != '\0' && strspn (word, "0123456789") == strlen (word);
}

/**
 * sp_auth_results_parse:
 * @value: value of an Authentication-Results field
 *
 * Reads it by RFC 8601 §2.2. What cannot be read is passed over up to the next semicolon.
 *
 * Returns: (transfer full): what was understood
 */
SpAuthResults *
sp_auth_results_parse (const char *value)
{
  SpAuthResults *self = g_new0 (SpAuthResults, 1);
  SpLexer lexer;

  g_return_val_if_fail (value != NULL, self);

  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) result_free);
  self->issues = sp_parse_issues_new ();
  sp_lexer_init (&lexer, value, -1);
  sp_lexer_skip_space (&lexer, NULL);
  if (begins_with_result (lexer))
    sp_parse_issues_add (self->issues, "no-server", 0, 0, TRUE);
  else
    {
      g_autofree char *version = NULL;

      self->server = sp_lexer_take_word (&lexer, ";");
      sp_lexer_skip_space (&lexer, NULL);
      version = sp_lexer_take_word (&lexer, ";");
      if (*self->server == '\0')
        {
          g_clear_pointer (&self->server, g_free);
          sp_parse_issues_add (self->issues, "no-server", 0, 0, TRUE);
        }
      /* A version that is not known may mean anything (§2.2: only 1 is defined). */
      if (is_version (version) && strtoull (version, NULL, 10) != 1)
        {
          sp_parse_issues_add (self->issues, "bad-version", 0, 0, TRUE);
          return self;
        }
      sp_lexer_skip_to (&lexer, ';');
      sp_lexer_take (&lexer, ';');
    }

  while (!sp_lexer_is_at_end (&lexer))
    {
      gsize offset = (gsize) (lexer.at - value);
      SpLexer before = lexer;
      SpAuthResult *result = take_result (&lexer);
      g_autofree char *word = NULL;

      sp_lexer_skip_space (&before, NULL);
      word = take_lower (&before, ";");
      if (self->results->len >= MAX_RESULTS)
        {
          g_clear_pointer (&result, result_free);
          sp_parse_issues_add (self->issues, "too-many", offset, 0, TRUE);
          break;
        }
      if (result != NULL)
        g_ptr_array_add (self->results, result);
      else if (*word != '\0' && !g_str_equal (word, "none"))
        sp_parse_issues_add (self->issues, "bad-result", offset, 0, TRUE);
      sp_lexer_skip_to (&lexer, ';');
      sp_lexer_take (&lexer, ';');
    }
  return self;
}

/**
 * sp_auth_results_free:
 * @self: (transfer full): results
 */
void
sp_auth_results_free (SpAuthResults *self)
{
  g_free (self->server);
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}

/**
 * sp_auth_result_get:
 * @result: a result
 * @ptype: type of property
 * @name: name of a property
 *
 * Returns: (transfer none) (nullable): value of the first such property
 */
const char *
sp_auth_result_get (const SpAuthResult *result, const char *ptype, const char *name)
{
  g_return_val_if_fail (result != NULL, NULL);

  for (guint i = 0; i < result->properties->len; i++)
    {
      const SpAuthProperty *property = g_ptr_array_index (result->properties, i);

      if (g_str_equal (property->ptype, ptype) && g_str_equal (property->name, name))
        return property->value;
    }
  return NULL;
}

/**
 * sp_received_spf_parse:
 * @value: value of a Received-SPF field
 *
 * Returns: (transfer full): what was understood (RFC 7208 §9.1)
 */
SpReceivedSpf *
sp_received_spf_parse (const char *value)
{
  SpReceivedSpf *self = g_new0 (SpReceivedSpf, 1);
  g_autoptr (GString) comments = g_string_new (NULL);
  SpLexer lexer;

  g_return_val_if_fail (value != NULL, self);

  sp_lexer_init (&lexer, value, -1);
  sp_lexer_skip_space (&lexer, comments);
  self->result = take_lower (&lexer, ";=");
  while (!sp_lexer_is_at_end (&lexer))
    {
      struct {
        const char *name;
        char **place;
      } keys[] = { { "receiver", &self->receiver },
                   { "client-ip", &self->client_ip },
                   { "envelope-from", &self->envelope_from },
                   { "helo", &self->helo } };
      g_autofree char *key = NULL;
      g_autofree char *text = NULL;

      sp_lexer_skip_space (&lexer, comments);
      key = take_lower (&lexer, "=;");
      sp_lexer_skip_space (&lexer, comments);
      if (sp_lexer_take (&lexer, '='))
        {
          sp_lexer_skip_space (&lexer, comments);
          text = sp_lexer_take_word (&lexer, ";");
        }
      for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (keys); i++)
        if (g_str_equal (key, keys[i].name) && *keys[i].place == NULL)
          *keys[i].place = g_steal_pointer (&text);
      if (!sp_lexer_take (&lexer, ';') && *key == '\0' && !sp_lexer_is_at_end (&lexer))
        lexer.at++;
    }
  if (comments->len > 0)
    self->comment = g_string_free_and_steal (g_steal_pointer (&comments));
  return self;
}

/**
 * sp_received_spf_free:
 * @self: (transfer full): a field
 */
void
sp_received_spf_free (SpReceivedSpf *self)
{
  g_free (self->result);
  g_free (self->comment);
  g_free (self->receiver);
  g_free (self->client_ip);
  g_free (self->envelope_from);
  g_free (self->helo);
  g_free (self);
}
