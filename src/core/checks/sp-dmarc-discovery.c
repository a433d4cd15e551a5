/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-dmarc-discovery.h"

#include "core/inspect/sp-public-suffix.h"

static SpDmarc *
parse_record (const SpRecord *record)
{
  gsize length = 0;
  const char *text = sp_record_get_text (record, &length);

  return sp_dmarc_parse (text, (gssize) length);
}

/* One step of the walk: the only record at a name, if there is exactly one. */
static SpRecord *
dup_only_record (SpFact *fact, guint *n_records)
{
  g_autoptr (GPtrArray) records = sp_dmarc_select (sp_fact_get_set (fact));

  *n_records = records->len;
  return records->len == 1 ? sp_record_ref (g_ptr_array_index (records, 0)) : NULL;
}

/* A rule of a name under which others register counts only if it says so (`psd=y`). */
static gboolean
applies_below (const SpDmarc *dmarc, const SpName *name)
{
  return dmarc->is_usable && (dmarc->psd == 'y' || !sp_public_suffix_is (name));
}

static void
take_record (SpDmarcDiscovery *self, const SpName *place, SpRecord *record, SpDmarc *dmarc)
{
  self->state = SP_FACT_PRESENT;
  self->found_at = sp_name_ref ((SpName *) place);
  self->record = sp_record_ref (record);
  self->dmarc = dmarc;
}

static void
look_above (SpDmarcDiscovery *self, const SpSnapshot *snapshot)
{
  g_autoptr (SpName) name = sp_name_dup_parent (sp_snapshot_get_domain (snapshot));

  while (name != NULL && !sp_name_is_root (name))
    {
      g_autoptr (SpName) place = sp_name_prepend (name, "_dmarc");
      SpFact *fact = place != NULL ? sp_snapshot_get_fact (snapshot, place, SP_RR_TXT) : NULL;
      guint n_records = 0;
      g_autoptr (SpRecord) record = fact != NULL ? dup_only_record (fact, &n_records) : NULL;
      g_autoptr (SpDmarc) dmarc = record != NULL ? parse_record (record) : NULL;
      SpName *parent = NULL;

      if (dmarc != NULL && applies_below (dmarc, name))
        {
          take_record (self, place, record, g_steal_pointer (&dmarc));
          return;
        }
      /* Names that the walk leaves out (more than eight labels) are not asked, and not missed. */
      if (fact != NULL && sp_fact_get_state (fact) == SP_FACT_UNKNOWN
          && sp_fact_get_reason (fact) != SP_REASON_NOT_ASKED && self->unknown == NULL)
        self->unknown = fact;
      parent = sp_name_dup_parent (name);
      sp_name_unref (name);
      name = parent;
    }
  self->state = self->unknown != NULL ? SP_FACT_UNKNOWN : SP_FACT_ABSENT;
}

/**
 * sp_dmarc_discovery_new:
 * @snapshot: what was seen
 *
 * Walks from the domain up to the top level, as receivers do. The first name with exactly one
 * usable record ends the walk.
 *
 * Returns: (transfer full): what was found
 */
SpDmarcDiscovery *
sp_dmarc_discovery_new (const SpSnapshot *snapshot)
{
  SpDmarcDiscovery *self = g_new0 (SpDmarcDiscovery, 1);
  SpFact *own = sp_snapshot_get_fact_at (snapshot, "_dmarc", SP_RR_TXT);
  g_autoptr (SpRecord) record = dup_only_record (own, &self->n_records);

  if (record != NULL)
    {
      self->is_own = TRUE;
      take_record (self, sp_fact_get_name (own), record, parse_record (record));
      return self;
    }
  if (sp_fact_get_state (own) == SP_FACT_UNKNOWN)
    {
      self->state = SP_FACT_UNKNOWN;
      self->unknown = own;
      return self;
    }
  look_above (self, snapshot);
  return self;
}

/**
 * sp_dmarc_discovery_free:
 * @self: (transfer full): a discovery
 */
void
sp_dmarc_discovery_free (SpDmarcDiscovery *self)
{
  g_clear_pointer (&self->found_at, sp_name_unref);
  g_clear_pointer (&self->record, sp_record_unref);
  g_clear_pointer (&self->dmarc, sp_dmarc_free);
  g_free (self);
}
