/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-result-row.h"

#include "ui/widgets/sp-mark.h"
#include "ui/widgets/sp-no-hyphens.h"

struct _SpResultRow {
  AdwActionRow parent_instance;

  SpName *domain;
  GtkWidget *mark;
};

G_DEFINE_FINAL_TYPE (SpResultRow, sp_result_row, ADW_TYPE_ACTION_ROW)

/* Made when needed: a hidden prefix would leave its margin. */
static GtkImage *
get_mark (SpResultRow *self)
{
  if (self->mark == NULL)
    {
      self->mark = sp_mark_new ();
      adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->mark);
    }
  return GTK_IMAGE (self->mark);
}

static void
activate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
sp_result_row_dispose (GObject *object)
{
  g_clear_pointer (&SP_RESULT_ROW (object)->domain, sp_name_unref);
  G_OBJECT_CLASS (sp_result_row_parent_class)->dispose (object);
}

static void
sp_result_row_class_init (SpResultRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_result_row_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "row.activate", NULL, activate_cb);
}

static void
sp_result_row_init (SpResultRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.activate", FALSE);
}

/**
 * sp_result_row_new:
 * @title: what it says
 * @subtitle: (nullable): more of it
 */
SpResultRow *
sp_result_row_new (const char *title, const char *subtitle)
{
  SpResultRow *self = g_object_new (SP_TYPE_RESULT_ROW, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
  sp_no_hyphens_apply (GTK_WIDGET (self));
  return self;
}

/**
 * sp_result_row_show_level:
 * @level: how bad it is
 */
void
sp_result_row_show_level (SpResultRow *self, SpLevel level)
{
  g_return_if_fail (SP_IS_RESULT_ROW (self));

  sp_mark_show_level (get_mark (self), level);
}

/**
 * sp_result_row_show_unknown:
 *
 * For what could not be told.
 */
void
sp_result_row_show_unknown (SpResultRow *self)
{
  g_return_if_fail (SP_IS_RESULT_ROW (self));

  sp_mark_show_unknown (get_mark (self));
}

/**
 * sp_result_row_lead_to:
 * @domain: a domain to look at
 *
 * Makes the row one that can be activated.
 */
void
sp_result_row_lead_to (SpResultRow *self, SpName *domain)
{
  g_return_if_fail (SP_IS_RESULT_ROW (self));

  g_clear_pointer (&self->domain, sp_name_unref);
  self->domain = sp_name_ref (domain);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.activate", TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
}

/**
 * sp_result_row_get_domain:
 *
 * Returns: (transfer none) (nullable): where it leads
 */
SpName *
sp_result_row_get_domain (SpResultRow *self)
{
  g_return_val_if_fail (SP_IS_RESULT_ROW (self), NULL);

  return self->domain;
}
