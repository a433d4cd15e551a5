/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-sheet.h"

#include <string.h>

#include "core/explain/sp-explain.h"

#define LINE_WIDTH 76
/* What mail programs, and the portals and shells in between, take as one address without loss. */
#define MAX_MAIL_URI 8000

/**
 * sp_sheet_get_sign:
 * @kind: what a line is
 *
 * Returns: (nullable): the sign in front of a record that goes, comes or stays
 */
const char *
sp_sheet_get_sign (SpSheetLineKind kind)
{
  switch (kind)
    {
    case SP_SHEET_REMOVE:
      return "−";
    case SP_SHEET_ADD:
      return "+";
    case SP_SHEET_KEEP:
      return "=";
    case SP_SHEET_SENTENCE:
    case SP_SHEET_FIELD:
    case SP_SHEET_COMMAND:
      break;
    }
  return NULL;
}

/* Sentences are broken at spaces; values never, since they are copied. */
static void
append_wrapped (GString *text, const char *sentence, const char *indent)
{
  g_auto (GStrv) words = g_strsplit (sentence, " ", -1);
  glong column = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong width = g_utf8_strlen (words[i], -1);

      if (column == 0)
        g_string_append (text, indent);
      else if (column + 1 + width > LINE_WIDTH - (glong) strlen (indent))
        {
          g_string_append_printf (text, "\n%s", indent);
          column = 0;
        }
      else
        {
          g_string_append_c (text, ' ');
          column++;
        }
      g_string_append (text, words[i]);
      column += width;
    }
  g_string_append_c (text, '\n');
}

/* The longest word in front, so that what belongs to it stands in a column. */
static int
measure_labels (const SpSheetSection *section)
{
  glong widest = 0;

  for (guint i = 0; i < section->lines->len; i++)
    {
      const SpSheetLine *line = g_ptr_array_index (section->lines, i);

      if (line->label != NULL)
        widest = MAX (widest, g_utf8_strlen (line->label, -1));
    }
  return (int) MIN (widest, 48);
}

static void
append_line (GString *text, const SpSheetLine *line, const char *indent, int label_width)
{
  const char *sign = sp_sheet_get_sign (line->kind);
  int padding;

  if (line->kind == SP_SHEET_SENTENCE)
    {
      append_wrapped (text, line->text, indent);
      return;
    }
  g_string_append_printf (text, "%s%s ", indent, sign != NULL ? sign : " ");
  if (line->label != NULL)
    {
      padding = MAX (0, label_width - (int) g_utf8_strlen (line->label, -1));
      g_string_append_printf (text, "%s%*s  ", line->label, padding, "");
    }
  g_string_append_printf (text, "%s\n", line->text);
}

/**
 * sp_sheet_dup_text:
 * @self: a sheet
 *
 * Returns: (transfer full): the sheet as plain text
 */
char *
sp_sheet_dup_text (const SpSheet *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  g_string_append_printf (text, "%s\n", self->title);
  for (glong i = 0; i < g_utf8_strlen (self->title, -1); i++)
    g_string_append_c (text, '=');
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->sections->len; i++)
    {
      const SpSheetSection *section = g_ptr_array_index (self->sections, i);
      const char *indent = section->title != NULL ? "  " : "";

      g_string_append_c (text, '\n');
      if (section->title != NULL)
        g_string_append_printf (text, "%s\n", section->title);
      for (guint k = 0; k < section->lines->len; k++)
        append_line (text, g_ptr_array_index (section->lines, k), indent, measure_labels (section));
    }
  return sp_explain_drop_isolates (text->str);
}

/**
 * sp_sheet_dup_mail_uri:
 * @self: a sheet
 *
 * Writes the draft of an email that holds the sheet (RFC 6068): no recipient, the title as the
 * subject, line breaks as CRLF.
 *
 * Returns: (transfer full) (nullable): the address; %NULL if the sheet is too long for one
 */
char *
sp_sheet_dup_mail_uri (const SpSheet *self)
{
  g_autofree char *plain = NULL;
  g_autofree char *body = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (GString) lines = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  plain = sp_sheet_dup_text (self);
  lines = g_string_new (plain);
  g_string_replace (lines, "\n", "\r\n", 0);
  body = g_uri_escape_string (lines->str, NULL, FALSE);
  subject = g_uri_escape_string (self->title, NULL, FALSE);
  uri = g_strdup_printf ("mailto:?subject=%s&body=%s", subject, body);
  return strlen (uri) <= MAX_MAIL_URI ? g_steal_pointer (&uri) : NULL;
}
