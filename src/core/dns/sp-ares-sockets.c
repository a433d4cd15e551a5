/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-ares-sockets.h"

#include <errno.h>
#include <glib-unix.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_DATAGRAM 65536

/* Over TCP the length of a message goes before it (RFC 1035 §4.2.2). */
#define LENGTH_SIZE 2

/* So many datagrams leave in one call. */
#define MAX_TOGETHER 64

/* What a message may grow by while it is changed. */
#define SPARE_SIZE 512

/* A connection: bytes that are no whole message yet, and whole messages for c-ares. */
typedef struct {
  GByteArray *in;
  GByteArray *out;
} Stream;

/* A datagram that is to leave together with others; its bytes follow those of the one before. */
typedef struct {
  int fd;
  gsize length;
} HeldDatagram;

/* A UDP socket that c-ares has left, and that an answer may still come to. */
typedef struct {
  SpAresSockets *sockets;
  int fd;
} OldSocket;

/* A datagram on its way to c-ares by another socket than the one it came in by. */
typedef struct {
  ares_socket_t fd;
  gsize length;
  struct sockaddr_storage peer;
  socklen_t peer_length;
  uint8_t data[MAX_DATAGRAM];
} Detour;

struct _SpAresSockets {
  SpAresSource *source;
  GMainContext *context;
  const SpAresSocketsFuncs *funcs;
  gpointer user_data;
  GHashTable *streams;
  GPtrArray *old_sockets;
  Detour *detour;
  gboolean is_holding;
  GArray *held; /* HeldDatagram */
  GByteArray *held_bytes;
};

static void
stream_free (Stream *stream)
{
  g_byte_array_unref (stream->in);
  g_byte_array_unref (stream->out);
  g_free (stream);
}

static Stream *
stream_new (void)
{
  Stream *stream = g_new (Stream, 1);

  stream->in = g_byte_array_new ();
  stream->out = g_byte_array_new ();
  return stream;
}

static ares_socket_t
open_socket (int domain, int type, int protocol, void *user_data)
{
  SpAresSockets *self = user_data;
  ares_socket_t fd = socket (domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  int on = 1;

  if (fd >= 0 && type == SOCK_STREAM)
    {
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      g_hash_table_insert (self->streams, GINT_TO_POINTER (fd), stream_new ());
    }
  return fd;
}

static void
old_socket_free (OldSocket *old)
{
  close (old->fd);
  g_free (old);
}

static void
drop_old_socket (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/* An answer to an earlier try: handed to c-ares where it waits for the answer to the latest. */
static gboolean
on_late_datagram (int fd, GIOCondition condition, gpointer user_data)
{
  SpAresSockets *self = ((OldSocket *) user_data)->sockets;
  g_autofree Detour *detour = g_new0 (Detour, 1);
  ares_fd_events_t event = { ARES_SOCKET_BAD, ARES_FD_EVENT_READ };
  ssize_t length;

  detour->peer_length = sizeof detour->peer;
  length = recvfrom (fd, detour->data, sizeof detour->data, 0, (struct sockaddr *) &detour->peer,
                     &detour->peer_length);
  if (length < 0)
    return errno == EAGAIN ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;

  detour->length = (gsize) length;
  detour->fd = self->funcs->find (detour->data, detour->length, self->user_data);
  if (detour->fd == ARES_SOCKET_BAD)
    return G_SOURCE_CONTINUE;
  event.fd = detour->fd;
  self->detour = detour;
  ares_process_fds (sp_ares_source_get_channel (self->source), &event, 1, ARES_PROCESS_FLAG_NONE);
  self->detour = NULL;
  return G_SOURCE_CONTINUE;
}

/* Sends what is held back by one socket, beginning with the datagram at @first whose bytes begin at
 * @data. Returns how many have left; what cannot leave is asked again by c-ares, like what is lost.
 */
static guint
send_together (SpAresSockets *self, guint first, uint8_t *data)
{
  struct mmsghdr messages[MAX_TOGETHER] = { 0 };
  struct iovec pieces[MAX_TOGETHER];
  int fd = g_array_index (self->held, HeldDatagram, first).fd;
  guint n;
  int n_sent;

  for (n = 0; n < MAX_TOGETHER && first + n < self->held->len; n++)
    {
      const HeldDatagram *datagram = &g_array_index (self->held, HeldDatagram, first + n);

      if (datagram->fd != fd)
        break;
      pieces[n] = (struct iovec) { data, datagram->length };
      messages[n].msg_hdr = (struct msghdr) { .msg_iov = &pieces[n], .msg_iovlen = 1 };
      data += datagram->length;
    }
  n_sent = sendmmsg (fd, messages, n, MSG_NOSIGNAL);
  /* The error may be that of a packet before (a closed port), which is told once. */
  if (n_sent <= 0)
    n_sent = sendmmsg (fd, messages, n, MSG_NOSIGNAL);
  return n_sent > 0 ? (guint) n_sent : 1;
}

static void
send_held (SpAresSockets *self)
{
  uint8_t *data = self->held_bytes->data;

  for (guint i = 0; i < self->held->len;)
    {
      guint n_sent = send_together (self, i, data);

      for (; n_sent > 0; n_sent--, i++)
        data += g_array_index (self->held, HeldDatagram, i).length;
    }
  g_array_set_size (self->held, 0);
  g_byte_array_set_size (self->held_bytes, 0);
}

/* c-ares leaves its socket behind with each try that took too long, and would miss an answer
 * that takes longer than one try. So the old ones are kept until all questions are back. */
static int
close_socket (ares_socket_t fd, void *user_data)
{
  SpAresSockets *self = user_data;
  OldSocket *old;
  GSource *source;

  send_held (self);
  if (g_hash_table_remove (self->streams, GINT_TO_POINTER (fd))
      || !self->funcs->is_waiting (self->user_data))
    return close (fd);
  old = g_new (OldSocket, 1);
  *old = (OldSocket) { self, fd };
  source = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (source, G_SOURCE_FUNC (on_late_datagram), old,
                         (GDestroyNotify) old_socket_free);
  g_source_attach (source, self->context);
  g_ptr_array_add (self->old_sockets, source);
  return 0;
}

static int
set_socket_option (ares_socket_t fd, ares_socket_opt_t option, const void *value,
                   ares_socklen_t size, void *user_data)
{
  errno = ENOSYS;
  return -1;
}

static int
connect_socket (ares_socket_t fd, const struct sockaddr *address, ares_socklen_t length,
                unsigned int flags, void *user_data)
{
  return connect (fd, address, length);
}

/* Moves the whole messages of a stream to where c-ares gets them from. */
static void
sort_stream (SpAresSockets *self, Stream *stream)
{
  while (stream->in->len >= LENGTH_SIZE)
    {
      g_autofree uint8_t *data = NULL;
      gsize length = (gsize) (stream->in->data[0] << 8 | stream->in->data[1]);
      gsize size = MIN (length + SPARE_SIZE, G_MAXUINT16);
      uint8_t head[LENGTH_SIZE];

      if (stream->in->len < LENGTH_SIZE + length)
        return;
      data = g_malloc0 (length + SPARE_SIZE);
      memcpy (data, stream->in->data + LENGTH_SIZE, length);
      g_byte_array_remove_range (stream->in, 0, (guint) (LENGTH_SIZE + length));
      length = self->funcs->receive (data, length, size, TRUE, self->user_data);
      if (length == 0)
        continue;
      head[0] = (uint8_t) (length >> 8);
      head[1] = (uint8_t) length;
      g_byte_array_append (stream->out, head, sizeof head);
      g_byte_array_append (stream->out, data, (guint) length);
    }
}

/* Only whole messages reach c-ares: when a connection ends in the middle of one, c-ares 1.34.9
 * would try to read on for ever. */
static ares_ssize_t
receive_stream (SpAresSockets *self, Stream *stream, ares_socket_t fd, void *buffer, size_t size)
{
  uint8_t chunk[16384];
  ssize_t length;

  if (stream->out->len == 0)
    {
      length = recv (fd, chunk, sizeof chunk, 0);
      if (length < 0)
        return length;
      if (length == 0)
        {
          errno = ECONNRESET;
          return -1;
        }
      g_byte_array_append (stream->in, chunk, (guint) length);
      sort_stream (self, stream);
    }
  if (stream->out->len == 0)
    {
      errno = EAGAIN;
      return -1;
    }
  length = (ssize_t) MIN (stream->out->len, size);
  memcpy (buffer, stream->out->data, (gsize) length);
  g_byte_array_remove_range (stream->out, 0, (guint) length);
  return length;
}

static ares_ssize_t
take_detour (Detour *detour, void *buffer, size_t size, struct sockaddr *address,
             ares_socklen_t *address_length)
{
  gsize length = MIN (detour->length, size);

  memcpy (buffer, detour->data, length);
  detour->length = 0;
  if (address != NULL)
    {
      memcpy (address, &detour->peer, MIN (*address_length, detour->peer_length));
      *address_length = detour->peer_length;
    }
  return (ares_ssize_t) length;
}

/* A datagram without any byte would be taken for the end of the socket. */
static ares_ssize_t
receive_bytes (ares_socket_t fd, void *buffer, size_t size, int flags, struct sockaddr *address,
               ares_socklen_t *address_length, void *user_data)
{
  SpAresSockets *self = user_data;
  Stream *stream = g_hash_table_lookup (self->streams, GINT_TO_POINTER (fd));
  ares_ssize_t length;

  if (stream != NULL)
    return receive_stream (self, stream, fd, buffer, size);

  if (self->detour != NULL && self->detour->fd == fd && self->detour->length > 0)
    length = take_detour (self->detour, buffer, size, address, address_length);
  else
    length = recvfrom (fd, buffer, size, flags, address, address_length);
  if (length < 0)
    return length;
  length = (ares_ssize_t) self->funcs->receive (buffer, (gsize) length, size, FALSE,
                                                self->user_data);
  if (length > 0)
    return length;
  errno = EAGAIN;
  return -1;
}

static ares_ssize_t
send_bytes (ares_socket_t fd, const void *buffer, size_t length, int flags,
            const struct sockaddr *address, ares_socklen_t address_length, void *user_data)
{
  SpAresSockets *self = user_data;
  g_autofree uint8_t *data = NULL;
  gsize new_length;

  if (g_hash_table_contains (self->streams, GINT_TO_POINTER (fd)))
    return sendto (fd, buffer, length, flags | MSG_NOSIGNAL, address, address_length);

  data = g_malloc (length + SPARE_SIZE);
  memcpy (data, buffer, length);
  new_length = self->funcs->send (data, length, fd, self->user_data);
  if (self->is_holding && address == NULL)
    {
      const HeldDatagram datagram = { fd, new_length };

      g_array_append_val (self->held, datagram);
      g_byte_array_append (self->held_bytes, data, (guint) new_length);
      return (ares_ssize_t) length;
    }
  if (sendto (fd, data, new_length, flags | MSG_NOSIGNAL, address, address_length) < 0)
    return -1;
  return (ares_ssize_t) length;
}

static const struct ares_socket_functions_ex socket_functions = {
  .version = 1,
  .flags = ARES_SOCKFUNC_FLAG_NONBLOCKING,
  .asocket = open_socket,
  .aclose = close_socket,
  .asetsockopt = set_socket_option,
  .aconnect = connect_socket,
  .arecvfrom = receive_bytes,
  .asendto = send_bytes,
};

/*
 * sp_ares_sockets_new:
 * @source: a channel that has not opened a socket yet
 * @context: where it lives
 * @funcs: what to show messages to; has to outlive the sockets
 * @user_data: for @funcs
 *
 * Takes over the sockets of a channel.
 *
 * Returns: (transfer full): the sockets, to be freed after the channel
 */
SpAresSockets *
sp_ares_sockets_new (SpAresSource *source, GMainContext *context, const SpAresSocketsFuncs *funcs,
                     gpointer user_data)
{
  SpAresSockets *self = g_new0 (SpAresSockets, 1);

  self->source = source;
  self->context = context;
  self->funcs = funcs;
  self->user_data = user_data;
  self->streams = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) stream_free);
  self->held = g_array_new (FALSE, FALSE, sizeof (HeldDatagram));
  self->held_bytes = g_byte_array_new ();
  self->old_sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) drop_old_socket);
  ares_set_socket_functions_ex (sp_ares_source_get_channel (source), &socket_functions, self);
  return self;
}

/*
 * sp_ares_sockets_free:
 * @self: (transfer full): sockets of a channel that has been ended
 */
void
sp_ares_sockets_free (SpAresSockets *self)
{
  g_array_unref (self->held);
  g_byte_array_unref (self->held_bytes);
  g_ptr_array_unref (self->old_sockets);
  g_hash_table_unref (self->streams);
  g_free (self);
}

/*
 * sp_ares_sockets_set_holding:
 * @self: sockets
 * @is_holding: whether datagrams are held back
 *
 * Holds back what is sent, and lets all of it leave together when that ends: a call for each of
 * many questions costs more than the questions, here and where each wakes the server.
 */
void
sp_ares_sockets_set_holding (SpAresSockets *self, gboolean is_holding)
{
  self->is_holding = is_holding;
  if (!is_holding)
    send_held (self);
}

/*
 * sp_ares_sockets_drop_old:
 * @self: sockets
 *
 * Closes the sockets that were kept for late answers: nothing is waited for any more.
 */
void
sp_ares_sockets_drop_old (SpAresSockets *self)
{
  g_ptr_array_set_size (self->old_sockets, 0);
}
