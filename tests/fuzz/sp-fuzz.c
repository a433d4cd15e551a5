/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-fuzz"

#include "fuzz/sp-fuzz.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST_TIME G_USEC_PER_SEC

/* Of this thread alone: a busy machine is no fault of the reader's. */
static gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
on_trap (int number)
{
  abort ();
}

/* Whatever GLib warns of is a fault. It ends with a trap, which libFuzzer does not know. */
static void
make_warnings_fatal (void)
{
  static gboolean is_done;

  if (is_done)
    return;
  is_done = TRUE;
  signal (SIGTRAP, on_trap);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
}

/*
 * sp_fuzz_input_new:
 * @data: the bytes of a target; have to outlive the input
 * @size: how many there are
 *
 * Returns: the input
 */
SpFuzzInput
sp_fuzz_input_new (const uint8_t *data, size_t size)
{
  SpFuzzInput self = {
    .data = size > 0 ? (const char *) data : "",
    .length = size,
    .started = get_time (),
  };

  make_warnings_fatal ();
  self.copy = g_malloc (size + 1);
  memcpy (self.copy, self.data, size);
  self.copy[size] = '\0';
  self.text = self.copy;
  return self;
}

void
sp_fuzz_input_clear (SpFuzzInput *self)
{
  gint64 elapsed = get_time () - self->started;

  g_clear_pointer (&self->copy, g_free);
  if (elapsed > LONGEST_TIME)
    g_error ("one input took %.1f s", (double) elapsed / G_USEC_PER_SEC);
}

/*
 * sp_fuzz_input_take_line:
 * @self: an input
 *
 * Takes the first line off the input.
 *
 * Returns: (transfer full): the line without its end; the rest, if there is no line end
 */
char *
sp_fuzz_input_take_line (SpFuzzInput *self)
{
  const char *end = memchr (self->data, '\n', self->length);
  gsize length = end != NULL ? (gsize) (end - self->data) : self->length;
  char *line = g_strndup (self->data, length);

  if (end != NULL)
    length++;
  self->data += length;
  self->length -= length;
  self->text += length;
  return line;
}

/*
 * sp_fuzz_input_dup_bytes:
 * @self: an input
 *
 * Returns: (transfer full): a copy of its bytes
 */
GBytes *
sp_fuzz_input_dup_bytes (const SpFuzzInput *self)
{
  return g_bytes_new (self->data, self->length);
}
