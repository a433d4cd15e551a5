/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-diff-line.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpDiffLine {
  AdwBin parent_instance;

  GtkLabel *sign_label;
  GtkLabel *word_label;
  GtkLabel *text_label;
};

G_DEFINE_FINAL_TYPE (SpDiffLine, sp_diff_line, ADW_TYPE_BIN)

static void
sp_diff_line_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_DIFF_LINE);
  G_OBJECT_CLASS (sp_diff_line_parent_class)->dispose (object);
}

static void
sp_diff_line_class_init (SpDiffLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_diff_line_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-diff-line.ui");
  gtk_widget_class_bind_template_child (widget_class, SpDiffLine, sign_label);
  gtk_widget_class_bind_template_child (widget_class, SpDiffLine, word_label);
  gtk_widget_class_bind_template_child (widget_class, SpDiffLine, text_label);
}

static void
sp_diff_line_init (SpDiffLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
get_sign (SpDiffKind kind)
{
  switch (kind)
    {
    case SP_DIFF_REMOVE:
      return "−";
    case SP_DIFF_ADD:
      return "+";
    case SP_DIFF_KEEP:
      return "=";
    }
  return "";
}

static const char *
get_word (SpDiffKind kind)
{
  switch (kind)
    {
    case SP_DIFF_REMOVE:
      return C_ ("diff", "Remove");
    case SP_DIFF_ADD:
      return C_ ("diff", "Add");
    case SP_DIFF_KEEP:
      return C_ ("diff", "Keep");
    }
  return "";
}

static const char *
get_style (SpDiffKind kind)
{
  switch (kind)
    {
    case SP_DIFF_REMOVE:
      return "remove";
    case SP_DIFF_ADD:
      return "add";
    case SP_DIFF_KEEP:
      return "keep";
    }
  return "";
}

/* Numbers and names read from left to right in every language; the line still begins where lines
 * begin. */
static void
keep_reading_order (GtkLabel *label)
{
  if (gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL)
    return;
  gtk_widget_set_direction (GTK_WIDGET (label), GTK_TEXT_DIR_LTR);
  gtk_label_set_xalign (label, 1);
}

/**
 * sp_diff_line_new:
 * @kind: what happens to the row
 * @priority: its number, -1 without one
 * @value: its text, as it is or will be published
 */
SpDiffLine *
sp_diff_line_new (SpDiffKind kind, int priority, const char *value)
{
  SpDiffLine *self = g_object_new (SP_TYPE_DIFF_LINE, NULL);
  g_autofree char *safe = sp_explain_safe_text (value, -1);
  g_autofree char *text = priority >= 0 ? g_strdup_printf ("%d %s", priority, safe)
                                        : g_strdup (safe);
  g_autofree char *spoken = NULL;

  gtk_label_set_label (self->sign_label, get_sign (kind));
  gtk_label_set_label (self->word_label, get_word (kind));
  gtk_label_set_label (self->text_label, text);
  keep_reading_order (self->text_label);
  gtk_widget_add_css_class (GTK_WIDGET (self), get_style (kind));
  /* Translators: a line of a change, read aloud: %1$s is “Add”, “Remove” or “Keep”. */
  spoken = g_strdup_printf (_ ("%1$s: %2$s"), get_word (kind), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}
