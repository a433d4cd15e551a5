/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/mail/sp-dmarc.h"
#include "core/plan/sp-dmarc-repair.h"

#include <string.h>

#define POLICY_LABEL "_dmarc"
#define FIRST_POLICY "v=DMARC1; p=none"

static GPtrArray *
find_policies (const SpPublishedSet *set)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (sp_dmarc_is_record (row->value, strlen (row->value)))
        g_ptr_array_add (texts, row->value);
    }
  return texts;
}

/* Wrong places where people put the rule; the text found there is theirs and is moved. As long as
 * one of them could not be seen (@unseen) there may be such a text. */
static char *
find_misplaced (SpTarget *self, SpName *right, SpName **place, const SpPublishedSet **unseen)
{
  g_autoptr (SpName) doubled = sp_name_append (right, sp_published_get_zone (self->published));
  g_autoptr (SpName) bare = sp_name_prepend (self->domain, "dmarc");
  SpName *places[] = { doubled, bare, self->domain };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      const SpPublishedSet *set = places[i] != NULL
                                    ? sp_published_get (self->published, places[i], SP_RR_TXT)
                                    : NULL;
      g_autoptr (GPtrArray) texts = set != NULL ? find_policies (set) : NULL;

      if (texts != NULL && texts->len > 0)
        {
          *place = sp_name_ref (places[i]);
          return g_strdup (g_ptr_array_index (texts, 0));
        }
      if (set != NULL && set->state == SP_FACT_UNKNOWN && set->reason != SP_REASON_NOT_ASKED)
        *unseen = set;
    }
  return NULL;
}

static void
clear_misplaced (SpTarget *self, SpName *place)
{
  const SpPublishedSet *set = sp_published_get (self->published, place, SP_RR_TXT);
  SpWanted *wanted = sp_target_find (self, place, SP_RR_TXT);

  if (wanted != NULL)
    {
      for (guint i = wanted->rows->len; i > 0; i--)
        {
          const SpEditRow *row = g_ptr_array_index (wanted->rows, i - 1);

          if (sp_dmarc_is_record (row->value, strlen (row->value)))
            g_ptr_array_remove_index (wanted->rows, i - 1);
        }
      return;
    }
  wanted = sp_target_add (self, SP_PART_CLEANUP, "dmarc-misplaced", "dmarc-misplaced", SP_RR_TXT,
                          place);
  wanted->follows = g_strdup ("dmarc");
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (!sp_dmarc_is_record (row->value, strlen (row->value)))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
}

static gboolean
is_found (SpTarget *self, const char *id)
{
  return sp_target_find_finding (self, id, NULL) != NULL;
}

static char *
dup_report_uri (SpTarget *self)
{
  const char *reports = sp_target_get_value (self, "dmarc-reports");

  return reports != NULL ? g_strconcat ("mailto:", reports, NULL) : NULL;
}

static char *
write_first (SpTarget *self)
{
  g_autofree char *uri = dup_report_uri (self);

  return sp_dmarc_repair_with_reports (FIRST_POLICY, uri);
}

/* A rule comes into force that did not count before. Where nothing proves the provider's own mail
 * yet, it begins by watching. */
static gboolean
has_proof (SpTarget *self)
{
  return !is_found (self, "dkim-absent")
         || !(is_found (self, "spf-absent") || is_found (self, "spf-no-provider")
              || is_found (self, "spf-two") || is_found (self, "spf-syntax"));
}

static char *
revive (SpTarget *self, const char *text)
{
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, -1);
  gboolean is_sound = dmarc->is_usable && sp_parse_issues_find_error (dmarc->issues) == NULL
                      && dmarc->old_tags->len == 0;
  g_autofree char *sound = is_sound ? g_strdup (text) : sp_dmarc_repair (text);
  g_autoptr (SpDmarc) after = sp_dmarc_parse (sound, -1);
  SpDmarcPolicy policy = sp_dmarc_get_effective_policy (after, FALSE);

  if (!has_proof (self) && policy != SP_DMARC_NONE)
    return sp_dmarc_repair_watching (sound);
  return g_steal_pointer (&sound);
}

/* Of several one is kept; reports that went to another one's address go on. */
static char *
merge_rules (SpTarget *self, GPtrArray *texts)
{
  const char *kept = sp_dmarc_repair_choose (texts);
  g_autofree char *text = revive (self, kept);
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, -1);

  for (guint i = 0; dmarc->rua->len == 0 && i < texts->len; i++)
    {
      g_autoptr (SpDmarc) other = sp_dmarc_parse (g_ptr_array_index (texts, i), -1);
      g_autofree char *uris = NULL;

      if (other->rua->len == 0)
        continue;
      g_ptr_array_add (other->rua, NULL);
      uris = g_strjoinv (",", (char **) other->rua->pdata);
      return sp_dmarc_repair_with_reports (text, uris);
    }
  return g_steal_pointer (&text);
}

/* What stands at the right name and nobody takes for a rule: quotes, a word forgotten. */
static const char *
find_look_alike (const SpPublishedSet *set)
{
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (sp_dmarc_looks_like (row->value, strlen (row->value)))
        return row->value;
    }
  return NULL;
}

static void
want_rule (SpTarget *self, SpName *owner, const SpPublishedSet *published, const char *why,
           const char *text, SpName *found)
{
  SpWanted *wanted = sp_target_add (self, SP_PART_POLICY, "dmarc", why, SP_RR_TXT, owner);

  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (!sp_dmarc_looks_like (row->value, strlen (row->value)))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, text));
  if (found == NULL)
    return;
  wanted->found = g_strdup (sp_name_get_text (found));
  clear_misplaced (self, found);
}

/* An address for the reports is asked for, and not insisted on. */
static void
ask_for_reports (SpTarget *self, SpName *owner)
{
  SpProvider *any = sp_catalog_get_provider (self->catalog, "own-server");

  if (any != NULL)
    sp_target_add_needs (
      self, sp_target_await (self, SP_PART_POLICY, "dmarc", "dmarc-reports", SP_RR_TXT, owner), any,
      "{dmarc-reports}", TRUE);
}

static gboolean
has_reports (const char *text)
{
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, -1);

  return dmarc->rua->len > 0;
}

static void
repair_rule (SpTarget *self, SpName *owner, const SpPublishedSet *published, GPtrArray *texts)
{
  const char *present = g_ptr_array_index (texts, 0);
  g_autofree char *text = NULL;
  g_autofree char *uri = dup_report_uri (self);
  const char *why = NULL;

  if (texts->len > 1)
    {
      text = merge_rules (self, texts);
      why = "dmarc-merge";
    }
  else if (is_found (self, "dmarc-syntax"))
    {
      text = revive (self, present);
      why = "dmarc-repair";
    }
  else if (is_found (self, "dmarc-old-tags"))
    {
      text = sp_dmarc_repair (present);
      why = "dmarc-old-tags";
    }
  if (is_found (self, "dmarc-no-reports"))
    {
      g_autofree char *bare = text != NULL ? g_steal_pointer (&text) : g_strdup (present);

      text = sp_dmarc_repair_with_reports (bare, uri);
      why = why != NULL ? why : "dmarc-reports";
      if (!has_reports (text))
        ask_for_reports (self, owner);
    }
  if (text != NULL)
    want_rule (self, owner, published, why, text, NULL);
}

static void
restore_rule (SpTarget *self, SpName *owner, const SpPublishedSet *published)
{
  const char *look_alike = find_look_alike (published);
  const SpPublishedSet *hidden = NULL;
  g_autoptr (SpName) place = NULL;
  g_autofree char *misplaced = NULL;
  g_autofree char *text = NULL;

  if (look_alike != NULL)
    {
      text = revive (self, look_alike);
      want_rule (self, owner, published, "dmarc-repair", text, NULL);
      return;
    }
  misplaced = find_misplaced (self, owner, &place, &hidden);
  if (misplaced == NULL && hidden != NULL)
    {
      sp_target_add_unchecked (self, "dmarc", owner, hidden);
      return;
    }
  if (misplaced != NULL)
    {
      text = revive (self, misplaced);
      want_rule (self, owner, published,
                 g_str_equal (text, misplaced) ? "dmarc-move" : "dmarc-move-repair", text, place);
      return;
    }
  if (!is_found (self, "dmarc-absent") || !(self->is_chosen || self->takes_mail))
    return;
  text = write_first (self);
  want_rule (self, owner, published, "dmarc-add", text, NULL);
}

/**
 * sp_target_add_policy:
 * @self: a target
 *
 * Wants one rule for forged mail that receivers can use: the one that is there, mended or, of
 * several, chosen; the one that stands at a wrong name; or, where the checks find none, one that
 * only watches.
 */
void
sp_target_add_policy (SpTarget *self)
{
  g_autoptr (SpName) owner = sp_name_prepend (self->domain, POLICY_LABEL);
  g_autoptr (GPtrArray) texts = NULL;
  const SpPublishedSet *published;
  SpPublishedSet unseen = { SP_FACT_UNKNOWN, SP_REASON_NOT_ASKED, NULL, 0, NULL };

  if (owner == NULL)
    return;
  published = sp_published_get (self->published, owner, SP_RR_TXT);
  if (published->state == SP_FACT_UNKNOWN)
    {
      sp_target_add_unchecked (self, "dmarc", owner, published);
      return;
    }
  if (sp_published_get_alias (self->published, owner) != NULL)
    return;
  texts = find_policies (published);
  if (texts->len > 0)
    repair_rule (self, owner, published, texts);
  else if (sp_target_is_unchecked (self, "dmarc-absent"))
    sp_target_add_unchecked (self, "dmarc", owner, &unseen);
  else
    restore_rule (self, owner, published);
}
