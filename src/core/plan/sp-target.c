/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/plan/sp-target-repairs.h"
#include "core/plan/sp-target-values.h"

#include <string.h>

/**
 * sp_wanted_new:
 * @part: what it is for
 * @id: id of the edit that leads to it
 * @why: code of the reason, a static string
 * @type: type of the set
 * @name: owner of the set
 *
 * Returns: (transfer full): a wanted set without rows
 */
SpWanted *
sp_wanted_new (SpPart part, const char *id, const char *why, SpRrType type, SpName *name)
{
  SpWanted *self = g_new0 (SpWanted, 1);

  self->part = part;
  self->id = g_strdup (id);
  self->why = why;
  self->type = type;
  self->name = sp_name_ref (name);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  self->keys = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sp_wanted_free:
 * @self: (nullable): a wanted set
 */
void
sp_wanted_free (SpWanted *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  sp_name_unref (self->name);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->keys);
  g_free (self->follows);
  g_free (self->found);
  g_free (self->lost);
  g_free (self);
}

/**
 * sp_wanted_take_row:
 * @self: a wanted set
 * @row: (transfer full): a row; one that is already there is dropped
 */
void
sp_wanted_take_row (SpWanted *self, SpEditRow *row)
{
  if (sp_edit_rows_find (self->rows, row, self->type))
    sp_edit_row_free (row);
  else
    g_ptr_array_add (self->rows, row);
}

/* A filter in front is found by itself when its hosts are in the MX set. */
static SpProvider *
recognise_filter (SpTarget *self)
{
  const SpPublishedSet *mx = sp_published_get (self->published, self->domain, SP_RR_MX);

  for (guint i = 0; i < mx->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (mx->rows, i);
      g_autoptr (SpName) host = sp_name_parse (row->value, NULL);
      SpProvider *provider = host != NULL ? sp_catalog_recognise_mx (self->catalog, host) : NULL;

      if (provider != NULL && sp_provider_get_kind (provider) == SP_PROVIDER_FILTER)
        return provider;
    }
  return NULL;
}

/* The one mailbox provider that the whole MX set belongs to once it is repaired. */
static SpProvider *
recognise_provider (SpTarget *self)
{
  SpWanted *repaired = sp_target_find (self, self->domain, SP_RR_MX);
  GPtrArray *rows = repaired != NULL
                      ? repaired->rows
                      : sp_published_get (self->published, self->domain, SP_RR_MX)->rows;
  SpProvider *found = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);
      g_autoptr (SpName) host = sp_name_parse (row->value, NULL);
      SpProvider *provider = host != NULL ? sp_catalog_recognise_mx (self->catalog, host) : NULL;

      if (provider == NULL || provider == self->filter
          || sp_provider_get_kind (provider) == SP_PROVIDER_SENDING)
        continue;
      if (found != NULL && found != provider)
        return NULL;
      found = provider;
    }
  return found;
}

static void
choose_providers (SpTarget *self, const SpPlanInput *input)
{
  if (input->filter != NULL)
    self->filter = sp_catalog_get_provider (self->catalog, input->filter);
  else
    self->filter = recognise_filter (self);

  if (input->provider != NULL)
    self->provider = sp_catalog_get_provider (self->catalog, input->provider);
  self->is_chosen = self->provider != NULL;
  if (!self->is_chosen)
    {
      sp_target_repair_mx (self);
      sp_target_move_mx (self);
      sp_target_repair_apex (self);
      self->provider = recognise_provider (self);
    }
  if (self->provider == self->filter)
    self->filter = NULL;
}

static gboolean
takes_mail (SpTarget *self)
{
  const SpPublishedSet *mx = sp_published_get (self->published, self->domain, SP_RR_MX);

  for (guint i = 0; i < mx->rows->len; i++)
    if (!g_str_equal (((SpEditRow *) g_ptr_array_index (mx->rows, i))->value, "."))
      return TRUE;
  return FALSE;
}

/* What the servers do not agree on is judged anew as the panel has it. */
static void
read_verdict (SpTarget *self, const SpPlanInput *input)
{
  SpSnapshot *snapshot = sp_published_get_snapshot (self->published);

  if (input->facts != NULL)
    self->facts = *input->facts;
  else
    self->facts = (SpCheckFacts) {
      .snapshot = input->snapshot,
      .catalog = input->catalog,
      .provider = input->provider,
      .filter = input->filter,
    };
  if (input->facts != NULL && input->verdict != NULL && self->facts.snapshot == snapshot)
    self->verdict = g_object_ref (input->verdict);
  else
    {
      self->facts.snapshot = snapshot;
      self->verdict = sp_checks_run (&self->facts);
    }
}

/**
 * sp_target_new:
 * @input: what the plan may look at
 * @published: (transfer none): what there is; has to outlive the target
 *
 * Knows who is wanted and with which values; without a choice it has the repaired MX set, since
 * that tells who is there.
 *
 * Returns: (transfer full): where the plan leads to
 */
SpTarget *
sp_target_new (const SpPlanInput *input, SpPublished *published)
{
  SpTarget *self;

  g_return_val_if_fail (input != NULL && published != NULL, NULL);

  self = g_new0 (SpTarget, 1);
  self->catalog = input->catalog;
  self->published = published;
  self->domain = sp_snapshot_get_domain (input->snapshot);
  self->wanted = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_wanted_free);
  self->awaited = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_wanted_free);
  self->needs = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_need_free);
  self->unchecked = g_list_store_new (SP_TYPE_UNCHECKED);
  read_verdict (self, input);
  self->is_open = input->is_open;
  self->takes_mail = takes_mail (self);
  choose_providers (self, input);
  self->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->values = sp_target_values_new (self, input->values);
  return self;
}

/**
 * sp_target_find_finding:
 * @self: a target
 * @id: id of a rule
 * @subject: (nullable): what the finding is about; %NULL takes the first
 *
 * Returns: (transfer none) (nullable): the finding, if the checks found it
 */
SpFinding *
sp_target_find_finding (SpTarget *self, const char *id, const char *subject)
{
  GListModel *findings = sp_verdict_get_findings (self->verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (sp_finding_get_id (finding), id)
          && (subject == NULL || g_str_equal (sp_finding_get_subject (finding), subject)))
        return finding; /* the verdict keeps it */
    }
  return NULL;
}

/**
 * sp_target_is_unchecked:
 * @self: a target
 * @id: id of a rule
 *
 * Returns: whether the checks could not decide it
 */
gboolean
sp_target_is_unchecked (SpTarget *self, const char *id)
{
  GListModel *list = sp_verdict_get_unchecked (self->verdict);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (list, i);

      if (g_str_equal (sp_unchecked_get_id (item), id))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_target_fill:
 * @self: a target
 *
 * Wants everything that the plan is to lead to.
 */
void
sp_target_fill (SpTarget *self)
{
  if (self->is_chosen)
    {
      sp_target_add_mx (self);
      sp_target_offer_choices (self, self->provider);
      if (self->filter != NULL)
        sp_target_offer_choices (self, self->filter);
    }
  else
    sp_target_complete_mx (self);
  sp_target_add_senders (self);
  sp_target_add_records (self);
  sp_target_move_keys (self);
  sp_target_repair_keys (self);
  sp_target_add_policy (self);
  sp_target_add_security (self);
  if (self->provider != NULL)
    sp_target_clear_programs (self);
  sp_target_clear_names (self);
  sp_target_clear_wrong_owner (self);
  sp_target_clear_doubled (self);
  sp_target_link_keys (self);
}

/**
 * sp_target_free:
 * @self: (nullable): a target
 */
void
sp_target_free (SpTarget *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->given);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->awaited);
  g_ptr_array_unref (self->needs);
  g_object_unref (self->unchecked);
  g_object_unref (self->verdict);
  g_free (self);
}

/**
 * sp_target_find:
 * @self: a target
 * @name: owner of a set
 * @type: its type
 *
 * Returns: (nullable): what is wanted there
 */
SpWanted *
sp_target_find (SpTarget *self, SpName *name, SpRrType type)
{
  for (guint i = 0; i < self->wanted->len; i++)
    {
      SpWanted *wanted = g_ptr_array_index (self->wanted, i);

      if (wanted->type == type && sp_name_equal (wanted->name, name))
        return wanted;
    }
  return NULL;
}

static gboolean
has_id (SpTarget *self, const char *id)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (g_str_equal (((SpWanted *) g_ptr_array_index (self->wanted, i))->id, id))
      return TRUE;
  return FALSE;
}

/**
 * sp_target_add:
 * @self: a target
 * @part: what the set is for
 * @id: id of the edit; its type is appended if the id is taken
 * @why: code of the reason
 * @type: type of the set
 * @name: owner of the set
 *
 * Returns: (transfer none): the wanted set, an older one if there is one for this name and type
 */
SpWanted *
sp_target_add (SpTarget *self, SpPart part, const char *id, const char *why, SpRrType type,
               SpName *name)
{
  SpWanted *wanted = sp_target_find (self, name, type);
  g_autofree char *longer = NULL;

  if (wanted != NULL)
    return wanted;
  if (has_id (self, id))
    {
      g_autofree char *word = sp_rr_type_to_string (type);
      g_autofree char *lower = g_ascii_strdown (word, -1);

      longer = g_strdup_printf ("%s-%s", id, lower);
    }
  wanted = sp_wanted_new (part, longer != NULL ? longer : id, why, type, name);
  g_ptr_array_add (self->wanted, wanted);
  return wanted;
}

/**
 * sp_target_add_unchecked:
 * @self: a target
 * @id: id that the edit would have
 * @name: owner of the set
 * @set: the set that could not be seen
 */
void
sp_target_add_unchecked (SpTarget *self, const char *id, SpName *name, const SpPublishedSet *set)
{
  static const char *const none[] = { NULL };
  g_autoptr (SpUnchecked) unchecked = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->unchecked)); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (G_LIST_MODEL (self->unchecked), i);

      if (g_str_equal (sp_unchecked_get_id (item), id))
        return;
    }
  unchecked = sp_unchecked_new (id, sp_name_get_text (name), set->reason,
                                set->silent != NULL ? (const char *const *) set->silent : none);
  g_list_store_append (self->unchecked, unchecked);
}

/**
 * sp_target_dup_slug:
 * @self: a target
 * @name: a name
 *
 * Returns: (transfer full): the name in the form used in ids: relative to the mail domain, letters,
 *   digits and dashes only
 */
char *
sp_target_dup_slug (SpTarget *self, SpName *name)
{
  g_autofree char *relative = sp_name_dup_relative (name, self->domain);
  g_autoptr (GString) slug = g_string_new (NULL);

  for (const char *p = relative; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p))
        g_string_append_c (slug, g_ascii_tolower (*p));
      else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_assign (slug, "domain");
  return g_string_free_and_steal (g_steal_pointer (&slug));
}
