/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-channel.h"
#include "core/dns/sp-datagram.h"
#include "support/sp-test-asker.h"
#include "support/sp-test-await.h"

typedef struct {
  gboolean is_done;
  guint n_calls;
  SpReply *reply;
} Reply;

static void
reply_cb (SpReply *reply, gpointer user_data)
{
  Reply *self = user_data;

  g_clear_pointer (&self->reply, sp_reply_free);
  self->reply = reply;
  self->n_calls++;
  self->is_done = TRUE;
}

static GInetSocketAddress *
new_address (const char *text)
{
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new_from_string (text, 53));
}

/* An address that cannot even be connected to: the reply comes before asking has returned. */
static void
test_reply_while_asking (void)
{
  g_autoptr (GInetSocketAddress) address = new_address ("255.255.255.255");
  g_autoptr (SpChannel) channel = sp_channel_new (address, SP_TRANSPORT_UDP, NULL);
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  Reply reply = { 0 };

  g_assert_nonnull (channel);
  sp_channel_ask (channel, name, SP_RR_MX, SP_ASK_PLAIN, TRUE, reply_cb, &reply);
  g_assert_cmpuint (reply.n_calls, ==, 1);
  g_assert_cmpint (reply.reply->state, ==, SP_REPLY_CLOSED);
  g_assert_cmpuint (sp_channel_get_n_pending (channel), ==, 0);
  sp_reply_free (reply.reply);
}

static void
test_free_while_asking (void)
{
  g_autoptr (SpFakeServer) fake = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  SpChannel *channel = sp_channel_new (sp_fake_server_get_endpoint (fake), SP_TRANSPORT_UDP, NULL);
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  Reply reply = { 0 };

  sp_fake_server_script_all (fake, "silence");
  for (guint i = 0; i < 10; i++)
    sp_channel_ask (channel, name, SP_RR_MX, SP_ASK_PLAIN, TRUE, reply_cb, &reply);
  g_assert_cmpuint (sp_channel_get_n_pending (channel), ==, 10);
  sp_channel_free (channel);
  g_assert_cmpuint (reply.n_calls, ==, 10);
  g_assert_cmpint (reply.reply->state, ==, SP_REPLY_UNASKED);
  sp_reply_free (reply.reply);
}

/* c-ares would silently ask somebody else, or nobody. */
static void
test_unusable_addresses (void)
{
  static const char *const addresses[] = { "fec0::1" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GInetSocketAddress) address = new_address (addresses[i]);

      g_assert_null (sp_channel_new (address, SP_TRANSPORT_UDP, NULL));
    }
}

static void
test_tcp (void)
{
  g_autoptr (SpFakeServer) fake = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  g_autoptr (SpChannel)
    channel = sp_channel_new (sp_fake_server_get_endpoint (fake), SP_TRANSPORT_TCP, NULL);
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  static const struct {
    const char *script;
    SpReplyState state;
    uint16_t rcode;
  } cases[] = {
    { "answer", SP_REPLY_MESSAGE, 0 },         { "bare-refused", SP_REPLY_MESSAGE, 5 },
    { "broken", SP_REPLY_MALFORMED, 0 },       { "echo answer", SP_REPLY_MESSAGE, 0 },
    { "garbage answer", SP_REPLY_MESSAGE, 0 }, { "empty answer", SP_REPLY_MESSAGE, 0 },
    { "answer answer", SP_REPLY_MESSAGE, 0 },
  };

  sp_fake_server_set_zone (fake, "shop.test", sp_test_zone_text);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Reply reply = { 0 };

      sp_fake_server_script_all (fake, cases[i].script);
      sp_channel_ask (channel, name, SP_RR_MX, SP_ASK_PLAIN, TRUE, reply_cb, &reply);
      sp_test_await (&reply.is_done);
      g_assert_cmpint (reply.reply->state, ==, cases[i].state);
      g_assert_cmpuint (reply.reply->rcode, ==, cases[i].rcode);
      g_assert_cmpuint (reply.n_calls, ==, 1);
      sp_reply_free (reply.reply);
    }
}

/* Records that are longer or shorter than what they hold. */
static void
test_sound (void)
{
  static const guint8 question[] = "\001\002\204\000\000\001\000\001\000\000\000\000"
                                   "\004shop\004test\000\000\034\000\001";
  static const struct {
    guint8 type;
    guint8 length;
    const char *data;
    gboolean is_sound;
  } cases[] = {
    { SP_RR_A, 4, "\012\000\000\001", TRUE },
    { SP_RR_A, 3, "\012\000\000\001", FALSE },
    { SP_RR_A, 5, "\012\000\000\001\000", FALSE },
    { SP_RR_AAAA, 15, "\040\001\015\270\000\005\000\000\000\000\000\000\000\000\000\001", FALSE },
    { SP_RR_AAAA, 16, "\040\001\015\270\000\005\000\000\000\000\000\000\000\000\000\001", TRUE },
    { SP_RR_MX, 6, "\000\012\001a\300\014", TRUE },
    { SP_RR_MX, 5, "\000\012\001a\300\014", FALSE },
    { SP_RR_MX, 3, "\000\012\000", TRUE },
    { SP_RR_MX, 2, "\000\012\000", FALSE },
    { SP_RR_CNAME, 3, "\001a\000", TRUE },
    { SP_RR_CNAME, 2, "\001a\000", FALSE },
    { SP_RR_CNAME, 1, "\177", FALSE },
    { SP_RR_SOA, 22,
      "\000\000\000\000\000\001\000\000\000\001\000\000\000\001\000\000\000\001\000\000\000\001",
      TRUE },
    { SP_RR_SOA, 21,
      "\000\000\000\000\000\001\000\000\000\001\000\000\000\001\000\000\000\001\000\000\000\001",
      FALSE },
    { SP_RR_TXT, 2, "\001a", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) message = g_byte_array_new ();
      const guint8 record[] = { 0xc0, 12, 0, cases[i].type, 0, 1, 0, 0, 0, 60, 0, cases[i].length };

      g_byte_array_append (message, question, sizeof question - 1);
      g_assert_false (sp_datagram_is_sound (message->data, message->len));
      g_byte_array_append (message, record, sizeof record);
      g_byte_array_append (message, (const guint8 *) cases[i].data, cases[i].length);
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (sp_datagram_is_sound (message->data, message->len), ==, cases[i].is_sound);
      g_assert_false (sp_datagram_is_sound (message->data, message->len - 1));
    }
}

static void
test_datagram (void)
{
  g_autoptr (SpName) name = sp_name_parse ("Shop.test", NULL);
  g_autoptr (SpName) odd = sp_name_parse ("a+b\\.c.test", NULL);
  g_autoptr (GBytes) question = sp_datagram_new_question (name, SP_RR_MX, FALSE);
  g_autoptr (GBytes) askable = sp_datagram_new_question (odd, SP_RR_MX, TRUE);
  static const guint8 plain[] = "\004shop\004test\000\000\017\000\001";
  static const guint8 replaced[] = "\005axbxc\004test\000\000\017\000\001";
  guint8 message[64] = "\001\002\000\000\000\001\000\000\000\000\000\001"
                       "\004SHOP\004test\000\000\017\000\001"
                       "\000\000\051\004\320\000\000\000\000\000\003abc";
  guint8 bare[64];
  gsize length = 12 + 15 + 14;

  g_assert_cmpmem (g_bytes_get_data (question, NULL), g_bytes_get_size (question), plain,
                   sizeof plain - 1);
  g_assert_cmpmem (g_bytes_get_data (askable, NULL), g_bytes_get_size (askable), replaced,
                   sizeof replaced - 1);
  g_assert_true (sp_datagram_has_question (message, length, question));
  g_assert_false (sp_datagram_has_question (message, length, askable));
  g_assert_false (sp_datagram_has_question (message, 20, question));
  g_assert_cmpuint (sp_datagram_strip_options (message, length, 15), ==, 12 + 15 + 11);
  memcpy (bare, message, 12 + 15);
  bare[11] = 0;
  g_assert_cmpuint (sp_datagram_add_opt (bare, 12 + 15, 1232), ==, 12 + 15 + 11);
  g_assert_cmpmem (bare, 12 + 15 + 11, message, 12 + 15 + 11);
  message[12 + 15 - 3] = 16;
  g_assert_false (sp_datagram_has_question (message, length, question));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/reply-while-asking", test_reply_while_asking);
  g_test_add_func ("/channel/free-while-asking", test_free_while_asking);
  g_test_add_func ("/channel/unusable-addresses", test_unusable_addresses);
  g_test_add_func ("/channel/tcp", test_tcp);
  g_test_add_func ("/channel/datagram", test_datagram);
  g_test_add_func ("/channel/sound", test_sound);
  return g_test_run ();
}
