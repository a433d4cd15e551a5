/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-domain-list.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

/* A longer line cannot be a domain, however it is written; the rest of it is passed over. */
#define MAX_LINE 4096

struct _SpDomainList {
  char **next_argument;
  GDataInputStream *stream;
};

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

  self->next_argument = arguments;
  if (file != NULL)
    {
      g_autoptr (GInputStream) base = open_file (file, error);

      if (base == NULL)
        return NULL;
      self->stream = g_data_input_stream_new (base);
      g_data_input_stream_set_newline_type (self->stream, G_DATA_STREAM_NEWLINE_TYPE_ANY);
    }
  return g_steal_pointer (&self);
}

/**
 * sp_domain_list_free:
 * @self: (transfer full): a list
 */
void
sp_domain_list_free (SpDomainList *self)
{
  g_clear_object (&self->stream);
  g_free (self);
}

/**
 * sp_domain_list_next:
 * @self: a list
 *
 * Returns: (transfer full) (nullable): what was typed for the next domain, %NULL at the end
 */
char *
sp_domain_list_next (SpDomainList *self)
{
  if (*self->next_argument != NULL)
    return g_strdup (*self->next_argument++);

  while (self->stream != NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (self->stream, NULL, NULL, NULL);
      char *comment = NULL;

      if (line == NULL)
        return NULL;
      comment = strchr (line, '#');
      if (comment != NULL)
        *comment = '\0';
      if (strlen (line) > MAX_LINE)
        line[MAX_LINE] = '\0';
      g_strstrip (line);
      if (*line != '\0')
        return g_steal_pointer (&line);
    }
  return NULL;
}
