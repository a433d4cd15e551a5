/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/mail/sp-spf.h"
#include "core/plan/sp-spf-merge.h"
#include "core/plan/sp-spf-reach.h"

#include <string.h>

static char *
dup_plain (const char *text)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", text, NULL);
  g_autoptr (SpSpf) parsed = sp_spf_parse (record, -1);

  return parsed->terms->len == 1 ? sp_spf_term_dup_text (g_ptr_array_index (parsed->terms, 0))
                                 : g_strdup (text);
}

static gboolean
records_reach (SpTarget *self, GPtrArray *records, const SpSpfGoal *goal)
{
  for (guint i = 0; i < records->len; i++)
    if (sp_spf_reach_text (sp_published_get_snapshot (self->published), self->domain,
                           g_ptr_array_index (records, i), goal))
      return TRUE;
  return FALSE;
}

/* An own server may be in the list by its addresses. */
static gboolean
allow_own_host (SpTarget *self, SpProvider *provider, GPtrArray *records)
{
  const char *host = sp_target_get_value (self, "host");
  g_autoptr (SpName) name = host != NULL ? sp_name_parse (host, NULL) : NULL;
  g_autoptr (GPtrArray) addresses = NULL;

  if (sp_provider_get_kind (provider) != SP_PROVIDER_OWN || name == NULL)
    return FALSE;
  addresses = sp_spf_reach_dup_addresses (sp_published_get_snapshot (self->published), name);
  for (guint i = 0; i < addresses->len; i++)
    {
      SpSpfGoal goal = { .address = g_ptr_array_index (addresses, i) };

      if (!records_reach (self, records, &goal))
        return FALSE;
    }
  return addresses->len > 0;
}

/* What the person chose, such as a region, has to be named exactly. */
static gboolean
has_choice (SpTarget *self, const char *const *terms)
{
  for (guint i = 0; terms != NULL && terms[i] != NULL; i++)
    if (strchr (terms[i], '{') != NULL && g_hash_table_size (self->given) > 0)
      return TRUE;
  return FALSE;
}

/* One of the accepted names is as good as all of the provider's present terms. */
static void
collect_missing (SpTarget *self, SpProvider *provider, GPtrArray *records, GPtrArray *missing)
{
  const char *const *terms = sp_provider_get_spf_terms (provider);
  SpSpfGoal any = { .provider = provider };

  if (allow_own_host (self, provider, records)
      || (!has_choice (self, terms) && records_reach (self, records, &any)))
    return;
  for (guint i = 0; terms != NULL && terms[i] != NULL; i++)
    {
      g_autofree char *text = sp_target_expand (self, provider, terms[i]);
      g_autofree char *term = text != NULL ? dup_plain (text) : NULL;
      SpSpfGoal goal = { .term = term };

      if (term == NULL)
        sp_target_add_needs (self, provider, terms[i], FALSE);
      else if (!records_reach (self, records, &goal)
               && !g_ptr_array_find_with_equal_func (missing, term, g_str_equal, NULL))
        g_ptr_array_add (missing, g_steal_pointer (&term));
    }
}

static gboolean
is_clean (const char *text)
{
  g_autoptr (SpSpf) record = sp_spf_parse (text, -1);

  return sp_spf_is_clean (record);
}

static void
want_text (SpTarget *self, const SpPublishedSet *published, const char *why, const char *record)
{
  SpWanted *wanted = sp_target_add (self, SP_PART_SENDERS, "spf", why, SP_RR_TXT, self->domain);

  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (!sp_spf_is_record (row->value, strlen (row->value)))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, record));
}

/* A neutral ending says nothing (RFC 7208 §8.2); soft is the mildest that does. */
static char *
write_first (SpTarget *self, GPtrArray *missing)
{
  const char *ending = self->provider != NULL ? sp_provider_get_spf_ending (self->provider) : NULL;
  g_autoptr (GString) text = g_string_new ("v=spf1");

  for (guint i = 0; i < missing->len; i++)
    g_string_append_printf (text, " %s", (char *) g_ptr_array_index (missing, i));
  g_string_append_printf (text, " %s", ending != NULL && *ending == '-' ? ending : "~all");
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/**
 * sp_target_add_senders:
 * @self: a target
 *
 * Wants one list of allowed senders at the domain that has everyone who is in it now, and the
 * provider. Nothing is wanted where one valid list reaches the provider already.
 */
void
sp_target_add_senders (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_TXT);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  SpSpfMerge merge = { records, missing, NULL };

  if (published->state == SP_FACT_UNKNOWN)
    {
      sp_target_add_unchecked (self, "spf", self->domain, published);
      return;
    }
  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (sp_spf_is_record (row->value, strlen (row->value)))
        g_ptr_array_add (records, row->value);
    }
  if (self->provider != NULL)
    collect_missing (self, self->provider, records, missing);
  if (self->filter != NULL)
    collect_missing (self, self->filter, records, missing);

  if (records->len == 0 && missing->len == 0)
    return;
  if (records->len == 1 && missing->len == 0 && is_clean (g_ptr_array_index (records, 0)))
    return;
  text = records->len == 0 ? write_first (self, missing) : sp_spf_merge (&merge, NULL);
  if (!is_clean (text))
    return;
  want_text (self, published,
             records->len == 0  ? "spf-add"
             : records->len > 1 ? "spf-merge"
             : missing->len > 0 ? "spf-include"
                                : "spf-repair",
             text);
}
