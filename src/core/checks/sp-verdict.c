/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-check-private.h"

struct _SpVerdict {
  GObject parent_instance;
  SpStatus status;
  GListStore *findings;
  GListStore *unchecked;
  char **in_order;
};

G_DEFINE_FINAL_TYPE (SpVerdict, sp_verdict, G_TYPE_OBJECT)

static void
sp_verdict_finalize (GObject *object)
{
  SpVerdict *self = SP_VERDICT (object);

  g_clear_object (&self->findings);
  g_clear_object (&self->unchecked);
  g_strfreev (self->in_order);
  G_OBJECT_CLASS (sp_verdict_parent_class)->finalize (object);
}

static void
sp_verdict_class_init (SpVerdictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_verdict_finalize;
}

static void
sp_verdict_init (SpVerdict *self)
{
  self->findings = g_list_store_new (SP_TYPE_FINDING);
  self->unchecked = g_list_store_new (SP_TYPE_UNCHECKED);
}

/**
 * sp_verdict_new: (skip)
 * @status: the domain as a whole
 * @findings: (element-type SpFinding): in any order
 * @unchecked: (element-type SpUnchecked): what could not be decided
 * @in_order: (transfer full): ids of the rules that found nothing
 *
 * Returns: (transfer full): a verdict, its findings sorted by level, worst first
 */
SpVerdict *
sp_verdict_new (SpStatus status, GPtrArray *findings, GPtrArray *unchecked, GStrv in_order)
{
  SpVerdict *self = g_object_new (SP_TYPE_VERDICT, NULL);

  self->status = status;
  for (int level = SP_LEVEL_LOST; level >= SP_LEVEL_IN_ORDER; level--)
    for (guint i = 0; i < findings->len; i++)
      {
        SpFinding *finding = g_ptr_array_index (findings, i);

        if ((int) sp_finding_get_level (finding) == level)
          g_list_store_append (self->findings, finding);
      }
  g_list_store_splice (self->unchecked, 0, 0, unchecked->pdata, unchecked->len);
  self->in_order = in_order;
  return self;
}

/**
 * sp_verdict_get_status:
 * @self: a verdict
 *
 * Returns: the domain as a whole
 */
SpStatus
sp_verdict_get_status (SpVerdict *self)
{
  g_return_val_if_fail (SP_IS_VERDICT (self), SP_STATUS_UNKNOWN);

  return self->status;
}

/**
 * sp_verdict_get_findings:
 * @self: a verdict
 *
 * Returns: (transfer none): a list of [class@Finding], worst first
 */
GListModel *
sp_verdict_get_findings (SpVerdict *self)
{
  g_return_val_if_fail (SP_IS_VERDICT (self), NULL);

  return G_LIST_MODEL (self->findings);
}

/**
 * sp_verdict_get_unchecked:
 * @self: a verdict
 *
 * Returns: (transfer none): a list of [class@Unchecked]
 */
GListModel *
sp_verdict_get_unchecked (SpVerdict *self)
{
  g_return_val_if_fail (SP_IS_VERDICT (self), NULL);

  return G_LIST_MODEL (self->unchecked);
}

/**
 * sp_verdict_get_in_order:
 * @self: a verdict
 *
 * Returns: (transfer none) (array zero-terminated=1): ids of the rules that found nothing
 */
const char *const *
sp_verdict_get_in_order (SpVerdict *self)
{
  g_return_val_if_fail (SP_IS_VERDICT (self), NULL);

  return (const char *const *) self->in_order;
}

/**
 * sp_status_to_string:
 * @status: a status
 *
 * Returns: (transfer none): the public word for it, as in `signpostctl check --json`
 */
const char *
sp_status_to_string (SpStatus status)
{
  switch (status)
    {
    case SP_STATUS_IN_ORDER:
      return "in-order";
    case SP_STATUS_ATTENTION:
      return "attention";
    case SP_STATUS_BROKEN:
      return "broken";
    case SP_STATUS_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}
