/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-header-mime.h"

#include <string.h>

#include "core/mail/sp-header-lexer.h"
#include "core/mail/sp-mime-encoding.h"

#define MAX_DEPTH 6
#define MAX_PARTS 50
/* RFC 2046 §5.1.1 allows 70. */
#define MAX_BOUNDARY 200

typedef struct {
  char *type;
  char *boundary;
  char *charset;
} ContentType;

static void
content_type_clear (ContentType *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->boundary, g_free);
  g_clear_pointer (&self->charset, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ContentType, content_type_clear)

/* Content-Type of RFC 2045 §5.1; what cannot be read is plain text (§5.2). */
static void
read_content_type (const SpHeader *header, ContentType *content)
{
  const char *value = sp_header_get (header, "content-type");
  g_autofree char *type = NULL;
  g_autofree char *subtype = NULL;
  SpLexer lexer;

  sp_lexer_init (&lexer, value != NULL ? value : "", -1);
  sp_lexer_skip_space (&lexer, NULL);
  type = sp_lexer_take_word (&lexer, "/;");
  sp_lexer_skip_space (&lexer, NULL);
  if (sp_lexer_take (&lexer, '/'))
    {
      sp_lexer_skip_space (&lexer, NULL);
      subtype = sp_lexer_take_word (&lexer, ";");
    }
  if (*type != '\0' && subtype != NULL && *subtype != '\0')
    {
      g_autofree char *both = g_strconcat (type, "/", subtype, NULL);

      content->type = g_ascii_strdown (both, -1);
    }
  else
    content->type = g_strdup ("text/plain");

  for (;;)
    {
      g_autofree char *name = NULL;
      g_autofree char *parameter = NULL;

      sp_lexer_skip_to (&lexer, ';');
      if (!sp_lexer_take (&lexer, ';'))
        return;
      sp_lexer_skip_space (&lexer, NULL);
      name = sp_lexer_take_word (&lexer, "=;");
      sp_lexer_skip_space (&lexer, NULL);
      if (!sp_lexer_take (&lexer, '='))
        continue;
      sp_lexer_skip_space (&lexer, NULL);
      parameter = sp_lexer_take_word (&lexer, ";");
      if (g_ascii_strcasecmp (name, "boundary") == 0 && content->boundary == NULL
          && *parameter != '\0' && strlen (parameter) <= MAX_BOUNDARY)
        content->boundary = g_steal_pointer (&parameter);
      else if (g_ascii_strcasecmp (name, "charset") == 0 && content->charset == NULL)
        content->charset = g_steal_pointer (&parameter);
    }
}

static void
mime_part_free (SpMimePart *part)
{
  g_free (part->type);
  g_free (part->text);
  g_free (part);
}

static void read_entity (GPtrArray *parts, const SpHeader *header, const char *body, gsize length,
                         guint depth);

static void
read_piece (GPtrArray *parts, const char *text, gsize length, guint depth)
{
  g_autoptr (SpHeader) header = NULL;
  gsize offset = 0;

  /* An empty line at once means: no header, plain text (RFC 2046 §5.1). */
  if (length > 0 && text[0] != '\n' && text[0] != '\r')
    {
      header = sp_header_parse (text, (gssize) length);
      offset = header->body_offset;
    }
  else
    {
      header = sp_header_parse ("", 0);
      offset = length == 0 ? 0 : length > 1 && text[0] == '\r' && text[1] == '\n' ? 2 : 1;
    }
  read_entity (parts, header, text + offset, length - offset, depth);
}

/* What kind of line begins at @at: 0 no boundary, 1 one between parts, 2 the last. */
static int
match_boundary (const char *at, const char *end, const char *boundary)
{
  gsize length = strlen (boundary);
  gboolean is_last;

  if (end - at < (gssize) length + 2 || at[0] != '-' || at[1] != '-'
      || memcmp (at + 2, boundary, length) != 0)
    return 0;
  at += 2 + length;
  is_last = end - at >= 2 && at[0] == '-' && at[1] == '-';
  if (is_last)
    at += 2;
  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at == end || *at == '\r' || *at == '\n' ? (is_last ? 2 : 1) : 0;
}

static const char *
next_line (const char *at, const char *end)
{
  const char *newline = memchr (at, '\n', (gsize) (end - at));

  return newline != NULL ? newline + 1 : end;
}

/* Splits a body at its boundary lines (RFC 2046 §5.1.1). The end may be missing. */
static gboolean
read_multipart (GPtrArray *parts, const char *body, gsize length, const char *boundary, guint depth)
{
  const char *end = body + length;
  const char *piece = NULL;
  gboolean found = FALSE;

  for (const char *at = body; at < end; at = next_line (at, end))
    {
      int kind = match_boundary (at, end, boundary);

      if (kind == 0)
        continue;
      if (piece != NULL)
        read_piece (parts, piece, (gsize) (at - piece), depth + 1);
      piece = kind == 1 ? next_line (at, end) : NULL;
      found = TRUE;
      if (kind == 2)
        break;
    }
  if (piece != NULL)
    read_piece (parts, piece, (gsize) (end - piece), depth + 1);
  return found;
}

/* Parts of a text whose header is not there: at the first line that can be a boundary, one with the
 * header of a part below it. */
static void
read_loose (GPtrArray *parts, const char *text, gsize length)
{
  g_autoptr (SpHeader) plain = sp_header_parse ("", 0);
  const char *end = text + length;

  for (const char *at = text; at < end; at = next_line (at, end))
    {
      const char *next = next_line (at, end);
      const char *stop = next;
      g_autofree char *boundary = NULL;

      while (stop > at && (stop[-1] == '\n' || stop[-1] == '\r' || stop[-1] == ' '))
        stop--;
      if (stop - at < 4 || stop - at > MAX_BOUNDARY || at[0] != '-' || at[1] != '-'
          || end - next < 8 || g_ascii_strncasecmp (next, "content-", 8) != 0)
        continue;
      boundary = g_strndup (at + 2, (gsize) (stop - at - 2));
      read_entity (parts, plain, text, (gsize) (at - text), 1);
      read_multipart (parts, at, (gsize) (end - at), boundary, 0);
      return;
    }
  read_entity (parts, plain, text, length, 1);
}

static void
read_entity (GPtrArray *parts, const SpHeader *header, const char *body, gsize length, guint depth)
{
  g_auto (ContentType) content = { 0 };
  g_autoptr (GString) bytes = NULL;
  SpMimePart *part;

  if (parts->len >= MAX_PARTS)
    return;
  read_content_type (header, &content);
  if (g_str_has_prefix (content.type, "multipart/") && content.boundary != NULL && depth < MAX_DEPTH
      && read_multipart (parts, body, length, content.boundary, depth))
    return;
  /* Its boundaries got lost or changed in copying: parts may still be seen. */
  if (g_str_has_prefix (content.type, "multipart/") && depth == 0)
    {
      read_loose (parts, body, length);
      return;
    }
  bytes = sp_mime_decode (body, length, sp_header_get (header, "content-transfer-encoding"));
  part = g_new0 (SpMimePart, 1);
  part->type = g_steal_pointer (&content.type);
  part->text = sp_mime_dup_utf8 (bytes, content.charset);
  g_ptr_array_add (parts, part);
}

/**
 * sp_mime_read:
 * @header: header of a message
 * @body: what follows it
 * @length: length of @body
 *
 * Takes a message apart (RFC 2045, RFC 2046). Messages inside are left whole.
 *
 * Returns: (transfer full) (element-type SpMimePart): its parts, at most fifty
 */
GPtrArray *
sp_mime_read (const SpHeader *header, const char *body, gsize length)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) mime_part_free);

  read_entity (parts, header, body, length, 0);
  return parts;
}

/**
 * sp_mime_read_loose:
 * @text: a text that begins with no header
 * @length: its length
 *
 * Somebody copied from the middle of a message: if there is a line that begins a part, the parts
 * from there on are read, and what stands before it is plain text.
 *
 * Returns: (transfer full) (element-type SpMimePart): its parts, at most fifty
 */
GPtrArray *
sp_mime_read_loose (const char *text, gsize length)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) mime_part_free);

  read_loose (parts, text, length);
  return parts;
}

static gboolean
begins_line (const char *tag)
{
  static const char *const tags[] = { "br",  "p",   "/p",    "div",    "/div", "tr",
                                      "/tr", "li",  "h1",    "h2",     "h3",   "/h1",
                                      "/h2", "/h3", "table", "/table", "hr" };
  gsize slash = *tag == '/' ? 1 : 0;
  gsize length = slash + strcspn (tag + slash, " \t\r\n/>");

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strlen (tags[i]) == length && g_ascii_strncasecmp (tag, tags[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gsize
append_entity (GString *out, const char *text)
{
  static const struct {
    const char *name;
    char c;
  } entities[] = { { "&lt;", '<' },   { "&gt;", '>' },   { "&amp;", '&' }, { "&quot;", '"' },
                   { "&nbsp;", ' ' }, { "&#39;", '\'' }, { "&#64;", '@' }, { "&apos;", '\'' } };

  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (text, entities[i].name))
      {
        g_string_append_c (out, entities[i].c);
        return strlen (entities[i].name);
      }
  g_string_append_c (out, '&');
  return 1;
}

/**
 * sp_mime_dup_plain_text:
 * @html: a page
 *
 * Returns: (transfer full): the words of a page without its tags, for reports that come as pages
 *   only
 */
char *
sp_mime_dup_plain_text (const char *html)
{
  GString *out = g_string_new (NULL);
  const char *at = html;

  while (*at != '\0')
    {
      if (*at == '<')
        {
          const char *close;
          const char *skip = g_ascii_strncasecmp (at, "<style", 6) == 0    ? "</style"
                             : g_ascii_strncasecmp (at, "<script", 7) == 0 ? "</script"
                             : g_str_has_prefix (at, "<!--")               ? "-->"
                                                                           : NULL;

          if (skip != NULL)
            {
              const char *found = strstr (at, skip);

              at = found != NULL ? found : at + strlen (at);
              if (*at != '<')
                {
                  at += *at != '\0' ? 3 : 0;
                  continue;
                }
            }
          close = *at != '\0' ? strchr (at, '>') : NULL;
          if (close == NULL)
            break;
          g_string_append_c (out, begins_line (at + 1) ? '\n' : ' ');
          at = close + 1;
        }
      else if (*at == '&')
        at += append_entity (out, at);
      else
        g_string_append_c (out, *at++);
    }
  return g_string_free_and_steal (out);
}
