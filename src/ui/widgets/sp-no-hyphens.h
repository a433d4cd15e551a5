/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sp_no_hyphens_apply (GtkWidget *widget);

G_END_DECLS
