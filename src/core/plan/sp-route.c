/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-route.h"

#include "core/mail/sp-mx.h"
#include "core/plan/sp-published.h"
#include "core/plan/sp-stop-private.h"

struct _SpRoute {
  GObject parent_instance;

  SpName *domain;
  SpRouteState state;
  GListStore *stops;
  gboolean is_after;
};

G_DEFINE_FINAL_TYPE (SpRoute, sp_route, G_TYPE_OBJECT)

/* What a route is worked out from: rows before the edits, rows after them, and who is wanted. */
typedef struct {
  const SpRouteInput *input;
  SpPublished *published;
  SpName *domain;
  SpProvider *wanted;
  SpProvider *filter;
  GPtrArray *rows;   /* of the picture */
  GPtrArray *before; /* of the snapshot */
} Work;

static void
sp_route_finalize (GObject *object)
{
  SpRoute *self = SP_ROUTE (object);

  g_clear_pointer (&self->domain, sp_name_unref);
  g_object_unref (self->stops);
  G_OBJECT_CLASS (sp_route_parent_class)->finalize (object);
}

static void
sp_route_class_init (SpRouteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_route_finalize;
}

static void
sp_route_init (SpRoute *self)
{
  self->stops = g_list_store_new (SP_TYPE_STOP);
}

/**
 * sp_route_state_to_string:
 * @state: a state
 *
 * Returns: its word
 */
const char *
sp_route_state_to_string (SpRouteState state)
{
  switch (state)
    {
    case SP_ROUTE_FOUND:
      return "found";
    case SP_ROUTE_WEBSITE:
      return "website";
    case SP_ROUTE_NONE:
      return "none";
    case SP_ROUTE_NULL:
      return "null";
    case SP_ROUTE_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

static SpProvider *
recognise (Work *work, const char *host)
{
  g_autoptr (SpName) name = sp_name_parse (host, NULL);

  return name != NULL ? sp_catalog_recognise_mx (work->input->catalog, name) : NULL;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const SpEditRow *row_a = a;
  const SpEditRow *row_b = b;

  if (row_a->priority != row_b->priority)
    return row_a->priority < row_b->priority ? -1 : 1;
  return g_ascii_strcasecmp (row_a->value, row_b->value);
}

static GPtrArray *
dup_sorted (GPtrArray *rows)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (copy, sp_edit_row_copy (g_ptr_array_index (rows, i)));
  g_ptr_array_sort_values (copy, compare_rows);
  return copy;
}

static gboolean
has_host (GPtrArray *rows, const char *host)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_ascii_strcasecmp (((SpEditRow *) g_ptr_array_index (rows, i))->value, host) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_spare (Work *work, const char *host)
{
  const char *const *spares = work->input->spare_hosts;

  for (guint i = 0; spares != NULL && spares[i] != NULL; i++)
    if (g_ascii_strcasecmp (spares[i], host) == 0)
      return TRUE;
  return FALSE;
}

static void
append_addresses (GStrvBuilder *builder, const SpPublishedSet *edited, SpFact *fact)
{
  SpRecordSet *set = sp_fact_get_set (fact);

  if (edited->state == SP_FACT_PRESENT)
    for (guint i = 0; i < edited->rows->len; i++)
      g_strv_builder_add (builder, ((SpEditRow *) g_ptr_array_index (edited->rows, i))->value);
  else
    for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
      {
        GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, i));

        if (address != NULL)
          g_strv_builder_take (builder, g_inet_address_to_string (address));
      }
}

/* Addresses of a host, after the edits if they give it some; and what stands in the way of them. */
static SpStopState
look_up_host (Work *work, SpName *host, char ***addresses, SpName **alias)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean is_cured = FALSE;
  gboolean is_unseen = FALSE;

  *alias = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const SpPublishedSet *set = sp_published_get (work->published, host, types[i]);
      SpFact *fact = sp_snapshot_get_fact (work->input->snapshot, host, types[i]);
      GPtrArray *aliases = sp_fact_get_aliases (fact);

      append_addresses (builder, set, fact);
      is_cured |= set->state == SP_FACT_PRESENT;
      is_unseen |= sp_fact_get_state (fact) == SP_FACT_UNKNOWN;
      if (aliases->len > 0)
        *alias = g_ptr_array_index (aliases, aliases->len - 1);
    }
  *addresses = g_strv_builder_end (builder);
  if (is_cured)
    *alias = NULL;
  if (*alias != NULL)
    return SP_STOP_ALIAS;
  if (*addresses[0] != NULL)
    return SP_STOP_WANTED;
  return is_unseen ? SP_STOP_UNKNOWN : SP_STOP_DEAD;
}

static gboolean
has_host_of (Work *work, SpProvider *provider)
{
  for (guint i = 0; i < work->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (work->rows, i);

      if (recognise (work, row->value) == provider)
        return TRUE;
    }
  return FALSE;
}

/* Before the first host of the wanted provider is there, nothing is left over: it is in use. */
static gboolean
is_left_over (Work *work, SpProvider *provider, const char *host)
{
  SpProvider *carrier = work->filter != NULL ? work->filter : work->wanted;

  if (carrier == NULL || is_spare (work, host) || !has_host_of (work, carrier))
    return FALSE;
  if (provider != NULL)
    return provider != carrier;
  /* A host that nobody is known for may be the person's own. */
  return work->input->provider != NULL && sp_provider_get_kind (carrier) != SP_PROVIDER_OWN
         && sp_provider_get_kind (carrier) != SP_PROVIDER_SELF_HOSTED;
}

/* Of a host that is not there yet nobody asked; that is no failure. */
static gboolean
is_only_unasked (Work *work, SpName *host)
{
  SpSnapshot *snapshot = work->input->snapshot;

  return sp_fact_get_reason (sp_snapshot_get_fact (snapshot, host, SP_RR_A)) == SP_REASON_NOT_ASKED
         && sp_fact_get_reason (sp_snapshot_get_fact (snapshot, host, SP_RR_AAAA))
              == SP_REASON_NOT_ASKED;
}

static SpStop *
make_stop (Work *work, const SpEditRow *row)
{
  g_autoptr (SpName) host = sp_name_parse (row->value, NULL);
  SpProvider *provider = recognise (work, row->value);
  SpMxHostKind kind = host != NULL ? sp_mx_host_classify (host, work->domain) : SP_MX_HOST_BAD;
  g_auto (GStrv) addresses = g_new0 (char *, 1);
  SpName *alias = NULL;
  SpStopState state = SP_STOP_DEAD;
  SpStop *stop;

  switch (kind)
    {
    case SP_MX_HOST_NULL:
      state = SP_STOP_NULL;
      break;
    case SP_MX_HOST_ADDRESS:
      state = SP_STOP_IP;
      break;
    case SP_MX_HOST_BAD:
      break;
    case SP_MX_HOST_NAME:
      g_clear_pointer (&addresses, g_strfreev);
      state = look_up_host (work, host, &addresses, &alias);
      if (state == SP_STOP_UNKNOWN && !has_host (work->before, row->value)
          && is_only_unasked (work, host))
        state = SP_STOP_WANTED;
      break;
    }
  if (state != SP_STOP_NULL && is_left_over (work, provider, row->value))
    state = SP_STOP_LEFT_OVER;

  stop = sp_stop_new (row->priority, row->value, state);
  sp_stop_set_provider (stop, provider);
  sp_stop_take_addresses (stop, g_steal_pointer (&addresses),
                          alias != NULL ? sp_name_get_text (alias) : NULL);
  return stop;
}

static gboolean
shares_number (GPtrArray *rows, guint index)
{
  int priority = ((SpEditRow *) g_ptr_array_index (rows, index))->priority;

  for (guint i = 0; i < rows->len; i++)
    if (i != index && ((SpEditRow *) g_ptr_array_index (rows, i))->priority == priority)
      return TRUE;
  return FALSE;
}

static void
add_stops (SpRoute *self, Work *work)
{
  guint rank = 0;
  int last = -1;

  for (guint i = 0; i < work->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (work->rows, i);
      g_autoptr (SpStop) stop = make_stop (work, row);

      if (i == 0 || row->priority != last)
        rank++;
      last = row->priority;
      sp_stop_set_place (stop, rank, shares_number (work->rows, i));
      sp_stop_set_change (stop, self->is_after && !has_host (work->before, row->value), FALSE);
      g_list_store_append (self->stops, stop);
    }
  for (guint i = 0; self->is_after && i < work->before->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (work->before, i);
      g_autoptr (SpStop) stop = NULL;

      if (has_host (work->rows, row->value))
        continue;
      stop = make_stop (work, row);
      sp_stop_set_change (stop, FALSE, TRUE);
      g_list_store_append (self->stops, stop);
    }
}

/* RFC 5321 §5.1: without MX the domain's own address is tried. */
static void
add_website (SpRoute *self, Work *work)
{
  g_auto (GStrv) addresses = NULL;
  g_autoptr (SpStop) stop = NULL;
  SpName *alias = NULL;
  SpStopState state = look_up_host (work, work->domain, &addresses, &alias);

  if (addresses[0] == NULL)
    {
      self->state = state == SP_STOP_UNKNOWN ? SP_ROUTE_UNKNOWN : SP_ROUTE_NONE;
      return;
    }
  self->state = SP_ROUTE_WEBSITE;
  stop = sp_stop_new (-1, sp_name_get_text (work->domain), SP_STOP_WEBSITE);
  sp_stop_take_addresses (stop, g_steal_pointer (&addresses),
                          alias != NULL ? sp_name_get_text (alias) : NULL);
  sp_stop_set_place (stop, 1, FALSE);
  g_list_store_append (self->stops, stop);
}

/* MX records behind an alias at the domain itself hold for it too (RFC 5321 §5.1). */
static SpFactState
read_rows (Work *work, GPtrArray **rows)
{
  const SpPublishedSet *set = sp_published_get (work->published, work->domain, SP_RR_MX);
  SpFact *fact = sp_snapshot_get_fact (work->input->snapshot, work->domain, SP_RR_MX);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_edit_row_free);
  SpRecordSet *behind;

  if (set->state != SP_FACT_ABSENT
      || sp_published_get_alias (work->published, work->domain) == NULL)
    {
      *rows = dup_sorted (set->rows);
      return set->state;
    }
  behind = sp_fact_get_set (fact);
  for (guint i = 0; behind != NULL && i < sp_record_set_get_n_records (behind); i++)
    g_ptr_array_add (found, sp_edit_row_new_from_record (sp_record_set_get_record (behind, i)));
  *rows = dup_sorted (found);
  return sp_fact_get_state (fact);
}

static void
apply_edits (Work *work)
{
  for (guint i = 0; i < g_list_model_get_n_items (work->input->edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (work->input->edits, i);

      sp_published_apply (work->published, edit);
    }
}

/* Whether another company shares the number of the one that is tried first: then nobody can say
 * which of them is meant. */
static gboolean
is_tied (Work *work, SpProvider *first)
{
  int priority = -1;

  for (guint i = 0; i < work->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (work->rows, i);
      SpProvider *provider = recognise (work, row->value);

      if (provider == first && priority < 0)
        priority = row->priority;
      if (provider != NULL && provider != first && provider != work->filter
          && row->priority == priority && !is_spare (work, row->value))
        return TRUE;
    }
  return FALSE;
}

/* Without a choice the provider that is tried first is the wanted one. */
static void
choose_wanted (Work *work)
{
  const SpRouteInput *input = work->input;

  if (input->provider != NULL)
    work->wanted = sp_catalog_get_provider (input->catalog, input->provider);
  if (input->filter != NULL)
    work->filter = sp_catalog_get_provider (input->catalog, input->filter);
  for (guint i = 0; i < work->rows->len; i++)
    {
      SpProvider *provider = recognise (work,
                                        ((SpEditRow *) g_ptr_array_index (work->rows, i))->value);

      if (provider == NULL)
        continue;
      if (work->filter == NULL && sp_provider_get_kind (provider) == SP_PROVIDER_FILTER)
        work->filter = provider;
      else if (work->wanted == NULL)
        work->wanted = provider;
    }
  if (input->provider == NULL && work->wanted != NULL && is_tied (work, work->wanted))
    work->wanted = NULL;
}

static void
fill_route (SpRoute *self, Work *work)
{
  SpFactState state = read_rows (work, &work->before);

  if (self->is_after)
    {
      apply_edits (work);
      state = read_rows (work, &work->rows);
    }
  else
    work->rows = g_ptr_array_ref (work->before);
  choose_wanted (work);

  switch (state)
    {
    case SP_FACT_UNKNOWN:
      self->state = SP_ROUTE_UNKNOWN;
      break;
    case SP_FACT_ABSENT:
      add_website (self, work);
      break;
    case SP_FACT_PRESENT:
      self->state = SP_ROUTE_FOUND;
      if (work->rows->len == 1
          && g_str_equal (((SpEditRow *) g_ptr_array_index (work->rows, 0))->value, "."))
        self->state = SP_ROUTE_NULL;
      add_stops (self, work);
      break;
    }
}

/**
 * sp_route_new:
 * @input: what the picture is made of
 *
 * Returns: (transfer full): the model of the route picture
 */
SpRoute *
sp_route_new (const SpRouteInput *input)
{
  SpRoute *self = g_object_new (SP_TYPE_ROUTE, NULL);
  g_autoptr (SpPublished) published = NULL;
  Work work = { input };

  g_return_val_if_fail (input != NULL && input->snapshot != NULL && input->catalog != NULL, self);

  published = sp_published_new (input->snapshot);
  work.published = published;
  work.domain = sp_snapshot_get_domain (input->snapshot);
  self->domain = sp_name_ref (work.domain);
  self->is_after = input->edits != NULL;
  if (sp_snapshot_get_delegation (input->snapshot) == SP_DELEGATION_ABSENT)
    self->state = SP_ROUTE_NONE;
  else
    fill_route (self, &work);
  g_clear_pointer (&work.rows, g_ptr_array_unref);
  g_clear_pointer (&work.before, g_ptr_array_unref);
  return self;
}

/**
 * sp_route_get_domain:
 * @self: a route
 *
 * Returns: (transfer none): whose mail takes it
 */
SpName *
sp_route_get_domain (SpRoute *self)
{
  g_return_val_if_fail (SP_IS_ROUTE (self), NULL);
  return self->domain;
}

/**
 * sp_route_get_state:
 * @self: a route
 *
 * Returns: whether it leads anywhere
 */
SpRouteState
sp_route_get_state (SpRoute *self)
{
  g_return_val_if_fail (SP_IS_ROUTE (self), SP_ROUTE_UNKNOWN);
  return self->state;
}

/**
 * sp_route_get_stops:
 * @self: a route
 *
 * Returns: (transfer none): its [class@Stop] items in the order in which they are tried; what is
 *   removed stands last
 */
GListModel *
sp_route_get_stops (SpRoute *self)
{
  g_return_val_if_fail (SP_IS_ROUTE (self), NULL);
  return G_LIST_MODEL (self->stops);
}

/**
 * sp_route_is_after:
 * @self: a route
 *
 * Returns: whether it pictures the time after the edits
 */
gboolean
sp_route_is_after (SpRoute *self)
{
  g_return_val_if_fail (SP_IS_ROUTE (self), FALSE);
  return self->is_after;
}
