/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-server.h"

/* Bounds of one server: enough for every client of a practice world, too few to be a burden. */
#define MAX_CONNECTIONS 32
#define MAX_DATAGRAMS_A_TURN 64
#define IDLE_SECONDS 10
#define MAX_QUERY 4096

struct _SpPracticeServer {
  GObject parent_instance;

  GInetAddress *address;
  SpPracticeReplyFunc reply;
  gpointer user_data;
  uint16_t port;
  GMainContext *context;
  GSocket *datagrams;
  GSource *datagram_source;
  GSocket *listener;
  GSource *listener_source;
  GPtrArray *connections;
};

G_DEFINE_FINAL_TYPE (SpPracticeServer, sp_practice_server, G_TYPE_OBJECT)

/* One TCP connection: length-prefixed messages in turn (RFC 7766 §8). While an answer is being
 * sent nothing is read, so a client that does not read holds no more than one answer. */
typedef struct {
  SpPracticeServer *server;
  GSocket *socket;
  GSource *source;
  GSource *idle_source;
  GByteArray *received;
  GByteArray *unsent;
} Connection;

static void watch_connection (Connection *connection);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
connection_free (Connection *connection)
{
  clear_source (&connection->source);
  clear_source (&connection->idle_source);
  g_socket_close (connection->socket, NULL);
  g_clear_object (&connection->socket);
  g_clear_pointer (&connection->received, g_byte_array_unref);
  g_clear_pointer (&connection->unsent, g_byte_array_unref);
  g_free (connection);
}

static void
drop_connection (Connection *connection)
{
  g_ptr_array_remove_fast (connection->server->connections, connection);
}

static gboolean
on_connection_idle (gpointer user_data)
{
  drop_connection (user_data);
  return G_SOURCE_REMOVE;
}

/* The idle time starts again with every answer that was sent, not with every byte that came. */
static void
restart_idle_timer (Connection *connection)
{
  clear_source (&connection->idle_source);
  connection->idle_source = g_timeout_source_new_seconds (IDLE_SECONDS);
  g_source_set_callback (connection->idle_source, on_connection_idle, connection, NULL);
  g_source_attach (connection->idle_source, connection->server->context);
}

/* Returns: %FALSE when the connection is broken */
static gboolean
send_pending (Connection *connection)
{
  while (connection->unsent->len > 0)
    {
      g_autoptr (GError) error = NULL;
      gssize sent = g_socket_send (connection->socket, (const char *) connection->unsent->data,
                                   connection->unsent->len, NULL, &error);

      if (sent < 0)
        return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      g_byte_array_remove_range (connection->unsent, 0, (guint) sent);
    }
  return TRUE;
}

static void
queue_reply (Connection *connection, GBytes *reply)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (reply, &length);
  guint8 prefix[] = { (guint8) (length >> 8), (guint8) length };

  if (length == 0 || length > G_MAXUINT16)
    return;
  g_byte_array_append (connection->unsent, prefix, sizeof prefix);
  g_byte_array_append (connection->unsent, data, (guint) length);
}

/* Answers the messages that have come completely, until an answer has to wait.
 * Returns: %FALSE when the connection is broken or says what no client says */
static gboolean
answer_received (Connection *connection)
{
  SpPracticeServer *server = connection->server;

  while (connection->unsent->len == 0 && connection->received->len >= 2)
    {
      guint length = (guint) connection->received->data[0] << 8 | connection->received->data[1];
      g_autoptr (GBytes) query = NULL;
      g_autoptr (GBytes) reply = NULL;

      if (length == 0 || length > MAX_QUERY)
        return FALSE;
      if (connection->received->len < length + 2)
        return TRUE;

      query = g_bytes_new (connection->received->data + 2, length);
      g_byte_array_remove_range (connection->received, 0, length + 2);
      reply = server->reply (query, TRUE, server->user_data);
      if (reply == NULL)
        continue;
      queue_reply (connection, reply);
      if (!send_pending (connection))
        return FALSE;
      restart_idle_timer (connection);
    }
  return TRUE;
}

static gboolean
receive_more (Connection *connection)
{
  g_autoptr (GError) error = NULL;
  char buffer[MAX_QUERY];
  gssize length = g_socket_receive (connection->socket, buffer, sizeof buffer, NULL, &error);

  if (length < 0)
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  if (length == 0)
    return FALSE;
  g_byte_array_append (connection->received, (const guint8 *) buffer, (guint) length);
  return TRUE;
}

static gboolean
on_connection_ready (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Connection *connection = user_data;
  gboolean was_sending = connection->unsent->len > 0;
  gboolean alive = was_sending ? send_pending (connection) : receive_more (connection);

  if (alive)
    alive = answer_received (connection);
  if (!alive)
    {
      drop_connection (connection);
      return G_SOURCE_REMOVE;
    }
  if (was_sending == (connection->unsent->len > 0))
    return G_SOURCE_CONTINUE;
  watch_connection (connection);
  return G_SOURCE_REMOVE;
}

static void
watch_connection (Connection *connection)
{
  clear_source (&connection->source);
  connection->source = g_socket_create_source (
    connection->socket, connection->unsent->len > 0 ? G_IO_OUT : G_IO_IN, NULL);
  g_source_set_callback (connection->source, G_SOURCE_FUNC (on_connection_ready), connection, NULL);
  g_source_attach (connection->source, connection->server->context);
}

static gboolean
on_connection_offered (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SpPracticeServer *self = user_data;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  Connection *connection = NULL;

  if (accepted == NULL || self->connections->len >= MAX_CONNECTIONS)
    return G_SOURCE_CONTINUE;

  g_socket_set_blocking (accepted, FALSE);
  connection = g_new0 (Connection, 1);
  connection->server = self;
  connection->socket = g_steal_pointer (&accepted);
  connection->received = g_byte_array_new ();
  connection->unsent = g_byte_array_new ();
  g_ptr_array_add (self->connections, connection);
  restart_idle_timer (connection);
  watch_connection (connection);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (SpPracticeServer) self = g_object_ref (user_data);

  for (guint i = 0; i < MAX_DATAGRAMS_A_TURN && self->datagrams == socket; i++)
    {
      g_autoptr (GSocketAddress) sender = NULL;
      g_autoptr (GBytes) query = NULL;
      g_autoptr (GBytes) reply = NULL;
      char buffer[MAX_QUERY];
      gssize length = g_socket_receive_from (socket, &sender, buffer, sizeof buffer, NULL, NULL);
      gsize size = 0;
      const char *data = NULL;

      if (length < 0 || sender == NULL)
        break;
      if (length == 0)
        continue;
      query = g_bytes_new (buffer, (gsize) length);
      reply = self->reply (query, FALSE, self->user_data);
      if (reply == NULL)
        continue;
      data = g_bytes_get_data (reply, &size);
      g_socket_send_to (socket, sender, data, size, NULL, NULL);
    }
  return G_SOURCE_CONTINUE;
}

static GSocket *
bind_socket (SpPracticeServer *self, GSocketType type, GSocketProtocol protocol, uint16_t port,
             GError **error)
{
  g_autoptr (GSocketAddress) endpoint = g_inet_socket_address_new (self->address, port);
  g_autoptr (GSocket)
    socket = g_socket_new (g_inet_address_get_family (self->address), type, protocol, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  /* Reuse lets a TCP port be taken again soon after a stop; for UDP it would let two worlds share
   * one port and each lose half of its questions. */
  if (!g_socket_bind (socket, endpoint, type == G_SOCKET_TYPE_STREAM, error))
    return NULL;
  if (type == G_SOCKET_TYPE_STREAM && !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static GSource *
watch_socket (SpPracticeServer *self, GSocket *socket, GSourceFunc callback)
{
  GSource *source = g_socket_create_source (socket, G_IO_IN, NULL);

  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
sp_practice_server_dispose (GObject *object)
{
  SpPracticeServer *self = SP_PRACTICE_SERVER (object);

  sp_practice_server_close (self);
  g_clear_object (&self->address);

  G_OBJECT_CLASS (sp_practice_server_parent_class)->dispose (object);
}

static void
sp_practice_server_finalize (GObject *object)
{
  SpPracticeServer *self = SP_PRACTICE_SERVER (object);

  g_clear_pointer (&self->connections, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_practice_server_parent_class)->finalize (object);
}

static void
sp_practice_server_class_init (SpPracticeServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_practice_server_dispose;
  object_class->finalize = sp_practice_server_finalize;
}

static void
sp_practice_server_init (SpPracticeServer *self)
{
  self->connections = g_ptr_array_new_with_free_func ((GDestroyNotify) connection_free);
}

/**
 * sp_practice_server_new:
 * @address: the address to listen at
 * @reply: (scope forever): answers each message
 * @user_data: handed to @reply; must outlive the server
 *
 * Returns: (transfer full): a server that is not open yet
 */
SpPracticeServer *
sp_practice_server_new (GInetAddress *address, SpPracticeReplyFunc reply, gpointer user_data)
{
  SpPracticeServer *self = NULL;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), NULL);
  g_return_val_if_fail (reply != NULL, NULL);

  self = g_object_new (SP_TYPE_PRACTICE_SERVER, NULL);
  self->address = g_object_ref (address);
  self->reply = reply;
  self->user_data = user_data;
  return self;
}

/**
 * sp_practice_server_open:
 * @self: a server that is closed
 * @port: the port for UDP and TCP; 0 takes one that is free for both
 * @error: return location for a #GIOErrorEnum
 *
 * Starts to answer.
 *
 * Returns: whether both could be opened
 */
gboolean
sp_practice_server_open (SpPracticeServer *self, uint16_t port, GError **error)
{
  g_autoptr (GSocketAddress) local = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (self->datagrams == NULL, FALSE);

  self->datagrams = bind_socket (self, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, port, error);
  if (self->datagrams == NULL)
    return FALSE;
  local = g_socket_get_local_address (self->datagrams, error);
  if (local == NULL)
    {
      sp_practice_server_close (self);
      return FALSE;
    }
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  self->listener = bind_socket (self, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, self->port,
                                error);
  if (self->listener == NULL)
    {
      sp_practice_server_close (self);
      return FALSE;
    }

  self->context = g_main_context_ref_thread_default ();
  self->datagram_source = watch_socket (self, self->datagrams, G_SOURCE_FUNC (on_datagram));
  self->listener_source = watch_socket (self, self->listener,
                                        G_SOURCE_FUNC (on_connection_offered));
  return TRUE;
}

/**
 * sp_practice_server_close:
 * @self: a server
 *
 * Stops to answer and closes every connection. The server may be opened again.
 */
void
sp_practice_server_close (SpPracticeServer *self)
{
  g_return_if_fail (SP_IS_PRACTICE_SERVER (self));

  g_ptr_array_set_size (self->connections, 0);
  clear_source (&self->datagram_source);
  clear_source (&self->listener_source);
  if (self->datagrams != NULL)
    g_socket_close (self->datagrams, NULL);
  if (self->listener != NULL)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->datagrams);
  g_clear_object (&self->listener);
  g_clear_pointer (&self->context, g_main_context_unref);
  self->port = 0;
}

/**
 * sp_practice_server_get_port:
 * @self: a server
 *
 * Returns: its port, 0 while it is closed
 */
uint16_t
sp_practice_server_get_port (SpPracticeServer *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_SERVER (self), 0);

  return self->port;
}

/**
 * sp_practice_server_get_address:
 * @self: a server
 *
 * Returns: (transfer none): where it listens
 */
GInetAddress *
sp_practice_server_get_address (SpPracticeServer *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_SERVER (self), NULL);

  return self->address;
}

/**
 * sp_practice_server_get_n_connections:
 * @self: a server
 *
 * Returns: how many TCP connections are open
 */
guint
sp_practice_server_get_n_connections (SpPracticeServer *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_SERVER (self), 0);

  return self->connections->len;
}
