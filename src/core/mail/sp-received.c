/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-received.h"

#include <gio/gio.h>
#include <string.h>

#include "core/mail/sp-header-date.h"
#include "core/mail/sp-header-lexer.h"

typedef enum { PART_NONE, PART_FROM, PART_BY, PART_VIA, PART_WITH, PART_ID, PART_FOR } Part;

static Part
recognise (const char *word)
{
  static const char *const words[] = { "", "from", "by", "via", "with", "id", "for" };

  for (gsize i = 1; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return (Part) i;
  return PART_NONE;
}

/* An address with or without brackets, "IPv6:" (RFC 5321 §4.1.3) and a port. */
static char *
dup_address (const char *word)
{
  g_autofree char *text = NULL;
  const char *start = word + (*word == '[' ? 1 : 0);
  gsize length = strcspn (start, "]");
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strncasecmp (start, "IPv6:", 5) == 0 && length > 5)
    {
      start += 5;
      length -= 5;
    }
  if (length < 3 || length > 45)
    return NULL;
  text = g_strndup (start, length);
  address = g_inet_address_new_from_string (text);
  return address != NULL ? g_inet_address_to_string (address) : NULL;
}

static gboolean
is_name (const char *word)
{
  const char *dot = strchr (word, '.');

  if (dot == NULL || dot == word || strlen (word) > 255)
    return FALSE;
  for (const char *c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '.' && *c != '_' && (guint8) *c < 0x80)
      return FALSE;
  return TRUE;
}

/* What the receiver knows of the sender stands in the comment behind its name: "name [address]"
 * (TCP-info of RFC 5321 §4.4), and a HELO that differs, in one of several ways of writing. */
static void
read_peer (SpReceived *self, const char *comment)
{
  g_auto (GStrv) words = g_strsplit_set (comment, " \t,", -1);
  gboolean is_helo = FALSE;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];
      g_autofree char *address = NULL;

      if (*word == '\0')
        continue;
      if (g_ascii_strncasecmp (word, "helo=", 5) == 0
          || g_ascii_strncasecmp (word, "ehlo=", 5) == 0)
        {
          /* Here the name in front is the one that was looked up. */
          if (self->from_name == NULL && self->from != NULL && *self->from != '[')
            self->from_name = g_strdup (self->from);
          g_free (self->from);
          self->from = g_strdup (word + 5);
          continue;
        }
      if (g_ascii_strcasecmp (word, "HELO") == 0 || g_ascii_strcasecmp (word, "EHLO") == 0)
        {
          is_helo = TRUE;
          continue;
        }
      address = dup_address (word);
      if (address != NULL && self->from_address == NULL)
        self->from_address = g_steal_pointer (&address);
      else if (is_helo && is_name (word))
        {
          if (self->from_name == NULL && self->from != NULL && is_name (self->from))
            self->from_name = g_strdup (self->from);
          g_free (self->from);
          self->from = g_strdup (word);
        }
      else if (address == NULL && self->from_name == NULL && self->from_address == NULL
               && is_name (word))
        self->from_name = g_strdup (word);
      is_helo = FALSE;
    }
}

static void
take_value (SpReceived *self, Part part, const char *word)
{
  char **place = NULL;

  switch (part)
    {
    case PART_FROM:
      place = &self->from;
      break;
    case PART_BY:
      place = &self->by;
      break;
    case PART_WITH:
      place = &self->with;
      break;
    case PART_FOR:
      place = &self->for_address;
      break;
    case PART_NONE:
    case PART_VIA:
    case PART_ID:
      return;
    }
  if (*place == NULL)
    *place = g_strdup (word);
  else if (part == PART_WITH && strlen (*place) + strlen (word) < 80)
    {
      char *joined = g_strconcat (*place, " ", word, NULL);

      g_free (*place);
      *place = joined;
    }
}

static void
trim_dot (char *name)
{
  gsize length = name != NULL ? strlen (name) : 0;

  if (length > 1 && name[length - 1] == '.')
    name[length - 1] = '\0';
}

/* The end of the protocol's name says it (RFC 3848, RFC 6531 §4.3), else a comment. */
static gboolean
tells_encryption (const SpReceived *self, const char *comments)
{
  static const char *const names[] = { "ESMTPS",    "ESMTPSA",    "LMTPS",
                                       "LMTPSA",    "UTF8SMTPS",  "UTF8SMTPSA",
                                       "UTF8LMTPS", "UTF8LMTPSA", "HTTPS" };
  g_autofree char *lower = g_ascii_strdown (comments, -1);

  for (gsize i = 0; self->with != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (self->with, names[i]) == 0)
      return TRUE;
  return strstr (lower, "version=tls") != NULL || strstr (lower, "using tls") != NULL
         || strstr (lower, "tls1") != NULL || strstr (lower, "tlsv1") != NULL;
}

/**
 * sp_received_parse:
 * @value: value of a Received field
 *
 * Reads who gave the message to whom, and when. Parts may come in any order, each is taken once;
 * what is in a comment never counts as a part.
 *
 * Returns: (transfer full): what was understood
 */
SpReceived *
sp_received_parse (const char *value)
{
  SpReceived *self = g_new0 (SpReceived, 1);
  g_autoptr (GString) comments = g_string_new (NULL);
  g_autoptr (GString) peer = g_string_new (NULL);
  Part part = PART_NONE;
  SpLexer lexer;

  g_return_val_if_fail (value != NULL, self);

  sp_lexer_init (&lexer, value, -1);
  while (!sp_lexer_is_at_end (&lexer))
    {
      g_autofree char *word = NULL;
      Part next;

      sp_lexer_skip_space (&lexer, part == PART_FROM && self->from != NULL ? peer : comments);
      if (sp_lexer_is_at_end (&lexer))
        break;
      if (*lexer.at == ';')
        {
          /* The date is behind the last semicolon; what stands before may hold one as well. */
          self->has_time = sp_header_parse_date (lexer.at + 1, &self->time) || self->has_time;
          lexer.at++;
          part = PART_NONE;
          continue;
        }
      word = sp_lexer_take_word (&lexer, ";");
      next = recognise (word);
      if (next != PART_NONE)
        part = next;
      else
        take_value (self, part, word);
    }

  if (self->from != NULL && *self->from == '[')
    self->from_address = dup_address (self->from);
  read_peer (self, peer->str);
  if (self->from_name != NULL && g_ascii_strcasecmp (self->from_name, "unknown") == 0)
    g_clear_pointer (&self->from_name, g_free);
  trim_dot (self->from);
  trim_dot (self->from_name);
  trim_dot (self->by);
  g_string_append_c (comments, ' ');
  g_string_append (comments, peer->str);
  self->is_encrypted = tells_encryption (self, comments->str);
  return self;
}

/**
 * sp_received_free:
 * @self: (transfer full): a line of the way
 */
void
sp_received_free (SpReceived *self)
{
  g_free (self->from);
  g_free (self->from_name);
  g_free (self->from_address);
  g_free (self->by);
  g_free (self->with);
  g_free (self->for_address);
  g_free (self);
}
