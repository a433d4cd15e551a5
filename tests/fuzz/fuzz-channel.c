/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a name server sends, over UDP and TCP, through the code that reads it: a channel of c-ares
 * whose sockets end here. The first byte says how to ask (see the bits below); then come pieces,
 * each with its length in two bytes before it: datagrams, or parts of a stream in any cut. In a
 * piece the bytes 0x12 0x34 stand for the id of the query. */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-channel.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST_SOCKETS 16
#define MOST_PIECES 32
#define MOST_TURNS 16

#define BIT_TCP 0x01
#define BIT_EDNS 0x02
#define BIT_ODD_NAME 0x04
#define BIT_RECURSE 0x08
#define BIT_TEXT 0x10

/* Take the place of the system's calls in Signpost's code (linked with --wrap). */
int __wrap_socket (int domain, int type, int protocol);
int __wrap_connect (int fd, const struct sockaddr *address, socklen_t length);
ssize_t __wrap_recvfrom (int fd, void *buffer, size_t size, int flags, struct sockaddr *address,
                         socklen_t *length);
ssize_t __wrap_sendto (int fd, const void *data, size_t size, int flags,
                       const struct sockaddr *address, socklen_t length);

/* The far ends of the sockets that were opened; the last one is talked to. */
static int peers[MOST_SOCKETS];
static int types[MOST_SOCKETS];
static guint n_peers;
static uint8_t id[2];

int
__wrap_socket (int domain, int type, int protocol)
{
  int fds[2];

  if (n_peers == MOST_SOCKETS || socketpair (AF_UNIX, type, 0, fds) != 0)
    return -1;
  types[n_peers] = type & SOCK_STREAM ? SOCK_STREAM : SOCK_DGRAM;
  peers[n_peers++] = fds[1];
  return fds[0];
}

int
__wrap_connect (int fd, const struct sockaddr *address, socklen_t length)
{
  return 0;
}

ssize_t
__wrap_recvfrom (int fd, void *buffer, size_t size, int flags, struct sockaddr *address,
                 socklen_t *length)
{
  struct sockaddr_in from = { .sin_family = AF_INET,
                              .sin_port = htons (53),
                              .sin_addr.s_addr = htonl (0xc0000201) };

  if (address != NULL)
    {
      memcpy (address, &from, MIN (*length, sizeof from));
      *length = sizeof from;
    }
  return recv (fd, buffer, size, flags);
}

ssize_t
__wrap_sendto (int fd, const void *data, size_t size, int flags, const struct sockaddr *address,
               socklen_t length)
{
  return send (fd, data, size, flags);
}

static void
take_reply (SpReply *reply, gpointer user_data)
{
  SpReply **place = user_data;

  g_assert_null (*place);
  *place = reply;
}

/* What was asked tells the id. */
static void
read_query (void)
{
  uint8_t query[1024];
  guint skip = types[n_peers - 1] == SOCK_STREAM ? 2 : 0;
  ssize_t length = recv (peers[n_peers - 1], query, sizeof query, MSG_DONTWAIT);

  if (length >= (ssize_t) skip + 12)
    memcpy (id, query + skip, sizeof id);
}

static void
send_piece (const char *data, gsize length)
{
  g_autofree char *piece = g_memdup2 (data, length);

  for (gsize i = 0; i + 1 < length; i++)
    if (piece[i] == 0x12 && piece[i + 1] == 0x34)
      memcpy (piece + i, id, sizeof id);
  send (peers[n_peers - 1], piece, length, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void
let_read (GMainContext *context)
{
  for (guint i = 0; i < MOST_TURNS && g_main_context_iteration (context, FALSE); i++)
    ;
}

static void
send_pieces (SpFuzzInput *input, SpChannel *channel, GMainContext *context)
{
  for (guint i = 0; i < MOST_PIECES && input->length >= 2; i++)
    {
      gsize length = (gsize) ((uint8_t) input->data[0] << 8 | (uint8_t) input->data[1]);

      length = MIN (length, input->length - 2);
      let_read (context);
      read_query ();
      if (sp_channel_get_n_pending (channel) == 0)
        return;
      send_piece (input->data + 2, length);
      input->data += 2 + length;
      input->length -= 2 + length;
    }
  let_read (context);
}

static void
check_reply (const SpReply *reply, const SpName *name, SpRrType type)
{
  for (guint asked = 0; asked < 16; asked++)
    {
      SpAnswerFlags flags;
      SpOutcome outcome = sp_reply_classify (reply, name, type, (SpAskFlags) asked, &flags);

      g_assert_true (reply->state == SP_REPLY_MESSAGE || !sp_outcome_is_conclusive (outcome));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  uint8_t bits = size > 0 ? data[0] : 0;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("192.0.2.1", 53);
  g_autoptr (SpName)
    name = sp_name_parse (bits & BIT_ODD_NAME ? "a b\\000.shop.example" : "shop.example", NULL);
  SpRrType type = bits & BIT_TEXT ? SP_RR_TXT : SP_RR_MX;
  g_autoptr (SpChannel) channel = NULL;
  g_autoptr (SpReply) reply = NULL;

  n_peers = 0;
  memset (id, 0, sizeof id);
  if (size == 0)
    return 0;
  input.data++;
  input.length--;
  channel = sp_channel_new (G_INET_SOCKET_ADDRESS (address),
                            bits & BIT_TCP ? SP_TRANSPORT_TCP : SP_TRANSPORT_UDP, context);
  sp_channel_ask (channel, name, type, bits & BIT_RECURSE ? SP_ASK_RECURSE : SP_ASK_PLAIN,
                  (bits & BIT_EDNS) != 0, take_reply, &reply);
  if (n_peers > 0)
    send_pieces (&input, channel, context);
  g_clear_pointer (&channel, sp_channel_free);
  g_assert_nonnull (reply);
  check_reply (reply, name, type);
  for (guint i = 0; i < n_peers; i++)
    close (peers[i]);
  return 0;
}
