/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-json.h"

#include <stdio.h>

/**
 * sp_json_print_text:
 * @text: a document as text
 *
 * Writes a document to standard output. Whatever the locale, it is UTF-8.
 */
void
sp_json_print_text (const char *text)
{
  fputs (text, stdout);
  fputc ('\n', stdout);
}

/**
 * sp_json_print:
 * @builder: a complete document
 * @pretty: whether a person reads it; else it is one line
 *
 * Writes a document to standard output.
 */
void
sp_json_print (JsonBuilder *builder, gboolean pretty)
{
  g_autofree char *text = sp_json_dup_text (builder, pretty);

  sp_json_print_text (text);
}
