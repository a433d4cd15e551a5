/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-edit.h"

#include <string.h>

struct _SpEdit {
  GObject parent_instance;

  char *id;
  SpRrType rr_type;
  SpName *full_name;
  SpName *zone;
  char *name;
  char *why;
  uint32_t ttl;
  gboolean ttl_differs;
  GPtrArray *removed;
  GPtrArray *added;
  GPtrArray *kept;
  GPtrArray *after; /* ends with NULL */
  GPtrArray *keys;  /* likewise */
  gboolean is_waiting;
  gint64 not_before;
  GHashTable *details;
  GPtrArray *cures;
};

G_DEFINE_FINAL_TYPE (SpEdit, sp_edit, G_TYPE_OBJECT)

static void
sp_edit_finalize (GObject *object)
{
  SpEdit *self = SP_EDIT (object);

  g_free (self->id);
  g_clear_pointer (&self->full_name, sp_name_unref);
  g_clear_pointer (&self->zone, sp_name_unref);
  g_free (self->name);
  g_free (self->why);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->added);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->after);
  g_ptr_array_unref (self->keys);
  g_hash_table_unref (self->details);
  g_ptr_array_unref (self->cures);
  G_OBJECT_CLASS (sp_edit_parent_class)->finalize (object);
}

static void
sp_edit_class_init (SpEditClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_edit_finalize;
}

static void
sp_edit_init (SpEdit *self)
{
  self->removed = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  self->added = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  self->after = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  self->keys = g_ptr_array_new_null_terminated (1, g_free, TRUE);
  self->details = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cures = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_cure_free);
}

/**
 * sp_edit_action_to_string:
 * @action: an action
 *
 * Returns: its word in JSON
 */
const char *
sp_edit_action_to_string (SpEditAction action)
{
  switch (action)
    {
    case SP_EDIT_ADD:
      return "add";
    case SP_EDIT_CHANGE:
      return "change";
    case SP_EDIT_REMOVE:
      return "remove";
    case SP_EDIT_KEEP:
      return "keep";
    }
  g_return_val_if_reached ("keep");
}

/**
 * sp_edit_new:
 * @id: stable id
 * @type: type of the record set
 * @full_name: owner of the record set
 * @zone: the zone whose panel is used; the name on the card is relative to it
 * @why: code of the reason
 *
 * Returns: (transfer full): an edit without rows
 */
SpEdit *
sp_edit_new (const char *id, SpRrType type, SpName *full_name, SpName *zone, const char *why)
{
  SpEdit *self;

  g_return_val_if_fail (id != NULL && full_name != NULL && zone != NULL && why != NULL, NULL);

  self = g_object_new (SP_TYPE_EDIT, NULL);
  self->id = g_strdup (id);
  self->rr_type = type;
  self->full_name = sp_name_ref (full_name);
  self->zone = sp_name_ref (zone);
  self->name = sp_name_dup_relative (full_name, zone);
  self->why = g_strdup (why);
  return self;
}

/**
 * sp_edit_get_id:
 * @self: an edit
 *
 * Returns: its stable id
 */
const char *
sp_edit_get_id (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->id;
}

/**
 * sp_edit_get_action:
 * @self: an edit
 *
 * Returns: what the card tells to do
 */
SpEditAction
sp_edit_get_action (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), SP_EDIT_KEEP);

  if (self->added->len > 0)
    return self->removed->len > 0 ? SP_EDIT_CHANGE : SP_EDIT_ADD;
  if (self->removed->len > 0)
    return SP_EDIT_REMOVE;
  return self->ttl_differs ? SP_EDIT_CHANGE : SP_EDIT_KEEP;
}

/**
 * sp_edit_get_rr_type:
 * @self: an edit
 *
 * Returns: type of its record set
 */
SpRrType
sp_edit_get_rr_type (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), SP_RR_TXT);
  return self->rr_type;
}

/**
 * sp_edit_get_name:
 * @self: an edit
 *
 * Returns: owner relative to the zone, "@" for the zone itself
 */
const char *
sp_edit_get_name (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->name;
}

/**
 * sp_edit_get_full_name:
 * @self: an edit
 *
 * Returns: (transfer none): owner of its record set
 */
SpName *
sp_edit_get_full_name (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->full_name;
}

/**
 * sp_edit_get_zone:
 * @self: an edit
 *
 * Returns: (transfer none): the zone whose panel is used
 */
SpName *
sp_edit_get_zone (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->zone;
}

/**
 * sp_edit_get_ttl:
 * @self: an edit
 *
 * Returns: TTL of the whole set afterwards, in seconds
 */
uint32_t
sp_edit_get_ttl (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), 0);
  return self->ttl;
}

/**
 * sp_edit_get_removed:
 * @self: an edit
 *
 * Returns: (transfer none) (element-type SpEditRow): rows that go
 */
GPtrArray *
sp_edit_get_removed (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->removed;
}

/**
 * sp_edit_get_added:
 * @self: an edit
 *
 * Returns: (transfer none) (element-type SpEditRow): rows that come
 */
GPtrArray *
sp_edit_get_added (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->added;
}

/**
 * sp_edit_get_kept:
 * @self: an edit
 *
 * Returns: (transfer none) (element-type SpEditRow): rows of the set that stay as they are
 */
GPtrArray *
sp_edit_get_kept (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->kept;
}

/**
 * sp_edit_get_why:
 * @self: an edit
 *
 * Returns: code of the reason
 */
const char *
sp_edit_get_why (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->why;
}

/**
 * sp_edit_get_after:
 * @self: an edit
 *
 * Returns: (transfer none): ids of the edits that have to be live first
 */
const char *const *
sp_edit_get_after (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return (const char *const *) self->after->pdata;
}

/**
 * sp_edit_get_keys:
 * @self: an edit
 *
 * Returns: (transfer none): keys of the values of the customer that it waits for, or that were
 *   given or may be given and change what it says
 */
const char *const *
sp_edit_get_keys (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return (const char *const *) self->keys->pdata;
}

/**
 * sp_edit_is_waiting:
 * @self: an edit
 *
 * Returns: whether it cannot be written yet, because a value of the customer is missing
 */
gboolean
sp_edit_is_waiting (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), FALSE);
  return self->is_waiting;
}

/**
 * sp_edit_get_not_before:
 * @self: an edit
 *
 * Returns: from when it may be made, microseconds since 1970; 0 for at once
 */
gint64
sp_edit_get_not_before (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), 0);
  return self->not_before;
}

/**
 * sp_edit_get_detail:
 * @self: an edit
 * @key: a key such as "provider"
 *
 * Returns: (nullable): a fact that the words about this edit need
 */
const char *
sp_edit_get_detail (SpEdit *self, const char *key)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return g_hash_table_lookup (self->details, key);
}

/**
 * sp_edit_get_cures:
 * @self: an edit
 *
 * Returns: (transfer none) (element-type SpCure): the findings that are gone once it is made, with
 *   the edits before it
 */
GPtrArray *
sp_edit_get_cures (SpEdit *self)
{
  g_return_val_if_fail (SP_IS_EDIT (self), NULL);
  return self->cures;
}

/**
 * sp_edit_cures:
 * @self: an edit
 * @id: id of a rule
 * @subject: what the finding is about
 *
 * Returns: whether that finding is gone once the edit is made
 */
gboolean
sp_edit_cures (SpEdit *self, const char *id, const char *subject)
{
  g_return_val_if_fail (SP_IS_EDIT (self) && id != NULL && subject != NULL, FALSE);

  for (guint i = 0; i < self->cures->len; i++)
    {
      const SpCure *cure = g_ptr_array_index (self->cures, i);

      if (g_str_equal (cure->id, id) && g_str_equal (cure->subject, subject))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_edit_set_ttl:
 * @self: an edit
 * @ttl: TTL of the whole set afterwards, in seconds
 * @was_different: whether the published set has another TTL
 */
void
sp_edit_set_ttl (SpEdit *self, uint32_t ttl, gboolean was_different)
{
  g_return_if_fail (SP_IS_EDIT (self));
  self->ttl = ttl;
  self->ttl_differs = was_different;
}

/**
 * sp_edit_remove_row:
 * @self: an edit
 * @priority: number in front, -1 if the type has none
 * @value: value as in [struct@EditRow]
 */
void
sp_edit_remove_row (SpEdit *self, int priority, const char *value)
{
  g_return_if_fail (SP_IS_EDIT (self));
  g_ptr_array_add (self->removed, sp_edit_row_new (priority, value));
}

/**
 * sp_edit_add_row:
 * @self: an edit
 * @priority: number in front, -1 if the type has none
 * @value: value as in [struct@EditRow]
 */
void
sp_edit_add_row (SpEdit *self, int priority, const char *value)
{
  g_return_if_fail (SP_IS_EDIT (self));
  g_ptr_array_add (self->added, sp_edit_row_new (priority, value));
}

/**
 * sp_edit_keep_row:
 * @self: an edit
 * @priority: number in front, -1 if the type has none
 * @value: value as in [struct@EditRow]
 */
void
sp_edit_keep_row (SpEdit *self, int priority, const char *value)
{
  g_return_if_fail (SP_IS_EDIT (self));
  g_ptr_array_add (self->kept, sp_edit_row_new (priority, value));
}

/**
 * sp_edit_add_after:
 * @self: an edit
 * @id: id of an edit that has to be live first; named twice it counts once
 */
void
sp_edit_add_after (SpEdit *self, const char *id)
{
  g_return_if_fail (SP_IS_EDIT (self) && id != NULL);
  if (!g_strv_contains (sp_edit_get_after (self), id))
    g_ptr_array_add (self->after, g_strdup (id));
}

/**
 * sp_edit_add_key:
 * @self: an edit
 * @key: key of a value of the customer; named twice it counts once
 */
void
sp_edit_add_key (SpEdit *self, const char *key)
{
  g_return_if_fail (SP_IS_EDIT (self) && key != NULL);
  if (!g_strv_contains (sp_edit_get_keys (self), key))
    g_ptr_array_add (self->keys, g_strdup (key));
}

/**
 * sp_edit_set_waiting:
 * @self: an edit without rows
 *
 * Says that its rows are not known as long as the values are missing.
 */
void
sp_edit_set_waiting (SpEdit *self)
{
  g_return_if_fail (SP_IS_EDIT (self));
  self->is_waiting = TRUE;
}

/**
 * sp_edit_set_not_before:
 * @self: an edit
 * @time: from when it may be made, microseconds since 1970
 */
void
sp_edit_set_not_before (SpEdit *self, gint64 time)
{
  g_return_if_fail (SP_IS_EDIT (self));
  self->not_before = time;
}

/**
 * sp_edit_set_detail:
 * @self: an edit
 * @key: a key
 * @value: (nullable): a fact; %NULL forgets it
 */
void
sp_edit_set_detail (SpEdit *self, const char *key, const char *value)
{
  g_return_if_fail (SP_IS_EDIT (self) && key != NULL);
  if (value != NULL)
    g_hash_table_replace (self->details, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->details, key);
}

/**
 * sp_edit_add_cure:
 * @self: an edit
 * @id: id of a rule
 * @subject: what the finding is about
 */
void
sp_edit_add_cure (SpEdit *self, const char *id, const char *subject)
{
  SpCure *cure;

  g_return_if_fail (SP_IS_EDIT (self) && id != NULL && subject != NULL);

  cure = g_new0 (SpCure, 1);
  cure->id = g_strdup (id);
  cure->subject = g_strdup (subject);
  g_ptr_array_add (self->cures, cure);
}

/**
 * sp_edit_dup_wanted_set:
 * @self: an edit
 *
 * Returns: (transfer full) (nullable): the record set after the edit; %NULL if nothing remains
 */
SpRecordSet *
sp_edit_dup_wanted_set (SpEdit *self)
{
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *lists[2];

  g_return_val_if_fail (SP_IS_EDIT (self), NULL);

  lists[0] = self->kept;
  lists[1] = self->added;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      {
        SpRecord *record = sp_edit_row_dup_record (g_ptr_array_index (lists[list], i),
                                                   self->full_name, self->rr_type, self->ttl);

        if (record != NULL)
          g_ptr_array_add (records, record);
      }
  return records->len > 0 ? sp_record_set_new (records) : NULL;
}

/**
 * sp_cure_free:
 * @self: (nullable): a cure
 */
void
sp_cure_free (SpCure *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->subject);
  g_free (self);
}

/**
 * sp_need_new:
 * @key: a `--set` key of a provider
 *
 * Returns: (transfer full): the question for its value
 */
SpNeed *
sp_need_new (const SpSetKey *key)
{
  SpNeed *self = g_new0 (SpNeed, 1);

  self->key = g_strdup (key->key);
  self->label = g_strdup (key->label);
  self->where = g_strdup (key->where);
  self->pattern = g_strdup (key->pattern);
  self->fallback = g_strdup (key->fallback);
  self->is_required = key->is_required && key->fallback == NULL;
  return self;
}

/**
 * sp_need_free:
 * @self: (nullable): a need
 */
void
sp_need_free (SpNeed *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->label);
  g_free (self->where);
  g_free (self->pattern);
  g_free (self->fallback);
  g_free (self);
}
