/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/checks/sp-checks.h"

G_BEGIN_DECLS

/*
 * The icon and colour that go with a level or a status. They always stand beside a word, never for
 * it; so marks are hidden from screen readers.
 */

void sp_mark_show_level (GtkImage *image, SpLevel level);
void sp_mark_show_status (GtkImage *image, SpStatus status);
void sp_mark_show_unknown (GtkImage *image);
GtkWidget *sp_mark_new (void);

G_END_DECLS
