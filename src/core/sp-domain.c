/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-domain-private.h"

struct _SpDomain {
  GObject parent_instance;
  SpStoredDomain *stored;
  SpReport *report;
  SpTimeline *timeline;
  GListStore *watches;
  SpOrigin *origin;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (SpDomain, sp_domain, G_TYPE_OBJECT)

typedef enum {
  PROP_REPORT = 1,
  PROP_BUSY,
  PROP_PROVIDER,
  PROP_TIMELINE,
} Property;

static GParamSpec *properties[PROP_TIMELINE + 1];

static void
sp_domain_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpDomain *self = SP_DOMAIN (object);

  switch ((Property) id)
    {
    case PROP_REPORT:
      g_value_set_object (value, self->report);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    case PROP_PROVIDER:
      g_value_set_string (value, self->stored->provider);
      break;
    case PROP_TIMELINE:
      g_value_set_object (value, self->timeline);
      break;
    }
}

static void
sp_domain_dispose (GObject *object)
{
  SpDomain *self = SP_DOMAIN (object);

  g_clear_object (&self->report);
  g_clear_object (&self->timeline);
  g_clear_object (&self->watches);
  g_clear_pointer (&self->origin, sp_origin_free);
  g_clear_pointer (&self->stored, sp_stored_domain_free);

  G_OBJECT_CLASS (sp_domain_parent_class)->dispose (object);
}

static void
sp_domain_class_init (SpDomainClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = sp_domain_dispose;
  object_class->get_property = sp_domain_get_property;

  properties[PROP_REPORT] = g_param_spec_object ("report", NULL, NULL, SP_TYPE_REPORT, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROVIDER] = g_param_spec_string ("provider", NULL, NULL, NULL, flags);
  properties[PROP_TIMELINE] = g_param_spec_object ("timeline", NULL, NULL, SP_TYPE_TIMELINE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sp_domain_init (SpDomain *self)
{
  self->watches = g_list_store_new (SP_TYPE_EDIT_WATCH);
}

/**
 * sp_domain_new:
 * @stored: (transfer full): what was decided
 *
 * Returns: (transfer full): a domain without a report
 */
SpDomain *
sp_domain_new (SpStoredDomain *stored)
{
  SpDomain *self = g_object_new (SP_TYPE_DOMAIN, NULL);

  self->stored = stored;
  return self;
}

/**
 * sp_domain_get_stored:
 * @self: a domain
 *
 * Returns: (transfer none): what was decided; whoever changes it calls
 *   [method@Domain.choices_changed]
 */
SpStoredDomain *
sp_domain_get_stored (SpDomain *self)
{
  return self->stored;
}

/**
 * sp_domain_set_report:
 * @self: a domain
 * @report: its newest report
 */
void
sp_domain_set_report (SpDomain *self, SpReport *report)
{
  if (g_set_object (&self->report, report))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
}

/**
 * sp_domain_set_busy:
 * @self: a domain
 * @busy: whether an inspection runs
 */
void
sp_domain_set_busy (SpDomain *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * sp_domain_set_timeline:
 * @self: a domain
 * @timeline: (nullable): the dated steps of its move
 */
void
sp_domain_set_timeline (SpDomain *self, SpTimeline *timeline)
{
  if (g_set_object (&self->timeline, timeline))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMELINE]);
}

/**
 * sp_domain_choices_changed:
 * @self: a domain
 *
 * Tells everyone that the person decided otherwise.
 */
void
sp_domain_choices_changed (SpDomain *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROVIDER]);
}

static gboolean
leads_back (SpEdit *edit)
{
  return g_str_has_prefix (sp_edit_get_id (edit), SP_EDIT_BACK_PREFIX);
}

/* Of an edit and the one that takes it back, the last one that was made counts. */
static void
drop_opposites (SpDomain *self, SpEdit *edit)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->watches)); i > 0; i--)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (G_LIST_MODEL (self->watches), i - 1);
      SpEdit *other = sp_edit_watch_get_edit (watch);

      if (leads_back (other) != leads_back (edit)
          && sp_edit_get_rr_type (other) == sp_edit_get_rr_type (edit)
          && sp_name_equal (sp_edit_get_full_name (other), sp_edit_get_full_name (edit)))
        g_list_store_remove (self->watches, i - 1);
    }
}

/**
 * sp_domain_get_origin:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): where it can be put back to
 */
SpOrigin *
sp_domain_get_origin (SpDomain *self)
{
  return self->origin;
}

/**
 * sp_domain_take_origin:
 * @self: a domain
 * @origin: (transfer full) (nullable): where it can be put back to
 */
void
sp_domain_take_origin (SpDomain *self, SpOrigin *origin)
{
  g_clear_pointer (&self->origin, sp_origin_free);
  self->origin = origin;
}

/**
 * sp_domain_add_watch:
 * @self: a domain
 * @watch: an edit under observation; it takes the place of a former watch of the same edit, and of
 *   one that leads the other way
 */
void
sp_domain_add_watch (SpDomain *self, SpEditWatch *watch)
{
  SpEditWatch *former = sp_domain_find_watch (self,
                                              sp_edit_get_id (sp_edit_watch_get_edit (watch)));
  guint position = 0;

  if (former != NULL && g_list_store_find (self->watches, former, &position))
    g_list_store_remove (self->watches, position);
  drop_opposites (self, sp_edit_watch_get_edit (watch));
  g_list_store_append (self->watches, watch);
}

/**
 * sp_domain_get_name:
 * @self: a domain
 *
 * Returns: (transfer none): its name
 */
SpName *
sp_domain_get_name (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->stored->name;
}

/**
 * sp_domain_get_provider:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): id of the provider that the person chose
 */
const char *
sp_domain_get_provider (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->stored->provider;
}

/**
 * sp_domain_get_filter:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): id of the filter in front
 */
const char *
sp_domain_get_filter (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->stored->filter;
}

/**
 * sp_domain_get_dns_host:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): id of the panel that the person says they use
 */
const char *
sp_domain_get_dns_host (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->stored->dns_host;
}

/**
 * sp_domain_get_value:
 * @self: a domain
 * @key: a key of the provider, such as "dkim-key"
 *
 * Returns: (transfer none) (nullable): the value that the person gave
 */
const char *
sp_domain_get_value (SpDomain *self, const char *key)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_hash_table_lookup (self->stored->values, key);
}

/**
 * sp_domain_get_report:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): the newest report, %NULL before the first inspection
 */
SpReport *
sp_domain_get_report (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->report;
}

/**
 * sp_domain_is_busy:
 * @self: a domain
 *
 * Returns: whether an inspection runs
 */
gboolean
sp_domain_is_busy (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), FALSE);

  return self->busy;
}

/**
 * sp_domain_get_watches:
 * @self: a domain
 *
 * Returns: (transfer none): a list of #SpEditWatch
 */
GListModel *
sp_domain_get_watches (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return G_LIST_MODEL (self->watches);
}

/**
 * sp_domain_find_watch:
 * @self: a domain
 * @edit_id: id of an edit
 *
 * Returns: (transfer none) (nullable): the watch of that edit
 */
SpEditWatch *
sp_domain_find_watch (SpDomain *self, const char *edit_id)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);
  g_return_val_if_fail (edit_id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->watches)); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (G_LIST_MODEL (self->watches), i);

      /* The list keeps it alive. */
      if (g_str_equal (sp_edit_get_id (sp_edit_watch_get_edit (watch)), edit_id))
        return watch;
    }
  return NULL;
}

static void
add_edits_of_move (GListStore *edits, SpTimeline *timeline)
{
  GListModel *steps = sp_timeline_get_steps (timeline);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);
      GListModel *own = sp_step_get_edits (step);

      for (guint k = 0; k < g_list_model_get_n_items (own); k++)
        {
          g_autoptr (SpEdit) edit = g_list_model_get_item (own, k);

          g_list_store_append (edits, edit);
        }
    }
}

/* What the servers were seen to serve after the snapshot was taken. */
static void
apply_sightings (SpDomain *self, SpPublished *now)
{
  gint64 checked_at = sp_snapshot_get_checked_at (sp_report_get_snapshot (self->report));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->watches)); i++)
    {
      g_autoptr (SpEditWatch) watch = g_list_model_get_item (G_LIST_MODEL (self->watches), i);

      if (sp_edit_watch_get_state (watch) == SP_EDIT_STATE_LIVE
          && sp_edit_watch_get_asked_at (watch) >= checked_at)
        sp_published_apply (now, sp_edit_watch_get_edit (watch));
    }
}

/**
 * sp_domain_get_origin_time:
 * @self: a domain
 *
 * Returns: when what a domain can be put back to was published, microseconds since 1970; 0 if
 *   nothing was edited
 */
gint64
sp_domain_get_origin_time (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), 0);

  return self->origin != NULL ? sp_snapshot_get_checked_at (self->origin->snapshot) : 0;
}

/**
 * sp_domain_dup_way_back:
 * @self: a domain
 *
 * The edits from what is published now to what was there before the person began to edit, for the
 * record sets that were edited.
 *
 * Returns: (transfer full) (nullable): the plan; %NULL if nothing was edited
 */
SpEditPlan *
sp_domain_dup_way_back (SpDomain *self)
{
  g_autoptr (SpSnapshot) settled_before = NULL;
  g_autoptr (SpSnapshot) settled_now = NULL;
  g_autoptr (SpPublished) before = NULL;
  g_autoptr (SpPublished) now = NULL;
  g_autoptr (GListStore) edits = NULL;

  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  if (self->origin == NULL || self->report == NULL)
    return NULL;
  edits = g_list_store_new (SP_TYPE_EDIT);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->origin->edits)); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (G_LIST_MODEL (self->origin->edits), i);

      g_list_store_append (edits, edit);
    }
  if (self->timeline != NULL)
    add_edits_of_move (edits, self->timeline);
  settled_before = sp_snapshot_new_settled (self->origin->snapshot);
  settled_now = sp_snapshot_new_settled (sp_report_get_snapshot (self->report));
  before = sp_published_new (settled_before);
  now = sp_published_new (settled_now);
  apply_sightings (self, now);
  return sp_edit_plan_new_back (before, now, G_LIST_MODEL (edits));
}

/**
 * sp_domain_get_timeline:
 * @self: a domain
 *
 * Returns: (transfer none) (nullable): the dated steps of its move, %NULL without one
 */
SpTimeline *
sp_domain_get_timeline (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), NULL);

  return self->timeline;
}

/**
 * sp_domain_is_moving:
 * @self: a domain
 *
 * Returns: whether a move is planned or under way
 */
gboolean
sp_domain_is_moving (SpDomain *self)
{
  g_return_val_if_fail (SP_IS_DOMAIN (self), FALSE);

  return self->timeline != NULL;
}
