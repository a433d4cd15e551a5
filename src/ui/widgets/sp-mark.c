/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-mark.h"

static const struct {
  const char *icon;
  const char *css_class;
} marks[] = {
  [SP_LEVEL_IN_ORDER] = { "sp-in-order-symbolic", "success" },
  [SP_LEVEL_TIDY_UP] = { "sp-tidy-up-symbolic", "accent" },
  [SP_LEVEL_LATER] = { "sp-later-symbolic", "warning" },
  [SP_LEVEL_MAY_BOUNCE] = { "sp-may-bounce-symbolic", "warning" },
  [SP_LEVEL_LOST] = { "sp-lost-symbolic", "error" },
};

static void
show (GtkImage *image, const char *icon, const char *css_class)
{
  static const char *const all[] = { "success", "accent", "warning", "error", "dimmed" };

  gtk_image_set_from_icon_name (image, icon);
  gtk_widget_add_css_class (GTK_WIDGET (image), "mark");
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (image), all[i]);
  gtk_widget_add_css_class (GTK_WIDGET (image), css_class);
}

/**
 * sp_mark_show_level:
 * @image: a mark
 * @level: how bad a finding is
 */
void
sp_mark_show_level (GtkImage *image, SpLevel level)
{
  g_return_if_fail ((gsize) level < G_N_ELEMENTS (marks));

  show (image, marks[level].icon, marks[level].css_class);
}

/**
 * sp_mark_show_status:
 * @image: a mark
 * @status: how a domain is as a whole
 */
void
sp_mark_show_status (GtkImage *image, SpStatus status)
{
  switch (status)
    {
    case SP_STATUS_IN_ORDER:
      sp_mark_show_level (image, SP_LEVEL_IN_ORDER);
      break;
    case SP_STATUS_ATTENTION:
      sp_mark_show_level (image, SP_LEVEL_MAY_BOUNCE);
      break;
    case SP_STATUS_BROKEN:
      sp_mark_show_level (image, SP_LEVEL_LOST);
      break;
    case SP_STATUS_UNKNOWN:
      sp_mark_show_unknown (image);
      break;
    }
}

/**
 * sp_mark_show_unknown:
 * @image: a mark
 *
 * For what could not be checked.
 */
void
sp_mark_show_unknown (GtkImage *image)
{
  show (image, "sp-unknown-symbolic", "dimmed");
}

/**
 * sp_mark_new:
 *
 * Returns: (transfer floating): an image without meaning for screen readers
 */
GtkWidget *
sp_mark_new (void)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}
