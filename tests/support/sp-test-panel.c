/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-panel.h"

#include "core/dns/sp-zone.h"
#include "core/mail/sp-spf.h"

GPtrArray *
sp_test_panel_new (const char *domain, const char *text)
{
  g_autoptr (SpName) origin = sp_name_parse (domain, NULL);
  g_autofree char *full = g_strconcat ("$TTL 3600\n", text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autofree char *with_origin = g_strdup_printf ("$ORIGIN %s.\n%s", domain, full);
  g_autoptr (SpZone) zone = sp_zone_parse (with_origin, -1, root, &error);
  GPtrArray *records;
  GPtrArray *panel = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);

  g_assert_no_error (error);
  records = sp_zone_get_records (zone);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (panel, sp_record_ref (g_ptr_array_index (records, i)));
  return panel;
}

/* The rest of the world first, so that the zone's origin holds for what is put behind it. */
char *
sp_test_panel_dup_text (GPtrArray *panel, const char *origin)
{
  g_autoptr (SpName) name = sp_name_parse (origin, NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GPtrArray) outside = g_ptr_array_new ();
  g_autoptr (SpZone) zone = sp_zone_new (name, panel);
  g_autoptr (SpZone) world = NULL;
  g_autofree char *zone_text = sp_zone_dup_text (zone);
  g_autofree char *world_text = NULL;

  for (guint i = 0; i < panel->len; i++)
    if (!sp_name_is_at_or_below (sp_record_get_owner (g_ptr_array_index (panel, i)), name))
      g_ptr_array_add (outside, g_ptr_array_index (panel, i));
  world = sp_zone_new (root, outside);
  world_text = sp_zone_dup_text (world);
  return g_strconcat (world_text, zone_text, NULL);
}

static gboolean
row_stands_for (GPtrArray *rows, SpRecord *record)
{
  g_autoptr (SpEditRow) row = sp_edit_row_new_from_record (record);

  return sp_edit_rows_find (rows, row, sp_record_get_rr_type (record));
}

/* What a person does with a card. */
void
sp_test_panel_apply (GPtrArray *panel, SpEdit *edit)
{
  SpName *owner = sp_edit_get_full_name (edit);
  SpRrType type = sp_edit_get_rr_type (edit);
  GPtrArray *added = sp_edit_get_added (edit);
  guint n_removed = 0;

  for (guint i = panel->len; i > 0; i--)
    {
      SpRecord *record = g_ptr_array_index (panel, i - 1);
      g_autoptr (SpEditRow) row = NULL;

      if (sp_record_get_rr_type (record) != type
          || !sp_name_equal (sp_record_get_owner (record), owner))
        continue;
      row = sp_edit_row_new_from_record (record);
      if (row_stands_for (sp_edit_get_removed (edit), record))
        {
          n_removed++;
          g_ptr_array_remove_index (panel, i - 1);
          continue;
        }
      g_ptr_array_remove_index (panel, i - 1);
      g_ptr_array_insert (panel, i - 1,
                          sp_edit_row_dup_record (row, owner, type, sp_edit_get_ttl (edit)));
    }
  g_assert_cmpuint (n_removed, ==, sp_edit_get_removed (edit)->len);
  for (guint i = 0; i < added->len; i++)
    {
      SpRecord *record = sp_edit_row_dup_record (g_ptr_array_index (added, i), owner, type,
                                                 sp_edit_get_ttl (edit));

      g_assert_nonnull (record);
      g_ptr_array_add (panel, record);
    }
}

guint
sp_test_panel_count (GPtrArray *panel, const char *owner, SpRrType type)
{
  guint n = 0;

  for (guint i = 0; i < panel->len; i++)
    {
      SpRecord *record = g_ptr_array_index (panel, i);

      n += sp_record_get_rr_type (record) == type
           && g_str_equal (sp_name_get_text (sp_record_get_owner (record)), owner);
    }
  return n;
}

guint
sp_test_panel_count_spf (GPtrArray *panel, const char *owner)
{
  guint n = 0;

  for (guint i = 0; i < panel->len; i++)
    {
      SpRecord *record = g_ptr_array_index (panel, i);
      const char *text;
      gsize length;

      if (sp_record_get_rr_type (record) != SP_RR_TXT
          || !g_str_equal (sp_name_get_text (sp_record_get_owner (record)), owner))
        continue;
      text = sp_record_get_text (record, &length);
      n += sp_spf_is_record (text, length);
    }
  return n;
}
