/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit-zone.h"

#include "core/dns/sp-zone.h"

/* What the name servers hold is more exact than a row: bytes that are no text, and how a text is
 * cut into strings. */
static SpRecord *
find_published (SpSnapshot *snapshot, SpEdit *edit, const SpEditRow *row)
{
  SpRrType type = sp_edit_get_rr_type (edit);
  SpFact *fact = sp_snapshot_get_fact (snapshot, sp_edit_get_full_name (edit), type);
  SpRecordSet *set = sp_fact_get_set (fact);

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);
      g_autoptr (SpEditRow) other = sp_edit_row_new_from_record (record);

      if (sp_edit_row_equal (other, row, type))
        return record;
    }
  return NULL;
}

/* What goes stands as it is published, what stays gets the new TTL. */
static SpRecord *
dup_record (SpSnapshot *snapshot, SpEdit *edit, GPtrArray *rows, const SpEditRow *row)
{
  SpName *owner = sp_edit_get_full_name (edit);
  uint32_t ttl = sp_edit_get_ttl (edit);
  SpRecord *published = find_published (snapshot, edit, row);

  if (published != NULL && rows == sp_edit_get_removed (edit))
    ttl = sp_record_get_ttl (published);
  if (published != NULL)
    return sp_record_copy (published, owner, ttl);
  return sp_edit_row_dup_record (row, owner, sp_edit_get_rr_type (edit), ttl);
}

static void
append_rows (GString *text, SpSnapshot *snapshot, SpEdit *edit, GPtrArray *rows, const char *before,
             const char *behind)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (SpRecord) record = dup_record (snapshot, edit, rows, g_ptr_array_index (rows, i));

      if (record == NULL)
        continue;
      g_string_append (text, before);
      sp_zone_append_record (text, record, sp_edit_get_zone (edit));
      g_string_append_printf (text, "%s\n", behind);
    }
}

static void
append_order (GString *text, SpEdit *edit)
{
  g_autofree char *after = g_strjoinv (", ", (char **) sp_edit_get_after (edit));

  if (*after != '\0')
    g_string_append_printf (text, "; after: %s\n", after);
  if (sp_edit_get_not_before (edit) > 0)
    {
      g_autoptr (GDateTime)
        time = g_date_time_new_from_unix_utc_usec (sp_edit_get_not_before (edit));
      g_autofree char *iso = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

      if (iso != NULL)
        g_string_append_printf (text, "; not before: %s\n", iso);
    }
}

static void
append_edit (GString *text, SpSnapshot *snapshot, SpEdit *edit)
{
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));

  g_string_append_printf (text, "\n; %s: %s %s %s\n", sp_edit_get_id (edit),
                          sp_edit_action_to_string (sp_edit_get_action (edit)), type,
                          sp_name_get_text (sp_edit_get_full_name (edit)));
  append_order (text, edit);
  append_rows (text, snapshot, edit, sp_edit_get_removed (edit), "; remove: ", "");
  append_rows (text, snapshot, edit, sp_edit_get_kept (edit), "", " ; stays");
  append_rows (text, snapshot, edit, sp_edit_get_added (edit), "", " ; add");
}

/**
 * sp_edit_zone_dup_text:
 * @snapshot: what is published
 * @edits: a list of [class@Edit], each record set at most once
 *
 * Writes the sets that the edits lead to as zone text (RFC 1035 §5), whole, in the order of the
 * edits. A zone file cannot say that something goes: those records stand in comments that begin
 * with "; remove:". Whoever keeps the zone replaces each set by the one given here.
 *
 * Returns: (transfer full): the text; without edits a comment only
 */
char *
sp_edit_zone_dup_text (SpSnapshot *snapshot, GListModel *edits)
{
  GString *text;
  SpName *origin = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (edits), NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "; %s\n", sp_name_get_text (sp_snapshot_get_domain (snapshot)));
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      SpName *zone = sp_edit_get_zone (edit);

      if (origin == NULL || !sp_name_equal (origin, zone))
        {
          const char *dot = sp_name_is_root (zone) ? "" : ".";

          g_string_append_printf (text, "$ORIGIN %s%s\n", sp_name_get_text (zone), dot);
        }
      origin = zone;
      append_edit (text, snapshot, edit);
    }
  return g_string_free_and_steal (text);
}
