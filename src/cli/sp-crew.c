/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-crew.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_WORKER G_MAXUINT

typedef struct {
  SpCrew *crew;
  pid_t pid;
  GOutputStream *to;
  GDataInputStream *from;
  GString *waiting; /* lines that go out when those before have gone */
  GString *going;
  gboolean is_writing;
  gboolean is_reading;
  gboolean has_ended;
  GQueue jobs;
} Worker;

struct _SpCrew {
  guint n_workers;
  Worker *workers;
  guint n_calls; /* asynchronous ones under way: they hold on to the crew */
  gboolean is_free;
  GCancellable *cancellable;
  SpCrewAnswered answered;
  gpointer data;
};

static void read_on (Worker *worker);

static void
set_interruptible (gboolean is_interruptible)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  pthread_sigmask (is_interruptible ? SIG_UNBLOCK : SIG_BLOCK, &set, NULL);
}

static void
become_worker (guint index, int lines, int answers)
{
  signal (SIGPIPE, SIG_DFL);
  dup2 (lines, STDIN_FILENO);
  dup2 (answers, STDOUT_FILENO);
  close (lines);
  close (answers);
  /* What one has to say of the options, all would say. */
  if (index > 0)
    {
      int nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);

      dup2 (nowhere, STDERR_FILENO);
      close (nowhere);
    }
}

/* Returns: whether this is the process that made the worker */
static gboolean
start_worker (SpCrew *self, guint index)
{
  Worker *worker = &self->workers[index];
  int lines[2], answers[2];
  g_autoptr (GInputStream) from = NULL;

  if (pipe2 (lines, O_CLOEXEC) != 0)
    return TRUE;
  if (pipe2 (answers, O_CLOEXEC) != 0)
    {
      close (lines[0]);
      close (lines[1]);
      return TRUE;
    }
  worker->pid = fork ();
  if (worker->pid == 0)
    {
      close (lines[1]);
      close (answers[0]);
      become_worker (index, lines[0], answers[1]);
      return FALSE;
    }
  close (lines[0]);
  close (answers[1]);
  worker->crew = self;
  worker->to = g_unix_output_stream_new (lines[1], TRUE);
  from = g_unix_input_stream_new (answers[0], TRUE);
  worker->from = g_data_input_stream_new (from);
  worker->waiting = g_string_new (NULL);
  worker->going = g_string_new (NULL);
  g_queue_init (&worker->jobs);
  return TRUE;
}

static void
free_if_idle (SpCrew *self)
{
  if (!self->is_free || self->n_calls > 0)
    return;
  for (guint i = 0; i < self->n_workers; i++)
    {
      Worker *worker = &self->workers[i];

      g_clear_object (&worker->to);
      g_clear_object (&worker->from);
      if (worker->waiting != NULL)
        g_string_free (worker->waiting, TRUE);
      if (worker->going != NULL)
        g_string_free (worker->going, TRUE);
      g_queue_clear (&worker->jobs);
    }
  g_object_unref (self->cancellable);
  g_free (self->workers);
  g_free (self);
}

static gboolean
is_started (const Worker *worker)
{
  return worker->to != NULL && worker->pid > 0;
}

/**
 * sp_crew_new:
 * @n_workers: how many there are to be
 * @worker: (out): in a worker, its number from 0; %G_MAXUINT in the process that made them
 *
 * Splits this process, which must not have done anything yet but read its options. A worker
 * returns from here with its own standard input and output.
 *
 * Returns: (transfer full) (nullable): the crew; %NULL in a worker
 */
SpCrew *
sp_crew_new (guint n_workers, guint *worker)
{
  SpCrew *self = g_new0 (SpCrew, 1);

  *worker = NO_WORKER;
  /* A worker that died is told by what is read from it. */
  signal (SIGPIPE, SIG_IGN);
  self->n_workers = n_workers;
  self->workers = g_new0 (Worker, n_workers);
  self->cancellable = g_cancellable_new ();
  set_interruptible (FALSE);
  for (guint i = 0; i < n_workers; i++)
    {
      if (!start_worker (self, i))
        {
          /* The ends of the others' pipes are closed here, or those would never end. */
          self->is_free = TRUE;
          free_if_idle (self);
          *worker = i;
          return NULL;
        }
    }
  set_interruptible (TRUE);
  return self;
}

/**
 * sp_crew_listen_to_interrupt:
 *
 * To be called in a worker that knows what to do when it is interrupted. Until then it is not: what
 * it has to say of its options must be said, also if another one that found the same was quicker.
 */
void
sp_crew_listen_to_interrupt (void)
{
  set_interruptible (TRUE);
}

static void
wait_for (Worker *worker, int *status)
{
  while (worker->pid > 0 && waitpid (worker->pid, status, 0) < 0 && errno == EINTR)
    ;
  worker->pid = 0;
}

/**
 * sp_crew_free:
 * @self: (transfer full): a crew; jobs that are not answered are forgotten
 */
void
sp_crew_free (SpCrew *self)
{
  self->is_free = TRUE;
  self->answered = NULL;
  g_cancellable_cancel (self->cancellable);
  free_if_idle (self);
}

/**
 * sp_crew_set_answered:
 * @self: a crew
 * @answered: what to call for each answer
 * @data: for @answered
 */
void
sp_crew_set_answered (SpCrew *self, SpCrewAnswered answered, gpointer data)
{
  self->answered = answered;
  self->data = data;
}

static void
tell (SpCrew *self, gpointer job, char *answer)
{
  if (self->answered != NULL)
    self->answered (job, answer, self->data);
  else
    g_free (answer);
}

static void
give_up (Worker *worker)
{
  gpointer job;

  worker->has_ended = TRUE;
  while ((job = g_queue_pop_head (&worker->jobs)) != NULL)
    tell (worker->crew, job, NULL);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Worker *worker = user_data;
  SpCrew *self = worker->crew;
  char *answer = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL,
                                                       NULL);

  worker->is_reading = FALSE;
  if (self->is_free)
    g_free (answer);
  else if (answer == NULL || g_queue_is_empty (&worker->jobs))
    {
      g_free (answer);
      give_up (worker);
    }
  else
    {
      gpointer job = g_queue_pop_head (&worker->jobs);

      if (!g_queue_is_empty (&worker->jobs))
        read_on (worker);
      tell (self, job, answer);
    }
  self->n_calls--;
  free_if_idle (self);
}

static void
read_on (Worker *worker)
{
  if (worker->is_reading)
    return;
  worker->is_reading = TRUE;
  worker->crew->n_calls++;
  g_data_input_stream_read_line_async (worker->from, G_PRIORITY_DEFAULT, worker->crew->cancellable,
                                       on_answer, worker);
}

static void write_on (Worker *worker);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Worker *worker = user_data;
  SpCrew *self = worker->crew;
  gboolean is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL,
                                                          NULL);

  worker->is_writing = FALSE;
  if (is_written && !self->is_free)
    write_on (worker);
  self->n_calls--;
  free_if_idle (self);
}

static void
write_on (Worker *worker)
{
  GString *going = worker->waiting;

  if (worker->is_writing || going->len == 0)
    return;
  worker->waiting = worker->going;
  worker->going = going;
  g_string_truncate (worker->waiting, 0);
  worker->is_writing = TRUE;
  worker->crew->n_calls++;
  g_output_stream_write_all_async (worker->to, going->str, going->len, G_PRIORITY_DEFAULT,
                                   worker->crew->cancellable, on_written, worker);
}

static Worker *
find_idlest (SpCrew *self)
{
  Worker *best = NULL;

  for (guint i = 0; i < self->n_workers; i++)
    {
      Worker *worker = &self->workers[i];

      if (!is_started (worker) || worker->has_ended)
        continue;
      if (best == NULL || g_queue_get_length (&worker->jobs) < g_queue_get_length (&best->jobs))
        best = worker;
    }
  return best;
}

/**
 * sp_crew_hand_out:
 * @self: a crew
 * @line: a line, without its end
 * @job: (not nullable): what to give back with the answer
 *
 * Hands a line to whoever has least to do.
 */
void
sp_crew_hand_out (SpCrew *self, const char *line, gpointer job)
{
  Worker *worker = find_idlest (self);

  if (worker == NULL)
    {
      tell (self, job, NULL);
      return;
    }
  g_queue_push_tail (&worker->jobs, job);
  g_string_append_printf (worker->waiting, "%s\n", line);
  write_on (worker);
  read_on (worker);
}

/**
 * sp_crew_stop:
 * @self: a crew
 *
 * Ends the work as Ctrl+C does.
 */
void
sp_crew_stop (SpCrew *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    {
      if (is_started (&self->workers[i]))
        kill (self->workers[i].pid, SIGINT);
    }
}

/**
 * sp_crew_finish:
 * @self: a crew to which nothing will be handed out any more
 * @statuses: (element-type int): gets the exit status of each worker, 255 for one that was killed
 *
 * Waits for the workers, which have nothing left to do.
 */
void
sp_crew_finish (SpCrew *self, GArray *statuses)
{
  for (guint i = 0; i < self->n_workers; i++)
    {
      Worker *worker = &self->workers[i];
      int status = 0;

      if (!is_started (worker))
        continue;
      g_output_stream_close (worker->to, NULL, NULL);
      wait_for (worker, &status);
      status = WIFEXITED (status) ? WEXITSTATUS (status) : 255;
      g_array_append_val (statuses, status);
    }
}
