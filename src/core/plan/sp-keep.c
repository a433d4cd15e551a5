/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-keep.h"

#include <string.h>

#include "core/checks/sp-dkim-place.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-spf.h"

typedef struct {
  SpPublished *published;
  SpCatalog *catalog;
  GListModel *edits;
  GPtrArray *keeps;
} Collector;

/**
 * sp_keep_free:
 * @self: (nullable): a keep note
 */
void
sp_keep_free (SpKeep *self)
{
  if (self == NULL)
    return;
  sp_name_unref (self->name);
  g_ptr_array_unref (self->rows);
  g_free (self->service);
  g_free (self);
}

static SpKeep *
add_keep (Collector *self, const char *code, SpName *name, SpRrType type)
{
  SpKeep *keep = g_new0 (SpKeep, 1);

  keep->code = code;
  keep->name = sp_name_ref (name);
  keep->type = type;
  keep->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  g_ptr_array_add (self->keeps, keep);
  return keep;
}

/* The edit of a set, if the plan has one. */
static SpEdit *
find_edit (Collector *self, SpName *name, SpRrType type)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (self->edits, i);

      if (sp_edit_get_rr_type (edit) == type && sp_name_equal (sp_edit_get_full_name (edit), name))
        return edit; /* the list keeps it */
    }
  return NULL;
}

static gboolean
stays (Collector *self, SpName *name, SpRrType type, const SpEditRow *row)
{
  SpEdit *edit = find_edit (self, name, type);

  return edit == NULL || !sp_edit_rows_find (sp_edit_get_removed (edit), row, type);
}

/* All of a set that stays, as one note. */
static void
keep_set (Collector *self, const char *code, SpName *name, SpRrType type)
{
  const SpPublishedSet *set = sp_published_get (self->published, name, type);
  SpKeep *keep = NULL;

  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (!stays (self, name, type, row))
        continue;
      if (keep == NULL)
        keep = add_keep (self, code, name, type);
      g_ptr_array_add (keep->rows, sp_edit_row_copy (row));
    }
}

/* Whoever has mail go to the website's own name keeps more than a website there. */
static gboolean
is_mail_host (Collector *self, SpName *domain, SpName *name)
{
  const SpPublishedSet *mx = sp_published_get (self->published, domain, SP_RR_MX);
  SpEdit *edit = find_edit (self, domain, SP_RR_MX);
  GPtrArray *lists[] = { mx->rows, edit != NULL ? sp_edit_get_added (edit) : NULL };

  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; lists[l] != NULL && i < lists[l]->len; i++)
      if (g_ascii_strcasecmp (((const SpEditRow *) g_ptr_array_index (lists[l], i))->value,
                              sp_name_get_text (name))
          == 0)
        return TRUE;
  return FALSE;
}

static void
keep_website (Collector *self, SpName *domain)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA, SP_RR_CNAME };
  g_autoptr (SpName) www = sp_name_prepend (domain, "www");
  SpName *names[] = { domain, www };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize t = 0;
         names[i] != NULL && !is_mail_host (self, domain, names[i]) && t < G_N_ELEMENTS (types);
         t++)
      keep_set (self, "website", names[i], types[t]);
}

/* Who is in the list afterwards and was in it before. */
static void
keep_senders (Collector *self, SpName *domain, const SpEditRow *row)
{
  SpEdit *edit = find_edit (self, domain, SP_RR_TXT);
  GPtrArray *added = edit != NULL ? sp_edit_get_added (edit) : NULL;
  g_autoptr (SpSpf) before = sp_spf_parse (row->value, -1);
  g_autoptr (SpSpf) after = NULL;

  for (guint i = 0; added != NULL && i < added->len && after == NULL; i++)
    {
      const char *text = ((const SpEditRow *) g_ptr_array_index (added, i))->value;

      if (sp_spf_is_record (text, strlen (text)))
        after = sp_spf_parse (text, -1);
    }
  for (guint i = 0; i < before->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (before->terms, i);
      g_autoptr (SpName) target = term->domain != NULL ? sp_name_parse (term->domain, NULL) : NULL;
      SpProvider *service = NULL;
      SpKeep *keep;
      gboolean is_left = after == NULL && stays (self, domain, SP_RR_TXT, row);

      if (term->kind != SP_SPF_INCLUDE || target == NULL)
        continue;
      for (guint k = 0; after != NULL && k < after->terms->len; k++)
        {
          const SpSpfTerm *other = g_ptr_array_index (after->terms, k);

          is_left |= other->kind == SP_SPF_INCLUDE && other->domain != NULL
                     && g_ascii_strcasecmp (other->domain, term->domain) == 0;
        }
      if (!is_left)
        continue;
      service = sp_catalog_recognise_spf (self->catalog, target);
      keep = add_keep (self, "sender", domain, SP_RR_TXT);
      keep->service = service != NULL ? g_strdup (sp_provider_get_id (service)) : NULL;
      g_ptr_array_add (keep->rows, sp_edit_row_new (-1, term->text));
    }
}

static void
keep_texts (Collector *self, SpName *domain)
{
  const SpPublishedSet *set = sp_published_get (self->published, domain, SP_RR_TXT);
  SpKeep *proofs = NULL;

  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (sp_spf_is_record (row->value, strlen (row->value)))
        keep_senders (self, domain, row);
    }
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (sp_spf_is_record (row->value, strlen (row->value))
          || !stays (self, domain, SP_RR_TXT, row)
          || sp_dmarc_looks_like (row->value, strlen (row->value)))
        continue;
      if (proofs == NULL)
        proofs = add_keep (self, "proof", domain, SP_RR_TXT);
      g_ptr_array_add (proofs->rows, sp_edit_row_copy (row));
    }
}

static void
keep_keys (Collector *self)
{
  const SpSnapshot *snapshot = sp_published_get_snapshot (self->published);
  g_autoptr (GArray) places = sp_dkim_places_dup_asked (snapshot);

  for (guint i = 0; i < places->len; i++)
    {
      const SpDkimPlace *place = &g_array_index (places, SpDkimPlace, i);
      SpName *name = sp_fact_get_name (place->fact);

      if (place->state != SP_DKIM_PLACE_KEY)
        continue;
      keep_set (self, "seal", name, SP_RR_TXT);
      keep_set (self, "seal", name, SP_RR_CNAME);
    }
}

static void
keep_policies (Collector *self, SpName *domain)
{
  static const struct {
    const char *labels;
    const char *code;
  } policies[] = {
    { "_dmarc", "policy" },
    { "_mta-sts", "delivery-security" },
    { "_smtp._tls", "delivery-reports" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    {
      g_autoptr (SpName) name = sp_name_prepend (domain, policies[i].labels);

      if (name == NULL)
        continue;
      keep_set (self, policies[i].code, name, SP_RR_TXT);
      keep_set (self, policies[i].code, name, SP_RR_CNAME);
    }
}

/**
 * sp_keeps_new:
 * @published: what there is
 * @catalog: to recognise services
 * @edits: a list of [class@Edit]: what is going to change
 *
 * What is published and stays, with the reason: what people who tidy up after a change most often
 * take away with it. What could not be seen is not mentioned.
 *
 * Returns: (transfer full) (element-type SpKeep): the notes, the website first
 */
GPtrArray *
sp_keeps_new (SpPublished *published, SpCatalog *catalog, GListModel *edits)
{
  Collector self = {
    .published = published,
    .catalog = catalog,
    .edits = edits,
    .keeps = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_keep_free),
  };
  SpName *domain = sp_snapshot_get_domain (sp_published_get_snapshot (published));

  keep_website (&self, domain);
  keep_texts (&self, domain);
  keep_keys (&self);
  keep_policies (&self, domain);
  return self.keeps;
}
