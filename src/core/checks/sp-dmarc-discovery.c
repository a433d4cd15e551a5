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

/* The only record at a name, if there is exactly one. */
static SpRecord *
dup_only_record (SpFact *fact, guint *n_records)
{
  g_autoptr (GPtrArray) records = sp_dmarc_select (sp_fact_get_set (fact));

  *n_records = records->len;
  return records->len == 1 ? sp_record_ref (g_ptr_array_index (records, 0)) : NULL;
}

/* One step of the walk: what stands at a name. */
typedef struct {
  SpName *name;
  SpFact *fact;
  SpRecord *record;
  SpDmarc *dmarc;
} Step;

static void
step_clear (Step *step)
{
  sp_name_unref (step->name);
  g_clear_pointer (&step->record, sp_record_unref);
  g_clear_pointer (&step->dmarc, sp_dmarc_free);
}

/* Several records at one name void each other; whether the one that is left can be used does not
 * matter to the walk (§4.10). */
static Step
look_at (const SpSnapshot *snapshot, SpName *name)
{
  g_autoptr (SpName) place = sp_name_prepend (name, "_dmarc");
  Step step = { .name = sp_name_ref (name) };
  guint n_records = 0;

  if (place == NULL)
    return step;
  step.fact = sp_snapshot_get_fact (snapshot, place, SP_RR_TXT);
  step.record = dup_only_record (step.fact, &n_records);
  step.dmarc = step.record != NULL ? parse_record (step.record) : NULL;
  return step;
}

static void
take_record (SpDmarcDiscovery *self, Step *step)
{
  self->state = SP_FACT_PRESENT;
  self->found_at = sp_name_ref (sp_fact_get_name (step->fact));
  self->record = g_steal_pointer (&step->record);
  self->dmarc = g_steal_pointer (&step->dmarc);
}

/* What could not be looked at might have decided otherwise. Only what a top-level or other public
 * name would have said does not matter to a name just below it that has a rule: at the most it
 * says "psd=y", and the name stays the organization's. */
static SpFact *
find_gap (GArray *steps)
{
  gboolean has_record = FALSE;

  for (guint i = 1; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      if (step->fact != NULL && sp_fact_get_state (step->fact) == SP_FACT_UNKNOWN
          && !(has_record && sp_public_suffix_is (step->name)))
        return step->fact;
      has_record = step->record != NULL;
    }
  return NULL;
}

/* One label below @above on the way to @domain. */
static SpName *
dup_below (SpName *domain, const SpName *above)
{
  SpName *name = sp_name_ref (domain);

  while (sp_name_get_n_labels (name) > sp_name_get_n_labels (above) + 1)
    {
      SpName *parent = sp_name_dup_parent (name);

      sp_name_unref (name);
      name = parent;
    }
  return name;
}

/* The organizational domain, and the step whose record applies to the domain if that has none of
 * its own (§4.10.1, §4.10.2): the first "psd=n", or what is below the first "psd=y" (there the
 * public suffix's record stands in), else the record nearest to the top. */
static Step *
choose_step (SpDmarcDiscovery *self, SpName *domain, GArray *steps)
{
  Step *chosen = NULL, *below = NULL;

  for (guint i = 0; i < steps->len; i++)
    {
      Step *step = &g_array_index (steps, Step, i);

      if (step->record == NULL)
        continue;
      if (i > 0 && step->dmarc->psd == 'y')
        {
          self->organization = dup_below (domain, step->name);
          below = &g_array_index (steps, Step, i - 1);
          return below->record != NULL && sp_name_equal (below->name, self->organization) ? below
                                                                                          : step;
        }
      chosen = step;
    }
  self->organization = sp_name_ref (chosen != NULL ? chosen->name : domain);
  return chosen;
}

/* "psd=y" and "psd=n" end the walk (§4.10). */
static GArray *
walk_up (const SpSnapshot *snapshot, SpName *domain)
{
  g_autoptr (GPtrArray) walk = sp_dmarc_dup_walk (domain);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, (GDestroyNotify) step_clear);
  for (guint i = 0; i < walk->len; i++)
    {
      Step step = look_at (snapshot, g_ptr_array_index (walk, i));

      g_array_append_val (steps, step);
      if (step.dmarc != NULL && step.dmarc->psd != 'u')
        break;
    }
  return steps;
}

/**
 * sp_dmarc_discovery_new:
 * @snapshot: what was seen
 *
 * Finds the rule that receivers apply to the domain: its own, else that of its organization, else
 * that of the public suffix above (RFC 9989 §4.10.1).
 *
 * Returns: (transfer full): what was found
 */
SpDmarcDiscovery *
sp_dmarc_discovery_new (const SpSnapshot *snapshot)
{
  SpDmarcDiscovery *self = g_new0 (SpDmarcDiscovery, 1);
  SpName *domain = sp_snapshot_get_domain (snapshot);
  g_autoptr (GArray) steps = walk_up (snapshot, domain);
  SpFact *own = sp_snapshot_get_fact_at (snapshot, "_dmarc", SP_RR_TXT), *gap = find_gap (steps);
  SpFact *itself = sp_snapshot_get_fact (snapshot, domain, SP_RR_TXT);
  g_autoptr (SpRecord) record = dup_only_record (own, &self->n_records);
  Step *chosen;

  self->state = SP_FACT_ABSENT;
  if (sp_fact_get_state (own) == SP_FACT_UNKNOWN)
    gap = own;
  chosen = choose_step (self, domain, steps);
  if (gap != NULL)
    g_clear_pointer (&self->organization, sp_name_unref);

  if (record != NULL)
    {
      self->is_own = TRUE;
      take_record (self, &g_array_index (steps, Step, 0));
    }
  else if (gap != NULL)
    {
      self->state = SP_FACT_UNKNOWN;
      self->unknown = gap;
    }
  else if (chosen != NULL)
    {
      self->subject = sp_fact_get_state (itself) == SP_FACT_ABSENT && !sp_fact_name_exists (itself)
                        ? SP_DMARC_MISSING
                        : SP_DMARC_BELOW;
      take_record (self, chosen);
    }
  return self;
}

/**
 * sp_dmarc_discovery_free:
 * @self: (transfer full): a discovery
 */
void
sp_dmarc_discovery_free (SpDmarcDiscovery *self)
{
  g_clear_pointer (&self->organization, sp_name_unref);
  g_clear_pointer (&self->found_at, sp_name_unref);
  g_clear_pointer (&self->record, sp_record_unref);
  g_clear_pointer (&self->dmarc, sp_dmarc_free);
  g_free (self);
}
