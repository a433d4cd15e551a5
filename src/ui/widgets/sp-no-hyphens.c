/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-no-hyphens.h"

/**
 * sp_no_hyphens_apply:
 * @widget: a widget that shows text of DNS
 *
 * Keeps every label in @widget from breaking lines with hyphens: a hyphen that is not in a record
 * would be typed where it does not belong.
 */
void
sp_no_hyphens_apply (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
      gtk_label_set_attributes (GTK_LABEL (widget), attributes);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    sp_no_hyphens_apply (child);
}
