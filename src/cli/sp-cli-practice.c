/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

static gboolean
on_interrupt (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/**
 * sp_cli_practice:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl practice`: serves the practice world on loopback until Ctrl+C, and says on
 * standard output, as JSON, where.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_practice (SpCli *self, int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (JsonNode) description = NULL;
  g_autofree char *text = NULL;
  guint interrupt = 0;
  guint terminate = 0;

  if (!sp_cli_parse (self, "", NULL, argc, argv))
    return SP_EXIT_USAGE;
  self->practice = TRUE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;

  description = sp_practice_world_describe (sp_workspace_get_practice (self->workspace));
  text = json_to_string (description, TRUE);
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);

  interrupt = g_unix_signal_add (SIGINT, on_interrupt, loop);
  terminate = g_unix_signal_add (SIGTERM, on_interrupt, loop);
  g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  return SP_EXIT_OK;
}
