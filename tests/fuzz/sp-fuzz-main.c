/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs a fuzz target without libFuzzer: over every file of its corpus, and over mutations of
 * them that are the same in each run.
 * usage: fuzz-NAME CORPUS MUTATIONS   or   fuzz-NAME FILE */

#define G_LOG_DOMAIN "signpost-fuzz"

#include "fuzz/sp-fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LONGEST_INPUT 4096
#define SEED 1

/* What is fed now, so that it can be kept when it is the last. */
static GBytes *current;
static char failed_path[256];

static void
keep_current (void)
{
  static const char words[] = "the input that failed was written to ";
  gsize length;
  const void *data;
  int fd;

  if (current == NULL)
    return;
  data = g_bytes_get_data (current, &length);
  fd = open (failed_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0 || write (fd, data, length) != (ssize_t) length
      || write (STDERR_FILENO, words, sizeof words - 1) < 0
      || write (STDERR_FILENO, failed_path, strlen (failed_path)) < 0
      || write (STDERR_FILENO, "\n", 1) < 0)
    return;
  current = NULL;
}

static void
on_signal (int number)
{
  keep_current ();
  signal (number, SIG_DFL);
  raise (number);
}

#ifdef __SANITIZE_ADDRESS__
#  include <sanitizer/common_interface_defs.h>
#else
#  define __sanitizer_set_death_callback(func) atexit (func)
#endif

/* From a block of its own size, so that one byte read too many is seen. */
static void
feed (GBytes *input)
{
  gsize length;
  const void *data = g_bytes_get_data (input, &length);
  g_autofree uint8_t *copy = length > 0 ? g_memdup2 (data, length) : NULL;

  current = input;
  LLVMFuzzerTestOneInput (copy, length);
  current = NULL;
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
read_folder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (seeds, read_file (g_ptr_array_index (paths, i)));
  return seeds;
}

static GBytes *
choose_seed (GPtrArray *seeds, GRand *rand)
{
  return g_ptr_array_index (seeds, g_rand_int_range (rand, 0, (int) seeds->len));
}

/* Puts a piece of a seed, or of @bytes themselves, in at @at. */
static void
insert_piece (GByteArray *bytes, guint at, GBytes *seed, GRand *rand)
{
  gsize length;
  const uint8_t *data = g_bytes_get_data (seed, &length);
  gsize start = length > 0 ? (gsize) g_rand_int_range (rand, 0, (int) length) : 0;
  guint8 *tail = g_memdup2 (bytes->data + at, bytes->len - at);
  guint tail_length = bytes->len - at;
  gsize most = (gsize) g_rand_int_range (rand, 1, 65);

  length = MIN (length - start, most);
  g_byte_array_set_size (bytes, at);
  if (length > 0)
    g_byte_array_append (bytes, data + start, (guint) length);
  if (tail_length > 0)
    g_byte_array_append (bytes, tail, tail_length);
  g_free (tail);
}

/* One change: a bit, a byte that means something, a piece out, a piece many times, a piece of
 * another seed in. */
static void
mutate_once (GByteArray *bytes, GPtrArray *seeds, GRand *rand)
{
  static const uint8_t special[] = { 0,   0xff, 0x80, 0xc0, ';', '=', ':',  '/',
                                     '.', '"',  '\\', '%',  '{', '(', '\n', ' ' };
  guint at = (guint) g_rand_int_range (rand, 0, (int) bytes->len + 1);
  guint length = (guint) g_rand_int_range (rand, 1, 17);
  g_autofree uint8_t *piece = NULL;

  length = MIN (length, bytes->len - at);
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      if (length > 0)
        bytes->data[at] ^= (uint8_t) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      if (length > 0)
        bytes->data[at] = special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
      break;
    case 2:
      if (length > 0)
        g_byte_array_remove_range (bytes, at, length);
      break;
    case 3:
      piece = g_memdup2 (bytes->data + at, length);
      for (int i = g_rand_int_range (rand, 1, 40);
           i > 0 && length > 0 && bytes->len < LONGEST_INPUT; i--)
        g_byte_array_append (bytes, piece, length);
      break;
    case 4:
      insert_piece (bytes, at, choose_seed (seeds, rand), rand);
      break;
    }
}

static GBytes *
mutate (GPtrArray *seeds, GRand *rand)
{
  GBytes *seed = choose_seed (seeds, rand);
  gsize length;
  const void *data = g_bytes_get_data (seed, &length);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (length > 0)
    g_byte_array_append (bytes, data, (guint) length);
  for (int i = g_rand_int_range (rand, 1, 8); i > 0; i--)
    mutate_once (bytes, seeds, rand);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) seeds = NULL;
  guint64 n_mutations = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 0;
  g_autofree char *name = g_path_get_basename (argv[0]);

  if (argc < 2)
    {
      g_printerr ("usage: %s CORPUS MUTATIONS | FILE\n", name);
      return 64;
    }
  g_snprintf (failed_path, sizeof failed_path, "%s.failed", name);
  signal (SIGABRT, on_signal);
  __sanitizer_set_death_callback (keep_current);

  if (!g_file_test (argv[1], G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GBytes) input = read_file (argv[1]);

      feed (input);
      return 0;
    }
  seeds = read_folder (argv[1]);
  g_assert_cmpuint (seeds->len, >, 0);
  for (guint i = 0; i < seeds->len; i++)
    feed (g_ptr_array_index (seeds, i));
  for (guint64 i = 0; i < n_mutations; i++)
    {
      g_autoptr (GBytes) input = mutate (seeds, rand);

      feed (input);
    }
  g_print ("%u files, %" G_GUINT64_FORMAT " mutations, no fault\n", seeds->len, n_mutations);
  return 0;
}
