/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-finding-row.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-copy-button.h"
#include "ui/widgets/sp-mark.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpFindingRow {
  AdwExpanderRow parent_instance;

  SpFinding *finding;
  char *edit_id;

  GtkImage *mark;
  GtkLabel *text_label;
  GtkLabel *fix_label;
  GtkLabel *reference_label;
  GtkWidget *evidence_box;
  GtkLabel *evidence_label;
  SpCopyButton *copy_button;
};

G_DEFINE_FINAL_TYPE (SpFindingRow, sp_finding_row, ADW_TYPE_EXPANDER_ROW)

enum {
  PROP_HAS_EDIT = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void
toggle_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (widget);

  adw_expander_row_set_expanded (row, !adw_expander_row_get_expanded (row));
}

static void
show_edit_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  SpFindingRow *self = SP_FINDING_ROW (widget);

  gtk_widget_activate_action (widget, "domain.show-edit", "s", self->edit_id);
}

/* Evidence is text from strangers: control bytes are shown escaped, line by line. */
static char *
dup_evidence (SpFinding *finding)
{
  const char *const *lines = sp_finding_get_evidence (finding);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_autofree char *safe = sp_explain_safe_text (lines[i], -1);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", safe);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_reference (SpFinding *finding)
{
  const char *reference = sp_finding_get_reference (finding);

  if (reference == NULL || *reference == '\0')
    return g_strdup (sp_finding_get_id (finding));
  return g_strdup_printf ("%s · %s", sp_finding_get_id (finding), reference);
}

static char *
dup_subtitle (SpFinding *finding)
{
  const char *level = sp_explain_level (sp_finding_get_level (finding));
  g_autofree char *subject = sp_explain_safe_text (sp_finding_get_subject (finding), -1);

  /* Translators: %1$s is a level such as “Mail May Bounce”, %2$s a domain name. */
  return g_strdup_printf (_ ("%1$s · %2$s"), level, subject);
}

static void
show_finding (SpFindingRow *self)
{
  SpFinding *finding = self->finding;
  g_autofree char *title = sp_explain_finding_title (finding);
  g_autofree char *text = sp_explain_finding_text (finding);
  g_autofree char *fix = sp_explain_finding_fix (finding);
  g_autofree char *subtitle = dup_subtitle (finding);
  g_autofree char *reference = dup_reference (finding);
  g_autofree char *evidence = dup_evidence (finding);
  g_autofree char *spoken = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  /* Translators: a finding as it is read aloud: %1$s is a level, %2$s its title. */
  spoken = g_strdup_printf (_ ("%1$s: %2$s"), sp_explain_level (sp_finding_get_level (finding)),
                            title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  sp_mark_show_level (self->mark, sp_finding_get_level (finding));
  gtk_label_set_label (self->text_label, text);
  gtk_label_set_label (self->fix_label, fix);
  gtk_widget_set_visible (GTK_WIDGET (self->fix_label), *fix != '\0');
  gtk_label_set_label (self->reference_label, reference);
  gtk_label_set_label (self->evidence_label, evidence);
  gtk_widget_set_visible (self->evidence_box, *evidence != '\0');
  sp_copy_button_set_text (self->copy_button, evidence);
}

static void
sp_finding_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpFindingRow *self = SP_FINDING_ROW (object);

  switch (id)
    {
    case PROP_HAS_EDIT:
      g_value_set_boolean (value, self->edit_id != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_finding_row_dispose (GObject *object)
{
  SpFindingRow *self = SP_FINDING_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_FINDING_ROW);
  g_clear_object (&self->finding);

  G_OBJECT_CLASS (sp_finding_row_parent_class)->dispose (object);
}

static void
sp_finding_row_finalize (GObject *object)
{
  g_free (SP_FINDING_ROW (object)->edit_id);
  G_OBJECT_CLASS (sp_finding_row_parent_class)->finalize (object);
}

static void
sp_finding_row_class_init (SpFindingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sp_finding_row_get_property;
  object_class->dispose = sp_finding_row_dispose;
  object_class->finalize = sp_finding_row_finalize;

  props[PROP_HAS_EDIT] = g_param_spec_boolean ("has-edit", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (SP_TYPE_COPY_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, mark);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, fix_label);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, reference_label);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, evidence_box);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, evidence_label);
  gtk_widget_class_bind_template_child (widget_class, SpFindingRow, copy_button);
  gtk_widget_class_install_action (widget_class, "finding.toggle", NULL, toggle_cb);
  gtk_widget_class_install_action (widget_class, "finding.show-edit", NULL, show_edit_cb);
}

static void
sp_finding_row_init (SpFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_finding_row_new:
 * @finding: what was found
 * @edit_id: (nullable): id of the edit that cures it
 */
SpFindingRow *
sp_finding_row_new (SpFinding *finding, const char *edit_id)
{
  SpFindingRow *self = g_object_new (SP_TYPE_FINDING_ROW, NULL);

  self->finding = g_object_ref (finding);
  self->edit_id = g_strdup (edit_id);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_EDIT]);
  show_finding (self);
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_finding_row_get_finding:
 *
 * Returns: (transfer none): what was found
 */
SpFinding *
sp_finding_row_get_finding (SpFindingRow *self)
{
  g_return_val_if_fail (SP_IS_FINDING_ROW (self), NULL);

  return self->finding;
}
