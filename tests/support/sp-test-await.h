/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a wait may last at most, in seconds, before the test fails. */
#define SP_TEST_AWAIT_LIMIT 20

void sp_test_await (const gboolean *done);
void sp_test_await_for (const gboolean *done, guint seconds);
void sp_test_run_for (guint milliseconds);

G_END_DECLS
