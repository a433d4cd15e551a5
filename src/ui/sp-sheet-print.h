/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/explain/sp-sheet.h"

G_BEGIN_DECLS

GtkPrintOperation *sp_sheet_print_new (SpSheet *sheet);

G_END_DECLS
