/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-came-back.h"

#include <string.h>

/* Most lines begin with ">", as in an answer: they are taken off. */
static GString *
dup_unquoted (const char *text, gsize length)
{
  GString *out = g_string_sized_new (length);
  guint n_lines = 0, n_quoted = 0;
  const char *end = text + length;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *stop = newline != NULL ? newline : end;

      if (stop > line && *line != '\r')
        {
          n_lines++;
          n_quoted += *line == '>';
        }
      line = newline != NULL ? newline + 1 : end;
    }
  if (n_quoted * 2 <= n_lines)
    {
      g_string_append_len (out, text, (gssize) length);
      return out;
    }
  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *next = newline != NULL ? newline + 1 : end;

      if (*line == '>')
        line += line + 1 < next && line[1] == ' ' ? 2 : 1;
      g_string_append_len (out, line, next - line);
      line = next;
    }
  return out;
}

/* A report's own fields alone are no message's header. */
static gboolean
is_message_header (const SpHeader *header)
{
  static const char *const names[] = {
    "received",     "from",       "return-path",  "authentication-results", "dkim-signature",
    "received-spf", "message-id", "content-type", "x-failed-recipients"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (sp_header_get (header, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_came_back_read:
 * @text: any bytes
 * @length: how many, -1 for a string
 *
 * Finds out what somebody pasted. What is beyond 256 kB is not looked at.
 *
 * Returns: (transfer full): what was understood
 */
SpCameBack *
sp_came_back_read (const char *text, gssize length)
{
  SpCameBack *self = g_new0 (SpCameBack, 1);
  gsize size = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GString) plain = NULL;
  g_autoptr (SpHeader) header = NULL;
  g_autoptr (GPtrArray) parts = NULL;

  plain = dup_unquoted (text != NULL ? text : "", MIN (size, SP_HEADER_MAX_BYTES));
  header = sp_header_parse (plain->str, (gssize) plain->len);
  if (sp_header_is_known (header) && is_message_header (header))
    {
      parts = sp_mime_read (header, plain->str + header->body_offset,
                            plain->len - header->body_offset);
      self->bounce = sp_bounce_read (header, parts);
      self->header = g_steal_pointer (&header);
      self->kind = self->bounce != NULL ? SP_CAME_BACK_BOUNCE : SP_CAME_BACK_MESSAGE;
      return self;
    }
  parts = sp_mime_read_loose (plain->str, plain->len);
  self->bounce = sp_bounce_read (NULL, parts);
  if (self->bounce != NULL)
    self->kind = SP_CAME_BACK_BOUNCE;
  return self;
}

/**
 * sp_came_back_free:
 * @self: (transfer full): what came back
 */
void
sp_came_back_free (SpCameBack *self)
{
  g_clear_pointer (&self->header, sp_header_free);
  g_clear_pointer (&self->bounce, sp_bounce_free);
  g_free (self);
}
