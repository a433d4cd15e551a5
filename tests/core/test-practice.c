/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-world.h"

#include <string.h>

/* Monday 2026-11-23 09:00 UTC; tests that move time use a clock of their own. */
#define START (G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC)
#define SECONDS(n) ((gint64) (n) * G_USEC_PER_SEC)
#define PATIENCE_MS 2000

#define TOP "127.53.0.1"
#define REGISTRY "127.53.0.3"
#define OBEDIENT "127.53.0.53"
#define HOARDER "127.53.0.54"

typedef struct {
  SpClock *clock;
  SpPracticeWorld *world;
} Fixture;

static SpClock *
new_clock_at (gint64 time)
{
  return sp_clock_new_jumping (time - g_get_real_time ());
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->clock = new_clock_at (START);
  fixture->world = sp_practice_world_new (fixture->clock, NULL, &error);
  g_assert_no_error (error);
  sp_practice_world_start (fixture->world, 0, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->world);
  g_assert_finalize_object (fixture->clock);
}

static SpName *
name_of (const char *text)
{
  SpName *name = sp_name_parse (text, NULL);

  g_assert_nonnull (name);
  return name;
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
static gboolean
await_readable (GSocket *socket, guint patience)
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

static GSocket *
connect_to (SpPracticeWorld *world, const char *address, gboolean over_tcp)
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

  if (!await_readable (socket, patience))
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

      if (!await_readable (socket, patience))
        return NULL;
      length = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
      if (length <= 0)
        return NULL;
      g_byte_array_append (bytes, (const guint8 *) buffer, (guint) length);
    }
  return g_bytes_new (bytes->data + 2, bytes->len - 2);
}

static GBytes *
exchange (SpPracticeWorld *world, const char *address, GBytes *query, gboolean over_tcp,
          guint patience)
{
  g_autoptr (GSocket) socket = connect_to (world, address, over_tcp);
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

static GBytes *
write_query (const char *name, SpRrType type, gboolean recurse, guint udp_size)
{
  g_autoptr (SpMessage) query = sp_message_new ();

  sp_name_unref (query->name);
  query->name = name_of (name);
  query->type = type;
  query->id = (uint16_t) g_random_int ();
  query->recursion_desired = recurse;
  query->has_edns = udp_size > 0;
  query->udp_size = (uint16_t) udp_size;
  return sp_message_encode (query, SP_MESSAGE_MAX, NULL);
}

static SpMessage *
ask_with (SpPracticeWorld *world, const char *address, const char *name, SpRrType type,
          gboolean over_tcp, guint udp_size)
{
  gboolean recurse = strcmp (address, OBEDIENT) == 0 || strcmp (address, HOARDER) == 0;
  g_autoptr (GBytes) query = write_query (name, type, recurse, udp_size);
  g_autoptr (GBytes) reply = exchange (world, address, query, over_tcp, PATIENCE_MS);
  g_autoptr (GError) error = NULL;
  SpMessage *message = NULL;

  g_assert_nonnull (reply);
  message = sp_message_decode (reply, &error);
  g_assert_no_error (error);
  g_assert_true (message->is_response);
  g_assert_cmpmem (g_bytes_get_data (reply, NULL), 2, g_bytes_get_data (query, NULL), 2);
  return message;
}

static SpMessage *
ask (SpPracticeWorld *world, const char *address, const char *name, SpRrType type)
{
  return ask_with (world, address, name, type, FALSE, 1232);
}

/* The records of a section, one a line, for comparing. */
static char *
join_records (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *line = sp_record_dup_line (g_ptr_array_index (records, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

static void
assert_answer (const SpMessage *reply, const char *expected)
{
  g_autofree char *text = join_records (reply->answer);

  g_assert_cmpuint (reply->rcode, ==, SP_RCODE_NOERROR);
  g_assert_cmpstr (text, ==, expected);
}

static void
publish (SpPracticeWorld *world, const char *domain, const char *zone_text)
{
  g_autoptr (SpName) origin = name_of (domain);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (zone_text, -1, origin, &error);
  SpRecord *first = NULL;

  g_assert_no_error (error);
  first = g_ptr_array_index (sp_zone_get_records (zone), 0);
  sp_practice_world_publish (world, origin, sp_record_get_owner (first),
                             sp_record_get_rr_type (first), sp_zone_get_records (zone), &error);
  g_assert_no_error (error);
}

/* Every domain can be found from the root down, and both sides name the same servers. */
static void
test_delegations (Fixture *fixture, gconstpointer data)
{
  GPtrArray *domains = sp_practice_world_get_domains (fixture->world);

  g_assert_cmpuint (domains->len, ==, 10);
  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      const char *zone = sp_name_get_text (domain->zone);
      g_autoptr (SpMessage) root = ask (fixture->world, TOP, zone, SP_RR_NS);
      g_autoptr (SpMessage) parent = ask (fixture->world, REGISTRY, zone, SP_RR_NS);
      g_autoptr (SpMessage) whole = ask (fixture->world, OBEDIENT, zone, SP_RR_NS);
      guint n_answers = 0;

      g_assert_cmpuint (root->answer->len, ==, 0);
      g_assert_cmpuint (root->authority->len, ==, 2);
      g_assert_cmpuint (root->additional->len, ==, 2);
      g_assert_false ((root->flags & SP_ANSWER_AUTHORITATIVE) != 0);
      g_assert_cmpuint (parent->answer->len, ==, 0);
      g_assert_cmpuint (parent->authority->len, >=, 2);
      g_assert_cmpuint (whole->answer->len, ==, parent->authority->len);
      g_assert_true ((whole->flags & SP_ANSWER_RECURSION_AVAILABLE) != 0);

      for (guint j = 0; j < parent->authority->len; j++)
        {
          SpName *server = sp_record_get_target (g_ptr_array_index (parent->authority, j));
          g_autoptr (SpMessage)
            address = ask (fixture->world, OBEDIENT, sp_name_get_text (server), SP_RR_A);
          g_autofree char *text = NULL;
          g_autoptr (GBytes) query = write_query (zone, SP_RR_SOA, FALSE, 1232);
          g_autoptr (GBytes) reply = NULL;
          g_autoptr (SpMessage) soa = NULL;

          g_assert_cmpuint (address->answer->len, ==, 1);
          text = g_inet_address_to_string (
            sp_record_get_address (g_ptr_array_index (address->answer, 0)));
          reply = exchange (fixture->world, text, query, FALSE, 100);
          if (reply == NULL)
            continue;
          soa = sp_message_decode (reply, NULL);
          g_assert_true ((soa->flags & SP_ANSWER_AUTHORITATIVE) != 0);
          g_assert_cmpuint (soa->answer->len, ==, 1);
          n_answers++;
        }
      g_assert_cmpuint (n_answers, ==, 2);
    }
}

/* Every name that a practice domain leads to has an address, except where the story says not. */
static void
test_mail_hosts (Fixture *fixture, gconstpointer data)
{
  GPtrArray *domains = sp_practice_world_get_domains (fixture->world);

  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (domains, i);
      g_autoptr (SpMessage)
        mx = ask (fixture->world, OBEDIENT, sp_name_get_text (domain->name), SP_RR_MX);

      for (guint j = 0; j < mx->answer->len; j++)
        {
          const char *host = sp_name_get_text (
            sp_record_get_target (g_ptr_array_index (mx->answer, j)));
          g_autoptr (SpMessage) address = NULL;

          if (strcmp (host, ".") == 0 || strcmp (host, "198.18.42.25") == 0)
            continue;
          address = ask (fixture->world, OBEDIENT, host, SP_RR_A);
          g_assert_cmpuint (address->rcode, ==, SP_RCODE_NOERROR);
          g_assert_cmpuint (address->answer->len, >=, 1);
        }
    }
}

static void
test_main_story (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpMessage) mx = ask (fixture->world, "127.53.0.10", "harbor-bakery.example", SP_RR_MX);
  g_autoptr (SpMessage)
    tcp = ask_with (fixture->world, "127.53.0.11", "Harbor-BAKERY.example", SP_RR_MX, TRUE, 0);
  g_autoptr (SpMessage)
    none = ask (fixture->world, "127.53.0.10", "_dmarc.harbor-bakery.example", SP_RR_TXT);
  g_autoptr (SpMessage)
    nodata = ask (fixture->world, "127.53.0.10", "support.harbor-bakery.example", SP_RR_MX);
  g_autoptr (SpMessage)
    alias = ask (fixture->world, "127.53.0.10", "www.harbor-bakery.example", SP_RR_A);
  g_autofree char *soa = NULL;

  assert_answer (mx, "harbor-bakery.example 14400 MX 10 mail.harbor-bakery.example");
  assert_answer (tcp, "harbor-bakery.example 14400 MX 10 mail.harbor-bakery.example");
  assert_answer (alias, "www.harbor-bakery.example 14400 CNAME harbor-bakery.example\n"
                        "harbor-bakery.example 14400 A 198.18.40.80");
  g_assert_cmpuint (none->rcode, ==, SP_RCODE_NXDOMAIN);
  g_assert_cmpuint (none->authority->len, ==, 1);
  g_assert_cmpuint (sp_record_get_ttl (g_ptr_array_index (none->authority, 0)), ==, 3600);
  g_assert_true ((none->flags & SP_ANSWER_AUTHORITATIVE) != 0);
  assert_answer (nodata, "");
  g_assert_cmpuint (nodata->authority->len, ==, 1);
}

static const struct {
  const char *address;
  gint64 seconds;
  const char *ttl;
} delays[] = {
  { "127.53.0.10", 50, "14400" }, { "127.53.0.11", 50, "14400" },  { "127.53.0.10", 60, "300" },
  { "127.53.0.11", 60, "14400" }, { "127.53.0.11", 830, "14400" }, { "127.53.0.11", 840, "300" },
};

/* Each server serves an edit after its own delay, on the clock that jumps. */
static void
test_publication (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpName) domain = name_of ("harbor-bakery.example");
  g_autoptr (SpZone) panel = NULL;
  g_autoptr (SpRecordSet) set = NULL;
  gint64 before = sp_clock_get_now (fixture->clock);
  gint64 first = 0;

  g_assert_cmpint (sp_practice_world_get_next_event (fixture->world, NULL), ==, 0);
  publish (fixture->world, "harbor-bakery.example", "@ 300 MX 10 mail");
  panel = sp_practice_world_dup_published_zone (fixture->world, domain);
  set = sp_zone_dup_set (panel, domain, SP_RR_MX);
  g_assert_cmpuint (sp_record_set_get_ttl (set), ==, 300);
  g_assert_cmpuint (sp_record_get_soa (sp_zone_get_soa (panel))->serial, ==, 2026110302);

  first = sp_practice_world_get_next_event (fixture->world, domain);
  g_assert_cmpint (first, >=, before + SECONDS (60));
  g_assert_cmpint (first, <, before + SECONDS (70));
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_autofree char *expected = g_strdup_printf (
        "harbor-bakery.example %s MX 10 mail.harbor-bakery.example", delays[i].ttl);
      g_autoptr (SpMessage) reply = NULL;

      sp_clock_jump_to (fixture->clock, first - SECONDS (60) + SECONDS (delays[i].seconds));
      reply = ask (fixture->world, delays[i].address, "harbor-bakery.example", SP_RR_MX);
      assert_answer (reply, expected);
    }
  g_assert_cmpint (sp_practice_world_get_next_event (fixture->world, NULL), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function)                                                                        \
  g_test_add ("/practice/" path, Fixture, NULL, set_up, function, tear_down)
  add ("delegations", test_delegations);
  add ("mail-hosts", test_mail_hosts);
  add ("main-story", test_main_story);
  add ("publication", test_publication);
#undef add
  return g_test_run ();
}
