/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-report-private.h"

#include "core/checks/sp-keeping.h"

/*
 * The verdict is made at once. The plan and the routes, which take as long again, are derived when
 * they are first asked for: a list of a thousand domains needs none of them. What they are derived
 * from is kept as it was.
 */
struct _SpReport {
  GObject parent_instance;
  SpQuestion *question;
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  char *provider;
  char *filter;
  char *panel;
  GHashTable *values;
  SpSnapshot *earlier;
  GPtrArray *observations;
  char **spare_hosts;
  char **stage_hosts;
  gboolean is_moving;
  gboolean site_sends_mail;
  SpVerdict *verdict;
  SpEditPlan *plan;
  SpRoute *route_now;
  SpRoute *route_after;
  SpProvider *current_provider;
  SpProvider *chosen_provider;
  SpDnsHost *dns_host;
  SpDnsHost *keeper;
};

G_DEFINE_FINAL_TYPE (SpReport, sp_report, G_TYPE_OBJECT)

static void
sp_report_dispose (GObject *object)
{
  SpReport *self = SP_REPORT (object);

  g_clear_pointer (&self->question, sp_question_unref);
  g_clear_pointer (&self->snapshot, sp_snapshot_unref);
  g_clear_object (&self->catalog);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->filter, g_free);
  g_clear_pointer (&self->panel, g_free);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->earlier, sp_snapshot_unref);
  g_clear_pointer (&self->observations, g_ptr_array_unref);
  g_clear_pointer (&self->spare_hosts, g_strfreev);
  g_clear_pointer (&self->stage_hosts, g_strfreev);
  g_clear_object (&self->verdict);
  g_clear_object (&self->plan);
  g_clear_object (&self->route_now);
  g_clear_object (&self->route_after);
  g_clear_object (&self->current_provider);
  g_clear_object (&self->chosen_provider);
  g_clear_object (&self->dns_host);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (sp_report_parent_class)->dispose (object);
}

static void
sp_report_class_init (SpReportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_report_dispose;
}

static void
sp_report_init (SpReport *self)
{
}

/* Mail goes to whoever is tried first; a filter in front says nothing of the mailboxes. */
static SpProvider *
find_current_provider (SpSnapshot *snapshot, SpCatalog *catalog)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  SpRecordSet *set = fact != NULL ? sp_fact_get_set (fact) : NULL;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));
      SpProvider *provider = sp_catalog_recognise_mx (catalog, host);

      if (provider != NULL)
        return g_object_ref (provider);
    }
  return NULL;
}

static GHashTable *
copy_values (GHashTable *values)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy, g_strdup (key), g_strdup (value));
  return copy;
}

/* The host that the person called "our spare". */
static char **
dup_spare_hosts (GHashTable *values)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *spare = values != NULL ? g_hash_table_lookup (values, "spare") : NULL;

  if (spare != NULL)
    g_strv_builder_add (builder, spare);
  return g_strv_builder_end (builder);
}

static void
keep_context (SpReport *self, const SpReportContext *context)
{
  const SpChoices *choices = &context->choices;

  self->provider = g_strdup (choices->provider);
  self->filter = g_strdup (choices->filter);
  self->panel = g_strdup (choices->dns_host);
  self->values = choices->values != NULL ? copy_values (choices->values) : NULL;
  self->earlier = context->earlier != NULL ? sp_snapshot_ref (context->earlier) : NULL;
  self->observations = context->observations != NULL ? g_ptr_array_ref (context->observations)
                                                     : NULL;
  self->spare_hosts = dup_spare_hosts (self->values);
  self->stage_hosts = g_strdupv ((char **) context->stage_hosts);
  self->is_moving = context->is_moving;
  self->site_sends_mail = context->site_sends_mail;
}

/* Whose mailboxes are behind a filter, the checks find out. */
static gboolean
is_move_planned (SpReport *self)
{
  return self->is_moving
         || (self->provider != NULL && self->current_provider != NULL
             && sp_provider_get_kind (self->current_provider) != SP_PROVIDER_FILTER
             && !g_str_equal (self->provider, sp_provider_get_id (self->current_provider)));
}

static SpCheckFacts
get_facts (SpReport *self)
{
  const SpCheckFacts facts = {
    .snapshot = self->snapshot,
    .catalog = self->catalog,
    .provider = self->provider,
    .filter = self->filter,
    .selectors = sp_question_get_selectors (self->question),
    .dns_host = self->panel,
    .earlier = self->earlier,
    .observations = self->observations,
    .site_sends_mail = self->site_sends_mail,
    .spare_hosts = (const char *const *) self->spare_hosts,
    .stage_hosts = (const char *const *) self->stage_hosts,
    .move_planned = is_move_planned (self),
  };

  return facts;
}

static SpEditPlan *
make_plan (SpReport *self)
{
  const SpCheckFacts facts = get_facts (self);
  const SpPlanInput input = {
    .snapshot = self->snapshot,
    .catalog = self->catalog,
    .provider = self->provider,
    .filter = self->filter,
    .dns_host = self->dns_host != NULL ? sp_dns_host_get_id (self->dns_host) : NULL,
    .values = self->values,
    .is_open = self->is_moving || (self->provider != NULL && self->current_provider == NULL),
    .facts = &facts,
    .verdict = self->verdict,
  };

  return sp_edit_plan_new (&input);
}

static SpRoute *
make_route (SpReport *self, GListModel *edits)
{
  const SpRouteInput input = {
    .snapshot = self->snapshot,
    .catalog = self->catalog,
    .provider = self->provider,
    .filter = self->filter,
    .spare_hosts = (const char *const *) self->spare_hosts,
    .edits = edits,
  };

  return sp_route_new (&input);
}

/**
 * sp_report_new:
 * @question: what was asked
 * @snapshot: what was seen
 * @catalog: providers and DNS hosts
 * @context: what else counts
 *
 * Derives everything from a snapshot. Pure, so a change of mind needs no network.
 *
 * Returns: (transfer full): the report
 */
SpReport *
sp_report_new (SpQuestion *question, SpSnapshot *snapshot, SpCatalog *catalog,
               const SpReportContext *context)
{
  SpReport *self = NULL;
  SpCheckFacts facts;
  SpKeeping keeping;

  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);
  g_return_val_if_fail (SP_IS_CATALOG (catalog), NULL);
  g_return_val_if_fail (context != NULL, NULL);

  self = g_object_new (SP_TYPE_REPORT, NULL);
  self->question = sp_question_ref (question);
  self->snapshot = sp_snapshot_ref (snapshot);
  self->catalog = g_object_ref (catalog);
  keep_context (self, context);
  self->current_provider = find_current_provider (snapshot, catalog);
  sp_keeping_judge (&keeping, catalog, snapshot, self->panel);
  g_set_object (&self->dns_host, keeping.panel);
  g_set_object (&self->keeper, keeping.keeper);
  if (self->provider != NULL)
    g_set_object (&self->chosen_provider, sp_catalog_get_provider (catalog, self->provider));
  facts = get_facts (self);
  self->verdict = sp_checks_run (&facts);
  return self;
}

/**
 * sp_report_get_question:
 * @self: a report
 *
 * Returns: (transfer none): what was asked
 */
SpQuestion *
sp_report_get_question (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->question;
}

/**
 * sp_report_get_snapshot:
 * @self: a report
 *
 * Returns: (transfer none): what was seen
 */
SpSnapshot *
sp_report_get_snapshot (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->snapshot;
}

/**
 * sp_report_get_verdict:
 * @self: a report
 *
 * Returns: (transfer none): what the checks say
 */
SpVerdict *
sp_report_get_verdict (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->verdict;
}

/**
 * sp_report_get_plan:
 * @self: a report
 *
 * Returns: (transfer none): the edits to the chosen provider, or repairs of what is there
 */
SpEditPlan *
sp_report_get_plan (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  if (self->plan == NULL)
    self->plan = make_plan (self);
  return self->plan;
}

/**
 * sp_report_get_route_now:
 * @self: a report
 *
 * Returns: (transfer none): where mail goes
 */
SpRoute *
sp_report_get_route_now (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  if (self->route_now == NULL)
    self->route_now = make_route (self, NULL);
  return self->route_now;
}

/**
 * sp_report_get_route_after:
 * @self: a report
 *
 * Returns: (transfer none): where mail will go once the edits are made
 */
SpRoute *
sp_report_get_route_after (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  if (self->route_after == NULL)
    self->route_after = make_route (self, sp_edit_plan_get_edits (sp_report_get_plan (self)));
  return self->route_after;
}

/**
 * sp_report_get_current_provider:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): whose host is tried first, if it is recognised
 */
SpProvider *
sp_report_get_current_provider (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->current_provider;
}

/**
 * sp_report_get_chosen_provider:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the provider that the person chose
 */
SpProvider *
sp_report_get_chosen_provider (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->chosen_provider;
}

/**
 * sp_report_get_dns_host:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): in whose panel the edits are to be made: that which the
 *   person named, as long as the name servers do not belong to somebody else, or else the keeper's
 */
SpDnsHost *
sp_report_get_dns_host (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->dns_host;
}

/**
 * sp_report_get_keeper:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): who keeps the records, if the name servers tell it
 */
SpDnsHost *
sp_report_get_keeper (SpReport *self)
{
  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  return self->keeper;
}

/**
 * sp_report_get_obstacle:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): the finding that has to be dealt with before any edit can
 *   help: the records are edited where nobody looks, or the name is not in force
 */
SpFinding *
sp_report_get_obstacle (SpReport *self)
{
  static const char *const ids[] = { "ns-elsewhere", "expired-or-held", NULL };
  GListModel *findings = NULL;

  g_return_val_if_fail (SP_IS_REPORT (self), NULL);

  findings = sp_verdict_get_findings (self->verdict);
  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      /* The list keeps it alive. */
      if (g_strv_contains (ids, sp_finding_get_id (finding)))
        return finding;
    }
  return NULL;
}
