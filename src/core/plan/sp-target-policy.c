/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/mail/sp-dmarc.h"

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

/* A parent's rule holds for a name without one (RFC 9989 §4.10): then nothing is missing. */
static SpFactState
look_at_parents (SpTarget *self)
{
  SpName *zone = sp_published_get_zone (self->published);
  g_autoptr (SpName) at = sp_name_dup_parent (self->domain);

  while (at != NULL && !sp_name_is_root (at))
    {
      g_autoptr (SpName) owner = sp_name_prepend (at, POLICY_LABEL);
      g_autoptr (SpName) parent = sp_name_dup_parent (at);
      g_autoptr (GPtrArray) found = NULL;
      SpFact *fact;

      if (owner == NULL)
        return SP_FACT_UNKNOWN;
      fact = sp_snapshot_get_fact (sp_published_get_snapshot (self->published), owner, SP_RR_TXT);
      if (sp_fact_get_set (fact) != NULL)
        found = sp_dmarc_select (sp_fact_get_set (fact));
      if (found != NULL && found->len > 0)
        return SP_FACT_PRESENT;
      if (sp_name_is_at_or_below (at, zone) && sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
        return SP_FACT_UNKNOWN;
      sp_name_unref (at);
      at = g_steal_pointer (&parent);
    }
  return SP_FACT_ABSENT;
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

static char *
write_first (SpTarget *self)
{
  const char *reports = sp_target_get_value (self, "dmarc-reports");

  return reports != NULL ? g_strdup_printf ("%s; rua=mailto:%s", FIRST_POLICY, reports)
                         : g_strdup (FIRST_POLICY);
}

/**
 * sp_target_add_policy:
 * @self: a target
 *
 * Wants a rule for forged mail if the tree walk finds none: the one that stands at a wrong name,
 * else one that only watches.
 */
void
sp_target_add_policy (SpTarget *self)
{
  g_autoptr (SpName) owner = sp_name_prepend (self->domain, POLICY_LABEL);
  g_autoptr (SpName) place = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autofree char *text = NULL;
  const SpPublishedSet *published, *hidden = NULL;
  SpWanted *wanted;

  if (owner == NULL)
    return;
  published = sp_published_get (self->published, owner, SP_RR_TXT);
  if (published->state == SP_FACT_UNKNOWN)
    {
      sp_target_add_unchecked (self, "dmarc", owner, published);
      return;
    }
  texts = find_policies (published);
  if (texts->len > 0 || sp_published_get_alias (self->published, owner) != NULL)
    return;
  text = find_misplaced (self, owner, &place, &hidden);
  if (text == NULL && hidden != NULL)
    {
      sp_target_add_unchecked (self, "dmarc", owner, hidden);
      return;
    }
  if (text == NULL)
    {
      SpFactState above = look_at_parents (self);
      SpPublishedSet unseen = { SP_FACT_UNKNOWN, SP_REASON_NOT_ASKED, NULL, 0, NULL };

      if (above == SP_FACT_UNKNOWN)
        sp_target_add_unchecked (self, "dmarc", owner, &unseen);
      if (above != SP_FACT_ABSENT)
        return;
      text = write_first (self);
    }
  wanted = sp_target_add (self, SP_PART_POLICY, "dmarc", place != NULL ? "dmarc-move" : "dmarc-add",
                          SP_RR_TXT, owner);
  for (guint i = 0; i < published->rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (published->rows, i)));
  sp_wanted_take_row (wanted, sp_edit_row_new (-1, text));
  if (place != NULL)
    {
      wanted->found = g_strdup (sp_name_get_text (place));
      clear_misplaced (self, place);
    }
}
