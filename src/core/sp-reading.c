/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost"

#include "core/sp-reading.h"

#include "core/inspect/sp-dmarc-walk.h"

/* A report about many recipients has the same causes again and again. */
#define MAX_CAUSES 20
#define MAX_DOMAINS 4

struct _SpReading {
  GObject parent_instance;
  SpCameBack *back;
  SpArrival *arrival;
  GPtrArray *causes;
};

G_DEFINE_FINAL_TYPE (SpReading, sp_reading, G_TYPE_OBJECT)

typedef struct {
  SpReading *reading;
  SpWorkspace *workspace;
  SpName *yours;
  guint n_pending;
} Work;

/* One inspection on the way, for all causes of a domain. */
typedef struct {
  GTask *task;
  SpName *domain;
} Visit;

static void
cause_free (SpReadingCause *cause)
{
  g_clear_pointer (&cause->domain, sp_name_unref);
  g_clear_pointer (&cause->findings, g_ptr_array_unref);
  g_clear_object (&cause->report);
  g_free (cause);
}

static void
work_free (Work *work)
{
  g_clear_object (&work->reading);
  g_clear_object (&work->workspace);
  g_clear_pointer (&work->yours, sp_name_unref);
  g_free (work);
}

static void
sp_reading_dispose (GObject *object)
{
  SpReading *self = SP_READING (object);

  g_clear_pointer (&self->back, sp_came_back_free);
  g_clear_pointer (&self->arrival, sp_arrival_free);
  g_clear_pointer (&self->causes, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_reading_parent_class)->dispose (object);
}

static void
sp_reading_class_init (SpReadingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_reading_dispose;
}

static void
sp_reading_init (SpReading *self)
{
  self->causes = g_ptr_array_new_with_free_func ((GDestroyNotify) cause_free);
}

static gboolean
is_yours (Work *work, const SpName *domain)
{
  if (domain == NULL)
    return FALSE;
  if (work->yours != NULL)
    return sp_name_equal (work->yours, domain);
  return sp_workspace_find_domain (work->workspace, domain) != NULL;
}

static void
add_cause (Work *work, const SpBounceCause *cause, SpName *domain)
{
  GPtrArray *causes = work->reading->causes;
  SpReadingCause *added;

  for (guint i = 0; i < causes->len; i++)
    {
      const SpReadingCause *known = g_ptr_array_index (causes, i);

      if (known->cause == cause
          && (known->domain == domain
              || (known->domain != NULL && domain != NULL
                  && sp_name_equal (known->domain, domain))))
        return;
    }
  if (causes->len >= MAX_CAUSES)
    return;
  added = g_new0 (SpReadingCause, 1);
  added->cause = cause;
  added->domain = domain != NULL ? sp_name_ref (domain) : NULL;
  added->is_yours = is_yours (work, domain);
  added->findings = g_ptr_array_new_with_free_func (g_object_unref);
  added->state = cause->rules[0] == NULL ? SP_RECHECK_NOT_IN_DNS : SP_RECHECK_NOT_ASKED;
  g_ptr_array_add (causes, added);
}

static SpName *
dup_domain (const char *address)
{
  g_autofree char *domain = sp_header_dup_domain (address);

  return domain != NULL ? sp_question_clean (domain, NULL) : NULL;
}

/* Whose domain a cause is about. If the report does not tell, it is the one that the person named,
 * unless the other side has that. */
static SpName *
dup_concerned (Work *work, const SpBounceCause *cause, const char *recipient, const char *sender)
{
  g_autoptr (SpName) to = dup_domain (recipient);
  g_autoptr (SpName) from = dup_domain (sender);
  SpName *name = NULL, *other = NULL;

  switch (cause->side)
    {
    case SP_BOUNCE_SIDE_RECIPIENT:
      name = to;
      other = from;
      break;
    case SP_BOUNCE_SIDE_SENDER:
      name = from;
      other = to;
      break;
    case SP_BOUNCE_SIDE_NONE:
      return NULL;
    }
  if (name == NULL && work->yours != NULL && (other == NULL || !sp_name_equal (other, work->yours)))
    name = work->yours;
  return name != NULL ? sp_name_ref (name) : NULL;
}

static void
collect_bounce (Work *work)
{
  const SpBounce *bounce = work->reading->back->bounce;

  for (guint i = 0; i < bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (bounce->recipients, i);
      g_autoptr (SpName) domain = NULL;

      if (recipient->fate == SP_BOUNCE_FATE_DELIVERED)
        continue;
      domain = dup_concerned (work, recipient->cause, recipient->address, bounce->sender);
      add_cause (work, recipient->cause, domain);
    }
}

/* SPF is about the domain that bounces go to, which need not be that of the From line. */
static void
collect_arrival (Work *work)
{
  const SpArrival *arrival = work->reading->arrival;
  const SpProof *first = arrival->proofs->len > 0 ? arrival->proofs->pdata[0] : NULL;
  g_autoptr (SpName) domain = dup_domain (arrival->from_domain);
  g_autoptr (SpName) envelope = first != NULL && !first->is_dkim ? dup_domain (first->domain)
                                                                 : NULL;

  for (guint i = 0; i < arrival->causes->len; i++)
    {
      const SpBounceCause *cause = arrival->causes->pdata[i];
      gboolean is_spf = g_str_has_prefix (cause->id, "spf-");

      add_cause (work, cause, is_spf && envelope != NULL ? envelope : domain);
    }
}

static void
finish_if_done (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (--work->n_pending > 0 || g_task_return_error_if_cancelled (task))
    return;
  g_task_return_pointer (task, g_object_ref (work->reading), g_object_unref);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GTask) task = visit->task;
  g_autoptr (SpName) domain = visit->domain;
  g_autoptr (SpReport) report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, NULL);
  Work *work = g_task_get_task_data (task);

  g_free (visit);
  for (guint i = 0; report != NULL && i < work->reading->causes->len; i++)
    {
      SpReadingCause *cause = g_ptr_array_index (work->reading->causes, i);

      if (cause->domain == NULL || !sp_name_equal (cause->domain, domain)
          || cause->cause->rules[0] == NULL)
        continue;
      cause->state = sp_recheck_cause (cause->cause, sp_report_get_verdict (report),
                                       cause->findings);
      g_set_object (&cause->report, report);
    }
  finish_if_done (task);
}

/* If the person said which domain is theirs, only that is looked at: nothing of the others' can be
 * mended by them. */
static gboolean
should_inspect (Work *work, const SpReadingCause *cause)
{
  return cause->domain != NULL && cause->cause->rules[0] != NULL
         && (work->yours == NULL || cause->is_yours);
}

static SpQuestion *
make_question (Work *work, SpName *domain)
{
  SpDomain *saved = sp_workspace_find_domain (work->workspace, domain);
  SpReport *report = saved != NULL ? sp_domain_get_report (saved) : NULL;
  const char *none[] = { NULL };

  return report != NULL ? sp_question_ref (sp_report_get_question (report))
                        : sp_question_new (domain, NULL, NULL, none);
}

static void
inspect (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  work->n_pending++;
  for (guint i = 0; i < work->reading->causes->len; i++)
    {
      SpReadingCause *cause = g_ptr_array_index (work->reading->causes, i);
      g_autoptr (SpQuestion) question = NULL;
      Visit *visit;

      if (!should_inspect (work, cause) || seen->len >= MAX_DOMAINS
          || g_ptr_array_find_with_equal_func (seen, cause->domain, sp_name_equal, NULL))
        continue;
      g_ptr_array_add (seen, cause->domain);
      question = make_question (work, cause->domain);
      visit = g_new0 (Visit, 1);
      visit->task = g_object_ref (task);
      visit->domain = sp_name_ref (cause->domain);
      work->n_pending++;
      sp_workspace_inspect_async (work->workspace, question, g_task_get_cancellable (task),
                                  inspected_cb, visit);
    }
  finish_if_done (task);
}

static void
walked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) snapshots = sp_dmarc_walk_finish (result, &error);

  if (snapshots == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sp_arrival_judge (work->reading->arrival, snapshots);
  collect_arrival (work);
  inspect (task);
}

/**
 * sp_reading_new_async:
 * @workspace: its way to DNS
 * @text: what somebody pasted: any bytes
 * @length: how many, -1 for a string
 * @yours: (nullable): the domain that is the person's own; %NULL to look at both sides
 * @cancellable: (nullable): to stop it
 * @callback: called with the reading
 * @user_data: for @callback
 *
 * Reads the header of a received message, or a bounce, and compares it with what DNS says now.
 * Nothing is saved.
 */
void
sp_reading_new_async (SpWorkspace *workspace, const char *text, gssize length, SpName *yours,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) domains = NULL;
  SpReading *self = NULL;
  Work *work = NULL;

  g_return_if_fail (SP_IS_WORKSPACE (workspace));
  g_return_if_fail (text != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_reading_new_async);
  work = g_new0 (Work, 1);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  work->workspace = g_object_ref (workspace);
  work->yours = yours != NULL ? sp_name_ref (yours) : NULL;
  self = work->reading = g_object_new (SP_TYPE_READING, NULL);
  self->back = sp_came_back_read (text, length);

  if (self->back->kind == SP_CAME_BACK_MESSAGE)
    {
      self->arrival = sp_arrival_new (self->back->header);
      domains = sp_arrival_dup_domains (self->arrival);
      sp_dmarc_walk_async (sp_workspace_get_network (workspace), sp_workspace_get_clock (workspace),
                           domains, cancellable, walked_cb, g_steal_pointer (&task));
      return;
    }
  if (self->back->kind == SP_CAME_BACK_BOUNCE)
    collect_bounce (work);
  inspect (task);
}

/**
 * sp_reading_new_finish:
 * @result: what the callback got
 * @error: (nullable): cancelling only
 *
 * Returns: (transfer full) (nullable): the reading
 */
SpReading *
sp_reading_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_reading_get_kind:
 * @self: a reading
 *
 * Returns: what was pasted
 */
SpCameBackKind
sp_reading_get_kind (SpReading *self)
{
  g_return_val_if_fail (SP_IS_READING (self), SP_CAME_BACK_NOTHING);

  return self->back->kind;
}

/**
 * sp_reading_get_arrival:
 * @self: a reading
 *
 * Returns: (transfer none) (nullable): what the header of a message tells
 */
const SpArrival *
sp_reading_get_arrival (SpReading *self)
{
  g_return_val_if_fail (SP_IS_READING (self), NULL);

  return self->arrival;
}

/**
 * sp_reading_get_bounce:
 * @self: a reading
 *
 * Returns: (transfer none) (nullable): what a bounce tells
 */
const SpBounce *
sp_reading_get_bounce (SpReading *self)
{
  g_return_val_if_fail (SP_IS_READING (self), NULL);

  return self->back->bounce;
}

/**
 * sp_reading_get_causes:
 * @self: a reading
 *
 * Returns: (transfer none) (element-type SpReadingCause): every cause once for each domain
 */
GPtrArray *
sp_reading_get_causes (SpReading *self)
{
  g_return_val_if_fail (SP_IS_READING (self), NULL);

  return self->causes;
}

static SpLevel
get_fate_level (SpBounceFate fate)
{
  switch (fate)
    {
    case SP_BOUNCE_FATE_FAILED:
      return SP_LEVEL_LOST;
    case SP_BOUNCE_FATE_DELAYED:
      return SP_LEVEL_LATER;
    case SP_BOUNCE_FATE_DELIVERED:
      return SP_LEVEL_IN_ORDER;
    }
  g_return_val_if_reached (SP_LEVEL_LOST);
}

/**
 * sp_reading_get_level:
 * @self: a reading
 * @level: (out): how bad it is
 *
 * Returns: whether that can be told
 */
gboolean
sp_reading_get_level (SpReading *self, SpLevel *level)
{
  g_return_val_if_fail (SP_IS_READING (self), FALSE);

  *level = SP_LEVEL_IN_ORDER;
  for (guint i = 0; self->back->bounce != NULL && i < self->back->bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = self->back->bounce->recipients->pdata[i];

      *level = MAX (*level, get_fate_level (recipient->fate));
    }
  if (self->arrival != NULL && self->arrival->origin == SP_ORIGIN_NOT_PROVEN)
    *level = SP_LEVEL_MAY_BOUNCE;
  return self->back->bounce != NULL
         || (self->arrival != NULL && self->arrival->origin != SP_ORIGIN_UNPROVEN);
}

/**
 * sp_reading_dup_shown_text:
 * @bytes: a file
 *
 * Returns: (transfer full): as much of it as is read, fit for a field: valid UTF-8 without zero
 *   bytes
 */
char *
sp_reading_dup_shown_text (GBytes *bytes)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GString) text = NULL;

  text = g_string_new_len (data != NULL ? data : "", (gssize) MIN (length, SP_HEADER_MAX_BYTES));
  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0')
      text->str[i] = ' ';
  return g_utf8_make_valid (text->str, (gssize) text->len);
}
