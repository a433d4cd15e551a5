/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "core/checks/sp-dmarc-discovery.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

/* The tables are in tests/data/dmarc; each says how its lines are to be read. */

static char **
read_lines (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "dmarc", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

static gboolean
is_said (const char *line, const char *what, const char *said, const char *expected)
{
  if (g_str_equal (said, expected))
    return TRUE;
  g_test_message ("%s\n%s: %s", line, what, said);
  g_test_fail ();
  return FALSE;
}

/* The codes, each once, in the order of the alphabet; "-" for none. */
static char *
sort_words (char **words)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (sorted, words[i], g_str_equal, NULL))
      g_ptr_array_add (sorted, words[i]);
  g_ptr_array_sort_values (sorted, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < sorted->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) sorted->pdata[i]);
  return g_string_free_and_steal (text);
}

static char *
dup_codes (GArray *issues)
{
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < issues->len; i++)
    g_strv_builder_add (codes, g_array_index (issues, SpParseIssue, i).code);
  if (issues->len == 0)
    g_strv_builder_add (codes, "-");
  words = g_strv_builder_end (codes);
  return sort_words (words);
}

static void
check_record (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line + 2, " | ", -1);
  g_autofree char *text = g_strcompress (fields[0]);
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, -1);
  const char *state = dmarc->is_usable ? "valid" : "invalid";
  g_auto (GStrv) words = NULL;
  g_autofree char *codes = dup_codes (dmarc->issues), *expected = NULL;

  g_assert_cmpuint (g_strv_length (fields), ==, 6);
  if (!sp_dmarc_is_record (text, strlen (text)))
    state = "none";
  is_said (line, "state", state, fields[1]);
  for (SpDmarcSubject subject = SP_DMARC_ITSELF; subject <= SP_DMARC_MISSING; subject++)
    {
      SpDmarcPolicy policy = sp_dmarc_get_effective_policy (dmarc, subject);

      is_said (line, "policy", or_dash (sp_dmarc_policy_to_string (policy)), fields[2 + subject]);
    }
  words = g_strsplit (fields[5], " ", -1);
  expected = sort_words (words);
  if (!g_str_equal (state, "none"))
    is_said (line, "issues", codes, expected);
}

static void
test_records (void)
{
  g_auto (GStrv) lines = read_lines ("records.txt");
  guint n_cases = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '?')
      {
        n_cases++;
        check_record (lines[i]);
      }
  g_assert_cmpuint (n_cases, >, 80);
}

static const char *
describe (const SpDmarcDiscovery *found)
{
  switch (found->state)
    {
    case SP_FACT_PRESENT:
      return found->dmarc->is_usable ? "valid" : "invalid";
    case SP_FACT_ABSENT:
      return found->n_records > 1 ? "invalid" : "none";
    case SP_FACT_UNKNOWN:
      return "unknown";
    }
  g_assert_not_reached ();
}

static void
check_discovery (const char *line, const char *zone)
{
  g_auto (GStrv) fields = g_strsplit (line + 2, " | ", -1);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new (fields[0], zone);
  g_autoptr (SpDmarcDiscovery) found = sp_dmarc_discovery_new (snapshot);
  SpDmarcPolicy policy = SP_DMARC_UNSET;

  g_assert_cmpuint (g_strv_length (fields), ==, 5);
  if (found->dmarc != NULL)
    policy = sp_dmarc_get_effective_policy (found->dmarc, found->subject);
  is_said (line, "state", describe (found), fields[1]);
  is_said (line, "found at", found->found_at != NULL ? sp_name_get_text (found->found_at) : "-",
           fields[2]);
  is_said (line, "policy", or_dash (sp_dmarc_policy_to_string (policy)), fields[3]);
  is_said (line, "organization",
           found->organization != NULL ? sp_name_get_text (found->organization) : "-", fields[4]);
}

static void
test_discovery (void)
{
  g_auto (GStrv) lines = read_lines ("discovery.txt");
  g_autoptr (GString) zone = g_string_new (NULL);
  guint n_cases = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '=')
        g_string_truncate (zone, 0);
      else if (lines[i][0] == '?')
        {
          n_cases++;
          check_discovery (lines[i], zone->str);
        }
      else if (lines[i][0] != '#')
        g_string_append_printf (zone, "%s\n", lines[i]);
    }
  g_assert_cmpuint (n_cases, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dmarc/records", test_records);
  g_test_add_func ("/dmarc/discovery", test_discovery);
  return g_test_run ();
}
