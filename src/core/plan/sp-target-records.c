/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include <string.h>

#include "core/plan/sp-target-holder.h"

#define KEY_SUFFIX "._domainkey"

static gboolean
is_purpose (const SpProviderRecord *record, const char *purpose)
{
  return g_str_equal (record->purpose, purpose);
}

static SpPart
get_part (const SpProviderRecord *record)
{
  if (is_purpose (record, "dkim"))
    return SP_PART_SEAL;
  if (is_purpose (record, "address"))
    return SP_PART_ADDRESS;
  return is_purpose (record, "autodiscover") ? SP_PART_PROGRAMS : SP_PART_SENDERS;
}

static const char *
get_why (const SpProviderRecord *record)
{
  if (is_purpose (record, "dkim"))
    return "dkim-add";
  if (is_purpose (record, "autodiscover"))
    return "autodiscover-add";
  if (is_purpose (record, "address"))
    return "address-name";
  return is_purpose (record, "verification") ? "verification" : "provider-record";
}

/* "dkim-fm1", "autodiscover", "autodiscover-imaps-tcp", "verification". */
static char *
dup_id (SpTarget *self, const SpProviderRecord *record, SpName *name)
{
  g_autofree char *slug = NULL;

  if (is_purpose (record, "verification"))
    return g_strdup ("verification");
  if (is_purpose (record, "dkim"))
    {
      g_autofree char *relative = sp_name_dup_relative (name, self->domain);

      if (g_str_has_suffix (relative, KEY_SUFFIX))
        relative[strlen (relative) - strlen (KEY_SUFFIX)] = '\0';
      return g_strdup_printf ("dkim-%s", relative);
    }
  slug = sp_target_dup_slug (self, name);
  return g_str_equal (slug, record->purpose) ? g_strdup (slug)
                                             : g_strdup_printf ("%s-%s", record->purpose, slug);
}

static gboolean
is_awaited (SpTarget *self, const char *id)
{
  for (guint i = 0; i < self->awaited->len; i++)
    if (g_str_equal (((SpWanted *) g_ptr_array_index (self->awaited, i))->id, id))
      return TRUE;
  return FALSE;
}

/* As much of the owner as is known: the labels behind the last value that is missing. */
static SpWanted *
await_record (SpTarget *self, const SpProviderRecord *record, SpName *owner)
{
  const char *last = strrchr (record->name, '}');
  const char *known = last != NULL ? strchr (last, '.') : NULL;
  g_autoptr (SpName) part = known != NULL ? sp_name_prepend (self->domain, known + 1) : NULL;
  g_autofree char *id = NULL;
  SpWanted *awaited;

  if (owner != NULL)
    {
      id = dup_id (self, record, owner);
      return sp_target_await (self, get_part (record), id, get_why (record), record->type, owner);
    }
  id = g_strdup (record->purpose);
  for (guint n = 2; is_awaited (self, id); n++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", record->purpose, n);
    }
  awaited = sp_target_await (self, get_part (record), id, get_why (record), record->type,
                             part != NULL ? part : self->domain);
  awaited->is_unnamed = TRUE;
  return awaited;
}

static SpName *
dup_owner (SpTarget *self, SpProvider *provider, const SpProviderRecord *record)
{
  g_autofree char *labels = sp_target_expand (self, provider, record->name);

  if (labels == NULL)
    return NULL;
  return g_str_equal (labels, "@") ? sp_name_ref (self->domain)
                                   : sp_name_prepend (self->domain, labels);
}

/* The value as a row of the set: host names in their plain form, SRV with weight and port. */
static SpEditRow *
make_row (const SpProviderRecord *record, const char *value)
{
  g_autoptr (SpName) target = NULL;
  g_autofree char *text = NULL;

  if (record->type == SP_RR_TXT)
    return sp_edit_row_new (-1, value);
  if (record->type == SP_RR_A || record->type == SP_RR_AAAA)
    return sp_edit_row_new (-1, value);
  target = sp_name_parse (value, NULL);
  if (target == NULL)
    return NULL;
  if (record->type != SP_RR_SRV)
    return sp_edit_row_new (record->type == SP_RR_MX ? record->priority : -1,
                            sp_name_get_text (target));
  text = g_strdup_printf ("%u %u %s", record->weight, record->port, sp_name_get_text (target));
  return sp_edit_row_new (record->priority, text);
}

static char *
dup_row_template (const SpProviderRecord *record)
{
  if (record->type == SP_RR_SRV)
    return g_strdup_printf ("%u %u %s", record->weight, record->port, record->value);
  return g_strdup (record->value);
}

static gboolean
has_match (SpTarget *self, SpProvider *provider, const char *template,
           const SpPublishedSet *published)
{
  for (guint i = 0; i < published->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (published->rows, i);

      if (sp_target_template_matches (self, provider, template, row->value))
        return TRUE;
    }
  return FALSE;
}

/* A key that the customer named: it may stand at any of the names that the provider is known for.
 */
static gboolean
has_key_elsewhere (SpTarget *self, SpProvider *provider, const SpProviderRecord *record)
{
  g_auto (GStrv) selectors = NULL;

  if (!is_purpose (record, "dkim") || record->type != SP_RR_TXT
      || strchr (record->name, '{') == NULL || g_hash_table_contains (self->given, "dkim-key"))
    return FALSE;
  selectors = sp_provider_dup_dkim_selectors (provider, self->values);
  for (guint i = 0; selectors[i] != NULL; i++)
    {
      g_autofree char *labels = g_strconcat (selectors[i], KEY_SUFFIX, NULL);
      g_autoptr (SpName) name = sp_name_prepend (self->domain, labels);

      if (name != NULL
          && has_match (self, provider, record->value,
                        sp_published_get (self->published, name, SP_RR_TXT)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_satisfied (SpTarget *self, SpProvider *provider, const SpProviderRecord *record,
              const SpPublishedSet *published)
{
  g_autofree char *template = dup_row_template (record);

  return has_match (self, provider, template, published)
         || has_key_elsewhere (self, provider, record);
}

/**
 * sp_target_is_documented:
 * @self: a target with a provider
 * @name: owner of a published set
 * @type: its type
 *
 * Returns: whether what is published there is what the provider documents, whosever name it leads
 *   to
 */
gboolean
sp_target_is_documented (SpTarget *self, SpName *name, SpRrType type)
{
  GPtrArray *records = sp_provider_get_records (self->provider);
  const SpPublishedSet *published = sp_published_get (self->published, name, type);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);
      g_autoptr (SpName) owner = record->type == type ? dup_owner (self, self->provider, record)
                                                      : NULL;

      if (owner != NULL && sp_name_equal (owner, name)
          && is_satisfied (self, self->provider, record, published))
        return TRUE;
    }
  return FALSE;
}

static gboolean
mx_is_at_provider (SpTarget *self, SpProvider *provider)
{
  const SpPublishedSet *mx = sp_published_get (self->published, self->domain, SP_RR_MX);

  for (guint i = 0; i < mx->rows->len; i++)
    {
      g_autoptr (SpName)
        host = sp_name_parse (((SpEditRow *) g_ptr_array_index (mx->rows, i))->value, NULL);

      if (host != NULL && sp_provider_is_mx_host (provider, host))
        return TRUE;
    }
  return FALSE;
}

/* Text of other services shares a name with ours; a key or an alias is alone there. */
static gboolean
is_shared (SpTarget *self, const SpProviderRecord *record, SpName *owner)
{
  return record->type == SP_RR_TXT
         && (sp_name_equal (owner, self->domain) || !is_purpose (record, "dkim"));
}

static void
want_record (SpTarget *self, const SpProviderRecord *record, SpName *owner, SpEditRow *row,
             const SpPublishedSet *published)
{
  SpWanted *wanted = sp_target_find (self, owner, record->type);

  if (wanted == NULL)
    {
      g_autofree char *id = dup_id (self, record, owner);

      wanted = sp_target_add (self, get_part (record), id, get_why (record), record->type, owner);
      wanted->doubt = record->trust == SP_TRUST_GUESS ? "value" : NULL;
      if (published->state == SP_FACT_PRESENT && is_purpose (record, "dkim"))
        {
          wanted->why = "dkim-replace";
          sp_target_warn_of_key_user (self, wanted, owner);
        }
      for (guint i = 0; is_shared (self, record, owner) && i < published->rows->len; i++)
        sp_wanted_take_row (wanted, sp_edit_row_copy (g_ptr_array_index (published->rows, i)));
    }
  sp_wanted_take_row (wanted, row);
}

/* A seal is asked for whether or not the provider insists on it; proof of ownership and the like
 * once the person has decided. */
static gboolean
asks_for_all (SpTarget *self, const SpProviderRecord *record)
{
  return is_purpose (record, "dkim") || self->is_chosen;
}

/* Two services cannot share a name that holds one record. The one that is there keeps it: what was
 * sealed with it would else arrive without a good seal. */
static gboolean
is_held (SpTarget *self, const SpProviderRecord *record, SpName *owner)
{
  SpProvider *holder = sp_target_find_holder (self, owner);
  g_autofree char *id = NULL;
  SpWanted *awaited;

  if (holder == NULL)
    return FALSE;
  id = dup_id (self, record, owner);
  awaited = sp_target_await (self, get_part (record), id, "name-held", record->type, owner);
  awaited->holder = sp_provider_get_id (holder);
  return TRUE;
}

static void
add_record (SpTarget *self, SpProvider *provider, const SpProviderRecord *record)
{
  g_autoptr (SpName) owner = dup_owner (self, provider, record);
  g_autofree char *value = NULL;
  const SpPublishedSet *published;
  SpWanted *awaited;
  SpEditRow *row;

  /* A rule for forged mail that only watches is safe with every provider: see the policy. */
  if (is_purpose (record, "dmarc"))
    return;
  if (owner == NULL)
    {
      awaited = await_record (self, record, NULL);
      sp_target_add_needs (self, awaited, provider, record->name, asks_for_all (self, record));
      if (self->is_chosen)
        sp_target_add_needs (self, awaited, provider, record->value, asks_for_all (self, record));
      return;
    }
  published = sp_published_get (self->published, owner, record->type);
  if (published->state == SP_FACT_UNKNOWN)
    {
      g_autofree char *id = dup_id (self, record, owner);

      if (published->reason != SP_REASON_NOT_ASKED || record->is_required)
        sp_target_add_unchecked (self, id, owner, published);
      return;
    }
  if (is_satisfied (self, provider, record, published))
    return;
  /* Without a choice only what does not work is repaired. */
  if (!self->is_chosen && is_purpose (record, "autodiscover") && !record->is_required
      && sp_target_find_finding (self, "autodiscover-left", sp_name_get_text (owner)) == NULL)
    return;
  if (is_held (self, record, owner))
    return;
  value = sp_target_expand (self, provider, record->value);
  if (value == NULL)
    {
      /* Whoever receives mail for the domain already has proven that it is theirs. */
      if (is_purpose (record, "verification") && mx_is_at_provider (self, provider))
        return;
      awaited = await_record (self, record, owner);
      sp_target_add_needs (self, awaited, provider, record->value, asks_for_all (self, record));
      if (self->is_chosen)
        sp_target_add_needs (self, awaited, provider, record->name, TRUE);
      return;
    }
  row = make_row (record, value);
  if (row != NULL)
    want_record (self, record, owner, row, published);
}

/**
 * sp_target_has_address:
 * @self: a target
 * @provider: whose mail servers they are
 * @awaited: the set that cannot be written without
 *
 * Returns: whether the provider's servers that are named after the domain have an address, or get
 *   one by this plan; what is missing is asked for
 */
gboolean
sp_target_has_address (SpTarget *self, SpProvider *provider, SpWanted *awaited)
{
  GPtrArray *records = sp_provider_get_records (provider);

  for (guint i = 0; i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);
      g_autoptr (SpName) owner = NULL;
      g_autofree char *value = NULL;

      if (!is_purpose (record, "address"))
        continue;
      owner = dup_owner (self, provider, record);
      value = sp_target_expand (self, provider, record->value);
      if (owner == NULL
          || (value == NULL
              && sp_published_get (self->published, owner, record->type)->state != SP_FACT_PRESENT))
        {
          sp_target_add_needs (self, awaited, provider, record->value, TRUE);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * sp_target_add_records:
 * @self: a target
 *
 * Wants what the provider and the filter document beside MX and SPF: keys, proof of ownership,
 * ways for mail programs to find the servers.
 */
void
sp_target_add_records (SpTarget *self)
{
  SpProvider *providers[] = { self->provider, self->filter };

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      GPtrArray *records = providers[i] != NULL ? sp_provider_get_records (providers[i]) : NULL;

      for (guint j = 0; records != NULL && j < records->len; j++)
        add_record (self, providers[i], g_ptr_array_index (records, j));
    }
}
