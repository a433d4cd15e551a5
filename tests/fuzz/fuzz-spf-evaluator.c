/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_host (RFC 7208 §4) with everything in the sender's hand: a line "ADDRESS DOMAIN SENDER
 * HELO", then zone text that answers the questions. Lines "!NAME OUTCOME" are names whose
 * questions fail. */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-zone.h"
#include "core/dns/sp-resolver.h"
#include "core/inspect/sp-spf-evaluator.h"

#include <string.h>

/* Ten terms, each with ten hosts and their aliases, and the client's names. */
#define MOST_QUESTIONS 2000

/* Takes the place of the resolver's functions (linked with --wrap). */
void __wrap_sp_resolver_recurse_async (SpResolver *self, GPtrArray *recursors, SpName *name,
                                       SpRrType type, SpAskFlags flags, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
SpAnswer *__wrap_sp_resolver_recurse_finish (SpResolver *self, GAsyncResult *result,
                                             GError **error);

static SpZone *world;
static GHashTable *failures;
static guint n_questions;

static SpOutcome
get_outcome (SpName *name, SpRrType type, GPtrArray **records)
{
  const char *failure = g_hash_table_lookup (failures, sp_name_get_text (name));
  SpOutcome outcome;

  if (failure != NULL && sp_outcome_from_string (failure, &outcome))
    return outcome;
  switch (sp_zone_match (world, name, type, records))
    {
    case SP_ZONE_MATCH_ANSWER:
    case SP_ZONE_MATCH_ALIAS:
      return SP_OUTCOME_ANSWER;
    case SP_ZONE_MATCH_NODATA:
      return SP_OUTCOME_NODATA;
    case SP_ZONE_MATCH_NXDOMAIN:
    case SP_ZONE_MATCH_OUTSIDE:
      return SP_OUTCOME_NXDOMAIN;
    case SP_ZONE_MATCH_REFERRAL:
      return SP_OUTCOME_LAME;
    }
  g_assert_not_reached ();
}

void
__wrap_sp_resolver_recurse_async (SpResolver *self, GPtrArray *recursors, SpName *name,
                                  SpRrType type, SpAskFlags flags, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) records = NULL;
  SpAnswerFields fields = { .name = name, .type = type };

  g_assert_cmpuint (++n_questions, <=, MOST_QUESTIONS);
  fields.outcome = get_outcome (name, type, &records);
  if (fields.outcome == SP_OUTCOME_ANSWER)
    fields.answer = records;
  g_task_return_pointer (task, sp_answer_new (&fields), (GDestroyNotify) sp_answer_unref);
}

SpAnswer *
__wrap_sp_resolver_recurse_finish (SpResolver *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
evaluated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpSpfVerdict **verdict = user_data;

  *verdict = sp_spf_evaluate_finish (result, NULL);
}

static void
check_verdict (const SpSpfVerdict *verdict)
{
  g_assert_nonnull (sp_spf_result_to_string (verdict->result));
  g_assert_cmpuint (verdict->lookups, <=, 11);
  g_assert_cmpuint (verdict->void_lookups, <=, 3);
  g_assert_true (verdict->explanation == NULL || verdict->result == SP_SPF_RESULT_FAIL);
  g_assert_true (verdict->explanation == NULL || g_str_is_ascii (verdict->explanation));
  g_assert_true (verdict->mechanism == NULL || g_utf8_validate (verdict->mechanism, -1, NULL));
  for (guint i = 0; i < verdict->steps->len; i++)
    {
      const SpSpfStep *step = g_ptr_array_index (verdict->steps, i);

      g_assert_true (step->record == NULL || g_utf8_validate (step->record, -1, NULL));
    }
}

static void
evaluate (char **words, GInetAddress *address)
{
  g_autoptr (GPtrArray) recursors = g_ptr_array_new ();
  g_autoptr (SpNetwork) network = sp_network_new (recursors);
  g_autoptr (SpSpfVerdict) verdict = NULL;
  guint n_words = g_strv_length (words);
  const SpSpfRequest request = {
    .domain = words[1],
    .address = address,
    .sender = n_words > 2 ? words[2] : NULL,
    .helo = n_words > 3 ? words[3] : NULL,
  };

  sp_spf_evaluate_async (network, NULL, &request, NULL, evaluated_cb, &verdict);
  while (verdict == NULL)
    g_main_context_iteration (NULL, TRUE);
  check_verdict (verdict);
}

/* Lines that begin with "!" come out of the zone text. */
static char *
take_failures (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');

      if (*lines[i] != '!')
        g_string_append_printf (rest, "%s\n", lines[i]);
      else if (space != NULL)
        g_hash_table_insert (failures, g_strndup (lines[i] + 1, (gsize) (space - lines[i] - 1)),
                             g_strdup (space + 1));
    }
  return g_string_free_and_steal (g_steal_pointer (&rest));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) words = g_strsplit (first, " ", 4);
  g_autoptr (GInetAddress) address = words[0] != NULL ? g_inet_address_new_from_string (words[0])
                                                      : NULL;
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autofree char *text = NULL;

  if (address == NULL || words[1] == NULL)
    return 0;
  n_questions = 0;
  failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  text = take_failures (input.text);
  world = sp_zone_parse (text, -1, root, NULL);
  if (world != NULL)
    evaluate (words, address);
  g_clear_pointer (&world, sp_zone_unref);
  g_clear_pointer (&failures, g_hash_table_unref);
  return 0;
}
