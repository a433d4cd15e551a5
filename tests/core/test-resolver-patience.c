/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What takes seconds: silence, nonsense, resolvers that fail. All of it runs at the same time,
 * each at a server of its own. */
#include "core/dns/sp-message.h"
#include "support/sp-test-asker.h"
#include "support/sp-test-await.h"

typedef struct {
  const char *script;
  SpOutcome outcome;
  SpAnswerFlags answer_flags;
  double at_least;
  double at_most;
} SlowCase;

static const SlowCase slow_cases[] = {
  { "silence", SP_OUTCOME_TIMEOUT, SP_ANSWER_NO_FLAGS, 4.4, 8 },
  { "silence; silence; answer", SP_OUTCOME_ANSWER, SP_ANSWER_AUTHORITATIVE, 2.9, 6 },
  { "4000 answer", SP_OUTCOME_ANSWER, SP_ANSWER_AUTHORITATIVE, 3.9, 6 },
  { "garbage", SP_OUTCOME_MALFORMED, SP_ANSWER_NO_FLAGS, 0, 8 },
  { "empty", SP_OUTCOME_MALFORMED, SP_ANSWER_NO_FLAGS, 0, 8 },
  { "echo", SP_OUTCOME_MALFORMED, SP_ANSWER_NO_FLAGS, 0, 8 },
  { "wrong-id", SP_OUTCOME_MALFORMED, SP_ANSWER_NO_FLAGS, 0, 8 },
  { "wrong-question", SP_OUTCOME_MALFORMED, SP_ANSWER_NO_FLAGS, 0, 8 },
  { "tcp-close", SP_OUTCOME_UNREACHABLE, SP_ANSWER_TRUNCATED, 0, 4.4 },
  { "tcp-mute", SP_OUTCOME_TIMEOUT, SP_ANSWER_TRUNCATED, 4.4, 8 },
};

typedef struct {
  const char *first;
  const char *second;
  SpOutcome outcome;
  double at_most;
} RecursorCase;

static const RecursorCase recursor_cases[] = {
  { "answer", "silence", SP_OUTCOME_ANSWER, 1.4 },
  { "nxdomain", "answer", SP_OUTCOME_NXDOMAIN, 1.4 },
  { "servfail", "answer", SP_OUTCOME_ANSWER, 1.4 },
  { "refused", "answer", SP_OUTCOME_ANSWER, 1.4 },
  { "silence", "answer", SP_OUTCOME_ANSWER, 4.4 },
  { "2000 answer", "silence", SP_OUTCOME_ANSWER, 4.4 },
  { "servfail", "refused", SP_OUTCOME_SERVFAIL, 1.4 },
  { "servfail", "silence", SP_OUTCOME_SERVFAIL, 8 },
};

static SpFakeServer *
new_fake_server (const char *address, const char *script)
{
  SpFakeServer *fake = sp_fake_server_new (address, 0);

  sp_fake_server_set_zone (fake, "shop.test", sp_test_zone_text);
  if (script != NULL)
    sp_fake_server_script_all (fake, script);
  return fake;
}

static void
assert_time (const SpAnswer *answer, double at_least, double at_most)
{
  g_assert_cmpfloat (sp_test_get_seconds (answer), >=, at_least);
  g_assert_cmpfloat (sp_test_get_seconds (answer), <=, at_most);
}

typedef struct {
  SpResolver *resolver;
  SpFakeServer *first;
  SpFakeServer *second;
  SpServer *server;
  SpTestAsker asker;
} Scene;

static void
scene_init (Scene *scene, const char *first, const char *second)
{
  *scene = (Scene) { .resolver = sp_resolver_new (),
                     .first = new_fake_server (SP_TEST_ADDRESS, first) };
  scene->server = sp_test_new_server (sp_fake_server_get_endpoint (scene->first), NULL);
  if (second != NULL)
    scene->second = new_fake_server (SP_TEST_SECOND_ADDRESS, second);
}

static void
scene_clear (Scene *scene)
{
  g_assert_finalize_object (g_steal_pointer (&scene->resolver));
  g_clear_pointer (&scene->server, sp_server_unref);
  sp_fake_server_close (scene->first);
  g_clear_object (&scene->first);
  if (scene->second != NULL)
    sp_fake_server_close (scene->second);
  g_clear_object (&scene->second);
}

static void
start_recursion (Scene *scene)
{
  g_autoptr (GPtrArray) recursors = sp_test_new_endpoints (
    sp_fake_server_get_endpoint (scene->first), sp_fake_server_get_endpoint (scene->second));

  sp_fake_server_set_recursive (scene->first, TRUE);
  sp_fake_server_set_recursive (scene->second, TRUE);
  sp_test_asker_start_recursion (&scene->asker, scene->resolver, recursors, "shop.test", SP_RR_MX);
}

static void
check_slow (Scene *scene, const SlowCase *one)
{
  g_autoptr (SpAnswer) answer = sp_test_asker_finish (&scene->asker);

  g_test_message ("%s: %s after %.2f s", one->script,
                  sp_outcome_to_string (sp_answer_get_outcome (answer)),
                  sp_test_get_seconds (answer));
  sp_test_assert_outcome (answer, one->outcome);
  g_assert_cmpuint (sp_answer_get_fields (answer)->flags, ==, one->answer_flags);
  assert_time (answer, one->at_least, one->at_most);
}

static void
check_recursion (Scene *scene, const RecursorCase *one)
{
  g_autoptr (SpAnswer) answer = sp_test_asker_finish (&scene->asker);

  g_test_message ("%s, %s: %s after %.2f s", one->first, one->second,
                  sp_outcome_to_string (sp_answer_get_outcome (answer)),
                  sp_test_get_seconds (answer));
  sp_test_assert_outcome (answer, one->outcome);
  g_assert_null (sp_answer_get_fields (answer)->server);
  assert_time (answer, 0, one->at_most);
}

/* A server that was silent once is not asked again. */
static void
check_later (Scene *scene, const SlowCase *one)
{
  guint n_queries = sp_fake_server_get_n_queries (scene->first);
  g_autoptr (SpAnswer) later = NULL;

  if (one->outcome != SP_OUTCOME_TIMEOUT || one->answer_flags != SP_ANSWER_NO_FLAGS)
    return;
  later = sp_test_ask (scene->resolver, scene->server, "shop.test", SP_RR_TXT, SP_ASK_PLAIN);
  sp_test_assert_outcome (later, SP_OUTCOME_TIMEOUT);
  assert_time (later, 0, 1);
  g_assert_cmpuint (sp_resolver_get_n_questions (scene->resolver), ==, 1);
  g_assert_cmpuint (sp_fake_server_get_n_queries (scene->first), ==, n_queries);
}

/* A server that goes on answering is not silent, though it leaves a question out. */
static void
start_silent_for_one (Scene *scene)
{
  g_autoptr (SpAnswer) other = NULL;

  sp_fake_server_script (scene->first, "_25._tcp.shop.test", SP_RR_TLSA, "silence");
  sp_test_asker_start (&scene->asker, scene->resolver, scene->server, "_25._tcp.shop.test",
                       SP_RR_TLSA, SP_ASK_PLAIN, NULL);
  other = sp_test_ask (scene->resolver, scene->server, "shop.test", SP_RR_MX, SP_ASK_PLAIN);
  sp_test_assert_outcome (other, SP_OUTCOME_ANSWER);
}

static void
check_silent_for_one (Scene *scene)
{
  g_autoptr (SpAnswer) silent = sp_test_asker_finish (&scene->asker);
  g_autoptr (SpAnswer)
    later = sp_test_ask (scene->resolver, scene->server, "shop.test", SP_RR_TXT, SP_ASK_PLAIN);

  sp_test_assert_outcome (silent, SP_OUTCOME_TIMEOUT);
  sp_test_assert_outcome (later, SP_OUTCOME_ANSWER);
}

/* c-ares waits for a near server much less than for one that it does not know. */
static void
start_near_server (Scene *scene)
{
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (SpAnswer)
        quick = sp_test_ask (scene->resolver, scene->server, "shop.test", SP_RR_TXT, SP_ASK_PLAIN);

      sp_test_assert_outcome (quick, SP_OUTCOME_ANSWER);
    }
  sp_fake_server_script (scene->first, "shop.test", SP_RR_MX,
                         "silence; silence; silence; silence; answer");
  sp_test_asker_start (&scene->asker, scene->resolver, scene->server, "shop.test", SP_RR_MX,
                       SP_ASK_PLAIN, NULL);
}

static void
check_near_server (Scene *scene)
{
  g_autoptr (SpAnswer) answer = sp_test_asker_finish (&scene->asker);

  sp_test_assert_outcome (answer, SP_OUTCOME_ANSWER);
}

static void
test_patience (void)
{
  Scene slow[G_N_ELEMENTS (slow_cases)];
  Scene recursing[G_N_ELEMENTS (recursor_cases)];
  Scene silent_for_one, near_server;

  scene_init (&silent_for_one, NULL, NULL);
  start_silent_for_one (&silent_for_one);
  scene_init (&near_server, NULL, NULL);
  start_near_server (&near_server);
  for (gsize i = 0; i < G_N_ELEMENTS (slow_cases); i++)
    {
      scene_init (&slow[i], slow_cases[i].script, NULL);
      sp_test_asker_start (&slow[i].asker, slow[i].resolver, slow[i].server, "shop.test", SP_RR_MX,
                           SP_ASK_PLAIN, NULL);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (recursor_cases); i++)
    {
      scene_init (&recursing[i], recursor_cases[i].first, recursor_cases[i].second);
      start_recursion (&recursing[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (slow_cases); i++)
    {
      check_slow (&slow[i], &slow_cases[i]);
      check_later (&slow[i], &slow_cases[i]);
      scene_clear (&slow[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (recursor_cases); i++)
    {
      check_recursion (&recursing[i], &recursor_cases[i]);
      scene_clear (&recursing[i]);
    }
  check_silent_for_one (&silent_for_one);
  scene_clear (&silent_for_one);
  check_near_server (&near_server);
  scene_clear (&near_server);
}

/* Replies with a few bytes changed at random: whatever comes, every question ends. */
static void
test_mutations (void)
{
  static const SpRrType types[] = { SP_RR_MX, SP_RR_TXT, SP_RR_SOA, SP_RR_NS, SP_RR_A, SP_RR_CAA };
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  SpTestAsker askers[400] = { 0 };
  Scene scene;

  scene_init (&scene, NULL, NULL);
  sp_fake_server_set_mutation (scene.first, random);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    sp_test_asker_start (&askers[i], scene.resolver, scene.server,
                         i % 3 == 0 ? "www.shop.test" : "shop.test",
                         types[i % G_N_ELEMENTS (types)], SP_ASK_PLAIN, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (askers); i++)
    {
      g_autoptr (SpAnswer) answer = sp_test_asker_finish (&askers[i]);
    }
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resolver/patience", test_patience);
  g_test_add_func ("/resolver/mutations", test_mutations);
  return g_test_run ();
}
