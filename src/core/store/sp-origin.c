/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-store"

#include "core/store/sp-origin.h"

#include <json-glib/json-glib.h>

/* A plan has some dozens of edits; a file with more was not written by us. */
#define MAX_EDITS 500

/**
 * sp_origin_new:
 * @snapshot: what is published before anything is edited
 *
 * Returns: (transfer full): an origin since which nothing was edited
 */
SpOrigin *
sp_origin_new (SpSnapshot *snapshot)
{
  SpOrigin *self = g_new0 (SpOrigin, 1);

  self->snapshot = sp_snapshot_ref (snapshot);
  self->edits = g_list_store_new (SP_TYPE_EDIT);
  return self;
}

/**
 * sp_origin_free:
 * @self: (nullable): an origin
 */
void
sp_origin_free (SpOrigin *self)
{
  if (self == NULL)
    return;
  sp_snapshot_unref (self->snapshot);
  g_object_unref (self->edits);
  g_free (self);
}

/**
 * sp_origin_add_edit:
 * @self: an origin
 * @edit: an edit that the person says was made
 *
 * Returns: whether it was not known yet
 */
gboolean
sp_origin_add_edit (SpOrigin *self, SpEdit *edit)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->edits));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpEdit) other = g_list_model_get_item (G_LIST_MODEL (self->edits), i);

      if (g_str_equal (sp_edit_get_id (other), sp_edit_get_id (edit))
          && sp_edit_get_rr_type (other) == sp_edit_get_rr_type (edit)
          && sp_name_equal (sp_edit_get_full_name (other), sp_edit_get_full_name (edit)))
        return FALSE;
    }
  if (n >= MAX_EDITS)
    return FALSE;
  g_list_store_append (self->edits, edit);
  return TRUE;
}

/**
 * sp_origin_dup_edits_text:
 * @self: an origin
 *
 * Returns: (transfer full): as much of the edits as the way back needs, as JSON
 */
char *
sp_origin_dup_edits_text (SpOrigin *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->edits)); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->edits), i);
      const char *const *after = sp_edit_get_after (edit);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, sp_edit_get_id (edit));
      json_builder_set_member_name (builder, "type");
      json_builder_add_int_value (builder, sp_edit_get_rr_type (edit));
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, sp_name_get_text (sp_edit_get_full_name (edit)));
      json_builder_set_member_name (builder, "zone");
      json_builder_add_string_value (builder, sp_name_get_text (sp_edit_get_zone (edit)));
      json_builder_set_member_name (builder, "why");
      json_builder_add_string_value (builder, sp_edit_get_why (edit));
      json_builder_set_member_name (builder, "after");
      json_builder_begin_array (builder);
      for (gsize k = 0; after[k] != NULL; k++)
        json_builder_add_string_value (builder, after[k]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static SpEdit *
read_edit (JsonObject *object)
{
  const char *id = json_object_get_string_member_with_default (object, "id", NULL);
  const char *why = json_object_get_string_member_with_default (object, "why", NULL);
  gint64 type = json_object_get_int_member_with_default (object, "type", 0);
  const char *name_text = json_object_get_string_member_with_default (object, "name", "");
  const char *zone_text = json_object_get_string_member_with_default (object, "zone", "");
  g_autoptr (SpName) name = sp_name_parse (name_text, NULL);
  g_autoptr (SpName) zone = sp_name_parse (zone_text, NULL);
  JsonNode *after = json_object_get_member (object, "after");
  SpEdit *edit;

  if (id == NULL || why == NULL || name == NULL || zone == NULL || type <= 0 || type > G_MAXUINT16)
    return NULL;
  edit = sp_edit_new (id, (SpRrType) type, name, zone, why);
  if (after != NULL && JSON_NODE_HOLDS_ARRAY (after))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (after)); i++)
      {
        JsonNode *item = json_array_get_element (json_node_get_array (after), i);

        if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING)
          sp_edit_add_after (edit, json_node_get_string (item));
      }
  return edit;
}

/**
 * sp_origin_read_edits:
 * @self: an origin
 * @text: (nullable): what [func@origin_dup_edits_text] wrote; anything else is passed over
 */
void
sp_origin_read_edits (SpOrigin *self, const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonArray *array = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root)
                                                                  : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      g_autoptr (SpEdit)
        edit = JSON_NODE_HOLDS_OBJECT (item) ? read_edit (json_node_get_object (item)) : NULL;

      if (edit != NULL)
        sp_origin_add_edit (self, edit);
    }
}
