/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-cases.h"

#include "core/inspect/sp-observation.h"

#include <string.h>

static void
case_free (gpointer data)
{
  SpTestCase *self = data;

  g_free (self->title);
  g_string_free (self->zone, TRUE);
  g_string_free (self->earlier, TRUE);
  g_string_free (self->first, TRUE);
  g_ptr_array_unref (self->expected);
  g_hash_table_unref (self->settings);
  g_free (self);
}

static SpTestCase *
case_new (const char *title)
{
  SpTestCase *self = g_new0 (SpTestCase, 1);

  self->title = g_strdup (title);
  self->zone = g_string_new (NULL);
  self->earlier = g_string_new (NULL);
  self->first = g_string_new (NULL);
  self->expected = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

const char *
sp_test_case_get (SpTestCase *self, const char *key)
{
  return g_hash_table_lookup (self->settings, key);
}

static char **
split_setting (SpTestCase *self, const char *key)
{
  const char *value = sp_test_case_get (self, key);

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
read_line (SpTestCase *self, const char *line, GHashTable *parts)
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

GPtrArray *
sp_test_cases_read (const char *file)
{
  g_auto (GStrv) lines = read_lines (file);
  g_autoptr (GHashTable) parts = read_parts ();
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] == '[')
        g_ptr_array_add (cases, case_new (lines[i]));
      else if (!is_blank (lines[i]) && cases->len > 0)
        read_line (g_ptr_array_index (cases, cases->len - 1), lines[i], parts);
    }
  return cases;
}

SpTestCaseFacts *
sp_test_case_facts_new (SpTestCase *self, SpCatalog *catalog, const char *zone)
{
  const char *domain = sp_test_case_get (self, "domain");
  g_autoptr (SpName) name = sp_name_parse (domain != NULL ? domain : "shop.example", NULL);
  const char *const none[] = { NULL };
  SpTestCaseFacts *out = g_new0 (SpTestCaseFacts, 1);

  out->selectors = split_setting (self, "selectors");
  out->spares = split_setting (self, "spare");
  out->stage = split_setting (self, "stage");
  out->question = sp_question_new (
    name, sp_test_case_get (self, "provider"), sp_test_case_get (self, "filter"),
    out->selectors != NULL ? (const char *const *) out->selectors : none);
  out->snapshot = sp_test_snapshot_new_for (out->question, catalog, zone);
  if (self->earlier->len > 0)
    out->earlier = sp_test_snapshot_new_for (out->question, catalog, self->earlier->str);
  if (self->first->len > 0)
    out->first = sp_test_snapshot_new_for (out->question, catalog, self->first->str);
  out->observations = dup_observations (out->first, out->earlier);
  out->facts = (SpCheckFacts) {
    .snapshot = out->snapshot,
    .catalog = catalog,
    .provider = sp_test_case_get (self, "provider"),
    .filter = sp_test_case_get (self, "filter"),
    .selectors = (const char *const *) out->selectors,
    .dns_host = sp_test_case_get (self, "dns-host"),
    .earlier = out->earlier,
    .observations = out->observations,
    .move_planned = sp_test_case_get (self, "moving") != NULL,
    .stage_hosts = (const char *const *) out->stage,
    .spare_hosts = (const char *const *) out->spares,
    .site_sends_mail = sp_test_case_get (self, "site-sends-mail") != NULL,
  };
  return out;
}

void
sp_test_case_facts_free (SpTestCaseFacts *self)
{
  g_strfreev (self->selectors);
  g_strfreev (self->spares);
  g_strfreev (self->stage);
  sp_question_unref (self->question);
  sp_snapshot_unref (self->snapshot);
  g_clear_pointer (&self->earlier, sp_snapshot_unref);
  g_clear_pointer (&self->first, sp_snapshot_unref);
  g_ptr_array_unref (self->observations);
  g_free (self);
}
