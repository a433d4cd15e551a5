/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "core/mail/sp-dkim-key.h"

#include <string.h>

/* The table is tests/data/dkim/keys.txt, which says how its lines are to be read. */

/* Puts the keys in the place of their names. */
static char *
fill_in (const char *text, GHashTable *keys)
{
  GString *filled = g_string_new (text);
  GHashTableIter iter;
  gpointer name, key;

  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &name, &key))
    g_string_replace (filled, name, key, 0);
  return g_string_free_and_steal (filled);
}

static const char *
describe (const SpDkimKey *key)
{
  if (sp_dkim_key_is_foreign (key))
    return "foreign";
  return key->state == SP_DKIM_KEY_BROKEN ? "damaged" : "whole";
}

static gboolean
has_word (char **words, const char *wanted)
{
  for (guint i = 1; words[i] != NULL; i++)
    if (g_str_equal (words[i], wanted))
      return TRUE;
  return FALSE;
}

static gboolean
are_codes (GArray *issues, char **words)
{
  for (guint i = 0; i < issues->len; i++)
    if (!has_word (words, g_array_index (issues, SpParseIssue, i).code))
      return FALSE;
  for (guint i = 1; words[i] != NULL; i++)
    if (sp_parse_issues_find (issues, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
check_key (const char *line, GHashTable *keys)
{
  g_auto (GStrv) fields = g_strsplit (line + 2, " | ", -1);
  g_autofree char *filled = fill_in (fields[0], keys), *text = g_strcompress (filled);
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (text, -1);
  g_autofree char *bits = g_strdup_printf ("%u", key->bits);
  g_auto (GStrv) words = NULL;

  g_assert_cmpuint (g_strv_length (fields), ==, 5);
  words = g_strsplit (fields[4], " ", -1);
  if (g_str_equal (sp_dkim_key_type_to_string (key->type), fields[1])
      && g_str_equal (sp_dkim_key_state_to_string (key->state), fields[2])
      && g_str_equal (bits, fields[3]) && g_str_equal (describe (key), words[0])
      && are_codes (key->issues, words))
    return;
  g_test_message ("%s\nsaid: %s, %s, %s, %s", line, sp_dkim_key_type_to_string (key->type),
                  sp_dkim_key_state_to_string (key->state), bits, describe (key));
  for (guint i = 0; i < key->issues->len; i++)
    g_test_message ("%s", g_array_index (key->issues, SpParseIssue, i).code);
  g_test_fail ();
}

static void
test_keys (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "dkim", "keys.txt", NULL);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  guint n_cases = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize name = strcspn (lines[i], " ");

      if (lines[i][0] == '{')
        g_hash_table_insert (keys, g_strndup (lines[i], name), g_strdup (lines[i] + name + 1));
      else if (lines[i][0] == '?')
        {
          n_cases++;
          check_key (lines[i], keys);
        }
    }
  g_assert_cmpuint (n_cases, >, 90);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dkim/keys", test_keys);
  return g_test_run ();
}
