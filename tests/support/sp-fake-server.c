/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-fake-server-private.h"

#include <string.h>

struct _SpFakeServer {
  GObject parent_instance;
  GMainContext *context;
  GInetSocketAddress *endpoint;
  GSocket *socket;
  GSource *source;
  GSocketService *service;
  GCancellable *closing;
  SpZone *zone;
  gboolean is_recursive;
  GHashTable *scripts;
  GRand *mutation;
  GBytes *last_query;
  guint n_queries;
  guint n_connections;
};

G_DEFINE_FINAL_TYPE (SpFakeServer, sp_fake_server, G_TYPE_OBJECT)

typedef struct {
  GStrv parts;
  guint next;
} Script;

static void run_job (SpFakeJob *job);
static void read_next_query (SpFakeServer *self, GSocketConnection *connection);

static void
script_free (Script *script)
{
  g_strfreev (script->parts);
  g_free (script);
}

static void
job_free (SpFakeJob *job)
{
  g_object_unref (job->server);
  g_clear_pointer (&job->zone, sp_zone_unref);
  g_clear_object (&job->peer);
  g_clear_object (&job->connection);
  g_bytes_unref (job->bytes);
  g_clear_pointer (&job->message, sp_message_free);
  g_strfreev (job->words);
  g_free (job);
}

static void
mutate (SpFakeServer *self, guint8 *data, gsize length)
{
  guint n_changes;

  if (self->mutation == NULL || length == 0)
    return;
  n_changes = (guint) g_rand_int_range (self->mutation, 0, 6);
  for (guint i = 0; i < n_changes; i++)
    {
      gsize start = g_rand_int_range (self->mutation, 0, 5) > 0 && length > 2 ? 2 : 0;
      gsize offset = (gsize) g_rand_int_range (self->mutation, (gint32) start, (gint32) length);

      data[offset] = (guint8) g_rand_int (self->mutation);
    }
}

/*
 * sp_fake_job_send:
 * @job: a query that is being answered
 * @data: a message
 * @length: its length
 *
 * Sends a message to whoever asked.
 */
void
sp_fake_job_send (SpFakeJob *job, const guint8 *data, gsize length)
{
  g_autofree guint8 *copy = g_malloc (length + 2);
  GOutputStream *stream;

  memcpy (copy + 2, data, length);
  mutate (job->server, copy + 2, length);
  if (job->connection == NULL)
    {
      g_socket_send_to (job->server->socket, job->peer, (const char *) copy + 2, length, NULL,
                        NULL);
      return;
    }
  copy[0] = (guint8) (length >> 8);
  copy[1] = (guint8) length;
  stream = g_io_stream_get_output_stream (G_IO_STREAM (job->connection));
  g_output_stream_write_all (stream, copy, length + 2, NULL, NULL, NULL);
}

static gboolean
on_job_due (gpointer user_data)
{
  run_job (user_data);
  return G_SOURCE_REMOVE;
}

/* Carries out the words up to the next number; the timeout takes the job on. */
static void
run_job (SpFakeJob *job)
{
  for (const char *word = job->words[job->next]; word != NULL; word = job->words[job->next])
    {
      job->next++;
      if (g_ascii_isdigit (*word))
        {
          g_autoptr (GSource)
            source = g_timeout_source_new ((guint) g_ascii_strtoull (word, NULL, 10));

          g_source_set_callback (source, on_job_due, job, NULL);
          g_source_attach (source, job->server->context);
          return;
        }
      if (*word != '\0' && !g_cancellable_is_cancelled (job->server->closing))
        sp_fake_job_do (job, word);
    }
  job_free (job);
}

static char *
dup_script_key (const SpName *name, SpRrType type)
{
  return g_strdup_printf ("%s/%u", sp_name_get_text (name), type);
}

static GStrv
dup_words (SpFakeServer *self, const SpMessage *message, gboolean over_tcp)
{
  g_autofree char *key = dup_script_key (message->name, message->type);
  Script *script = g_hash_table_lookup (self->scripts, key);
  guint index;

  if (script == NULL)
    script = g_hash_table_lookup (self->scripts, "");
  if (script == NULL)
    return g_strsplit ("answer", " ", -1);
  index = script->next;
  if (over_tcp)
    index = index > 0 ? index - 1 : 0;
  else if (script->parts[index + 1] != NULL)
    script->next++;
  return g_strsplit (script->parts[index], " ", -1);
}

static void
take_query (SpFakeServer *self, GBytes *bytes, GSocketAddress *peer, GSocketConnection *connection)
{
  g_autoptr (GError) error = NULL;
  SpMessage *message = sp_message_decode (bytes, &error);
  SpFakeJob *job;

  g_assert_no_error (error);
  g_assert_nonnull (message->name);
  self->n_queries++;
  g_clear_pointer (&self->last_query, g_bytes_unref);
  self->last_query = g_bytes_ref (bytes);

  job = g_new0 (SpFakeJob, 1);
  job->server = g_object_ref (self);
  job->zone = self->zone != NULL ? sp_zone_ref (self->zone) : NULL;
  job->is_recursive = self->is_recursive;
  job->peer = peer != NULL ? g_object_ref (peer) : NULL;
  job->connection = connection != NULL ? g_object_ref (connection) : NULL;
  job->bytes = g_bytes_ref (bytes);
  job->message = message;
  job->words = dup_words (self, message, connection != NULL);
  run_job (job);
}

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SpFakeServer *self = user_data;
  g_autoptr (GSocketAddress) peer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char buffer[4096];
  gssize length = g_socket_receive_from (socket, &peer, buffer, sizeof buffer, NULL, NULL);

  if (length <= 0)
    return G_SOURCE_CONTINUE;
  bytes = g_bytes_new (buffer, (gsize) length);
  take_query (self, bytes, peer, NULL);
  return G_SOURCE_CONTINUE;
}

/* One query of a connection, while it is read. */
typedef struct {
  SpFakeServer *server;
  GSocketConnection *connection;
  guint8 size[2];
  guint8 *data;
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->server);
  g_object_unref (reading->connection);
  g_free (reading->data);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gsize
get_size (const Reading *reading)
{
  return (gsize) (reading->size[0] << 8 | reading->size[1]);
}

static void
body_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  g_autoptr (GBytes) bytes = NULL;
  gsize n_read = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n_read, NULL)
      || n_read < get_size (reading))
    return;
  bytes = g_bytes_new (reading->data, n_read);
  take_query (reading->server, bytes, NULL, reading->connection);
  read_next_query (reading->server, reading->connection);
}

static void
size_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Reading) reading = user_data;
  gsize n_read = 0;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &n_read, NULL)
      || n_read < sizeof reading->size)
    return;
  reading->data = g_malloc (get_size (reading) + 1);
  g_input_stream_read_all_async (G_INPUT_STREAM (source), reading->data, get_size (reading),
                                 G_PRIORITY_DEFAULT, reading->server->closing, body_read_cb,
                                 reading);
  g_steal_pointer (&reading);
}

static void
read_next_query (SpFakeServer *self, GSocketConnection *connection)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->server = g_object_ref (self);
  reading->connection = g_object_ref (connection);
  g_input_stream_read_all_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                 reading->size, sizeof reading->size, G_PRIORITY_DEFAULT,
                                 self->closing, size_read_cb, reading);
}

static gboolean
on_connection (GSocketService *service, GSocketConnection *connection, GObject *source,
               gpointer user_data)
{
  SpFakeServer *self = user_data;

  self->n_connections++;
  read_next_query (self, connection);
  return TRUE;
}

static void
sp_fake_server_dispose (GObject *object)
{
  SpFakeServer *self = SP_FAKE_SERVER (object);

  sp_fake_server_close (self);
  g_clear_object (&self->endpoint);
  g_clear_object (&self->closing);
  g_clear_pointer (&self->zone, sp_zone_unref);
  g_clear_pointer (&self->scripts, g_hash_table_unref);
  g_clear_pointer (&self->last_query, g_bytes_unref);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (sp_fake_server_parent_class)->dispose (object);
}

static void
sp_fake_server_class_init (SpFakeServerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_fake_server_dispose;
}

static void
sp_fake_server_init (SpFakeServer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->closing = g_cancellable_new ();
  self->scripts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) script_free);
}

static void
listen_udp (SpFakeServer *self, GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;

  self->socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_DATAGRAM,
                               G_SOCKET_PROTOCOL_UDP, &error);
  g_assert_no_error (error);
  g_socket_set_blocking (self->socket, FALSE);
  g_socket_bind (self->socket, address, FALSE, &error);
  g_assert_no_error (error);
  self->endpoint = G_INET_SOCKET_ADDRESS (g_socket_get_local_address (self->socket, &error));
  g_assert_no_error (error);
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_datagram), self, NULL);
  g_source_attach (self->source, self->context);
}

static gboolean
listen_tcp (SpFakeServer *self)
{
  self->service = g_socket_service_new ();
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                      G_SOCKET_ADDRESS (self->endpoint), G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, NULL, NULL))
    return FALSE;
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_connection), self);
  return TRUE;
}

/*
 * sp_fake_server_new_udp_only:
 * @address: address on loopback
 * @port: port, 0 for any that is free
 *
 * Returns: (transfer full): a server whose TCP port is closed
 */
SpFakeServer *
sp_fake_server_new_udp_only (const char *address, uint16_t port)
{
  SpFakeServer *self = g_object_new (SP_TYPE_FAKE_SERVER, NULL);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);

  listen_udp (self, wanted);
  return self;
}

/*
 * sp_fake_server_new:
 * @address: address on loopback
 * @port: port, 0 for any that is free
 *
 * Returns: (transfer full): a server over UDP and TCP, on the same port
 */
SpFakeServer *
sp_fake_server_new (const char *address, uint16_t port)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (SpFakeServer) self = sp_fake_server_new_udp_only (address, port);

      if (listen_tcp (self))
        return g_steal_pointer (&self);
    }
  g_error ("no port is free for both UDP and TCP");
}

/*
 * sp_fake_server_close:
 * @self: a server
 *
 * Closes its ports.
 */
void
sp_fake_server_close (SpFakeServer *self)
{
  if (self->closing != NULL)
    g_cancellable_cancel (self->closing);
  if (self->service != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->service, self);
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    }
  g_clear_object (&self->service);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->socket);
}

/*
 * sp_fake_server_get_endpoint:
 * @self: a server
 *
 * Returns: where it listens
 */
GInetSocketAddress *
sp_fake_server_get_endpoint (SpFakeServer *self)
{
  return self->endpoint;
}

/*
 * sp_fake_server_set_zone:
 * @self: a server
 * @origin: origin of the zone
 * @text: its zone text
 */
void
sp_fake_server_set_zone (SpFakeServer *self, const char *origin, const char *text)
{
  g_autoptr (SpName) name = sp_name_parse (origin, NULL);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->zone, sp_zone_unref);
  self->zone = sp_zone_parse (text, -1, name, &error);
  g_assert_no_error (error);
}

/*
 * sp_fake_server_set_recursive:
 * @self: a server
 * @recursive: answer as a resolver does: with RA, without AA
 */
void
sp_fake_server_set_recursive (SpFakeServer *self, gboolean recursive)
{
  self->is_recursive = recursive;
}

static void
take_script (SpFakeServer *self, char *key, const char *text)
{
  Script *script = g_new0 (Script, 1);

  script->parts = g_strsplit (text, ";", -1);
  g_hash_table_replace (self->scripts, key, script);
}

/*
 * sp_fake_server_script:
 * @self: a server
 * @name: a name
 * @type: a type
 * @script: what queries for them get
 */
void
sp_fake_server_script (SpFakeServer *self, const char *name, SpRrType type, const char *script)
{
  g_autoptr (SpName) parsed = sp_name_parse (name, NULL);

  g_assert_nonnull (parsed);
  take_script (self, dup_script_key (parsed, type), script);
}

/*
 * sp_fake_server_script_all:
 * @self: a server
 * @script: what every query without a script of its own gets
 */
void
sp_fake_server_script_all (SpFakeServer *self, const char *script)
{
  take_script (self, g_strdup (""), script);
}

/*
 * sp_fake_server_set_mutation:
 * @self: a server
 * @random: (nullable): what chooses the bytes of a reply that are changed; it stays the caller's
 */
void
sp_fake_server_set_mutation (SpFakeServer *self, GRand *random)
{
  self->mutation = random;
}

/*
 * sp_fake_server_get_n_queries:
 * @self: a server
 *
 * Returns: how many queries came, over UDP and TCP
 */
guint
sp_fake_server_get_n_queries (SpFakeServer *self)
{
  return self->n_queries;
}

/*
 * sp_fake_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many TCP connections came
 */
guint
sp_fake_server_get_n_connections (SpFakeServer *self)
{
  return self->n_connections;
}

/*
 * sp_fake_server_get_last_query:
 * @self: a server
 *
 * Returns: (nullable): the latest query, as it came
 */
GBytes *
sp_fake_server_get_last_query (SpFakeServer *self)
{
  return self->last_query;
}
