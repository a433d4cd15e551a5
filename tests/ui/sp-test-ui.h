/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

typedef gboolean (*SpTestCondition) (gpointer data);

void sp_test_ui_init (int *argc, char ***argv);
SpWorkspace *sp_test_ui_new_practice (void);
void sp_test_ui_drop_practice (SpWorkspace *workspace);
SpDomain *sp_test_ui_add_domain (SpWorkspace *workspace, const char *name, const char *provider);

void sp_test_ui_await (SpTestCondition condition, gpointer data);
GtkWidget *sp_test_ui_find (GtkWidget *root, GType type);
GPtrArray *sp_test_ui_find_all (GtkWidget *root, GType type);
gboolean sp_test_ui_shows_text (GtkWidget *root, const char *text);
GtkWidget *sp_test_ui_present (GtkWidget *content);
void sp_test_ui_assert_freed (GtkWidget *window);

G_END_DECLS
