/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-test-await.h"

static gboolean
set_flag (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
run_until (const gboolean *done, guint milliseconds)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) limit = g_timeout_source_new (milliseconds);
  gboolean is_late = FALSE;

  g_source_set_callback (limit, set_flag, &is_late, NULL);
  g_source_attach (limit, context);
  while (!*done && !is_late)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (limit);
  return *done;
}

/*
 * sp_test_await:
 * @done: what a callback will set
 *
 * Runs the thread-default main context until @done is set. The test fails when that takes longer
 * than %SP_TEST_AWAIT_LIMIT seconds.
 */
void
sp_test_await (const gboolean *done)
{
  sp_test_await_for (done, SP_TEST_AWAIT_LIMIT);
}

/*
 * sp_test_await_for:
 * @done: what a callback will set
 * @seconds: what it may take
 *
 * [func@test_await] with another limit.
 */
void
sp_test_await_for (const gboolean *done, guint seconds)
{
  if (!run_until (done, seconds * 1000))
    g_error ("waited for %u s in vain", seconds);
}

/*
 * sp_test_run_for:
 * @milliseconds: how long
 *
 * Runs the thread-default main context for a while, to see that something does not happen.
 */
void
sp_test_run_for (guint milliseconds)
{
  const gboolean never = FALSE;

  run_until (&never, milliseconds);
}
