/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-cure.h"

typedef enum {
  CURE_NONE,
  CURE_MX,
  CURE_SPF,
  CURE_DKIM,
  CURE_DMARC,
  CURE_AUTODISCOVER,
  CURE_OWN_NAME,
} CureKind;

/* By the start of a rule's id; the first that fits counts. */
static const struct {
  const char *prefix;
  CureKind kind;
} rules[] = {
  { "spf-", CURE_SPF },
  { "dkim-", CURE_DKIM },
  { "dmarc-", CURE_DMARC },
  { "newsletter-", CURE_SPF },
  { "site-forms", CURE_SPF },
  { "autodiscover-", CURE_AUTODISCOVER },
  { "ns-", CURE_NONE },
  { "ds-", CURE_NONE },
  { "dns-", CURE_NONE },
  { "expired-", CURE_NONE },
  { "wildcard", CURE_NONE },
  { "negative-", CURE_NONE },
  { "mail-lost-", CURE_NONE },
  { "name-doubled", CURE_OWN_NAME },
  { "mta-sts-", CURE_OWN_NAME },
  { "tls-rpt-", CURE_OWN_NAME },
  { "dane-", CURE_NONE },
  { "smtp-", CURE_NONE },
  { "port25-", CURE_NONE },
  { "apex-cname", CURE_OWN_NAME },
  { "", CURE_MX },
};

static gsize
find_rule (const char *rule_id)
{
  gsize i = 0;

  while (!g_str_has_prefix (rule_id, rules[i].prefix))
    i++;
  return i;
}

static gboolean
rows_hold_spf (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = rows->pdata[i];

      if (g_ascii_strncasecmp (row->value, "v=spf1", strlen ("v=spf1")) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_cure (SpEdit *edit, CureKind kind, SpFinding *finding)
{
  const char *name = sp_name_get_text (sp_edit_get_full_name (edit));

  switch (kind)
    {
    case CURE_NONE:
      return FALSE;
    case CURE_MX:
      return sp_edit_get_rr_type (edit) == SP_RR_MX;
    case CURE_SPF:
      return sp_edit_get_rr_type (edit) == SP_RR_TXT
             && (rows_hold_spf (sp_edit_get_added (edit))
                 || rows_hold_spf (sp_edit_get_removed (edit)));
    case CURE_DKIM:
      return strstr (name, "._domainkey.") != NULL;
    case CURE_DMARC:
      return g_str_has_prefix (name, "_dmarc.");
    case CURE_AUTODISCOVER:
      return strstr (name, "autodiscover") != NULL || strstr (name, "autoconfig") != NULL;
    case CURE_OWN_NAME:
      return g_strcmp0 (name, sp_finding_get_subject (finding)) == 0;
    }
  return FALSE;
}

/**
 * sp_cure_find:
 * @plan: the edits
 * @finding: what is to be cured
 *
 * The edit that cures a finding. Of several the one at the finding's own name is taken, else the
 * first in the safe order.
 *
 * Returns: (nullable) (transfer none): an edit of @plan
 */
SpEdit *
sp_cure_find (SpEditPlan *plan, SpFinding *finding)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);
  CureKind kind = rules[find_rule (sp_finding_get_id (finding))].kind;
  SpEdit *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      if (sp_edit_get_action (edit) == SP_EDIT_KEEP || !is_cure (edit, kind, finding))
        continue;
      if (g_strcmp0 (sp_name_get_text (sp_edit_get_full_name (edit)),
                     sp_finding_get_subject (finding))
          == 0)
        return edit;
      first = first != NULL ? first : edit;
    }
  return first;
}
