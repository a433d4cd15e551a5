/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-zone-parser.h"

#include "core/dns/sp-dns-error.h"

#include <string.h>

/* More words than a record of 64 KiB in short strings can have. */
#define MAX_TOKENS 8192

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static void
skip_comment (SpZoneReader *self)
{
  while (self->cursor < self->end && *self->cursor != '\n')
    self->cursor++;
}

/* A quoted string may not run over the end of its line: the usual reason is a forgotten mark, and
 * the rest of the file would be swallowed. */
static gboolean
read_quoted (SpZoneReader *self, SpZoneToken *token, GError **error)
{
  const char *c = self->cursor + 1;

  token->text = c;
  token->quoted = TRUE;
  while (c < self->end && *c != '"' && *c != '\n')
    c += (*c == '\\' && c + 1 < self->end && c[1] != '\n') ? 2 : 1;

  if (c >= self->end || *c != '"')
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE,
                   "line %u: a quotation mark is not closed", self->line);
      return FALSE;
    }

  token->length = (gsize) (c - token->text);
  self->cursor = c + 1;
  return TRUE;
}

static void
read_word (SpZoneReader *self, SpZoneToken *token)
{
  const char *c = self->cursor;

  token->text = c;
  token->quoted = FALSE;
  while (c < self->end && !is_blank (*c) && *c != '\n' && strchr ("();\"", *c) == NULL)
    c += (*c == '\\' && c + 1 < self->end && c[1] != '\n') ? 2 : 1;

  token->length = (gsize) (c - token->text);
  self->cursor = c;
}

static gboolean
read_token (SpZoneReader *self, GError **error)
{
  SpZoneToken token = { NULL, 0, FALSE };

  if (self->entry.tokens->len >= MAX_TOKENS)
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, "line %u: the entry has too many words",
                   self->line);
      return FALSE;
    }

  if (*self->cursor == '"')
    {
      if (!read_quoted (self, &token, error))
        return FALSE;
    }
  else
    read_word (self, &token);

  if (self->entry.tokens->len == 0)
    self->entry.line = self->line;
  g_array_append_val (self->entry.tokens, token);
  return TRUE;
}

/* Reads up to the end of the line, or of the last line when brackets are open (RFC 1035 §5.1). */
static gboolean
read_entry (SpZoneReader *self, GError **error)
{
  guint depth = 0;
  guint opened_at = self->line;

  self->entry.indented = self->cursor < self->end && is_blank (*self->cursor);
  while (self->cursor < self->end)
    {
      char c = *self->cursor;

      if (c == '\n')
        {
          self->cursor++;
          self->line++;
          if (depth == 0)
            return TRUE;
        }
      else if (is_blank (c))
        self->cursor++;
      else if (c == ';')
        skip_comment (self);
      else if (c == '(')
        {
          if (depth++ == 0)
            opened_at = self->line;
          self->cursor++;
        }
      else if (c == ')')
        {
          if (depth == 0)
            {
              g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE,
                           "line %u: a bracket is closed that was not opened", self->line);
              return FALSE;
            }
          depth--;
          self->cursor++;
        }
      else if (!read_token (self, error))
        return FALSE;
    }

  if (depth > 0)
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, "line %u: a bracket is not closed",
                   opened_at);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_decimal_escape (const char *c, const char *end, guint *byte)
{
  if (end - c < 3 || !g_ascii_isdigit (c[0]) || !g_ascii_isdigit (c[1]) || !g_ascii_isdigit (c[2]))
    return FALSE;

  *byte = (guint) ((c[0] - '0') * 100 + (c[1] - '0') * 10 + (c[2] - '0'));
  return *byte <= 255;
}

static gboolean
ends_with_free_dot (const char *text, gsize length)
{
  gsize backslashes = 0;

  if (length == 0 || text[length - 1] != '.')
    return FALSE;
  while (backslashes + 1 < length && text[length - 2 - backslashes] == '\\')
    backslashes++;
  return backslashes % 2 == 0;
}

/**
 * sp_zone_reader_init: (skip)
 * @self: a reader on the stack
 * @text: zone text, which must outlive the reader
 * @length: number of bytes
 *
 * Starts at the first line of @text.
 */
void
sp_zone_reader_init (SpZoneReader *self, const char *text, gsize length)
{
  self->cursor = text;
  self->end = text + length;
  self->line = 1;
  self->entry.tokens = g_array_new (FALSE, FALSE, sizeof (SpZoneToken));
  self->entry.indented = FALSE;
  self->entry.line = 1;
}

/**
 * sp_zone_reader_clear: (skip)
 * @self: a reader
 *
 * Frees what the reader holds.
 */
void
sp_zone_reader_clear (SpZoneReader *self)
{
  g_clear_pointer (&self->entry.tokens, g_array_unref);
}

/**
 * sp_zone_reader_next: (skip)
 * @self: a reader
 * @error: return location for a `SP_DNS_ERROR_ZONE`
 *
 * Reads the next entry that has words into @self's `entry`.
 *
 * Returns: %FALSE at the end of the text (@error not set) or at a mistake (@error set)
 */
gboolean
sp_zone_reader_next (SpZoneReader *self, GError **error)
{
  while (self->cursor < self->end)
    {
      g_array_set_size (self->entry.tokens, 0);
      if (!read_entry (self, error))
        return FALSE;
      if (self->entry.tokens->len > 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_zone_token_dup_text: (skip)
 * @token: a word
 *
 * Returns: (transfer full): the characters as written
 */
char *
sp_zone_token_dup_text (const SpZoneToken *token)
{
  return g_strndup (token->text, token->length);
}

/**
 * sp_zone_token_equals: (skip)
 * @token: a word
 * @word: ASCII text
 *
 * Returns: whether @token is @word, whatever the case, and not quoted
 */
gboolean
sp_zone_token_equals (const SpZoneToken *token, const char *word)
{
  return !token->quoted && token->length == strlen (word)
         && g_ascii_strncasecmp (token->text, word, token->length) == 0;
}

/**
 * sp_zone_token_parse_name: (skip)
 * @token: a word
 * @origin: what relative names are relative to
 * @error: return location for a `SP_DNS_ERROR_NAME`
 *
 * Reads a domain name: `@` is the origin, a name without a final dot is relative to it.
 *
 * Returns: (transfer full) (nullable): the name
 */
SpName *
sp_zone_token_parse_name (const SpZoneToken *token, const SpName *origin, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (SpName) name = NULL;
  SpName *whole;

  if (sp_zone_token_equals (token, "@"))
    return sp_name_ref ((SpName *) origin);

  text = sp_zone_token_dup_text (token);
  if (token->quoted || token->length == 0)
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "“%s” is not a domain name", text);
      return NULL;
    }

  name = sp_name_parse (text, error);
  if (name == NULL || ends_with_free_dot (text, token->length))
    return g_steal_pointer (&name);

  whole = sp_name_append (name, origin);
  if (whole == NULL)
    g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME,
                 "“%s” is too long together with the origin", text);
  return whole;
}

/**
 * sp_zone_token_parse_number: (skip)
 * @token: a word
 * @maximum: largest number allowed
 * @number: (out): the number
 *
 * Returns: whether @token is a decimal number up to @maximum
 */
gboolean
sp_zone_token_parse_number (const SpZoneToken *token, uint32_t maximum, uint32_t *number)
{
  guint64 value = 0;

  if (token->quoted || token->length == 0 || token->length > 10)
    return FALSE;
  for (gsize i = 0; i < token->length; i++)
    {
      if (!g_ascii_isdigit (token->text[i]))
        return FALSE;
      value = value * 10 + (guint64) (token->text[i] - '0');
    }

  *number = (uint32_t) value;
  return value <= maximum;
}

/**
 * sp_zone_token_parse_ttl: (skip)
 * @token: a word
 * @ttl: (out): seconds
 *
 * Reads a time to live: seconds, or numbers with the units w, d, h, m and s as in `1h30m`. Values
 * with the highest bit set are refused (RFC 2181 §8).
 *
 * Returns: whether @token is a time to live
 */
gboolean
sp_zone_token_parse_ttl (const SpZoneToken *token, uint32_t *ttl)
{
  guint64 total = 0;
  guint64 part = 0;
  gboolean has_digits = FALSE;

  if (token->quoted || token->length == 0 || token->length > 32
      || !g_ascii_isdigit (token->text[0]))
    return FALSE;

  for (gsize i = 0; i < token->length; i++)
    {
      static const struct {
        char unit;
        uint32_t seconds;
      } units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
      char c = g_ascii_tolower (token->text[i]);
      gsize unit = 0;

      if (g_ascii_isdigit (c))
        {
          part = part * 10 + (guint64) (c - '0');
          has_digits = TRUE;
          if (part > G_MAXINT32)
            return FALSE;
          continue;
        }

      while (unit < G_N_ELEMENTS (units) && units[unit].unit != c)
        unit++;
      if (unit == G_N_ELEMENTS (units) || !has_digits)
        return FALSE;
      total += part * units[unit].seconds;
      if (total > G_MAXINT32)
        return FALSE;
      part = 0;
      has_digits = FALSE;
    }

  total += part;
  *ttl = (uint32_t) total;
  return total <= G_MAXINT32;
}

/**
 * sp_zone_token_parse_string: (skip)
 * @token: a word, quoted or not
 * @error: return location for a `SP_DNS_ERROR_ZONE`
 *
 * Reads a character string with its escapes `\X` and `\DDD` (RFC 1035 §5.1). The length is not
 * limited here: a TXT string over 255 bytes is split by the record.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
sp_zone_token_parse_string (const SpZoneToken *token, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new ((guint) token->length);
  const char *end = token->text + token->length;

  for (const char *c = token->text; c < end; c++)
    {
      guint byte = (guint8) *c;

      if (*c == '\\')
        {
          c++;
          if (c >= end || (g_ascii_isdigit (*c) && !read_decimal_escape (c, end, &byte)))
            {
              g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE,
                           "a backslash is not followed by a character or three digits up to 255");
              return NULL;
            }
          if (g_ascii_isdigit (*c))
            c += 2;
          else
            byte = (guint8) *c;
        }
      g_byte_array_append (bytes, &(guint8) { (guint8) byte }, 1);
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
