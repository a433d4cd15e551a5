/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice world as it is saved. What can be taken up is saved as the same. */
#include "fuzz/sp-fuzz.h"

#include "core/practice/sp-practice-world.h"

static SpPracticeWorld *world;
static JsonNode *beginning;

static void
open_world (void)
{
  g_autoptr (SpClock) clock = sp_clock_new_fixed (1780304400 * (gint64) G_USEC_PER_SEC);
  g_autoptr (GError) error = NULL;

  world = sp_practice_world_new (clock, NULL, &error);
  g_assert_no_error (error);
  beginning = sp_practice_world_dup_state (world);
}

static char *
dup_state_text (void)
{
  g_autoptr (JsonNode) state = sp_practice_world_dup_state (world);

  return json_to_string (state, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (JsonNode) node = json_from_string (input.text, NULL);
  g_autoptr (GError) error = NULL;

  if (world == NULL)
    open_world ();
  if (node == NULL)
    return 0;
  g_assert_true (sp_practice_world_load_state (world, beginning, NULL));
  if (sp_practice_world_load_state (world, node, NULL))
    {
      g_autofree char *text = dup_state_text ();
      g_autofree char *again = NULL;
      g_autoptr (JsonNode) saved = json_from_string (text, NULL);

      sp_practice_world_load_state (world, saved, &error);
      g_assert_no_error (error);
      again = dup_state_text ();
      g_assert_cmpstr (text, ==, again);
    }
  return 0;
}
