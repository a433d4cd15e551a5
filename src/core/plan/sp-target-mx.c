/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include <string.h>

#define OWN_SERVER_NUMBER 10
#define SPARE_STEP 10

static SpEditRow *
find_host (GPtrArray *rows, const char *host)
{
  for (guint i = 0; i < rows->len; i++)
    {
      SpEditRow *row = g_ptr_array_index (rows, i);

      if (g_ascii_strcasecmp (row->value, host) == 0)
        return row;
    }
  return NULL;
}

static SpProvider *
get_carrier (SpTarget *self)
{
  return self->filter != NULL ? self->filter : self->provider;
}

static gboolean
belongs_to (SpProvider *provider, const char *host)
{
  g_autoptr (SpName) name = sp_name_parse (host, NULL);

  return name != NULL && sp_provider_is_mx_host (provider, name);
}

/* A documented set with its values filled in; NULL if one is missing. */
static GPtrArray *
expand_set (SpTarget *self, SpProvider *carrier, const SpMxSet *set)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  for (guint i = 0; i < set->entries->len; i++)
    {
      const SpMxEntry *entry = g_ptr_array_index (set->entries, i);
      g_autofree char *host = sp_target_expand (self, carrier, entry->host);
      g_autoptr (SpName) name = host != NULL ? sp_name_parse (host, NULL) : NULL;

      if (name == NULL || !sp_name_is_hostname (name))
        return NULL;
      g_ptr_array_add (rows, sp_edit_row_new (entry->priority, sp_name_get_text (name)));
    }
  return rows->len > 0 ? g_steal_pointer (&rows) : NULL;
}

/* Exact numbers are not insisted on, only their order. */
static gboolean
is_in_order (GPtrArray *documented, GPtrArray *published)
{
  for (guint i = 0; i < documented->len; i++)
    for (guint j = 0; j < documented->len; j++)
      {
        const SpEditRow *a = g_ptr_array_index (documented, i);
        const SpEditRow *b = g_ptr_array_index (documented, j);
        const SpEditRow *a_now = find_host (published, a->value);
        const SpEditRow *b_now = find_host (published, b->value);

        if (a_now == NULL || b_now == NULL)
          return FALSE;
        if (a->priority < b->priority && a_now->priority > b_now->priority)
          return FALSE;
      }
  return TRUE;
}

static guint
count_published (GPtrArray *documented, GPtrArray *published)
{
  guint n = 0;

  for (guint i = 0; i < documented->len; i++)
    n += find_host (published, ((SpEditRow *) g_ptr_array_index (documented, i))->value) != NULL;
  return n;
}

/* Of the documented sets the one that is published as a whole, else the one that most of is, else
 * the one to set up now. */
static GPtrArray *
choose_set (SpTarget *self, SpProvider *carrier, GPtrArray *published)
{
  GPtrArray *sets = sp_provider_get_mx_sets (carrier);
  const SpMxSet *current = sp_provider_get_current_mx_set (carrier);
  g_autoptr (GPtrArray) best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);
      g_autoptr (GPtrArray) rows = expand_set (self, carrier, set);
      guint n_found = rows != NULL ? count_published (rows, published) : 0;
      guint rank;

      if (rows == NULL || (n_found == 0 && set != current))
        continue;
      rank = 1 + n_found * 4 + (set->is_current ? 1 : 0);
      if (n_found == rows->len)
        rank += set->is_current ? 2000 : 1000;
      if (rank <= best_rank)
        continue;
      best_rank = rank;
      g_clear_pointer (&best, g_ptr_array_unref);
      best = g_steal_pointer (&rows);
    }
  return g_steal_pointer (&best);
}

static void
add_spare (SpTarget *self, GPtrArray *rows, GPtrArray *published)
{
  const char *host = sp_target_get_value (self, "spare");
  g_autoptr (SpName) name = host != NULL ? sp_name_parse (host, NULL) : NULL;
  int last = 0;
  SpEditRow *now;

  if (name == NULL || !sp_name_is_hostname (name)
      || find_host (rows, sp_name_get_text (name)) != NULL)
    return;
  for (guint i = 0; i < rows->len; i++)
    last = MAX (last, ((SpEditRow *) g_ptr_array_index (rows, i))->priority);
  now = find_host (published, sp_name_get_text (name));
  g_ptr_array_add (rows, sp_edit_row_new (now != NULL && now->priority > last
                                            ? now->priority
                                            : MIN (last + SPARE_STEP, G_MAXUINT16),
                                          sp_name_get_text (name)));
}

/* Where the values are not known but the provider's hosts are published, those are right. */
static GPtrArray *
dup_recognised_rows (SpProvider *carrier, GPtrArray *published)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  for (guint i = 0; i < published->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published, i);

      if (belongs_to (carrier, row->value) && find_host (rows, row->value) == NULL)
        g_ptr_array_add (rows, sp_edit_row_copy (row));
    }
  return rows->len > 0 ? g_steal_pointer (&rows) : NULL;
}

static void
keep_numbers (GPtrArray *rows, GPtrArray *published)
{
  if (!is_in_order (rows, published))
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      SpEditRow *row = g_ptr_array_index (rows, i);

      row->priority = find_host (published, row->value)->priority;
    }
}

/**
 * sp_target_dup_mx_rows:
 * @self: a target with a provider
 * @published: the MX set that there is
 * @with_numbers: whether what is published in a documented set and order keeps its numbers: an
 *   old but valid set is no fault
 *
 * The MX set that the provider (or the filter in front of it) documents, with the spare.
 *
 * Returns: (transfer full) (nullable) (element-type SpEditRow): the whole set; %NULL if a value is
 *   missing
 */
GPtrArray *
sp_target_dup_mx_rows (SpTarget *self, const SpPublishedSet *published, gboolean with_numbers)
{
  SpProvider *carrier = get_carrier (self);
  g_autoptr (GPtrArray) rows = NULL;

  if (carrier == NULL)
    return NULL;
  rows = choose_set (self, carrier, published->rows);
  if (rows == NULL)
    rows = dup_recognised_rows (carrier, published->rows);
  if (rows == NULL)
    return NULL;
  if (rows->len == 1 && sp_provider_get_kind (carrier) == SP_PROVIDER_OWN)
    ((SpEditRow *) g_ptr_array_index (rows, 0))->priority = OWN_SERVER_NUMBER;
  if (with_numbers)
    keep_numbers (rows, published->rows);
  add_spare (self, rows, published->rows);
  return g_steal_pointer (&rows);
}

/* RFC 2181 §10.3: an own host that is only a nickname gets the addresses behind it. */
static void
make_real_names (SpTarget *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (SpName)
        host = sp_name_parse (((SpEditRow *) g_ptr_array_index (rows, i))->value, NULL);

      if (host != NULL && !sp_name_equal (host, self->domain)
          && sp_name_is_at_or_below (host, sp_published_get_zone (self->published))
          && sp_published_get_alias (self->published, host) != NULL
          && sp_target_knows_addresses (self, host))
        sp_target_replace_alias (self, host, TRUE);
    }
}

static SpWanted *
await_mx (SpTarget *self)
{
  return sp_target_await (self, SP_PART_MX, "mx", "mx-add", SP_RR_MX, self->domain);
}

static void
ask_for_hosts (SpTarget *self, SpProvider *carrier)
{
  const SpMxSet *current = sp_provider_get_current_mx_set (carrier);
  SpWanted *mx = await_mx (self);

  for (guint i = 0; current != NULL && i < current->entries->len; i++)
    sp_target_add_needs (self, mx, carrier,
                         ((const SpMxEntry *) g_ptr_array_index (current->entries, i))->host, TRUE);
}

static const char *
name_reason (const SpPublishedSet *published, GPtrArray *rows)
{
  gboolean has_null = find_host (published->rows, ".") != NULL;
  guint n_found = count_published (rows, published->rows);

  if (published->state == SP_FACT_ABSENT)
    return "mx-add";
  if (has_null && published->rows->len == 1)
    return "mx-null-removed";
  if (n_found == 0)
    return "mx-switch";
  if (n_found < rows->len)
    return "mx-complete";
  return published->rows->len > rows->len ? "mx-remove-left" : "mx-order";
}

/* The documented set that the rows are, if its numbers or all of it rest on no source. */
static const char *
find_doubt (SpTarget *self, GPtrArray *rows)
{
  SpProvider *carrier = get_carrier (self);
  GPtrArray *sets = sp_provider_get_mx_sets (carrier);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);
      g_autoptr (GPtrArray) documented = expand_set (self, carrier, set);

      if (documented == NULL || count_published (documented, rows) < documented->len)
        continue;
      if (set->trust == SP_TRUST_GUESS)
        return "value";
      return set->has_guessed_numbers ? "numbers" : NULL;
    }
  return NULL;
}

/**
 * sp_target_add_mx:
 * @self: a target with a chosen provider
 *
 * Wants the provider's MX set at the domain.
 */
void
sp_target_add_mx (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_MX);
  g_autoptr (GPtrArray) rows = NULL;
  SpWanted *wanted;

  if (published->state == SP_FACT_UNKNOWN)
    {
      sp_target_add_unchecked (self, "mx", self->domain, published);
      return;
    }
  /* A name without an address would take no mail. */
  if (get_carrier (self) != NULL
      && !sp_target_has_address (self, get_carrier (self), await_mx (self)))
    return;
  rows = sp_target_dup_mx_rows (self, published, TRUE);
  if (rows == NULL)
    {
      ask_for_hosts (self, get_carrier (self));
      return;
    }
  make_real_names (self, rows);
  wanted = sp_target_add (self, SP_PART_MX, "mx", name_reason (published, rows), SP_RR_MX,
                          self->domain);
  wanted->doubt = find_doubt (self, rows);
  for (guint i = 0; i < rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (rows, i)));
}

/* Whether the checks saw that nobody can reach the host. */
static gboolean
is_known_dead (SpTarget *self, const char *host)
{
  SpSnapshot *snapshot = sp_published_get_snapshot (self->published);
  g_autoptr (SpName) name = sp_name_parse (host, NULL);

  return name == NULL
         || (sp_fact_get_state (sp_snapshot_get_fact (snapshot, name, SP_RR_A)) == SP_FACT_ABSENT
             && sp_fact_get_state (sp_snapshot_get_fact (snapshot, name, SP_RR_AAAA))
                  == SP_FACT_ABSENT);
}

/* The documented set, and behind it the hosts of others. What is there keeps its numbers, as long
 * as the order comes out as documented. %NULL if another host would not stand behind all of the
 * set. */
static GPtrArray *
complete_rows (GPtrArray *documented, GPtrArray *now)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  int last = 0;

  for (guint i = 0; i < documented->len; i++)
    {
      const SpEditRow *wanted = g_ptr_array_index (documented, i);
      const SpEditRow *row = find_host (now, wanted->value);

      g_ptr_array_add (rows, sp_edit_row_copy (row != NULL ? row : wanted));
    }
  if (!is_in_order (documented, rows))
    for (guint i = 0; i < rows->len; i++)
      ((SpEditRow *) g_ptr_array_index (rows, i))->priority =
        ((SpEditRow *) g_ptr_array_index (documented, i))->priority;
  for (guint i = 0; i < rows->len; i++)
    last = MAX (last, ((SpEditRow *) g_ptr_array_index (rows, i))->priority);
  for (guint i = 0; i < now->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (now, i);

      if (find_host (documented, row->value) != NULL)
        continue;
      if (row->priority <= last)
        return NULL;
      g_ptr_array_add (rows, sp_edit_row_copy (row));
    }
  return g_steal_pointer (&rows);
}

/**
 * sp_target_complete_mx:
 * @self: a target without a chosen provider
 *
 * Adds what is missing of a provider's set, where it is certain what that is: the provider is
 * recognised in the MX set, its hosts and their numbers are documented and the same for all
 * customers, or known of this one. During a move the stage says which hosts are right.
 */
void
sp_target_complete_mx (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_MX);
  SpWanted *wanted = sp_target_find (self, self->domain, SP_RR_MX);
  GPtrArray *now = wanted != NULL ? wanted->rows : published->rows;
  SpProvider *carrier = get_carrier (self);
  g_autoptr (GPtrArray) documented = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  guint n_found;

  if (carrier == NULL || sp_provider_get_kind (carrier) == SP_PROVIDER_OWN
      || published->state == SP_FACT_UNKNOWN
      || (wanted == NULL && sp_target_find_finding (self, "mx-set-partial", NULL) == NULL))
    return;
  documented = choose_set (self, carrier, now);
  n_found = documented != NULL ? count_published (documented, now) : 0;
  if (n_found == 0 || n_found == documented->len || find_doubt (self, documented) != NULL)
    return;
  for (guint i = 0; i < documented->len; i++)
    if (is_known_dead (self, ((SpEditRow *) g_ptr_array_index (documented, i))->value))
      return;
  rows = complete_rows (documented, now);
  if (rows == NULL)
    return;
  if (wanted == NULL)
    wanted = sp_target_add (self, SP_PART_MX, "mx", "mx-complete", SP_RR_MX, self->domain);
  g_ptr_array_set_size (wanted->rows, 0);
  for (guint i = 0; i < rows->len; i++)
    sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (rows, i)));
}
