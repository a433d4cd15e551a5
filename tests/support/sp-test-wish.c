/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-wish.h"

#include "support/sp-test-snapshot.h"

static GHashTable *
dup_values (const SpTestWish *wish)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; wish->values[i] != NULL; i += 2)
    g_hash_table_insert (values, (gpointer) wish->values[i], (gpointer) wish->values[i + 1]);
  return values;
}

SpSnapshot *
sp_test_wish_look (const SpTestWish *wish, SpCatalog *catalog, const char *zone_text)
{
  const char *domain = wish->domain != NULL ? wish->domain : "shop.example";
  g_autoptr (SpName) name = sp_name_parse (domain, NULL);
  g_autoptr (SpQuestion) plain = sp_question_new (name, wish->provider, wish->filter, NULL);
  g_autoptr (GHashTable) values = dup_values (wish);
  g_autoptr (SpQuestion) question = sp_question_new_with_values (plain, NULL, values);
  g_autofree char *marks = g_strconcat (
    wish->zone != NULL ? "!zone " : "", wish->zone != NULL ? wish->zone : "", "\n",
    wish->marks != NULL ? wish->marks : "", "\n", zone_text, NULL);

  return sp_test_snapshot_new_for (question, catalog, marks);
}

SpEditPlan *
sp_test_wish_plan (const SpTestWish *wish, SpCatalog *catalog, SpSnapshot *snapshot)
{
  g_autoptr (GHashTable) values = dup_values (wish);
  SpPlanInput input = {
    .snapshot = snapshot,
    .catalog = catalog,
    .provider = wish->provider,
    .filter = wish->filter,
    .dns_host = wish->dns_host,
    .values = values,
    .is_open = wish->is_open,
  };

  return sp_edit_plan_new (&input);
}

SpEditPlan *
sp_test_wish_plan_zone (const SpTestWish *wish, SpCatalog *catalog, const char *zone_text)
{
  g_autoptr (SpSnapshot) snapshot = sp_test_wish_look (wish, catalog, zone_text);

  return sp_test_wish_plan (wish, catalog, snapshot);
}

static void
append_rows (GString *text, char sign, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (text, " %c", sign);
      if (row->priority >= 0)
        g_string_append_printf (text, "%d ", row->priority);
      g_string_append (text, row->value);
    }
}

char *
sp_test_wish_describe (SpEditPlan *plan)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));

      g_string_append_printf (text, "%s: %s %s", sp_edit_get_id (edit), type,
                              sp_edit_get_name (edit));
      append_rows (text, '-', sp_edit_get_removed (edit));
      append_rows (text, '+', sp_edit_get_added (edit));
      g_string_append (text, "\n");
    }
  return g_string_free (text, FALSE);
}
