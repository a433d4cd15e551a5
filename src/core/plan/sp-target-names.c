/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-holder.h"
#include "core/plan/sp-target-repairs.h"

static SpFact *
get_fact (SpTarget *self, SpName *name, SpRrType type)
{
  return sp_snapshot_get_fact (sp_published_get_snapshot (self->published), name, type);
}

static void
want_addresses (SpTarget *self, SpName *name, SpRrType type, const char *follows)
{
  SpFact *fact = get_fact (self, name, type);
  SpRecordSet *set = sp_fact_get_set (fact);
  g_autofree char *slug = sp_target_dup_slug (self, name);
  g_autofree char *id = g_strdup_printf ("%s-%s", type == SP_RR_A ? "address" : "address6", slug);
  SpWanted *wanted;

  if (set == NULL)
    return;
  wanted = sp_target_add (self, SP_PART_ADDRESS, id, "alias-address", type, name);
  wanted->follows = g_strdup (follows);
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    sp_wanted_take_row (wanted, sp_edit_row_new_from_record (sp_record_set_get_record (set, i)));
}

/**
 * sp_target_replace_alias:
 * @self: a target
 * @name: a name in the domain's zone with an alias
 * @with_addresses: whether the name keeps leading to the addresses behind the alias
 *
 * Wants the alias away, since nothing may stand beside it (RFC 1034 §3.6.2), and the addresses in
 * its place if they are known.
 */
void
sp_target_replace_alias (SpTarget *self, SpName *name, gboolean with_addresses)
{
  g_autofree char *slug = sp_target_dup_slug (self, name);
  g_autofree char *id = g_strdup_printf ("alias-%s", slug);
  SpWanted *wanted = sp_target_find (self, name, SP_RR_CNAME);

  if (wanted != NULL)
    return;
  wanted = sp_target_add (self, SP_PART_ADDRESS, id, "alias-in-the-way", SP_RR_CNAME, name);
  wanted->found = g_strdup (sp_published_get_alias (self->published, name));
  if (with_addresses)
    {
      want_addresses (self, name, SP_RR_A, wanted->id);
      want_addresses (self, name, SP_RR_AAAA, wanted->id);
    }
}

/**
 * sp_target_knows_addresses:
 * @self: a target
 * @name: a name
 *
 * Returns: whether its addresses are known, and there are some
 */
gboolean
sp_target_knows_addresses (SpTarget *self, SpName *name)
{
  SpFactState a = sp_fact_get_state (get_fact (self, name, SP_RR_A));
  SpFactState aaaa = sp_fact_get_state (get_fact (self, name, SP_RR_AAAA));

  return (a == SP_FACT_PRESENT || aaaa == SP_FACT_PRESENT) && a != SP_FACT_UNKNOWN
         && aaaa != SP_FACT_UNKNOWN;
}

/**
 * sp_target_repair_apex:
 * @self: a target without a chosen provider
 *
 * An alias at the zone itself hides every other record there (RFC 1034 §3.6.2): it gives way to
 * what it led to, addresses and mail hosts.
 */
void
sp_target_repair_apex (SpTarget *self)
{
  SpFact *fact = get_fact (self, self->domain, SP_RR_MX);
  SpRecordSet *behind = sp_fact_get_set (fact);
  SpWanted *wanted;

  if (sp_published_get_alias (self->published, self->domain) == NULL
      || !sp_name_equal (self->domain, sp_published_get_zone (self->published))
      || !sp_target_knows_addresses (self, self->domain))
    return;
  sp_target_replace_alias (self, self->domain, TRUE);
  if (behind == NULL || sp_fact_get_aliases (fact)->len == 0
      || sp_target_find (self, self->domain, SP_RR_MX) != NULL)
    return;
  wanted = sp_target_add (self, SP_PART_MX, "mx", "mx-add", SP_RR_MX, self->domain);
  wanted->follows = g_strdup ("alias-domain");
  for (guint i = 0; i < sp_record_set_get_n_records (behind); i++)
    sp_wanted_take_row (wanted, sp_edit_row_new_from_record (sp_record_set_get_record (behind, i)));
}

/**
 * sp_target_note_unseen_addresses:
 * @self: a target
 * @id: id of the edit that waits for them
 * @host: a host
 *
 * What would have to be done about a host cannot be said as long as its addresses are unknown.
 *
 * Returns: whether they are
 */
gboolean
sp_target_note_unseen_addresses (SpTarget *self, const char *id, SpName *host)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  gboolean is_unseen = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      SpFact *fact = get_fact (self, host, types[i]);
      g_auto (GStrv) silent = sp_fact_dup_silent_servers (fact);
      SpPublishedSet set = { SP_FACT_UNKNOWN, sp_fact_get_reason (fact), NULL, 0, silent };

      if (sp_fact_get_state (fact) != SP_FACT_UNKNOWN)
        continue;
      sp_target_add_unchecked (self, id, host, &set);
      is_unseen = TRUE;
    }
  return is_unseen;
}

static void
make_room (SpTarget *self, SpWanted *wanted)
{
  static const SpRrType types[] = { SP_RR_TXT, SP_RR_A, SP_RR_AAAA };
  g_autofree char *slug = sp_target_dup_slug (self, wanted->name);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const SpPublishedSet *set = sp_published_get (self->published, wanted->name, types[i]);
      g_autofree char *id = g_strdup_printf ("taken-%s", slug);
      SpWanted *gone;

      if (set->state == SP_FACT_UNKNOWN && set->reason != SP_REASON_NOT_ASKED)
        sp_target_add_unchecked (self, id, wanted->name, set);
      if (set->state != SP_FACT_PRESENT || sp_target_find (self, wanted->name, types[i]) != NULL)
        continue;
      gone = sp_target_add (self, SP_PART_ADDRESS, id, "name-taken", types[i], wanted->name);
      if (types[i] == SP_RR_TXT)
        sp_target_warn_of_key_user (self, gone, wanted->name);
      g_free (wanted->follows);
      wanted->follows = g_strdup (gone->id);
    }
}

/**
 * sp_target_clear_names:
 * @self: a target with all that is wanted
 *
 * Makes room: an alias excludes every other record at its name, and the other way round.
 */
void
sp_target_clear_names (SpTarget *self)
{
  guint n_wanted = self->wanted->len;

  for (guint i = 0; i < n_wanted; i++)
    {
      SpWanted *wanted = g_ptr_array_index (self->wanted, i);

      if (wanted->rows->len == 0)
        continue;
      if (wanted->type == SP_RR_CNAME)
        make_room (self, wanted);
      else if (sp_published_get_alias (self->published, wanted->name) != NULL)
        {
          g_autofree char *slug = sp_target_dup_slug (self, wanted->name);
          gboolean is_site = sp_name_equal (wanted->name, self->domain);

          /* The alias cannot go before it is known what the website has behind it. */
          if (is_site && sp_target_note_unseen_addresses (self, wanted->id, wanted->name))
            {
              g_ptr_array_remove_index (self->wanted, i--);
              n_wanted--;
              continue;
            }
          sp_target_replace_alias (self, wanted->name, is_site);
          if (wanted->follows == NULL)
            wanted->follows = g_strdup_printf ("alias-%s", slug);
        }
    }
}

/**
 * sp_target_clear_doubled:
 * @self: a target with all that is wanted
 *
 * A record that came out at the doubled name is of no use there.
 */
void
sp_target_clear_doubled (SpTarget *self)
{
  guint n_wanted = self->wanted->len;

  for (guint i = 0; i < n_wanted; i++)
    {
      const SpWanted *wanted = g_ptr_array_index (self->wanted, i);
      g_autoptr (SpName)
        doubled = sp_name_append (wanted->name, sp_published_get_zone (self->published));
      const SpPublishedSet *set;
      g_autofree char *id = NULL;
      SpWanted *gone = NULL;

      if (doubled == NULL || sp_target_find (self, doubled, wanted->type) != NULL)
        continue;
      set = sp_published_get (self->published, doubled, wanted->type);
      if (set->state == SP_FACT_UNKNOWN && set->reason != SP_REASON_NOT_ASKED)
        {
          id = g_strdup_printf ("%s-doubled", wanted->id);
          sp_target_add_unchecked (self, id, doubled, set);
          continue;
        }
      for (guint j = 0; j < set->rows->len; j++)
        {
          const SpEditRow *row = g_ptr_array_index (set->rows, j);

          if (!sp_edit_rows_find (wanted->rows, row, wanted->type))
            continue;
          if (gone == NULL)
            {
              id = g_strdup_printf ("%s-doubled", wanted->id);
              gone = sp_target_add (self, SP_PART_CLEANUP, id, "name-doubled", wanted->type,
                                    doubled);
              gone->follows = g_strdup (wanted->id);
            }
        }
      for (guint j = 0; gone != NULL && j < set->rows->len; j++)
        {
          const SpEditRow *row = g_ptr_array_index (set->rows, j);

          if (!sp_edit_rows_find (wanted->rows, row, wanted->type))
            sp_wanted_take_row (gone, sp_edit_row_copy (row));
        }
    }
}
