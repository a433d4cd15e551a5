/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-sheet-print.h"

#include <glib/gi18n.h>

/* All in points, of which 72 are an inch. */
#define MARGIN 51
#define FOOTER_HEIGHT 26
#define SECTION_GAP 15
#define LINE_GAP 3
#define LABEL_WIDTH 84
#define SIGN_WIDTH 14
#define LONGEST_LABEL 12

/*
 * A sheet is laid out once the size of the paper is known: every line becomes a block with its
 * height, and blocks are dealt out to pages. A section stays on one page if one page can hold it,
 * so that no change is torn apart.
 */
typedef struct {
  char *sign;
  PangoLayout *label; /* NULL without a word in front */
  PangoLayout *text;
  double text_x;
  double text_y;
  double height;
  gboolean begins_section;
  guint page;
  double y;
} Block;

typedef struct {
  SpSheet *sheet;
  GArray *blocks;
  guint n_pages;
} Job;

static void
block_clear (gpointer data)
{
  Block *block = data;

  g_clear_pointer (&block->sign, g_free);
  g_clear_object (&block->label);
  g_clear_object (&block->text);
}

static void
job_free (gpointer data, GClosure *closure)
{
  Job *job = data;

  sp_sheet_free (job->sheet);
  g_clear_pointer (&job->blocks, g_array_unref);
  g_free (job);
}

static PangoLayout *
make_layout (GtkPrintContext *context, const char *text, const char *font, double width)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *description = pango_font_description_from_string (font);
  PangoAttrList *attributes = pango_attr_list_new ();

  /* A hyphen at the end of a line would be typed along with a value. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_attr_list_unref (attributes);
  pango_font_description_free (description);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static const char *
get_font (SpSheetLineKind kind)
{
  switch (kind)
    {
    case SP_SHEET_REMOVE:
    case SP_SHEET_ADD:
    case SP_SHEET_KEEP:
    case SP_SHEET_COMMAND:
      return "Monospace 9";
    case SP_SHEET_FIELD:
    case SP_SHEET_SENTENCE:
      break;
    }
  return "Sans 10";
}

static void
add_heading (Job *job, GtkPrintContext *context, const char *text, const char *font)
{
  double width = gtk_print_context_get_width (context);
  Block block = { .begins_section = TRUE };

  block.text = make_layout (context, text, font, width);
  block.height = get_height (block.text) + LINE_GAP;
  g_array_append_val (job->blocks, block);
}

/* Short words stand in a column; a name as a word stands above what belongs to it. */
static void
add_line (Job *job, GtkPrintContext *context, const SpSheetLine *line)
{
  double width = gtk_print_context_get_width (context);
  gboolean has_column = line->label != NULL && g_utf8_strlen (line->label, -1) <= LONGEST_LABEL;
  Block block = { .sign = g_strdup (sp_sheet_get_sign (line->kind)) };

  if (line->kind != SP_SHEET_SENTENCE)
    block.text_x = SIGN_WIDTH + (has_column ? LABEL_WIDTH : 0);
  if (line->label != NULL)
    block.label = make_layout (context, line->label, "Sans 9",
                               has_column ? LABEL_WIDTH - 6 : width - SIGN_WIDTH);
  block.text = make_layout (context, line->text, get_font (line->kind), width - block.text_x);
  if (block.label != NULL && !has_column)
    block.text_y = get_height (block.label);
  block.height = block.text_y + get_height (block.text) + LINE_GAP;
  if (block.label != NULL)
    block.height = MAX (block.height, get_height (block.label) + LINE_GAP);
  g_array_append_val (job->blocks, block);
}

static double
measure_section (Job *job, guint first)
{
  double height = g_array_index (job->blocks, Block, first).height;

  for (guint i = first + 1; i < job->blocks->len; i++)
    {
      const Block *block = &g_array_index (job->blocks, Block, i);

      if (block->begins_section)
        break;
      height += block->height;
    }
  return height;
}

static void
deal_out (Job *job, double page_height)
{
  double y = 0;
  guint page = 0;

  for (guint i = 0; i < job->blocks->len; i++)
    {
      Block *block = &g_array_index (job->blocks, Block, i);
      double wanted = block->height;

      if (block->begins_section)
        {
          double section = measure_section (job, i);

          y += y > 0 ? SECTION_GAP : 0;
          wanted = section <= page_height ? section : block->height * 2;
        }
      if (y > 0 && y + wanted > page_height)
        {
          page++;
          y = 0;
        }
      block->page = page;
      block->y = y;
      y += block->height;
    }
  job->n_pages = page + 1;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  g_array_set_size (job->blocks, 0);
  add_heading (job, context, job->sheet->title, "Sans Bold 16");
  for (guint i = 0; i < job->sheet->sections->len; i++)
    {
      const SpSheetSection *section = g_ptr_array_index (job->sheet->sections, i);

      if (section->title != NULL)
        add_heading (job, context, section->title, "Sans Bold 11");
      for (guint k = 0; k < section->lines->len; k++)
        add_line (job, context, g_ptr_array_index (section->lines, k));
    }
  deal_out (job, gtk_print_context_get_height (context) - FOOTER_HEIGHT);
  gtk_print_operation_set_n_pages (operation, (int) job->n_pages);
}

static void
show_layout (cairo_t *cairo, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static void
draw_block (cairo_t *cairo, GtkPrintContext *context, const Block *block)
{
  if (block->begins_section && block->y > 0)
    {
      cairo_set_line_width (cairo, 0.5);
      cairo_move_to (cairo, 0, block->y - SECTION_GAP / 2.0);
      cairo_rel_line_to (cairo, gtk_print_context_get_width (context), 0);
      cairo_stroke (cairo);
    }
  if (block->sign != NULL)
    {
      g_autoptr (PangoLayout) sign = make_layout (context, block->sign, "Sans Bold 10", SIGN_WIDTH);

      show_layout (cairo, sign, 0, block->y);
    }
  if (block->label != NULL)
    show_layout (cairo, block->label, SIGN_WIDTH, block->y);
  show_layout (cairo, block->text, block->text_x, block->y + block->text_y);
}

static void
draw_footer (cairo_t *cairo, GtkPrintContext *context, guint page, guint n_pages)
{
  double width = gtk_print_context_get_width (context);
  double y = gtk_print_context_get_height (context) - FOOTER_HEIGHT / 2.0;
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  /* Translators: the foot of a printed page. */
  text = g_strdup_printf (_ ("Page %1$u of %2$u"), page + 1, n_pages);
  layout = make_layout (context, text, "Sans 8", width);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  show_layout (cairo, layout, 0, y);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Job *job)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);

  cairo_set_source_rgb (cairo, 0, 0, 0);
  for (guint i = 0; i < job->blocks->len; i++)
    {
      const Block *block = &g_array_index (job->blocks, Block, i);

      if (block->page == (guint) page)
        draw_block (cairo, context, block);
    }
  draw_footer (cairo, context, (guint) page, job->n_pages);
}

/**
 * sp_sheet_print_new:
 * @sheet: (transfer full): the sheet
 *
 * Makes what prints a sheet, or writes it to a PDF file: black on white, page by page.
 *
 * Returns: (transfer full): the operation, to be run
 */
GtkPrintOperation *
sp_sheet_print_new (SpSheet *sheet)
{
  GtkPrintOperation *operation;
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  Job *job;

  g_return_val_if_fail (sheet != NULL, NULL);

  operation = gtk_print_operation_new ();
  job = g_new0 (Job, 1);
  job->sheet = sheet;
  job->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (job->blocks, block_clear);
  gtk_page_setup_set_top_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_bottom_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_left_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_page_setup_set_right_margin (setup, MARGIN, GTK_UNIT_POINTS);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, sheet->title);
  g_signal_connect_data (operation, "begin-print", G_CALLBACK (on_begin_print), job, job_free,
                         G_CONNECT_DEFAULT);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), job);
  return operation;
}
