/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody pasted, compared with what DNS says now: a line "YOURS WORLD", then the message.
 * YOURS is the person's domain or "-", WORLD what every domain looks like: "sound", "broken",
 * "silent" or "none". From the bytes to the last sentence. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include <string.h>

#include "cli/sp-json-reading.h"
#include "core/explain/sp-explain-reading.h"
#include "core/inspect/sp-dmarc-walk.h"
#include "core/sp-reading.h"
#include "support/sp-test-snapshot.h"

/* Names have room for the labels that are put in front of them. */
#define LONGEST_NAME 150

static const struct {
  const char *name;
  const char *text;
} worlds[] = {
  { "sound", "@ MX 10 mail\nmail A 198.18.0.1\n@ TXT \"v=spf1 mx -all\"\n"
             "_dmarc TXT \"v=DMARC1; p=reject; adkim=s; rua=mailto:a@b.example\"\n" },
  { "broken",
    "@ MX 0 .\n@ TXT \"v=spf1 mx -all\"\n@ TXT \"v=spf1 +all\"\n_dmarc TXT \"v=DMARC1\"\n" },
  { "silent", "!fail * * timeout\n" },
  { "none", "!delegation absent\n" },
};

static const char *world;
static guint n_inspections;

/* These take the place of everything that asks (linked with --wrap). */
void __wrap_sp_workspace_inspect_async (SpWorkspace *self, SpQuestion *question,
                                        GCancellable *cancellable, GAsyncReadyCallback callback,
                                        gpointer user_data);
SpReport *__wrap_sp_workspace_inspect_finish (SpWorkspace *self, GAsyncResult *result,
                                              GError **error);
void __wrap_sp_dmarc_walk_async (SpNetwork *network, SpClock *clock, GPtrArray *domains,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *__wrap_sp_dmarc_walk_finish (GAsyncResult *result, GError **error);

static SpSnapshot *
make_snapshot (SpName *domain)
{
  if (sp_name_get_n_labels (domain) < 2 || sp_name_get_wire_length (domain) > LONGEST_NAME)
    return NULL;
  return sp_test_snapshot_new (sp_name_get_text (domain), world);
}

void
__wrap_sp_workspace_inspect_async (SpWorkspace *self, SpQuestion *question,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SpSnapshot) snapshot = make_snapshot (sp_question_get_domain (question));
  const SpReportContext context = { .is_moving = FALSE };

  g_assert_cmpuint (++n_inspections, <=, 4);
  if (snapshot == NULL)
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no room");
  else
    g_task_return_pointer (
      task, sp_report_new (question, snapshot, sp_fuzz_get_catalog (), &context), g_object_unref);
}

SpReport *
__wrap_sp_workspace_inspect_finish (SpWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
__wrap_sp_dmarc_walk_async (SpNetwork *network, SpClock *clock, GPtrArray *domains,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_snapshot_unref);

  for (guint i = 0; i < domains->len && i < SP_DMARC_WALK_MAX_DOMAINS; i++)
    {
      SpSnapshot *snapshot = make_snapshot (g_ptr_array_index (domains, i));

      if (snapshot != NULL)
        g_ptr_array_add (snapshots, snapshot);
    }
  g_task_return_pointer (task, snapshots, (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
__wrap_sp_dmarc_walk_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static SpWorkspace *
get_workspace (void)
{
  static SpWorkspace *workspace;
  const SpWorkspaceOptions options = { .practice = TRUE, .read_only = TRUE };
  g_autoptr (GError) error = NULL;

  if (workspace == NULL)
    workspace = sp_workspace_new (&options, &error);
  g_assert_no_error (error);
  return workspace;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpReading **reading = user_data;

  *reading = sp_reading_new_finish (result, NULL);
  g_assert_nonnull (*reading);
}

static void
take_words (char *words)
{
  g_autofree char *text = words;

  if (text != NULL)
    sp_fuzz_check_words (text);
}

/* Silence decides nothing, and "still so" rests on a finding. */
static void
check_causes (SpReading *reading)
{
  GPtrArray *causes = sp_reading_get_causes (reading);

  for (guint i = 0; i < causes->len; i++)
    {
      const SpReadingCause *cause = g_ptr_array_index (causes, i);

      g_assert_cmpint (cause->findings->len > 0, ==, cause->state == SP_RECHECK_STILL_SO);
      g_assert_true (cause->state != SP_RECHECK_NOT_SO || strstr (world, "!fail") == NULL);
      take_words (sp_explain_cause_title (cause->cause));
      take_words (sp_explain_cause_text (cause->cause));
      take_words (sp_explain_cause_fix (cause->cause));
      take_words (sp_explain_cause_place (cause));
      take_words (sp_explain_recheck (cause));
    }
}

static void
check_arrival (const SpArrival *arrival)
{
  g_assert_true (arrival->origin != SP_ORIGIN_PROVEN || arrival->trusted != NULL);
  for (guint i = 0; i < arrival->proofs->len; i++)
    take_words (sp_explain_proof (g_ptr_array_index (arrival->proofs, i), arrival));
  for (guint i = 0; i < arrival->claims->len; i++)
    take_words (sp_explain_claim (g_ptr_array_index (arrival->claims, i)));
  for (guint i = 0; i < arrival->hops->len; i++)
    {
      take_words (sp_explain_hop (g_ptr_array_index (arrival->hops, i)));
      take_words (sp_explain_hop_delay (g_ptr_array_index (arrival->hops, i)));
    }
  take_words (sp_explain_entry (arrival));
}

static void
check_reading (SpReading *reading)
{
  const SpBounce *bounce = sp_reading_get_bounce (reading);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  check_causes (reading);
  if (sp_reading_get_arrival (reading) != NULL)
    check_arrival (sp_reading_get_arrival (reading));
  for (guint i = 0; bounce != NULL && i < bounce->recipients->len; i++)
    take_words (sp_explain_recipient (g_ptr_array_index (bounce->recipients, i)));
  take_words (sp_explain_reading_title (reading));
  take_words (sp_explain_reading_text (reading));
  sp_json_add_reading (builder, reading);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) words = g_strsplit (first, " ", 2);
  g_autoptr (SpName) yours = words[0] != NULL ? sp_question_clean (words[0], NULL) : NULL;
  g_autoptr (SpReading) reading = NULL;

  world = worlds[0].text;
  for (gsize i = 0; words[0] != NULL && words[1] != NULL && i < G_N_ELEMENTS (worlds); i++)
    if (g_str_equal (words[1], worlds[i].name))
      world = worlds[i].text;
  n_inspections = 0;
  sp_reading_new_async (get_workspace (), input.data, (gssize) input.length, yours, NULL, read_cb,
                        &reading);
  while (reading == NULL)
    g_main_context_iteration (NULL, TRUE);
  check_reading (reading);
  return 0;
}
