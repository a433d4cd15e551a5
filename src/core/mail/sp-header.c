/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-header.h"

#include <string.h>

#include "core/mail/sp-header-lexer.h"

/* Text that begins with one of these is a header, whatever follows; others may be prose. */
static const char *const known_names[] = {
  "arc-authentication-results",
  "arc-message-signature",
  "arc-seal",
  "authentication-results",
  "auto-submitted",
  "content-transfer-encoding",
  "content-type",
  "date",
  "delivered-to",
  "diagnostic-code",
  "dkim-signature",
  "final-recipient",
  "from",
  "message-id",
  "mime-version",
  "received",
  "received-spf",
  "reply-to",
  "reporting-mta",
  "return-path",
  "sender",
  "subject",
  "to",
  "x-failed-recipients",
};

static void
field_free (SpHeaderField *field)
{
  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

/* One line without its end; CR LF, LF and a lone CR end it. */
typedef struct {
  const char *start;
  const char *end;
  const char *next;
} Line;

static Line
get_line (const char *at, const char *end)
{
  Line line = { at, at, end };

  while (line.end < end && *line.end != '\n' && *line.end != '\r')
    line.end++;
  if (line.end < end)
    line.next = line.end
                + (line.end[0] == '\r' && line.end + 1 < end && line.end[1] == '\n' ? 2 : 1);
  return line;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t';
}

/* field-name = 1*ftext (RFC 5322 §3.6.8); space before the colon is obsolete (§4.5). "=" is legal
 * in a name and occurs in none; where folding was lost, "h=From:To" must not look like one. */
static const char *
find_colon (Line line)
{
  const char *at = line.start;
  gboolean has_letter = FALSE;

  for (; at < line.end && *at > ' ' && *at < 0x7f && *at != ':' && *at != '='; at++)
    has_letter |= g_ascii_isalpha (*at);
  if (!has_letter)
    return NULL;
  while (at < line.end && is_space (*at))
    at++;
  return at < line.end && *at == ':' ? at : NULL;
}

static void
append (GString *value, const char *start, const char *end)
{
  while (start < end && is_space (*start))
    start++;
  while (end > start && is_space (end[-1]))
    end--;
  if (start == end)
    return;
  if (value->len > 0)
    g_string_append_c (value, ' ');
  /* A zero byte would end the string; it has no business in a header. */
  for (const char *at = start; at < end; at++)
    g_string_append_c (value, *at != '\0' ? *at : ' ');
}

static void
take_field (SpHeader *self, char **name, GString *value)
{
  SpHeaderField *field;

  if (*name == NULL)
    return;
  field = g_new0 (SpHeaderField, 1);
  field->name = g_steal_pointer (name);
  field->value = g_strndup (value->str, value->len);
  g_string_truncate (value, 0);
  g_ptr_array_add (self->fields, field);
}

/* Whether a field still comes before the next empty line. */
static gboolean
has_field_below (const char *at, const char *end)
{
  while (at < end)
    {
      Line line = get_line (at, end);

      if (line.end == line.start)
        return FALSE;
      if (!is_space (*line.start) && find_colon (line) != NULL)
        return TRUE;
      at = line.next;
    }
  return FALSE;
}

/* What may stand before the first field: a mark of the byte order, empty lines, and the line that
 * mailbox files begin a message with. */
static const char *
skip_lead (const char *at, const char *end)
{
  if (end - at >= 3 && memcmp (at, "\xef\xbb\xbf", 3) == 0)
    at += 3;
  while (at < end)
    {
      Line line = get_line (at, end);
      const char *start = line.start;

      while (start < line.end && is_space (*start))
        start++;
      if (start < line.end && !(line.end - line.start > 5 && memcmp (line.start, "From ", 5) == 0)
          && !(line.end - line.start > 6 && memcmp (line.start, ">From ", 6) == 0))
        break;
      at = line.next;
    }
  return at;
}

/**
 * sp_header_parse:
 * @text: any bytes
 * @length: how many, -1 for a string
 *
 * Reads the fields at the beginning of a text, up to the first empty line or the first line that
 * can be neither a field nor part of one (RFC 5322 §2.2, §4). Lines whose indentation got lost in
 * copying go on with the field above.
 *
 * Returns: (transfer full): what was understood
 */
SpHeader *
sp_header_parse (const char *text, gssize length)
{
  SpHeader *self = g_new0 (SpHeader, 1);
  gsize size = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  const char *start = text != NULL ? text : "";
  const char *at, *end;
  g_autofree char *name = NULL;
  g_autoptr (GString) value = g_string_new (NULL);
  gboolean may_have_more = TRUE;

  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) field_free);
  self->issues = sp_parse_issues_new ();
  if (size > SP_HEADER_MAX_BYTES)
    {
      sp_parse_issues_add (self->issues, "too-long", SP_HEADER_MAX_BYTES,
                           size - SP_HEADER_MAX_BYTES, FALSE);
      size = SP_HEADER_MAX_BYTES;
    }
  end = start + size;
  at = skip_lead (start, end);

  while (at < end)
    {
      Line line = get_line (at, end);
      const char *colon = NULL;

      if (line.start == line.end)
        {
          at = line.next;
          break;
        }
      colon = is_space (*line.start) ? NULL : find_colon (line);
      if (colon != NULL)
        {
          const char *name_end = colon;

          take_field (self, &name, value);
          if (self->fields->len >= SP_HEADER_MAX_FIELDS)
            {
              sp_parse_issues_add (self->issues, "too-many-fields", (gsize) (at - start),
                                   (gsize) (end - at), FALSE);
              break;
            }
          while (is_space (name_end[-1]))
            name_end--;
          name = g_strndup (line.start, (gsize) (name_end - line.start));
          append (value, colon + 1, line.end);
        }
      else if (name != NULL && is_space (*line.start))
        append (value, line.start, line.end);
      /* Asked once for a run of such lines, so that a long text is not read again and again. */
      else if (name != NULL && may_have_more && (may_have_more = has_field_below (at, end)))
        {
          if (sp_parse_issues_find (self->issues, "lost-folding") == NULL)
            sp_parse_issues_add (self->issues, "lost-folding", (gsize) (at - start), 0, FALSE);
          append (value, line.start, line.end);
          for (Line next = get_line (line.next, end);
               next.start < next.end && (is_space (*next.start) || find_colon (next) == NULL);
               next = get_line (next.next, end))
            {
              append (value, next.start, next.end);
              line = next;
            }
        }
      else
        break;
      at = line.next;
    }
  take_field (self, &name, value);
  self->body_offset = (gsize) (at - start);
  return self;
}

/**
 * sp_header_free:
 * @self: (transfer full): a header
 */
void
sp_header_free (SpHeader *self)
{
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}

/**
 * sp_header_is_known:
 * @self: a header
 *
 * Returns: whether it has a field that messages or reports have, so that it is no prose in which
 *   a line happens to begin with a word and a colon
 */
gboolean
sp_header_is_known (const SpHeader *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_names); i++)
    if (sp_header_get (self, known_names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_header_find:
 * @self: a header
 * @name: name of a field, in any case
 * @start: from which field on
 *
 * Returns: number of the next field of that name, %G_MAXUINT if there is none
 */
guint
sp_header_find (const SpHeader *self, const char *name, guint start)
{
  g_return_val_if_fail (self != NULL, G_MAXUINT);

  for (guint i = start; i < self->fields->len; i++)
    {
      const SpHeaderField *field = g_ptr_array_index (self->fields, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        return i;
    }
  return G_MAXUINT;
}

/**
 * sp_header_get:
 * @self: a header
 * @name: name of a field, in any case
 *
 * Returns: (transfer none) (nullable): value of the topmost field of that name
 */
const char *
sp_header_get (const SpHeader *self, const char *name)
{
  guint index = sp_header_find (self, name, 0);

  return index != G_MAXUINT ? ((SpHeaderField *) self->fields->pdata[index])->value : NULL;
}

/* addr-spec from where the lexer stands: a dot-atom or quoted string, "@", a domain. */
static char *
take_addr_spec (SpLexer *lexer)
{
  g_autoptr (GString) address = g_string_new (NULL);

  sp_lexer_skip_space (lexer, NULL);
  while (!sp_lexer_is_at_end (lexer) && strchr (",;<>:", *lexer->at) == NULL)
    {
      const char *before = lexer->at;

      if (*lexer->at == '"')
        {
          g_autofree char *quoted = sp_lexer_take_quoted (lexer);

          g_string_append_printf (address, "\"%s\"", quoted);
        }
      else
        g_string_append_c (address, *lexer->at++);
      /* Space inside is obsolete (RFC 5322 §4.4) and means nothing; between words it ends a name.
       */
      sp_lexer_skip_space (lexer, NULL);
      if (lexer->at > before + 1 && address->len > 0 && !sp_lexer_is_at_end (lexer)
          && lexer->at[-1] == ' ' && *lexer->at != '@' && *lexer->at != '.'
          && address->str[address->len - 1] != '@' && address->str[address->len - 1] != '.')
        {
          if (memchr (address->str, '@', address->len) != NULL)
            break;
          g_string_truncate (address, 0);
        }
    }
  return memchr (address->str, '@', address->len) != NULL
           ? g_string_free_and_steal (g_steal_pointer (&address))
           : NULL;
}

/**
 * sp_header_dup_address:
 * @value: (nullable): value of a field such as From or Return-Path
 *
 * Reads the first address (RFC 5322 §3.4), with or without a name before it.
 *
 * Returns: (transfer full) (nullable): the address without brackets; empty for "<>"
 */
char *
sp_header_dup_address (const char *value)
{
  SpLexer lexer;

  if (value == NULL)
    return NULL;
  sp_lexer_init (&lexer, value, -1);
  sp_lexer_skip_space (&lexer, NULL);
  while (!sp_lexer_is_at_end (&lexer))
    {
      if (sp_lexer_take (&lexer, '<'))
        {
          char *address;

          sp_lexer_skip_space (&lexer, NULL);
          if (sp_lexer_take (&lexer, '>'))
            return g_strdup ("");
          address = take_addr_spec (&lexer);
          /* A source route stands before the address (RFC 5322 §4.4). */
          while (address != NULL && *address == '@' && !sp_lexer_is_at_end (&lexer)
                 && (*lexer.at == ':' || *lexer.at == ','))
            {
              lexer.at++;
              g_free (address);
              address = take_addr_spec (&lexer);
            }
          return address;
        }
      else
        {
          SpLexer from = lexer;
          g_autofree char *address = take_addr_spec (&lexer);

          /* Words before "<" are a name, whatever they look like. */
          if (address != NULL && (sp_lexer_is_at_end (&lexer) || *lexer.at != '<'))
            return g_steal_pointer (&address);
          if (!sp_lexer_is_at_end (&lexer) && *lexer.at != '<')
            lexer.at++;
          else if (lexer.at == from.at)
            lexer.at += sp_lexer_is_at_end (&lexer) || *lexer.at == '<' ? 0 : 1;
        }
    }
  return NULL;
}

/**
 * sp_header_dup_domain:
 * @address: (nullable): an address, or a domain alone
 *
 * Returns: (transfer full) (nullable): what stands behind the last "@", in lower case, without a
 *   final dot
 */
char *
sp_header_dup_domain (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  g_autofree char *domain = NULL;
  gsize length;

  if (address == NULL)
    return NULL;
  domain = g_ascii_strdown (at != NULL ? at + 1 : address, -1);
  g_strstrip (domain);
  length = strlen (domain);
  if (length > 1 && domain[length - 1] == '.')
    domain[length - 1] = '\0';
  return *domain != '\0' && strpbrk (domain, " \t<>,;\"") == NULL ? g_steal_pointer (&domain)
                                                                  : NULL;
}
