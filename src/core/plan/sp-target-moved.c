/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-mx.h"

#include <string.h>

/* Records that stand at a wrong name are wanted at the right one. Lists of senders and rules for
 * forged mail are read where they are written anew. */

static gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, " ", -1) : NULL;

  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

/* Nothing may stand beside the alias that a provider documents (RFC 1034 §3.6.2). */
static void
want_copy (SpTarget *self, SpPart part, const char *id, SpRrType type, SpName *name, SpName *from)
{
  const SpPublishedSet *misplaced = sp_published_get (self->published, from, type);
  SpWanted *wanted;

  if (misplaced->state != SP_FACT_PRESENT || sp_target_find (self, name, type) != NULL
      || sp_target_find (self, name, SP_RR_CNAME) != NULL
      || sp_published_get (self->published, name, type)->state != SP_FACT_ABSENT
      || sp_published_get_alias (self->published, name) != NULL)
    return;
  wanted = sp_target_add (self, part, id, "moved", type, name);
  wanted->found = g_strdup (sp_name_get_text (from));
  for (guint i = 0; i < misplaced->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (misplaced->rows, i);

      if (type != SP_RR_TXT || sp_dkim_key_looks_like (row->value, strlen (row->value)))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
}

static SpName *
dup_detail_name (SpFinding *finding, const char *key)
{
  const char *text = sp_finding_get_detail (finding, key);

  return text != NULL ? sp_name_parse (text, NULL) : NULL;
}

/* Mail hosts that were there when the domain was looked at before, and are gone. */
static void
put_back_mx (SpTarget *self)
{
  SpFact *fact = self->facts.earlier != NULL
                   ? sp_snapshot_get_fact (self->facts.earlier, self->domain, SP_RR_MX)
                   : NULL;
  SpRecordSet *set = fact != NULL ? sp_fact_get_set (fact) : NULL;
  SpFinding *no_mail = sp_target_find_finding (self, "says-no-mail", NULL);
  gboolean is_refused = no_mail != NULL && sp_finding_get_level (no_mail) == SP_LEVEL_LOST;
  SpWanted *wanted;

  if (set == NULL || sp_fact_get_aliases (fact)->len > 0 || sp_mx_set_has_null (set)
      || sp_published_get_alias (self->published, self->domain) != NULL
      || !(is_refused || sp_target_find_finding (self, "mx-absent", NULL) != NULL
           || sp_target_find_finding (self, "no-route", NULL) != NULL))
    return;
  wanted = sp_target_find (self, self->domain, SP_RR_MX);
  if (wanted == NULL)
    wanted = sp_target_add (self, SP_PART_MX, "mx", "mx-put-back", SP_RR_MX, self->domain);
  wanted->why = "mx-put-back";
  g_ptr_array_set_size (wanted->rows, 0);
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    sp_wanted_take_row (wanted, sp_edit_row_new_from_record (sp_record_set_get_record (set, i)));
}

/**
 * sp_target_move_mx:
 * @self: a target without a chosen provider
 *
 * Mail hosts that stand at "www.", at a label "@" or at the doubled name, and none at the domain;
 * or that were there before.
 */
void
sp_target_move_mx (SpTarget *self)
{
  SpFinding *finding = sp_target_find_finding (self, "name-doubled",
                                               sp_name_get_text (self->domain));
  g_autoptr (SpName) from = NULL;

  if (finding != NULL && has_word (sp_finding_get_detail (finding, "records"), "mx"))
    from = dup_detail_name (finding, "found");
  finding = sp_target_find_finding (self, "mx-wrong-owner", NULL);
  if (from == NULL && finding != NULL)
    from = dup_detail_name (finding, "owner");
  if (from != NULL)
    want_copy (self, SP_PART_MX, "mx", SP_RR_MX, self->domain, from);
  else
    put_back_mx (self);
}

/**
 * sp_target_clear_wrong_owner:
 * @self: a target with all that is wanted
 *
 * Takes mail hosts away from a name that nobody sends to, once the domain has some. "mail." may be
 * a domain of its own and keeps them.
 */
void
sp_target_clear_wrong_owner (SpTarget *self)
{
  SpFinding *finding = sp_target_find_finding (self, "mx-wrong-owner", NULL);
  SpWanted *mx = sp_target_find (self, self->domain, SP_RR_MX);
  g_autoptr (SpName) from = finding != NULL ? dup_detail_name (finding, "owner") : NULL;
  g_autoptr (SpName) mail = sp_name_prepend (self->domain, "mail");
  SpWanted *gone;

  if (from == NULL || mx == NULL || mx->rows->len == 0
      || (mail != NULL && sp_name_equal (from, mail)))
    return;
  gone = sp_target_add (self, SP_PART_CLEANUP, "mx-misplaced", "mx-misplaced", SP_RR_MX, from);
  gone->follows = g_strdup (mx->id);
}

/**
 * sp_target_move_keys:
 * @self: a target
 *
 * Keys of the mail seal that came out at the doubled name.
 */
void
sp_target_move_keys (SpTarget *self)
{
  GListModel *findings = sp_verdict_get_findings (self->verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      g_autoptr (SpName) name = NULL;
      g_autoptr (SpName) from = NULL;
      g_autofree char *slug = NULL;
      g_autofree char *id = NULL;

      if (!g_str_equal (sp_finding_get_id (finding), "name-doubled")
          || !has_word (sp_finding_get_detail (finding, "records"), "dkim"))
        continue;
      name = sp_name_parse (sp_finding_get_subject (finding), NULL);
      from = dup_detail_name (finding, "found");
      if (name == NULL || from == NULL)
        continue;
      slug = sp_target_dup_slug (self, name);
      id = g_strdup_printf ("dkim-%s", slug);
      want_copy (self, SP_PART_SEAL, id, SP_RR_TXT, name, from);
    }
}
