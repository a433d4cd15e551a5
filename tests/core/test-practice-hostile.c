/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/practice/sp-practice-server.h"
#include "support/sp-test-dns-client.h"

#include <glib/gstdio.h>
#include <string.h>

/* Monday 2026-11-23 09:00 UTC; tests that move time use a clock of their own. */
#define START (G_GINT64_CONSTANT (1795424400) * G_USEC_PER_SEC)

#define TOP "127.53.0.1"
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

/* A state that was damaged is refused, or is used; it never breaks the world. */
static void
test_damaged_state (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {
    "[]",
    "{}",
    "{\"schema\":2,\"zones\":{}}",
    "{\"schema\":1,\"zones\":[]}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":[]}}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":[{}, {}]}}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":[{\"published_at\":1,\"text\":\"x\"}]}}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":[{\"published_at\":1,\"text\":\"\"}]}}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":[{\"published_at\":\"1\",\"text\":\"\"}]}}",
    "{\"schema\":1,\"zones\":{\"quiet.example\":7}}",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (JsonNode) state = NULL;
  g_autofree char *good = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (node);
      g_assert_false (sp_practice_world_load_state (fixture->world, node, &error));
      g_assert_nonnull (error);
    }

  publish (fixture->world, "quiet.example", "@ 300 MX 10 mail");
  state = sp_practice_world_dup_state (fixture->world);
  good = json_to_string (state, FALSE);
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *text = g_strdup (good);
      g_autoptr (JsonNode) node = NULL;

      text[g_rand_int_range (random, 0, (gint32) strlen (text))] =
        "{}[]\",:0 9n\\"[g_rand_int_range (random, 0, 13)];
      node = json_from_string (text, NULL);
      if (node != NULL)
        sp_practice_world_load_state (fixture->world, node, NULL);
    }
}

/* Any bytes may arrive; afterwards every server still answers. */
static void
test_mutations (Fixture *fixture, gconstpointer data)
{
  static const char *const addresses[] = { "127.53.0.10", OBEDIENT, HOARDER, TOP };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  g_autoptr (GBytes)
    query = sp_test_dns_write_query ("www.harbor-bakery.example", SP_RR_MX, TRUE, 1232);
  gsize length = 0;
  const guint8 *bytes = g_bytes_get_data (query, &length);

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GSocket) socket = sp_test_dns_connect (fixture->world, addresses[i], FALSE);
      g_autoptr (SpMessage) reply = NULL;

      for (guint round = 0; round < 1000; round++)
        {
          g_autofree guint8 *copy = g_memdup2 (bytes, length);
          gsize size = round % 4 == 0 ? (gsize) g_rand_int_range (random, 0, (gint32) length)
                                      : length;
          char buffer[4096];

          for (guint j = 0; j < 1 + round % 3; j++)
            copy[g_rand_int_range (random, 0, (gint32) length)] = (guint8) g_rand_int (random);
          g_socket_send (socket, (const char *) copy, size, NULL, NULL);
          while (g_main_context_iteration (NULL, FALSE))
            ;
          while (g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL) > 0)
            ;
        }
      reply = sp_test_dns_ask (fixture->world, addresses[i],
                               i == 3 ? "harbor-bakery.example" : "www.harbor-bakery.example",
                               SP_RR_A);
      g_assert_cmpuint (reply->rcode, ==, SP_RCODE_NOERROR);
    }
}

/* Several questions on one connection, split anywhere; and connections that misbehave. */
static void
test_streams (Fixture *fixture, gconstpointer data)
{
  static const char zero[] = { 0, 0 };
  g_autoptr (GBytes) query = sp_test_dns_write_query ("harbor-bakery.example", SP_RR_MX, FALSE, 0);
  gsize length = 0;
  const char *bytes = g_bytes_get_data (query, &length);
  g_autoptr (GByteArray) twice = g_byte_array_new ();
  g_autoptr (GSocket) socket = sp_test_dns_connect (fixture->world, "127.53.0.10", TRUE);
  g_autoptr (GSocket) bad = sp_test_dns_connect (fixture->world, "127.53.0.10", TRUE);
  char buffer[4096];
  gsize received = 0;

  for (guint i = 0; i < 2; i++)
    {
      const guint8 prefix[] = { (guint8) (length >> 8), (guint8) length };

      g_byte_array_append (twice, prefix, 2);
      g_byte_array_append (twice, (const guint8 *) bytes, (guint) length);
    }
  for (guint i = 0; i < twice->len; i++)
    {
      g_assert_cmpint (g_socket_send (socket, (const char *) twice->data + i, 1, NULL, NULL), ==,
                       1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  while (received < 2 * (length + 2))
    {
      gssize n = 0;

      g_assert_true (sp_test_dns_await (socket, SP_TEST_DNS_PATIENCE));
      n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
      g_assert_cmpint (n, >, 0);
      received += (gsize) n;
    }

  g_socket_send (bad, zero, sizeof zero, NULL, NULL);
  g_assert_true (sp_test_dns_await (bad, SP_TEST_DNS_PATIENCE));
  g_assert_cmpint (g_socket_receive (bad, buffer, sizeof buffer, NULL, NULL), ==, 0);
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static const char small_index[] = "[resolver r]\naddress=127.53.0.53\n"
                                  "[zone .]\nfile=root.zone\nservers=ns.test\n"
                                  "[server ns.test]\nfault=%s\n";
static const char small_zone[] = "$TTL 60\n@ SOA ns.test. h.test. 1 60 60 60 60\n@ NS ns.test.\n"
                                 "ns.test. A 127.53.0.1\nx.test. MX 10 y.test.\n";

/* Each fault of the data files is what its name says. */
static void
test_faults (void)
{
  static const struct {
    const char *fault;
    gboolean over_tcp;
    gboolean silent;
    uint8_t flags;
    uint8_t rcode;
    uint8_t n_answers;
  } cases[] = {
    { "none", FALSE, FALSE, 0x84, 0, 1 },
    { "none", TRUE, FALSE, 0x84, 0, 1 },
    { "silent", FALSE, TRUE, 0, 0, 0 },
    { "silent", TRUE, TRUE, 0, 0, 0 },
    { "servfail", FALSE, FALSE, 0x80, 2, 0 },
    { "refused", FALSE, FALSE, 0x80, 5, 0 },
    { "lame", FALSE, FALSE, 0x80, 0, 0 },
    { "truncated", FALSE, FALSE, 0x82, 0, 0 },
    { "truncated", TRUE, FALSE, 0x84, 0, 1 },
    { "no-tcp", FALSE, FALSE, 0x82, 0, 0 },
    { "no-tcp", TRUE, TRUE, 0, 0, 0 },
    { "wrong-id", FALSE, FALSE, 0x84, 0, 1 },
    { "wrong-question", FALSE, FALSE, 0x84, 0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
      g_autofree char *index = g_strdup_printf (small_index, cases[i].fault);
      g_autoptr (SpClock) clock = new_clock_at (START);
      g_autoptr (SpPracticeWorld) world = NULL;
      g_autoptr (GBytes) query = sp_test_dns_write_query ("x.test", SP_RR_MX, FALSE, 0);
      g_autoptr (GBytes) reply = NULL;
      g_autoptr (GError) error = NULL;
      const guint8 *asked = g_bytes_get_data (query, NULL);
      const guint8 *got = NULL;

      write_file (folder, "practice.ini", index);
      write_file (folder, "root.zone", small_zone);
      world = sp_practice_world_new (clock, folder, &error);
      g_assert_no_error (error);
      remove_folder (folder);
      sp_practice_world_start (world, 0, &error);
      g_assert_no_error (error);

      reply = sp_test_dns_exchange (world, TOP, query, cases[i].over_tcp,
                                    cases[i].silent ? 100 : SP_TEST_DNS_PATIENCE);
      g_assert_true ((reply == NULL) == cases[i].silent);
      if (reply == NULL)
        continue;
      got = g_bytes_get_data (reply, NULL);
      g_assert_cmpuint (got[2], ==, cases[i].flags);
      g_assert_cmpuint (got[3], ==, cases[i].rcode);
      g_assert_cmpuint (got[7], ==, cases[i].n_answers);
      g_assert_true ((got[0] != asked[0]) == (strcmp (cases[i].fault, "wrong-id") == 0));
      g_assert_true ((got[13] != asked[13]) == (strcmp (cases[i].fault, "wrong-question") == 0));
    }
}

static void
test_garbage_fault (void)
{
  g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
  g_autofree char *index = g_strdup_printf (small_index, "garbage");
  g_autoptr (SpClock) clock = new_clock_at (START);
  g_autoptr (SpPracticeWorld) world = NULL;
  g_autoptr (GBytes) query = sp_test_dns_write_query ("x.test", SP_RR_MX, FALSE, 0);
  g_autoptr (GBytes) reply = NULL;

  write_file (folder, "practice.ini", index);
  write_file (folder, "root.zone", small_zone);
  world = sp_practice_world_new (clock, folder, NULL);
  remove_folder (folder);
  g_assert_true (sp_practice_world_start (world, 0, NULL));
  reply = sp_test_dns_exchange (world, TOP, query, FALSE, SP_TEST_DNS_PATIENCE);
  g_assert_nonnull (reply);
  g_assert_null (sp_message_decode (reply, NULL));
}

/* Mistakes in the data files are told with file and line. */
static void
test_data_mistakes (void)
{
  static const struct {
    const char *index;
    const char *zone;
    const char *message;
  } cases[] = {
    { "", small_zone, "root zone" },
    { "[zone .]\nfile=root.zone\nservers=ns.test\n", small_zone, "resolver" },
    { "[resolver r]\naddress=192.0.2.1\n", small_zone, "127.53.0.0/24" },
    { "[resolver r]\naddress=127.53.0.1\n[zone .]\nfile=root.zone\nservers=ns.test\n", small_zone,
      "used twice" },
    { "[zone .]\nfile=root.zone\nservers=ns.test\n", "\n\n@ 60 A x", "root.zone: line 3" },
    { "[zone .]\nfile=root.zone\nservers=ns.test\n", "@ 60 NS x", "SOA" },
    { "[zone .]\nfile=../root.zone\nservers=ns.test\n", small_zone, "path" },
    { "[zone .]\nfile=none.zone\nservers=ns.test\n", small_zone, "none.zone" },
    { "[zone .]\nfile=root.zone\n", small_zone, "no servers" },
    { "[zone .]\nfile=root.zone\nservers=other.test\n", small_zone, "other.test" },
    { "[zone .]\nfile=root.zone\nservers=ns.test\ndelays=soon\n", small_zone, "soon" },
    { "[zone .]\nfile=root.zone\nservers=ns.test\n[server ns.test]\nfault=rude\n", small_zone,
      "rude" },
    { "[domain x.test]\n", small_zone, "story" },
    { "nonsense", small_zone, "practice.ini" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folder = g_dir_make_tmp ("signpost-XXXXXX", NULL);
      g_autoptr (SpClock) clock = new_clock_at (START);
      g_autoptr (SpPracticeWorld) world = NULL;
      g_autoptr (GError) error = NULL;

      write_file (folder, "practice.ini", cases[i].index);
      write_file (folder, "root.zone", cases[i].zone);
      world = sp_practice_world_new (clock, folder, &error);
      remove_folder (folder);
      g_assert_null (world);
      g_assert_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_DATA);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("“%s” does not name “%s”", error->message, cases[i].message);
    }
}

static GBytes *
echo (GBytes *query, gboolean over_tcp, gpointer user_data)
{
  guint *count = user_data;

  (*count)++;
  return g_bytes_ref (query);
}

/* A crowd of clients cannot hold more connections than the server allows itself. */
static void
test_crowd (void)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("127.53.0.99");
  guint n_queries = 0;
  g_autoptr (SpPracticeServer) server = sp_practice_server_new (address, echo, &n_queries);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocketAddress) endpoint = NULL;

  g_assert_true (sp_practice_server_open (server, 0, NULL));
  endpoint = g_inet_socket_address_new (address, sp_practice_server_get_port (server));
  for (guint i = 0; i < 80; i++)
    {
      GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (crowd, socket);
      g_assert_true (g_socket_connect (socket, endpoint, NULL, NULL));
      g_assert_cmpint (g_socket_send (socket, "\0\1x", 3, NULL, NULL), ==, 3);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_cmpuint (sp_practice_server_get_n_connections (server), ==, 32);
  g_assert_cmpuint (n_queries, ==, 32);

  g_ptr_array_set_size (crowd, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (sp_practice_server_get_n_connections (server), ==, 0);
  sp_practice_server_close (server);
  g_assert_cmpuint (sp_practice_server_get_port (server), ==, 0);
  g_assert_true (sp_practice_server_open (server, 0, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(path, function)                                                                        \
  g_test_add ("/practice-hostile/" path, Fixture, NULL, set_up, function, tear_down)
  add ("damaged-state", test_damaged_state);
  add ("mutations", test_mutations);
  add ("streams", test_streams);
#undef add
  g_test_add_func ("/practice-hostile/crowd", test_crowd);
  g_test_add_func ("/practice-hostile/faults", test_faults);
  g_test_add_func ("/practice-hostile/garbage-fault", test_garbage_fault);
  g_test_add_func ("/practice-hostile/data-mistakes", test_data_mistakes);
  return g_test_run ();
}
