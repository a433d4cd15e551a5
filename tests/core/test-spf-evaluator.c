/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include <string.h>

#include "core/checks/sp-spf-tree.h"
#include "core/inspect/sp-spf-evaluator.h"
#include "support/sp-fake-server.h"
#include "support/sp-test-asker.h"
#include "support/sp-test-await.h"
#include "support/sp-test-snapshot.h"

/*
 * The cases stand in tests/data/spf. A scene begins with "= TITLE"; what follows is zone text of
 * the root, and lines of these sorts:
 *
 *     ! NAME TYPE WORDS…                   what the server does to that question (SpFakeServer)
 *     % MILLISECONDS                       bound of an evaluation
 *     ? IP | DOMAIN | SENDER | HELO | RESULT | KEY=VALUE…
 *
 * "-" stands for a sender or HELO name that is not given. Keys: "by" (the mechanism), "says" (the
 * explanation; "-" for none), "lookups", "void", "problem".
 */

/* How many terms were compared with the tree, and how often what the whole costs. */
static guint n_terms, n_costs;

/* 2026-06-01 09:00 UTC, for the macro `t`. */
#define NOW (G_GINT64_CONSTANT (1780304400) * G_USEC_PER_SEC)

#define ROOT "$TTL 60\n@ SOA ns admin 1 7200 900 1209600 300\n@ NS ns\n"

typedef struct {
  char *title;
  GString *zone;
  GPtrArray *faults;
  GPtrArray *cases;
  guint timeout;
} Scene;

typedef struct {
  gboolean is_done;
  SpSpfVerdict *verdict;
  GError *error;
} Outcome;

static Scene *
scene_new (const char *title)
{
  Scene *scene = g_new0 (Scene, 1);

  scene->title = g_strdup (title);
  scene->zone = g_string_new (ROOT);
  scene->faults = g_ptr_array_new_with_free_func (g_free);
  scene->cases = g_ptr_array_new_with_free_func (g_free);
  scene->timeout = 20000;
  return scene;
}

static void
scene_free (Scene *scene)
{
  g_free (scene->title);
  g_string_free (scene->zone, TRUE);
  g_ptr_array_unref (scene->faults);
  g_ptr_array_unref (scene->cases);
  g_free (scene);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scene, scene_free)

static void
evaluated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->verdict = sp_spf_evaluate_finish (result, &outcome->error);
  outcome->is_done = TRUE;
}

static SpNetwork *
new_network (SpFakeServer *server, guint timeout)
{
  g_autoptr (GPtrArray) recursors = g_ptr_array_new_with_free_func (g_object_unref);
  SpNetwork *network;

  g_ptr_array_add (recursors, g_object_ref (sp_fake_server_get_endpoint (server)));
  network = sp_network_new (recursors);
  network->timeout = timeout;
  return network;
}

static SpSpfVerdict *
evaluate (SpFakeServer *server, guint timeout, const SpSpfRequest *request)
{
  g_autoptr (SpNetwork) network = new_network (server, timeout);
  g_autoptr (SpClock) clock = sp_clock_new_fixed (NOW);
  Outcome outcome = { 0 };

  sp_spf_evaluate_async (network, clock, request, NULL, evaluated_cb, &outcome);
  sp_test_await_for (&outcome.is_done, 30);
  g_assert_no_error (outcome.error);
  g_assert_nonnull (outcome.verdict);
  return outcome.verdict;
}

static char *
dup_said (const SpSpfVerdict *verdict, const char *key)
{
  if (g_str_equal (key, "by"))
    return g_strdup (verdict->mechanism != NULL ? verdict->mechanism : "-");
  if (g_str_equal (key, "says"))
    return g_strdup (verdict->explanation != NULL ? verdict->explanation : "-");
  if (g_str_equal (key, "problem"))
    return g_strdup (sp_spf_problem_to_string (verdict->problem));
  if (g_str_equal (key, "lookups"))
    return g_strdup_printf ("%u", verdict->lookups);
  if (g_str_equal (key, "void"))
    return g_strdup_printf ("%u", verdict->void_lookups);
  g_error ("there is no key “%s”", key);
}

static gboolean
is_as_expected (const SpSpfVerdict *verdict, char **fields, const char *line)
{
  const char *result = sp_spf_result_to_string (verdict->result);
  gboolean is_same = g_str_equal (result, fields[4]);

  if (!is_same)
    g_test_message ("%s\nsaid: %s", line, result);
  for (guint i = 5; fields[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (fields[i], "=", 2);
      g_autofree char *said = dup_said (verdict, pair[0]);

      if (g_strcmp0 (said, pair[1]) == 0)
        continue;
      g_test_message ("%s\nsaid: %s=%s", line, pair[0], said);
      is_same = FALSE;
    }
  return is_same;
}

static const char *
get_given (const char *field)
{
  return g_str_equal (field, "-") ? NULL : field;
}

static gboolean
run_case (SpFakeServer *server, const Scene *scene, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " | ", -1);
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (SpSpfVerdict) verdict = NULL;
  SpSpfRequest request = { 0 };

  if (g_strv_length (fields) < 5)
    g_error ("not a case: %s", line);
  address = g_inet_address_new_from_string (fields[0]);
  g_assert_nonnull (address);
  request.address = address;
  request.domain = fields[1];
  request.sender = get_given (fields[2]);
  request.helo = get_given (fields[3]);
  verdict = evaluate (server, scene->timeout, &request);
  return is_as_expected (verdict, fields, line);
}

/* What is said of the terms of a record: the void ones, and all. */
typedef struct {
  GHashTable *asked;
  GHashTable *found_nothing;
} Terms;

static Terms
terms_new (void)
{
  return (Terms) { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                   g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
}

static void
terms_clear (Terms *terms)
{
  g_hash_table_unref (terms->asked);
  g_hash_table_unref (terms->found_nothing);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Terms, terms_clear)

static void
add_term (Terms *terms, const char *domain, const char *term, gboolean is_void)
{
  g_autofree char *owner = g_ascii_strdown (domain, -1);

  g_hash_table_add (terms->asked, g_strdup_printf ("%s: %s", owner, term));
  if (is_void)
    g_hash_table_add (terms->found_nothing, g_strdup_printf ("%s: %s", owner, term));
}

static void
add_nodes (Terms *terms, const SpSpfNode *parent)
{
  for (guint i = 0; i < parent->terms->len; i++)
    {
      const SpSpfNode *node = g_ptr_array_index (parent->terms, i);
      guint n_void = node->void_lookups;

      for (guint k = 0; k < node->terms->len; k++)
        n_void -= ((SpSpfNode *) node->terms->pdata[k])->void_lookups;
      /* What names a client has is only known when one comes. */
      if (node->domain != NULL && node->kind != SP_SPF_PTR
          && g_strcmp0 (node->note, "ignored") != 0)
        add_term (terms, parent->domain, node->term, n_void > 0);
      add_nodes (terms, node);
    }
}

/* What came out: an evaluation that nothing cut short looked at every term. */
typedef struct {
  gboolean gives_up;
  gboolean is_whole;
  guint lookups;
} Cost;

/* What an evaluation says, for a client that stands in no list. */
static Cost
add_steps (Terms *terms, SpFakeServer *server, guint timeout, const char *domain, const char *ip)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (ip);
  const SpSpfRequest request = { .domain = domain, .address = address };
  g_autoptr (SpSpfVerdict) verdict = evaluate (server, timeout, &request);
  Cost cost = { .lookups = verdict->lookups };

  cost.gives_up = verdict->result == SP_SPF_RESULT_PERMERROR;
  cost.is_whole = !cost.gives_up && verdict->result != SP_SPF_RESULT_TEMPERROR;
  for (guint i = 0; i < verdict->steps->len; i++)
    {
      const SpSpfStep *step = g_ptr_array_index (verdict->steps, i);

      if (step->term != NULL && step->outcome != NULL
          && g_strcmp0 (step->outcome, "temperror") != 0)
        add_term (terms, step->domain, step->term, step->is_void);
      if (g_strcmp0 (step->outcome, "match") == 0 && !g_str_has_suffix (step->term, "all"))
        cost.is_whole = FALSE;
    }
  return cost;
}

static void
compare_cost (const SpSpfTree *tree, const Cost *cost, const char *domain)
{
  if (!cost->is_whole)
    return;
  n_costs++;
  if (tree->lookups == cost->lookups)
    return;
  g_test_message ("%s: %u look-ups in the tree, %u when evaluated", domain, tree->lookups,
                  cost->lookups);
  g_test_fail ();
}

static gboolean
is_same_void (const Terms *tree, const Terms *v4, const Terms *v6, const char *term)
{
  if (!g_hash_table_contains (v4->asked, term) || !g_hash_table_contains (v6->asked, term))
    return TRUE;
  return g_hash_table_contains (tree->found_nothing, term)
         == (g_hash_table_contains (v4->found_nothing, term)
             && g_hash_table_contains (v6->found_nothing, term));
}

/* The tree, which knows no client, and the evaluator count alike: what is void for clients of both
 * families, term by term (RFC 7208 §4.6.4). Returns how many terms were compared. */
static guint
compare_with_tree (SpFakeServer *server, const Scene *scene, const char *domain)
{
  g_autofree char *zone = g_strconcat ("$ORIGIN .\n$TTL 60\n", scene->zone->str + strlen (ROOT),
                                       "$ORIGIN ", domain, ".\n", NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new (domain, zone);
  g_autoptr (SpSpfTree) tree = sp_spf_tree_new_own (snapshot);
  g_auto (Terms) nodes = terms_new (), v4 = terms_new (), v6 = terms_new ();
  GHashTableIter iter;
  gpointer term;
  g_autoptr (GPtrArray) records = NULL;
  Cost cost4, cost6;
  gboolean gives_up;
  guint n_compared = 0;

  if (tree == NULL)
    return 0;
  g_assert_cmpuint (tree->top->lookups, ==, tree->lookups);
  g_assert_cmpuint (tree->top->void_lookups, ==, tree->void_lookups);
  add_nodes (&nodes, tree->top);
  cost4 = add_steps (&v4, server, scene->timeout, domain, "203.0.113.254");
  cost6 = add_steps (&v6, server, scene->timeout, domain, "2001:db8:ffff::fe");
  compare_cost (tree, &cost4, domain);
  compare_cost (tree, &cost6, domain);
  gives_up = cost4.gives_up && cost6.gives_up;
  records = sp_spf_select (sp_fact_get_set (sp_snapshot_get_fact_at (snapshot, "@", SP_RR_TXT)));
  if (gives_up != (tree->is_broken || records->len > 1) && tree->macros->len == 0)
    {
      g_test_message ("%s: in the tree it is %s", domain,
                      tree->is_broken ? "broken" : "not broken");
      g_test_fail ();
    }
  g_hash_table_iter_init (&iter, nodes.asked);
  while (g_hash_table_iter_next (&iter, &term, NULL))
    {
      n_compared++;
      if (is_same_void (&nodes, &v4, &v6, term))
        continue;
      g_test_message ("%s: in the tree it is %s", (char *) term,
                      g_hash_table_contains (nodes.found_nothing, term) ? "void" : "not void");
      g_test_fail ();
    }
  return n_compared;
}

/* Only names of hosts: others cannot be looked at as a domain. */
static guint
compare_all (SpFakeServer *server, const Scene *scene)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_compared = 0;

  for (guint i = 0; i < scene->cases->len; i++)
    {
      g_auto (GStrv) fields = g_strsplit (g_ptr_array_index (scene->cases, i), " | ", -1);
      g_autoptr (SpName) name = sp_name_parse_idn (fields[1], NULL);

      if (name != NULL && sp_name_get_n_labels (name) > 1
          && strspn (fields[1], "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen (fields[1])
          && g_hash_table_add (seen, g_strdup (sp_name_get_text (name))))
        n_compared += compare_with_tree (server, scene, sp_name_get_text (name));
    }
  return n_compared;
}

static guint
run_scene (const Scene *scene)
{
  g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  guint n_failed = 0;

  sp_fake_server_set_recursive (server, TRUE);
  sp_fake_server_set_zone (server, ".", scene->zone->str);
  for (guint i = 0; i < scene->faults->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (scene->faults, i), " ", 3);
      SpRrType type;

      g_assert_true (sp_rr_type_from_string (words[1], &type));
      sp_fake_server_script (server, words[0], type, words[2]);
    }
  for (guint i = 0; i < scene->cases->len; i++)
    if (!run_case (server, scene, g_ptr_array_index (scene->cases, i)))
      n_failed++;
  if (scene->faults->len == 0)
    n_terms += compare_all (server, scene);
  if (n_failed > 0)
    g_test_message ("%s: %u failed", scene->title, n_failed);
  return n_failed;
}

static void
read_line (Scene *scene, const char *line)
{
  if (line[0] == '?')
    g_ptr_array_add (scene->cases, g_strdup (line + 2));
  else if (line[0] == '!')
    g_ptr_array_add (scene->faults, g_strdup (line + 2));
  else if (line[0] == '%')
    scene->timeout = (guint) g_ascii_strtoull (line + 2, NULL, 10);
  else
    g_string_append_printf (scene->zone, "%s\n", line);
}

static void
test_file (gconstpointer file)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "spf", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Scene) scene = NULL;
  guint n_cases = 0, n_failed = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL || scene != NULL; i++)
    {
      if (scene != NULL && (lines[i] == NULL || lines[i][0] == '='))
        {
          n_cases += scene->cases->len;
          n_failed += run_scene (scene);
          g_clear_pointer (&scene, scene_free);
        }
      if (lines[i] == NULL)
        break;
      if (lines[i][0] == '=')
        scene = scene_new (lines[i] + 2);
      else if (scene != NULL && lines[i][0] != '#')
        read_line (scene, lines[i]);
    }
  g_test_message ("%u cases, %u failed; %u terms compared", n_cases, n_failed, n_terms);
  g_assert_cmpuint (n_cases, >, 0);
  g_assert_cmpuint (n_failed, ==, 0);
}

static const char *
pick (GRand *rand, const char *const *words, gsize n)
{
  return words[g_rand_int_range (rand, 0, (gint32) n)];
}

/* A record whose names are written out or made by macros; nobody's client matches a term of it. */
static void
write_random (GRand *rand, GString *zone, const char *owner)
{
  static const char *const words[] = { "include:", "include:", "?include:", "-include:",
                                       "a:",       "mx:",      "exists:",   "a",
                                       "mx",       "ptr",      "ip4:",      "exp=" };
  static const char *const names[] = { "l1.shop.example",
                                       "l2.shop.example",
                                       "l3.shop.example",
                                       "l1.%{d2}",
                                       "l2.%{o}",
                                       "l3.%{O2}",
                                       "l%{d1r}.%{o1r}.%{d1}",
                                       "l1.%{or.}.%{o1}",
                                       "%{o}",
                                       "%{d1}",
                                       "%{d3}",
                                       "%{d9R}.host.test",
                                       "host.%{d}",
                                       "host.%{dr-}",
                                       "host.%{d2/-}",
                                       "host.%%.example",
                                       "a%_b.%{d}",
                                       "%{i}.%{d}",
                                       "%{ir}.%{v}.%{h}.example" };
  static const char *const ends[] = {
    "-all", "~all", "?all", "", "redirect=l1.%{d2}", "redirect=%{o}", "-all redirect=gone.%{d}"
  };
  gint n_words = g_rand_int_range (rand, 0, 5);

  g_string_append_printf (zone, "%s TXT \"v=spf1", owner);
  for (gint i = 0; i < n_words; i++)
    {
      const char *word = pick (rand, words, G_N_ELEMENTS (words));
      const char *name = "198.18.0.0/15";

      if (g_str_equal (word, "exp=") && i > 0)
        continue;
      if (!g_str_equal (word, "ip4:"))
        name = strpbrk (word, ":=") != NULL ? pick (rand, names, G_N_ELEMENTS (names)) : "";
      /* Whatever exists lets everyone pass. */
      g_string_append_printf (zone, " %s%s%s", word, g_str_equal (word, "exists:") ? "gone." : "",
                              name);
    }
  g_string_append_printf (zone, " %s\"\n", pick (rand, ends, G_N_ELEMENTS (ends)));
}

/* Lists that lead to each other by names and by macros cost alike, seen from the records alone and
 * when a receiver reads them (RFC 7208 §4.6.4, §7). */
static void
test_random (void)
{
  static const char *const owners[] = { "shop.example", "l1.shop.example", "l2.shop.example",
                                        "l3.shop.example", "lshop.shop.example" };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  n_costs = 0;
  for (guint round = 0; round < 300 && !g_test_failed (); round++)
    {
      g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);
      g_autoptr (Scene) scene = scene_new ("random");

      g_string_append (scene->zone, "shop.example A 198.18.0.1\nshop.example AAAA 2001:2::1\n"
                                    "shop.example MX 10 host.shop.example\n"
                                    "*.shop.example A 198.18.0.2\n*.shop.example AAAA 2001:2::2\n"
                                    "*.shop.example MX 10 host.shop.example\n");
      for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
        {
          if (i > 0)
            g_string_append_printf (scene->zone,
                                    "%s A 198.18.0.3\n%s AAAA 2001:2::3\n"
                                    "%s MX 10 host.shop.example\n",
                                    owners[i], owners[i], owners[i]);
          write_random (rand, scene->zone, owners[i]);
        }
      sp_fake_server_set_recursive (server, TRUE);
      sp_fake_server_set_zone (server, ".", scene->zone->str);
      compare_with_tree (server, scene, "shop.example");
      if (g_test_failed ())
        g_test_message ("%s", scene->zone->str);
    }
  g_test_message ("%u costs compared", n_costs);
  g_assert_cmpuint (n_costs, >, 50);
}

/* Whoever gives up gets no verdict, and nothing is left behind. */
static void
test_cancel (void)
{
  g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  g_autoptr (SpNetwork) network = new_network (server, 20000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.1");
  const SpSpfRequest request = { .domain = "example.com", .address = address };

  sp_fake_server_script_all (server, "silence");
  for (guint early = 0; early < 2; early++)
    {
      Outcome outcome = { 0 };

      g_cancellable_reset (cancellable);
      if (early)
        g_cancellable_cancel (cancellable);
      sp_spf_evaluate_async (network, NULL, &request, cancellable, evaluated_cb, &outcome);
      g_cancellable_cancel (cancellable);
      sp_test_await (&outcome.is_done);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_null (outcome.verdict);
      g_clear_error (&outcome.error);
    }
}

/* A record of 60 KiB is read without questions and without a deep stack. */
static void
test_long_record (void)
{
  g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  g_autoptr (GString) zone = g_string_new ("$TTL 60\n@ SOA ns admin 1 7200 900 1209600 300\n"
                                           "long.example TXT \"v=spf1\"");
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("198.51.100.1");
  const SpSpfRequest request = { .domain = "long.example", .address = address };
  g_autoptr (SpSpfVerdict) verdict = NULL;

  for (guint i = 0; i < 400; i++)
    {
      g_string_append (zone, " \"");
      for (guint j = 0; j < 10; j++)
        g_string_append (zone, " ip4:192.0.2.1");
      g_string_append (zone, "\"");
    }
  g_string_append (zone, " \" -all\"\n");
  sp_fake_server_set_recursive (server, TRUE);
  sp_fake_server_set_zone (server, ".", zone->str);
  verdict = evaluate (server, 20000, &request);
  g_assert_cmpint (verdict->result, ==, SP_SPF_RESULT_FAIL);
  g_assert_cmpuint (verdict->steps->len, ==, 4002);
}

/* The trace has the steps in order, each with its depth and its questions. */
static void
test_trace (void)
{
  g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("192.0.2.7");
  const SpSpfRequest request = { .domain = "shop.example", .address = address };
  static const struct {
    guint depth;
    const char *domain, *term, *target, *outcome;
    guint n_answers;
  } expected[] = {
    { 0, "shop.example", NULL, NULL, "found", 1 },
    { 0, "shop.example", "a:gone.example", "gone.example", "no-match", 1 },
    { 0, "shop.example", "include:_spf.%{d2}", "_spf.shop.example", "match", 0 },
    { 1, "_spf.shop.example", NULL, NULL, "found", 1 },
    { 1, "_spf.shop.example", "ip4:192.0.2.0/24", NULL, "match", 0 },
  };
  g_autoptr (SpSpfVerdict) verdict = NULL;

  sp_fake_server_set_recursive (server, TRUE);
  sp_fake_server_set_zone (server, ".",
                           "$TTL 60\n@ SOA ns admin 1 7200 900 1209600 300\n"
                           "shop.example TXT \"v=spf1 a:gone.example include:_spf.%{d2} -all\"\n"
                           "_spf.shop.example TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n");
  verdict = evaluate (server, 20000, &request);
  g_assert_cmpint (verdict->result, ==, SP_SPF_RESULT_PASS);
  g_assert_cmpuint (verdict->steps->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SpSpfStep *step = g_ptr_array_index (verdict->steps, i);

      g_assert_cmpuint (step->depth, ==, expected[i].depth);
      g_assert_cmpstr (step->domain, ==, expected[i].domain);
      g_assert_cmpstr (step->term, ==, expected[i].term);
      g_assert_cmpstr (step->target, ==, expected[i].target);
      g_assert_cmpstr (step->outcome, ==, expected[i].outcome);
      g_assert_cmpuint (step->answers->len, ==, expected[i].n_answers);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const files[] = { "domains.txt", "records.txt",   "mechanisms.txt",
                                       "names.txt",   "modifiers.txt", "macros.txt",
                                       "limits.txt",  "failures.txt",  "examples.txt" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/spf-evaluator/%s", files[i]);

      g_test_add_data_func (path, files[i], test_file);
    }
  g_test_add_func ("/spf-evaluator/random", test_random);
  g_test_add_func ("/spf-evaluator/cancel", test_cancel);
  g_test_add_func ("/spf-evaluator/long-record", test_long_record);
  g_test_add_func ("/spf-evaluator/trace", test_trace);
  return g_test_run ();
}
