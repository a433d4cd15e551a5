/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-play.h"

#include "core/dns/sp-zone.h"

SpTestPlay *
sp_test_play_new (SpCatalog *catalog, const char *zone_text, const char *provider,
                  SpStrategy strategy, gint64 start)
{
  g_autoptr (SpName) domain = sp_name_parse (DOMAIN_NAME, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain, provider, NULL, NULL);
  g_autoptr (SpSnapshot) origin = sp_test_snapshot_new_for (question, catalog, zone_text);
  SpTestPlay *play = g_new0 (SpTestPlay, 1);

  play->catalog = catalog;
  play->move = sp_move_new (domain, provider, strategy, start, origin);
  play->observations = sp_observations_from_snapshot (origin);
  return play;
}

void
sp_test_play_free (SpTestPlay *play)
{
  sp_move_free (play->move);
  g_ptr_array_unref (play->observations);
  g_free (play);
}

void
sp_test_play_give (SpTestPlay *play, const char *key, const char *value)
{
  g_hash_table_insert (play->move->values, g_strdup (key), g_strdup (value));
}

void
sp_test_play_tick (SpTestPlay *play, const char *tick)
{
  g_hash_table_add (play->move->ticks, g_strdup (tick));
}

/* One server is seen to serve a set, written as zone text; nothing if empty. */
void
sp_test_play_see (SpTestPlay *play, gint64 at, const char *server, const char *labels,
                  SpRrType type, const char *text)
{
  g_autoptr (SpName) server_name = sp_name_parse (server, NULL);
  g_autoptr (SpName) origin = sp_name_parse (DOMAIN_NAME, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpName) owner = *labels != '\0' ? sp_name_prepend (origin, labels)
                                             : sp_name_ref (origin);
  g_autofree char *full = g_strdup_printf ("$ORIGIN %s.\n%s", DOMAIN_NAME, text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (full, -1, root, &error);
  g_autoptr (SpRecordSet) set = NULL;

  g_assert_no_error (error);
  set = sp_zone_dup_set (zone, owner, type);
  g_ptr_array_add (play->observations,
                   sp_observation_new (at, server_name, owner, type,
                                       set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NXDOMAIN, set,
                                       set != NULL ? -1 : 3600));
}

void
sp_test_play_see_mx (SpTestPlay *play, gint64 ns1_at, gint64 ns2_at, const char *text)
{
  sp_test_play_see (play, ns1_at, "ns1.host.example", "", SP_RR_MX, text);
  sp_test_play_see (play, ns2_at, "ns2.host.example", "", SP_RR_MX, text);
}

/* Everything that a step wants is seen at both servers. */
void
sp_test_play_see_step (SpTestPlay *play, gint64 at, SpStep *step)
{
  GListModel *edits = sp_step_get_edits (step);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autoptr (SpRecordSet) set = sp_edit_dup_wanted_set (edit);

      for (guint server = 1; server <= 2; server++)
        {
          g_autofree char *text = g_strdup_printf ("ns%u.host.example", server);
          g_autoptr (SpName) name = sp_name_parse (text, NULL);

          g_ptr_array_add (
            play->observations,
            sp_observation_new (at, name, sp_edit_get_full_name (edit), sp_edit_get_rr_type (edit),
                                set != NULL ? SP_OUTCOME_ANSWER : SP_OUTCOME_NXDOMAIN, set,
                                set != NULL ? -1 : 3600));
        }
    }
}

SpTimeline *
sp_test_play_at (SpTestPlay *play, gint64 now)
{
  return sp_timeline_new (play->move, play->catalog, sp_snapshot_get_servers (play->move->origin),
                          play->observations, now);
}

static char *
dup_time (gint64 time)
{
  g_autoptr (GDateTime) date = NULL;

  if (time == 0)
    return g_strdup ("-");
  date = g_date_time_new_from_unix_utc_usec (time);
  return g_date_time_format (date, "%a %d %b %H:%M:%S");
}

void
sp_test_assert_time (gint64 time, gint64 expected)
{
  g_autofree char *text = dup_time (time);
  g_autofree char *expected_text = dup_time (expected);

  g_assert_cmpstr (text, ==, expected_text);
}

SpStep *
sp_test_get_step (SpTimeline *timeline, const char *id)
{
  SpStep *step = sp_timeline_find (timeline, id);

  g_assert_nonnull (step);
  return step;
}

void
sp_test_assert_state (SpTimeline *timeline, const char *id, SpStepState state)
{
  g_assert_cmpstr (sp_step_state_to_string (sp_step_get_state (sp_test_get_step (timeline, id))),
                   ==, sp_step_state_to_string (state));
}

/* "id: -removed +added" of a step's MX edit. */
static char *
describe_mx (SpTimeline *timeline, const char *id)
{
  GListModel *edits = sp_step_get_edits (sp_test_get_step (timeline, id));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *lists[] = { sp_edit_get_removed (edit), sp_edit_get_added (edit) };

      if (sp_edit_get_rr_type (edit) != SP_RR_MX)
        continue;
      for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
        for (guint j = 0; j < lists[list]->len; j++)
          {
            const SpEditRow *row = g_ptr_array_index (lists[list], j);

            g_string_append_printf (text, "%c%d %s ", list == 0 ? '-' : '+', row->priority,
                                    row->value);
          }
      g_string_append_printf (text, "%u", sp_edit_get_ttl (edit));
    }
  return g_string_free (text, FALSE);
}

void
sp_test_assert_mx (SpTimeline *timeline, const char *id, const char *expected)
{
  g_autofree char *text = describe_mx (timeline, id);

  g_assert_cmpstr (text, ==, expected);
}
