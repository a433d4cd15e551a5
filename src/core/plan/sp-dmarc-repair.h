/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *sp_dmarc_repair_choose (GPtrArray *texts);
char *sp_dmarc_repair (const char *text);
char *sp_dmarc_repair_with_reports (const char *text, const char *uris);
char *sp_dmarc_repair_watching (const char *text);

G_END_DECLS
