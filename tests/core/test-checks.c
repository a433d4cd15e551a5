/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/checks/sp-checks.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

/* Cases are text, in tests/data/checks; README there tells how they are written. Each gives the
 * whole verdict: every finding with level and subject, everything unchecked with its reason. What
 * is not written down must not be said. */
typedef struct {
  char *title;
  GString *zone;
  GString *earlier;
  GString *first;
  GPtrArray *expected;
  GHashTable *settings;
} Case;

static void
case_free (Case *self)
{
  g_free (self->title);
  g_string_free (self->zone, TRUE);
  g_string_free (self->earlier, TRUE);
  g_string_free (self->first, TRUE);
  g_ptr_array_unref (self->expected);
  g_hash_table_unref (self->settings);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

static SpCatalog *
open_catalog (void)
{
  g_autoptr (GError) error = NULL;
  SpCatalog *catalog = sp_catalog_new (&error);

  g_assert_no_error (error);
  return catalog;
}

static Case *
case_new (const char *title)
{
  Case *self = g_new0 (Case, 1);

  self->title = g_strdup (title);
  self->zone = g_string_new (NULL);
  self->earlier = g_string_new (NULL);
  self->first = g_string_new (NULL);
  self->expected = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

static const char *
get_setting (Case *self, const char *key)
{
  return g_hash_table_lookup (self->settings, key);
}

static char **
split_setting (Case *self, const char *key)
{
  const char *value = get_setting (self, key);

  return value != NULL ? g_strsplit (value, " ", -1) : NULL;
}

/* "+mail +spf": parts that are written down once, at the top of the file. */
static void
add_parts (GString *zone, const char *line, GHashTable *parts)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      GString *part = g_hash_table_lookup (parts, words[i] + 1);

      if (part == NULL)
        g_error ("there is no part “%s”", words[i]);
      g_string_append (zone, part->str);
    }
}

static void
add_line (GString *zone, const char *line, GHashTable *parts)
{
  if (line[0] == '+')
    add_parts (zone, line, parts);
  else
    g_string_append_printf (zone, "%s\n", line);
}

static void
read_line (Case *self, const char *line, GHashTable *parts)
{
  const char *space = strchr (line, ' ');

  if (g_str_has_prefix (line, "= ") || g_str_has_prefix (line, "? "))
    g_ptr_array_add (self->expected, g_strdup (line));
  else if (g_str_has_prefix (line, "@@"))
    g_hash_table_insert (self->settings, g_strndup (line + 2, strcspn (line + 2, " ")),
                         g_strdup (space != NULL ? space + 1 : ""));
  else if (g_str_has_prefix (line, "<<"))
    add_line (self->first, line + 2, parts);
  else if (g_str_has_prefix (line, "<"))
    add_line (self->earlier, line + 1, parts);
  else
    add_line (self->zone, line, parts);
}

/* What the snapshots before have left behind. */
static GPtrArray *
dup_observations (SpSnapshot *first, SpSnapshot *earlier)
{
  SpSnapshot *snapshots[] = { first, earlier };
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_observation_unref);

  for (guint i = 0; i < G_N_ELEMENTS (snapshots); i++)
    {
      g_autoptr (GPtrArray)
        some = snapshots[i] != NULL ? sp_observations_from_snapshot (snapshots[i]) : NULL;

      if (some != NULL)
        g_ptr_array_extend_and_steal (all, g_steal_pointer (&some));
    }
  return all;
}

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
      level = sp_finding_get_level (finding);
    }
}

static gboolean
run_case (Case *self, SpCatalog *catalog)
{
  const char *domain = get_setting (self, "domain");
  g_autoptr (SpName) name = sp_name_parse (domain != NULL ? domain : "shop.example", NULL);
  g_auto (GStrv) selectors = split_setting (self, "selectors");
  g_auto (GStrv) spares = split_setting (self, "spare");
  g_auto (GStrv) stage = split_setting (self, "stage");
  const char *const none[] = { NULL };
  g_autoptr (SpQuestion)
    question = sp_question_new (name, get_setting (self, "provider"), get_setting (self, "filter"),
                                selectors != NULL ? (const char *const *) selectors : none);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new_for (question, catalog, self->zone->str);
  g_autoptr (SpSnapshot)
    earlier = self->earlier->len > 0
                ? sp_test_snapshot_new_for (question, catalog, self->earlier->str)
                : NULL;
  g_autoptr (SpSnapshot) first = self->first->len > 0
                                   ? sp_test_snapshot_new_for (question, catalog, self->first->str)
                                   : NULL;
  g_autoptr (GPtrArray) observations = dup_observations (first, earlier);
  SpCheckFacts facts = {
    .snapshot = snapshot,
    .catalog = catalog,
    .provider = get_setting (self, "provider"),
    .filter = get_setting (self, "filter"),
    .selectors = (const char *const *) selectors,
    .dns_host = get_setting (self, "dns-host"),
    .earlier = earlier,
    .observations = observations,
    .move_planned = get_setting (self, "moving") != NULL,
    .stage_hosts = (const char *const *) stage,
    .spare_hosts = (const char *const *) spares,
    .site_sends_mail = get_setting (self, "site-sends-mail") != NULL,
  };
  g_autoptr (SpVerdict) verdict = sp_checks_run (&facts);
  g_autoptr (GPtrArray) said = dup_said (verdict);
  g_autofree char *said_text = join_sorted (said);
  g_autofree char *expected_text = join_sorted (self->expected);
  const char *status = sp_status_to_string (sp_verdict_get_status (verdict));
  const char *expected_status = get_setting (self, "status");

  assert_consistent (verdict, said);
  if (g_str_equal (said_text, expected_text)
      && (expected_status == NULL || g_str_equal (status, expected_status)))
    return TRUE;
  g_test_message ("%s\nexpected: %s\n%s\nsaid: %s\n%s", self->title,
                  expected_status != NULL ? expected_status : "", expected_text, status, said_text);
  return FALSE;
}

static char **
read_lines (const char *file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "checks", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

static gboolean
is_blank (const char *line)
{
  return line[0] == '\0' || line[0] == '#';
}

static void
part_free (gpointer part)
{
  g_string_free (part, TRUE);
}

static GHashTable *
read_parts (void)
{
  GHashTable *parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, part_free);
  g_auto (GStrv) lines = read_lines ("parts.txt");
  GString *part = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (is_blank (lines[i]))
        continue;
      if (lines[i][0] == '{')
        {
          part = g_string_new (NULL);
          g_hash_table_insert (parts, g_strndup (lines[i] + 1, strlen (lines[i]) - 2), part);
        }
      else if (lines[i][0] == '+')
        add_parts (part, lines[i], parts);
      else
        g_string_append_printf (part, "%s\n", lines[i]);
    }
  return parts;
}

static void
test_file (gconstpointer file)
{
  g_auto (GStrv) lines = read_lines (file);
  g_autoptr (SpCatalog) catalog = open_catalog ();
  g_autoptr (GHashTable) parts = read_parts ();
  g_autoptr (Case) open = NULL;
  guint n_cases = 0, n_failed = 0;

  for (guint i = 0; lines[i] != NULL || open != NULL; i++)
    {
      const char *line = lines[i];

      if (open != NULL && (line == NULL || line[0] == '['))
        {
          n_cases++;
          n_failed += run_case (open, catalog) ? 0 : 1;
          g_clear_pointer (&open, case_free);
        }
      if (line == NULL)
        break;
      if (line[0] == '[')
        open = case_new (line);
      else if (!is_blank (line))
        read_line (open, line, parts);
    }
  g_test_message ("%u cases, %u failed", n_cases, n_failed);
  g_assert_cmpuint (n_cases, >, 0);
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
                                       "doubts.txt" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/checks/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_file);
    }
  g_test_add_func ("/checks/coverage", test_coverage);
  return g_test_run ();
}
