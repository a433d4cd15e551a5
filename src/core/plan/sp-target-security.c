/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target.h"

#include "core/mail/sp-mta-sts.h"
#include "core/mail/sp-tls-rpt.h"

#include <string.h>

/* A text note of which there may be only one, and which of several can be used. */
typedef struct {
  const char *labels;
  const char *finding;
  const char *id;
  const char *why;
  gboolean (*is_record) (const char *text, gsize length);
  gboolean (*is_usable) (const char *text);
} Note;

static gboolean
is_mta_sts_usable (const char *text)
{
  g_autoptr (SpMtaSts) record = sp_mta_sts_parse (text, -1);

  return record->is_usable;
}

static gboolean
is_tls_rpt_usable (const char *text)
{
  g_autoptr (SpTlsRpt) record = sp_tls_rpt_parse (text, -1);

  return record->is_usable;
}

/* RFC 8461 §3.1, RFC 8460 §3: of several records senders use none. */
static const Note notes[] = {
  { "_mta-sts", "mta-sts-broken", "mta-sts", "mta-sts-one", sp_mta_sts_is_record,
    is_mta_sts_usable },
  { "_smtp._tls", "tls-rpt-broken", "tls-rpt", "tls-rpt-one", sp_tls_rpt_is_record,
    is_tls_rpt_usable },
};

static const SpEditRow *
find_kept (const Note *note, const SpPublishedSet *set, guint *n_records)
{
  const SpEditRow *kept = NULL;

  *n_records = 0;
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (!note->is_record (row->value, strlen (row->value)))
        continue;
      (*n_records)++;
      if (kept == NULL && note->is_usable (row->value))
        kept = row;
    }
  return kept;
}

static void
keep_one (SpTarget *self, const Note *note, SpName *owner)
{
  const SpPublishedSet *set = sp_published_get (self->published, owner, SP_RR_TXT);
  const SpEditRow *kept = NULL;
  SpWanted *wanted = NULL;
  guint n_records = 0;

  if (set->state != SP_FACT_PRESENT)
    return;
  kept = find_kept (note, set, &n_records);
  if (kept == NULL || n_records < 2)
    return;
  wanted = sp_target_add (self, SP_PART_POLICY, note->id, note->why, SP_RR_TXT, owner);
  for (guint i = 0; i < set->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (set->rows, i);

      if (row == kept || !note->is_record (row->value, strlen (row->value)))
        sp_wanted_take_row (wanted, sp_edit_row_copy (row));
    }
}

/**
 * sp_target_add_security:
 * @self: a target
 *
 * Wants one announcement of delivery security, and one address for its reports, where there are
 * several: the first one that can be used is kept.
 */
void
sp_target_add_security (SpTarget *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (SpName) owner = sp_name_prepend (self->domain, notes[i].labels);

      if (owner != NULL && sp_target_find_finding (self, notes[i].finding, NULL) != NULL)
        keep_one (self, &notes[i], owner);
    }
}
