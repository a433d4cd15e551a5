/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-run-private.h"

#include <string.h>

/* The first 12 bytes of an IPv4 address mapped into IPv6 (RFC 4291 §2.5.5.2). */
static const guint8 mapped_prefix[12] = { [10] = 0xff, [11] = 0xff };

static void
frame_free (SpSpfFrame *frame)
{
  g_free (frame->domain);
  g_clear_pointer (&frame->spf, sp_spf_free);
  g_free (frame->current);
  g_free (frame);
}

static const char *
keep (SpSpfRun *self, char *text)
{
  g_ptr_array_add (self->strings, text);
  return text;
}

/* An IPv4 client is one, however its address is written (RFC 7208 §5). */
static GInetAddress *
dup_plain_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (bytes, mapped_prefix, sizeof mapped_prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof mapped_prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

/*
 * sp_spf_dup_plain_domain:
 * @text: a domain as it came from somebody
 *
 * Returns: (transfer full): the domain without a final dot, in ASCII if it is internationalised
 */
char *
sp_spf_dup_plain_domain (const char *text)
{
  gsize length = strlen (text);
  g_autoptr (SpName) name = NULL;

  if (!g_str_is_ascii (text) && g_utf8_validate (text, -1, NULL))
    name = sp_name_parse_idn (text, NULL);
  if (name != NULL)
    return g_strdup (sp_name_get_text (name));
  if (length > 1 && text[length - 1] == '.' && text[length - 2] != '.')
    length--;
  return g_strndup (text, length);
}

/* RFC 7208 §4.3 and §2.4: who is asked about when there is no local part, or no sender at all. */
static void
set_sender (SpSpfRun *self, const char *sender)
{
  SpSpfScene *scene = &self->scene;
  const char *at = strrchr (sender, '@');
  g_autofree char *domain = NULL;

  if (*sender == '\0')
    domain = g_strdup (scene->helo);
  else
    domain = g_strdup (at != NULL ? at + 1 : sender);
  if (at != NULL && at > sender)
    scene->local_part = keep (self, g_strndup (sender, (gsize) (at - sender)));
  else
    scene->local_part = "postmaster";
  scene->sender_domain = keep (self, sp_spf_dup_plain_domain (domain));
  scene->sender = keep (self, g_strdup_printf ("%s@%s", scene->local_part, scene->sender_domain));
}

/*
 * sp_spf_run_new:
 * @task: whose data it will be
 * @network: whom to ask
 * @clock: (nullable): wall clock
 * @request: the arguments of check_host
 *
 * Returns: (transfer full): an evaluation that has not begun
 */
SpSpfRun *
sp_spf_run_new (GTask *task, SpNetwork *network, SpClock *clock, const SpSpfRequest *request)
{
  SpSpfRun *self = g_new0 (SpSpfRun, 1);

  self->task = task;
  self->network = sp_network_ref (network);
  self->resolver = sp_resolver_new ();
  sp_resolver_set_clock (self->resolver, clock);
  self->cancellable = g_cancellable_new ();
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) frame_free);
  self->verdict = sp_spf_verdict_new ();
  self->scene.address = dup_plain_address (request->address);
  self->scene.helo = keep (self,
                           g_strdup (request->helo != NULL ? request->helo : request->domain));
  self->scene.receiver = request->receiver != NULL ? keep (self, g_strdup (request->receiver))
                                                   : NULL;
  self->scene.now = clock != NULL ? sp_clock_get_now (clock) : g_get_real_time ();
  set_sender (self, request->sender != NULL ? request->sender : "");
  return self;
}

/*
 * sp_spf_run_free:
 * @self: (transfer full): an evaluation
 */
void
sp_spf_run_free (SpSpfRun *self)
{
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_clear_pointer (&self->frames, g_ptr_array_unref);
  g_clear_pointer (&self->verdict, sp_spf_verdict_free);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_object (&self->scene.address);
  g_clear_object (&self->resolver);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->network, sp_network_unref);
  g_free (self);
}

/* The term that an error came from, as seen from the record that was asked first. */
static char *
dup_culprit (SpSpfRun *self)
{
  SpSpfFrame *first = self->frames->len > 0 ? g_ptr_array_index (self->frames, 0) : NULL;

  return first != NULL ? g_strdup (first->current) : NULL;
}

/*
 * sp_spf_run_end:
 * @self: an evaluation
 * @result: its result
 * @problem: why there is no better one
 *
 * Returns the verdict to whoever asked for it. Nothing of the run may be used afterwards.
 */
void
sp_spf_run_end (SpSpfRun *self, SpSpfResult result, SpSpfProblem problem)
{
  SpSpfVerdict *verdict = g_steal_pointer (&self->verdict);
  gboolean is_error = result == SP_SPF_RESULT_TEMPERROR || result == SP_SPF_RESULT_PERMERROR;

  g_return_if_fail (verdict != NULL);

  verdict->result = result;
  verdict->problem = problem;
  if (is_error && self->step != NULL && self->step->outcome == NULL)
    self->step->outcome = sp_spf_result_to_string (result);
  if (is_error && verdict->mechanism == NULL)
    verdict->mechanism = dup_culprit (self);
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_cancellable_disconnect (g_task_get_cancellable (self->task), self->cancelled_id);
  self->cancelled_id = 0;
  g_task_return_pointer (self->task, verdict, (GDestroyNotify) sp_spf_verdict_free);
}

/*
 * sp_spf_run_get_frame:
 * @self: an evaluation that has begun
 *
 * Returns: (transfer none): the record that is being read
 */
SpSpfFrame *
sp_spf_run_get_frame (SpSpfRun *self)
{
  return g_ptr_array_index (self->frames, self->frames->len - 1);
}

/*
 * sp_spf_run_push:
 * @self: an evaluation
 * @domain: a domain
 *
 * Opens the record of a domain.
 */
void
sp_spf_run_push (SpSpfRun *self, const char *domain)
{
  SpSpfFrame *frame = g_new0 (SpSpfFrame, 1);

  frame->domain = g_strdup (domain);
  g_ptr_array_add (self->frames, frame);
  self->scene.domain = frame->domain;
}

/*
 * sp_spf_run_pop:
 * @self: an evaluation with an include open
 *
 * Goes back to the record that has the include.
 */
void
sp_spf_run_pop (SpSpfRun *self)
{
  SpSpfFrame *frame;

  g_ptr_array_set_size (self->frames, (gint) self->frames->len - 1);
  frame = sp_spf_run_get_frame (self);
  self->scene.domain = frame->domain;
  self->step = frame->step;
}

/*
 * sp_spf_run_get_term:
 * @self: an evaluation that looks at a term
 *
 * Returns: (transfer none): the term
 */
const SpSpfTerm *
sp_spf_run_get_term (SpSpfRun *self)
{
  SpSpfFrame *frame = sp_spf_run_get_frame (self);

  return g_ptr_array_index (frame->spf->terms, frame->next - 1);
}
