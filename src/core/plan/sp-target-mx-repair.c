/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include "core/mail/sp-mx.h"

#include <string.h>

#define STEP 10

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
  if (!sp_target_knows_addresses (self, host))
    {
      sp_target_note_unseen_addresses (self, "mx", host);
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
  gboolean is_dropped;
  const char *why; /* NULL as long as nothing is wrong with it */
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

static SpFinding *
find_about (SpTarget *self, const char *id, const Target *target)
{
  return target->host != NULL ? sp_target_find_finding (self, id, sp_name_get_text (target->host))
                              : NULL;
}

static gboolean
correct_to (Target *target, const char *name, const char *why)
{
  g_autoptr (SpName) host = name != NULL ? sp_name_parse (name, NULL) : NULL;

  if (host == NULL || !sp_name_is_hostname (host))
    return FALSE;
  rename_host (target->row, host);
  target->state = HOST_ALIVE;
  target->why = why;
  return TRUE;
}

/* "in1-smtp.provider.net.shop.example": the panel added the domain. */
static gboolean
correct_doubled (SpTarget *self, Target *target)
{
  SpFinding *finding = find_about (self, "mx-target-doubled", target);
  const char *meant = finding != NULL ? sp_finding_get_detail (finding, "target") : NULL;
  g_autoptr (SpName) host = meant != NULL ? sp_name_parse (meant, NULL) : NULL;

  if (host == NULL
      || (sp_finding_get_detail (finding, "provider") == NULL
          && !sp_target_knows_addresses (self, host)))
    return FALSE;
  return correct_to (target, meant, "mx-doubled");
}

/* A letter is wrong in the name of a host that a provider documents. */
static gboolean
correct_misspelt (SpTarget *self, Target *target)
{
  SpFinding *finding = find_about (self, "mx-target-dead", target);

  return finding != NULL
         && correct_to (target, sp_finding_get_detail (finding, "nearest"), "mx-misspelt");
}

/* Names that lead astray and tell themselves what was meant. */
static void
correct_names (SpTarget *self, GArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (target->kind != SP_MX_HOST_NAME || correct_doubled (self, target)
          || correct_misspelt (self, target))
        continue;
      if (target->state == HOST_UNSEEN)
        sp_target_note_unseen_addresses (self, "mx", target->host);
      if (target->state == HOST_ALIAS)
        target->why = cure_alias (self, target->row, target->host);
      if (target->state == HOST_ALIAS && find_about (self, "mx-target-dead", target) != NULL)
        target->state = HOST_DEAD;
    }
}

static gboolean
is_private (SpTarget *self, const Target *target)
{
  SpFinding *finding = find_about (self, "mx-target-private", target);

  return finding != NULL && sp_finding_get_level (finding) == SP_LEVEL_LOST;
}

static gboolean
has_working (SpTarget *self, GArray *targets)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = &g_array_index (targets, Target, i);

      if ((target->state == HOST_ALIVE || target->state == HOST_ALIAS)
          && !is_private (self, target))
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
      target->why = "mx-ip";
      is_named = TRUE;
    }
  return is_named;
}

static void
drop (Target *target, const char *why)
{
  target->is_dropped = TRUE;
  target->why = why;
}

/* What can never take a message goes; only "no mail" also goes where nothing else works. */
static void
drop_useless (SpTarget *self, GArray *targets, gboolean others)
{
  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (target->kind == SP_MX_HOST_NULL)
        drop (target, "mx-null-mixed");
      else if (!others)
        continue;
      else if (target->kind == SP_MX_HOST_ADDRESS)
        drop (target, "mx-ip");
      else if (target->kind == SP_MX_HOST_BAD)
        drop (target, "mx-bad-name");
      else if (target->state == HOST_DEAD)
        drop (target, "mx-dead");
      else if (is_private (self, target))
        drop (target, "mx-private");
    }
}

static gboolean
is_named_in (const char *words, const Target *target)
{
  g_auto (GStrv) names = words != NULL ? g_strsplit (words, " ", -1) : NULL;

  return names != NULL && target->host != NULL
         && g_strv_contains ((const char *const *) names, sp_name_get_text (target->host));
}

/* Mail that arrives at a filter first gets through it; whoever stands behind it can be reached past
 * it. Where the filter does not stand in front, it may as well be what is left over. */
static void
drop_ways_past_filter (SpTarget *self, GArray *targets)
{
  SpFinding *finding = sp_target_find_finding (self, "filter-bypassed", NULL);

  if (finding == NULL || sp_finding_get_detail (finding, "sure") == NULL)
    return;
  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (is_named_in (sp_finding_get_detail (finding, "hosts"), target))
        drop (target, "mx-filter");
    }
}

/* A spare stands behind all main servers (RFC 5321 §5.1). */
static void
put_spares_behind (SpTarget *self, GArray *targets)
{
  SpFinding *finding = sp_target_find_finding (self, "mx-priority", NULL);
  const char *hosts = finding != NULL ? sp_finding_get_detail (finding, "hosts") : NULL;
  int last = -1;

  for (guint i = 0; hosts != NULL && i < targets->len; i++)
    {
      const Target *target = &g_array_index (targets, Target, i);

      if (!target->is_dropped && !is_named_in (hosts, target))
        last = MAX (last, target->row->priority);
    }
  for (guint i = 0; last >= 0 && last <= G_MAXUINT16 - STEP && hosts != NULL && i < targets->len;
       i++)
    {
      Target *target = &g_array_index (targets, Target, i);

      if (target->is_dropped || !is_named_in (hosts, target))
        continue;
      target->row->priority = last + STEP;
      target->why = "mx-spare";
    }
}

/* The same host twice: the lower number stays. */
static gboolean
take_once (SpWanted *wanted, SpEditRow *row)
{
  for (guint i = 0; i < wanted->rows->len; i++)
    {
      SpEditRow *other = g_ptr_array_index (wanted->rows, i);

      if (g_ascii_strcasecmp (other->value, row->value) != 0)
        continue;
      other->priority = MIN (other->priority, row->priority);
      return FALSE;
    }
  sp_wanted_take_row (wanted, sp_edit_row_copy (row));
  return TRUE;
}

static const char *
join_reasons (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return a != NULL ? a : b;
  return g_str_equal (a, b) ? a : "mx-repair";
}

/* "No mail" has the number 0 (RFC 7505 §3). */
static void
repair_null (SpTarget *self, const SpEditRow *row)
{
  SpWanted *wanted;

  if (row->priority == 0)
    return;
  wanted = sp_target_add (self, SP_PART_MX, "mx", "mx-null-number", SP_RR_MX, self->domain);
  sp_wanted_take_row (wanted, sp_edit_row_new (0, "."));
}

static void
repair_rows (SpTarget *self, GPtrArray *rows)
{
  g_autoptr (SpWanted)
    result = sp_wanted_new (SP_PART_MX, "mx", "mx-repair", SP_RR_MX, self->domain);
  g_autoptr (GArray) targets = look_at_targets (self, rows);
  const char *why = NULL;
  gboolean others;

  correct_names (self, targets);
  others = has_working (self, targets);
  if (!others)
    others = name_addresses (self, targets);
  drop_useless (self, targets, others);
  drop_ways_past_filter (self, targets);
  put_spares_behind (self, targets);
  for (guint i = 0; i < targets->len; i++)
    {
      const Target *target = &g_array_index (targets, Target, i);

      why = join_reasons (why, target->why);
      if (!target->is_dropped && !take_once (result, target->row))
        why = why != NULL ? why : "mx-duplicate";
    }
  if (why == NULL || result->rows->len == 0)
    return;
  result->why = why;
  g_ptr_array_add (self->wanted, g_steal_pointer (&result));
}

/**
 * sp_target_repair_mx:
 * @self: a target without a chosen provider
 *
 * Wants the published MX set without what cannot work: `.` beside others, addresses, dead hosts
 * beside living ones, aliases, doubles; with names corrected where it is plain what was meant. It
 * never becomes empty.
 */
void
sp_target_repair_mx (SpTarget *self)
{
  const SpPublishedSet *published = sp_published_get (self->published, self->domain, SP_RR_MX);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  if (published->state == SP_FACT_UNKNOWN)
    sp_target_add_unchecked (self, "mx", self->domain, published);
  if (published->state != SP_FACT_PRESENT)
    return;
  for (guint i = 0; i < published->rows->len; i++)
    g_ptr_array_add (rows, sp_edit_row_copy (g_ptr_array_index (published->rows, i)));
  if (rows->len == 1 && g_str_equal (((SpEditRow *) g_ptr_array_index (rows, 0))->value, "."))
    repair_null (self, g_ptr_array_index (rows, 0));
  else
    repair_rows (self, rows);
}
