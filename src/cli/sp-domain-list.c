/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-domain-list.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* A longer line cannot be a domain, however it is written; the rest of it is passed over. */
#define MAX_LINE 1024

#define BYTE_ORDER_MARK "\xef\xbb\xbf"
#define REPLACEMENT "\xef\xbf\xbd"

struct _SpDomainList {
  gatomicrefcount refs;
  char **next_argument;
  GInputStream *stream;
  GCancellable *cancellable;
  SpDomainListReady ready;
  gpointer data;
  char buffer[4096];
  gssize length;
  gssize at;
  gboolean is_reading;
  gboolean is_ended;
  gboolean has_failed;
  /* The line as far as it has come. */
  GString *line;
  gboolean is_long;
  gboolean is_comment;
  gboolean is_first;
};

static void
list_unref (SpDomainList *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_object (&self->stream);
  g_object_unref (self->cancellable);
  g_string_free (self->line, TRUE);
  g_free (self);
}

static GInputStream *
open_file (const char *file, GError **error)
{
  g_autoptr (GFile) path = NULL;

  if (strcmp (file, "-") == 0)
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);
  path = g_file_new_for_commandline_arg (file);
  return G_INPUT_STREAM (g_file_read (path, NULL, error));
}

/**
 * sp_domain_list_new:
 * @arguments: (array zero-terminated=1): domains of the command line; must outlive the list
 * @file: (nullable): a file, "-" for standard input
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the list
 */
SpDomainList *
sp_domain_list_new (char **arguments, const char *file, GError **error)
{
  g_autoptr (SpDomainList) self = g_new0 (SpDomainList, 1);

  g_atomic_ref_count_init (&self->refs);
  self->cancellable = g_cancellable_new ();
  self->line = g_string_new (NULL);
  self->is_first = TRUE;
  self->next_argument = arguments;
  if (file == NULL)
    return g_steal_pointer (&self);
  self->stream = open_file (file, error);
  return self->stream != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * sp_domain_list_free:
 * @self: (transfer full): a list
 */
void
sp_domain_list_free (SpDomainList *self)
{
  self->ready = NULL;
  g_cancellable_cancel (self->cancellable);
  list_unref (self);
}

/**
 * sp_domain_list_set_ready:
 * @self: a list
 * @ready: what to call when it is worth asking again
 * @data: for @ready
 */
void
sp_domain_list_set_ready (SpDomainList *self, SpDomainListReady ready, gpointer data)
{
  self->ready = ready;
  self->data = data;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpDomainList *self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_reading = FALSE;
  self->at = 0;
  self->length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  if (self->length <= 0)
    {
      self->is_ended = TRUE;
      self->has_failed = self->length < 0;
      self->length = 0;
    }
  if (self->ready != NULL)
    self->ready (self->data);
  list_unref (self);
}

static void
read_on (SpDomainList *self)
{
  if (self->is_reading)
    return;
  self->is_reading = TRUE;
  g_atomic_ref_count_inc (&self->refs);
  g_input_stream_read_async (self->stream, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->cancellable, on_read, self);
}

static void
take_byte (SpDomainList *self, char byte)
{
  if (byte == '#')
    self->is_comment = TRUE;
  if (self->is_comment || self->is_long)
    return;
  self->is_long = self->line->len >= MAX_LINE;
  if (self->is_long)
    return;
  if (byte == '\0')
    g_string_append (self->line, REPLACEMENT);
  else
    g_string_append_c (self->line, byte);
}

/* The line that has just ended, unless there is nothing in it. */
static char *
end_line (SpDomainList *self, gboolean *is_long)
{
  g_autofree char *text = NULL;

  if (self->is_first && g_str_has_prefix (self->line->str, BYTE_ORDER_MARK))
    g_string_erase (self->line, 0, strlen (BYTE_ORDER_MARK));
  self->is_first = FALSE;
  *is_long = self->is_long;
  text = g_strstrip (g_strdup (self->line->str));
  g_string_truncate (self->line, 0);
  self->is_long = FALSE;
  self->is_comment = FALSE;
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/**
 * sp_domain_list_next:
 * @self: a list
 * @typed: (out) (transfer full): what was typed for the next domain, if there is one
 *
 * Returns: whether there is one
 */
SpDomainListState
sp_domain_list_next (SpDomainList *self, char **typed)
{
  gboolean is_long = FALSE;

  *typed = NULL;
  if (*self->next_argument != NULL)
    {
      *typed = g_strdup (*self->next_argument++);
      return SP_DOMAIN_LIST_LINE;
    }
  while (self->stream != NULL && self->at < self->length)
    {
      char byte = self->buffer[self->at++];

      if (byte != '\n' && byte != '\r')
        take_byte (self, byte);
      else if ((*typed = end_line (self, &is_long)) != NULL)
        return is_long ? SP_DOMAIN_LIST_LONG_LINE : SP_DOMAIN_LIST_LINE;
    }
  if (self->stream != NULL && !self->is_ended)
    {
      read_on (self);
      return SP_DOMAIN_LIST_WAIT;
    }
  if (self->has_failed)
    return SP_DOMAIN_LIST_FAILED;
  *typed = end_line (self, &is_long);
  if (*typed == NULL)
    return SP_DOMAIN_LIST_END;
  return is_long ? SP_DOMAIN_LIST_LONG_LINE : SP_DOMAIN_LIST_LINE;
}
