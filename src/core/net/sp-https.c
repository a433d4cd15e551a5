/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-net"

#include "core/net/sp-https.h"

#include <libsoup/soup.h>

#include "core/net/sp-pinned-address.h"

#define PIECE_LENGTH 8192
#define HTTPS_PORT 443

G_DEFINE_QUARK (sp - https - error - quark, sp_https_error)

/**
 * Fetch:
 * @inner: cancelled by the caller's cancellable and by the deadline
 * @flags: what is wrong with the certificate
 * @is_late: whether the deadline has passed
 *
 * One document under way: the task's data.
 */
typedef struct {
  SoupSession *session;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *body;
  GTlsDatabase *authorities;
  char *media_type;
  gsize max_length;
  GCancellable *outer;
  gulong outer_handler;
  GCancellable *inner;
  guint deadline;
  GTlsCertificateFlags flags;
  gboolean is_late;
} Fetch;

static void read_next (GTask *task);

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  if (fetch->outer_handler != 0)
    g_cancellable_disconnect (fetch->outer, fetch->outer_handler);
  g_clear_handle_id (&fetch->deadline, g_source_remove);
  g_clear_object (&fetch->stream);
  g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
  soup_session_abort (fetch->session);
  g_clear_object (&fetch->session);
  g_clear_object (&fetch->authorities);
  g_clear_object (&fetch->outer);
  g_clear_object (&fetch->inner);
  g_byte_array_unref (fetch->body);
  g_free (fetch->media_type);
  g_free (fetch);
}

static gboolean
on_deadline (gpointer data)
{
  Fetch *fetch = data;

  fetch->deadline = 0;
  fetch->is_late = TRUE;
  g_cancellable_cancel (fetch->inner);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

/* The system does not trust it: somebody whom the person named may. */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags errors, gpointer data)
{
  Fetch *fetch = data;
  g_autoptr (GSocketConnectable) identity = NULL;

  fetch->flags = errors;
  if (fetch->authorities == NULL || !(errors & G_TLS_CERTIFICATE_UNKNOWN_CA))
    return FALSE;
  identity = g_network_address_new (g_uri_get_host (soup_message_get_uri (message)), HTTPS_PORT);
  fetch->flags = g_tls_database_verify_chain (fetch->authorities, certificate,
                                              G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                              NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  return fetch->flags == G_TLS_CERTIFICATE_NO_FLAGS;
}

static SpHttpsError
judge_certificate (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return SP_HTTPS_ERROR_CERTIFICATE_NAME;
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return SP_HTTPS_ERROR_CERTIFICATE_ISSUER;
  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return SP_HTTPS_ERROR_CERTIFICATE_TIME;
  return SP_HTTPS_ERROR_CERTIFICATE_ISSUER;
}

static gboolean
is_unreachable (const GError *error)
{
  static const GIOErrorEnum codes[] = { G_IO_ERROR_CONNECTION_REFUSED, G_IO_ERROR_HOST_UNREACHABLE,
                                        G_IO_ERROR_NETWORK_UNREACHABLE, G_IO_ERROR_NOT_FOUND,
                                        G_IO_ERROR_PERMISSION_DENIED };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_IO_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

static SpHttpsError
judge_error (const Fetch *fetch, const GError *error)
{
  if (fetch->is_late || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return SP_HTTPS_ERROR_TIMEOUT;
  if (fetch->flags != G_TLS_CERTIFICATE_NO_FLAGS)
    return judge_certificate (fetch->flags);
  return is_unreachable (error) ? SP_HTTPS_ERROR_UNREACHABLE : SP_HTTPS_ERROR_GARBLED;
}

static void
return_failure (GTask *task, const GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_return_new_error (task, SP_HTTPS_ERROR, (int) judge_error (fetch, error), "%s",
                           error->message);
}

static void
return_case (GTask *task, SpHttpsError code)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_task_return_new_error (task, SP_HTTPS_ERROR, (int) code, "status %u, %s",
                           soup_message_get_status (fetch->message),
                           soup_message_get_reason_phrase (fetch->message));
}

/* What a status says for certain; a server that refuses us, or is in trouble, may have it all the
 * same. Only 200 brings what was asked for. */
static gboolean
judge_status (guint status, SpHttpsError *code)
{
  static const guint refusals[] = { 401, 403, 407, 408, 421, 425, 429, 451 };

  if (status == SOUP_STATUS_OK)
    return TRUE;
  *code = SP_HTTPS_ERROR_STATUS;
  if (SOUP_STATUS_IS_REDIRECTION (status))
    *code = SP_HTTPS_ERROR_REDIRECT;
  else if (SOUP_STATUS_IS_SERVER_ERROR (status))
    *code = SP_HTTPS_ERROR_TROUBLE;
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (status == refusals[i])
      *code = SP_HTTPS_ERROR_REFUSED;
  return FALSE;
}

static gboolean
judge_head (const Fetch *fetch, SpHttpsError *code)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (!judge_status (soup_message_get_status (fetch->message), code))
    return FALSE;
  *code = SP_HTTPS_ERROR_CONTENT_TYPE;
  return type != NULL && g_ascii_strcasecmp (type, fetch->media_type) == 0;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
    piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length = 0;
  const void *data;

  if (piece == NULL)
    {
      return_failure (task, error);
      return;
    }
  data = g_bytes_get_data (piece, &length);
  if (length == 0)
    {
      g_task_return_pointer (task, g_bytes_new (fetch->body->data, fetch->body->len),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }
  g_byte_array_append (fetch->body, data, (guint) length);
  if (fetch->body->len > fetch->max_length)
    return_case (task, SP_HTTPS_ERROR_TOO_LONG);
  else
    read_next (g_steal_pointer (&task));
}

static void
read_next (GTask *task)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (fetch->stream, PIECE_LENGTH, G_PRIORITY_DEFAULT, fetch->inner,
                                   read_cb, task);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SpHttpsError code;

  fetch->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (fetch->stream == NULL)
    return_failure (task, error);
  else if (!judge_head (fetch, &code))
    return_case (task, code);
  else
    read_next (g_steal_pointer (&task));
}

/* No cookies, no compression, no proxy, nothing kept: a session lives as long as its one message.
 */
static SoupSession *
make_session (const SpHttpsRequest *request, GUri *uri)
{
  int port = g_uri_get_port (uri);
  g_autoptr (SpPinnedAddress) address = sp_pinned_address_new (
    g_uri_get_host (uri), (uint16_t) (port > 0 ? port : HTTPS_PORT), request->addresses);
  SoupSession *session = soup_session_new_with_options ("remote-connectable", address, "user-agent",
                                                        "Signpost", NULL);

  soup_session_set_proxy_resolver (session, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  return session;
}

static Fetch *
fetch_new (const SpHttpsRequest *request, GUri *uri, GCancellable *cancellable)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->session = make_session (request, uri);
  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (fetch->message, "accept-certificate", G_CALLBACK (on_accept_certificate),
                    fetch);
  fetch->body = g_byte_array_new ();
  fetch->authorities = request->authorities != NULL ? g_object_ref (request->authorities) : NULL;
  fetch->media_type = g_strdup (request->media_type);
  fetch->max_length = request->max_length;
  fetch->inner = g_cancellable_new ();
  fetch->deadline = g_timeout_add (request->timeout, on_deadline, fetch);
  if (cancellable != NULL)
    {
      fetch->outer = g_object_ref (cancellable);
      fetch->outer_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                    g_object_ref (fetch->inner), g_object_unref);
    }
  return fetch;
}

/**
 * sp_https_fetch_async:
 * @request: what to fetch; read before this returns
 * @cancellable: (nullable): to stop it
 * @callback: called with the outcome
 * @user_data: for @callback
 *
 * Fetches one small document. Connects to the given addresses and to no others, whatever a server
 * says: no redirect is followed, no proxy asked, no cookie kept.
 */
void
sp_https_fetch_async (const SpHttpsRequest *request, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GUri) uri = NULL;
  Fetch *fetch;

  g_return_if_fail (request != NULL);
  g_return_if_fail (request->uri != NULL && request->media_type != NULL);
  g_return_if_fail (request->addresses != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, sp_https_fetch_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  uri = g_uri_parse (request->uri, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
      || g_uri_get_host (uri) == NULL || request->addresses->len == 0)
    {
      g_task_return_new_error (task, SP_HTTPS_ERROR, SP_HTTPS_ERROR_UNREACHABLE,
                               "nowhere to connect to for %s", request->uri);
      return;
    }
  fetch = fetch_new (request, uri, cancellable);
  g_task_set_task_data (task, fetch, fetch_free);
  soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT, fetch->inner,
                           sent_cb, g_steal_pointer (&task));
}

/**
 * sp_https_fetch_finish:
 * @result: from the callback
 * @error: return location for a #SpHttpsError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the document
 */
GBytes *
sp_https_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
