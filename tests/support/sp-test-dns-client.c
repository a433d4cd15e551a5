/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-dns-client.h"

#include <string.h>

static gboolean
is_recursor (SpPracticeWorld *world, const char *address)
{
  GPtrArray *recursors = sp_practice_world_get_recursors (world);

  for (guint i = 0; i < recursors->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (
        g_inet_socket_address_get_address (g_ptr_array_index (recursors, i)));

      if (strcmp (text, address) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  gboolean *ready = user_data;

  *ready = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
on_patience_over (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the world until @socket has something to read; %FALSE when it has not within @patience. */
gboolean
sp_test_dns_await (GSocket *socket, guint patience)
{
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_autoptr (GSource) timer = g_timeout_source_new (patience);
  gboolean ready = FALSE;
  gboolean over = FALSE;

  g_source_set_callback (source, G_SOURCE_FUNC (on_readable), &ready, NULL);
  g_source_attach (source, NULL);
  g_source_set_callback (timer, on_patience_over, &over, NULL);
  g_source_attach (timer, NULL);
  while (!ready && !over)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
  g_source_destroy (timer);
  return ready;
}

GSocket *
sp_test_dns_connect (SpPracticeWorld *world, const char *address, gboolean over_tcp)
{
  g_autoptr (GSocketAddress)
    endpoint = g_inet_socket_address_new_from_string (address, sp_practice_world_get_port (world));
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
                                  over_tcp ? G_SOCKET_TYPE_STREAM : G_SOCKET_TYPE_DATAGRAM,
                                  over_tcp ? G_SOCKET_PROTOCOL_TCP : G_SOCKET_PROTOCOL_UDP, NULL);

  g_assert_nonnull (socket);
  g_assert_true (g_socket_connect (socket, endpoint, NULL, NULL));
  g_socket_set_blocking (socket, FALSE);
  return socket;
}

static GBytes *
receive_datagram (GSocket *socket, guint patience)
{
  char buffer[65536];
  gssize length = 0;

  if (!sp_test_dns_await (socket, patience))
    return NULL;
  length = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
  return length > 0 ? g_bytes_new (buffer, (gsize) length) : NULL;
}

static GBytes *
receive_stream (GSocket *socket, guint patience)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  while (bytes->len < 2 || bytes->len < 2u + (bytes->data[0] << 8 | bytes->data[1]))
    {
      char buffer[65536];
      gssize length = 0;

      if (!sp_test_dns_await (socket, patience))
        return NULL;
      length = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
      if (length <= 0)
        return NULL;
      g_byte_array_append (bytes, (const guint8 *) buffer, (guint) length);
    }
  return g_bytes_new (bytes->data + 2, bytes->len - 2);
}

GBytes *
sp_test_dns_exchange (SpPracticeWorld *world, const char *address, GBytes *query, gboolean over_tcp,
                      guint patience)
{
  g_autoptr (GSocket) socket = sp_test_dns_connect (world, address, over_tcp);
  gsize length = 0;
  const char *data = g_bytes_get_data (query, &length);

  if (over_tcp)
    {
      const char prefix[] = { (char) (length >> 8), (char) length };

      g_assert_cmpint (g_socket_send (socket, prefix, sizeof prefix, NULL, NULL), ==, 2);
    }
  g_assert_cmpint (g_socket_send (socket, data, length, NULL, NULL), ==, (gssize) length);
  return over_tcp ? receive_stream (socket, patience) : receive_datagram (socket, patience);
}

GBytes *
sp_test_dns_write_query (const char *name, SpRrType type, gboolean recurse, guint udp_size)
{
  g_autoptr (SpMessage) query = sp_message_new ();

  sp_name_unref (query->name);
  query->name = sp_name_parse (name, NULL);
  query->type = type;
  query->id = (uint16_t) g_random_int ();
  query->recursion_desired = recurse;
  query->has_edns = udp_size > 0;
  query->udp_size = (uint16_t) udp_size;
  return sp_message_encode (query, SP_MESSAGE_MAX, NULL);
}

SpMessage *
sp_test_dns_ask_with (SpPracticeWorld *world, const char *address, const char *name, SpRrType type,
                      gboolean over_tcp, guint udp_size)
{
  gboolean recurse = is_recursor (world, address);
  g_autoptr (GBytes) query = sp_test_dns_write_query (name, type, recurse, udp_size);
  g_autoptr (GBytes)
    reply = sp_test_dns_exchange (world, address, query, over_tcp, SP_TEST_DNS_PATIENCE);
  g_autoptr (GError) error = NULL;
  SpMessage *message = NULL;

  g_assert_nonnull (reply);
  message = sp_message_decode (reply, &error);
  g_assert_no_error (error);
  g_assert_true (message->is_response);
  g_assert_cmpmem (g_bytes_get_data (reply, NULL), 2, g_bytes_get_data (query, NULL), 2);
  return message;
}

SpMessage *
sp_test_dns_ask (SpPracticeWorld *world, const char *address, const char *name, SpRrType type)
{
  return sp_test_dns_ask_with (world, address, name, type, FALSE, 1232);
}
