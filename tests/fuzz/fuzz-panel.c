/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pretend DNS panel: a line a row, "DOMAIN<tab>TYPE<tab>NAME<tab>PRIORITY<tab>VALUE<tab>TTL".
 * What is read is saved, changed into the row before, and taken out again. */
#include "fuzz/sp-fuzz.h"

#include "core/practice/sp-practice-panel.h"

#define MOST_ROWS 8

static SpPracticeWorld *world;
static JsonNode *beginning;

static void
open_world (void)
{
  g_autoptr (SpClock) clock = sp_clock_new_fixed (1780304400 * (gint64) G_USEC_PER_SEC);
  g_autoptr (GError) error = NULL;

  world = sp_practice_world_new (clock, NULL, &error);
  g_assert_no_error (error);
  beginning = sp_practice_world_dup_state (world);
}

static gboolean
is_published (const SpName *domain, const SpRecord *record)
{
  g_autoptr (SpZone) zone = sp_practice_world_dup_published_zone (world, domain);
  g_autoptr (SpRecordSet)
    set = sp_zone_dup_set (zone, sp_record_get_owner (record), sp_record_get_rr_type (record));

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    if (sp_record_equal_data (sp_record_set_get_record (set, i), record))
      return TRUE;
  return FALSE;
}

/* Whatever the panel takes is in the zone, and reads as the same in its text. */
static void
check_record (const SpName *domain, SpRecord *record)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) published = sp_practice_world_dup_published_zone (world, domain);
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (SpZone) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (
    sp_name_is_at_or_below (sp_record_get_owner (record), sp_zone_get_origin (published)));
  g_ptr_array_add (records, record);
  zone = sp_zone_new (root, records);
  text = sp_zone_dup_text (zone);
  again = sp_zone_parse (text, -1, root, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sp_zone_get_records (again)->len, ==, 1);
  g_assert_true (sp_record_equal_data (g_ptr_array_index (sp_zone_get_records (again), 0), record));
}

static SpRecord *
read_row (char **fields, SpName **domain)
{
  SpPracticeRow row = { 0 };
  g_autoptr (GError) error = NULL;
  SpRecord *record;

  if (g_strv_length (fields) < 6 || !sp_rr_type_from_string (fields[1], &row.type))
    return NULL;
  *domain = sp_name_parse (fields[0], NULL);
  if (*domain == NULL)
    return NULL;
  row.name = fields[2];
  row.priority = fields[3];
  row.value = fields[4];
  row.ttl = fields[5];
  record = sp_practice_panel_read_row (world, *domain, &row, &error);
  g_assert_true ((record == NULL) == (error != NULL));
  return record;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpRecord) before = NULL;

  if (world == NULL)
    open_world ();
  g_assert_true (sp_practice_world_load_state (world, beginning, NULL));
  for (guint i = 0; i < MOST_ROWS && input.length > 0; i++)
    {
      g_autofree char *line = sp_fuzz_input_take_line (&input);
      g_auto (GStrv) fields = g_strsplit (line, "\t", 6);
      g_autoptr (SpName) domain = NULL;
      g_autoptr (SpRecord) record = read_row (fields, &domain);

      if (record == NULL)
        continue;
      check_record (domain, record);
      if (sp_practice_panel_change (world, domain, NULL, record, NULL))
        g_assert_true (is_published (domain, record));
      if (before != NULL && is_published (domain, before)
          && sp_practice_panel_change (world, domain, before, NULL, NULL))
        g_assert_false (is_published (domain, before));
      g_clear_pointer (&before, sp_record_unref);
      before = g_steal_pointer (&record);
    }
  return 0;
}
