/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include "core/mail/sp-mx.h"

#include <string.h>

/* What is known of the addresses of a host. */
typedef enum {
  HOST_ALIVE,
  HOST_DEAD,
  HOST_ALIAS,
  HOST_UNSEEN,
} HostState;

static SpFact *
get_fact (SpTarget *self, SpName *name, SpRrType type)
{
  return sp_snapshot_get_fact (sp_published_get_snapshot (self->published), name, type);
}

static HostState
look_at_host (SpTarget *self, SpName *host)
{
  SpFact *facts[] = { get_fact (self, host, SP_RR_A), get_fact (self, host, SP_RR_AAAA) };
  gboolean has_address = FALSE;
  gboolean is_unseen = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (sp_fact_get_aliases (facts[i])->len > 0)
        return HOST_ALIAS;
      has_address |= sp_fact_get_state (facts[i]) == SP_FACT_PRESENT;
      is_unseen |= sp_fact_get_state (facts[i]) == SP_FACT_UNKNOWN;
    }
  if (has_address)
    return HOST_ALIVE;
  return is_unseen ? HOST_UNSEEN : HOST_DEAD;
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

static gboolean
has_known_addresses (SpTarget *self, SpName *name)
{
  SpFactState a = sp_fact_get_state (get_fact (self, name, SP_RR_A));
  SpFactState aaaa = sp_fact_get_state (get_fact (self, name, SP_RR_AAAA));

  return (a == SP_FACT_PRESENT || aaaa == SP_FACT_PRESENT) && a != SP_FACT_UNKNOWN
         && aaaa != SP_FACT_UNKNOWN;
}

/* The provider's own host behind the alias is what the MX should have named. */
static SpName *
find_provider_host (SpTarget *self, SpFact *fact)
{
  GPtrArray *aliases = sp_fact_get_aliases (fact);

  for (guint i = 0; i < aliases->len; i++)
    if (sp_catalog_recognise_mx (self->catalog, g_ptr_array_index (aliases, i)) != NULL)
      return g_ptr_array_index (aliases, i);
  return NULL;
}

static void
rename_host (SpEditRow *row, SpName *host)
{
  g_free (row->value);
  row->value = g_strdup (sp_name_get_text (host));
}

/* What would have to be done about a host cannot be said as long as its addresses are unknown.
 * Returns whether they are. */
static gboolean
note_unseen_addresses (SpTarget *self, const char *id, SpName *host)
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

/* RFC 2181 §10.3: an alias in our zone gets the addresses themselves; for one in another's zone the
 * MX names the host behind it. */
static const char *
cure_alias (SpTarget *self, SpEditRow *row, SpName *host)
{
  SpFact *fact = get_fact (self, host, SP_RR_A);
  GPtrArray *aliases;
  SpName *last;

  if (sp_fact_get_aliases (fact)->len == 0)
    fact = get_fact (self, host, SP_RR_AAAA);
  last = find_provider_host (self, fact);
  if (last != NULL)
    {
      rename_host (row, last);
      return "mx-alias";
    }
  if (!has_known_addresses (self, host))
    {
      note_unseen_addresses (self, "mx", host);
      return NULL;
    }
  if (sp_published_get_alias (self->published, host) != NULL
      && sp_name_is_at_or_below (host, sp_published_get_zone (self->published)))
    {
      sp_target_replace_alias (self, host, TRUE);
      return "mx-alias";
    }
  aliases = sp_fact_get_aliases (fact);
  last = aliases->len > 0 ? g_ptr_array_index (aliases, aliases->len - 1) : NULL;
  if (last == NULL || !sp_name_is_hostname (last))
    return NULL;
  rename_host (row, last);
  return "mx-alias";
}

/* "in1-smtp.provider.net.shop.example": the panel added the domain. */
static char *
dup_undoubled (SpTarget *self, SpName *host)
{
  SpName *zone = sp_published_get_zone (self->published);
  g_autofree char *head = NULL;
  g_autoptr (SpName) name = NULL;

  if (!sp_name_is_at_or_below (host, zone) || sp_name_equal (host, zone))
    return NULL;
  head = sp_name_dup_relative (host, zone);
  name = sp_name_parse (head, NULL);
  if (name == NULL || sp_catalog_recognise_mx (self->catalog, name) == NULL)
    return NULL;
  return g_strdup (sp_name_get_text (name));
}

/* An address cannot be an MX target (RFC 1035 §3.3.9): if nothing else is there it gets a name. */
static gboolean
name_address (SpTarget *self, SpEditRow *row, SpName *host)
{
  static const char *const labels[] = { "mail", "mx", "smtp" };
  g_autoptr (GInetAddress) address = sp_mx_host_dup_address (host, self->domain);
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;
  SpRrType type;

  if (text == NULL)
    return FALSE;
  type = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? SP_RR_AAAA : SP_RR_A;
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (SpName) name = sp_name_prepend (self->domain, labels[i]);
      g_autoptr (SpEditRow) wanted_row = sp_edit_row_new (-1, text);
      const SpPublishedSet *now = name != NULL ? sp_published_get (self->published, name, type)
                                               : NULL;

      if (now == NULL || now->state == SP_FACT_UNKNOWN
          || sp_published_get_alias (self->published, name) != NULL)
        continue;
      if (now->state == SP_FACT_ABSENT)
        {
          g_autofree char *id = g_strdup_printf (type == SP_RR_A ? "address-%s" : "address6-%s",
                                                 labels[i]);
          SpWanted *wanted = sp_target_add (self, SP_PART_ADDRESS, id, "address-name", type, name);

          sp_wanted_take_row (wanted, sp_edit_row_copy (wanted_row));
        }
      else if (!sp_edit_rows_find (now->rows, wanted_row, type))
        continue;
      rename_host (row, name);
      return TRUE;
    }
  return FALSE;
}

typedef struct {
  SpEditRow *row; /* owned by the list of rows */
  SpName *host;
  SpMxHostKind kind;
  HostState state;
} Target;

static void
target_clear (Target *target)
{
  g_clear_pointer (&target->host, sp_name_unref);
}

static GArray *
look_at_targets (SpTarget *self, GPtrArray *rows)
{
  GArray *targets = g_array_new (FALSE, TRUE, sizeof (Target));

  g_array_set_clear_func (targets, (GDestroyNotify) target_clear);
  for (guint i = 0; i < rows->len; i++)
    {
      Target target = { g_ptr_array_index (rows, i), NULL, SP_MX_HOST_BAD, HOST_UNSEEN };

      target.host = sp_name_parse (target.row->value, NULL);
      if (target.host != NULL)
        {
          target.kind = sp_mx_host_classify (target.host, self->domain);
          target.state = target.kind == SP_MX_HOST_NAME ? look_at_host (self, target.host)
                                                        : HOST_DEAD;
        }
      g_array_append_val (targets, target);
    }
  return targets;
}

static gboolean
has_alive (GArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = &g_array_index (targets, Target, i);

      if (target->state == HOST_ALIVE || target->state == HOST_ALIAS)
        return TRUE;
    }
  return FALSE;
}

/* Where nothing works, the addresses get names; then something does. */
static gboolean
name_addresses (SpTarget *self, GArray *targets)
{
  gboolean is_named = FALSE;

  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (target->kind != SP_MX_HOST_ADDRESS || !name_address (self, target->row, target->host))
        continue;
      target->kind = SP_MX_HOST_NAME;
      target->state = HOST_ALIVE;
      is_named = TRUE;
    }
  return is_named;
}

/* Changes the row, or returns that it has to go. */
static const char *
cure_target (SpTarget *self, const Target *target, gboolean others, gboolean *is_dropped)
{
  g_autofree char *undoubled = NULL;

  *is_dropped = FALSE;
  switch (target->kind)
    {
    case SP_MX_HOST_NULL:
      *is_dropped = TRUE;
      return "mx-null-mixed";
    case SP_MX_HOST_ADDRESS:
      *is_dropped = others;
      return others ? "mx-ip" : NULL;
    case SP_MX_HOST_BAD:
      *is_dropped = others;
      return others ? "mx-bad-name" : NULL;
    case SP_MX_HOST_NAME:
      break;
    }
  if (target->state == HOST_UNSEEN)
    note_unseen_addresses (self, "mx", target->host);
  if (target->state == HOST_ALIAS)
    return cure_alias (self, target->row, target->host);
  if (target->state != HOST_DEAD)
    return NULL;
  undoubled = dup_undoubled (self, target->host);
  if (undoubled != NULL)
    {
      g_free (target->row->value);
      target->row->value = g_steal_pointer (&undoubled);
      return "mx-doubled";
    }
  *is_dropped = others;
  return others ? "mx-dead" : NULL;
}

/* The same host twice: the lower number stays. */
static void
take_once (SpWanted *wanted, SpEditRow *row, const char **why)
{
  for (guint i = 0; i < wanted->rows->len; i++)
    {
      SpEditRow *other = g_ptr_array_index (wanted->rows, i);

      if (g_ascii_strcasecmp (other->value, row->value) != 0)
        continue;
      other->priority = MIN (other->priority, row->priority);
      *why = *why != NULL ? *why : "mx-duplicate";
      return;
    }
  sp_wanted_take_row (wanted, sp_edit_row_copy (row));
}

/**
 * sp_target_repair_mx:
 * @self: a target without a chosen provider
 *
 * Wants the published MX set without what cannot work: `.` beside others, addresses, dead hosts
 * beside living ones, aliases, doubles. It never becomes empty.
 */
void
sp_target_repair_mx (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_MX);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  g_autoptr (SpWanted)
    result = sp_wanted_new (SP_PART_MX, "mx", "mx-repair", SP_RR_MX, self->domain);
  g_autoptr (GArray) targets = NULL;
  const char *why = NULL;
  gboolean others;

  if (published->state == SP_FACT_UNKNOWN)
    sp_target_add_unchecked (self, "mx", self->domain, published);
  if (published->state != SP_FACT_PRESENT)
    return;
  for (guint i = 0; i < published->rows->len; i++)
    g_ptr_array_add (rows, sp_edit_row_copy (g_ptr_array_index (published->rows, i)));
  if (rows->len == 1 && g_str_equal (((SpEditRow *) g_ptr_array_index (rows, 0))->value, "."))
    return;
  targets = look_at_targets (self, rows);
  others = has_alive (targets);
  if (!others && name_addresses (self, targets))
    {
      why = "mx-ip";
      others = TRUE;
    }
  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = &g_array_index (targets, Target, i);
      gboolean is_dropped;
      const char *code = cure_target (self, target, others, &is_dropped);

      if (code != NULL && why != NULL && !g_str_equal (code, why))
        why = "mx-repair";
      else if (code != NULL)
        why = code;
      if (!is_dropped)
        take_once (result, target->row, &why);
    }
  if (why == NULL || result->rows->len == 0)
    return;
  result->why = why;
  g_ptr_array_add (self->wanted, g_steal_pointer (&result));
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
      || !has_known_addresses (self, self->domain))
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
          if (is_site && note_unseen_addresses (self, wanted->id, wanted->name))
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
