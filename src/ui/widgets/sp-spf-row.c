/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-spf-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-no-hyphens.h"

/* Lists of strangers: of one no more parts are shown than these, and of all together. */
#define MAX_PARTS 40
#define MAX_ROWS 300

/* How far a part stands in, for each list that it is in; a narrow window has room for four. */
#define STEP 12
#define MAX_STEPS 4

struct _SpSpfRow {
  AdwExpanderRow parent_instance;

  char *searched;
};

G_DEFINE_FINAL_TYPE (SpSpfRow, sp_spf_row, ADW_TYPE_EXPANDER_ROW)

static void add_parts (AdwExpanderRow *parent, const SpSpfNode *node, guint depth, guint *n_rows);

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (widget);

  adw_expander_row_set_expanded (row, !adw_expander_row_get_expanded (row));
}

static void
sp_spf_row_finalize (GObject *object)
{
  SpSpfRow *self = SP_SPF_ROW (object);

  g_free (self->searched);
  G_OBJECT_CLASS (sp_spf_row_parent_class)->finalize (object);
}

static void
sp_spf_row_class_init (SpSpfRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_spf_row_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "spf.toggle", NULL, toggle_cb);
}

static void
sp_spf_row_init (SpSpfRow *self)
{
}

/* Whom it means, what it costs, what is wrong: a line each. */
static char *
dup_subtitle (const SpSpfNode *node)
{
  g_autofree char *meaning = sp_explain_spf_term (node);
  g_autofree char *cost = sp_explain_spf_cost (node);
  const char *note = sp_explain_spf_note (node);
  GString *text = g_string_new (meaning);

  if (cost != NULL)
    g_string_append_printf (text, "\n%s", cost);
  if (note != NULL)
    g_string_append_printf (text, "\n%s", note);
  return g_string_free_and_steal (text);
}

/* A blank that grows with the depth; it stands at the right where text begins there. */
static GtkWidget *
make_indent (guint depth)
{
  GtkWidget *indent = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (indent, (int) MIN (depth, MAX_STEPS) * STEP, -1);
  return indent;
}

/* The cost as a column of numbers, for the eye; the subtitle has it in words. */
static GtkWidget *
make_cost_label (guint lookups)
{
  g_autofree char *text = g_strdup_printf ("%u", lookups);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "valign", GTK_ALIGN_CENTER,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "badge");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static void
describe (GtkWidget *row, const char *title, const char *subtitle)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
}

/* What a stranger wrote is no markup, and must not be taken for it before the row knows that. */
static GtkWidget *
make_row (GType type, const char *title)
{
  GtkWidget *row = g_object_new (type, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  return row;
}

static GtkWidget *
make_leaf (const SpSpfNode *node, guint depth)
{
  g_autofree char *title = sp_explain_isolate (node->term);
  g_autofree char *subtitle = dup_subtitle (node);
  GtkWidget *row = make_row (ADW_TYPE_ACTION_ROW, title);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_indent (depth));
  if (node->lookups > 0)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_cost_label (node->lookups));
  return row;
}

static GtkWidget *
make_branch (const SpSpfNode *node, guint depth, guint *n_rows)
{
  g_autofree char *title = sp_explain_isolate (node->term);
  g_autofree char *subtitle = dup_subtitle (node);
  GtkWidget *row = make_row (SP_TYPE_SPF_ROW, title);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  describe (row, title, subtitle);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), make_indent (depth));
  if (node->lookups > 0)
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), make_cost_label (node->lookups));
  add_parts (ADW_EXPANDER_ROW (row), node, depth + 1, n_rows);
  return row;
}

static GtkWidget *
make_rest (guint n_left, guint depth)
{
  g_autofree char *title = g_strdup_printf (
    ngettext ("%u more part is not shown", "%u more parts are not shown", n_left), n_left);
  GtkWidget *row = make_row (ADW_TYPE_ACTION_ROW, title);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_indent (depth));
  return row;
}

static void
add_parts (AdwExpanderRow *parent, const SpSpfNode *node, guint depth, guint *n_rows)
{
  guint n_shown = 0;

  while (n_shown < MIN (node->terms->len, MAX_PARTS) && *n_rows < MAX_ROWS)
    {
      const SpSpfNode *part = g_ptr_array_index (node->terms, n_shown++);

      (*n_rows)++;
      adw_expander_row_add_row (parent, part->terms->len > 0 ? make_branch (part, depth, n_rows)
                                                             : make_leaf (part, depth));
    }
  if (n_shown < node->terms->len)
    adw_expander_row_add_row (parent, make_rest (node->terms->len - n_shown, depth));
}

static void
append_terms (GString *text, const SpSpfNode *node)
{
  for (guint i = 0; i < node->terms->len; i++)
    {
      const SpSpfNode *part = g_ptr_array_index (node->terms, i);

      g_string_append_printf (text, "\n%s", part->term);
      append_terms (text, part);
    }
}

/**
 * sp_spf_row_new:
 * @tree: a list of allowed senders
 */
SpSpfRow *
sp_spf_row_new (const SpSpfTree *tree)
{
  SpSpfRow *self = SP_SPF_ROW (make_row (SP_TYPE_SPF_ROW, _ ("Where the list of senders leads")));
  g_autofree char *total = sp_explain_spf_total (tree);
  g_autoptr (GString) text = g_string_new (_ ("Where the list of senders leads"));
  guint n_rows = 0;

  append_terms (text, tree->top);
  self->searched = g_utf8_casefold (text->str, -1);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), total);
  describe (GTK_WIDGET (self), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)), total);
  add_parts (ADW_EXPANDER_ROW (self), tree->top, 0, &n_rows);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_spf_row_matches:
 * @wanted: what somebody searches for
 *
 * Whether a part of the list holds @wanted.
 */
gboolean
sp_spf_row_matches (SpSpfRow *self, const char *wanted)
{
  g_autofree char *folded = g_utf8_casefold (wanted, -1);

  g_return_val_if_fail (SP_IS_SPF_ROW (self), FALSE);

  return strstr (self->searched, folded) != NULL;
}
