/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/mail/sp-spf.h"
#include "core/plan/sp-spf-cure.h"
#include "core/plan/sp-spf-merge.h"
#include "core/plan/sp-spf-reach.h"
#include "core/plan/sp-spf-trim.h"

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
        sp_target_add_needs (
          self,
          sp_target_await (self, SP_PART_SENDERS, "spf", "spf-include", SP_RR_TXT, self->domain),
          provider, terms[i], TRUE);
      else if (!records_reach (self, records, &goal)
               && !g_ptr_array_find_with_equal_func (missing, term, g_str_equal, NULL))
        g_ptr_array_add (missing, g_steal_pointer (&term));
    }
}

/* Whether receivers take the whole record as it is written. */
static gboolean
is_clean (const char *text)
{
  g_autoptr (SpSpf) record = sp_spf_parse (text, -1);

  return sp_spf_is_clean (record)
         && sp_parse_issues_find (record->issues, "text-after-all") == NULL;
}

static gboolean
allows_everyone (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (SpSpf) record = sp_spf_parse (g_ptr_array_index (records, i), -1);
      const SpSpfTerm *all = sp_spf_find (record, SP_SPF_ALL);

      if (all != NULL && all->qualifier == '+')
        return TRUE;
    }
  return FALSE;
}

/* What stands at the domain and no receiver takes for a list. */
static const char *
find_look_alike (SpTarget *self)
{
  SpFinding *finding = sp_target_find_finding (self, "spf-syntax", NULL);
  const char *text = finding != NULL ? sp_finding_get_detail (finding, "record") : NULL;

  return text != NULL && !sp_spf_is_record (text, strlen (text)) ? text : NULL;
}

/* Where a list stands that ought to be at the domain. */
static SpName *
find_misplaced (SpTarget *self, SpRrType *type)
{
  SpFinding *finding = sp_target_find_finding (self, "spf-wrong-name", NULL);
  const char *place = finding != NULL ? sp_finding_get_detail (finding, "owner") : NULL;

  *type = SP_RR_TXT;
  if (place != NULL && g_strcmp0 (sp_finding_get_detail (finding, "type"), "SPF") == 0)
    *type = SP_RR_SPF;
  finding = sp_target_find_finding (self, "name-doubled", sp_name_get_text (self->domain));
  if (place == NULL && finding != NULL
      && strstr (sp_finding_get_detail (finding, "records"), "spf") != NULL)
    place = sp_finding_get_detail (finding, "found");
  return place != NULL ? sp_name_parse (place, NULL) : NULL;
}

static void
take_lists (GPtrArray *records, const SpPublishedSet *set)
{
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (sp_spf_is_record (row->value, strlen (row->value)))
        g_ptr_array_add (records, g_strdup (row->value));
    }
}

static SpWanted *
want_text (SpTarget *self, const SpPublishedSet *published, const char *why, const char *record)
{
  SpWanted *wanted = sp_target_add (self, SP_PART_SENDERS, "spf", why, SP_RR_TXT, self->domain);
  const char *look_alike = find_look_alike (self);

  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (!sp_spf_is_record (row->value, strlen (row->value))
          && g_strcmp0 (row->value, look_alike) != 0)
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, record));
  return wanted;
}

/* "www." may well send as itself, and keeps its list. */
static void
clear_misplaced (SpTarget *self, SpName *place, SpRrType type)
{
  const SpPublishedSet *set = sp_published_get (self->published, place, type);
  g_autoptr (SpName) www = sp_name_prepend (self->domain, "www");
  SpWanted *gone;

  if ((www != NULL && sp_name_equal (place, www)) || set->state != SP_FACT_PRESENT
      || sp_target_find (self, place, type) != NULL)
    return;
  gone = sp_target_add (self, SP_PART_CLEANUP, "spf-misplaced", "spf-misplaced", type, place);
  gone->follows = g_strdup ("spf");
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (!sp_spf_is_record (row->value, strlen (row->value)))
        sp_wanted_take_row (gone, sp_edit_row_copy (row));
    }
}

static gboolean
is_guess (SpTarget *self)
{
  return (self->provider != NULL && sp_provider_is_spf_guess (self->provider))
         || (self->filter != NULL && sp_provider_is_spf_guess (self->filter));
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

/* Whoever keeps mail servers of their own sends from them, as far as anybody can tell. */
static gboolean
has_own_servers_only (SpTarget *self)
{
  SpWanted *wanted = sp_target_find (self, self->domain, SP_RR_MX);
  GPtrArray *rows = wanted != NULL
                      ? wanted->rows
                      : sp_published_get (self->published, self->domain, SP_RR_MX)->rows;

  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (SpName)
        host = sp_name_parse (((SpEditRow *) g_ptr_array_index (rows, i))->value, NULL);

      if (host == NULL || sp_name_is_root (host)
          || !sp_name_is_at_or_below (host, sp_published_get_zone (self->published)))
        return FALSE;
    }
  return rows->len > 0;
}

/* A website that sends is allowed by its name, so that the list keeps up with its address: that of
 * the finding, or any if there is no list yet. */
static char *
dup_site_term (SpTarget *self, const char *address)
{
  SpSnapshot *snapshot = sp_published_get_snapshot (self->published);
  g_autoptr (SpName) www = sp_name_prepend (self->domain, "www");
  SpName *const hosts[] = { self->domain, www };

  for (guint h = 0; h < G_N_ELEMENTS (hosts) && hosts[h] != NULL; h++)
    {
      g_autoptr (GPtrArray) known = sp_spf_reach_dup_addresses (snapshot, hosts[h]);

      for (guint i = 0; i < known->len; i++)
        {
          g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (known, i));

          if (address == NULL || g_str_equal (text, address))
            return h == 0 ? g_strdup ("a") : g_strconcat ("a:", sp_name_get_text (www), NULL);
        }
    }
  return NULL;
}

/* What the person told of the website, and what the records of the past tell of a former provider.
 * Returns the reason, if that is all that is to be changed. */
static const char *
collect_history (SpTarget *self, GPtrArray *missing, GPtrArray *unwanted)
{
  SpFinding *site = sp_target_find_finding (self, "site-forms", NULL);
  SpFinding *leftover = sp_target_find_finding (self, "spf-leftover", NULL);
  const char *term = leftover != NULL ? sp_finding_get_detail (leftover, "target") : NULL;
  const char *why = missing->len > 0 ? "spf-include" : NULL;
  char *allowed = site != NULL ? dup_site_term (self, sp_finding_get_detail (site, "address"))
                               : NULL;

  if (allowed != NULL)
    {
      g_ptr_array_add (missing, allowed);
      why = why == NULL ? "spf-site" : why;
    }
  if (term != NULL)
    {
      g_ptr_array_add (unwanted, dup_plain (term));
      why = why == NULL ? "spf-leftover" : why;
    }
  return why;
}

static const char *
name_reason (GPtrArray *records, GPtrArray *missing, gboolean is_moved, gboolean is_sound,
             const char *trimmed)
{
  if (records->len == 0)
    return "spf-add";
  if (is_moved)
    return "spf-move";
  if (records->len > 1)
    return "spf-merge";
  if (!is_sound)
    return "spf-repair";
  return missing->len > 0 || trimmed == NULL ? "spf-include" : trimmed;
}

static char *
write_list (SpTarget *self, GPtrArray *records, GPtrArray *missing, GPtrArray *unwanted,
            gboolean is_sound, const char **why, char **lost)
{
  const SpSpfMerge merge = { records, missing, unwanted, self->domain };
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  const SpSpfTrim trim = { sp_published_get_snapshot (self->published), self->domain,
                           sp_published_get_zone (self->published),     providers,
                           records->len > 1 ? self->catalog : NULL,     self->is_open };
  g_autoptr (GPtrArray) dropped = NULL;
  g_autofree char *text = NULL;

  if (self->provider != NULL)
    g_ptr_array_add (providers, self->provider);
  if (self->filter != NULL)
    g_ptr_array_add (providers, self->filter);
  if (records->len == 0)
    return write_first (self, missing);
  text = records->len == 1 && missing->len == 0 && unwanted->len == 0 && is_sound
           ? g_strdup (g_ptr_array_index (records, 0))
           : sp_spf_merge (&merge, &dropped);
  if (dropped != NULL && dropped->len > 0)
    {
      g_ptr_array_add (dropped, NULL);
      *lost = g_strjoinv (" ", (char **) dropped->pdata);
    }
  return is_clean (text) ? sp_spf_trim (&trim, text, why) : NULL;
}

/**
 * sp_target_add_senders:
 * @self: a target
 *
 * Wants one list of allowed senders at the domain that has everyone who is in it now, and the
 * provider. A list that receivers cannot use, or that stands where nobody looks, is put right as
 * far as it is certain what was meant.
 */
void
sp_target_add_senders (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_TXT);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) unwanted = g_ptr_array_new_with_free_func (g_free);
  const char *look_alike = find_look_alike (self);
  const char *history = NULL;
  SpRrType type = SP_RR_TXT;
  g_autoptr (SpName) place = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lost = NULL;
  const char *trimmed = NULL;
  gboolean is_sound;
  SpWanted *wanted;

  if (published->state == SP_FACT_UNKNOWN)
    {
      sp_target_add_unchecked (self, "spf", self->domain, published);
      return;
    }
  take_lists (records, published);
  if (records->len == 0 && look_alike != NULL)
    g_ptr_array_add (records, sp_spf_cure_start (look_alike));
  if (records->len == 0)
    place = find_misplaced (self, &type);
  if (place != NULL)
    take_lists (records, sp_published_get (self->published, place, type));
  if (self->provider != NULL)
    collect_missing (self, self->provider, records, missing);
  if (self->filter != NULL)
    collect_missing (self, self->filter, records, missing);
  if (self->provider == NULL && records->len == 0 && has_own_servers_only (self)
      && sp_target_find_finding (self, "spf-absent", NULL) != NULL)
    g_ptr_array_add (missing, g_strdup ("mx"));
  if (records->len == 0 && missing->len == 0)
    return;
  if (records->len == 0 && self->facts.site_sends_mail)
    {
      char *site = dup_site_term (self, NULL);

      if (site != NULL)
        g_ptr_array_add (missing, site);
    }

  is_sound = records->len == 1 && look_alike == NULL && is_clean (g_ptr_array_index (records, 0));
  if (is_sound)
    history = collect_history (self, missing, unwanted);
  text = write_list (self, records, missing, unwanted, is_sound, &trimmed, &lost);
  if (text == NULL || !is_clean (text)
      || ((allows_everyone (records) || unwanted->len > 0) && !sp_spf_trim_lets_pass (text))
      || (is_sound && place == NULL && g_str_equal (text, g_ptr_array_index (records, 0))))
    return;
  wanted = want_text (
    self, published,
    history != NULL ? history : name_reason (records, missing, place != NULL, is_sound, trimmed),
    text);
  wanted->found = place != NULL ? g_strdup (sp_name_get_text (place)) : NULL;
  wanted->lost = g_steal_pointer (&lost);
  wanted->doubt = missing->len > 0 && is_guess (self) ? "value" : NULL;
  if (place != NULL)
    clear_misplaced (self, place, type);
}
