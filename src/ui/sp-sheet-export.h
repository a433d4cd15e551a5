/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/explain/sp-sheet.h"
#include "core/sp-workspace.h"

G_BEGIN_DECLS

SpSheet *sp_sheet_export_new_sheet (SpWorkspace *workspace, SpDomain *domain);
char *sp_sheet_export_dup_zone (SpWorkspace *workspace, SpDomain *domain);

void sp_sheet_export_print (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain);
void sp_sheet_export_save (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain,
                           const char *format);
void sp_sheet_export_mail (GtkWidget *widget, SpWorkspace *workspace, SpDomain *domain);
gboolean sp_sheet_export_write (SpWorkspace *workspace, SpDomain *domain, const char *format,
                                GFile *file, GError **error);

G_END_DECLS
