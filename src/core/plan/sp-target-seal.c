/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include "core/plan/sp-dkim-repair.h"

#include <string.h>

#define KEY_SUFFIX "._domainkey"

static char *
dup_id (SpTarget *self, SpName *name)
{
  g_autofree char *relative = sp_name_dup_relative (name, self->domain);

  if (g_str_has_suffix (relative, KEY_SUFFIX))
    relative[strlen (relative) - strlen (KEY_SUFFIX)] = '\0';
  return g_strdup_printf ("dkim-%s", relative);
}

static void
want_key (SpTarget *self, SpName *name, const SpPublishedSet *published, const char *why,
          const char *text, GPtrArray *used)
{
  g_autofree char *id = dup_id (self, name);
  SpWanted *wanted;

  wanted = sp_target_add (self, SP_PART_SEAL, id, why, SP_RR_TXT, name);
  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (!g_ptr_array_find (used, row->value, NULL))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, text));
}

/* The key itself has to come from the provider. */
static void
ask_for_key (SpTarget *self, SpName *name)
{
  g_autofree char *id = dup_id (self, name);

  if (self->provider != NULL)
    sp_target_add_needs (self,
                         sp_target_await (self, SP_PART_SEAL, id, "dkim-replace", SP_RR_TXT, name),
                         self->provider, "{dkim-key}", TRUE);
}

static void
repair_key (SpTarget *self, SpName *name)
{
  const SpPublishedSet *published = sp_published_get (self->published, name, SP_RR_TXT);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GPtrArray) used = g_ptr_array_new ();
  g_autofree char *mended = NULL;

  for (guint i = 0; i < published->rows->len; i++)
    g_ptr_array_add (texts, ((SpEditRow *) g_ptr_array_index (published->rows, i))->value);
  mended = sp_dkim_repair (texts, used);
  if (mended != NULL)
    want_key (self, name, published, "dkim-repair", mended, used);
  else
    ask_for_key (self, name);
}

static void
end_testing (SpTarget *self, SpName *name)
{
  const SpPublishedSet *published = sp_published_get (self->published, name, SP_RR_TXT);
  g_autoptr (GPtrArray) used = g_ptr_array_new ();
  g_autofree char *text = NULL;
  SpEditRow *row;

  if (published->rows->len != 1)
    return;
  row = g_ptr_array_index (published->rows, 0);
  g_ptr_array_add (used, row->value);
  text = sp_dkim_repair_testing (row->value);
  if (text != NULL)
    want_key (self, name, published, "dkim-testing", text, used);
}

/**
 * sp_target_repair_keys:
 * @self: a target with the keys that the provider documents
 *
 * Keys that stand in the zone itself and were damaged while pasting, or still say that they are
 * only a test. What an alias leads to is the provider's business.
 */
void
sp_target_repair_keys (SpTarget *self)
{
  GListModel *findings = sp_verdict_get_findings (self->verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      const char *id = sp_finding_get_id (finding);
      g_autoptr (SpName) name = g_str_has_prefix (id, "dkim-")
                                  ? sp_name_parse (sp_finding_get_subject (finding), NULL)
                                  : NULL;

      if (name == NULL || sp_target_find (self, name, SP_RR_TXT) != NULL
          || sp_target_find (self, name, SP_RR_CNAME) != NULL
          || sp_published_get (self->published, name, SP_RR_TXT)->state != SP_FACT_PRESENT)
        continue;
      if (g_str_equal (id, "dkim-mangled"))
        repair_key (self, name);
      else if (g_str_equal (id, "dkim-testing"))
        end_testing (self, name);
      else if (g_str_equal (id, "dkim-revoked"))
        ask_for_key (self, name);
    }
}
