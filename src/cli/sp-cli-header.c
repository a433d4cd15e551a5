/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/sp-json-reading.h"
#include "cli/sp-json.h"
#include "cli/sp-text-reading.h"
#include "core/explain/sp-explain.h"
#include "core/sp-reading.h"

typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  SpReading *reading;
} Run;

static gboolean
on_interrupt (gpointer data)
{
  Run *run = data;

  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;

  run->reading = sp_reading_new_finish (result, NULL);
  g_main_loop_quit (run->loop);
}

static SpReading *
evaluate (SpWorkspace *workspace, const GString *text, SpName *yours)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Run run = { .loop = loop, .cancellable = cancellable };
  guint handler = g_unix_signal_add (SIGINT, on_interrupt, &run);

  sp_reading_new_async (workspace, text->str, (gssize) text->len, yours, cancellable, read_cb,
                        &run);
  g_main_loop_run (loop);
  g_source_remove (handler);
  return run.reading;
}

/* No more than is looked at: a file may be a whole mailbox. */
static GString *
read_all (const char *path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_input = strcmp (path, "-") == 0;
  int fd = is_input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  char buffer[4096];
  gssize n = fd >= 0 ? 0 : -1;

  while (fd >= 0 && text->len <= SP_HEADER_MAX_BYTES)
    {
      n = read (fd, buffer, sizeof buffer);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      g_string_append_len (text, buffer, n);
    }
  if (n < 0)
    {
      int problem = errno;

      /* Translators: %1$s is the name of a file, %2$s what the system says. */
      sp_cli_complain (_ ("Cannot read “%1$s”: %2$s"), path, g_strerror (problem));
    }
  if (fd >= 0 && !is_input)
    close (fd);
  return n < 0 ? NULL : g_steal_pointer (&text);
}

static gboolean
take_yours (const char *typed, SpName **yours)
{
  g_autoptr (GError) error = NULL;

  if (typed == NULL)
    return TRUE;
  *yours = sp_question_clean (typed, &error);
  if (*yours == NULL)
    {
      g_autofree char *sentence = sp_explain_question_error (error);

      sp_cli_complain ("%s", sentence);
    }
  return *yours != NULL;
}

/**
 * sp_cli_header:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl header FILE|- [--domain DOMAIN]`: reads the header of a received message, or a
 * bounce, and compares it with what DNS says now. Without --domain both sides are looked at; with
 * it only that domain, since nothing else can be mended by its owner. The JSON is described at
 * sp_json_add_reading().
 *
 * Returns: the exit status: 2 if the text is neither
 */
SpExit
sp_cli_header (SpCli *self, int argc, char **argv)
{
  g_autofree char *typed = NULL;
  g_autoptr (SpName) yours = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (SpReading) reading = NULL;
  const GOptionEntry entries[] = {
    { "domain", 0, 0, G_OPTION_ARG_STRING, &typed, N_ ("The domain that is your own"), "DOMAIN" },
    G_OPTION_ENTRY_NULL,
  };

  if (!sp_cli_parse (self, "FILE|-", entries, argc, argv))
    return SP_EXIT_USAGE;
  if (g_strv_length (self->arguments) != 1)
    {
      sp_cli_complain (_ ("One file is needed; “-” is standard input."));
      return SP_EXIT_USAGE;
    }
  if (!take_yours (typed, &yours))
    return SP_EXIT_USAGE;
  text = read_all (self->arguments[0]);
  if (text == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;

  reading = evaluate (self->workspace, text, yours);
  if (reading == NULL)
    return SP_EXIT_UNKNOWN;
  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      sp_json_add_reading (builder, reading);
      sp_json_print (builder, TRUE);
    }
  else
    sp_text_print_reading (reading, !self->no_color && isatty (STDOUT_FILENO));
  return sp_reading_get_kind (reading) != SP_CAME_BACK_NOTHING ? SP_EXIT_OK : SP_EXIT_UNKNOWN;
}
