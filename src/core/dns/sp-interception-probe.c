/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-interception-probe.h"

#include <string.h>

struct _SpInterceptionProbe {
  GMainContext *context;
  GPtrArray *sources;
  gboolean was_answered;
};

static void
source_free (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

/* An error here is an ICMP message that says what we know already: nobody is there. */
static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SpInterceptionProbe *self = user_data;
  char byte;

  if (g_socket_receive (socket, &byte, sizeof byte, NULL, NULL) > 0)
    self->was_answered = TRUE;
  return G_SOURCE_REMOVE;
}

/* "Who are the servers of the root?" with recursion desired: any resolver knows. */
static void
write_question (char packet[17])
{
  static const char question[17] = {
    0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, /* the root */ 0, /* NS */ 0, 2, /* IN */ 0, 1
  };
  guint32 id = g_random_int ();

  memcpy (packet, question, sizeof question);
  packet[0] = (char) (id >> 8);
  packet[1] = (char) id;
}

/*
 * sp_interception_probe_new:
 * @context: where replies come in
 *
 * Returns: (transfer full): a probe that has not asked anybody yet
 */
SpInterceptionProbe *
sp_interception_probe_new (GMainContext *context)
{
  SpInterceptionProbe *self = g_new0 (SpInterceptionProbe, 1);

  self->context = context;
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) source_free);
  return self;
}

/*
 * sp_interception_probe_free:
 * @self: (transfer full): a probe
 */
void
sp_interception_probe_free (SpInterceptionProbe *self)
{
  g_ptr_array_unref (self->sources);
  g_free (self);
}

/*
 * sp_interception_probe_send:
 * @self: a probe
 * @address: where no server can be
 *
 * Sends one packet, or none when there is no route.
 */
void
sp_interception_probe_send (SpInterceptionProbe *self, GInetSocketAddress *address)
{
  g_autoptr (GSocket) socket = NULL;
  GSource *source;
  char packet[17];

  socket = g_socket_new (g_socket_address_get_family (G_SOCKET_ADDRESS (address)),
                         G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  if (socket == NULL)
    return;
  g_socket_set_blocking (socket, FALSE);
  write_question (packet);
  if (!g_socket_connect (socket, G_SOCKET_ADDRESS (address), NULL, NULL)
      || g_socket_send (socket, packet, sizeof packet, NULL, NULL) < 0)
    return;

  source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (source, self->context);
  g_ptr_array_add (self->sources, source);
}

/*
 * sp_interception_probe_was_answered:
 * @self: a probe
 *
 * Returns: %TRUE once anything has come back
 */
gboolean
sp_interception_probe_was_answered (const SpInterceptionProbe *self)
{
  return self->was_answered;
}
