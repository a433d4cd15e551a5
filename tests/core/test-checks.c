/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/checks/sp-checks.h"
#include "support/sp-test-cases.h"
#include "support/sp-test-catalog.h"

#include <string.h>

static GPtrArray *
dup_said (SpVerdict *verdict)
{
  GListModel *findings = sp_verdict_get_findings (verdict);
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);
  GPtrArray *said = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      g_ptr_array_add (said, g_strdup_printf ("= %s %d %s", sp_finding_get_id (finding),
                                              sp_finding_get_level (finding),
                                              sp_finding_get_subject (finding)));
    }
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);
      g_autofree char *servers = g_strjoinv (" ", (char **) sp_unchecked_get_servers (item));

      g_ptr_array_add (said, g_strdup_printf ("? %s %s %s%s%s", sp_unchecked_get_id (item),
                                              sp_unchecked_get_subject (item),
                                              sp_reason_to_string (sp_unchecked_get_reason (item)),
                                              servers[0] != '\0' ? " " : "", servers));
    }
  return said;
}

static char *
join_sorted (GPtrArray *lines)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  g_ptr_array_extend (sorted, lines, NULL, NULL);
  g_ptr_array_sort_values (sorted, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv ("\n", (char **) sorted->pdata);
}

/* Every rule is in exactly one place, and findings come worst first. */
static void
assert_consistent (SpVerdict *verdict, GPtrArray *said)
{
  const char *const *ids = sp_checks_get_ids ();
  const char *const *in_order = sp_verdict_get_in_order (verdict);
  GListModel *findings = sp_verdict_get_findings (verdict);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int level = SP_LEVEL_LOST;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean is_said = FALSE;

      for (guint k = 0; k < said->len; k++)
        {
          g_auto (GStrv) words = g_strsplit (g_ptr_array_index (said, k), " ", -1);

          is_said = is_said || g_str_equal (words[1], ids[i]);
        }
      g_assert_cmpint (is_said, !=, g_strv_contains (in_order, ids[i]));
    }
  for (guint k = 0; k < said->len; k++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (said, k), " ", -1);
      const char *subject = words[0][0] == '=' ? words[3] : words[2];

      g_assert_true (g_strv_contains (ids, words[1]));
      g_assert_true (g_hash_table_add (seen, g_strconcat (words[1], " ", subject, NULL)));
    }
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      g_assert_cmpint (sp_finding_get_level (finding), <=, level);
      /* The cases tell that a name does not exist without telling who says so. */
      if (sp_finding_get_evidence (finding)[0] == NULL
          && !g_str_equal (sp_finding_get_id (finding), "expired-or-held"))
        g_error ("“%s” shows nothing of what was seen", sp_finding_get_id (finding));
      level = sp_finding_get_level (finding);
    }
}

static gboolean
run_case (SpTestCase *self, SpCatalog *catalog)
{
  g_autoptr (SpTestCaseFacts) facts = sp_test_case_facts_new (self, catalog, self->zone->str);
  g_autoptr (SpVerdict) verdict = sp_checks_run (&facts->facts);
  g_autoptr (GPtrArray) said = dup_said (verdict);
  g_autofree char *said_text = join_sorted (said);
  g_autofree char *expected_text = join_sorted (self->expected);
  const char *status = sp_status_to_string (sp_verdict_get_status (verdict));
  const char *expected_status = sp_test_case_get (self, "status");

  assert_consistent (verdict, said);
  if (g_str_equal (said_text, expected_text)
      && (expected_status == NULL || g_str_equal (status, expected_status)))
    return TRUE;
  g_test_message ("%s\nexpected: %s\n%s\nsaid: %s\n%s", self->title,
                  expected_status != NULL ? expected_status : "", expected_text, status, said_text);
  return FALSE;
}

/* Each case gives the whole verdict: every finding with level and subject, everything unchecked
 * with its reason. What is not written down must not be said. */
static void
test_file (gconstpointer file)
{
  g_autoptr (GPtrArray) cases = sp_test_cases_read (file);
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  guint n_failed = 0;

  for (guint i = 0; i < cases->len; i++)
    n_failed += run_case (g_ptr_array_index (cases, i), catalog) ? 0 : 1;
  g_test_message ("%u cases, %u failed", cases->len, n_failed);
  g_assert_cmpuint (cases->len, >, 0);
  g_assert_cmpuint (n_failed, ==, 0);
}

/* Every rule has at least one case in which it is found. */
static void
test_coverage (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "checks", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  const char *const *ids = sp_checks_get_ids ();
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_string_append (all, text);
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean is_unchecked_only = g_str_equal (ids[i], "dns-intercepted");
      g_autofree char *line = g_strdup_printf ("\n%c %s ", is_unchecked_only ? '?' : '=', ids[i]);

      if (strstr (all->str, line) == NULL)
        g_error ("no case finds “%s”", ids[i]);
    }
}

int
main (int argc, char **argv)
{
  static const char *const files[] = { "receiving.txt", "hosts.txt",    "companies.txt",
                                       "keeping.txt",   "history.txt",  "senders.txt",
                                       "seal.txt",      "security.txt", "servers.txt",
                                       "doubts.txt",    "repairs.txt" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/checks/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_file);
    }
  g_test_add_func ("/checks/coverage", test_coverage);
  return g_test_run ();
}
