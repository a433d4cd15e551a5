/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that DNS may hold of a domain, as zone text with the marks of sp-test-snapshot.h, from the
 * snapshot to the last sentence. The first line is "DOMAIN PROVIDER FILTER DNS-HOST STRATEGY", the
 * second one "KEY=VALUE KEY=VALUE"; "-" stands for none. Lines that begin with "<" are what was
 * there in an earlier snapshot. Lines that cannot be read are left out. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-zone.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

/* Names have room for the labels that are put in front of the zone's. */
#define LONGEST_NAME 150

static SpName *
take_name (const char *text)
{
  g_autoptr (SpName) name = text != NULL ? sp_name_parse (text, NULL) : NULL;

  return name != NULL && sp_name_get_n_labels (name) >= 2
             && sp_name_get_wire_length (name) <= LONGEST_NAME
           ? g_steal_pointer (&name)
           : NULL;
}

static gboolean
are_names (char **words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autoptr (SpName) name = take_name (words[i]);

      if (name == NULL)
        return FALSE;
    }
  return words[0] != NULL;
}

static gboolean
is_failure (char **words, SpName *zone)
{
  g_autoptr (SpName) name = NULL;
  SpRrType type;
  SpOutcome outcome;

  if (g_strv_length (words) < 4 || !sp_outcome_from_string (words[3], &outcome)
      || (!g_str_equal (words[2], "*") && !sp_rr_type_from_string (words[2], &type))
      || (words[4] != NULL && !are_names (words + 4)))
    return FALSE;
  if (g_str_equal (words[1], "*") || g_str_equal (words[1], "@"))
    return TRUE;
  name = g_str_has_suffix (words[1], ".") ? sp_name_parse (words[1], NULL)
                                          : sp_name_prepend (zone, words[1]);
  return name != NULL;
}

static gboolean
are_flags (char **words)
{
  static const char *const names[] = {
    "resolver-only", "intercepted", "allow-private", "practice", "limited", "offline", NULL
  };

  for (gsize i = 0; words[i] != NULL; i++)
    if (!g_strv_contains (names, words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_delegation (char **words)
{
  SpReason reason;

  return g_strcmp0 (words[1], "absent") == 0
         || (g_strcmp0 (words[1], "unknown") == 0 && words[2] != NULL
             && sp_reason_from_string (words[2], &reason) && reason != SP_REASON_NONE);
}

/* Which servers there are is said once. */
static gboolean
is_at (char **words, const char *servers)
{
  g_auto (GStrv) names = servers != NULL ? g_strsplit (servers, " ", -1) : NULL;

  if (words[1] == NULL)
    return FALSE;
  return g_str_equal (words[1], "*")
         || (names != NULL && g_strv_contains ((const char *const *) names + 1, words[1]));
}

static gboolean
is_record (const char *line, SpName *zone)
{
  g_autofree char *text = g_strdup_printf ("$ORIGIN %s.\n$TTL 3600\n%s\n", sp_name_get_text (zone),
                                           line);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) parsed = *line != '$' ? sp_zone_parse (text, -1, root, NULL) : NULL;

  return parsed != NULL;
}

static gboolean
is_usable (const char *line, SpName *zone, const char *servers)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (*line == '\0')
    return FALSE;
  if (*line != '!')
    return is_record (line, zone);
  if (g_str_equal (words[0], "!fail"))
    return is_failure (words, zone);
  if (g_str_equal (words[0], "!at"))
    return is_at (words, servers);
  if (g_str_equal (words[0], "!delegation"))
    return is_delegation (words);
  if (g_str_equal (words[0], "!flag"))
    return are_flags (words + 1);
  if (g_str_equal (words[0], "!days"))
    return words[1] != NULL && strlen (words[1]) < 5;
  return g_str_equal (words[0], "!parent") && are_names (words + 1);
}

/* The lines of one of the two times. */
static char **
dup_lines (const char *text, gboolean is_earlier)
{
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (gsize i = 0; all[i] != NULL; i++)
    if ((*all[i] == '<') == is_earlier)
      g_strv_builder_add (lines, g_strstrip (all[i] + is_earlier));
  return g_strv_builder_end (lines);
}

/* The first "!zone" and "!servers" count, and what can be read of the rest. */
static char *
dup_usable_text (char **lines, SpName *domain)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SpName) zone = NULL;
  const char *servers = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

      if (zone == NULL && g_strcmp0 (words[0], "!zone") == 0)
        zone = take_name (words[1]);
      if (servers == NULL && g_strcmp0 (words[0], "!servers") == 0 && are_names (words + 1))
        servers = lines[i];
    }
  if (zone == NULL || !sp_name_is_at_or_below (domain, zone))
    {
      g_clear_pointer (&zone, sp_name_unref);
      zone = sp_name_ref (domain);
    }
  g_string_append_printf (text, "!zone %s.\n%s\n", sp_name_get_text (zone),
                          servers != NULL ? servers : "");
  for (gsize i = 0; lines[i] != NULL; i++)
    if (is_usable (lines[i], zone, servers))
      g_string_append_printf (text, "%s\n", lines[i]);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static GHashTable *
take_values (const char *line)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      const char *equals = strchr (words[i], '=');

      if (equals != NULL && equals != words[i])
        g_hash_table_insert (values, g_strndup (words[i], (gsize) (equals - words[i])),
                             g_strdup (equals + 1));
    }
  return values;
}

static SpSnapshot *
make_snapshot (SpQuestion *question, const char *text, gboolean is_earlier)
{
  g_auto (GStrv) lines = dup_lines (text, is_earlier);
  g_autofree char *usable = dup_usable_text (lines, sp_question_get_domain (question));

  if (is_earlier && lines[0] == NULL)
    return NULL;
  return sp_test_snapshot_new_for (question, sp_fuzz_get_catalog (), usable);
}

static void
check_move (SpSnapshot *snapshot, const SpChoices *choices, const char *strategy)
{
  g_autoptr (GPtrArray) observations = sp_observations_from_snapshot (snapshot);
  g_autoptr (SpMove) move = NULL;
  gint64 now = sp_snapshot_get_checked_at (snapshot);
  SpStrategy way;

  if (choices->provider == NULL || strategy == NULL || !sp_strategy_from_string (strategy, &way))
    return;
  move = sp_move_new (sp_snapshot_get_domain (snapshot), choices->provider, way, now, snapshot);
  move->filter = g_strdup (choices->filter);
  move->dns_host = g_strdup (choices->dns_host);
  g_hash_table_unref (move->values);
  move->values = g_hash_table_ref (choices->values);
  sp_fuzz_check_timeline (move, sp_snapshot_get_servers (snapshot), observations, now);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_autofree char *second = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) words = g_strsplit (first, " ", 5);
  g_autoptr (SpName) domain = take_name (words[0]);
  g_autoptr (GHashTable) values = take_values (second);
  g_autoptr (SpQuestion) question = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (SpSnapshot) earlier = NULL;
  g_autoptr (GPtrArray) observations = NULL;
  guint n_words = g_strv_length (words);
  SpReportContext context = { .choices.values = values };
  SpChoices *choices = &context.choices;

  if (domain == NULL)
    return 0;
  choices->provider = n_words > 1 ? sp_fuzz_take_provider (words[1]) : NULL;
  choices->filter = n_words > 2 ? sp_fuzz_take_provider (words[2]) : NULL;
  if (n_words > 3 && sp_catalog_get_dns_host (sp_fuzz_get_catalog (), words[3]) != NULL)
    choices->dns_host = words[3];
  question = sp_question_new (domain, choices->provider, choices->filter, NULL);
  snapshot = make_snapshot (question, input.text, FALSE);
  earlier = make_snapshot (question, input.text, TRUE);
  observations = sp_observations_from_snapshot (earlier != NULL ? earlier : snapshot);
  context.earlier = earlier;
  context.observations = observations;
  context.is_moving = n_words > 4 && choices->provider != NULL;
  context.site_sends_mail = size % 2 == 0;
  sp_fuzz_check_report (snapshot, &context);
  check_move (snapshot, choices, n_words > 4 ? words[4] : NULL);
  return 0;
}
