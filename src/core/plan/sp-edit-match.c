/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit-match.h"

#include "core/mail/sp-spf.h"

#include <string.h>

/* An alias that is served in place of the type is nothing of the type. */
static GPtrArray *
dup_rows (const SpRecordSet *served, SpRrType type)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  if (served == NULL || sp_record_set_get_rr_type (served) != type)
    return rows;
  for (guint i = 0; i < sp_record_set_get_n_records (served); i++)
    g_ptr_array_add (rows, sp_edit_row_new_from_record (sp_record_set_get_record (served, i)));
  return rows;
}

static guint
count_found (GPtrArray *wanted, GPtrArray *rows, SpRrType type)
{
  guint n = 0;

  for (guint i = 0; i < wanted->len; i++)
    n += sp_edit_rows_find (rows, g_ptr_array_index (wanted, i), type);
  return n;
}

static guint
count_spf (GPtrArray *rows)
{
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      n += sp_spf_is_record (row->value, strlen (row->value));
    }
  return n;
}

/* Texts of other services come and go beside ours; hosts do not. */
static gboolean
has_intruder (SpEdit *edit, GPtrArray *rows)
{
  if (sp_edit_get_rr_type (edit) == SP_RR_TXT)
    return count_spf (sp_edit_get_added (edit)) > 0 && count_spf (rows) > 1;
  return rows->len > sp_edit_get_added (edit)->len + sp_edit_get_kept (edit)->len;
}

static gboolean
is_only_ttl (SpEdit *edit)
{
  return sp_edit_get_added (edit)->len == 0 && sp_edit_get_removed (edit)->len == 0;
}

/* A TTL is what such an edit is about; elsewhere a panel may have its own. */
static gboolean
ttl_matches (SpEdit *edit, const SpRecordSet *served)
{
  return !is_only_ttl (edit) || served == NULL
         || sp_record_set_get_ttl (served) == sp_edit_get_ttl (edit);
}

static gboolean
match_new (SpEdit *edit, GPtrArray *rows)
{
  SpRrType type = sp_edit_get_rr_type (edit);
  GPtrArray *added = sp_edit_get_added (edit);
  GPtrArray *kept = sp_edit_get_kept (edit);

  if (count_found (added, rows, type) < added->len
      || count_found (sp_edit_get_removed (edit), rows, type) > 0 || has_intruder (edit, rows))
    return FALSE;
  return (type == SP_RR_TXT && !is_only_ttl (edit)) || count_found (kept, rows, type) == kept->len;
}

static gboolean
match_old (SpEdit *edit, GPtrArray *rows)
{
  SpRrType type = sp_edit_get_rr_type (edit);
  GPtrArray *removed = sp_edit_get_removed (edit);

  if (count_found (sp_edit_get_added (edit), rows, type) > 0
      || count_found (removed, rows, type) < removed->len)
    return FALSE;
  return type == SP_RR_TXT || rows->len == removed->len + sp_edit_get_kept (edit)->len;
}

/**
 * sp_edit_match:
 * @edit: an edit
 * @served: (nullable): what a server serves at the edit's name; %NULL for nothing
 *
 * Returns: what the served set is to the edit
 */
SpEditMatch
sp_edit_match (SpEdit *edit, const SpRecordSet *served)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (SP_IS_EDIT (edit), SP_EDIT_MATCH_OTHER);

  rows = dup_rows (served, sp_edit_get_rr_type (edit));
  if (match_new (edit, rows))
    return ttl_matches (edit, served) ? SP_EDIT_MATCH_NEW : SP_EDIT_MATCH_OLD;
  return match_old (edit, rows) ? SP_EDIT_MATCH_OLD : SP_EDIT_MATCH_OTHER;
}

static char *
dup_without (const char *text, const char *bytes)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (strchr (bytes, *p) == NULL)
      g_string_append_c (result, *p);
  return g_string_free (result, FALSE);
}

static const char *
compare_text (const char *wanted, const char *found)
{
  g_autofree char *found_bare = dup_without (found, "\"\\");
  g_autofree char *wanted_dense = dup_without (wanted, " \t\r\n");
  g_autofree char *found_dense = dup_without (found, " \t\r\n");
  gsize found_length = strlen (found);

  if (strcmp (wanted, found) == 0)
    return NULL;
  if (strcmp (wanted, found_bare) == 0)
    return "quotes";
  if (strcmp (wanted_dense, found_dense) == 0)
    return "spaces";
  if (found_length >= 16 && found_length < strlen (wanted) && g_str_has_prefix (wanted, found))
    return "cut-off";
  return NULL;
}

static const char *
compare_host (SpEdit *edit, const SpEditRow *wanted, const SpEditRow *found)
{
  g_autofree char *appended = g_strdup_printf ("%s.%s", wanted->value,
                                               sp_name_get_text (sp_edit_get_zone (edit)));

  if (g_ascii_strcasecmp (found->value, appended) == 0)
    return "domain-appended";
  if (wanted->priority != found->priority && g_ascii_strcasecmp (wanted->value, found->value) == 0)
    return "number";
  return NULL;
}

static const char *
compare_row (SpEdit *edit, const SpEditRow *wanted, GPtrArray *rows)
{
  SpRrType type = sp_edit_get_rr_type (edit);

  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *found = g_ptr_array_index (rows, i);
      const char *code = type == SP_RR_TXT ? compare_text (wanted->value, found->value)
                                           : compare_host (edit, wanted, found);

      if (code != NULL)
        return code;
    }
  return NULL;
}

/**
 * sp_edit_find_mistake:
 * @edit: an edit
 * @served: (nullable): what a server serves at the edit's name
 *
 * Names the cause when something other than wanted is served after the person made the change.
 *
 * Returns: (nullable): a code as listed in the header; %NULL if there is none, or none is known
 */
const char *
sp_edit_find_mistake (SpEdit *edit, const SpRecordSet *served)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *added;
  guint n_found;

  g_return_val_if_fail (SP_IS_EDIT (edit), NULL);

  if (sp_edit_match (edit, served) != SP_EDIT_MATCH_OTHER)
    return NULL;
  rows = dup_rows (served, sp_edit_get_rr_type (edit));
  added = sp_edit_get_added (edit);
  for (guint i = 0; i < added->len; i++)
    {
      const SpEditRow *wanted = g_ptr_array_index (added, i);
      const char *code = NULL;

      if (!sp_edit_rows_find (rows, wanted, sp_edit_get_rr_type (edit)))
        code = compare_row (edit, wanted, rows);
      if (code != NULL)
        return code;
    }
  n_found = count_found (added, rows, sp_edit_get_rr_type (edit));
  if (added->len > 0 && n_found > 0 && n_found < added->len)
    return "rows-missing";
  if (n_found == added->len
      && count_found (sp_edit_get_removed (edit), rows, sp_edit_get_rr_type (edit)) > 0)
    return "old-left";
  if (n_found == added->len && has_intruder (edit, rows))
    return "second-record";
  return NULL;
}

/**
 * sp_edit_find_name_mistake:
 * @edit: an edit
 * @at_doubled_name: (nullable): what is served at [func@Edit.dup_doubled_name]
 *
 * Returns: (nullable): "name-doubled" if a row that the edit adds stands there
 */
const char *
sp_edit_find_name_mistake (SpEdit *edit, const SpRecordSet *at_doubled_name)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (SP_IS_EDIT (edit), NULL);

  rows = dup_rows (at_doubled_name, sp_edit_get_rr_type (edit));
  return count_found (sp_edit_get_added (edit), rows, sp_edit_get_rr_type (edit)) > 0
           ? "name-doubled"
           : NULL;
}

/**
 * sp_edit_dup_doubled_name:
 * @edit: an edit
 *
 * Where the records land when the full name is typed into a panel that adds the zone itself.
 *
 * Returns: (transfer full) (nullable): that name; %NULL if it would be too long
 */
SpName *
sp_edit_dup_doubled_name (SpEdit *edit)
{
  g_return_val_if_fail (SP_IS_EDIT (edit), NULL);
  return sp_name_append (sp_edit_get_full_name (edit), sp_edit_get_zone (edit));
}
