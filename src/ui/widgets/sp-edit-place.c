/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-edit-place.h"

#include "ui/sp-place-text.h"
#include "ui/widgets/sp-finding-row.h"

struct _SpEditPlace {
  AdwBin parent_instance;

  SpFinding *obstacle;
  GtkWidget *obstacle_row;

  GtkListBox *list;
  GtkWidget *place_row;
  GtkLabel *title_label;
  GtkLabel *kept_label;
  GtkWidget *panel_button;
};

G_DEFINE_FINAL_TYPE (SpEditPlace, sp_edit_place, ADW_TYPE_BIN)

static gboolean
says_the_same (SpFinding *a, SpFinding *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strcmp0 (sp_finding_get_id (a), sp_finding_get_id (b)) == 0
         && g_strcmp0 (sp_finding_get_detail (a, "other"), sp_finding_get_detail (b, "other")) == 0;
}

/* It is open at once: nothing below it helps before it is read. */
static void
show_obstacle (SpEditPlace *self, SpFinding *obstacle)
{
  if (says_the_same (self->obstacle, obstacle))
    return;
  g_set_object (&self->obstacle, obstacle);
  if (self->obstacle_row != NULL)
    gtk_list_box_remove (self->list, self->obstacle_row);
  self->obstacle_row = NULL;
  if (obstacle == NULL)
    return;
  self->obstacle_row = GTK_WIDGET (sp_finding_row_new (obstacle, NULL));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->obstacle_row), TRUE);
  gtk_list_box_append (self->list, self->obstacle_row);
}

static void
sp_edit_place_dispose (GObject *object)
{
  SpEditPlace *self = SP_EDIT_PLACE (object);

  g_clear_object (&self->obstacle);
  gtk_widget_dispose_template (GTK_WIDGET (self), SP_TYPE_EDIT_PLACE);

  G_OBJECT_CLASS (sp_edit_place_parent_class)->dispose (object);
}

static void
sp_edit_place_class_init (SpEditPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_edit_place_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-edit-place.ui");
  gtk_widget_class_bind_template_child (widget_class, SpEditPlace, list);
  gtk_widget_class_bind_template_child (widget_class, SpEditPlace, place_row);
  gtk_widget_class_bind_template_child (widget_class, SpEditPlace, title_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditPlace, kept_label);
  gtk_widget_class_bind_template_child (widget_class, SpEditPlace, panel_button);
}

static void
sp_edit_place_init (SpEditPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_edit_place_show:
 * @report: the newest report of the domain
 * @in_practice: whether there is a pretended panel
 */
void
sp_edit_place_show (SpEditPlace *self, SpReport *report, gboolean in_practice)
{
  g_autofree char *title = sp_place_text_dup_title (report);
  g_autofree char *kept_at = sp_place_text_dup_kept_at (report);

  g_return_if_fail (SP_IS_EDIT_PLACE (self));

  gtk_label_set_label (self->title_label, title);
  gtk_label_set_label (self->kept_label, kept_at);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_widget_set_visible (self->panel_button, in_practice);
  show_obstacle (self, sp_report_get_obstacle (report));
}
